//! Staff leads are judged.

use domain::access::{Grant, permit};
use domain::staff::lead::{Event, Ground, StaffLead};
use domain::words::{Instant, StaffLeadId};
use sea_orm::FromQueryResult;
use serde_json::json;

use crate::Fault;
use crate::audit::{Act, Subject};
use crate::connect::Store;
use crate::ops::sign::text_digest;
use crate::ops::texts;
use crate::repo;
use crate::tx::{Committed, Tx};

/// Takes a step on the lead that was read at `version`, and answers the new version. Nobody is acted upon by it.
///
/// # Errors
/// [`Fault::NotFound`] outside the scope, [`Fault::Stale`], [`Fault::Refused`], [`Fault::Input`].
pub async fn judge(
    store: &Store,
    grant: &Grant<permit::JudgeLead>,
    id: StaffLeadId,
    event: &Event,
    version: i64,
    now: Instant,
) -> Result<i64, Fault> {
    let event = &checked(event)?;
    store
        .run(now, |tx| judge_once(tx, grant, id, event, version))
        .await
}

/// The event with its texts checked; whether one may say nothing is the law's to say.
fn checked(event: &Event) -> Result<Event, Fault> {
    let prose = |field, text: &str| texts::or_nothing(texts::prose, field, text, 2_000);
    Ok(match event {
        Event::Confirm { reason } => Event::Confirm {
            reason: prose("reason", reason)?,
        },
        Event::Dismiss { reason } => Event::Dismiss {
            reason: prose("reason", reason)?,
        },
        Event::Refer { to, reason } => Event::Refer {
            to: texts::or_nothing(texts::line, "to", to, 100)?,
            reason: prose("reason", reason)?,
        },
        Event::RecordResult { result } => Event::RecordResult {
            result: prose("result", result)?,
        },
    })
}

async fn judge_once(
    tx: Tx,
    grant: &Grant<permit::JudgeLead>,
    id: StaffLeadId,
    event: &Event,
    version: i64,
) -> Result<Committed<i64>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        authority_id: String,
        ground: String,
        facts: String,
        version: i64,
    }
    let row: Option<Row> = tx
        .one(
            "SELECT authority_id, ground, facts, version FROM staff_lead WHERE id = $1",
            [id.to_string().into()],
        )
        .await?;
    let row = row.ok_or(Fault::NotFound)?;
    repo::within(grant.scope(), &row.authority_id)?;
    repo::fresh(row.version, version)?;
    let by = grant.actor().account().ok_or(Fault::NotFound)?;
    let ground: Ground = repo::id(&row.ground)?;
    let lead: StaffLead = repo::read(&row.facts, "staff lead", &id.to_string())?;
    let next = lead
        .apply(event.clone(), ground, by, tx.now().day())
        .map_err(Fault::Refused)?;
    let facts = repo::written(&next)?;
    let written = tx
        .execute(
            "UPDATE staff_lead SET state = $1, facts = $2, open = $3, version = version + 1 WHERE id = $4 AND version = $5",
            [
                next.code().into(),
                facts.as_str().into(),
                next.is_open().into(),
                id.to_string().into(),
                version.into(),
            ],
        )
        .await?;
    repo::one_row(&written, version)?;
    let change = json!({"state": next.code(), "said": text_digest(&[&facts])});
    let verb = event.step().code();
    let act = Act::by(grant, Subject::new("staff_lead", id), verb, change);
    tx.commit(act, version + 1).await
}
