#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

use super::{Node, read_json, read_yaml};

fn yaml(text: &str) -> Node {
    read_yaml(text).remove(0)
}

#[test]
fn json_is_read_with_comments_and_trailing_commas() {
    let text = "// start\n{ \"a\": [1, \"x\\\"y\",], /* no */ \"b\": { \"c\": 'd' }, }";
    let node = read_json(text);
    assert_eq!(node.get("a").unwrap().items()[1].text(), Some("x\"y"));
    let inner = node.at_path(&["b", "c"]).unwrap().scalar().unwrap().clone();
    assert_eq!(&text[inner.at()..=inner.at()], "d");
    assert_eq!(read_json("{\"a\": {\"b\": \"c").at_path(&["a", "b"]).unwrap().text(), Some("c"));
}

#[test]
fn yaml_keeps_lists_blocks_and_places() {
    let text = "a:\n- b: 1 # one\n  c: >-\n    x,\n    y,\n- d\ne: 'f'\ng: [h, \"i\"]\n";
    let node = yaml(text);
    let list = node.get("a").unwrap();
    assert_eq!(list.items()[0].text_of("b"), Some("1"));
    assert_eq!(list.items()[0].text_of("c").map(str::trim), Some("x,\ny,"));
    assert_eq!(list.items()[1].text(), Some("d"));
    assert_eq!(node.text_of("e"), Some("f"));
    let flow = node.get("g").unwrap().items();
    assert_eq!(flow[1].text(), Some("i"));
    assert_eq!(&text[flow[1].scalar().unwrap().at()..][..1], "i");
}

#[test]
fn a_template_still_gives_its_keys() {
    let text = "{{- if .x }}\nkind: A\nspec:\n  {{- range .y }}\n  name: {{ .z }}\n  b: c\n  {{- end }}\n---\nkind: B\n";
    let nodes = read_yaml(text);
    assert_eq!(nodes[0].at_path(&["spec", "b"]).unwrap().text(), Some("c"));
    assert_eq!(nodes[1].text_of("kind"), Some("B"));
}

#[test]
fn depth_has_an_end() {
    let _ = read_json(&"[".repeat(100_000));
    let deep: String = (0..2000).map(|n| format!("{}a:\n", " ".repeat(n))).collect();
    let _ = read_yaml(&deep);
}
