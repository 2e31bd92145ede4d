//! The published courses of an institution with their fees, as everybody reads them.

use domain::application::Mode;
use domain::course::{Course, Licensed, Material, Slot, is_beyond};
use domain::words::{Class, CourseNumber, Day, InstitutionNumber, Stage};
use sea_orm::FromQueryResult;
use serde::Serialize;

use super::super::page::after_id;
use super::super::{Limit, Page};
use crate::Fault;
use crate::connect::Store;
use crate::ops::course::filing::{FILINGS, Filings};
use crate::ops::course::load::{HOLDER, Holder};
use crate::read::institution::{SHOWN, is_of};
use crate::repo;

/// What a course cost from when until when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fee {
    /// Price of the whole, in Fen.
    pub price_fen: i64,
    /// Class hours it is for.
    pub lessons: i64,
    /// Since when, in milliseconds since 1970.
    pub published_at: i64,
    /// Until when; nothing for the one that holds.
    pub ended_at: Option<i64>,
}

/// A published course.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PublicCourse {
    /// Its number.
    pub number: String,
    /// Its name.
    pub name: String,
    /// What is taught.
    pub description: String,
    /// What kind of training it is.
    pub class: Option<Class>,
    /// For whom.
    pub stages: Vec<Stage>,
    /// On site or online.
    pub mode: Option<Mode>,
    /// Class hours.
    pub lessons: i64,
    /// Minutes of a class hour.
    pub lesson_minutes: i64,
    /// Pupils at most.
    pub pupils: i64,
    /// Price of the whole, in Fen.
    pub price_fen: i64,
    /// First day.
    pub first_day: Option<Day>,
    /// Last day.
    pub last_day: Option<Day>,
    /// When it is taught.
    pub times: Vec<Slot>,
    /// What pupils learn from.
    pub materials: Vec<Material>,
    /// What it cost from when until when, oldest first; the last holds.
    pub fees: Vec<Fee>,
}

#[derive(FromQueryResult)]
struct Edition {
    course_id: String,
    form: String,
    published_at: i64,
    ended_at: Option<i64>,
}

const EDITIONS: &str =
    "SELECT e.course_id, e.form, e.published_at, e.ended_at FROM course_edition e";

/// The courses that an institution has published and that are not over, by number, those of entries that were merged into it
/// among them. One without a licence in force has none, and none is shown that the licence does not allow any more: nobody is
/// told to pay there.
///
/// # Errors
/// [`Fault::NotFound`] where the register shows no such institution.
pub async fn published(
    store: &Store,
    institution: InstitutionNumber,
    limit: Limit,
    after: Option<CourseNumber>,
    today: Day,
) -> Result<Page<PublicCourse>, Fault> {
    let owner: Option<Owner> = store
        .row(
            &format!(
                "SELECT i.id, {HOLDER} FROM institution i LEFT JOIN licence l ON l.id = i.licence_id WHERE i.number = $1 AND {SHOWN}"
            ),
            [institution.to_string().into()],
        )
        .await?;
    let owner = owner.ok_or(Fault::NotFound)?;
    let mut page = Page {
        items: Vec::new(),
        next: after.map(|number| number.to_string()),
    };
    if !owner.holder.is_licensed(today)? {
        return Ok(Page { next: None, ..page });
    }
    // Of a page whose courses are all beyond the licence nothing is left: then the next one is shown.
    loop {
        page = owner.page(store, limit, page.next, today).await?;
        if page.next.is_none() || !page.items.is_empty() {
            return Ok(page);
        }
    }
}

/// An institution with the licence that it holds.
#[derive(FromQueryResult)]
struct Owner {
    id: String,
    #[sea_orm(nested)]
    holder: Holder,
}

impl Owner {
    /// The published courses behind a number that are within the licence.
    async fn page(
        &self,
        store: &Store,
        limit: Limit,
        after: Option<String>,
        today: Day,
    ) -> Result<Page<PublicCourse>, Fault> {
        let rows: Vec<Row> = store
            .rows(
                &format!(
                    "SELECT c.id, c.number, {FILINGS} FROM course c WHERE {} AND c.live IS NOT NULL AND c.last_day >= $2 \
                     AND ($3 = '' OR c.number > $3) ORDER BY c.number LIMIT $4",
                    is_of("c.institution_id", "$1")
                ),
                [
                    self.id.as_str().into(),
                    today.to_string().into(),
                    after_id(after),
                    limit.and_one().into(),
                ],
            )
            .await?;
        let page = Page::cut(rows, limit, |row| row.number.clone());
        let editions = editions_of(store, &self.id, &page.items).await?;
        let licensed = self.holder.licensed();
        let mut items = Vec::new();
        for row in &page.items {
            let own = editions.iter().filter(|one| one.course_id == row.id);
            items.extend(course(row, own, &licensed)?);
        }
        Ok(Page {
            items,
            next: page.next,
        })
    }
}

/// A published course in the page.
#[derive(FromQueryResult)]
struct Row {
    id: String,
    number: String,
    filings: String,
}

/// The published editions of these courses of an institution, which stand in the order of their numbers.
async fn editions_of(store: &Store, owner: &str, rows: &[Row]) -> Result<Vec<Edition>, Fault> {
    let Some((first, last)) = rows.first().zip(rows.last()) else {
        return Ok(Vec::new());
    };
    let sql = format!(
        "{EDITIONS} JOIN course c ON c.id = e.course_id WHERE {} AND c.number BETWEEN $2 AND $3 \
         AND e.published_at IS NOT NULL ORDER BY e.published_at, e.edition",
        is_of("c.institution_id", "$1")
    );
    let between = [
        owner.into(),
        first.number.as_str().into(),
        last.number.as_str().into(),
    ];
    store.rows(&sql, between).await
}

/// A course as its published editions have it; nothing where none holds, or where it is beyond the licence.
fn course<'a>(
    row: &Row,
    editions: impl Iterator<Item = &'a Edition>,
    licensed: &Licensed,
) -> Result<Option<PublicCourse>, Fault> {
    let filings = Filings::of(&row.filings)?;
    let read = |edition: &Edition| -> Result<(Course, i64, Option<i64>), Fault> {
        let course = repo::read(&edition.form, "course", &edition.course_id)?;
        Ok((
            filings.told_of(course),
            edition.published_at,
            edition.ended_at,
        ))
    };
    let editions: Vec<_> = editions.map(read).collect::<Result<_, _>>()?;
    let fees = history(&editions);
    let live = editions
        .into_iter()
        .rev()
        .find(|(course, _, ended)| ended.is_none() && !is_beyond(course, licensed));
    Ok(live.map(|(course, ..)| PublicCourse {
        number: row.number.clone(),
        lessons: course.lessons.unwrap_or_default(),
        lesson_minutes: course.lesson_minutes.unwrap_or_default(),
        pupils: course.pupils.unwrap_or_default(),
        price_fen: course.price_fen.unwrap_or_default().get(),
        name: course.name,
        description: course.description,
        class: course.class,
        stages: course.stages,
        mode: course.mode,
        first_day: course.first_day,
        last_day: course.last_day,
        times: course.times,
        materials: course.materials,
        fees,
    }))
}

/// The fees of these editions: two that follow each other at one price for as many hours are one.
fn history(editions: &[(Course, i64, Option<i64>)]) -> Vec<Fee> {
    let mut fees: Vec<Fee> = Vec::new();
    for (course, published_at, ended_at) in editions {
        let fee = Fee {
            price_fen: course.price_fen.unwrap_or_default().get(),
            lessons: course.lessons.unwrap_or_default(),
            published_at: *published_at,
            ended_at: *ended_at,
        };
        match fees.last_mut() {
            Some(before)
                if before.price_fen == fee.price_fen
                    && before.lessons == fee.lessons
                    && before.ended_at == Some(fee.published_at) =>
            {
                before.ended_at = fee.ended_at;
            }
            _ => fees.push(fee),
        }
    }
    fees
}

/// What one course cost from when until when.
pub(super) async fn fees(store: &Store, id: &str) -> Result<Vec<Fee>, Fault> {
    let editions: Vec<Edition> = store
        .rows(
            &format!(
                "{EDITIONS} WHERE e.course_id = $1 AND e.published_at IS NOT NULL ORDER BY e.published_at, e.edition"
            ),
            [id.into()],
        )
        .await?;
    let read = |edition: &Edition| -> Result<(Course, i64, Option<i64>), Fault> {
        Ok((
            repo::read(&edition.form, "course", id)?,
            edition.published_at,
            edition.ended_at,
        ))
    };
    let editions: Vec<_> = editions.iter().map(read).collect::<Result<_, _>>()?;
    Ok(history(&editions))
}
