//! Taking notices to send.

use domain::notice::{Event, State, Template, retry_at};
use domain::pii::Pii;
use domain::words::{Email, Instant, NoticeId};
use sea_orm::FromQueryResult;
use serde_json::Value;

use super::{facts_place, recipient_place};
use crate::Fault;
use crate::connect::Store;
use crate::tx::Upkeep;

/// A notice that this worker is to send now; its attempt is already written.
#[derive(Debug, Clone)]
pub struct Outgoing {
    /// Its id.
    pub id: NoticeId,
    /// Which text.
    pub template: Template,
    /// `zh` or `en`.
    pub language: String,
    /// Whether it must arrive: a legal notice that is unsure is sent again.
    pub legal: bool,
    /// To whom.
    pub recipient: Pii<Email>,
    /// What the template shows.
    pub facts: Value,
    /// With angle brackets; the same for every attempt.
    pub message_id: String,
    /// Which attempt this is, starting at 1.
    pub attempt: i64,
    /// How many of the attempts before say nothing of the notice itself.
    pub(super) excused: i64,
    /// When the notice was made.
    pub created_at: Instant,
    pub(super) owner: String,
}

impl Outgoing {
    /// How often it was really tried, this attempt included: those count for which a server, or the way to it, broke.
    #[must_use]
    pub fn tried(&self) -> i64 {
        self.attempt - self.excused
    }
}

#[derive(FromQueryResult)]
struct Row {
    id: String,
    template: String,
    language: String,
    legal: bool,
    recipient_sealed: Vec<u8>,
    facts_sealed: Vec<u8>,
    message_id: String,
    attempt: i64,
    excused: i64,
    created_at: i64,
}

/// Claims up to `max` notices that are due, for `lease_ms` milliseconds. Their attempts are
/// counted and committed before this returns, so before any socket opens.
///
/// A notice of a template that this program does not know waits for a newer one. One whose sealed values do not open is
/// put back, and after its last attempt dead: nothing of it went out, and it keeps no other.
///
/// # Errors
/// Faults of the database.
pub async fn claim(
    store: &Store,
    owner: &str,
    max: u32,
    lease_ms: i64,
    now: Instant,
) -> Result<Vec<Outgoing>, Fault> {
    #[derive(FromQueryResult)]
    struct Due {
        id: String,
    }
    let due: Vec<Due> = store
        .rows(
            &format!(
                "SELECT id FROM notice WHERE state = 'pending' AND run_at <= $1 AND template IN ({}) ORDER BY run_at, id LIMIT $2",
                known()
            ),
            [now.millis().into(), max.into()],
        )
        .await?;
    if due.is_empty() {
        return Ok(Vec::new());
    }
    let ids: &Vec<String> = &due.into_iter().map(|row| row.id).collect();
    let rows = store
        .run(now, |tx| async move {
            let marks = (0..ids.len())
                .map(|index| format!("${}", index + 4))
                .collect::<Vec<_>>()
                .join(", ");
            let take = format!(
                "UPDATE notice SET state = 'sending', attempt = attempt + 1, lease_owner = $1, lease_until = $2 \
                 WHERE state = 'pending' AND run_at <= $3 AND id IN ({marks}) \
                 RETURNING id, template, language, legal, recipient_sealed, facts_sealed, message_id, attempt, excused, created_at"
            );
            let mut values = vec![
                owner.into(),
                now.plus_millis(lease_ms).millis().into(),
                now.millis().into(),
            ];
            values.extend(ids.iter().map(|id| id.clone().into()));
            let rows: Vec<Row> = tx.all(&take, values).await?;
            tx.commit_upkeep(Upkeep::Lease, rows).await
        })
        .await?;
    let (mut outgoing, mut unreadable) = (Vec::new(), Vec::new());
    for row in rows {
        let failed = Failed {
            id: row.id.clone(),
            legal: row.legal,
            attempt: row.attempt,
            tried: row.attempt - row.excused,
        };
        match open(store, row, owner) {
            Ok(notice) => outgoing.push(notice),
            Err(_) => unreadable.push(failed),
        }
    }
    if !unreadable.is_empty() {
        put_back(store, &unreadable, owner, now).await?;
    }
    Ok(outgoing)
}

/// The codes of the templates that this program knows, as a list of SQL.
fn known() -> String {
    let codes: Vec<String> = Template::ALL
        .iter()
        .map(|template| format!("'{}'", template.code()))
        .collect();
    codes.join(", ")
}

/// A notice whose sealed values do not open.
struct Failed {
    id: String,
    legal: bool,
    attempt: i64,
    tried: i64,
}

/// Puts such notices back.
async fn put_back(
    store: &Store,
    notices: &[Failed],
    owner: &str,
    now: Instant,
) -> Result<(), Fault> {
    store
        .run(now, |tx| async move {
            for failed in notices {
                let state = State::Sending
                    .apply(Event::Deferred, failed.legal, failed.tried)
                    .map_err(Fault::Refused)?;
                let settled_at = (state == State::Dead).then_some(now.millis());
                tx.execute(
                    "UPDATE notice SET state = $1, last_code = 'unreadable', run_at = $2, settled_at = $3, lease_owner = NULL, \
                     lease_until = NULL WHERE id = $4 AND state = 'sending' AND lease_owner = $5 AND attempt = $6",
                    [
                        state.code().into(),
                        retry_at(failed.tried, now).millis().into(),
                        settled_at.into(),
                        failed.id.as_str().into(),
                        owner.into(),
                        failed.attempt.into(),
                    ],
                )
                .await?;
            }
            tx.commit_upkeep(Upkeep::Delivery, ()).await
        })
        .await
}

fn open(store: &Store, row: Row, owner: &str) -> Result<Outgoing, Fault> {
    let keys = store.keys();
    let damaged = |what: &str| Fault::Integrity(format!("the {what} of notice {}", row.id));
    let recipient = keys.open_value(recipient_place(&row.id), &row.recipient_sealed)?;
    let facts = keys.open_value(facts_place(&row.id), &row.facts_sealed)?;
    Ok(Outgoing {
        id: row.id.parse().map_err(|_| damaged("id"))?,
        template: Template::from_code(&row.template).ok_or_else(|| damaged("template"))?,
        language: row.language.clone(),
        legal: row.legal,
        recipient: Pii::new(
            recipient
                .parse::<Email>()
                .map_err(|_| damaged("recipient"))?,
        ),
        facts: serde_json::from_str(&facts).map_err(|_| damaged("content"))?,
        message_id: row.message_id.clone(),
        attempt: row.attempt,
        excused: row.excused,
        created_at: Instant::from_millis(row.created_at),
        owner: owner.to_owned(),
    })
}
