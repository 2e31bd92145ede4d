//! An institution's answer to an order.

use domain::access::{Grant, permit};
use domain::case::Event;
use domain::words::{CaseNumber, Instant, OrderId, ResponseId};
use sea_orm::{ActiveValue::Set, EntityTrait as _, FromQueryResult};
use serde_json::json;

use super::IdempotencyKey;
use super::case::{circumstances, load, write as write_case};
use super::evidence::{self, Kept, Shelf, keep};
use super::idempotency::digest;
use super::sign::text_digest;
use super::texts;
use crate::Fault;
use crate::audit::{Act, Subject};
use crate::connect::Store;
use crate::evidence::Proof;
use crate::repo;
use crate::table::correction_response;
use crate::tx::{Committed, Tx, Upkeep};

/// Answers an order of one's own institution. Several answers may follow each other; the same
/// `key` with the same text is one.
///
/// # Errors
/// [`Fault::NotFound`] for another institution's order, [`Fault::Refused`] once the case is past
/// answering, [`Fault::Input`], [`Fault::KeyReused`].
pub async fn answer(
    store: &Store,
    grant: &Grant<permit::AnswerOrder>,
    order: OrderId,
    body: &str,
    key: Option<&IdempotencyKey>,
    now: Instant,
) -> Result<(), Fault> {
    answer_with_proof(store, grant, order, body, Vec::new(), key, now).await
}

/// Answers an order and hands in proof with it: all of it or nothing.
///
/// # Errors
/// As [`answer`], and [`Fault::Evidence`].
pub async fn answer_with_proof(
    store: &Store,
    grant: &Grant<permit::AnswerOrder>,
    order: OrderId,
    body: &str,
    proof: Vec<Proof>,
    key: Option<&IdempotencyKey>,
    now: Instant,
) -> Result<(), Fault> {
    let refusal = evidence::answer_refusal(store, grant.scope(), order).await?;
    let body = texts::prose("body", body, 5_000)?;
    let contents: Vec<&str> = proof
        .iter()
        .map(|file| file.checked.sha256.as_str())
        .collect();
    let request = digest(&(&body, contents))?;
    if let Some(refusal) = refusal {
        // No bytes are stored for an answer that will not be taken; one that was taken before is still known.
        let (refusal, request) = (&refusal, &request);
        return store
            .run(now, |tx| async move {
                match tx.replayed(&scope(order), key, request).await? {
                    Some(_) => tx.commit_upkeep(Upkeep::Replay, ()).await,
                    None => Err(Fault::Refused(refusal.clone())),
                }
            })
            .await;
    }
    let mut files = Vec::new();
    for file in proof {
        files.push(keep(store, Shelf::Order(order), file, now).await?);
    }
    let answer = &Answer {
        body,
        files,
        request,
    };
    store
        .run(now, |tx| answer_once(tx, grant, order, answer, key))
        .await
}

/// Where the keys of answers to this order are kept.
fn scope(order: OrderId) -> String {
    format!("answer:{order}")
}

/// An answer that was checked, the bytes of its files stored.
struct Answer {
    body: String,
    files: Vec<Kept>,
    /// What makes two sendings of one form the same.
    request: String,
}

async fn answer_once(
    tx: Tx,
    grant: &Grant<permit::AnswerOrder>,
    order: OrderId,
    answer: &Answer,
    key: Option<&IdempotencyKey>,
) -> Result<Committed<()>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        number: String,
    }
    let (body, request) = (&answer.body, &answer.request);
    if tx.replayed(&scope(order), key, request).await?.is_some() {
        return tx.commit_upkeep(Upkeep::Replay, ()).await;
    }
    let row: Option<Row> = tx
        .one(
            "SELECT c.number FROM correction_order o JOIN violation_case c ON c.id = o.case_id WHERE o.id = $1",
            [order.to_string().into()],
        )
        .await?;
    let number: CaseNumber = repo::id(&row.ok_or(Fault::NotFound)?.number)?;
    let case = load(&tx, number).await?;
    let at = circumstances(&tx, &case, grant.actor(), None).await?;
    let (next, _) = case
        .state()?
        .apply(Event::Respond, &at)
        .map_err(Fault::Refused)?;
    write_case(&tx, &case, &next)
        .await
        .map_err(repo::done_again)?;
    let actor = grant.actor().account().ok_or(Fault::NotFound)?;
    let id = ResponseId::new(tx.now(), tx.store().id_bits(tx.now()));
    let row = correction_response::ActiveModel {
        id: Set(id.to_string()),
        order_id: Set(order.to_string()),
        body: Set(body.to_owned()),
        answered_by: Set(actor.to_string()),
        created_at: Set(tx.now().millis()),
    };
    correction_response::Entity::insert(row)
        .exec_without_returning(tx.rows())
        .await?;
    tx.execute(
        "UPDATE correction_order SET answered_at = COALESCE(answered_at, $1), version = version + 1 WHERE id = $2",
        [tx.now().millis().into(), order.to_string().into()],
    )
    .await?;
    tx.keep_answer(&scope(order), key, request, &json!({}))
        .await?;
    for file in &answer.files {
        if let (_, Some(act)) = evidence::write(&tx, grant, Shelf::Order(order), file).await? {
            tx.also(act).await?;
        }
    }
    tx.also(Act::by(
        grant,
        Subject::new("case", &case.id),
        "respond",
        json!({"order": order}),
    ))
    .await?;
    let change = json!({"response": id, "words": text_digest(&[body])});
    let act = Act::by(grant, Subject::new("order", order), "answer", change);
    tx.commit(act, ()).await
}
