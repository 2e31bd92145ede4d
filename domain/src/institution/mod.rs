//! Institutions (校外培训机构).

pub mod class_rules;
pub mod conditions;
pub mod confirm;
pub mod department;
pub mod field;
pub mod granted;
pub mod import;
pub mod link;
pub mod listed;
pub mod merge;
pub mod met;
pub mod near;
pub mod opening;
mod position;
pub mod published;
pub mod report;
pub mod request;

use std::collections::BTreeMap;

use crate::licence;
use crate::words::{Classes, Day, District, Email, LicenceNumber, Stages, Uscc, coded};

coded! {
    /// Whether an institution works.
    Status "status_unknown" {
        /// 营业中
        Operating "operating" "正常办学" "Operating",
        /// 暂停
        Suspended "suspended" "暂停办学" "Suspended",
        /// 终止办学中
        Closing "closing" "终止办学中" "Closing",
        /// 已终止
        Closed "closed" "已终止办学" "Closed",
        /// 失联
        Runaway "runaway" "失联跑路" "Runaway",
        /// 筹备中：举办者正在申请第一张许可证
        Preparing "preparing" "筹备中" "Preparing",
    }
}

impl Status {
    /// What becomes of it where a first licence is issued: who prepared works from then on, and nobody else is changed by it.
    #[must_use]
    pub const fn once_licensed(self) -> Self {
        match self {
            Self::Preparing => Self::Operating,
            other => other,
        }
    }
}

/// An institution before it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewInstitution {
    /// Registered name, or the name it is known by where it is not registered.
    pub name: String,
    /// Brand over the door; empty where it has none.
    pub brand: String,
    /// Unified social credit code, where it has one.
    pub uscc: Option<Uscc>,
    /// `non_enterprise` (民办非企业单位), `public_institution` (事业单位), `company`, or `unknown`.
    pub legal_form: &'static str,
    /// What it teaches.
    pub classes: Classes,
    /// Whom it teaches.
    pub stages: Stages,
    /// Where it is.
    pub district: District,
    /// Street and number.
    pub address: String,
    /// Telephone for the public; empty where none is known.
    pub telephone: String,
    /// E-mail for notices; sealed.
    pub email: Option<Email>,
    /// Whether it works.
    pub status: Status,
    /// Day of founding, where it is known.
    pub founded_on: Option<Day>,
    /// Its licence, where it has one.
    pub licence: Option<NewLicence>,
    /// What else the register is to say, by field, each as its canonical text.
    pub further: BTreeMap<field::Field, String>,
}

/// A licence before it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewLicence {
    /// Number by the ministry's coding.
    pub number: LicenceNumber,
    /// What it allows, in words.
    pub scope: String,
    /// Its state; expiry by the calendar is judged when it is read.
    pub state: licence::State,
    /// The authority that issued it.
    pub issued_by: String,
    /// Day of issue.
    pub issued_on: Day,
    /// Last day on which it is valid.
    pub valid_until: Day,
    /// The day on which it was revoked or cancelled.
    pub ended_on: Option<Day>,
}

#[cfg(test)]
mod tests {
    use super::Status;

    #[test]
    fn a_first_licence_ends_the_preparing_and_changes_nothing_else() {
        for status in Status::ALL.iter().copied() {
            let expected = match status {
                Status::Preparing => Status::Operating,
                _ => status,
            };
            assert_eq!(status.once_licensed(), expected, "{status}");
        }
    }
}
