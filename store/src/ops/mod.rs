//! The use cases, by word. Each takes a grant, a command and the present instant, and is done
//! wholly or not at all.

pub mod account;
pub mod after_school;
pub mod application;
pub mod authority;
pub mod case;
pub mod complaint;
pub mod course;
pub mod evidence;
pub(crate) mod history;
pub mod housekeeping;
mod idempotency;
pub mod import;
pub mod institution;
pub mod lead;
pub mod licence;
pub mod link;
pub mod merge;
pub mod order;
mod password;
pub mod place;
pub mod record;
mod remark;
pub mod reminder;
pub mod report;
pub mod school;
pub mod screening;
pub mod search_index;
pub mod session;
pub mod sign;
pub mod source;
pub mod staff;
mod texts;

pub use idempotency::IdempotencyKey;
