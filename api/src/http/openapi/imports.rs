//! What lists of institutions send and get.

#![allow(dead_code, reason = "described to the OpenAPI document, never built")]

use std::collections::BTreeMap;

use utoipa::ToSchema;

/// A form with a list.
#[derive(ToSchema)]
pub(crate) struct ListUpload {
    #[schema(format = Binary)]
    file: String,
    /// Class of the rows that name none.
    class: Option<String>,
    /// District of the rows that name none.
    district: Option<String>,
    /// Stage of the rows that name none; may be given several times.
    stages: Option<String>,
}

/// A list that was taken in.
#[derive(ToSchema)]
pub(crate) struct ImportSent {
    id: String,
}

/// A list of institutions.
#[derive(ToSchema)]
pub(crate) struct ImportLine {
    id: String,
    file_name: String,
    /// SHA-256 of the file, in hexadecimal.
    sha256: String,
    /// `checking`, `checked`, `discarded`, `entering`, `shown`, `withdrawing` or `withdrawn`.
    state: String,
    /// How many rows enter.
    count: u64,
    /// How many of them are entered.
    entered: u64,
    /// Number of its first institution, once it has places in the register.
    first: Option<String>,
    last: Option<String>,
    begun_at: String,
    shown_at: Option<String>,
    withdrawn_at: Option<String>,
    /// Who began it.
    person: String,
    /// How much of the present step is done, and how much it has; nought before it is known.
    #[schema(min_items = 2, max_items = 2)]
    progress: Vec<u64>,
    /// Give it with a step.
    version: i64,
}

/// The lists.
#[derive(ToSchema)]
pub(crate) struct ImportPage {
    items: Vec<ImportLine>,
    next: Option<String>,
}

/// How a list is read.
#[derive(ToSchema)]
#[schema(as = ImportReading)]
pub(crate) struct ReadingShape {
    /// What each column means: a code of a field, or nothing.
    columns: Vec<Option<String>>,
    defaults: DefaultsShape,
    /// `ask`, `same` or `another`.
    doubles: String,
    /// Whether the first row is an institution already, since there is none with headings.
    headless: bool,
    /// The same for single rows, by the question that the report gives.
    answers: Option<BTreeMap<String, String>>,
}

/// What holds for rows that do not say it themselves.
#[derive(ToSchema)]
#[schema(as = ImportDefaults)]
pub(crate) struct DefaultsShape {
    class: Option<String>,
    stages: Vec<String>,
    district: Option<String>,
}

/// A list with what its last check found.
#[derive(ToSchema)]
pub(crate) struct ImportShown {
    #[serde(flatten)]
    line: ImportLine,
    reading: ReadingShape,
    report: Option<ReportShape>,
}

/// What a check found.
#[derive(ToSchema)]
#[schema(as = ImportReport)]
pub(crate) struct ReportShape {
    /// Why nothing was compared.
    stop: Option<StopShape>,
    headings: Vec<String>,
    /// The first rows below the headings.
    samples: Vec<Vec<String>>,
    /// Sheets that were not read.
    unread: Vec<String>,
    seen: u64,
    enters: u64,
    known: u64,
    unsure: u64,
    faulty: u64,
    uncoded: u64,
    /// How often each fault or doubt was found.
    codes: BTreeMap<String, u64>,
    /// The first thousand faults, and the first thousand questions.
    told: Vec<ReportLineShape>,
    /// Questions that were answered.
    answered: Vec<ReportLineShape>,
}

/// Why a file was not read to its end.
#[derive(ToSchema)]
#[schema(as = ImportStop)]
pub(crate) struct StopShape {
    code: String,
    row: Option<u64>,
}

/// A fault or a doubt.
#[derive(ToSchema)]
#[schema(as = ImportReportLine)]
pub(crate) struct ReportLineShape {
    row: u64,
    column: Option<String>,
    field: String,
    code: String,
    /// The rule behind it, where there is one.
    article: Option<String>,
    other_row: Option<u64>,
    other_number: Option<String>,
    /// Where a person has to say whether both are the same: answer it by this text, in `answers` of `read`.
    question: Option<String>,
    /// Name, address and code of the row, where a question is asked.
    says: Vec<String>,
    /// The same of the other one.
    other_says: Vec<String>,
}

/// A step on a list.
#[derive(ToSchema)]
#[schema(as = ImportEvent)]
#[serde(tag = "event", rename_all = "snake_case")]
pub(crate) enum ImportEventShape {
    /// Read it in another way and check it once more.
    Read {
        columns: Vec<Option<String>>,
        defaults: Option<DefaultsShape>,
        doubles: Option<String>,
        headless: Option<bool>,
        answers: Option<BTreeMap<String, String>>,
        version: i64,
    },
    /// Enter its rows.
    Enter { version: i64 },
    /// Give it up.
    Discard { version: i64 },
    /// Check its file anew, as a list of its own; for one that was given up or taken back.
    Again { version: i64 },
    /// Have a worker go on with it.
    Resume { version: i64 },
    /// Take all of it back.
    Withdraw { reason: String, version: i64 },
}
