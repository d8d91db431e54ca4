//! stub
pub(crate) struct Programs;
impl Programs { pub(crate) fn of(_: &[String]) -> Self { Self } }
pub(crate) fn measure(_: &std::path::Path, _: u64, _: &Programs) {}
