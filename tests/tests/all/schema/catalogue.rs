//! A database's catalogue as lines that are the same on both databases where the schema is.

use std::collections::BTreeSet;

use sea_orm::{
    ConnectionTrait as _, Database, DatabaseConnection, DbBackend, QueryResult, Statement,
};
use tests::Db;

/// Tables that only one database has, or that are made otherwise there: the search index of names with the tables that
/// each keeps for it, and the migrator's own list.
pub(super) const EXCEPTIONS: &[&str] = &[
    "institution_search",
    "institution_search_config",
    "institution_search_data",
    "institution_search_docsize",
    "institution_search_idx",
    "institution_posting",
    "seaql_migrations",
];

/// Columns of each table, with kind and whether they may be empty.
const COLUMNS_SQLITE: &str = "SELECT m.name, p.name || ' ' || LOWER(p.type) || CASE p.\"notnull\" WHEN 1 THEN '' ELSE ' or empty' END \
     FROM sqlite_master m JOIN pragma_table_info(m.name) p WHERE m.type = 'table'";
const COLUMNS_POSTGRES: &str = "SELECT table_name::text, column_name || ' ' || data_type || CASE is_nullable WHEN 'NO' THEN '' ELSE ' or empty' END \
     FROM information_schema.columns WHERE table_schema = 'public'";

/// Indexes in the order of their columns; those without a name of their own come from a constraint.
const INDEXES_SQLITE: &str = "SELECT name, \
     CASE origin WHEN 'c' THEN 'index ' || index_name ELSE CASE origin WHEN 'pk' THEN 'primary key' ELSE 'constraint' END END \
     || CASE is_unique WHEN 1 THEN ' unique' ELSE '' END || ' (' || GROUP_CONCAT(column_name, ', ') || ')' FROM ( \
     SELECT m.name, l.name AS index_name, l.origin, l.\"unique\" AS is_unique, i.name AS column_name \
     FROM sqlite_master m JOIN pragma_index_list(m.name) l JOIN pragma_index_info(l.name) i WHERE m.type = 'table' \
     ORDER BY m.name, l.name, i.seqno) GROUP BY name, index_name, origin, is_unique";
/// On SQLite the integer primary key is the row itself and has no index.
const ROWIDS_SQLITE: &str = "SELECT m.name, 'primary key unique (' || p.name || ')' FROM sqlite_master m JOIN pragma_table_info(m.name) p \
     WHERE m.type = 'table' AND p.pk = 1 AND NOT EXISTS (SELECT 1 FROM pragma_index_list(m.name) l WHERE l.origin = 'pk')";
const INDEXES_POSTGRES: &str = "SELECT t.relname::text, \
     CASE WHEN x.indisprimary THEN 'primary key' WHEN EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = x.indexrelid AND c.contype = 'u') \
     THEN 'constraint' ELSE 'index ' || i.relname END || CASE WHEN x.indisunique THEN ' unique' ELSE '' END || ' (' || \
     (SELECT string_agg(a.attname, ', ' ORDER BY k.place) FROM unnest(x.indkey) WITH ORDINALITY AS k(number, place) \
     JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.number) || ')' \
     FROM pg_index x JOIN pg_class t ON t.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid \
     JOIN pg_namespace n ON n.oid = t.relnamespace WHERE n.nspname = 'public'";

/// Foreign keys; each has one column here.
const REFERENCES_SQLITE: &str = "SELECT m.name, 'references ' || f.\"table\" || ' (' || f.\"to\" || ') by ' || f.\"from\" || ' on delete ' || \
     LOWER(f.on_delete) FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table'";
const REFERENCES_POSTGRES: &str = "SELECT t.relname::text, 'references ' || r.relname || ' (' || b.attname || ') by ' || a.attname || ' on delete ' || \
     CASE c.confdeltype WHEN 'a' THEN 'no action' ELSE c.confdeltype::text END FROM pg_constraint c \
     JOIN pg_class t ON t.oid = c.conrelid JOIN pg_class r ON r.oid = c.confrelid \
     JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = c.conkey[1] \
     JOIN pg_attribute b ON b.attrelid = r.oid AND b.attnum = c.confkey[1] WHERE c.contype = 'f'";

pub(super) async fn connect(db: &Db) -> DatabaseConnection {
    Database::connect(db.url()).await.unwrap()
}

/// The first two columns of a query.
pub(super) async fn pairs(rows: &DatabaseConnection, sql: &str) -> Vec<(String, String)> {
    let statement = Statement::from_string(rows.get_database_backend(), sql);
    let found = rows.query_all_raw(statement).await.unwrap();
    let text = |row: &QueryResult, index| row.try_get_by_index::<String>(index).unwrap();
    found
        .iter()
        .map(|row| (text(row, 0), text(row, 1)))
        .collect()
}

/// One line for each column, key, constraint, index and reference, but those of the named exceptions.
pub(super) async fn lines(rows: &DatabaseConnection) -> BTreeSet<String> {
    let queries: &[&str] = match rows.get_database_backend() {
        DbBackend::Postgres => &[COLUMNS_POSTGRES, INDEXES_POSTGRES, REFERENCES_POSTGRES],
        _ => &[
            COLUMNS_SQLITE,
            INDEXES_SQLITE,
            ROWIDS_SQLITE,
            REFERENCES_SQLITE,
        ],
    };
    let mut lines = BTreeSet::new();
    for sql in queries {
        for (table, line) in pairs(rows, sql).await {
            if !EXCEPTIONS.contains(&table.as_str()) {
                lines.insert(format!("{table}: {}", line.replace(" bytea", " blob")));
            }
        }
    }
    lines
}
