//! What stands around every page of the institution's desk.

use domain::access::{Actor, Grant, permit};
use store::read;
use store::read::institution::InstitutionRecord;

use crate::App;
use crate::http::caller::Caller;
use crate::http::json::mine::own_institution;
use crate::http::pages::red_bar;
use crate::http::problem::Problem;
use crate::text::Lang;
use crate::view::shell::{My, MyPlace};

/// The frame, with the red bar where mail is stuck.
pub(super) async fn frame(
    app: &App,
    caller: &Caller,
    grant: &Grant<permit::ReadOwn>,
    lang: Lang,
    here: MyPlace,
) -> Result<My, Problem> {
    let institution = own_institution(app, grant).await?;
    of(app, caller, grant, lang, here, &institution).await
}

/// The frame around a page that has read the institution already.
pub(super) async fn of(
    app: &App,
    caller: &Caller,
    grant: &Grant<permit::ReadOwn>,
    lang: Lang,
    here: MyPlace,
    institution: &InstitutionRecord,
) -> Result<My, Problem> {
    let now = app.store().now();
    let stuck = read::notice::stuck_for_own(app.store(), grant, now).await?;
    Ok(My {
        lang,
        csrf: caller.form_token.clone(),
        path: here.path().to_owned(),
        here,
        institution: institution.row.name.clone(),
        person: person(&caller.actor),
        stuck: red_bar::of(stuck, lang, now.day(), false),
        flash: None,
        demo: app.settings().is_demo(),
    })
}

fn person(actor: &Actor) -> String {
    match actor {
        Actor::Account { name, .. } => name.clone(),
        Actor::Public | Actor::System(_) => String::new(),
    }
}
