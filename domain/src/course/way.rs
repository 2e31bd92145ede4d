//! The way of a course: draft → filed → published where its text is clean, else flagged until an officer clears or refuses
//! it; a published one is changed by a new version that goes the same way while the old one stays published.

use serde::{Deserialize, Serialize};

use super::guard::Facts;
use super::words::{NOTHING_BEFORE, REASON_MISSING};
use crate::access::Action;
use crate::refusal::Refusal;
use crate::screening::LabelCode;
use crate::words::{AccountId, Day, coded};

coded! {
    /// The steps by name.
    Step "event_unknown" {
        /// Hand it in.
        File "file" "提交公示" "File it",
        /// Write a new version.
        Change "change" "变更" "Change it",
        /// Give the new version up.
        Discard "discard" "放弃变更" "Give the change up",
        /// Take the course back.
        Withdraw "withdraw" "撤回课程" "Withdraw it",
        /// Its text was screened.
        Screened "screened" "文本筛查" "Screened",
        /// Publish it: the flag says nothing against it.
        Clear "clear" "排除提示，准予公示" "Clear the flag",
        /// Do not publish it.
        Refuse "refuse" "不予公示" "Refuse it",
        /// File its materials.
        FileMaterials "file_materials" "材料准予备案" "File its materials",
        /// Its last day is past.
        End "end" "课程结束" "End",
    }
}

impl Step {
    /// The right it needs.
    #[must_use]
    pub const fn action(self) -> Action {
        match self {
            Self::File | Self::Change | Self::Discard | Self::Withdraw => Action::FileCourse,
            Self::Clear | Self::Refuse | Self::FileMaterials => Action::JudgeCourse,
            Self::Screened | Self::End => Action::RunSystem,
        }
    }
}

/// A step with what it carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// Hand it in.
    File,
    /// Write a new version.
    Change,
    /// Give the new version up.
    Discard,
    /// Take the course back.
    Withdraw,
    /// Its text was screened.
    Screened {
        /// What an officer has to judge; nothing where the text is clean.
        labels: Vec<LabelCode>,
    },
    /// Publish it.
    Clear {
        /// Why the flag says nothing against it.
        reason: String,
    },
    /// Do not publish it.
    Refuse {
        /// Why: the institution is told.
        reason: String,
    },
    /// File the materials that are not filed yet: the officer has seen them.
    FileMaterials,
    /// Its last day is past.
    End,
}

impl Event {
    /// The step's name.
    #[must_use]
    pub const fn step(&self) -> Step {
        match self {
            Self::File => Step::File,
            Self::Change => Step::Change,
            Self::Discard => Step::Discard,
            Self::Withdraw => Step::Withdraw,
            Self::Screened { .. } => Step::Screened,
            Self::Clear { .. } => Step::Clear,
            Self::Refuse { .. } => Step::Refuse,
            Self::FileMaterials => Step::FileMaterials,
            Self::End => Step::End,
        }
    }
}

/// What an officer decided about a flag.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judged {
    /// Who.
    pub by: AccountId,
    /// When.
    pub on: Day,
    /// Why.
    pub reason: String,
}

/// The version that stays published while another one is written or looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "LiveKept")]
pub struct Live {
    /// Since when it is published.
    pub on: Day,
    /// Who judged its flag; nothing where there was none.
    pub cleared: Option<Judged>,
}

/// How it is kept: the first program kept the day alone.
#[derive(Deserialize)]
#[serde(untagged)]
enum LiveKept {
    Day(Day),
    Whole { on: Day, cleared: Option<Judged> },
}

impl From<LiveKept> for Live {
    fn from(kept: LiveKept) -> Self {
        match kept {
            LiveKept::Day(on) => Self { on, cleared: None },
            LiveKept::Whole { on, cleared } => Self { on, cleared },
        }
    }
}

/// Where a course stands. `live` is the version that is published meanwhile; nothing where none is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Way {
    /// The institution writes it.
    Draft {
        /// The version before.
        live: Option<Live>,
    },
    /// It waits for its screening.
    Filed {
        /// When it was filed.
        on: Day,
        /// The version before.
        live: Option<Live>,
    },
    /// It waits for an officer.
    Flagged {
        /// When it was filed.
        filed_on: Day,
        /// What the screening found.
        labels: Vec<LabelCode>,
        /// The version before.
        live: Option<Live>,
    },
    /// It is not published.
    Refused {
        /// By whom and why.
        judged: Judged,
        /// The version before.
        live: Option<Live>,
    },
    /// It is published.
    Published {
        /// Since when.
        on: Day,
        /// Who judged the flag; nothing where there was none.
        cleared: Option<Judged>,
    },
    /// Its last day is past.
    Ended {
        /// When that was seen.
        on: Day,
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
    /// The newest version is screened.
    Screen,
    /// The next version begins with what the newest says.
    Copy,
    /// The newest version is published, in place of the one before.
    Publish,
    /// The newest version is given up; the one that is published, or else was filed last, is the newest again.
    Drop,
    /// Nothing of the course is published any more.
    Close,
    /// The materials of the newest version are filed.
    FileMaterials,
}

impl Way {
    /// The stable code of the state.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Draft { .. } => "draft",
            Self::Filed { .. } => "filed",
            Self::Flagged { .. } => "flagged",
            Self::Refused { .. } => "refused",
            Self::Published { .. } => "published",
            Self::Ended { .. } => "ended",
            Self::Withdrawn { .. } => "withdrawn",
        }
    }

    /// The version that is published; nothing where none is.
    #[must_use]
    pub fn live(&self) -> Option<Live> {
        match self {
            Self::Draft { live }
            | Self::Filed { live, .. }
            | Self::Flagged { live, .. }
            | Self::Refused { live, .. } => live.clone(),
            Self::Published { on, cleared } => Some(Live {
                on: *on,
                cleared: cleared.clone(),
            }),
            Self::Ended { .. } | Self::Withdrawn { .. } => None,
        }
    }

    /// What stays when nothing of it is published any more: a version that is still written or looked at, and its way.
    fn without_live(self, on: Day) -> Self {
        let live = None;
        match self {
            Self::Draft { .. } => Self::Draft { live },
            Self::Filed { on, .. } => Self::Filed { on, live },
            Self::Flagged {
                filed_on, labels, ..
            } => Self::Flagged {
                filed_on,
                labels,
                live,
            },
            Self::Refused { judged, .. } => Self::Refused { judged, live },
            Self::Published { .. } | Self::Ended { .. } | Self::Withdrawn { .. } => {
                Self::Ended { on }
            }
        }
    }

    /// Whether the institution may change what it says.
    #[must_use]
    pub const fn is_written(&self) -> bool {
        matches!(self, Self::Draft { .. })
    }

    /// Whether nothing follows any more.
    #[must_use]
    pub const fn has_ended(&self) -> bool {
        matches!(self, Self::Ended { .. } | Self::Withdrawn { .. })
    }

    /// What an officer decided about its flag.
    #[must_use]
    pub const fn judged(&self) -> Option<&Judged> {
        match self {
            Self::Refused { judged, .. } => Some(judged),
            Self::Published { cleared, .. } => cleared.as_ref(),
            _ => None,
        }
    }

    /// Takes a step. `actor` is who takes it: nobody where the system does.
    ///
    /// # Errors
    /// The refusal of [`Self::refusal`]; `reason_missing` for a judgement without words.
    pub fn apply(
        self,
        event: Event,
        actor: Option<AccountId>,
        facts: &Facts,
    ) -> Result<(Self, Vec<Effect>), Refusal> {
        if let Some(refusal) = self.refusal(event.step(), facts) {
            return Err(refusal);
        }
        let (live, on) = (self.live(), facts.today);
        let published = |cleared| (Self::Published { on, cleared }, vec![Effect::Publish]);
        Ok(match event {
            // What was screened in the version before is read as clean or cleared already.
            Event::File if facts.read_before && live.is_some() => {
                published(live.and_then(|live| live.cleared))
            }
            Event::File => (Self::Filed { on, live }, vec![Effect::Screen]),
            Event::Change => (Self::Draft { live }, vec![Effect::Copy]),
            Event::Discard => {
                let live = live.ok_or(NOTHING_BEFORE)?;
                let back = Self::Published {
                    on: live.on,
                    cleared: live.cleared,
                };
                (back, vec![Effect::Drop])
            }
            // What was never filed stays nobody else's to read.
            Event::Withdraw if self.is_written() => {
                (Self::Withdrawn { on }, vec![Effect::Drop, Effect::Close])
            }
            Event::Withdraw => (Self::Withdrawn { on }, vec![Effect::Close]),
            // Its licence, or the rules, may have changed since it was filed: then the institution looks at it again.
            Event::Screened { labels } if labels.is_empty() => match facts.may_be_published() {
                true => published(None),
                false => (Self::Draft { live }, vec![Effect::Copy]),
            },
            Event::Screened { labels } => {
                let filed_on = self.filed_on().unwrap_or(on);
                let flagged = Self::Flagged {
                    filed_on,
                    labels,
                    live,
                };
                (flagged, Vec::new())
            }
            Event::Clear { reason } => published(Some(judged(actor, on, &reason)?)),
            Event::Refuse { reason } => {
                let judged = judged(actor, on, &reason)?;
                (Self::Refused { judged, live }, Vec::new())
            }
            Event::FileMaterials => (self, vec![Effect::FileMaterials]),
            Event::End => (self.without_live(on), vec![Effect::Close]),
        })
    }

    const fn filed_on(&self) -> Option<Day> {
        match self {
            Self::Filed { on, .. } => Some(*on),
            Self::Flagged { filed_on, .. } => Some(*filed_on),
            _ => None,
        }
    }
}

/// A flag is judged by a person, with words.
fn judged(actor: Option<AccountId>, on: Day, reason: &str) -> Result<Judged, Refusal> {
    let reason = reason.trim().to_owned();
    match actor {
        Some(by) if !reason.is_empty() => Ok(Judged { by, on, reason }),
        _ => Err(REASON_MISSING),
    }
}
