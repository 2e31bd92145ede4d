//! What the worker takes away once a day, and what it leaves.

use store::ops::session;
use tests::at_work::AtWork;
use tests::bureau::{Bureau, PASSWORD};
use tests::rows::Rows;
use tests::smtp::Smtp;
use tests::{Db, db_test};

db_test!(what_nobody_needs_is_taken_away_and_what_was_done_stays);

const DAY: i64 = 24 * 60 * 60 * 1000;

async fn what_nobody_needs_is_taken_away_and_what_was_done_stays(db: Db) {
    let (store, clock) = db.store_at_rest().await;
    let (rows, server) = (Rows::of(&db).await, Smtp::start().await);
    Bureau::found(&store, 1).await;
    let sign_in = || async {
        session::sign_in(&store, "officer", PASSWORD, None, store.now())
            .await
            .unwrap();
    };
    sign_in().await;
    let once = session::sign_in(&store, "lead-officer", PASSWORD, None, store.now()).await;
    assert!(once.is_ok());
    let now = store.now().millis();
    rows.set(&format!(
        "INSERT INTO idempotency_key (scope, request_key, request_digest, answer, created_at) \
         VALUES ('complaint', 'key-1', 'digest', '{{}}', {now})"
    ))
    .await;
    for kind in ["pull_hotline", "screen_complaint"] {
        rows.set(&format!(
            "INSERT INTO job (id, kind, job_key, payload, state, attempt, run_at, created_at, finished_at) \
             VALUES ('job_{kind}', '{kind}', '{kind}', '{{}}', 'done', 1, {now}, {now}, {now})"
        ))
        .await;
    }
    let counts = |kept: [i64; 4]| {
        let rows = &rows;
        async move {
            for (from, count) in [
                "session",
                "idempotency_key",
                "job WHERE id = 'job_pull_hotline'",
                "job WHERE id = 'job_screen_complaint'",
            ]
            .into_iter()
            .zip(kept)
            {
                assert_eq!(rows.count(from).await, count, "{from}");
            }
        }
    };
    for (days, kept) in [(29, [3, 1, 1, 1]), (33, [2, 0, 1, 1]), (31, [2, 0, 0, 1])] {
        clock.advance(days * DAY);
        sign_in().await;
        let day = store.today();
        let worker = AtWork::begin(&store, "one", &server);
        let done = "job WHERE kind = 'keep_house' AND state = 'done' AND payload LIKE";
        rows.until(&format!("{done} '%{day}%'"), 1).await;
        worker.end().await;
        counts(kept).await;
    }
    // Who signed in is still known, and when somebody did last.
    assert_eq!(rows.count("act WHERE verb = 'sign_in'").await, 5);
    let last = "session s JOIN account a ON a.id = s.account_id WHERE a.login = 'lead-officer'";
    assert_eq!(rows.count(last).await, 1);
}
