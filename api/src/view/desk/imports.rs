//! 名单导入: lists of institutions from offices, and what a check found in one.

use askama::Template;
use askama::filters::HtmlSafe;
use domain::words::{Class, District, Stage};

use super::super::field::{Choice, Control, Errors, Field, Summary, Values};
use super::super::filters;
use super::super::icon::Icon;
use super::super::piece::{Badge, Fact, Facts, Link, Note};
use super::super::shell::{Desk, DeskPlace};
use crate::text::Lang;

/// Types that the box for the file offers.
const KINDS: &str = ".xlsx,.csv,.txt";

/// One list.
#[derive(Clone, Debug)]
pub struct ImportRow {
    /// Path of its page.
    pub href: String,
    /// Name of its file.
    pub file: String,
    /// Its state.
    pub badge: Badge,
    /// How many institutions it has entered; empty before.
    pub count: String,
    /// Who brought it.
    pub by: String,
    /// When, in words.
    pub when: String,
}

/// `GET /desk/imports`, and `POST` with faults.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/imports.html")]
pub struct Imports {
    /// Frame.
    pub shell: Desk,
    /// The lists, newest first.
    pub rows: Vec<ImportRow>,
    /// What was typed.
    pub values: Values,
    /// What is wrong with it.
    pub errors: Errors,
}

impl Imports {
    fn fields(&self) -> Vec<Field> {
        let lang = self.shell.lang;
        let file = Field::line("file", lang.t("imports-file"), &self.values, &self.errors)
            .control(Control::File(KINDS))
            .hint(lang.t("imports-file-hint"));
        let mut fields = vec![file];
        fields.extend(defaults(lang, &self.values, &self.errors));
        fields
    }

    fn summary(&self) -> Summary {
        self.errors.summary_of(self.shell.lang, &self.fields())
    }
}

/// What holds for rows that do not say it themselves.
#[must_use]
pub fn defaults(lang: Lang, values: &Values, errors: &Errors) -> Vec<Field> {
    let select = |name: &str, key: &str, choices: Vec<Choice>| {
        Field::line(name, lang.t(key), values, errors)
            .control(Control::Select)
            .choices(choices)
            .optional(lang)
            .short()
    };
    let classes = Class::ALL.iter();
    let classes = classes.map(|one| Choice::new(one.code(), lang.pick(one.zh(), one.en())));
    let districts = District::ALL.iter();
    let districts = districts.map(|one| Choice::new(one.code(), lang.pick(one.zh(), one.en())));
    let stages = Stage::ALL.iter();
    let stages = stages.map(|one| Choice::new(one.code(), lang.pick(one.zh(), one.en())));
    vec![
        select("class", "imports-class", classes.collect()),
        select("district", "imports-district", districts.collect()),
        Field::line("stages", lang.t("imports-stages"), values, errors)
            .control(Control::Ticks)
            .choices(stages.collect()),
    ]
}

/// Work that goes on.
#[derive(Clone, Debug)]
pub struct Running {
    /// What is being done, in words.
    pub words: String,
    /// How far it is, in words; empty before it is known.
    pub part: String,
    /// How much is done.
    pub done: u64,
    /// How much there is; nought before it is known.
    pub all: u64,
}

/// A fault or a doubt of a row.
#[derive(Clone, Debug)]
pub struct ToldRow {
    /// The row and the column.
    pub place: String,
    /// The field.
    pub field: String,
    /// What was found, in words.
    pub words: String,
    /// The rule behind it; may be empty.
    pub law: String,
    /// Both sides of a question; a side without a path is no link.
    pub sides: Vec<Link>,
    /// What a person has to say.
    pub question: Option<Field>,
}

/// A column and what it means.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its letters.
    pub letters: String,
    /// What stands above it.
    pub heading: String,
    /// What stands in its first rows.
    pub samples: String,
    /// What it means.
    pub field: Field,
}

/// Faults and doubts, one under the other.
#[derive(Debug, Template)]
#[template(path = "piece/told_rows.html")]
pub struct ToldRows<'a> {
    lang: Lang,
    caption: String,
    rows: &'a [ToldRow],
}

impl HtmlSafe for ToldRows<'_> {}

/// `GET /desk/imports/{id}`, and `POST …/events` with faults.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/import.html")]
pub struct Import {
    /// Frame.
    pub shell: Desk,
    /// Path of the page.
    pub path: String,
    /// Version of the list that the page was made from.
    pub version: i64,
    /// Name of the file.
    pub file: String,
    /// State.
    pub badge: Badge,
    /// Work that goes on; the page follows it.
    pub running: Option<Running>,
    /// What is to be done now.
    pub note: Option<Note>,
    /// Counts, and what the list is.
    pub facts: Vec<Fact>,
    /// Faults and doubts.
    pub told: Vec<ToldRow>,
    /// Doubts that were answered, to be answered otherwise.
    pub answered: Vec<ToldRow>,
    /// How many are not told one by one; empty where all are.
    pub more: String,
    /// The columns, where the list may be read in another way.
    pub columns: Vec<Column>,
    /// Whether nothing could be compared for want of columns.
    pub unmapped: bool,
    /// What holds for rows that do not say it themselves, and what a known name means.
    pub reading: Vec<Field>,
    /// The words of the button that enters the list, where it may be entered.
    pub enter: Option<String>,
    /// Whether it may be given up.
    pub discard: bool,
    /// Whether its file may be checked anew.
    pub again: bool,
    /// Whether a worker may be asked to go on.
    pub resume: bool,
    /// Why it is taken back, where it may be.
    pub withdraw: Option<Field>,
    /// What is wrong with the form that came back.
    pub errors: Errors,
}

impl Import {
    fn rows<'a>(&self, caption: &str, rows: &'a [ToldRow]) -> ToldRows<'a> {
        ToldRows {
            lang: self.shell.lang,
            caption: self.shell.lang.t(caption),
            rows,
        }
    }

    fn summary(&self) -> Summary {
        let columns = self.columns.iter().map(|column| &column.field);
        let fields: Vec<Field> = columns
            .chain(&self.reading)
            .chain(&self.withdraw)
            .cloned()
            .collect();
        self.errors.summary_of(self.shell.lang, &fields)
    }
}
