//! An institution's after-school service in the words of its desk.

use domain::after_school::{SERVICES_MAX, SchoolYear};
use domain::words::{Class, Day};
use store::read::Page;
use store::read::after_school::{ProviderRecord, ProviderRow};

use super::fill::{stored_field, values};
use crate::http::pages::after_school::{
    agreements, conditions, scores, services, standings, state, statements, year,
};
use crate::http::pages::my::show::verdict;
use crate::http::pages::proof;
use crate::http::problem::Problem;
use crate::text::{self, Lang, show};
use crate::view::event::{FormKey, NextStep};
use crate::view::field::{Choice, Errors, Values};
use crate::view::my::after_school::{
    self as view, Block, Choices, Provider, ProviderForm, Providers, fields, service_fields,
    withdraw_form,
};
use crate::view::piece::{Tone, Verdict};
use crate::view::shell::{Flash, My};

/// The page of one.
pub(super) fn path(number: &str) -> String {
    format!("/my/after-school/{number}")
}

/// What was done just before, by its code in the address.
pub(super) fn done(code: &str, lang: Lang) -> Option<Flash> {
    let text = match code {
        "saved" => lang.t("course-done-saved"),
        "filed" => lang.t("after-school-done-filed"),
        "withdrawn" => lang.t("after-school-done-withdrawn"),
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

/// The page of the list.
pub(super) fn list(shell: My, page: &Page<ProviderRow>, today: Day) -> Providers {
    let lang = shell.lang;
    let row = |row: &ProviderRow| view::ProviderRow {
        href: path(&row.number),
        number: row.number.clone(),
        title: year(row.school_year, lang),
        badge: state(&row.state, lang),
    };
    let this = SchoolYear::of(today);
    let ended = ["refused", "withdrawn", "exited", "ended"];
    let free = |one: &SchoolYear| {
        let runs = |row: &ProviderRow| {
            row.school_year == i64::from(one.year()) && !ended.contains(&row.state.as_str())
        };
        !page.items.iter().any(runs)
    };
    let choice = |one: SchoolYear| Choice::new(one.to_string(), lang.pick(&one.zh(), &one.en()));
    Providers {
        years: [this, this.next()]
            .into_iter()
            .filter(free)
            .map(choice)
            .collect(),
        rows: page.items.iter().map(row).collect(),
        next: page.next.as_ref().map(|after| {
            let after = crate::http::access::escaped(after);
            format!("/my/after-school?after={after}")
        }),
        shell,
    }
}

/// The options of the form's choices.
pub(super) fn choices(
    record: &ProviderRecord,
    schools: &[(String, String)],
    lang: Lang,
) -> Choices {
    let class = |one: &Class| Choice::new(one.code(), lang.pick(one.zh(), one.en()));
    let taught = |one: &&Class| **one != Class::Subject;
    let grade = |grade: u8| {
        let words = lang.t1("after-school-grade", "grade", i64::from(grade));
        Choice::new(grade.to_string(), words)
    };
    let staff = record.staff.iter();
    Choices {
        classes: Class::ALL.iter().filter(taught).map(class).collect(),
        grades: (1..=9).map(grade).collect(),
        teachers: staff
            .map(|it| Choice::new(it.id.clone(), it.name.clone()))
            .collect(),
        schools: schools
            .iter()
            .map(|(number, name)| Choice::new(number.clone(), name.clone()))
            .collect(),
    }
}

/// The page of one; with what was typed and is wrong where its form came back.
pub(super) fn one(
    shell: My,
    record: &ProviderRecord,
    choices: &Choices,
    returned: Option<&(Values, Errors)>,
) -> Provider {
    let lang = shell.lang;
    let written = record.row.state == "draft";
    let told = record.told.as_deref();
    let unless_written = |facts| if written { Vec::new() } else { facts };
    Provider {
        number: record.row.number.clone(),
        verdict: standing(record, lang),
        told: told.map(proof::lines).unwrap_or_default(),
        form: written.then(|| form(&shell, record, choices, returned)),
        services: if written {
            Vec::new()
        } else {
            services(&record.form, &record.staff, lang)
        },
        statements: unless_written(statements(&record.form, &record.proposed, lang)),
        agreements: agreements(&record.agreements, lang),
        standings: standings(&record.standings, lang),
        scores: scores(&record.scores, lang),
        conditions: conditions(&record.findings, lang),
        step: step(&shell, record),
        shell,
    }
}

/// What it says on top.
fn standing(record: &ProviderRecord, lang: Lang) -> Verdict {
    let day = |text: &str| match text.parse::<Day>() {
        Ok(day) => show::day(lang, day),
        Err(_) => text.to_owned(),
    };
    let until = day(&record.row.last_day);
    let (tone, key, line) = words(record);
    let line = match record.row.state.as_str() {
        "publicised" => {
            let until = record.row.publicised_until.as_deref().map(day);
            lang.t1(line, "until", until.unwrap_or_default())
        }
        "warned" => {
            let open = record.way.held().and_then(|held| held.open().last());
            let by = open.map(|warning| show::day(lang, warning.correct_by));
            lang.t1(line, "day", by.unwrap_or_default())
        }
        _ => lang.t1(line, "until", until),
    };
    let title = format!("{}：{}", year(record.row.school_year, lang), lang.t(key));
    let title = match lang {
        Lang::Zh => title,
        Lang::En => title.replace('：', ": "),
    };
    verdict(tone, title, line)
}

/// What is said of each state: its tone, the answer and the line below it.
#[rustfmt::skip]
const STANDINGS: &[(&str, Tone, &str, &str)] = &[
    ("returned", Tone::Caution, "my-after-school-returned", "my-after-school-returned-line"),
    ("draft", Tone::Neutral, "my-after-school-draft", "my-after-school-draft-line"),
    ("filed", Tone::Neutral, "my-after-school-filed", "my-after-school-filed-line"),
    ("publicised", Tone::Neutral, "my-after-school-publicised", "my-after-school-publicised-line"),
    ("admitted", Tone::Good, "my-after-school-admitted", "my-after-school-admitted-line"),
    ("warned", Tone::Caution, "my-after-school-warned", "my-after-school-warned-line"),
    ("suspended", Tone::Bad, "my-after-school-suspended", "my-after-school-suspended-line"),
    ("leaving", Tone::Caution, "my-after-school-leaving", "my-after-school-leaving-line"),
    ("refused", Tone::Bad, "my-after-school-refused", "my-after-school-refused-line"),
    ("exited", Tone::Bad, "my-after-school-exited", "my-after-school-exited-line"),
    ("ended", Tone::Neutral, "my-after-school-ended", "my-after-school-ended-line"),
    ("withdrawn", Tone::Neutral, "my-after-school-withdrawn", "my-after-school-withdrawn-line"),
];

fn words(record: &ProviderRecord) -> (Tone, &'static str, &'static str) {
    let state = match record.row.state.as_str() {
        "draft" if record.told.is_some() => "returned",
        "selected" => "filed",
        state => state,
    };
    let known = STANDINGS.iter().find(|(code, ..)| *code == state);
    known.map_or((Tone::Neutral, "", ""), |(_, tone, title, line)| {
        (*tone, *title, *line)
    })
}

/// The form of a draft. Where it did not come back with faults of its own, what forbids it stands beside the fields.
fn form(
    shell: &My,
    record: &ProviderRecord,
    choices: &Choices,
    returned: Option<&(Values, Errors)>,
) -> ProviderForm {
    let lang = shell.lang;
    let mut against = Errors::default();
    for finding in record.findings.iter().filter(|finding| finding.forbids()) {
        if !finding.field.is_empty() {
            let words = text::fault(lang, finding.condition.code(), "");
            against.add(stored_field(&finding.field), words);
        }
    }
    let kept = (values(&record.form), against);
    let (values, errors) = returned.unwrap_or(&kept);
    // As many blocks as say something, and one more.
    let last = (0..SERVICES_MAX).rev().find(|place| says(values, *place));
    let blocks = last.map_or(1, |last| (last + 2).min(SERVICES_MAX));
    let block = |place: usize| {
        let fields = service_fields(place, choices, values, errors, lang);
        let number = i64::try_from(place + 1).unwrap_or_default();
        Block {
            legend: match values.get(&format!("name_{place}")) {
                "" if place > 0 && !says(values, place) => lang.t("after-school-another"),
                "" => lang.t1("after-school-service", "n", number),
                name => name.to_owned(),
            },
            open: place == 0 || says(values, place) || fields.iter().any(|it| it.error.is_some()),
            fields,
        }
    };
    ProviderForm {
        key: key(shell, record, "form"),
        check: format!("{}/check", path(&record.row.number)),
        blocks: (0..blocks).map(block).collect(),
        fields: fields(choices, values, errors, lang),
    }
}

/// Whether something is typed into the block at `place`.
fn says(values: &Values, place: usize) -> bool {
    let names = [
        "name", "content", "class", "grades", "teachers", "fee", "market",
    ];
    let mut fields = names.iter().map(|name| format!("{name}_{place}"));
    fields.any(|field| !values.get(&field).trim().is_empty())
}

fn key(shell: &My, record: &ProviderRecord, door: &str) -> FormKey {
    FormKey {
        lang: shell.lang,
        action: format!("{}/{door}", path(&record.row.number)),
        csrf: shell.csrf.clone(),
        submission: String::new(),
        version: record.row.version,
    }
}

/// To take it back.
fn step(shell: &My, record: &ProviderRecord) -> Option<NextStep> {
    let open = |offer: &&store::read::complaint::OfferShown| {
        offer.event == "withdraw" && offer.code.is_none()
    };
    record.offers.iter().find(open)?;
    Some(NextStep {
        title: shell.t("course-more"),
        lead: String::new(),
        law: String::new(),
        main: None,
        more: vec![withdraw_form(key(shell, record, "events"))],
        refused: Vec::new(),
    })
}
