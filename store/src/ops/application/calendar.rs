//! What the law makes of applications when a day passes and nobody acts.

use domain::access::{Grant, permit};
use domain::words::{Day, Instant};
use sea_orm::FromQueryResult;
use serde_json::json;

use super::load::{facts, held_by_id};
use super::steps::settle;
use crate::Fault;
use crate::audit::{Act, Subject};
use crate::connect::Store;
use crate::repo;
use crate::tx::{Committed, Tx, Upkeep};

/// Rows of one read.
const SLICE: i64 = 100;

/// Lets every open application follow the calendar, and answers how many count as accepted or granted by law now. Doing it
/// twice, or in two workers at once, does it once.
///
/// # Errors
/// Faults of the database, and of an application that cannot be read: every other one has followed by then.
pub async fn follow(
    store: &Store,
    grant: &Grant<permit::RunSystem>,
    now: Instant,
) -> Result<u64, Fault> {
    #[derive(FromQueryResult)]
    struct Late {
        id: String,
    }
    let today: Day = now.day();
    let (mut moved, mut after, mut failed) = (0, String::new(), None);
    loop {
        // What waits for acceptance past its day, and renewals whose licence has run out.
        let late: Vec<Late> = store
            .rows(
                "SELECT p.id FROM application p JOIN institution i ON i.id = p.institution_id LEFT JOIN licence l ON l.id = i.licence_id \
                 WHERE p.open AND p.id > $1 AND ((p.state = 'submitted' AND p.due_on < $2) \
                 OR (p.kind = 'renew' AND p.state IN ('submitted', 'accepted', 'proposed') AND l.valid_until < $2)) ORDER BY p.id LIMIT $3",
                [
                    after.as_str().into(),
                    today.to_string().into(),
                    SLICE.into(),
                ],
            )
            .await?;
        for row in &late {
            match store.run(now, |tx| follow_once(tx, grant, &row.id)).await {
                Ok(followed) => moved += u64::from(followed),
                Err(fault) => {
                    tracing::error!(
                        application = row.id,
                        code = fault.code(),
                        "an application did not follow the calendar"
                    );
                    failed = Some(fault);
                }
            }
        }
        match late.into_iter().last() {
            Some(last) => after = last.id,
            None => return failed.map_or(Ok(moved), Err),
        }
    }
}

/// Another worker, or an officer, may have been there first: then there is nothing to do.
async fn follow_once(
    tx: Tx,
    grant: &Grant<permit::RunSystem>,
    id: &str,
) -> Result<Committed<bool>, Fault> {
    let Some(stored) = held_by_id(&tx, id).await? else {
        return tx.commit_upkeep(Upkeep::Replay, false).await;
    };
    let facts = facts(&tx, &stored).await?;
    let before = stored.state()?;
    let Some((after, effects)) = before.by_calendar(&facts) else {
        return tx.commit_upkeep(Upkeep::Replay, false).await;
    };
    settle(&tx, grant, &stored, (&after, &effects), &facts)
        .await
        .map_err(repo::done_again)?;
    let act = Act::by(
        grant,
        Subject::new("application", &stored.id),
        "follow_calendar",
        json!({"from": before.code(), "to": after.code()}),
    );
    tx.commit(act, true).await
}
