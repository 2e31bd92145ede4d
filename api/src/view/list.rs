//! Pieces that stand around and in lists: files, filters, mails.

use askama::Template;
use askama::filters::HtmlSafe;

use super::icon::Icon;
use super::piece::Badge;

/// A file that was handed in.
#[derive(Clone, Debug)]
pub struct FileRow {
    /// Name as the sender gave it.
    pub name: String,
    /// Type and size in words, and the first digits of its SHA-256 on desks.
    pub detail: String,
    /// Where it can be opened; none where the reader may not.
    pub href: Option<String>,
    /// Whether it is a picture (chooses the symbol).
    pub picture: bool,
    /// Its state.
    pub badge: Badge,
}

/// A list of files.
#[derive(Clone, Debug, Template)]
#[template(path = "piece/files.html")]
pub struct Files<'a> {
    /// The files.
    pub rows: &'a [FileRow],
}

impl<'a> Files<'a> {
    /// The list of `rows`.
    #[must_use]
    pub const fn of(rows: &'a [FileRow]) -> Self {
        Self { rows }
    }
}

/// A filter above a list; it lives in the address.
#[derive(Clone, Debug)]
pub struct Chip {
    /// Path with the filter set (or unset).
    pub href: String,
    /// Its words, with the count where it is known.
    pub text: String,
    /// Whether the list shown is this one.
    pub here: bool,
}

impl Chip {
    /// A filter that leads to `href`.
    #[must_use]
    pub fn new(href: impl Into<String>, text: impl Into<String>, here: bool) -> Self {
        Self {
            href: href.into(),
            text: text.into(),
            here,
        }
    }
}

/// The filters above a list.
#[derive(Clone, Debug, Template)]
#[template(path = "piece/chips.html")]
pub struct Chips<'a> {
    /// What is filtered, for those who listen.
    pub label: String,
    /// The filters.
    pub chips: &'a [Chip],
}

impl<'a> Chips<'a> {
    /// The filters `chips` of what `label` names.
    #[must_use]
    pub fn of(label: impl Into<String>, chips: &'a [Chip]) -> Self {
        Self {
            label: label.into(),
            chips,
        }
    }
}

/// Where a mail stands, as shown to the person it is for or to the desk.
#[derive(Clone, Debug)]
pub struct MailState {
    /// What the mail says: 受理告知.
    pub what: String,
    /// The page with its words, on the desk.
    pub href: Option<String>,
    /// 已到对方邮件服务器, 还没有发出, 被退回 ….
    pub badge: Badge,
    /// When that was, in words.
    pub when: String,
}

impl HtmlSafe for Files<'_> {}
impl HtmlSafe for Chips<'_> {}

/// The path of the list of the page at `path`, of the desk at `door`, as a file with this ending.
pub(super) fn export(path: &str, door: &str, ending: &str) -> String {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let list = path.trim_start_matches(door);
    let list = list.split('/').next().unwrap_or_default();
    // Where the page begins is no part of the list, and what was done just before is none.
    let kept: Vec<&str> = query
        .split('&')
        .filter(|pair| {
            ["state=", "district=", "source=", "q="]
                .iter()
                .any(|name| pair.starts_with(name))
        })
        .collect();
    let mark = if kept.is_empty() { "" } else { "?" };
    format!("{door}export/{list}.{ending}{mark}{}", kept.join("&"))
}
