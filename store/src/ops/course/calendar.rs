//! Courses whose last day is past end; of one that is being changed what is published ends, and the change goes on.

use domain::access::{Grant, permit};
use domain::course::Event;
use domain::words::Instant;
use sea_orm::FromQueryResult;
use serde_json::json;

use super::load::{held_by_id, settle};
use crate::Fault;
use crate::audit::{Act, Subject};
use crate::connect::Store;
use crate::repo;
use crate::tx::{Committed, Tx, Upkeep};

/// Rows of one read.
const SLICE: i64 = 100;

/// Ends what is published of every course whose last day is past, and answers how many. Doing it twice, or in two workers at once, does
/// it once.
///
/// # Errors
/// Faults of the database, and of a course that cannot be read: every other one has ended by then.
pub async fn follow(
    store: &Store,
    grant: &Grant<permit::RunSystem>,
    now: Instant,
) -> Result<u64, Fault> {
    #[derive(FromQueryResult)]
    struct Over {
        id: String,
    }
    let today = now.day().to_string();
    let (mut ended, mut after, mut failed) = (0, String::new(), None);
    loop {
        let over: Vec<Over> = store
            .rows(
                "SELECT id FROM course WHERE state IN ('published', 'draft', 'filed', 'flagged', 'refused') \
                 AND last_day < $1 AND id > $2 ORDER BY id LIMIT $3",
                [
                    today.as_str().into(),
                    after.as_str().into(),
                    SLICE.into(),
                ],
            )
            .await?;
        for row in &over {
            match store.run(now, |tx| end_once(tx, grant, &row.id)).await {
                Ok(done) => ended += u64::from(done),
                Err(fault) => {
                    tracing::error!(course = row.id, code = fault.code(), "a course did not end");
                    failed = Some(fault);
                }
            }
        }
        match over.into_iter().last() {
            Some(last) => after = last.id,
            None => return failed.map_or(Ok(ended), Err),
        }
    }
}

/// Another worker, or the institution, may have been there first: then there is nothing to do.
async fn end_once(
    tx: Tx,
    grant: &Grant<permit::RunSystem>,
    id: &str,
) -> Result<Committed<bool>, Fault> {
    let Some(stored) = held_by_id(&tx, id).await? else {
        return tx.commit_upkeep(Upkeep::Replay, false).await;
    };
    let (before, facts) = (stored.way()?, stored.facts(tx.now().day())?);
    let Ok((after, effects)) = before.clone().apply(Event::End, None, &facts) else {
        return tx.commit_upkeep(Upkeep::Replay, false).await;
    };
    settle(&tx, &stored, &after, &effects)
        .await
        .map_err(repo::done_again)?;
    let act = Act::by(
        grant,
        Subject::new("course", &stored.id),
        "end",
        json!({"from": before.code(), "to": after.code()}),
    );
    tx.commit(act, true).await
}
