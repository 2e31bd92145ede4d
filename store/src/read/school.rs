//! The list of schools.

use domain::access::{Grant, Permission, Scope, permit};
use domain::after_school::SchoolYear;
use domain::words::{Day, District, SchoolNumber, Stage, Stages};
use sea_orm::FromQueryResult;
use serde::Serialize;

use super::page::after_id;
use super::{Limit, Page};
use crate::Fault;
use crate::connect::Store;
use crate::ops::after_school::load::LISTED_IN;
use crate::repo;

/// A school.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SchoolRow {
    /// Its number.
    pub number: String,
    /// Its name.
    pub name: String,
    /// Where it is.
    pub district: String,
    /// Whom it teaches.
    pub stages: Vec<Stage>,
    /// Its after-school items in all; nothing where that is not known.
    pub items: Option<i64>,
    /// Items that come from providers in this school year.
    pub outside: i64,
    /// How many providers serve it in this school year.
    pub providers: i64,
    /// Version, to give with a change.
    pub version: i64,
}

#[derive(FromQueryResult)]
struct Row {
    number: String,
    name: String,
    district: String,
    stages: i64,
    items: Option<i64>,
    outside: i64,
    providers: i64,
    version: i64,
}

impl Row {
    fn shown(self) -> SchoolRow {
        let stages = u8::try_from(self.stages).ok();
        let stages = stages.and_then(|bits| Stages::from_bits(bits).ok());
        SchoolRow {
            number: self.number,
            name: self.name,
            district: self.district,
            stages: stages.unwrap_or_default().iter().collect(),
            items: self.items,
            outside: self.outside,
            providers: self.providers,
            version: self.version,
        }
    }
}

/// `$1` is the school year.
fn row() -> String {
    let served = format!(
        "FROM after_school_agreement g JOIN after_school a ON a.id = g.after_school_id \
         WHERE g.school_id = s.id AND a.school_year = $1 AND a.state IN {LISTED_IN}"
    );
    format!(
        "SELECT s.number, s.name, s.district, s.stages, s.items, COALESCE((SELECT CAST(SUM(g.services) AS BIGINT) {served}), 0) AS outside, \
         (SELECT COUNT(*) {served}) AS providers, s.version FROM school s"
    )
}

/// Which schools.
#[derive(Debug, Clone, Default)]
pub struct SchoolQuery {
    /// Only those of this district.
    pub district: Option<District>,
    /// Rows of a page.
    pub limit: Limit,
    /// The `next` of the page before.
    pub after: Option<SchoolNumber>,
}

/// Schools of the scope by number.
///
/// # Errors
/// Faults of the database.
pub async fn list(
    store: &Store,
    grant: &Grant<permit::ReadDesk>,
    query: &SchoolQuery,
    today: Day,
) -> Result<Page<SchoolRow>, Fault> {
    let sql = format!(
        "{} WHERE {} AND ($2 = '' OR s.district = $2) AND ($3 = '' OR s.number > $3) ORDER BY s.number LIMIT $4",
        row(),
        repo::authorities(grant.scope(), "s.authority_id")
    );
    let rows: Vec<Row> = store
        .rows(
            &sql,
            [
                i64::from(SchoolYear::of(today).year()).into(),
                query
                    .district
                    .map(District::code)
                    .unwrap_or_default()
                    .into(),
                after_id(query.after),
                query.limit.and_one().into(),
            ],
        )
        .await?;
    let rows = rows.into_iter().map(Row::shown).collect();
    Ok(Page::cut(rows, query.limit, |row: &SchoolRow| {
        row.number.clone()
    }))
}

/// A school of the scope.
///
/// # Errors
/// [`Fault::NotFound`] outside the scope.
pub async fn by_number(
    store: &Store,
    grant: &Grant<permit::ReadDesk>,
    number: SchoolNumber,
    today: Day,
) -> Result<SchoolRow, Fault> {
    let sql = format!(
        "{} WHERE s.number = $2 AND {}",
        row(),
        repo::authorities(grant.scope(), "s.authority_id")
    );
    let year = i64::from(SchoolYear::of(today).year());
    let row: Option<Row> = store
        .row(&sql, [year.into(), number.to_string().into()])
        .await?;
    row.map(Row::shown).ok_or(Fault::NotFound)
}

/// More schools than these of one authority are not offered for a choice.
const CHOICES_MAX: i64 = 400;

/// The schools of the authority that is responsible for one's own institution, for a choice: number and name.
///
/// # Errors
/// [`Fault::NotFound`] for an account without an institution.
pub async fn of_own_authority<A: Permission>(
    store: &Store,
    grant: &Grant<A>,
) -> Result<Vec<(String, String)>, Fault> {
    #[derive(FromQueryResult)]
    struct Choice {
        number: String,
        name: String,
    }
    let Scope::Own(institution) = grant.scope() else {
        return Err(Fault::NotFound);
    };
    let rows: Vec<Choice> = store
        .rows(
            "SELECT s.number, s.name FROM school s JOIN institution i ON i.authority_id = s.authority_id WHERE i.id = $1 \
             ORDER BY s.number LIMIT $2",
            [institution.to_string().into(), CHOICES_MAX.into()],
        )
        .await?;
    Ok(rows.into_iter().map(|row| (row.number, row.name)).collect())
}
