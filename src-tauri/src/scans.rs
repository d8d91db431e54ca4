//! Scans in the background: one a source, stopped when the workspace is locked.

use std::{
    collections::HashMap,
    ops::ControlFlow,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
};

use credenza_app::{AppError, ErrorCode, sources::ScanJob};
use credenza_model::ids::SourceId;
use jiff::SignedDuration;
use tauri::{AppHandle, Emitter as _, Manager as _};

use crate::{desktop::Desktop, error::UiError, views::ScanProgressView};

/// Between two messages about the same scan.
const PAUSE: SignedDuration = SignedDuration::from_millis(100);

/// A scan that runs.
#[derive(Clone, Default)]
struct Running {
    stop: Arc<AtomicBool>,
    files: Arc<AtomicU64>,
    /// How many files the last scan saw.
    total: Option<u64>,
}

/// The scans that run, by source.
#[derive(Default)]
pub(crate) struct Scans(Mutex<HashMap<SourceId, Running>>);

impl Scans {
    fn running(&self) -> MutexGuard<'_, HashMap<SourceId, Running>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn stop(&self, source: SourceId) {
        if let Some(running) = self.running().get(&source) {
            running.stop.store(true, Ordering::Relaxed);
        }
    }

    pub(crate) fn stop_all(&self) {
        self.running().values().for_each(|running| running.stop.store(true, Ordering::Relaxed));
    }

    /// How far the scan of a source is; none when there is none.
    pub(crate) fn progress(&self, source: SourceId) -> Option<ScanProgressView> {
        let running = self.running().get(&source).cloned()?;
        let files = running.files.load(Ordering::Relaxed);
        Some(ScanProgressView::running(source, files, running.total))
    }

    /// Enters a scan; none when one runs already.
    fn enter(&self, source: SourceId, total: Option<u64>) -> Option<Running> {
        let mut all = self.running();
        if all.contains_key(&source) {
            return None;
        }
        let running = Running { total, ..Running::default() };
        all.insert(source, running.clone());
        Some(running)
    }
}

/// Starts a scan of a source, unless one runs.
pub(crate) fn start(desktop: &Desktop, source: SourceId) -> Result<(), UiError> {
    let workspace = desktop.workspace()?;
    let job = workspace.scan_job(source)?;
    let total = workspace.source(source)?.last.map(|last| last.files);
    let Some(running) = desktop.scans.enter(source, total) else { return Ok(()) };
    let app = desktop.app.clone();
    let _ = app.emit("scan-progress", ScanProgressView::running(source, 0, total));
    std::thread::spawn(move || run(&app, source, job, &running));
    Ok(())
}

fn run(app: &AppHandle, source: SourceId, job: ScanJob, running: &Running) {
    let desktop = app.state::<Desktop>();
    let host = Arc::clone(&desktop.host);
    let changes = desktop.watch.changes(source);
    let told = Mutex::new(host.now());
    let result = job.run(&|progress| {
        running.files.store(progress.files, Ordering::Relaxed);
        if running.stop.load(Ordering::Relaxed) {
            return ControlFlow::Break(());
        }
        let mut last = told.lock().unwrap_or_else(PoisonError::into_inner);
        let now = host.now();
        if now.duration_since(*last).abs() >= PAUSE {
            *last = now;
            let view = ScanProgressView::running(source, progress.files, running.total);
            let _ = app.emit("scan-progress", view);
        }
        ControlFlow::Continue(())
    });
    // A workspace that was locked meanwhile keeps nothing.
    let kept = result.and_then(|scanned| match desktop.workspace() {
        Ok(workspace) => workspace.keep_scan(&scanned),
        Err(_) => Err(AppError::new(ErrorCode::Cancelled)),
    });
    let unchanged = desktop.watch.scanned(source, changes);
    if let Ok(workspace) = desktop.workspace() {
        workspace.set_fresh(source, unchanged && kept.is_ok());
    }
    desktop.scans.running().remove(&source);
    let files = running.files.load(Ordering::Relaxed);
    let view = match &kept {
        Ok(summary) => ScanProgressView::finished(source, summary.files),
        Err(error) if error.code == ErrorCode::Cancelled => {
            ScanProgressView::stopped(source, files)
        }
        Err(error) => ScanProgressView::failed(source, files, &error.message),
    };
    let _ = app.emit("scan-progress", view);
    desktop.changed(&["source", "credential", "variable"]);
}
