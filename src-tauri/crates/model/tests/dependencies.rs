//! The graph's answers against a model that is too simple to be wrong.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet};

use credenza_model::{
    dependencies::{
        Answer, CLOCKS_APART, Coverage, DeviceCoverage, EdgeKind, Gap, Graph, GraphBuilder,
        LONGEST_REPORT_AGE, NodeId, NodeKey, NodeKind, SecretIdentity, SourceCoverage, Verdict,
    },
    ids::{ConnectionId, CredentialId, VariableId},
};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

/// The reference model: a set of pairs, closed by repetition.
#[derive(Debug)]
struct Pairs {
    hidden: Vec<bool>,
    edges: BTreeSet<(usize, usize)>,
}

impl Pairs {
    fn direct(&self, node: usize, up: bool) -> BTreeSet<usize> {
        let step = |(user, used): &(usize, usize)| match up {
            true => (*used == node).then_some(*user),
            false => (*user == node).then_some(*used),
        };
        self.edges.iter().filter_map(step).collect()
    }

    fn closed(&self, node: usize, up: bool) -> BTreeSet<usize> {
        let mut found = self.direct(node, up);
        loop {
            let more: BTreeSet<usize> =
                found.iter().flat_map(|n| self.direct(*n, up)).chain(found.clone()).collect();
            if more == found {
                found.remove(&node);
                return found;
            }
            found = more;
        }
    }

    fn seen(&self, all: &BTreeSet<usize>) -> (BTreeSet<usize>, u64) {
        let hidden = all.iter().filter(|n| self.hidden[**n]).count() as u64;
        (all.iter().copied().filter(|n| !self.hidden[*n]).collect(), hidden)
    }
}

fn key(n: usize) -> NodeKey {
    let mut bytes = [0; 16];
    bytes[..8].copy_from_slice(&(n as u64).to_le_bytes());
    match n % 5 {
        0 => NodeKey::Variable(VariableId::from_bytes(bytes)),
        1 => NodeKey::Credential(CredentialId::from_bytes(bytes)),
        2 => NodeKey::Connection(ConnectionId::from_bytes(bytes)),
        3 => NodeKey::Secret(SecretIdentity::new("kv", &n.to_string())),
        _ => NodeKey::Person(bytes),
    }
}

fn graph(pairs: &Pairs) -> (Graph, Vec<NodeId>) {
    let mut builder = GraphBuilder::default();
    let ids: Vec<NodeId> = (pairs.hidden.iter().enumerate())
        .map(|(n, hidden)| if *hidden { builder.hidden(key(n)) } else { builder.node(key(n)) })
        .collect();
    for (user, used) in &pairs.edges {
        builder.edge(ids[*user], ids[*used], EdgeKind::Declared);
        builder.edge(ids[*user], ids[*used], EdgeKind::Observed);
    }
    (builder.build(), ids)
}

fn pairs() -> impl Strategy<Value = Pairs> {
    (2usize..30).prop_flat_map(|count| {
        let hidden = prop::collection::vec(prop::bool::weighted(0.2), count);
        let edges = prop::collection::btree_set((0..count, 0..count), 0..count * 3);
        (hidden, edges).prop_map(|(hidden, edges)| Pairs {
            hidden,
            edges: edges.into_iter().filter(|(a, b)| a != b).collect(),
        })
    })
}

fn read(answer: &Answer, ids: &[NodeId]) -> (BTreeSet<usize>, u64) {
    let at: BTreeMap<NodeId, usize> = ids.iter().enumerate().map(|(n, id)| (*id, n)).collect();
    (answer.hits.iter().map(|hit| at[&hit.node]).collect(), answer.hidden)
}

proptest! {
    #[test]
    fn every_question_agrees_with_the_reference_model(pairs in pairs()) {
        let (graph, ids) = graph(&pairs);
        prop_assert_eq!(graph.edges(), pairs.edges.len());
        for (n, id) in ids.iter().enumerate() {
            let expect = |up, all: bool| {
                pairs.seen(&if all { pairs.closed(n, up) } else { pairs.direct(n, up) })
            };
            prop_assert_eq!(read(&graph.used_by(*id), &ids), expect(true, false));
            prop_assert_eq!(read(&graph.uses(*id), &ids), expect(false, false));
            prop_assert_eq!(read(&graph.affected(*id), &ids), expect(true, true));
            prop_assert_eq!(read(&graph.needs(*id), &ids), expect(false, true));
            let blocked = graph.delete_blocked_by(*id);
            let (by, breaks) = (read(&blocked.by, &ids), read(&blocked.breaks, &ids));
            let both: BTreeSet<usize> = by.0.union(&breaks.0).copied().collect();
            prop_assert_eq!((both, by.1 + breaks.1), expect(true, false));
            for user in by.0 {
                let pair = (graph.kind(ids[user]), graph.kind(*id));
                prop_assert!(matches!(
                    pair,
                    (NodeKind::Credential, NodeKind::Variable) | (NodeKind::Variable, NodeKind::Secret)
                ));
            }
        }
        for kind in [NodeKind::Variable, NodeKind::Credential, NodeKind::Secret] {
            let unused: BTreeSet<NodeId> = graph.unused(kind).collect();
            let expected: BTreeSet<NodeId> = (0..ids.len())
                .filter(|n| key(*n).kind() == kind && !pairs.hidden[*n])
                .filter(|n| pairs.direct(*n, true).is_empty())
                .map(|n| ids[n])
                .collect();
            prop_assert_eq!(unused, expected);
        }
    }

    #[test]
    fn a_way_is_shortest_and_each_step_is_an_edge(pairs in pairs()) {
        let (graph, ids) = graph(&pairs);
        for id in &ids {
            let answer = graph.affected(*id);
            let mut last = 0;
            for hit in &answer.hits {
                prop_assert!(hit.distance >= last);
                last = hit.distance;
                prop_assert!(graph.used_by(hit.through).hits.iter().any(|h| h.node == hit.node));
                let direct = graph.used_by(*id).hits.iter().any(|h| h.node == hit.node);
                prop_assert_eq!(direct, hit.distance == 1);
            }
        }
    }
}

#[test]
fn the_surest_way_of_knowing_an_edge_is_kept() {
    let mut builder = GraphBuilder::default();
    let (user, used) = (builder.node(key(1)), builder.node(key(0)));
    for kind in [EdgeKind::Observed, EdgeKind::Candidate, EdgeKind::Declared, EdgeKind::Found] {
        builder.edge(user, used, kind);
    }
    builder.edge(used, used, EdgeKind::Declared);
    let graph = builder.build();
    assert_eq!(graph.edges(), 1);
    assert_eq!(graph.uses(user).hits[0].edge, EdgeKind::Declared);
    assert_eq!(graph.find(&key(1)), Some(user));
}

fn now() -> Timestamp {
    "2026-11-21T08:00:00Z".parse().unwrap()
}

fn complete() -> Coverage {
    let source = SourceCoverage { scanned: Some(now()), ..SourceCoverage::default() };
    Coverage { sources: vec![source], ..Coverage::default() }
}

#[test]
fn safe_to_delete_needs_complete_coverage() {
    assert_eq!(complete().verdict(0, now()), Verdict::SafeToDelete);
    assert_eq!(complete().verdict(1, now()), Verdict::InUse);
    assert_eq!(Coverage::default().gaps(now()), [Gap::NoSource]);
    let day = SignedDuration::from_hours(24);
    let second = SignedDuration::from_secs(1);
    type Change = fn(&mut Coverage);
    let changes: [(Change, Gap); 8] = [
        (|c| c.sources[0].scanned = None, Gap::NeverScanned(1)),
        (|c| c.sources[0].missing = true, Gap::FolderMissing(1)),
        (|c| c.sources[0].too_large = 2, Gap::TooLarge(2)),
        (|c| c.sources[0].not_readable = 3, Gap::NotReadable(3)),
        (|c| c.sources[0].not_understood = 4, Gap::NotUnderstood(4)),
        (|c| c.unresolved = 5, Gap::Unresolved(5)),
        (|c| c.shared = 6, Gap::Shared(6)),
        (|c| c.sources.push(SourceCoverage::default()), Gap::NeverScanned(1)),
    ];
    for (change, gap) in changes {
        let mut coverage = complete();
        change(&mut coverage);
        assert_eq!(coverage.gaps(now()), [gap]);
        assert_eq!(coverage.verdict(0, now()), Verdict::NoUseFound, "{gap:?}");
    }
    let at = |scanned, watched| {
        let mut coverage = complete();
        coverage.sources[0].scanned = Some(scanned);
        coverage.sources[0].watched = watched;
        coverage.gaps(now())
    };
    assert_eq!(at(now() - day, false), []);
    assert_eq!(at(now() - day - second, false), [Gap::Old(1)]);
    assert_eq!(at(now() - day - second, true), [], "a watched source does not grow old");
    assert_eq!(at(now() + second, false), [Gap::Old(1)], "a clock that ran ahead proves nothing");
}

#[test]
fn a_hidden_dependent_is_a_use() {
    let coverage = Coverage { hidden: 1, ..complete() };
    assert_eq!(coverage.verdict(0, now()), Verdict::InUse);
}

#[test]
fn what_another_device_said_is_believed_for_a_week_and_never_from_the_future() {
    let now = Timestamp::from_second(1_800_000_000).unwrap();
    let second = SignedDuration::from_secs(1);
    let said = |at| DeviceCoverage { reported: Some(at), complete: true, unresolved: 0 };
    assert_eq!(said(now).gap(now), None, "control");
    assert_eq!(DeviceCoverage::default().gap(now), Some(Gap::NoReport(1)));
    let (old, ahead) = (now - LONGEST_REPORT_AGE, now + CLOCKS_APART);
    assert_eq!(said(old).gap(now), None);
    assert_eq!(said(old - second).gap(now), Some(Gap::ReportOld(1)));
    assert_eq!(said(old - second).days(now), 7);
    assert_eq!(said(ahead).gap(now), None, "clocks are never quite alike");
    assert_eq!(said(ahead + second).gap(now), Some(Gap::ReportAhead(1)));
    let extreme = [Timestamp::MIN, Timestamp::MAX];
    assert!(extreme.iter().all(|at| said(*at).gap(now).is_some()));
    let partly = DeviceCoverage { complete: false, ..said(now) };
    assert_eq!(partly.gap(now), Some(Gap::ReportIncomplete(1)));
    let unsure = DeviceCoverage { unresolved: 3, ..said(now) };
    assert_eq!(unsure.gap(now), Some(Gap::ReportUnresolved(3)));
}

#[test]
fn a_delete_is_safe_only_when_every_device_says_so() {
    let now = Timestamp::from_second(1_800_000_000).unwrap();
    let source = SourceCoverage { scanned: Some(now), ..SourceCoverage::default() };
    let good = DeviceCoverage { reported: Some(now), complete: true, unresolved: 0 };
    let with = |devices: Vec<DeviceCoverage>| {
        let sources = vec![source.clone()];
        Coverage { sources, devices, ..Coverage::default() }.verdict(0, now)
    };
    assert_eq!(with(vec![good.clone(), good.clone()]), Verdict::SafeToDelete, "control");
    assert_eq!(with(vec![good, DeviceCoverage::default()]), Verdict::NoUseFound);
}

#[test]
fn of_several_reports_the_worst_counts() {
    let now = Timestamp::from_second(1_800_000_000).unwrap();
    let (old, ahead) = (now - CLOCKS_APART * 24 * 9, now + CLOCKS_APART * 2);
    let worse = |one, other| {
        let both = DeviceCoverage::worse(one, other, now);
        assert_eq!(both, DeviceCoverage::worse(other, one, now));
        DeviceCoverage { reported: both, complete: true, unresolved: 0 }.gap(now)
    };
    assert_eq!(worse(Some(now), Some(now)), None, "control");
    assert_eq!(worse(Some(now), Some(old)), Some(Gap::ReportOld(1)));
    assert_eq!(worse(Some(now), Some(ahead)), Some(Gap::ReportAhead(1)));
    assert_eq!(worse(Some(old), Some(ahead)), Some(Gap::ReportAhead(1)));
    assert_eq!(worse(Some(ahead), None), Some(Gap::NoReport(1)));
    let unseen = Coverage { unseen: 1, ..Coverage::default() };
    assert!(unseen.gaps(now).contains(&Gap::TeamNotSeen(1)));
}
