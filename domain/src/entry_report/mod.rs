//! What the public reports of an entry of the register (公众纠错): what may be said, and its way to an answer.

mod draft;
mod state;

pub use draft::{
    BODY_CHARS_MAX, Draft, DraftItem, Filing, Item, OTHER_CHARS_MAX, REPORTED, RIGHT_CHARS_MAX,
};
pub use state::{EntryReport, Event, Started, Step};

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
