//! The two databases hold the same tables, columns, keys, constraints, references and indexes.

use sea_orm::ConnectionTrait as _;
use tests::db::block_on;
use tests::{Db, Kind, db_test};

use super::catalogue::{EXCEPTIONS, connect, lines, pairs};

#[test]
fn both_catalogues_are_the_same_but_for_the_named_exceptions() {
    block_on(async {
        let sqlite = Db::fresh(Kind::Sqlite, "parity").await.unwrap();
        let Some(postgres) = Db::fresh(Kind::Postgres, "parity").await else {
            return;
        };
        let (left, right) = (connect(&sqlite).await, connect(&postgres).await);
        let (of_sqlite, of_postgres) = (lines(&left).await, lines(&right).await);
        let only_left: Vec<_> = of_sqlite.difference(&of_postgres).collect();
        let only_right: Vec<_> = of_postgres.difference(&of_sqlite).collect();
        assert!(
            only_left.is_empty() && only_right.is_empty(),
            "only on SQLite: {only_left:#?}\nonly on PostgreSQL: {only_right:#?}"
        );
        assert!(
            of_sqlite.len() > 250,
            "only {} lines were read",
            of_sqlite.len()
        );
        // Two that the catalogue must hold, so that an empty reading does not pass.
        for line in [
            "notice: constraint unique (dedupe_key)",
            "violation_case: references complaint (id) by complaint_id on delete no action",
            "complaint: index complaint_queue (authority_id, open, due_on, number)",
            "idempotency_key: primary key unique (scope, request_key)",
            "complaint: contact_email_sealed blob or empty",
        ] {
            assert!(of_sqlite.contains(line), "{line}");
        }
        left.close().await.unwrap();
        right.close().await.unwrap();
    });
}

#[test]
fn text_sorts_by_its_bytes_on_postgresql_as_it_does_on_sqlite() {
    block_on(async {
        let Some(db) = Db::fresh(Kind::Postgres, "collation").await else {
            return;
        };
        let rows = connect(&db).await;
        let sql = "SELECT table_name::text, column_name::text FROM information_schema.columns WHERE table_schema = 'public' \
                   AND data_type IN ('text', 'character varying') AND COALESCE(collation_name, '') <> 'C'";
        let mut strange = pairs(&rows, sql).await;
        strange.retain(|(table, _)| !EXCEPTIONS.contains(&table.as_str()));
        assert_eq!(strange, []);
        rows.close().await.unwrap();
    });
}

db_test!(
    acts_and_seals_are_never_changed_and_never_deleted,
    instants_and_sums_are_whole_numbers_of_eight_bytes,
);

async fn acts_and_seals_are_never_changed_and_never_deleted(db: Db) {
    let rows = connect(&db).await;
    let act = "INSERT INTO act VALUES ('act_1', 1, 'a', 'r', 'p', 'k', 's', 'v', '{}', '', 'd')";
    rows.execute_unprepared(act).await.unwrap();
    let seal = "INSERT INTO seal VALUES (1, 'act_1', 'd', 'c')";
    rows.execute_unprepared(seal).await.unwrap();
    for change in [
        "UPDATE act SET reason = 'other'",
        "DELETE FROM act",
        "UPDATE seal SET chain = 'other'",
        "DELETE FROM seal",
    ] {
        let refused = rows
            .execute_unprepared(change)
            .await
            .unwrap_err()
            .to_string();
        assert!(refused.contains("append_only"), "{change}: {refused}");
    }
    rows.close().await.unwrap();
}

async fn instants_and_sums_are_whole_numbers_of_eight_bytes(db: Db) {
    let rows = connect(&db).await;
    let named = |line: &&String| {
        let column = line.split(' ').nth(1).unwrap_or_default();
        column.ends_with("_at") || column.ends_with("_fen") || column.ends_with("_until")
    };
    let lines = lines(&rows).await;
    let columns: Vec<_> = lines.iter().filter(named).collect();
    assert!(columns.len() > 30, "{columns:?}");
    for line in columns {
        // A day is text: these are days, not instants.
        let days = ["valid_until", "certificate_valid_until", "publicised_until"];
        let is_day = days.iter().any(|day| line.contains(&format!(" {day}")));
        let kind = if is_day { " text" } else { " bigint" };
        assert!(line.contains(kind), "{line}");
    }
    rows.close().await.unwrap();
}
