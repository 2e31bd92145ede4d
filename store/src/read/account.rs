//! Accounts, for the administrator, and colleagues, for the choice of a second officer.

use domain::access::{Action, Grant, Scope, permit};
use domain::words::{AccountId, Day};
use sea_orm::FromQueryResult;
use serde::Serialize;

use super::{Limit, Page};

use crate::Fault;
use crate::connect::Store;
use crate::repo;

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

/// One account as the administrator sees it.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct AccountEntry {
    /// The account.
    #[sea_orm(nested)]
    pub account: AccountRow,
    /// Ids of its authorities, with commas between.
    pub authorities: String,
    /// Name of the institution it speaks for.
    pub institution: Option<String>,
    /// When its holder last signed in, in milliseconds since 1970.
    pub signed_in_at: Option<i64>,
}

const ENTRY: &str = "SELECT a.id, a.login, a.role, a.person_name, a.certificate_number, a.certificate_valid_until, a.disabled_at, \
     a.authorities, i.name AS institution, (SELECT MAX(s.created_at) FROM session s WHERE s.account_id = a.id) AS signed_in_at \
     FROM account a LEFT JOIN institution i ON i.id = a.institution_id";

/// A page of the accounts by login.
///
/// # Errors
/// Faults of the database.
pub async fn page(
    store: &Store,
    _grant: &Grant<permit::ManageAccounts>,
    limit: Limit,
    after: Option<&str>,
) -> Result<Page<AccountEntry>, Fault> {
    let rows: Vec<AccountEntry> = store
        .rows(
            &format!("{ENTRY} WHERE a.login > $1 ORDER BY a.login LIMIT $2"),
            [after.unwrap_or_default().into(), limit.and_one().into()],
        )
        .await?;
    Ok(Page::cut(rows, limit, |row| row.account.login.clone()))
}

/// One account.
///
/// # Errors
/// [`Fault::NotFound`].
pub async fn by_id(
    store: &Store,
    _grant: &Grant<permit::ManageAccounts>,
    id: AccountId,
) -> Result<AccountEntry, Fault> {
    store
        .row(&format!("{ENTRY} WHERE a.id = $1"), [id.to_string().into()])
        .await?
        .ok_or(Fault::NotFound)
}

/// One authority.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct AuthorityRow {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
}

/// The authorities an account may work for, the one founded first first.
///
/// # Errors
/// Faults of the database.
pub async fn authorities(
    store: &Store,
    _grant: &Grant<permit::ManageAccounts>,
) -> Result<Vec<AuthorityRow>, Fault> {
    store
        .rows("SELECT id, name FROM authority ORDER BY created_at, id", [])
        .await
}

/// The officers of the scope's authorities who may investigate: by their role, and with a certificate on `today`.
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
                "SELECT {COLUMNS}, authorities FROM account WHERE disabled_at IS NULL AND certificate_valid_until IS NOT NULL \
                 ORDER BY person_name, id"
            ),
            [],
        )
        .await?;
    Ok(rows
        .into_iter()
        .filter(|row| shares(grant.scope(), &row.authorities))
        .filter(|row| {
            let until = row.account.certificate_valid_until.as_deref();
            repo::investigates(&row.account.role, until, today)
        })
        .map(|row| row.account)
        .collect())
}

fn shares(scope: &Scope, authorities: &str) -> bool {
    authorities
        .split(',')
        .filter_map(|id| id.parse().ok())
        .any(|id| scope.covers_authority(id))
}

/// The colleagues of an authority who examine applications, by name: whoever goes to see premises is one of them.
///
/// # Errors
/// Faults of the database.
pub async fn examiners(
    store: &Store,
    _grant: &Grant<permit::ReadDesk>,
    authority: &str,
) -> Result<Vec<AccountRow>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        #[sea_orm(nested)]
        account: AccountRow,
        authorities: String,
    }
    let rows: Vec<Row> = store
        .rows(
            &format!("SELECT {COLUMNS}, authorities FROM account WHERE role IN ({}) AND disabled_at IS NULL ORDER BY person_name, id",
                repo::roles_of(Action::ExamineApplication)
            ),
            [],
        )
        .await?;
    Ok(rows
        .into_iter()
        .filter(|row| repo::examines(&row.account.role, &row.authorities, authority))
        .map(|row| row.account)
        .collect())
}

/// The name of the holder of an account, as colleagues see it.
pub(super) async fn name(store: &Store, account: &str) -> Result<Option<String>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        person_name: String,
    }
    let row: Option<Row> = store
        .row(
            "SELECT person_name FROM account WHERE id = $1",
            [account.into()],
        )
        .await?;
    Ok(row.map(|row| row.person_name))
}

/// The name of the holder of an account, where there is one.
pub(super) async fn name_of(
    store: &Store,
    account: Option<AccountId>,
) -> Result<Option<String>, Fault> {
    match account {
        None => Ok(None),
        Some(account) => name(store, &account.to_string()).await,
    }
}
