//! Accounts, for the administrator, and colleagues, for the choice of a second officer.

use domain::access::{Grant, Scope, permit};
use domain::words::Day;
use sea_orm::FromQueryResult;
use serde::Serialize;

use crate::Fault;
use crate::connect::Store;

/// One account.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult, Serialize)]
pub struct AccountRow {
    /// Its id.
    pub id: String,
    /// Login.
    pub login: String,
    /// Role code.
    pub role: String,
    /// Holder's name.
    pub person_name: String,
    /// Number of the enforcement certificate.
    pub certificate_number: Option<String>,
    /// Its last day.
    pub certificate_valid_until: Option<String>,
    /// When it was closed, in milliseconds since 1970.
    pub disabled_at: Option<i64>,
}

const COLUMNS: &str =
    "id, login, role, person_name, certificate_number, certificate_valid_until, disabled_at";

/// All accounts by login. A bureau has some hundreds at most.
///
/// # Errors
/// Faults of the database.
pub async fn list(
    store: &Store,
    _grant: &Grant<permit::ManageAccounts>,
) -> Result<Vec<AccountRow>, Fault> {
    store
        .rows(
            &format!("SELECT {COLUMNS} FROM account ORDER BY login LIMIT 2000"),
            [],
        )
        .await
}

/// The officers of the scope's authorities who hold a certificate on `today`.
///
/// # Errors
/// Faults of the database.
pub async fn certified(
    store: &Store,
    grant: &Grant<permit::ReadDesk>,
    today: Day,
) -> Result<Vec<AccountRow>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        #[sea_orm(nested)]
        account: AccountRow,
        authorities: String,
    }
    let rows: Vec<Row> = store
        .rows(
            &format!(
                "SELECT {COLUMNS}, authorities FROM account WHERE disabled_at IS NULL AND certificate_valid_until >= $1 \
                 ORDER BY person_name, id"
            ),
            [today.to_string().into()],
        )
        .await?;
    Ok(rows
        .into_iter()
        .filter(|row| shares(grant.scope(), &row.authorities))
        .map(|row| row.account)
        .collect())
}

fn shares(scope: &Scope, authorities: &str) -> bool {
    authorities
        .split(',')
        .filter_map(|id| id.parse().ok())
        .any(|id| scope.covers_authority(id))
}
