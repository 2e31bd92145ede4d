//! Which institution came out of which, as officers enter it and undo it.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use domain::access::{Action, may, permit};
use domain::institution::link::Kind;
use domain::words::{InstitutionNumber, LinkId};
use store::ops::link::{self, NewLink};
use store::read::institution;
use store::read::link::{self as read, LinkRow};

use super::asked;
use super::done::Done;
use super::frame::frame;
use super::merges::key;
use super::register;
use super::sent::{Reading, Returned, version};
use crate::App;
use crate::http::access::Permitted;
use crate::http::body::Named;
use crate::http::caller::Caller;
use crate::http::pages::Html;
use crate::http::pages::portal::how;
use crate::http::problem::{Code, Problem};
use crate::http::upload::Form;
use crate::text::Lang;
use crate::view::desk::merges::{LinkShown, Links, undo as form_of};
use crate::view::event::FormKey;
use crate::view::field::{Choice, Errors, Values};
use crate::view::piece::Link;
use crate::view::shell::{Desk, DeskPlace};

fn path(number: InstitutionNumber) -> String {
    format!("{}/links", register::path(&number.to_string()))
}

/// `GET /desk/institutions/{number}/links`.
pub(super) async fn show(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    uri: Uri,
    Named(number): Named<InstitutionNumber>,
) -> Result<Html<Links>, Problem> {
    let here = asked::here(&uri);
    let shell = frame(&app, &caller, lang, DeskPlace::Institutions, here).await?;
    Ok(Html(page(&app, &caller, shell, number, None).await?))
}

/// The page, with the form that came back where one did: that of a link by its id, or the one that enters.
async fn page(
    app: &App,
    caller: &Caller,
    shell: Desk,
    number: InstitutionNumber,
    returned: Option<(Option<LinkId>, &Returned)>,
) -> Result<Links, Problem> {
    let (lang, today) = (shell.lang, app.store().today());
    let record = institution::by_number(app.store(), number, today).await?;
    let record = record.ok_or_else(|| Problem::new(Code::NotFound))?;
    let rows = read::of(app.store(), &record.row.number).await?;
    let keeps = may(&caller.actor, Action::KeepLinks);
    let keeper = caller.grant::<permit::KeepLinks>(today).ok();
    let reaches = |authority: &str| {
        let scope = keeper.as_ref().map(|grant| grant.scope());
        scope
            .zip(authority.parse().ok())
            .is_some_and(|(scope, authority)| scope.covers_authority(authority))
    };
    let entering = returned.filter(|(of, _)| of.is_none()).map(|(_, it)| it);
    let shown = rows.iter().map(|row| {
        let came_back = returned
            .filter(|(of, _)| of.is_some_and(|id| id.to_string() == row.id))
            .map(|(_, it)| it);
        let undoes = reaches(&row.authority_id);
        shown(row, (number, &caller.form_token), (undoes, came_back), lang)
    });
    Ok(Links {
        institution: Link::new(register::path(&record.row.number), &record.row.name),
        number: record.row.number.clone(),
        rows: shown.collect(),
        may_enter: keeps,
        kinds: Kind::ALL
            .iter()
            .map(|kind| Choice::new(kind.code(), lang.pick(kind.zh(), kind.en())))
            .collect(),
        values: match entering {
            Some(returned) => returned.values().clone(),
            None => Values::from_pairs([("side", "predecessor")]),
        },
        errors: entering.map_or_else(Errors::default, |it| it.errors().clone()),
        submission: hex::encode(app.store().random::<16>()),
        shell,
    })
}

fn shown(
    row: &LinkRow,
    (number, csrf): (InstitutionNumber, &str),
    (undoes, came_back): (bool, Option<&Returned>),
    lang: Lang,
) -> LinkShown {
    let before = row.successor_number == number.to_string();
    let (term, other, name) = if before {
        (
            "lineage-before",
            &row.predecessor_number,
            &row.predecessor_name,
        )
    } else {
        ("lineage-after", &row.successor_number, &row.successor_name)
    };
    let none = (Values::default(), Errors::default());
    let undo = undoes.then(|| {
        let (values, errors) =
            came_back.map_or((&none.0, &none.1), |it| (it.values(), it.errors()));
        let key = FormKey {
            lang,
            action: format!("{}/{}/undo", path(number), row.id),
            csrf: csrf.to_owned(),
            submission: String::new(),
            version: row.version,
        };
        let mut form = form_of(key, values, errors);
        form.open |= came_back.is_some();
        for field in &mut form.fields {
            *field = field.clone().within(&row.id);
        }
        form
    });
    LinkShown {
        term: lang.t(term),
        other: Link::new(register::path(other), name),
        how: how(row, lang),
        basis: row.basis.clone(),
        undo,
    }
}

/// `POST /desk/institutions/{number}/links`.
pub(super) async fn enter(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(grant): Permitted<permit::KeepLinks>,
    Named(number): Named<InstitutionNumber>,
    form: Form,
) -> Result<Response, Problem> {
    let key = key(&form)?;
    let problem = match sent(&form, number) {
        Err(problem) => problem,
        Ok(new) => {
            let now = app.store().now();
            match link::enter(app.store(), &grant, &new, Some(&key), now).await {
                Ok(_) => return Ok(Done::LinkEntered.to(&path(number)).into_response()),
                Err(fault) => of_other(Problem::from(fault)),
            }
        }
    };
    again(&app, &caller, lang, number, (&form, problem, None)).await
}

fn sent(form: &Form, own: InstitutionNumber) -> Result<NewLink, Problem> {
    let mut read = Reading::of(form);
    let before = match form.get("side") {
        "predecessor" => Some(true),
        "successor" => Some(false),
        _ => read.yes_or_no("side"),
    };
    let other: Option<InstitutionNumber> = read.word("other");
    let kind: Option<Kind> = read.word("kind");
    let since = read.word("since_on");
    let basis = read.text("basis");
    let made = || {
        let (before, other) = (before?, other?);
        let (predecessor, successor) = if before { (other, own) } else { (own, other) };
        Some(NewLink {
            predecessor,
            successor,
            kind: kind?,
            since: since?,
            basis: basis.clone(),
        })
    };
    let made = made();
    read.done(made)
}

/// What is wrong with either end stands beside the number of the other one.
fn of_other(mut problem: Problem) -> Problem {
    for error in &mut problem.errors {
        if matches!(error.field.as_str(), "predecessor" | "successor") {
            error.field = "other".to_owned();
        }
    }
    problem
}

/// `POST /desk/institutions/{number}/links/{id}/undo`.
pub(super) async fn undo(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(grant): Permitted<permit::KeepLinks>,
    axum::extract::Path((number, id)): axum::extract::Path<(String, String)>,
    form: Form,
) -> Result<Response, Problem> {
    let missing = || Problem::new(Code::NotFound);
    let number: InstitutionNumber = number.parse().map_err(|_| missing())?;
    let id: LinkId = id.parse().map_err(|_| missing())?;
    let (version, now) = (version(&form)?, app.store().now());
    let reason = form.get("reason");
    match link::undo(app.store(), &grant, id, reason, version, now).await {
        Ok(_) => Ok(Done::LinkUndone.to(&path(number)).into_response()),
        Err(fault) => {
            let problem = Problem::from(fault);
            again(&app, &caller, lang, number, (&form, problem, Some(id))).await
        }
    }
}

async fn again(
    app: &App,
    caller: &Caller,
    lang: Lang,
    number: InstitutionNumber,
    (form, problem, of): (&Form, Problem, Option<LinkId>),
) -> Result<Response, Problem> {
    let returned = Returned::of(form, problem, lang, |code| match code {
        "link_same" | "link_twice" | "link_cycle" => Some("other"),
        "link_order" => Some("since_on"),
        _ => None,
    })?;
    let path = path(number);
    let mut shell = frame(app, caller, lang, DeskPlace::Institutions, &path).await?;
    shell.flash = returned.flash(lang);
    let page = page(app, caller, shell, number, Some((of, &returned))).await?;
    let status: StatusCode = returned.status();
    Ok((status, Html(page)).into_response())
}
