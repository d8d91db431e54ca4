//! Certificates as people have them: files made by `openssl`.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use credenza_secret::Secret;
use credenza_vaults::certificate::{CertificateError, parse_pem, parse_pfx};

struct Made {
    folder: PathBuf,
}

impl Drop for Made {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.folder).ok();
    }
}

impl Made {
    fn new(test: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
        fs::create_dir_all(&folder).unwrap();
        let made = Self { folder };
        made.openssl(&[
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-subj",
            "/O=Contoso/CN=robot",
            "-days",
            "30",
            "-keyout",
            "key.pem",
            "-out",
            "cert.pem",
        ]);
        made
    }

    fn openssl(&self, args: &[&str]) -> String {
        let mut command = Command::new("openssl");
        let output = command.args(args).current_dir(&self.folder).output().unwrap();
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{args:?}: {errors}");
        String::from_utf8(output.stdout).unwrap()
    }

    fn pfx(&self, more: &[&str]) -> Vec<u8> {
        let mut args = vec!["pkcs12", "-export", "-in", "cert.pem", "-out", "out.pfx"];
        args.extend_from_slice(more);
        self.openssl(&args);
        fs::read(self.folder.join("out.pfx")).unwrap()
    }

    fn text(&self, file: &str) -> String {
        fs::read_to_string(self.folder.join(file)).unwrap()
    }
}

fn password(text: &str) -> Secret {
    Secret::new(text.to_owned())
}

#[test]
fn a_pfx_shows_what_openssl_shows() {
    let made = Made::new("pfx");
    let with_key = ["-inkey", "key.pem", "-passout", "pass:öffne"];
    let pfx = made.pfx(&with_key);
    let view = parse_pfx(&pfx, Some(&password("öffne"))).unwrap();
    assert!(view.has_private_key);
    let facts = view.with_private_key().unwrap();
    let print = made.openssl(&["x509", "-in", "cert.pem", "-noout", "-fingerprint", "-sha1"]);
    let print = print.split_once('=').unwrap().1.trim().replace(':', "");
    assert_eq!(facts.thumbprint, print);
    assert_eq!(facts.subject, "O=Contoso, CN=robot");
    let days = facts.not_after.duration_since(facts.not_before).as_hours() / 24;
    assert_eq!(days, 30);
}

#[test]
fn a_wrong_password_is_named() {
    let made = Made::new("password");
    for cipher in [&["-legacy"][..], &[][..]] {
        let mut args = vec!["-inkey", "key.pem", "-passout", "pass:right"];
        args.extend_from_slice(cipher);
        let pfx = made.pfx(&args);
        let wrong = parse_pfx(&pfx, Some(&password("wrong")));
        assert_eq!(wrong, Err(CertificateError::WrongPassword));
        assert_eq!(parse_pfx(&pfx, None), Err(CertificateError::WrongPassword));
        assert!(parse_pfx(&pfx, Some(&password("right"))).is_ok(), "{cipher:?}");
    }
}

#[test]
fn a_pfx_of_the_vault_has_no_password() {
    let made = Made::new("empty");
    let pfx = made.pfx(&["-inkey", "key.pem", "-passout", "pass:"]);
    assert!(parse_pfx(&pfx, None).unwrap().has_private_key);
}

#[test]
fn a_certificate_without_its_key_is_named() {
    let made = Made::new("no-key");
    let pfx = made.pfx(&["-nokeys", "-passout", "pass:p"]);
    let view = parse_pfx(&pfx, Some(&password("p"))).unwrap();
    assert_eq!(view.with_private_key(), Err(CertificateError::NoPrivateKey));
    let view = parse_pem(&made.text("cert.pem")).unwrap();
    assert_eq!(view.with_private_key(), Err(CertificateError::NoPrivateKey));
}

#[test]
fn pem_is_read_with_its_key_in_any_order() {
    let made = Made::new("pem");
    let (key, cert) = (made.text("key.pem"), made.text("cert.pem"));
    for text in [format!("{key}{cert}"), format!("{cert}{key}")] {
        assert!(parse_pem(&text).unwrap().with_private_key().is_ok());
    }
    made.openssl(&[
        "pkcs8",
        "-topk8",
        "-in",
        "key.pem",
        "-out",
        "sealed.pem",
        "-passout",
        "pass:p",
    ]);
    let sealed = format!("{}{cert}", made.text("sealed.pem"));
    assert_eq!(parse_pem(&sealed), Err(CertificateError::SealedKey));
}

#[test]
fn what_is_no_certificate_is_named() {
    let made = Made::new("neither");
    for junk in ["", "hello", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"] {
        assert_eq!(parse_pem(junk), Err(CertificateError::NotACertificate), "{junk}");
        assert_eq!(parse_pfx(junk.as_bytes(), None), Err(CertificateError::NotACertificate));
    }
    let key_only = made.text("key.pem");
    assert_eq!(parse_pem(&key_only), Err(CertificateError::NotACertificate));
    let pfx = made.pfx(&["-inkey", "key.pem", "-passout", "pass:"]);
    for cut in [1, 10, pfx.len() / 2, pfx.len() - 1] {
        assert!(parse_pfx(&pfx[..cut], None).is_err(), "{cut}");
    }
}
