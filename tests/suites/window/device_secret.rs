//! The device secret in the window: offered, turned on, used, missing, typed once, turned off.

use std::{fs, path::PathBuf};

use credenza_testkit::desk::Desk;

use crate::{
    steps::{
        PASSWORD, choose_theme, groups, journey_ends, name_workspace, new_workspace, seen,
        start_again, type_code_back, written,
    },
    team::ESCAPE,
};

/// What this device keeps, where no key store answers.
fn kept(desk: &Desk) -> Vec<PathBuf> {
    let folder = desk.home().join("config/credenza/device-secrets");
    let entries = fs::read_dir(folder).into_iter().flatten();
    entries.map(|entry| entry.unwrap().path()).collect()
}

/// Takes it from where this device keeps it, which is the one place where it may stand.
fn forget(desk: &Desk) {
    for file in kept(desk) {
        fs::remove_file(file).unwrap();
    }
}

async fn open_ways(desk: &Desk) {
    desk.click("nav.settings").await;
    desk.click("settings.ways").await;
}

async fn unlock(desk: &Desk) {
    desk.write("unlock.password", PASSWORD).await;
    desk.click("unlock.button").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_secret_is_turned_on_used_lost_and_typed_once() {
    let Some(mut desk) = Desk::start().await else { return };
    let code = new_workspace(&desk, "Contoso Finance", "Maya Lindqvist").await;
    open_ways(&desk).await;
    desk.until_text_has("Off. Whoever has a copy").await;
    seen(&desk, "60-device-secret-off").await;
    desk.click("secret.on").await;
    desk.write("secret.password", "wrong").await;
    desk.click("secret.go").await;
    desk.until_text_has("That password didn't open this workspace.").await;
    assert!(kept(&desk).is_empty(), "nothing is kept for a wrong password");
    desk.replace("secret.password", PASSWORD).await;
    seen(&desk, "61-device-secret-turn-on").await;
    desk.click("secret.go").await;
    let secret = groups(&desk).await;
    let forms = [written(&code), written(&secret)].concat();
    let secrets: Vec<&str> = forms.iter().map(String::as_str).chain([PASSWORD]).collect();
    seen(&desk, "62-device-secret-groups").await;
    desk.click("secret.kept").await;
    desk.gone("recovery.code").await;
    assert!(!desk.source().await.contains(&secret[..9]), "it is shown once");
    desk.until_text_has("in a file that is yours alone").await;
    choose_theme(&desk, "Dark").await;
    open_ways(&desk).await;
    desk.see("secret.off").await;
    seen(&desk, "63-device-secret-on-dark").await;

    // This device has it: nothing is asked for but the password.
    start_again(&mut desk, &secrets, &["workspace_prepare", "device_secret_on"]).await;
    unlock(&desk).await;
    desk.see("state.empty").await;

    let [file] = kept(&desk).try_into().unwrap();
    fs::remove_file(file).unwrap();
    start_again(&mut desk, &secrets, &[]).await;
    unlock(&desk).await;
    desk.see("secret.ask").await;
    seen(&desk, "64-device-secret-asked").await;
    desk.write("secret.groups", "ABCD").await;
    desk.click("secret.open").await;
    desk.until_text_has("A device secret has 32 letters and digits.").await;
    let mistyped = format!("{}{}", &secret[..38], if secret.ends_with('0') { '1' } else { '0' });
    desk.replace("secret.groups", &mistyped).await;
    desk.click("secret.open").await;
    desk.until_text_has("The device secret is mistyped.").await;
    seen(&desk, "65-device-secret-mistyped").await;
    desk.replace("secret.groups", &secret.to_lowercase()).await;
    desk.click("secret.open").await;
    desk.see("state.empty").await;
    assert_eq!(kept(&desk).len(), 1, "it is kept again");

    start_again(&mut desk, &secrets, &[]).await;
    unlock(&desk).await;
    desk.see("state.empty").await;
    turn_off(&desk).await;
    forget(&desk);
    start_again(&mut desk, &secrets, &[]).await;
    unlock(&desk).await;
    desk.see("state.empty").await;
    journey_ends(&desk, &secrets, &[]).await;
    desk.stop().await;
}

async fn turn_off(desk: &Desk) {
    open_ways(desk).await;
    desk.click("secret.renew").await;
    desk.until_text_has("Your other devices will ask for the new one").await;
    desk.press(ESCAPE).await;
    desk.gone("secret.password").await;
    desk.click("secret.off").await;
    desk.write("secret.password", PASSWORD).await;
    seen(desk, "66-device-secret-turn-off").await;
    desk.click("secret.go").await;
    desk.until_text_has("Device secret turned off.").await;
    desk.see("secret.on").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_workspace_in_a_synchronised_folder_is_offered_one_before_it_is_there() {
    let Some(mut desk) = Desk::start().await else { return };
    desk.see("firstRun.name").await;
    // As Syncthing marks a folder that it synchronises.
    fs::create_dir_all(desk.home().join("data/.stfolder")).unwrap();
    desk.restart().await;
    let code = name_workspace(&desk, "Contoso Finance", "Maya Lindqvist").await;
    type_code_back(&desk).await;
    desk.see("secret.offer").await;
    desk.until_text_has("Syncthing copies this folder").await;
    seen(&desk, "67-device-secret-offer").await;
    let workspace = desk.home().join("data/Contoso Finance.credenza");
    assert!(!workspace.exists(), "nothing of it was in the folder before the answer");
    desk.click("secret.on").await;
    let secret = groups(&desk).await;
    let forms = [written(&code), written(&secret)].concat();
    let secrets: Vec<&str> = forms.iter().map(String::as_str).chain([PASSWORD]).collect();
    seen(&desk, "68-device-secret-first-groups").await;
    desk.click("secret.kept").await;
    desk.see("state.empty").await;
    let header = fs::read(workspace.join("header")).unwrap();
    assert_eq!(header[4..8], [0, 2, 1, 1], "its first header needs the device secret");
    assert_eq!(kept(&desk).len(), 1);

    fs::remove_dir_all(desk.home().join("config/credenza/device-secrets")).unwrap();
    let shown = ["workspace_prepare", "workspace_require_device_secret"];
    start_again(&mut desk, &secrets, &shown).await;
    unlock(&desk).await;
    desk.write("secret.groups", &secret).await;
    desk.click("secret.open").await;
    desk.see("state.empty").await;
    turn_off(&desk).await;
    desk.see("secret.synced").await;
    seen(&desk, "69-device-secret-offered-in-settings").await;
    forget(&desk);
    journey_ends(&desk, &secrets, &[]).await;
    desk.stop().await;
}
