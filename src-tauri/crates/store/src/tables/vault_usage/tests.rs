//! The kept counts against a count over the tables, after each of many random changes; and each
//! trigger is needed for that.
#![allow(clippy::unwrap_used, reason = "tests")]

use credenza_crypto::{keys::RootKey, random::OsRandom};
use credenza_model::{
    access::{AccessCause, AccessState},
    azure::AzureSecretReference,
    credential::{ChosenVariables, Credential},
    ids::{CredentialId, VariableId, VaultId},
    location::{Authentication, Location, Locations},
    name::{DisplayName, VariableName},
    variable::{SecretContent, SecretPlace, SecretShape, Variable, VariableContent},
    vault::{AzureConnection, VaultConnection},
};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use rusqlite::params;

use super::VaultUsage;
use crate::{DeletedKind, Edit, Store, StoreError, WorkspaceFolder};

const DAY: SignedDuration = SignedDuration::from_hours(24);
const VAULTS: u8 = 3;
const VARIABLES: u8 = 12;
const CREDENTIALS: u8 = 12;

/// A change. Numbers name the things; what the store refuses changes nothing.
#[derive(Debug, Clone)]
enum Change {
    /// Connects a vault.
    Connect(u8),
    /// Removes it again.
    Disconnect(u8),
    /// A new variable in a vault, on this device, or a text, and how it could be read.
    Variable(u8, Option<u8>, u8),
    /// A text.
    Text(u8),
    /// Another vault, and how it could be read there.
    Move(u8, u8, u8),
    /// A new credential with this secret.
    Credential(u8, u8),
    Delete(DeletedKind, u8),
    Restore(DeletedKind, u8),
    Purge(DeletedKind, u8),
    /// So many days go by.
    Days(u8),
    /// A month goes by.
    PurgeOld,
    /// Another secret, which no door does today.
    OtherSecret(u8, u8),
    /// Gone without Recently deleted, which no door does today.
    Gone(DeletedKind, u8),
}

fn now() -> Timestamp {
    Timestamp::from_second(1_790_000_000).unwrap()
}

fn id(kind: u8, n: u8) -> [u8; 16] {
    let mut id = [kind; 16];
    id[15] = n;
    id
}

fn vault(n: u8) -> VaultId {
    VaultId::from_bytes(id(1, n))
}

/// A variable with a secret; each number of access is a state.
fn variable(n: u8, place: Option<u8>, access: u8) -> Variable {
    let access = match access % 4 {
        0 => AccessState::NotChecked,
        1 => AccessState::Readable,
        2 => AccessState::Refused(AccessCause::NoRole),
        _ => AccessState::Offline,
    };
    let reference = || {
        AzureSecretReference::new(
            "0b1f6471-1bf0-4dda-aec3-cb9272f09590",
            "rg",
            "kv-prod",
            &format!("secret-{n}"),
            None,
        )
    };
    let place = match place {
        None => SecretPlace::ThisDevice,
        Some(at) => SecretPlace::Azure { vault: vault(at), reference: reference().unwrap() },
    };
    let content = VariableContent::Secret(Box::new(SecretContent {
        place,
        shape: SecretShape::Password,
        access,
        checked: None,
        expires: n.is_multiple_of(3).then(|| now() + DAY * 10),
        certificate: None,
    }));
    of(n, content)
}

fn of(n: u8, content: VariableContent) -> Variable {
    let name = format!("v{n}");
    Variable {
        id: VariableId::from_bytes(id(2, n)),
        display_name: DisplayName::parse(&name).unwrap(),
        name: VariableName::parse(&name).unwrap(),
        content,
        created: now(),
        changed: now(),
    }
}

fn credential(n: u8, secret: u8) -> Credential {
    Credential {
        id: CredentialId::from_bytes(id(3, n)),
        name: DisplayName::parse(&format!("c{n}")).unwrap(),
        description: String::new(),
        locations: Locations::new([Location::Network]).unwrap(),
        authentication: Authentication::UserNameAndPassword,
        variables: ChosenVariables {
            user_name: None,
            secret: VariableId::from_bytes(id(2, secret)),
        },
        created: now(),
        changed: now(),
    }
}

impl Change {
    fn apply(&self, store: &Store) -> Result<(), StoreError> {
        match self {
            Self::Connect(n) => {
                let connection = VaultConnection {
                    id: vault(*n),
                    name: DisplayName::parse(&format!("vault {n}")).unwrap(),
                    azure: AzureConnection::by_cli("https://kv.vault.azure.net"),
                    signed_in_as: None,
                    created: now(),
                    changed: now(),
                };
                store.insert_vault(&connection, None)
            }
            Self::Disconnect(n) => store.remove_vault(vault(*n)),
            Self::Variable(n, place, access) => {
                store.insert_variable(&variable(*n, *place, *access), None, now())
            }
            Self::Text(n) => {
                let text = of(*n, VariableContent::Text("text".to_owned()));
                store.insert_variable(&text, None, now())
            }
            Self::Move(n, place, access) => {
                let before = store.variable(VariableId::from_bytes(id(2, *n)))?;
                let VariableContent::Secret(secret) = &before.content else { return Ok(()) };
                let here = secret.place == SecretPlace::ThisDevice;
                let after = variable(*n, Some(*place).filter(|_| !here), *access);
                store.update_variable(&before, &after, None, now(), Edit::Noted)
            }
            Self::Credential(n, secret) => store.insert_credential(&credential(*n, *secret)),
            Self::Delete(kind, n) => store.delete(*kind, &thing(*kind, *n), now()),
            Self::Restore(kind, n) => store.restore(*kind, &thing(*kind, *n)),
            Self::Purge(kind, n) => store.purge(*kind, &thing(*kind, *n)),
            Self::Days(days) => store.refresh_status(now() + DAY * i32::from(*days)).map(drop),
            Self::PurgeOld => store.purge_old(now() + DAY * 31).map(drop),
            Self::OtherSecret(n, secret) => store.write(|transaction| {
                let sql = "UPDATE credentials SET secret = v.row FROM variables v
                    WHERE credentials.id = ? AND v.id = ? AND v.store IS NOT NULL";
                transaction.execute(sql, params![id(3, *n), id(2, *secret)])?;
                Ok(())
            }),
            Self::Gone(kind, n) => store.write(|transaction| {
                let table =
                    if *kind == DeletedKind::Variable { "variables" } else { "credentials" };
                let sql = format!("DELETE FROM {table} WHERE id = ?");
                transaction.execute(&sql, [thing(*kind, *n)])?;
                Ok(())
            }),
        }
    }
}

fn thing(kind: DeletedKind, n: u8) -> [u8; 16] {
    id(if kind == DeletedKind::Variable { 2 } else { 3 }, n)
}

fn change() -> impl Strategy<Value = Change> {
    let kind = || prop_oneof![Just(DeletedKind::Variable), Just(DeletedKind::Credential)];
    let thing = || (kind(), 0..VARIABLES);
    let place = || prop_oneof![1 => Just(None), 3 => (0..VAULTS).prop_map(Some)];
    prop_oneof![
        1 => (0..VAULTS).prop_map(Change::Connect),
        1 => (0..VAULTS).prop_map(Change::Disconnect),
        6 => (0..VARIABLES, place(), 0..4u8).prop_map(|(n, at, how)| Change::Variable(n, at, how)),
        1 => (0..VARIABLES).prop_map(Change::Text),
        6 => (0..VARIABLES, 0..VAULTS, 0..4u8).prop_map(|(n, at, how)| Change::Move(n, at, how)),
        6 => (0..CREDENTIALS, 0..VARIABLES).prop_map(|(n, of)| Change::Credential(n, of)),
        4 => thing().prop_map(|(kind, n)| Change::Delete(kind, n)),
        3 => thing().prop_map(|(kind, n)| Change::Restore(kind, n)),
        2 => thing().prop_map(|(kind, n)| Change::Purge(kind, n)),
        1 => Just(Change::PurgeOld),
        1 => (0..40u8).prop_map(Change::Days),
        1 => (0..CREDENTIALS, 0..VARIABLES).prop_map(|(n, of)| Change::OtherSecret(n, of)),
        1 => thing().prop_map(|(kind, n)| Change::Gone(kind, n)),
    ]
}

fn store(home: &std::path::Path) -> Store {
    let path = home.join("W.credenza");
    std::fs::create_dir(&path).unwrap();
    let key = RootKey::generate(&OsRandom).unwrap().database();
    let store = Store::create(&WorkspaceFolder::new(path), &key).unwrap();
    (0..VAULTS).for_each(|n| Change::Connect(n).apply(&store).unwrap());
    store
}

/// The reference: counted over the tables.
fn counted(store: &Store, id: Option<VaultId>) -> VaultUsage {
    let sql = "SELECT count(*), count(*) FILTER (WHERE v.access = 2),
            (SELECT count(*) FROM credentials c JOIN variables s ON s.row = c.secret
             WHERE c.deleted IS NULL AND s.store = ?1 AND s.vault IS ?2)
         FROM variables v WHERE v.deleted IS NULL AND v.store = ?1 AND v.vault IS ?2";
    let (code, vault) = (i64::from(id.is_some()), id.map(|id| id.as_bytes().to_vec()));
    let read = |row: &rusqlite::Row<'_>| {
        Ok(VaultUsage { variables: row.get(0)?, refused: row.get(1)?, credentials: row.get(2)? })
    };
    store.connection.query_row(sql, params![code, vault], read).unwrap()
}

/// What is kept and what is counted, of this device and each vault; and nothing else is kept.
fn differs(store: &Store) -> Option<String> {
    let places = std::iter::once(None).chain((0..VAULTS).map(|n| Some(vault(n))));
    for place in places {
        let (kept, counted) = (store.vault_usage(place).unwrap(), counted(store, place));
        if kept != counted {
            return Some(format!("{place:?}: {kept:?} is kept, {counted:?} is counted"));
        }
    }
    let sql = "SELECT (SELECT count(*) FROM vault_counts WHERE vault <> x''
            AND vault NOT IN (SELECT id FROM vaults)),
        (SELECT count(*) FROM variables WHERE status = 5 AND deleted IS NULL)
        - (SELECT value FROM counters WHERE name = 'expiring')";
    let left: (i64, i64) =
        store.connection.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    (left != (0, 0)).then(|| format!("(counts of no vault, uncounted that expire): {left:?}"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]
    #[test]
    fn what_is_kept_is_what_is_counted(changes in prop::collection::vec(change(), 1..60)) {
        let home = tempfile::tempdir().unwrap();
        let store = store(home.path());
        for (at, change) in changes.iter().enumerate() {
            let done = change.apply(&store);
            let found = differs(&store);
            prop_assert!(found.is_none(), "after change {at} {change:?} ({done:?}): {found:?}");
        }
    }
}

/// A walk that needs every trigger.
fn walk() -> Vec<Change> {
    use DeletedKind::{Credential as C, Variable as V};
    vec![
        Change::Variable(0, Some(0), 2),
        Change::Variable(1, Some(0), 1),
        Change::Variable(2, None, 1),
        Change::Credential(0, 0),
        Change::Credential(1, 2),
        Change::Move(0, 1, 1),
        Change::Move(1, 0, 2),
        Change::Variable(3, None, 1),
        Change::Days(20),
        Change::Variable(6, None, 1),
        Change::Gone(V, 6),
        Change::Delete(V, 1),
        Change::Delete(C, 0),
        Change::Restore(C, 0),
        Change::OtherSecret(0, 2),
        Change::Gone(C, 0),
        Change::Gone(V, 0),
        Change::Purge(V, 1),
        Change::Disconnect(1),
        Change::Disconnect(0),
    ]
}

#[test]
fn each_trigger_is_needed() {
    let triggers: Vec<String> = {
        let home = tempfile::tempdir().unwrap();
        let store = store(home.path());
        for change in walk() {
            change.apply(&store).unwrap();
            assert_eq!(differs(&store), None, "the control, after {change:?}");
        }
        let sql = "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND
            (name LIKE 'vault%' OR name LIKE 'expiring%')";
        let mut statement = store.connection.prepare(sql).unwrap();
        statement.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
    };
    assert_eq!(triggers.len(), 10, "{triggers:?}");
    for trigger in triggers {
        let home = tempfile::tempdir().unwrap();
        let store = store(home.path());
        store.connection.execute(&format!("DROP TRIGGER {trigger}"), []).unwrap();
        let seen = walk().iter().any(|change| {
            let _ = change.apply(&store);
            differs(&store).is_some()
        });
        assert!(seen, "nothing tells that {trigger} is gone");
    }
}
