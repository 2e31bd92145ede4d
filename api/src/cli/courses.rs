//! `hongjian import courses`: the courses of an institution from a file.

use std::borrow::Cow;
use std::io::Cursor;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use domain::access::{Grant, permit};
use domain::calendar::Calendar;
use domain::course::listed::{Columns, Field, ROWS_MAX, RowFault, headings, read as read_row};
use domain::course::{Course, Licensed, judge};
use domain::institution::listed::HEADING_WITHIN;
use domain::words::{Day, InstitutionNumber};
use store::ops::course;
use store::{Fault, Store};
use tables::Row;
use worker::import::ImportFault;

use super::export::language;
use super::import::{failed, read};
use super::{CliFault, Out};
use crate::text::{Lang, fault, show};

/// A list of courses.
#[derive(Debug, Args)]
pub struct Courses {
    /// The file: XLSX, or CSV in UTF-8, UTF-16 or GB18030.
    file: PathBuf,
    /// Whose courses they are: its number, for example `NC00000015`.
    #[arg(long, value_name = "NUMBER", value_parser = numbered)]
    institution: InstitutionNumber,
    /// Check alone; nothing is entered.
    #[arg(long)]
    dry_run: bool,
    /// Language of the report: `zh` or `en`.
    #[arg(long, value_name = "LANGUAGE", default_value = "zh", value_parser = language)]
    language: Lang,
}

fn numbered(text: &str) -> Result<InstitutionNumber, String> {
    text.parse::<InstitutionNumber>()
        .map_err(|wrong| fault(Lang::En, wrong.code, wrong.code))
}

type Right = Grant<permit::ManageRegister>;

/// What the rows of a file say.
#[derive(Default)]
struct Checked {
    seen: u64,
    good: Vec<Course>,
    /// Row, place in it and fault, in the order of the file.
    told: Vec<(u64, Option<usize>, RowFault)>,
    /// Notes that keep nothing from being filed.
    warned: usize,
}

pub(super) async fn run(
    store: &Store,
    grant: &Right,
    list: &Courses,
    out: &mut Out,
) -> Result<ExitCode, CliFault> {
    let (lang, now) = (list.language, store.now());
    let told = |fault: Fault| failed(&ImportFault::Store(fault), lang);
    let licensed = course::licensed_of(store, grant, list.institution, now)
        .await
        .map_err(|fault| match fault {
            Fault::NotFound => bad("institution_unknown", lang),
            fault => told(fault),
        })?;
    let known = course::known(store, grant, list.institution)
        .await
        .map_err(told)?;
    let bytes = read(&list.file, lang)?;
    let rows = rows(bytes, lang)?;
    let checked = check(&rows, (&licensed, &known), now.day(), lang)?;
    report(&checked, lang, out)?;
    if !checked.told.is_empty() {
        return Err(bad("rows_at_fault", lang));
    }
    if list.dry_run {
        out.line(&lang.t("courses-dry"))?;
        return Ok(ExitCode::SUCCESS);
    }
    let numbers = course::enter(store, grant, list.institution, &checked.good, now)
        .await
        .map_err(told)?;
    let end = |number: Option<&domain::words::CourseNumber>| {
        number.map(ToString::to_string).unwrap_or_default()
    };
    out.line(&crate::text::t(
        lang,
        "courses-entered",
        &[
            ("count", &numbers.len()),
            ("first", &end(numbers.first())),
            ("last", &end(numbers.last())),
        ],
    ))?;
    Ok(ExitCode::SUCCESS)
}

fn bad(code: &'static str, lang: Lang) -> CliFault {
    CliFault::bad_input(code, fault(lang, code, code))
}

/// The rows of the file; no more than a list may have, besides what stands above its headings.
fn rows(bytes: Vec<u8>, lang: Lang) -> Result<Vec<Row>, CliFault> {
    let most = ROWS_MAX + HEADING_WITHIN;
    let mut rows = Vec::new();
    let read = tables::read(Cursor::new(bytes), &mut |row| {
        rows.push(row);
        if rows.len() > most {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    });
    read.map_err(|fault| failed(&ImportFault::Read(fault), lang))?;
    Ok(rows)
}

fn check(
    rows: &[Row],
    (licensed, known): (&Licensed, &[Course]),
    today: Day,
    lang: Lang,
) -> Result<Checked, CliFault> {
    let text =
        |cell: &Result<String, _>| cell.as_ref().map_or_else(|_| String::new(), Clone::clone);
    let top: Vec<Vec<String>> = rows
        .iter()
        .take(HEADING_WITHIN)
        .map(|row| row.cells.iter().map(text).collect())
        .collect();
    let (heading, columns) = headings(&top).map_err(|wrong| bad(wrong.code, lang))?;
    let rows = rows.iter().skip(heading + 1);
    if rows.len() > ROWS_MAX {
        return Err(bad("rows_too_many", lang));
    }
    let mut checked = Checked::default();
    for row in rows {
        checked.seen += 1;
        let read = read_row(cell_of(row, &columns), licensed, today)
            .and_then(|course| once(course, &checked.good, known));
        match read {
            Ok(course) => {
                let found = judge(&course, licensed, today, Calendar::built_in());
                checked.warned += found.len();
                checked.good.push(course);
            }
            Err(faults) => {
                let place = |field| columns.iter().position(|one| *one == Some(field));
                let told = faults.into_iter();
                checked
                    .told
                    .extend(told.map(|it| (row.number, place(it.field), it)));
            }
        }
    }
    if checked.seen == 0 {
        return Err(bad("file_empty", lang));
    }
    Ok(checked)
}

/// Refuses a course that stands in the list before, or that the institution has already.
fn once(course: Course, before: &[Course], known: &[Course]) -> Result<Course, Vec<RowFault>> {
    let same = |other: &Course| other.name == course.name && other.first_day == course.first_day;
    let code = if before.iter().any(same) {
        "course_twice"
    } else if known.iter().any(same) {
        "course_known"
    } else {
        return Ok(course);
    };
    Err(vec![RowFault {
        field: Field::Name,
        code: Cow::Borrowed(code),
        article: None,
        figures: String::new(),
    }])
}

/// What stands in the column of each field: nothing where there is no such column, a code where the cell cannot be taken.
fn cell_of<'a>(
    row: &'a Row,
    columns: &'a Columns,
) -> impl Fn(Field) -> Result<&'a str, &'static str> {
    move |field| {
        let place = columns.iter().position(|one| *one == Some(field));
        match place.and_then(|place| row.cells.get(place)) {
            None => Ok(""),
            Some(Ok(text)) => Ok(text),
            Some(Err(fault)) => Err(fault.code()),
        }
    }
}

fn report(checked: &Checked, lang: Lang, out: &mut Out) -> Result<(), CliFault> {
    for (row, place, told) in &checked.told {
        out.line(&line(*row, *place, told, lang))?;
    }
    let mut faulty: Vec<u64> = checked.told.iter().map(|(row, ..)| *row).collect();
    faulty.dedup();
    out.line(&crate::text::t(
        lang,
        "courses-report",
        &[
            ("seen", &checked.seen),
            ("good", &checked.good.len()),
            ("faulty", &faulty.len()),
        ],
    ))?;
    if checked.warned > 0 {
        out.line(&lang.t1("courses-report-warned", "count", checked.warned))?;
    }
    Ok(())
}

/// One fault: its row, its column and field, what is wrong, and by which rule.
fn line(row: u64, place: Option<usize>, told: &RowFault, lang: Lang) -> String {
    let field = lang.pick(told.field.zh(), told.field.en());
    let place = match place {
        Some(place) => lang.t2(
            "import-place",
            "column",
            tables::letters(place),
            "field",
            field,
        ),
        None => lang.t1("import-place-none", "field", field),
    };
    let words = fault(lang, &told.code, &told.code);
    let words = match &told.article {
        Some(article) => {
            let law = show::article(lang, article);
            lang.t2("courses-told-by-law", "words", words, "law", law)
        }
        None => words,
    };
    let words = match told.figures.as_str() {
        "" => words,
        figures => format!("{words} {figures}"),
    };
    crate::text::t(
        lang,
        "import-told",
        &[
            ("row", &row),
            ("place", &place),
            ("words", &words),
            ("code", &told.code.as_ref()),
        ],
    )
}
