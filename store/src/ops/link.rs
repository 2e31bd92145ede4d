//! Which institution came out of which: entered by an officer with its document, and undone with a reason.

use domain::access::{Grant, permit};
use domain::institution::link::{Kind, Link, TWICE, UNDONE};
use domain::words::{Day, FieldFault, Instant, InstitutionNumber, LinkId};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::idempotency::digest;
use super::institution::{Of, Referred, standing};
use super::sign::text_digest;
use super::{IdempotencyKey, texts};
use crate::Fault;
use crate::audit::{Act, Subject};
use crate::connect::Store;
use crate::repo;
use crate::tx::{Committed, Tx, Upkeep};

/// A link that somebody enters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NewLink {
    /// What was before.
    pub predecessor: InstitutionNumber,
    /// What came after; its authority enters the link.
    pub successor: InstitutionNumber,
    /// How.
    pub kind: Kind,
    /// From which day.
    pub since: Day,
    /// The document: its name and number.
    pub basis: String,
}

/// A link that was entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entered {
    /// Its id.
    pub id: LinkId,
}

/// Whoever enters or undoes a link takes this counter, so that two who do it at once make no circle together.
const TURN: &str = "institution_link";

/// Enters a link. The same `key` with the same content answers as before and enters nothing.
///
/// # Errors
/// [`Fault::Input`] for a number that is not in the register, a successor outside the scope, a day that has not come and a
/// document without a name; [`Fault::Refused`] with `link_same`, `link_twice`, `link_cycle`, `link_order`.
pub async fn enter(
    store: &Store,
    grant: &Grant<permit::KeepLinks>,
    link: &NewLink,
    key: Option<&IdempotencyKey>,
    now: Instant,
) -> Result<Entered, Fault> {
    if link.since > now.day() {
        let fault = FieldFault::new("since_on", "day_in_future");
        return Err(Fault::Input(vec![fault]));
    }
    let basis = &texts::line("basis", &link.basis, 200)?;
    let asked = &digest(link)?;
    store
        .run(now, |tx| enter_once(tx, grant, (link, basis), (key, asked)))
        .await
}

/// One side of a link: an entry that stands for itself.
async fn end(tx: &Tx, number: InstitutionNumber, field: &'static str) -> Result<Referred, Fault> {
    standing(tx, Of::Number(number))
        .await
        .map_err(|fault| match fault {
            Fault::NotFound => Fault::Input(vec![unknown(field)]),
            other => other,
        })
}

const fn unknown(field: &'static str) -> FieldFault {
    FieldFault::new(field, "institution_unknown")
}

async fn enter_once(
    tx: Tx,
    grant: &Grant<permit::KeepLinks>,
    (new, basis): (&NewLink, &str),
    (key, asked): (Option<&IdempotencyKey>, &str),
) -> Result<Committed<Entered>, Fault> {
    let by = grant.actor().account().ok_or(Fault::NotFound)?;
    let scope = format!("link:{by}");
    if let Some(before) = tx.replayed(&scope, key, asked).await? {
        let entered = serde_json::from_value(before)
            .map_err(|_| Fault::Integrity("a kept answer is no link".to_owned()))?;
        return tx.commit_upkeep(Upkeep::Replay, entered).await;
    }
    tx.next(TURN).await?;
    let predecessor = end(&tx, new.predecessor, "predecessor").await?;
    let successor = end(&tx, new.successor, "successor").await?;
    repo::within(grant.scope(), &successor.authority_id)
        .map_err(|_| Fault::Input(vec![unknown("successor")]))?;
    let link = Link {
        predecessor: repo::id(&predecessor.id)?,
        successor: repo::id(&successor.id)?,
        since: new.since,
    };
    let others = near(&tx, [&predecessor.id, &successor.id]).await?;
    if let Some(refusal) = link.refusal(&others) {
        return Err(Fault::Refused(refusal));
    }
    let now = tx.now();
    let id = LinkId::new(now, tx.store().id_bits(now));
    let stored = tx.execute(
        "INSERT INTO institution_link (id, predecessor_id, successor_id, kind, since_on, basis, entered_by, entered_at, version) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1)",
        [
            id.to_string().into(),
            predecessor.id.as_str().into(),
            successor.id.as_str().into(),
            new.kind.code().into(),
            new.since.to_string().into(),
            basis.into(),
            by.to_string().into(),
            now.millis().into(),
        ],
    );
    stored.await.map_err(|fault| {
        if fault.is_duplicate_of("institution_link", "predecessor_id") {
            Fault::Refused(TWICE)
        } else {
            fault
        }
    })?;
    let entered = Entered { id };
    tx.keep_answer(&scope, key, asked, &json!(entered)).await?;
    let change = json!({
        "predecessor": new.predecessor,
        "successor": new.successor,
        "kind": new.kind,
        "since": new.since,
        "basis": text_digest(&[basis]),
    });
    let act = Act::by(grant, Subject::new("link", id), "enter", change);
    tx.commit(act, entered).await
}

/// All links by which the two are joined to others, over however many.
async fn near(tx: &Tx, [one, other]: [&str; 2]) -> Result<Vec<Link>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        predecessor_id: String,
        successor_id: String,
        since_on: String,
    }
    let rows: Vec<Row> = tx
        .all(
            "WITH RECURSIVE near (id) AS (SELECT id FROM institution WHERE id IN ($1, $2) UNION \
             SELECT CASE WHEN l.predecessor_id = near.id THEN l.successor_id ELSE l.predecessor_id END FROM near \
             JOIN institution_link l ON l.undone_at IS NULL AND (l.predecessor_id = near.id OR l.successor_id = near.id)) \
             SELECT l.predecessor_id, l.successor_id, l.since_on FROM institution_link l \
             WHERE l.undone_at IS NULL AND l.predecessor_id IN (SELECT id FROM near)",
            [one.into(), other.into()],
        )
        .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Link {
                predecessor: repo::id(&row.predecessor_id)?,
                successor: repo::id(&row.successor_id)?,
                since: repo::id(&row.since_on)?,
            })
        })
        .collect()
}

/// Undoes the link that was read at `version`.
///
/// # Errors
/// [`Fault::NotFound`] outside the scope of the successor; [`Fault::Stale`]; [`Fault::Refused`] with `link_undone`;
/// [`Fault::Input`] for a reason that says nothing.
pub async fn undo(
    store: &Store,
    grant: &Grant<permit::KeepLinks>,
    id: LinkId,
    reason: &str,
    version: i64,
    now: Instant,
) -> Result<i64, Fault> {
    let reason = &texts::prose("reason", reason, 500)?;
    store
        .run(now, |tx| undo_once(tx, grant, id, reason, version))
        .await
}

async fn undo_once(
    tx: Tx,
    grant: &Grant<permit::KeepLinks>,
    id: LinkId,
    reason: &str,
    version: i64,
) -> Result<Committed<i64>, Fault> {
    #[derive(FromQueryResult)]
    struct Stored {
        authority_id: String,
        undone_at: Option<i64>,
        version: i64,
    }
    let sql = "SELECT i.authority_id, l.undone_at, l.version FROM institution_link l \
               JOIN institution i ON i.id = l.successor_id WHERE l.id = $1";
    let stored: Option<Stored> = tx.one(sql, [id.to_string().into()]).await?;
    let stored = stored.ok_or(Fault::NotFound)?;
    repo::within(grant.scope(), &stored.authority_id)?;
    if stored.undone_at.is_some() {
        return Err(Fault::Refused(UNDONE));
    }
    repo::fresh(stored.version, version)?;
    let by = grant.actor().account().ok_or(Fault::NotFound)?;
    let written = tx
        .execute(
            "UPDATE institution_link SET undone_by = $1, undone_at = $2, undo_reason = $3, version = version + 1 \
             WHERE id = $4 AND version = $5",
            [
                by.to_string().into(),
                tx.now().millis().into(),
                reason.into(),
                id.to_string().into(),
                version.into(),
            ],
        )
        .await?;
    repo::one_row(&written, version)?;
    let change = json!({"words": text_digest(&[reason])});
    let act = Act::by(grant, Subject::new("link", id), "undo", change);
    tx.commit(act, version + 1).await
}
