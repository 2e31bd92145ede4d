//! What an institution says of a person changes, and a person leaves.

use domain::access::{Grant, permit};
use domain::staff::{Draft, Member, left_on};
use domain::words::{Day, Instant, StaffId};
use serde_json::json;

use super::within;
use crate::Fault;
use crate::audit::{Act, Subject};
use crate::connect::Store;
use crate::ops::sign::text_digest;
use crate::read::staff::row::{COLUMNS, MemberRow};
use crate::repo;
use crate::tx::{Committed, Tx, Upkeep};

/// What is done with a person of the staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StaffEvent {
    /// Something else is said of them. The number of the identity card stays: another number is another person.
    Change(Box<Draft>),
    /// They leave.
    Leave {
        /// Last day at the institution.
        on: Day,
    },
}

/// Takes a step on the person who was read at `version`, and answers the new version.
///
/// # Errors
/// [`Fault::NotFound`] for somebody of another institution; [`Fault::Stale`]; [`Fault::Input`]; [`Fault::Refused`] where they
/// have left already, or cannot have left on that day.
pub async fn step(
    store: &Store,
    grant: &Grant<permit::KeepStaff>,
    id: StaffId,
    event: &StaffEvent,
    version: i64,
    now: Instant,
) -> Result<i64, Fault> {
    store
        .run(now, |tx| step_once(tx, grant, id, event, version))
        .await
}

async fn step_once(
    tx: Tx,
    grant: &Grant<permit::KeepStaff>,
    id: StaffId,
    event: &StaffEvent,
    version: i64,
) -> Result<Committed<i64>, Fault> {
    let sql = format!("SELECT {COLUMNS} FROM staff_member m WHERE m.id = $1");
    let row: Option<MemberRow> = tx.one(&sql, [id.to_string().into()]).await?;
    let row = row.ok_or(Fault::NotFound)?;
    within(grant.scope(), repo::id(&row.institution_id)?)?;
    repo::fresh(row.version, version)?;
    let (before, left, today) = (row.member()?, row.left_on()?, tx.now().day());
    let subject = Subject::new("staff", id);
    let act = match event {
        StaffEvent::Change(draft) => {
            if left.is_some() {
                let refused = left_on(&before, left, today, today);
                return Err(refused.map_or_else(Fault::Refused, |_| Fault::NotFound));
            }
            let said = draft.check(today).map_err(Fault::Input)?;
            if said == before {
                return tx.commit_upkeep(Upkeep::Replay, version).await;
            }
            keep(&tx, &row, &before).await?;
            write(&tx, &row, &said).await?;
            let said = text_digest(&[&repo::written(&said)?]);
            Act::by(grant, subject, "change", json!({"said": said}))
        }
        StaffEvent::Leave { on } => {
            let on = left_on(&before, left, *on, today).map_err(Fault::Refused)?;
            keep(&tx, &row, &before).await?;
            leave(&tx, &row, on).await?;
            Act::by(grant, subject, "leave", json!({"on": on}))
        }
    };
    tx.commit(act, version + 1).await
}

/// Keeps what was said until now.
async fn keep(tx: &Tx, row: &MemberRow, said: &Member) -> Result<(), Fault> {
    // A clock that was set back must not make a past that ends before it begins.
    let until = tx.now().millis().max(row.updated_at);
    tx.execute(
        "INSERT INTO staff_past (staff_id, version, since, until, record) VALUES ($1, $2, $3, $4, $5)",
        [
            row.id.as_str().into(),
            row.version.into(),
            row.updated_at.into(),
            until.into(),
            repo::written(said)?.into(),
        ],
    )
    .await
    // Another write came first, and kept the same version.
    .map_err(|fault| match fault {
        Fault::Duplicate { .. } => Fault::Stale {
            current: row.version + 1,
        },
        other => other,
    })?;
    Ok(())
}

async fn write(tx: &Tx, row: &MemberRow, said: &Member) -> Result<(), Fault> {
    let day = |day: Option<Day>| day.map(|day| day.to_string());
    let written = tx
        .execute(
            "UPDATE staff_member SET name = $1, post = $2, engagement = $3, subject = $4, certificate = $5, certificate_number = $6, \
             entry_check = $7, checked_on = $8, photo_shown = $9, photo_consent_on = $10, employed_on = $11, updated_at = $12, \
             version = version + 1 WHERE id = $13 AND version = $14",
            [
                said.name.as_str().into(),
                said.post.code().into(),
                said.engagement.code().into(),
                said.subject.as_str().into(),
                said.certificate.map(|one| one.code()).into(),
                said.certificate_number.as_str().into(),
                said.entry_check.code().into(),
                day(said.checked_on).into(),
                said.photo_shown.into(),
                day(said.photo_consent_on).into(),
                said.employed_on.to_string().into(),
                tx.now().millis().into(),
                row.id.as_str().into(),
                row.version.into(),
            ],
        )
        .await?;
    repo::one_row(&written, row.version)
}

async fn leave(tx: &Tx, row: &MemberRow, on: Day) -> Result<(), Fault> {
    let written = tx
        .execute(
            "UPDATE staff_member SET left_on = $1, updated_at = $2, version = version + 1 WHERE id = $3 AND version = $4",
            [
                on.to_string().into(),
                tx.now().millis().into(),
                row.id.as_str().into(),
                row.version.into(),
            ],
        )
        .await?;
    repo::one_row(&written, row.version)
}
