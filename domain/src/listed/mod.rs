//! Lists as offices keep them in tables: which column means what, and the cells of a row. What a row says is read by the
//! register that keeps it: [institutions](crate::institution::listed), [staff](crate::staff::listed),
//! [courses](crate::course::listed).

pub(crate) mod said;

use std::borrow::Cow;

use crate::hanzi::plain;
use crate::words::{Article, InputFault};

/// Rows from the top among which the one with the headings is looked for: titles and notes stand above it.
pub const HEADING_WITHIN: usize = 10;

/// What a column of a list may mean.
pub trait Column: Copy + Eq + 'static {
    /// Every meaning there is.
    fn every() -> &'static [Self];

    /// Its code, its Chinese term and its English words.
    fn words(self) -> [&'static str; 3];

    /// Further headings that are written.
    fn also(self) -> &'static [&'static str];

    /// What a column under this heading means, in Chinese or English, with or without its marks.
    #[must_use]
    fn of_heading(heading: &str) -> Option<Self> {
        let heading = plain(heading);
        Self::every().iter().copied().find(|field| {
            let words = field.words();
            let mut all = words.iter().chain(field.also());
            all.any(|words| plain(words) == heading)
        })
    }
}

/// Which column means what, by the place of the column.
pub type Columns<C> = Vec<Option<C>>;

/// What the headings of a row mean. One that comes twice counts the first time.
#[must_use]
pub fn columns<C: Column>(row: &[String]) -> Columns<C> {
    let mut columns = Columns::new();
    for heading in row {
        let field = C::of_heading(heading).filter(|field| !columns.contains(&Some(*field)));
        columns.push(field);
    }
    columns
}

/// What the headings of a list say, each row read by `columns`: the place of their row among `rows`, and the columns. Of
/// rows at the top the one with the most known headings is taken; where none has any, the first with nothing known.
#[must_use]
pub fn headings<C: Column>(
    rows: &[Vec<String>],
    columns: impl Fn(&[String]) -> Columns<C>,
) -> (usize, Columns<C>) {
    let mut best = (0, Columns::new(), 0);
    for (place, row) in rows.iter().take(HEADING_WITHIN).enumerate() {
        let columns = columns(row);
        let count = columns.iter().flatten().count();
        if count > best.2 || place == 0 {
            best = (place, columns, count);
        }
    }
    (best.0, best.1)
}

/// What is wrong with one field of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct RowFault<C> {
    /// The field; its column may be missing.
    pub field: C,
    /// Stable code.
    pub code: &'static str,
}

/// What is told of one field of a row: a fault of its form, or a rule with its article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told<C> {
    /// The field; its column may be missing.
    pub field: C,
    /// Stable code.
    pub code: Cow<'static, str>,
    /// The rule, where it is one.
    pub article: Option<Article>,
    /// What it was judged by; may be empty.
    pub figures: String,
}

impl<C> Told<C> {
    /// The fault `code` of `field`, behind which no article stands.
    #[must_use]
    pub fn plain(field: C, code: impl Into<Cow<'static, str>>) -> Self {
        Self {
            field,
            code: code.into(),
            article: None,
            figures: String::new(),
        }
    }
}

impl<C> From<RowFault<C>> for Told<C> {
    fn from(fault: RowFault<C>) -> Self {
        Self::plain(fault.field, fault.code)
    }
}

/// A row that is being read: every fault is gathered, not the first alone. `cell` gives what stands in the column of a
/// field: empty where there is no column, a code where the cell cannot be taken as it stands.
pub(crate) struct Cells<C, F> {
    cell: F,
    /// What is wrong so far.
    pub(crate) faults: Vec<RowFault<C>>,
}

impl<'a, C: Column, F: Fn(C) -> Result<&'a str, &'static str>> Cells<C, F> {
    pub(crate) const fn of(cell: F) -> Self {
        Self {
            cell,
            faults: Vec::new(),
        }
    }

    pub(crate) fn fault(&mut self, field: C, code: &'static str) {
        self.faults.push(RowFault { field, code });
    }

    /// What stands in the cell; nothing where it is empty or at fault.
    pub(crate) fn text(&mut self, field: C) -> Option<&'a str> {
        match (self.cell)(field) {
            // What offices write for nothing.
            Ok("" | "-" | "—" | "/" | "无" | "N/A") => None,
            Ok(text) => Some(text),
            Err(code) => {
                self.fault(field, code);
                None
            }
        }
    }

    /// The same as a text of its own, empty for nothing.
    pub(crate) fn words(&mut self, field: C) -> String {
        self.text(field).unwrap_or_default().to_owned()
    }

    /// What `take` reads in the cell.
    pub(crate) fn taken<T>(
        &mut self,
        field: C,
        take: impl FnOnce(&str) -> Result<T, InputFault>,
    ) -> Option<T> {
        let text = self.text(field)?;
        take(text)
            .map_err(|fault| self.fault(field, fault.code))
            .ok()
    }
}
