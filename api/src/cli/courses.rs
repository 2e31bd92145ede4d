//! `hongjian import courses`: the courses of an institution from a file.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use domain::access::{Grant, permit};
use domain::calendar::Calendar;
use domain::course::listed::{Field, NEEDED, ROWS_MAX, read as read_row};
use domain::course::{Course, judge};
use domain::listed::Told;
use domain::words::InstitutionNumber;
use store::ops::course;
use store::{Fault, Store};
use worker::import::ImportFault;

use super::export::language;
use super::import::{failed, read};
use super::sheet::{Bounds, RowTold, Sheet, bad, numbered, rows_told};
use super::{CliFault, Out};
use crate::text::Lang;

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

const COURSES: Bounds<Field> = Bounds {
    needed: NEEDED,
    needed_code: "course_column_missing",
    rows_max: ROWS_MAX,
    rows_code: "rows_too_many",
};

type Right = Grant<permit::ManageRegister>;

pub(super) async fn run(
    store: &Store,
    grant: &Right,
    list: &Courses,
    out: &mut Out,
) -> Result<ExitCode, CliFault> {
    let (lang, now) = (list.language, store.now());
    let refused = |fault: Fault| failed(&ImportFault::Store(fault), lang);
    let licensed = course::licensed_of(store, grant, list.institution, now)
        .await
        .map_err(|fault| match fault {
            Fault::NotFound => bad("institution_unknown", lang),
            fault => refused(fault),
        })?;
    let known = course::known(store, grant, list.institution)
        .await
        .map_err(refused)?;
    let sheet = Sheet::of(read(&list.file, lang)?, &COURSES, lang)?;
    let (read, mut told) = sheet.read(|cell| read_row(cell, &licensed, now.day()));
    let courses = once(read, &known, &mut told);
    sheet.report(&mut told, lang, out)?;
    let faulty = rows_told(&told, true);
    count((sheet.rows.len(), faulty), lang, out)?;
    let warned = courses
        .iter()
        .map(|one| judge(one, &licensed, now.day(), Calendar::built_in()).len())
        .sum::<usize>();
    if warned > 0 {
        out.line(&lang.t1("courses-report-warned", "count", warned))?;
    }
    if faulty > 0 {
        return Err(bad("rows_at_fault", lang));
    }
    if list.dry_run {
        out.line(&lang.t("import-dry"))?;
        return Ok(ExitCode::SUCCESS);
    }
    let numbers = course::enter(store, grant, list.institution, &courses, now)
        .await
        .map_err(refused)?;
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

/// The courses that neither stand in the list before nor are the institution's already; the others are told.
fn once(read: Vec<(u64, Course)>, known: &[Course], told: &mut Vec<RowTold<Field>>) -> Vec<Course> {
    let mut courses: Vec<Course> = Vec::new();
    for (row, course) in read {
        let same =
            |other: &Course| other.name == course.name && other.first_day == course.first_day;
        let code = if courses.iter().any(same) {
            "course_twice"
        } else if known.iter().any(same) {
            "course_known"
        } else {
            courses.push(course);
            continue;
        };
        told.push(RowTold {
            row,
            told: Told::plain(Field::Name, code),
            blocks: true,
        });
    }
    courses
}

fn count((seen, faulty): (usize, usize), lang: Lang, out: &mut Out) -> Result<(), CliFault> {
    out.line(&crate::text::t(
        lang,
        "courses-report",
        &[
            ("seen", &seen),
            ("good", &seen.saturating_sub(faulty)),
            ("faulty", &faulty),
        ],
    ))
}
