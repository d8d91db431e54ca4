//! Coverage across people: what one says to use, the other sees, in numbers; what is not said is a
//! gap with a name.

use std::{fs, ops::ControlFlow, sync::Mutex};

use credenza_crypto::{
    kdf::{Kdf, KdfParams},
    random::Random,
};
use credenza_model::{connection::ConnectionKind, team::Op};
use jiff::{SignedDuration, Timestamp};

use super::{super::AccessChange, losses::record_of, window::*, *};
use crate::{
    Host,
    connections::ConnectionRequest,
    dependencies::{
        AffectedAction, AffectedRequest, Dependencies, DependencyQuery, GapKind, How, NodeKey, Tab,
        UseCounts, Verdict,
    },
};

/// A computer whose clock is set by the test.
pub(super) struct Clock(Mutex<Timestamp>);

impl Clock {
    pub(super) fn new() -> Arc<Self> {
        Arc::new(Self(Mutex::new(Timestamp::now())))
    }

    pub(super) fn wait(&self, time: SignedDuration) {
        *self.0.lock().unwrap() += time;
    }
}

impl Host for Clock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }

    fn random(&self) -> &dyn Random {
        SystemHost.random()
    }

    fn kdf(&self) -> &dyn Kdf {
        SystemHost.kdf()
    }

    fn kdf_params(&self) -> KdfParams {
        SystemHost.kdf_params()
    }
}

pub(super) const DAY: SignedDuration = SignedDuration::from_hours(24);
pub(super) const CODE: &str = "$c = Get-AutomationPSCredential -Name 'Robot'\n";

pub(super) struct Clocks {
    pub(super) pair: Pair,
    ada: Arc<Clock>,
    bob: Arc<Clock>,
}

impl Clocks {
    /// As [`Pair::new`]; each has a folder of code in which nothing is used, and has told of it.
    pub(super) async fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        let (ada, bob) = (Clock::new(), Clock::new());
        let on =
            |clock: &Arc<Clock>, name| person_on(Arc::<Clock>::clone(clock), home.path(), name);
        let (adas, bobs) = (on(&ada, "Ada"), on(&bob, "Bob"));
        let at = home.path().join("team").to_str().unwrap().to_owned();
        let pair = Pair::at(home, adas, bobs, &at).await;
        let all = Self { pair, ada, bob };
        all.write(&all.pair.ada, "nothing", "x = 1\n");
        all.write(&all.pair.bob, "nothing", "x = 1\n");
        all.tell().await;
        all
    }

    /// Writes a file into the code of somebody, and scans it.
    pub(super) fn write(&self, who: &Workspace, name: &str, text: &str) {
        let code = who.folder().path().with_extension("code");
        if fs::create_dir(&code).is_ok() {
            who.add_source(&code).unwrap();
        }
        fs::write(code.join(format!("{name}.ps1")), text).unwrap();
        scan(who);
    }

    /// Bob tells what he uses, and Ada hears it.
    pub(super) async fn tell(&self) {
        for who in [&self.pair.bob, &self.pair.ada, &self.pair.bob] {
            who.sync_team(self.pair.team).await.unwrap();
        }
    }

    pub(super) fn wait(&self, time: SignedDuration) {
        self.ada.wait(time);
        self.bob.wait(time);
    }

    pub(super) fn robot(&self) -> NodeKey {
        NodeKey::Credential(self.pair.credential)
    }

    pub(super) fn secret(&self) -> NodeKey {
        NodeKey::Variable(self.pair.secret)
    }
}

pub(super) fn scan(who: &Workspace) {
    for source in who.list_sources().unwrap() {
        who.scan_source(source.id, &|_| ControlFlow::Continue(())).unwrap();
    }
}

pub(super) fn ask(who: &Workspace, thing: NodeKey) -> Dependencies {
    who.dependencies(&DependencyQuery::all(thing, Tab::UsedBy)).unwrap()
}

/// What is missing, with whose it is.
pub(super) fn gaps(answer: &Dependencies) -> Vec<(GapKind, String, u64)> {
    let name = |gap: &crate::dependencies::NamedGap| {
        gap.person.as_ref().map(|one| if one.own { "own".into() } else { one.name.clone() })
    };
    let gaps = answer.coverage.gaps.iter();
    gaps.map(|gap| (gap.kind, name(gap).unwrap_or_default(), gap.count)).collect()
}

pub(super) fn reported(answer: &Dependencies) -> Vec<(String, UseCounts)> {
    let rows = answer.groups.iter().flat_map(|group| &group.rows);
    let of = |row: &crate::dependencies::DependencyRow| match row.how {
        How::Reported { counts, .. } => Some((row.name.clone(), counts)),
        _ => None,
    };
    rows.filter_map(of).collect()
}

fn bob(kind: GapKind, count: u64) -> Vec<(GapKind, String, u64)> {
    vec![(kind, "Bob".to_owned(), count)]
}

#[tokio::test]
async fn what_a_colleague_uses_is_counted_and_safe_is_said_once_everybody_said_so() {
    let all = Clocks::new().await;
    let pair = &all.pair;
    let bobs = named(&pair.bob, "Robot").unwrap();
    all.write(&pair.bob, "job", &CODE.repeat(2));
    let request = ConnectionRequest {
        name: "Payroll".to_owned(),
        kind: ConnectionKind::Machine,
        target: "FIN-RPA-01".to_owned(),
        credential: Some(bobs),
    };
    let connection = pair.bob.create_connection(&request).unwrap().id;
    all.tell().await;
    let counts = UseCounts { connections: 1, places: 2, ..UseCounts::default() };
    for thing in [all.robot(), all.secret()] {
        let answer = ask(&pair.ada, thing.clone());
        assert_eq!(reported(&answer), [("Bob".to_owned(), counts)], "{thing:?}");
        assert_eq!((gaps(&answer), answer.verdict), (vec![], Verdict::InUse));
        assert!(answer.coverage.complete);
    }
    assert_eq!(ask(&pair.ada, all.robot()).counts.used_by, 1, "Bob");
    let query = DependencyQuery::all(all.robot(), Tab::UsedBy);
    let picture = pair.ada.dependency_graph(&query, 2).unwrap();
    let person = NodeKey::Person(*me(&pair.bob).as_bytes());
    assert!(picture.nodes.iter().any(|node| node.key == person && node.name == "Bob"));
    assert!(picture.edges.iter().any(|edge| (&edge.from, &edge.to) == (&all.robot(), &person)));
    let request = AffectedRequest { action: AffectedAction::Delete, things: vec![all.robot()] };
    let affected = pair.ada.affected(&request).unwrap();
    let people: Vec<_> = affected.groups.iter().flat_map(|group| &group.rows).collect();
    assert_eq!(
        people.iter().map(|row| row.how.clone()).collect::<Vec<_>>(),
        [How::Reported { counts, own: false }]
    );
    assert_eq!((affected.counts.people, affected.verdict), (1, Verdict::InUse));

    all.write(&pair.bob, "job", "");
    all.tell().await;
    assert_eq!(reported(&ask(&pair.ada, all.robot()))[0].1.places, 0);
    pair.bob.delete_connection(connection).unwrap();
    all.tell().await;
    let answer = ask(&pair.ada, all.robot());
    assert_eq!((gaps(&answer), answer.verdict), (vec![], Verdict::SafeToDelete));
    assert_eq!(pair.ada.affected(&request).unwrap().verdict, Verdict::SafeToDelete);
    assert_eq!(ask(&pair.bob, NodeKey::Credential(bobs)).verdict, Verdict::SafeToDelete);

    // A computed name on Bob's side may be it.
    all.write(&pair.bob, "job", "param($n)\nGet-AutomationPSCredential -Name $n\n");
    all.tell().await;
    let answer = ask(&pair.ada, all.robot());
    assert_eq!(gaps(&answer), bob(GapKind::ReportUnresolved, 1));
    assert_eq!(answer.verdict, Verdict::NoUseFound);
}

#[tokio::test]
async fn who_says_nothing_said_it_long_ago_or_did_not_see_everything_is_named() {
    let all = Clocks::new().await;
    let pair = &all.pair;
    assert_eq!(ask(&pair.ada, all.robot()).verdict, Verdict::SafeToDelete, "control");
    let cleo = pair.joined("Cleo").await;
    pair.save(&pair.ada, &pair.sharing(&[pair.credential], &[me(&cleo)], RecordRole::View)).await;
    let missing = (GapKind::NoReport, "Cleo".to_owned(), 1);
    assert_eq!(gaps(&ask(&pair.ada, all.robot())), std::slice::from_ref(&missing));
    cleo.sync_team(pair.team).await.unwrap();
    pair.ada.sync_team(pair.team).await.unwrap();
    // Cleo has no source.
    let partly = (GapKind::ReportIncomplete, "Cleo".to_owned(), 1);
    assert_eq!(gaps(&ask(&pair.ada, all.robot())), [partly]);
    let remove = AccessChange::Remove { person: me(&cleo), variables: vec![] };
    pair.ada.change_access(pair.credential, &[remove]).await.unwrap();
    assert_eq!(gaps(&ask(&pair.ada, all.robot())), [], "she has it no more");

    // Bob is away for eight days.
    let back = async || {
        scan(&pair.ada);
        pair.ada.sync_team(pair.team).await.unwrap();
    };
    all.wait(DAY * 7 - SignedDuration::from_mins(1));
    back().await;
    assert_eq!(gaps(&ask(&pair.ada, all.robot())), [], "on the seventh day it is good");
    all.wait(DAY + SignedDuration::from_mins(1));
    back().await;
    let answer = ask(&pair.ada, all.robot());
    assert_eq!(gaps(&answer), bob(GapKind::ReportOld, 8));
    assert_eq!(answer.verdict, Verdict::NoUseFound);
    // Back, his scan is old; after another one all is well.
    all.tell().await;
    assert_eq!(gaps(&ask(&pair.ada, all.robot())), bob(GapKind::ReportIncomplete, 1));
    scan(&pair.bob);
    all.tell().await;
    assert_eq!(ask(&pair.ada, all.robot()).verdict, Verdict::SafeToDelete);

    all.wait(DAY * 9);
    back().await;
    assert_eq!(gaps(&ask(&pair.ada, all.robot())), bob(GapKind::ReportOld, 9), "control");
    let remove = AccessChange::Remove { person: me(&pair.bob), variables: vec![pair.secret] };
    pair.ada.change_access(pair.credential, &[remove]).await.unwrap();
    let answer = ask(&pair.ada, all.robot());
    assert_eq!((gaps(&answer), answer.verdict), (vec![], Verdict::SafeToDelete));
}

#[tokio::test]
async fn a_clock_that_is_ahead_is_not_believed() {
    let all = Clocks::new().await;
    let pair = &all.pair;
    all.bob.wait(SignedDuration::from_mins(50));
    all.write(&pair.bob, "job", CODE);
    all.tell().await;
    assert_eq!(gaps(&ask(&pair.ada, all.robot())), [], "clocks are never quite alike");
    all.bob.wait(DAY * 300);
    all.write(&pair.bob, "job", "");
    all.tell().await;
    let answer = ask(&pair.ada, all.robot());
    assert_eq!(gaps(&answer), bob(GapKind::ReportAhead, 1));
    assert_eq!(answer.verdict, Verdict::NoUseFound);
    // With a right clock his next word counts, though it says less.
    all.bob.wait(-(DAY * 300));
    scan(&pair.bob);
    all.tell().await;
    assert_eq!(ask(&pair.ada, all.robot()).verdict, Verdict::SafeToDelete);
}

#[tokio::test]
async fn credentials_that_one_may_not_see_are_counted_from_the_log_or_from_reports() {
    let all = Clocks::new().await;
    let pair = &all.pair;
    let cleo = pair.joined("Cleo").await;
    let bobs = pair.bob.credential(named(&pair.bob, "Robot").unwrap()).unwrap().secret.id;
    let private = own(&pair.bob, "Private", bobs);
    all.tell().await;
    let answer = ask(&pair.ada, all.secret());
    let one = UseCounts { credentials: 1, ..UseCounts::default() };
    assert_eq!(reported(&answer), [("Bob".to_owned(), one)]);
    assert_eq!(answer.coverage.hidden, 0);
    // Once it is shared with Cleo the log tells everybody that it needs the secret.
    pair.save(&pair.bob, &pair.sharing(&[private], &[me(&cleo)], RecordRole::View)).await;
    all.tell().await;
    let answer = ask(&pair.ada, all.secret());
    assert_eq!((reported(&answer), answer.coverage.hidden), (vec![], 1));
    assert_eq!(answer.verdict, Verdict::InUse);
    assert_eq!(ask(&pair.bob, NodeKey::Variable(bobs)).coverage.hidden, 0, "Bob sees it");
    assert_eq!(ask(&pair.ada, all.robot()).coverage.hidden, 0, "it needs the secret alone");
}

#[tokio::test]
async fn nobody_speaks_for_another_and_what_does_not_open_was_not_said() {
    let all = Clocks::new().await;
    let pair = &all.pair;
    let record = record_of(&pair.ada, pair.secret.as_bytes());
    let cleo = pair.joined("Cleo").await;
    let bobs = |who: &Workspace| {
        let session = Session::open(who, who.stored_team(pair.team).unwrap()).unwrap();
        let uses = session.state.records[&record].reported.clone();
        uses.into_iter().find(|one| one.person == me(&pair.bob)).unwrap()
    };
    let good = bobs(&pair.ada);
    let forged = Op::Uses { record, epoch: good.epoch, sealed: good.sealed };
    // Cleo, who does not have it, says what Bob said.
    let mut session = cleo.team_session(pair.team).await.unwrap();
    session.write(vec![forged.clone(), Op::UsesStand]).await.unwrap();
    drop(session);
    pair.ada.sync_team(pair.team).await.unwrap();
    let answer = ask(&pair.ada, all.secret());
    let names: Vec<_> = answer.coverage.people.iter().map(|one| one.name.as_str()).collect();
    assert_eq!((names, gaps(&answer)), (vec!["Bob"], vec![]));
    assert_eq!(bobs(&pair.ada), good, "his report is as old as it was");
    // Ada's own device says it: it is bound to Bob's, so that for Bob Ada said nothing.
    let mut session = pair.ada.team_session(pair.team).await.unwrap();
    session.write(vec![forged]).await.unwrap();
    drop(session);
    pair.bob.sync_team(pair.team).await.unwrap();
    let bobs = pair.bob.credential(named(&pair.bob, "Robot").unwrap()).unwrap().secret.id;
    let answer = ask(&pair.bob, NodeKey::Variable(bobs));
    assert_eq!(gaps(&answer), [(GapKind::NoReport, "Ada".to_owned(), 1)]);
}

#[tokio::test]
async fn another_device_of_ones_own_counts_as_a_colleague_does_until_it_is_lost() {
    let all = Clocks::new().await;
    let pair = &all.pair;
    let second = pair.second("Bob2", &pair.pack().code).await;
    all.tell().await;
    let bobs = || NodeKey::Credential(named(&pair.bob, "Robot").unwrap());
    let partly = |name: &str| vec![(GapKind::ReportIncomplete, name.to_owned(), 1)];
    assert_eq!(gaps(&ask(&pair.bob, bobs())), partly("own"), "it has no source");
    assert_eq!(gaps(&ask(&pair.ada, all.robot())), partly("Bob"));
    all.write(&second, "job", CODE);
    second.sync_team(pair.team).await.unwrap();
    all.tell().await;
    let one = UseCounts { places: 1, ..UseCounts::default() };
    assert_eq!(reported(&ask(&pair.bob, bobs())), [("Bob".to_owned(), one)]);
    assert_eq!(reported(&ask(&pair.ada, all.robot())), [("Bob".to_owned(), one)]);
    pair.bob.lose_device(&super::lost_devices::code_of(&second)).await.unwrap();
    all.tell().await;
    assert_eq!(ask(&pair.bob, bobs()).verdict, Verdict::SafeToDelete);
    assert_eq!(ask(&pair.ada, all.robot()).verdict, Verdict::SafeToDelete);
}
