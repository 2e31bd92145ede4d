//! An application in the words of the institution's desk.

use domain::application::{Part, Step};
use domain::words::Day;
use store::ops::application::ApplicationEvent;
use store::read::Page;
use store::read::application::{ApplicationRecord, ApplicationRow};
use store::read::institution::InstitutionRecord;

use crate::http::pages::application::{
    choices, conditions, deadline, facts, kind, paper_facts, paper_files, state, values,
};
use crate::http::pages::{desk, proof};
use crate::http::problem::Problem;
use crate::text::{Lang, show};
use crate::view::event::{EventForm, FormKey, NextStep};
use crate::view::field::{Errors, Values};
use crate::view::my::application::{
    self as view, Application, Applications, PaperSlot, PartForm, PartLink, Section, fields,
    step_form,
};
use crate::view::piece::{MailState, Tone, Verdict};
use crate::view::shell::{Flash, My};

/// The page of an application.
pub(super) fn path(number: &str) -> String {
    format!("/my/applications/{number}")
}

/// What is shown of an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// A part of the form.
    Part(Part),
    /// All of it, before it is handed in or afterwards.
    Check,
}

impl Place {
    /// What an address asks for: the first part that lacks something where it asks for nothing.
    pub(super) fn of(asked: Option<&str>, record: &ApplicationRecord) -> Self {
        if !record.state.is_written() {
            return Self::Check;
        }
        let parts = &record.parts;
        let known = parts
            .iter()
            .find(|one| asked == Some(one.part.code()))
            .map(|one| Self::Part(one.part));
        match asked {
            Some("check") => Self::Check,
            Some(_) | None => known
                .or_else(|| {
                    let first = parts.iter().find(|one| !one.missing.is_empty())?;
                    Some(Self::Part(first.part))
                })
                .unwrap_or(Self::Check),
        }
    }

    /// What follows a part.
    pub(super) fn after(part: Part, record: &ApplicationRecord) -> Self {
        let mut parts = record.parts.iter().map(|one| one.part);
        parts
            .by_ref()
            .find(|one| *one == part)
            .and_then(|_| parts.next())
            .map_or(Self::Check, Self::Part)
    }

    /// Its address.
    pub(super) fn path(self, number: &str) -> String {
        let part = match self {
            Self::Part(part) => part.code(),
            Self::Check => "check",
        };
        format!("{}?part={part}", path(number))
    }
}

/// What was done just before, by its code in the address.
pub(super) fn done(code: &str, lang: Lang) -> Option<Flash> {
    let text = match code {
        "saved" => lang.t("application-done-saved"),
        "paper" => lang.t("application-done-paper"),
        "taken-back" => lang.t("application-done-taken-back"),
        "submitted" => lang.t("application-done-submitted"),
        "withdrawn" => lang.t("application-done-withdrawn"),
        _ => return None,
    };
    Some(Flash {
        tone: Tone::Good,
        text,
    })
}

/// Why a step was not taken.
pub(super) fn refused(problem: &Problem, lang: Lang) -> Flash {
    Flash {
        tone: Tone::Bad,
        text: problem.words(lang).to_owned(),
    }
}

/// Whether the record stands where this step leads.
pub(super) fn is_done(record: &ApplicationRecord, event: &ApplicationEvent) -> bool {
    match event.step() {
        Step::Submit => record.row.state == "submitted",
        Step::Withdraw => record.row.state == "withdrawn",
        _ => false,
    }
}

/// The page of the list.
pub(super) fn list(
    shell: My,
    page: &Page<ApplicationRow>,
    institution: &InstitutionRecord,
    today: Day,
) -> Applications {
    let lang = shell.lang;
    let is_open = page.items.iter().any(|row| row.open);
    Applications {
        offers: if is_open {
            Vec::new()
        } else {
            super::offers::of(institution, lang)
        },
        rows: page
            .items
            .iter()
            .map(|row| view::ApplicationRow {
                href: path(&row.number),
                number: row.number.clone(),
                title: kind(&row.kind, lang),
                badge: state(&row.state, lang),
                deadline: deadline(row.due_on.as_deref(), lang, today),
            })
            .collect(),
        next: page.next.as_ref().map(|after| {
            let after = crate::http::access::escaped(after);
            format!("/my/applications?after={after}")
        }),
        shell,
    }
}

/// The page of one application, at `place`; with what was typed and is wrong where a part came back.
pub(super) fn one(
    shell: My,
    record: &ApplicationRecord,
    place: Place,
    returned: Option<&(Values, Errors)>,
    today: Day,
) -> Application {
    let lang = shell.lang;
    let written = record.state.is_written();
    let shown = match place {
        Place::Part(part) => Some(part),
        Place::Check => None,
    };
    let conditions = conditions(record.conditions.iter().cloned(), shown, lang);
    Application {
        number: record.row.number.clone(),
        path: path(&record.row.number),
        verdict: verdict(record, lang, today),
        told: record.told.as_deref().map(proof::lines).unwrap_or_default(),
        parts: if written {
            parts(record, place, lang)
        } else {
            Vec::new()
        },
        form: shown
            .filter(|part| written && *part != Part::Papers)
            .map(|part| part_form(&shell, record, part, returned)),
        papers: if written && shown == Some(Part::Papers) {
            papers(record, lang)
        } else {
            Vec::new()
        },
        after_papers: Place::Check.path(&record.row.number),
        conditions,
        sections: if shown.is_none() {
            sections(record, written, lang)
        } else {
            Vec::new()
        },
        step: shown.is_none().then(|| step(&shell, record)).flatten(),
        mails: mails(record, lang, today),
        shell,
    }
}

/// What it says on top, by the keys of its words: tone, headline, line.
fn standing(record: &ApplicationRecord) -> (Tone, &'static str, &'static str) {
    let state = record.row.state.as_str();
    match state {
        "draft" => (
            Tone::Neutral,
            "my-application-draft",
            "my-application-draft-line",
        ),
        "correcting" => (
            Tone::Caution,
            "my-application-correcting",
            "my-application-correcting-line",
        ),
        "submitted" => (
            Tone::Neutral,
            "my-application-submitted",
            "my-application-submitted-line",
        ),
        "accepted" | "proposed" => {
            let line = if record.by_law {
                "my-application-accepted-by-law"
            } else {
                "my-application-accepted-line"
            };
            (Tone::Neutral, "my-application-accepted", line)
        }
        "granted" => {
            let line = if record.by_law {
                "my-application-granted-by-law"
            } else {
                "my-application-granted-line"
            };
            (Tone::Good, "my-application-granted", line)
        }
        "issued" => (
            Tone::Good,
            "my-application-issued",
            "my-application-issued-line",
        ),
        "refused" => (Tone::Bad, "my-application-refused", "my-application-rights"),
        "declined" => (
            Tone::Bad,
            "my-application-declined",
            "my-application-rights",
        ),
        _ => (
            Tone::Neutral,
            "my-application-withdrawn",
            "my-application-withdrawn-line",
        ),
    }
}

fn verdict(record: &ApplicationRecord, lang: Lang, today: Day) -> Verdict {
    let due = record.row.due_on.as_deref();
    let due = due
        .and_then(|day| day.parse().ok())
        .map_or_else(String::new, |day| show::near_day(lang, day, today));
    let kind = kind(&record.row.kind, lang);
    let (tone, headline, line) = standing(record);
    let headline = lang.t2(headline, "kind", kind, "day", due.clone());
    super::super::show::verdict(tone, headline, lang.t1(line, "day", due))
}

fn parts(record: &ApplicationRecord, place: Place, lang: Lang) -> Vec<PartLink> {
    let number = &record.row.number;
    let mut links: Vec<PartLink> = record
        .parts
        .iter()
        .map(|one| {
            let done = one.missing.is_empty();
            let here = Place::Part(one.part);
            PartLink {
                href: here.path(number),
                name: lang.pick(one.part.zh(), one.part.en()).to_owned(),
                state: if done {
                    lang.t("application-part-done")
                } else {
                    lang.t1("application-part-missing", "n", one.missing.len())
                },
                done,
                here: here == place,
            }
        })
        .collect();
    let complete = links.iter().all(|link| link.done);
    links.push(PartLink {
        href: Place::Check.path(number),
        name: lang.t("application-look-over"),
        state: if complete {
            lang.t("application-part-ready")
        } else {
            lang.t("application-part-later")
        },
        done: false,
        here: place == Place::Check,
    });
    links
}

fn part_form(
    shell: &My,
    record: &ApplicationRecord,
    part: Part,
    returned: Option<&(Values, Errors)>,
) -> PartForm {
    let lang = shell.lang;
    let path = path(&record.row.number);
    let kept = (values(&record.form), Errors::default());
    let (values, errors) = returned.unwrap_or(&kept);
    PartForm {
        title: lang.pick(part.zh(), part.en()).to_owned(),
        part: part.code(),
        key: key(shell, record, "parts"),
        check: format!("{path}/check"),
        fields: fields(part.code(), &choices(lang), values, errors, lang),
    }
}

fn key(shell: &My, record: &ApplicationRecord, door: &str) -> FormKey {
    FormKey {
        lang: shell.lang,
        action: format!("{}/{door}", path(&record.row.number)),
        csrf: shell.csrf.clone(),
        submission: String::new(),
        version: record.row.version,
    }
}

fn papers(record: &ApplicationRecord, lang: Lang) -> Vec<PaperSlot> {
    record
        .papers
        .iter()
        .map(|one| PaperSlot {
            paper: one.paper.code(),
            name: lang.pick(one.paper.zh(), one.paper.en()).to_owned(),
            needed: one.needed,
            law: show::article(lang, &one.article),
            files: one
                .files
                .iter()
                .zip(paper_files(one, "/my", lang))
                .map(|(file, row)| view::PaperFile {
                    id: file.id.clone(),
                    row,
                })
                .collect(),
            error: None,
        })
        .collect()
}

fn sections(record: &ApplicationRecord, written: bool, lang: Lang) -> Vec<Section> {
    record
        .parts
        .iter()
        .map(|one| Section {
            title: lang.pick(one.part.zh(), one.part.en()).to_owned(),
            change: written.then(|| Place::Part(one.part).path(&record.row.number)),
            facts: if one.part == Part::Papers {
                paper_facts(record, lang)
            } else {
                facts(&record.form, one.part, lang)
            },
            files: if one.part == Part::Papers {
                let papers = record.papers.iter();
                papers
                    .flat_map(|paper| paper_files(paper, "/my", lang))
                    .collect()
            } else {
                Vec::new()
            },
        })
        .collect()
}

/// To hand it in, or to take it back.
fn step(shell: &My, record: &ApplicationRecord) -> Option<NextStep> {
    let lang = shell.lang;
    let open = |event: &str| {
        record
            .offers
            .iter()
            .any(|offer| offer.event == event && offer.code.is_none())
    };
    let form = |event: &str| -> Option<EventForm> {
        open(event)
            .then(|| step_form(event, key(shell, record, "events")))
            .flatten()
    };
    let (main, more): (_, Vec<EventForm>) =
        (form("submit"), form("withdraw").into_iter().collect());
    if main.is_none() && more.is_empty() {
        return None;
    }
    let refusal = record
        .offers
        .iter()
        .find(|offer| offer.event == "submit" && record.state.is_written())
        .and_then(|offer| Some(lang.pick(offer.zh?, offer.en?).to_owned()));
    Some(NextStep {
        title: if main.is_some() {
            lang.t("application-next-submit")
        } else if record.state.is_written() {
            lang.t("application-next-fill")
        } else {
            lang.t("application-next-wait")
        },
        lead: refusal.unwrap_or_default(),
        law: String::new(),
        main,
        more,
        refused: Vec::new(),
    })
}

/// The mails about it; their words are the desk's to read again.
fn mails(record: &ApplicationRecord, lang: Lang, today: Day) -> Vec<MailState> {
    desk::mails(&record.notices, lang, today)
        .into_iter()
        .map(|mail| MailState { href: None, ..mail })
        .collect()
}
