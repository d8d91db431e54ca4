//! What a window has to bear: hostile and long names, little room, dark and high contrast, and a
//! person without a mouse.

use std::process::{Command, Stdio};

use credenza_testkit::{canary, desk::Desk};
use fantoccini_keys::{DOWN, ENTER, ESCAPE, TAB};

use crate::{
    axe,
    steps::{PASSWORD, first_run, journey_ends, seen},
};

/// The keys of WebDriver, section 17.4.2.
mod fantoccini_keys {
    pub(super) const TAB: &str = "\u{e004}";
    pub(super) const ENTER: &str = "\u{e007}";
    pub(super) const ESCAPE: &str = "\u{e00c}";
    pub(super) const DOWN: &str = "\u{e015}";
}

const VALUE: &str = "canary-Hx2^opal";
/// So many variables hold so many canaries each.
const VARIABLES: usize = 10;
const CANARIES: usize = 100;

const HOSTILE: [&str; 8] = [
    "<img src=x onerror=window.hit=1>",
    "\"><script>window.hit=1</script>",
    "{{constructor.constructor('window.hit=1')()}}",
    "قاعدة بيانات الرواتب",
    "evil\u{202e}txt.exe",
    "'; DROP TABLE credentials; --",
    "%s%n\u{200b}\u{feff}zero",
    "a name of one hundred characters that goes on and on and on until there is no room left for it at a",
];

/// What can't be seen, or turns what can, is written out.
fn shown(name: &str) -> String {
    let marks = [('\u{202e}', "[U+202E]"), ('\u{200b}', "[U+200B]"), ('\u{feff}', "[U+FEFF]")];
    marks.iter().fold(name.to_owned(), |text, (mark, words)| text.replace(*mark, words))
}

/// Makes the credentials by the command line, which the window then notices by itself, and variables
/// that hold the canaries that are returned.
fn make_credentials(desk: &Desk) -> Vec<String> {
    let cli = std::env::var_os("CREDENZA_CLI_BIN").expect("`cargo xtask test` sets it");
    let folder = desk.home().join("data/Contoso Finance.credenza");
    let run = |arguments: &[&str], input: &str| {
        let mut command = Command::new(&cli);
        command.arg("--workspace").arg(&folder).arg("--password-stdin");
        let mut child =
            command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
        let input = format!("{PASSWORD}\n{input}");
        std::io::Write::write_all(&mut child.stdin.take().unwrap(), input.as_bytes()).unwrap();
        assert!(child.wait().unwrap().success(), "{arguments:?}");
    };
    run(&["variable", "new", "text", "who"], "robot\n");
    run(&["variable", "new", "secret", "what"], &format!("{VALUE}\n"));
    for name in HOSTILE {
        let rest = ["--location", "connection", "--username", "who", "--password", "what"];
        run(
            &[&["credential", "new", "--description", name], &rest[..], &["--", name]].concat(),
            "",
        );
    }
    let mut all = Vec::new();
    for part in 0..VARIABLES {
        // EXPOSE: these stand for values, and nothing else does.
        let some: Vec<_> = (0..CANARIES).map(|_| canary("many").expose().to_owned()).collect();
        run(&["variable", "new", "secret", &format!("many{part}")], &(some.join(" ") + "\n"));
        all.extend(some);
    }
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_names_little_room_and_no_mouse() {
    let Some(desk) = Desk::start().await else { return };
    first_run(&desk).await;
    let many = make_credentials(&desk);
    for name in HOSTILE {
        desk.until_text_has(&shown(name)).await;
    }
    assert!(desk.run("return window.hit ?? null", vec![]).await.is_null(), "a name was run");
    seen(&desk, "20-hostile-names").await;

    desk.resize(900, 600).await;
    for (name, theme) in [("21-small-dark", "Dark"), ("22-small-contrast", "High contrast")] {
        desk.click("nav.settings").await;
        desk.click("settings.look").await;
        desk.choose("settings.theme", theme).await;
        desk.click("nav.credentials").await;
        desk.see("credentials.new").await;
        desk.click_first("[role=row][data-testid^='table.row.']").await;
        desk.see("details.reveal.password").await;
        seen(&desk, name).await;
        desk.press(ESCAPE).await;
    }
    without_a_mouse(&desk).await;
    let secrets: Vec<&str> = many.iter().map(String::as_str).chain([VALUE, PASSWORD]).collect();
    journey_ends(&desk, &secrets, &[]).await;
    desk.stop().await;
}

/// A credential from the first key to the last without touching the mouse.
async fn without_a_mouse(desk: &Desk) {
    desk.press("\u{e009}n").await;
    desk.see("wizard.name").await;
    desk.focus_by_keys("wizard.name", TAB).await;
    desk.press("Typed by hand").await;
    desk.press(ENTER).await;
    desk.see("wizard.location.connection").await;
    desk.focus_by_keys("wizard.location.connection", TAB).await;
    desk.press(" ").await;
    desk.focus_by_keys("wizard.next", TAB).await;
    desk.press(ENTER).await;
    desk.see("wizard.userName").await;
    desk.focus_by_keys("wizard.userName", TAB).await;
    desk.press(DOWN).await;
    desk.press(ENTER).await;
    desk.focus_by_keys("wizard.password", TAB).await;
    desk.press(DOWN).await;
    desk.press(ENTER).await;
    axe::check(desk, "wizard by keys").await;
    desk.focus_by_keys("wizard.create", TAB).await;
    desk.press(ENTER).await;
    desk.until_text_has("Typed by hand").await;
    desk.see("details.reveal.password").await;
}
