//! The front page.

use crate::http::access::Routes;
use crate::http::pages::Html;
use crate::http::pages::portal::frame::Frame;
use crate::view::portal::institutions::Front;
use crate::view::shell::Door;

pub(super) fn register(routes: &mut Routes) {
    routes
        .public("everybody begins at the front page")
        .get("/", front)
        .done();
}

async fn front(frame: Frame) -> Html<Front> {
    Html(Front {
        shell: frame.page(Door::Elsewhere),
    })
}
