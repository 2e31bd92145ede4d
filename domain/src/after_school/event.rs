//! The steps of a provider's way, and what each carries.

use super::ground::Ground;
use super::item::Item;
use crate::access::Action;
use crate::words::{Day, coded};

coded! {
    /// The steps by name.
    Step "event_unknown" {
        /// Hand it in.
        File "file" "提交申请" "File it",
        /// Take it back.
        Withdraw "withdraw" "撤回申请" "Withdraw it",
        /// Send it back to be corrected.
        SendBack "send_back" "退回补正" "Send it back",
        /// Refuse it.
        Refuse "refuse" "不予准入" "Refuse it",
        /// Choose it.
        Select "select" "拟准入" "Choose it",
        /// Approve the choice: it goes before the public.
        Approve "approve" "复核同意，开始公示" "Approve, and publish",
        /// Send the choice back.
        Return "return" "复核退回" "Send the choice back",
        /// An objection is examined.
        Reopen "reopen" "公示有异议，重新审核" "Examine it again",
        /// Let it in: nobody objected.
        Admit "admit" "公示期满准入" "Admit",
        /// Warn it.
        Warn "warn" "预警" "Warn",
        /// It was corrected.
        Lift "lift" "解除预警" "Lift the warning",
        /// Propose that it leaves.
        ProposeExit "propose_exit" "提出退出" "Propose an exit",
        /// It leaves.
        ApproveExit "approve_exit" "复核同意退出" "Approve the exit",
        /// It stays.
        RejectExit "reject_exit" "不同意退出" "Reject the exit",
        /// Its licence is not in force.
        Suspend "suspend" "暂停" "Suspend",
        /// Its licence is in force again.
        Resume "resume" "恢复" "Resume",
        /// The school year is over.
        End "end" "到期" "End",
    }
}

impl Step {
    /// The right it needs.
    #[must_use]
    pub const fn action(self) -> Action {
        match self {
            Self::File | Self::Withdraw => Action::ApplyAfterSchool,
            Self::SendBack
            | Self::Refuse
            | Self::Select
            | Self::Reopen
            | Self::Warn
            | Self::Lift
            | Self::ProposeExit => Action::KeepAfterSchool,
            Self::Approve | Self::Return | Self::ApproveExit | Self::RejectExit => {
                Action::DecideAfterSchool
            }
            Self::Admit | Self::Suspend | Self::Resume | Self::End => Action::RunSystem,
        }
    }
}

/// A step with what it carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// Hand it in.
    File,
    /// Take it back.
    Withdraw,
    /// Send it back to be corrected.
    SendBack {
        /// What is to be corrected.
        reason: String,
    },
    /// Refuse it.
    Refuse {
        /// Why.
        reason: String,
    },
    /// Choose it.
    Select {
        /// The items that were looked at and found in order.
        checked: Vec<Item>,
        /// Why this one.
        reason: String,
    },
    /// Approve the choice.
    Approve,
    /// Send the choice back.
    Return {
        /// What is missing.
        reason: String,
    },
    /// An objection is examined.
    Reopen {
        /// Which.
        reason: String,
    },
    /// Let it in.
    Admit,
    /// Warn it.
    Warn {
        /// On what ground.
        ground: Ground,
        /// What happened.
        reason: String,
        /// The day to correct it by.
        correct_by: Day,
    },
    /// It was corrected.
    Lift {
        /// How that was seen.
        reason: String,
    },
    /// Propose that it leaves.
    ProposeExit {
        /// On what ground.
        ground: Ground,
        /// What happened.
        reason: String,
    },
    /// It leaves.
    ApproveExit,
    /// It stays.
    RejectExit {
        /// Why.
        reason: String,
    },
    /// Its licence is not in force.
    Suspend,
    /// Its licence is in force again.
    Resume,
    /// The school year is over.
    End,
}

impl Event {
    /// The step's name.
    #[must_use]
    pub const fn step(&self) -> Step {
        match self {
            Self::File => Step::File,
            Self::Withdraw => Step::Withdraw,
            Self::SendBack { .. } => Step::SendBack,
            Self::Refuse { .. } => Step::Refuse,
            Self::Select { .. } => Step::Select,
            Self::Approve => Step::Approve,
            Self::Return { .. } => Step::Return,
            Self::Reopen { .. } => Step::Reopen,
            Self::Admit => Step::Admit,
            Self::Warn { .. } => Step::Warn,
            Self::Lift { .. } => Step::Lift,
            Self::ProposeExit { .. } => Step::ProposeExit,
            Self::ApproveExit => Step::ApproveExit,
            Self::RejectExit { .. } => Step::RejectExit,
            Self::Suspend => Step::Suspend,
            Self::Resume => Step::Resume,
            Self::End => Step::End,
        }
    }

    /// What was written with it; nothing for a step without words.
    #[must_use]
    pub fn words(&self) -> Option<&str> {
        match self {
            Self::SendBack { reason }
            | Self::Refuse { reason }
            | Self::Select { reason, .. }
            | Self::Return { reason }
            | Self::Reopen { reason }
            | Self::Warn { reason, .. }
            | Self::Lift { reason }
            | Self::ProposeExit { reason, .. }
            | Self::RejectExit { reason } => Some(reason),
            _ => None,
        }
    }
}
