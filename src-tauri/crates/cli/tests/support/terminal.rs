//! A pseudo-terminal with the command in it, and a person who reads and types.
#![allow(dead_code, clippy::unwrap_used, reason = "each suite uses a part")]

use std::{
    io::{Read as _, Write as _},
    os::fd::AsFd as _,
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex},
    thread::JoinHandle,
    time::Duration,
};

use credenza_testkit::{skip::skipped, wait_until};
use pty_process::{
    Size,
    blocking::{Pts, Pty, open},
};
use rustix::termios::{LocalModes, tcgetattr};

/// How long a person waits for a question or an end.
const LIMIT: Duration = Duration::from_secs(120);

/// Whether this machine has no pseudo-terminals, as a bare container without /dev/pts; says so.
pub(crate) fn absent() -> bool {
    let Err(error) = open() else { return false };
    skipped("terminal", &format!("no pseudo-terminal: {error}"));
    true
}

pub(crate) struct Terminal {
    pty: Arc<Pty>,
    /// Held so that its settings outlive the command.
    pts: Option<Pts>,
    child: Child,
    shown: Arc<Mutex<Vec<u8>>>,
    reader: Option<JoinHandle<()>>,
    seen: usize,
}

/// How it ended.
pub(crate) struct Ended {
    /// As a shell tells it: of a signal 128 and its number.
    pub(crate) code: i32,
    /// Whether what is typed next is shown, and comes by lines, as before the command.
    pub(crate) restored: bool,
    /// All that the terminal showed.
    pub(crate) shown: String,
}

impl Terminal {
    /// Starts the command in a terminal with so many columns.
    pub(crate) fn start(command: Command, columns: u16) -> Self {
        Self::with(command.into(), columns)
    }

    /// The same with an empty file in place of standard input.
    pub(crate) fn start_without_input(command: Command) -> Self {
        Self::with(pty_process::blocking::Command::from(command).stdin(Stdio::null()), 80)
    }

    fn with(mut command: pty_process::blocking::Command, columns: u16) -> Self {
        let (pty, pts) = open().unwrap();
        pty.resize(Size::new(24, columns)).unwrap();
        let child = command.spawn_borrowed(&pts).unwrap();
        let (pty, shown) = (Arc::new(pty), Arc::new(Mutex::new(Vec::new())));
        let (from, into) = (Arc::clone(&pty), Arc::clone(&shown));
        let reader = std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            // The terminal's end is an error on this side.
            while let Ok(length @ 1..) = (&*from).read(&mut bytes) {
                into.lock().unwrap().extend_from_slice(&bytes[..length]);
            }
        });
        Self { pty, pts: Some(pts), child, shown, reader: Some(reader), seen: 0 }
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.shown.lock().unwrap()).into_owned()
    }

    /// Waits until this is shown after what was waited for before.
    pub(crate) fn sees(&mut self, text: &str) -> &mut Self {
        let mut found = None;
        let seen = self.seen;
        let there = wait_until(
            || {
                found = self.text().get(seen..).and_then(|new| new.find(text));
                found.is_some()
            },
            LIMIT,
        );
        assert!(there, "no {text:?} in {:?}", self.text());
        self.seen += found.unwrap() + text.len();
        self
    }

    /// Waits for a question whose answer is not shown.
    pub(crate) fn asks_hidden(&mut self, question: &str) -> &mut Self {
        self.sees(question);
        assert!(wait_until(|| !self.echoes(), LIMIT), "{question} shows what is typed");
        self
    }

    /// Waits for a question whose answer is shown.
    pub(crate) fn asks_shown(&mut self, question: &str) -> &mut Self {
        self.sees(question);
        assert!(self.echoes(), "{question} hides what is typed");
        self
    }

    pub(crate) fn types(&mut self, text: &str) -> &mut Self {
        (&*self.pty).write_all(text.as_bytes()).unwrap();
        self
    }

    fn modes(&self) -> LocalModes {
        tcgetattr(self.pts.as_ref().unwrap().as_fd()).unwrap().local_modes
    }

    /// Whether the terminal shows what is typed.
    pub(crate) fn echoes(&self) -> bool {
        self.modes().contains(LocalModes::ECHO)
    }

    pub(crate) fn ends(&mut self) -> Ended {
        use std::os::unix::process::ExitStatusExt as _;
        let child = &mut self.child;
        let mut status = None;
        let over = wait_until(
            || {
                status = child.try_wait().unwrap();
                status.is_some()
            },
            LIMIT,
        );
        assert!(over, "still running: {:?}", self.text());
        let usual = LocalModes::ECHO | LocalModes::ICANON | LocalModes::ISIG;
        let restored = self.modes().contains(usual);
        drop(self.pts.take());
        self.reader.take().unwrap().join().unwrap();
        let status = status.unwrap();
        let code = status.code().or_else(|| status.signal().map(|signal| 128 + signal)).unwrap();
        Ended { code, restored, shown: self.text() }
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
