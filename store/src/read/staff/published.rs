//! What the public reads of the staff of an institution: as often as it looks one up, so on the connections that are kept
//! for that.

use domain::staff::listed::ROWS_MAX;
use sea_orm::sqlx::{self, Row as _};
use serde::Serialize;

use crate::Fault;
use crate::connect::{Pool, Store, count_one};
use crate::read::institution::{Bind, is_of, run};

/// Who teaches what, and by which certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PublishedStaff {
    /// Name.
    pub name: String,
    /// `teacher` or `research`.
    pub post: String,
    /// What is taught.
    pub subject: String,
    /// `teacher` or `professional`; nothing where the institution named none.
    pub certificate: Option<String>,
    /// Number of the certificate; empty where there is none.
    pub certificate_number: String,
}

/// As many people as a list of staff may have at once; who teaches at an entry that was merged into this one teaches here.
fn sql() -> String {
    format!(
        "SELECT name, post, subject, certificate, certificate_number FROM staff_member \
         WHERE {} AND left_on IS NULL AND post IN ('teacher', 'research') ORDER BY id LIMIT {ROWS_MAX}",
        is_of("institution_id", "$1")
    )
}

macro_rules! read {
    ($name:ident, $row:ty) => {
        fn $name(row: &$row) -> Result<PublishedStaff, sqlx::Error> {
            Ok(PublishedStaff {
                name: row.try_get(0)?,
                post: row.try_get(1)?,
                subject: row.try_get(2)?,
                certificate: row.try_get(3)?,
                certificate_number: row.try_get(4)?,
            })
        }
    };
}
read!(of_sqlite, sqlx::sqlite::SqliteRow);
read!(of_postgres, sqlx::postgres::PgRow);

/// Who teaches at an institution now. Information on the qualification of teachers is displayed (opinion of 2021); nothing
/// asks for the others.
///
/// # Errors
/// Faults of the database.
pub async fn published(store: &Store, institution: &str) -> Result<Vec<PublishedStaff>, Fault> {
    let values = [Bind::Text(institution.to_owned())];
    count_one();
    Ok(match store.hot() {
        Pool::Sqlite(hot) => run!(hot, sql(), values, of_sqlite),
        Pool::Postgres(hot) => run!(hot, sql(), values, of_postgres),
    })
}
