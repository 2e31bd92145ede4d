//! Reading a course for a step, with all that it is judged by, and writing it back.

use domain::application::{Form as Applied, Mode};
use domain::calendar::Calendar;
use domain::course::{Course, Effect, Facts, Finding, Licensed, Way, judge};
use domain::institution::Status;
use domain::licence::State;
use domain::words::{CourseNumber, Day, Stages};
use sea_orm::{FromQueryResult, Value};
use serde_json::json;

use super::filing::{self, FILINGS, Filings};
use crate::Fault;
use crate::queue::{JobKind, NewJob};
use crate::repo::{self, licence::standing};
use crate::tx::Tx;

/// What an institution may teach, by its row and that of its licence.
#[derive(FromQueryResult)]
pub(crate) struct Holder {
    status: String,
    licence_state: Option<String>,
    licence_valid_until: Option<String>,
    licence_class: Option<String>,
    licence_more: Option<i64>,
    stages: i64,
    /// On site or online, as the record says; nothing where it does not.
    mode: Option<String>,
    /// The form of the last application by which a licence was issued, which says it where the record does not.
    applied: Option<String>,
}

/// The columns of [`Holder`]; `i` is the institution, `l` its licence.
pub(crate) const HOLDER: &str = "i.status, l.state AS licence_state, l.valid_until AS licence_valid_until, l.class AS licence_class, l.more_classes AS licence_more, i.stages, \
     (SELECT d.mode FROM institution_identity d WHERE d.institution_id = i.id) AS mode, \
     (SELECT p.form FROM application p WHERE p.institution_id = i.id AND p.state = 'issued' ORDER BY p.id DESC LIMIT 1) AS applied";

impl Holder {
    /// Whether it works and has a licence in force on `today`.
    pub(crate) fn is_licensed(&self, today: Day) -> Result<bool, Fault> {
        let damaged = || Fault::Integrity("an institution cannot be read".to_owned());
        let (state, last) = (
            self.licence_state.as_deref(),
            self.licence_valid_until.as_deref(),
        );
        let standing = standing(state, last, today, damaged)?;
        let works = Status::from_code(&self.status) == Some(Status::Operating);
        Ok(works && standing.is_some_and(|(state, _)| state == State::Valid))
    }

    /// What the licence says. That of an older list says nothing of how it teaches, which is then not judged.
    pub(crate) fn licensed(&self) -> Licensed {
        let applied = |form: &String| -> Option<Mode> {
            let form: Applied = serde_json::from_str(form).ok()?;
            form.mode
        };
        let said = self.mode.as_deref().and_then(Mode::from_code);
        let bits = u8::try_from(self.stages).ok();
        Licensed {
            classes: repo::classes(self.licence_class.as_deref(), self.licence_more),
            stages: bits
                .and_then(|bits| Stages::from_bits(bits).ok())
                .filter(|stages| stages.bits() != 0),
            mode: said.or_else(|| self.applied.as_ref().and_then(applied)),
        }
    }
}

/// A course as it is stored, with the edition that is written or looked at, the one that is published, and its institution.
#[derive(FromQueryResult)]
pub(crate) struct Stored {
    pub(crate) id: String,
    pub(crate) institution_id: String,
    pub(crate) authority_id: String,
    pub(crate) newest: i64,
    live: Option<i64>,
    facts: String,
    filed_on: Option<String>,
    pub(crate) version: i64,
    form: String,
    live_form: Option<String>,
    filings: String,
    #[sea_orm(nested)]
    pub(crate) holder: Holder,
}

/// The columns of [`Stored`] and where they come from, with what the newest edition says.
pub(crate) fn stored() -> String {
    stored_at("c.newest")
}

/// The same with what the edition `shown` says.
pub(crate) fn stored_at(shown: &str) -> String {
    format!(
        "SELECT c.id, c.institution_id, c.authority_id, c.newest, c.live, c.facts, c.filed_on, c.version, e.form, f.form AS live_form, {FILINGS}, {HOLDER} \
         FROM course c JOIN course_edition e ON e.course_id = c.id AND e.edition = {shown} \
         LEFT JOIN course_edition f ON f.course_id = c.id AND f.edition = c.live \
         JOIN institution i ON i.id = c.institution_id LEFT JOIN licence l ON l.id = i.licence_id"
    )
}

impl Stored {
    pub(crate) fn way(&self) -> Result<Way, Fault> {
        repo::read(&self.facts, "course", &self.id)
    }

    /// Whether it was ever filed: nobody else sees anything of it before.
    pub(crate) const fn is_filed(&self) -> bool {
        self.filed_on.is_some()
    }

    /// What the newest edition says.
    pub(crate) fn course(&self) -> Result<Course, Fault> {
        repo::read(&self.form, "course", &self.id)
    }

    /// What the authority has filed of the institution's materials.
    pub(crate) fn filings(&self) -> Result<Filings, Fault> {
        Filings::of(&self.filings)
    }

    /// What the newest edition says, with what is filed of its materials.
    pub(crate) fn said(&self) -> Result<Course, Fault> {
        Ok(self.filings()?.told_of(self.course()?))
    }

    /// The same of the published edition.
    pub(crate) fn published_said(&self) -> Result<Option<Course>, Fault> {
        let filings = self.filings()?;
        Ok(self.published()?.map(|course| filings.told_of(course)))
    }

    /// What the published edition says.
    pub(crate) fn published(&self) -> Result<Option<Course>, Fault> {
        let form = self.live_form.as_deref();
        form.map(|form| repo::read(form, "course", &self.id))
            .transpose()
    }

    /// What the rules find in the newest edition on `today`.
    pub(crate) fn findings(&self, today: Day) -> Result<Vec<Finding>, Fault> {
        let licensed = self.holder.licensed();
        Ok(judge(&self.said()?, &licensed, today, Calendar::built_in()))
    }

    /// What a step of it is judged by on `today`.
    pub(crate) fn facts(&self, today: Day) -> Result<Facts, Fault> {
        let (course, published) = (self.course()?, self.published()?);
        let found = self.findings(today)?;
        Ok(Facts {
            complete: course.missing().is_empty(),
            lawful: !found.iter().any(|finding| finding.refuses),
            licensed: self.holder.is_licensed(today)?,
            read_before: published
                .as_ref()
                .is_some_and(|before| before.reads_like(&course)),
            unfiled: self.said()?.unfiled().next().is_some(),
            last_day: published.and_then(|before| before.last_day),
            today,
        })
    }
}

/// The course, held as it is: nobody else writes it or its institution before this write ends.
pub(super) async fn held(tx: &Tx, number: CourseNumber) -> Result<Stored, Fault> {
    let number: Value = number.to_string().into();
    let stored = one(tx, "c.number = $1", number.clone()).await?;
    hold(tx, &stored.ok_or(Fault::NotFound)?).await?;
    one(tx, "c.number = $1", number)
        .await?
        .ok_or(Fault::NotFound)
}

/// A course by its id, held as [`held`] holds it.
pub(super) async fn held_by_id(tx: &Tx, id: &str) -> Result<Option<Stored>, Fault> {
    match one(tx, "c.id = $1", id.into()).await? {
        None => Ok(None),
        Some(stored) => {
            hold(tx, &stored).await?;
            one(tx, "c.id = $1", id.into()).await
        }
    }
}

async fn one(tx: &Tx, condition: &str, value: Value) -> Result<Option<Stored>, Fault> {
    tx.one(&format!("{} WHERE {condition}", stored()), [value])
        .await
}

async fn hold(tx: &Tx, stored: &Stored) -> Result<(), Fault> {
    for (sql, id) in [
        (
            "UPDATE institution SET version = version WHERE id = $1",
            &stored.institution_id,
        ),
        (
            "UPDATE course SET version = version WHERE id = $1",
            &stored.id,
        ),
    ] {
        tx.execute(sql, [id.as_str().into()]).await?;
    }
    Ok(())
}

/// Writes the next state with what it brings about over the one that was read.
pub(super) async fn settle(
    tx: &Tx,
    stored: &Stored,
    next: &Way,
    effects: &[Effect],
) -> Result<(), Fault> {
    let mut at = Editions {
        newest: stored.newest,
        live: stored.live,
    };
    for effect in effects {
        at = follow(tx, stored, at, *effect).await?;
    }
    let published = effects.contains(&Effect::Publish);
    let filed_on = match next {
        Way::Filed { on, .. } => Some(on.to_string()),
        // A new price under a text that was screened is filed and published in one step.
        Way::Published { .. } if published && stored.way()?.is_written() => {
            Some(tx.now().day().to_string())
        }
        _ => stored.filed_on.clone(),
    };
    // What is being written is nobody else's to read, and lists go on with the name that was filed.
    let name = match next {
        Way::Draft { .. } => None,
        _ if at.newest == stored.newest => Some(stored.course()?.name),
        _ => Some(edition(tx, &stored.id, at.newest).await?.name),
    };
    let written = tx
        .execute(
            "UPDATE course SET state = $1, facts = $2, newest = $3, live = $4, filed_on = $5, queue_day = $6, name = COALESCE($7, name), last_day = $8, \
             updated_at = $9, version = version + 1 WHERE id = $10 AND version = $11",
            [
                next.code().into(),
                repo::written(next)?.into(),
                at.newest.into(),
                at.live.into(),
                filed_on.clone().into(),
                filed_on.map(|day| queue_day(next, &day)).into(),
                name.into(),
                stored.last_day_of(at)?.into(),
                tx.now().millis().into(),
                stored.id.as_str().into(),
                stored.version.into(),
            ],
        )
        .await?;
    repo::one_row(&written, stored.version)
}

/// The day by which the desk sorts: one that waits for an officer stands before all others, the oldest first. Every year
/// of ours begins with the same sign.
pub(super) fn queue_day(way: &Way, filed_on: &str) -> String {
    match (way, filed_on.strip_prefix('2')) {
        (Way::Flagged { .. }, Some(rest)) => format!("1{rest}"),
        _ => filed_on.to_owned(),
    }
}

/// Which edition is written or looked at, and which is published.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Editions {
    newest: i64,
    live: Option<i64>,
}

impl Stored {
    /// The last day of the edition that is published then.
    fn last_day_of(&self, at: Editions) -> Result<Option<String>, Fault> {
        let course = if at.live == Some(self.newest) {
            Some(self.course()?)
        } else if at.live.is_some() {
            self.published()?
        } else {
            None
        };
        let last = course.and_then(|course| course.last_day);
        Ok(last.map(|day| day.to_string()))
    }
}

async fn follow(tx: &Tx, stored: &Stored, at: Editions, effect: Effect) -> Result<Editions, Fault> {
    match effect {
        Effect::Screen => {
            screening(tx, &stored.id, at.newest).await?;
            Ok(at)
        }
        Effect::Copy => copy(tx, stored, at).await,
        Effect::Publish => {
            if let Some(before) = at.live.filter(|live| *live != at.newest) {
                end(tx, &stored.id, before).await?;
                as_read_before(tx, &stored.id, before, at.newest).await?;
            }
            tx.execute(
                "UPDATE course_edition SET published_at = $1 WHERE course_id = $2 AND edition = $3",
                [
                    tx.now().millis().into(),
                    stored.id.as_str().into(),
                    at.newest.into(),
                ],
            )
            .await?;
            Ok(Editions {
                live: Some(at.newest),
                ..at
            })
        }
        Effect::Drop => {
            let before = match at.live {
                Some(live) => Some(live),
                None => last(tx, &stored.id, "AND filed_at IS NOT NULL").await?,
            };
            Ok(Editions {
                newest: before.unwrap_or(at.newest),
                ..at
            })
        }
        Effect::FileMaterials => {
            filing::file(tx, stored).await?;
            Ok(at)
        }
        Effect::Close => {
            if let Some(live) = at.live {
                end(tx, &stored.id, live).await?;
            }
            Ok(Editions { live: None, ..at })
        }
    }
}

/// Has an edition screened; the job's key holds the edition, which is filed once.
pub(super) async fn screening(tx: &Tx, id: &str, edition: i64) -> Result<(), Fault> {
    tx.execute(
        "UPDATE course_edition SET filed_at = $1 WHERE course_id = $2 AND edition = $3",
        [tx.now().millis().into(), id.into(), edition.into()],
    )
    .await?;
    tx.enqueue(NewJob {
        kind: JobKind::ScreenCourse,
        key: format!("screen:{id}:{edition}"),
        payload: json!({"course": id, "edition": edition}),
        run_at: tx.now(),
    })
    .await
}

/// The last edition of a course of which this holds; nothing where there is none.
async fn last(tx: &Tx, id: &str, holds: &str) -> Result<Option<i64>, Fault> {
    #[derive(FromQueryResult)]
    struct Last {
        edition: Option<i64>,
    }
    let sql =
        format!("SELECT MAX(edition) AS edition FROM course_edition WHERE course_id = $1 {holds}");
    let last: Option<Last> = tx.one(&sql, [id.into()]).await?;
    Ok(last.and_then(|row| row.edition))
}

/// What an edition says.
async fn edition(tx: &Tx, id: &str, edition: i64) -> Result<Course, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        form: String,
    }
    let sql = "SELECT form FROM course_edition WHERE course_id = $1 AND edition = $2";
    let row: Option<Row> = tx.one(sql, [id.into(), edition.into()]).await?;
    repo::read(&row.ok_or(Fault::NotFound)?.form, "course", id)
}

/// The next edition begins with what the newest says. Editions that were given up keep their numbers.
async fn copy(tx: &Tx, stored: &Stored, at: Editions) -> Result<Editions, Fault> {
    let next = last(tx, &stored.id, "").await?.unwrap_or(at.newest) + 1;
    insert(tx, &stored.id, next, &stored.course()?).await?;
    Ok(Editions { newest: next, ..at })
}

/// Writes a new edition.
pub(super) async fn insert(tx: &Tx, id: &str, edition: i64, course: &Course) -> Result<(), Fault> {
    tx.execute(
        "INSERT INTO course_edition (course_id, edition, form, price_fen) VALUES ($1, $2, $3, $4)",
        [
            id.into(),
            edition.into(),
            repo::written(course)?.into(),
            course.price_fen.map(domain::words::Fen::get).into(),
        ],
    )
    .await?;
    Ok(())
}

async fn end(tx: &Tx, id: &str, edition: i64) -> Result<(), Fault> {
    tx.execute(
        "UPDATE course_edition SET ended_at = $1 WHERE course_id = $2 AND edition = $3",
        [tx.now().millis().into(), id.into(), edition.into()],
    )
    .await?;
    Ok(())
}

/// An edition that was not screened itself has the text of the one before, and so what its screening found.
async fn as_read_before(tx: &Tx, id: &str, before: i64, edition: i64) -> Result<(), Fault> {
    let found = |column: &str| {
        format!(
            "{column} = (SELECT b.{column} FROM course_edition b WHERE b.course_id = $1 AND b.edition = $2)"
        )
    };
    let columns: Vec<String> = ["rules", "model", "labels", "screened_at"]
        .into_iter()
        .map(found)
        .collect();
    let sql = format!(
        "UPDATE course_edition SET {}, filed_at = $3 WHERE course_id = $1 AND edition = $4 AND screened_at IS NULL",
        columns.join(", ")
    );
    tx.execute(
        &sql,
        [
            id.into(),
            before.into(),
            tx.now().millis().into(),
            edition.into(),
        ],
    )
    .await?;
    Ok(())
}
