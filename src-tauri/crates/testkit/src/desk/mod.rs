//! A desk of its own for one test: display, message bus, window, and a hand on the keyboard.
//!
//! `CREDENZA_TAURI_DRIVER` and `CREDENZA_DESKTOP_BIN` name the programs; `cargo xtask test` sets them.

mod display;
mod driver;
mod picture;

use std::{
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

pub use display::{Display, PATIENCE};
use driver::Driver;
pub use driver::LOG;
use fantoccini::{
    Client, Locator,
    actions::{InputSource as _, KeyAction, KeyActions},
    elements::Element,
};
use serde_json::{Value, json};

use crate::skip::missing;

/// Everything that a window needs, ended when it is dropped.
pub struct Desk {
    client: Client,
    home: PathBuf,
    application: PathBuf,
    driver: Driver,
    display: Display,
    /// Holds the folder of a home that was made for this desk.
    _made: Option<tempfile::TempDir>,
}

/// The program that a variable of the environment names.
fn program(variable: &str) -> Option<PathBuf> {
    let path = std::env::var_os(variable).map(PathBuf::from).filter(|path| path.is_file());
    if path.is_none() {
        missing("window", &format!("{variable} names no program; `cargo xtask test` sets it"));
    }
    path
}

/// The window's program; none when it was not built.
#[must_use]
pub fn desktop() -> Option<PathBuf> {
    program("CREDENZA_DESKTOP_BIN")
}

/// Shift, Control and Alt, as WebDriver writes them.
const HELD: [char; 3] = ['\u{e008}', '\u{e009}', '\u{e00a}'];

/// Whether it says that it can not be used; not when it is gone meanwhile.
async fn is_off(found: &Element) -> bool {
    let says =
        |answer: Result<Option<String>, _>| matches!(answer, Ok(Some(text)) if text == "true");
    says(found.prop("disabled").await) || says(found.attr("aria-disabled").await)
}

impl Desk {
    /// Sets the desk up with an empty home and opens the window; none when a program for it is
    /// missing.
    pub async fn start() -> Option<Self> {
        Self::start_at(1).await
    }

    /// The same with a window that waits `pace` times faster for its own looks and its idle lock.
    pub async fn start_at(pace: u32) -> Option<Self> {
        let made = tempfile::tempdir().unwrap();
        let application = desktop()?;
        let driver = program("CREDENZA_TAURI_DRIVER")?;
        let home = made.path().to_owned();
        Some(Self { _made: Some(made), ..Self::open(&home, &application, &driver, pace).await })
    }

    /// Sets the desk up with what lies in `home` and opens the window `application`.
    ///
    /// # Panics
    ///
    /// When the window does not open.
    pub async fn at(home: &Path, application: &Path, driver: &Path) -> Self {
        Self::open(home, application, driver, 1).await
    }

    async fn open(home: &Path, application: &Path, driver: &Path, pace: u32) -> Self {
        let display = Display::start();
        let driver = Driver::start(driver, &display, home, pace);
        let client = driver.connect(application, home).await;
        let (home, application) = (home.to_owned(), application.to_owned());
        Self { client, home, application, driver, display, _made: None }
    }

    /// The folder that holds the window's files.
    #[must_use]
    pub fn home(&self) -> &Path {
        &self.home
    }

    /// The display that the window stands on.
    #[must_use]
    pub fn display(&self) -> &Display {
        &self.display
    }

    /// A variable in the environment of the process that runs the page.
    #[must_use]
    pub fn page_variable(&self, name: &str) -> Option<String> {
        let page = processes(&self.home).find(|(command, _)| command.contains("WebKitWebProcess"));
        let (_, environment) = page.expect("no process runs the page");
        let mut variables = environment.split('\0').filter_map(|one| one.split_once('='));
        variables.find(|(found, _)| *found == name).map(|(_, value)| value.to_owned())
    }

    /// Closes the window and opens it again, as after a new start of the computer.
    pub async fn restart(&mut self) {
        self.client.clone().close().await.unwrap();
        // A second program would hand over to the first and end, so the first has to be gone.
        self.ended().await;
        // The driver may still be busy with the end of the old window, and would not answer.
        let (program, pace) = (self.driver.program.clone(), self.driver.pace);
        self.driver = Driver::start(&program, &self.display, &self.home, pace);
        self.client = self.driver.connect(&self.application, &self.home).await;
    }

    /// Closes the window by the key of its frame, and waits until the program has ended.
    pub async fn close_by_key(&self) {
        self.display.activate("Credenza");
        self.display.close();
        self.ended().await;
    }

    async fn ended(&self) {
        let start = Instant::now();
        while is_running(&self.home, &self.application) {
            assert!(start.elapsed() < PATIENCE, "the window did not end");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Closes the window.
    pub async fn stop(self) {
        self.client.clone().close().await.unwrap();
    }

    /// Chooses a file in the system's dialog, which the thing `id` opens.
    pub async fn choose_file(&self, id: &str, path: &Path) {
        let before = self.display.windows();
        self.click(id).await;
        self.display.choose_file(path, before);
        // Until the window has the focus back it takes no click.
        let start = Instant::now();
        while self.run("return document.hasFocus()", vec![]).await != json!(true) {
            assert!(start.elapsed() < PATIENCE, "the window did not get the focus back");
            tokio::time::sleep(Duration::from_millis(500)).await;
            // Where no window was given the keys when the dialog went, a person clicks on this one.
            self.display.activate("Credenza");
        }
    }

    /// Runs JavaScript in the page; its `return` comes back.
    pub async fn run(&self, script: &str, arguments: Vec<Value>) -> Value {
        self.client.execute(script, arguments).await.unwrap()
    }

    /// Runs JavaScript in the page that calls its last argument with what comes back.
    pub async fn run_async(&self, script: &str, arguments: Vec<Value>) -> Value {
        self.client.execute_async(script, arguments).await.unwrap()
    }

    /// What stands in a field.
    pub async fn value(&self, id: &str) -> String {
        self.find(id).await.prop("value").await.unwrap().unwrap_or_default()
    }

    /// Whether a field can not be used.
    pub async fn is_disabled(&self, id: &str) -> bool {
        is_off(&self.find(id).await).await
    }

    /// Gives the window another size.
    pub async fn resize(&self, width: u32, height: u32) {
        self.client.set_window_size(width, height).await.unwrap();
    }

    /// Presses keys wherever the focus is; Shift, Control and Alt are held for all of them.
    pub async fn press(&self, keys: &str) {
        let (held, typed): (Vec<_>, Vec<_>) = keys.chars().partition(|key| HELD.contains(key));
        let mut strokes = KeyActions::new("keys".to_owned());
        for &value in &held {
            strokes = strokes.then(KeyAction::Down { value });
        }
        for value in typed {
            strokes = strokes.then(KeyAction::Down { value }).then(KeyAction::Up { value });
        }
        for &value in &held {
            strokes = strokes.then(KeyAction::Up { value });
        }
        self.client.perform_actions(strokes).await.unwrap();
    }

    async fn find(&self, id: &str) -> Element {
        let css = format!("[data-testid=\"{id}\"]");
        let found = self.client.wait().at_most(PATIENCE).for_element(Locator::Css(&css)).await;
        if found.is_err() {
            self.picture("failed").await;
        }
        found.unwrap_or_else(|error| panic!("{id} did not appear: {error}"))
    }

    /// Waits until something is there.
    pub async fn see(&self, id: &str) {
        self.find(id).await;
    }

    /// Whether something is there now.
    pub async fn has(&self, id: &str) -> bool {
        self.client.find(Locator::Css(&format!("[data-testid=\"{id}\"]"))).await.is_ok()
    }

    /// Waits until something is not there any more.
    pub async fn gone(&self, id: &str) {
        let start = Instant::now();
        while self.has(id).await {
            if start.elapsed() >= PATIENCE {
                self.picture("failed").await;
                panic!("{id} is still there");
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Clicks something as soon as it is there and can be used.
    pub async fn click(&self, id: &str) {
        self.click_first(&format!("[data-testid=\"{id}\"]")).await;
    }

    /// Clicks the first thing that a CSS selector finds.
    pub async fn click_first(&self, css: &str) {
        self.click_at(Locator::Css(css)).await;
    }

    /// Clicks the first thing that an XPath finds.
    pub async fn click_path(&self, path: &str) {
        self.click_at(Locator::XPath(path)).await;
    }

    /// Chooses what reads `words` from the list `id`.
    pub async fn choose(&self, id: &str, words: &str) {
        self.click(id).await;
        let option = format!("//*[@role='option'][normalize-space()='{words}']");
        self.click_at(Locator::XPath(&option)).await;
    }

    async fn click_at(&self, what: Locator<'_>) {
        let start = Instant::now();
        loop {
            // It may be drawn anew between the look and the click, or stand under what is closing.
            let problem = match self.client.find(what).await {
                Ok(found) if is_off(&found).await => "it is disabled".to_owned(),
                Ok(found) => match found.click().await {
                    Ok(()) => return,
                    Err(error) => error.to_string(),
                },
                Err(error) => error.to_string(),
            };
            if start.elapsed() >= PATIENCE {
                self.picture("failed").await;
                panic!("{what:?} can not be clicked: {problem}");
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Types into a field, key by key.
    pub async fn write(&self, id: &str, text: &str) {
        self.find(id).await.send_keys(text).await.unwrap_or_else(|error| panic!("{id}: {error}"));
    }

    /// Removes what stands in a field, key by key, and types anew.
    pub async fn replace(&self, id: &str, text: &str) {
        let back = char::from(fantoccini::key::Key::Backspace).to_string().repeat(40);
        self.write(id, &format!("{back}{text}")).await;
    }

    /// The text of something.
    pub async fn text(&self, id: &str) -> String {
        self.find(id).await.text().await.unwrap()
    }

    /// The page as it stands, with what its fields hold.
    pub async fn source(&self) -> String {
        let answer = self.run(SOURCE, Vec::new()).await;
        answer.as_str().unwrap().to_owned()
    }

    /// Waits until the page holds a text.
    pub async fn until_source_has(&self, text: &str) {
        self.until(text, true).await;
    }

    /// Waits until the page holds a text no more.
    pub async fn until_source_lacks(&self, text: &str) {
        self.until(text, false).await;
    }

    /// Waits until a person can read a text on the page.
    pub async fn until_text_has(&self, text: &str) {
        let start = Instant::now();
        let read = "return document.body.innerText";
        while !self.run(read, vec![]).await.as_str().unwrap_or_default().contains(text) {
            if start.elapsed() >= PATIENCE {
                self.picture("failed").await;
                panic!("waited for {text:?} to be shown");
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Presses `key` until the focus is on the thing whose id or title is `id`, as a person without
    /// a mouse does.
    ///
    /// # Panics
    ///
    /// When it can't be reached by 60 presses.
    pub async fn focus_by_keys(&self, id: &str, key: &str) {
        for _ in 0..60 {
            if self.has_focus(id).await {
                return;
            }
            self.press(key).await;
        }
        self.picture("failed").await;
        panic!("{id} can't be reached by the keyboard");
    }

    /// Waits until the focus is on the thing whose id or title is `id`.
    pub async fn focus_is_on(&self, id: &str) {
        let start = Instant::now();
        while !self.has_focus(id).await {
            if start.elapsed() >= PATIENCE {
                self.picture("failed").await;
                panic!("waited for the focus to be on {id}");
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    async fn has_focus(&self, id: &str) -> bool {
        let read = "const at = document.activeElement; \
            return at?.dataset.testid === arguments[0] || at?.title === arguments[0]";
        self.run(read, vec![json!(id)]).await == json!(true)
    }

    /// Puts a shell script into the first folder of the window's `PATH`.
    pub fn put_program(&self, name: &str, script: &str) {
        let folder = self.home.join(display::PROGRAMS);
        std::fs::create_dir_all(&folder).unwrap();
        let path = folder.join(name);
        std::fs::write(&path, script).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    }

    async fn until(&self, text: &str, there: bool) {
        let start = Instant::now();
        while self.source().await.contains(text) != there {
            if start.elapsed() >= PATIENCE {
                self.picture("failed").await;
                panic!("waited for {text:?} to be there: {there}");
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}

/// The page, what its fields hold, and its text.
const SOURCE: &str = "return document.documentElement.outerHTML \
    + [...document.querySelectorAll('input,textarea')].map((f) => f.value).join('\\n') \
    + document.body.innerText";

/// What the kernel tells of each process whose data lie in `home`: its command, its environment.
fn processes(home: &Path) -> impl Iterator<Item = (String, String)> {
    let home = home.to_string_lossy().into_owned();
    let all = std::fs::read_dir("/proc").unwrap().filter_map(Result::ok);
    all.filter_map(move |process| {
        let read = |name| std::fs::read(process.path().join(name)).unwrap_or_default();
        let text = |name| String::from_utf8_lossy(&read(name)).into_owned();
        let environment = text("environ");
        environment.contains(&home).then(|| (text("cmdline"), environment))
    })
}

/// Whether the program runs and its data lie in `home`.
fn is_running(home: &Path, application: &Path) -> bool {
    processes(home).any(|(command, _)| command.contains(&*application.to_string_lossy()))
}
