//! What a step on a provider is judged by, and why one cannot be taken now.

use super::event::{Event, Step};
use super::ground::Ground;
use super::way::{Held, Way};
use super::words::{
    ADMITTED, CONDITIONS_UNMET, CORRECTION_DAY, ENDED, GROUND_UNFIT, INCOMPLETE, LEAVING,
    LICENCE_IN_FORCE, NOT_ADMITTED, NOT_DRAFT, NOT_FILED, NOT_LEAVING, NOT_OVER, NOT_PUBLICISED,
    NOT_SELECTED, NOT_SUSPENDED, NOT_WARNED, OWN_PROPOSAL, STILL_PUBLICISED, WITHOUT_LICENCE,
};
use crate::refusal::{Offer, Refusal};
use crate::words::{AccountId, Article, Day};

/// What a step is judged by besides where the provider stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// Whether every field says something.
    pub complete: bool,
    /// The article of the first condition that binds and is not met; nothing where all are.
    pub broken: Option<Article>,
    /// Whether the institution works and has a licence in force.
    pub licensed: bool,
    /// Whether the scores of a term of this school year are below the bar.
    pub low: bool,
    /// The first day of the school year.
    pub first_day: Day,
    /// The last day of the school year.
    pub last_day: Day,
    /// The last day for objections, where it is put before the public today.
    pub publicised_until: Day,
    /// The day.
    pub today: Day,
}

impl Way {
    /// Why what it says cannot be changed now.
    #[must_use]
    pub fn writing_refusal(&self) -> Option<Refusal> {
        match self {
            Self::Draft { .. } => None,
            _ if self.has_ended() => Some(ENDED),
            _ => Some(NOT_DRAFT),
        }
    }

    /// Why `step` cannot be taken now by `actor`, whatever it carries.
    #[must_use]
    pub fn refusal(&self, step: Step, actor: Option<AccountId>, facts: &Facts) -> Option<Refusal> {
        if self.has_ended() {
            return Some(ENDED);
        }
        match step {
            Step::File => self.writing_refusal().or_else(|| unready(facts)),
            Step::Withdraw => self.held().map(|_| ADMITTED),
            Step::SendBack | Step::Refuse => self.unless_filed(),
            Step::Select => self.unless_filed().or_else(|| unready(facts)),
            Step::Return => self.unless_selected(),
            Step::Approve => self
                .unless_selected()
                .or_else(|| self.unless_another(actor))
                .or_else(|| unready(facts)),
            Step::Reopen => self.unless_publicised(),
            Step::Admit => self.unless_publicised().or_else(|| self.not_yet(facts)),
            Step::Warn => self.unless_admitted(),
            Step::Lift => self.unless_admitted().or_else(|| self.unless_warned()),
            Step::ProposeExit => match self {
                Self::Suspended { .. } => None,
                _ => self.unless_admitted(),
            },
            Step::ApproveExit => self.unless_leaving().or_else(|| self.unless_another(actor)),
            Step::RejectExit => self.unless_leaving(),
            Step::Suspend => self.unless_serving(facts),
            Step::Resume => self.unless_back(facts),
            Step::End => (facts.today <= facts.last_day).then_some(NOT_OVER),
        }
    }

    fn unless_filed(&self) -> Option<Refusal> {
        (!matches!(self, Self::Filed { .. })).then_some(NOT_FILED)
    }

    fn unless_selected(&self) -> Option<Refusal> {
        (!matches!(self, Self::Selected { .. })).then_some(NOT_SELECTED)
    }

    fn unless_publicised(&self) -> Option<Refusal> {
        (!matches!(self, Self::Publicised { .. })).then_some(NOT_PUBLICISED)
    }

    fn unless_leaving(&self) -> Option<Refusal> {
        (!matches!(self, Self::Leaving { .. })).then_some(NOT_LEAVING)
    }

    fn unless_admitted(&self) -> Option<Refusal> {
        match self {
            Self::Admitted { .. } => None,
            Self::Leaving { .. } => Some(LEAVING),
            _ => Some(NOT_ADMITTED),
        }
    }

    fn unless_warned(&self) -> Option<Refusal> {
        let warned = self.held().is_some_and(|held| held.open().next().is_some());
        (!warned).then_some(NOT_WARNED)
    }

    /// Whoever proposed it does not approve it.
    fn unless_another(&self, actor: Option<AccountId>) -> Option<Refusal> {
        let proposer = match self {
            Self::Selected { selected, .. } => Some(selected.by),
            Self::Leaving { leave, .. } => Some(leave.judged.by),
            _ => None,
        };
        (actor.is_none() || proposer == actor).then_some(OWN_PROPOSAL)
    }

    /// What keeps a provider that is before the public from being let in.
    fn not_yet(&self, facts: &Facts) -> Option<Refusal> {
        let open = matches!(self, Self::Publicised { until, .. } if facts.today <= *until);
        open.then_some(STILL_PUBLICISED).or_else(|| unready(facts))
    }

    fn unless_serving(&self, facts: &Facts) -> Option<Refusal> {
        match self {
            Self::Admitted { .. } | Self::Leaving { since: None, .. } => {
                facts.licensed.then_some(LICENCE_IN_FORCE)
            }
            _ => Some(NOT_ADMITTED),
        }
    }

    fn unless_back(&self, facts: &Facts) -> Option<Refusal> {
        match self {
            Self::Suspended { .. } | Self::Leaving { since: Some(_), .. } => {
                (!facts.licensed).then_some(WITHOUT_LICENCE)
            }
            _ => Some(NOT_SUSPENDED),
        }
    }

    /// Why what the event carries does not fit the record.
    #[must_use]
    pub(super) fn unfit(&self, event: &Event, facts: &Facts) -> Option<Refusal> {
        match event {
            Event::Warn {
                ground, correct_by, ..
            } => {
                let fits = ground.warns() && (*ground != Ground::LowScore || facts.low);
                let within = facts.today < *correct_by && *correct_by <= facts.last_day;
                (!fits)
                    .then_some(GROUND_UNFIT)
                    .or_else(|| (!within).then_some(CORRECTION_DAY))
            }
            Event::ProposeExit { ground, .. } => {
                let borne = self.held().is_some_and(|held| ends(*ground, held, facts));
                (!borne).then_some(GROUND_UNFIT)
            }
            _ => None,
        }
    }

    /// The grounds on which a provider may be warned now.
    #[must_use]
    pub fn warning_grounds(&self, facts: &Facts) -> Vec<Ground> {
        let fits = |ground: &Ground| ground.warns() && (*ground != Ground::LowScore || facts.low);
        Ground::ALL.iter().copied().filter(fits).collect()
    }

    /// The grounds on which it may leave now.
    #[must_use]
    pub fn exit_grounds(&self, facts: &Facts) -> Vec<Ground> {
        let Some(held) = self.held() else {
            return Vec::new();
        };
        let fits = |ground: &Ground| ends(*ground, held, facts);
        Ground::ALL.iter().copied().filter(fits).collect()
    }

    /// These steps with the reason why each cannot be taken now by `actor`.
    #[must_use]
    pub fn offers(
        &self,
        steps: &[Step],
        actor: Option<AccountId>,
        facts: &Facts,
    ) -> Vec<Offer<Step>> {
        let offer = |step: &Step| Offer {
            event: *step,
            refusal: self.refusal(*step, actor, facts),
        };
        steps.iter().map(offer).collect()
    }
}

/// What keeps an application from being filed, chosen and let in.
fn unready(facts: &Facts) -> Option<Refusal> {
    if !facts.licensed {
        Some(WITHOUT_LICENCE)
    } else if !facts.complete {
        Some(INCOMPLETE)
    } else {
        let article = facts.broken.clone()?;
        Some(Refusal {
            article: Some(article),
            ..CONDITIONS_UNMET
        })
    }
}

/// Whether the record bears out the ground of an exit.
fn ends(ground: Ground, held: &Held, facts: &Facts) -> bool {
    ground.ends()
        && match ground {
            Ground::LicenceEnded => !facts.licensed,
            Ground::TwoWarnings => held.warnings.len() >= 2,
            Ground::NotCorrected => held.open().any(|it| it.correct_by < facts.today),
            _ => true,
        }
}
