//! The object graph of the .NET binary format, read without making any object.

use std::collections::HashMap;

use super::records::{Bytes, Class, Kind, Primitive, kind};

/// How deep records stand in records.
const DEPTH: usize = 200;

/// A value of a member or an element.
#[derive(Debug, Clone)]
pub(super) enum Value {
    Nothing,
    Flag(bool),
    Text(String),
    /// The object with this id.
    Reference(i32),
    /// A number or anything else that tells nothing here.
    Other,
}

#[derive(Debug)]
enum Object {
    Text(String),
    Instance { class: String, members: Vec<(String, Value)> },
    Array(Vec<Value>),
}

/// Every object that was read.
#[derive(Debug, Default)]
pub(super) struct Graph {
    objects: Vec<Object>,
    ids: HashMap<i32, usize>,
}

impl Graph {
    /// Reads all records. `None` when the bytes are no such graph.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let mut reader =
            Reader { bytes: Bytes::new(bytes), graph: Self::default(), classes: HashMap::new() };
        if reader.bytes.byte()? != 0 {
            return None;
        }
        reader.bytes.take(16)?;
        loop {
            match reader.record(DEPTH)? {
                Read::End => return Some(reader.graph),
                Read::Value(_) | Read::Nothing(_) | Read::Library => {}
            }
        }
    }

    pub(super) fn len(&self) -> usize {
        self.objects.len()
    }

    fn object(&self, value: &Value) -> Option<&Object> {
        match value {
            Value::Reference(id) => self.objects.get(*self.ids.get(id)?),
            _ => None,
        }
    }

    /// The text that a value is.
    pub(super) fn text<'g>(&'g self, value: &'g Value) -> Option<&'g str> {
        match (value, self.object(value)) {
            (Value::Text(text), _) | (_, Some(Object::Text(text))) => Some(text),
            _ => None,
        }
    }

    /// The class of a value, without its assembly.
    pub(super) fn class(&self, value: &Value) -> Option<&str> {
        match self.object(value)? {
            Object::Instance { class, .. } => Some(class),
            _ => None,
        }
    }

    pub(super) fn class_of(&self, object: usize) -> Option<&str> {
        match self.objects.get(object)? {
            Object::Instance { class, .. } => Some(class),
            _ => None,
        }
    }

    /// A member, also one whose field the compiler named.
    pub(super) fn member(&self, object: usize, name: &str) -> Option<&Value> {
        of(self.objects.get(object)?, name)
    }

    /// A member of what a value leads to.
    pub(super) fn follow(&self, value: &Value, name: &str) -> Option<&Value> {
        of(self.object(value)?, name)
    }

    /// The elements of an array, or of a list around one.
    pub(super) fn items(&self, value: &Value) -> Vec<&Value> {
        match self.object(value) {
            Some(Object::Array(items)) => items.iter().collect(),
            Some(list @ Object::Instance { .. }) => match of(list, "_items") {
                Some(Value::Reference(id)) => {
                    match self.ids.get(id).and_then(|at| self.objects.get(*at)) {
                        Some(Object::Array(items)) => items.iter().collect(),
                        _ => Vec::new(),
                    }
                }
                _ => Vec::new(),
            },
            _ => Vec::new(),
        }
    }
}

fn of<'o>(object: &'o Object, name: &str) -> Option<&'o Value> {
    let Object::Instance { members, .. } = object else { return None };
    let is = |member: &str| {
        let plain = member.rsplit('+').next().unwrap_or(member);
        let field = plain.strip_prefix('<').and_then(|field| field.split('>').next());
        field.unwrap_or(plain).eq_ignore_ascii_case(name)
    };
    members.iter().find(|(member, _)| is(member)).map(|(_, value)| value)
}

/// What one record was.
enum Read {
    Value(Value),
    /// So many times nothing.
    Nothing(usize),
    Library,
    End,
}

struct Reader<'b> {
    bytes: Bytes<'b>,
    graph: Graph,
    classes: HashMap<i32, Class>,
}

impl Reader<'_> {
    fn record(&mut self, depth: usize) -> Option<Read> {
        let depth = depth.checked_sub(1)?;
        let read = match self.bytes.byte()? {
            1 => {
                let id = self.bytes.number()?;
                let class = self.bytes.number()?;
                let class = self.classes.get(&class)?.clone();
                self.instance(id, &class, depth)?
            }
            code @ 2..=5 => {
                let id = self.bytes.number()?;
                let class = Class::read(&mut self.bytes, code >= 4)?;
                // Classes that are not the system's say which library they are of.
                if code == 3 || code == 5 {
                    self.bytes.number()?;
                }
                self.classes.insert(id, class.clone());
                self.instance(id, &class, depth)?
            }
            6 => {
                let id = self.bytes.number()?;
                let text = self.bytes.text()?;
                self.keep(id, Object::Text(text))
            }
            7 => self.array(depth)?,
            8 => {
                let of = Primitive::of(self.bytes.byte()?)?;
                Read::Value(self.primitive(of)?)
            }
            9 => Read::Value(Value::Reference(self.bytes.number()?)),
            10 => Read::Value(Value::Nothing),
            11 => Read::End,
            12 => {
                self.bytes.number()?;
                self.bytes.text()?;
                Read::Library
            }
            13 => Read::Nothing(usize::from(self.bytes.byte()?)),
            14 => Read::Nothing(self.bytes.count()?),
            15 => {
                let (id, count) = (self.bytes.number()?, self.bytes.count()?);
                let of = Primitive::of(self.bytes.byte()?)?;
                self.elements(id, count, Kind::Primitive(of), depth)?
            }
            16 | 17 => {
                let (id, count) = (self.bytes.number()?, self.bytes.count()?);
                self.elements(id, count, Kind::Record, depth)?
            }
            _ => return None,
        };
        Some(read)
    }

    fn keep(&mut self, id: i32, object: Object) -> Read {
        self.graph.ids.insert(id, self.graph.objects.len());
        self.graph.objects.push(object);
        Read::Value(Value::Reference(id))
    }

    fn primitive(&mut self, of: Primitive) -> Option<Value> {
        Some(match of {
            Primitive::Flag => Value::Flag(self.bytes.byte()? != 0),
            Primitive::Text => Value::Text(self.bytes.text()?),
            Primitive::Bytes(count) => {
                self.bytes.take(count)?;
                Value::Other
            }
            Primitive::Character => {
                let first = self.bytes.byte()?;
                let more = usize::try_from(first.leading_ones().saturating_sub(1)).ok()?;
                self.bytes.take(more)?;
                Value::Other
            }
        })
    }

    /// Values of the kinds, one each; a run of nothing stands for several.
    fn values(&mut self, kinds: &[Kind], depth: usize) -> Option<Vec<Value>> {
        let mut values = Vec::new();
        let mut nothing = 0;
        for kind in kinds {
            if nothing > 0 {
                nothing -= 1;
                values.push(Value::Nothing);
                continue;
            }
            let value = match kind {
                Kind::Primitive(of) => self.primitive(*of)?,
                Kind::Record => loop {
                    match self.record(depth)? {
                        Read::Value(value) => break value,
                        Read::Nothing(count) => {
                            nothing = count.checked_sub(1)?;
                            break Value::Nothing;
                        }
                        Read::Library => {}
                        Read::End => return None,
                    }
                },
            };
            values.push(value);
        }
        Some(values)
    }

    fn instance(&mut self, id: i32, class: &Class, depth: usize) -> Option<Read> {
        let values = self.values(&class.kinds, depth)?;
        let members = class.members.iter().cloned().zip(values).collect();
        Some(self.keep(id, Object::Instance { class: class.name.clone(), members }))
    }

    fn elements(&mut self, id: i32, count: usize, of: Kind, depth: usize) -> Option<Read> {
        let values = self.values(&vec![of; count], depth)?;
        Some(self.keep(id, Object::Array(values)))
    }

    fn array(&mut self, depth: usize) -> Option<Read> {
        let id = self.bytes.number()?;
        let shape = self.bytes.byte()?;
        let rank = self.bytes.count()?.min(32);
        let mut count = 1_usize;
        for _ in 0..rank {
            count = count.checked_mul(self.bytes.count()?)?;
        }
        // Some shapes say where each dimension begins.
        for _ in 0..if shape >= 3 { rank } else { 0 } {
            self.bytes.number()?;
        }
        let code = self.bytes.byte()?;
        let of = kind(&mut self.bytes, code)?;
        (count <= 100_000).then_some(())?;
        self.elements(id, count, of, depth)
    }
}
