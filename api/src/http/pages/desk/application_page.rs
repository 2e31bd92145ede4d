//! One application in the words of the desk: where it stands, the checklist, what may be done now.

use domain::access::may;
use domain::application::{Application as Way, Outcome, Part, Step};
use domain::words::Day;
use store::read::application::{self as read, ApplicationRecord, DeskRecord};

use super::applications::{Read, path};
use super::register;
use super::sent::Returned;
use super::words::{self, near};
use crate::http::caller::Caller;
use crate::http::pages::application::{
    conditions, deadline, facts as said, kind, paper_facts, paper_files, state,
};
use crate::text::{Lang, show};
use crate::view::desk::applications::{Application, Options, form};
use crate::view::event::{EventForm, FormKey, NextStep, Refused};
use crate::view::field::{Choice, Errors, Values};
use crate::view::my::application::Section;
use crate::view::piece::{Badge, Fact, Link, Tone};
use crate::view::shell::Desk;

/// The page, with the form that came back where one did.
pub(super) fn of(
    caller: &Caller,
    shell: Desk,
    read: &Read,
    returned: Option<&Returned>,
    today: Day,
) -> Application {
    let (lang, record) = (shell.lang, &read.record.record);
    let step = next(caller, read, returned, lang);
    let name = record.row.institution_name.clone();
    Application {
        number: record.row.number.clone(),
        title: lang.t2(
            "applied-title",
            "kind",
            kind(&record.row.kind, lang),
            "name",
            name,
        ),
        badges: badges(record, lang),
        deadline: deadline(record.row.due_on.as_deref(), lang, today),
        law: record
            .due_article
            .as_ref()
            .map(|article| show::article(lang, article))
            .unwrap_or_default(),
        stale: returned.and_then(|it| {
            let changed = state(&record.row.state, lang).text;
            let told = |field: &str, text: &str| typed_words(field, text, lang);
            let last = read.record.acts.last();
            it.stale(last, changed, &step.forms(), told, (lang, today))
        }),
        proposal: proposal(&read.record, lang, today),
        step,
        conditions: conditions(record.conditions.iter().cloned(), None, lang),
        sections: sections(record, lang),
        facts: facts(&read.record, lang, today),
        links: vec![Link::new(
            register::path(&record.row.institution_number),
            lang.t("institution-file"),
        )],
        mails: words::mails(&record.notices, lang, today),
        timeline: words::timeline(&read.record.acts, &read.record.remarks, lang, today),
        shell,
    }
}

fn badges(record: &ApplicationRecord, lang: Lang) -> Vec<Badge> {
    let mut badges = vec![state(&record.row.state, lang)];
    if record.by_law {
        badges.push(Badge::new(Tone::Caution, lang.t("applied-by-law")));
    }
    badges
}

fn sections(record: &ApplicationRecord, lang: Lang) -> Vec<Section> {
    record
        .parts
        .iter()
        .map(|one| {
            let is_papers = one.part == Part::Papers;
            let papers = record.papers.iter().filter(|_| is_papers);
            Section {
                title: lang.pick(one.part.zh(), one.part.en()).to_owned(),
                change: None,
                facts: if is_papers {
                    paper_facts(record, lang)
                } else {
                    said(&record.form, one.part, lang)
                },
                files: papers
                    .flat_map(|paper| paper_files(paper, "/desk", lang))
                    .collect(),
            }
        })
        .collect()
}

/// How it went so far.
fn facts(record: &DeskRecord, lang: Lang, today: Day) -> Vec<Fact> {
    let day = |on: Day| near(&on.to_string(), lang, today);
    let mut facts: Vec<Fact> = record
        .record
        .row
        .submitted_on
        .iter()
        .map(|on| Fact::new(lang.t("applied-submitted-on"), near(on, lang, today)))
        .collect();
    if let Some(on) = record.record.warn_on {
        facts.push(Fact::new(lang.t("applied-warn-on"), day(on)));
    }
    let told = match &record.way {
        Way::Correcting { items, .. } => Some(("applied-items", items)),
        Way::Refused(decision) => Some(("reason", &decision.reason)),
        _ => None,
    };
    if let Some((term, text)) = told {
        facts.push(Fact {
            term: lang.t(term),
            lines: words::lines(text),
            ..Fact::default()
        });
    }
    let Some(accepted) = record.way.examined() else {
        return facts;
    };
    facts.push(Fact::new(lang.t("applied-accepted-on"), day(accepted.on)));
    if let Some(visit) = &accepted.visit {
        let result = lang.t(if visit.passed {
            "applied-fit"
        } else {
            "applied-unfit"
        });
        let mut lines = vec![format!("{} · {result}", day(visit.on))];
        lines.extend(record.visited_by.clone());
        lines.extend(words::lines(&visit.words));
        facts.push(Fact {
            term: lang.t("applied-visit"),
            lines,
            ..Fact::default()
        });
    }
    if let Some(extension) = &accepted.extension {
        facts.push(Fact {
            term: lang.t("applied-extend"),
            lines: vec![
                lang.t1("period-working-days", "n", extension.days),
                extension.reason.clone(),
            ],
            ..Fact::default()
        });
    }
    if let (Some(by), false) = (
        &record.proposed_by,
        matches!(record.way, Way::Proposed { .. }),
    ) {
        facts.push(Fact::new(lang.t("licence-proposed-by"), by.as_str()));
    }
    facts
}

/// The decision that waits, as whoever approves it has to see it.
fn proposal(record: &DeskRecord, lang: Lang, today: Day) -> Vec<Fact> {
    let Way::Proposed { proposal, .. } = &record.way else {
        return Vec::new();
    };
    let decision = lang.t(if proposal.grant {
        "applied-grant"
    } else {
        "applied-refuse"
    });
    let mut facts = vec![Fact::new(lang.t("applied-decision"), decision)];
    if !proposal.reason.is_empty() {
        facts.push(Fact {
            term: lang.t("reason"),
            lines: words::lines(&proposal.reason),
            ..Fact::default()
        });
    }
    let by = record.proposed_by.clone().unwrap_or_default();
    let on = near(&proposal.on.to_string(), lang, today);
    facts.push(Fact::new(
        lang.t("licence-proposed-by"),
        format!("{by} · {on}"),
    ));
    facts
}

/// The steps that a state offers, the expected one first.
fn offered(record: &DeskRecord) -> (&'static str, &'static [Step]) {
    match &record.way {
        Way::Submitted { .. } => (
            "applied-next-accept",
            &[Step::Accept, Step::AskCorrection, Step::Decline],
        ),
        Way::Accepted(accepted) if record.record.needs_visit && accepted.visit.is_none() => (
            "applied-next-visit",
            &[Step::RecordVisit, Step::Propose, Step::Extend],
        ),
        Way::Accepted(_) => (
            "applied-next-propose",
            &[Step::Propose, Step::RecordVisit, Step::Extend],
        ),
        Way::Proposed { .. } => (
            "applied-next-approve",
            &[Step::Approve, Step::SendBack, Step::Extend],
        ),
        Way::Granted(_) => ("applied-next-issue", &[Step::Issue]),
        Way::Correcting { .. } | Way::Draft => ("applied-next-applicant", &[]),
        _ => ("applied-next-none", &[]),
    }
}

/// What may be done now by the caller.
fn next(caller: &Caller, read: &Read, returned: Option<&Returned>, lang: Lang) -> NextStep {
    let record = &read.record;
    let (title, steps) = offered(record);
    let mut forms: Vec<EventForm> = steps
        .iter()
        .filter(|step| is_open(record, **step))
        .filter_map(|step| one(caller, read, step.code(), returned, lang))
        .collect();
    let leads = forms
        .first()
        .zip(steps.first())
        .is_some_and(|(form, step)| form.event == step.code());
    let main = leads.then(|| forms.remove(0));
    NextStep {
        title: lang.t(title),
        lead: if steps.is_empty() || main.is_some() {
            String::new()
        } else {
            lang.t("applied-next-other")
        },
        law: String::new(),
        main: main.map(|form| EventForm { open: true, ..form }),
        more: forms,
        refused: refused(caller, record, steps, lang),
    }
}

fn one(
    caller: &Caller,
    read: &Read,
    event: &str,
    returned: Option<&Returned>,
    lang: Lang,
) -> Option<EventForm> {
    let row = &read.record.record.row;
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
    let two = |yes: &str, no: &str| {
        vec![
            Choice::new("yes", lang.t(yes)),
            Choice::new("no", lang.t(no)),
        ]
    };
    let conditions = &read.record.record.conditions;
    let by_eye = conditions
        .iter()
        .filter(|row| row.outcome == Outcome::ByEye)
        .map(|row| {
            let (code, what) = (row.condition.code(), row.condition);
            let what = lang.pick(what.zh(), what.en());
            if row.binds {
                return Choice::new(code, what);
            }
            Choice::new(code, lang.t1("applied-checked-unverified", "what", what))
        });
    let options = Options {
        by_eye: by_eye.collect(),
        officers: read.officers.clone(),
        decisions: two("applied-grant", "applied-refuse"),
        results: two("applied-fit", "applied-unfit"),
    };
    let mut form = form(event, key, options, values, errors)?;
    form.open |= came_back.is_some();
    Some(form)
}

fn is_open(record: &DeskRecord, step: Step) -> bool {
    record
        .record
        .offers
        .iter()
        .any(|offer| offer.event == step.code() && offer.code.is_none())
}

/// What is refused now of the steps that the state offers, for whoever takes steps on applications at all.
fn refused(caller: &Caller, record: &DeskRecord, steps: &[Step], lang: Lang) -> Vec<Refused> {
    let works = read::DESK_STEPS
        .iter()
        .any(|step| may(&caller.actor, step.action()));
    if !works {
        return Vec::new();
    }
    record
        .record
        .offers
        .iter()
        .filter_map(|offer| {
            let step = Step::from_code(offer.event).filter(|step| steps.contains(step))?;
            words::refused(offer, lang.pick(step.zh(), step.en()), lang)
        })
        .collect()
}

/// A field of the forms, and what was typed into it.
fn typed_words(field: &str, text: &str, lang: Lang) -> (String, String) {
    let term = match field {
        "items" => lang.t("applied-items"),
        "words" => lang.t("applied-visit-words"),
        "on" => lang.t("applied-visit-day"),
        "days" => lang.t("applied-days"),
        _ => lang.t("reason"),
    };
    (term, text.to_owned())
}
