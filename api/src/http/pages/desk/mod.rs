//! The officers' desk: what waits, complaints, leads, cases, institutions.

mod after_school;
mod after_school_page;
mod after_school_scores;
mod application_page;
mod applications;
mod asked;
mod barred;
mod case_page;
mod case_steps;
mod cases;
mod complaint_pane;
mod complaints;
mod course_page;
mod courses;
mod done;
mod entering;
mod evidence;
mod export;
mod export_entries;
mod export_rows;
mod frame;
mod import_page;
mod imports;
mod leads;
mod licence_page;
mod licences;
mod links;
mod merge_page;
mod merge_pair;
mod merges;
mod places;
mod records;
mod register;
mod reports;
mod requests;
mod rows;
mod schools;
mod sent;
mod staff_leads;
mod today;
mod words;

pub(super) use applications::path as application_path;
pub(super) use done::Done;
pub(super) use frame::frame;
pub(super) use licences::path_of as licence_path;
pub(in crate::http::pages) use register::path as institution_path;
pub(super) use words::mails;

use domain::access::Action;

use crate::http::access::Routes;
use crate::http::json;

/// Registers the pages.
pub(super) fn register(routes: &mut Routes) {
    enforcement(routes);
    licensing(routes);
    keeping(routes);
    after_school(routes);
    places::register(routes);
    entries(routes);
}

/// After-school providers and schools.
fn after_school(routes: &mut Routes) {
    routes
        .needs(Action::ReadDesk)
        .get("/desk/after-school", after_school::list)
        .get("/desk/after-school/{number}", after_school::one)
        // Examining and approving are rights of their own, which only the form names.
        .post("/desk/after-school/{number}/events", after_school::event)
        .get("/desk/schools", schools::list)
        .get("/desk/schools/{number}", schools::one)
        .done();
    routes
        .needs(Action::KeepAfterSchool)
        .post(
            "/desk/after-school/{number}/agreements",
            after_school::agree,
        )
        .post("/desk/after-school/{number}/scores", after_school::score)
        .get("/desk/after-school-scores", after_school_scores::show)
        .post_files("/desk/after-school-scores", after_school_scores::send)
        .post("/desk/schools", schools::add)
        .post("/desk/schools/{number}", schools::change)
        .post_files("/desk/school-lists", schools::add_all)
        .done();
}

/// Complaints, leads and cases.
fn enforcement(routes: &mut Routes) {
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
        .needs(Action::OpenCase)
        .get("/desk/cases/new", cases::new)
        .post("/desk/cases", cases::open)
        .done();
}

/// Applications and licences.
fn licensing(routes: &mut Routes) {
    routes
        .needs(Action::ReadDesk)
        .get("/desk/applications", applications::list)
        .get("/desk/applications/{number}", applications::one)
        // Examining, deciding and giving more time are rights of their own, which only the form names.
        .post("/desk/applications/{number}/events", applications::event)
        .get("/desk/licences", licences::list)
        .get("/desk/licences/{number}", licences::one)
        .get("/desk/licences/{number}/pdf", json::licences::pdf)
        // Proposing and approving are rights of their own, which only the form names.
        .post("/desk/licences/{number}/events", licences::event)
        .done();
}

/// The register: records, people, courses, lists.
fn keeping(routes: &mut Routes) {
    routes
        .needs(Action::ReadDesk)
        .get("/desk/institutions", register::list)
        .get("/desk/institutions/{number}", register::one)
        .get("/desk/party", records::party)
        .get("/desk/requests", requests::list)
        .get("/desk/requests/{id}", requests::one)
        // Who decides hangs on the fields: an officer, or a lead officer.
        .post("/desk/requests/{id}/events", requests::event)
        .get("/desk/staff-leads", staff_leads::list)
        .get("/desk/staff-leads/{id}", staff_leads::one)
        .get("/desk/barred", barred::list)
        .get("/desk/barred/{id}", barred::one)
        .get("/desk/courses", courses::list)
        .get("/desk/courses/{number}", courses::one)
        .done();
    routes
        .needs(Action::KeepRegister)
        .get("/desk/institutions/new", entering::new)
        .post("/desk/institutions/new", entering::send)
        .get("/desk/institutions/{number}/edit", records::edit)
        .post("/desk/institutions/{number}/changes", records::change)
        .done();
    routes
        .needs(Action::JudgeLead)
        .post("/desk/staff-leads/{id}/events", staff_leads::event)
        .done();
    routes
        .needs(Action::KeepBars)
        .post("/desk/barred", barred::bar_person)
        .post("/desk/barred/{id}/events", barred::event)
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
}

/// What is said of entries: reports of the public, entries of one institution, what came out of what.
fn entries(routes: &mut Routes) {
    routes
        .needs(Action::ReadDesk)
        .get("/desk/reports", reports::list)
        .get("/desk/reports/{number}", reports::one)
        .get("/desk/merges", merges::list)
        .get("/desk/merges/{id}", merges::one)
        // Proposing and approving are rights of their own, which only the form names.
        .post("/desk/merges/{id}/events", merges::event)
        .get("/desk/institutions/{number}/links", links::show)
        .done();
    routes
        .needs(Action::JudgeReport)
        .post("/desk/reports/{number}/events", reports::event)
        .done();
    routes
        .needs(Action::ProposeMerge)
        .get("/desk/merges/new", merges::new)
        .post("/desk/merges", merges::propose)
        .done();
    routes
        .needs(Action::KeepLinks)
        .post("/desk/institutions/{number}/links", links::enter)
        .post("/desk/institutions/{number}/links/{id}/undo", links::undo)
        .done();
}
