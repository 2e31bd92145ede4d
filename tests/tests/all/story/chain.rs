//! The acts of the story, and what the log says of somebody who changes it afterwards.

use serde_json::Value;
use store::Store;
use store::audit::{self, Verdict};
use store::ops::session;
use tests::bureau::PASSWORD;
use tests::program::Plan;
use tests::rows::Rows;
use tests::smtp::Smtp;
use tests::{Db, program};

use super::play::Played;

/// Every step of every subject, in its order.
pub(crate) async fn every_step_is_an_act(rows: &Rows, played: &Played) {
    let complaint = by_number("complaint", &played.complaint);
    let steps = ["file", "screen", "accept", "open_case", "answer"];
    assert_eq!(verbs(rows, "complaint", &complaint).await, steps);
    let anonymous = by_number("complaint", &played.anonymous);
    assert_eq!(
        verbs(rows, "complaint", &anonymous).await,
        ["file", "screen"]
    );
    let lead = format!("(SELECT id FROM lead WHERE complaint_id = {complaint})");
    assert_eq!(verbs(rows, "lead", &lead).await, ["judge"]);
    let case = by_number("violation_case", &played.case);
    let steps = [
        "open",
        "record_finding",
        "order_correction",
        "record_service",
        "respond",
        "propose_closure",
        "approve_closure",
    ];
    assert_eq!(verbs(rows, "case", &case).await, steps);
    let order = format!("(SELECT id FROM correction_order WHERE case_id = {case})");
    assert_eq!(
        verbs(rows, "order", &order).await,
        ["answer", "add_evidence"]
    );
}

fn by_number(table: &str, number: &str) -> String {
    format!("(SELECT id FROM {table} WHERE number = '{number}')")
}

async fn verbs(rows: &Rows, kind: &str, id: &str) -> Vec<String> {
    rows.texts(&format!(
        "SELECT verb AS value FROM act WHERE subject_kind = '{kind}' AND subject_id = {id} ORDER BY at, id"
    ))
    .await
}

/// A changed act, a removed one and a cut tail are each found, and the first of several is named. What was changed is
/// put back in between, so that each is found for itself.
pub(super) async fn tampering_is_found(db: &Db, store: &Store, rows: &Rows, server: &Smtp) {
    let good = audit::verify(store).await.unwrap();
    assert_eq!(good.first_bad, None);
    assert_eq!((good.unsealed, good.sealed), (0, good.acts));
    assert!(good.acts > 20, "{good:?}");
    assert_eq!(verified(db, server).0, Some(0));

    let (early, late) = (good.sealed / 3, good.sealed / 2);
    let change = |number| {
        format!(
            "UPDATE act SET reason = 'x' || reason WHERE id = {}",
            act(number)
        )
    };
    // Whoever writes rows as the programs do is refused by the database itself.
    let refused = rows.try_set(&change(early)).await;
    assert!(refused.unwrap_err().contains("append_only"));
    rows.lift_guards().await;
    for number in [late, early] {
        let changed = change(number);
        assert_eq!(rows.set(&changed).await, 1);
    }
    let bad = bad(store).await;
    assert_eq!((bad.seal_number, bad.why), (early, "act_changed"));
    let (exit, told) = verified(db, server);
    assert_eq!(exit, Some(1), "{told}");
    assert!(told.contains(&bad.act_id), "{told}");
    for number in [late, early] {
        rows.set(&format!(
            "UPDATE act SET reason = substr(reason, 2) WHERE id = {}",
            act(number)
        ))
        .await;
    }
    assert_eq!(audit::verify(store).await.unwrap(), good);

    outside_head(db, server, &good);
    forged_with_its_digest(store, rows, early, &good).await;
    taken_before_its_seal(store, rows, &good).await;
    cut_tail(store, rows, &good).await;
}

fn act(number: i64) -> String {
    format!("(SELECT act_id FROM seal WHERE number = {number})")
}

async fn bad(store: &Store) -> audit::Bad {
    let verdict = audit::verify(store).await.unwrap();
    verdict.first_bad.expect("something is wrong")
}

/// Somebody who knows how digests are made writes one that fits no act, a link that fits nothing before it, and two acts
/// with their own digests in each other's place: the first tells by the act, the others by the chain alone.
async fn forged_with_its_digest(store: &Store, rows: &Rows, number: i64, good: &Verdict) {
    let kept = format!(
        "CREATE TABLE seal_copy AS SELECT * FROM seal WHERE number >= {number} AND number <= {number} + 1"
    );
    rows.set(&kept).await;
    let zeros = "0".repeat(64);
    let other = |column: &str| {
        format!(
            "(SELECT {column} FROM seal_copy WHERE seal_copy.number = 2 * {number} + 1 - seal.number)"
        )
    };
    let swapped = format!("act_id = act_id || '~' WHERE number IN ({number}, {number} + 1)");
    let back = format!(
        "act_id = {}, digest = {} WHERE number IN ({number}, {number} + 1)",
        other("act_id"),
        other("digest")
    );
    for (changes, why) in [
        (
            vec![format!("digest = '{zeros}' WHERE number = {number}")],
            "act_changed",
        ),
        (
            vec![format!("chain = '{zeros}' WHERE number = {number}")],
            "seal_changed",
        ),
        (vec![swapped, back], "seal_changed"),
    ] {
        for change in changes {
            rows.set(&format!("UPDATE seal SET {change}")).await;
        }
        let bad = bad(store).await;
        assert_eq!((bad.seal_number, bad.why), (number, why));
        rows.set(&format!(
            "DELETE FROM seal WHERE number IN ({number}, {number} + 1)"
        ))
        .await;
        rows.set("INSERT INTO seal SELECT * FROM seal_copy").await;
        assert_eq!(&audit::verify(store).await.unwrap(), good);
    }
    rows.set("DROP TABLE seal_copy").await;
}

/// A head that the auditor wrote down is in the chain, and one that was never made is not.
fn outside_head(db: &Db, server: &Smtp, good: &Verdict) {
    let (exit, told) = verified_with(db, server, &[&format!("{}:{}", good.sealed, good.head)]);
    assert_eq!(exit, Some(0), "{told}");
    let other = format!("{}:{}", good.sealed, "0".repeat(64));
    let (exit, told) = verified_with(db, server, &[&other]);
    assert_eq!(exit, Some(1), "{told}");
    assert!(told.contains("head_missing"), "{told}");
    assert_eq!(verified_with(db, server, &["12"]).0, Some(2));
}

/// The worker is away: the next act waits for its seal, and somebody takes it out of the log meanwhile.
async fn taken_before_its_seal(store: &Store, rows: &Rows, good: &Verdict) {
    let _session = session::sign_in(store, "officer", PASSWORD, None, store.now())
        .await
        .unwrap();
    let waiting = "SELECT act_id AS value FROM act_unsealed";
    let id = rows.texts(waiting).await.remove(0);
    let copy = "CREATE TABLE act_copy AS SELECT * FROM act WHERE id = ";
    rows.set(&format!("{copy}'{id}'")).await;
    rows.set(&format!("DELETE FROM act WHERE id = '{id}'"))
        .await;
    let bad = bad(store).await;
    assert_eq!((bad.act_id, bad.why), (id, "act_missing"));
    assert_eq!(bad.seal_number, good.sealed + 1);
    rows.set("INSERT INTO act SELECT * FROM act_copy").await;
    rows.set("DROP TABLE act_copy").await;
    let whole = audit::verify(store).await.unwrap();
    assert_eq!((whole.first_bad, whole.unsealed), (None, 1));
}

/// Whoever cuts the end off leaves a chain that is whole; the head that was published shows it.
async fn cut_tail(store: &Store, rows: &Rows, good: &Verdict) {
    let published = audit::publish_head(store, store.today(), store.now()).await;
    assert_eq!(published.unwrap().unwrap().0, good.sealed);
    let last = good.sealed - 2;
    rows.set(&format!(
        "DELETE FROM act WHERE id IN (SELECT act_id FROM seal WHERE number >= {last})"
    ))
    .await;
    rows.set(&format!("DELETE FROM seal WHERE number >= {last}"))
        .await;
    let bad = bad(store).await;
    assert_eq!((bad.seal_number, bad.why), (good.sealed, "tail_cut"));
}

/// Exit code and words of `hongjian audit verify`.
pub(crate) fn verified(db: &Db, server: &Smtp) -> (Option<i32>, String) {
    verified_with(db, server, &[])
}

fn verified_with(db: &Db, server: &Smtp, heads: &[&str]) -> (Option<i32>, String) {
    let mut plan = Plan::new(program!(hongjian), db.folder())
        .on(db)
        .mail(server)
        .argument("audit")
        .argument("verify");
    for head in heads {
        plan = plan.argument("--head").argument(head);
    }
    let output = plan.output(b"");
    let told = [output.stdout.as_slice(), output.stderr.as_slice()].concat();
    let told = String::from_utf8_lossy(&told).into_owned();
    if output.status.success() {
        let verdict: Value = serde_json::from_slice(&output.stdout).expect("a verdict in JSON");
        assert!(verdict["first_bad"].is_null(), "{verdict}");
    }
    (output.status.code(), told)
}
