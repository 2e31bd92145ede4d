//! The institution's desk.

mod after_school;
mod answer;
mod applications;
mod courses;
mod export;
mod frame;
mod licence;
mod orders;
mod record;
mod requests;
mod sessions;
mod show;
mod staff;
mod todo;

use domain::access::Action;

use crate::http::access::Routes;
use crate::http::json;

/// Registers the pages.
pub(super) fn register(routes: &mut Routes) {
    routes
        .needs(Action::ReadOwn)
        .get("/my", todo::show)
        .get("/my/licence", licence::show)
        .get("/my/licence/pdf", json::mine::licence)
        .get("/my/applications", applications::list)
        .get("/my/applications/{number}", applications::one)
        .get("/my/record", record::show)
        .get("/my/record/edit", record::edit)
        .get("/my/requests/{id}", requests::one)
        .get("/my/courses", courses::list)
        .get("/my/courses/{number}", courses::one)
        .get("/my/orders", orders::list)
        .get("/my/orders/{id}", orders::one)
        .get("/my/evidence/{id}", orders::file)
        .get("/my/export/{file}", export::file)
        .get("/my/staff", staff::list)
        .get("/my/staff/{id}", staff::one)
        .get("/my/sessions", sessions::show)
        .done();
    routes
        .needs(Action::KeepOwnRecord)
        .post("/my/record/changes", record::change)
        .post("/my/record/contact", record::contact)
        .post("/my/record/confirmation", record::confirm)
        .post("/my/requests/{id}/events", requests::event)
        .done();
    routes
        .needs(Action::AnswerOrder)
        .post_files("/my/orders/{id}/answers", answer::send)
        .done();
    routes
        .needs(Action::KeepStaff)
        .get("/my/staff/new", staff::new)
        .post("/my/staff", staff::enter)
        .post("/my/staff/pupils", staff::pupils)
        .post("/my/staff/{id}/events", staff::event)
        .done();
    routes
        .needs(Action::FileCourse)
        .post("/my/courses", courses::begin)
        .post("/my/courses/{number}/form", courses::save)
        .post("/my/courses/{number}/check", courses::check)
        .post("/my/courses/{number}/events", courses::event)
        .done();
    after_school(routes);
    routes
        .needs(Action::ApplyForLicence)
        .post("/my/applications", applications::begin)
        .post("/my/applications/{number}/parts", applications::save)
        .post("/my/applications/{number}/check", applications::check)
        .post("/my/applications/{number}/events", applications::event)
        .post_files("/my/applications/{number}/papers", applications::add)
        .post(
            "/my/applications/{number}/papers/withdrawal",
            applications::take_back,
        )
        .done();
}

/// After-school service.
fn after_school(routes: &mut Routes) {
    routes
        .needs(Action::ReadOwn)
        .get("/my/after-school", after_school::list)
        .get("/my/after-school/{number}", after_school::one)
        .done();
    routes
        .needs(Action::ApplyAfterSchool)
        .post("/my/after-school", after_school::begin)
        .post("/my/after-school/{number}/form", after_school::save)
        .post("/my/after-school/{number}/check", after_school::check)
        .post("/my/after-school/{number}/events", after_school::event)
        .done();
}
