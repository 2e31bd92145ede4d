//! The application: begun for a school year, and saved as one goes.

use domain::access::{Grant, permit};
use domain::after_school::{Form, SchoolYear, Way};
use domain::refusal::Refusal;
use domain::words::{
    AfterSchoolId, AfterSchoolNumber, FieldFault, Instant, InstitutionId, StaffId,
};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::facts::Setting;
use super::load::{Stored, held, touch};
use crate::Fault;
use crate::audit::{Act, Subject};
use crate::connect::Store;
use crate::ops::IdempotencyKey;
use crate::ops::idempotency::digest;
use crate::ops::institution::{self, Of};
use crate::ops::sign::text_digest;
use crate::repo;
use crate::tx::{Committed, Tx, Upkeep};

/// An application that was begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Begun {
    /// Number to read out.
    pub number: AfterSchoolNumber,
}

const RUNNING: Refusal = Refusal {
    code: "after_school_running",
    article: None,
    zh: "本学年已有申请或者准入，不能再申请",
    en: "for this school year an application or an admission runs already",
};
const YEAR: Refusal = Refusal {
    code: "after_school_year",
    article: None,
    zh: "只能申请本学年或者下一学年",
    en: "it is applied for the present school year or the next",
};
const TOO_MANY: Refusal = Refusal {
    code: "after_school_too_many",
    article: None,
    zh: "一天之内新建的申请太多，请明天再来",
    en: "too many applications were begun within a day: come back tomorrow",
};

/// An institution begins no more within a day.
const BEGUN_IN_A_DAY_MAX: i64 = 10;
const DAY_SECONDS: i64 = 24 * 60 * 60;

/// Begins an application of one's own institution for a school year. The same key with the same content is one application;
/// without a key, a draft for that year that nobody has saved since is answered again.
///
/// # Errors
/// [`Fault::Input`]; [`Fault::Refused`] with `after_school_running`, `after_school_year`, `after_school_too_many`;
/// [`Fault::KeyReused`]; [`Fault::NotFound`] for an account without an institution.
pub async fn begin(
    store: &Store,
    grant: &Grant<permit::ApplyAfterSchool>,
    (year, form): (SchoolYear, &Form),
    key: Option<&IdempotencyKey>,
    now: Instant,
) -> Result<Begun, Fault> {
    let institution = repo::own_institution(grant.scope())?;
    let asked = digest(&(year, form))?;
    let form = &form.checked().map_err(Fault::Input)?;
    let this = SchoolYear::of(now.day());
    if year != this && year != this.next() {
        return Err(Fault::Refused(YEAR));
    }
    let asked = asked.as_str();
    store
        .run(now, |tx| {
            begin_once(tx, grant, institution, (year, form), (key, asked))
        })
        .await
}

async fn begin_once(
    tx: Tx,
    grant: &Grant<permit::ApplyAfterSchool>,
    institution: InstitutionId,
    (year, form): (SchoolYear, &Form),
    (key, asked): (Option<&IdempotencyKey>, &str),
) -> Result<Committed<Begun>, Fault> {
    let scope = format!("after_school:{institution}");
    if let Some(before) = tx.replayed(&scope, key, asked).await? {
        let begun = serde_json::from_value(before)
            .map_err(|_| Fault::Integrity("a kept answer is no application".to_owned()))?;
        return tx.commit_upkeep(Upkeep::Replay, begun).await;
    }
    let authority = authority_of(&tx, institution).await?;
    if let Some((number, untouched)) = running(&tx, institution, year, form).await? {
        if key.is_none() && untouched {
            return tx.commit_upkeep(Upkeep::Replay, Begun { number }).await;
        }
        return Err(Fault::Refused(RUNNING));
    }
    few(&tx, institution).await?;
    known_schools(&tx, &authority, form).await?;
    let (id, number) = insert(&tx, institution, &authority, (year, form)).await?;
    known_teachers(&tx, &held(&tx, number).await?, form).await?;
    let begun = Begun { number };
    tx.keep_answer(&scope, key, asked, &json!(begun)).await?;
    let change = json!({"number": number, "school_year": year, "form": form_digest(form)?});
    let act = Act::by(grant, Subject::new("after_school", id), "begin", change);
    tx.commit(act, begun).await
}

/// The institution's authority; the institution is held, so that two who begin at once meet here.
async fn authority_of(tx: &Tx, institution: InstitutionId) -> Result<String, Fault> {
    tx.execute(
        "UPDATE institution SET version = version WHERE id = $1",
        [institution.to_string().into()],
    )
    .await?;
    let standing = institution::standing(tx, Of::Id(institution)).await?;
    Ok(standing.authority_id)
}

/// What runs for the school year, and whether it is the very draft that would be begun.
async fn running(
    tx: &Tx,
    institution: InstitutionId,
    year: SchoolYear,
    form: &Form,
) -> Result<Option<(AfterSchoolNumber, bool)>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        number: String,
        state: String,
        form: String,
        version: i64,
    }
    let row: Option<Row> = tx
        .one(
            "SELECT number, state, form, version FROM after_school WHERE institution_id = $1 AND school_year = $2 \
             AND state NOT IN ('refused', 'withdrawn', 'exited', 'ended')",
            [
                institution.to_string().into(),
                i64::from(year.year()).into(),
            ],
        )
        .await?;
    row.map(|row| {
        let same = row.state == "draft" && row.version == 1 && row.form == repo::written(form)?;
        Ok((repo::id(&row.number)?, same))
    })
    .transpose()
}

async fn few(tx: &Tx, institution: InstitutionId) -> Result<(), Fault> {
    #[derive(FromQueryResult)]
    struct Count {
        begun: i64,
    }
    let since = tx.now().plus_seconds(-DAY_SECONDS).millis();
    let count: Option<Count> = tx
        .one(
            "SELECT COUNT(*) AS begun FROM after_school WHERE institution_id = $1 AND created_at > $2",
            [institution.to_string().into(), since.into()],
        )
        .await?;
    match count {
        Some(count) if count.begun >= BEGUN_IN_A_DAY_MAX => Err(Fault::Refused(TOO_MANY)),
        _ => Ok(()),
    }
}

async fn insert(
    tx: &Tx,
    institution: InstitutionId,
    authority: &str,
    (year, form): (SchoolYear, &Form),
) -> Result<(AfterSchoolId, AfterSchoolNumber), Fault> {
    let id = AfterSchoolId::new(tx.now(), tx.store().id_bits(tx.now()));
    let sequence = tx.next("after_school").await?;
    let number = u32::try_from(sequence)
        .ok()
        .and_then(|sequence| AfterSchoolNumber::from_sequence(sequence).ok())
        .ok_or_else(|| {
            Fault::Setting("the numbers of after-school providers are used up".to_owned())
        })?;
    let way = Way::Draft { told: None };
    tx.execute(
        "INSERT INTO after_school (id, number, institution_id, authority_id, school_year, state, facts, form, last_day, created_at, \
         updated_at, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, 1)",
        [
            id.to_string().into(),
            number.to_string().into(),
            institution.to_string().into(),
            authority.into(),
            i64::from(year.year()).into(),
            way.code().into(),
            repo::written(&way)?.into(),
            repo::written(form)?.into(),
            year.last_day().to_string().into(),
            tx.now().millis().into(),
        ],
    )
    .await?;
    Ok((id, number))
}

/// Keeps what was filled in over the draft that was read at `version`, and answers its new version.
///
/// # Errors
/// [`Fault::NotFound`] for another institution's; [`Fault::Stale`]; [`Fault::Refused`] where it is no draft; [`Fault::Input`].
pub async fn save(
    store: &Store,
    grant: &Grant<permit::ApplyAfterSchool>,
    number: AfterSchoolNumber,
    form: &Form,
    version: i64,
    now: Instant,
) -> Result<i64, Fault> {
    let form = &form.checked().map_err(Fault::Input)?;
    store
        .run(now, |tx| save_once(tx, grant, number, form, version))
        .await
}

async fn save_once(
    tx: Tx,
    grant: &Grant<permit::ApplyAfterSchool>,
    number: AfterSchoolNumber,
    form: &Form,
    version: i64,
) -> Result<Committed<i64>, Fault> {
    let stored = held(&tx, number).await?;
    repo::own(grant.scope(), &stored.institution_id)?;
    repo::fresh(stored.version, version)?;
    if let Some(refusal) = stored.way()?.writing_refusal() {
        return Err(Fault::Refused(refusal));
    }
    if stored.form()? == *form {
        return tx.commit_upkeep(Upkeep::Replay, version).await;
    }
    known_schools(&tx, &stored.authority_id, form).await?;
    known_teachers(&tx, &stored, form).await?;
    tx.execute(
        "UPDATE after_school SET form = $1 WHERE id = $2",
        [repo::written(form)?.into(), stored.id.as_str().into()],
    )
    .await?;
    touch(&tx, &stored.id, version).await?;
    let change = json!({"form": form_digest(form)?});
    let act = Act::by(
        grant,
        Subject::new("after_school", &stored.id),
        "save",
        change,
    );
    tx.commit(act, version + 1).await
}

/// The schools that a form names are those of the authority that lets in.
async fn known_schools(tx: &Tx, authority: &str, form: &Form) -> Result<(), Fault> {
    for number in &form.schools {
        let known = tx
            .has(
                "SELECT 1 FROM school WHERE number = $1 AND authority_id = $2",
                [number.to_string().into(), authority.into()],
            )
            .await?;
        if !known {
            return Err(Fault::Input(vec![FieldFault::new(
                "schools",
                "school_unknown",
            )]));
        }
    }
    Ok(())
}

/// Nobody names people of another institution: whether one stands on its register would be told by the name.
async fn known_teachers(tx: &Tx, stored: &Stored, form: &Form) -> Result<(), Fault> {
    let setting = Setting::of(tx, stored, form, tx.now().day()).await?;
    for (place, service) in form.services.iter().enumerate() {
        let known = |id: &StaffId| setting.roster.iter().any(|teacher| teacher.id == *id);
        if !service.teachers.iter().all(known) {
            return Err(Fault::Input(vec![FieldFault {
                field: format!("services.{place}.teachers").into(),
                code: "staff_unknown".into(),
                detail: String::new(),
            }]));
        }
    }
    Ok(())
}

/// What an act holds of the content: the texts stay erasable.
fn form_digest(form: &Form) -> Result<String, Fault> {
    Ok(text_digest(&[&repo::written(form)?]))
}
