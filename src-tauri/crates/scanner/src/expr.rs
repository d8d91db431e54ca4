//! What an expression of any language comes down to for finding a name.

/// An expression and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Expr {
    pub(crate) shape: Shape,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// The shapes that matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Shape {
    /// A literal text.
    Text(String),
    /// A variable or constant.
    Name(String),
    /// Parts that are put together.
    Join(Vec<Expr>),
    /// A member of something.
    Member(Box<Expr>, String),
    /// An element of something.
    Index(Box<Expr>, Box<Expr>),
    /// A call: what is called, with what.
    Call(Box<Call>),
    /// Several values.
    List(Vec<Expr>),
    /// Values under keys.
    Dict(Vec<(Expr, Expr)>),
    /// Something made for each element.
    Each(Box<Each>),
    /// Parts that an operator makes something computed of.
    Parts(Vec<Expr>),
    /// Anything else.
    Other,
}

/// A call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Call {
    /// What the method is called on.
    pub(crate) receiver: Option<Expr>,
    /// The method, function or type.
    pub(crate) method: String,
    /// Where that word starts.
    pub(crate) at: usize,
    pub(crate) args: Vec<Arg>,
    /// Whether it makes an object of a type.
    pub(crate) constructs: bool,
}

/// `for names in of: body`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Each {
    pub(crate) names: Vec<String>,
    pub(crate) of: Expr,
    pub(crate) body: Vec<Expr>,
}

/// One argument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Arg {
    /// Its keyword, when it has one.
    pub(crate) name: Option<String>,
    pub(crate) value: Expr,
}

impl Expr {
    pub(crate) fn new(shape: Shape, start: usize, end: usize) -> Self {
        Self { shape, start, end }
    }

    pub(crate) fn text(text: impl Into<String>, start: usize, end: usize) -> Self {
        Self::new(Shape::Text(text.into()), start, end)
    }

    pub(crate) fn other(start: usize, end: usize) -> Self {
        Self::new(Shape::Other, start, end)
    }

    /// The literal text, if it is one.
    pub(crate) fn as_text(&self) -> Option<&str> {
        match &self.shape {
            Shape::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Calls `visit` with this expression and every one inside it, outermost first.
    pub(crate) fn walk(&self, visit: &mut dyn FnMut(&Expr)) {
        visit(self);
        match &self.shape {
            // A text that is a part is not one by itself.
            Shape::Join(all) => {
                let parts = all.iter().filter(|part| part.as_text().is_none());
                parts.for_each(|part| part.walk(visit));
            }
            Shape::List(all) | Shape::Parts(all) => all.iter().for_each(|one| one.walk(visit)),
            Shape::Member(of, _) => of.walk(visit),
            Shape::Index(of, key) => {
                of.walk(visit);
                key.walk(visit);
            }
            Shape::Call(call) => {
                call.receiver.iter().for_each(|receiver| receiver.walk(visit));
                call.args.iter().for_each(|arg| arg.value.walk(visit));
            }
            Shape::Dict(entries) => entries.iter().for_each(|(key, value)| {
                key.walk(visit);
                value.walk(visit);
            }),
            Shape::Each(each) => {
                each.of.walk(visit);
                each.body.iter().for_each(|body| body.walk(visit));
            }
            Shape::Text(_) | Shape::Name(_) | Shape::Other => {}
        }
    }

    /// The words from the outermost receiver on: `a.b.c` is a, b, c; a call counts as its method.
    pub(crate) fn path(&self) -> Vec<&str> {
        let mut words = Vec::new();
        let mut at = self;
        loop {
            match &at.shape {
                Shape::Name(name) => {
                    words.push(name.as_str());
                    break;
                }
                Shape::Member(of, name) => {
                    words.push(name);
                    at = of;
                }
                Shape::Index(of, _) => at = of,
                Shape::Call(call) => {
                    words.push(&call.method);
                    match &call.receiver {
                        Some(receiver) => at = receiver,
                        None => break,
                    }
                }
                _ => break,
            }
        }
        words.reverse();
        words
    }
}
