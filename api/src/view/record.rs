//! A record of the register field by field: read, changed, and a change that waits, with both sides side by side.

use askama::Template;
use askama::filters::HtmlSafe;

use super::field::{Errors, Field, FormKey, Summary};
use super::filters;
use super::icon::Icon;
use super::piece::Fact;

/// Fields that belong together, as they are read.
#[derive(Clone, Debug)]
pub struct Group {
    /// 名称与身份.
    pub title: String,
    /// The fields; who answers for each stands small and grey below it.
    pub facts: Vec<Fact>,
}

/// Fields that belong together, as they are filled in.
#[derive(Clone, Debug)]
pub struct FormPart {
    /// 名称与身份.
    pub title: String,
    /// What becomes of a change of these; may be empty.
    pub hint: String,
    /// The fields.
    pub fields: Vec<Field>,
}

/// A report of the public that is accepted by a change: hidden fields `report`, `report_version`, and `answer`.
#[derive(Clone, Debug)]
pub struct ReportOf {
    /// Its number.
    pub number: String,
    /// Its version.
    pub version: i64,
    /// What becomes of it, in a sentence.
    pub line: String,
    /// Words for the reporter.
    pub answer: Field,
}

/// The form of a record: fields of [`domain::institution::field::Field`] by their codes, `premises-N-…` of each of the
/// premises, `reason`.
#[derive(Clone, Debug, Template)]
#[template(path = "piece/record_form.html")]
pub struct RecordForm {
    /// Hidden fields; the action takes the change.
    pub key: FormKey,
    /// The fields.
    pub parts: Vec<FormPart>,
    /// Why.
    pub reason: Field,
    /// Where one goes without changing anything.
    pub back: String,
    /// The report of the public that is accepted by the change; none where there is none.
    pub report: Option<ReportOf>,
}

impl HtmlSafe for RecordForm {}

impl RecordForm {
    fn t(&self, key: &str) -> String {
        self.key.lang.t(key)
    }

    /// What is wrong with its fields.
    fn summary(&self) -> Summary {
        let fields = self.parts.iter().flat_map(|part| &part.fields);
        let fields: Vec<Field> = fields.chain([&self.reason]).cloned().collect();
        Errors::default().summary_of(self.key.lang, &fields)
    }
}

/// A field of a change, both sides in words.
#[derive(Clone, Debug)]
pub struct Side {
    /// The field.
    pub field: String,
    /// What the record says.
    pub old: Vec<String>,
    /// What it is to say.
    pub new: Vec<String>,
    /// What stands there by now, where that is neither.
    pub now: Vec<String>,
    /// What says that the authority has to agree; may be empty.
    pub law: String,
}

/// The two sides of a change, field by field.
#[derive(Clone, Debug, Template)]
#[template(path = "piece/sides.html")]
pub struct Sides {
    /// Words above the columns: field, what the record says, what it is to say.
    pub heads: [String; 3],
    /// Words before what stands there by now.
    pub since: String,
    /// The fields.
    pub rows: Vec<Side>,
}

impl HtmlSafe for Sides {}
