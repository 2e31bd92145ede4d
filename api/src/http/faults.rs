//! What goes wrong behind the door, as problems.

use domain::access::Denied;
use domain::case::Refusal;
use domain::words::FieldFault;
use store::Fault;

use super::problem::{Code, FieldProblem, Problem};

impl From<Fault> for Problem {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Input(faults) => Self::from(faults),
            Fault::NotFound => Self::new(Code::NotFound),
            Fault::Stale { current } => {
                let mut problem = Self::new(Code::StaleVersion);
                problem.more.version = Some(current);
                problem
            }
            Fault::Refused(refusal) => Self::from(refusal),
            Fault::Denied(denied) => Self::from(denied),
            Fault::SignInRefused => Self::new(Code::SignInFailed),
            Fault::KeyReused => Self::new(Code::KeyReused),
            Fault::Duplicate { .. } => Self::new(Code::Duplicate),
            Fault::TooLarge { .. } => Self::new(Code::TooLarge),
            Fault::MediaType => Self::new(Code::UnsupportedMediaType),
            Fault::Busy
            | Fault::Unreachable
            | Fault::Schema(_)
            | Fault::Ahead(_)
            | Fault::Evidence(_) => {
                tracing::warn!(code = fault.code(), "the store is not available");
                Self::new(Code::Unavailable).after(2)
            }
            // Whoever runs the system has to put a setting right first; nothing was written.
            Fault::Setting(_) => {
                tracing::error!(%fault, "the system is not set up for this");
                Self::new(Code::Unavailable)
            }
            // The words of these faults never hold a value of a row.
            other => Self::internal(&other.to_string()),
        }
    }
}

impl From<Denied> for Problem {
    fn from(denied: Denied) -> Self {
        if denied.code == Code::SignInRequired.text() {
            return Self::new(Code::SignInRequired);
        }
        Self {
            refusal: Some(denied.code),
            ..Self::new(Code::Forbidden)
        }
    }
}

impl From<Vec<FieldFault>> for Problem {
    fn from(faults: Vec<FieldFault>) -> Self {
        Self {
            errors: faults.iter().map(FieldProblem::from).collect(),
            ..Self::new(Code::InvalidInput)
        }
    }
}

impl From<&FieldFault> for FieldProblem {
    fn from(fault: &FieldFault) -> Self {
        Self {
            field: fault.field.to_string(),
            code: fault.code.to_string(),
            detail: fault.detail.clone(),
        }
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let mut problem = Self::new(Code::Refused).because(refusal.zh, refusal.en);
        problem.refusal = Some(refusal.code);
        problem.more.article = refusal.article.as_ref().map(ToString::to_string);
        problem
    }
}
