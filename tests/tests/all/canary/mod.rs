//! A canary in the mine: seeded personal data go through the doors, their refusals, the faults of the database and the
//! mail, and must be heard in no line of any log, in no act, in no job, and in clear in no row but the complaint's text.

mod songs;

use sea_orm::Database;
use serde_json::json;
use songs::{ADDRESS, CANARIES, EMAIL, NAME, complaint, heard, refusals};
use tests::bureau::{Bureau, PASSWORD};
use tests::caller::{Caller, send};
use tests::program::{Plan, Running};
use tests::rows::Rows;
use tests::smtp::{Act, Smtp, Stage};
use tests::{Db, Kind, db_test, program};

use crate::model::dump;

db_test!(
    personal_data_reach_no_log_line_no_act_and_no_job,
    a_database_that_prints_whole_rows_is_not_quoted,
);

/// The program with its worker in one process, with every line that any crate of it may write.
async fn start(db: &Db, server: &Smtp) -> Running {
    Plan::hongjian(program!(hongjian), db.folder())
        .on(db)
        .mail(server)
        .set("HONGJIAN_LOG", "trace")
        .set("HONGJIAN_WORKER__IN_PROCESS", "true")
        .set("HONGJIAN_HTTP__RATE_LIMIT", "off")
        .start()
        .await
}

/// Everything the program said must be there and must not hold a canary or a secret.
fn listen(log: &str, secrets: &[&str]) {
    assert!(
        log.contains("TRACE") && log.contains("hongjian::request"),
        "the log is not whole: {log}"
    );
    assert_eq!(heard(log), Vec::<String>::new());
    for secret in secrets {
        assert!(!log.contains(secret), "{secret} is a secret and in the log");
    }
}

async fn personal_data_reach_no_log_line_no_act_and_no_job(db: Db) {
    let store = db.store().await;
    let bureau = Bureau::found(&store, 1).await;
    let rows = Rows::of(&db).await;
    let server = Smtp::start().await;
    // Its words of refusal quote the recipient, as those of real servers do.
    server.script([
        Act::Reply(Stage::Recipient, 451),
        Act::Reply(Stage::Recipient, 550),
    ]);
    let mut running = start(&db, &server).await;
    let public = Caller::public(&running.url(""));
    let filed = public
        .post("/api/v1/complaints", &complaint())
        .await
        .expect(201);
    let (number, receipt) = (filed.text("number"), filed.text("receipt"));
    rows.until("notice WHERE last_code = 'smtp_451'", 1).await;
    for request in refusals(&running.url(""), &number) {
        let answer = send(request).await;
        assert!((400..500).contains(&answer.status), "{answer:?}");
    }
    for path in ["/institutions", "/api/v1/institutions"] {
        let request = public.request(reqwest::Method::GET, path);
        send(request.query(&[("q", NAME)])).await.expect(200);
    }
    let path = format!("/api/v1/complaints/{number}");
    let request = public.request(reqwest::Method::GET, &path);
    send(request.header("Receipt", &receipt)).await.expect(200);
    // The second mail is refused at once, whatever becomes of the first.
    let officer = public.sign_in("officer").await;
    let path = format!("/api/v1/desk/complaints/{number}/events");
    let accept = json!({"event": "accept", "version": 1});
    officer.post(&path, &accept).await.expect(200);
    rows.until(
        "notice WHERE last_code = 'smtp_550' AND state = 'refused'",
        1,
    )
    .await;
    let answer = json!({"event": "answer", "version": 2, "text": "已查处。"});
    officer.post(&path, &answer).await.expect(200);
    // Its words of success quote the recipient as well, and are kept.
    rows.until(
        "notice WHERE state = 'sent' AND server_reply LIKE '250 %taken'",
        1,
    )
    .await;
    rows.until("job WHERE kind = 'screen_complaint' AND state = 'done'", 1)
        .await;
    officer
        .get(&format!("/api/v1/desk/complaints/{number}"))
        .await
        .expect(200);
    running.stop().await;
    listen(
        &running.log(),
        &[&receipt, officer.token().unwrap(), PASSWORD],
    );
    assert_eq!(bureau.parties.len(), 1);
    in_clear_only_in_the_text(&db).await;
}

/// Each table as text: names, telephones and addresses for mail nowhere; what the complainant wrote in its row alone.
async fn in_clear_only_in_the_text(db: &Db) {
    let connection = Database::connect(db.url()).await.unwrap();
    let mut read = 0;
    for (table, row) in dump::of(&connection).await {
        read += 1;
        for canary in CANARIES {
            let is_text = table == "complaint" && canary == ADDRESS;
            assert!(
                is_text || !row.contains(canary),
                "{table} holds {canary}: {row}"
            );
        }
    }
    assert!(read > 30, "only {read} rows were read");
    connection.close().await.unwrap();
}

async fn a_database_that_prints_whole_rows_is_not_quoted(db: Db) {
    let store = db.store().await;
    let _bureau = Bureau::found(&store, 1).await;
    let rows = Rows::of(&db).await;
    // PostgreSQL tells the failing row; SQLite gives the words of a trigger as they are.
    let trap = match db.kind() {
        Kind::Postgres => {
            format!("ALTER TABLE complaint ADD CONSTRAINT trap CHECK (place <> '{ADDRESS}')")
        }
        Kind::Sqlite => format!(
            "CREATE TRIGGER trap BEFORE INSERT ON complaint BEGIN SELECT RAISE(ABORT, 'failing row: {NAME} {ADDRESS} {EMAIL}'); END"
        ),
    };
    rows.set(&trap).await;
    let server = Smtp::start().await;
    let mut running = start(&db, &server).await;
    let public = Caller::public(&running.url(""));
    let answer = public
        .post("/api/v1/complaints", &complaint())
        .await
        .expect(500);
    assert_eq!(answer.code(), "internal");
    assert_eq!(
        heard(&String::from_utf8_lossy(&answer.bytes)),
        Vec::<String>::new()
    );
    running.stop().await;
    let log = running.log();
    assert!(
        log.contains("the database refused a statement"),
        "the fault was not told: {log}"
    );
    listen(&log, &[]);
    assert_eq!(
        rows.count("complaint").await,
        0,
        "a refused filing left a row"
    );
    assert_eq!(rows.count("job WHERE kind = 'screen_complaint'").await, 0);
}
