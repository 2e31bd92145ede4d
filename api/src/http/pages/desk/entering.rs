//! The form that enters one institution before it holds a licence, and the question whether it is one that is known.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use domain::access::{Grant, permit};
use domain::application::Mode;
use domain::institution::field::{LegalForm, Profit};
use domain::institution::listed::Field;
use domain::institution::opening::{FIELDS, opening};
use domain::words::{Class, InstitutionNumber, PlaceNumber, Stage};
use serde::Deserialize;
use store::ops::IdempotencyKey;
use store::ops::record::{self, Opening};
use store::read::likeness::{self, Likeness};
use store::read::place;

use super::asked;
use super::done::Done;
use super::frame::frame;
use super::{register, words};
use crate::App;
use crate::http::access::Permitted;
use crate::http::body::Query;
use crate::http::caller::Caller;
use crate::http::pages::{Html, typed};
use crate::http::problem::{Code, Problem};
use crate::http::upload::Form;
use crate::text::Lang;
use crate::view::desk::institution_new::{Choices, InstitutionNew, KnownRow};
use crate::view::field::{Choice, Errors, Values};
use crate::view::shell::DeskPlace;

const PATH: &str = "/desk/institutions/new";

/// From which place without a licence it is entered.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct From {
    #[serde(default)]
    place: String,
}

/// `GET /desk/institutions/new?place=`.
pub(super) async fn new(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    uri: Uri,
    Permitted(_grant): Permitted<permit::KeepRegister>,
    Query(from): Query<From>,
) -> Result<Html<InstitutionNew>, Problem> {
    let values = prefilled(&app, &caller, &from.place).await?;
    let filled = (values, Errors::default(), Vec::new());
    let here = asked::here(&uri);
    Ok(Html(page(&app, &caller, lang, here, filled).await?))
}

/// What is known of the place without a licence whose founder applies; of none, nothing.
async fn prefilled(app: &App, caller: &Caller, number: &str) -> Result<Values, Problem> {
    if number.is_empty() {
        return Ok(Values::default());
    }
    let number: PlaceNumber = number.parse().map_err(|_| Problem::new(Code::NotFound))?;
    let desk = caller.grant::<permit::ReadDesk>(app.store().today())?;
    let place = place::by_number(app.store(), &desk, number).await?;
    let seen = &place.seen;
    let stages: Vec<&str> = seen.stages.iter().map(|one| one.code()).collect();
    Ok(Values::from_pairs([
        ("name", seen.name.as_str()),
        ("address", seen.address.as_str()),
        ("district", seen.district.code()),
        ("class", seen.class.map(Class::code).unwrap_or_default()),
        ("stages", &stages.join(" ")),
    ]))
}

async fn page(
    app: &App,
    caller: &Caller,
    lang: Lang,
    here: &str,
    (values, errors, known): (Values, Errors, Vec<Likeness>),
) -> Result<InstitutionNew, Problem> {
    Ok(InstitutionNew {
        shell: frame(app, caller, lang, DeskPlace::Institutions, here).await?,
        known: known.iter().map(|one| row(one, lang)).collect(),
        // What is put right is another content: under the old key it would be refused.
        submission: hex::encode(app.store().random::<16>()),
        choices: choices(lang),
        values,
        errors,
    })
}

fn row(one: &Likeness, lang: Lang) -> KnownRow {
    KnownRow {
        href: register::path(&one.number),
        number: one.number.clone(),
        name: one.name.clone(),
        line: format!("{} · {}", words::district(&one.district, lang), one.address),
    }
}

fn choices(lang: Lang) -> Choices {
    macro_rules! all {
        ($words:ty) => {
            <$words>::ALL
                .iter()
                .map(|one| Choice::new(one.code(), lang.pick(one.zh(), one.en())))
                .collect()
        };
    }
    Choices {
        districts: words::districts(lang),
        classes: all!(Class),
        stages: all!(Stage),
        legal_forms: all!(LegalForm),
        profits: all!(Profit),
        modes: all!(Mode),
    }
}

/// `POST /desk/institutions/new`.
pub(super) async fn send(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(grant): Permitted<permit::KeepRegister>,
    sent: Form,
) -> Result<Response, Problem> {
    let new = said(&sent);
    let problem = match enter(&app, &grant, &new, &sent).await {
        Ok(number) => {
            let to = register::path(&number.to_string());
            return Ok(Done::InstitutionEntered.to(&to).into_response());
        }
        Err(problem) => problem,
    };
    let errors = typed::told(&problem, beside, lang)?;
    let known = known(&app, &caller, &new).await?;
    let filled = (typed::values(&sent), errors, known);
    let page = page(&app, &caller, lang, PATH, filled).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response())
}

/// Enters it; answers its number. The same form sent twice is one institution.
async fn enter(
    app: &App,
    grant: &Grant<permit::KeepRegister>,
    new: &Opening,
    sent: &Form,
) -> Result<InstitutionNumber, Problem> {
    let key = IdempotencyKey::parse(sent.get("submission")).ok();
    let now = app.store().now();
    let entered = record::enter(app.store(), grant, new, key.as_ref(), now).await?;
    Ok(entered.number)
}

/// What was sent: each field once, boxes that were ticked as one text.
fn said(sent: &Form) -> Opening {
    let text = |field: Field| {
        let each = sent.0.iter().filter(|(name, _)| name == field.code());
        let each: Vec<&str> = each.map(|(_, text)| text.as_str()).collect();
        each.join("、")
    };
    let looked = sent.get("others").split(',');
    Opening {
        values: FIELDS.map(|field| (field, text(field))).into(),
        others: looked.filter_map(|one| one.parse().ok()).collect(),
    }
}

/// Those of the register that read the same, where what was typed can be compared at all.
async fn known(app: &App, caller: &Caller, new: &Opening) -> Result<Vec<Likeness>, Problem> {
    let today = app.store().today();
    let Ok(entry) = opening(&new.values, today) else {
        return Ok(Vec::new());
    };
    let desk = caller.grant::<permit::ReadDesk>(today)?;
    Ok(likeness::shown(app.store(), &desk, (&entry).into()).await?)
}

/// Beside which part of the form a refusal is told.
fn beside(code: &str) -> &'static str {
    match code {
        "institution_out_of_area" => "district",
        "institution_known_already" => "known",
        _ => "",
    }
}
