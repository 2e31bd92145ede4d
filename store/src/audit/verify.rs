//! Checking the chain from its first link.

use sea_orm::FromQueryResult;
use serde::Serialize;

use super::act::Covered;
use super::seal::{BEGINNING, link, waiting};
use crate::Fault;
use crate::connect::Store;

/// The first record that does not fit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Bad {
    /// The seal at which the chain breaks.
    pub seal_number: i64,
    /// The act that the seal belongs to.
    pub act_id: String,
    /// `act_missing`, `act_changed`, `seal_changed`, `seal_missing` or `tail_cut`.
    pub why: &'static str,
}

/// What the check found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// Acts stored.
    pub acts: i64,
    /// Acts linked in the chain.
    pub sealed: i64,
    /// Acts committed and not yet linked; normally those of the last second.
    pub unsealed: i64,
    /// The last link, in hexadecimal; empty where nothing is sealed.
    pub head: String,
    /// The first bad record, if there is one.
    pub first_bad: Option<Bad>,
}

#[derive(FromQueryResult)]
struct Link {
    number: i64,
    act_id: String,
    sealed_digest: String,
    chain: String,
    at: Option<i64>,
    actor: Option<String>,
    role: Option<String>,
    permission: Option<String>,
    subject_kind: Option<String>,
    subject_id: Option<String>,
    verb: Option<String>,
    change: Option<String>,
    reason: Option<String>,
    digest: Option<String>,
}

#[derive(FromQueryResult)]
struct Count {
    count: i64,
}

#[derive(FromQueryResult)]
struct Number {
    number: i64,
}

#[derive(FromQueryResult)]
struct Chain {
    chain: String,
}

/// Links read at a time.
const SLICE: i64 = 1000;

/// Reads the whole chain, recomputes every digest and link, and names the first bad record.
///
/// # Errors
/// Faults of the database; a broken chain is no fault but a verdict.
pub async fn verify(store: &Store) -> Result<Verdict, Fault> {
    check(store, 0, BEGINNING.to_owned()).await
}

/// Whether the chain holds this link.
///
/// # Errors
/// Faults of the database.
pub async fn has_link(store: &Store, number: i64, chain: &str) -> Result<bool, Fault> {
    let link: Option<Chain> = store
        .row("SELECT chain FROM seal WHERE number = $1", [number.into()])
        .await?;
    Ok(link.is_some_and(|link| link.chain == chain))
}

/// Reads the last `links` of the chain as [`verify`] reads all of them, for a page that must answer at once, and says
/// how many links before them it took as they are.
///
/// # Errors
/// As [`verify`].
pub async fn verify_latest(store: &Store, links: i64) -> Result<(Verdict, i64), Fault> {
    let last: Option<Number> = store
        .row("SELECT COALESCE(MAX(number), 0) AS number FROM seal", [])
        .await?;
    let before = (last.map_or(0, |last| last.number) - links).max(0);
    let link: Option<Chain> = store
        .row("SELECT chain FROM seal WHERE number = $1", [before.into()])
        .await?;
    // A link that is missing fits no chain: the check then breaks at the one after it.
    let chain = match link {
        _ if before == 0 => BEGINNING.to_owned(),
        link => link.map(|link| link.chain).unwrap_or_default(),
    };
    Ok((check(store, before, chain).await?, before))
}

/// Walks the chain from the link after `sealed`, which ends in `chain`.
async fn check(store: &Store, mut sealed: i64, mut chain: String) -> Result<Verdict, Fault> {
    let acts: Option<Count> = store.row("SELECT COUNT(*) AS count FROM act", []).await?;
    let unsealed = waiting(store).await?;
    let mut first_bad = None;
    'chain: loop {
        let slice: Vec<Link> = store.rows(
            "SELECT seal.number, seal.act_id, seal.digest AS sealed_digest, seal.chain, act.at, act.actor, act.role, \
             act.permission, act.subject_kind, act.subject_id, act.verb, act.change, act.reason, act.digest \
             FROM seal LEFT JOIN act ON act.id = seal.act_id WHERE seal.number > $1 ORDER BY seal.number LIMIT $2",
            [sealed.into(), SLICE.into()],
        ).await?;
        if slice.is_empty() {
            break;
        }
        for record in slice {
            if let Some(why) = fault_of(&record, sealed + 1, &chain)? {
                first_bad = Some(Bad {
                    seal_number: record.number,
                    act_id: record.act_id,
                    why,
                });
                break 'chain;
            }
            sealed = record.number;
            chain = record.chain;
        }
    }
    let acts = acts.map_or(0, |row| row.count);
    if first_bad.is_none() {
        first_bad = lost(store, acts, sealed, unsealed).await?;
    }
    Ok(Verdict {
        acts,
        sealed,
        unsealed,
        head: if sealed == 0 { String::new() } else { chain },
        first_bad,
    })
}

fn fault_of(record: &Link, expected: i64, before: &str) -> Result<Option<&'static str>, Fault> {
    if record.number != expected {
        return Ok(Some("seal_missing"));
    }
    let Some(digest) = recomputed(record)? else {
        return Ok(Some("act_missing"));
    };
    if digest != record.sealed_digest || record.digest.as_ref() != Some(&digest) {
        return Ok(Some("act_changed"));
    }
    if link(before, record.number, &record.act_id, &digest) != record.chain {
        return Ok(Some("seal_changed"));
    }
    Ok(None)
}

fn recomputed(record: &Link) -> Result<Option<String>, Fault> {
    let (
        Some(at),
        Some(actor),
        Some(role),
        Some(permission),
        Some(subject_kind),
        Some(subject_id),
        Some(verb),
        Some(change),
        Some(reason),
    ) = (
        record.at,
        &record.actor,
        &record.role,
        &record.permission,
        &record.subject_kind,
        &record.subject_id,
        &record.verb,
        &record.change,
        &record.reason,
    )
    else {
        return Ok(None);
    };
    Covered {
        id: &record.act_id,
        at,
        actor,
        role,
        permission,
        subject_kind,
        subject_id,
        verb,
        change,
        reason,
    }
    .digest()
    .map(Some)
}

/// A cut tail: a published head that the chain no longer reaches, acts that wait for their seal and are gone, or acts
/// that are neither sealed nor waiting.
async fn lost(store: &Store, acts: i64, sealed: i64, unsealed: i64) -> Result<Option<Bad>, Fault> {
    let cut: Option<Number> = store
        .row(
            "SELECT audit_head.number FROM audit_head LEFT JOIN seal ON seal.number = audit_head.number \
             AND seal.chain = audit_head.chain WHERE seal.number IS NULL ORDER BY audit_head.number LIMIT 1",
            [],
        )
        .await?;
    if let Some(head) = cut {
        return Ok(Some(Bad {
            seal_number: head.number,
            act_id: String::new(),
            why: "tail_cut",
        }));
    }
    let taken: Option<Orphan> = store
        .row(
            "SELECT act_unsealed.act_id AS id FROM act_unsealed LEFT JOIN act ON act.id = act_unsealed.act_id \
             WHERE act.id IS NULL ORDER BY act_unsealed.act_id LIMIT 1",
            [],
        )
        .await?;
    if let Some(act) = taken {
        return Ok(Some(Bad {
            seal_number: sealed + 1,
            act_id: act.id,
            why: "act_missing",
        }));
    }
    // The counts were read one after the other while others may have been writing; the query
    // below is one statement and so sees one moment.
    if sealed + unsealed == acts {
        return Ok(None);
    }
    let orphan: Option<Orphan> = store.row(
        "SELECT act.id FROM act LEFT JOIN seal ON seal.act_id = act.id LEFT JOIN act_unsealed ON act_unsealed.act_id = act.id \
         WHERE seal.act_id IS NULL AND act_unsealed.act_id IS NULL ORDER BY act.id LIMIT 1",
        [],
    ).await?;
    Ok(orphan.map(|act| Bad {
        seal_number: sealed + 1,
        act_id: act.id,
        why: "seal_missing",
    }))
}

#[derive(FromQueryResult)]
struct Orphan {
    id: String,
}
