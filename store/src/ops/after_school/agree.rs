//! Agreements of a provider with schools.

use domain::access::{Grant, permit};
use domain::after_school::{Agreed, checked_agreement};
use domain::refusal::Refusal;
use domain::words::{AfterSchoolNumber, FieldFault, Instant, SchoolNumber};
use sea_orm::FromQueryResult;
use serde_json::json;

use super::load::{Stored, held, touch};
use super::steps::reached;
use crate::Fault;
use crate::audit::{Act, Subject};
use crate::connect::Store;
use crate::repo;
use crate::tx::{Committed, Tx, Upkeep};

const NOT_SERVING: Refusal = Refusal {
    code: "after_school_not_serving",
    article: None,
    zh: "机构没有准入，或者准入已经暂停，不能签订服务协议",
    en: "it is not admitted, or its admission is suspended: no agreement is entered",
};

/// Enters what was agreed with a school, over what was agreed with it before; answers the new version. Word for word the same
/// is done already.
///
/// # Errors
/// [`Fault::NotFound`]; [`Fault::Stale`]; [`Fault::Input`]; [`Fault::Refused`] with `after_school_not_serving`.
pub async fn agree(
    store: &Store,
    grant: &Grant<permit::KeepAfterSchool>,
    (number, school): (AfterSchoolNumber, SchoolNumber),
    agreed: &Agreed,
    version: i64,
    now: Instant,
) -> Result<i64, Fault> {
    store
        .run(now, |tx| {
            agree_once(tx, grant, (number, school), agreed, version)
        })
        .await
}

async fn agree_once(
    tx: Tx,
    grant: &Grant<permit::KeepAfterSchool>,
    (number, school): (AfterSchoolNumber, SchoolNumber),
    agreed: &Agreed,
    version: i64,
) -> Result<Committed<i64>, Fault> {
    let stored = held(&tx, number).await?;
    reached(grant.scope(), &stored)?;
    let way = stored.way()?;
    let school_id = school_of(&tx, &stored, school).await?;
    let form = stored.form()?;
    let held = way.held().filter(|_| way.is_listed());
    let held = held.ok_or(Fault::Refused(NOT_SERVING))?;
    let until = stored.year()?.last_day();
    let agreed = checked_agreement(agreed, &form, held, until).map_err(Fault::Input)?;
    let before = agreed_before(&tx, &stored.id, &school_id).await?;
    let written = repo::written(&agreed)?;
    if before.as_ref() == Some(&written) {
        return tx.commit_upkeep(Upkeep::Replay, stored.version).await;
    }
    repo::fresh(stored.version, version)?;
    // Whether a worker has seen it or not: without a licence in force nothing is agreed.
    if way.is_suspended() || !stored.provider(tx.now().day())?.licensed {
        return Err(Fault::Refused(NOT_SERVING));
    }
    let count = i64::try_from(agreed.services.len()).unwrap_or(i64::MAX);
    tx.execute(
        "INSERT INTO after_school_agreement (after_school_id, school_id, agreed, services, first_day, last_day, updated_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (after_school_id, school_id) DO UPDATE SET agreed = excluded.agreed, \
         services = excluded.services, first_day = excluded.first_day, last_day = excluded.last_day, updated_at = excluded.updated_at",
        [
            stored.id.as_str().into(),
            school_id.into(),
            written.into(),
            count.into(),
            agreed.first_day.to_string().into(),
            agreed.last_day.to_string().into(),
            tx.now().millis().into(),
        ],
    )
    .await?;
    touch(&tx, &stored.id, version).await?;
    let change = json!({"school": school, "agreed": agreed, "again": before.is_some()});
    let act = Act::by(
        grant,
        Subject::new("after_school", &stored.id),
        "agree",
        change,
    );
    tx.commit(act, version + 1).await
}

/// The id of a school of the authority that lets in.
async fn school_of(tx: &Tx, stored: &Stored, school: SchoolNumber) -> Result<String, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        id: String,
    }
    let row: Option<Row> = tx
        .one(
            "SELECT id FROM school WHERE number = $1 AND authority_id = $2",
            [
                school.to_string().into(),
                stored.authority_id.as_str().into(),
            ],
        )
        .await?;
    row.map(|row| row.id)
        .ok_or_else(|| Fault::Input(vec![FieldFault::new("school", "school_unknown")]))
}

async fn agreed_before(tx: &Tx, id: &str, school: &str) -> Result<Option<String>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        agreed: String,
    }
    let row: Option<Row> = tx
        .one(
            "SELECT agreed FROM after_school_agreement WHERE after_school_id = $1 AND school_id = $2",
            [id.into(), school.into()],
        )
        .await?;
    Ok(row.map(|row| row.agreed))
}
