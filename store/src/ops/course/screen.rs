//! The screening of a course: its text for the worker, and what was found, recorded once with the end of the job.

use domain::access::{Grant, permit};
use domain::course::{Event, Way, flags};
use domain::screening::Screening;
use domain::words::{CourseId, Instant};
use sea_orm::FromQueryResult;
use serde_json::json;

use super::load::{Stored, held_by_id, settle};
use crate::Fault;
use crate::audit::{Act, Subject};
use crate::connect::Store;
use crate::queue::Claimed;
use crate::repo;
use crate::tx::{Committed, Tx, Upkeep};

/// An edition that is to be screened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    /// The course.
    pub course: CourseId,
    /// Its edition.
    pub edition: i64,
}

/// Name and description of an edition; nothing where it is not there.
///
/// # Errors
/// Faults of the database.
pub async fn text(
    store: &Store,
    _grant: &Grant<permit::RunSystem>,
    wanted: Wanted,
) -> Result<Option<(String, String)>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        form: String,
    }
    let id = wanted.course.to_string();
    let row: Option<Row> = store
        .row(
            "SELECT form FROM course_edition WHERE course_id = $1 AND edition = $2",
            [id.as_str().into(), wanted.edition.into()],
        )
        .await?;
    row.map(|row| {
        let course: domain::course::Course = repo::read(&row.form, "course", &id)?;
        Ok((course.name, course.description))
    })
    .transpose()
}

/// Records what the screening of an edition found, publishes the course, flags it for an officer or hands it back, and ends the job: all
/// or nothing. A course that was withdrawn or given up in between is left where it is.
///
/// # Errors
/// [`Fault::LeaseLost`], [`Fault::NotFound`].
pub async fn record(
    store: &Store,
    grant: &Grant<permit::RunSystem>,
    job: &Claimed,
    wanted: Wanted,
    found: &Screening,
    now: Instant,
) -> Result<(), Fault> {
    store
        .run(now, |tx| async move {
            // Before all else: a late worker is told that its lease has passed, not that the result is there.
            tx.finish(job).await?;
            record_once(tx, grant, wanted, found).await
        })
        .await
}

async fn record_once(
    tx: Tx,
    grant: &Grant<permit::RunSystem>,
    wanted: Wanted,
    found: &Screening,
) -> Result<Committed<()>, Fault> {
    let stored = held_by_id(&tx, &wanted.course.to_string()).await?;
    let stored = stored.ok_or(Fault::NotFound)?;
    let before = stored.way()?;
    if !matches!(before, Way::Filed { .. }) || stored.newest != wanted.edition {
        return tx.commit_upkeep(Upkeep::Replay, ()).await;
    }
    keep(&tx, &stored, found).await?;
    let labels = flags(stored.course()?.class, found);
    let flagged: Vec<&str> = labels.iter().map(|label| label.code()).collect();
    let change = json!({"labels": flagged, "rules": found.rules, "model": found.model, "edition": wanted.edition});
    let facts = stored.facts(tx.now().day())?;
    let (after, effects) = before
        .apply(Event::Screened { labels }, None, &facts)
        .map_err(Fault::Refused)?;
    settle(&tx, &stored, &after, &effects)
        .await
        .map_err(repo::done_again)?;
    let verb = match after {
        Way::Flagged { .. } => "flag",
        Way::Draft { .. } => "hand_back",
        _ => "publish",
    };
    let act = Act::by(grant, Subject::new("course", &stored.id), verb, change);
    tx.commit(act, ()).await
}

async fn keep(tx: &Tx, stored: &Stored, found: &Screening) -> Result<(), Fault> {
    tx.execute(
        "UPDATE course_edition SET rules = $1, model = $2, labels = $3, screened_at = $4 WHERE course_id = $5 AND edition = $6",
        [
            found.rules.as_str().into(),
            found.model.as_str().into(),
            repo::written(&found.labels)?.into(),
            tx.now().millis().into(),
            stored.id.as_str().into(),
            stored.newest.into(),
        ],
    )
    .await?;
    Ok(())
}
