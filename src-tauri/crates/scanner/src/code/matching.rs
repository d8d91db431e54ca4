//! Whether a call is a reference, and to what.

use super::{
    Candidate, Unit,
    likeness::{holds_name, is_like_a_client, makes_client},
    lower::SPLAT,
    mocks,
    rules::CallRule,
    seen::Seen,
};
use crate::{
    address,
    expr::{Arg, Call, Expr, Shape},
    found::{Field, Found},
    names::Known,
    reference::{Operation, Via},
};

/// Matches calls of one text.
pub(super) struct Matching<'u> {
    pub(super) unit: &'u Unit,
    pub(super) text: &'u str,
    pub(super) seen: Seen<'u>,
    pub(super) language: &'u str,
}

/// How sure it is that a rule is about a call.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Seen,
    Like,
    Sure,
}

impl Matching<'_> {
    /// The rule that a call fits best.
    pub(super) fn rule<'r>(&self, rules: &'r [CallRule], at: &Candidate) -> Option<&'r CallRule> {
        if at.mocked || mocks::is_on_double(&at.call) {
            return None;
        }
        let rules = rules.iter().filter(|rule| rule.methods.contains(&at.call.method));
        let fits = rules.filter_map(|rule| Some((self.fit(rule, at)?, rule)));
        // Of equal fits the first rule of the table counts.
        fits.reduce(|best, next| if next.0 > best.0 { next } else { best }).map(|(_, rule)| rule)
    }

    fn has(&self, words: &[String]) -> bool {
        words.iter().any(|word| self.seen.has(word))
    }

    fn fit(&self, rule: &CallRule, at: &Candidate) -> Option<Fit> {
        let call = &at.call;
        if !rule.seen_always.is_empty() && !self.has(&rule.seen_always) {
            return None;
        }
        if self.has(&rule.never_with) {
            return None;
        }
        if rule.constructs {
            return self.has(&rule.seen).then_some(Fit::Sure);
        }
        let nameless = !rule.name.is_empty() && call.args.is_empty();
        if nameless || rule.only_names && self.option(call, &rule.name, at.scope).is_none() {
            return None;
        }
        // A client of Go takes a context first, and nothing is imported without being named.
        let first = call.args.first().map(|arg| &arg.value);
        if rule.context_first
            && !(first.is_some_and(|first| self.is_context(first)) && self.has(&rule.seen))
        {
            return None;
        }
        if rule.any_receiver {
            return Some(Fit::Sure);
        }
        let Some(receiver) = &call.receiver else { return self.bare(rule, call) };
        let path = receiver.path();
        if !rule.through.is_empty() {
            let through = |word: &&str| rule.through.iter().any(|wanted| wanted == word);
            return path.iter().any(through).then_some(Fit::Sure);
        }
        if !rule.paths.is_empty() {
            let path = self.full_path(&path, at.scope);
            let ends = |end: &String| path == *end || path.ends_with(&format!(".{end}"));
            return rule.paths.iter().any(ends).then_some(Fit::Sure);
        }
        match self.type_of(receiver, at.scope) {
            Some((of, _)) if self.is_own_type(&of) => None,
            Some((of, _)) if rule.on.iter().any(|on| self.fits_type(&of, on)) => Some(Fit::Sure),
            Some((_, true)) => None,
            Some((maker, false)) if makes_client(rule, &maker) => Some(Fit::Like),
            None if self.is_bare_parameter(receiver, at.scope) => None,
            _ => self.unknown_receiver(rule, &path),
        }
    }

    /// A path with the name that it starts with replaced by the path which that name is given.
    fn full_path(&self, path: &[&str], scope: usize) -> String {
        let given = path.first().and_then(|first| self.unit.names.values(scope, first));
        let starts = given.unwrap_or_default().into_iter().map(Expr::path).collect::<Vec<_>>();
        match (starts.first(), path.get(1..)) {
            (Some(start), Some(rest)) if start.len() > 1 && starts.iter().all(|s| s == start) => {
                [start.as_slice(), rest].concat().join(".")
            }
            _ => match path.split_first() {
                Some((first, rest)) => {
                    [&[self.seen.imported_as(first).unwrap_or(first)], rest].concat().join(".")
                }
                None => String::new(),
            },
        }
    }

    fn unknown_receiver(&self, rule: &CallRule, path: &[&str]) -> Option<Fit> {
        let last = path.last().map(|word| word.to_ascii_lowercase()).unwrap_or_default();
        let plain = rule.seen.is_empty() && rule.on.is_empty();
        let lenient = plain || self.language == "python";
        let evidence = lenient || self.has(&rule.seen) || self.has(&rule.on);
        if evidence && rule.like.iter().any(|like| last.contains(like.as_str())) {
            return Some(Fit::Like);
        }
        let own = path.len() == 1 && matches!(last.as_str(), "self" | "this" | "cls" | "super");
        if own || (path.is_empty()) {
            return None;
        }
        (self.has(&rule.seen) && is_like_a_client(&last)).then_some(Fit::Seen)
    }

    /// Whether a receiver is what C# hands to a lambda, of which neither type nor name tells a thing.
    fn is_bare_parameter(&self, receiver: &Expr, scope: usize) -> bool {
        let Shape::Name(name) = &receiver.shape else { return false };
        self.language == "csharp" && name.len() < 4 && self.unit.names.is_parameter(scope, name)
    }

    /// Whether a type is the wanted one, its form for asynchronous code, or another name for it.
    fn fits_type(&self, of: &str, on: &str) -> bool {
        let same = of == on || of.strip_suffix("Async").is_some_and(|of| of == on);
        same || self.seen.is_other(on, of)
    }

    /// Whether a type is brought in from another file of the same project.
    fn is_own_type(&self, of: &str) -> bool {
        self.language == "js" && self.seen.is_own(of)
    }

    /// A call without a receiver: a function brought in from a module.
    fn bare(&self, rule: &CallRule, call: &Call) -> Option<Fit> {
        let module = rule.bare.as_ref()?;
        let from = format!("from {module} import");
        let local = self.unit.defined.contains(&call.method);
        (!local && self.seen.has(&from)).then_some(Fit::Sure)
    }

    /// The type of an object, and whether that is certain.
    fn type_of(&self, expr: &Expr, scope: usize) -> Option<(String, bool)> {
        match &expr.shape {
            Shape::Name(name) => self.type_of_name(name, scope),
            // What is made when it is first asked for.
            Shape::Member(of, name) if name == "Value" && self.language == "csharp" => {
                self.type_of(of, scope)
            }
            Shape::Member(_, name) => self.type_of_name(name, scope),
            Shape::Call(call) => self.maker(call, scope, 6),
            _ => None,
        }
    }

    fn type_of_name(&self, name: &str, scope: usize) -> Option<(String, bool)> {
        let names = &self.unit.names;
        if let Some(Expr { shape: Shape::Call(call), .. }) = names.value(scope, name)
            && call.method != "Lazy"
        {
            return self.maker(call, scope, 6);
        }
        let of = names.type_of(scope, name)?;
        let vague = ["any", "object", "dynamic", "Any", "unknown", "interface{}", "Object"];
        (!vague.contains(&of)).then(|| (of.to_owned(), true))
    }

    /// What a call makes: a type, a package, the service that is asked for, or its method's word.
    fn maker(&self, call: &Call, scope: usize, depth: usize) -> Option<(String, bool)> {
        let depth = depth.checked_sub(1)?;
        if call.constructs || call.method.starts_with(char::is_uppercase) {
            if call.method.starts_with("New") && !call.constructs {
                let path = call.receiver.as_ref().map(Expr::path).unwrap_or_default();
                return Some((path.last().copied().unwrap_or(&call.method).to_owned(), true));
            }
            let certain = call.constructs || (call.receiver.is_none() && self.language == "python");
            return Some((call.method.clone(), certain));
        }
        if call.method == "client" || call.method == "resource" {
            let service = call.args.iter().find_map(|arg| self.resolve(&arg.value, scope));
            return service.and_then(|known| known.single().map(|text| (text.to_owned(), true)));
        }
        if let Some(Expr { shape: Shape::Call(inner), .. }) = &call.receiver {
            // A builder: what it starts with tells what it makes.
            if call.method.starts_with("build") || inner.method != call.method {
                let builder = self.maker(inner, scope, depth);
                if let Some((of, _)) = builder.filter(|(of, _)| of.ends_with("Builder")) {
                    return Some((of, true));
                }
            }
        }
        Some((call.method.clone(), false))
    }

    /// What an expression comes to, through helpers that only pass it on.
    pub(super) fn resolve(&self, expr: &Expr, scope: usize) -> Option<Known> {
        match &expr.shape {
            Shape::Call(call) if is_wrapper(&call.method) => {
                self.resolve(&call.args.first()?.value, scope)
            }
            _ => self.unit.names.resolve(scope, expr),
        }
    }

    fn source(&self, expr: &Expr) -> &str {
        self.text.get(expr.start..expr.end).unwrap_or_default()
    }

    /// The references of a call: one a name.
    pub(super) fn references(&self, rule: &CallRule, at: &Candidate) -> Vec<Found> {
        let call = &at.call;
        let mut vault = self.vault(rule, at);
        if rule.all {
            let name = Field::Known("*".into(), Via::ListAll);
            return vec![self.found(rule, call, vault, name, call.at, String::new())];
        }
        let Some(expr) = self.name_of(rule, at) else {
            return vec![self.found(rule, call, vault, Field::Computed, call.at, String::new())];
        };
        let expr = unwrap(self.item(unwrap(expr), at.scope));
        let expression = self.source(expr).to_owned();
        if let Some(known) = self.names_of(expr, at.scope) {
            let found = known.texts.iter().map(|(text, place)| {
                let mut name = address::of_project(text).unwrap_or(text).to_owned();
                if let Some(address) = address::read(text) {
                    vault = Field::Known(address.vault, known.via);
                    name = address.item.map(|(_, name)| name).unwrap_or_default();
                }
                let name = Field::Known(name, known.via);
                self.found(rule, call, vault.clone(), name, *place, expression.clone())
            });
            return found.collect();
        }
        vec![self.found(rule, call, vault, Field::Computed, expr.start, expression)]
    }

    /// The name in an object that holds it beside a value or options: `new KeyVaultSecret(name, v)`.
    fn item<'e>(&'e self, expr: &'e Expr, scope: usize) -> &'e Expr {
        let made = match &expr.shape {
            Shape::Name(name) => self.unit.names.value(scope, name).unwrap_or(expr),
            _ => expr,
        };
        match &made.shape {
            Shape::Call(call) if call.constructs && holds_name(&call.method) => {
                call.args.first().map_or(expr, |arg| &arg.value)
            }
            _ => expr,
        }
    }

    /// The texts of an expression; the keys of a dictionary count as its texts.
    fn names_of(&self, expr: &Expr, scope: usize) -> Option<Known> {
        if let Some(entries) = self.unit.names.dict(scope, expr) {
            let keys: Option<Vec<_>> = entries
                .iter()
                .map(|(key, _)| Some((key.as_text()?.to_owned(), key.start)))
                .collect();
            return Some(Known { texts: keys?, via: Via::Literal });
        }
        if let (Shape::Name(_), Some(items)) = (&expr.shape, self.unit.names.list(scope, expr)) {
            let list = Expr::new(Shape::List(items.to_vec()), expr.start, expr.end);
            return Some(Known { via: Via::Var, ..self.unit.names.resolve(scope, &list)? });
        }
        self.resolve(expr, scope)
    }

    fn found(
        &self,
        rule: &CallRule,
        call: &Call,
        vault: Field,
        name: Field,
        name_at: usize,
        expression: String,
    ) -> Found {
        let method = call.method.strip_suffix("Async").unwrap_or(&call.method);
        let form = rule.form.replace("{method}", method).replace("{language}", self.language);
        Found { form, kind: rule.kind, op: rule.op, at: call.at, name_at, vault, name, expression }
    }

    fn name_of<'c>(&'c self, rule: &CallRule, at: &'c Candidate) -> Option<&'c Expr> {
        let call = &at.call;
        if rule.only_names {
            return self.option(call, &rule.name, at.scope);
        }
        let Some(found) = arg(call, &rule.name) else {
            return splat(call).and_then(|_| self.option(call, &rule.name, at.scope));
        };
        if found.name.is_some() {
            return Some(&found.value);
        }
        let positional: Vec<&Expr> =
            call.args.iter().filter(|arg| arg.name.is_none()).map(|arg| &arg.value).collect();
        let mut rest = positional.as_slice();
        if rule.context_first && rest.first().is_some_and(|first| self.is_context(first)) {
            rest = rest.get(1..)?;
        }
        // What sets a value takes it behind the name.
        let others = if rule.op == Operation::Set { 2 } else { 1 };
        if rule.url_first && rest.len() > others && self.is_vault(rest.first()?, at.scope) {
            rest = rest.get(1..)?;
        }
        if rest.len() < positional.len() {
            return rest.first().copied();
        }
        Some(&found.value)
    }

    /// A keyword's value, also in an object that stands under a name.
    fn option<'c>(&'c self, call: &'c Call, names: &[String], scope: usize) -> Option<&'c Expr> {
        if let Some(found) = arg(call, names) {
            return Some(&found.value);
        }
        let object = splat(call).or_else(|| Some(&call.args.first()?.value))?;
        let entries = self.unit.names.dict(scope, object).unwrap_or_default();
        let wanted = |key: &Expr| key.as_text().is_some_and(|key| names.iter().any(|n| n == key));
        let found = entries.iter().find(|(key, _)| wanted(key)).map(|(_, value)| value);
        // Options that are put together elsewhere may hold it.
        found.or_else(|| splat(call))
    }

    fn is_context(&self, expr: &Expr) -> bool {
        let source = self.source(expr).to_ascii_lowercase();
        source.starts_with("ctx") || source.contains("context") || source.ends_with("ctx")
    }

    fn is_vault(&self, expr: &Expr, scope: usize) -> bool {
        if let Some(known) = self.resolve(expr, scope) {
            // An address that goes on to a secret is the name.
            let address = known.single().and_then(address::read);
            return address.is_some_and(|address| address.item.is_none());
        }
        let source = self.source(expr).to_ascii_lowercase();
        // The newer client of Go takes no vault, so that the word may stand in a secret's name.
        let older = self.language != "go" || self.seen.has("services/keyvault");
        let last = source.rsplit('.').next().unwrap_or_default().trim_start_matches('_');
        let item = ["secret", "keyname", "certname"].iter().any(|word| last.contains(word));
        let words = ["vault", "kv", "base", "endpoint"];
        let vault = older && words.iter().any(|word| last.contains(word));
        (vault || matches!(last, "url" | "uri")) && !item
    }
}

/// The argument at the first of some places that is there: a position, or a keyword, which may
/// also stand in an object that is the only argument.
pub(super) fn arg<'c>(call: &'c Call, places: &[String]) -> Option<&'c Arg> {
    places.iter().find_map(|place| match place.parse::<usize>() {
        Ok(position) => call.args.iter().filter(|arg| arg.name.is_none()).nth(position),
        Err(_) => call.args.iter().find(|arg| arg.name.as_deref() == Some(place)),
    })
}

/// The options of `**options`.
fn splat(call: &Call) -> Option<&Expr> {
    call.args.iter().find(|arg| arg.name.as_deref() == Some(SPLAT)).map(|arg| &arg.value)
}

/// What a helper that only passes its argument on was given.
pub(super) fn unwrap(expr: &Expr) -> &Expr {
    match &expr.shape {
        Shape::Call(call) if is_wrapper(&call.method) => {
            call.args.first().map_or(expr, |arg| unwrap(&arg.value))
        }
        _ => expr,
    }
}

fn is_wrapper(method: &str) -> bool {
    matches!(method, "Uri" | "URI" | "URL" | "String" | "str" | "StringPtr" | "Ptr" | "Sprint")
}
