//! What is around a thing answers as the graph of the whole workspace does, in many workspaces.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;

use credenza_crypto::{keys::RootKey, random::OsRandom};
use credenza_model::{
    access::AccessState,
    azure::AzureSecretReference,
    connection::{Connection, ConnectionKind},
    credential::{ChosenVariables, Credential},
    ids::{SourceId, VaultId},
    location::{Authentication, Location, Locations},
    name::{DisplayName, VariableName as UniqueName},
    references::{Operation, Reference, ReferenceKind},
    source::Source,
    variable::{SecretContent, SecretPlace, SecretShape, Variable, VariableContent},
    vault::{AzureConnection, VaultConnection},
};
use credenza_store::{
    DeletedKind, FoundReference, ScanRecord, ScannedFile, TeamRecord, WorkspaceFolder,
};
use jiff::{SignedDuration, Timestamp};

use super::*;
use crate::dependencies::{everything::Everything, rows};

const WORKSPACES: u64 = 60;
const VARIABLES: u64 = 8;
const CREDENTIALS: u64 = 6;
const CONNECTIONS: u64 = 4;

/// Numbers that look random and are the same in each run.
struct Dice(u64);

impl Dice {
    fn of(&mut self, most: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }
}

fn now() -> Timestamp {
    Timestamp::from_second(1_790_000_000).unwrap()
}

fn id(kind: u8, n: u64) -> [u8; 16] {
    let mut id = [kind; 16];
    id[15] = u8::try_from(n).unwrap();
    id
}

fn vault() -> VaultId {
    VaultId::from_bytes(id(1, 0))
}

fn filled(home: &std::path::Path, dice: &mut Dice) -> Store {
    let path = home.join("W.credenza");
    std::fs::create_dir(&path).unwrap();
    let key = RootKey::generate(&OsRandom).unwrap().database();
    let store = Store::create(&WorkspaceFolder::new(path), &key).unwrap();
    let connection = VaultConnection {
        id: vault(),
        name: DisplayName::parse("Production").unwrap(),
        azure: AzureConnection::by_cli("https://kv-a.vault.azure.net"),
        signed_in_as: None,
        created: now(),
        changed: now(),
    };
    store.insert_vault(&connection, None).unwrap();
    (0..VARIABLES).for_each(|n| store.insert_variable(&variable(n, dice), None, now()).unwrap());
    // What the store refuses, such as a text for a secret, is not there.
    (0..CREDENTIALS).for_each(|n| drop(store.insert_credential(&credential(n, dice))));
    (0..CONNECTIONS).for_each(|n| drop(store.insert_connection(&user(n, dice))));
    code(&store, dice);
    for _ in 0..6 {
        let program = [None, Some("robot.exe"), Some("powershell")][dice.of(3) as usize];
        let of = CredentialId::from_bytes(id(3, dice.of(CREDENTIALS)));
        let at = now() + SignedDuration::from_secs(dice.of(1_000) as i64);
        drop(store.note_read(&of, program, at));
    }
    for kind in [DeletedKind::Connection, DeletedKind::Credential, DeletedKind::Variable] {
        let code = match kind {
            DeletedKind::Variable => 2,
            DeletedKind::Credential => 3,
            DeletedKind::Connection => 4,
        };
        drop(store.delete(kind, &id(code, dice.of(6)), now()));
    }
    share(&store, dice);
    store
}

fn variable(n: u64, dice: &mut Dice) -> Variable {
    let content = match dice.of(4) {
        0 => VariableContent::Text("maya".to_owned()),
        place => VariableContent::Secret(Box::new(SecretContent {
            place: if place == 1 { SecretPlace::ThisDevice } else { there(dice) },
            shape: SecretShape::Password,
            access: AccessState::NotChecked,
            checked: None,
            expires: None,
            certificate: None,
        })),
    };
    Variable {
        id: VariableId::from_bytes(id(2, n)),
        display_name: DisplayName::parse(&format!("Variable {}", n * 5 % 7)).unwrap(),
        name: UniqueName::parse(&format!("v{n}")).unwrap(),
        content,
        created: now(),
        changed: now(),
    }
}

fn there(dice: &mut Dice) -> SecretPlace {
    let subscription = "0b1f6471-1bf0-4dda-aec3-cb9272f09590";
    let (vault_name, name) = (["kv-a", "KV-B"][dice.of(2) as usize], SECRETS[dice.of(3) as usize]);
    let reference = AzureSecretReference::new(subscription, "rg", vault_name, name, None).unwrap();
    SecretPlace::Azure { vault: vault(), reference }
}

const SECRETS: [&str; 4] = ["Erp", "crm", "hr", "elsewhere"];

fn credential(n: u64, dice: &mut Dice) -> Credential {
    let of = |dice: &mut Dice| VariableId::from_bytes(id(2, dice.of(VARIABLES)));
    let user_name = Some(of(dice)).filter(|_| dice.of(2) == 0);
    Credential {
        id: CredentialId::from_bytes(id(3, n)),
        name: DisplayName::parse(&format!("Credential {n}")).unwrap(),
        description: String::new(),
        locations: Locations::new([Location::Network]).unwrap(),
        authentication: Authentication::UserNameAndPassword,
        variables: ChosenVariables { user_name, secret: of(dice) },
        created: now(),
        changed: now(),
    }
}

fn user(n: u64, dice: &mut Dice) -> Connection {
    Connection {
        id: ConnectionId::from_bytes(id(4, n)),
        name: DisplayName::parse(&format!("Connection {n}")).unwrap(),
        kind: ConnectionKind::Ssh,
        target: "host".to_owned(),
        credential: Some(CredentialId::from_bytes(id(3, dice.of(CREDENTIALS)))),
        created: now(),
        changed: now(),
    }
}

fn code(store: &Store, dice: &mut Dice) {
    let source = Source {
        id: SourceId::from_bytes(id(5, 0)),
        name: DisplayName::parse("code").unwrap(),
        path: "/code".to_owned(),
        git: false,
        ignore: Vec::new(),
        watched: false,
        created: now(),
        last: None,
    };
    store.insert_source(&source).unwrap();
    let file = |n: u8, dice: &mut Dice| ScannedFile {
        path: format!("{n}.ps1"),
        language: "powershell".to_owned(),
        digest: [n; 32],
        references: (1..9).map(|line| found(line, dice)).collect(),
    };
    let record = ScanRecord {
        files: vec![file(1, dice), file(2, dice)],
        finished: now(),
        ..ScanRecord::default()
    };
    store.record_scan(source.id, &record).unwrap();
}

fn found(line: u32, dice: &mut Dice) -> FoundReference {
    let (form, kind, name) = match dice.of(5) {
        0 => (
            "Get-AutomationPSCredential",
            ReferenceKind::Credential,
            format!("credential {}", dice.of(CREDENTIALS + 1)),
        ),
        1 => {
            ("Get-AutomationVariable", ReferenceKind::Variable, format!("V{}", dice.of(VARIABLES)))
        }
        2 => (
            "Get-AutomationConnection",
            ReferenceKind::Connection,
            format!("Connection {}", dice.of(CONNECTIONS)),
        ),
        _ => {
            ("Get-AzKeyVaultSecret", ReferenceKind::Secret, SECRETS[dice.of(4) as usize].to_owned())
        }
    };
    let vault = [None, Some("kv-a"), Some("kv-b")][dice.of(3) as usize].map(str::to_owned);
    let reference = Reference {
        form: format!("powershell.{form}"),
        kind,
        operation: Operation::Get,
        vault: vault.filter(|_| kind == ReferenceKind::Secret),
        name: Some(name).filter(|_| dice.of(6) > 0),
    };
    let expression = form.to_owned();
    FoundReference {
        reference,
        line,
        column: 1,
        name_line: line,
        expression,
        line_digest: None,
        cell: None,
    }
}

fn share(store: &Store, dice: &mut Dice) {
    for n in 0..3 {
        let is_credential = dice.of(2) == 0;
        let thing = id(if is_credential { 3 } else { 2 }, dice.of(6));
        let (team, record) = (id(6, 0), id(7, n));
        let record = TeamRecord {
            team,
            record,
            is_credential,
            thing,
            role: Some(2),
            received: false,
            put: None,
            changed: 0,
        };
        store.put_team_record(&record).unwrap();
    }
}

/// Everything that there is, as far as `thing` is in it.
fn all(store: &Store, thing: &NodeKey) -> Everything {
    let whole = |secrets| Parts {
        secrets,
        variables: store.variable_names().unwrap(),
        credentials: store.credential_names().unwrap(),
        connections: store.connection_names().unwrap(),
        places: store.code_places().unwrap(),
        reads: store.observed_reads().unwrap(),
        last_reads: Vec::new(),
        shared: store.shared_things().unwrap(),
    };
    let everything = Everything::of(store, whole(Vec::new())).unwrap();
    match thing {
        NodeKey::Secret(secret) if everything.graph.find(thing).is_none() => {
            Everything::of(store, whole(vec![secret.clone()])).unwrap()
        }
        _ => everything,
    }
}

/// All that pages ask of a graph about a thing.
fn answers(everything: &Everything, thing: &NodeKey) -> Option<Vec<String>> {
    let node = everything.graph.find(thing)?;
    let text = |mut rows: Vec<rows::DependencyRow>| {
        rows.sort_by_cached_key(|row| (row.group, row.name.clone(), row.key.clone()));
        format!("{rows:#?}")
    };
    let none = BTreeSet::new();
    let mut out = vec![format!("{:?}", everything.thing(node))];
    out.push(text(rows::used_by(everything, node, &none).0));
    out.push(text(rows::uses(everything, node).0));
    out.push(text(rows::blocked_by(everything, node).0));
    let secret = rows::secret_of(everything, node);
    out.extend(secret.map(|secret| text(rows::used_by(everything, secret, &none).0)));
    let blocked = everything.graph.delete_blocked_by(node).by.hits;
    let keys: BTreeSet<_> = blocked.iter().map(|hit| everything.key(hit.node)).collect();
    out.push(format!("{keys:?}"));
    let shared = everything.shared(&[node]).into_iter().map(|(_, id)| id);
    out.push(format!("{:?}", shared.collect::<BTreeSet<_>>()));
    Some(out)
}

fn things() -> Vec<NodeKey> {
    let variables = (0..VARIABLES).map(|n| NodeKey::Variable(VariableId::from_bytes(id(2, n))));
    let credentials =
        (0..CREDENTIALS).map(|n| NodeKey::Credential(CredentialId::from_bytes(id(3, n))));
    let connections =
        (0..CONNECTIONS).map(|n| NodeKey::Connection(ConnectionId::from_bytes(id(4, n))));
    let vaults = ["kv-a", "kv-b", "kv-c"];
    let secrets =
        SECRETS.iter().flat_map(|name| vaults.map(|vault| SecretIdentity::new(vault, name)));
    variables.chain(credentials).chain(connections).chain(secrets.map(NodeKey::Secret)).collect()
}

#[test]
fn what_is_around_a_thing_answers_as_everything_does() {
    let (mut asked, mut with_users) = (0, 0);
    for seed in 0..WORKSPACES {
        let home = tempfile::tempdir().unwrap();
        let store = filled(home.path(), &mut Dice(seed));
        for thing in things() {
            let around = Parts::around(&store, std::slice::from_ref(&thing)).unwrap();
            let around = answers(&Everything::of(&store, around).unwrap(), &thing);
            let whole = answers(&all(&store, &thing), &thing);
            for (one, other) in around.iter().flatten().zip(whole.iter().flatten()) {
                assert_eq!(one, other, "workspace {seed}, {thing:?}");
            }
            assert_eq!(around.is_some(), whole.is_some(), "workspace {seed}, {thing:?}");
            asked += u32::from(whole.is_some());
            with_users += u32::from(whole.is_some_and(|all| all[1] != "[]"));
        }
    }
    assert!(asked > 1_000 && with_users > 700, "{asked} asked, {with_users} are used");
}
