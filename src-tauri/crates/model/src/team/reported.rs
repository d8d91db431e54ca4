//! Which reports of use of a record count, and which can be said to stand.

use crate::{
    ids::PersonId,
    team::{
        entry::{EpochOp, Subject},
        records::{RecordFold, RecordOps},
        scope::{At, before},
        uses::{self, Stands, UseState},
    },
};

impl<'a> RecordFold<'a, '_> {
    /// Of each device the report that counts, with when it was so last, and where reports were written
    /// without a right.
    pub(super) fn reported(
        &self,
        ops: &RecordOps<'a>,
        made: &[(At, &EpochOp)],
        stands: &Stands<'_>,
    ) -> (Vec<UseState>, Vec<At>) {
        let had = |person, at| self.has(person, at, |_| true);
        let kept = |person, at| self.kept(person, at);
        let (mut reports, wrong) = uses::latest(self.graph, &ops.uses, had, kept);
        if !reports.is_empty() {
            let breaks = self.breaks(made);
            reports.iter_mut().for_each(|(at, report)| stands.bring_up(*at, report, &breaks));
        }
        (reports.into_iter().map(|(_, report)| report).collect(), wrong)
    }

    /// Whether a person has had access without a break since `at`.
    fn kept(&self, person: PersonId, at: At) -> bool {
        let held = |index: usize| {
            self.outcome.grants[index]
                && before(self.graph, self.scope.grants[index].at, at)
                && !self.scope.is_struck(&self.outcome.revokes, index, None, None)
        };
        self.people.kept(person, at) && self.scope.held_by(person).any(held)
    }

    /// Where somebody lost access, also if they have it again, somebody who had it lost a device, or
    /// a key was made.
    fn breaks(&self, made: &[(At, &EpochOp)]) -> Vec<At> {
        let mut breaks: Vec<At> = made.iter().map(|(at, _)| *at).collect();
        for (index, grant) in self.scope.grants.iter().enumerate() {
            if !self.outcome.grants[index] {
                continue;
            }
            breaks.extend(self.takers(index));
            match grant.to {
                Subject::Person(person) => breaks.extend(self.people.answers(person)),
                Subject::Everyone => {
                    breaks.extend(self.people.all_answers());
                    let removed = self.people.removals().into_values().flatten();
                    let removed = removed.map(|revoke| revoke.at);
                    breaks.extend(removed.filter(|at| !before(self.graph, *at, grant.at)));
                }
            }
        }
        breaks.sort_unstable_by_key(|at| (at.entry, at.op));
        breaks.dedup();
        breaks
    }
}
