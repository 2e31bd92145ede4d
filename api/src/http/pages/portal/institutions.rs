//! Looking institutions up.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::institution::Status;
use domain::words::{Class, Day, District, LicenceNumber, Stage};
use store::read::Limit;
use store::read::institution::{self, Every, Facets, Found, InstitutionQuery, Share};
use store::terms::Matched;
use store::{Fault, Store};
use tables::Format;

use super::frame::Frame;
use super::institution as page;
use super::standing::Seen;
use crate::App;
use crate::app::Hall;
use crate::http::access::{Routes, escaped};
use crate::http::body::Pairs;
use crate::http::export::{self, Shape, Words};
use crate::http::json::institutions::InstitutionsQuery;
use crate::http::pages::{Html, errors_of};
use crate::http::problem::Problem;
use crate::text::Lang;
use crate::view::field::{Choice, Errors, Values};
use crate::view::piece::{Chip, Note, Tone};
use crate::view::portal::institutions::{Facet, InstitutionRow, Institutions};

pub(super) fn register(routes: &mut Routes) {
    routes
        .public("parents look up whether a place is licensed")
        .get("/institutions", list)
        .get("/institutions.csv", csv)
        .get("/institutions.xlsx", xlsx)
        .get("/institutions/{number}", page::one)
        .done();
}

/// The filters of the list, in the order of the page.
const FILTERS: [&str; 4] = ["district", "class", "stage", "status"];
/// What is written.
const WRITTEN: [&str; 2] = ["q", "address"];
/// Institutions of a like name that are shown.
const ALIKE_MAX: u32 = 5;

/// The options of a list of codes in a language.
macro_rules! choices {
    ($words:ty, $lang:expr) => {
        <$words>::ALL
            .iter()
            .map(|one| Choice::new(one.code(), $lang.pick(one.zh(), one.en())))
            .collect::<Vec<_>>()
    };
}

/// Unknown pairs of the query are passed over: messengers put their own behind a link that people share.
async fn list(
    State(app): State<App>,
    frame: Frame,
    Pairs(pairs): Pairs,
) -> Result<Response, Problem> {
    let asked = Asked::of(&pairs);
    if let Ok(licence) = asked.values.get("q").parse::<LicenceNumber>() {
        let path = format!("/verify/{}", licence.digits());
        return Ok(Redirect::to(&path).into_response());
    }
    let today = frame.now.day();
    let query = match asked.query().checked() {
        Ok((query, _)) => query,
        Err(problem) => {
            let page = asked.page(&frame, errors_of(&problem, frame.lang));
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response());
        }
    };
    let found = institution::search(app.store(), &query, today).await?;
    let mut page = asked.page(&frame, Errors::default());
    if found.items.is_empty() {
        page.alike = alike(app.store(), asked.values.get("q"), frame.lang, today).await?;
    } else if asked.narrows() {
        let matched = found.matched.unwrap_or(Matched::Name);
        let facets = institution::facets(app.store(), &query, matched, today).await?;
        page.total = Some(counted(facets.total.count, facets.total.more));
        page.facets = asked.facets(&facets, frame.lang);
    }
    asked.show(&mut page, &found, frame.lang, today);
    Ok(Html(page).into_response())
}

async fn csv(
    State(app): State<App>,
    frame: Frame,
    Pairs(pairs): Pairs,
) -> Result<Response, Problem> {
    file(&app, &frame, &pairs, Format::Csv).await
}

async fn xlsx(
    State(app): State<App>,
    frame: Frame,
    Pairs(pairs): Pairs,
) -> Result<Response, Problem> {
    file(&app, &frame, &pairs, Format::Xlsx).await
}

/// The whole list that is asked for, as a file.
async fn file(
    app: &App,
    frame: &Frame,
    pairs: &[(String, String)],
    format: Format,
) -> Result<Response, Problem> {
    let (query, _) = Asked::of(pairs).query().checked()?;
    let title = frame.lang.t("institutions-title");
    let words = Words {
        name: format!("{title}-{}", frame.now.day()),
        title,
    };
    let source = Every::of(app.store(), query, frame.now.day());
    export::whole(
        app,
        Hall::Public,
        source,
        Shape::Table(format, frame.lang),
        &words,
    )
    .await
}

/// What was asked, as it stands in the address.
struct Asked {
    values: Values,
    after: Option<String>,
}

impl Asked {
    fn of(pairs: &[(String, String)]) -> Self {
        let given = |name: &str| {
            let found = pairs.iter().find(|(key, _)| key == name);
            found
                .map(|(_, value)| value.trim().to_owned())
                .filter(|it| !it.is_empty())
        };
        let names = WRITTEN.into_iter().chain(FILTERS);
        let values = names.filter_map(|name| Some((name.to_owned(), given(name)?)));
        Self {
            values: Values(values.collect()),
            after: given("after"),
        }
    }

    fn query(&self) -> InstitutionsQuery {
        let given = |name: &str| self.values.0.get(name).cloned();
        InstitutionsQuery {
            q: given("q"),
            address: given("address"),
            district: given("district"),
            class: given("class"),
            stage: given("stage"),
            status: given("status"),
            licensed: None,
            limit: None,
            after: self.after.clone(),
            facets: None,
        }
    }

    /// Whether anything is asked at all: the whole register is not counted.
    fn narrows(&self) -> bool {
        !self.values.0.is_empty()
    }

    /// The ways to narrow the list: each code that some of its institutions have, with their number. What is chosen
    /// already, and what all have in common, leads no further.
    fn facets(&self, facets: &Facets, lang: Lang) -> Vec<Facet> {
        let kinds: [(&str, &str, &[Share], Vec<Choice>); 4] = [
            (
                "district",
                "district",
                &facets.district,
                choices!(District, lang),
            ),
            ("class", "class", &facets.class, choices!(Class, lang)),
            ("stage", "stage", &facets.stage, choices!(Stage, lang)),
            ("status", "status", &facets.status, choices!(Status, lang)),
        ];
        let open =
            |name: &str, shares: &[Share]| !self.values.0.contains_key(name) && shares.len() > 1;
        kinds
            .into_iter()
            .filter(|(name, _, shares, _)| open(name, shares))
            .map(|(name, label, shares, words)| Facet {
                label: lang.t(label),
                chips: self.shares(name, shares, &words),
            })
            .collect()
    }

    fn shares(&self, name: &str, shares: &[Share], words: &[Choice]) -> Vec<Chip> {
        let path = self.path(name, None);
        let joint = if path.contains('?') { '&' } else { '?' };
        let chip = |share: &Share| {
            let word = words.iter().find(|word| word.value == share.code)?;
            let text = format!("{} {}", word.label, counted(share.count, share.more));
            let href = format!("{path}{joint}{name}={}", share.code);
            Some(Chip::new(href, text, false))
        };
        shares.iter().filter_map(chip).collect()
    }

    /// The list's address with what was asked, but for `without`, and from `after` on.
    fn path(&self, without: &str, after: Option<&str>) -> String {
        format!("/institutions{}", self.pairs(without, after))
    }

    /// What stands behind a path for what was asked, but for `without`, and from `after` on.
    fn pairs(&self, without: &str, after: Option<&str>) -> String {
        let kept = self.values.0.iter().filter(|(name, _)| *name != without);
        let mut pairs: Vec<String> = kept
            .map(|(name, value)| format!("{name}={}", escaped(value)))
            .collect();
        pairs.extend(after.map(|after| format!("after={}", escaped(after))));
        if pairs.is_empty() {
            String::new()
        } else {
            format!("?{}", pairs.join("&"))
        }
    }

    /// The page without rows.
    fn page(&self, frame: &Frame, errors: Errors) -> Institutions {
        let lang = frame.lang;
        let choices = [
            choices!(District, lang),
            choices!(Class, lang),
            choices!(Stage, lang),
            choices!(Status, lang),
        ];
        let chips = FILTERS.iter().zip(&choices).filter_map(|(name, choices)| {
            let value = self.values.0.get(*name)?;
            let choice = choices.iter().find(|choice| choice.value == *value)?;
            let text = format!("{} ×", choice.label);
            Some(Chip::new(self.path(name, None), text, true))
        });
        let written = self.values.0.get("address").map(|words| {
            let text = format!("{}：{words} ×", lang.t("address-words"));
            Chip::new(self.path("address", None), text, true)
        });
        let chips = written.into_iter().chain(chips).collect();
        let [districts, classes, stages, statuses] = choices;
        Institutions {
            shell: frame.register_page(),
            asked: self.values.clone(),
            errors,
            districts,
            classes,
            stages,
            statuses,
            chips,
            met: None,
            total: None,
            facets: Vec::new(),
            rows: Vec::new(),
            next: None,
            first: None,
            files: self.pairs("", None),
            alike: Vec::new(),
        }
    }

    fn show(&self, page: &mut Institutions, found: &Found, lang: Lang, today: Day) {
        page.rows = lines(&found.items, lang, today);
        page.met = met(found.matched, self.values.get("q"), lang);
        page.next = found
            .next
            .as_deref()
            .map(|after| self.path("", Some(after)));
        page.first = self.after.as_ref().map(|_| self.path("", None));
    }
}

/// `1,000+` where more were not counted.
fn counted(count: usize, more: bool) -> String {
    let number = if count >= 1_000 {
        "1,000".to_owned()
    } else {
        count.to_string()
    };
    let plus = if more { "+" } else { "" };
    format!("{number}{plus}")
}

/// What a parent has to know of a list whose names do not hold what was asked for.
fn met(matched: Option<Matched>, q: &str, lang: Lang) -> Option<Note> {
    let line = match matched? {
        Matched::Name => return None,
        Matched::Sound => lang.t("met-by-sound"),
        Matched::Initials => lang.t("met-by-initials"),
        Matched::Address => lang.t("met-by-address"),
    };
    Some(Note::new(Tone::Caution, lang.t1("met-head", "q", q), line))
}

/// The districts to choose from.
pub(super) fn districts(lang: Lang) -> Vec<Choice> {
    choices!(District, lang)
}

pub(super) fn lines(
    rows: &[institution::InstitutionRow],
    lang: Lang,
    today: Day,
) -> Vec<InstitutionRow> {
    rows.iter()
        .map(|row| Seen { row, lang, today }.line())
        .collect()
}

/// Institutions whose name begins or ends like what was asked for: people know a place by half its name.
async fn alike(
    store: &Store,
    q: &str,
    lang: Lang,
    today: Day,
) -> Result<Vec<InstitutionRow>, Fault> {
    let signs: Vec<char> = q.chars().filter(|sign| sign.is_alphanumeric()).collect();
    let (Some(first), Some(last), true) = (
        signs.first_chunk::<2>(),
        signs.last_chunk::<2>(),
        signs.len() > 2,
    ) else {
        return Ok(Vec::new());
    };
    let limit = Limit::parse(Some(ALIKE_MAX)).unwrap_or_default();
    for part in [first, last] {
        let query = InstitutionQuery {
            q: Some(part.iter().collect()),
            limit,
            ..InstitutionQuery::default()
        };
        let found = institution::search(store, &query, today).await?;
        if !found.items.is_empty() {
            return Ok(lines(&found.items, lang, today));
        }
    }
    Ok(Vec::new())
}
