//! A list from a file, for the person at the console: its columns, its rows, and what is told of each row.

use std::io::Cursor;
use std::ops::ControlFlow;

use domain::listed::{self, Column, Columns, HEADING_WITHIN, Told};
use domain::words::{Article, InstitutionNumber};
use tables::Row;
use worker::import::ImportFault;

use super::import::failed;
use super::{CliFault, Out};
use crate::text::{self, Lang, fault, show};

/// What a kind of list needs and may hold, with the codes where it does not keep to that.
pub(super) struct Bounds<C: 'static> {
    pub(super) needed: &'static [C],
    pub(super) needed_code: &'static str,
    pub(super) rows_max: usize,
    pub(super) rows_code: &'static str,
}

/// A list that was read: its columns, and its rows below the headings.
pub(super) struct Sheet<C> {
    columns: Columns<C>,
    headings: Vec<String>,
    pub(super) rows: Vec<Row>,
    unread: Vec<String>,
}

/// What is told of a row.
pub(super) struct RowTold<C> {
    pub(super) row: u64,
    pub(super) told: Told<C>,
    /// Whether nothing is entered because of it; a warning does not keep anybody out.
    pub(super) blocks: bool,
}

/// Bad input with its words.
pub(super) fn bad(code: &'static str, lang: Lang) -> CliFault {
    CliFault::bad_input(code, fault(lang, code, code))
}

/// The number of an institution as an argument.
pub(super) fn numbered(text: &str) -> Result<InstitutionNumber, String> {
    text.parse::<InstitutionNumber>().map_err(|wrong| {
        let words = fault(Lang::En, wrong.code, wrong.code);
        format!("{words} ({})", wrong.code)
    })
}

impl<C: Column + Ord> Sheet<C> {
    /// Reads a file as far as the list may go.
    pub(super) fn of(bytes: Vec<u8>, bounds: &Bounds<C>, lang: Lang) -> Result<Self, CliFault> {
        let mut rows = Vec::new();
        // Titles and headings stand above the rows.
        let most = bounds.rows_max + HEADING_WITHIN;
        let unread = tables::read(Cursor::new(bytes), &mut |row| {
            rows.push(row);
            if rows.len() > most {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        });
        let unread = unread.map_err(|said| failed(&ImportFault::Read(said), lang))?;
        let top: Vec<Vec<String>> = rows.iter().take(HEADING_WITHIN).map(texts).collect();
        let (place, columns) = listed::headings(&top, listed::columns::<C>);
        let missing = bounds.needed.iter();
        let missing: Vec<&str> = missing
            .filter(|field| !columns.contains(&Some(**field)))
            .map(|field| words(*field, lang))
            .collect();
        if !missing.is_empty() {
            let missing = missing.join(lang.pick("、", ", "));
            let words = fault(lang, bounds.needed_code, &missing);
            return Err(CliFault::bad_input(bounds.needed_code, words));
        }
        let rows = rows.split_off((place + 1).min(rows.len()));
        if rows.len() > bounds.rows_max {
            return Err(bad(bounds.rows_code, lang));
        }
        if rows.is_empty() {
            return Err(bad("file_empty", lang));
        }
        Ok(Self {
            columns,
            headings: top.into_iter().nth(place).unwrap_or_default(),
            rows,
            unread,
        })
    }

    /// Reads every row, by what stands in the column of each field; of each that is at fault what is wrong with it.
    pub(super) fn read<'a, T>(
        &'a self,
        of: impl Fn(&dyn Fn(C) -> Result<&'a str, &'static str>) -> Result<T, Vec<Told<C>>>,
    ) -> (Vec<(u64, T)>, Vec<RowTold<C>>) {
        let (mut good, mut told) = (Vec::new(), Vec::new());
        for row in &self.rows {
            match of(&|field| self.cell(row, field)) {
                Ok(read) => good.push((row.number, read)),
                Err(faults) => told.extend(faults.into_iter().map(|one| RowTold {
                    row: row.number,
                    told: one,
                    blocks: true,
                })),
            }
        }
        (good, told)
    }

    fn place(&self, field: C) -> Option<usize> {
        self.columns.iter().position(|one| *one == Some(field))
    }

    /// What stands in the column of a field: nothing where there is none, a code where the cell cannot be taken.
    fn cell<'a>(&self, row: &'a Row, field: C) -> Result<&'a str, &'static str> {
        match self.place(field).and_then(|place| row.cells.get(place)) {
            None => Ok(""),
            Some(Ok(text)) => Ok(text),
            Some(Err(fault)) => Err(fault.code()),
        }
    }

    /// Which columns are used and which are not, and each fault in the order of the rows.
    pub(super) fn report(
        &self,
        told: &mut [RowTold<C>],
        lang: Lang,
        out: &mut Out,
    ) -> Result<(), CliFault> {
        let comma = lang.pick("，", ", ");
        let pairs = || self.columns.iter().zip(&self.headings);
        let used = pairs().filter_map(|(field, heading)| Some((heading, words((*field)?, lang))));
        let used: Vec<String> = used
            .map(|(heading, field)| format!("{heading} = {field}"))
            .collect();
        out.line(&lang.t1("import-headings", "text", used.join(comma)))?;
        let unused = pairs().filter(|(field, heading)| field.is_none() && !heading.is_empty());
        let unused: Vec<&str> = unused.map(|(_, heading)| heading.as_str()).collect();
        if !unused.is_empty() {
            out.line(&lang.t1("import-unused", "text", unused.join(comma)))?;
        }
        if !self.unread.is_empty() {
            out.line(&lang.t1("import-unread", "text", self.unread.join(comma)))?;
        }
        told.sort_by_key(|one| (one.row, one.told.field));
        for one in told {
            out.line(&self.line(one, lang))?;
        }
        Ok(())
    }

    /// One row: its column and field, what is wrong, and by which rule.
    fn line(&self, one: &RowTold<C>, lang: Lang) -> String {
        let RowTold { row, told, .. } = one;
        let field = words(told.field, lang);
        let place = match self.place(told.field) {
            Some(place) => {
                let column = tables::letters(place);
                lang.t2("import-place", "column", column, "field", field)
            }
            None => lang.t1("import-place-none", "field", field),
        };
        let mut words = ruled(&told.code, told.article.as_ref(), lang);
        if !told.figures.is_empty() {
            words = format!("{words} {}", told.figures);
        }
        text::t(
            lang,
            "import-told",
            &[
                ("row", row),
                ("place", &place),
                ("words", &words),
                ("code", &told.code.as_ref()),
            ],
        )
    }
}

/// How many rows have something told that does, or does not, keep them out.
pub(super) fn rows_told<C>(told: &[RowTold<C>], blocks: bool) -> usize {
    let of = told.iter().filter(|one| one.blocks == blocks);
    let mut rows: Vec<u64> = of.map(|one| one.row).collect();
    rows.sort_unstable();
    rows.dedup();
    rows.len()
}

fn words<C: Column>(field: C, lang: Lang) -> &'static str {
    let [_, zh, en] = field.words();
    lang.pick(zh, en)
}

fn texts(row: &Row) -> Vec<String> {
    let cells = row.cells.iter();
    let texts = cells.map(|cell| cell.clone().unwrap_or_default());
    texts.collect()
}

/// What is wrong, and by which rule where there is one.
pub(super) fn ruled(code: &str, article: Option<&Article>, lang: Lang) -> String {
    let words = fault(lang, code, code);
    match article {
        Some(article) => {
            let law = show::article(lang, article);
            lang.t2("import-by-law", "words", words, "law", law)
        }
        None => words,
    }
}
