//! Pictures of the page, taken when nothing on it moves.

use std::path::PathBuf;

use serde_json::json;

use super::Desk;

/// Has one pixel painted again and again, which nobody sees, until the function is called.
const BLINK: &str = "const dot = document.createElement('div');
    let on = false;
    const blink = () => {
        on = !on;
        dot.style.cssText = 'position:fixed;right:0;bottom:0;width:1px;height:1px;pointer-events:none;'
            + 'background:rgba(128,128,128,' + (on ? 0.02 : 0.01) + ')';
    };
    blink();
    document.documentElement.append(dot);
    const timer = setInterval(blink, 30);
    window.credenzaBlink = () => { clearInterval(timer); dot.remove(); };
    return null";

/// What moves on the page; what turns for ever does not count. For some frames after a popover or
/// a dialog went, the page behind it is still hidden from assistive technology.
const MOVING: &str = "const ends = (one) => one.effect?.getComputedTiming().endTime !== Infinity;
    const unveiling = () => document.querySelector('#root[aria-hidden=true]')
        && !document.querySelector('[role=dialog], [role=alertdialog], [role=menu]');
    const moving = () => document.getAnimations()
        .filter((one) => one.playState === 'running' && ends(one))
        .concat(unveiling() ? [{ finished: Promise.resolve() }] : []);";

impl Desk {
    /// Waits until nothing on the page moves, and what stands has been drawn.
    pub async fn until_still(&self) {
        // What is drawn is seen two frames later.
        let still = format!(
            "{MOVING} const done = arguments[0];
            const frame = () => new Promise((go) => requestAnimationFrame(go));
            const stood = () => Promise.all(moving().map((one) => one.finished.catch(() => null)))
                .then(frame).then(frame).then(() => (moving().length > 0 ? stood() : done(null)));
            stood();"
        );
        self.run_async(&still, vec![]).await;
    }

    /// Whether anything on the page moves that will come to its end.
    pub async fn is_moving(&self) -> bool {
        self.run(&format!("{MOVING} return moving().length > 0"), vec![]).await == json!(true)
    }

    /// Saves a picture of the window, when pictures are wanted.
    pub async fn picture(&self, name: &str) {
        let Some(folder) = std::env::var_os("CREDENZA_TOUR_OUT").map(PathBuf::from) else { return };
        std::fs::create_dir_all(&folder).unwrap();
        self.until_still().await;
        // A picture is taken with the next painting, and where no graphics card draws nothing is
        // painted that does not change.
        self.run(BLINK, vec![]).await;
        let png = self.client.screenshot().await.unwrap();
        self.run("window.credenzaBlink(); return null", vec![]).await;
        std::fs::write(folder.join(format!("{name}.png")), png).unwrap();
    }
}
