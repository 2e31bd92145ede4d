//! Unlicensed places: the list with its figures; the other pages are beside it.

mod enter;
mod file;
mod page;
mod papers;
mod steps;

use std::sync::Arc;

use axum::extract::State;
use axum::http::Uri;
use domain::access::{Action, may, permit};
use domain::place::Source;
use domain::words::{Class, Day, PlaceNumber, Stage};
use store::read::place::{self as read, Figures, PlaceQuery, PlaceRow};

use super::asked::{self, ALL, Asked, address, chips};
use super::frame::frame;
use super::words::{self, near};
use crate::App;
use crate::http::access::{Permitted, Routes};
use crate::http::body::Query;
use crate::http::caller::Caller;
use crate::http::pages::Html;
use crate::http::problem::Problem;
use crate::text::Lang;
use crate::view::desk::places::{self as view, Choices, Places, sign};
use crate::view::desk::today::Task;
use crate::view::field::Choice;
use crate::view::piece::{Badge, Tone};
use crate::view::shell::DeskPlace;

pub(super) use enter::of_complaint;
pub(super) use file::EveryPlace;

const PATH: &str = "/desk/places";

/// The states of the list, what waits first.
pub(super) const STATES: &[&str] = &[
    "open",
    "suspected",
    "confirmed",
    "shut",
    "joined",
    "not_one",
    ALL,
];

/// The page of a place.
pub(super) fn path(number: &str) -> String {
    format!("{PATH}/{number}")
}

fn path_of(number: PlaceNumber) -> String {
    path(&number.to_string())
}

/// Registers the pages.
pub(super) fn register(routes: &mut Routes) {
    routes
        .needs(Action::ReadDesk)
        .get("/desk/places", list)
        .get("/desk/places/{number}", page::one)
        // Checking and overturning are rights of their own, which only the form names.
        .post("/desk/places/{number}/events", steps::event)
        .done();
    routes
        .needs(Action::KeepPlaces)
        .get("/desk/places/new", enter::new)
        .post("/desk/places", enter::send)
        .get("/desk/places/{number}/edit", enter::edit)
        .post("/desk/places/{number}/seen", enter::correct)
        .post("/desk/places/{number}/complaints", papers::link)
        .post("/desk/places/{number}/complaints/removal", papers::unlink)
        .post_files("/desk/places/{number}/files", papers::add)
        .done();
}

/// Where a place stands.
pub(super) fn state(code: &str, lang: Lang) -> Badge {
    let (tone, key) = match code {
        "suspected" => (Tone::Caution, "wz-suspected"),
        "confirmed" => (Tone::Bad, "wz-confirmed"),
        "shut" => (Tone::Good, "wz-shut"),
        "joined" => (Tone::Neutral, "wz-joined"),
        "not_one" => (Tone::Neutral, "wz-not-one"),
        other => return Badge::new(Tone::Neutral, other),
    };
    Badge::new(tone, lang.t(key))
}

/// How a place came to be known.
pub(super) fn source(code: &str, lang: Lang) -> String {
    Source::from_code(code)
        .map_or(code, |one| lang.pick(one.zh(), one.en()))
        .to_owned()
}

macro_rules! all {
    ($words:ty, $lang:expr) => {
        <$words>::ALL
            .iter()
            .map(|one| Choice::new(one.code(), $lang.pick(one.zh(), one.en())))
            .collect()
    };
}
use all;

fn choices(lang: Lang) -> Choices {
    Choices {
        districts: words::districts(lang),
        sources: all!(Source, lang),
        classes: all!(Class, lang),
        stages: all!(Stage, lang),
    }
}

impl Asked {
    /// The list of places as a read model takes it.
    pub(super) fn of_places(&self) -> PlaceQuery {
        let state = self.state(STATES);
        PlaceQuery {
            state: (state != ALL).then(|| state.to_owned()),
            district: self.district(),
            source: self.source(),
            after: self.after(),
            ..PlaceQuery::default()
        }
    }
}

/// `GET /desk/places`.
pub(super) async fn list(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    uri: Uri,
    Permitted(grant): Permitted<permit::ReadDesk>,
    Query(asked): Query<Asked>,
) -> Result<Html<Places>, Problem> {
    let (store, today) = (app.store(), app.store().today());
    let page = read::list(store, &grant, &asked.of_places()).await?;
    let figures = read::figures(store, &grant, today).await?;
    let state = asked.state(STATES);
    let source = asked.source().map_or("", Source::code);
    let others = [("district", asked.district_code()), ("source", source)];
    let enter = may(&caller.actor, Action::KeepPlaces).then(|| format!("{PATH}/new"));
    Ok(Html(Places {
        shell: frame(&app, &caller, lang, DeskPlace::Places, asked::here(&uri)).await?,
        shut_this_year: lang.t1("wz-shut-this-year-count", "n", figures.shut_this_year),
        chips: chips(PATH, state, &others, &counted(&figures, lang)),
        state,
        districts: words::districts(lang),
        district: asked.district_code().to_owned(),
        sources: choices(lang).sources,
        source: source.to_owned(),
        enter,
        rows: page.items.iter().map(|one| row(one, lang, today)).collect(),
        next: page.next.map(|after| {
            let [district, source] = others;
            let pairs = [("state", state), district, source, ("after", &after)];
            address(PATH, &pairs)
        }),
    }))
}

/// The filters, each with how many places stand there.
fn counted(figures: &Figures, lang: Lang) -> Vec<(&'static str, String)> {
    let count = |code: &str| match code {
        "open" => Some(figures.suspected + figures.confirmed),
        "suspected" => Some(figures.suspected),
        "confirmed" => Some(figures.confirmed),
        "shut" => Some(figures.shut),
        "joined" => Some(figures.joined),
        "not_one" => Some(figures.not_one),
        _ => None,
    };
    let words = |code: &&'static str| {
        let words = match *code {
            ALL => lang.t("filter-all"),
            "open" => lang.t("wz-open"),
            code => state(code, lang).text,
        };
        let told = count(code).map(|n| lang.t2("wz-with-count", "words", &words, "n", n));
        (*code, told.unwrap_or(words))
    };
    STATES.iter().map(words).collect()
}

fn row(row: &PlaceRow, lang: Lang, today: Day) -> view::PlaceRow {
    view::PlaceRow {
        href: path(&row.number),
        name: sign(&row.name, lang),
        number: row.number.clone(),
        address: row.address.clone(),
        district: words::district(&row.district, lang),
        source: source(&row.source, lang),
        complaints: match row.complaint_count {
            0 => String::new(),
            count => count.to_string(),
        },
        badge: state(&row.state, lang),
        since: near(&row.since_on, lang, today),
    }
}

/// A place that is joined to an institution, on that one's page.
pub(super) fn task(row: &PlaceRow, lang: Lang, today: Day) -> Task {
    let since = near(&row.since_on, lang, today);
    Task {
        kind: lang.t("kind-place"),
        href: path(&row.number),
        title: format!("{} · {}", sign(&row.name, lang), row.address),
        deadline: None,
        badge: Some(state(&row.state, lang)),
        note: format!("{} · {since}", row.number),
    }
}
