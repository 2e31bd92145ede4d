//! Who may take which step of a case.

use crate::refusal::Refusal;
use crate::words::{AccountId, Day};

/// One of the two officers of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Officer {
    /// Account.
    pub id: AccountId,
    /// Whether a valid enforcement certificate is held on the day of the step.
    pub certified: bool,
}

/// What a step has to know besides the case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Circumstances {
    /// Day of the step.
    pub today: Day,
    /// Who takes it; nothing for the institution's agent.
    pub actor: Option<AccountId>,
    /// Whether the actor is a lead officer.
    pub is_lead_officer: bool,
    /// The two officers of the case.
    pub officers: [Officer; 2],
    /// Whether a signed consent to electronic service is on record for the day of service, else for the day of the step.
    pub consent: bool,
}

const OFFICERS_TWO: Refusal = Refusal::law(
    "two_officers_required",
    "apl-42",
    "执法人员不得少于两人，须是两名不同的人员",
    "at least two different officers are required",
);

const CERTIFICATE: Refusal = Refusal::law(
    "officer_not_certified",
    "apl-42",
    "两名执法人员都须持有当日有效的执法证件",
    "both officers need a certificate that is valid on the day",
);

const OTHER_AUTHORITY: Refusal = Refusal::step(
    "officer_of_other_authority",
    "两名执法人员都须是本机关的人员",
    "both officers have to work for the authority of the case",
);

const NOT_OF_THE_CASE: Refusal = Refusal::step(
    "not_case_officer",
    "只有本案的两名执法人员可以办理",
    "only the two officers of the case may do this",
);

// Who approves a closure is the order of the house: no statute that was read names the lead officer.
const NOT_LEAD: Refusal = Refusal::step(
    "approver_not_lead",
    "须由执法负责人审批",
    "a lead officer has to approve",
);

const OWN_CASE: Refusal = Refusal::step(
    "approver_is_case_officer",
    "本案执法人员不得审批本案",
    "an officer of the case may not approve it",
);

/// Whether these two may open a case; `of_authority` says that both work for the authority that will have it.
///
/// # Errors
/// `two_officers_required`, `officer_not_certified`, `officer_of_other_authority`.
pub fn open(officers: &[Officer; 2], of_authority: bool) -> Result<(), Refusal> {
    two_certified(officers)?;
    if of_authority {
        Ok(())
    } else {
        Err(OTHER_AUTHORITY)
    }
}

fn two_certified(officers: &[Officer; 2]) -> Result<(), Refusal> {
    let [first, second] = officers;
    if first.id == second.id {
        Err(OFFICERS_TWO)
    } else if !(first.certified && second.certified) {
        Err(CERTIFICATE)
    } else {
        Ok(())
    }
}

impl Circumstances {
    /// An act of investigation: by one of the two, both certified today.
    pub(super) fn investigates(&self) -> Result<(), Refusal> {
        two_certified(&self.officers)?;
        self.handles()
    }

    /// A step of the file: by one of the two.
    pub(super) fn handles(&self) -> Result<(), Refusal> {
        let is_one = |officer: &Officer| Some(officer.id) == self.actor;
        if self.officers.iter().any(is_one) {
            Ok(())
        } else {
            Err(NOT_OF_THE_CASE)
        }
    }

    /// An approval: by a lead officer who is none of the two.
    pub(super) fn approves(&self) -> Result<(), Refusal> {
        if !self.is_lead_officer {
            return Err(NOT_LEAD);
        }
        match self.handles() {
            Ok(()) => Err(OWN_CASE),
            Err(_) => Ok(()),
        }
    }
}
