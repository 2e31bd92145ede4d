//! Scores of a term, by schools and parents: one by one, or a whole list.

use domain::access::{Grant, permit};
use domain::after_school::{Score, Term};
use domain::words::{AfterSchoolNumber, FieldFault, Instant, SchoolNumber};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::load::{Stored, held, touch};
use super::steps::reached;
use crate::Fault;
use crate::audit::{Act, Subject};
use crate::connect::Store;
use crate::repo;
use crate::tx::{Committed, Tx, Upkeep};

/// What a school and its parents say of a provider's term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scored {
    /// The provider.
    pub number: AfterSchoolNumber,
    /// The school.
    pub school: SchoolNumber,
    /// The term.
    pub term: Term,
    /// The scores.
    pub score: Score,
}

/// Rows of a list.
const LIST_MAX: usize = 1_000;

/// Enters a score, over what was entered before; answers the new version of the provider. The same once more is done already.
///
/// # Errors
/// [`Fault::NotFound`]; [`Fault::Stale`]; [`Fault::Input`] for what is impossible, with `school_not_served` where no agreement
/// with the school lies in the term.
pub async fn score(
    store: &Store,
    grant: &Grant<permit::KeepAfterSchool>,
    scored: &Scored,
    version: i64,
    now: Instant,
) -> Result<i64, Fault> {
    store
        .run(now, |tx| score_once(tx, grant, scored, version))
        .await
}

async fn score_once(
    tx: Tx,
    grant: &Grant<permit::KeepAfterSchool>,
    scored: &Scored,
    version: i64,
) -> Result<Committed<i64>, Fault> {
    let stored = held(&tx, scored.number).await?;
    reached(grant.scope(), &stored)?;
    let Some(act) = enter(&tx, grant, &stored, scored, Some(version)).await? else {
        return tx.commit_upkeep(Upkeep::Replay, stored.version).await;
    };
    tx.commit(act, version + 1).await
}

/// Enters a whole list of scores, or none of it; answers how many were new. The fault of a row is told by its place:
/// `rows.3.school`.
///
/// # Errors
/// [`Fault::Input`] for a row that is impossible or names a provider that the caller does not see; `list_too_long`.
pub async fn score_all(
    store: &Store,
    grant: &Grant<permit::KeepAfterSchool>,
    list: &[Scored],
    now: Instant,
) -> Result<u64, Fault> {
    if list.len() > LIST_MAX {
        return Err(Fault::Input(vec![FieldFault::new("rows", "list_too_long")]));
    }
    store.run(now, |tx| score_list(tx, grant, list)).await
}

async fn score_list(
    tx: Tx,
    grant: &Grant<permit::KeepAfterSchool>,
    list: &[Scored],
) -> Result<Committed<u64>, Fault> {
    let (mut entered, mut last, mut faults) = (0, None, Vec::new());
    for (place, scored) in list.iter().enumerate() {
        match row(&tx, grant, scored).await {
            Ok(None) => {}
            Ok(Some(act)) => {
                entered += 1;
                if let Some(before) = last.replace(act) {
                    tx.also(before).await?;
                }
            }
            Err(Fault::Input(found)) => faults.extend(found.into_iter().map(|fault| FieldFault {
                field: format!("rows.{place}.{}", fault.field).into(),
                ..fault
            })),
            Err(Fault::NotFound) => faults.push(FieldFault {
                field: format!("rows.{place}.number").into(),
                code: "after_school_unknown".into(),
                detail: String::new(),
            }),
            Err(fault) => return Err(fault),
        }
    }
    match last {
        _ if !faults.is_empty() => Err(Fault::Input(faults)),
        Some(act) => tx.commit(act, entered).await,
        None => tx.commit_upkeep(Upkeep::Replay, 0).await,
    }
}

async fn row(
    tx: &Tx,
    grant: &Grant<permit::KeepAfterSchool>,
    scored: &Scored,
) -> Result<Option<Act>, Fault> {
    let stored = held(tx, scored.number).await?;
    reached(grant.scope(), &stored)?;
    enter(tx, grant, &stored, scored, None).await
}

/// Writes a score over what stood there; nothing where it says the same.
async fn enter(
    tx: &Tx,
    grant: &Grant<permit::KeepAfterSchool>,
    stored: &Stored,
    scored: &Scored,
    version: Option<i64>,
) -> Result<Option<Act>, Fault> {
    #[derive(FromQueryResult)]
    struct Served {
        id: String,
    }
    let (term, school) = (scored.term, scored.school);
    let score = scored
        .score
        .checked(term, tx.now().day())
        .map_err(Fault::Input)?;
    let served: Option<Served> = tx
        .one(
            "SELECT s.id FROM school s JOIN after_school_agreement g ON g.school_id = s.id WHERE s.number = $1 \
             AND g.after_school_id = $2 AND g.first_day <= $3 AND g.last_day >= $4",
            [
                school.to_string().into(),
                stored.id.as_str().into(),
                term.last_day().to_string().into(),
                term.first_day().to_string().into(),
            ],
        )
        .await?;
    let Some(Served { id: school_id }) = served else {
        let fault = FieldFault::new("school", "school_not_served");
        return Err(Fault::Input(vec![fault]));
    };
    if before(tx, &stored.id, &school_id, term).await? == Some(score) {
        return Ok(None);
    }
    let version = version.unwrap_or(stored.version);
    repo::fresh(stored.version, version)?;
    tx.execute(
        "INSERT INTO after_school_score (after_school_id, school_id, term, school_score, answers, points, updated_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (after_school_id, school_id, term) DO UPDATE SET \
         school_score = excluded.school_score, answers = excluded.answers, points = excluded.points, updated_at = excluded.updated_at",
        [
            stored.id.as_str().into(),
            school_id.into(),
            term.to_string().into(),
            score.school.into(),
            score.answers.into(),
            score.points.into(),
            tx.now().millis().into(),
        ],
    )
    .await?;
    touch(tx, &stored.id, version).await?;
    let change = json!({"school": school, "term": term, "score": score});
    let subject = Subject::new("after_school", &stored.id);
    Ok(Some(Act::by(grant, subject, "score", change)))
}

async fn before(tx: &Tx, id: &str, school: &str, term: Term) -> Result<Option<Score>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        school_score: Option<i64>,
        answers: i64,
        points: i64,
    }
    let row: Option<Row> = tx
        .one(
            "SELECT school_score, answers, points FROM after_school_score WHERE after_school_id = $1 AND school_id = $2 AND term = $3",
            [id.into(), school.into(), term.to_string().into()],
        )
        .await?;
    Ok(row.map(|row| Score {
        school: row.school_score,
        answers: row.answers,
        points: row.points,
    }))
}
