//! The form that enters a place or corrects it, and the question whether it is one that is known.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use domain::access::{Action, Grant, may, permit};
use domain::place::{Seen, Source};
use domain::words::{ComplaintNumber, Day, District, PlaceNumber};
use serde::Deserialize;
use store::ops::IdempotencyKey;
use store::ops::place::{self as ops, NewPlace};
use store::read::complaint::{self, ComplaintRecord};
use store::read::place::{self as read, PlaceRecord};

use super::super::asked::{self, address};
use super::super::done::Done;
use super::super::frame::frame;
use super::super::sent::version;
use super::{PATH, choices, path, path_of, source, state};
use crate::App;
use crate::http::access::Permitted;
use crate::http::body::{Named, Query};
use crate::http::caller::Caller;
use crate::http::pages::Html;
use crate::http::pages::desk::{complaints, words};
use crate::http::pages::typed::{self, Typed};
use crate::http::problem::{Code, Problem};
use crate::http::upload::Form;
use crate::text::Lang;
use crate::view::desk::places::{AlikeRow, PlaceAlike, PlaceForm, sign};
use crate::view::field::{Errors, Values};
use crate::view::piece::{Fact, Link, Tone};
use crate::view::shell::{Desk, DeskPlace, Flash};

/// Where the form lies that makes a place of a complaint; none where the caller may not, where it is about an institution
/// of the register, or where it tells of a place already.
pub(in crate::http::pages::desk) fn of_complaint(
    caller: &Caller,
    record: &ComplaintRecord,
) -> Option<String> {
    let possible = record.institution_number.is_none() && record.place_number.is_none();
    (possible && may(&caller.actor, Action::KeepPlaces)).then(|| {
        let number = record.row.number.as_str();
        address(&format!("{PATH}/new"), &[("complaint", number)])
    })
}

/// From which complaint a place is to be entered.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct From {
    #[serde(default)]
    complaint: String,
}

/// `GET /desk/places/new?complaint=`.
pub(super) async fn new(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    uri: Uri,
    Permitted(_grant): Permitted<permit::KeepPlaces>,
    Query(from): Query<From>,
) -> Result<Response, Problem> {
    let origin = origin(&app, &caller, &from.complaint).await?;
    if let Some(number) = origin.as_ref().and_then(|it| it.place_number.as_ref()) {
        return Ok(Done::PlaceLinked.to(&path(number)).into_response());
    }
    let shell = frame(&app, &caller, lang, DeskPlace::Places, asked::here(&uri)).await?;
    let values = prefilled(origin.as_ref(), app.store().today());
    let key = hex::encode(app.store().random::<16>());
    let page = form(shell, origin.as_ref(), key, (values, Errors::default()));
    Ok(Html(page).into_response())
}

/// The complaint that is named; none where none is.
async fn origin(
    app: &App,
    caller: &Caller,
    number: &str,
) -> Result<Option<ComplaintRecord>, Problem> {
    if number.is_empty() {
        return Ok(None);
    }
    let number: ComplaintNumber = number.parse().map_err(|_| Problem::new(Code::NotFound))?;
    let desk = caller.grant::<permit::ReadDesk>(app.store().today())?;
    Ok(Some(
        complaint::by_number(app.store(), &desk, number).await?,
    ))
}

/// What a complaint says of the place; of none, that a patrol has seen it today.
fn prefilled(origin: Option<&ComplaintRecord>, today: Day) -> Values {
    let Some(record) = origin else {
        let today = today.to_string();
        return Values::from_pairs([("source", Source::Patrol.code()), ("seen_on", &today)]);
    };
    let received = domain::words::Instant::from_millis(record.row.received_at).day();
    let happened = record.happened_on.clone();
    let came = match record.row.channel.as_str() {
        "hotline" => Source::Hotline,
        _ => Source::Complaint,
    };
    Values::from_pairs([
        ("name", record.row.institution_name.as_str()),
        ("address", record.place.as_str()),
        (
            "district",
            record.row.district.as_deref().unwrap_or_default(),
        ),
        ("source", came.code()),
        ("seen_on", &happened.unwrap_or_else(|| received.to_string())),
    ])
}

fn form(
    shell: Desk,
    origin: Option<&ComplaintRecord>,
    key: String,
    (values, errors): (Values, Errors),
) -> PlaceForm {
    let complaint = origin.map_or_else(String::new, |it| it.row.number.clone());
    PlaceForm {
        title: shell.t("wz-new"),
        lead: shell.t("wz-new-lead"),
        place: None,
        action: PATH.to_owned(),
        button: shell.t("wz-save"),
        hidden: vec![("complaint", complaint), ("submission", key)],
        origin: origin.map_or_else(Vec::new, |it| facts(it, &shell)),
        choices: choices(shell.lang),
        values,
        errors,
        shell,
    }
}

fn facts(origin: &ComplaintRecord, shell: &Desk) -> Vec<Fact> {
    let row = &origin.row;
    let number = Fact::new(shell.t("kind-complaint"), row.number.clone());
    vec![
        number.to(complaints::path(&row.number)),
        Fact::new(shell.t("case-about"), row.subject.clone()),
        Fact {
            term: shell.t("complaint-told"),
            lines: words::lines(&origin.body),
            ..Fact::default()
        },
    ]
}

/// `POST /desk/places`.
pub(super) async fn send(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(grant): Permitted<permit::KeepPlaces>,
    sent: Form,
) -> Result<Response, Problem> {
    let origin = origin(&app, &caller, sent.get("complaint")).await?;
    let errors = match seen(&sent, lang) {
        Err(errors) => errors,
        Ok(seen) => {
            let new = NewPlace {
                seen,
                complaint: origin.as_ref().and_then(|it| it.row.number.parse().ok()),
                another: sent.get("another") == "yes",
            };
            let problem = match enter(&app, &grant, &new, &sent).await {
                Ok(to) => return Ok(Done::PlaceEntered.to(&to).into_response()),
                Err(problem) => problem,
            };
            if problem.code_text() == "place_known_already" {
                return alike(&app, &caller, lang, (&new, &sent)).await;
            }
            typed::told(&problem, beside, lang)?
        }
    };
    again(&app, &caller, lang, origin.as_ref(), (&sent, errors)).await
}

/// Enters it; answers the path of its page. The same form sent twice is one place.
async fn enter(
    app: &App,
    grant: &Grant<permit::KeepPlaces>,
    new: &NewPlace,
    sent: &Form,
) -> Result<String, Problem> {
    let key = IdempotencyKey::parse(sent.get("submission")).ok();
    let now = app.store().now();
    let entered = ops::enter(app.store(), grant, new, key.as_ref(), now).await?;
    Ok(path_of(entered.number))
}

/// The form again, with what was typed and is wrong.
async fn again(
    app: &App,
    caller: &Caller,
    lang: Lang,
    origin: Option<&ComplaintRecord>,
    (sent, errors): (&Form, Errors),
) -> Result<Response, Problem> {
    let shell = frame(app, caller, lang, DeskPlace::Places, PATH).await?;
    // What is put right is another content: under the old key it would be refused.
    let key = hex::encode(app.store().random::<16>());
    let page = form(shell, origin, key, (typed::values(sent), errors));
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response())
}

/// What was seen, as it was sent, with every fault at once.
fn seen(sent: &Form, lang: Lang) -> Result<Seen, Errors> {
    let mut read = Typed::of(sent);
    let address = read.needed("address", "text_empty", |text| Ok(text.to_owned()));
    let district: Option<District> = read.needed("district", "choice_missing", str::parse);
    let source: Option<Source> = read.needed("source", "choice_missing", str::parse);
    let seen_on: Option<Day> = read.needed("seen_on", "text_empty", str::parse);
    let (name, remarks) = (read.text("name"), read.text("remarks"));
    let (class, stages) = (read.value("class", str::parse), read.ticked("stages"));
    let (pupils, staff) = (read.number("pupils"), read.number("staff"));
    let whole = address.zip(district).zip(source.zip(seen_on));
    let seen = whole.map(|((address, district), (source, seen_on))| Seen {
        name,
        address,
        district,
        source,
        class,
        stages,
        pupils,
        staff,
        seen_on,
        remarks,
    });
    let faults = match read.done(seen) {
        Ok(Some(seen)) => return Ok(seen),
        Ok(None) => Vec::new(),
        Err(faults) => faults,
    };
    Err(typed::errors(&faults, |name| name, lang))
}

/// Beside which field of the form a refusal is told.
fn beside(code: &str) -> &'static str {
    match code {
        "place_out_of_area" => "district",
        _ => "",
    }
}

/// The places that may be the same, with all that was typed to be sent once more.
async fn alike(
    app: &App,
    caller: &Caller,
    lang: Lang,
    (new, sent): (&NewPlace, &Form),
) -> Result<Response, Problem> {
    let desk = caller.grant::<permit::ReadDesk>(app.store().today())?;
    let seen = &new.seen;
    let asked = (seen.district, seen.name.as_str(), seen.address.as_str());
    let rows = read::alike(app.store(), &desk, asked).await?;
    let complaint = sent.get("complaint").to_owned();
    let row = |one: &read::AlikeRow| AlikeRow {
        href: path(&one.row.number),
        name: sign(&one.row.name, lang),
        number: one.row.number.clone(),
        address: one.row.address.clone(),
        alike: lang.t(match one.alike {
            "both" => "wz-alike-both",
            "address" => "wz-alike-address",
            _ => "wz-alike-name",
        }),
        badge: state(&one.row.state, lang),
        link: (!complaint.is_empty()).then(|| format!("{}/complaints", path(&one.row.number))),
    };
    let own = |name: &str| name == "csrf" || name == "another";
    let page = PlaceAlike {
        shell: frame(app, caller, lang, DeskPlace::Places, PATH).await?,
        yours: vec![
            Fact::new(lang.t("wz-name"), sign(&seen.name, lang)),
            Fact::new(lang.t("wz-address"), seen.address.clone()),
            Fact::new(lang.t("wz-source"), source(seen.source.code(), lang)),
        ],
        rows: rows.iter().map(row).collect(),
        complaint: complaint.clone(),
        hidden: sent
            .0
            .iter()
            .filter(|(name, _)| !own(name))
            .cloned()
            .collect(),
    };
    Ok((StatusCode::CONFLICT, Html(page)).into_response())
}

/// `GET /desk/places/{number}/edit`.
pub(super) async fn edit(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    uri: Uri,
    Permitted(_grant): Permitted<permit::KeepPlaces>,
    Named(number): Named<PlaceNumber>,
) -> Result<Html<PlaceForm>, Problem> {
    let desk = caller.grant::<permit::ReadDesk>(app.store().today())?;
    let record = read::by_number(app.store(), &desk, number).await?;
    let shell = frame(&app, &caller, lang, DeskPlace::Places, asked::here(&uri)).await?;
    let filled = (filled(&record.seen), Errors::default());
    Ok(Html(correction(shell, &record, filled)))
}

/// What a place says, as the fields of the form show it.
fn filled(seen: &Seen) -> Values {
    let number = |number: Option<i64>| number.map(|it| it.to_string()).unwrap_or_default();
    let stages: Vec<&str> = seen.stages.iter().map(|stage| stage.code()).collect();
    Values::from_pairs([
        ("name", seen.name.as_str()),
        ("address", seen.address.as_str()),
        ("district", seen.district.code()),
        ("source", seen.source.code()),
        ("class", seen.class.map_or("", domain::words::Class::code)),
        ("stages", &stages.join(" ")),
        ("pupils", &number(seen.pupils)),
        ("staff", &number(seen.staff)),
        ("seen_on", &seen.seen_on.to_string()),
        ("remarks", seen.remarks.as_str()),
    ])
}

fn correction(shell: Desk, record: &PlaceRecord, filled: (Values, Errors)) -> PlaceForm {
    let (lang, row) = (shell.lang, &record.row);
    PlaceForm {
        title: lang.t("wz-edit"),
        lead: lang.t("wz-edit-lead"),
        place: Some(Link::new(path(&row.number), row.number.clone())),
        action: format!("{}/seen", path(&row.number)),
        button: lang.t("wz-edit-save"),
        hidden: vec![("version", row.version.to_string())],
        origin: Vec::new(),
        choices: choices(lang),
        values: filled.0,
        errors: filled.1,
        shell,
    }
}

/// `POST /desk/places/{number}/seen`. Where a colleague was quicker, what is typed stays and may be sent on.
pub(super) async fn correct(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(grant): Permitted<permit::KeepPlaces>,
    Named(number): Named<PlaceNumber>,
    sent: Form,
) -> Result<Response, Problem> {
    let (version, now) = (version(&sent)?, app.store().now());
    let (status, errors, flash) = match seen(&sent, lang) {
        Err(errors) => (StatusCode::UNPROCESSABLE_ENTITY, errors, None),
        Ok(seen) => match ops::correct(app.store(), &grant, number, &seen, version, now).await {
            Ok(_) => return Ok(Done::PlaceCorrected.to(&path_of(number)).into_response()),
            Err(fault) => not_corrected(&fault.into(), lang)?,
        },
    };
    let desk = caller.grant::<permit::ReadDesk>(now.day())?;
    let record = read::by_number(app.store(), &desk, number).await?;
    let path = format!("{}/edit", path_of(number));
    let mut shell = frame(&app, &caller, lang, DeskPlace::Places, &path).await?;
    shell.flash = flash;
    let page = correction(shell, &record, (typed::values(&sent), errors));
    Ok((status, Html(page)).into_response())
}

fn not_corrected(
    problem: &Problem,
    lang: Lang,
) -> Result<(StatusCode, Errors, Option<Flash>), Problem> {
    let status = problem.code.status();
    if problem.code == Code::StaleVersion {
        let text = problem.words(lang).to_owned();
        let tone = Tone::Bad;
        return Ok((status, Errors::default(), Some(Flash { tone, text })));
    }
    Ok((status, typed::told(problem, beside, lang)?, None))
}
