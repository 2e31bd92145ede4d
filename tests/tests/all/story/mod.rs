//! The story that the system exists for, from the look-up to the approved closure, by everybody who has a part in it.

mod bucket;
pub(crate) mod chain;
mod letters;
pub(crate) mod play;

use tests::at_work::AtWork;
use tests::bureau::Bureau;
use tests::door::Door;
use tests::rows::Rows;
use tests::smtp::Smtp;
use tests::{Db, db_test};

use play::{Office, Stage};

db_test!(the_whole_story_runs_and_the_log_can_prove_it);

async fn the_whole_story_runs_and_the_log_can_prove_it(db: Db) {
    let (store, server) = (db.store().await, Smtp::start().await);
    let bureau = Bureau::found(&store, 2).await;
    let (door, rows) = (Door::open(&db, &store).await, Rows::of(&db).await);
    let worker = AtWork::begin(&store, "one", &server);
    let office = Office::open(&door.public()).await;
    let stage = Stage::of(&[door.url()], &bureau, 0, &office).await;

    let played = stage.play().await;
    letters::told(&rows, &server, &door, &played).await;
    chain::every_step_is_an_act(&rows, &played).await;

    rows.until("act_unsealed", 0).await;
    worker.end().await;
    chain::tampering_is_found(&db, &store, &rows, &server).await;
}
