//! Twice a year an institution says that its record is right.

use domain::access::{Grant, Scope, permit};
use domain::institution::confirm;
use domain::notice::Template;
use domain::pii::Pii;
use domain::words::Instant;
use sea_orm::FromQueryResult;
use serde_json::json;

use super::{found, load};
use crate::Fault;
use crate::audit::{Act, Subject};
use crate::connect::Store;
use crate::ops::institution::{Of, address};
use crate::outbox::NewNotice;
use crate::read::institution::{SHOWN, UNMERGED};
use crate::repo;
use crate::tx::{Committed, Tx, Upkeep};

/// Rows of one write: others must not wait for long.
const SLICE: i64 = 100;

/// Says that the record of one's own institution, as it was read at `version`, is right.
///
/// # Errors
/// [`Fault::Stale`] where it says something else by now; [`Fault::Refused`] for an entry that was merged into another one.
pub async fn confirm_own(
    store: &Store,
    grant: &Grant<permit::KeepOwnRecord>,
    version: i64,
    now: Instant,
) -> Result<(), Fault> {
    store.run(now, |tx| confirm_once(tx, grant, version)).await
}

async fn confirm_once(
    tx: Tx,
    grant: &Grant<permit::KeepOwnRecord>,
    version: i64,
) -> Result<Committed<()>, Fault> {
    let Scope::Own(institution) = grant.scope() else {
        return Err(Fault::NotFound);
    };
    let held = load(&tx, Of::Id(*institution)).await?;
    held.kept()?;
    repo::fresh(held.version, version)?;
    let by = grant.actor().account().ok_or(Fault::NotFound)?;
    found(&tx, &held.id).await?;
    tx.execute(
        "UPDATE institution_identity SET confirmed_at = $1, confirmed_by = $2 WHERE institution_id = $3",
        [tx.now().millis().into(), by.to_string().into(), held.id.as_str().into()],
    )
    .await?;
    let subject = Subject::new("institution", &held.id);
    tx.commit(
        Act::by(
            grant,
            subject,
            "confirm_record",
            json!({"version": version}),
        ),
        (),
    )
    .await
}

/// An institution that has not confirmed since the round began, and where it is told.
#[derive(FromQueryResult)]
struct Waiting {
    id: String,
    seq: i64,
    name: String,
    email_sealed: Vec<u8>,
}

/// Asks every institution that works and has not confirmed its record since the round began, once a round, and answers how
/// many were asked. Doing it twice, or in two workers at once, asks once.
///
/// # Errors
/// Faults of the database; what was done by then stays done.
pub async fn ask_to_confirm(
    store: &Store,
    _grant: &Grant<permit::RunSystem>,
    now: Instant,
) -> Result<u64, Fault> {
    let (mut after, mut asked) = (0, 0);
    loop {
        let (count, last) = store.run(now, |tx| ask_slice(tx, after)).await?;
        asked += count;
        match last {
            Some(last) => after = last,
            None => return Ok(asked),
        }
    }
}

async fn ask_slice(tx: Tx, after: i64) -> Result<Committed<(u64, Option<i64>)>, Fault> {
    let round = confirm::round(tx.now().day());
    let rows: Vec<Waiting> = tx
        .all(
            &format!(
                "SELECT i.id, i.seq, i.name, i.email_sealed FROM institution i LEFT JOIN institution_identity d ON d.institution_id = i.id \
                 WHERE i.seq > $1 AND i.status = 'operating' AND i.email_sealed IS NOT NULL AND i.created_at < $2 \
                 AND (d.confirmed_at IS NULL OR d.confirmed_at < $2) AND {SHOWN} AND {UNMERGED} \
                 AND NOT EXISTS (SELECT 1 FROM notice WHERE dedupe_key = 'record_confirm:' || i.id || $3) ORDER BY i.seq LIMIT $4"
            ),
            [
                after.into(),
                round.start().millis().into(),
                format!(":{round}").into(),
                SLICE.into(),
            ],
        )
        .await?;
    for row in &rows {
        let Ok(recipient) = address(&tx, &row.id, &row.email_sealed) else {
            // One address that cannot be opened keeps nobody else from being asked.
            tracing::warn!(institution = row.id, "an address cannot be opened");
            continue;
        };
        tx.notify(NewNotice {
            template: Template::RecordConfirm,
            language: "zh".to_owned(),
            about: Subject::new("institution", &row.id),
            recipient: Pii::new(recipient),
            facts: json!({"institution": row.name, "since": round, "on": tx.now().day()}),
            dedupe_key: format!("{}:{}:{round}", Template::RecordConfirm.code(), row.id),
        })
        .await?;
    }
    let count = u64::try_from(rows.len()).unwrap_or(u64::MAX);
    let last = rows.last().map(|row| row.seq);
    tx.commit_upkeep(Upkeep::Reminder, (count, last)).await
}
