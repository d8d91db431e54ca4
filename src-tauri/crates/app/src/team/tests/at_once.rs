//! Many things done by two people at once, in rows that chance chooses: in the end everyone with
//! access reads everything, and nobody else has the newest keys (R23, R40).

use credenza_crypto::team::boxes::Purpose;
use credenza_model::{
    ids::{PersonId, RecordId},
    team::{Op, RecordRole, Subject},
};
use credenza_testkit::member::Seeded;

use super::{Pair, edit, late_keys::join};
use crate::{
    CredentialQuery, Workspace,
    team::{renew::Fresh, session::Session},
};

const ROUNDS: u64 = 8;
const SEEDS: u64 = 2;

/// One act of somebody who has not seen what the other does at this moment.
enum Act {
    Give(&'static str),
    Take(&'static str),
    Change(u64),
}

fn choose(random: &Seeded) -> Act {
    let whom = if random.next().is_multiple_of(2) { "Cleo" } else { "Dan" };
    match random.next() % 5 {
        0 | 1 => Act::Give(whom),
        2 | 3 => Act::Take(whom),
        _ => Act::Change(random.next()),
    }
}

impl Session<'_> {
    async fn act(&mut self, act: Act) {
        let records: Vec<RecordId> = self.state.records.keys().copied().collect();
        let (mut ops, mut fresh) = (Vec::new(), Vec::new());
        match act {
            Act::Give(name) => {
                let person = self.find_person(name).unwrap();
                for record in records {
                    ops.extend(self.give(record, person).await);
                }
            }
            Act::Take(name) => {
                let person = self.find_person(name).unwrap();
                for record in records {
                    ops.extend(self.take(record, person, &mut fresh).await);
                }
            }
            Act::Change(number) => {
                let query = CredentialQuery { limit: 10, ..CredentialQuery::default() };
                let id = self.workspace.list_credentials(&query).unwrap().rows.remove(0).id;
                let text = number.to_string();
                self.workspace.edit_credential(id, &edit(None, Some(&text))).unwrap();
                self.publish().await.unwrap();
            }
        }
        if !ops.is_empty() {
            self.write_keys(ops, fresh).await.unwrap();
        }
    }

    async fn give(&mut self, record: RecordId, person: PersonId) -> Option<Op> {
        if self.state.role_of(person, record).is_some() {
            return None;
        }
        let epochs = self.record(record).unwrap().epochs.clone();
        let content = self.all_keys(Some(record), &epochs);
        let boxes = self.put_boxes(Purpose::Keys, Some(record), &[person], &content).await;
        let (to, role) = (Subject::Person(person), RecordRole::View);
        Some(Op::Grant { record, to, role, may_see: false, boxes: boxes.unwrap() })
    }

    async fn take(
        &mut self,
        record: RecordId,
        person: PersonId,
        fresh: &mut Vec<Fresh>,
    ) -> Vec<Op> {
        if self.state.role_of(person, record).is_none() {
            return Vec::new();
        }
        let renewal = self.renewal(record, &[person], fresh).await.unwrap();
        vec![Op::Revoke { record, from: Subject::Person(person) }, renewal]
    }
}

/// Of everything that stands, how much those with access read, and what others could.
async fn readings(who: &Workspace, pair: &Pair) -> (usize, usize, usize) {
    let mut session = Session::open(who, who.stored_team(pair.team).unwrap()).unwrap();
    let (me, mut should, mut does, mut leaked) = (session.me(), 0, 0, 0);
    for (id, record) in session.state.records.clone() {
        if session.state.role_of(me, id).is_some() {
            should += record.heads.len();
            for head in &record.heads {
                does += usize::from(session.read(id, head).await.is_some());
            }
        } else {
            let current = record.epochs.iter().filter(|epoch| epoch.current);
            leaked += current.filter(|e| session.keys.get(Some(id), e.name).is_some()).count();
        }
    }
    (should, does, leaked)
}

#[tokio::test]
async fn what_two_do_at_once_leaves_everyone_with_what_is_theirs() {
    let mut total = (0, 0, 0);
    for seed in 0..SEEDS {
        let (pair, random) = (Pair::new().await, Seeded::new(seed));
        let (cleo, dan) = (join(&pair, "Cleo").await, join(&pair, "Dan").await);
        for name in ["Cleo", "Dan"] {
            pair.ada.approve(pair.team, name).await.unwrap();
        }
        for _ in 0..ROUNDS {
            let mut ada = pair.ada.team_session(pair.team).await.unwrap();
            let mut bob = pair.bob.team_session(pair.team).await.unwrap();
            ada.act(choose(&random)).await;
            bob.act(choose(&random)).await;
            drop((ada, bob));
            if random.next().is_multiple_of(3) {
                pair.ada.sync_team(pair.team).await.unwrap();
            }
        }
        let everyone = [&pair.ada, &pair.bob, &cleo, &dan];
        for _ in 0..3 {
            for who in everyone {
                let view = who.sync_team(pair.team).await.unwrap();
                assert_eq!((view.alarms, view.waiting), (Vec::new(), 0), "seed {seed}");
            }
        }
        for who in everyone {
            let (should, does, leaked) = readings(who, &pair).await;
            total = (total.0 + should, total.1 + does, total.2 + leaked);
            assert_eq!((does, leaked), (should, 0), "seed {seed}");
        }
        let length = |who: &Workspace| {
            Session::open(who, who.stored_team(pair.team).unwrap()).unwrap().graph.len()
        };
        let before = length(&pair.ada);
        for who in everyone {
            who.sync_team(pair.team).await.unwrap();
        }
        assert_eq!(length(&pair.ada), before, "seed {seed}: nothing is left to be done");
    }
    let (should, does, leaked) = total;
    println!("R23 {does} of {should} revisions read by those with access, {leaked} keys elsewhere");
}
