//! The way of a place: suspected → confirmed by two officers on site → shut; or joined to an institution of the register, or
//! set aside. What ended is taken up again where it turns out otherwise.

use serde::{Deserialize, Serialize};

use super::guard::Facts;
use super::words::{
    CHECK_BEFORE_SEEN, CHECK_BEFORE_SHUT, DAY_IN_FUTURE, DOCUMENT_MISSING, NOT_ARTICLE_17,
    NOT_JOINED, REASON_MISSING, SHUT_BEFORE_CHECK, WITHOUT_LICENCE,
};
use crate::access::Action;
use crate::case::{self, Officer, Violation};
use crate::law::{self, Due, Rule, Rules};
use crate::refusal::Refusal;
use crate::words::{AccountId, Article, Day, InstitutionNumber, coded};

coded! {
    /// The steps by name.
    Step "event_unknown" {
        /// A check on site finds it unlicensed.
        Confirm "confirm" "登记现场核查，核实无证" "Confirm it by a check on site",
        /// It works no more.
        Shut "shut" "登记关停" "Record that it is shut",
        /// It is an institution's.
        Join "join" "关联登记机构" "Join it to an institution",
        /// It is not that institution's.
        Unjoin "unjoin" "解除关联" "Take it apart from the institution",
        /// It is no such place.
        SetAside "set_aside" "不予列入" "Set it aside",
        /// What the check found does not stand.
        Overturn "overturn" "撤销核实，不予列入" "Overturn the check",
        /// It is there, or works, after all.
        Reopen "reopen" "重新列入核查" "Take it up again",
    }
}

impl Step {
    /// The right it needs. Two officers check (Administrative Penalty Law, article 42); what they found is overturned by a
    /// lead officer.
    #[must_use]
    pub const fn action(self) -> Action {
        match self {
            Self::Confirm => Action::CheckPlace,
            Self::Overturn => Action::OverturnPlace,
            Self::Shut | Self::Join | Self::Unjoin | Self::SetAside | Self::Reopen => {
                Action::KeepPlaces
            }
        }
    }
}

coded! {
    /// On what ground a place works no more.
    Ground "place_ground_unknown" {
        /// 责令停止举办
        Ordered "ordered" "责令停止举办" "Ordered to stop",
        /// 其他部门查处
        Others "others" "其他部门依法查处" "Closed by another department",
        /// 自行停办
        Ceased "ceased" "自行停办" "Stopped of its own accord",
    }
}

coded! {
    /// What a place is to the institution it is joined to.
    Relation "place_relation_unknown" {
        /// 教学点
        Premises "premises" "是该机构的教学点" "A teaching place of it",
        /// 已取得许可
        Licensed "licensed" "已取得办学许可" "Has got its licence",
    }
}

coded! {
    /// Why a place is set aside.
    Why "place_why_unknown" {
        /// 不属于校外培训
        NoTraining "no_training" "不属于校外培训" "No off-campus training",
        /// 查无此处
        Gone "gone" "查无此处或者已经搬离" "Not there, or moved away",
        /// 重复登记
        Double "double" "与另一处重复" "The same as another one",
    }
}

/// What two officers found on site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// The day.
    pub on: Day,
    /// The two officers.
    pub officers: [AccountId; 2],
    /// Whether it is a place of its own for training (有专门的培训场所).
    pub dedicated: bool,
    /// Whether two or more work there (两名以上培训从业人员).
    pub staffed: bool,
    /// Whether there is an organisation with a division of work (有相应的组织机构和分工).
    pub organised: bool,
    /// What was found, in words.
    pub finding: String,
}

impl Check {
    /// The article that forbids what was found; nothing where no article known here does. Before Order 53 whoever ran a
    /// school without approval went by the Law on the Promotion of Private Education alone, which names no conditions.
    #[must_use]
    pub fn article(&self) -> Option<Article> {
        let conditions = self.dedicated && self.staffed && self.organised;
        (conditions || !Rules::in_force(self.on).order_53)
            .then(|| Violation::UnlicensedInstitution.article(self.on, false))
            .flatten()
    }
}

/// That a place works no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shut {
    /// Since when.
    pub on: Day,
    /// On what ground.
    pub ground: Ground,
    /// The document with its number; empty where it stopped of its own accord.
    pub document: String,
}

impl Shut {
    /// The period in which whoever does the same again is punished more heavily for it, after an order to stop under Order 53;
    /// nothing of what was shut on another ground or before that order. Its last day is no day by which anybody has to act,
    /// so that no day of rest moves it: `unrolled_on` tells it.
    #[must_use]
    pub fn heavier(&self) -> Option<Due> {
        let order_53 = Rules::in_force(self.on).order_53;
        (order_53 && self.ground == Ground::Ordered).then(|| law::due(Rule::RepeatHeavier, self.on))
    }
}

/// To which institution a place belongs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Joined {
    /// The institution's number.
    pub institution: InstitutionNumber,
    /// What the place is to it.
    pub relation: Relation,
    /// Since when that is known.
    pub on: Day,
    /// How it is known.
    pub reason: String,
}

/// That a place is none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Aside {
    /// Why.
    pub why: Why,
    /// The same in words.
    pub reason: String,
    /// Who decided it.
    pub by: AccountId,
    /// When.
    pub on: Day,
}

/// A step with what it carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A check on site finds it unlicensed.
    Confirm {
        /// What was found.
        check: Check,
        /// The same two, with what their certificates said on the day of the check.
        officers: [Officer; 2],
        /// Whether both work for the authority of the place.
        of_authority: bool,
    },
    /// It works no more.
    Shut(Shut),
    /// It is an institution's.
    Join {
        /// The institution's number.
        institution: InstitutionNumber,
        /// Whether that has a licence in force today.
        licensed: bool,
        /// What the place is to it.
        relation: Relation,
        /// How it is known.
        reason: String,
    },
    /// It is not that institution's.
    Unjoin {
        /// Why.
        reason: String,
    },
    /// It is no such place.
    SetAside {
        /// Why.
        why: Why,
        /// The same in words.
        reason: String,
    },
    /// What the check found does not stand.
    Overturn {
        /// Why it is none.
        why: Why,
        /// The same in words.
        reason: String,
    },
    /// It is there, or works, after all.
    Reopen {
        /// What was seen.
        reason: String,
    },
}

impl Event {
    /// The step's name.
    #[must_use]
    pub const fn step(&self) -> Step {
        match self {
            Self::Confirm { .. } => Step::Confirm,
            Self::Shut(_) => Step::Shut,
            Self::Join { .. } => Step::Join,
            Self::Unjoin { .. } => Step::Unjoin,
            Self::SetAside { .. } => Step::SetAside,
            Self::Overturn { .. } => Step::Overturn,
            Self::Reopen { .. } => Step::Reopen,
        }
    }
}

/// Where a place stands. `before` says that it was shut once and works again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Way {
    /// Somebody has seen or told of it.
    Suspected {
        /// How it was shut before.
        before: Option<Shut>,
    },
    /// Two officers have found it unlicensed.
    Confirmed {
        /// What they found.
        check: Check,
        /// How it was shut before.
        before: Option<Shut>,
    },
    /// It works no more.
    Shut {
        /// What was found before.
        check: Check,
        /// Since when and why.
        shut: Shut,
    },
    /// It is an institution's.
    Joined {
        /// Whose.
        joined: Joined,
        /// Where it stood before, to which it goes back.
        from: Box<Way>,
    },
    /// It is no such place.
    NotOne {
        /// Why.
        aside: Aside,
        /// How it was shut before.
        before: Option<Shut>,
    },
}

impl Way {
    /// Where a place begins.
    pub const FIRST: Self = Self::Suspected { before: None };

    /// The stable code of the state.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Suspected { .. } => "suspected",
            Self::Confirmed { .. } => "confirmed",
            Self::Shut { .. } => "shut",
            Self::Joined { .. } => "joined",
            Self::NotOne { .. } => "not_one",
        }
    }

    /// Whether something is still to be done about it.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        matches!(self, Self::Suspected { .. } | Self::Confirmed { .. })
    }

    /// What two officers found, where that stands.
    #[must_use]
    pub fn check(&self) -> Option<&Check> {
        match self {
            Self::Confirmed { check, .. } | Self::Shut { check, .. } => Some(check),
            Self::Joined { from, .. } => from.check(),
            Self::Suspected { .. } | Self::NotOne { .. } => None,
        }
    }

    /// How it is shut, or was before it worked again.
    #[must_use]
    pub fn shut(&self) -> Option<&Shut> {
        match self {
            Self::Shut { shut, .. } => Some(shut),
            Self::Suspected { before }
            | Self::Confirmed { before, .. }
            | Self::NotOne { before, .. } => before.as_ref(),
            Self::Joined { from, .. } => from.shut(),
        }
    }

    /// Takes a step by `actor`.
    ///
    /// # Errors
    /// The refusal of [`Self::refusal`], or what the event carries that cannot be.
    pub fn apply(self, event: Event, actor: AccountId, facts: &Facts) -> Result<Self, Refusal> {
        if let Some(refusal) = self.refusal(event.step(), actor) {
            return Err(refusal);
        }
        let (before, on) = (self.shut().cloned(), facts.today);
        match event {
            Event::Confirm {
                check,
                officers,
                of_authority,
            } => {
                case::open(&officers, of_authority)?;
                if before.as_ref().is_some_and(|shut| check.on < shut.on) {
                    return Err(CHECK_BEFORE_SHUT);
                }
                Ok(Self::Confirmed {
                    check: checked(check, facts)?,
                    before,
                })
            }
            Event::Shut(shut) => self.closed(shut, facts),
            Event::Join {
                institution,
                licensed,
                relation,
                reason,
            } => {
                if relation == Relation::Licensed && !licensed {
                    return Err(WITHOUT_LICENCE);
                }
                let joined = Joined {
                    institution,
                    relation,
                    on,
                    reason: said(&reason)?,
                };
                let from = Box::new(self);
                Ok(Self::Joined { joined, from })
            }
            Event::Unjoin { reason } => {
                said(&reason)?;
                match self {
                    Self::Joined { from, .. } => Ok(*from),
                    _ => Err(NOT_JOINED),
                }
            }
            Event::SetAside { why, reason } | Event::Overturn { why, reason } => {
                let aside = Aside {
                    why,
                    reason: said(&reason)?,
                    by: actor,
                    on,
                };
                Ok(Self::NotOne { aside, before })
            }
            Event::Reopen { reason } => {
                said(&reason)?;
                Ok(Self::Suspected { before })
            }
        }
    }

    /// Shut, where the day fits and an order has what article 17 asks for.
    fn closed(self, shut: Shut, facts: &Facts) -> Result<Self, Refusal> {
        let Self::Confirmed { check, .. } = self else {
            return Err(super::words::NOT_CONFIRMED);
        };
        let document = shut.document.trim().to_owned();
        if shut.on > facts.today {
            return Err(DAY_IN_FUTURE);
        }
        if shut.on < check.on {
            return Err(SHUT_BEFORE_CHECK);
        }
        if shut.ground == Ground::Ordered && check.article().is_none() {
            return Err(NOT_ARTICLE_17);
        }
        if shut.ground != Ground::Ceased && document.is_empty() {
            return Err(DOCUMENT_MISSING);
        }
        let shut = Shut { document, ..shut };
        Ok(Self::Shut { check, shut })
    }
}

/// A check on a day that can be, with words.
fn checked(check: Check, facts: &Facts) -> Result<Check, Refusal> {
    if check.on > facts.today {
        return Err(DAY_IN_FUTURE);
    }
    if check.on < facts.seen_on {
        return Err(CHECK_BEFORE_SEEN);
    }
    Ok(Check {
        finding: said(&check.finding)?,
        ..check
    })
}

/// Words that say something.
fn said(words: &str) -> Result<String, Refusal> {
    match words.trim() {
        "" => Err(REASON_MISSING),
        words => Ok(words.to_owned()),
    }
}
