//! The register as the desk reads it, with what the desk knows about each institution.

use std::sync::Arc;

use axum::extract::State;
use axum::http::Uri;
use domain::access::{Action, Grant, may, permit};
use domain::application::Legal;
use domain::institution::conditions::{Registered, conditions as judged};
use domain::institution::field::LegalForm;
use domain::institution::request::Side;
use domain::words::{Day, District, InstitutionNumber, Stage};
use serde::Deserialize;
use store::Fault;
use store::read::application::ConditionShown;
use store::read::institution::{self, Found, FullRecord, InstitutionQuery, InstitutionRow};
use store::read::staff::{self, StaffQuery};
use store::read::{self, Limit, overview};

use super::asked::{self, address};
use super::frame::frame;
use super::{merge_page, places, reports, requests, today, words};
use crate::App;
use crate::http::access::Permitted;
use crate::http::body::{Named, Query};
use crate::http::caller::Caller;
use crate::http::json::institutions::InstitutionsQuery;
use crate::http::pages::portal::{self, Seen};
use crate::http::pages::{Html, application, errors_of, record as fields, staff as team};
use crate::http::problem::{Code, Problem};
use crate::text::{Lang, show};
use crate::view::desk::institutions::{Register, RegisterEntry, RegisterRow};
use crate::view::desk::staff::StaffPart;
use crate::view::desk::today::Task;
use crate::view::field::{Errors, Values};
use crate::view::my::application::Conditions;
use crate::view::piece::{Chip, Fact};
use crate::view::shell::{Desk, DeskPlace};

const PATH: &str = "/desk/institutions";

pub(in crate::http::pages) fn path(number: &str) -> String {
    format!("{PATH}/{number}")
}

/// What is looked for.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct Wanted {
    #[serde(default)]
    q: String,
    #[serde(default)]
    district: String,
    after: Option<String>,
}

/// `GET /desk/institutions`.
pub(super) async fn list(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    uri: Uri,
    Query(asked): Query<Wanted>,
) -> Result<Html<Register>, Problem> {
    let today = app.store().today();
    let (page, errors) = found(&app, lang, &asked, today).await?;
    let (rows, next) = page.map_or((Vec::new(), None), |page| (page.items, page.next));
    let kept = [
        ("q", asked.q.as_str()),
        ("district", asked.district.as_str()),
    ];
    let here = asked::here(&uri);
    let shell = frame(&app, &caller, lang, DeskPlace::Institutions, here).await?;
    let enter = may(&caller.actor, Action::KeepRegister).then(|| format!("{PATH}/new"));
    Ok(Html(Register {
        shell,
        enter,
        errors,
        districts: words::districts(lang),
        chips: set(&asked, lang),
        rows: rows.iter().map(|one| row(one, lang, today)).collect(),
        next: next.map(|after| address(PATH, &[kept[0], kept[1], ("after", &after)])),
        asked: Values::from_pairs(kept),
    }))
}

/// One page of what is looked for; none, with the reason beside the field, where the query is no name.
async fn found(
    app: &App,
    lang: Lang,
    asked: &Wanted,
    today: Day,
) -> Result<(Option<Found>, Errors), Problem> {
    // People do not write the other words of the address, so an unknown one asks for nothing.
    let district = asked.district.parse::<District>().ok();
    let query = InstitutionsQuery {
        q: Some(asked.q.clone()),
        district: district.map(|district| district.code().to_owned()),
        ..InstitutionsQuery::default()
    };
    let query = match query.checked() {
        Ok((query, _)) => InstitutionQuery {
            after: asked.after.as_deref().and_then(|after| after.parse().ok()),
            ..query
        },
        Err(problem) => return Ok((None, errors_of(&problem, lang))),
    };
    let page = institution::search(app.store(), &query, today).await?;
    Ok((Some(page), Errors::default()))
}

/// The filters that are set, each leading to the list without it.
fn set(asked: &Wanted, lang: Lang) -> Vec<Chip> {
    let (q, code) = (asked.q.as_str(), asked.district.as_str());
    let mut chips = Vec::new();
    if !q.trim().is_empty() {
        let text = lang.t1("filter-off", "what", q);
        chips.push(Chip::new(address(PATH, &[("district", code)]), text, true));
    }
    if !code.is_empty() {
        let text = lang.t1("filter-off", "what", words::district(code, lang));
        chips.push(Chip::new(address(PATH, &[("q", q)]), text, true));
    }
    chips
}

fn row(row: &InstitutionRow, lang: Lang, today: Day) -> RegisterRow {
    let seen = Seen { row, lang, today };
    RegisterRow {
        href: path(&row.number),
        number: row.number.clone(),
        name: row.name.clone(),
        district: words::district(&row.district, lang),
        class: lang.classes(row.classes()),
        badge: seen.badge(),
        until: until(row, lang),
    }
}

fn until(row: &InstitutionRow, lang: Lang) -> String {
    row.licence_valid_until
        .as_deref()
        .and_then(|day| day.parse().ok())
        .map_or(String::new(), |day| show::day(lang, day))
}

/// `GET /desk/institutions/{number}`.
pub(super) async fn one(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    uri: Uri,
    Permitted(grant): Permitted<permit::ReadDesk>,
    Named(number): Named<InstitutionNumber>,
) -> Result<Html<RegisterEntry>, Problem> {
    let on = app.store().today();
    let full = institution::full(app.store(), number, on).await?;
    let full = full.ok_or_else(|| Problem::new(Code::NotFound))?;
    let here = asked::here(&uri);
    let shell = frame(&app, &caller, lang, DeskPlace::Institutions, here).await?;
    let page = entry(&app, &caller, &grant, shell, number, &full).await?;
    Ok(Html(page))
}

/// The page of a record. One of another authority is read as the public reads it.
async fn entry(
    app: &App,
    caller: &Caller,
    grant: &Grant<permit::ReadDesk>,
    shell: Desk,
    number: InstitutionNumber,
    full: &FullRecord,
) -> Result<RegisterEntry, Problem> {
    let (store, lang, record) = (app.store(), shell.lang, &full.record);
    let on = store.today();
    let kept = match read::record::of(store, grant, number, on).await {
        Ok(kept) => Some(kept),
        Err(Fault::NotFound) => None,
        Err(fault) => return Err(fault.into()),
    };
    let seen = Seen {
        row: &record.row,
        lang,
        today: on,
    };
    let changes = institution::state_changes(store, &record.id).await?;
    let groups = kept
        .as_ref()
        .map(|kept| fields::groups(kept, Side::Authority, lang));
    let stands = read::merge::kept(store, number).await?.is_none();
    let keeps = kept.is_some() && may(&caller.actor, Action::KeepRegister);
    Ok(RegisterEntry {
        number: record.row.number.clone(),
        verdict: portal::verdict(seen, record, &show::instant(lang, store.now())),
        facts: portal::facts(seen, record),
        contact: match keeps {
            true => contact(app, caller, number, lang).await?,
            false => Vec::new(),
        },
        groups: groups.unwrap_or_default(),
        conditions: conditions(full, lang, on),
        edit: (keeps && stands).then(|| format!("{}/edit", path(&record.row.number))),
        merges: merge_page::notes(app, grant, (&record.id, &record.row.number), lang).await?,
        lineage: portal::lineage(app, number, lang, PATH).await?,
        links: may(&caller.actor, Action::KeepLinks)
            .then(|| format!("{}/links", path(&record.row.number))),
        matters: matters(app, grant, &record.id, lang).await?,
        staff: staff_of(app, grant, number, lang).await?,
        timeline: portal::history(seen, record, &changes),
        shell,
    })
}

/// What waits about it, then its complaints and cases, newest first.
async fn matters(
    app: &App,
    grant: &Grant<permit::ReadDesk>,
    id: &str,
    lang: Lang,
) -> Result<Vec<Task>, Problem> {
    let (store, on) = (app.store(), app.store().today());
    let waiting = read::request::open_of(store, grant, id).await?;
    let waiting = waiting.iter().map(|row| requests::task(row, lang, on));
    let places = read::place::of_institution(store, grant, id).await?;
    let places = places.iter().map(|row| Ok(places::task(row, lang, on)));
    let reported = read::report::open_of(store, grant, id).await?;
    let reported = reported.iter().map(|row| Ok(reports::task(row, lang, on)));
    let matters = overview::matters(store, grant, id).await?;
    let matters = matters.iter().map(|duty| Ok(today::matter(duty, lang, on)));
    waiting
        .chain(reported)
        .chain(places)
        .chain(matters)
        .collect()
}

/// Whom the authority reaches there, for those who keep the register.
async fn contact(
    app: &App,
    caller: &Caller,
    number: InstitutionNumber,
    lang: Lang,
) -> Result<Vec<Fact>, Problem> {
    let grant = caller.grant::<permit::KeepRegister>(app.store().today())?;
    let reached = read::record::contact_of(app.store(), &grant, number).await?;
    let said =
        |key: &str, text: &str| (!text.is_empty()).then(|| Fact::new(lang.t(key), text.to_owned()));
    let telephone = said("record-contact-telephone", &reached.telephone);
    let facts = [
        said("record-contact-name", &reached.name),
        telephone.map(|fact| fact.to(format!("tel:{}", reached.telephone))),
        said("record-contact-email", &reached.email),
    ];
    Ok(facts.into_iter().flatten().collect())
}

/// How the conditions of its class stand by what the register says.
fn conditions(full: &FullRecord, lang: Lang, today: Day) -> Conditions {
    let (record, identity) = (&full.record, &full.identity);
    let stages = record
        .stages
        .iter()
        .filter_map(|code| Stage::from_code(code));
    let until = record.row.licence_valid_until.as_deref();
    let stand = record.row.classes().map(|classes| Registered {
        classes,
        stages: stages.collect(),
        mode: identity.mode,
        legal: Legal {
            form: LegalForm::from_code(&record.legal_form),
            profit: identity.profit,
        },
        licence_until: until.and_then(|day| day.parse().ok()),
        premises: identity.premises.clone(),
    });
    let stand = stand.map(|registered| judged(&registered, today));
    let (places, findings): (Vec<_>, Vec<_>) = stand
        .into_iter()
        .flatten()
        .map(|one| (one.premises, ConditionShown::from(one.finding)))
        .unzip();
    let mut conditions = application::conditions(findings.into_iter(), None, lang);
    for (row, place) in conditions.rows.iter_mut().zip(places) {
        if let Some(place) = place {
            row.what = lang.t2("record-condition-at", "what", &row.what, "place", place);
        }
    }
    Conditions {
        none: lang.t("record-conditions-none"),
        ..conditions
    }
}

/// The staff of an institution; none of one that another authority is responsible for.
async fn staff_of(
    app: &App,
    grant: &Grant<permit::ReadDesk>,
    number: InstitutionNumber,
    lang: Lang,
) -> Result<Option<StaffPart>, Problem> {
    let (store, today) = (app.store(), app.store().today());
    let query = StaffQuery {
        limit: Limit::MOST,
        ..StaffQuery::default()
    };
    let page = match staff::of_institution(store, grant, number, &query, today).await {
        Err(Fault::NotFound) => return Ok(None),
        page => page?,
    };
    let shown = staff::team_of_institution(store, grant, number, today).await?;
    Ok(Some(StaffPart {
        team: team::team(&shown, lang),
        rows: page
            .items
            .iter()
            .map(|one| team::row(one, None, lang))
            .collect(),
        conditions: team::conditions(&shown, lang),
    }))
}

/// What stands beside a complaint or a case about an institution of the register.
pub(super) async fn beside(
    app: &App,
    number: Option<&str>,
    lang: Lang,
) -> Result<Option<Vec<Fact>>, Problem> {
    let Some(number) = number.and_then(|number| number.parse().ok()) else {
        return Ok(None);
    };
    let today = app.store().today();
    let record = institution::by_number(app.store(), number, today).await?;
    Ok(record.map(|record| {
        let seen = Seen {
            row: &record.row,
            lang,
            today,
        };
        vec![
            Fact::new(lang.t("institution-name"), record.row.name.clone()),
            Fact::new(
                lang.t("licence"),
                portal::verdict(seen, &record, "").headline,
            ),
            Fact::new(
                lang.t("district"),
                words::district(&record.row.district, lang),
            ),
            Fact::new(lang.t("address"), record.row.address.clone()),
        ]
    }))
}
