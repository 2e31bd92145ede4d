//! The institution's licence and what the register says, in the words the public reads.

use std::sync::Arc;

use axum::extract::State;
use domain::access::permit;
use store::read;

use super::{frame, show as words};
use crate::App;
use crate::http::access::Permitted;
use crate::http::caller::Caller;
use crate::http::json::mine::own_institution;
use crate::http::pages::Html;
use crate::http::pages::portal::{self, Seen};
use crate::http::problem::Problem;
use crate::text::{Lang, show as say};
use crate::view::my::Licence;
use crate::view::piece::Fact;
use crate::view::shell::MyPlace;

pub(super) async fn show(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(grant): Permitted<permit::ReadOwn>,
) -> Result<Html<Licence>, Problem> {
    let now = app.store().now();
    let record = own_institution(&app, &grant).await?;
    let consent = read::consent::own(app.store(), &grant, now.day()).await?;
    let seen = Seen {
        row: &record.row,
        lang,
        today: now.day(),
    };
    let mut verdict = portal::verdict(seen, &record, &say::instant(lang, now));
    verdict.lines.push(lang.t("my-licence-line"));
    let public = format!("/institutions/{}", record.row.number);
    let mut facts = vec![Fact::new(lang.t("register-number"), &record.row.number).to(public)];
    facts.extend(portal::facts(seen, &record));
    facts.push(words::consent_fact(consent.as_ref(), lang));
    Ok(Html(Licence {
        shell: frame::of(&app, &caller, &grant, lang, MyPlace::Licence, &record).await?,
        verdict,
        card: portal::licence_card(&app, seen, &record),
        facts,
    }))
}
