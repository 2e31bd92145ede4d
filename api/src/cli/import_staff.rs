//! `hongjian import staff` and `hongjian import teachers`: lists of people from files, for the person at the console. Each
//! fault is told with its row, its column and its rule; a list is entered whole, in one act, or not at all.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use domain::access::{Actor, decide, permit};
use domain::listed::Told;
use domain::pii::Pii;
use domain::staff::listed::{self, Field, NEEDED_OF_STAFF, NEEDED_OF_TEACHERS, ROWS_MAX};
use domain::staff::{BARRED, NewMember, Rule};
use domain::words::{Day, InstitutionNumber};
use store::Store;
use store::ops::staff::{self, ListFault, NewList};
use store::read;

use super::export::language;
use super::import::read;
use super::sheet::{Bounds, RowTold, Sheet, bad, numbered, rows_told};
use super::{CliFault, Out};
use crate::text::Lang;

/// A list of the staff of an institution.
#[derive(Debug, Args)]
pub struct Staff {
    /// The file: XLSX, or CSV in UTF-8, UTF-16 or GB18030.
    file: PathBuf,
    /// The institution that employs them.
    #[arg(long, value_name = "NUMBER", value_parser = numbered)]
    institution: InstitutionNumber,
    /// Check alone; nothing is entered.
    #[arg(long)]
    dry_run: bool,
    /// Language of the report: `zh` or `en`.
    #[arg(long, value_name = "LANGUAGE", default_value = "zh", value_parser = language)]
    language: Lang,
}

/// A list of in-service teachers.
#[derive(Debug, Args)]
pub struct Teachers {
    /// The file: XLSX, or CSV in UTF-8, UTF-16 or GB18030.
    file: PathBuf,
    /// Who keeps the list; the newest list of a source stands for the older ones.
    #[arg(long)]
    source: String,
    /// The day of which the list tells; today where not said.
    #[arg(long, value_name = "YYYY-MM-DD")]
    listed_on: Option<Day>,
    /// Check alone; nothing is entered.
    #[arg(long)]
    dry_run: bool,
    /// Language of the report: `zh` or `en`.
    #[arg(long, value_name = "LANGUAGE", default_value = "zh", value_parser = language)]
    language: Lang,
}

const CONSOLE: Actor = Actor::System("hongjian import");

const STAFF: Bounds<Field> = Bounds {
    needed: NEEDED_OF_STAFF,
    needed_code: "staff_columns_missing",
    rows_max: ROWS_MAX,
    rows_code: "staff_list_too_long",
};
const TEACHERS: Bounds<Field> = Bounds {
    needed: NEEDED_OF_TEACHERS,
    ..STAFF
};

/// Rows of a list that would be entered, and what is told of the others and of those that raise a lead.
fn count(
    seen: usize,
    told: &[RowTold<Field>],
    lang: Lang,
    out: &mut Out,
) -> Result<bool, CliFault> {
    let (faulty, warned) = (rows_told(told, true), rows_told(told, false));
    out.line(&crate::text::t(
        lang,
        "staff-import-count",
        &[
            ("seen", &seen),
            ("enter", &seen.saturating_sub(faulty)),
            ("faulty", &faulty),
            ("warned", &warned),
        ],
    ))?;
    Ok(faulty == 0)
}

/// How a list ends that is not entered: a check of a clean one is good.
fn not_entered(clean: bool, lang: Lang, out: &mut Out) -> Result<ExitCode, CliFault> {
    out.line(&lang.t("import-dry"))?;
    Ok(ExitCode::from(if clean { 0 } else { 2 }))
}

fn denied(denied: domain::access::Denied) -> CliFault {
    CliFault::fault(denied.code, "the console may not enter lists")
}

pub(super) async fn staff(
    store: &Store,
    list: &Staff,
    out: &mut Out,
) -> Result<ExitCode, CliFault> {
    let (lang, today) = (list.language, store.today());
    let sheet = Sheet::of(read(&list.file, lang)?, &STAFF, lang)?;
    let grant = decide::<permit::KeepStaff>(&CONSOLE, today).map_err(denied)?;
    let place = read::staff::workplace(store, &grant, list.institution).await;
    let place = place.map_err(|_| bad("institution_unknown", lang))?;
    let (good, mut told) = sheet.read(|cell| listed::read(cell, today));
    let numbers: Vec<Pii<_>> = good.iter().map(|(_, new)| new.identity.clone()).collect();
    let said = staff::check_list(store, &grant, place, &numbers, today).await?;
    for ((row, _), said) in good.iter().zip(&said) {
        told.extend(of_person(*row, said));
    }
    sheet.report(&mut told, lang, out)?;
    let clean = count(sheet.rows.len(), &told, lang, out)?;
    if list.dry_run {
        return not_entered(clean, lang, out);
    }
    if !clean {
        return Err(bad("rows_at_fault", lang));
    }
    let people: Vec<NewMember> = good.into_iter().map(|(_, new)| new).collect();
    let entered = staff::enter_list(store, &grant, place, &people, store.now()).await?;
    let leads: usize = entered.iter().map(|one| one.warnings.len()).sum();
    let (count, leads) = (entered.len(), leads);
    out.line(&lang.t2("staff-import-entered", "count", count, "leads", leads))?;
    Ok(ExitCode::SUCCESS)
}

/// What the lists and other institutions say of the person of a row.
fn of_person(row: u64, said: &staff::ListSaid) -> Vec<RowTold<Field>> {
    let of = |code, rule: Option<Rule>, blocks| RowTold {
        row,
        told: Told {
            article: rule.map(Rule::article),
            ..Told::plain(Field::IdentityNumber, code)
        },
        blocks,
    };
    let warnings = said.warnings.iter();
    let mut told: Vec<RowTold<Field>> = warnings
        .map(|rule| of(rule.code(), Some(*rule), false))
        .collect();
    told.extend(said.fault.map(|fault| match fault {
        ListFault::Barred => of(BARRED.code, Some(Rule::Barred), true),
        ListFault::Known | ListFault::Twice => of(fault.code(), None, true),
    }));
    told
}

pub(super) async fn teachers(
    store: &Store,
    list: &Teachers,
    out: &mut Out,
) -> Result<ExitCode, CliFault> {
    let (lang, today) = (list.language, store.today());
    let sheet = Sheet::of(read(&list.file, lang)?, &TEACHERS, lang)?;
    let grant = decide::<permit::ManageRegister>(&CONSOLE, today).map_err(denied)?;
    let (good, mut told) = sheet.read(|cell| listed::read_teacher(cell, today));
    sheet.report(&mut told, lang, out)?;
    let clean = count(sheet.rows.len(), &told, lang, out)?;
    if list.dry_run {
        return not_entered(clean, lang, out);
    }
    if !clean {
        return Err(bad("rows_at_fault", lang));
    }
    let new = NewList {
        source: list.source.clone(),
        listed_on: list.listed_on.unwrap_or(today),
        teachers: good.into_iter().map(|(_, teacher)| teacher).collect(),
    };
    let listed = staff::enter_teachers(store, &grant, &new, store.now()).await?;
    out.line(&crate::text::t(
        lang,
        "staff-import-teachers",
        &[
            ("count", &listed.entered),
            ("ended", &listed.ended),
            ("leads", &listed.leads),
        ],
    ))?;
    Ok(ExitCode::SUCCESS)
}
