//! The way of a provider: applied, chosen by one person, approved by another, before the public, admitted until the school
//! year ends; warned, suspended while its licence is not in force, and out by two persons.

use serde::{Deserialize, Serialize};

use super::event::Event;
use super::ground::Ground;
use super::guard::Facts;
use super::item::Item;
use super::words::{CHECKLIST_OPEN, NOT_ADMITTED, REASON_MISSING};
use crate::notice::Template;
use crate::refusal::Refusal;
use crate::words::{AccountId, Day};

/// What somebody decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judged {
    /// Who.
    pub by: AccountId,
    /// When.
    pub on: Day,
    /// Why; empty where nothing had to be said.
    pub reason: String,
}

/// The two persons who let a provider in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pair {
    /// Who chose it.
    pub selected: Judged,
    /// Who approved that.
    pub approved: Judged,
}

/// A warning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning {
    /// On what ground.
    pub ground: Ground,
    /// By whom, when and why.
    pub judged: Judged,
    /// The day to correct it by.
    pub correct_by: Day,
    /// Who saw that it was corrected.
    pub lifted: Option<Judged>,
}

/// An admission.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// Who let it in.
    pub pair: Pair,
    /// Since when.
    pub from: Day,
    /// Its warnings, oldest first.
    pub warnings: Vec<Warning>,
}

impl Held {
    /// The warnings that were not lifted.
    pub fn open(&self) -> impl Iterator<Item = &Warning> {
        self.warnings.iter().filter(|one| one.lifted.is_none())
    }
}

/// An exit that somebody proposed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leave {
    /// On what ground.
    pub ground: Ground,
    /// By whom, when and why.
    pub judged: Judged,
}

/// An exit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exit {
    /// Who proposed it, on what ground and why.
    pub leave: Leave,
    /// Who approved it.
    pub approved: Judged,
}

/// Where a provider stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Way {
    /// The institution writes its application.
    Draft {
        /// Why it came back.
        told: Option<Judged>,
    },
    /// It waits for an officer.
    Filed {
        /// Since when.
        on: Day,
        /// Why the choice or the publication was undone.
        told: Option<Judged>,
    },
    /// It was chosen, and waits for a second person.
    Selected {
        /// When it was filed.
        filed_on: Day,
        /// By whom.
        selected: Judged,
    },
    /// It is before the public.
    Publicised {
        /// When it was filed.
        filed_on: Day,
        /// By whom.
        pair: Pair,
        /// The last day for objections.
        until: Day,
    },
    /// It is not let in.
    Refused {
        /// By whom and why.
        judged: Judged,
    },
    /// It may serve schools.
    Admitted {
        /// The admission.
        held: Held,
    },
    /// Its licence is not in force: it serves nobody.
    Suspended {
        /// The admission.
        held: Held,
        /// Since when.
        since: Day,
    },
    /// An exit waits for a second person.
    Leaving {
        /// The admission.
        held: Held,
        /// Since when it is suspended.
        since: Option<Day>,
        /// The proposal.
        leave: Leave,
    },
    /// It has left.
    Exited {
        /// The admission.
        held: Held,
        /// How.
        exit: Exit,
    },
    /// The school year is over.
    Ended {
        /// When that was seen.
        on: Day,
        /// The admission; nothing where there was none.
        held: Option<Held>,
    },
    /// The institution took it back.
    Withdrawn {
        /// When.
        on: Day,
    },
}

/// What a step brings about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// The institution is told by e-mail, where an address is known.
    Notify(Template),
}

const TOLD: Effect = Effect::Notify(Template::AfterSchoolMoved);

impl Way {
    /// The stable code of the state; one that was warned and has not been cleared has its own.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Draft { .. } => "draft",
            Self::Filed { .. } => "filed",
            Self::Selected { .. } => "selected",
            Self::Publicised { .. } => "publicised",
            Self::Refused { .. } => "refused",
            Self::Admitted { held } if held.open().next().is_some() => "warned",
            Self::Admitted { .. } => "admitted",
            Self::Suspended { .. } => "suspended",
            Self::Leaving { .. } => "leaving",
            Self::Exited { .. } => "exited",
            Self::Ended { .. } => "ended",
            Self::Withdrawn { .. } => "withdrawn",
        }
    }

    /// Whether nothing follows any more.
    #[must_use]
    pub const fn has_ended(&self) -> bool {
        matches!(
            self,
            Self::Refused { .. }
                | Self::Exited { .. }
                | Self::Ended { .. }
                | Self::Withdrawn { .. }
        )
    }

    /// The admission; nothing before it.
    #[must_use]
    pub const fn held(&self) -> Option<&Held> {
        match self {
            Self::Admitted { held }
            | Self::Suspended { held, .. }
            | Self::Leaving { held, .. }
            | Self::Exited { held, .. } => Some(held),
            Self::Ended { held, .. } => held.as_ref(),
            _ => None,
        }
    }

    /// Whether it stands on the list of those who may serve, suspended or not.
    #[must_use]
    pub const fn is_listed(&self) -> bool {
        matches!(
            self,
            Self::Admitted { .. } | Self::Suspended { .. } | Self::Leaving { .. }
        )
    }

    /// Whether it stands on the list and serves nobody, since its licence is not in force.
    #[must_use]
    pub const fn is_suspended(&self) -> bool {
        matches!(
            self,
            Self::Suspended { .. } | Self::Leaving { since: Some(_), .. }
        )
    }

    /// What the institution was told last, in the officer's words.
    #[must_use]
    pub fn told(&self) -> Option<&Judged> {
        match self {
            Self::Draft { told } => told.as_ref(),
            Self::Refused { judged } => Some(judged),
            Self::Admitted { held } => held.open().last().map(|warning| &warning.judged),
            Self::Exited { exit, .. } => Some(&exit.leave.judged),
            _ => None,
        }
    }

    /// Takes a step. `actor` is who takes it: nobody where the system does.
    ///
    /// # Errors
    /// The refusal of [`Self::refusal`] and of what the step carries; `reason_missing`; `after_school_checklist_open`.
    pub fn apply(
        self,
        event: Event,
        actor: Option<AccountId>,
        facts: &Facts,
    ) -> Result<(Self, Vec<Effect>), Refusal> {
        let refusal = self.refusal(event.step(), actor, facts);
        if let Some(refusal) = refusal.or_else(|| self.unfit(&event, facts)) {
            return Err(refusal);
        }
        if let Event::Select { checked, .. } = &event
            && Item::ALL
                .iter()
                .any(|item| item.binds() && !checked.contains(item))
        {
            return Err(CHECKLIST_OPEN);
        }
        let judged = judged(&event, actor, facts.today);
        let told = matches!(
            event,
            Event::SendBack { .. }
                | Event::Refuse { .. }
                | Event::Admit
                | Event::Warn { .. }
                | Event::ApproveExit
                | Event::Suspend
                | Event::Resume
        );
        let next = self.next(event, judged, facts)?;
        Ok((next, told.then_some(TOLD).into_iter().collect()))
    }

    fn next(
        self,
        event: Event,
        judged: Result<Judged, Refusal>,
        facts: &Facts,
    ) -> Result<Self, Refusal> {
        let on = facts.today;
        Ok(match (event, self) {
            (Event::File, _) => Self::Filed { on, told: None },
            (Event::Withdraw, _) => Self::Withdrawn { on },
            (Event::SendBack { .. }, _) => Self::Draft {
                told: Some(judged?),
            },
            (Event::Refuse { .. }, _) => Self::Refused { judged: judged? },
            (Event::Select { .. }, way) => Self::Selected {
                filed_on: way.filed_on(on),
                selected: judged?,
            },
            (Event::Return { .. } | Event::Reopen { .. }, way) => Self::Filed {
                on: way.filed_on(on),
                told: Some(judged?),
            },
            (Event::Approve, Self::Selected { filed_on, selected }) => Self::Publicised {
                filed_on,
                until: facts.publicised_until,
                pair: Pair {
                    selected,
                    approved: judged?,
                },
            },
            (Event::Admit, Self::Publicised { pair, .. }) => Self::Admitted {
                held: Held {
                    pair,
                    from: on.max(facts.first_day),
                    warnings: Vec::new(),
                },
            },
            (event, way) => return way.next_admitted(event, judged, on),
        })
    }

    /// The steps of an admission.
    fn next_admitted(
        self,
        event: Event,
        judged: Result<Judged, Refusal>,
        on: Day,
    ) -> Result<Self, Refusal> {
        Ok(match (event, self) {
            (
                Event::Warn {
                    ground, correct_by, ..
                },
                Self::Admitted { mut held },
            ) => {
                held.warnings.push(Warning {
                    ground,
                    judged: judged?,
                    correct_by,
                    lifted: None,
                });
                Self::Admitted { held }
            }
            (Event::Lift { .. }, Self::Admitted { mut held }) => {
                let judged = judged?;
                for warning in &mut held.warnings {
                    warning.lifted.get_or_insert_with(|| judged.clone());
                }
                Self::Admitted { held }
            }
            (Event::Suspend, Self::Admitted { held }) => Self::Suspended { held, since: on },
            (Event::Resume, Self::Suspended { held, .. }) => Self::Admitted { held },
            (Event::End, way) => Self::Ended {
                on,
                held: way.held().cloned(),
            },
            (event, way) => return way.next_leaving(event, judged, on),
        })
    }

    /// The steps of an exit, and what the calendar does while one waits.
    fn next_leaving(
        self,
        event: Event,
        judged: Result<Judged, Refusal>,
        on: Day,
    ) -> Result<Self, Refusal> {
        let leaving = |held, since, leave| Self::Leaving { held, since, leave };
        Ok(match (event, self) {
            (Event::ProposeExit { ground, .. }, Self::Admitted { held }) => {
                let judged = judged?;
                leaving(held, None, Leave { ground, judged })
            }
            (Event::ProposeExit { ground, .. }, Self::Suspended { held, since }) => {
                let judged = judged?;
                leaving(held, Some(since), Leave { ground, judged })
            }
            (Event::ApproveExit, Self::Leaving { held, leave, .. }) => {
                let approved = judged?;
                let exit = Exit { leave, approved };
                Self::Exited { held, exit }
            }
            (Event::RejectExit { .. }, Self::Leaving { held, since, .. }) => {
                judged?;
                match since {
                    Some(since) => Self::Suspended { held, since },
                    None => Self::Admitted { held },
                }
            }
            (Event::Suspend, Self::Leaving { held, leave, .. }) => leaving(held, Some(on), leave),
            (Event::Resume, Self::Leaving { held, leave, .. }) => leaving(held, None, leave),
            // The guard has refused every other step by now.
            _ => return Err(NOT_ADMITTED),
        })
    }

    const fn filed_on(&self, today: Day) -> Day {
        match self {
            Self::Filed { on, .. } => *on,
            Self::Selected { filed_on, .. } | Self::Publicised { filed_on, .. } => *filed_on,
            _ => today,
        }
    }
}

/// Who decides, and why: whatever carries words needs some, and whatever a person decides needs a person.
fn judged(event: &Event, actor: Option<AccountId>, on: Day) -> Result<Judged, Refusal> {
    let reason = event.words().map(str::trim);
    match actor {
        Some(by) if reason != Some("") => Ok(Judged {
            by,
            on,
            reason: reason.unwrap_or_default().to_owned(),
        }),
        _ => Err(REASON_MISSING),
    }
}
