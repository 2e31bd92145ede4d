//! Changes of a record of the register: what each side may change at once, what the other has to agree to, and the
//! request that waits for it.

use serde::{Deserialize, Serialize};

use super::field::{Field, Owner};
use crate::access::Action;
use crate::refusal::{Offer, Refusal};
use crate::words::{AccountId, coded};

coded! {
    /// Who wants the change.
    Side "side_unknown" {
        /// 机构
        Institution "institution" "机构" "The institution",
        /// 主管部门
        Authority "authority" "主管部门" "The authority",
    }
}

coded! {
    /// Who agrees to it.
    Decider "decider_unknown" {
        /// 机构
        Institution "institution" "机构" "The institution",
        /// 经办人员
        Officer "officer" "主管部门经办人员" "An officer",
        /// 负责人
        Lead "lead" "主管部门负责人" "A lead officer",
    }
}

/// One field of a change: what stands there, and what is to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alteration {
    /// Which.
    pub field: Field,
    /// What stood there when it was asked for.
    pub old: String,
    /// What is to stand there.
    pub new: String,
}

/// What becomes of the changes that one side wants.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plan {
    /// Written at once: the side owns these fields.
    pub now: Vec<Alteration>,
    /// What the owner of the fields has to agree to, by who decides.
    pub asked: Vec<(Decider, Vec<Alteration>)>,
}

/// The institution changes what its licence says by an application.
pub const NEEDS_APPLICATION: Refusal = Refusal::law(
    "change_needs_application",
    "ppe-55",
    "许可证载明的事项须申请变更许可，不能在这里修改",
    "what the licence says is changed by an application for a change, not here",
);

/// One request at a time waits from each side, so that two do not cross.
pub const WAITS: Refusal = Refusal::step(
    "request_waits",
    "已有一项更正待核，请等它办结，或先撤回它",
    "another change waits for an answer; wait for it, or take it back first",
);

impl Side {
    /// Who has to agree to a change of `field`; nothing where the side owns it.
    ///
    /// # Errors
    /// `change_needs_application` for an institution that wants to change what its licence says.
    pub const fn decider(self, field: Field) -> Result<Option<Decider>, Refusal> {
        match (self, field.owner()) {
            (Self::Institution, Owner::Institution) | (Self::Authority, Owner::Authority) => {
                Ok(None)
            }
            (Self::Institution, Owner::Authority) => Ok(Some(Decider::Officer)),
            (Self::Institution, Owner::Licence) => Err(NEEDS_APPLICATION),
            (Self::Authority, Owner::Institution) => Ok(Some(Decider::Institution)),
            (_, Owner::Approval) => Ok(Some(Decider::Lead)),
            // The register says otherwise than the licence: a slip of the pen, which a second person looks at.
            (Self::Authority, Owner::Licence) => Ok(Some(Decider::Lead)),
        }
    }

    /// What becomes of these changes. One that changes nothing is left out.
    ///
    /// # Errors
    /// As [`Side::decider`].
    pub fn plan(self, wanted: Vec<Alteration>) -> Result<Plan, Refusal> {
        let mut plan = Plan::default();
        for change in wanted.into_iter().filter(|it| it.old != it.new) {
            match self.decider(change.field)? {
                None => plan.now.push(change),
                Some(decider) => match plan.asked.iter_mut().find(|(by, _)| *by == decider) {
                    Some((_, others)) => others.push(change),
                    None => plan.asked.push((decider, vec![change])),
                },
            }
        }
        Ok(plan)
    }
}

impl Decider {
    /// The right that decides.
    #[must_use]
    pub const fn action(self) -> Action {
        match self {
            Self::Institution => Action::KeepOwnRecord,
            Self::Officer => Action::KeepRegister,
            Self::Lead => Action::DecideLicence,
        }
    }
}

coded! {
    /// Where a request stands.
    State "request_state_unknown" {
        /// 待核
        Open "open" "待核" "Waits",
        /// 已同意
        Approved "approved" "已同意" "Approved",
        /// 未同意
        Refused "refused" "未同意" "Refused",
        /// 已撤回
        Withdrawn "withdrawn" "已撤回" "Taken back",
    }
}

coded! {
    /// The steps by name.
    Step "event_unknown" {
        /// The record changes.
        Approve "approve" "同意" "Approve",
        /// The record stays as it is.
        Refuse "refuse" "不同意" "Refuse",
        /// The side that asked takes it back.
        Withdraw "withdraw" "撤回" "Take back",
    }
}

impl Step {
    /// The right that the step needs on a request of this side: who asked takes it back, who owns the fields decides.
    #[must_use]
    pub const fn action(self, side: Side, decider: Decider) -> Action {
        match (self, side) {
            (Self::Withdraw, Side::Institution) => Action::KeepOwnRecord,
            (Self::Withdraw, Side::Authority) => Action::KeepRegister,
            (Self::Approve | Self::Refuse, _) => decider.action(),
        }
    }
}

/// A request that waits for who owns the fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Where it stands.
    pub state: State,
    /// Who asks.
    pub side: Side,
    /// Who decides.
    pub decider: Decider,
    /// Who wrote it.
    pub asked_by: AccountId,
    /// Whether a field says something else by now than when it was asked for.
    pub overtaken: bool,
}

/// It has been decided or taken back.
const CLOSED: Refusal = Refusal::step(
    "request_closed",
    "这项更正已经办结",
    "the request has been decided or taken back",
);
/// Nobody decides what they asked for.
const OWN: Refusal = Refusal::step(
    "own_request",
    "不能核准本人提出的更正，请由另一人办理",
    "you asked for it; another person decides",
);
/// A refusal says why.
const REASON_MISSING: Refusal = Refusal::step(
    "reason_missing",
    "请写明不同意的理由",
    "say why it is refused",
);
/// The record has moved on.
const OVERTAKEN: Refusal = Refusal::step(
    "request_overtaken",
    "提出之后登记内容已经变化，请不同意或撤回后重新提出",
    "the record says something else by now; refuse it, or take it back and ask again",
);

impl Request {
    /// Why `by` cannot take the step now, with `reason`; nothing where it may.
    #[must_use]
    pub fn refusal(&self, step: Step, by: AccountId, reason: &str) -> Option<Refusal> {
        if self.state != State::Open {
            return Some(CLOSED);
        }
        match step {
            Step::Withdraw => None,
            Step::Approve | Step::Refuse if self.asked_by == by => Some(OWN),
            Step::Approve => self.overtaken.then_some(OVERTAKEN),
            Step::Refuse => reason.trim().is_empty().then_some(REASON_MISSING),
        }
    }

    /// Where the step leads.
    ///
    /// # Errors
    /// `request_closed`, `own_request`, `reason_missing`, `request_overtaken`.
    pub fn apply(&self, step: Step, by: AccountId, reason: &str) -> Result<State, Refusal> {
        match (self.refusal(step, by, reason), step) {
            (Some(refusal), _) => Err(refusal),
            (None, Step::Approve) => Ok(State::Approved),
            (None, Step::Refuse) => Ok(State::Refused),
            (None, Step::Withdraw) => Ok(State::Withdrawn),
        }
    }

    /// The right that a step needs.
    #[must_use]
    pub const fn action(&self, step: Step) -> Action {
        step.action(self.side, self.decider)
    }

    /// The steps, each with why `by` cannot take it now. A refusal's reason is asked for in its form.
    #[must_use]
    pub fn offers(&self, by: AccountId) -> Vec<Offer<Step>> {
        let offer = |step: Step| Offer {
            event: step,
            refusal: self.refusal(step, by, "to be said"),
        };
        Step::ALL.iter().copied().map(offer).collect()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test stops where it fails")]
mod tests {
    use super::*;
    use crate::words::Instant;

    fn change(field: Field) -> Alteration {
        Alteration {
            field,
            old: "甲".to_owned(),
            new: "乙".to_owned(),
        }
    }

    #[test]
    fn each_side_changes_what_it_owns_and_asks_for_the_rest() {
        let fields = |changes: &[Alteration]| changes.iter().map(|it| it.field).collect::<Vec<_>>();
        let own = Side::Institution
            .plan(vec![
                change(Field::Brand),
                change(Field::Principal),
                change(Field::LegalRepresentative),
                Alteration {
                    new: "甲".to_owned(),
                    ..change(Field::Name)
                },
            ])
            .unwrap();
        assert_eq!(fields(&own.now), [Field::Brand]);
        let [(Decider::Officer, asked)] = own.asked.as_slice() else {
            panic!("one request to the officers: {own:?}");
        };
        assert_eq!(
            fields(asked),
            [Field::Principal, Field::LegalRepresentative]
        );
        // What the licensing authority approves one officer alone does not write.
        for side in [Side::Institution, Side::Authority] {
            assert_eq!(
                side.decider(Field::Founder),
                Ok(Some(Decider::Lead)),
                "{side}"
            );
        }
        let authority = Side::Authority
            .plan(vec![
                change(Field::Name),
                change(Field::Brand),
                change(Field::Status),
            ])
            .unwrap();
        assert_eq!(fields(&authority.now), [Field::Status]);
        let deciders: Vec<Decider> = authority.asked.iter().map(|(by, _)| *by).collect();
        assert_eq!(deciders, [Decider::Lead, Decider::Institution]);
        let refused = Side::Institution.plan(vec![change(Field::Address)]);
        assert_eq!(
            refused.map_err(|it| it.code),
            Err("change_needs_application")
        );
    }

    #[test]
    fn a_request_is_decided_once_by_another_person_and_on_what_the_record_says_now() {
        let [asker, other] = [1, 2].map(|seed| AccountId::new(Instant::from_millis(0), [seed; 10]));
        let open = Request {
            state: State::Open,
            side: Side::Authority,
            decider: Decider::Lead,
            asked_by: asker,
            overtaken: false,
        };
        let code = |it: Result<State, Refusal>| it.map_err(|refusal| refusal.code);
        assert_eq!(
            code(open.apply(Step::Approve, other, "")),
            Ok(State::Approved)
        );
        assert_eq!(
            code(open.apply(Step::Approve, asker, "")),
            Err("own_request")
        );
        assert_eq!(
            code(open.apply(Step::Refuse, other, " ")),
            Err("reason_missing")
        );
        assert_eq!(
            code(open.apply(Step::Refuse, other, "证照不符")),
            Ok(State::Refused)
        );
        assert_eq!(
            code(open.apply(Step::Withdraw, asker, "")),
            Ok(State::Withdrawn)
        );
        let late = Request {
            overtaken: true,
            ..open.clone()
        };
        assert_eq!(
            code(late.apply(Step::Approve, other, "")),
            Err("request_overtaken")
        );
        assert_eq!(
            code(late.apply(Step::Refuse, other, "已更正")),
            Ok(State::Refused)
        );
        for state in [State::Approved, State::Refused, State::Withdrawn] {
            let past = Request {
                state,
                ..open.clone()
            };
            for step in Step::ALL {
                assert_eq!(
                    code(past.apply(*step, other, "x")),
                    Err("request_closed"),
                    "{state} {step}"
                );
            }
        }
        assert_eq!(open.action(Step::Withdraw), Action::KeepRegister);
        assert_eq!(open.action(Step::Approve), Action::DecideLicence);
    }
}
