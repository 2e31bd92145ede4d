//! What must hold when everything has been filed and worked off: nothing lost, nothing twice.

use std::collections::{BTreeMap, BTreeSet};

use domain::complaint::{Draft, DraftContact};
use domain::screening::{self, LabelCode, Screener};
use serde_json::{Value, json};
use store::{Store, audit};
use tests::Db;
use tests::mail::Part;
use tests::rows::Rows;
use tests::smtp::Smtp;

use super::post::Filed;
use crate::story::chain::verified;

/// Waits until every complaint is screened, every notice has come to rest, and every act is in the chain.
pub(crate) async fn wait(rows: &Rows, count: usize) {
    let count = i64::try_from(count).unwrap();
    rows.until(
        "job WHERE kind = 'screen_complaint' AND state = 'done'",
        count,
    )
    .await;
    rows.until("notice WHERE settled_at IS NOT NULL", count)
        .await;
    rows.until("act_unsealed", 0).await;
}

/// Each text is one complaint with its words, one screening with its labels, one job, one notice, one key, two acts; and
/// as many leads as texts that speak of disguised subject tutoring.
pub(crate) async fn each_once(rows: &Rows, filed: &[Filed]) {
    let numbers: BTreeSet<&str> = filed.iter().map(|one| one.number.as_str()).collect();
    assert_eq!(numbers.len(), filed.len(), "a number was given twice");
    let stored = pairs(
        rows,
        "SELECT number || '|' || subject || '|' || body AS value FROM complaint",
    )
    .await;
    let labels = pairs(
        rows,
        "SELECT c.number || '|' || s.labels AS value FROM complaint c JOIN screening s ON s.complaint_id = c.id",
    )
    .await;
    assert_eq!((stored.len(), labels.len()), (filed.len(), filed.len()));
    let mut leads = 0;
    for one in filed {
        let draft = draft(one).check("2026-12-31".parse().unwrap()).unwrap();
        assert_eq!(
            stored[&one.number],
            format!("{}|{}", draft.subject, draft.body)
        );
        let screening = Screener::built_in().screen(&screening::Text {
            subject: draft.subject,
            body: draft.body,
            ..screening::Text::default()
        });
        leads += i64::from(
            screening
                .labels
                .iter()
                .any(|label| label.flag && LEADS.contains(&label.code)),
        );
        let told: Value = serde_json::from_str(&labels[&one.number]).unwrap();
        assert_eq!(told, json!(screening.labels), "{}", one.number);
    }
    let count = i64::try_from(filed.len()).unwrap();
    for (from, wanted) in [
        ("complaint", count),
        ("screening", count),
        ("lead", leads),
        ("job WHERE kind = 'screen_complaint'", count),
        ("notice", count),
        ("idempotency_key", count),
        (
            "act WHERE subject_kind = 'complaint' AND verb = 'file'",
            count,
        ),
        (
            "act WHERE subject_kind = 'complaint' AND verb = 'screen'",
            count,
        ),
    ] {
        assert_eq!(rows.count(from).await, wanted, "{from}");
    }
}

/// A complaint with one of these labels is one for enforcement.
const LEADS: [LabelCode; 3] = [
    LabelCode::SubjectTutoringDisguised,
    LabelCode::SubjectTutoring,
    LabelCode::Unlicensed,
];

fn draft(one: &Filed) -> Draft {
    Draft {
        subject: one.text.subject.clone(),
        body: one.text.body.clone(),
        contact: Some(DraftContact {
            name: Some("家长".to_owned()),
            email: Some(one.email.clone()),
            telephone: None,
        }),
        ..Draft::default()
    }
}

/// What stands before and after the first bar of each text.
async fn pairs(rows: &Rows, sql: &str) -> BTreeMap<String, String> {
    let texts = rows.texts(sql).await;
    let pairs = texts.iter().map(|text| text.split_once('|').unwrap());
    pairs
        .map(|(first, rest)| (first.to_owned(), rest.to_owned()))
        .collect()
}

/// Every mail that arrived belongs to a notice and tells its complainant the own number. A notice that is `sent` has
/// arrived; the caller says how often.
pub(crate) async fn each_told(rows: &Rows, server: &Smtp, filed: &[Filed]) {
    let owner: BTreeMap<&str, &Filed> = filed.iter().map(|one| (one.email.as_str(), one)).collect();
    let notices = pairs(
        rows,
        "SELECT n.message_id || '|' || c.number AS value FROM notice n JOIN complaint c ON c.id = n.subject_id",
    )
    .await;
    for mail in server.mails() {
        let one = owner[mail.to[0].as_str()];
        assert_eq!(notices[&mail.message_id], one.number);
        let text = Part::read(&mail.raw).part("text/plain").text();
        assert!(text.contains(&one.number), "{text}");
    }
    let counts = server.counts();
    let sent = "SELECT message_id AS value FROM notice WHERE state = 'sent' AND attempt = 1";
    for message_id in rows.texts(sent).await {
        assert_eq!(counts.get(&message_id), Some(&1), "{message_id}");
    }
}

/// The chain is whole by the library and by the command, and holds every act.
pub(crate) async fn log_is_good(db: &Db, store: &Store, server: &Smtp, filed: &[Filed]) {
    let verdict = audit::verify(store).await.unwrap();
    assert_eq!(verdict.first_bad, None);
    assert_eq!((verdict.unsealed, verdict.sealed), (0, verdict.acts));
    assert!(verdict.acts >= 2 * i64::try_from(filed.len()).unwrap());
    let (exit, told) = verified(db, server);
    assert_eq!(exit, Some(0), "{told}");
}
