//! Locations as text, and key pairs in files.

use credenza_secret::Secret;
use credenza_team::location::{Account, Address, LocationError, SignIn, profile};

#[cfg(unix)]
#[test]
fn an_address_is_read_as_it_is_written() {
    for text in [
        "/mnt/team",
        "s3://contoso-team/finance?region=eu-central-1",
        "s3://contoso-team?region=auto&endpoint=https://s3.example.org",
        "azure://contoso/team/finance/2026",
        "azure://contoso/team?endpoint=https://contoso.blob.core.chinacloudapi.cn",
        "gs://contoso-team/a/b",
    ] {
        let address: Address = text.parse().unwrap();
        assert_eq!(address.to_string(), text);
    }
}

#[test]
fn what_leads_elsewhere_is_no_address() {
    for text in [
        "",
        "team",
        "../team",
        "s3://contoso-team/finance",
        "s3://key:secret@contoso-team?region=x",
        "s3://contoso-team/%2e%2e/other?region=x",
        "s3://contoso-team/a b?region=x",
        "s3://contoso-team?region=x&acl=public",
        "azure://contoso",
        "azure://contoso/.hidden",
        "https://example.org/team",
        "gs://contoso-team#x",
        "file:///etc",
    ] {
        assert!(text.parse::<Address>().is_err(), "{text}");
    }
}

#[test]
fn a_sign_in_is_for_one_kind() {
    let address: Address = "gs://contoso-team".parse().unwrap();
    assert_eq!(address.with(SignIn::None).err(), Some(LocationError::Settings));
    assert!(address.with(SignIn::Gcs(Secret::new("{}".to_owned()))).is_ok());
}

#[test]
fn a_profile_is_found_among_others() {
    let file = "[default]\naws_access_key_id = A\naws_secret_access_key = one=two\n\n\
        # for work\n[ work ]\naws_access_key_id=B\naws_secret_access_key=three\n\
        aws_session_token=four\n[half]\naws_access_key_id=C\n";
    let file = Secret::new(file.to_owned());
    let of = |name: &str| profile(&file, name);
    let Account { key_id, secret, session } = of("default").unwrap();
    // EXPOSE: the test compares.
    assert_eq!((key_id.as_str(), secret.expose(), session.is_some()), ("A", "one=two", false));
    let work = of("work").unwrap();
    // EXPOSE: the test compares.
    assert_eq!((work.key_id.as_str(), work.session.unwrap().expose()), ("B", "four"));
    assert!(of("half").is_none() && of("elsewhere").is_none());
}
