//! What the page drew, before it becomes a file that other programs open.

/// Largest picture that the page may have drawn, in bytes.
const LARGEST: usize = 32 << 20;
const NAMESPACE: &str = "http://www.w3.org/2000/svg";
/// The elements and attributes that a drawing of uses is made of.
const ELEMENTS: [&str; 6] = ["svg", "title", "rect", "path", "g", "text"];
const ATTRIBUTES: [&str; 14] = [
    "viewBox",
    "width",
    "height",
    "x",
    "y",
    "rx",
    "d",
    "fill",
    "stroke",
    "stroke-dasharray",
    "transform",
    "font-family",
    "font-size",
    "xmlns",
];

/// Whether `text` is SVG that only draws: a browser that opens it runs nothing and fetches nothing.
pub(crate) fn is_picture(text: &str) -> bool {
    let mut tags = text.split('<');
    text.len() <= LARGEST
        && text.starts_with("<svg ")
        && tags.next() == Some("")
        && tags.all(|tag| tag.split_once('>').is_some_and(|(inside, _)| draws(inside)))
}

fn draws(tag: &str) -> bool {
    if let Some(name) = tag.strip_prefix('/') {
        return ELEMENTS.contains(&name);
    }
    let tag = tag.strip_suffix('/').unwrap_or(tag);
    let (name, mut rest) = tag.split_once(' ').unwrap_or((tag, ""));
    while !rest.is_empty() {
        let Some((attribute, value, after)) = first_attribute(rest) else { return false };
        if !ATTRIBUTES.contains(&attribute) || !is_plain(attribute, value) {
            return false;
        }
        rest = after.trim_start_matches(' ');
    }
    ELEMENTS.contains(&name)
}

fn first_attribute(text: &str) -> Option<(&str, &str, &str)> {
    let (name, rest) = text.split_once("=\"")?;
    let (value, after) = rest.split_once('"')?;
    Some((name, value, after))
}

fn is_plain(attribute: &str, value: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || " .,-()%".contains(c);
    if attribute == "xmlns" {
        return value == NAMESPACE;
    }
    value.chars().all(plain) && !value.contains("url")
}

#[cfg(test)]
mod tests {
    use super::*;

    const DRAWN: &str = concat!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="-16 -16 420 84" width="420" height="84" "#,
        r#"font-family="sans-serif"><title>SAP &#38; &#60;script&#62;</title>"#,
        r#"<rect x="-16" y="-16" width="100%" height="100%" fill="white"/>"#,
        r#"<path d="M188,26 C216,26 216,26 244,26" fill="none" stroke="gray" stroke-dasharray="4 4"/>"#,
        r#"<g transform="translate(0,-1.5e-7)"><text x="12" font-size="13">url(javascript:)</text></g>"#,
        "</svg>",
    );

    #[test]
    fn what_the_page_draws_is_a_picture() {
        assert!(is_picture(DRAWN));
    }

    #[test]
    fn what_runs_or_fetches_is_none() {
        let put = |bad: &str| DRAWN.replace("<g ", &format!("{bad}<g "));
        for bad in [
            "<script>alert(1)</script>",
            "<SCRIPT/>",
            r#"<rect onload="alert(1)"/>"#,
            r#"<rect onload='alert(1)'/>"#,
            "<rect onload=alert(1) />",
            r#"<rect fill="url(evil)"/>"#,
            r#"<a href="javascript&#58;alert(1)">"#,
            r#"<image href="https://example.com/x"/>"#,
            r#"<use xlink:href="x"/>"#,
            "<style>@import 'x'</style>",
            "<foreignObject>",
            "<!ENTITY x 'y'>",
            "<?xml-stylesheet href='x'?>",
            "<rect",
        ] {
            assert!(!is_picture(&put(bad)), "{bad}");
        }
        assert!(is_picture(&put("<rect/>")), "the control");
        assert!(!is_picture(&DRAWN.replace("<svg ", "<svg onload=\"x\" ")));
        assert!(!is_picture(&DRAWN.replace("2000/svg", "1999/xhtml")));
        assert!(!is_picture("text"));
    }
}
