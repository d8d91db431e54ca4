//! The clipboard is Rust's: a copied value never enters the page, and is cleared after a time if it
//! is still there.

mod board;
#[cfg(test)]
mod tests;

use std::{
    sync::mpsc::{self, RecvTimeoutError, Sender},
    thread,
    time::{Duration, Instant},
};

use board::{Board, Content, System};
use credenza_secret::Secret;

use crate::views::ClipboardEventView;

/// How long the end of the program waits for the clipboard.
const END: Duration = Duration::from_secs(1);

/// Tries at the end of the program, and the pause between them.
const LAST_TRIES: (u32, Duration) = (4, Duration::from_millis(100));

/// Seconds until it is tried again when the clipboard could not be cleared; then it is given up.
const AGAIN: [u64; 9] = [1, 1, 2, 4, 8, 15, 30, 60, 60];

/// What the clipboard's thread is asked to do.
enum Request {
    Value {
        value: Secret,
        what: String,
        seconds: u32,
    },
    Text(String),
    Clear,
    /// Clear, and tell when that is done.
    End(Sender<()>),
}

/// A thread that owns the clipboard: on Linux the owner must live for others to paste.
pub(crate) struct ClipboardThread(Sender<Request>);

/// The clipboard's thread has ended.
pub(crate) struct ClipboardGone;

impl ClipboardThread {
    /// Starts it; `report` is told what happens.
    pub(crate) fn start(report: impl Fn(ClipboardEventView) + Send + 'static) -> Self {
        let (sender, receiver) = mpsc::channel();
        thread::spawn(move || {
            let mut owner = Owner::new(System::default(), report);
            loop {
                let wait = owner.remaining(Instant::now()).unwrap_or(Duration::from_secs(3_600));
                match receiver.recv_timeout(wait) {
                    Ok(request) => owner.serve(request, Instant::now()),
                    Err(RecvTimeoutError::Timeout) => owner.clear_if_due(Instant::now()),
                    Err(RecvTimeoutError::Disconnected) => return owner.end(),
                }
            }
        });
        Self(sender)
    }

    pub(crate) fn copy_value(
        &self,
        value: Secret,
        what: &str,
        seconds: u32,
    ) -> Result<(), ClipboardGone> {
        let what = what.to_owned();
        self.0.send(Request::Value { value, what, seconds }).map_err(|_| ClipboardGone)
    }

    pub(crate) fn copy_text(&self, text: String) -> Result<(), ClipboardGone> {
        self.0.send(Request::Text(text)).map_err(|_| ClipboardGone)
    }

    pub(crate) fn clear(&self) -> Result<(), ClipboardGone> {
        self.0.send(Request::Clear).map_err(|_| ClipboardGone)
    }

    /// Clears it before the program ends, if that goes fast.
    pub(crate) fn end(&self) {
        let (done, ended) = mpsc::channel();
        if self.0.send(Request::End(done)).is_ok() {
            // Too late is no reason to stay.
            let _ = ended.recv_timeout(END);
        }
    }
}

/// What was copied here and is to be cleared.
struct Held {
    value: Secret,
    until: Instant,
    /// How often clearing has failed.
    failures: usize,
}

struct Owner<B> {
    board: B,
    held: Option<Held>,
    report: Box<dyn Fn(ClipboardEventView) + Send>,
}

impl<B: Board> Owner<B> {
    fn new(board: B, report: impl Fn(ClipboardEventView) + Send + 'static) -> Self {
        Self { board, held: None, report: Box::new(report) }
    }

    fn remaining(&self, now: Instant) -> Option<Duration> {
        self.held.as_ref().map(|held| held.until.saturating_duration_since(now))
    }

    fn serve(&mut self, request: Request, now: Instant) {
        match request {
            Request::Value { value, what, seconds } => self.copy(value, what, seconds, now),
            Request::Text(text) => {
                if self.board.set_text(text) {
                    self.held = None;
                } else {
                    // What was copied before may still be there, and is cleared in its time.
                    self.tell("failed");
                }
            }
            Request::Clear => self.clear(now),
            Request::End(done) => {
                self.end();
                // Whoever waited may have gone.
                let _ = done.send(());
            }
        }
    }

    fn copy(&mut self, value: Secret, what: String, seconds: u32, now: Instant) {
        // EXPOSE: the value goes to the clipboard, marked as a secret for clipboard histories.
        if !self.board.set_secret(value.expose().to_owned()) {
            return self.tell("failed");
        }
        let until = now + Duration::from_secs(seconds.into());
        self.held = Some(Held { value, until, failures: 0 });
        (self.report)(ClipboardEventView {
            what: Some(what),
            clears_in_seconds: Some(seconds),
            ..ClipboardEventView::new("copied")
        });
    }

    fn clear_if_due(&mut self, now: Instant) {
        if self.remaining(now).is_some_and(|left| left.is_zero()) {
            self.clear(now);
        }
    }

    /// Clears the clipboard if it still holds what was copied here. What fails is tried again.
    fn clear(&mut self, now: Instant) {
        let Some(mut held) = self.held.take() else { return };
        let state =
            match self.board.content() {
                // EXPOSE: compared with what the clipboard holds, so that only our own value is cleared.
                Content::Text(text) if text.expose() == held.value.expose() => {
                    if self.board.clear() { "cleared" } else { "failed" }
                }
                Content::Text(_) | Content::Nothing => "replaced",
                Content::Unknown => "failed",
            };
        tracing::debug!(state, "what was copied leaves the clipboard");
        let again = held.failures > 0;
        if let ("failed", Some(pause)) = (state, AGAIN.get(held.failures)) {
            held.until = now + Duration::from_secs(*pause);
            held.failures += 1;
            self.held = Some(held);
        }
        if state != "failed" || !again {
            self.tell(state);
        }
    }

    /// There is no later: a failure is tried again at once.
    fn end(&mut self) {
        let (tries, pause) = LAST_TRIES;
        for attempt in 0..tries {
            if attempt > 0 {
                thread::sleep(pause);
            }
            self.clear(Instant::now());
            if self.held.is_none() {
                return;
            }
        }
    }

    fn tell(&self, state: &'static str) {
        (self.report)(ClipboardEventView::new(state));
    }
}
