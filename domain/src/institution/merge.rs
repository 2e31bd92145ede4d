//! Two entries of one institution: the second is merged into the first, which is kept, and may be parted from it again. One
//! person proposes, another approves.
//!
//! Nothing is moved. What belongs to an entry stays with it, so that it stands as it stood once the two are parted.

use serde::Serialize;

use crate::access::Action;
use crate::refusal::{Offer, Refusal};
use crate::words::{AccountId, coded};

coded! {
    /// Where a merge stands.
    State "merge_state_unknown" {
        /// 合并待核准
        Proposed "proposed" "合并待核准" "Proposed",
        /// 已合并
        Merged "merged" "已合并" "Merged",
        /// 恢复待核准
        Parting "parting" "恢复待核准" "To be parted",
        /// 已恢复
        Parted "parted" "已恢复" "Parted",
        /// 未核准
        Refused "refused" "未核准" "Refused",
        /// 已撤回
        Withdrawn "withdrawn" "已撤回" "Taken back",
    }
}

coded! {
    /// The steps by name.
    Step "event_unknown" {
        /// What was proposed is done.
        Approve "approve" "核准" "Approve",
        /// What was proposed is not done.
        Refuse "refuse" "不予核准" "Refuse",
        /// The proposal is taken back.
        Withdraw "withdraw" "撤回" "Take back",
        /// It is proposed to part the two.
        Part "part" "提出恢复" "Propose to part them",
    }
}

impl Step {
    /// The right it needs.
    #[must_use]
    pub const fn action(self) -> Action {
        match self {
            Self::Approve | Self::Refuse => Action::DecideMerge,
            Self::Withdraw | Self::Part => Action::ProposeMerge,
        }
    }
}

impl State {
    /// Whether something waits for a lead officer.
    #[must_use]
    pub const fn waits(self) -> bool {
        matches!(self, Self::Proposed | Self::Parting)
    }

    /// Whether the merge is proposed or stands: no other of the same entry begins.
    #[must_use]
    pub const fn is_live(self) -> bool {
        matches!(self, Self::Proposed | Self::Merged | Self::Parting)
    }

    /// Whether the second entry is hidden.
    #[must_use]
    pub const fn hides(self) -> bool {
        matches!(self, Self::Merged | Self::Parting)
    }
}

/// What stands between two entries and their merge.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pair {
    /// Both are the same entry.
    pub same: bool,
    /// The entry that is to be hidden is merged already, or others are merged into it.
    pub hidden_is_merged: bool,
    /// The entry that is to be kept is hidden itself.
    pub kept_is_merged: bool,
    /// The entry that is to be kept holds a licence in force.
    pub kept_licensed: bool,
    /// The entry that is to be hidden holds one.
    pub hidden_licensed: bool,
    /// The entry that is to be kept has a credit code, which is checked against its certificate.
    pub kept_coded: bool,
    /// The entry that is to be hidden has one.
    pub hidden_coded: bool,
    /// Numbers of the open cases about the entry that is to be hidden.
    pub cases: Vec<String>,
    /// Numbers of its open applications.
    pub applications: Vec<String>,
}

/// Something that stands against a merge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Obstacle {
    /// Stable code.
    pub code: &'static str,
    /// What it is, in Chinese.
    pub zh: &'static str,
    /// The same in English.
    pub en: &'static str,
    /// Numbers of the cases or applications.
    pub numbers: Vec<String>,
}

const SAME: Refusal = Refusal::step(
    "merge_same",
    "两条登记是同一条，不能合并",
    "both are the same entry",
);
const HIDDEN_IS_MERGED: Refusal = Refusal::step(
    "merge_chain",
    "拟停用的登记已经合并，或者另有登记并入其中，请先恢复",
    "the entry to be hidden is merged, or others are merged into it; part them first",
);
const KEPT_IS_MERGED: Refusal = Refusal::step(
    "merge_into_merged",
    "拟保留的登记本身已并入另一条登记，请并入那一条",
    "the entry to be kept is hidden itself; merge into the one it was merged into",
);
const TWO_LICENCES: Refusal = Refusal::step(
    "merge_two_licences",
    "两条登记各有一张有效期内的许可证，不是重复登记",
    "both hold a licence in force: these are two institutions",
);
const LICENCE_HIDDEN: Refusal = Refusal::step(
    "merge_licence_hidden",
    "拟停用的登记持有有效期内的许可证，请保留这一条",
    "the entry to be hidden holds a licence in force; keep this one",
);
const TWO_CODES: Refusal = Refusal::step(
    "merge_two_codes",
    "两条登记的统一社会信用代码不同，不是同一主体",
    "their credit codes differ: these are two institutions",
);
const CODE_HIDDEN: Refusal = Refusal::step(
    "merge_code_hidden",
    "拟停用的登记有统一社会信用代码而另一条没有，请保留有代码的一条",
    "the entry to be hidden has a credit code and the other has none; keep the one with the code",
);
const OPEN_CASE: Refusal = Refusal::step(
    "merge_open_case",
    "拟停用的登记有未结案件，结案后再合并",
    "a case about the entry to be hidden is open; merge after it is closed",
);
const OPEN_APPLICATION: Refusal = Refusal::step(
    "merge_open_application",
    "拟停用的登记有未办结的许可申请，办结后再合并",
    "an application of the entry to be hidden is open; merge after it is decided",
);

impl Pair {
    fn found(&self) -> Vec<(Refusal, Vec<String>)> {
        let plain = |holds: bool, refusal| holds.then(|| (refusal, Vec::new()));
        let listed = |numbers: &[String], refusal| {
            (!numbers.is_empty()).then(|| (refusal, numbers.to_vec()))
        };
        let found = [
            plain(self.same, SAME),
            plain(self.hidden_is_merged, HIDDEN_IS_MERGED),
            plain(self.kept_is_merged, KEPT_IS_MERGED),
            plain(self.kept_licensed && self.hidden_licensed, TWO_LICENCES),
            plain(!self.kept_licensed && self.hidden_licensed, LICENCE_HIDDEN),
            plain(self.kept_coded && self.hidden_coded, TWO_CODES),
            plain(!self.kept_coded && self.hidden_coded, CODE_HIDDEN),
            listed(&self.cases, OPEN_CASE),
            listed(&self.applications, OPEN_APPLICATION),
        ];
        found.into_iter().flatten().collect()
    }

    /// Everything that stands against the merge, for the page on which it is proposed and approved.
    #[must_use]
    pub fn obstacles(&self) -> Vec<Obstacle> {
        let shown = |(refusal, numbers): (Refusal, Vec<String>)| Obstacle {
            code: refusal.code,
            zh: refusal.zh,
            en: refusal.en,
            numbers,
        };
        self.found().into_iter().map(shown).collect()
    }

    /// Why the two cannot be merged; the first reason where there are several.
    #[must_use]
    pub fn refusal(&self) -> Option<Refusal> {
        self.found().into_iter().next().map(|(refusal, _)| refusal)
    }
}

/// Another merge of the same entry is proposed or stands.
pub const WAITS: Refusal = Refusal::step(
    "merge_waits",
    "这条登记的合并已经提出或者核准",
    "a merge of this entry is proposed or stands already",
);
/// What is entered goes to the entry that is kept.
pub const HIDDEN: Refusal = Refusal::step(
    "institution_merged",
    "这条登记已并入另一条登记，请在保留的登记上办理",
    "the entry was merged into another one; work on the one that is kept",
);
const NOT_MERGED: Refusal = Refusal::step(
    "merge_not_made",
    "合并尚未核准，可以撤回，不需要恢复",
    "the merge has not been approved; take it back",
);
const DECIDED: Refusal = Refusal::step(
    "merge_decided",
    "这一步已经有了决定",
    "this has been decided",
);
const PARTING_WAITS: Refusal = Refusal::step(
    "merge_parting",
    "恢复已经提出，等待核准",
    "to part them has been proposed already",
);
const CLOSED: Refusal = Refusal::step(
    "merge_closed",
    "这项合并已经恢复、撤回或者未获核准",
    "the merge was parted, taken back or refused",
);
const OWN: Refusal = Refusal::step(
    "own_merge",
    "不能核准本人提出的事项，请由另一位负责人办理",
    "you proposed it; another person decides",
);
const REASON_MISSING: Refusal = Refusal::step("reason_missing", "请写明理由", "say why");

/// A merge, proposed or made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Merge {
    /// Where it stands.
    pub state: State,
    /// Who proposed what waits, or waited last.
    pub asked_by: AccountId,
}

impl Merge {
    /// Why `by` cannot take the step now, with `reason`; nothing where it may. `pair` is how the two entries stand now.
    #[must_use]
    pub fn refusal(&self, step: Step, by: AccountId, reason: &str, pair: &Pair) -> Option<Refusal> {
        let silent = reason.trim().is_empty();
        match (self.state, step) {
            (State::Refused | State::Withdrawn | State::Parted, _) => Some(CLOSED),
            (State::Merged, Step::Approve | Step::Refuse | Step::Withdraw) => Some(DECIDED),
            (State::Proposed, Step::Part) => Some(NOT_MERGED),
            (State::Parting, Step::Part) => Some(PARTING_WAITS),
            (State::Merged, Step::Part) => silent.then_some(REASON_MISSING),
            (State::Proposed | State::Parting, Step::Withdraw) => None,
            (State::Proposed | State::Parting, Step::Approve | Step::Refuse)
                if self.asked_by == by =>
            {
                Some(OWN)
            }
            (State::Proposed, Step::Approve) => pair.refusal(),
            (State::Parting, Step::Approve) => None,
            (State::Proposed | State::Parting, Step::Refuse) => silent.then_some(REASON_MISSING),
        }
    }

    /// Where the step leads.
    ///
    /// # Errors
    /// The refusal of [`Self::refusal`].
    pub fn apply(
        &self,
        step: Step,
        by: AccountId,
        reason: &str,
        pair: &Pair,
    ) -> Result<State, Refusal> {
        if let Some(refusal) = self.refusal(step, by, reason, pair) {
            return Err(refusal);
        }
        Ok(match (self.state, step) {
            (State::Proposed, Step::Approve) => State::Merged,
            (State::Proposed, Step::Refuse) => State::Refused,
            (State::Proposed, _) => State::Withdrawn,
            (State::Parting, Step::Approve) => State::Parted,
            (State::Parting, _) => State::Merged,
            (_, _) => State::Parting,
        })
    }

    /// The steps, each with why `by` cannot take it now. A reason is asked for in its form.
    #[must_use]
    pub fn offers(&self, by: AccountId, pair: &Pair) -> Vec<Offer<Step>> {
        let offer = |step: &Step| Offer {
            event: *step,
            refusal: self.refusal(*step, by, "to be said", pair),
        };
        Step::ALL.iter().map(offer).collect()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test stops where it fails")]
mod tests {
    use super::*;
    use crate::words::Instant;
    use proptest::prelude::*;

    fn people() -> [AccountId; 2] {
        [1, 2].map(|seed| AccountId::new(Instant::from_millis(0), [seed; 10]))
    }

    /// What makes a pair one that cannot be merged.
    type Against = fn(&mut Pair);

    #[test]
    fn each_obstacle_refuses_and_names_what_is_open() {
        let pair = |change: Against| {
            let mut pair = Pair::default();
            change(&mut pair);
            pair
        };
        let cases: [(Against, &str); 9] = [
            (|it| it.same = true, "merge_same"),
            (|it| it.hidden_is_merged = true, "merge_chain"),
            (|it| it.kept_is_merged = true, "merge_into_merged"),
            (
                |it| (it.kept_licensed, it.hidden_licensed) = (true, true),
                "merge_two_licences",
            ),
            (|it| it.hidden_licensed = true, "merge_licence_hidden"),
            (
                |it| (it.kept_coded, it.hidden_coded) = (true, true),
                "merge_two_codes",
            ),
            (|it| it.hidden_coded = true, "merge_code_hidden"),
            (
                |it| it.cases.push("AJ2026000125".to_owned()),
                "merge_open_case",
            ),
            (
                |it| it.applications.push("XK2026000125".to_owned()),
                "merge_open_application",
            ),
        ];
        for (change, code) in cases {
            let pair = pair(change);
            assert_eq!(pair.refusal().map(|it| it.code), Some(code));
            let [obstacle] = pair.obstacles().try_into().unwrap();
            let listed = !pair.cases.is_empty() || !pair.applications.is_empty();
            assert_eq!(
                (obstacle.code, obstacle.numbers.is_empty()),
                (code, !listed)
            );
        }
        assert_eq!(Pair::default().refusal(), None);
        let kept_has_all = Pair {
            kept_licensed: true,
            kept_coded: true,
            ..Pair::default()
        };
        assert_eq!(kept_has_all.refusal(), None);
    }

    #[test]
    fn nobody_approves_what_they_proposed() {
        let [officer, lead] = people();
        for state in [State::Proposed, State::Parting] {
            let merge = Merge {
                state,
                asked_by: officer,
            };
            for step in [Step::Approve, Step::Refuse] {
                let own = merge.apply(step, officer, "x", &Pair::default());
                assert_eq!(
                    own.map_err(|it| it.code),
                    Err("own_merge"),
                    "{state} {step}"
                );
                assert!(merge.apply(step, lead, "x", &Pair::default()).is_ok());
            }
        }
    }

    proptest! {
        #[test]
        fn whatever_is_done_an_entry_is_hidden_only_by_two_people(steps in prop::collection::vec((0..4_usize, 0..2_usize), 0..12)) {
            let [first, _] = people();
            let mut merge = Merge { state: State::Proposed, asked_by: first };
            let mut hidden = false;
            for (step, by) in steps {
                let (step, by) = (*Step::ALL.get(step).unwrap(), *people().get(by).unwrap());
                let Ok(state) = merge.apply(step, by, "x", &Pair::default()) else { continue };
                // What hides or shows an entry is an approval by somebody who did not propose it.
                if state.hides() != hidden {
                    prop_assert_eq!(step, Step::Approve);
                    prop_assert_ne!(merge.asked_by, by);
                    hidden = state.hides();
                }
                merge.state = state;
                if step == Step::Part { merge.asked_by = by; }
            }
        }
    }
}
