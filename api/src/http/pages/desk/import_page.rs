//! One list of institutions: where it stands, what the check found, and what may be done with it.

use std::io::Cursor;

use domain::institution::import::{IN_USE, State};
use domain::institution::listed::Field as Means;
use domain::institution::met::Doubles;
use domain::institution::report::{Line, Report, Stop};
use domain::words::Article;
use store::read::import::ImportRow;
use tables::{Cell, Column as TableColumn, Format, WriteFault, Writer};

use super::imports::path;
use super::sent::Returned;
use crate::text::{Lang, fault, show, t};
use crate::view::desk::imports::{Column, Import, Running, ToldRow, defaults};
use crate::view::field::{Choice, Control, Errors, Field, Values};
use crate::view::piece::{Badge, Fact, Link, Note, Tone};
use crate::view::shell::{Desk, Flash};

/// Questions that one page asks: further ones come with the next check.
const QUESTIONS_MAX: usize = 100;

pub(super) fn badge(state: State, lang: Lang) -> Badge {
    let tone = match state {
        State::Shown => Tone::Good,
        State::Checked => Tone::Caution,
        _ => Tone::Neutral,
    };
    Badge::new(tone, lang.pick(state.zh(), state.en()))
}

/// Somebody else was quicker.
pub(super) fn stale(lang: Lang) -> Flash {
    Flash {
        tone: Tone::Bad,
        text: lang.t("imports-stale"),
    }
}

/// A list as its page sees it.
pub(super) struct Seen {
    pub(super) list: ImportRow,
    pub(super) report: Option<Report>,
    /// Whether a worker is at it, or will be.
    pub(super) worked_on: bool,
}

/// Fields of answers begin with it.
pub(super) const ANSWER: &str = "answer-";

/// The field in which a question is answered. A question names an institution and is long.
pub(super) fn answer(question: &str) -> String {
    let digest = store::evidence::digest(question.as_bytes());
    let short: String = digest.chars().take(16).collect();
    format!("{ANSWER}{short}")
}

pub(super) fn of(shell: Desk, seen: &Seen, returned: Option<&Returned>) -> Import {
    let (lang, list, report) = (shell.lang, &seen.list, seen.report.as_ref());
    // Where another was quicker, what the list says now counts.
    let typed = returned.filter(|returned| !returned.is_stale());
    let (values, errors) = match typed.and_then(|returned| returned.in_form("read")) {
        Some((values, errors)) => (values.clone(), errors.clone()),
        None => (as_read(list), Errors::default()),
    };
    let withdrawn = typed.and_then(|returned| returned.in_form("withdraw"));
    let (reason, reason_errors) = match withdrawn {
        Some((values, errors)) => (values.clone(), errors.clone()),
        None => Default::default(),
    };
    let shown = report.filter(|_| list.state == State::Checked);
    let checked = report.filter(|_| list.state != State::Checking);
    Import {
        path: path(list.id),
        version: list.version,
        file: list.file_name.clone(),
        badge: badge(list.state, lang),
        running: running(list, lang),
        note: note(list, report, lang),
        facts: checked.map_or_else(Vec::new, |report| facts(list, report, lang)),
        told: shown.map_or_else(Vec::new, |report| {
            told(&report.told, &values, &errors, lang)
        }),
        answered: shown.map_or_else(Vec::new, |report| {
            told(&report.answered, &values, &errors, lang)
        }),
        more: shown.map_or_else(String::new, |report| more(report, lang)),
        columns: shown.map_or_else(Vec::new, |report| columns(report, &values, &errors, lang)),
        unmapped: shown.is_some_and(|report| report.stop.is_some()),
        reading: shown.map_or_else(Vec::new, |_| reading(&values, &errors, lang)),
        enter: shown
            .filter(|report| report.may_enter())
            .map(|report| lang.t1("imports-enter", "count", report.enters)),
        discard: list.state.discard().is_ok(),
        again: list.state.again().is_ok(),
        resume: list.state.resume().is_ok() && !seen.worked_on,
        withdraw: list.state.withdraw(false).is_ok().then(|| {
            Field::line("reason", lang.t("imports-reason"), &reason, &reason_errors)
                .control(Control::Area(2))
                .limit(500)
        }),
        errors: if withdrawn.is_some() {
            reason_errors
        } else {
            errors
        },
        shell,
    }
}

fn running(list: &ImportRow, lang: Lang) -> Option<Running> {
    let words = match list.state {
        State::Checking => "imports-checking",
        State::Entering => "imports-entering",
        State::Withdrawing => "imports-withdrawing",
        _ => return None,
    };
    let (done, all) = list.progress;
    let part = match (list.state, all) {
        (_, 0) => lang.t("imports-waiting"),
        // Of a check bytes are counted, of which nobody wants to hear.
        (State::Checking, all) => format!("{}%", done.saturating_mul(100) / all),
        (_, all) => lang.t2("imports-part", "done", done, "all", all),
    };
    Some(Running {
        words: lang.t(words),
        part,
        done,
        all,
    })
}

fn stop_words(stop: &Stop, lang: Lang) -> String {
    match (stop.row, stop.code == IN_USE.code) {
        (Some(row), _) => lang.t1("import-quote-open", "row", row),
        (None, true) => lang.pick(IN_USE.zh, IN_USE.en).to_owned(),
        (None, false) => fault(lang, &stop.code, &stop.code),
    }
}

fn note(list: &ImportRow, report: Option<&Report>, lang: Lang) -> Option<Note> {
    let say = |tone, head: String, line: &str| {
        let end = if head.is_empty() {
            ""
        } else {
            lang.pick("。", ". ")
        };
        Some(Note::new(tone, format!("{head}{end}"), lang.t(line)))
    };
    match (list.state, report) {
        (State::Checked, Some(report)) => match &report.stop {
            Some(stop) => say(Tone::Bad, stop_words(stop, lang), "imports-stopped"),
            None if report.may_enter() => {
                let head = lang.t1("imports-clean", "count", report.enters);
                say(Tone::Good, head, "imports-clean-line")
            }
            None if report.faulty == 0 && report.unsure == 0 => say(
                Tone::Neutral,
                fault(lang, "nothing_new", ""),
                "imports-nothing-line",
            ),
            None => {
                let (faulty, unsure) = (report.faulty, report.unsure);
                let head = lang.t2("imports-unclean", "faulty", faulty, "unsure", unsure);
                say(Tone::Caution, head, "imports-unclean-line")
            }
        },
        (
            State::Shown,
            Some(Report {
                stop: Some(stop), ..
            }),
        ) => say(Tone::Bad, stop_words(stop, lang), "imports-put-back-line"),
        (State::Shown, _) => {
            let range = (list.first.as_deref(), list.last.as_deref());
            let (first, last) = (range.0.unwrap_or_default(), range.1.unwrap_or_default());
            let args: &[(&str, &dyn crate::text::Arg)] =
                &[("count", &list.count), ("first", &first), ("last", &last)];
            say(
                Tone::Good,
                t(lang, "imports-shown", args),
                "imports-shown-line",
            )
        }
        (
            State::Withdrawn,
            Some(Report {
                stop: Some(stop), ..
            }),
        ) => say(Tone::Bad, stop_words(stop, lang), "imports-withdrawn-line"),
        (State::Withdrawn, _) => say(Tone::Neutral, String::new(), "imports-withdrawn-line"),
        (State::Discarded, _) => say(Tone::Neutral, String::new(), "imports-discarded-line"),
        _ => None,
    }
}

fn facts(list: &ImportRow, report: &Report, lang: Lang) -> Vec<Fact> {
    let fact = |key: &str, count: u64| Fact::new(lang.t(key), count.to_string());
    let digest = Fact::new(lang.t("imports-digest"), list.sha256.clone()).as_code();
    if report.stop.is_some() {
        return vec![digest];
    }
    let mut facts = vec![
        fact("imports-seen", report.seen),
        fact("imports-enters", report.enters),
        fact("imports-known", report.known),
        fact("imports-unsure", report.unsure),
        fact("imports-faulty", report.faulty),
    ];
    if report.uncoded > 0 {
        facts.push(fact("imports-uncoded", report.uncoded));
    }
    if !report.unread.is_empty() {
        let names = report.unread.join(lang.pick("、", ", "));
        facts.push(Fact::new(lang.t("imports-unread"), names));
    }
    facts.push(digest);
    facts
}

fn told(lines: &[Line], values: &Values, errors: &Errors, lang: Lang) -> Vec<ToldRow> {
    let mut asked = 0;
    let row = |line: &Line| {
        let question = line.question.as_deref().filter(|_| asked < QUESTIONS_MAX);
        asked += usize::from(question.is_some());
        ToldRow {
            place: match &line.column {
                Some(column) => lang.t2("imports-row-column", "row", line.row, "column", column),
                None => lang.t1("imports-row", "row", line.row),
            },
            field: lang.pick(line.field.zh(), line.field.en()).to_owned(),
            words: words(line, lang),
            law: (line.article.as_ref())
                .map(|article| show::article(lang, article))
                .unwrap_or_default(),
            sides: sides(line, lang),
            question: question.map(|question| {
                let label = lang.t1("imports-question", "row", line.row);
                pick(&answer(question), label, values, errors, lang)
            }),
        }
    };
    lines.iter().map(row).collect()
}

/// Both sides of a question, one under the other.
fn sides(line: &Line, lang: Lang) -> Vec<Link> {
    if line.question.is_none() {
        return Vec::new();
    }
    let (comma, colon) = (lang.pick("，", ", "), lang.pick("：", ": "));
    let here = lang.t1("imports-side-row", "row", line.row);
    let (href, there) = match (&line.other_number, line.other_row) {
        (Some(number), _) => (format!("/institutions/{number}"), number.clone()),
        (None, row) => {
            let row = row.unwrap_or_default();
            (String::new(), lang.t1("imports-side-row", "row", row))
        }
    };
    let side = |name: String, says: &[String]| format!("{name}{colon}{}", says.join(comma));
    vec![
        Link::new("", side(here, &line.says)),
        Link::new(href, side(there, &line.other_says)),
    ]
}

fn words(line: &Line, lang: Lang) -> String {
    let words = fault(lang, &line.code, &line.code);
    // Of a question both sides stand below it.
    let known = line
        .other_number
        .as_ref()
        .filter(|_| line.question.is_none());
    let other = match (line.other_row, known) {
        (Some(row), _) => lang.t1("import-other-row", "row", row),
        (None, Some(number)) => lang.t1("import-other-number", "number", number),
        (None, None) => return words,
    };
    format!("{words}{}{other}", lang.pick("，", "; "))
}

fn pick(name: &str, label: String, values: &Values, errors: &Errors, lang: Lang) -> Field {
    let choices = [Doubles::Same, Doubles::Another].map(|one| {
        let hint = lang.t(match one {
            Doubles::Same => "imports-same-hint",
            Doubles::Another | Doubles::Ask => "imports-another-hint",
        });
        Choice::hinted(one.code(), lang.pick(one.zh(), one.en()), hint)
    });
    Field::line(name, label, values, errors)
        .control(Control::Picks)
        .choices(choices.to_vec())
}

fn more(report: &Report, lang: Lang) -> String {
    if report.is_whole() {
        return String::new();
    }
    let counts = report.codes.iter();
    let counts = counts.map(|(code, count)| format!("{} {count}", fault(lang, code, code)));
    let counts = counts.collect::<Vec<_>>().join(lang.pick("；", "; "));
    lang.t1("import-more", "text", counts)
}

/// How the list was read, as the fields of its form.
fn as_read(list: &ImportRow) -> Values {
    let reading = &list.reading;
    let mut values = Values::default();
    let mut put = |name: &str, value: String| {
        values.0.insert(name.to_owned(), value);
    };
    for (place, field) in reading.columns.iter().enumerate() {
        put(
            &format!("column-{place}"),
            field.map_or("", Means::code).to_owned(),
        );
    }
    for (question, said) in &reading.answers {
        put(&answer(question), said.code().to_owned());
    }
    let defaults = &reading.defaults;
    put(
        "class",
        defaults.class.map_or("", |one| one.code()).to_owned(),
    );
    put(
        "district",
        defaults.district.map_or("", |one| one.code()).to_owned(),
    );
    let stages = defaults.stages.iter().map(|stage| stage.code());
    put("stages", stages.collect::<Vec<_>>().join(" "));
    put("doubles", reading.doubles.code().to_owned());
    let headless = if reading.headless { "yes" } else { "" };
    put("headless", headless.to_owned());
    values
}

fn columns(report: &Report, values: &Values, errors: &Errors, lang: Lang) -> Vec<Column> {
    let widths = report.samples.iter().map(Vec::len);
    let count = widths.max().unwrap_or(0).max(report.headings.len());
    let means: Vec<Choice> = Means::ALL
        .iter()
        .map(|field| Choice::new(field.code(), lang.pick(field.zh(), field.en())))
        .collect();
    (0..count)
        .map(|place| {
            let letters = tables::letters(place);
            let cells = report.samples.iter().filter_map(|row| row.get(place));
            let cells = cells.filter(|cell| !cell.is_empty()).cloned();
            let label = lang.t1("imports-means-of", "column", &letters);
            Column {
                heading: report.headings.get(place).cloned().unwrap_or_default(),
                samples: cells.collect::<Vec<_>>().join(lang.pick("；", "; ")),
                field: Field::line(&format!("column-{place}"), label, values, errors)
                    .control(Control::Select)
                    .choices(means.clone())
                    .needed(String::new()),
                letters,
            }
        })
        .collect()
}

fn reading(values: &Values, errors: &Errors, lang: Lang) -> Vec<Field> {
    let mut fields = defaults(lang, values, errors);
    let doubles = Doubles::ALL.iter();
    let doubles = doubles.map(|one| Choice::new(one.code(), lang.pick(one.zh(), one.en())));
    fields.push(
        Field::line("doubles", lang.t("imports-doubles"), values, errors)
            .control(Control::Picks)
            .choices(doubles.collect()),
    );
    let headless = Choice::new("yes", lang.t("imports-headless-yes"));
    fields.push(
        Field::line("headless", lang.t("imports-headless"), values, errors)
            .control(Control::Ticks)
            .choices(vec![headless]),
    );
    fields
}

/// What the check told, as a table of its own.
pub(super) fn sheet(report: &Report, lang: Lang, format: Format) -> Result<Vec<u8>, WriteFault> {
    let headings = [
        "imports-row-number",
        "imports-column",
        "imports-field",
        "imports-rule",
        "imports-law",
    ];
    let headings = headings.map(|key| lang.t(key));
    let widths = [8, 8, 20, 60, 40];
    let columns: Vec<TableColumn<'_>> = headings
        .iter()
        .zip(widths)
        .map(|(heading, width)| TableColumn { heading, width })
        .collect();
    let (out, title) = (Cursor::new(Vec::new()), lang.t("imports-report"));
    let mut writer = Writer::begin(format, out, &title, &columns, &std::env::temp_dir())?;
    let law = |article: &Article| show::article(lang, article);
    for line in &report.told {
        let other = line.other_number.as_deref().unwrap_or_default();
        writer.row(&[
            Cell::Number(i64::try_from(line.row).unwrap_or(i64::MAX)),
            Cell::from(line.column.as_deref()),
            Cell::Text(lang.pick(line.field.zh(), line.field.en()).to_owned()),
            Cell::Text(
                format!("{} {other}", words(line, lang))
                    .trim_end()
                    .to_owned(),
            ),
            Cell::Text(line.article.as_ref().map_or_else(String::new, law)),
        ])?;
    }
    Ok(writer.end()?.into_inner())
}
