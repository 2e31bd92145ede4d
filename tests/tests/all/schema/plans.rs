//! How the databases read a list: along an index that has its order, so that a page costs no more when there are more rows.

use domain::access::{Actor, Grant, Role, decide, permit};
use domain::words::{AccountId, AuthorityId, Day, Instant};
use sea_orm::{ConnectionTrait as _, Database, DatabaseConnection, DbBackend, Statement};
use store::read::{DueQuery, application};
use tests::{Db, db_test};

db_test!(
    lists_of_applications_are_read_along_an_index_by_those_who_see_everything,
    lists_of_applications_of_an_authority_are_read_along_an_index,
);

fn today() -> Day {
    "2026-11-27".parse().unwrap()
}

fn reader(role: Role) -> Grant<permit::ReadDesk> {
    let start = Instant::from_millis(0);
    let actor = Actor::Account {
        id: AccountId::new(start, [1; 10]),
        role,
        name: "somebody".to_owned(),
        authorities: vec![AuthorityId::new(start, [2; 10])],
        institution: None,
        certificate: None,
    };
    decide(&actor, today()).unwrap()
}

/// The steps of the plan of this list, with the values of its first page in their places.
async fn plan(rows: &DatabaseConnection, role: Role, state: Option<&str>) -> Vec<String> {
    let query = DueQuery {
        state: state.map(str::to_owned),
        ..DueQuery::default()
    };
    let mut sql = application::list_statement(&reader(role), &query, today());
    let state = format!("'{}'", state.unwrap_or_default());
    for (place, value) in [
        ("$1", state.as_str()),
        ("$2", "''"),
        ("$3", "''"),
        ("$4", "''"),
        ("$5", "21"),
    ] {
        sql = sql.replace(place, value);
    }
    let backend = rows.get_database_backend();
    let (explain, column) = match backend {
        DbBackend::Postgres => ("EXPLAIN", "QUERY PLAN"),
        _ => ("EXPLAIN QUERY PLAN", "detail"),
    };
    let statement = Statement::from_string(backend, format!("{explain} {sql}"));
    let found = rows.query_all_raw(statement).await.unwrap();
    found
        .iter()
        .map(|row| row.try_get("", column).unwrap())
        .collect()
}

/// Every list of somebody with this role, each with its plan.
async fn read_in_order(db: &Db, role: Role) {
    let rows = Database::connect(db.url()).await.unwrap();
    if rows.get_database_backend() == DbBackend::Postgres {
        // A table without rows is read faster as a whole: the planner is asked what it can do, not what it likes.
        for setting in ["enable_seqscan", "enable_bitmapscan"] {
            let off = format!("ALTER DATABASE \"{}\" SET {setting} = off", name(db));
            rows.execute_unprepared(&off).await.unwrap();
        }
        rows.clone().close().await.unwrap();
    }
    let rows = Database::connect(db.url()).await.unwrap();
    for state in [None, Some("open"), Some("overdue")] {
        let steps = plan(&rows, role, state).await;
        let whole = steps.join("\n");
        let sorts = whole.contains("TEMP B-TREE") || whole.contains("Sort");
        assert!(!sorts, "{role} {state:?}: {whole}");
        assert!(whole.contains("application_"), "{role} {state:?}: {whole}");
    }
    rows.close().await.unwrap();
}

fn name(db: &Db) -> String {
    let url = db.url();
    let path = url.rsplit('/').next().unwrap_or_default();
    path.split('?').next().unwrap_or_default().to_owned()
}

async fn lists_of_applications_are_read_along_an_index_by_those_who_see_everything(db: Db) {
    read_in_order(&db, Role::Director).await;
}

async fn lists_of_applications_of_an_authority_are_read_along_an_index(db: Db) {
    read_in_order(&db, Role::Officer).await;
}
