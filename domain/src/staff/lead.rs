//! A staff lead (人员线索): a person of an institution has the number of somebody on a list, or of another institution.
//! A match is a sign that an officer judges; it changes nothing by itself.

use serde::{Deserialize, Serialize};

use crate::refusal::{Offer, Refusal};
use crate::words::{AccountId, Day, coded};

coded! {
    /// What was met.
    Ground "staff_ground_unknown" {
        /// 黑名单
        Barred "barred" "在职人员列入黑名单" "Employed and put on the bar list",
        /// 在职教师
        InService "in_service" "与在职教师名单相符" "On a list of in-service teachers",
        /// 两处任职
        Elsewhere "elsewhere" "同时登记在两家机构" "On the staff of two institutions",
    }
}

coded! {
    /// What an officer does with a staff lead.
    Step "staff_step_unknown" {
        /// 线索成立
        Confirm "confirm" "线索成立" "There is something to it",
        /// 不成立
        Dismiss "dismiss" "不成立" "Nothing to it",
        /// 移送教师主管部门
        Refer "refer" "移送教师主管部门" "Refer it to the teacher's authority",
        /// 登记处理结果
        RecordResult "record_result" "登记处理结果" "Record what came of it",
    }
}

/// What an officer does, with what it carries.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Event {
    /// There is something to it; the institution is dealt with by other means.
    Confirm {
        /// What was found.
        #[serde(default)]
        reason: String,
    },
    /// There is nothing to it.
    Dismiss {
        /// Why.
        #[serde(default)]
        reason: String,
    },
    /// The school or its authority deals with the teacher.
    Refer {
        /// The school or authority.
        #[serde(default)]
        to: String,
        /// What was found.
        #[serde(default)]
        reason: String,
    },
    /// The school or its authority has answered.
    RecordResult {
        /// What it has done.
        #[serde(default)]
        result: String,
    },
}

impl Event {
    /// Which step it is.
    #[must_use]
    pub const fn step(&self) -> Step {
        match self {
            Self::Confirm { .. } => Step::Confirm,
            Self::Dismiss { .. } => Step::Dismiss,
            Self::Refer { .. } => Step::Refer,
            Self::RecordResult { .. } => Step::RecordResult,
        }
    }
}

/// Who took a step, when, and in what words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// Who.
    pub by: AccountId,
    /// When.
    pub on: Day,
    /// In what words.
    pub words: String,
}

/// Where a staff lead stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum StaffLead {
    /// Nobody has judged it.
    New,
    /// There is something to it.
    Confirmed {
        /// What was found.
        said: Said,
    },
    /// There is nothing to it.
    Dismissed {
        /// Why.
        said: Said,
    },
    /// The school or its authority has it.
    Referred {
        /// Who has it.
        to: String,
        /// What was found.
        said: Said,
    },
    /// The school or its authority has answered.
    Answered {
        /// Who had it.
        to: String,
        /// What was found.
        said: Said,
        /// What it has done.
        result: Said,
    },
}

const fn not_referred() -> Refusal {
    Refusal::step(
        "staff_lead_not_referred",
        "线索没有移送，没有处理结果可登记",
        "the lead was not referred, so there is no result to record",
    )
}

impl StaffLead {
    /// The stable code of the state.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Confirmed { .. } => "confirmed",
            Self::Dismissed { .. } => "dismissed",
            Self::Referred { .. } => "referred",
            Self::Answered { .. } => "answered",
        }
    }

    /// Whether somebody still has to do something.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        matches!(self, Self::New | Self::Referred { .. })
    }

    /// Why this step cannot be taken now, whatever it carries.
    #[must_use]
    pub fn refusal(&self, step: Step, ground: Ground) -> Option<Refusal> {
        match (self, step) {
            (Self::New, Step::RecordResult) => Some(not_referred()),
            (Self::New, Step::Refer) if ground != Ground::InService => Some(Refusal::law(
                "staff_lead_not_of_teacher",
                "teach15",
                "只有涉及在职教师的线索才移送教师主管部门",
                "only a lead about an in-service teacher is referred",
            )),
            (Self::New, _) | (Self::Referred { .. }, Step::RecordResult) => None,
            _ => Some(Refusal::step(
                "staff_lead_judged_already",
                "线索已经研判，不能再次研判",
                "the lead has been judged already",
            )),
        }
    }

    /// Every step with the reason why it cannot be taken now.
    #[must_use]
    pub fn offers(&self, ground: Ground) -> Vec<Offer<Step>> {
        let offer = |step: &Step| Offer {
            event: *step,
            refusal: self.refusal(*step, ground),
        };
        Step::ALL.iter().map(offer).collect()
    }

    /// Takes a step.
    ///
    /// # Errors
    /// [`Refusal`] by the state; `reason_missing` and `addressee_missing` where words are missing.
    pub fn apply(
        self,
        event: Event,
        ground: Ground,
        by: AccountId,
        on: Day,
    ) -> Result<Self, Refusal> {
        if let Some(refusal) = self.refusal(event.step(), ground) {
            return Err(refusal);
        }
        let said = |words: &str| {
            let words = words.trim().to_owned();
            if words.is_empty() {
                return Err(Refusal::step(
                    "reason_missing",
                    "须写明情况和理由",
                    "say what was found and why",
                ));
            }
            Ok(Said { by, on, words })
        };
        match event {
            Event::RecordResult { result } => match self {
                Self::Referred { to, said: found } => Ok(Self::Answered {
                    to,
                    said: found,
                    result: said(&result)?,
                }),
                _ => Err(not_referred()),
            },
            Event::Confirm { reason } => Ok(Self::Confirmed {
                said: said(&reason)?,
            }),
            Event::Dismiss { reason } => Ok(Self::Dismissed {
                said: said(&reason)?,
            }),
            Event::Refer { to, reason } => {
                let to = to.trim().to_owned();
                if to.is_empty() {
                    return Err(Refusal::step(
                        "addressee_missing",
                        "须写明移送给哪个学校或者主管部门",
                        "say which school or authority it is referred to",
                    ));
                }
                Ok(Self::Referred {
                    to,
                    said: said(&reason)?,
                })
            }
        }
    }
}
