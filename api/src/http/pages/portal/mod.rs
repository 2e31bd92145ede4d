//! The public portal: looking institutions up, complaining, following.

mod after_school;
mod class_rules;
mod complaint;
mod courses;
mod draft;
mod follow;
mod frame;
mod front;
mod held;
mod institution;
mod institutions;
mod lineage;
mod near;
mod open_data;
mod progress;
mod receipt;
mod report;
mod report_draft;
mod report_follow;
mod standing;
mod verify;
mod white_list;

pub(in crate::http) use near::NEAR_PATH;

pub(super) use institution::{facts, history, licence_card};
pub(super) use lineage::{how, lineage};
pub(super) use report_draft::kind_words;
pub(super) use standing::{Seen, verdict};

use crate::http::access::Routes;

/// Registers the pages.
pub(super) fn register(routes: &mut Routes) {
    front::register(routes);
    institutions::register(routes);
    near::register(routes);
    verify::register(routes);
    complaint::register(routes);
    receipt::register(routes);
    follow::register(routes);
    report::register(routes);
    report_follow::register(routes);
    open_data::register(routes);
    white_list::register(routes);
    after_school::register(routes);
    class_rules::register(routes);
}
