//! Commands of PowerShell that a program puts together: `AddCommand("..").AddParameter("..", ..)`.

use super::unit::{Added, Unit};
use crate::{
    expr::{Call, Expr, Shape},
    found::{Field, Found},
    names::Known,
    powershell::{self, Given},
    reference::Via,
};

/// How many commands back one is searched for that something is added to.
const NEAR: usize = 64;

/// Whether a method adds a command to a host, or something to the command before.
pub(super) fn adds(method: &str) -> bool {
    matches!(
        method,
        "AddCommand" | "AddParameter" | "AddParameters" | "AddArgument" | "AddStatement"
    )
}

/// A command with what was added to it.
struct Command {
    host: String,
    scope: usize,
    /// Empty when it is not known, or is no command.
    name: String,
    at: usize,
    end: usize,
    given: Vec<Given>,
    /// How each value is known, by where it stands.
    known: Vec<(usize, Via)>,
}

/// The references of all commands of a text.
pub(super) fn references(unit: &Unit, text: &str) -> Vec<Found> {
    let mut calls: Vec<&Added> = unit.added.iter().collect();
    // The calls of a chain stand within each other; they are made in the order of their words.
    calls.sort_unstable_by_key(|added| added.call.at);
    let mut commands: Vec<Command> = Vec::new();
    for Added { call, scope } in calls {
        let host = host(call, text);
        if matches!(call.method.as_str(), "AddParameter" | "AddParameters" | "AddArgument") {
            if let Some(command) = command_of(&mut commands, &host, *scope, unit) {
                command.add(call, *scope, unit);
            }
            continue;
        }
        let first = call.args.first().map(|arg| &arg.value).filter(|_| call.method == "AddCommand");
        let name = first.and_then(|name| unit.names.resolve(*scope, name));
        let name = name.as_ref().and_then(Known::single).unwrap_or_default().to_owned();
        let (at, given, known) = (call.at, Vec::new(), Vec::new());
        commands.push(Command { host, scope: *scope, name, at, end: at, given, known });
    }
    commands.iter().flat_map(|command| command.references(text)).collect()
}

/// The last command of a host. A host may stand for the chain that made it.
fn command_of<'c>(
    commands: &'c mut [Command],
    host: &str,
    scope: usize,
    unit: &Unit,
) -> Option<&'c mut Command> {
    let made = unit.names.value(scope, host).map(|value| (value.start, value.end));
    let within = |at: usize| made.is_some_and(|(start, end)| start <= at && at < end);
    let from = commands.len().saturating_sub(NEAR);
    let last = commands.get_mut(from..)?.iter_mut();
    last.filter(|command| unit.names.is_within(scope, command.scope))
        .rfind(|command| command.host == host || within(command.at))
}

/// What a chain of calls begins with.
fn host(call: &Call, text: &str) -> String {
    let mut call = call;
    while let Some(Expr { shape: Shape::Call(inner), .. }) = &call.receiver {
        call = inner;
    }
    let start = call.receiver.as_ref().and_then(|receiver| text.get(receiver.start..receiver.end));
    start.unwrap_or_default().to_owned()
}

impl Command {
    fn add(&mut self, call: &Call, scope: usize, unit: &Unit) {
        let mut values = call.args.iter().map(|arg| &arg.value);
        let named = call.method == "AddParameter";
        let first = if named { values.next() } else { None };
        let parameter = first.and_then(Expr::as_text).map(str::to_owned);
        if call.method == "AddParameters" || named && parameter.is_none() {
            // What it is cannot be known: the name may be among it.
            let value = Some(Expr::other(call.at, call.at));
            return self.given.push(Given { parameter: None, value });
        }
        let value = values.next().map(|value| self.value(value, unit.names.resolve(scope, value)));
        self.end = self.end.max(value.as_ref().map_or(call.at, |value| value.end));
        self.given.push(Given { parameter, value });
    }

    fn value(&mut self, value: &Expr, known: Option<Known>) -> Expr {
        let (start, end) = (value.start, value.end);
        match known.as_ref().and_then(|known| Some((known.single()?, known.via))) {
            Some((text, via)) => {
                self.known.push((start, via));
                Expr::text(text, start, end)
            }
            None => Expr::other(start, end),
        }
    }

    fn references(&self, text: &str) -> Vec<Found> {
        let span = (self.at, self.end);
        let mut found = powershell::called(&self.name, span, &self.given, text);
        for one in &mut found {
            let via = self.known.iter().find(|(at, _)| *at == one.name_at).map(|(_, via)| *via);
            if let (Field::Known(_, known), Some(via)) = (&mut one.name, via) {
                *known = via;
            }
        }
        found
    }
}
