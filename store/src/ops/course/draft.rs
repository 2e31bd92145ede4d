//! The draft: begun empty or filled in, and saved as one goes.

use domain::access::{Grant, permit};
use domain::course::{Course, Way};
use domain::refusal::Refusal;
use domain::words::{CourseId, CourseNumber, Instant, InstitutionId};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::load::{held, insert};
use crate::Fault;
use crate::audit::{Act, Subject};
use crate::connect::Store;
use crate::ops::IdempotencyKey;
use crate::ops::idempotency::digest;
use crate::ops::institution::{Of, standing};
use crate::ops::sign::text_digest;
use crate::repo;
use crate::tx::{Committed, Tx, Upkeep};

/// A course that was begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Begun {
    /// Number to read out.
    pub number: CourseNumber,
}

/// An institution begins no more courses within a day; a list that comes in by the console is another thing.
const BEGUN_IN_A_DAY_MAX: i64 = 100;
const DAY_SECONDS: i64 = 24 * 60 * 60;

const TOO_MANY: Refusal = Refusal {
    code: "courses_too_many",
    article: None,
    zh: "一天之内新建的课程太多，请明天再来",
    en: "too many courses were begun within a day: come back tomorrow",
};

/// Begins a course of one's own institution with what is filled in. The same key with the same content is one course;
/// without a key, a draft that was begun and never touched is answered again.
///
/// # Errors
/// [`Fault::Input`] for what is impossible; [`Fault::Refused`] with `courses_too_many`; [`Fault::KeyReused`];
/// [`Fault::NotFound`] for an account without an institution.
pub async fn begin(
    store: &Store,
    grant: &Grant<permit::FileCourse>,
    course: &Course,
    key: Option<&IdempotencyKey>,
    now: Instant,
) -> Result<Begun, Fault> {
    let institution = repo::own_institution(grant.scope())?;
    let asked = digest(course)?;
    let course = &course.checked().map_err(Fault::Input)?;
    let asked = asked.as_str();
    store
        .run(now, |tx| {
            begin_once(tx, grant, (institution, course), (key, asked))
        })
        .await
}

async fn begin_once(
    tx: Tx,
    grant: &Grant<permit::FileCourse>,
    (institution, course): (InstitutionId, &Course),
    (key, asked): (Option<&IdempotencyKey>, &str),
) -> Result<Committed<Begun>, Fault> {
    let scope = format!("course:{institution}");
    if let Some(before) = tx.replayed(&scope, key, asked).await? {
        let begun = serde_json::from_value(before)
            .map_err(|_| Fault::Integrity("a kept answer is no course".to_owned()))?;
        return tx.commit_upkeep(Upkeep::Replay, begun).await;
    }
    if key.is_none()
        && let Some(number) = untouched(&tx, institution, course).await?
    {
        return tx.commit_upkeep(Upkeep::Replay, Begun { number }).await;
    }
    few(&tx, institution).await?;
    let way = Way::Draft { live: None };
    let (id, number) = new(&tx, institution, course, &way).await?;
    let begun = Begun { number };
    tx.keep_answer(&scope, key, asked, &json!(begun)).await?;
    let change = json!({"number": number, "form": form_digest(course)?});
    let act = Act::by(grant, Subject::new("course", id), "begin", change);
    tx.commit(act, begun).await
}

/// A draft of the same content that nobody has saved since: a second click begins no second course.
async fn untouched(
    tx: &Tx,
    institution: InstitutionId,
    course: &Course,
) -> Result<Option<CourseNumber>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        number: String,
    }
    let row: Option<Row> = tx
        .one(
            "SELECT c.number FROM course c JOIN course_edition e ON e.course_id = c.id AND e.edition = c.newest \
             WHERE c.institution_id = $1 AND c.state = 'draft' AND c.version = 1 AND e.form = $2 ORDER BY c.id DESC LIMIT 1",
            [institution.to_string().into(), repo::written(course)?.into()],
        )
        .await?;
    row.map(|row| repo::id(&row.number)).transpose()
}

async fn few(tx: &Tx, institution: InstitutionId) -> Result<(), Fault> {
    #[derive(FromQueryResult)]
    struct Count {
        begun: i64,
    }
    let since = tx.now().plus_seconds(-DAY_SECONDS).millis();
    let count: Option<Count> = tx
        .one(
            "SELECT COUNT(*) AS begun FROM course c WHERE c.institution_id = $1 AND c.created_at > $2 AND EXISTS \
             (SELECT 1 FROM act a WHERE a.subject_kind = 'course' AND a.subject_id = c.id AND a.verb = 'begin')",
            [institution.to_string().into(), since.into()],
        )
        .await?;
    match count {
        Some(count) if count.begun >= BEGUN_IN_A_DAY_MAX => Err(Fault::Refused(TOO_MANY)),
        _ => Ok(()),
    }
}

/// Writes a new course of an institution where `way` says.
pub(super) async fn new(
    tx: &Tx,
    institution: InstitutionId,
    course: &Course,
    way: &Way,
) -> Result<(CourseId, CourseNumber), Fault> {
    let authority = standing(tx, Of::Id(institution)).await?.authority_id;
    let id = CourseId::new(tx.now(), tx.store().id_bits(tx.now()));
    let sequence = tx.next("course").await?;
    let number = u32::try_from(sequence)
        .ok()
        .and_then(|sequence| CourseNumber::from_sequence(sequence).ok())
        .ok_or_else(|| Fault::Setting("the numbers of courses are used up".to_owned()))?;
    let filed_on = match way {
        Way::Filed { on, .. } => Some(on.to_string()),
        _ => None,
    };
    tx.execute(
        "INSERT INTO course (id, number, institution_id, authority_id, name, state, facts, newest, filed_on, queue_day, created_at, \
         updated_at, version) VALUES ($1, $2, $3, $4, $5, $6, $7, 1, $8, $8, $9, $9, 1)",
        [
            id.to_string().into(),
            number.to_string().into(),
            institution.to_string().into(),
            authority.into(),
            course.name.as_str().into(),
            way.code().into(),
            repo::written(way)?.into(),
            filed_on.into(),
            tx.now().millis().into(),
        ],
    )
    .await?;
    insert(tx, &id.to_string(), 1, course).await?;
    Ok((id, number))
}

/// Keeps what was filled in over the draft that was read at `version`, and answers its new version. A draft may be
/// incomplete; what it says must be possible.
///
/// # Errors
/// [`Fault::NotFound`] for another institution's; [`Fault::Stale`]; [`Fault::Refused`] where it is no draft; [`Fault::Input`].
pub async fn save(
    store: &Store,
    grant: &Grant<permit::FileCourse>,
    number: CourseNumber,
    course: &Course,
    version: i64,
    now: Instant,
) -> Result<i64, Fault> {
    let course = &course.checked().map_err(Fault::Input)?;
    store
        .run(now, |tx| save_once(tx, grant, number, course, version))
        .await
}

async fn save_once(
    tx: Tx,
    grant: &Grant<permit::FileCourse>,
    number: CourseNumber,
    course: &Course,
    version: i64,
) -> Result<Committed<i64>, Fault> {
    let stored = held(&tx, number).await?;
    repo::own(grant.scope(), &stored.institution_id)?;
    repo::fresh(stored.version, version)?;
    if let Some(refusal) = stored.way()?.writing_refusal() {
        return Err(Fault::Refused(refusal));
    }
    if stored.course()? == *course {
        return tx.commit_upkeep(Upkeep::Replay, version).await;
    }
    tx.execute(
        "UPDATE course_edition SET form = $1, price_fen = $2 WHERE course_id = $3 AND edition = $4",
        [
            repo::written(course)?.into(),
            course.price_fen.map(domain::words::Fen::get).into(),
            stored.id.as_str().into(),
            stored.newest.into(),
        ],
    )
    .await?;
    let written = tx
        .execute(
            "UPDATE course SET name = COALESCE($1, name), updated_at = $2, version = version + 1 WHERE id = $3 AND version = $4",
            [
                (!stored.is_filed()).then_some(course.name.as_str()).into(),
                tx.now().millis().into(),
                stored.id.as_str().into(),
                version.into(),
            ],
        )
        .await?;
    repo::one_row(&written, version)?;
    let change = json!({"form": form_digest(course)?, "price_fen": course.price_fen});
    let act = Act::by(grant, Subject::new("course", &stored.id), "save", change);
    tx.commit(act, version + 1).await
}

/// What an act holds of the content: the texts stay erasable.
pub(super) fn form_digest(course: &Course) -> Result<String, Fault> {
    Ok(text_digest(&[&repo::written(course)?]))
}
