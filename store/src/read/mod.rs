//! The read models: what pages and the JSON door show. Lists take a [`Scope`](domain::access::Scope)
//! and answer in keyset pages.

pub mod account;
pub mod act;
pub mod after_school;
pub mod application;
pub mod case;
pub mod complaint;
pub mod consent;
pub mod course;
pub mod follow;
pub mod import;
pub mod institution;
pub mod job;
pub mod kept;
pub mod lead;
pub mod licence;
pub mod licence_copy;
pub mod likeness;
pub mod link;
pub mod merge;
pub mod notice;
pub mod order;
pub mod overview;
pub mod page;
pub mod place;
pub mod record;
pub mod remark;
pub mod reminder;
pub mod report;
pub mod request;
pub mod school;
pub mod staff;

pub use page::{DueAfter, DueQuery, Limit, Page};
