//! A workspace with one credential and one source of code.

use std::{fs, ops::ControlFlow, path::PathBuf};

use credenza_app::{
    Workspace,
    connections::ConnectionRequest,
    dependencies::{Dependencies, DependencyQuery, NodeKey, Tab},
};
use credenza_model::{connection::ConnectionKind, credential::Credential, ids::SourceId};

use super as support;

pub(crate) const RUN: &str = "\
$c = Get-AutomationPSCredential -Name 'erp robot'
Get-AutomationVariable -Name Contoso_Hour
# Get-AutomationPSCredential -Name 'ERP robot'
";
pub(crate) const DISPATCH: &str = "\
param([Parameter(Mandatory)] [string] $CredName)
Get-AutomationPSCredential -Name $CredName
";

pub(crate) struct Bench {
    pub(crate) home: tempfile::TempDir,
    pub(crate) workspace: Workspace,
    pub(crate) credential: Credential,
    pub(crate) source: SourceId,
}

impl Bench {
    pub(crate) fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        let workspace = support::create(home.path()).0;
        let credential = support::credential(&workspace, "ERP robot", "robot", "pw");
        let code = home.path().join("payroll");
        fs::create_dir(&code).unwrap();
        let source = workspace.add_source(&code).unwrap().id;
        Self { home, workspace, credential, source }
    }

    pub(crate) fn code(&self) -> PathBuf {
        self.home.path().join("payroll")
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let file = self.code().join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }

    pub(crate) fn scan(&self) {
        self.workspace.scan_source(self.source, &|_| ControlFlow::Continue(())).unwrap();
    }

    pub(crate) fn connection(&self, name: &str) -> NodeKey {
        let request = ConnectionRequest {
            name: name.to_owned(),
            kind: ConnectionKind::Machine,
            target: "FIN-RPA-01".to_owned(),
            credential: Some(self.credential.id),
        };
        NodeKey::Connection(self.workspace.create_connection(&request).unwrap().id)
    }

    pub(crate) fn thing(&self) -> NodeKey {
        NodeKey::Credential(self.credential.id)
    }

    pub(crate) fn secret(&self) -> NodeKey {
        NodeKey::Variable(self.credential.variables.secret)
    }

    pub(crate) fn ask(&self, thing: NodeKey, tab: Tab) -> Dependencies {
        self.workspace.dependencies(&DependencyQuery::all(thing, tab)).unwrap()
    }
}

/// The names of all rows.
pub(crate) fn names(answer: &Dependencies) -> Vec<String> {
    let rows = answer.groups.iter().flat_map(|group| &group.rows);
    rows.map(|row| row.name.clone()).collect()
}
