//! Recording what the screening of a complaint found: once, together with the end of its job.

use domain::access::{Grant, permit};
use domain::law;
use domain::lead::{LABELS, Lead};
use domain::screening::LabelCode;
use domain::words::{ComplaintId, Day, Instant, LeadId, ScreeningId};
use sea_orm::{ActiveValue::Set, EntityTrait as _, FromQueryResult};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::Fault;
use crate::audit::{Act, Subject};
use crate::connect::Store;
use crate::queue::Claimed;
use crate::repo;
use crate::table::lead;
use crate::tx::Tx;

/// A text to screen.
#[derive(Debug, Clone)]
pub struct Text {
    /// One line.
    pub subject: String,
    /// What happened.
    pub body: String,
    /// The day it happened.
    pub happened_on: Option<Day>,
}

/// The text of a complaint; nothing where it is not there.
///
/// # Errors
/// Faults of the database.
pub async fn text(
    store: &Store,
    _grant: &Grant<permit::RunSystem>,
    complaint: ComplaintId,
) -> Result<Option<Text>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        subject: String,
        body: String,
        happened_on: Option<String>,
    }
    let row: Option<Row> = store
        .row(
            "SELECT subject, body, happened_on FROM complaint WHERE id = $1",
            [complaint.to_string().into()],
        )
        .await?;
    Ok(row.map(|row| Text {
        subject: row.subject,
        body: row.body,
        happened_on: row.happened_on.and_then(|day| day.parse().ok()),
    }))
}

/// One label as far as a lead depends on it.
#[derive(Deserialize)]
struct Label {
    code: String,
    probability: f64,
    flag: bool,
}

/// Records the labels (the array of the contract's line format) with the versions of rules and
/// model, makes a lead where a flag is one for enforcement, and ends the job: all or nothing.
///
/// # Errors
/// [`Fault::LeaseLost`], [`Fault::NotFound`], [`Fault::Integrity`] for labels of another form.
pub async fn record(
    store: &Store,
    grant: &Grant<permit::RunSystem>,
    job: &Claimed,
    complaint: ComplaintId,
    outcome: &Value,
    now: Instant,
) -> Result<(), Fault> {
    store
        .run(now, |tx| async move {
            // Before all else: a late worker is told that its lease has passed, not that the result is there.
            tx.finish(job).await?;
            let versions = |key: &str| outcome[key].as_str().unwrap_or_default().to_owned();
            let labels: Vec<Label> = serde_json::from_value(outcome["labels"].clone())
                .map_err(|_| Fault::Integrity("the labels of a screening".to_owned()))?;
            let id = ScreeningId::new(now, tx.store().id_bits(now));
            tx.execute(
                "INSERT INTO screening (id, complaint_id, rules, model, labels, screened_at) VALUES ($1, $2, $3, $4, $5, $6)",
                [
                    id.to_string().into(),
                    complaint.to_string().into(),
                    versions("rules").into(),
                    versions("model").into(),
                    outcome["labels"].to_string().into(),
                    now.millis().into(),
                ],
            )
            .await?;
            // A complaint makes one lead, whatever it tells of.
            let flag_of = |code: &LabelCode| {
                let is_it = |label: &&Label| label.flag && label.code == code.code();
                labels.iter().find(is_it)
            };
            if let Some(label) = LABELS.iter().find_map(flag_of) {
                open_lead(&tx, complaint, label).await?;
            }
            let flagged: Vec<&str> = labels
                .iter()
                .filter(|label| label.flag)
                .map(|label| label.code.as_str())
                .collect();
            let change = json!({"labels": flagged, "rules": versions("rules"), "model": versions("model")});
            let act = Act::by(grant, Subject::new("complaint", complaint), "screen", change);
            tx.commit(act, ()).await
        })
        .await
}

async fn open_lead(tx: &Tx, complaint: ComplaintId, label: &Label) -> Result<(), Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        authority_id: String,
        institution_id: Option<String>,
    }
    let row: Option<Row> = tx
        .one(
            "SELECT authority_id, institution_id FROM complaint WHERE id = $1",
            [complaint.to_string().into()],
        )
        .await?;
    let row = row.ok_or(Fault::NotFound)?;
    let new = Lead::New;
    let milli = format!("{:.0}", label.probability.clamp(0.0, 1.0) * 1000.0);
    let lead = lead::ActiveModel {
        id: Set(LeadId::new(tx.now(), tx.store().id_bits(tx.now())).to_string()),
        complaint_id: Set(complaint.to_string()),
        label: Set(label.code.clone()),
        probability_milli: Set(milli.parse().unwrap_or(0)),
        authority_id: Set(row.authority_id),
        institution_id: Set(row.institution_id),
        state: Set(new.code().to_owned()),
        facts: Set(repo::written(&new)?),
        open: Set(new.is_open()),
        due_on: Set(law::lead_due(tx.now().day()).due_on.to_string()),
        created_at: Set(tx.now().millis()),
        version: Set(1),
    };
    lead::Entity::insert(lead)
        .exec_without_returning(tx.rows())
        .await?;
    Ok(())
}
