//! The clipboard of the system.

use arboard::Clipboard;
use credenza_secret::Secret;

/// What a clipboard holds.
pub(super) enum Content {
    Text(Secret),
    /// No text.
    Nothing,
    /// It gave no answer.
    Unknown,
}

/// A clipboard. Each call may fail, and work the next time.
pub(super) trait Board {
    /// Puts text there, marked as a secret for clipboard histories; tells whether it did.
    fn set_secret(&mut self, text: String) -> bool;

    /// Puts text there; tells whether it did.
    fn set_text(&mut self, text: String) -> bool;

    fn content(&mut self) -> Content;

    /// Leaves nothing there; tells whether it did.
    fn clear(&mut self) -> bool;
}

/// That of the system, opened when it is first needed.
#[derive(Default)]
pub(super) struct System(Option<Clipboard>);

impl System {
    fn clipboard(&mut self) -> Option<&mut Clipboard> {
        if self.0.is_none() {
            self.0 = Clipboard::new().ok();
        }
        self.0.as_mut()
    }
}

impl Board for System {
    fn set_secret(&mut self, text: String) -> bool {
        self.clipboard().is_some_and(|clipboard| set_secret(clipboard, text))
    }

    fn set_text(&mut self, text: String) -> bool {
        self.clipboard().is_some_and(|clipboard| clipboard.set_text(text).is_ok())
    }

    fn content(&mut self) -> Content {
        match self.clipboard().map(Clipboard::get_text) {
            Some(Ok(text)) => Content::Text(Secret::new(text)),
            Some(Err(arboard::Error::ContentNotAvailable)) => Content::Nothing,
            _ => Content::Unknown,
        }
    }

    fn clear(&mut self) -> bool {
        self.clipboard().is_some_and(|clipboard| clipboard.clear().is_ok())
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
