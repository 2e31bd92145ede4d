//! Filing a case from a complaint.

use domain::access::{Grant, permit};
use domain::case::{self, Case};
use domain::law;
use domain::words::{
    AccountId, CaseId, CaseNumber, ComplaintNumber, Day, FieldFault, Instant, Line, Prose,
};
use sea_orm::{ActiveValue::Set, EntityTrait as _, FromQueryResult};
use serde_json::json;

use super::load::Papers;
use crate::Fault;
use crate::audit::{Act, Subject};
use crate::connect::Store;
use crate::ops::complaint;
use crate::ops::sign::text_digest;
use crate::repo;
use crate::table::violation_case;
use crate::tx::{Committed, Tx};

/// A case to file.
#[derive(Debug, Clone)]
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
#[derive(Debug, Clone, Copy)]
pub struct Opened {
    /// Its id.
    pub id: CaseId,
    /// Number to read out.
    pub number: CaseNumber,
}

/// Files a case. A complaint makes one case at most.
///
/// # Errors
/// [`Fault::NotFound`] outside the scope; [`Fault::Refused`] where the two officers are one or not
/// certified or not both of the authority, the complaint is neither accepted nor has a confirmed lead, or has a case
/// already; [`Fault::Input`].
pub async fn open(
    store: &Store,
    grant: &Grant<permit::OpenCase>,
    command: &OpenCase,
    now: Instant,
) -> Result<Opened, Fault> {
    store
        .run(now, |tx| open_once(tx, grant, command))
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
) -> Result<Committed<Opened>, Fault> {
    let stored = complaint::load(&tx, command.complaint).await?;
    let today = tx.now().day();
    let first = may_open(&tx, grant, &stored, command.second_officer, today).await?;
    let party_name = party(&stored, command)?;
    let reason = Prose::parse(&command.reason, REASON_CHARS_MAX)
        .map(Prose::into_string)
        .map_err(|fault| Fault::Input(vec![FieldFault::new("reason", fault.code)]))?;
    let number = next_number(&tx).await?;
    let opened = Opened {
        id: CaseId::new(tx.now(), tx.store().id_bits(tx.now())),
        number,
    };
    let due = law::case_due(today);
    let filed = Case::Filed;
    let row = violation_case::ActiveModel {
        id: Set(opened.id.to_string()),
        number: Set(number.to_string()),
        complaint_id: Set(Some(stored.id.clone())),
        institution_id: Set(stored.institution_id.clone()),
        party_name: Set(party_name.clone()),
        authority_id: Set(stored.authority_id.clone()),
        officer_first: Set(first.to_string()),
        officer_second: Set(command.second_officer.to_string()),
        state: Set(filed.code().to_owned()),
        facts: Set(repo::written(&filed)?),
        open: Set(true),
        filed_on: Set(today.to_string()),
        due_on: Set(due.due_on.to_string()),
        created_at: Set(tx.now().millis()),
        closed_at: Set(None),
        version: Set(1),
        reason: Set(Some(reason.clone())),
    };
    violation_case::Entity::insert(row)
        .exec_without_returning(tx.rows())
        .await?;
    let change = json!({
        "number": number,
        "complaint": stored.number,
        "party": party_name,
        "second_officer": command.second_officer,
        "due_on": due.due_on,
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

fn party(stored: &complaint::Stored, command: &OpenCase) -> Result<String, Fault> {
    if !stored.institution_name.is_empty() {
        return Ok(stored.institution_name.clone());
    }
    Line::parse(&command.party_name, 200)
        .map(Line::into_string)
        .map_err(|fault| Fault::Input(vec![FieldFault::new("party_name", fault.code)]))
}

async fn next_number(tx: &Tx) -> Result<CaseNumber, Fault> {
    let year = tx.now().day().year();
    let sequence = tx.next(&format!("case:{year}")).await?;
    let used_up = |_| Fault::Setting("the case numbers of the year are used up".to_owned());
    let year = u16::try_from(year).unwrap_or_default();
    CaseNumber::new(year, u32::try_from(sequence).unwrap_or(u32::MAX)).map_err(used_up)
}
