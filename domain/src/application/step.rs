//! Taking a step: the state after it, and what it brings about.

use super::form::Kind;
use super::guard::Facts;
use super::way::{Accepted, Application, Decision, Effect, Event, Extension, Proposal, Visit};
use super::words::{
    CHECKLIST_INCOMPLETE, CONDITIONS_UNMET, ENDED, EXTENSION_TOO_LONG, ONE_VISITOR, REASON_MISSING,
    REFUSAL_WITHOUT_REASON, VISIT_DAY, VISIT_FAILED, VISIT_MISSING,
};
use crate::law::{self, Rule};
use crate::notice::Template;
use crate::refusal::Refusal;
use crate::words::{AccountId, Day};

const TOLD: Effect = Effect::Notify(Template::ApplicationMoved);

impl Application {
    /// The state after `event`, taken by `actor`, and what it brings about.
    ///
    /// # Errors
    /// A refusal by the order of steps, by the law, or by what the event carries.
    pub fn apply(
        self,
        event: Event,
        actor: AccountId,
        facts: &Facts,
    ) -> Result<(Self, Vec<Effect>), Refusal> {
        if let Some(refusal) = self.refusal(event.step(), actor, facts) {
            return Err(refusal);
        }
        let today = facts.today;
        match (self, event) {
            (Self::Correcting { first_on, .. }, Event::Submit) => {
                Ok((Self::submitted(first_on, today, true), vec![TOLD]))
            }
            (_, Event::Submit) => Ok((Self::submitted(today, today, false), vec![TOLD])),
            (_, Event::Withdraw) => Ok((Self::Withdrawn { on: today }, Vec::new())),
            (Self::Submitted { first_on, .. }, Event::AskCorrection { items }) => {
                let asked = Self::Correcting {
                    first_on,
                    asked_on: today,
                    items: said(&items, &REASON_MISSING)?,
                };
                Ok((asked, vec![TOLD]))
            }
            (Self::Submitted { .. }, Event::Decline { reason }) => {
                let reason = said(&reason, &REASON_MISSING)?;
                Ok((Self::Declined { on: today, reason }, vec![TOLD]))
            }
            (submitted @ Self::Submitted { .. }, Event::Accept) => {
                Ok((submitted.accepted(today), vec![TOLD]))
            }
            (Self::Accepted(accepted), event) => accepted.examined(event, actor, facts),
            (Self::Proposed { accepted, proposal }, event) => {
                accepted.decided(proposal, event, facts)
            }
            (Self::Granted(decision), Event::Issue) => {
                let mut effects = vec![TOLD];
                // A renewal, a change and a replacement took effect with the decision; a first licence begins when it is issued.
                if facts.kind == Kind::Establish {
                    effects.insert(0, Effect::Enter);
                }
                Ok((
                    Self::Issued {
                        decision,
                        on: today,
                    },
                    effects,
                ))
            }
            // Every other pair is refused above.
            _ => Err(ENDED),
        }
    }

    const fn submitted(first_on: Day, on: Day, corrected: bool) -> Self {
        Self::Submitted {
            first_on,
            on,
            corrected,
        }
    }

    /// Taken up today, or from the day it came where nothing was said in time.
    fn accepted(self, today: Day) -> Self {
        let by_law = self.is_silent(today);
        match self {
            Self::Submitted { first_on, on, .. } => Self::Accepted(Accepted::new(
                first_on,
                if by_law { on } else { today },
                by_law,
            )),
            other => other,
        }
    }
}

impl Accepted {
    /// A step on an application that is examined.
    fn examined(
        self,
        event: Event,
        actor: AccountId,
        facts: &Facts,
    ) -> Result<(Application, Vec<Effect>), Refusal> {
        match event {
            Event::RecordVisit(visit) => self.visited(visit, actor, facts.today),
            Event::Extend(more) => Ok((Application::Accepted(self.extended(more)?), vec![TOLD])),
            Event::Propose {
                grant,
                reason,
                checked,
            } => {
                let proposal = Proposal {
                    grant,
                    reason: reason.trim().to_owned(),
                    checked,
                    by: actor,
                    on: facts.today,
                };
                self.fits(&proposal, facts)?;
                let accepted = self;
                Ok((Application::Proposed { accepted, proposal }, Vec::new()))
            }
            _ => Err(ENDED),
        }
    }

    /// A step on an application whose decision is proposed.
    fn decided(
        self,
        proposal: Proposal,
        event: Event,
        facts: &Facts,
    ) -> Result<(Application, Vec<Effect>), Refusal> {
        match event {
            Event::Extend(more) => {
                let accepted = self.extended(more)?;
                Ok((Application::Proposed { accepted, proposal }, vec![TOLD]))
            }
            Event::Approve => {
                self.fits(&proposal, facts)?;
                Ok(proposal.approved(self, facts))
            }
            Event::SendBack { reason } => {
                said(&reason, &REASON_MISSING)?;
                Ok((Application::Accepted(self), Vec::new()))
            }
            _ => Err(ENDED),
        }
    }

    pub(super) const fn new(submitted_on: Day, on: Day, by_law: bool) -> Self {
        Self {
            submitted_on,
            on,
            by_law,
            visit: None,
            extension: None,
        }
    }

    fn visited(
        self,
        visit: Visit,
        actor: AccountId,
        today: Day,
    ) -> Result<(Application, Vec<Effect>), Refusal> {
        if visit.second_officer == actor {
            return Err(ONE_VISITOR);
        }
        if visit.on < self.on || visit.on > today {
            return Err(VISIT_DAY);
        }
        let words = said(&visit.words, &REASON_MISSING)?;
        let visit = Some(Visit { words, ..visit });
        Ok((Application::Accepted(Self { visit, ..self }), Vec::new()))
    }

    fn extended(self, more: Extension) -> Result<Self, Refusal> {
        let most = law::extension_max(Rule::LicenceDecision, self.on);
        if !(1..=most).contains(&more.days) {
            return Err(EXTENSION_TOO_LONG);
        }
        let reason = said(&more.reason, &REASON_MISSING)?;
        let extension = Some(Extension { reason, ..more });
        Ok(Self { extension, ..self })
    }

    /// What is granted was seen and meets the law; what is refused says why. Looked at when it is proposed and once more
    /// when it is approved.
    fn fits(&self, proposal: &Proposal, facts: &Facts) -> Result<(), Refusal> {
        if !proposal.grant {
            return said(&proposal.reason, &REFUSAL_WITHOUT_REASON).map(drop);
        }
        if let Some(refusal) = facts.unfit() {
            return Err(refusal);
        }
        match &self.visit {
            None if facts.needs_visit() => Err(VISIT_MISSING),
            Some(visit) if !visit.passed => Err(VISIT_FAILED),
            _ if facts.unmet => Err(CONDITIONS_UNMET),
            _ if !facts
                .by_eye
                .iter()
                .all(|one| proposal.checked.contains(one)) =>
            {
                Err(CHECKLIST_INCOMPLETE)
            }
            _ => Ok(()),
        }
    }
}

impl Proposal {
    fn approved(self, accepted: Accepted, facts: &Facts) -> (Application, Vec<Effect>) {
        let decision = Decision {
            on: facts.today,
            reason: self.reason,
            by_law: false,
            accepted: Some(Box::new(accepted)),
            proposed_by: Some(self.by),
        };
        match (self.grant, facts.kind) {
            (false, _) => (Application::Refused(decision), vec![TOLD]),
            (true, Kind::Establish) => (Application::Granted(decision), vec![TOLD]),
            (true, Kind::Renew | Kind::Change | Kind::Replacement) => {
                (Application::Granted(decision), vec![Effect::Enter, TOLD])
            }
        }
    }
}

fn said(text: &str, missing: &Refusal) -> Result<String, Refusal> {
    if text.trim().is_empty() {
        Err(missing.clone())
    } else {
        Ok(text.trim().to_owned())
    }
}
