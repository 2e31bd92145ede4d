//! A connection of the test's own beside the store: it counts rows, and changes them behind the store's back.

use std::collections::BTreeMap;
use std::time::Duration;

use sea_orm::{
    ConnectionTrait as _, Database, DatabaseConnection, DbBackend, QueryResult, Statement,
};

use crate::Db;

/// How long a test waits for rows; the tests build without optimisation.
const WAIT_MAX: Duration = Duration::from_secs(40);

/// How many rows each table has, and the sum of their versions where it has any.
pub type Census = BTreeMap<String, (i64, i64)>;

/// The rows of one database.
#[derive(Debug, Clone)]
pub struct Rows {
    connection: DatabaseConnection,
}

impl Rows {
    /// The rows of this database.
    ///
    /// # Panics
    /// Where it does not open.
    pub async fn of(db: &Db) -> Self {
        let connection = Database::connect(db.url())
            .await
            .expect("the database of the test opens");
        Self { connection }
    }

    /// How many rows `from` has, where `from` is what follows FROM.
    ///
    /// # Panics
    /// Where the database refuses.
    pub async fn count(&self, from: &str) -> i64 {
        self.number(&format!("SELECT COUNT(*) AS value FROM {from}"))
            .await
    }

    /// The column `value`, a whole number, of the first row of a query.
    ///
    /// # Panics
    /// Where there is no such row.
    pub async fn number(&self, sql: &str) -> i64 {
        let rows = self.query(sql).await;
        rows.first()
            .and_then(|row| row.try_get("", "value").ok())
            .unwrap_or_else(|| panic!("no number: {sql}"))
    }

    /// The column `value`, a text, of all rows of a query.
    ///
    /// # Panics
    /// Where a row has none.
    pub async fn texts(&self, sql: &str) -> Vec<String> {
        let rows = self.query(sql).await;
        rows.iter()
            .map(|row| row.try_get("", "value").expect("a text named value"))
            .collect()
    }

    /// Changes rows behind the back of the store, and answers how many.
    ///
    /// # Panics
    /// Where the database refuses.
    pub async fn set(&self, sql: &str) -> u64 {
        self.try_set(sql)
            .await
            .unwrap_or_else(|words| panic!("{sql}: {words}"))
    }

    /// Tries to change rows behind the back of the store.
    ///
    /// # Errors
    /// The words with which the database refuses.
    pub async fn try_set(&self, sql: &str) -> Result<u64, String> {
        let done = self.connection.execute_unprepared(sql).await;
        done.map(|done| done.rows_affected())
            .map_err(|fault| fault.to_string())
    }

    /// Takes the guards away that keep acts and seals as they are, as only the owner of the database can.
    ///
    /// # Panics
    /// Where the database refuses.
    pub async fn lift_guards(&self) {
        let sql = match self.connection.get_database_backend() {
            DbBackend::Sqlite => {
                "SELECT 'DROP TRIGGER ' || name AS value FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN ('act', 'seal')"
            }
            _ => {
                "SELECT DISTINCT 'DROP TRIGGER ' || trigger_name || ' ON ' || event_object_table AS value \
                 FROM information_schema.triggers WHERE event_object_table IN ('act', 'seal')"
            }
        };
        for drop in self.texts(sql).await {
            self.set(&drop).await;
        }
    }

    /// Waits until `from` has `count` rows.
    ///
    /// # Panics
    /// Where it has another number of rows after forty seconds.
    pub async fn until(&self, from: &str, count: i64) {
        let pause = Duration::from_millis(50);
        let mut waited = Duration::ZERO;
        while self.count(from).await != count {
            if waited > WAIT_MAX {
                panic!("{from} has {} rows, not {count}", self.count(from).await);
            }
            waited += pause;
            tokio::time::sleep(pause).await;
        }
    }

    /// Waits until `from` has rows.
    ///
    /// # Panics
    /// Where it has none after forty seconds.
    pub async fn until_some(&self, from: &str) {
        let pause = Duration::from_millis(50);
        let mut waited = Duration::ZERO;
        while self.count(from).await == 0 {
            assert!(waited < WAIT_MAX, "{from} has no row");
            waited += pause;
            tokio::time::sleep(pause).await;
        }
    }

    /// Counts every table of the database.
    ///
    /// # Panics
    /// Where the database refuses.
    pub async fn census(&self) -> Census {
        let parts: Vec<String> = self
            .tables()
            .await
            .iter()
            .map(|(table, versioned)| {
                let versions = if *versioned {
                    "COALESCE(CAST(SUM(version) AS BIGINT), 0)"
                } else {
                    "CAST(0 AS BIGINT)"
                };
                format!(
                    "SELECT '{table}' AS name, COUNT(*) AS rows, {versions} AS versions FROM {table}"
                )
            })
            .collect();
        let rows = self.query(&parts.join(" UNION ALL ")).await;
        rows.iter()
            .map(|row| {
                let name = row.try_get("", "name").expect("a name");
                let count = row.try_get("", "rows").expect("a count");
                (name, (count, row.try_get("", "versions").expect("a sum")))
            })
            .collect()
    }

    /// The tables by name, each with whether its rows have a version.
    async fn tables(&self) -> Vec<(String, bool)> {
        let sql = match self.connection.get_database_backend() {
            DbBackend::Sqlite => {
                "SELECT m.name AS value, (SELECT COUNT(*) FROM pragma_table_info(m.name) p WHERE p.name = 'version') AS versioned \
                 FROM sqlite_master m WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' AND m.name NOT LIKE 'seaql%' AND m.name NOT LIKE '%search%'"
            }
            _ => {
                "SELECT t.table_name::text AS value, (SELECT COUNT(*) FROM information_schema.columns c \
                 WHERE c.table_name = t.table_name AND c.column_name = 'version') AS versioned \
                 FROM information_schema.tables t WHERE t.table_schema = 'public' AND t.table_name NOT LIKE 'seaql%' AND t.table_name NOT LIKE '%search%'"
            }
        };
        let rows = self.query(sql).await;
        rows.iter()
            .map(|row| {
                let versioned: i64 = row.try_get("", "versioned").expect("a count");
                (row.try_get("", "value").expect("a name"), versioned > 0)
            })
            .collect()
    }

    async fn query(&self, sql: &str) -> Vec<QueryResult> {
        let statement = Statement::from_string(self.connection.get_database_backend(), sql);
        let rows = self.connection.query_all_raw(statement).await;
        rows.unwrap_or_else(|fault| panic!("{sql}: {fault}"))
    }
}
