//! What the calendar does to providers: those before the public are let in, those without a licence in force suspended, those
//! of a school year that is over ended, and those whose admission ends soon are told.

use domain::access::{Grant, permit};
use domain::after_school::{Event, REMINDED_BEFORE};
use domain::notice::Template;
use domain::words::Instant;
use sea_orm::FromQueryResult;
use serde::Serialize;
use serde_json::json;

use super::facts::Setting;
use super::load::{LISTED_IN, Stored, held_by_id, write};
use super::tell::{send, tell};
use crate::Fault;
use crate::audit::{Act, Subject};
use crate::connect::Store;
use crate::repo;
use crate::tx::{Committed, Tx, Upkeep};

/// Rows of one read.
const SLICE: i64 = 100;

/// What one round did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Followed {
    /// Providers whose state followed the calendar.
    pub moved: u64,
    /// Reminders that were written; one that was written before is not written again.
    pub reminded: u64,
}

#[derive(FromQueryResult)]
struct Id {
    id: String,
}

/// Lets every provider that runs follow the calendar. Doing it twice, or in two workers at once, does it once.
///
/// # Errors
/// Faults of the database, and of a provider that cannot be read: every other one has followed by then.
pub async fn follow(
    store: &Store,
    grant: &Grant<permit::RunSystem>,
    now: Instant,
) -> Result<Followed, Fault> {
    let (mut followed, mut after, mut failed) = (Followed::default(), String::new(), None);
    // Those before the public past their day, those who serve, and whatever runs on past its school year.
    let sql = format!(
        "SELECT a.id FROM after_school a WHERE a.id > $1 AND ((a.state = 'publicised' AND a.publicised_until < $2) \
         OR a.state IN {LISTED_IN} OR (a.state IN ('draft', 'filed', 'selected', 'publicised') AND a.last_day < $2)) \
         ORDER BY a.id LIMIT $3"
    );
    loop {
        let values = [
            after.as_str().into(),
            now.day().to_string().into(),
            SLICE.into(),
        ];
        let slice: Vec<Id> = store.rows(&sql, values).await?;
        for row in &slice {
            match store.run(now, |tx| follow_once(tx, grant, &row.id)).await {
                Ok((moved, reminded)) => {
                    followed.moved += u64::from(moved);
                    followed.reminded += u64::from(reminded);
                }
                Err(fault) => {
                    tracing::error!(
                        provider = row.id,
                        code = fault.code(),
                        "an after-school provider did not follow the calendar"
                    );
                    failed = Some(fault);
                }
            }
        }
        match slice.into_iter().last() {
            Some(last) => after = last.id,
            None => return failed.map_or(Ok(followed), Err),
        }
    }
}

/// Another worker, or an officer, may have been there first: then there is nothing to do.
async fn follow_once(
    tx: Tx,
    grant: &Grant<permit::RunSystem>,
    id: &str,
) -> Result<Committed<(bool, bool)>, Fault> {
    let Some(stored) = held_by_id(&tx, id).await? else {
        return tx.commit_upkeep(Upkeep::Replay, (false, false)).await;
    };
    let (before, form) = (stored.way()?, stored.form()?);
    let setting = Setting::of(&tx, &stored, &form, tx.now().day()).await?;
    let facts = setting.facts(&form, stored.year()?);
    // The end of the year comes before all else: nobody is suspended from what is over.
    for event in [Event::End, Event::Admit, Event::Suspend, Event::Resume] {
        let step = event.step();
        let Ok((after, effects)) = before.clone().apply(event, None, &facts) else {
            continue;
        };
        write(&tx, &stored, &after)
            .await
            .map_err(repo::done_again)?;
        if !effects.is_empty() {
            tell(&tx, &stored, step, &after).await?;
        }
        let change = json!({"from": before.code(), "to": after.code()});
        let subject = Subject::new("after_school", &stored.id);
        let act = Act::by(grant, subject, step.code(), change);
        return tx.commit(act, (true, false)).await;
    }
    let soon = facts.last_day.plus_days(-REMINDED_BEFORE) <= facts.today;
    let reminded = soon && before.is_listed() && remind(&tx, &stored).await?;
    tx.commit_upkeep(Upkeep::Reminder, (false, reminded)).await
}

/// Tells a provider that its admission ends, once.
async fn remind(tx: &Tx, stored: &Stored) -> Result<bool, Fault> {
    let key = format!("after_school_ending:{}:{}", stored.id, stored.school_year);
    let told = tx
        .has(
            "SELECT 1 FROM notice WHERE dedupe_key = $1",
            [key.as_str().into()],
        )
        .await?;
    if told {
        return Ok(false);
    }
    send(tx, stored, Template::AfterSchoolEnding, (json!({}), key)).await?;
    Ok(true)
}
