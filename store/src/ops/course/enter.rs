//! Courses of a list: all of an institution's rows, or none.

use domain::access::{Grant, permit};
use domain::course::{Course, Licensed, Way};
use domain::words::{CourseNumber, Instant, InstitutionId, InstitutionNumber};
use sea_orm::FromQueryResult;
use serde_json::json;

use super::draft::{form_digest, new};
use super::load::{HOLDER, Holder, screening};
use crate::Fault;
use crate::audit::{Act, Subject};
use crate::connect::Store;
use crate::repo;
use crate::tx::{Committed, Tx};

const WITHOUT_LICENCE: domain::refusal::Refusal = domain::refusal::Refusal {
    code: "course_without_licence",
    article: None,
    zh: "没有在有效期内的办学许可，或者机构不在办学状态，不能提交课程",
    en: "without a licence in force, or while the institution does not work, no course is filed",
};

#[derive(FromQueryResult)]
struct Row {
    id: String,
    #[sea_orm(nested)]
    holder: Holder,
}

fn by_number() -> String {
    format!(
        "SELECT i.id, {HOLDER} FROM institution i LEFT JOIN licence l ON l.id = i.licence_id WHERE i.number = $1"
    )
}

/// What the rows of an institution are judged by.
///
/// # Errors
/// [`Fault::NotFound`] where the register has no such institution; [`Fault::Refused`] with `course_without_licence`.
pub async fn licensed_of(
    store: &Store,
    _grant: &Grant<permit::ManageRegister>,
    number: InstitutionNumber,
    now: Instant,
) -> Result<Licensed, Fault> {
    let row: Option<Row> = store.row(&by_number(), [number.to_string().into()]).await?;
    let row = row.ok_or(Fault::NotFound)?;
    if row.holder.is_licensed(now.day())? {
        Ok(row.holder.licensed())
    } else {
        Err(Fault::Refused(WITHOUT_LICENCE))
    }
}

/// The names of the institution's courses that have not ended, with their first days: a list that is sent once more is
/// told so row by row.
///
/// # Errors
/// Faults of the database.
pub async fn known(
    store: &Store,
    _grant: &Grant<permit::ManageRegister>,
    number: InstitutionNumber,
) -> Result<Vec<Course>, Fault> {
    #[derive(FromQueryResult)]
    struct Known {
        id: String,
        form: String,
    }
    let rows: Vec<Known> = store
        .rows(
            "SELECT c.id, e.form FROM course c JOIN institution i ON i.id = c.institution_id \
             JOIN course_edition e ON e.course_id = c.id AND e.edition = c.newest \
             WHERE i.number = $1 AND c.state NOT IN ('ended', 'withdrawn')",
            [number.to_string().into()],
        )
        .await?;
    rows.iter()
        .map(|row| repo::read(&row.form, "course", &row.id))
        .collect()
}

/// Files the courses of a list for the institution; each then goes the usual way. Answers their numbers in the order given.
///
/// # Errors
/// As [`licensed_of`].
pub async fn enter(
    store: &Store,
    grant: &Grant<permit::ManageRegister>,
    number: InstitutionNumber,
    courses: &[Course],
    now: Instant,
) -> Result<Vec<CourseNumber>, Fault> {
    store
        .run(now, |tx| enter_once(tx, grant, number, courses))
        .await
}

async fn enter_once(
    tx: Tx,
    grant: &Grant<permit::ManageRegister>,
    number: InstitutionNumber,
    courses: &[Course],
) -> Result<Committed<Vec<CourseNumber>>, Fault> {
    let number = number.to_string();
    tx.execute(
        "UPDATE institution SET version = version WHERE number = $1",
        [number.as_str().into()],
    )
    .await?;
    let row: Option<Row> = tx.one(&by_number(), [number.as_str().into()]).await?;
    let row = row.ok_or(Fault::NotFound)?;
    if !row.holder.is_licensed(tx.now().day())? {
        return Err(Fault::Refused(WITHOUT_LICENCE));
    }
    let institution: InstitutionId = repo::id(&row.id)?;
    let mut numbers = Vec::new();
    for course in courses {
        let way = Way::Filed {
            on: tx.now().day(),
            live: None,
        };
        let (id, number) = new(&tx, institution, course, &way).await?;
        screening(&tx, &id.to_string(), 1).await?;
        let change = json!({"number": number, "form": form_digest(course)?});
        tx.also(Act::by(grant, Subject::new("course", id), "import", change))
            .await?;
        numbers.push(number);
    }
    let change = json!({"courses": numbers});
    let act = Act::by(
        grant,
        Subject::new("institution", institution),
        "import_courses",
        change,
    );
    tx.commit(act, numbers).await
}
