//! One institution: the answer, what it rests on, and what the register said on another day.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use domain::institution::class_rules::departments;
use domain::institution::field::{LegalForm, Premises};
use domain::licence;
use domain::words::{Class, Day, Instant, InstitutionNumber, LicenceNumber};
use store::read::institution::{self, FullRecord, Identity, InstitutionRecord, StateChange};
use store::read::staff::{self, PublishedStaff};

use super::frame::Frame;
use super::lineage;
use super::standing::{self, Seen};
use super::{after_school, class_rules, courses};
use crate::App;
use crate::http::body::Pairs;
use crate::http::json::institutions::record;
use crate::http::pages::record as kept;
use crate::http::pages::staff as teachers;
use crate::http::pages::{Html, errors_of};
use crate::http::problem::{Code, Problem};
use crate::text::{Lang, show};
use crate::view::field::{Control, Errors, Field, Values};
use crate::view::piece::{Entry, Fact, Note, Tone, Verdict, When};
use crate::view::portal::institutions::{Hours, Institution, InstitutionMissing, LicenceCard};
use crate::view::portal::share::{ShareCard, Shared};
use crate::view::qr;

/// Unknown pairs of the query are passed over, as in the list. `as_of` is the day for which the record is asked for.
pub(super) async fn one(
    State(app): State<App>,
    frame: Frame,
    axum::extract::Path(asked): axum::extract::Path<String>,
    Pairs(pairs): Pairs,
) -> Result<Response, Problem> {
    let Ok(number) = asked.parse::<InstitutionNumber>() else {
        return Ok(missing(&frame, asked));
    };
    let as_of = pairs
        .iter()
        .find_map(|(name, value)| (name == "as_of").then_some(value.as_str()))
        .unwrap_or_default();
    if let Some(there) = lineage::leads(&app, number, as_of).await? {
        return Ok(there);
    }
    let mut errors = Errors::default();
    let entry = match record(&app, number, Some(as_of)).await {
        Ok(entry) => entry,
        Err(problem) if problem.code == Code::NotFound => return Ok(missing(&frame, asked)),
        // The record of today stays on the page, and what is wrong with the day stands beside it.
        Err(problem) if problem.code == Code::InvalidQuery => {
            errors = errors_of(&problem, frame.lang);
            record(&app, number, None).await?
        }
        Err(problem) => return Err(problem),
    };
    let changes = institution::state_changes(app.store(), &entry.record.id).await?;
    let published = staff::published(app.store(), &entry.record.id).await?;
    let mut page = present(&app, &frame, &entry, &changes, as_of, &errors);
    let licensed = Seen {
        row: &entry.record.row,
        lang: frame.lang,
        today: frame.now.day(),
    };
    let of = (number, licensed.standing().is_licensed());
    page.courses = courses::of(&app, &frame, of, (as_of, &pairs)).await?;
    page.after_school = after_school::of(&app, &frame, number, as_of).await?;
    page.staff = shown(&page, &published, frame.lang);
    if page.then.is_none() {
        page.lineage = lineage::lineage(&app, number, frame.lang, "/institutions").await?;
        page.merged = lineage::merged(&app, &entry.record.id, frame.lang).await?;
    }
    let status = if errors.none() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    Ok((status, Html(page)).into_response())
}

/// Who teaches there now: the page of another day does not say, and nobody is missed where there is no licence.
fn shown(page: &Institution, published: &[PublishedStaff], lang: Lang) -> Option<Vec<Fact>> {
    let is_of_today = page.then.is_none();
    let asked_for = page.hours.is_some() || !published.is_empty();
    (is_of_today && asked_for).then(|| teachers::published(published, lang))
}

fn missing(frame: &Frame, asked: String) -> Response {
    let page = InstitutionMissing {
        shell: frame.register_page(),
        asked,
    };
    (StatusCode::NOT_FOUND, Html(page)).into_response()
}

fn present(
    app: &App,
    frame: &Frame,
    entry: &FullRecord,
    changes: &[StateChange],
    as_of: &str,
    errors: &Errors,
) -> Institution {
    let record = &entry.record;
    let (lang, row, today) = (frame.lang, &record.row, frame.now.day());
    let then = as_of
        .trim()
        .parse::<Day>()
        .ok()
        .filter(|day| *day < today && errors.none());
    let seen = Seen {
        row,
        lang,
        today: then.unwrap_or(today),
    };
    let checked = then.map_or_else(
        || show::instant(lang, frame.now),
        |day| show::day(lang, day),
    );
    let verdict = standing::verdict(seen, record, &checked);
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
        share: share(app, record, &verdict),
        verdict,
        warnings,
        licence: licence_card(app, seen, record),
        facts: facts(seen, record)
            .into_iter()
            .chain(competence(seen))
            .chain(identity(&entry.identity, record, lang))
            .collect(),
        hours: hours(seen),
        staff: None,
        history: history(seen, record, changes),
        then: then.map(|day| {
            let lead = lang.t1("institution-then", "day", show::day(lang, day));
            Note::new(Tone::Neutral, lead, lang.t("institution-then-rest"))
        }),
        courses: None,
        after_school: Vec::new(),
        day: Field::line(
            "as_of",
            lang.t("institution-day"),
            &Values::from_pairs([("as_of", as_of)]),
            errors,
        )
        .hint(lang.t("institution-day-hint"))
        .control(Control::Line("date")),
        complain: format!("/complaints/new?institution={}", row.number),
        report: format!("/reports/new?institution={}", row.number),
        lineage: Vec::new(),
        merged: String::new(),
    }
}

/// When lessons may be given: the rule for subjects is stricter than the one for all else.
fn hours(seen: Seen<'_>) -> Option<Hours> {
    let (line, law) = if seen.teaches(Class::Subject) {
        ("institution-hours-subject", "institution-hours-subject-law")
    } else {
        ("institution-hours-line", "institution-hours-law")
    };
    seen.standing().is_licensed().then(|| Hours {
        line: seen.lang.t(line),
        law: seen.lang.t(law),
    })
}

/// Who is competent for each class of what it teaches.
fn competence(seen: Seen<'_>) -> Vec<Fact> {
    let classes = seen.row.classes().into_iter();
    let known = classes.flat_map(|classes| classes.iter());
    known
        .filter_map(|class| departments(class, seen.today))
        .map(|one| class_rules::competent(one, seen.lang))
        .collect()
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
        if !seen.teaches(Class::Subject) {
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
    facts.push(match &row.uscc {
        Some(uscc) => Fact::new(t("uscc"), uscc.clone()).as_code(),
        None => Fact::new(t("uscc"), t("uscc-none")),
    });
    facts
}

/// The card of a link to the page.
fn share(app: &App, record: &InstitutionRecord, verdict: &Verdict) -> ShareCard {
    let row = &record.row;
    let shared = Shared {
        name: &row.name,
        brand: &row.brand,
        address: &row.address,
        telephone: &record.telephone,
        uscc: row.uscc.as_deref(),
        number: &row.number,
    };
    ShareCard::of(shared, app.public_url(), verdict.headline.clone())
}

/// What the register says beside name, place and licence; what it does not say is left out, but for the day on which the
/// institution last confirmed it.
fn identity(identity: &Identity, record: &InstitutionRecord, lang: Lang) -> Vec<Fact> {
    let said =
        |key: &str, text: &str| (!text.is_empty()).then(|| Fact::new(lang.t(key), text.to_owned()));
    let places = identity.premises.iter().map(|it| public_place(it, lang));
    let premises: Vec<String> = places.collect();
    let form = LegalForm::from_code(&record.legal_form).filter(|it| *it != LegalForm::Unknown);
    let inspections = identity.inspections.iter();
    let inspections = inspections.map(|it| kept::inspection(it, lang));
    let penalties = identity.penalties.iter();
    let penalties: Vec<String> = penalties.map(|it| kept::penalty(it, lang)).collect();
    let founded: Option<Day> = record
        .founded_on
        .as_deref()
        .and_then(|day| day.parse().ok());
    let several = |key: &str, lines: Vec<String>| {
        (!lines.is_empty()).then(|| Fact {
            term: lang.t(key),
            lines,
            ..Fact::default()
        })
    };
    let facts = [
        // A parent who is about to pay asks for these first.
        Some(Fact::new(
            lang.t("custody"),
            match identity.custody_bank.as_str() {
                "" => lang.t("custody-none"),
                bank => lang.t1("custody-bank", "bank", bank),
            },
        )),
        several("inspections", inspections.collect()),
        Some(Fact {
            term: lang.t("penalties"),
            lines: match penalties.is_empty() {
                true => vec![lang.t("penalties-none")],
                false => penalties,
            },
            ..Fact::default()
        }),
        several("former-names", identity.former_names.clone()),
        identity
            .profit
            .map(|it| Fact::new(lang.t("profit"), lang.pick(it.zh(), it.en()))),
        form.map(|it| Fact::new(lang.t("legal-form"), lang.pick(it.zh(), it.en()))),
        said("founder", &identity.founder),
        said("legal-representative", &identity.legal_representative),
        said("principal", &identity.principal),
        identity
            .mode
            .map(|it| Fact::new(lang.t("taught-mode"), lang.pick(it.zh(), it.en()))),
        several("premises", premises),
        founded.map(|day| Fact::new(lang.t("founded-on"), show::day(lang, day))),
        Some(Fact::new(
            lang.t("confirmed"),
            match identity.confirmed_on {
                Some(day) => lang.t1("confirmed-on", "day", show::day(lang, day)),
                None => lang.t("unconfirmed"),
            },
        )),
    ];
    facts.into_iter().flatten().collect()
}

/// One of the premises as a parent needs it: where, how large, for how many.
fn public_place(place: &Premises, lang: Lang) -> String {
    let shown = Premises {
        lease_until: None,
        fire_paper: String::new(),
        fire_paper_on: None,
        ..place.clone()
    };
    crate::http::pages::record::place(&shown, lang)
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
    let reissued = record.licence_reissued_on.as_deref();
    let reissued: Option<Day> = reissued.and_then(|on| on.parse().ok());
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
        reissued.map(|on| {
            let copy = record.licence_copy.unwrap_or(1).to_string();
            let said = lang.t2("licence-reissued", "day", show::day(lang, on), "n", copy);
            Fact::new(t("licence-copy"), said)
        }),
    ];
    facts.into_iter().flatten().collect()
}

/// What the register knows of its past, newest first.
pub(in crate::http::pages) fn history(
    seen: Seen<'_>,
    record: &InstitutionRecord,
    changes: &[StateChange],
) -> Vec<Entry> {
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
        past("history-reissued", &record.licence_reissued_on),
        issued,
        past("history-founded", &record.founded_on),
    ]
    .into_iter()
    .flatten()
    .collect();
    entries.extend(changes.iter().filter_map(|change| turned(seen, change)));
    entries.sort_by_key(|(on, _)| std::cmp::Reverse(*on));
    entries.into_iter().map(|(_, entry)| entry).collect()
}

/// A change of the state of a licence. That one ran out is told by its last day.
fn turned(seen: Seen<'_>, change: &StateChange) -> Option<(Day, Entry)> {
    let on = Instant::from_millis(change.at).day();
    let key = match (
        licence::State::from_code(&change.from)?,
        licence::State::from_code(&change.to)?,
    ) {
        (licence::State::Suspended, licence::State::Valid) => "history-resumed",
        (_, licence::State::Suspended) => "history-suspended",
        (_, licence::State::Revoked) => "history-revoked",
        (_, licence::State::Cancelled) => "history-cancelled",
        _ => return None,
    };
    let entry = Entry::new(When::Done, show::day(seen.lang, on), seen.lang.t(key));
    (on <= seen.today).then_some((on, entry))
}
