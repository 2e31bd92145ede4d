//! The red bar on the desks: mail that does not leave.

use domain::words::{Day, Instant};
use store::read::notice::Stuck;

use crate::text::{Lang, show};
use crate::view::shell::StuckMail;

/// The bar, where there is anything to say. `may_open`: whether the reader may open the page of the notices.
pub(super) fn of(stuck: Stuck, lang: Lang, today: Day, may_open: bool) -> Option<StuckMail> {
    stuck.is_any().then(|| StuckMail {
        count: u32::try_from(stuck.waiting + stuck.failed).unwrap_or(u32::MAX),
        since: stuck.since.map_or(String::new(), |since| {
            show::near_instant(lang, Instant::from_millis(since), today)
        }),
        may_open,
    })
}
