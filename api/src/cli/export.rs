//! `hongjian export`: lists of the register as files, for the person at the console.

use std::io::BufWriter;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::str::FromStr;

use clap::{Args, ValueEnum};
use domain::institution::Status;
use domain::words::{Class, District, InputFault};
use store::read::institution::{Every, InstitutionQuery, InstitutionRow};
use tables::{Format, WriteFault, Writer};
use tempfile::NamedTempFile;

use super::{CliFault, Out, open};
use crate::config::Settings;
use crate::http::export::{Exported as _, table};
use crate::text::Lang;

/// A list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum What {
    /// The register.
    Institutions,
    /// Those that work with a licence valid today.
    WhiteList,
}

/// What to export.
#[derive(Debug, Args)]
pub struct Export {
    /// Which list.
    what: What,
    /// The file, by its ending `.csv` or `.xlsx`. One that is there is replaced when the new one is whole.
    file: PathBuf,
    /// Only of this district: a code of GB/T 2260 or a zone.
    #[arg(long, value_name = "DISTRICT", value_parser = known::<District>)]
    district: Option<District>,
    /// Only of this class, for example `arts`.
    #[arg(long, value_name = "CLASS", value_parser = known::<Class>)]
    class: Option<Class>,
    /// Only in this state, for example `operating`.
    #[arg(long, value_name = "STATUS", value_parser = known::<Status>)]
    status: Option<Status>,
    /// Language of the headings and words: `zh` or `en`.
    #[arg(long, value_name = "LANGUAGE", default_value = "zh", value_parser = language)]
    language: Lang,
}

pub(super) fn known<T: FromStr<Err = InputFault>>(text: &str) -> Result<T, String> {
    text.parse()
        .map_err(|fault: InputFault| fault.code.to_owned())
}

pub(super) fn language(text: &str) -> Result<Lang, String> {
    Lang::from_tag(text).ok_or_else(|| "zh or en".to_owned())
}

/// The kind of file that a name asks for.
pub(super) fn format(file: &Path) -> Result<Format, CliFault> {
    let ending = file.extension().and_then(|ending| ending.to_str());
    ending
        .and_then(Format::from_ending)
        .ok_or_else(|| CliFault::bad_input("file_ending_unknown", "the file ends in .csv or .xlsx"))
}

pub(super) async fn run(
    settings: &Settings,
    export: &Export,
    out: &mut Out,
) -> Result<ExitCode, CliFault> {
    let format = format(&export.file)?;
    let store = open(settings).await?;
    let query = InstitutionQuery {
        district: export.district,
        class: export.class,
        status: export.status,
        licensed: export.what == What::WhiteList,
        ..InstitutionQuery::default()
    };
    let mut file = Unfinished::begin(format, export)?;
    let mut parts = Every::of(&store, query, store.today());
    while let Some(rows) = parts.next().await? {
        file.write(&rows)?;
    }
    let rows = file.end()?;
    out.line(&format!("{rows} rows in {}", export.file.display()))?;
    Ok(ExitCode::SUCCESS)
}

/// A file that has its name when it is whole, and is taken away where writing it fails.
struct Unfinished<'a> {
    writer: Writer<BufWriter<NamedTempFile>>,
    export: &'a Export,
    rows: u64,
}

impl<'a> Unfinished<'a> {
    fn begin(format: Format, export: &'a Export) -> Result<Self, CliFault> {
        let folder = match export.file.parent() {
            Some(folder) if folder != Path::new("") => folder,
            _ => Path::new("."),
        };
        let file = NamedTempFile::new_in(folder).map_err(|fault| failed(&fault.into()))?;
        let title = export.language.t(match export.what {
            What::Institutions => "institutions-title",
            What::WhiteList => "white-title",
        });
        let out = BufWriter::new(file);
        let writer = table::<InstitutionRow, _>(format, export.language, out, &title, folder);
        Ok(Self {
            writer: writer.map_err(|fault| failed(&fault))?,
            export,
            rows: 0,
        })
    }

    fn write(&mut self, rows: &[InstitutionRow]) -> Result<(), CliFault> {
        for row in rows {
            let cells = row.cells(self.export.language);
            self.writer.row(&cells).map_err(|fault| failed(&fault))?;
            self.rows += 1;
        }
        Ok(())
    }

    fn end(self) -> Result<u64, CliFault> {
        let out = self.writer.end().map_err(|fault| failed(&fault))?;
        let file = out
            .into_inner()
            .map_err(|fault| failed(&fault.into_error().into()))?;
        let whole = file.as_file().sync_all();
        whole.map_err(|fault| failed(&fault.into()))?;
        file.persist(&self.export.file)
            .map_err(|fault| failed(&fault.error.into()))?;
        Ok(self.rows)
    }
}

fn failed(fault: &WriteFault) -> CliFault {
    CliFault::fault("file_unwritable", fault.to_string())
}
