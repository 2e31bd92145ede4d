//! A complaint (投诉举报): how it comes in, and its way to an answer.

mod filing;
mod state;

pub use filing::{
    AMOUNT_FEN_MAX, BODY_CHARS_MAX, BODY_CHARS_MIN, Contact, Draft, DraftContact, Filing,
    PLACE_CHARS_MAX, SUBJECT_CHARS_MAX,
};
pub use state::{Complaint, Effect, Event, Step};

use crate::words::coded;

coded! {
    /// How a complaint came in.
    Channel "channel_unknown" {
        /// The public portal.
        Portal "portal" "门户网站" "Portal",
        /// The JSON API.
        Api "api" "开放接口" "API",
        /// The hotline 12345.
        Hotline "hotline" "12345 热线" "Hotline 12345",
        /// An officer who took it down.
        Desk "desk" "来访来电" "Taken down at the desk",
    }
}
