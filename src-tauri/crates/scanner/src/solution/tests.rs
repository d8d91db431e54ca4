//! Parts of solutions.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

use super::{scan_desktop_flow, scan_xml};
use crate::{
    found::Findings,
    reference::{Kind, Reference},
    text::Text,
};

fn xml(text: &str) -> Vec<Reference> {
    let mut findings = Findings::new("x", text);
    scan_xml(&Text::whole(text), &mut findings);
    findings.finish().0
}

fn desktop(text: &str) -> Vec<Reference> {
    let mut findings = Findings::new("x", text);
    scan_desktop_flow(&Text::whole(text), &mut findings);
    findings.finish().0
}

#[test]
fn only_a_definition_with_the_type_of_a_secret_is_one() {
    let text = "<environmentvariabledefinition schemaname=\"x_secret\">\n  <defaultvalue>\
        /subscriptions/s/resourceGroups/r/providers/Microsoft.KeyVault/vaults/kv1/secrets/db\
        </defaultvalue>\n  <type>100000005</type>\n</environmentvariabledefinition>\n";
    let found = xml(text);
    let names: Vec<_> = found.iter().map(|r| (r.name.as_deref(), r.vault.as_deref())).collect();
    assert_eq!(names, [(Some("x_secret"), None), (Some("db"), Some("kv1"))]);
    assert_eq!((found[0].line, found[0].name_line), (1, 3));
    assert!(xml("<option value=\"100000005\"><type>100000005</type></option>").is_empty());
    let plain = "<environmentvariabledefinition schemaname=\"x_key\"><type>100000000</type>";
    assert!(xml(plain).is_empty());
}

#[test]
fn connection_references_are_declared_and_used() {
    let text = "<connectionreference connectionreferencelogicalname=\"x_a\"/>\n<!-- \
        <connectionreference connectionreferencelogicalname=\"no\"/> -->\n<ConnectionReferences>\
        [{\"connectionReferenceLogicalName\":\"x_b\"},{\"connectionReferenceLogicalName\":\"x_c\"}]\
        </ConnectionReferences>\n<ConnectionReferences>[]</ConnectionReferences>\n\
        <link environmentvariabledefinitionid.schemaname='x_d'/>";
    let found = xml(text);
    let names: Vec<_> = found.iter().map(|r| (r.name.as_deref().unwrap(), r.line)).collect();
    assert_eq!(names, [("x_a", 1), ("x_b", 3), ("x_c", 3), ("x_d", 5)]);
}

#[test]
fn desktop_flows_read_credentials() {
    let text = "# Secret.GetCredential Credential: $'''no'''\nSET Name TO $'''erp'''\n\
        Secret.GetCredential Credential: $'''erp''' Credential=> C\n\
        Secret.GetCredential Credential: Name Credential=> C\n\
        Secret.GetCredential Credential: $'''%Site%-erp''' Credential=> C\n\
        DISABLE Secret.GetCredential Credential: $'''no'''\n/# Secret.GetCredential Credential: 'no'\n#/\n\
        Cyberark.GetPassword AppId: 'a' Safe: $'''s''' Folder: 'f' Object: $'''o''' Password=> P\n\
        System.GetEnvironmentVariable.GetEnvironmentVariable Name: $'''NO''' Value=> V\n";
    let found = desktop(text);
    let short: Vec<_> = found.iter().map(|r| (r.line, r.name.as_deref(), r.kind)).collect();
    let expected = [
        (3, Some("erp"), Kind::Credential),
        (4, Some("erp"), Kind::Credential),
        (5, None, Kind::Credential),
        (9, Some("o"), Kind::Secret),
    ];
    assert_eq!(short, expected);
    assert_eq!(found[3].vault.as_deref(), Some("s"));
}
