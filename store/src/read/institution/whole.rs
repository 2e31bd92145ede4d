//! Whole lists: all that a query finds, and by what one sees that nothing of the register has changed since.

use std::collections::BTreeMap;

use domain::words::{Day, District};
use sea_orm::sqlx::{self, Row as _};

use super::query::InstitutionQuery;
use super::walk::Bind;
use super::{HELD, InstitutionRow, SHOWN, UNMERGED, WHITE, search};
use crate::Fault;
use crate::connect::{Pool, Store, count_one};
use crate::read::Limit;

/// All that a query finds, part after part. Each part is a read of its own, so that a long list holds no connection and
/// no memory; compare [`revision`] from before with the one from after where they must belong together.
#[derive(Debug)]
pub struct Every<'a> {
    store: &'a Store,
    query: Option<InstitutionQuery>,
    today: Day,
}

impl<'a> Every<'a> {
    /// All that `query` finds, whatever its limit and its place.
    #[must_use]
    pub fn of(store: &'a Store, query: InstitutionQuery, today: Day) -> Self {
        let query = InstitutionQuery {
            limit: Limit::PART,
            after: None,
            ..query
        };
        Self {
            store,
            query: Some(query),
            today,
        }
    }

    /// The next part; none after the last.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn next(&mut self) -> Result<Option<Vec<InstitutionRow>>, Fault> {
        let Some(mut query) = self.query.take() else {
            return Ok(None);
        };
        let found = search(self.store, &query, self.today).await?;
        if let Some(next) = found.next {
            let next = next.parse();
            query.after =
                Some(next.map_err(|_| Fault::Integrity("the place in a list".to_owned()))?);
            self.query = Some(query);
        }
        Ok(Some(found.items))
    }
}

/// Changes with every change of an institution or a licence, and with every list that is shown or taken back: how many
/// there are, and how often they were changed. Two equal ones mean the same register.
///
/// # Errors
/// Faults of the database.
pub async fn revision(store: &Store) -> Result<String, Fault> {
    const SQL: &str = "SELECT \
         (SELECT CAST(COUNT(*) AS TEXT) || '.' || CAST(COALESCE(SUM(version), 0) AS TEXT) FROM institution) \
         || '.' || (SELECT CAST(COALESCE(SUM(version), 0) AS TEXT) FROM register_import), \
         (SELECT CAST(COUNT(*) AS TEXT) || '.' || CAST(COALESCE(SUM(version), 0) AS TEXT) FROM licence)";
    let parts = pairs(store, SQL.to_owned(), Vec::new()).await?;
    let parts = parts
        .iter()
        .map(|(institutions, licences)| format!("{institutions}-{licences}"));
    Ok(parts.collect())
}

/// How many institutions of each district stand on the white list; districts without one are left out.
///
/// # Errors
/// Faults of the database.
pub async fn white_by_district(
    store: &Store,
    today: Day,
) -> Result<BTreeMap<District, u64>, Fault> {
    let sql = format!(
        "SELECT i.district, CAST(COUNT(*) AS TEXT) FROM institution i {HELD} WHERE {WHITE}$1 AND {SHOWN} AND {UNMERGED} GROUP BY i.district"
    );
    let counted = pairs(store, sql, vec![Bind::Text(today.to_string())]).await?;
    counted
        .into_iter()
        .map(|(district, count)| {
            let district = District::from_code(&district);
            district
                .zip(count.parse().ok())
                .ok_or_else(|| Fault::Integrity("the district of an institution".to_owned()))
        })
        .collect()
}

async fn pairs(
    store: &Store,
    sql: String,
    values: Vec<Bind>,
) -> Result<Vec<(String, String)>, Fault> {
    count_one();
    Ok(match store.hot() {
        Pool::Sqlite(hot) => super::run!(hot, sql, values, |row| Ok::<_, sqlx::Error>((
            row.try_get(0)?,
            row.try_get(1)?
        ))),
        Pool::Postgres(hot) => super::run!(hot, sql, values, |row| Ok::<_, sqlx::Error>((
            row.try_get(0)?,
            row.try_get(1)?
        ))),
    })
}
