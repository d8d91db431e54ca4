//! Who is in the team, and with which keys.

use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::Timestamp;

use crate::{
    ids::{DeviceId, PersonId},
    team::{
        entry::{BlobId, EntryId, EpochOp, Introduction, Op, Previous, Subject},
        graph::Graph,
        losses::{Losses, LostDevice, Report},
        roles::{Reach, TeamRole},
        scope::{At, Grant, Outcome, Revoke, Scope, before},
    },
};

/// A person in the team.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// The person.
    pub person: PersonId,
    /// The shown name.
    pub name: String,
    /// The mail, possibly empty.
    pub mail: String,
    /// Whether they own the team.
    pub owner: bool,
    /// When they came, by the clock of whoever let them in; seconds since 1970.
    pub since: i64,
    /// Who let them in; none for who began the team.
    pub admitted_by: Option<PersonId>,
    /// The key to which others seal.
    pub sealing: Vec<u8>,
    /// Devices that speak for them.
    pub devices: Vec<DeviceId>,
}

/// A person who is no longer in the team.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Departure {
    /// Who.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// By whom; themselves when they left.
    pub by: PersonId,
    /// The entry that says so.
    pub entry: EntryId,
    /// When, by the clock of its author; seconds since 1970.
    pub written: i64,
}

/// An invitation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// Names it.
    pub id: [u8; 16],
    /// For whom.
    pub mail: String,
    /// Its secret, sealed to the owners.
    pub boxes: BlobId,
    /// Who invited.
    pub by: PersonId,
    /// When it was made, by the clock of who made it; seconds since 1970.
    pub written: i64,
    /// Whether nobody came by it yet, and no owner took it back.
    pub open: bool,
    /// Whether somebody came by it.
    pub used: bool,
}

impl Invitation {
    /// How long an invitation is good.
    pub const DAYS: i64 = 14;

    /// Until when somebody may ask to join with it.
    #[must_use]
    pub fn expires(&self) -> Option<Timestamp> {
        let seconds = self.written.checked_add(Self::DAYS * 86_400)?;
        Timestamp::from_second(seconds).ok()
    }
}

/// A key of the team or of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EpochState {
    /// The entry that made it, which is its name.
    pub name: EntryId,
    /// Binds the key.
    pub commitment: [u8; 32],
    /// The key, sealed to those who may have it.
    pub boxes: BlobId,
    /// The keys before.
    pub previous: Vec<Previous>,
    /// Whether no other epoch was made after it.
    pub current: bool,
}

/// Ops that concern the team itself, in canonical order.
#[derive(Default)]
pub(super) struct TeamOps<'a> {
    pub(super) grants: Vec<Grant<TeamRole>>,
    pub(super) revokes: Vec<Revoke>,
    pub(super) introductions: Vec<(At, &'a Introduction)>,
    pub(super) epochs: Vec<(At, PersonId, &'a EpochOp)>,
    pub(super) invitations: Vec<(At, PersonId, &'a Op)>,
    pub(super) came_by: Vec<(At, [u8; 16])>,
    pub(super) withdrawn: Vec<(At, PersonId, [u8; 16])>,
    pub(super) uses_stand: Vec<(At, PersonId)>,
}

/// Who speaks in which entry, and what they may in the team.
pub(super) struct People<'a> {
    graph: &'a Graph,
    scope: Scope<'a, TeamRole>,
    outcome: Outcome,
    /// Places of admissions that count.
    admitted: HashSet<At>,
    losses: Losses<'a>,
}

impl<'a> People<'a> {
    pub(super) fn new(graph: &'a Graph, ops: &mut TeamOps<'a>) -> Self {
        let (grants, revokes) = (std::mem::take(&mut ops.grants), std::mem::take(&mut ops.revokes));
        let mut scope = Scope::new(graph, grants, revokes);
        let mut outcome = scope.solve();
        while let Some(last) = takes_the_last_owner(&scope, &outcome) {
            scope.revokes[last].settled = Some(false);
            outcome = scope.solve();
        }
        let counted = scope.grants.iter().zip(&outcome.grants).filter(|(_, counted)| **counted);
        let admitted = counted.map(|(grant, _)| grant.at).collect();
        Self { graph, scope, outcome, admitted, losses: Losses::default() }
    }

    /// Takes lost devices into account.
    pub(super) fn take_losses(&mut self, reports: &[Report], ops: &TeamOps<'a>) {
        let counted =
            ops.introductions.iter().filter(|(at, who)| self.may_introduce(*at, who, false));
        self.losses = Losses::new(self.graph, reports, &counted.copied().collect::<Vec<_>>());
    }

    /// Devices that are lost, in the order of the log.
    pub(super) fn lost(&self, reports: &[Report]) -> Vec<LostDevice> {
        let mut lost: Vec<LostDevice> = reports
            .iter()
            .map(|report| LostDevice {
                device: report.device,
                person: report.person,
                entry: self.graph.id(report.at.entry),
                written: self.graph.entry(report.at.entry).written,
                answered: self.losses.is_answered(report),
            })
            .collect();
        lost.sort_by_key(|lost| {
            let at = self.graph.find(lost.entry);
            (at.map(|at| self.graph.entry(at).lamport), lost.entry, lost.device)
        });
        lost
    }

    /// Members who told of a new sealing key because they had lost a device.
    pub(super) fn losers(&self) -> impl Iterator<Item = PersonId> + '_ {
        self.losses.people().filter(|person| self.has_now(*person, TeamRole::Member))
    }

    /// Where they told of it.
    pub(super) fn answers(&self, person: PersonId) -> impl Iterator<Item = At> + '_ {
        self.losses.answers(person)
    }

    /// Whether `person` has at least `role` for what they do at `at`.
    pub(super) fn has(&self, person: PersonId, role: TeamRole, at: At) -> bool {
        self.scope.held_by(person).any(|index| {
            let grant = &self.scope.grants[index];
            self.outcome.grants[index]
                && grant.role >= role
                && before(self.graph, grant.at, at)
                && !self.scope.is_struck(&self.outcome.revokes, index, Some(at), None)
        })
    }

    /// Where anybody told of it, who is not in the team any more included.
    pub(super) fn all_answers(&self) -> impl Iterator<Item = At> + '_ {
        self.losses.people().flat_map(|person| self.losses.answers(person))
    }

    /// Whether `person` has been in the team without a break since `at`.
    pub(super) fn kept(&self, person: PersonId, at: At) -> bool {
        let mut live = self.live(person, TeamRole::Member);
        live.any(|index| before(self.graph, self.scope.grants[index].at, at))
    }

    /// Whether `person` has `role` when all is known.
    pub(super) fn has_now(&self, person: PersonId, role: TeamRole) -> bool {
        self.live(person, role).next().is_some()
    }

    fn live(&self, person: PersonId, role: TeamRole) -> impl Iterator<Item = usize> + '_ {
        self.scope.held_by(person).filter(move |index| {
            self.outcome.grants[*index]
                && self.scope.grants[*index].role >= role
                && !self.scope.is_struck(&self.outcome.revokes, *index, None, None)
        })
    }

    /// Ops that were not by right: admissions and nominations, then removals.
    pub(super) fn refused(&self) -> impl Iterator<Item = At> + '_ {
        let grants = self.scope.grants.iter().zip(&self.outcome.grants);
        let revokes = self.scope.revokes.iter().zip(&self.outcome.revokes);
        let grants = grants.filter(|(_, counted)| !**counted).map(|(grant, _)| grant.at);
        grants.chain(revokes.filter(|(_, reach)| **reach == Reach::None).map(|(r, _)| r.at))
    }

    /// Removals that count, by who was removed.
    pub(super) fn removals(&self) -> HashMap<PersonId, Vec<Revoke>> {
        let mut found: HashMap<PersonId, Vec<Revoke>> = HashMap::new();
        for (revoke, reach) in self.scope.revokes.iter().zip(&self.outcome.revokes) {
            if let (Subject::Person(person), true) = (revoke.from, *reach != Reach::None) {
                found
                    .entry(person)
                    .or_default()
                    .push(Revoke { settled: Some(true), ..revoke.clone() });
            }
        }
        found
    }

    /// Who is in the team. The last introduction brings the key; that of a device that `is_lost`,
    /// and one that such a device may have, only while there is no other.
    pub(super) fn members(
        &self,
        ops: &TeamOps<'a>,
        is_lost: impl Fn(PersonId, DeviceId) -> bool,
    ) -> BTreeMap<PersonId, Member> {
        let mut members = BTreeMap::new();
        for (at, who) in &ops.introductions {
            let known = members.get(&who.person).is_some_and(|m: &Member| {
                m.devices.contains(&who.device) && self.has(who.person, TeamRole::Member, *at)
            });
            if !self.may_introduce(*at, who, known) {
                continue;
            }
            let Some(grant) = self.live(who.person, TeamRole::Member).next() else { continue };
            let grant = &self.scope.grants[grant];
            let member = members.entry(who.person).or_insert_with(|| Member {
                person: who.person,
                name: who.name.clone(),
                mail: who.mail.clone(),
                owner: self.has_now(who.person, TeamRole::Owner),
                since: self.graph.entry(grant.at.entry).written,
                admitted_by: grant.by,
                sealing: Vec::new(),
                devices: Vec::new(),
            });
            let lost = is_lost(who.person, who.device);
            let spoiled = lost || self.losses.may_have(self.graph, who);
            if !spoiled || member.sealing.is_empty() {
                member.sealing.clone_from(&who.sealing);
            }
            if !lost && !member.devices.contains(&who.device) {
                member.devices.push(who.device);
            }
        }
        members
    }

    pub(super) fn departed(&self, ops: &TeamOps<'a>) -> Vec<Departure> {
        let mut found = Vec::new();
        for (person, revokes) in self.removals() {
            let name = ops.introductions.iter().find(|(_, who)| who.person == person);
            let (Some((_, who)), false) = (name, self.has_now(person, TeamRole::Member)) else {
                continue;
            };
            let Some(last) = revokes.last() else { continue };
            let (by, entry) = (last.by, self.graph.id(last.at.entry));
            let written = self.graph.entry(last.at.entry).written;
            found.push(Departure { person, name: who.name.clone(), by, entry, written });
        }
        found.sort_by_key(|departure| (departure.written, departure.entry));
        found
    }

    pub(super) fn epochs(&self, ops: &TeamOps<'a>) -> Vec<EpochState> {
        let counted = ops.epochs.iter().filter(|(at, by, _)| {
            self.graph.entry(at.entry).sequence == 0 && is_genesis(self.graph, *at)
                || self.has(*by, TeamRole::Owner, *at)
        });
        epoch_states(self.graph, &counted.map(|(at, _, op)| (*at, *op)).collect::<Vec<_>>())
    }

    /// Whether somebody who left, or a lost device, still has the newest team key.
    pub(super) fn key_pending(&self, ops: &TeamOps<'a>, epochs: &[EpochState]) -> bool {
        let current: Vec<At> =
            at_current(self.graph, ops.epochs.iter().map(|(at, ..)| *at), epochs);
        let known = |cut: At| current.iter().any(|epoch| !before(self.graph, cut, *epoch));
        self.removals().iter().any(|(person, revokes)| {
            !self.has_now(*person, TeamRole::Member)
                && revokes.iter().any(|revoke| known(revoke.at))
        }) || self.losers().any(|person| self.answers(person).any(known))
    }

    pub(super) fn invitations(&self, ops: &TeamOps<'a>) -> Vec<Invitation> {
        let counted =
            ops.invitations.iter().filter(|(at, by, _)| self.has(*by, TeamRole::Owner, *at));
        counted
            .filter_map(|(at, by, op)| {
                let Op::Invite { invitation, mail, boxes } = op else { return None };
                let used =
                    |(at, id): &(At, [u8; 16])| id == invitation && self.admitted.contains(at);
                let back = |(at, by, id): &(At, PersonId, [u8; 16])| {
                    id == invitation && self.has(*by, TeamRole::Owner, *at)
                };
                let used = ops.came_by.iter().any(used);
                Some(Invitation {
                    id: *invitation,
                    mail: mail.clone(),
                    boxes: *boxes,
                    by: *by,
                    written: self.graph.entry(at.entry).written,
                    open: !used && !ops.withdrawn.iter().any(back),
                    used,
                })
            })
            .collect()
    }

    /// A replayed introduction must not bring back an older sealing key: an admission counts only
    /// by right and not for a member on a device that is `known`, a device's own word only from a
    /// member.
    fn may_introduce(&self, at: At, who: &Introduction, known: bool) -> bool {
        match &self.graph.entry(at.entry).ops[at.op] {
            Op::Device { .. } => self.has(who.person, TeamRole::Member, at),
            _ => self.admitted.contains(&at) && !known,
        }
    }
}

fn is_genesis(graph: &Graph, at: At) -> bool {
    matches!(graph.entry(at.entry).ops.get(at.op), Some(Op::Genesis { .. }))
}

/// Epochs with the mark on those after which no other was made.
pub(super) fn epoch_states(graph: &Graph, counted: &[(At, &EpochOp)]) -> Vec<EpochState> {
    counted
        .iter()
        .map(|(at, op)| EpochState {
            name: graph.id(at.entry),
            commitment: op.commitment,
            boxes: op.boxes,
            previous: op.previous.clone(),
            current: !counted.iter().any(|(other, _)| other != at && before(graph, *at, *other)),
        })
        .collect()
}

/// Where the current ones of `epochs` were made.
pub(super) fn at_current(
    graph: &Graph,
    made: impl Iterator<Item = At>,
    epochs: &[EpochState],
) -> Vec<At> {
    let is_current =
        |at: &At| epochs.iter().any(|epoch| epoch.current && epoch.name == graph.id(at.entry));
    made.filter(is_current).collect()
}

/// The first removal after which no owner would be left; it must not count.
fn takes_the_last_owner(scope: &Scope<'_, TeamRole>, outcome: &Outcome) -> Option<usize> {
    let none = vec![Reach::None; outcome.revokes.len()];
    let mut kept = none.clone();
    let concerns_an_owner = |at: usize| {
        scope
            .grants
            .iter()
            .any(|grant| grant.role == TeamRole::Owner && grant.to == scope.revokes[at].from)
    };
    for at in 0..kept.len() {
        kept[at] = outcome.revokes[at];
        if kept[at] == Reach::None || !concerns_an_owner(at) {
            continue;
        }
        let counted = scope.pass(&kept, &none).grants;
        let owned = scope.grants.iter().enumerate().any(|(index, grant)| {
            counted[index]
                && grant.role == TeamRole::Owner
                && !scope.is_struck(&kept, index, None, None)
        });
        if !owned {
            return Some(at);
        }
    }
    None
}
