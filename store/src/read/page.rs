//! Keyset pages: the next page starts after the last row of this one, so that a page far down
//! costs no more than the first.

use std::fmt;
use std::str::FromStr;

use domain::words::{Day, InputFault};
use sea_orm::Value;
use serde::Serialize;

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Page<T> {
    /// The rows, in the order of the list.
    pub items: Vec<T>,
    /// What to give as `after` for the next page; nothing on the last one.
    pub next: Option<String>,
}

/// How many rows a page has: 1 to 100.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit(u32);

impl Limit {
    /// As many rows as a page may have.
    pub const MOST: Self = Self(100);

    /// Rows of one part of a whole list, which no person asks for page by page.
    pub const PART: Self = Self(1_000);

    /// Checks a limit; without one it is 20.
    ///
    /// # Errors
    /// The stable code `limit_out_of_range`.
    pub fn parse(given: Option<u32>) -> Result<Self, &'static str> {
        match given {
            None => Ok(Self::default()),
            Some(rows @ 1..=100) => Ok(Self(rows)),
            Some(_) => Err("limit_out_of_range"),
        }
    }

    /// Rows of a page.
    #[must_use]
    pub fn rows(self) -> usize {
        usize::try_from(self.0).unwrap_or(usize::MAX)
    }

    /// One row more than the page has, which tells whether another page follows.
    pub(crate) fn and_one(self) -> i64 {
        i64::from(self.0) + 1
    }
}

impl Default for Limit {
    fn default() -> Self {
        Self(20)
    }
}

/// Which records of a desk to list, by the day on which they are due.
#[derive(Debug, Clone, Default)]
pub struct DueQuery {
    /// Only those in this state; `open` stands for all that are open.
    pub state: Option<String>,
    /// Only those of this district.
    pub district: Option<String>,
    /// Rows of a page.
    pub limit: Limit,
    /// The `next` of the page before.
    pub after: Option<DueAfter>,
}

/// Where the next page of a list by due day begins: `day~key`, the key being the number or the id of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueAfter {
    due_on: String,
    key: String,
}

impl FromStr for DueAfter {
    type Err = InputFault;

    fn from_str(text: &str) -> Result<Self, InputFault> {
        let invalid = InputFault::new("cursor_invalid");
        let (day, key) = text.split_once('~').ok_or(invalid)?;
        let sign = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        if !(1..=64).contains(&key.len()) || !key.bytes().all(sign) {
            return Err(invalid);
        }
        Ok(Self {
            due_on: day.parse::<Day>().map_err(|_| invalid)?.to_string(),
            key: key.to_owned(),
        })
    }
}

impl DueAfter {
    /// The day and the key.
    pub(crate) fn parts(&self) -> (&str, &str) {
        (&self.due_on, &self.key)
    }
}

impl fmt::Display for DueAfter {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}~{}", self.due_on, self.key)
    }
}

impl DueQuery {
    /// `$1` to `$5` of a list: state, district, the day and the key after which the page begins, rows.
    pub(crate) fn values(&self) -> [Value; 5] {
        let (due, key) = self
            .after
            .as_ref()
            .map(|after| (after.due_on.as_str(), after.key.as_str()))
            .unwrap_or_default();
        [
            self.state.clone().unwrap_or_default().into(),
            self.district.clone().unwrap_or_default().into(),
            due.into(),
            key.into(),
            self.limit.and_one().into(),
        ]
    }

    /// The page of these rows; `place` gives the day and the key of one.
    pub(crate) fn page<T>(
        &self,
        rows: Vec<T>,
        place: impl for<'a> Fn(&'a T) -> (&'a str, &'a str),
    ) -> Page<T> {
        Page::cut(rows, self.limit, |row| {
            let (due, key) = place(row);
            format!("{due}~{key}")
        })
    }
}

/// The id after which a page begins, as a value of its statement; empty where it is the first.
pub(super) fn after_id(after: Option<impl fmt::Display>) -> Value {
    after.map(|id| id.to_string()).unwrap_or_default().into()
}

impl<T> Page<T> {
    /// Cuts the extra row off and takes the cursor from the last row that stays.
    pub(crate) fn cut(mut rows: Vec<T>, limit: Limit, cursor: impl Fn(&T) -> String) -> Self {
        let more = rows.len() > limit.rows();
        rows.truncate(limit.rows());
        let next = if more { rows.last().map(cursor) } else { None };
        Self { items: rows, next }
    }
}
