//! The officers' desk: what waits, complaints, leads, cases, institutions.

mod application_page;
mod applications;
mod asked;
mod case_page;
mod case_steps;
mod cases;
mod complaint_pane;
mod complaints;
mod course_page;
mod courses;
mod done;
mod evidence;
mod export;
mod frame;
mod import_page;
mod imports;
mod leads;
mod licence_page;
mod licences;
mod register;
mod sent;
mod today;
mod words;

pub(super) use applications::path as application_path;
pub(super) use done::Done;
pub(super) use frame::frame;
pub(super) use licences::path_of as licence_path;
pub(super) use words::mails;

use domain::access::Action;

use crate::http::access::Routes;
use crate::http::json;

/// Registers the pages.
pub(super) fn register(routes: &mut Routes) {
    routes
        .needs(Action::ReadDesk)
        .get("/desk", today::show)
        .get("/desk/complaints", complaints::list)
        .get("/desk/complaints/{number}", complaints::one)
        .get("/desk/leads", leads::list)
        .get("/desk/leads/{id}", leads::one)
        .get("/desk/cases", cases::list)
        .get("/desk/cases/{number}", case_page::one)
        // Each event of a case needs a right of its own, which only the form names.
        .post("/desk/cases/{number}/events", case_steps::event)
        .get("/desk/evidence/{id}", cases::file)
        .get("/desk/export/{file}", export::file)
        .get("/desk/institutions", register::list)
        .get("/desk/institutions/{number}", register::one)
        .get("/desk/applications", applications::list)
        .get("/desk/applications/{number}", applications::one)
        // Examining, deciding and giving more time are rights of their own, which only the form names.
        .post("/desk/applications/{number}/events", applications::event)
        .get("/desk/courses", courses::list)
        .get("/desk/courses/{number}", courses::one)
        .get("/desk/licences", licences::list)
        .get("/desk/licences/{number}", licences::one)
        .get("/desk/licences/{number}/pdf", json::licences::pdf)
        // Proposing and approving are rights of their own, which only the form names.
        .post("/desk/licences/{number}/events", licences::event)
        .done();
    routes
        .needs(Action::HandleComplaint)
        .post("/desk/complaints/{number}/events", complaints::event)
        .done();
    routes
        .needs(Action::JudgeLead)
        .post("/desk/leads/{id}/events", leads::event)
        .done();
    routes
        .needs(Action::JudgeCourse)
        .post("/desk/courses/{number}/events", courses::event)
        .done();
    routes
        .needs(Action::ManageRegister)
        .get("/desk/imports", imports::list)
        .post_files("/desk/imports", imports::send)
        .get("/desk/imports/{id}", imports::one)
        .get("/desk/imports/{id}/report.xlsx", imports::workbook)
        .get("/desk/imports/{id}/report.csv", imports::text)
        .post("/desk/imports/{id}/events", imports::event)
        .get("/desk/imports/template.xlsx", imports::template)
        .done();
    routes
        .needs(Action::OpenCase)
        .get("/desk/cases/new", cases::new)
        .post("/desk/cases", cases::open)
        .done();
}
