//! Linux says it over D-Bus: logind about sleep and the session, the desktop about its screen.
//!
//! logind: <https://www.freedesktop.org/software/systemd/man/org.freedesktop.login1.html>.

use std::{collections::HashMap, thread};

use zbus::{
    Message,
    blocking::{Connection, MessageIterator, connection::Builder, fdo::DBusProxy},
    zvariant::{OwnedFd, OwnedObjectPath, OwnedValue, Value},
};

use super::{Report, SystemEvent, SystemEvents};

const LOGIND: &str = "org.freedesktop.login1";
const LOGIND_PATH: &str = "/org/freedesktop/login1";
const MANAGER: &str = "org.freedesktop.login1.Manager";
const SESSION: &str = "org.freedesktop.login1.Session";
const PROPERTIES: &str = "org.freedesktop.DBus.Properties";
/// The session of the caller, or the one that the caller's person sees.
const OWN_SESSION: &str = "/org/freedesktop/login1/session/auto";

/// Only logind may speak on the system's bus.
const SYSTEM_RULES: [&str; 3] = [
    "type='signal',sender='org.freedesktop.login1',interface='org.freedesktop.login1.Manager',\
     member='PrepareForSleep'",
    "type='signal',sender='org.freedesktop.login1',interface='org.freedesktop.login1.Session',\
     member='Lock'",
    "type='signal',sender='org.freedesktop.login1',interface='org.freedesktop.DBus.Properties',\
     member='PropertiesChanged',arg0='org.freedesktop.login1.Session'",
];
/// Desktops use different names for one signal.
const SCREEN_SAVERS: [&str; 4] = [
    "org.freedesktop.ScreenSaver",
    "org.gnome.ScreenSaver",
    "org.cinnamon.ScreenSaver",
    "org.mate.ScreenSaver",
];

/// The two buses; none means the one that the environment names.
#[derive(Debug, Default)]
pub(super) struct Buses {
    pub(super) system: Option<String>,
    pub(super) session: Option<String>,
}

/// What a message means here.
#[derive(Debug, PartialEq, Eq)]
enum News {
    Sleeps,
    Woke,
    ScreenLocked,
}

impl SystemEvents for Buses {
    fn follow(self, report: Report) {
        let (system, session) = (self.system, self.session);
        let on_system = report.clone();
        thread::spawn(move || {
            ended(
                "logind",
                connect(system.as_deref(), Builder::system)
                    .and_then(|connection| follow_logind(&connection, &on_system)),
            );
        });
        thread::spawn(move || {
            ended(
                "the screen",
                connect(session.as_deref(), Builder::session)
                    .and_then(|connection| follow_screen(&connection, &report)),
            );
        });
    }
}

fn connect<'a>(
    address: Option<&str>,
    usual: fn() -> zbus::Result<Builder<'a>>,
) -> zbus::Result<Connection> {
    address.map_or_else(usual, Builder::address)?.build()
}

fn ended(what: &str, result: zbus::Result<()>) {
    if let Err(error) = result {
        tracing::info!(%error, "{what} is not heard; idle time still locks");
    }
}

fn follow_logind(connection: &Connection, report: &Report) -> zbus::Result<()> {
    let messages = MessageIterator::from(connection);
    listen(connection, SYSTEM_RULES.iter().map(|rule| (*rule).to_owned()))?;
    let own = own_session(connection).ok();
    let mut delay = delay_sleep(connection);
    for message in messages {
        match of_logind(&message?, own.as_ref()) {
            Some(News::Sleeps) => {
                report(SystemEvent::Sleeps);
                // Letting go says that the computer may sleep now.
                drop(delay.take());
            }
            Some(News::Woke) => delay = delay_sleep(connection),
            Some(News::ScreenLocked) => report(SystemEvent::ScreenLocked),
            None => {}
        }
    }
    Ok(())
}

fn follow_screen(connection: &Connection, report: &Report) -> zbus::Result<()> {
    let messages = MessageIterator::from(connection);
    let rule = |name| format!("type='signal',interface='{name}',member='ActiveChanged'");
    listen(connection, SCREEN_SAVERS.iter().map(rule))?;
    for message in messages {
        if is_screen_lock(&message?) {
            report(SystemEvent::ScreenLocked);
        }
    }
    Ok(())
}

fn listen(connection: &Connection, rules: impl Iterator<Item = String>) -> zbus::Result<()> {
    let bus = DBusProxy::new(connection)?;
    for rule in rules {
        bus.add_match_rule(rule.as_str().try_into()?)?;
    }
    Ok(())
}

/// Makes the computer wait for us before it sleeps, for as long as the result is held.
fn delay_sleep(connection: &Connection) -> Option<OwnedFd> {
    let why = ("sleep", "Credenza", "Locks the workspace", "delay");
    let reply =
        connection.call_method(Some(LOGIND), LOGIND_PATH, Some(MANAGER), "Inhibit", &why).ok()?;
    reply.body().deserialize().ok()
}

/// The path under which logind speaks of the session that this program is in.
fn own_session(connection: &Connection) -> zbus::Result<OwnedObjectPath> {
    let asked = (SESSION, "Id");
    let reply =
        connection.call_method(Some(LOGIND), OWN_SESSION, Some(PROPERTIES), "Get", &asked)?;
    let body = reply.body();
    let id: Value<'_> = body.deserialize()?;
    let id: String = id.try_into()?;
    let reply =
        connection.call_method(Some(LOGIND), LOGIND_PATH, Some(MANAGER), "GetSession", &id)?;
    reply.body().deserialize()
}

/// A lock counts for the own session, or for any when the own is not known: too often is safe.
fn of_logind(message: &Message, own: Option<&OwnedObjectPath>) -> Option<News> {
    let header = message.header();
    let path = header.path()?;
    let is_own = own.is_some_and(|own| own.as_str() == path.as_str());
    match (header.interface()?.as_str(), header.member()?.as_str()) {
        (MANAGER, "PrepareForSleep") => {
            let sleeps: bool = message.body().deserialize().ok()?;
            Some(if sleeps { News::Sleeps } else { News::Woke })
        }
        (SESSION, "Lock") => (is_own || own.is_none()).then_some(News::ScreenLocked),
        (PROPERTIES, "PropertiesChanged") if is_own => of_session(message),
        _ => None,
    }
}

/// The session's screen was locked, or another session came to the front.
fn of_session(message: &Message) -> Option<News> {
    let body = message.body();
    let (_, changed, _): (String, HashMap<String, OwnedValue>, Vec<String>) =
        body.deserialize().ok()?;
    let is = |name: &str, state: bool| {
        changed.get(name).and_then(|value| bool::try_from(value).ok()) == Some(state)
    };
    (is("LockedHint", true) || is("Active", false)).then_some(News::ScreenLocked)
}

fn is_screen_lock(message: &Message) -> bool {
    let header = message.header();
    let known = header.interface().is_some_and(|name| SCREEN_SAVERS.contains(&name.as_str()));
    let member = header.member().is_some_and(|name| name.as_str() == "ActiveChanged");
    known && member && message.body().deserialize().unwrap_or(false)
}

#[cfg(test)]
#[path = "tests/linux.rs"]
mod tests;
