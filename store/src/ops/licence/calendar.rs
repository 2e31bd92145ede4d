//! What the calendar does to licences: reminders before the last day, and the end after it.

use domain::access::{Grant, permit};
use domain::law;
use domain::licence;
use domain::notice::Template;
use domain::pii::Pii;
use domain::words::{Day, Email, Instant};
use sea_orm::FromQueryResult;
use serde::Serialize;
use serde_json::json;

use super::steps::{by_id, tell, write};
use crate::Fault;
use crate::audit::{Act, Subject};
use crate::connect::Store;
use crate::ops::institution::address;
use crate::outbox::NewNotice;
use crate::read::institution::SHOWN;
use crate::repo::{self, licence::RUNNING};
use crate::tx::{Committed, Tx, Upkeep};

/// Rows of one write: others must not wait for long.
const SLICE: i64 = 100;

/// What one round did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Minded {
    /// Licences whose state followed the calendar.
    pub turned: u64,
    /// Reminders that were written; one that was written before is not written again.
    pub reminded: u64,
}

/// Lets the state of every licence follow the calendar, and reminds institutions whose licence runs out. Doing it twice,
/// or in two workers at once, does it once.
///
/// # Errors
/// Faults of the database; what was done by then stays done.
pub async fn mind(
    store: &Store,
    grant: &Grant<permit::RunSystem>,
    now: Instant,
) -> Result<Minded, Fault> {
    let mut minded = Minded::default();
    let today = now.day();
    for ends in [
        format!("l.state IN {RUNNING} AND l.valid_until < $1"),
        // A clock that ran ahead and was set back.
        "l.state = 'expired' AND l.valid_until >= $1".to_owned(),
    ] {
        let sql = &format!(
            "SELECT l.id, l.valid_until FROM licence l JOIN institution i ON i.id = l.institution_id AND {SHOWN} WHERE {ends} \
             AND (l.valid_until > $2 OR (l.valid_until = $2 AND l.id > $3)) ORDER BY l.valid_until, l.id LIMIT $4"
        );
        let mut after = Place::default();
        loop {
            let slice = after.slice(store, sql, today).await?;
            minded.turned += turn(store, grant, &slice, now).await?;
            match slice.into_iter().last() {
                Some(last) => after = last,
                None => break,
            }
        }
    }
    let mut upper = today.plus_days(-1);
    for days in licence::REMINDED_BEFORE {
        let (from, to) = (upper, today.plus_days(days));
        minded.reminded += remind(store, days, from, to, now).await?;
        upper = to;
    }
    store.run(now, give_days).await?;
    Ok(minded)
}

/// Gives what an older program proposed a day by which it is decided, counted from now: nobody was told of one before.
async fn give_days(tx: Tx) -> Result<Committed<()>, Fault> {
    let (today, at) = (tx.now().day(), tx.now().millis());
    tx.execute(
        "UPDATE licence SET proposed_at = $1, proposal_due_on = $2 WHERE proposal IS NOT NULL AND proposal_due_on IS NULL",
        [at.into(), law::licence_change_due(today).due_on.to_string().into()],
    )
    .await?;
    tx.execute(
        "UPDATE institution_merge SET due_on = $1 WHERE waits AND due_on IS NULL",
        [law::merge_due(today).due_on.to_string().into()],
    )
    .await?;
    tx.commit_upkeep(Upkeep::Reminder, ()).await
}

/// A place in a walk along the last days of licences.
#[derive(Default, FromQueryResult)]
struct Place {
    id: String,
    valid_until: String,
}

impl Place {
    async fn slice(&self, store: &Store, sql: &str, today: Day) -> Result<Vec<Self>, Fault> {
        store
            .rows(
                sql,
                [
                    today.to_string().into(),
                    self.valid_until.as_str().into(),
                    self.id.as_str().into(),
                    SLICE.into(),
                ],
            )
            .await
    }
}

/// Turns the licences of a slice in one write, and answers how many there were to turn.
async fn turn(
    store: &Store,
    grant: &Grant<permit::RunSystem>,
    slice: &[Place],
    now: Instant,
) -> Result<u64, Fault> {
    store.run(now, |tx| turn_once(tx, grant, slice)).await
}

async fn turn_once(
    tx: Tx,
    grant: &Grant<permit::RunSystem>,
    slice: &[Place],
) -> Result<Committed<u64>, Fault> {
    let (mut turned, mut last) = (0, None);
    for place in slice {
        if let Some(act) = turn_one(&tx, grant, &place.id).await? {
            turned += 1;
            if let Some(before) = last.replace(act) {
                tx.also(before).await?;
            }
        }
    }
    match last {
        Some(act) => tx.commit(act, turned).await,
        None => tx.commit_upkeep(Upkeep::Replay, turned).await,
    }
}

/// Another worker, or an officer, may have been there first: then there is nothing to do.
async fn turn_one(
    tx: &Tx,
    grant: &Grant<permit::RunSystem>,
    id: &str,
) -> Result<Option<Act>, Fault> {
    let today = tx.now().day();
    let Some(stored) = by_id(tx, id).await? else {
        return Ok(None);
    };
    let before = stored.licence()?;
    let Some(state) = before.by_calendar(today) else {
        return Ok(None);
    };
    let change = json!({"licence": stored.number, "from": before.state, "to": state});
    let after = before.clone().turned(state);
    // Whoever was quicker is looked at anew, and then there is nothing left to do.
    write(tx, grant, &stored, (&before, &after))
        .await
        .map_err(repo::done_again)?;
    if after.end_is_news(today) {
        let facts = json!({"change": "expire", "valid_until": after.valid_until, "on": today});
        match tell(tx, &stored, Template::LicenceChanged, facts).await {
            // One address that cannot be opened keeps no licence from ending.
            Err(Fault::Integrity(what)) => {
                tracing::warn!(licence = stored.id, what, "an institution was not told");
            }
            told => told?,
        }
    }
    let subject = Subject::new("licence", &stored.id);
    Ok(Some(Act::by(grant, subject, "follow_calendar", change)))
}

/// A licence that runs out soon, and whom to tell.
#[derive(FromQueryResult)]
struct Ending {
    id: String,
    number: String,
    institution_id: String,
    name: String,
    valid_until: String,
    email_sealed: Vec<u8>,
}

/// Reminds those whose last day lies after `from` and not after `to`, `days` before it.
async fn remind(store: &Store, days: i64, from: Day, to: Day, now: Instant) -> Result<u64, Fault> {
    let mut after = (from.plus_days(1).to_string(), String::new());
    let mut reminded = 0;
    loop {
        let start = &after;
        let slice = store
            .run(now, |tx| remind_slice(tx, days, start.clone(), to))
            .await?;
        match slice {
            (_, None) => return Ok(reminded),
            (count, Some(last)) => {
                reminded += count;
                after = last;
            }
        }
    }
}

async fn remind_slice(
    tx: Tx,
    days: i64,
    (day, id): (String, String),
    to: Day,
) -> Result<Committed<(u64, Option<(String, String)>)>, Fault> {
    let rows: Vec<Ending> = tx
        .all(
            &format!("SELECT l.id, l.number, l.institution_id, i.name, l.valid_until, i.email_sealed FROM licence l \
             JOIN institution i ON i.licence_id = l.id WHERE l.state IN {RUNNING} AND i.email_sealed IS NOT NULL AND {SHOWN} \
             AND (l.valid_until > $1 OR (l.valid_until = $1 AND l.id > $2)) AND l.valid_until <= $3 \
             AND NOT EXISTS (SELECT 1 FROM notice WHERE dedupe_key = 'licence_expiring:' || l.id || ':' || l.valid_until || $4) \
             ORDER BY l.valid_until, l.id LIMIT $5"),
            [
                day.into(),
                id.into(),
                to.to_string().into(),
                format!(":{days}").into(),
                SLICE.into(),
            ],
        )
        .await?;
    for row in &rows {
        let Ok(recipient) = address(&tx, &row.institution_id, &row.email_sealed) else {
            // One address that cannot be opened keeps nobody else from being reminded.
            tracing::warn!(licence = row.id, "an address cannot be opened");
            continue;
        };
        expiring(&tx, row, recipient, days).await?;
    }
    let count = u64::try_from(rows.len()).unwrap_or(u64::MAX);
    let last = rows.into_iter().last().map(|row| (row.valid_until, row.id));
    tx.commit_upkeep(Upkeep::Reminder, (count, last)).await
}

async fn expiring(tx: &Tx, row: &Ending, recipient: Email, days: i64) -> Result<(), Fault> {
    let damaged = |_| Fault::Integrity(format!("the last day of licence {}", row.id));
    let valid_until: Day = row.valid_until.parse().map_err(damaged)?;
    let facts = json!({
        "institution": row.name,
        "licence": row.number,
        "valid_until": valid_until,
        "apply_by": law::renewal_due(valid_until),
        "on": tx.now().day(),
    });
    tx.notify(NewNotice {
        template: Template::LicenceExpiring,
        language: "zh".to_owned(),
        about: Subject::new("licence", &row.id),
        recipient: Pii::new(recipient),
        facts,
        dedupe_key: format!("licence_expiring:{}:{valid_until}:{days}", row.id),
    })
    .await
}
