//! One place in the words of the desk: what was seen, what was found, what became of it, and what may be done now.

use std::sync::Arc;

use axum::extract::State;
use axum::http::Uri;
use domain::access::{Action, may, permit};
use domain::case::Violation;
use domain::place::{Check, Ground, Relation, Shut, Step, Way, Why};
use domain::words::{Class, Day, PlaceNumber, Stage};
use store::read::account;
use store::read::place::{self as read, PlaceRecord};

use super::super::asked::{self, address};
use super::super::frame::frame;
use super::super::sent::Returned;
use super::super::words::{self, at, lines, near};
use super::super::{cases, complaints, register};
use super::{all, path, source, state};
use crate::App;
use crate::http::access::Permitted;
use crate::http::body::Named;
use crate::http::caller::Caller;
use crate::http::pages::{Html, proof};
use crate::http::problem::Problem;
use crate::text::{Lang, show};
use crate::view::desk::place_events::{self as forms, StepChoices};
use crate::view::desk::places::{Place, PlaceCase, PlaceComplaint, sign};
use crate::view::event::{EventForm, FormKey, NextStep, Refused};
use crate::view::field::{Choice, Errors, Values};
use crate::view::piece::Fact;
use crate::view::shell::{Desk, DeskPlace};

/// `GET /desk/places/{number}`.
pub(super) async fn one(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    uri: Uri,
    Permitted(grant): Permitted<permit::ReadDesk>,
    Named(number): Named<PlaceNumber>,
) -> Result<Html<Place>, Problem> {
    let record = read::by_number(app.store(), &grant, number).await?;
    let shell = frame(&app, &caller, lang, DeskPlace::Places, asked::here(&uri)).await?;
    Ok(Html(
        of(&app, &caller, shell, &record, Sent::default()).await?,
    ))
}

/// What came back to the page.
#[derive(Default)]
pub(super) struct Sent<'a> {
    /// A step that was not taken, or a complaint that was not linked.
    pub(super) returned: Option<&'a Returned>,
    /// What is wrong with files that were not kept.
    pub(super) files: Errors,
}

/// The page, with what came back where something did.
pub(super) async fn of(
    app: &App,
    caller: &Caller,
    shell: Desk,
    record: &PlaceRecord,
    sent: Sent<'_>,
) -> Result<Place, Problem> {
    let (lang, today, row) = (shell.lang, app.store().today(), &record.row);
    let choices = choices(app, caller, lang).await?;
    let step = next(caller, record, &choices, sent.returned, (lang, today));
    let stale = sent.returned.and_then(|returned| {
        let changed = state(&row.state, lang).text;
        let told = |_: &str, text: &str| (lang.t("reason"), text.to_owned());
        returned.stale(
            record.acts.last(),
            changed,
            &step.forms(),
            told,
            (lang, today),
        )
    });
    let keeps = may(&caller.actor, Action::KeepPlaces);
    let opens = record.takes_case && caller.grant::<permit::OpenCase>(today).is_ok();
    Ok(Place {
        number: row.number.clone(),
        title: sign(&row.name, lang),
        address: row.address.clone(),
        badge: state(&row.state, lang),
        stale,
        step,
        seen: seen(record, lang, today),
        edit: (keeps && record.way.writing_refusal().is_none())
            .then(|| format!("{}/edit", path(&row.number))),
        enter: (may(&caller.actor, Action::KeepRegister) && record.institution.is_none())
            .then(|| address("/desk/institutions/new", &[("place", &row.number)])),
        check: check(record, lang, today),
        shut: shut(record, lang, today),
        again: !matches!(record.way, Way::Shut { .. }),
        joined: joined(record, lang, today),
        aside: aside(record, lang, today),
        files: files(record, lang),
        upload: keeps.then(|| forms::upload(key(caller, record, "files", lang), &sent.files)),
        complaints: told_of(record, lang, today),
        link: keeps.then(|| link(caller, record, sent.returned, lang)),
        cases: cases_of(record, lang, today),
        open_case: opens.then(|| address("/desk/cases/new", &[("place", &row.number)])),
        timeline: words::timeline(&record.acts, &record.remarks, lang, today),
        shell,
    })
}

fn key(caller: &Caller, record: &PlaceRecord, to: &str, lang: Lang) -> FormKey {
    FormKey {
        lang,
        action: format!("{}/{to}", path(&record.row.number)),
        csrf: caller.form_token.clone(),
        submission: String::new(),
        version: record.row.version,
    }
}

async fn choices(app: &App, caller: &Caller, lang: Lang) -> Result<StepChoices, Problem> {
    let today = app.store().today();
    let desk = caller.grant::<permit::ReadDesk>(today)?;
    let own = caller.actor.account().map(|id| id.to_string());
    let officers = account::certified(app.store(), &desk, today).await?;
    let officers = officers
        .into_iter()
        .filter(|officer| Some(&officer.id) != own.as_ref());
    Ok(StepChoices {
        officers: officers
            .map(|officer| cases::officer_choice(officer, lang))
            .collect(),
        grounds: all!(Ground, lang),
        relations: all!(Relation, lang),
        whys: all!(Why, lang),
    })
}

/// What may be done now by the caller: the first of these that is open is the main one.
fn next(
    caller: &Caller,
    record: &PlaceRecord,
    choices: &StepChoices,
    returned: Option<&Returned>,
    (lang, today): (Lang, Day),
) -> NextStep {
    let none = (Values::default(), Errors::default());
    let form = |step: Step| -> Option<EventForm> {
        let came_back = returned.and_then(|returned| returned.in_form(step.code()));
        let (values, errors) = came_back.unwrap_or((&none.0, &none.1));
        let key = key(caller, record, "events", lang);
        let mut form = forms::form(step.code(), key, choices, values, errors)?;
        form.open |= came_back.is_some();
        Some(form)
    };
    let open = |step: &Step| {
        let offers = &record.offers;
        let offered = offers
            .iter()
            .any(|offer| offer.event == step.code() && offer.code.is_none());
        offered && permitted(caller, *step, today).is_ok()
    };
    let mut steps: Vec<Step> = Step::ALL.iter().copied().filter(open).collect();
    let leads = |step: &Step| matches!(step, Step::Confirm | Step::Shut);
    let main = steps.first().copied().filter(leads);
    steps.retain(|step| Some(*step) != main);
    let (title, lead) = match record.row.state.as_str() {
        "suspected" => ("wz-next-suspected", String::new()),
        "confirmed" => ("wz-next-confirmed", String::new()),
        "shut" => ("wz-next-shut", lang.t("wz-next-shut-lead")),
        "joined" => ("wz-next-joined", String::new()),
        _ => ("wz-next-not-one", String::new()),
    };
    NextStep {
        title: lang.t(title),
        lead,
        law: String::new(),
        main: main
            .and_then(form)
            .map(|form| EventForm { open: true, ..form }),
        more: steps.into_iter().filter_map(form).collect(),
        refused: refused(caller, record, lang),
    }
}

/// The right to a step today, with the certificate that it needs.
pub(super) fn permitted(caller: &Caller, step: Step, today: Day) -> Result<(), Problem> {
    match step.action() {
        Action::CheckPlace => caller.grant::<permit::CheckPlace>(today).map(drop),
        Action::OverturnPlace => caller.grant::<permit::OverturnPlace>(today).map(drop),
        _ => caller.grant::<permit::KeepPlaces>(today).map(drop),
    }
}

/// The refusals that tell somebody what has to come first. That what is not joined cannot be taken apart, or what is shut
/// cannot be shut, nobody has to be told.
const TELLING: &[&str] = &[
    "place_not_confirmed",
    "place_not_suspected",
    "place_own_check",
];

/// The steps that are refused now, of those that are the caller's at all.
fn refused(caller: &Caller, record: &PlaceRecord, lang: Lang) -> Vec<Refused> {
    let telling = |code: &str| TELLING.contains(&code);
    let told = record.offers.iter().filter_map(|offer| {
        let step = Step::from_code(offer.event)?;
        let own = may(&caller.actor, step.action()) && offer.code.is_some_and(telling);
        own.then(|| words::refused(offer, lang.pick(step.zh(), step.en()), lang))?
    });
    told.collect()
}

fn link(
    caller: &Caller,
    record: &PlaceRecord,
    returned: Option<&Returned>,
    lang: Lang,
) -> EventForm {
    let none = (Values::default(), Errors::default());
    let came_back = returned.and_then(|returned| returned.in_form("link"));
    let (values, errors) = came_back.unwrap_or((&none.0, &none.1));
    forms::link(key(caller, record, "complaints", lang), values, errors)
}

fn prose(term: String, text: &str) -> Fact {
    Fact {
        term,
        lines: lines(text),
        ..Fact::default()
    }
}

fn seen(record: &PlaceRecord, lang: Lang, today: Day) -> Vec<Fact> {
    let seen = &record.seen;
    let near = |day: Day| near(&day.to_string(), lang, today);
    let mut facts = vec![
        Fact::new(lang.t("wz-name"), sign(&seen.name, lang)),
        Fact::new(lang.t("wz-address"), seen.address.clone()),
        Fact::new(
            lang.t("district"),
            words::district(seen.district.code(), lang),
        ),
        Fact::new(lang.t("wz-source"), source(seen.source.code(), lang)),
        Fact::new(lang.t("wz-seen-on"), near(seen.seen_on)),
    ];
    let class = seen.class.map(|one: Class| lang.pick(one.zh(), one.en()));
    facts.extend(class.map(|class| Fact::new(lang.t("class"), class)));
    let stages = seen.stages.iter().copied();
    let stages: Vec<&str> = stages
        .map(|one: Stage| lang.pick(one.zh(), one.en()))
        .collect();
    if !stages.is_empty() {
        facts.push(Fact::new(
            lang.t("wz-stages"),
            stages.join(lang.pick("、", ", ")),
        ));
    }
    for (key, number) in [("wz-pupils", seen.pupils), ("wz-staff", seen.staff)] {
        let told = number.map(|number| lang.t1("wz-people", "n", number));
        facts.extend(told.map(|told| Fact::new(lang.t(key), told)));
    }
    if !seen.remarks.is_empty() {
        facts.push(prose(lang.t("wz-remarks"), &seen.remarks));
    }
    facts
}

/// What two officers found, with the article that forbids it.
fn check(record: &PlaceRecord, lang: Lang, today: Day) -> Vec<Fact> {
    let Some(check) = record.way.check() else {
        return Vec::new();
    };
    let found = |key: &str, found: bool| {
        let words = lang.t(if found { "wz-found-yes" } else { "wz-found-no" });
        lang.t2("wz-condition-line", "what", lang.t(key), "found", words)
    };
    let by = record.checked_by.join(lang.pick("、", ", "));
    vec![
        Fact::new(
            lang.t("wz-check-on"),
            near(&check.on.to_string(), lang, today),
        ),
        Fact::new(lang.t("wz-check-by"), by),
        Fact {
            term: lang.t("wz-conditions"),
            lines: vec![
                found("wz-dedicated", check.dedicated),
                found("wz-staffed", check.staffed),
                found("wz-organised", check.organised),
            ],
            ..Fact::default()
        },
        article(check, lang),
        prose(lang.t("wz-finding"), &check.finding),
    ]
}

fn article(check: &Check, lang: Lang) -> Fact {
    let term = lang.t("wz-check-article");
    let violation = Violation::UnlicensedInstitution;
    match check.article() {
        Some(article) => Fact::new(term, lang.pick(violation.zh(), violation.en()))
            .by_law(show::article(lang, &article)),
        None => Fact::new(term, lang.t("wz-check-no-article")),
    }
}

/// How it is shut, or was before it worked again; and until when the same again weighs more.
fn shut(record: &PlaceRecord, lang: Lang, today: Day) -> Vec<Fact> {
    let Some(shut) = record.way.shut() else {
        return Vec::new();
    };
    let Shut {
        on,
        ground,
        document,
    } = shut;
    let mut facts = vec![
        Fact::new(lang.t("wz-shut-on"), near(&on.to_string(), lang, today)),
        Fact::new(lang.t("wz-ground"), lang.pick(ground.zh(), ground.en())),
    ];
    if !document.is_empty() {
        facts.push(Fact::new(lang.t("wz-document"), document.clone()));
    }
    if let Some(period) = shut.heavier() {
        let day = near(&period.unrolled_on.to_string(), lang, today);
        let told = lang.t1("wz-heavier-until", "day", day);
        let mut law = show::article(lang, &period.article);
        if !period.verified {
            law.push_str(&format!(" {}", lang.t("unverified")));
        }
        facts.push(Fact::new(lang.t("wz-heavier"), told).by_law(law));
    }
    facts
}

fn joined(record: &PlaceRecord, lang: Lang, today: Day) -> Vec<Fact> {
    let (Way::Joined { joined, .. }, Some(institution)) = (&record.way, &record.institution) else {
        return Vec::new();
    };
    let relation = joined.relation;
    let name = Fact::new(lang.t("institution-name"), institution.name.clone());
    vec![
        name.to(register::path(&institution.number)),
        Fact::new(
            lang.t("wz-relation"),
            lang.pick(relation.zh(), relation.en()),
        ),
        Fact::new(
            lang.t("wz-since"),
            near(&joined.on.to_string(), lang, today),
        ),
        prose(lang.t("reason"), &joined.reason),
    ]
}

fn aside(record: &PlaceRecord, lang: Lang, today: Day) -> Vec<Fact> {
    let Way::NotOne { aside, .. } = &record.way else {
        return Vec::new();
    };
    vec![
        Fact::new(lang.t("wz-why"), lang.pick(aside.why.zh(), aside.why.en())),
        Fact::new(lang.t("wz-since"), near(&aside.on.to_string(), lang, today)),
        prose(lang.t("reason"), &aside.reason),
    ]
}

fn files(record: &PlaceRecord, lang: Lang) -> Vec<crate::view::piece::FileRow> {
    let rows = record.files.iter();
    rows.map(|file| proof::file_row(file, proof::Reader::Desk, lang))
        .collect()
}

fn told_of(record: &PlaceRecord, lang: Lang, today: Day) -> Vec<PlaceComplaint> {
    let rows = record.complaints.iter();
    rows.map(|row| PlaceComplaint {
        href: complaints::path(&row.number),
        subject: row.subject.clone(),
        number: row.number.clone(),
        when: at(row.received_at, lang, today),
        badge: words::complaint_state(&row.state, lang),
    })
    .collect()
}

fn cases_of(record: &PlaceRecord, lang: Lang, today: Day) -> Vec<PlaceCase> {
    let rows = record.cases.iter();
    rows.map(|row| PlaceCase {
        href: cases::path(&row.number),
        title: lang.t1("case-title", "party", &row.party_name),
        note: format!("{} · {}", row.number, near(&row.filed_on, lang, today)),
        badge: words::case_state(&row.state, lang),
    })
    .collect()
}
