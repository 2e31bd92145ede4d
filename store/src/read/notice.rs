//! Notices: what went out, what waits, what is stuck.

use std::collections::HashMap;

use domain::access::{Action, Actor, Grant, Scope, may, permit};
use domain::words::{Email, Instant, NoticeId};
use sea_orm::FromQueryResult;
use serde::Serialize;

use super::page::after_id;
use super::{Limit, Page};
use crate::Fault;
use crate::connect::Store;
use crate::outbox::{Rendered, recipient_place, rendered_place};
use crate::repo;

/// One notice, without its receiver.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult, Serialize)]
pub struct NoticeRow {
    /// Its id, in the order of making.
    pub id: String,
    /// Which text.
    pub template: String,
    /// `complaint`, `case`, `licence`, `application` or `institution`.
    pub subject_kind: String,
    /// Id of what it is about.
    pub subject_id: String,
    /// Number of what it is about, to read out.
    pub subject_number: Option<String>,
    /// Whether it must arrive.
    pub legal: bool,
    /// `pending`, `sending`, `sent`, `refused`, `unsure`, `dead` or `set_aside`.
    pub state: String,
    /// How often it was tried.
    pub attempt: i64,
    /// Why the last attempt failed, or what was done instead of the mail that was set aside.
    pub last_code: Option<String>,
    /// What the mail server said when it took it.
    pub server_reply: Option<String>,
    /// The same for every attempt.
    pub message_id: String,
    /// When it was made, in milliseconds since 1970.
    pub created_at: i64,
    /// When it came to rest.
    pub settled_at: Option<i64>,
}

/// The records that notices are about, for their numbers and for the authority they belong to.
const ABOUT: &str = "LEFT JOIN complaint ON notice.subject_kind = 'complaint' AND complaint.id = notice.subject_id \
     LEFT JOIN violation_case ON notice.subject_kind = 'case' AND violation_case.id = notice.subject_id \
     LEFT JOIN licence ON notice.subject_kind = 'licence' AND licence.id = notice.subject_id \
     LEFT JOIN institution ON institution.id = licence.institution_id \
     LEFT JOIN application ON notice.subject_kind = 'application' AND application.id = notice.subject_id \
     LEFT JOIN institution held ON notice.subject_kind = 'institution' AND held.id = notice.subject_id \
     LEFT JOIN entry_report ON notice.subject_kind = 'report' AND entry_report.id = notice.subject_id \
     LEFT JOIN institution reported ON reported.id = entry_report.institution_id";

/// The authority whose record a notice is about.
const AUTHORITY: &str = "COALESCE(complaint.authority_id, violation_case.authority_id, institution.authority_id, application.authority_id, held.authority_id, reported.authority_id)";

const ROW: &str = "notice.id, notice.template, notice.subject_kind, notice.subject_id, \
     COALESCE(complaint.number, violation_case.number, licence.number, application.number, held.number, entry_report.number) AS subject_number, notice.legal, notice.state, notice.attempt, \
     notice.last_code, notice.server_reply, notice.message_id, notice.created_at, notice.settled_at";

/// The condition that a notice is about a record of the scope, for a statement that cannot join.
pub(crate) fn authority_within(scope: &Scope) -> String {
    let reach = repo::authorities(scope, AUTHORITY);
    format!("id IN (SELECT notice.id FROM notice {ABOUT} WHERE {reach})")
}

/// Notices of the scope, newest first; all of them or those in `state`.
///
/// # Errors
/// Faults of the database.
pub async fn list(
    store: &Store,
    grant: &Grant<permit::ReadNotices>,
    state: Option<&str>,
    limit: Limit,
    after: Option<NoticeId>,
) -> Result<Page<NoticeRow>, Fault> {
    let reach = repo::authorities(grant.scope(), AUTHORITY);
    let rows: Vec<NoticeRow> = store
        .rows(
            &format!(
                "SELECT {ROW} FROM notice {ABOUT} WHERE {reach} AND ($1 = '' OR notice.state = $1) AND ($2 = '' OR notice.id < $2) ORDER BY notice.id DESC LIMIT $3"
            ),
            [
                state.unwrap_or_default().into(),
                after_id(after),
                limit.and_one().into(),
            ],
        )
        .await?;
    Ok(Page::cut(rows, limit, |row| row.id.clone()))
}

/// The notices of the scope that make the red bar, newest first.
///
/// # Errors
/// Faults of the database.
pub async fn list_stuck(
    store: &Store,
    grant: &Grant<permit::ReadNotices>,
    limit: Limit,
    after: Option<NoticeId>,
    now: Instant,
) -> Result<Page<NoticeRow>, Fault> {
    let reach = repo::authorities(grant.scope(), AUTHORITY);
    let rows: Vec<NoticeRow> = store
        .rows(
            &format!(
                "SELECT {ROW} FROM notice {ABOUT} WHERE {reach} AND {UNSETTLED} AND ({FAILED} OR notice.created_at < $1) AND ($2 = '' OR notice.id < $2) \
                 ORDER BY notice.id DESC LIMIT $3"
            ),
            [
                stuck_before(now).into(),
                after_id(after),
                limit.and_one().into(),
            ],
        )
        .await?;
    Ok(Page::cut(rows, limit, |row| row.id.clone()))
}

/// The addresses of these notices, masked, in their order; empty for those who may not see whom one is to.
///
/// # Errors
/// [`Fault::Integrity`] where a sealed address does not open.
pub async fn receivers(
    store: &Store,
    grant: &Grant<permit::ReadNotices>,
    notices: &[NoticeRow],
) -> Result<Vec<String>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        id: String,
        recipient_sealed: Vec<u8>,
    }
    if notices.is_empty() {
        return Ok(Vec::new());
    }
    let places: Vec<String> = (1..=notices.len()).map(|at| format!("${at}")).collect();
    let rows: Vec<Row> = store
        .rows(
            &format!(
                "SELECT id, recipient_sealed FROM notice WHERE id IN ({})",
                places.join(", ")
            ),
            notices.iter().map(|notice| notice.id.as_str().into()),
        )
        .await?;
    let mut found = HashMap::new();
    for row in rows {
        let address = masked(store, &row.id, &row.recipient_sealed)?;
        found.insert(row.id, address);
    }
    Ok(notices
        .iter()
        .map(|notice| found.remove(&notice.id).unwrap_or_default())
        .zip(notices)
        .map(|(address, notice)| shown_to(grant.actor(), notice, address))
        .collect())
}

/// The masked address, for those who may see it: a complainant's is for whoever handles the complaint and nobody else
/// (Order 53, article 4; Administrative Penalty Law, article 50).
fn shown_to(actor: &Actor, notice: &NoticeRow, address: String) -> String {
    let handles = match notice.subject_kind.as_str() {
        "complaint" => may(actor, Action::HandleComplaint),
        "report" => may(actor, Action::JudgeReport),
        _ => true,
    };
    if !handles {
        return String::new();
    }
    address
}

/// The notices about one record, oldest first.
pub(crate) async fn about(store: &Store, kind: &str, id: &str) -> Result<Vec<NoticeRow>, Fault> {
    store
        .rows(
            &format!(
                "SELECT {ROW} FROM notice {ABOUT} WHERE notice.subject_kind = $1 AND notice.subject_id = $2 ORDER BY notice.id"
            ),
            [kind.into(), id.into()],
        )
        .await
}

/// A notice that waits longer than this is stuck.
pub const WAIT_SECONDS_MAX: i64 = 10 * 60;

/// Neither taken by the server nor forgotten: an index leads to these.
const UNSETTLED: &str = "notice.state IN ('pending', 'sending', 'refused', 'unsure', 'dead')";
/// Nobody sends these again but by a person's word.
const FAILED: &str = "notice.state IN ('refused', 'unsure', 'dead')";

fn stuck_before(now: Instant) -> i64 {
    now.plus_seconds(-WAIT_SECONDS_MAX).millis()
}

/// What the red bar on the desks says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, FromQueryResult, Serialize)]
pub struct Stuck {
    /// Waiting for more than ten minutes.
    pub waiting: i64,
    /// Refused, unsure or given up, and not sent again.
    pub failed: i64,
    /// When the oldest of them was made, in milliseconds since 1970.
    pub since: Option<i64>,
}

impl Stuck {
    /// Whether there is anything to say.
    #[must_use]
    pub fn is_any(self) -> bool {
        self.waiting + self.failed > 0
    }
}

/// How much mail of the scope is stuck: as many as [`list_stuck`] shows.
///
/// # Errors
/// Faults of the database.
pub async fn stuck(store: &Store, scope: &Scope, now: Instant) -> Result<Stuck, Fault> {
    let reach = repo::authorities(scope, AUTHORITY);
    let row: Option<Stuck> = store
        .row(
            &format!(
                "{COUNTED} FROM notice {ABOUT} WHERE {reach} AND {UNSETTLED} AND ({FAILED} OR notice.created_at < $1)"
            ),
            [stuck_before(now).into()],
        )
        .await?;
    Ok(row.unwrap_or_default())
}

const COUNTED: &str = "SELECT COALESCE(SUM(CASE WHEN notice.state IN ('pending', 'sending') THEN 1 ELSE 0 END), 0) AS waiting, \
     COALESCE(SUM(CASE WHEN notice.state IN ('refused', 'unsure', 'dead') THEN 1 ELSE 0 END), 0) AS failed, \
     MIN(notice.created_at) AS since";

/// How much mail is stuck as far as an institution is concerned: mail that waits shows that the server is away for
/// everybody, but an address that was refused concerns only whom it belongs to.
///
/// # Errors
/// Faults of the database.
pub async fn stuck_for_own(
    store: &Store,
    grant: &Grant<permit::ReadOwn>,
    now: Instant,
) -> Result<Stuck, Fault> {
    let Scope::Own(institution) = grant.scope() else {
        return Ok(Stuck::default());
    };
    let row: Option<Stuck> = store
        .row(
            &format!(
                "{COUNTED} FROM notice LEFT JOIN violation_case ON notice.subject_kind = 'case' AND violation_case.id = notice.subject_id \
                 LEFT JOIN licence ON notice.subject_kind = 'licence' AND licence.id = notice.subject_id \
                 LEFT JOIN application ON notice.subject_kind = 'application' AND application.id = notice.subject_id \
                 WHERE {UNSETTLED} AND (({FAILED} AND COALESCE(violation_case.institution_id, licence.institution_id, application.institution_id, \
                 CASE notice.subject_kind WHEN 'institution' THEN notice.subject_id END) = $2) OR (NOT {FAILED} AND notice.created_at < $1))"
            ),
            [stuck_before(now).into(), institution.to_string().into()],
        )
        .await?;
    Ok(row.unwrap_or_default())
}

/// One notice and what it says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Letter {
    /// Where it stands.
    #[serde(flatten)]
    pub notice: NoticeRow,
    /// Its address, masked; empty for those who may not see whom it is to.
    pub to: String,
    /// The language it is written in.
    pub language: String,
    /// Its words as they went out; nothing before the first attempt.
    pub words: Option<Rendered>,
}

/// One notice of the scope with its words, for those who may read the record that it is about.
///
/// # Errors
/// [`Fault::NotFound`] outside the scope; [`Fault::Integrity`] where what is sealed does not open.
pub async fn letter(
    store: &Store,
    grant: &Grant<permit::ReadDesk>,
    id: NoticeId,
) -> Result<Letter, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        #[sea_orm(nested)]
        notice: NoticeRow,
        language: String,
        recipient_sealed: Vec<u8>,
        rendered_sealed: Option<Vec<u8>>,
    }
    let reach = repo::authorities(grant.scope(), AUTHORITY);
    let row: Option<Row> = store
        .row(
            &format!(
                "SELECT {ROW}, notice.language, notice.recipient_sealed, notice.rendered_sealed FROM notice {ABOUT} \
                 WHERE {reach} AND notice.id = $1"
            ),
            [id.to_string().into()],
        )
        .await?;
    let row = row.ok_or(Fault::NotFound)?;
    let words = row
        .rendered_sealed
        .map(|sealed| words(store, &row.notice.id, &sealed));
    Ok(Letter {
        to: shown_to(
            grant.actor(),
            &row.notice,
            masked(store, &row.notice.id, &row.recipient_sealed)?,
        ),
        words: words.transpose()?,
        language: row.language,
        notice: row.notice,
    })
}

fn words(store: &Store, id: &str, sealed: &[u8]) -> Result<Rendered, Fault> {
    let text = store.keys().open_value(rendered_place(id), sealed)?;
    serde_json::from_str(&text)
        .map_err(|_| Fault::Integrity(format!("the text of notice {id} cannot be read")))
}

fn masked(store: &Store, id: &str, sealed: &[u8]) -> Result<String, Fault> {
    let address: Email = store
        .keys()
        .open_value(recipient_place(id), sealed)?
        .parse()
        .map_err(|_| Fault::Integrity(format!("the receiver of {id} cannot be read")))?;
    Ok(address.masked())
}
