//! A course in the words of the institution's desk.

use domain::course::{Course as Filled, Step};
use domain::words::Fen;
use store::ops::course::CourseEvent;
use store::read::Page;
use store::read::course::{CourseRecord, CourseRow};

use crate::http::pages::course::{badges, choices, facts, fees, rules, values};
use crate::http::pages::my::show::verdict;
use crate::http::pages::proof;
use crate::http::problem::Problem;
use crate::text::{self, Lang, show};
use crate::view::event::{EventForm, FormKey, NextStep};
use crate::view::field::{Errors, Values};
use crate::view::my::course::{self as view, Course, CourseForm, Courses, fields, step_form};
use crate::view::piece::{Tone, Verdict};
use crate::view::shell::{Flash, My};

/// The page of a course.
pub(super) fn path(number: &str) -> String {
    format!("/my/courses/{number}")
}

/// What was done just before, by its code in the address.
pub(super) fn done(code: &str, lang: Lang) -> Option<Flash> {
    let text = match code {
        "saved" => lang.t("course-done-saved"),
        "filed" => lang.t("course-done-filed"),
        "changing" => lang.t("course-done-changing"),
        "discarded" => lang.t("course-done-discarded"),
        "withdrawn" => lang.t("course-done-withdrawn"),
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

/// Why what was typed was not kept.
pub(super) fn not_saved(words: String, lang: Lang) -> Flash {
    Flash {
        tone: Tone::Bad,
        text: lang.t1("course-not-saved", "words", words),
    }
}

/// What is told where somebody else has saved the course meanwhile.
pub(super) fn overtaken(lang: Lang) -> Flash {
    Flash {
        tone: Tone::Bad,
        text: lang.t("course-overtaken"),
    }
}

/// The fields in which what was typed is not what the course says now, each with what it says.
pub(super) fn told_apart(typed: &Filled, now: &Filled, lang: Lang) -> Errors {
    let (typed, now, choices) = (values(typed), values(now), choices(lang));
    let mut apart = Errors::default();
    for (field, value) in now.0.iter().filter(|(field, now)| typed.get(field) != *now) {
        let choices = match field.as_str() {
            "class" => choices.classes.as_slice(),
            "stages" => choices.stages.as_slice(),
            "mode" => choices.modes.as_slice(),
            _ => &[],
        };
        let words: Vec<&str> = choices
            .iter()
            .filter(|choice| value.split(' ').any(|code| code == choice.value))
            .map(|choice| choice.label.as_str())
            .collect();
        let said = match (words.is_empty(), value.is_empty()) {
            (_, true) => lang.t("course-says-nothing"),
            (true, false) => value.clone(),
            (false, false) => words.join(lang.pick("、", ", ")),
        };
        apart.add(field.as_str(), lang.t1("course-says-now", "value", said));
    }
    apart
}

/// Whether the record stands where this step leads.
pub(super) fn is_done(record: &CourseRecord, event: &CourseEvent) -> bool {
    let state = record.row.state.as_str();
    match event.step() {
        Step::Change => state == "draft",
        Step::Discard => state == "published",
        Step::Withdraw => state == "withdrawn",
        _ => false,
    }
}

/// The page of the list.
pub(super) fn list(shell: My, page: &Page<CourseRow>) -> Courses {
    let lang = shell.lang;
    let row = |row: &CourseRow| view::CourseRow {
        href: path(&row.number),
        number: row.number.clone(),
        name: match row.name.as_str() {
            "" => lang.t("course-unnamed"),
            name => name.to_owned(),
        },
        price: row
            .price_fen
            .map(|fen| show::money(Fen::new(fen)))
            .unwrap_or_default(),
        badges: badges(row, lang),
    };
    Courses {
        rows: page.items.iter().map(row).collect(),
        next: page.next.as_ref().map(|after| {
            let after = crate::http::access::escaped(after);
            format!("/my/courses?after={after}")
        }),
        shell,
    }
}

/// The page of one course; with what was typed and is wrong where its form came back.
pub(super) fn one(shell: My, record: &CourseRecord, returned: Option<&(Values, Errors)>) -> Course {
    let lang = shell.lang;
    let written = record.way.is_written();
    let published = record.published.as_ref();
    Course {
        number: record.row.number.clone(),
        verdict: standing(record, lang),
        told: record.told.as_deref().map(proof::lines).unwrap_or_default(),
        form: written.then(|| form(&shell, record, returned)),
        facts: if written {
            Vec::new()
        } else {
            facts(&record.form, lang)
        },
        published: published
            .map(|course| facts(course, lang))
            .unwrap_or_default(),
        conditions: rules(&record.findings, lang),
        fees: fees(&record.fees, lang),
        step: step(&shell, record),
        shell,
    }
}

/// What it says on top.
fn standing(record: &CourseRecord, lang: Lang) -> Verdict {
    let (tone, headline, line) = match record.row.state.as_str() {
        "draft" if record.row.live => (
            Tone::Neutral,
            "my-course-changing",
            "my-course-changing-line",
        ),
        "draft" => (Tone::Neutral, "my-course-draft", "my-course-draft-line"),
        "filed" => (Tone::Neutral, "my-course-filed", "my-course-filed-line"),
        "flagged" => (Tone::Caution, "my-course-flagged", "my-course-flagged-line"),
        "refused" => (Tone::Bad, "my-course-refused", "my-course-refused-line"),
        "published" => (
            Tone::Good,
            "my-course-published",
            "my-course-published-line",
        ),
        "ended" => (Tone::Neutral, "my-course-ended", "my-course-ended-line"),
        _ => (
            Tone::Neutral,
            "my-course-withdrawn",
            "my-course-withdrawn-line",
        ),
    };
    verdict(tone, lang.t(headline), lang.t(line))
}

/// The form of a draft. Where it did not come back with faults of its own, what the rules refuse stands beside the fields.
fn form(shell: &My, record: &CourseRecord, returned: Option<&(Values, Errors)>) -> CourseForm {
    let lang = shell.lang;
    let mut against = Errors::default();
    for finding in record.findings.iter().filter(|finding| finding.refuses) {
        against.add(finding.field, text::fault(lang, finding.check.code(), ""));
    }
    let kept = (values(&record.form), against);
    let (values, errors) = returned.unwrap_or(&kept);
    CourseForm {
        key: key(shell, record, "form"),
        check: format!("{}/check", path(&record.row.number)),
        fields: fields(&choices(lang), values, errors, lang),
    }
}

fn key(shell: &My, record: &CourseRecord, door: &str) -> FormKey {
    FormKey {
        lang: shell.lang,
        action: format!("{}/{door}", path(&record.row.number)),
        csrf: shell.csrf.clone(),
        submission: String::new(),
        version: record.row.version,
    }
}

/// To change it, to give the change up, or to take it back.
fn step(shell: &My, record: &CourseRecord) -> Option<NextStep> {
    let lang = shell.lang;
    let more: Vec<EventForm> = record
        .offers
        .iter()
        .filter(|offer| offer.code.is_none())
        .filter_map(|offer| step_form(offer.event, key(shell, record, "events")))
        .collect();
    (!more.is_empty()).then(|| NextStep {
        title: lang.t("course-more"),
        lead: String::new(),
        law: String::new(),
        main: None,
        more,
        refused: Vec::new(),
    })
}
