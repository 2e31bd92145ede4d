//! Filing a case from a complaint.

use domain::access::{Grant, permit};
use domain::case::{self, Case};
use domain::law;
use domain::words::{AccountId, CaseId, CaseNumber, ComplaintNumber, Day, Instant};
use sea_orm::{ActiveValue::Set, EntityTrait as _, FromQueryResult};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::load::Papers;
use crate::Fault;
use crate::audit::{Act, Subject};
use crate::connect::Store;
use crate::ops::idempotency::digest;
use crate::ops::sign::text_digest;
use crate::ops::{IdempotencyKey, complaint, texts};
use crate::repo;
use crate::table::violation_case;
use crate::tx::{Committed, Tx, Upkeep};

/// A case to file.
#[derive(Debug, Clone, Serialize)]
pub struct OpenCase {
    /// The complaint it grows from; it must have been accepted, or have a confirmed lead.
    pub complaint: ComplaintNumber,
    /// The second officer; the first is who files it.
    pub second_officer: AccountId,
    /// The party's name, where the complaint names no institution of the register.
    pub party_name: String,
    /// Why a case is filed: what is suspected, and what speaks for it.
    pub reason: String,
}

/// A case that was filed.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Opened {
    /// Its id.
    pub id: CaseId,
    /// Number to read out.
    pub number: CaseNumber,
}

/// Files a case. A complaint makes one case at most; the same `key` with the same command answers with that one.
///
/// # Errors
/// [`Fault::KeyReused`] where the key was given to another command;
/// [`Fault::NotFound`] outside the scope; [`Fault::Refused`] where the two officers are one or not
/// certified or not both of the authority, the complaint is neither accepted nor has a confirmed lead, or has a case
/// already; [`Fault::Input`].
pub async fn open(
    store: &Store,
    grant: &Grant<permit::OpenCase>,
    command: &OpenCase,
    key: Option<&IdempotencyKey>,
    now: Instant,
) -> Result<Opened, Fault> {
    store
        .run(now, |tx| open_once(tx, grant, command, key))
        .await
        .map_err(|fault| {
            // PostgreSQL names the constraint, SQLite the column.
            if fault.is_duplicate_of("violation_case", "complaint_id") {
                Fault::Refused(CASE_THERE)
            } else {
                fault
            }
        })
}

const CASE_THERE: domain::refusal::Refusal = domain::refusal::Refusal {
    code: "case_opened_already",
    article: None,
    zh: "该投诉已经立案",
    en: "a case has been filed from this complaint already",
};

const NOT_ACCEPTED: domain::refusal::Refusal = domain::refusal::Refusal {
    code: "complaint_not_accepted",
    article: None,
    zh: "投诉尚未受理，也没有成立的线索，不能立案",
    en: "the complaint has not been accepted and has no confirmed lead, so no case can be filed from it",
};

/// Longest reason of a filing, in characters.
const REASON_CHARS_MAX: usize = 2_000;

/// Whether an officer has confirmed a lead of this complaint. What it shows is looked into even where the complaint was
/// withdrawn or declined (Regulations on Petitioning, article 31(5): such a complaint is a lead for enforcement).
async fn has_confirmed_lead(tx: &Tx, complaint: &str) -> Result<bool, Fault> {
    #[derive(FromQueryResult)]
    struct Count {
        count: i64,
    }
    let confirmed: Option<Count> = tx
        .one(
            "SELECT COUNT(*) AS count FROM lead WHERE complaint_id = $1 AND state = 'confirmed'",
            [complaint.into()],
        )
        .await?;
    Ok(confirmed.is_some_and(|row| row.count > 0))
}

/// Whether a case may grow from this complaint in the hands of these two; answers the first of them, who files it.
async fn may_open(
    tx: &Tx,
    grant: &Grant<permit::OpenCase>,
    stored: &complaint::Stored,
    second: AccountId,
    today: Day,
) -> Result<AccountId, Fault> {
    repo::within(grant.scope(), &stored.authority_id)?;
    let state: domain::complaint::Complaint = repo::read(&stored.facts, "complaint", &stored.id)?;
    if state.accepted_on().is_none() && !has_confirmed_lead(tx, &stored.id).await? {
        return Err(Fault::Refused(NOT_ACCEPTED));
    }
    let first = grant.actor().account().ok_or(Fault::NotFound)?;
    let papers = [Papers::of(tx, first).await?, Papers::of(tx, second).await?];
    let [one, two] = &papers;
    let officers = [one.officer(first, today), two.officer(second, today)];
    let of_authority = papers
        .iter()
        .all(|papers| papers.works_for(&stored.authority_id));
    case::open(&officers, of_authority).map_err(Fault::Refused)?;
    Ok(first)
}

async fn open_once(
    tx: Tx,
    grant: &Grant<permit::OpenCase>,
    command: &OpenCase,
    key: Option<&IdempotencyKey>,
) -> Result<Committed<Opened>, Fault> {
    // Keys are each officer's own: nobody is answered with what another was told.
    let actor = grant.actor().account().ok_or(Fault::NotFound)?;
    let (scope, request) = (format!("case:{actor}"), digest(command)?);
    if let Some(before) = tx.replayed(&scope, key, &request).await? {
        let opened = serde_json::from_value(before)
            .map_err(|_| Fault::Integrity("a kept answer cannot be read".to_owned()))?;
        return tx.commit_upkeep(Upkeep::Replay, opened).await;
    }
    let stored = complaint::load(&tx, command.complaint).await?;
    let today = tx.now().day();
    let first = may_open(&tx, grant, &stored, command.second_officer, today).await?;
    let party_name = party(&stored, command)?;
    let reason = texts::prose("reason", &command.reason, REASON_CHARS_MAX)?;
    let number = next_number(&tx).await?;
    let opened = Opened {
        id: CaseId::new(tx.now(), tx.store().id_bits(tx.now())),
        number,
    };
    // The key comes first: of two sendings that race the later one meets it, and not the case that the first has filed.
    tx.keep_answer(&scope, key, &request, &json!(opened))
        .await?;
    let due_on = law::case_due(today).due_on;
    let row = violation_case::ActiveModel {
        officer_first: Set(first.to_string()),
        party_name: Set(party_name.clone()),
        due_on: Set(due_on.to_string()),
        reason: Set(Some(reason.clone())),
        ..row(&tx, &opened, &stored, command)?
    };
    violation_case::Entity::insert(row)
        .exec_without_returning(tx.rows())
        .await?;
    let change = json!({
        "number": number,
        "complaint": stored.number,
        "party": party_name,
        "second_officer": command.second_officer,
        "due_on": due_on,
        "words": text_digest(&[&reason]),
    });
    tx.also(Act::by(
        grant,
        Subject::new("complaint", &stored.id),
        "open_case",
        json!({"case": number}),
    ))
    .await?;
    let act = Act::by(grant, Subject::new("case", opened.id), "open", change);
    tx.commit(act, opened).await
}

/// The row of a case just filed, without what was asked and reckoned for it.
fn row(
    tx: &Tx,
    opened: &Opened,
    stored: &complaint::Stored,
    command: &OpenCase,
) -> Result<violation_case::ActiveModel, Fault> {
    let filed = Case::Filed;
    Ok(violation_case::ActiveModel {
        id: Set(opened.id.to_string()),
        number: Set(opened.number.to_string()),
        complaint_id: Set(Some(stored.id.clone())),
        institution_id: Set(stored.institution_id.clone()),
        authority_id: Set(stored.authority_id.clone()),
        officer_second: Set(command.second_officer.to_string()),
        state: Set(filed.code().to_owned()),
        facts: Set(repo::written(&filed)?),
        open: Set(true),
        filed_on: Set(tx.now().day().to_string()),
        created_at: Set(tx.now().millis()),
        closed_at: Set(None),
        version: Set(1),
        ..Default::default()
    })
}

fn party(stored: &complaint::Stored, command: &OpenCase) -> Result<String, Fault> {
    if !stored.institution_name.is_empty() {
        return Ok(stored.institution_name.clone());
    }
    texts::line("party_name", &command.party_name, 200)
}

async fn next_number(tx: &Tx) -> Result<CaseNumber, Fault> {
    let year = tx.now().day().year();
    let sequence = tx.next(&format!("case:{year}")).await?;
    let used_up = |_| Fault::Setting("the case numbers of the year are used up".to_owned());
    let year = u16::try_from(year).unwrap_or_default();
    CaseNumber::new(year, u32::try_from(sequence).unwrap_or(u32::MAX)).map_err(used_up)
}
