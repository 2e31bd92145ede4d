//! Pages of the officers' desk.

pub mod admin;
pub mod applications;
pub mod case;
pub mod case_events;
pub mod cases;
pub mod complaint;
pub mod complaint_events;
pub mod courses;
pub mod imports;
pub mod institutions;
pub mod leads;
pub mod licences;
pub mod merges;
pub mod records;
pub mod reports;
pub mod staff;
pub mod today;

mod admin_sample;
mod applications_sample;
pub mod case_sample;
mod courses_sample;
pub mod imports_sample;
mod licences_sample;
mod merges_sample;
