//! Looking institutions up.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::institution::Status;
use domain::words::{Class, Day, District, InstitutionNumber, LicenceNumber, Stage};
use store::read::institution::{self, InstitutionQuery, InstitutionRecord};
use store::read::{Limit, Page};
use store::{Fault, Store};

use super::frame::Frame;
use super::standing::{self, Seen};
use crate::App;
use crate::http::access::{Routes, escaped};
use crate::http::body::Pairs;
use crate::http::json::institutions::InstitutionsQuery;
use crate::http::pages::Html;
use crate::http::problem::Problem;
use crate::text::{Lang, fault, show};
use crate::view::field::{Choice, Errors, Values};
use crate::view::piece::{Chip, Entry, Fact, Note, Tone, When};
use crate::view::portal::institutions::{
    Hours, Institution, InstitutionMissing, InstitutionRow, Institutions, LicenceCard,
};
use crate::view::qr;

pub(super) fn register(routes: &mut Routes) {
    routes
        .public("parents look up whether a place is licensed")
        .get("/institutions", list)
        .get("/institutions/{number}", one)
        .done();
}

/// The filters of the list, in the order of the page.
const FILTERS: [&str; 4] = ["district", "class", "stage", "status"];
/// Institutions of a like name that are shown.
const ALIKE_MAX: u32 = 5;

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
        Ok(query) => query,
        Err(problem) => {
            let page = asked.page(&frame, errors(frame.lang, &problem));
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response());
        }
    };
    let found = institution::search(app.store(), &query, today).await?;
    let mut page = asked.page(&frame, Errors::default());
    if found.items.is_empty() {
        page.alike = alike(app.store(), asked.values.get("q"), frame.lang, today).await?;
    }
    asked.show(&mut page, &found, frame.lang, today);
    Ok(Html(page).into_response())
}

fn errors(lang: Lang, problem: &Problem) -> Errors {
    let mut errors = Errors::default();
    for wrong in &problem.errors {
        errors.add(&wrong.field, fault(lang, &wrong.code, &wrong.detail));
    }
    errors
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
        let names = ["q"].into_iter().chain(FILTERS);
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
            district: given("district"),
            class: given("class"),
            stage: given("stage"),
            status: given("status"),
            limit: None,
            after: self.after.clone(),
        }
    }

    /// The list's address with what was asked, but for `without`, and from `after` on.
    fn path(&self, without: &str, after: Option<&str>) -> String {
        let kept = self.values.0.iter().filter(|(name, _)| *name != without);
        let mut pairs: Vec<String> = kept
            .map(|(name, value)| format!("{name}={}", escaped(value)))
            .collect();
        pairs.extend(after.map(|after| format!("after={}", escaped(after))));
        if pairs.is_empty() {
            "/institutions".to_owned()
        } else {
            format!("/institutions?{}", pairs.join("&"))
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
        let chips = chips.collect();
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
            rows: Vec::new(),
            next: None,
            first: None,
            alike: Vec::new(),
        }
    }

    fn show(
        &self,
        page: &mut Institutions,
        found: &Page<institution::InstitutionRow>,
        lang: Lang,
        today: Day,
    ) {
        page.rows = lines(&found.items, lang, today);
        page.next = found
            .next
            .as_deref()
            .map(|after| self.path("", Some(after)));
        page.first = self.after.as_ref().map(|_| self.path("", None));
    }
}

/// The options of a list of codes in a language.
macro_rules! choices {
    ($words:ty, $lang:expr) => {
        <$words>::ALL
            .iter()
            .map(|one| Choice::new(one.code(), $lang.pick(one.zh(), one.en())))
            .collect::<Vec<_>>()
    };
}
use choices;

/// The districts to choose from.
pub(super) fn districts(lang: Lang) -> Vec<Choice> {
    choices!(District, lang)
}

fn lines(rows: &[institution::InstitutionRow], lang: Lang, today: Day) -> Vec<InstitutionRow> {
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

async fn one(
    State(app): State<App>,
    frame: Frame,
    axum::extract::Path(asked): axum::extract::Path<String>,
) -> Result<Response, Problem> {
    let record = match asked.parse::<InstitutionNumber>() {
        Ok(number) => institution::by_number(app.store(), number, frame.now.day()).await?,
        Err(_) => None,
    };
    Ok(match record {
        Some(record) => Html(present(&app, &frame, &record)).into_response(),
        None => {
            let page = InstitutionMissing {
                shell: frame.register_page(),
                asked,
            };
            (StatusCode::NOT_FOUND, Html(page)).into_response()
        }
    })
}

fn present(app: &App, frame: &Frame, record: &InstitutionRecord) -> Institution {
    let (lang, row) = (frame.lang, &record.row);
    let seen = Seen {
        row,
        lang,
        today: frame.now.day(),
    };
    let verdict = standing::verdict(seen, record, &show::instant(lang, frame.now));
    let warnings = if seen.standing().is_licensed() {
        Vec::new()
    } else {
        let (lead, rest) = (lang.t("warn-pay"), lang.t("warn-pay-rest"));
        vec![Note::new(Tone::Caution, lead, rest)]
    };
    Institution {
        shell: frame.register_page(),
        number: row.number.clone(),
        name: row.name.clone(),
        verdict,
        warnings,
        licence: licence_card(app, seen, record),
        facts: facts(seen, record),
        hours: hours(seen),
        history: history(seen, record),
        complain: format!("/complaints/new?institution={}", row.number),
    }
}

/// When lessons may be given: the rule for subjects is stricter than the one for all else.
fn hours(seen: Seen<'_>) -> Option<Hours> {
    let (line, law) = if seen.row.class == Class::Subject.code() {
        ("institution-hours-subject", "institution-hours-subject-law")
    } else {
        ("institution-hours-line", "institution-hours-law")
    };
    seen.standing().is_licensed().then(|| Hours {
        line: seen.lang.t(line),
        law: seen.lang.t(law),
    })
}

/// What the register says besides the licence.
pub(in crate::http::pages) fn facts(seen: Seen<'_>, record: &InstitutionRecord) -> Vec<Fact> {
    let (lang, row) = (seen.lang, &record.row);
    let t = |key| lang.t(key);
    let mut facts = Vec::new();
    if seen.standing().is_licensed() {
        let (class, stages) = (seen.class(), standing::stages(lang, record));
        let what = lang.t2("may-teach-what", "class", class, "stages", stages);
        facts.push(Fact::new(t("may-teach"), what));
        if row.class != Class::Subject.code() {
            facts.push(Fact::new(t("may-not-teach"), t("may-not-teach-what")));
        }
    }
    facts.push(Fact::new(t("status"), seen.status()));
    facts.push(Fact::new(t("address"), seen.place()));
    if !row.brand.is_empty() {
        facts.push(Fact::new(t("brand"), row.brand.clone()));
    }
    if !record.telephone.is_empty() {
        let digits: String = record
            .telephone
            .chars()
            .filter(char::is_ascii_digit)
            .collect();
        let telephone = Fact::new(t("telephone"), record.telephone.clone());
        facts.push(telephone.to(format!("tel:{digits}")));
    }
    facts.push(Fact::new(t("responsible"), record.authority.clone()));
    if let Some(uscc) = &row.uscc {
        facts.push(Fact::new(t("uscc"), uscc.clone()).as_code());
    }
    facts
}

/// The licence as a card; none where the institution has none.
pub(in crate::http::pages) fn licence_card(
    app: &App,
    seen: Seen<'_>,
    record: &InstitutionRecord,
) -> Option<LicenceCard> {
    let number: LicenceNumber = record.row.licence_number.as_deref()?.parse().ok()?;
    let verify = format!("/verify/{}", number.digits());
    Some(LicenceCard {
        facts: licence_facts(seen, record),
        qr_svg: qr::svg(&format!("{}{verify}", app.public_url())),
        verify,
    })
}

/// What must stand on the paper licence.
pub(super) fn licence_facts(seen: Seen<'_>, record: &InstitutionRecord) -> Vec<Fact> {
    let (lang, row) = (seen.lang, &record.row);
    let t = |key| lang.t(key);
    let day = |key, text: &Option<String>| {
        let on: Day = text.as_deref()?.parse().ok()?;
        Some(lang.t1(key, "day", show::day(lang, on)))
    };
    let term = [
        day("licence-from", &record.licence_issued_on),
        day("licence-to", &row.licence_valid_until),
    ];
    let given = |term: &str, text: &Option<String>| {
        let text = text.clone().filter(|text| !text.is_empty())?;
        Some(Fact::new(lang.t(term), text))
    };
    let facts = [
        given("licence-number", &row.licence_number),
        Some(Fact::new(t("state"), seen.licence_state())),
        given("licence-scope", &record.licence_scope),
        given("licence-issuer", &record.licence_issued_by),
        Some(Fact {
            term: t("licence-term"),
            lines: term.into_iter().flatten().collect(),
            ..Fact::default()
        }),
    ];
    facts.into_iter().flatten().collect()
}

/// What the register knows of its past, newest first.
pub(in crate::http::pages) fn history(seen: Seen<'_>, record: &InstitutionRecord) -> Vec<Entry> {
    let (lang, today) = (seen.lang, seen.today);
    let past = |key: &str, text: &Option<String>| {
        let on: Day = text.as_deref()?.parse().ok()?;
        let entry = Entry::new(When::Done, show::day(lang, on), lang.t(key));
        (on < today).then_some((on, entry))
    };
    let issued = past("history-issued", &record.licence_issued_on).map(|(on, entry)| {
        let by = record.licence_issued_by.clone();
        (on, Entry { note: by, ..entry })
    });
    let mut entries: Vec<(Day, Entry)> = [
        past("history-ended", &record.row.licence_valid_until),
        issued,
        past("history-founded", &record.founded_on),
    ]
    .into_iter()
    .flatten()
    .collect();
    entries.sort_by_key(|(on, _)| std::cmp::Reverse(*on));
    entries.into_iter().map(|(_, entry)| entry).collect()
}
