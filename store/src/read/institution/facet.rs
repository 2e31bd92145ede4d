//! How a list is spread over districts, classes, stages and states.

use domain::institution::Status;
use domain::words::{Class, District, Stage};
use sea_orm::sqlx::{self, Row as _};
use serde::{Deserialize, Serialize};

/// So many institutions are looked at: a list of more says `1,000+`.
pub(super) const SEEN_MAX: usize = 1_000;

/// A part of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Share {
    /// The code that its institutions have in common.
    pub code: &'static str,
    /// How many were seen.
    pub count: usize,
    /// Whether there may be more of them.
    pub more: bool,
}

/// A number of institutions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Counted {
    /// How many were seen.
    pub count: usize,
    /// Whether there may be more of them.
    pub more: bool,
}

/// How a list is spread; what nothing falls to is left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Facets {
    /// All of the list.
    pub total: Counted,
    /// By district, in the order of their codes.
    pub district: Vec<Share>,
    /// By class; one of several is counted in each.
    pub class: Vec<Share>,
    /// By stage; one that teaches several is counted in each.
    pub stage: Vec<Share>,
    /// By whether it works.
    pub status: Vec<Share>,
}

/// What is counted of one institution: its district, classes, stages and status.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Cells(String, String, i64, i64, String);

/// The columns of [`Cells`] as one value.
pub(super) const CELLS: &str = "json_array(district, class, more_classes, stages, status)";

pub(super) fn cells_of_sqlite(row: &sqlx::sqlite::SqliteRow) -> Result<Vec<Cells>, sqlx::Error> {
    serde_json::from_str(row.try_get(0)?).map_err(|fault| sqlx::Error::Decode(Box::new(fault)))
}

pub(super) fn cells_of_postgres(row: &sqlx::postgres::PgRow) -> Result<Cells, sqlx::Error> {
    Ok(Cells(
        row.try_get(0)?,
        row.try_get(1)?,
        row.try_get(2)?,
        row.try_get(3)?,
        row.try_get(4)?,
    ))
}

/// Counts the institutions; one more than are looked at says only that there are more.
pub(super) fn counted(cells: &[Cells]) -> Facets {
    let beyond = cells.len() > SEEN_MAX;
    let seen = cells.get(..SEEN_MAX).unwrap_or(cells);
    let spread = |codes: Vec<&'static str>, falls: &dyn Fn(&Cells, &str) -> bool| {
        codes
            .into_iter()
            .map(|code| (code, seen.iter().filter(|one| falls(one, code)).count()))
            .filter(|(_, count)| *count > 0)
            .map(|(code, count)| Share {
                code,
                count,
                more: beyond,
            })
            .collect()
    };
    let bit = |code: &str| Stage::from_code(code).map_or(0, |stage| i64::from(stage.bit()));
    let more = |code: &str| Class::from_code(code).map_or(0, |class| i64::from(class.bit()));
    Facets {
        total: Counted {
            count: seen.len(),
            more: beyond,
        },
        district: spread(codes(District::ALL, District::code), &|one, code| {
            one.0 == code
        }),
        class: spread(codes(Class::ALL, Class::code), &|one, code| {
            one.1 == code || one.2 & more(code) != 0
        }),
        stage: spread(codes(Stage::ALL, Stage::code), &|one, code| {
            one.3 & bit(code) != 0
        }),
        status: spread(codes(Status::ALL, Status::code), &|one, code| one.4 == code),
    }
}

fn codes<T: Copy>(all: &[T], code: fn(T) -> &'static str) -> Vec<&'static str> {
    all.iter().copied().map(code).collect()
}
