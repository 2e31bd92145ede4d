//! What can happen to a case.

use super::{ServiceWay, Violation};
use crate::access::Action;
use crate::words::{Article, Day, coded};

coded! {
    /// The steps by name.
    Step "event_unknown" {
        /// Record a finding.
        RecordFinding "record_finding" "记录违法事实" "Record a finding",
        /// Order correction.
        OrderCorrection "order_correction" "责令改正" "Order correction",
        /// Move the last day for correction.
        ChangeDue "change_due" "变更改正期限" "Change the last day for correction",
        /// Record the service of the order.
        RecordService "record_service" "登记送达" "Record the service",
        /// The institution answers.
        Respond "respond" "机构答复" "Institution's answer",
        /// Propose to close.
        ProposeClosure "propose_closure" "申请结案" "Propose closure",
        /// Approve the closure.
        ApproveClosure "approve_closure" "批准结案" "Approve closure",
        /// Send back for more work.
        ReturnForMore "return_for_more" "退回补充" "Send back",
    }
}

impl Step {
    /// The right that the step asks of who takes it.
    #[must_use]
    pub const fn action(self) -> Action {
        match self {
            Self::RecordFinding | Self::ProposeClosure => Action::InvestigateCase,
            Self::OrderCorrection | Self::ChangeDue => Action::OrderCorrection,
            Self::RecordService => Action::ServeDocument,
            Self::Respond => Action::AnswerOrder,
            Self::ApproveClosure | Self::ReturnForMore => Action::ApproveClosure,
        }
    }
}

/// A step with what it carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// Record a finding of the day it was made.
    RecordFinding {
        /// What the party did.
        violation: Violation,
        /// Day of the act.
        acted_on: Day,
        /// Whether the party held a licence on the day of the act.
        licensed: bool,
        /// Day of the finding.
        found_on: Day,
    },
    /// Order correction by a day.
    OrderCorrection {
        /// Last day for correction.
        due_on: Day,
        /// The articles it rests on.
        articles: Vec<Article>,
        /// Whether the officer has checked and confirmed those that were not read in a copy of the text.
        basis_confirmed: bool,
    },
    /// Move the last day for correction.
    ChangeDue {
        /// New last day for correction.
        due_on: Day,
        /// Why.
        reason: String,
    },
    /// Record the service of the order.
    RecordService {
        /// How.
        way: ServiceWay,
        /// When it was handed over, sent, or published.
        on: Day,
    },
    /// The institution answers.
    Respond,
    /// Propose to close.
    ProposeClosure {
        /// Why it can be closed.
        reason: String,
    },
    /// Approve the closure.
    ApproveClosure,
    /// Send back for more work.
    ReturnForMore {
        /// What is missing.
        reason: String,
    },
}

impl Event {
    /// The step's name.
    #[must_use]
    pub const fn step(&self) -> Step {
        match self {
            Self::RecordFinding { .. } => Step::RecordFinding,
            Self::OrderCorrection { .. } => Step::OrderCorrection,
            Self::ChangeDue { .. } => Step::ChangeDue,
            Self::RecordService { .. } => Step::RecordService,
            Self::Respond => Step::Respond,
            Self::ProposeClosure { .. } => Step::ProposeClosure,
            Self::ApproveClosure => Step::ApproveClosure,
            Self::ReturnForMore { .. } => Step::ReturnForMore,
        }
    }
}
