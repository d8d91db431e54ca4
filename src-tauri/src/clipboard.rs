//! The clipboard is Rust's: a copied value never enters the page, and is cleared after a time if it
//! is still there.

use std::{
    sync::mpsc::{self, RecvTimeoutError, Sender},
    thread,
    time::{Duration, Instant},
};

use arboard::Clipboard;
use credenza_secret::Secret;

use crate::views::ClipboardEventView;

/// What the clipboard's thread is asked to do.
enum Request {
    Value { value: Secret, what: String, seconds: u32 },
    Text(String),
    Clear,
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
            let mut owner = Owner { clipboard: None, held: None, report: Box::new(report) };
            loop {
                let wait = owner.remaining().unwrap_or(Duration::from_secs(3_600));
                match receiver.recv_timeout(wait) {
                    Ok(request) => owner.serve(request),
                    Err(RecvTimeoutError::Timeout) => owner.clear_if_due(),
                    Err(RecvTimeoutError::Disconnected) => return owner.clear(),
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
}

struct Owner {
    clipboard: Option<Clipboard>,
    held: Option<(Secret, Instant)>,
    report: Box<dyn Fn(ClipboardEventView) + Send>,
}

impl Owner {
    fn clipboard(&mut self) -> Option<&mut Clipboard> {
        if self.clipboard.is_none() {
            self.clipboard = Clipboard::new().ok();
        }
        self.clipboard.as_mut()
    }

    fn remaining(&self) -> Option<Duration> {
        self.held.as_ref().map(|(_, until)| until.saturating_duration_since(Instant::now()))
    }

    fn serve(&mut self, request: Request) {
        match request {
            Request::Value { value, what, seconds } => self.copy(value, what, seconds),
            Request::Text(text) => {
                self.held = None;
                let done =
                    self.clipboard().is_some_and(|clipboard| clipboard.set_text(text).is_ok());
                if !done {
                    (self.report)(ClipboardEventView::new("failed"));
                }
            }
            Request::Clear => self.clear(),
        }
    }

    fn copy(&mut self, value: Secret, what: String, seconds: u32) {
        // EXPOSE: the value goes to the clipboard, marked as a secret for clipboard histories.
        let text = value.expose().to_owned();
        if !self.clipboard().is_some_and(|clipboard| set_secret(clipboard, text)) {
            return (self.report)(ClipboardEventView::new("failed"));
        }
        self.held = Some((value, Instant::now() + Duration::from_secs(seconds.into())));
        (self.report)(ClipboardEventView {
            what: Some(what),
            clears_in_seconds: Some(seconds),
            ..ClipboardEventView::new("copied")
        });
    }

    fn clear_if_due(&mut self) {
        if self.remaining().is_some_and(|left| left.is_zero()) {
            self.clear();
        }
    }

    /// Clears the clipboard if it still holds what was copied here.
    fn clear(&mut self) {
        let Some((value, _)) = self.held.take() else { return };
        let state = match self.clipboard().map(Clipboard::get_text) {
            // EXPOSE: compared with what the clipboard holds, so that only our own value is cleared.
            Some(Ok(text)) if text == value.expose() => {
                let cleared = self.clipboard().is_some_and(|clipboard| clipboard.clear().is_ok());
                if cleared { "cleared" } else { "failed" }
            }
            Some(Ok(_) | Err(arboard::Error::ContentNotAvailable)) => "replaced",
            _ => "failed",
        };
        (self.report)(ClipboardEventView::new(state));
    }
}

#[cfg(target_os = "linux")]
fn set_secret(clipboard: &mut Clipboard, text: String) -> bool {
    use arboard::SetExtLinux as _;
    clipboard.set().exclude_from_history().text(text).is_ok()
}

#[cfg(target_os = "macos")]
fn set_secret(clipboard: &mut Clipboard, text: String) -> bool {
    use arboard::SetExtApple as _;
    clipboard.set().exclude_from_history().text(text).is_ok()
}

#[cfg(windows)]
fn set_secret(clipboard: &mut Clipboard, text: String) -> bool {
    use arboard::SetExtWindows as _;
    clipboard.set().exclude_from_history().text(text).is_ok()
}
