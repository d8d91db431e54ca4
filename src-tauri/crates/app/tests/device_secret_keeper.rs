//! The device secret in a real key store, and what happens when that is gone, hangs, or was never there.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use std::{env, path::PathBuf, process::Command, sync::Arc, time::Duration, time::Instant};

use credenza_app::{
    Workspace,
    workspace::{device_secret_state, keep_device_secret},
};
use credenza_testkit::skip::missing;
use credenza_testkit::{
    TempHome,
    bus::{KeyStore, PrivateBus, SECRET_SERVICE},
};
use support::{
    PASSWORD, create,
    device::{Device, system_device},
    folder, secret,
};

const HOME: &str = "CREDENZA_KEEPER_HOME";
const WORK: &str = "CREDENZA_KEEPER_WORK";
/// A key store that hangs is asked once, and given up after five seconds; the rest is for a busy computer.
const PATIENCE: Duration = Duration::from_secs(15);

/// The child, which has the bus and the settings' folder of the test in its environment.
#[test]
#[ignore = "started by the tests below"]
fn child() {
    let home = PathBuf::from(env::var_os(HOME).unwrap());
    let (host, folder) = (system_device(), folder(&home));
    let groups = home.join("groups");
    let open = |host: Arc<Device>| Workspace::unlock(host, &folder, &secret(PASSWORD));
    let answer = match env::var(WORK).unwrap().as_str() {
        "on" => {
            let made = open(host).ok().unwrap().turn_on_device_secret(&secret(PASSWORD)).unwrap();
            // EXPOSE: a person writes it down.
            std::fs::write(groups, made.expose()).unwrap();
            "done".to_owned()
        }
        "keep" => {
            let typed = secret(&std::fs::read_to_string(groups).unwrap());
            format!("{:?}", keep_device_secret(host.as_ref(), &folder, &typed).unwrap())
        }
        "settle" => {
            open(host).ok().unwrap().settling_of_device_secret().unwrap()();
            "done".to_owned()
        }
        "state" => format!("{:?}", device_secret_state(host.as_ref(), &folder).unwrap()),
        _ => open(host).map_or_else(|error| format!("{:?}", error.code), |_| "done".to_owned()),
    };
    println!("ANSWER {answer}");
}

struct Scene {
    home: TempHome,
    bus: PrivateBus,
    store: Option<KeyStore>,
    _runtime: TempHome,
}

impl Scene {
    fn start() -> Result<Self, String> {
        let (home, runtime) = (TempHome::new(), TempHome::new());
        let bus = PrivateBus::start(runtime.path(), "")?;
        let store = Some(bus.key_store(home.path())?);
        drop(create(home.path()));
        Ok(Self { home, bus, store, _runtime: runtime })
    }

    fn child(&self, work: &str) -> String {
        let output = Command::new(env::current_exe().unwrap())
            .args(["child", "--ignored", "--exact", "--nocapture"])
            .env("DBUS_SESSION_BUS_ADDRESS", self.bus.address())
            .env("XDG_CONFIG_HOME", self.home.path().join("config"))
            .env(HOME, self.home.path())
            .env(WORK, work)
            .output()
            .unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        text.split_once("ANSWER ").unwrap().1.split_whitespace().next().unwrap().to_owned()
    }

    fn has_file(&self) -> bool {
        let folder = self.home.path().join("config/credenza/device-secrets");
        std::fs::read_dir(folder).is_ok_and(|mut files| files.next().is_some())
    }
}

#[test]
fn the_key_store_keeps_it_and_a_file_does_where_that_is_gone() {
    let mut scene = match Scene::start() {
        Ok(scene) => scene,
        Err(why) => return missing("keeper of the device secret", &why),
    };
    assert_eq!(scene.child("on"), "done");
    assert_eq!(scene.child("state"), "Here(KeyStore)");
    assert!(!scene.has_file(), "there is no file beside a key store");
    assert_eq!(scene.child("open"), "done");

    scene.store = None;
    assert_eq!(scene.child("open"), "DeviceSecretMissing");
    let silent = scene.bus.connect();
    silent.request_name(SECRET_SERVICE).unwrap();
    let start = Instant::now();
    assert_eq!(scene.child("open"), "DeviceSecretUnreachable", "one that hangs holds nobody up");
    assert!(start.elapsed() < PATIENCE, "{:?}", start.elapsed());
    assert_eq!(scene.child("state"), "Unreachable", "what does not answer is not gone");
    drop(silent);

    assert_eq!(scene.child("keep"), "File", "typed once");
    assert_eq!(scene.child("open"), "done");
    assert_eq!(scene.child("state"), "Here(File)");
    scene.store = Some(scene.bus.key_store(scene.home.path()).unwrap());
    assert_eq!(scene.child("settle"), "done");
    assert_eq!(scene.child("state"), "Here(KeyStore)", "it moves where it is safer");
    assert!(!scene.has_file(), "no file of it stays behind");
}
