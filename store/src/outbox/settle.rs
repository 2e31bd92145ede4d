//! Writing down what became of a notice.

use domain::access::{Grant, permit};
use domain::notice::{ATTEMPTS_MAX, Event, Instead, State};
use domain::pii::{Pii, Purpose};
use domain::words::{Email, Instant, NoticeId};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{Outgoing, rendered_place};
use crate::Fault;
use crate::audit::{Act, Subject};
use crate::connect::Store;
use crate::read::notice;
use crate::tx::{Tx, Upkeep};

/// What the mail server, or its silence, said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The server has taken it; its words.
    Sent {
        /// The server's reply to the final dot.
        reply: String,
    },
    /// Not taken, and worth another try at the given instant.
    Retry {
        /// A stable code, such as `smtp_421` or `connect`.
        code: String,
        /// When to try again.
        at: Instant,
        /// Whether the attempt says nothing of the notice: no server heard of it.
        excused: bool,
    },
    /// The server will not take it.
    Refused {
        /// A stable code, such as `smtp_550`.
        code: String,
    },
    /// Tried as often as allowed.
    Dead {
        /// The code of the last attempt.
        code: String,
    },
    /// The text went out and no answer came: it may have arrived or not.
    Unsure,
}

/// The text as it was sent; kept sealed with the notice, since it is evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rendered {
    /// The subject line.
    pub subject: String,
    /// The plain text.
    pub text: String,
    /// The same as HTML.
    pub html: String,
}

/// One notice and what became of it.
pub struct Settlement {
    /// The notice as it was claimed.
    pub notice: Outgoing,
    /// What became of it.
    pub outcome: Outcome,
    /// The text as it was sent, where it was rendered at all.
    pub rendered: Option<Rendered>,
}

/// Writes down the outcomes of several notices in one commit. One whose lease has been swept
/// meanwhile is left as it is; the answer counts those that were written.
///
/// # Errors
/// Faults of the database.
pub async fn settle(store: &Store, settlements: &[Settlement], now: Instant) -> Result<u64, Fault> {
    store
        .run(now, |tx| async move {
            let mut written = 0;
            for settlement in settlements {
                written += write(&tx, settlement).await?;
            }
            tx.commit_upkeep(Upkeep::Delivery, written).await
        })
        .await
}

async fn write(tx: &Tx, settlement: &Settlement) -> Result<u64, Fault> {
    let id = settlement.notice.id.to_string();
    let now = tx.now();
    let excused = matches!(&settlement.outcome, Outcome::Retry { excused: true, .. });
    let (state, code, reply, run_at) = match &settlement.outcome {
        Outcome::Sent { reply } => {
            let reply = without(reply, &settlement.notice.recipient);
            ("sent", None, Some(reply), now)
        }
        Outcome::Retry { code, at, .. } => ("pending", Some(code.clone()), None, *at),
        Outcome::Refused { code } => ("refused", Some(code.clone()), None, now),
        Outcome::Dead { code } => ("dead", Some(code.clone()), None, now),
        Outcome::Unsure => {
            let (state, run_at) = broken(settlement.notice.legal, settlement.notice.tried(), now);
            (state, Some("unsure".to_owned()), None, run_at)
        }
    };
    let settled_at = (state != "pending").then_some(now.millis());
    let rendered = match &settlement.rendered {
        None => None,
        Some(rendered) => Some(sealed(tx, &id, rendered)?),
    };
    let updated = tx
        .execute(
            "UPDATE notice SET state = $1, last_code = $2, server_reply = $3, run_at = $4, settled_at = $5, \
             rendered_sealed = COALESCE($6, rendered_sealed), lease_owner = NULL, lease_until = NULL, excused = excused + $10 \
             WHERE id = $7 AND state = 'sending' AND lease_owner = $8 AND attempt = $9",
            [
                state.into(),
                code.into(),
                reply.into(),
                run_at.millis().into(),
                settled_at.into(),
                rendered.into(),
                id.into(),
                settlement.notice.owner.clone().into(),
                settlement.notice.attempt.into(),
                i64::from(excused).into(),
            ],
        )
        .await?;
    Ok(updated.rows_affected())
}

/// A legal notice has to arrive: it goes out again under the same Message-ID, until its attempts are used up.
fn broken(legal: bool, tried: i64, now: Instant) -> (&'static str, Instant) {
    match State::Sending.apply(Event::Broken, legal, tried) {
        Ok(State::Pending) => (State::Pending.code(), now.plus_seconds(60)),
        Ok(state) => (state.code(), now),
        Err(_) => (State::Unsure.code(), now),
    }
}

/// The server's words without the recipient's address, which many servers quote: it is sealed everywhere else.
fn without(reply: &str, recipient: &Pii<Email>) -> String {
    let address = recipient
        .expose(Purpose::Match)
        .as_str()
        .to_ascii_lowercase();
    // Lower case keeps the length of ASCII, and an address is ASCII.
    let lower = reply.to_ascii_lowercase();
    let mut kept = String::with_capacity(reply.len());
    let mut after = 0;
    for (place, found) in lower.match_indices(&address) {
        kept.push_str(reply.get(after..place).unwrap_or_default());
        kept.push('…');
        after = place + found.len();
    }
    kept.push_str(reply.get(after..).unwrap_or_default());
    kept
}

fn sealed(tx: &Tx, id: &str, rendered: &Rendered) -> Result<Vec<u8>, Fault> {
    let text = serde_json::to_string(rendered)
        .map_err(|_| Fault::Integrity("a rendered notice cannot be written as JSON".to_owned()))?;
    tx.store()
        .keys()
        .seal(rendered_place(id), &text, tx.store().entropy())
}

/// Judges the notices whose worker died while sending: nobody knows whether the text went out, so
/// a courtesy is `unsure` and listed, and a legal notice is due again under the same Message-ID until its attempts
/// are used up.
/// Answers how many there were.
///
/// # Errors
/// Faults of the database.
pub async fn sweep(store: &Store, now: Instant) -> Result<u64, Fault> {
    store
        .run(now, |tx| async move {
            let used_up = tx
                .execute(
                    "UPDATE notice SET state = 'dead', last_code = 'unsure', settled_at = $1, lease_owner = NULL, lease_until = NULL \
                     WHERE state = 'sending' AND lease_until <= $1 AND legal AND attempt - excused >= $2",
                    [now.millis().into(), ATTEMPTS_MAX.into()],
                )
                .await?;
            let legal = tx
                .execute(
                    "UPDATE notice SET state = 'pending', last_code = 'unsure', run_at = $1, lease_owner = NULL, lease_until = NULL \
                     WHERE state = 'sending' AND lease_until <= $1 AND legal",
                    [now.millis().into()],
                )
                .await?;
            let courtesy = tx
                .execute(
                    "UPDATE notice SET state = 'unsure', last_code = 'unsure', settled_at = $1, lease_owner = NULL, lease_until = NULL \
                     WHERE state = 'sending' AND lease_until <= $1 AND NOT legal",
                    [now.millis().into()],
                )
                .await?;
            let swept = used_up.rows_affected() + legal.rows_affected() + courtesy.rows_affected();
            tx.commit_upkeep(Upkeep::Delivery, swept).await
        })
        .await
}

/// Sends a notice again that was refused, is unsure or dead, or was set aside: an officer's decision. Its attempts
/// begin anew.
///
/// # Errors
/// [`Fault::NotFound`] where the scope holds no such notice in one of these states.
pub async fn retry(
    store: &Store,
    grant: &Grant<permit::RetryNotice>,
    id: NoticeId,
    now: Instant,
) -> Result<(), Fault> {
    store
        .run(now, |tx| async move {
            let reach = notice::authority_within(grant.scope());
            let revived = tx
                .execute(
                    &format!(
                        "UPDATE notice SET state = 'pending', run_at = $1, settled_at = NULL, excused = attempt, \
                         last_code = CASE WHEN state = 'set_aside' THEN NULL ELSE last_code END \
                         WHERE id = $2 AND state IN ('refused', 'unsure', 'dead', 'set_aside') AND {reach}"
                    ),
                    [now.millis().into(), id.to_string().into()],
                )
                .await?;
            if revived.rows_affected() != 1 {
                return Err(Fault::NotFound);
            }
            let act = Act::by(grant, Subject::new("notice", id), "retry", json!({}));
            tx.commit(act, ()).await
        })
        .await
}

/// Sets a notice aside that was refused, is unsure or dead, since somebody has seen to it `instead`. It can be sent
/// again afterwards.
///
/// # Errors
/// [`Fault::NotFound`] where the scope holds no such notice in one of these states.
pub async fn set_aside(
    store: &Store,
    grant: &Grant<permit::RetryNotice>,
    id: NoticeId,
    instead: Instead,
    now: Instant,
) -> Result<(), Fault> {
    store
        .run(now, |tx| async move {
            let reach = notice::authority_within(grant.scope());
            let aside = tx
                .execute(
                    &format!(
                        "UPDATE notice SET state = 'set_aside', last_code = $1, settled_at = $2 \
                         WHERE id = $3 AND state IN ('refused', 'unsure', 'dead') AND {reach}"
                    ),
                    [
                        instead.code().into(),
                        now.millis().into(),
                        id.to_string().into(),
                    ],
                )
                .await?;
            if aside.rows_affected() != 1 {
                return Err(Fault::NotFound);
            }
            let change = json!({"instead": instead.code()});
            let act = Act::by(grant, Subject::new("notice", id), "set_aside", change);
            tx.commit(act, ()).await
        })
        .await
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test stops where it fails")]
mod tests {
    use super::*;

    #[test]
    fn a_reply_is_kept_without_the_address_it_quotes() {
        let recipient = Pii::new("Wan@example.cn".parse::<Email>().unwrap());
        let kept = |reply| without(reply, &recipient);
        assert_eq!(
            kept("250 2.1.5 <wan@EXAMPLE.cn>… 好, queued for wan@example.cn"),
            "250 2.1.5 <…>… 好, queued for …"
        );
        assert_eq!(kept("250 queued as 4F1A"), "250 queued as 4F1A");
        assert_eq!(kept(""), "");
    }
}
