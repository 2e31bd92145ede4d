//! What an application is judged by: the institution, its staff, the schools it names, and the scores of its terms.

use domain::after_school::{
    Chosen, Facts, Finding, Form, Provider, SchoolYear, Score, Standing, Teacher, Term, findings,
};
use domain::law::{self, Rule};
use domain::words::{Day, SchoolNumber};
use sea_orm::{FromQueryResult, Value};

use super::load::{LISTED_IN, Stored};
use crate::Fault;
use crate::connect::Store;
use crate::repo;
use crate::tx::Tx;

/// Whoever reads rows: a write that is going on, or the pool of readers.
pub(crate) trait Reader: Sync {
    /// The rows of a query.
    fn all<R: FromQueryResult + Send>(
        &self,
        sql: &str,
        values: Vec<Value>,
    ) -> impl Future<Output = Result<Vec<R>, Fault>> + Send;
}

impl Reader for Tx {
    async fn all<R: FromQueryResult + Send>(
        &self,
        sql: &str,
        values: Vec<Value>,
    ) -> Result<Vec<R>, Fault> {
        Self::all(self, sql, values).await
    }
}

impl Reader for Store {
    async fn all<R: FromQueryResult + Send>(
        &self,
        sql: &str,
        values: Vec<Value>,
    ) -> Result<Vec<R>, Fault> {
        self.rows(sql, values).await
    }
}

/// All that an application is judged by on a day.
pub(crate) struct Setting {
    pub(crate) provider: Provider,
    pub(crate) roster: Vec<Teacher>,
    pub(crate) schools: Vec<Chosen>,
    pub(crate) standings: Vec<Standing>,
    today: Day,
}

impl Setting {
    /// Reads it for a form that may differ from the stored one: what is being typed is judged as well.
    pub(crate) async fn of(
        reader: &impl Reader,
        stored: &Stored,
        form: &Form,
        today: Day,
    ) -> Result<Self, Fault> {
        Ok(Self {
            provider: stored.provider(today)?,
            roster: roster(reader, &stored.institution_id, today).await?,
            schools: schools(reader, stored, &form.schools, today).await?,
            standings: standings(reader, &stored.id).await?,
            today,
        })
    }

    /// What the conditions in force find.
    pub(crate) fn findings(&self, form: &Form) -> Vec<Finding> {
        findings(form, self.provider, &self.roster, &self.schools, self.today)
    }

    /// What a step is judged by.
    pub(crate) fn facts(&self, form: &Form, year: SchoolYear) -> Facts {
        let publicity = law::due(Rule::AfterSchoolPublicity, self.today);
        Facts {
            complete: form.missing().is_empty(),
            broken: self
                .findings(form)
                .into_iter()
                .find(Finding::forbids)
                .map(|it| it.article),
            licensed: self.provider.licensed,
            low: self.standings.iter().any(Standing::is_low),
            first_day: year.first_day(),
            last_day: year.last_day(),
            publicised_until: publicity.due_on,
            today: self.today,
        }
    }
}

/// The people of an institution who work there today.
pub(crate) async fn roster(
    reader: &impl Reader,
    institution: &str,
    today: Day,
) -> Result<Vec<Teacher>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        id: String,
        name: String,
        cleared: bool,
    }
    let rows: Vec<Row> = reader
        .all(
            "SELECT s.id, s.name, (s.entry_check = 'clear' AND NOT EXISTS (SELECT 1 FROM barred_person b \
             WHERE b.identity_index = s.identity_index AND b.lifted_on IS NULL AND b.from_on <= $2 AND b.last_on >= $2)) AS cleared \
             FROM staff_member s WHERE s.institution_id = $1 AND s.left_on IS NULL ORDER BY s.id LIMIT 1000",
            vec![institution.into(), today.to_string().into()],
        )
        .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Teacher {
                id: repo::id(&row.id)?,
                name: row.name,
                cleared: row.cleared,
            })
        })
        .collect()
}

/// The schools of the authority with these numbers, each with how many items come from other providers in the school year. What
/// ended before today leaves its share to others.
async fn schools(
    reader: &impl Reader,
    stored: &Stored,
    numbers: &[SchoolNumber],
    today: Day,
) -> Result<Vec<Chosen>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        number: String,
        name: String,
        items: Option<i64>,
        outside: i64,
    }
    if numbers.is_empty() {
        return Ok(Vec::new());
    }
    // Checked words of letters and digits: they are safe in a statement.
    let numbers: Vec<String> = numbers.iter().map(|one| format!("'{one}'")).collect();
    let sql = format!(
        "SELECT s.number, s.name, s.items, COALESCE((SELECT CAST(SUM(g.services) AS BIGINT) FROM after_school_agreement g \
         JOIN after_school a ON a.id = g.after_school_id WHERE g.school_id = s.id AND a.school_year = $1 AND a.id <> $2 \
         AND g.last_day >= $4 AND a.state IN {LISTED_IN}), 0) AS outside FROM school s WHERE s.authority_id = $3 AND s.number IN ({}) ORDER BY s.number",
        numbers.join(", ")
    );
    let values = vec![
        stored.school_year.into(),
        stored.id.as_str().into(),
        stored.authority_id.as_str().into(),
        today.to_string().into(),
    ];
    let rows: Vec<Row> = reader.all(&sql, values).await?;
    rows.into_iter()
        .map(|row| {
            Ok(Chosen {
                number: repo::id(&row.number)?,
                name: row.name,
                items: row.items,
                outside: row.outside,
            })
        })
        .collect()
}

/// How a provider stands in each of its terms that were scored, oldest first.
pub(crate) async fn standings(reader: &impl Reader, id: &str) -> Result<Vec<Standing>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        term: String,
        school_score: Option<i64>,
        answers: i64,
        points: i64,
    }
    let rows: Vec<Row> = reader
        .all(
            "SELECT c.term, c.school_score, c.answers, c.points FROM after_school_score c WHERE c.after_school_id = $1 ORDER BY c.term, c.school_id",
            vec![id.into()],
        )
        .await?;
    let mut terms: Vec<(Term, Vec<Score>)> = Vec::new();
    for row in rows {
        let term: Term = repo::id(&row.term)?;
        let score = Score {
            school: row.school_score,
            answers: row.answers,
            points: row.points,
        };
        match terms.iter_mut().find(|(known, _)| *known == term) {
            Some((_, scores)) => scores.push(score),
            None => terms.push((term, vec![score])),
        }
    }
    terms.sort_unstable_by_key(|(term, _)| *term);
    let standing = |(term, scores): &(Term, Vec<Score>)| Standing::of(*term, scores);
    Ok(terms.iter().map(standing).collect())
}
