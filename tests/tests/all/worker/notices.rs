//! Notices and screenings of filed complaints, as the mail server takes, refuses or loses them.

use std::time::Duration;

use tests::at_work::{AtWork, settings};
use tests::smtp::{Act, Smtp, Stage};
use tests::{Db, db_test};

use super::town::Town;

db_test!(
    each_complaint_is_screened_once_and_told_once,
    two_workers_share_the_work_and_double_none_of_it,
    mail_waits_while_the_server_is_away_and_goes_when_it_is_back,
    attempts_that_reach_no_server_are_not_held_against_a_notice,
    a_courtesy_cut_after_its_text_is_unsure_and_not_sent_again,
    a_legal_notice_cut_after_its_text_goes_again_under_the_same_message_id,
    refused_and_deferred_mail_is_told_apart,
    a_stopping_worker_gives_back_what_it_has_not_begun,
    a_worker_that_died_while_sending_leaves_the_mail_unsure,
    facts_that_do_not_fit_make_a_notice_dead_and_stop_no_other,
    a_damaged_notice_and_one_of_a_newer_program_hold_no_other_up,
);

const LONG: Duration = Duration::from_secs(20);

async fn each_complaint_is_screened_once_and_told_once(db: Db) {
    let (town, server) = (Town::found(&db).await, Smtp::start().await);
    town.complain(12).await;
    let worker = AtWork::begin(&town.store, "one", &server);
    town.until("notice WHERE state = 'sent'", 12).await;
    town.until("job WHERE kind = 'screen_complaint' AND state = 'done'", 12)
        .await;
    assert_eq!(town.count("screening").await, 12);
    // The sealer links what was filed and screened.
    town.until("act_unsealed", 0).await;
    assert_eq!(
        town.count("worker_heartbeat WHERE stopped_at IS NULL")
            .await,
        1
    );
    worker.end().await;
    assert_eq!(
        town.count("worker_heartbeat WHERE stopped_at IS NULL")
            .await,
        0
    );
    let counts = server.counts();
    assert_eq!(counts.len(), 12);
    assert!(counts.values().all(|count| *count == 1), "{counts:?}");
    let known = town.count(
        "notice WHERE server_reply LIKE '250%' AND attempt = 1 AND rendered_sealed IS NOT NULL",
    );
    assert_eq!(known.await, 12);
    let mail = &server.mails()[0];
    assert_eq!(mail.from, "noreply@hongjian.example");
    let head = String::from_utf8_lossy(&mail.raw);
    assert!(head.contains("Auto-Submitted: auto-generated"), "{head}");
    assert!(server.connections() <= 4);
}

async fn two_workers_share_the_work_and_double_none_of_it(db: Db) {
    let (town, server) = (Town::found(&db).await, Smtp::start().await);
    let workers = ["one", "two"].map(|name| AtWork::begin(&town.store, name, &server));
    town.complain(40).await;
    town.until("notice WHERE state = 'sent'", 40).await;
    town.until("job WHERE kind = 'screen_complaint' AND state = 'done'", 40)
        .await;
    for worker in workers {
        worker.end().await;
    }
    assert_eq!(town.count("screening").await, 40);
    let counts = server.counts();
    assert_eq!(counts.len(), 40);
    assert!(counts.values().all(|count| *count == 1), "{counts:?}");
    // The recurring work of both: one job of each kind for the day, not two.
    for kind in ["publish_audit_head", "keep_house"] {
        let jobs = format!("job WHERE kind = '{kind}'");
        assert_eq!(town.count(&jobs).await, 1, "{kind}");
    }
}

async fn mail_waits_while_the_server_is_away_and_goes_when_it_is_back(db: Db) {
    let (town, server) = (Town::found(&db).await, Smtp::start().await);
    server.down().await;
    town.complain(20).await;
    let worker = AtWork::begin(&town.store, "one", &server);
    town.until(
        "notice WHERE last_code = 'connect' AND state = 'pending'",
        8,
    )
    .await;
    // The worker asks with one notice at a time, and no notice is given up.
    tokio::time::sleep(Duration::from_millis(1500)).await;
    assert!(town.count("notice WHERE attempt > 0").await <= 11);
    assert_eq!(
        town.count("notice WHERE state IN ('pending', 'sending')")
            .await,
        20
    );
    server.up().await;
    town.clock.advance(20_000);
    server.wait_for(20, Duration::from_secs(40)).await;
    town.until("notice WHERE state = 'sent'", 20).await;
    worker.end().await;
    assert!(server.counts().values().all(|count| *count == 1));
}

/// The server is away for more attempts than a notice has; when it is back and says "later" first, the notice waits and goes.
async fn attempts_that_reach_no_server_are_not_held_against_a_notice(db: Db) {
    let (town, server) = (Town::found(&db).await, Smtp::start().await);
    server.down().await;
    town.complain(1).await;
    // Each attempt by a worker that has just begun: one that knows the server to be away waits longer each time.
    for attempt in 1..=11 {
        let worker = AtWork::begin(&town.store, "one", &server);
        let tried = format!(
            "notice WHERE state = 'pending' AND attempt = {attempt} AND excused = {attempt}"
        );
        town.until(&tried, 1).await;
        worker.end().await;
        town.clock.advance(20_000);
    }
    server.script([Act::Reply(Stage::Data, 451)]);
    server.up().await;
    let worker = AtWork::begin(&town.store, "one", &server);
    town.until(
        "notice WHERE state = 'pending' AND last_code = 'smtp_451'",
        1,
    )
    .await;
    town.clock.advance(40_000);
    town.until("notice WHERE state = 'sent' AND attempt - excused = 2", 1)
        .await;
    worker.end().await;
}

async fn a_courtesy_cut_after_its_text_is_unsure_and_not_sent_again(db: Db) {
    let (town, server) = (Town::found(&db).await, Smtp::start().await);
    server.script([Act::CutAfterDot]);
    town.complain(1).await;
    let worker = AtWork::begin(&town.store, "one", &server);
    town.until(
        "notice WHERE state = 'unsure' AND settled_at IS NOT NULL",
        1,
    )
    .await;
    town.clock.advance(3_600_000);
    tokio::time::sleep(Duration::from_millis(1500)).await;
    worker.end().await;
    assert_eq!(server.mails().len(), 1);
}

async fn a_legal_notice_cut_after_its_text_goes_again_under_the_same_message_id(db: Db) {
    let (town, server) = (Town::found(&db).await, Smtp::start().await);
    server.script([Act::CutAfterDot]);
    town.complain(1).await;
    town.set("UPDATE notice SET legal = TRUE").await;
    let worker = AtWork::begin(&town.store, "one", &server);
    town.until("notice WHERE state = 'pending' AND last_code = 'unsure'", 1)
        .await;
    town.clock.advance(61_000);
    town.until("notice WHERE state = 'sent' AND attempt = 2", 1)
        .await;
    worker.end().await;
    let mails = server.mails();
    assert_eq!(mails.len(), 2);
    assert_eq!(mails[0].message_id, mails[1].message_id);
    // The same mail to the last byte: nobody can tell the second from the first.
    assert_eq!(mails[0].raw, mails[1].raw);
}

async fn refused_and_deferred_mail_is_told_apart(db: Db) {
    let (town, server) = (Town::found(&db).await, Smtp::start().await);
    server.script([
        Act::Cut(Stage::Data),
        Act::Reply(Stage::Recipient, 550),
        Act::Reply(Stage::Recipient, 450),
    ]);
    town.complain(3).await;
    let mut settings = settings("one", &server);
    // One after the other, so that each meets its own line of the script.
    settings.mail.connections = 1;
    let worker = AtWork::with(&town.store, settings);
    town.until(
        "notice WHERE state = 'refused' AND last_code = 'smtp_550'",
        1,
    )
    .await;
    town.until(
        "notice WHERE state = 'pending' AND last_code = 'smtp_450'",
        1,
    )
    .await;
    town.until("notice WHERE state = 'pending' AND last_code = 'broken'", 1)
        .await;
    town.clock.advance(31_000);
    town.until("notice WHERE state = 'sent' AND attempt = 2", 2)
        .await;
    worker.end().await;
    assert_eq!(town.count("notice WHERE state = 'refused'").await, 1);
}

async fn a_stopping_worker_gives_back_what_it_has_not_begun(db: Db) {
    let (town, server) = (Town::found(&db).await, Smtp::start().await);
    server.otherwise(Act::Delay(Stage::Body, Duration::from_millis(700)));
    town.complain(6).await;
    let mut settings = settings("one", &server);
    settings.mail.connections = 1;
    let worker = AtWork::with(&town.store, settings);
    town.until("notice WHERE state = 'sending'", 2).await;
    worker.end().await;
    // What was on its way was finished; nothing is left under a lease.
    assert_eq!(town.count("notice WHERE state = 'sending'").await, 0);
    let sent = town.count("notice WHERE state = 'sent'").await;
    assert!((1..=3).contains(&sent), "{sent}");
    assert_eq!(town.count("notice WHERE state = 'pending'").await, 6 - sent);
    server.otherwise(Act::Accept);
    let worker = AtWork::begin(&town.store, "one", &server);
    town.until("notice WHERE state = 'sent'", 6).await;
    worker.end().await;
    assert!(server.counts().values().all(|count| *count == 1));
}

async fn a_worker_that_died_while_sending_leaves_the_mail_unsure(db: Db) {
    let (town, server) = (Town::found(&db).await, Smtp::start().await);
    town.complain(2).await;
    // What a killed worker leaves behind: claimed, its attempt written, and no word since.
    town.set(
        "UPDATE notice SET state = 'sending', attempt = 1, lease_owner = 'dead', lease_until = 0",
    )
    .await;
    town.set("UPDATE notice SET legal = TRUE WHERE id = (SELECT MIN(id) FROM notice)")
        .await;
    let worker = AtWork::begin(&town.store, "one", &server);
    town.until("notice WHERE state = 'unsure' AND NOT legal", 1)
        .await;
    town.until("notice WHERE state = 'sent' AND legal AND attempt = 2", 1)
        .await;
    worker.end().await;
    assert_eq!(server.mails().len(), 1);
}

async fn facts_that_do_not_fit_make_a_notice_dead_and_stop_no_other(db: Db) {
    let (town, server) = (Town::found(&db).await, Smtp::start().await);
    town.complain(3).await;
    // The facts of a received complaint lack what an order shows.
    town.set(
        "UPDATE notice SET template = 'correction_ordered' WHERE id = (SELECT MIN(id) FROM notice)",
    )
    .await;
    let worker = AtWork::begin(&town.store, "one", &server);
    town.until(
        "notice WHERE state = 'dead' AND last_code = 'facts_invalid'",
        1,
    )
    .await;
    town.until("notice WHERE state = 'sent'", 2).await;
    worker.end().await;
    server.wait_for(2, LONG).await;
}

async fn a_damaged_notice_and_one_of_a_newer_program_hold_no_other_up(db: Db) {
    let (town, server) = (Town::found(&db).await, Smtp::start().await);
    town.complain(4).await;
    // What was sealed in another place does not open here.
    town.set(
        "UPDATE notice SET facts_sealed = recipient_sealed WHERE id = (SELECT MIN(id) FROM notice)",
    )
    .await;
    town.set("UPDATE notice SET template = 'of_tomorrow' WHERE id = (SELECT MAX(id) FROM notice)")
        .await;
    let worker = AtWork::begin(&town.store, "one", &server);
    town.until("notice WHERE state = 'sent'", 2).await;
    town.until(
        "notice WHERE state = 'pending' AND last_code = 'unreadable' AND attempt = 1",
        1,
    )
    .await;
    town.until(
        "notice WHERE state = 'pending' AND template = 'of_tomorrow' AND attempt = 0",
        1,
    )
    .await;
    worker.end().await;
    assert_eq!(server.counts().len(), 2);
}
