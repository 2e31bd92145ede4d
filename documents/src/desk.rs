//! Where a form and its facts become a PDF: typst with one form, one file of facts and one typeface.

use std::sync::OnceLock;

use domain::refusal::Refusal;
use serde::Serialize;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt as _, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

/// The whole typeface: names of people and places use rare characters. SIL Open Font License, see `fonts/OFL.txt`.
const TYPE: &[u8] = include_bytes!("../fonts/NotoSerifSC-Regular.otf");

/// What typst remembers from one paper to the next is kept for so many papers.
const KEPT: usize = 4;

/// Why a paper cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unprintable {
    /// The typeface has no glyph for these characters: a paper with boxes in the place of a name is worse than none.
    #[error("the typeface has no glyph for {0}")]
    Glyphs(String),
    /// The form itself does not hold: a fault of the program.
    #[error("the form does not hold: {0}")]
    Form(String),
}

/// Why a paper cannot be made, in the words of the office.
pub const GLYPH_MISSING: Refusal = Refusal {
    code: "glyph_missing",
    article: None,
    zh: "名称或者地址里有字库没有的字，不能生成电子证；请联系登记机关",
    en: "a name or an address holds a character that the typeface lacks: ask the authority for a paper",
};

fn font() -> Option<&'static Font> {
    static FONT: OnceLock<Option<Font>> = OnceLock::new();
    FONT.get_or_init(|| Font::new(Bytes::new(TYPE), 0)).as_ref()
}

/// A form and its facts, as typst reads them.
struct Paper {
    library: &'static LazyHash<Library>,
    book: &'static LazyHash<FontBook>,
    form: Source,
    facts: (FileId, Bytes),
}

fn library() -> &'static LazyHash<Library> {
    static LIBRARY: OnceLock<LazyHash<Library>> = OnceLock::new();
    LIBRARY.get_or_init(|| LazyHash::new(Library::default()))
}

fn book() -> &'static LazyHash<FontBook> {
    static BOOK: OnceLock<LazyHash<FontBook>> = OnceLock::new();
    BOOK.get_or_init(|| LazyHash::new(FontBook::from_fonts(font())))
}

fn file(name: &str) -> Result<FileId, Unprintable> {
    let path = VirtualPath::new(name).map_err(|fault| Unprintable::Form(format!("{fault:?}")))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

impl World for Paper {
    fn library(&self) -> &LazyHash<Library> {
        self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.book
    }

    fn main(&self) -> FileId {
        self.form.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.form.id() {
            Ok(self.form.clone())
        } else {
            Err(FileError::AccessDenied)
        }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.facts.0 {
            Ok(self.facts.1.clone())
        } else {
            Err(FileError::AccessDenied)
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        font().filter(|_| index == 0).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// Fills `form` in with `facts`; `title` names the paper for those who cannot see it, `ident` keeps its identity.
pub(crate) fn print<T: Serialize>(
    form: &str,
    facts: &T,
    ident: &str,
) -> Result<Vec<u8>, Unprintable> {
    let facts =
        serde_json::to_string(facts).map_err(|fault| Unprintable::Form(fault.to_string()))?;
    legible(&facts)?;
    let paper = Paper {
        library: library(),
        book: book(),
        form: Source::new(file("form.typ")?, form.to_owned()),
        facts: (file("facts.json")?, Bytes::from_string(facts)),
    };
    let set = typst::compile::<PagedDocument>(&paper).output;
    let made = set.and_then(|set| typst_pdf::pdf(&set, &options(ident)?));
    comemo::evict(KEPT);
    made.map_err(|faults| {
        let words: Vec<&str> = faults
            .iter()
            .map(|fault: &SourceDiagnostic| fault.message.as_str())
            .collect();
        Unprintable::Form(words.join("; "))
    })
}

/// An archive can keep it: PDF/A-2b, everything embedded.
fn options(ident: &str) -> Result<PdfOptions, typst::ecow::EcoVec<SourceDiagnostic>> {
    let standards = PdfStandards::new(&[PdfStandard::A_2b]).unwrap_or_default();
    Ok(PdfOptions {
        ident: Smart::Custom(ident.to_owned()),
        creator: Smart::Custom(Some("Hongjian".to_owned())),
        standards,
        ..PdfOptions::default()
    })
}

/// Every character of the facts has a glyph.
fn legible(facts: &str) -> Result<(), Unprintable> {
    let font = font().ok_or_else(|| Unprintable::Form("the typeface cannot be read".to_owned()))?;
    let coverage = &font.info().coverage;
    let mut missing: Vec<char> = facts
        .chars()
        .filter(|sign| !sign.is_control() && !coverage.contains(u32::from(*sign)))
        .collect();
    missing.sort_unstable();
    missing.dedup();
    if missing.is_empty() {
        Ok(())
    } else {
        Err(Unprintable::Glyphs(missing.into_iter().collect()))
    }
}
