//! `hongjian import staff` and `hongjian import teachers`: lists of people from files, for the person at the console. Each
//! fault is told with its row, its column and its rule; a list is entered whole, in one act, or not at all.

use std::io::Cursor;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use domain::access::{Actor, decide, permit};
use domain::pii::Pii;
use domain::staff::listed::{
    self, Columns, Field, NEEDED_OF_STAFF, NEEDED_OF_TEACHERS, ROWS_MAX, RowFault,
};
use domain::staff::{BARRED, NewMember, Rule};
use domain::words::{Day, InstitutionNumber};
use store::Store;
use store::ops::staff::{self, ListFault, NewList};
use store::read;
use tables::{ReadFault, Row};

use super::export::language;
use super::import::read;
use super::{CliFault, Out};
use crate::text::{Lang, fault, show};

/// A list of the staff of an institution.
#[derive(Debug, Args)]
pub struct Staff {
    /// The file: XLSX, or CSV in UTF-8, UTF-16 or GB18030.
    file: PathBuf,
    /// The institution that employs them.
    #[arg(long, value_name = "NUMBER")]
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

/// A list that was read: its columns, and its rows below the headings.
struct Sheet {
    columns: Columns,
    headings: Vec<String>,
    rows: Vec<Row>,
    unread: Vec<String>,
}

impl Sheet {
    fn of(bytes: Vec<u8>, needed: &[Field], lang: Lang) -> Result<Self, CliFault> {
        let mut rows = Vec::new();
        // Titles and headings stand above the rows.
        let most = ROWS_MAX + domain::institution::listed::HEADING_WITHIN;
        let unread = tables::read(Cursor::new(bytes), &mut |row| {
            rows.push(row);
            if rows.len() > most {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        });
        let unread = unread.map_err(|said| unreadable(&said, lang))?;
        let texts: Vec<Vec<String>> = rows.iter().map(texts).collect();
        let (place, columns) = listed::headings(&texts);
        let missing: Vec<&str> = needed
            .iter()
            .filter(|field| !columns.contains(&Some(**field)))
            .map(|field| lang.pick(field.zh(), field.en()))
            .collect();
        if !missing.is_empty() {
            let words = missing.join(lang.pick("、", ", "));
            let words = fault(lang, "staff_columns_missing", &words);
            return Err(CliFault::bad_input("staff_columns_missing", words));
        }
        let rows = rows.split_off((place + 1).min(rows.len()));
        if rows.len() > ROWS_MAX {
            let words = fault(lang, "staff_list_too_long", "");
            return Err(CliFault::bad_input("staff_list_too_long", words));
        }
        if rows.is_empty() {
            return Err(unreadable(&ReadFault::Empty, lang));
        }
        let headings = texts.into_iter().nth(place).unwrap_or_default();
        Ok(Self {
            columns,
            headings,
            rows,
            unread,
        })
    }

    /// Reads every row; of each that is at fault what is wrong with it.
    fn read<T>(&self, of: impl Fn(&Row) -> Result<T, Vec<RowFault>>) -> (Vec<(u64, T)>, Vec<Told>) {
        let (mut good, mut told) = (Vec::new(), Vec::new());
        for row in &self.rows {
            match of(row) {
                Ok(read) => good.push((row.number, read)),
                Err(faults) => told.extend(faults.into_iter().map(|one| Told {
                    row: row.number,
                    field: one.field,
                    code: one.code,
                    rule: None,
                    blocks: true,
                })),
            }
        }
        (good, told)
    }

    fn place(&self, field: Field) -> Option<usize> {
        self.columns.iter().position(|one| *one == Some(field))
    }

    /// What stands in the column of a field: nothing where there is none, a code where the cell cannot be taken.
    fn cell<'a>(&self, row: &'a Row, field: Field) -> Result<&'a str, &'static str> {
        match self.place(field).and_then(|place| row.cells.get(place)) {
            None => Ok(""),
            Some(Ok(text)) => Ok(text),
            Some(Err(fault)) => Err(fault.code()),
        }
    }

    /// Which columns are used and which are not, and each fault in the order of the rows.
    fn report(&self, told: &mut [Told], lang: Lang, out: &mut Out) -> Result<(), CliFault> {
        let comma = lang.pick("，", ", ");
        let pairs = || self.columns.iter().zip(&self.headings);
        let used = pairs().filter_map(|(field, heading)| {
            let field = (*field)?;
            Some(format!("{heading} = {}", lang.pick(field.zh(), field.en())))
        });
        let used = used.collect::<Vec<_>>().join(comma);
        out.line(&lang.t1("import-headings", "text", used))?;
        let unused = pairs().filter(|(field, heading)| field.is_none() && !heading.is_empty());
        let unused: Vec<&str> = unused.map(|(_, heading)| heading.as_str()).collect();
        if !unused.is_empty() {
            out.line(&lang.t1("import-unused", "text", unused.join(comma)))?;
        }
        if !self.unread.is_empty() {
            out.line(&lang.t1("import-unread", "text", self.unread.join(comma)))?;
        }
        told.sort_by_key(|one| (one.row, one.field));
        for one in told {
            out.line(&self.line(one, lang))?;
        }
        Ok(())
    }

    fn line(&self, told: &Told, lang: Lang) -> String {
        let field = lang.pick(told.field.zh(), told.field.en());
        let place = match self.place(told.field) {
            Some(place) => {
                let column = tables::letters(place);
                lang.t2("import-place", "column", column, "field", field)
            }
            None => lang.t1("import-place-none", "field", field),
        };
        let mut words = fault(lang, &told.code, &told.code);
        if let Some(rule) = told.rule {
            let law = show::article(lang, &rule.article());
            words = lang.t2("staff-broken-line", "rule", words, "law", law);
        }
        crate::text::t(
            lang,
            "import-told",
            &[
                ("row", &told.row),
                ("place", &place),
                ("words", &words),
                ("code", &told.code),
            ],
        )
    }
}

fn texts(row: &Row) -> Vec<String> {
    let cells = row.cells.iter();
    let texts = cells.map(|cell| cell.clone().unwrap_or_default());
    texts.collect()
}

fn unreadable(said: &ReadFault, lang: Lang) -> CliFault {
    let words = match said {
        ReadFault::Unclosed(row) => lang.t1("import-quote-open", "row", *row),
        _ => fault(lang, said.code(), &said.to_string()),
    };
    CliFault::bad_input(said.code(), words)
}

/// What is told of a row.
struct Told {
    row: u64,
    field: Field,
    code: String,
    /// The rule of law behind it, where there is one.
    rule: Option<Rule>,
    /// Whether nothing is entered because of it; a warning does not keep anybody out.
    blocks: bool,
}

/// Rows of a list that would be entered, and what is told of the others and of those that raise a lead.
fn count(seen: usize, told: &[Told], lang: Lang, out: &mut Out) -> Result<bool, CliFault> {
    let rows = |blocks: bool| {
        let mut rows: Vec<u64> = told
            .iter()
            .filter(|one| one.blocks == blocks)
            .map(|one| one.row)
            .collect();
        rows.sort_unstable();
        rows.dedup();
        rows.len()
    };
    let (faulty, warned) = (rows(true), rows(false));
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

fn at_fault(lang: Lang) -> CliFault {
    CliFault::bad_input("rows_at_fault", fault(lang, "rows_at_fault", ""))
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
    let sheet = Sheet::of(read(&list.file, lang)?, NEEDED_OF_STAFF, lang)?;
    let grant = decide::<permit::KeepStaff>(&CONSOLE, today).map_err(denied)?;
    let place = read::staff::workplace(store, &grant, list.institution).await;
    let place = place.map_err(|_| {
        let words = fault(lang, "institution_unknown", "");
        CliFault::bad_input("institution_unknown", words)
    })?;
    let (good, mut told) = sheet.read(|row| listed::read(|field| sheet.cell(row, field), today));
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
        return Err(at_fault(lang));
    }
    let people: Vec<NewMember> = good.into_iter().map(|(_, new)| new).collect();
    let entered = staff::enter_list(store, &grant, place, &people, store.now()).await?;
    let leads: usize = entered.iter().map(|one| one.warnings.len()).sum();
    let (count, leads) = (entered.len(), leads);
    out.line(&lang.t2("staff-import-entered", "count", count, "leads", leads))?;
    Ok(ExitCode::SUCCESS)
}

/// What the lists and other institutions say of the person of a row.
fn of_person(row: u64, said: &staff::ListSaid) -> Vec<Told> {
    let of = |code: &str, rule, blocks| Told {
        row,
        field: Field::IdentityNumber,
        code: code.to_owned(),
        rule,
        blocks,
    };
    let warnings = said.warnings.iter();
    let mut told: Vec<Told> = warnings
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
    let sheet = Sheet::of(read(&list.file, lang)?, NEEDED_OF_TEACHERS, lang)?;
    let grant = decide::<permit::ManageRegister>(&CONSOLE, today).map_err(denied)?;
    let (good, mut told) =
        sheet.read(|row| listed::read_teacher(|field| sheet.cell(row, field), today));
    sheet.report(&mut told, lang, out)?;
    let clean = count(sheet.rows.len(), &told, lang, out)?;
    if list.dry_run {
        return not_entered(clean, lang, out);
    }
    if !clean {
        return Err(at_fault(lang));
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
