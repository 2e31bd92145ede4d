//! The small display types that the pages share: each is a typed template of its own and may be put into a page as it is.

use askama::Template;
use askama::filters::HtmlSafe;

use super::filters;
use super::icon::Icon;
pub use super::list::{Chip, Chips, FileRow, Files, MailState};

/// The tone of a statement; each has its own shape, word and colour, never a colour alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// In order.
    Good,
    /// Look closer.
    Caution,
    /// Not in order.
    Bad,
    /// A fact without a judgement.
    #[default]
    Neutral,
}

impl Tone {
    /// Class of the style sheet.
    #[must_use]
    pub const fn class(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Caution => "caution",
            Self::Bad => "bad",
            Self::Neutral => "neutral",
        }
    }

    /// Shape of the tone.
    #[must_use]
    pub const fn icon(self) -> Icon {
        match self {
            Self::Good => Icon::Check,
            Self::Caution => Icon::Warning,
            Self::Bad => Icon::Stop,
            Self::Neutral => Icon::Dash,
        }
    }
}

/// A short state: shape, word and colour.
#[derive(Clone, Debug, Template)]
#[template(path = "piece/badge.html")]
pub struct Badge {
    /// Its tone.
    pub tone: Tone,
    /// Its word, such as 证照有效.
    pub text: String,
}

impl Badge {
    /// A badge of `tone` that says `text`.
    #[must_use]
    pub fn new(tone: Tone, text: impl Into<String>) -> Self {
        Self {
            tone,
            text: text.into(),
        }
    }
}

/// How near a deadline is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// The day has passed.
    Late,
    /// Today or the next working days.
    Due,
    /// Further away.
    Open,
}

impl Pace {
    /// Class of the style sheet.
    #[must_use]
    pub const fn class(self) -> &'static str {
        match self {
            Self::Late => "late",
            Self::Due => "due",
            Self::Open => "open",
        }
    }
}

/// A deadline in two halves: time left | day.
#[derive(Clone, Debug, Template)]
#[template(path = "piece/deadline.html")]
pub struct Deadline {
    /// How near it is.
    pub pace: Pace,
    /// Time left in words: 还剩 3 个工作日, 超期 2 天.
    pub left: String,
    /// The day in words: 12月4日（周五）.
    pub day: String,
    /// 暂定 or 依据待核 in words where the day may still change or its rule is unverified.
    pub unsure: Option<String>,
}

/// A link with its words.
#[derive(Clone, Debug)]
pub struct Link {
    /// Path of the page.
    pub href: String,
    /// Words of the link.
    pub text: String,
}

impl Link {
    /// A link to `href` that says `text`.
    #[must_use]
    pub fn new(href: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            href: href.into(),
            text: text.into(),
        }
    }
}

/// One row of a summary list.
#[derive(Clone, Debug, Default)]
pub struct Fact {
    /// What is told: 地址.
    pub term: String,
    /// The fact, one paragraph a line.
    pub lines: Vec<String>,
    /// Where the fact leads: a page, `tel:`, `mailto:`.
    pub link: Option<String>,
    /// The article beside it, small and grey.
    pub law: Option<String>,
    /// Whether the fact is an identifier to be copied (set in the code face).
    pub code: bool,
}

impl Fact {
    /// A fact of one line.
    #[must_use]
    pub fn new(term: impl Into<String>, line: impl Into<String>) -> Self {
        Self {
            term: term.into(),
            lines: vec![line.into()],
            ..Self::default()
        }
    }

    /// The same fact, leading to `href`.
    #[must_use]
    pub fn to(self, href: impl Into<String>) -> Self {
        Self {
            link: Some(href.into()),
            ..self
        }
    }

    /// The same fact with its article.
    #[must_use]
    pub fn by_law(self, law: impl Into<String>) -> Self {
        Self {
            law: Some(law.into()),
            ..self
        }
    }

    /// The same fact set as an identifier.
    #[must_use]
    pub fn as_code(self) -> Self {
        Self { code: true, ..self }
    }
}

/// A summary list (terms and facts).
#[derive(Clone, Debug, Template)]
#[template(path = "piece/facts.html")]
pub struct Facts<'a> {
    /// Its rows.
    pub rows: &'a [Fact],
    /// Whether it stands in a narrow card.
    pub tight: bool,
}

impl<'a> Facts<'a> {
    /// The list of `rows`.
    #[must_use]
    pub const fn of(rows: &'a [Fact]) -> Self {
        Self { rows, tight: false }
    }

    /// The list of `rows` in a narrow card.
    #[must_use]
    pub const fn tight(rows: &'a [Fact]) -> Self {
        Self { rows, tight: true }
    }
}

/// When an entry of a timeline is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// It has happened.
    Done,
    /// It is what is being waited for.
    Next,
    /// It comes later.
    Later,
}

impl When {
    /// Class of the style sheet.
    #[must_use]
    pub const fn class(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Next => "next",
            Self::Later => "wait",
        }
    }
}

/// One entry of a timeline.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Past, next or later.
    pub when: When,
    /// Its day in words: 11月23日, 12月8日（周二）前.
    pub day: String,
    /// What happened or will.
    pub what: String,
    /// Article, person or remark, small and grey.
    pub note: Option<String>,
    /// A page that shows more.
    pub link: Option<Link>,
}

impl Entry {
    /// An entry without note and link.
    #[must_use]
    pub fn new(when: When, day: impl Into<String>, what: impl Into<String>) -> Self {
        Self {
            when,
            day: day.into(),
            what: what.into(),
            note: None,
            link: None,
        }
    }

    /// The same entry with a note.
    #[must_use]
    pub fn noting(self, note: impl Into<String>) -> Self {
        Self {
            note: Some(note.into()),
            ..self
        }
    }
}

/// A timeline, oldest first on public pages, newest first on desks.
#[derive(Clone, Debug, Template)]
#[template(path = "piece/timeline.html")]
pub struct Timeline<'a> {
    /// Its entries in the order shown.
    pub entries: &'a [Entry],
}

impl<'a> Timeline<'a> {
    /// The timeline of `entries`.
    #[must_use]
    pub const fn of(entries: &'a [Entry]) -> Self {
        Self { entries }
    }
}

/// A boxed remark.
#[derive(Clone, Debug, Template)]
#[template(path = "piece/note.html")]
pub struct Note {
    /// Its tone.
    pub tone: Tone,
    /// What it says first, in bold; may be empty.
    pub lead: String,
    /// The rest, one paragraph each.
    pub lines: Vec<String>,
    /// Where it leads.
    pub link: Option<Link>,
}

impl Note {
    /// A remark of one paragraph with a bold lead.
    #[must_use]
    pub fn new(tone: Tone, lead: impl Into<String>, line: impl Into<String>) -> Self {
        Self {
            tone,
            lead: lead.into(),
            lines: vec![line.into()],
            link: None,
        }
    }
}

/// The answer at the top of a page, its `h1`.
#[derive(Clone, Debug, Template)]
#[template(path = "piece/verdict.html")]
pub struct Verdict {
    /// Its tone.
    pub tone: Tone,
    /// The answer itself: 证照齐全，有效期至 2027年3月31日.
    pub headline: String,
    /// Whom it is about, in bold under the answer; may be empty.
    pub subject: String,
    /// What it rests on.
    pub lines: Vec<String>,
    /// When it was checked, in grey; may be empty.
    pub checked: String,
}

impl HtmlSafe for Badge {}
impl HtmlSafe for Deadline {}
impl HtmlSafe for Facts<'_> {}
impl HtmlSafe for Timeline<'_> {}
impl HtmlSafe for Note {}
impl HtmlSafe for Verdict {}
