//! Functions that only put texts together, or name a parameter or variable.

use crate::expr::{Arg, Call, Each, Expr, Shape};

/// The same expression with such calls as texts and names.
pub(super) fn simplified(expr: Expr) -> Expr {
    let Expr { shape, start, end } = expr;
    let all = |items: Vec<Expr>| items.into_iter().map(simplified).collect::<Vec<_>>();
    let shape = match shape {
        Shape::Call(call) => of_call(*call),
        Shape::Join(parts) => flat(all(parts)),
        Shape::List(items) => Shape::List(all(items)),
        Shape::Parts(items) => Shape::Parts(all(items)),
        Shape::Dict(entries) => {
            let entries =
                entries.into_iter().map(|(key, value)| (simplified(key), simplified(value)));
            Shape::Dict(entries.collect())
        }
        Shape::Member(of, name) => Shape::Member(Box::new(simplified(*of)), name),
        Shape::Index(of, key) => {
            Shape::Index(Box::new(simplified(*of)), Box::new(simplified(*key)))
        }
        Shape::Each(each) => {
            let Each { names, of, body } = *each;
            Shape::Each(Box::new(Each { names, of: simplified(of), body: all(body) }))
        }
        plain => plain,
    };
    Expr::new(shape, start, end)
}

fn of_call(call: Call) -> Shape {
    let Call { receiver, method, at, args, constructs } = call;
    let values: Vec<Expr> = args.into_iter().map(|arg| simplified(arg.value)).collect();
    match (method.to_ascii_lowercase().as_str(), values.as_slice()) {
        ("concat", parts) if !parts.iter().any(is_list) => return flat(values),
        ("format", [Expr { shape: Shape::Text(text), start, .. }, rest @ ..]) => {
            return flat(filled(text, *start, rest));
        }
        ("parameters", [Expr { shape: Shape::Text(name), .. }]) => {
            return Shape::Name(format!("parameters.{}", name.to_ascii_lowercase()));
        }
        ("variables", [Expr { shape: Shape::Text(name), .. }]) => {
            return Shape::Name(format!("variables.{}", name.to_ascii_lowercase()));
        }
        ("string" | "tostring" | "nonsensitive" | "sensitive", [only]) => {
            return only.shape.clone();
        }
        ("toset" | "tolist", [only]) if is_list(only) => return only.shape.clone(),
        _ => {}
    }
    let args = values.into_iter().map(|value| Arg { name: None, value }).collect();
    let receiver = receiver.map(simplified);
    Shape::Call(Box::new(Call { receiver, method, at, args, constructs }))
}

fn is_list(expr: &Expr) -> bool {
    matches!(expr.shape, Shape::List(_) | Shape::Dict(_) | Shape::Each(_))
}

/// `%s` takes the next value, `{0}` the one at that place.
fn filled(text: &str, at: usize, values: &[Expr]) -> Vec<Expr> {
    let computed = || Expr::other(at, at);
    let mut parts = Vec::new();
    let mut next = 0;
    let mut rest = text;
    while let Some(found) = rest.find(['%', '{']) {
        let (before, from) = rest.split_at(found);
        parts.push(Expr::text(before, at, at));
        let place = from.strip_prefix('{').and_then(|inner| {
            let (number, after) = inner.split_once('}')?;
            Some((number.parse::<usize>().ok()?, after))
        });
        rest = if let Some((number, after)) = place {
            parts.push(values.get(number).cloned().unwrap_or_else(computed));
            after
        } else if let Some(after) = from.strip_prefix("%s").or_else(|| from.strip_prefix("%v")) {
            parts.push(values.get(next).cloned().unwrap_or_else(computed));
            next += 1;
            after
        } else {
            parts.push(Expr::text(from.get(..1).unwrap_or_default(), at, at));
            from.get(1..).unwrap_or_default()
        };
    }
    parts.push(Expr::text(rest, at, at));
    parts.retain(|part| part.as_text() != Some(""));
    parts
}

/// Joins, with joins inside opened and neighbouring texts as one.
fn flat(parts: Vec<Expr>) -> Shape {
    let mut whole: Vec<Expr> = Vec::new();
    let opened = parts.into_iter().flat_map(|part| match part.shape {
        Shape::Join(inner) => inner,
        _ => vec![part],
    });
    for part in opened {
        match (whole.last_mut(), &part.shape) {
            (Some(Expr { shape: Shape::Text(text), end, .. }), Shape::Text(more)) => {
                text.push_str(more);
                *end = part.end;
            }
            _ => whole.push(part),
        }
    }
    match whole.as_slice() {
        [] => Shape::Text(String::new()),
        [Expr { shape: Shape::Text(text), .. }] => Shape::Text(text.clone()),
        _ => Shape::Join(whole),
    }
}
