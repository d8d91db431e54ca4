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
