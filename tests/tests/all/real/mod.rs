//! Three hundred real complaints through the real programs: each screened once, each told once, none lost, none twice.

pub(crate) mod house;
pub(crate) mod post;
pub(crate) mod whole;

use tests::bureau::Bureau;
use tests::rows::Rows;
use tests::smtp::Smtp;
use tests::{Db, corpus, db_test};

use house::House;
use post::Post;

db_test!(three_hundred_real_complaints_are_each_filed_screened_and_told_once);

/// How many; the issue of the foundation names the number.
pub(crate) const COUNT: usize = 300;

async fn three_hundred_real_complaints_are_each_filed_screened_and_told_once(db: Db) {
    let Some(texts) = corpus::real(COUNT) else {
        return;
    };
    let store = db.store().await;
    Bureau::found(&store, 1).await;
    let (server, rows) = (Smtp::start().await, Rows::of(&db).await);
    let mut house = House::start(&db, &server, db.url()).await;

    let filed = Post::to(&house.url(), texts).send_all().await;
    whole::wait(&rows, filed.len()).await;
    whole::each_once(&rows, &filed).await;
    whole::each_told(&rows, &server, &filed).await;
    assert_eq!(rows.count("notice WHERE state <> 'sent'").await, 0);
    house.stop().await;
    whole::log_is_good(&db, &store, &server, &filed).await;
}
