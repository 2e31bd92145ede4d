//! Pages of the public portal.

pub mod after_school;
pub mod class_rules;
pub mod complaint;
pub mod follow;
pub mod institutions;
pub mod near;
pub mod open_data;
pub mod problem;
pub mod receipt;
pub mod report;
mod report_sample;
pub mod share;
pub mod sign_in;
pub mod white_list;

mod institutions_sample;
