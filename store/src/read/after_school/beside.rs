//! What lies beside a provider: its agreements and scores.

use domain::after_school::{Agreed, Score, Term};
use sea_orm::FromQueryResult;
use serde::Serialize;

use crate::Fault;
use crate::connect::Store;
use crate::repo;

/// What was agreed with a school.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AgreementShown {
    /// The school's number.
    pub school: String,
    /// Its name.
    pub school_name: String,
    /// What was agreed.
    #[serde(flatten)]
    pub agreed: Agreed,
}

/// A score of a term by one school and its parents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ScoreShown {
    /// The term.
    pub term: Term,
    /// The school's number.
    pub school_number: String,
    /// Its name.
    pub school_name: String,
    /// The score.
    #[serde(flatten)]
    pub score: Score,
}

pub(super) async fn agreements(store: &Store, id: &str) -> Result<Vec<AgreementShown>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        school: String,
        school_name: String,
        agreed: String,
    }
    let rows: Vec<Row> = store
        .rows(
            "SELECT s.number AS school, s.name AS school_name, g.agreed FROM after_school_agreement g \
             JOIN school s ON s.id = g.school_id WHERE g.after_school_id = $1 ORDER BY s.number",
            [id.into()],
        )
        .await?;
    rows.into_iter()
        .map(|row| {
            Ok(AgreementShown {
                agreed: repo::read(&row.agreed, "after_school", id)?,
                school: row.school,
                school_name: row.school_name,
            })
        })
        .collect()
}

pub(super) async fn scores(store: &Store, id: &str) -> Result<Vec<ScoreShown>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        term: String,
        number: String,
        name: String,
        school_score: Option<i64>,
        answers: i64,
        points: i64,
    }
    let rows: Vec<Row> = store
        .rows(
            "SELECT c.term, s.number, s.name, c.school_score, c.answers, c.points FROM after_school_score c \
             JOIN school s ON s.id = c.school_id WHERE c.after_school_id = $1 ORDER BY s.number",
            [id.into()],
        )
        .await?;
    let mut scores: Vec<ScoreShown> = rows
        .into_iter()
        .map(|row| {
            Ok(ScoreShown {
                term: repo::id(&row.term)?,
                school_number: row.number,
                school_name: row.name,
                score: Score {
                    school: row.school_score,
                    answers: row.answers,
                    points: row.points,
                },
            })
        })
        .collect::<Result<_, Fault>>()?;
    scores.sort_by_key(|one| std::cmp::Reverse(one.term));
    Ok(scores)
}
