//! Starting the program while its window is open, and while it ends.

use std::{
    process::{Child, ExitStatus},
    sync::mpsc,
};

use credenza_testkit::{
    TempHome,
    desk::{Desk, Display, PATIENCE, desktop},
    wait_until,
};
use zbus::{blocking::connection::Builder, interface};

const NAME: &str = "app.credenza.desktop.SingleInstance";
const PATH: &str = "/app/credenza/desktop/SingleInstance";

/// A second start brings the first window to the front, and ends.
pub(crate) async fn comes_to_the_front(desk: &Desk) {
    desk.see("firstRun.name").await;
    assert_eq!(desk.page_variable("JSC_useJIT").as_deref(), Some("false"));
    let display = desk.display();
    assert!(wait_until(|| display.in_front().as_deref() == Some("Credenza"), PATIENCE));
    display.minimize();
    assert!(wait_until(|| display.windows() == 0, PATIENCE), "it is still shown");
    let mut second = display.command(desktop().unwrap(), desk.home()).spawn().unwrap();
    assert!(ended(&mut second).success());
    assert!(wait_until(|| display.in_front().as_deref() == Some("Credenza"), PATIENCE));
    assert_eq!(display.windows(), 1);
}

/// What holds the name of the program's window, and ends when it is asked to come to the front.
struct Ending(mpsc::Sender<()>);

#[interface(name = "org.SingleInstance.DBus")]
impl Ending {
    async fn execute_callback(&self, _arguments: Vec<String>, _folder: String) {
        self.0.send(()).unwrap();
        std::future::pending::<()>().await;
    }
}

#[test]
fn a_start_while_the_first_window_ends_opens_one() {
    let Some(program) = desktop() else { return };
    let (home, display) = (TempHome::new(), Display::start());
    let (asked, asks) = mpsc::channel();
    let first = Builder::address(display.bus()).unwrap().name(NAME).unwrap();
    let first = first.serve_at(PATH, Ending(asked)).unwrap().build().unwrap();
    let mut second = Program(display.command(program, home.path()).spawn().unwrap());
    asks.recv_timeout(PATIENCE).unwrap();
    first.close().unwrap();
    assert!(wait_until(|| display.in_front().as_deref() == Some("Credenza"), PATIENCE));
    assert!(second.0.try_wait().unwrap().is_none(), "it ended");
}

/// Ended when it is dropped.
struct Program(Child);

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn ended(child: &mut Child) -> ExitStatus {
    let mut status = None;
    wait_until(
        || {
            status = child.try_wait().unwrap();
            status.is_some()
        },
        PATIENCE,
    );
    status.expect("the second start goes on")
}
