//! Reports of the public about entries of the register: for the officers, and for the holder of a receipt.

use domain::access::{Grant, permit};
use domain::entry_report::{Asks, EntryReport, Item, Kind, Now, Started};
use domain::words::{Instant, InstitutionNumber, ReceiptCode, ReportId, ReportNumber};
use sea_orm::{FromQueryResult, Value};
use serde::Serialize;
use subtle::ConstantTimeEq as _;

use super::act::ActRow;
use super::complaint::OfferShown;
use super::follow::Mail;
use super::institution::{is_of, joined_by};
use super::{DueQuery, Page, act, notice};
use crate::Fault;
use crate::connect::Store;
use crate::ops::record::texts_now;
use crate::ops::report::receipt;
use crate::repo;

/// One line of the queue.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult, Serialize)]
pub struct ReportRow {
    /// Number to read out.
    pub number: String,
    /// The institution's number.
    pub institution_number: String,
    /// Its registered name.
    pub institution_name: String,
    /// Where it is.
    pub district: String,
    /// What is said of it: `wrong`, `closed`, `double` or `other`.
    pub kind: String,
    /// State.
    pub state: String,
    /// Whether an answer is still owed.
    pub open: bool,
    /// When it came in, in milliseconds since 1970.
    pub received_at: i64,
    /// Day by which an answer is due.
    pub due_on: String,
    /// How many other open reports say the same kind of the same entry.
    pub alike: i64,
    /// Version, to give with a step.
    pub version: i64,
}

const ROW: &str = "r.number, i.number AS institution_number, i.name AS institution_name, i.district, r.kind, r.state, r.open, \
     r.received_at, r.due_on, r.version, (SELECT COUNT(*) FROM entry_report o WHERE o.institution_id IN \
     (SELECT f.id FROM institution f WHERE f.id = i.id OR f.merged_into = i.id) AND o.kind = r.kind AND o.open AND o.id <> r.id) AS alike";

/// Of an entry that was merged the one that is kept answers.
fn from() -> String {
    format!("FROM entry_report r {}", joined_by("r.institution_id"))
}

/// The states that a list may name: `open` stands for all that wait, a kind for those of it that wait.
pub const STATES: &[&str] = &[
    "open", "wrong", "closed", "double", "other", "accepted", "declined",
];

/// Reports of the scope by due day, earliest first.
///
/// # Errors
/// Faults of the database.
pub async fn list(
    store: &Store,
    grant: &Grant<permit::ReadDesk>,
    query: &DueQuery,
) -> Result<Page<ReportRow>, Fault> {
    let sql = format!(
        "SELECT {ROW} {} WHERE {} AND ($1 = '' OR (r.open AND ($1 = 'open' OR r.kind = $1)) OR (r.state = $1 AND NOT r.open)) \
         AND ($2 = '' OR i.district = $2) AND (r.due_on > $3 OR (r.due_on = $3 AND r.number > $4)) ORDER BY r.due_on, r.number LIMIT $5",
        from(),
        repo::authorities(grant.scope(), "i.authority_id")
    );
    let rows: Vec<ReportRow> = store.rows(&sql, query.values()).await?;
    Ok(query.page(rows, |row| (&row.due_on, &row.number)))
}

/// The open reports of the scope about an institution and the entries that were merged into it, the one due first on top.
///
/// # Errors
/// Faults of the database.
pub async fn open_of(
    store: &Store,
    grant: &Grant<permit::ReadDesk>,
    institution: &str,
) -> Result<Vec<ReportRow>, Fault> {
    let sql = format!(
        "SELECT {ROW} {} WHERE {} AND r.open AND {} ORDER BY r.due_on, r.number LIMIT 50",
        from(),
        repo::authorities(grant.scope(), "i.authority_id"),
        is_of("r.institution_id", "$1")
    );
    store.rows(&sql, [institution.into()]).await
}

/// A field of which a report says that it is wrong, beside what stands there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ItemShown {
    /// Which, and what would be right.
    #[serde(flatten)]
    pub item: Item,
    /// What stands there now.
    pub now: String,
}

/// A report with everything the officer who judges it needs. Who reported is not among it: an address is used for the answer
/// alone.
#[derive(Debug, Clone, Serialize)]
pub struct ReportRecord {
    /// What the queue shows as well.
    #[serde(flatten)]
    pub row: ReportRow,
    /// What is wrong, field by field.
    pub items: Vec<ItemShown>,
    /// Since when it seems to be gone.
    pub since_on: Option<String>,
    /// Number or name of the other entry, as it was written; may be empty.
    pub other: String,
    /// Number of the other entry, where what was written is one of the register.
    pub other_number: Option<String>,
    /// Further words; may be empty.
    pub text: String,
    /// Whether an address was left for the answer.
    pub answered_by_mail: bool,
    /// What was answered, or why it was declined.
    pub answer: Option<String>,
    /// What was started by it.
    pub started: Option<Started>,
    /// The other open reports that say the same kind of the same entry.
    pub others_alike: Vec<ReportRow>,
    /// Steps, with the reason why one cannot be taken now.
    pub offers: Vec<OfferShown>,
    /// Its acts, oldest first.
    pub acts: Vec<ActRow>,
    /// The entry; not shown.
    #[serde(skip)]
    pub institution_id: String,
    /// What has to be started so that it is accepted; not shown.
    #[serde(skip)]
    pub asks: Asks,
    /// Whether it has a licence or a credit code, so that it is the one to be kept; not shown.
    #[serde(skip)]
    pub is_kept: bool,
}

#[derive(FromQueryResult)]
struct Found {
    #[sea_orm(nested)]
    row: ReportRow,
    id: String,
    institution_id: String,
    merged: bool,
    status: String,
    is_kept: bool,
    authority_id: String,
    items: String,
    since_on: Option<String>,
    other: String,
    body: String,
    mailed: bool,
    answer: Option<String>,
    facts: String,
}

/// One report of the scope.
///
/// # Errors
/// [`Fault::NotFound`] outside the scope.
pub async fn by_number(
    store: &Store,
    grant: &Grant<permit::ReadDesk>,
    number: ReportNumber,
) -> Result<ReportRecord, Fault> {
    let sql = format!(
        "SELECT {ROW}, r.id, i.id AS institution_id, own.merged_into IS NOT NULL AS merged, i.status, i.authority_id, (i.uscc IS NOT NULL OR i.licence_id IS NOT NULL) AS is_kept, r.items, r.since_on, r.other, r.body, \
         (r.contact_email_sealed IS NOT NULL) AS mailed, r.answer, r.facts {} WHERE r.number = $1",
        from()
    );
    let found: Option<Found> = store.row(&sql, [number.to_string().into()]).await?;
    let found = found.ok_or(Fault::NotFound)?;
    repo::within(grant.scope(), &found.authority_id)?;
    let state: EntryReport = repo::read(&found.facts, "report", &found.id)?;
    let offers = state.offers().into_iter().map(|offer| {
        let (step, action) = (offer.event.code(), offer.event.action());
        OfferShown::of(step, offer.refusal, grant.actor(), action)
    });
    let items = items(store, &found).await?;
    let kind: Kind = repo::id(&found.row.kind)?;
    Ok(ReportRecord {
        asks: kind.asks(&Now {
            wrong: items.iter().any(|one| one.item.differs(&one.now)),
            status: repo::id(&found.status)?,
            merged: found.merged,
        }),
        items,
        other_number: other(store, &found).await?,
        others_alike: alike(store, &found).await?,
        acts: act::about(store, "report", &found.id).await?,
        offers: offers.collect(),
        started: state.started().cloned(),
        since_on: found.since_on,
        other: found.other,
        text: found.body,
        answered_by_mail: found.mailed,
        answer: found.answer.filter(|answer| !answer.is_empty()),
        institution_id: found.institution_id,
        is_kept: found.is_kept,
        row: found.row,
    })
}

async fn items(store: &Store, found: &Found) -> Result<Vec<ItemShown>, Fault> {
    let items: Vec<Item> = repo::read(&found.items, "report", &found.id)?;
    let fields: Vec<_> = items.iter().map(|item| item.field).collect();
    let now = texts_now(store, &found.institution_id, &fields).await?;
    let shown = items.into_iter().zip(now);
    Ok(shown.map(|(item, now)| ItemShown { item, now }).collect())
}

/// The number of the entry that was meant, where a number or the whole name of exactly one was written.
/// One that was merged leads to the one that is kept, and the entry itself is no other.
async fn other(store: &Store, found: &Found) -> Result<Option<String>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        number: String,
    }
    let written = found.other.as_str();
    if written.is_empty() {
        return Ok(None);
    }
    let (column, value) = match written.parse::<InstitutionNumber>() {
        Ok(number) => ("number", number.to_string()),
        Err(_) => ("name", written.to_owned()),
    };
    let sql = format!(
        "SELECT DISTINCT i.number FROM institution m JOIN institution i ON i.id = COALESCE(m.merged_into, m.id) \
         WHERE m.{column} = $1 AND i.id <> $2 AND {} ORDER BY i.number LIMIT 2",
        super::institution::SHOWN
    );
    let values: [Value; 2] = [value.into(), found.institution_id.as_str().into()];
    let rows: Vec<Row> = store.rows(&sql, values).await?;
    Ok(match rows.as_slice() {
        [one] => Some(one.number.clone()),
        _ => None,
    })
}

async fn alike(store: &Store, found: &Found) -> Result<Vec<ReportRow>, Fault> {
    let sql = format!(
        "SELECT {ROW} {} WHERE {} AND r.kind = $2 AND r.open AND r.id <> $3 ORDER BY r.due_on, r.number LIMIT 20",
        from(),
        is_of("r.institution_id", "$1")
    );
    let values: [Value; 3] = [
        found.institution_id.as_str().into(),
        found.row.kind.as_str().into(),
        found.id.as_str().into(),
    ];
    store.rows(&sql, values).await
}

/// A report as its holder sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FollowedReport {
    /// Number to read out.
    pub number: String,
    /// The institution's number.
    pub institution_number: String,
    /// Its name.
    pub institution_name: String,
    /// What is said of it.
    pub kind: String,
    /// State.
    pub state: String,
    /// Day it came in.
    pub received_on: String,
    /// Day by which an answer is due.
    pub due_on: String,
    /// Day it was decided.
    pub decided_on: Option<String>,
    /// What was started by it: `change`, `merge` or `words`.
    pub started: Option<&'static str>,
    /// The answer, or why it was declined.
    pub answer: Option<String>,
    /// What became of the mails to its holder.
    pub mails: Vec<Mail>,
    /// What was said, for the page alone: a program has sent it itself.
    #[serde(skip)]
    pub said: SaidOf,
}

/// What was said, and who deals with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaidOf {
    /// When it came in.
    pub received_at: Instant,
    /// What is wrong, field by field.
    pub items: Vec<Item>,
    /// Since when it seems to be gone.
    pub since_on: Option<String>,
    /// Number or name of the other entry; may be empty.
    pub other: String,
    /// Further words; may be empty.
    pub text: String,
    /// Name of the authority that deals with it.
    pub authority: String,
}

#[derive(FromQueryResult)]
struct Followed {
    id: String,
    number: String,
    institution_number: String,
    institution_name: String,
    kind: String,
    received_at: i64,
    due_on: String,
    facts: String,
    answer: Option<String>,
    items: String,
    since_on: Option<String>,
    other: String,
    body: String,
    authority: String,
}

/// The report with this number, for the holder of its receipt code. An unknown number and a wrong code are answered alike
/// and in like time.
///
/// # Errors
/// [`Fault::NotFound`].
pub async fn follow(
    store: &Store,
    _grant: &Grant<permit::FollowReport>,
    number: ReportNumber,
    code: &ReceiptCode,
) -> Result<FollowedReport, Fault> {
    let sql = format!(
        "SELECT r.id, r.number, i.number AS institution_number, i.name AS institution_name, r.kind, r.received_at, r.due_on, r.facts, \
         r.answer, r.items, r.since_on, r.other, r.body, a.name AS authority {} JOIN authority a ON a.id = i.authority_id WHERE r.number = $1",
        from()
    );
    let row: Option<Followed> = store.row(&sql, [number.to_string().into()]).await?;
    let right = is_holder(store, row.as_ref().map(|row| row.id.as_str()), code)?;
    let row = row.filter(|_| right).ok_or(Fault::NotFound)?;
    let state: EntryReport = repo::read(&row.facts, "report", &row.id)?;
    let mails = notice::about(store, "report", &row.id).await?;
    let mails = mails.into_iter().map(|mail| Mail {
        template: mail.template,
        state: mail.state,
        created_at: mail.created_at,
    });
    let received_at = Instant::from_millis(row.received_at);
    Ok(FollowedReport {
        state: state.code().to_owned(),
        received_on: received_at.day().to_string(),
        decided_on: state.decided_on().map(|day| day.to_string()),
        started: state.started().map(|started| match started {
            Started::Change { .. } => "change",
            Started::Merge { .. } => "merge",
            Started::Words => "words",
        }),
        said: SaidOf {
            received_at,
            items: repo::read(&row.items, "report", &row.id)?,
            since_on: row.since_on,
            other: row.other,
            text: row.body,
            authority: row.authority,
        },
        number: row.number,
        institution_number: row.institution_number,
        institution_name: row.institution_name,
        kind: row.kind,
        due_on: row.due_on,
        answer: row.answer.filter(|answer| !answer.is_empty()),
        mails: mails.collect(),
    })
}

/// Whether `code` is the receipt code of the report with this id. Where there is none, as much is done as where the code is
/// wrong, so that the time of the answer tells no numbers.
fn is_holder(store: &Store, id: Option<&str>, code: &ReceiptCode) -> Result<bool, Fault> {
    let id = match id {
        Some(id) => repo::id(id)?,
        None => ReportId::new(Instant::from_millis(0), [0; 10]),
    };
    let right = receipt(store, id)?;
    let same = right.digits().as_bytes().ct_eq(code.digits().as_bytes());
    Ok(bool::from(same))
}
