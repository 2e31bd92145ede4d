//! Every row of a database as text, whatever its columns are.

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::{ConnectionTrait as _, DatabaseConnection, DbBackend, QueryResult, Statement};

/// Every row of every table as text, with the name of its table.
pub(crate) type Dump = BTreeSet<(String, String)>;

const TABLES_POSTGRES: &str = "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public' \
     AND tablename NOT IN ('institution_search', 'institution_posting', 'institution_near', 'seaql_migrations')";
const COLUMNS_SQLITE: &str = "SELECT m.name || '.' || p.name FROM sqlite_master m JOIN pragma_table_info(m.name) p \
     WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name NOT LIKE 'institution_search%' AND m.name <> 'institution_near' \
     AND m.name <> 'seaql_migrations' ORDER BY m.name, p.cid";

fn text(row: &QueryResult, index: usize) -> String {
    row.try_get_by_index(index).unwrap()
}

async fn query(rows: &DatabaseConnection, sql: &str) -> Vec<QueryResult> {
    let statement = Statement::from_string(rows.get_database_backend(), sql);
    rows.query_all_raw(statement).await.unwrap()
}

/// The first column of the rows of a query.
pub(crate) async fn texts(rows: &DatabaseConnection, sql: &str) -> Vec<String> {
    query(rows, sql)
        .await
        .iter()
        .map(|row| text(row, 0))
        .collect()
}

/// All tables but the search index and the migrator's own list.
pub(crate) async fn of(rows: &DatabaseConnection) -> Dump {
    let selects = match rows.get_database_backend() {
        DbBackend::Postgres => postgres(rows).await,
        _ => sqlite(rows).await,
    };
    let found = query(rows, &selects.join(" UNION ALL ")).await;
    found
        .iter()
        .map(|row| (text(row, 0), text(row, 1)))
        .collect()
}

async fn postgres(rows: &DatabaseConnection) -> Vec<String> {
    let tables = texts(rows, TABLES_POSTGRES).await.into_iter();
    tables
        .map(|table| format!("SELECT '{table}', t::text FROM {table} t"))
        .collect()
}

async fn sqlite(rows: &DatabaseConnection) -> Vec<String> {
    let mut tables: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for column in texts(rows, COLUMNS_SQLITE).await {
        let (table, column) = column.split_once('.').unwrap();
        // A sealed value is shown as it lies there, a text as text.
        let shown = format!(
            "CASE typeof({column}) WHEN 'blob' THEN hex({column}) ELSE quote({column}) END"
        );
        tables.entry(table.to_owned()).or_default().push(shown);
    }
    let selects = tables.into_iter().map(|(table, columns)| {
        format!(
            "SELECT '{table}', {} FROM {table}",
            columns.join(" || ',' || ")
        )
    });
    selects.collect()
}
