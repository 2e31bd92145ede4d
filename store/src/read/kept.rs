//! Items of a source that could not be filed, for the administrator.

use domain::access::{Grant, permit};
use sea_orm::FromQueryResult;

use crate::Fault;
use crate::connect::Store;

/// How many are shown; the count tells of more.
const SHOWN: i64 = 20;

/// Items kept aside that nobody has put right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// How many there are.
    pub count: i64,
    /// The newest of them.
    pub items: Vec<KeptItem>,
}

/// One item. What it says stays sealed: it is a complaint, and the administrator reads none.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct KeptItem {
    /// The source that sent it.
    pub source: String,
    /// Its number there, or `sha256:` and a digest where it bears none.
    pub source_number: String,
    /// `field:code` of what was wrong, or a code of its form.
    pub reason: String,
    /// When it came, in milliseconds since 1970.
    pub created_at: i64,
}

/// One that the source sent again in order has been filed under its number, and waits no longer.
const WAITING: &str = "FROM source_item_kept k WHERE NOT EXISTS (SELECT 1 FROM complaint c \
     WHERE c.channel = k.source AND c.source_number = k.source_number)";

/// The items that wait for somebody, newest first.
///
/// # Errors
/// Faults of the database.
pub async fn waiting(store: &Store, _grant: &Grant<permit::ReadJobs>) -> Result<Kept, Fault> {
    #[derive(FromQueryResult)]
    struct Count {
        count: i64,
    }
    let count: Option<Count> = store
        .row(&format!("SELECT COUNT(*) AS count {WAITING}"), [])
        .await?;
    let items = store
        .rows(
            &format!(
                "SELECT k.source, k.source_number, k.reason, k.created_at {WAITING} \
                 ORDER BY k.created_at DESC, k.id DESC LIMIT $1"
            ),
            [SHOWN.into()],
        )
        .await?;
    Ok(Kept {
        count: count.map_or(0, |row| row.count),
        items,
    })
}
