//! Parts of a Power Platform solution that are not JSON: its XML, and the text of desktop flows.

mod desktop;
#[cfg(test)]
mod tests;
mod xml;

pub(crate) use desktop::scan as scan_desktop_flow;
pub(crate) use xml::{DEFINITION, scan as scan_xml};
