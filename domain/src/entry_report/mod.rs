//! What the public reports of an entry of the register (公众纠错): what may be said, and its way to an answer.

mod draft;
mod state;

pub use draft::{
    BODY_CHARS_MAX, Draft, DraftItem, Filing, Item, OTHER_CHARS_MAX, REPORTED, RIGHT_CHARS_MAX,
};
pub use state::{EntryReport, Event, Started, Step};

use crate::institution::Status;
use crate::words::coded;

coded! {
    /// What is said of the entry.
    Kind "report_kind_unknown" {
        /// 信息有误
        Wrong "wrong" "信息有误" "Something is wrong",
        /// 已经关门
        Closed "closed" "已经关门" "Closed",
        /// 重复登记
        Double "double" "重复登记" "Entered twice",
        /// 其他
        Other "other" "其他" "Something else",
    }
}

/// What has to be started so that a report is accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asks {
    /// A change of the record.
    Change,
    /// The merge of two entries.
    Merge,
    /// Nothing that the register has a step for: words for the reporter.
    Words,
}

/// What the register says by now of the matter of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Now {
    /// Whether a field that the report names says something else than what the report gives as right.
    pub wrong: bool,
    /// What the institution does.
    pub status: Status,
    /// Whether the entry was merged into another one.
    pub merged: bool,
}

impl Kind {
    /// What a report of this kind asks for. Where nothing is left to start, because the report names no field or the register
    /// has been put right since, its reporter is answered in words.
    #[must_use]
    pub const fn asks(self, now: &Now) -> Asks {
        let told = matches!(now.status, Status::Closed | Status::Runaway);
        match self {
            Self::Wrong if now.wrong => Asks::Change,
            Self::Closed if !told => Asks::Change,
            Self::Double if !now.merged => Asks::Merge,
            Self::Wrong | Self::Closed | Self::Double | Self::Other => Asks::Words,
        }
    }
}
