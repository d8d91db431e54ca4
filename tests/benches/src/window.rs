//! The window from its start: when it shows itself, what it holds, how fast its lists answer.

use std::{
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Instant,
};

use credenza_testkit::desk::{Desk, Display, PATIENCE};
use serde_json::json;

use crate::{
    maker, opening, option,
    report::{Times, figure},
};

const STARTS: usize = 10;
const PAGES: u32 = 60;
const FRAMES: u32 = 600;

/// What is measured, and what drives it.
pub(crate) struct Programs {
    window: PathBuf,
    driver: PathBuf,
    /// The built page.
    page: PathBuf,
}

impl Programs {
    pub(crate) fn of(arguments: &[String]) -> Self {
        let path = |name| PathBuf::from(option(arguments, name).unwrap());
        Self { window: path("--window"), driver: path("--driver"), page: path("--page") }
    }
}

pub(crate) fn measure(home: &Path, rows: u64, programs: &Programs) {
    // The data folder of a person who has this one workspace.
    let scratch = home.join("person");
    let data = scratch.join("data");
    std::fs::create_dir_all(&data).unwrap();
    let workspace = std::fs::canonicalize(maker::folder(home).path()).unwrap();
    std::fs::write(data.join("recent"), format!("2026-01-01T00:00:00Z\t{}\n", workspace.display()))
        .unwrap();
    let scratch = std::fs::canonicalize(&scratch).unwrap();
    starts(&scratch, rows, programs);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(unlocked(&scratch, rows, programs));
    figure("window", "initial_js_gzip_kb", rows, initial_scripts(&programs.page), "kB");
    std::fs::remove_dir_all(&scratch).unwrap();
}

/// From exec to the frame that the page reports as painted: with nothing of the files in memory,
/// then with all of them.
fn starts(home: &Path, rows: u64, programs: &Programs) {
    let display = Display::start();
    let start = |times: &mut Times| {
        end(times.time(|| painted(display.command(&programs.window, home))));
    };
    let (mut cold, mut warm) = (Times::default(), Times::default());
    if (0..STARTS).all(|_| caches_dropped().then(|| start(&mut cold)).is_some()) {
        figure("window", "start_cold_p50_ms", rows, cold.median(), "ms");
        figure("window", "start_cold_p95_ms", rows, cold.percentile(95), "ms");
    } else {
        eprintln!("the caches can't be dropped here: every start is a warm one");
    }
    start(&mut Times::default());
    (0..STARTS).for_each(|_| start(&mut warm));
    figure("window", "start_warm_p50_ms", rows, warm.median(), "ms");
    figure("window", "start_warm_p95_ms", rows, warm.percentile(95), "ms");
}

fn caches_dropped() -> bool {
    // Only pages that stand on the disk already are let go.
    let synced = Command::new("sync").status().is_ok_and(|status| status.success());
    synced && std::fs::write("/proc/sys/vm/drop_caches", "3").is_ok()
}

fn painted(mut command: Command) -> Child {
    command.env("CREDENZA_LOG", "info").stdout(Stdio::null()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let log = BufReader::new(child.stderr.take().unwrap());
    let mut lines = log.lines().map_while(Result::ok);
    assert!(lines.any(|line| line.contains("painted")), "the window ended before it was painted");
    child
}

fn end(mut child: Child) {
    child.kill().unwrap();
    child.wait().unwrap();
}

/// Unlocked and idle on the list: memory, then pages of the list as the page asks for them.
async fn unlocked(home: &Path, rows: u64, programs: &Programs) {
    let desk = Desk::at(home, &programs.window, &programs.driver).await;
    desk.write("unlock.password", maker::PASSWORD).await;
    desk.click("unlock.button").await;
    desk.see("credentials.new").await;
    tokio::time::sleep(std::time::Duration::from_secs(5)).await;
    figure("window", "idle_pss_mb", rows, proportional_memory(home), "MB");
    let answer = desk.run_async(ASK, vec![json!(PAGES), json!(opening::PAGE)]).await;
    let mut times = Times::default();
    for time in answer.as_array().unwrap_or_else(|| panic!("{answer}")) {
        times.add(std::time::Duration::from_secs_f64(time.as_f64().unwrap() / 1_000.0));
    }
    figure("window", "list_page_ipc_p50_ms", rows, times.median(), "ms");
    figure("window", "list_page_ipc_p95_ms", rows, times.percentile(95), "ms");
    scrolled(&desk, rows).await;
    searched(&desk, rows).await;
    desk.stop().await;
}

/// Scrolled as fast as a person drags: how long frames take, and in how many of them rows were missing.
async fn scrolled(desk: &Desk, rows: u64) {
    let answer = desk.run_async(SCROLL, vec![json!(FRAMES)]).await;
    let mut times = Times::default();
    for time in answer["times"].as_array().unwrap() {
        times.add(std::time::Duration::from_secs_f64(time.as_f64().unwrap() / 1_000.0));
    }
    figure("window", "scroll_frame_p50_ms", rows, times.median(), "ms");
    figure("window", "scroll_frame_p95_ms", rows, times.percentile(95), "ms");
    figure("window", "scroll_frames_with_gaps", rows, answer["gaps"].as_f64().unwrap(), "of 600");
    figure("window", "scrolled_past_rows", rows, answer["row"].as_f64().unwrap(), "rows");
}

/// From a key stroke in the search to the frame after the rows that it found stand in the list.
async fn searched(desk: &Desk, rows: u64) {
    let texts = ["sap", "bosch", "vodafone", "malm", "oslo", "robot", "000123", ""];
    let answer = desk.run_async(SEARCH, vec![json!(texts)]).await;
    let mut times = Times::default();
    for time in answer.as_array().unwrap_or_else(|| panic!("{answer}")) {
        times.add(std::time::Duration::from_secs_f64(time.as_f64().unwrap() / 1_000.0));
    }
    figure("window", "search_to_rows_p50_ms", rows, times.median(), "ms");
    figure("window", "search_to_rows_p95_ms", rows, times.percentile(95), "ms");
}

/// Scrolls 400 pixels a frame and gives the time of each frame, those in which the visible part was
/// not filled with rows, and how far it came.
const SCROLL: &str = "
    const [frames, done] = arguments;
    const list = document.querySelector('[data-testid=\"table.grid\"]').lastElementChild;
    const times = [];
    let gaps = 0, row = 0, last = performance.now();
    const step = () => {
        const now = performance.now();
        times.push(now - last);
        last = now;
        const seen = list.getBoundingClientRect();
        const inside = [...list.querySelectorAll('[data-row]')].map((one) => one.getBoundingClientRect())
            .filter((one) => one.bottom > seen.top && one.top < seen.bottom);
        const filled = inside.reduce((sum, one) => sum + Math.min(one.bottom, seen.bottom) - Math.max(one.top, seen.top), 0);
        if (filled < Math.min(seen.height, list.scrollHeight) - 2) gaps += 1;
        row = Math.max(row, ...[...list.querySelectorAll('[data-index]')].map((one) => +one.dataset.index));
        if (times.length === frames) return done({ times: times.slice(1), gaps, row });
        list.scrollTop += 400;
        requestAnimationFrame(step);
    };
    requestAnimationFrame(step);";

/// Types each text and waits until other rows stand there than before.
const SEARCH: &str = "
    const [texts, done] = arguments;
    const found = document.querySelector('[data-testid=\"credentials.search\"]');
    const input = found.matches('input') ? found : found.querySelector('input');
    const write = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set;
    const list = document.querySelector('[data-testid=\"table.grid\"]');
    const rows = () => [...list.querySelectorAll('[data-row]')].map((row) => row.textContent.toLowerCase());
    (async () => {
        const times = [];
        for (const text of texts) {
            const before = rows().join();
            const start = performance.now();
            write.call(input, text);
            input.dispatchEvent(new Event('input', { bubbles: true }));
            for (;;) {
                await new Promise(requestAnimationFrame);
                const all = rows();
                if (all.length > 0 && all.join() !== before) break;
                if (performance.now() - start > 5000) throw new Error('no other rows for ' + text);
            }
            times.push(performance.now() - start);
            await new Promise((after) => setTimeout(after, 300));
        }
        done(times);
    })().catch((error) => done(String(error)));";

/// Asks for page after page, from the first on, and tells how long each took, in ms.
const ASK: &str = "
    const [count, limit, done] = arguments;
    (async () => {
        const times = [];
        let cursor = null;
        for (let n = 0; n < count; n++) {
            const query = { search: '', filter: 'all', locations: [], stores: [], statuses: [],
                sort: 'changed', direction: 'descending', cursor, limit };
            const start = performance.now();
            const page = await window.__TAURI_INTERNALS__.invoke('credential_list', { query });
            times.push(performance.now() - start);
            cursor = page.next;
        }
        done(times);
    })().catch((error) => done(JSON.stringify(error)));";

/// Proportional memory in MB (10^6 bytes) of all processes whose data lie in `home`, without what
/// drives the window.
fn proportional_memory(home: &Path) -> f64 {
    let start = Instant::now();
    let home = home.to_string_lossy().into_owned();
    let mut kib = 0.0;
    for process in std::fs::read_dir("/proc").unwrap().filter_map(Result::ok) {
        let read = |name| {
            let bytes = std::fs::read(process.path().join(name)).unwrap_or_default();
            String::from_utf8_lossy(&bytes).into_owned()
        };
        let command = read("cmdline");
        if command.contains("river") || !read("environ").contains(&home) {
            continue;
        }
        let rollup = read("smaps_rollup");
        let line = rollup.lines().find_map(|line| line.strip_prefix("Pss:"));
        let own: f64 =
            line.map_or(0.0, |rest| rest.trim().trim_end_matches(" kB").parse().unwrap());
        eprintln!("{:.1} MB {}", own * 1_024.0 / 1e6, command.split('\0').next().unwrap());
        kib += own;
    }
    assert!(kib > 0.0 && start.elapsed() < PATIENCE, "no process of the window was found");
    kib * 1_024.0 / 1e6
}

/// The scripts that the page names itself, compressed as a server would, in kB (10^3 bytes).
fn initial_scripts(page: &Path) -> f64 {
    let html = std::fs::read_to_string(page.join("index.html")).unwrap();
    let names = html.split('"').filter(|part| part.ends_with(".js"));
    let bytes: usize = names
        .map(|name| {
            let path = page.join(name.trim_start_matches("./").trim_start_matches('/'));
            let output = Command::new("gzip").args(["-9", "-c"]).arg(path).output().unwrap();
            assert!(output.status.success());
            output.stdout.len()
        })
        .sum();
    assert!(bytes > 0, "the page names no script");
    f64::from(u32::try_from(bytes).unwrap()) / 1_000.0
}
