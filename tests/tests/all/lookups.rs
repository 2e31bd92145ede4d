//! Look-ups of the register over connections that are kept between two reads, and along the key of terms.

use std::time::Duration;

use domain::words::InstitutionNumber;
use sea_orm::{ConnectionTrait as _, Database};
use store::Store;
use store::read::Limit;
use store::read::institution::{self, InstitutionQuery};
use tests::rows::Rows;
use tests::{Db, Kind, town};

tests::db_test!(
    pages_of_one_pair_of_characters_join_to_all_names_that_hold_it,
    names_and_brands_that_equal_the_query_come_first_and_no_page_loses_the_others,
    a_look_up_outlives_the_connections_it_was_kept_on,
    a_store_closes_while_connections_are_kept,
);

async fn filled(db: &Db) -> Store {
    let store = db.store().await;
    town::fill(&store, 7, store.today(), 300).await;
    store
}

async fn names(store: &Store, q: Option<&str>) -> Vec<String> {
    names_in_pages(store, q, 7).await
}

async fn names_in_pages(store: &Store, q: Option<&str>, rows: u32) -> Vec<String> {
    let mut names = Vec::new();
    let mut query = InstitutionQuery {
        q: q.map(str::to_owned),
        limit: Limit::parse(Some(rows)).unwrap(),
        ..InstitutionQuery::default()
    };
    loop {
        let page = institution::search(store, &query, store.today())
            .await
            .unwrap();
        names.extend(
            page.items
                .into_iter()
                .map(|row| format!("{} {}", row.number, row.name)),
        );
        let Some(next) = page.next else {
            return names;
        };
        query.after = Some(next.parse().unwrap());
    }
}

async fn pages_of_one_pair_of_characters_join_to_all_names_that_hold_it(db: Db) {
    let store = filled(&db).await;
    let all = names(&store, None).await;
    assert_eq!(all.len(), 300);
    for pair in ["培训", "舞蹈", "红谷", "学校"] {
        let holding: Vec<String> = all
            .iter()
            .filter(|line| line.contains(pair))
            .cloned()
            .collect();
        assert!(holding.len() > 7, "{pair}: more than one page");
        assert_eq!(names(&store, Some(pair)).await, holding, "{pair}");
    }
}

async fn names_and_brands_that_equal_the_query_come_first_and_no_page_loses_the_others(db: Db) {
    let store = filled(&db).await;
    let mut holding = names(&store, Some("舞蹈")).await;
    assert!(holding.len() > 10);
    let last = holding.split_off(holding.len() - 3);
    let rows = Rows::of(&db).await;
    let mut wanted = Vec::new();
    // By the registered name, or by the brand over the door.
    for (line, column) in last.into_iter().zip(["name", "brand", "name"]) {
        let (number, name) = line.split_once(' ').unwrap();
        let set = format!("UPDATE institution SET {column} = '舞蹈' WHERE number = '{number}'");
        rows.set(&set).await;
        let name = if column == "name" { "舞蹈" } else { name };
        wanted.push(format!("{number} {name}"));
    }
    wanted.extend(holding);
    for rows in [1, 2, 3, 4, 100] {
        assert_eq!(
            names_in_pages(&store, Some("舞蹈"), rows).await,
            wanted,
            "{rows} rows on a page"
        );
    }
}

async fn number_found(store: &Store) -> bool {
    let number: InstitutionNumber = "NC00000015".parse().unwrap();
    institution::by_number(store, number, store.today())
        .await
        .unwrap()
        .is_some()
}

async fn a_look_up_outlives_the_connections_it_was_kept_on(db: Db) {
    let store = filled(&db).await;
    assert!(number_found(&store).await);
    if db.kind() == Kind::Postgres {
        // What a restart of the server does to every connection.
        let other = Database::connect(db.url()).await.unwrap();
        let end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'hongjian' \
             AND datname = current_database()";
        other.execute_unprepared(end).await.unwrap();
        // A kept connection is asked whether it lives once it has been idle for a second.
        tokio::time::sleep(Duration::from_millis(1_100)).await;
    }
    for _ in 0..20 {
        assert!(number_found(&store).await);
    }
}

async fn a_store_closes_while_connections_are_kept(db: Db) {
    let store = filled(&db).await;
    let reads = (0..16).map(|_| number_found(&store));
    assert!(
        futures::future::join_all(reads)
            .await
            .into_iter()
            .all(|found| found)
    );
    let closing = tokio::time::timeout(Duration::from_secs(5), store.close()).await;
    assert!(closing.is_ok(), "a kept connection holds the pool open");
}
