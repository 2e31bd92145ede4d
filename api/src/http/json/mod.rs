//! The JSON door: `/api/v1`. A handler parses, takes its grant, makes a command, calls the use case and presents the
//! answer; it knows no table and decides no law.

pub mod after_school;
pub mod applications;
pub mod cases;
pub mod checks;
pub mod complaints;
pub mod courses;
pub mod desk;
pub mod entering;
pub mod event;
pub mod imports;
pub mod institutions;
pub mod law;
pub mod licences;
pub mod merges;
pub mod mine;
pub mod near;
pub mod operations;
pub mod places;
pub mod records;
pub mod reminders;
pub mod reports;
pub mod requests;
pub mod schools;
pub mod sessions;
pub mod shown;
pub mod staff;
pub mod staff_desk;
pub mod white_list;

use super::access::Routes;

/// Registers every route of the JSON door.
pub(super) fn register(routes: &mut Routes) {
    after_school::register(routes);
    applications::register(routes);
    cases::register(routes);
    complaints::register(routes);
    courses::register(routes);
    desk::register(routes);
    imports::register(routes);
    institutions::register(routes);
    law::register(routes);
    licences::register(routes);
    merges::register(routes);
    mine::register(routes);
    near::register(routes);
    operations::register(routes);
    places::register(routes);
    records::register(routes);
    reminders::register(routes);
    reports::register(routes);
    requests::register(routes);
    schools::register(routes);
    sessions::register(routes);
    staff::register(routes);
    staff_desk::register(routes);
    white_list::register(routes);
}
