//! The state behind the window: which workspace is open, and what was copied or generated.

use std::{
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use credenza_app::{Host, SystemHost, Workspace, WorkspaceFolder, workspace::PreparedWorkspace};
use credenza_model::settings::Settings;
use credenza_secret::{Secret, SecretBytes};
use jiff::Timestamp;
use tauri::{AppHandle, Emitter as _};

use crate::{
    checks::Checks,
    clipboard::ClipboardThread,
    error::UiError,
    handles::{Handles, Kept},
    pace,
    scans::Scans,
    system_events::{SystemEvent, lock_reason},
    teams::Teams,
    views::{AppearanceView, DataChangedView, SessionView},
    watch::{self, Watch},
    window, workspaces,
};

/// Seconds to wait after the third wrong password and each further one.
const WAITS: [u64; 10] = [0, 0, 0, 1, 2, 4, 8, 30, 120, 300];

/// Why a workspace is locked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LockReason {
    Started,
    Idle,
    Asked,
    Switched,
    Suspended,
    ScreenLocked,
}

/// When something began that a lock may come into.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Begun {
    locks: u64,
}

/// A code that is shown once, to be written down.
pub(crate) struct ShownCode {
    /// What copying calls it.
    pub(crate) what: &'static str,
    /// The name of the file that is proposed.
    pub(crate) file: &'static str,
    pub(crate) text: Secret,
}

impl ShownCode {
    pub(crate) fn recovery(text: Secret) -> Self {
        Self { what: "Recovery code", file: "credenza-recovery-code.txt", text }
    }

    pub(crate) fn device_secret(text: Secret) -> Self {
        Self { what: "Device secret", file: "credenza-device-secret.txt", text }
    }
}

/// The state of the one process.
pub(crate) struct Desktop {
    pub(crate) app: AppHandle,
    pub(crate) host: Arc<dyn Host>,
    pub(crate) home: PathBuf,
    pub(crate) clipboard: ClipboardThread,
    session: Mutex<Session>,
    pub(crate) handles: Handles,
    pub(crate) checks: Checks,
    pub(crate) scans: Scans,
    pub(crate) watch: Watch,
    pub(crate) teams: Teams,
}

/// What changes with lock and unlock.
pub(crate) struct Session {
    pub(crate) workspace: Option<Arc<Workspace>>,
    pub(crate) folder: Option<WorkspaceFolder>,
    pub(crate) prepared: Option<PreparedWorkspace>,
    /// How many locks came, also while nothing was open.
    locks: u64,
    last_lock: (LockReason, Timestamp),
    /// The pairing file that was picked.
    pub(crate) pairing: Option<PathBuf>,
    /// The code that is shown.
    pub(crate) code: Option<ShownCode>,
    pub(crate) locked: (LockReason, Timestamp),
    /// The settings that the shell itself follows, as they were last read.
    settings: Settings,
    used: Instant,
    failures: usize,
    next_try: Instant,
    version: u32,
}

impl Session {
    /// Shows a code; it is forgotten at once when a lock came since `begun`.
    pub(crate) fn show(&mut self, code: ShownCode, begun: Begun) {
        self.code = Some(code).filter(|_| self.locks == begun.locks);
    }

    /// Takes in a workspace that was made up, and its code, unless a lock came since `begun`.
    pub(crate) fn prepare(
        &mut self,
        prepared: PreparedWorkspace,
        code: Secret,
        begun: Begun,
    ) -> Result<(), UiError> {
        if self.locks != begun.locks {
            return Err(UiError::prepared_gone());
        }
        (self.prepared, self.code) = (Some(prepared), Some(ShownCode::recovery(code)));
        Ok(())
    }

    /// Shows `folder` as the workspace that the last lock is about. After a switch that is another.
    fn stay_locked(&mut self, folder: WorkspaceFolder) {
        self.locked = self.last_lock;
        if self.last_lock.0 != LockReason::Switched {
            self.folder = Some(folder);
        }
    }
}

impl Desktop {
    pub(crate) fn start(app: AppHandle) -> tauri::Result<Self> {
        let host: Arc<dyn Host> = Arc::new(SystemHost);
        let home =
            std::env::var_os("CREDENZA_HOME").map_or_else(workspaces::data_folder, PathBuf::from);
        let reporter = app.clone();
        let clipboard = ClipboardThread::start(move |event| {
            let _ = reporter.emit("clipboard-changed", event);
        });
        let session = Session {
            workspace: None,
            folder: workspaces::known(&home).into_iter().next().map(|known| known.folder),
            prepared: None,
            locks: 0,
            last_lock: (LockReason::Started, host.now()),
            pairing: None,
            code: None,
            locked: (LockReason::Started, host.now()),
            settings: Settings::default(),
            used: Instant::now(),
            failures: 0,
            next_try: Instant::now(),
            version: 0,
        };
        Ok(Self {
            app,
            host,
            home,
            clipboard,
            session: Mutex::new(session),
            handles: Handles::default(),
            checks: Checks::default(),
            scans: Scans::default(),
            watch: Watch::default(),
            teams: Teams::default(),
        })
    }

    pub(crate) fn session(&self) -> MutexGuard<'_, Session> {
        self.session.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The unlocked workspace.
    pub(crate) fn workspace(&self) -> Result<Arc<Workspace>, UiError> {
        self.session().workspace.clone().ok_or_else(UiError::locked)
    }

    /// Now, before work that a lock may come into.
    pub(crate) fn begin(&self) -> Begun {
        Begun { locks: self.session().locks }
    }

    /// Opens `workspace` in the window. It stays locked when a lock came since `begun`.
    pub(crate) fn opened(
        &self,
        workspace: Workspace,
        begun: Begun,
    ) -> Result<SessionView, UiError> {
        let (settings, version) = (workspace.settings()?, workspace.data_version()?);
        let folder = workspace.folder();
        // A request from before this unlocking is answered already.
        let _ = folder.take_lock_request();
        workspaces::note(&self.home, &folder, self.host.now());
        workspace.keep_teams_open();
        workspace.settling_of_device_secret().map(std::thread::spawn);
        {
            let mut session = self.session();
            session.prepared = None;
            session.failures = 0;
            if session.locks != begun.locks {
                session.stay_locked(folder);
                drop(session);
                return Ok(self.announce_session());
            }
            session.version = version;
            session.workspace = Some(Arc::new(workspace));
            session.folder = Some(folder);
            // Before the watch of idle time can look: it would lock at once.
            session.used = Instant::now();
            session.settings = settings.clone();
        }
        self.show_appearance(&settings);
        let view = self.announce_session();
        watch::follow(&self.app);
        self.teams.hurry();
        Ok(view)
    }

    /// The workspace that is made up, to work on it.
    pub(crate) fn take_prepared(&self) -> Result<(PreparedWorkspace, Begun), UiError> {
        let mut session = self.session();
        let prepared = session.prepared.take().ok_or_else(UiError::prepared_gone)?;
        Ok((prepared, Begun { locks: session.locks }))
    }

    /// Puts it back, unless a lock came since `begun`.
    pub(crate) fn put_back(&self, prepared: PreparedWorkspace, begun: Begun) {
        let mut session = self.session();
        if session.locks == begun.locks {
            session.prepared = Some(prepared);
        } else {
            let _ = self.app.emit("prepared-lost", ());
        }
    }

    /// Drops keys, database and everything that a value could be read from.
    pub(crate) fn lock(&self, why: LockReason) {
        tracing::info!(?why, "locks");
        {
            let mut session = self.session();
            session.code = None;
            session.locks += 1;
            session.last_lock = (why, self.host.now());
            if session.prepared.take().is_some() {
                let _ = self.app.emit("prepared-lost", ());
            }
            if session.workspace.take().is_none() {
                // The code of one that is not yet made may lie there.
                let _ = self.clipboard.clear();
                return;
            }
            session.locked = session.last_lock;
        }
        self.checks.stop_all();
        self.scans.stop_all();
        self.watch.stop_all();
        self.teams.stop_all();
        self.handles.clear();
        // The clipboard's thread outlives the window; when it is gone there is nothing to clear.
        let _ = self.clipboard.clear();
        self.announce_session();
    }

    /// Reads again what the shell itself follows: when to lock, and the text size.
    pub(crate) fn settings_changed(&self) -> Result<(), UiError> {
        let settings = self.workspace()?.settings()?;
        self.show_appearance(&settings);
        self.session().settings = settings;
        Ok(())
    }

    fn show_appearance(&self, settings: &Settings) {
        window::set_text_size(&self.app, settings.text_size_percent);
        let look = AppearanceView::of(settings, window::system_dark(&self.app));
        let _ = self.app.emit("appearance-changed", look);
    }

    /// The system sleeps or its screen was locked.
    pub(crate) fn heard(&self, event: SystemEvent) {
        let reason = lock_reason(&self.session().settings, event);
        if let Some(reason) = reason {
            self.lock(reason);
        }
    }

    /// The command line asked to lock.
    pub(crate) fn heed_lock_request(&self) {
        let folder = {
            let session = self.session();
            session.folder.clone().filter(|_| session.workspace.is_some())
        };
        let Some(folder) = folder else { return };
        if folder.has_lock_request() {
            self.lock(LockReason::Asked);
            // Only now: whoever waits for it shall find the workspace locked.
            let _ = folder.take_lock_request();
        }
    }

    /// A person is there.
    pub(crate) fn used(&self) {
        self.session().used = Instant::now();
    }

    /// Seconds until the idle lock; none when it is locked or never locks.
    pub(crate) fn seconds_until_lock(&self) -> Option<u64> {
        let session = self.session();
        session.workspace.as_ref()?;
        let minutes = u64::from(session.settings.lock_after_minutes?);
        let idle = pace::gone(session.used.elapsed());
        Some(Duration::from_secs(minutes * 60).saturating_sub(idle).as_secs())
    }

    /// Tells the page when another process has changed the workspace.
    pub(crate) fn notice_foreign_changes(&self) {
        let Ok(workspace) = self.workspace() else { return };
        let Ok(version) = workspace.data_version() else { return };
        let before = std::mem::replace(&mut self.session().version, version);
        if before != version {
            self.changed(&["credential", "variable", "connection", "vault", "source", "team"]);
            watch::follow(&self.app);
        }
    }

    /// Tells the page that lists of these kinds are to be read again.
    pub(crate) fn changed(&self, kinds: &[&'static str]) {
        let _ = self.app.emit("data-changed", DataChangedView { kinds: kinds.to_vec() });
    }

    /// Refuses a try while one has to wait.
    pub(crate) fn may_try(&self) -> Result<(), UiError> {
        let left = self.session().next_try.saturating_duration_since(Instant::now());
        if left.is_zero() { Ok(()) } else { Err(UiError::wait(left.as_secs() + 1)) }
    }

    /// Counts a wrong password. The wait slows a person down; what protects the workspace is the
    /// cost of each guess.
    pub(crate) fn failed_try(&self) {
        let mut session = self.session();
        session.failures += 1;
        let wait = WAITS.get(session.failures).copied().unwrap_or(WAITS[WAITS.len() - 1]);
        session.next_try = Instant::now() + Duration::from_secs(wait);
    }

    pub(crate) fn seconds_until_next_try(&self) -> Option<u64> {
        let left = self.session().next_try.saturating_duration_since(Instant::now());
        (!left.is_zero()).then(|| left.as_secs() + 1)
    }

    /// Copies a value, to be cleared after so many seconds; none once it is locked.
    pub(crate) fn copy(&self, value: Secret, what: &str, seconds: u32) -> Result<(), UiError> {
        // While the session is held nothing locks, so the lock's clearing comes after this.
        let session = self.session();
        if session.workspace.is_none() {
            return Err(UiError::locked());
        }
        Ok(self.clipboard.copy_value(value, what, seconds)?)
    }

    /// Keeps a value or file until it is stored or the workspace locks.
    pub(crate) fn keep(&self, kept: Kept) -> Result<String, UiError> {
        let bytes: [u8; 16] = self.host.random().bytes().map_err(|_| UiError::not_found())?;
        let handle = crate::views::hyphenated(&bytes);
        self.keep_as(handle.clone(), kept)?;
        Ok(handle)
    }

    /// The same under a name that is known already.
    pub(crate) fn keep_as(&self, handle: String, kept: Kept) -> Result<(), UiError> {
        // While the session is held nothing locks, so nothing outlives the lock.
        let session = self.session();
        if session.workspace.is_none() {
            return Err(UiError::locked());
        }
        self.handles.insert(handle, kept);
        Ok(())
    }

    /// Keeps a certificate's file that asks for its password.
    pub(crate) fn keep_sealed(&self, name: &str, file: SecretBytes) {
        let session = self.session();
        if session.workspace.is_some() {
            self.handles.set_sealed(Some((name.to_owned(), file)));
        }
    }

    /// Runs what waits for somebody else, until it ends, is stopped, or the workspace locks.
    pub(crate) async fn stoppable<T>(&self, id: &str, work: impl Future<Output = T>) -> Option<T> {
        self.checks.run(id, || self.workspace().is_ok(), work).await
    }

    /// The session as the page sees it, also sent as an event.
    pub(crate) fn announce_session(&self) -> SessionView {
        let view = SessionView::of(self);
        let _ = self.app.emit("session-changed", &view);
        view
    }
}
