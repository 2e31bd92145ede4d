//! Pages of the officers' desk.

pub mod admin;
pub mod after_school;
pub mod applications;
pub mod case;
pub mod case_events;
pub mod cases;
pub mod complaint;
pub mod complaint_events;
pub mod courses;
pub mod imports;
pub mod institution_new;
pub mod institutions;
pub mod leads;
pub mod licences;
pub mod merges;
pub mod place_events;
pub mod places;
pub mod records;
pub mod reminders;
pub mod reports;
pub mod schools;
pub mod staff;
pub mod today;

mod admin_sample;
mod after_school_sample;
mod applications_sample;
pub mod case_sample;
mod courses_sample;
pub mod imports_sample;
mod licences_sample;
mod merges_sample;
mod places_sample;
