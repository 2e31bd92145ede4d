//! The draft: it begins with what the register knows, and is saved as one goes.

use domain::access::{Grant, permit};
use domain::application::{Application, Form, Kind, Mode, unfit};
use domain::institution::Status;
use domain::words::{
    ApplicationId, ApplicationNumber, Classes, Day, Instant, InstitutionId, Stages,
};
use sea_orm::FromQueryResult;
use serde::Serialize;
use serde_json::json;

use super::load::by_number;
use crate::Fault;
use crate::audit::{Act, Subject};
use crate::connect::Store;
use crate::ops::institution::{self, Of};
use crate::ops::sign::text_digest;
use crate::ops::texts;
use crate::repo::{self, licence::standing};
use crate::tx::{Committed, Tx, Upkeep};

/// An application that was begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Begun {
    /// Number to read out.
    pub number: ApplicationNumber,
}

/// An institution begins no more applications within a day: each takes a number of the year.
const BEGUN_IN_A_DAY_MAX: i64 = 10;
const DAY_SECONDS: i64 = 24 * 60 * 60;

const TOO_MANY: domain::refusal::Refusal = domain::refusal::Refusal {
    code: "applications_too_many",
    article: None,
    zh: "一天之内开始的申请太多，请明天再来",
    en: "too many applications were begun within a day: come back tomorrow",
};

const OPEN_ALREADY: domain::refusal::Refusal = domain::refusal::Refusal {
    code: "application_open_already",
    article: None,
    zh: "已有一件申请正在办理，办结或者撤回后才能另外申请",
    en: "another application is open: it has to end or be withdrawn first",
};

/// Begins an application of one's own institution with what the register says of it. Beginning again what is a draft
/// still answers with that draft.
///
/// # Errors
/// [`Fault::Refused`] with `application_open_already` where another one is open, with the reason where nothing of this kind
/// can be asked for, and with `applications_too_many`; [`Fault::NotFound`] for an account without an institution.
pub async fn begin(
    store: &Store,
    grant: &Grant<permit::ApplyForLicence>,
    kind: Kind,
    now: Instant,
) -> Result<Begun, Fault> {
    let institution = repo::own_institution(grant.scope())?;
    store
        .run(now, |tx| begin_once(tx, grant, institution, kind))
        .await
}

async fn begin_once(
    tx: Tx,
    grant: &Grant<permit::ApplyForLicence>,
    institution: InstitutionId,
    kind: Kind,
) -> Result<Committed<Begun>, Fault> {
    #[derive(FromQueryResult)]
    struct Open {
        number: String,
        kind: String,
        state: String,
    }
    let open: Option<Open> = tx
        .one(
            "SELECT number, kind, state FROM application WHERE institution_id = $1 AND open",
            [institution.to_string().into()],
        )
        .await?;
    if let Some(open) = open {
        if open.kind != kind.code() || open.state != Application::Draft.code() {
            return Err(Fault::Refused(OPEN_ALREADY));
        }
        let number = repo::id(&open.number)?;
        return tx.commit_upkeep(Upkeep::Replay, Begun { number }).await;
    }
    institution::standing(&tx, Of::Id(institution)).await?;
    few(&tx, institution).await?;
    let (form, authority) = known(&tx, institution, kind).await?;
    let id = ApplicationId::new(tx.now(), tx.store().id_bits(tx.now()));
    let number = next_number(&tx).await?;
    let draft = Application::Draft;
    tx.execute(
        "INSERT INTO application (id, number, kind, institution_id, authority_id, state, facts, form, open, created_at, updated_at, version) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, 1)",
        [
            id.to_string().into(),
            number.to_string().into(),
            kind.code().into(),
            institution.to_string().into(),
            authority.into(),
            draft.code().into(),
            repo::written(&draft)?.into(),
            repo::written(&form)?.into(),
            true.into(),
            tx.now().millis().into(),
        ],
    )
    .await
    .map_err(|fault| {
        // Of two that begin at once the later one looks again, and finds what the first has begun.
        if fault.is_duplicate_of("application", "institution_id") {
            Fault::Busy
        } else {
            fault
        }
    })?;
    let change = json!({"number": number, "kind": kind});
    let act = Act::by(grant, Subject::new("application", id), "begin", change);
    tx.commit(act, Begun { number }).await
}

async fn next_number(tx: &Tx) -> Result<ApplicationNumber, Fault> {
    let year = tx.now().day().year();
    let sequence = tx.next(&format!("application:{year}")).await?;
    u16::try_from(year)
        .ok()
        .zip(u32::try_from(sequence).ok())
        .and_then(|(year, sequence)| ApplicationNumber::new(year, sequence).ok())
        .ok_or_else(|| Fault::Setting("the numbers of applications are used up".to_owned()))
}

async fn few(tx: &Tx, institution: InstitutionId) -> Result<(), Fault> {
    #[derive(FromQueryResult)]
    struct Count {
        begun: i64,
    }
    let since = tx.now().plus_seconds(-DAY_SECONDS).millis();
    let count: Option<Count> = tx
        .one(
            "SELECT COUNT(*) AS begun FROM application WHERE institution_id = $1 AND created_at > $2",
            [institution.to_string().into(), since.into()],
        )
        .await?;
    match count {
        Some(count) if count.begun >= BEGUN_IN_A_DAY_MAX => Err(Fault::Refused(TOO_MANY)),
        _ => Ok(()),
    }
}

/// What the register says of the institution, as the first draft, and the authority it belongs to; refused where nothing
/// of this kind can be asked for.
async fn known(tx: &Tx, institution: InstitutionId, kind: Kind) -> Result<(Form, String), Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        name: String,
        class: String,
        more_classes: i64,
        stages: i64,
        address: String,
        authority_id: String,
        status: String,
        scope: Option<String>,
        state: Option<String>,
        valid_until: Option<String>,
        mode: Option<String>,
        custody_bank: Option<String>,
    }
    let row: Option<Row> = tx
        .one(
            "SELECT i.name, i.class, i.more_classes, i.stages, i.address, i.authority_id, i.status, l.scope, l.state, l.valid_until, \
             d.mode, d.custody_bank FROM institution i LEFT JOIN licence l ON l.id = i.licence_id \
             LEFT JOIN institution_identity d ON d.institution_id = i.id WHERE i.id = $1",
            [institution.to_string().into()],
        )
        .await?;
    let row = row.ok_or(Fault::NotFound)?;
    let today = tx.now().day();
    let damaged = || Fault::Integrity(format!("institution {institution} cannot be read"));
    let (state, last) = (row.state.as_deref(), row.valid_until.as_deref());
    let licence = standing(state, last, today, damaged)?;
    let status = Status::from_code(&row.status).ok_or_else(damaged)?;
    if let Some(refusal) = unfit(kind, status, licence) {
        return Err(Fault::Refused(refusal));
    }
    // Another copy says what the licence says, whatever the register says of it by then.
    if kind == Kind::Replacement {
        return Ok((Form::default(), row.authority_id));
    }
    let stages = u8::try_from(row.stages)
        .ok()
        .and_then(|bits| Stages::from_bits(bits).ok())
        .unwrap_or_default();
    let form = Form {
        name: row.name,
        stages: stages.iter().collect(),
        mode: row
            .mode
            .as_deref()
            .and_then(Mode::from_code)
            .or(Some(Mode::OnSite)),
        custody_bank: row.custody_bank.unwrap_or_default(),
        scope: row.scope.unwrap_or_default(),
        address: row.address,
        ..Form::default()
    };
    let form = form.teaching(Classes::stored(&row.class, row.more_classes));
    Ok((form, row.authority_id))
}

/// Keeps what was filled in over the draft that was read at `version`, and answers its new version. A draft may be
/// incomplete; what is filled in must be possible.
///
/// # Errors
/// [`Fault::NotFound`] for another institution's; [`Fault::Stale`]; [`Fault::Refused`] with `application_submitted` where
/// it is not the applicant's turn; [`Fault::Input`].
pub async fn save(
    store: &Store,
    grant: &Grant<permit::ApplyForLicence>,
    number: ApplicationNumber,
    form: &Form,
    version: i64,
    now: Instant,
) -> Result<i64, Fault> {
    let form = &checked(form, now.day())?;
    store
        .run(now, |tx| save_once(tx, grant, number, form, version))
        .await
}

async fn save_once(
    tx: Tx,
    grant: &Grant<permit::ApplyForLicence>,
    number: ApplicationNumber,
    form: &Form,
    version: i64,
) -> Result<Committed<i64>, Fault> {
    let stored = by_number(&tx, number).await?;
    repo::own(grant.scope(), &stored.institution_id)?;
    repo::fresh(stored.version, version)?;
    if let Some(refusal) = stored.state()?.writing_refusal() {
        return Err(Fault::Refused(refusal));
    }
    if stored.form()? == *form {
        return tx.commit_upkeep(Upkeep::Replay, version).await;
    }
    let text = repo::written(form)?;
    let written = tx
        .execute(
            "UPDATE application SET form = $1, updated_at = $2, version = version + 1 WHERE id = $3 AND version = $4",
            [
                text.as_str().into(),
                tx.now().millis().into(),
                stored.id.as_str().into(),
                version.into(),
            ],
        )
        .await?;
    repo::one_row(&written, version)?;
    let change = json!({"form": text_digest(&[&text])});
    let act = Act::by(
        grant,
        Subject::new("application", &stored.id),
        "save",
        change,
    );
    tx.commit(act, version + 1).await
}

/// The form with its texts and numbers checked; every wrong one is told.
fn checked(form: &Form, today: Day) -> Result<Form, Fault> {
    let mut faults = Vec::new();
    let mut text = |check: fn(&'static str, &str, usize) -> Result<String, Fault>,
                    field: &'static str,
                    given: &str,
                    most: usize| {
        match texts::or_nothing(check, field, given, most) {
            Ok(text) => text,
            Err(Fault::Input(wrong)) => {
                faults.extend(wrong);
                String::new()
            }
            Err(_) => String::new(),
        }
    };
    let kept = Form {
        name: text(texts::named, "name", &form.name, 100),
        scope: text(texts::prose, "scope", &form.scope, 500),
        address: text(texts::named, "address", &form.address, 200),
        custody_bank: text(texts::named, "custody_bank", &form.custody_bank, 100),
        declared_in: text(texts::named, "declared_in", &form.declared_in, 100),
        ..form.clone().teaching(form.classes())
    };
    faults.extend(kept.impossible());
    faults.extend(kept.not_yet(today));
    if faults.is_empty() {
        Ok(kept)
    } else {
        Err(Fault::Input(faults))
    }
}
