//! The digest: one mail a working day to each officer who wants it, and only where something is due.

use domain::access::{Grant, Role, Scope, permit};
use domain::calendar::Calendar;
use domain::notice::Template;
use domain::pii::Pii;
use domain::reminder::{self, Kind, Matter};
use domain::words::{AuthorityId, Day, Email, Instant};
use sea_orm::FromQueryResult;
use serde_json::{Value, json};

use super::address_place;
use crate::Fault;
use crate::audit::Subject;
use crate::connect::Store;
use crate::outbox::NewNotice;
use crate::read::overview::Due;
use crate::repo;
use crate::tx::Upkeep;

/// Accounts of one read.
const SLICE: i64 = 100;

/// So many matters of a kind stand in a mail, each with its link; the others are counted.
const SHOWN_MAX: usize = 15;

/// An officer who wants a digest and has none of this day.
#[derive(FromQueryResult)]
struct Receiver {
    id: String,
    role: String,
    authorities: String,
    email_sealed: Vec<u8>,
    language: String,
}

/// Writes the digests of the day to those who want one, and answers how many. Doing it twice, or in two workers at once,
/// writes each once; on a day on which offices rest there is none.
///
/// # Errors
/// Faults of the database, and of an officer whose account or matters cannot be read: everybody else is told by then.
pub async fn send(
    store: &Store,
    _grant: &Grant<permit::RunSystem>,
    now: Instant,
) -> Result<u64, Fault> {
    let today = now.day();
    let Some(until) = reminder::horizon(today, Calendar::built_in()) else {
        return Ok(0);
    };
    let roles: Vec<String> = Role::ALL
        .iter()
        .filter(|role| reminder::is_told(**role))
        .map(|role| format!("'{}'", role.code()))
        .collect();
    let sql = format!(
        "SELECT a.id, a.role, a.authorities, m.email_sealed, m.language FROM account a JOIN account_reminder m ON m.account_id = a.id \
         WHERE a.disabled_at IS NULL AND m.wanted AND a.role IN ({}) AND a.id > $1 \
         AND NOT EXISTS (SELECT 1 FROM notice WHERE dedupe_key = 'officer_digest:' || a.id || $2) ORDER BY a.id LIMIT $3",
        roles.join(", ")
    );
    let (mut after, mut written, mut failed) = (String::new(), 0, None);
    loop {
        let slice: Vec<Receiver> = store
            .rows(
                &sql,
                [
                    after.as_str().into(),
                    format!(":{today}").into(),
                    SLICE.into(),
                ],
            )
            .await?;
        for receiver in &slice {
            match one(store, receiver, (today, until), now).await {
                Ok(told) => written += u64::from(told),
                Err(fault) => {
                    let code = fault.code();
                    tracing::error!(account = receiver.id, code, "an officer was not told");
                    failed = Some(fault);
                }
            }
        }
        match slice.into_iter().last() {
            Some(last) => after = last.id,
            None => return failed.map_or(Ok(written), Err),
        }
    }
}

/// Writes the digest of one officer, where something is due.
async fn one(
    store: &Store,
    receiver: &Receiver,
    (today, until): (Day, Day),
    now: Instant,
) -> Result<bool, Fault> {
    let address = store
        .keys()
        .open_value(address_place(&receiver.id), &receiver.email_sealed)
        .ok()
        .and_then(|text| text.parse::<Email>().ok());
    let (Some(address), Some(role)) = (address, Role::from_code(&receiver.role)) else {
        // One address that cannot be opened keeps nobody else from being told.
        tracing::warn!(account = receiver.id, "an address cannot be opened");
        return Ok(false);
    };
    let ids: Vec<AuthorityId> = receiver
        .authorities
        .split(',')
        .filter(|one| !one.is_empty())
        .map(repo::id)
        .collect::<Result<_, _>>()?;
    let due = Due::until(store, &Scope::Authorities(ids), until).await?;
    let day = today.to_string();
    let mut told: Vec<&Due> = Vec::new();
    for one in &due {
        let matter = Matter {
            kind: repo::id::<Kind>(&one.kind)?,
            state: &one.state,
            decider: &one.who,
            own: one.who.contains(&receiver.id),
            late: one.due_on < day,
        };
        if matter.is_for(role) {
            told.push(one);
        }
    }
    if told.is_empty() {
        return Ok(false);
    }
    let facts = &facts(&told, (today, until));
    let address = &address;
    store
        .run(now, |tx| async move {
            tx.notify(NewNotice {
                template: Template::OfficerDigest,
                language: receiver.language.clone(),
                about: Subject::new("account", &receiver.id),
                recipient: Pii::new(address.clone()),
                facts: facts.clone(),
                dedupe_key: format!("{}:{}:{today}", Template::OfficerDigest.code(), receiver.id),
            })
            .await?;
            tx.commit_upkeep(Upkeep::Reminder, ()).await
        })
        .await?;
    Ok(true)
}

/// What the mail says. Whom a complaint is about is a complainant's word and stays at the desk.
fn facts(told: &[&Due], (today, until): (Day, Day)) -> Value {
    let day = today.to_string();
    let (late, soon): (Vec<&Due>, Vec<&Due>) = told.iter().partition(|one| one.due_on < day);
    let shown = |list: &[&Due]| -> Vec<Value> {
        list.iter()
            .take(SHOWN_MAX)
            .map(|one| {
                json!({"kind": one.kind, "number": one.number, "party": one.registered, "due_on": one.due_on})
            })
            .collect()
    };
    json!({
        "on": today,
        "until": until,
        "late": shown(&late),
        "soon": shown(&soon),
        "late_count": late.len(),
        "soon_count": soon.len(),
    })
}
