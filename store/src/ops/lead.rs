//! Judging leads.

use domain::access::{Grant, permit};
use domain::lead::{Lead, Verdict};
use domain::words::{Instant, LeadId};
use sea_orm::FromQueryResult;
use serde_json::json;

use super::sign::text_digest;
use super::texts;
use crate::Fault;
use crate::audit::{Act, Subject};
use crate::connect::Store;
use crate::repo;
use crate::tx::{Committed, Tx};

/// Judges the lead that was read at `version`, and answers the new version.
///
/// # Errors
/// [`Fault::NotFound`] outside the scope, [`Fault::Stale`], [`Fault::Refused`], [`Fault::Input`].
pub async fn judge(
    store: &Store,
    grant: &Grant<permit::JudgeLead>,
    id: LeadId,
    verdict: Verdict,
    reason: &str,
    version: i64,
    now: Instant,
) -> Result<i64, Fault> {
    store
        .run(now, |tx| {
            judge_once(tx, grant, id, verdict, reason, version)
        })
        .await
}

async fn judge_once(
    tx: Tx,
    grant: &Grant<permit::JudgeLead>,
    id: LeadId,
    verdict: Verdict,
    reason: &str,
    version: i64,
) -> Result<Committed<i64>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        authority_id: String,
        facts: String,
        version: i64,
    }
    let row: Option<Row> = tx
        .one(
            "SELECT authority_id, facts, version FROM lead WHERE id = $1",
            [id.to_string().into()],
        )
        .await?;
    let row = row.ok_or(Fault::NotFound)?;
    repo::within(grant.scope(), &row.authority_id)?;
    repo::fresh(row.version, version)?;
    let reason = texts::or_nothing(texts::prose, "reason", reason, 2_000)?;
    let by = grant.actor().account().ok_or(Fault::NotFound)?;
    let lead: Lead = repo::read(&row.facts, "lead", &id.to_string())?;
    let judged = lead
        .judge(verdict, &reason, by, tx.now().day())
        .map_err(Fault::Refused)?;
    let written = tx
        .execute(
            "UPDATE lead SET state = $1, facts = $2, open = $3, version = version + 1 WHERE id = $4 AND version = $5",
            [
                judged.code().into(),
                repo::written(&judged)?.into(),
                judged.is_open().into(),
                id.to_string().into(),
                version.into(),
            ],
        )
        .await?;
    repo::one_row(&written, version)?;
    let change = json!({"verdict": verdict, "reason": text_digest(&[&reason])});
    let act = Act::by(grant, Subject::new("lead", id), "judge", change);
    tx.commit(act, version + 1).await
}
