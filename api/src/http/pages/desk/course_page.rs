//! One course in the words of the desk: its text with the evidence marked, what the rules find, what may be done now.

use domain::access::{Action, may};
use domain::course::Step;
use domain::words::Day;
use store::read::course::DeskRecord;

use super::courses::path;
use super::evidence::mark;
use super::register;
use super::sent::Returned;
use super::words::{self, near};
use crate::http::caller::Caller;
use crate::http::pages::course::{badges, facts, fees, rules, state};
use crate::text::Lang;
use crate::view::desk::courses::{Course, form};
use crate::view::event::{EventForm, FormKey, NextStep, Refused};
use crate::view::field::{Errors, Values};
use crate::view::piece::{Fact, Link};
use crate::view::shell::Desk;

/// The page, with the form that came back where one did.
pub(super) fn of(
    caller: &Caller,
    shell: Desk,
    read: &DeskRecord,
    returned: Option<&Returned>,
    today: Day,
) -> Course {
    let (lang, record) = (shell.lang, &read.record);
    let said = &record.form;
    let marked = mark(&said.name, &said.description, read.screening.as_ref(), lang);
    let step = next(caller, read, returned, lang);
    let published = record.published.as_ref();
    Course {
        number: record.row.number.clone(),
        title: record.row.name.clone(),
        badges: badges(&record.row, lang),
        stale: returned.and_then(|it| {
            let changed = state(&record.row.state, lang).text;
            let told = |_: &str, text: &str| (lang.t("reason"), text.to_owned());
            it.stale(
                read.acts.last(),
                changed,
                &step.forms(),
                told,
                (lang, today),
            )
        }),
        step,
        text: marked.text,
        screened: marked.screened,
        conditions: rules(&record.findings, lang),
        facts: facts(said, lang),
        published: published
            .map(|course| facts(course, lang))
            .unwrap_or_default(),
        fees: fees(&record.fees, lang),
        judged: judged(read, lang, today),
        institution: institution(read, lang),
        links: vec![Link::new(
            register::path(&record.row.institution_number),
            lang.t("institution-file"),
        )],
        timeline: words::timeline(&read.acts, &read.remarks, lang, today),
        shell,
    }
}

fn institution(read: &DeskRecord, lang: Lang) -> Vec<Fact> {
    let row = &read.record.row;
    vec![
        Fact::new(lang.t("institution-name"), row.institution_name.clone()),
        Fact::new(lang.t("district"), words::district(&row.district, lang)),
    ]
}

/// What an officer decided about the flag.
fn judged(read: &DeskRecord, lang: Lang, today: Day) -> Vec<Fact> {
    let Some(judged) = read.way.judged() else {
        return Vec::new();
    };
    let by = read.judged_by.clone().unwrap_or_default();
    let on = near(&judged.on.to_string(), lang, today);
    vec![
        Fact {
            term: lang.t("reason"),
            lines: words::lines(&judged.reason),
            ..Fact::default()
        },
        Fact::new(lang.t("course-judged-by"), format!("{by} · {on}")),
    ]
}

/// What may be done now by the caller.
fn next(caller: &Caller, read: &DeskRecord, returned: Option<&Returned>, lang: Lang) -> NextStep {
    let works = may(&caller.actor, Action::JudgeCourse);
    let title = match read.record.row.state.as_str() {
        "flagged" => "course-next-judge",
        "filed" => "course-next-screening",
        "published" => "course-next-published",
        "refused" => "course-next-refused",
        "draft" => "course-next-institution",
        _ => "course-next-none",
    };
    let one = |event: &str| -> Option<EventForm> {
        let offers = &read.record.offers;
        let open = offers
            .iter()
            .any(|offer| offer.event == event && offer.code.is_none());
        (works && open).then(|| step_form(caller, read, event, returned, lang))?
    };
    NextStep {
        title: lang.t(title),
        lead: String::new(),
        law: String::new(),
        main: one(Step::Refuse.code()).map(|form| EventForm { open: true, ..form }),
        more: [Step::Clear, Step::FileMaterials]
            .iter()
            .filter_map(|step| one(step.code()))
            .collect(),
        refused: if works {
            refused(read, lang)
        } else {
            Vec::new()
        },
    }
}

fn step_form(
    caller: &Caller,
    read: &DeskRecord,
    event: &str,
    returned: Option<&Returned>,
    lang: Lang,
) -> Option<EventForm> {
    let row = &read.record.row;
    let came_back = returned.and_then(|returned| returned.in_form(event));
    let none = (Values::default(), Errors::default());
    let (values, errors) = came_back.unwrap_or((&none.0, &none.1));
    let key = FormKey {
        lang,
        action: format!("{}/events", path(&row.number)),
        csrf: caller.form_token.clone(),
        submission: String::new(),
        version: row.version,
    };
    let mut form = form(event, key, values, errors)?;
    form.open |= came_back.is_some();
    Some(form)
}

fn refused(read: &DeskRecord, lang: Lang) -> Vec<Refused> {
    read.record
        .offers
        .iter()
        .filter_map(|offer| {
            let step = Step::from_code(offer.event)?;
            words::refused(offer, lang.pick(step.zh(), step.en()), lang)
        })
        .collect()
}
