//! What the holder of a receipt sees of a complaint.

use domain::access::{Grant, permit};
use domain::complaint::Complaint;
use domain::words::{ComplaintId, ComplaintNumber, Day, Fen, Instant, ReceiptCode};
use sea_orm::FromQueryResult;
use serde::Serialize;
use subtle::ConstantTimeEq as _;

use super::notice;
use crate::Fault;
use crate::connect::Store;
use crate::ops::complaint::receipt;
use crate::repo;

/// A complaint as its holder sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FollowRecord {
    /// Number to read out.
    pub number: String,
    /// State.
    pub state: String,
    /// What it is about.
    pub subject: String,
    /// The institution's name.
    pub institution_name: String,
    /// Day it came in.
    pub received_on: String,
    /// Day by which an answer is due.
    pub due_on: String,
    /// Day it was taken up.
    pub accepted_on: Option<String>,
    /// Day it was answered or declined.
    pub answered_on: Option<String>,
    /// The answer, or the reason why it was declined.
    pub answer: Option<String>,
    /// Whether a case was filed from it.
    pub case_filed: bool,
    /// Whether it can be taken back.
    pub may_withdraw: bool,
    /// What became of the mails to its holder.
    pub mails: Vec<Mail>,
    /// What was told, for the page alone: a program has sent it itself.
    #[serde(skip)]
    pub told: Told,
}

/// What the complainant told, and who deals with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// When it came in.
    pub received_at: Instant,
    /// Where it is, in words; empty where nothing was said.
    pub place: String,
    /// What happened.
    pub body: String,
    /// The day it happened.
    pub happened_on: Option<Day>,
    /// The sum it is about.
    pub amount: Option<Fen>,
    /// Name of the authority that deals with it.
    pub authority: String,
    /// Day it was closed or taken back.
    pub ended_on: Option<Day>,
}

/// A mail to the holder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Mail {
    /// Which text.
    pub template: String,
    /// What became of it.
    pub state: String,
    /// When it was made, in milliseconds since 1970.
    pub created_at: i64,
}

#[derive(FromQueryResult)]
struct Row {
    id: String,
    number: String,
    subject: String,
    institution_name: String,
    received_at: i64,
    due_on: String,
    facts: String,
    answer: Option<String>,
    cases: i64,
    place: String,
    body: String,
    happened_on: Option<String>,
    amount_fen: Option<i64>,
    authority: String,
}

const QUERY: &str = "SELECT c.id, c.number, c.subject, c.institution_name, c.received_at, c.due_on, c.facts, c.answer, \
     c.place, c.body, c.happened_on, c.amount_fen, a.name AS authority, \
     (SELECT COUNT(*) FROM violation_case v WHERE v.complaint_id = c.id) AS cases \
     FROM complaint c JOIN authority a ON a.id = c.authority_id WHERE c.number = $1";

/// The complaint with this number, for the holder of its receipt code. An unknown number and a
/// wrong code are answered alike and in like time.
///
/// # Errors
/// [`Fault::NotFound`].
pub async fn follow(
    store: &Store,
    _grant: &Grant<permit::FollowComplaint>,
    number: ComplaintNumber,
    code: &ReceiptCode,
) -> Result<FollowRecord, Fault> {
    let row: Option<Row> = store.row(QUERY, [number.to_string().into()]).await?;
    let id = row.as_ref().map(|row| row.id.as_str());
    let right = is_holder(store, id, code)?;
    let row = row.filter(|_| right).ok_or(Fault::NotFound)?;
    let state: Complaint = repo::read(&row.facts, "complaint", &row.id)?;
    let mails = notice::about(store, "complaint", &row.id).await?;
    let told = told(&row, &state)?;
    Ok(FollowRecord {
        state: state.code().to_owned(),
        received_on: Instant::from_millis(row.received_at).day().to_string(),
        accepted_on: state.accepted_on().map(|day| day.to_string()),
        answered_on: state.answered_on().map(|day| day.to_string()),
        may_withdraw: state.refusal(domain::complaint::Step::Withdraw).is_none(),
        number: row.number,
        subject: row.subject,
        institution_name: row.institution_name,
        due_on: row.due_on,
        answer: row.answer,
        case_filed: row.cases > 0,
        mails: mails
            .into_iter()
            .map(|mail| Mail {
                template: mail.template,
                state: mail.state,
                created_at: mail.created_at,
            })
            .collect(),
        told,
    })
}

/// Whether `code` is the receipt code of the complaint with this id. Where there is none, as much is done as where the
/// code is wrong, so that the time of the answer tells no numbers.
pub(crate) fn is_holder(
    store: &Store,
    id: Option<&str>,
    code: &ReceiptCode,
) -> Result<bool, Fault> {
    let id = match id {
        Some(id) => repo::id(id)?,
        None => ComplaintId::new(Instant::from_millis(0), [0; 10]),
    };
    let right = receipt(store, id)?;
    let same = right.digits().as_bytes().ct_eq(code.digits().as_bytes());
    Ok(bool::from(same))
}

fn told(row: &Row, state: &Complaint) -> Result<Told, Fault> {
    let happened_on = row.happened_on.as_deref().map(str::parse).transpose();
    Ok(Told {
        received_at: Instant::from_millis(row.received_at),
        place: row.place.clone(),
        body: row.body.clone(),
        happened_on: happened_on
            .map_err(|_| Fault::Integrity(format!("the day of complaint {}", row.id)))?,
        amount: row.amount_fen.map(Fen::new),
        authority: row.authority.clone(),
        ended_on: state.ended_on(),
    })
}
