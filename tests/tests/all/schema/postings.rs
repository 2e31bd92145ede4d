//! The step that keeps the search index in another form takes over what the older one holds.

use migration::frozen_texts;
use sea_orm::{ConnectionTrait as _, Database, DatabaseConnection, Statement};
use tests::{Db, Kind, db_test};

db_test!(what_the_older_index_found_is_found_in_the_newer_form);

const STEP: &str = "m0012_search_postings";

/// Places on both sides of the edges of a block, with the terms at each.
const ENTERED: &[(i64, &str)] = &[
    (1, "甲 乙 甲乙 s0jia"),
    (2, "甲 丙"),
    (511, "甲"),
    (512, "甲 甲乙"),
    (513, "甲 丁"),
    (1_100, "甲 s0jia"),
];

async fn what_the_older_index_found_is_found_in_the_newer_form(db: Db) {
    let bare = db.bare("older").await;
    let mode = if bare.kind() == Kind::Sqlite {
        "?mode=rwc"
    } else {
        ""
    };
    let rows = Database::connect(format!("{}{mode}", bare.url()))
        .await
        .unwrap();
    for (name, texts) in frozen_texts() {
        if name == STEP {
            fill(&rows, bare.kind()).await;
        }
        run(&rows, bare.kind(), texts).await;
    }
    for (term, expected) in [
        ("甲", &[1, 511, 512, 1_100][..]),
        ("甲乙", &[1, 512]),
        ("s0jia", &[1, 1_100]),
        ("戊", &[2]),
        ("丙", &[]),
        ("丁", &[]),
    ] {
        assert_eq!(places(&rows, bare.kind(), term).await, expected, "{term}");
    }
    rows.close().await.unwrap();
}

async fn run(rows: &DatabaseConnection, kind: Kind, [common, sqlite, postgres]: [&str; 3]) {
    let (text, bytes, own) = match kind {
        Kind::Sqlite => ("TEXT", "BLOB", sqlite),
        Kind::Postgres => (r#"TEXT COLLATE "C""#, "BYTEA", postgres),
    };
    let common = common.replace("{text}", text).replace("{bytes}", bytes);
    let whole = format!("{common}\n{own}");
    rows.execute_unprepared(&whole).await.unwrap();
}

/// As an older program did: two are entered, one of them anew with other terms, and one is gone.
async fn fill(rows: &DatabaseConnection, kind: Kind) {
    let insert = |seq: i64, terms: &str| match kind {
        Kind::Sqlite => {
            format!("INSERT INTO institution_search (rowid, terms) VALUES ({seq}, '{terms}')")
        }
        Kind::Postgres => format!(
            "INSERT INTO institution_search (seq, terms) VALUES ({seq}, string_to_array('{terms}', ' '))"
        ),
    };
    let key = if kind == Kind::Sqlite { "rowid" } else { "seq" };
    let delete = |seq: i64| format!("DELETE FROM institution_search WHERE {key} = {seq}");
    let entered = ENTERED.iter().map(|(seq, terms)| insert(*seq, terms));
    let later = [delete(2), insert(2, "戊"), delete(513)];
    for sql in entered.chain(later) {
        rows.execute_unprepared(&sql).await.unwrap();
    }
}

async fn places(rows: &DatabaseConnection, kind: Kind, term: &str) -> Vec<i64> {
    let sql = match kind {
        Kind::Sqlite => format!(
            "SELECT rowid AS seq FROM institution_search WHERE institution_search MATCH '\"{term}\"' ORDER BY 1"
        ),
        Kind::Postgres => format!(
            "SELECT block * 512 + n AS seq FROM institution_posting, generate_series(0, 511) AS one (n) \
             WHERE term = '{term}' AND get_bit(places, n) = 1 ORDER BY 1"
        ),
    };
    let asked = Statement::from_string(rows.get_database_backend(), sql);
    let found = rows.query_all_raw(asked).await.unwrap();
    found
        .iter()
        .map(|row| row.try_get("", "seq").unwrap())
        .collect()
}
