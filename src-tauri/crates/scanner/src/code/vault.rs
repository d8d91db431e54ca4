//! Which vault a call is about.

use super::{
    Candidate,
    matching::{Matching, arg, unwrap},
    rules::{CallRule, VaultFrom},
};
use crate::{
    address,
    expr::{Call, Shape},
    found::Field,
    names::Known,
};

impl Matching<'_> {
    /// The vault of a call, by its arguments or by what its client was made with.
    pub(super) fn vault(&self, rule: &CallRule, at: &Candidate) -> Field {
        let call = &at.call;
        if let Some(arg) = arg(call, &rule.vault_args) {
            return match self.resolve(unwrap(&arg.value), at.scope) {
                Some(known) => known.single().map_or(Field::Computed, |text| {
                    let vault = address::read(text).map_or_else(|| text.to_owned(), |a| a.vault);
                    Field::Known(vault, known.via)
                }),
                None => Field::Computed,
            };
        }
        match rule.vault {
            VaultFrom::Absent => Field::Absent,
            VaultFrom::Computed => Field::Computed,
            VaultFrom::Arguments => self.vault_in(call, at.scope).unwrap_or(Field::Computed),
            VaultFrom::Client => self.vault_of_client(rule, at).unwrap_or(Field::Computed),
        }
    }

    fn vault_of_client(&self, rule: &CallRule, at: &Candidate) -> Option<Field> {
        if let Some(first) = at.call.args.first().filter(|_| rule.url_first) {
            let known = self.resolve(&first.value, at.scope);
            if let Some(found) = known.and_then(|known| address_field(&known)) {
                return Some(found);
            }
        }
        let receiver = at.call.receiver.as_ref()?;
        let made = match &receiver.shape {
            Shape::Call(call) => Some(call),
            Shape::Name(name) | Shape::Member(_, name) => {
                match &self.unit.names.value(at.scope, name)?.shape {
                    Shape::Call(call) => Some(call),
                    _ => None,
                }
            }
            _ => None,
        };
        let mut at_call = made?.as_ref();
        for _ in 0..12 {
            if let Some(found) = self.vault_in(at_call, at.scope) {
                return Some(found);
            }
            match at_call.receiver.as_ref().map(|receiver| &receiver.shape) {
                Some(Shape::Call(call)) => at_call = call,
                _ => return None,
            }
        }
        None
    }

    /// The vault whose address one of the arguments is.
    fn vault_in(&self, call: &Call, scope: usize) -> Option<Field> {
        call.args.iter().find_map(|arg| address_field(&self.resolve(&arg.value, scope)?))
    }
}

fn address_field(known: &Known) -> Option<Field> {
    let address = address::read(known.single()?)?;
    Some(Field::Known(address.vault, known.via))
}
