//! The institution's desk.

mod answer;
mod frame;
mod licence;
mod orders;
mod sessions;
mod show;
mod todo;

use domain::access::Action;

use crate::http::access::Routes;

/// Registers the pages.
pub(super) fn register(routes: &mut Routes) {
    routes
        .needs(Action::ReadOwn)
        .get("/my", todo::show)
        .get("/my/licence", licence::show)
        .get("/my/orders", orders::list)
        .get("/my/orders/{id}", orders::one)
        .get("/my/evidence/{id}", orders::file)
        .get("/my/sessions", sessions::show)
        .done();
    routes
        .needs(Action::AnswerOrder)
        .post_files("/my/orders/{id}/answers", answer::send)
        .done();
}
