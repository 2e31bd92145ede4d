//! Why a step on an application is refused.

use domain::application::Kind;
use domain::words::Day;

use super::super::reference::{Model, Outcome};
use super::super::step::Words;
use super::super::world::{DIRECTOR, LEAD, SECOND};
use super::applications::{Carried, ENDS, Taker};
use super::reference::{Application, Proposed, needs_papers, working_days};
use super::{Filled, Motion};

impl Model {
    /// What is refused before anything is written, in the order in which it is asked.
    pub(super) fn may_apply(
        &self,
        which: usize,
        motion: Motion,
        taker: Taker<'_>,
        carried: Carried,
        today: Day,
    ) -> Outcome {
        let one = &self.register.applications[which];
        let by = match taker {
            Taker::Office(by) => by,
            Taker::Agent { .. } => usize::MAX,
        };
        let is_high = by == LEAD || by == DIRECTOR;
        match motion {
            Motion::Submit | Motion::Withdraw => {}
            Motion::Extend if by != DIRECTOR => return Err("role_forbidden"),
            Motion::Approve | Motion::SendBack if !is_high => return Err("role_forbidden"),
            _ => {}
        }
        if motion.speaks() && matches!(carried.words, Words::Long | Words::Control) {
            return Err("input_invalid");
        }
        let reached = match taker {
            Taker::Agent { at, .. } => one.at == at,
            Taker::Office(by) => self.people[by].inside && one.first_on.is_some(),
        };
        if !reached {
            return Err("not_found");
        }
        if one.version != carried.version {
            return Err("version_stale");
        }
        if let Some(code) = self.out_of_order(one, motion, by, today) {
            return Err(code);
        }
        self.fits(one, motion, by, carried, today)
    }

    /// Why nothing of this kind can be asked for on a day.
    pub(super) fn unfit(&self, kind: Kind, at: usize, today: Day) -> Option<&'static str> {
        let state = self.register.held(at).map(|held| held.on(today));
        match (kind, state) {
            (Kind::Establish, Some("valid" | "suspended")) => Some("licensed_already"),
            (Kind::Establish, _) => None,
            (Kind::Renew, Some("valid" | "suspended")) | (Kind::Change, Some("valid")) => None,
            (Kind::Renew, Some("expired")) => Some("renewal_after_expiry"),
            (Kind::Renew | Kind::Change, _) => Some("no_licence_to_change"),
            (Kind::Replacement, Some("valid" | "suspended")) => None,
            (Kind::Replacement, _) => Some("no_licence_to_replace"),
        }
    }

    fn out_of_order(
        &self,
        one: &Application,
        motion: Motion,
        by: usize,
        today: Day,
    ) -> Option<&'static str> {
        let silent = is_silent(one, today);
        match (motion, one.state) {
            (_, state) if ENDS.contains(&state) => Some("application_ended"),
            _ if self.renewed_by_law(one, today).is_some() => Some("granted_by_law"),
            (Motion::Submit, "draft" | "correcting")
                if one.filled.is_none() || (needs_papers(one.kind) && !one.papers) =>
            {
                Some("application_incomplete")
            }
            (Motion::Submit, "draft" | "correcting") => self.unfit(one.kind, one.at, today),
            (Motion::Submit, _) => Some("application_submitted"),
            (Motion::Withdraw, "granted") => Some("application_decided"),
            (Motion::Withdraw, _) => None,
            (Motion::AskCorrection, "submitted") if one.corrected => {
                Some("correction_asked_already")
            }
            (Motion::AskCorrection | Motion::Decline, "submitted") if silent => {
                Some("accepted_by_law")
            }
            (Motion::AskCorrection | Motion::Accept | Motion::Decline, state) => match state {
                "submitted" => None,
                "correcting" => Some("application_not_submitted"),
                _ => Some("application_accepted_already"),
            },
            (Motion::Issue, "granted") => None,
            (Motion::Issue, _) => Some("application_not_granted"),
            (_, "granted") => Some("application_decided"),
            (Motion::Visit | Motion::Propose, "accepted") => None,
            (Motion::Visit | Motion::Propose, "proposed") => Some("decision_awaits_approval"),
            (Motion::Extend, "accepted" | "proposed") => {
                let late = self.register.due(one).is_some_and(|due| due < today);
                let closed = one.kind == Kind::Establish || one.extra.is_some() || late;
                closed.then_some("extension_without_basis")
            }
            (Motion::Approve, "proposed") => {
                let own = one.proposal.is_some_and(|proposal| proposal.by == by);
                own.then_some("approver_is_proposer")
            }
            (Motion::SendBack, "proposed") => None,
            (Motion::Approve | Motion::SendBack, _) => Some("decision_not_proposed"),
            _ => Some("application_not_accepted"),
        }
    }

    /// What the step carries against the papers and the premises.
    fn fits(
        &self,
        one: &Application,
        motion: Motion,
        by: usize,
        carried: Carried,
        today: Day,
    ) -> Outcome {
        let silent_words = carried.words == Words::Empty;
        match motion {
            Motion::Visit if by == SECOND => Err("visit_by_two"),
            Motion::Extend if !carried.good => Err("extension_too_long"),
            Motion::AskCorrection
            | Motion::Decline
            | Motion::Visit
            | Motion::Extend
            | Motion::SendBack
                if silent_words =>
            {
                Err("reason_missing")
            }
            Motion::Propose => self.decidable(one, proposed(by, carried), today),
            Motion::Approve => match one.proposal {
                Some(proposal) => self.decidable(one, proposal, today),
                None => Err("an approval of nothing"),
            },
            _ => Ok(()),
        }
    }

    fn decidable(&self, one: &Application, proposal: Proposed, today: Day) -> Outcome {
        if !proposal.grant {
            return if proposal.reasoned {
                Ok(())
            } else {
                Err("refusal_without_reason")
            };
        }
        match (self.unfit(one.kind, one.at, today), one.visit, one.kind) {
            (Some(code), ..) => Err(code),
            // A change of a run always leads to another address.
            (_, None, Kind::Establish | Kind::Change) => Err("visit_missing"),
            (_, Some(false), _) => Err("visit_failed"),
            // Another copy is judged by no condition of teaching.
            (_, _, Kind::Replacement) => Ok(()),
            _ if one.filled == Some(Filled::Poor) => Err("conditions_unmet"),
            _ if !proposal.checked => Err("checklist_incomplete"),
            _ => Ok(()),
        }
    }
}

pub(super) const fn proposed(by: usize, carried: Carried) -> Proposed {
    let spoken = matches!(carried.words, Words::Good);
    Proposed {
        grant: carried.good,
        checked: spoken,
        reasoned: spoken,
        by,
    }
}

/// Whether the five working days to say something have passed.
pub(super) fn is_silent(one: &Application, today: Day) -> bool {
    let last = one.came_on.map(|came_on| working_days(came_on, 5));
    one.state == "submitted" && last.is_some_and(|last| last < today)
}
