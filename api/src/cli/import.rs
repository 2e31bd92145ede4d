//! `hongjian import`: lists from files, for the person at the console.

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Subcommand};
use domain::access::{Actor, Grant, decide, permit};
use domain::institution::listed::Defaults;
use domain::institution::met::Doubles;
use domain::institution::report::Line;
use domain::words::{Class, District, ImportId, Stage, Stages};
use seeds::Bar;
use store::ops::import::FILE_BYTES_MAX;
use store::{Fault, Store};
use tables::ReadFault;
use worker::import::{self, Checked, ImportFault, Step, Wish};

use super::courses::{self, Courses};
use super::export::{format, known, language};
use super::import_staff::{self, Staff, Teachers};
use super::sheet::ruled;
use super::{CliFault, Out, open};
use crate::config::Settings;
use crate::text::{Lang, fault};

/// Commands on lists that come in.
#[derive(Debug, Subcommand)]
pub enum Import {
    /// Check a list of institutions, and enter those that the register does not have: all rows or none. The same
    /// command again goes on where it was cut off.
    Institutions(Institutions),
    /// Check a list of the staff of an institution, and enter it: all rows or none.
    Staff(Staff),
    /// Check a list of in-service teachers, and enter it in place of the older one of its source.
    Teachers(Teachers),
    /// Check a list of courses of one institution, and file them: all rows or none. Each is screened and published like one
    /// that the institution files itself.
    Courses(Courses),
    /// The lists that were entered, newest first, as JSON.
    List,
    /// Take a list back, with every institution of it. Refused where one of them has a complaint, case, application,
    /// account, consent or change.
    Withdraw {
        /// The list: `imp_…`.
        list: ImportId,
        /// Why.
        #[arg(long)]
        reason: String,
        /// Language of the report: `zh` or `en`.
        #[arg(long, value_name = "LANGUAGE", default_value = "zh", value_parser = language)]
        language: Lang,
    },
    /// Write an empty table with the headings that are known.
    Template {
        /// The file, by its ending `.csv` or `.xlsx`.
        file: PathBuf,
        /// Language of the headings: `zh` or `en`.
        #[arg(long, value_name = "LANGUAGE", default_value = "zh", value_parser = language)]
        language: Lang,
    },
}

/// A list of institutions.
#[derive(Debug, Args)]
pub struct Institutions {
    /// The file: XLSX, or CSV in UTF-8, UTF-16 or GB18030.
    file: PathBuf,
    /// Check alone; nothing is entered.
    #[arg(long)]
    dry_run: bool,
    /// Class of the rows that do not say it, for example `arts`.
    #[arg(long, value_name = "CLASS", value_parser = known::<Class>)]
    class: Option<Class>,
    /// Stage of the rows that do not say it, for example `primary`; may be given several times.
    #[arg(long = "stage", value_name = "STAGE", value_parser = known::<Stage>)]
    stages: Vec<Stage>,
    /// District of the rows that do not say it: a code of GB/T 2260 or a zone.
    #[arg(long, value_name = "DISTRICT", value_parser = known::<District>)]
    district: Option<District>,
    /// What a name means that is known at another address: `ask` stops there, `same` leaves the row out, `another` enters it.
    #[arg(long, value_name = "WORD", default_value = "ask", value_parser = known::<Doubles>)]
    doubles: Doubles,
    /// Language of the report: `zh` or `en`.
    #[arg(long, value_name = "LANGUAGE", default_value = "zh", value_parser = language)]
    language: Lang,
}

type Right = Grant<permit::ManageRegister>;

pub(super) async fn run(
    settings: &Settings,
    command: &Import,
    out: &mut Out,
) -> Result<ExitCode, CliFault> {
    if let Import::Template { file, language } = command {
        template(file, *language)?;
        out.line(&language.t1("import-template", "file", file.display().to_string()))?;
        return Ok(ExitCode::SUCCESS);
    }
    let store = open(settings).await?;
    let console = Actor::System("hongjian import");
    let grant = decide::<permit::ManageRegister>(&console, store.today())
        .map_err(|denied| CliFault::fault(denied.code, "the console may not enter lists"))?;
    match command {
        Import::Institutions(list) => enter(&store, &grant, list, out).await,
        Import::Staff(list) => import_staff::staff(&store, list, out).await,
        Import::Teachers(list) => import_staff::teachers(&store, list, out).await,
        Import::Courses(list) => courses::run(&store, &grant, list, out).await,
        Import::List => {
            out.json(&store::read::import::list(&store, &grant, 100).await?)?;
            Ok(ExitCode::SUCCESS)
        }
        Import::Withdraw {
            list,
            reason,
            language,
        } => {
            let mut shown = bar(*language);
            let back = import::withdraw(&store, &grant, *list, reason, &mut shown).await;
            back.map_err(|fault| failed(&fault.into(), *language))?;
            out.line(&language.t1("import-withdrawn", "id", list.to_string()))?;
            Ok(ExitCode::SUCCESS)
        }
        Import::Template { .. } => Ok(ExitCode::SUCCESS),
    }
}

fn bar(lang: Lang) -> impl FnMut(Step, u64, u64) {
    let mut bar = Bar::default();
    move |step, done, total| {
        let word = lang.t(match step {
            Step::Check => "import-step-check",
            Step::Enter => "import-step-enter",
            Step::Remove => "import-step-remove",
        });
        bar.show(&word, done, total);
    }
}

async fn enter(
    store: &Store,
    grant: &Right,
    list: &Institutions,
    out: &mut Out,
) -> Result<ExitCode, CliFault> {
    let bytes = read(&list.file, list.language)?;
    let wish = Wish {
        columns: None,
        defaults: Defaults {
            class: list.class,
            stages: Stages::of(&list.stages),
            district: list.district,
        },
        doubles: list.doubles,
        ..Wish::default()
    };
    let (lang, mut shown) = (list.language, bar(list.language));
    if list.dry_run {
        let checked = import::check(store, grant, bytes.into(), &wish, &mut shown).await;
        let checked = checked.map_err(|fault| failed(&fault, lang))?;
        report(&checked, lang, out)?;
        out.line(&lang.t("import-dry"))?;
        return Ok(ExitCode::from(if checked.report.is_clean() {
            0
        } else {
            2
        }));
    }
    let file = (list.file.as_path(), bytes.into());
    match import::enter(store, grant, file, &wish, &mut shown).await {
        Ok(entered) => {
            match &entered.checked {
                Some(checked) => report(checked, lang, out)?,
                None => out.line(&lang.t("import-went-on"))?,
            }
            let row = &entered.list;
            out.line(&crate::text::t(
                lang,
                "import-entered",
                &[
                    ("count", &row.count),
                    ("first", &row.first.as_deref().unwrap_or_default()),
                    ("last", &row.last.as_deref().unwrap_or_default()),
                    ("id", &row.id.to_string()),
                ],
            ))?;
            Ok(ExitCode::SUCCESS)
        }
        Err(fault) => {
            if let ImportFault::Rows(checked) | ImportFault::NothingNew(checked) = &fault {
                report(checked, lang, out)?;
            }
            Err(failed(&fault, lang))
        }
    }
}

/// The file, which is not read where no list may be as long.
pub(super) fn read(file: &Path, lang: Lang) -> Result<Vec<u8>, CliFault> {
    let unreadable = |fault: std::io::Error| {
        CliFault::bad_input("file_unreadable", format!("{}: {fault}", file.display()))
    };
    let mut bytes = Vec::new();
    let mut start = File::open(file)
        .map_err(unreadable)?
        .take(FILE_BYTES_MAX + 1);
    start.read_to_end(&mut bytes).map_err(unreadable)?;
    if start.limit() == 0 {
        let fault = Fault::TooLarge {
            limit_bytes: FILE_BYTES_MAX,
        };
        return Err(failed(&fault.into(), lang));
    }
    Ok(bytes)
}

/// What is wrong with the list is bad input; what is wrong with the system is not.
pub(super) fn failed(said: &ImportFault, lang: Lang) -> CliFault {
    let code = said.code();
    let words = match said {
        ImportFault::Running(list) => {
            let (id, file) = (list.id.to_string(), list.file_name.as_str());
            lang.t2("import-running", "id", id, "file", file)
        }
        ImportFault::BegunOtherwise(list) => {
            lang.t1("import-begun-otherwise", "id", list.id.to_string())
        }
        ImportFault::Read(ReadFault::Unclosed(row)) => lang.t1("import-quote-open", "row", *row),
        ImportFault::Store(Fault::Refused(refusal)) => lang.pick(refusal.zh, refusal.en).to_owned(),
        ImportFault::Store(Fault::TooLarge { .. }) => fault(lang, "import_too_large", code),
        ImportFault::Store(Fault::NotFound | Fault::Stale { .. }) => said.to_string(),
        ImportFault::Store(_) => return CliFault::fault(code, said.to_string()),
        _ => fault(lang, code, &said.to_string()),
    };
    CliFault::bad_input(code, words)
}

fn report(checked: &Checked, lang: Lang, out: &mut Out) -> Result<(), CliFault> {
    let found = &checked.report;
    let pairs = checked.reading.columns.iter().zip(&found.headings);
    let used = pairs.clone().filter_map(|(field, heading)| {
        let field = (*field)?;
        Some(format!("{heading} = {}", lang.pick(field.zh(), field.en())))
    });
    let unused = pairs
        .filter(|(field, heading)| field.is_none() && !heading.is_empty())
        .map(|(_, heading)| heading.as_str());
    let comma = lang.pick("，", ", ");
    let (used, unused) = (used.collect::<Vec<_>>(), unused.collect::<Vec<_>>());
    out.line(&lang.t1("import-headings", "text", used.join(comma)))?;
    if !unused.is_empty() {
        out.line(&lang.t1("import-unused", "text", unused.join(comma)))?;
    }
    if !found.unread.is_empty() {
        out.line(&lang.t1("import-unread", "text", found.unread.join(comma)))?;
    }
    for told in &found.told {
        out.line(&line(told, lang))?;
    }
    if !found.is_whole() {
        let counts = found.codes.iter();
        let counts = counts.map(|(code, count)| format!("{code} {count}"));
        let counts = counts.collect::<Vec<_>>().join(comma);
        out.line(&lang.t1("import-more", "text", counts))?;
    }
    out.line(&crate::text::t(
        lang,
        "import-count",
        &[
            ("seen", &found.seen),
            ("enter", &found.enters),
            ("known", &found.known),
            ("unsure", &found.unsure),
            ("faulty", &found.faulty),
        ],
    ))?;
    if found.uncoded > 0 {
        out.line(&lang.t1("import-uncoded", "count", found.uncoded))?;
    }
    Ok(())
}

fn line(told: &Line, lang: Lang) -> String {
    let field = lang.pick(told.field.zh(), told.field.en());
    let place = match &told.column {
        Some(column) => lang.t2("import-place", "column", column, "field", field),
        None => lang.t1("import-place-none", "field", field),
    };
    let words = ruled(&told.code, told.article.as_ref(), lang);
    let other = match (told.other_row, &told.other_number) {
        (Some(row), _) => Some(lang.t1("import-other-row", "row", row)),
        (None, Some(number)) => Some(lang.t1("import-other-number", "number", number)),
        (None, None) => None,
    };
    let words = match other {
        Some(other) => format!("{words}{}{other}", lang.pick("，", "; ")),
        None => words,
    };
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

fn template(file: &Path, lang: Lang) -> Result<(), CliFault> {
    let format = format(file)?;
    let unwritable = |words: String| CliFault::fault("file_unwritable", words);
    let new = File::create_new(file);
    let new = new.map_err(|fault| unwritable(format!("{}: {fault}", file.display())))?;
    let written = crate::template::write(format, std::io::BufWriter::new(new), lang);
    let written = written.map_err(|fault| unwritable(fault.to_string()))?;
    written
        .into_inner()
        .map(drop)
        .map_err(|fault| unwritable(fault.to_string()))
}
