//! One act: who, by which right, did what to what, and why.

use domain::access::{Actor, Grant, Permission};
use domain::words::{ActId, Instant};
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use crate::Fault;
use crate::tx::Tx;

/// What an act is about: the kind of record and its id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    pub(crate) kind: &'static str,
    pub(crate) id: String,
}

impl Subject {
    /// A record of `kind` (the word of its table) with this id.
    pub fn new(kind: &'static str, id: impl ToString) -> Self {
        Self {
            kind,
            id: id.to_string(),
        }
    }

    /// The kind of record.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        self.kind
    }

    /// The id of the record as text.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }
}

/// An act before it is stored. It can only be made from a grant, so that each act names a right
/// that was checked.
#[derive(Debug, Clone)]
pub struct Act {
    actor: String,
    role: String,
    permission: &'static str,
    subject: Subject,
    verb: &'static str,
    change: serde_json::Value,
    reason: String,
}

/// Who holds the grant, and in which role, as acts say it.
pub(crate) fn actor<A: Permission>(grant: &Grant<A>) -> (String, String) {
    match grant.actor() {
        Actor::Public => ("public".to_owned(), "public".to_owned()),
        Actor::Account { id, role, .. } => (id.to_string(), role.code().to_owned()),
        Actor::System(name) => (format!("system:{name}"), "system".to_owned()),
    }
}

impl Act {
    /// The act `verb` on `subject` by whoever holds `grant`. `change` says what is different now;
    /// personal data go into it as digests only, so that erasure keeps the chain.
    pub fn by<A: Permission>(
        grant: &Grant<A>,
        subject: Subject,
        verb: &'static str,
        change: serde_json::Value,
    ) -> Self {
        let (actor, role) = actor(grant);
        Self {
            actor,
            role,
            permission: A::ACTION.code(),
            subject,
            verb,
            change,
            reason: String::new(),
        }
    }

    /// The same act with the reason its actor gave.
    #[must_use]
    pub fn because(mut self, reason: impl Into<String>) -> Self {
        self.reason = reason.into();
        self
    }
}

/// What the digest of an act covers, in a fixed order.
#[derive(Serialize)]
pub(super) struct Covered<'a> {
    pub(super) id: &'a str,
    pub(super) at: i64,
    pub(super) actor: &'a str,
    pub(super) role: &'a str,
    pub(super) permission: &'a str,
    pub(super) subject_kind: &'a str,
    pub(super) subject_id: &'a str,
    pub(super) verb: &'a str,
    pub(super) change: &'a str,
    pub(super) reason: &'a str,
}

impl Covered<'_> {
    /// SHA-256 over the fields as a JSON object, in hexadecimal.
    pub(super) fn digest(&self) -> Result<String, Fault> {
        let text = serde_json::to_vec(self)
            .map_err(|_| Fault::Integrity("an act cannot be written as JSON".to_owned()))?;
        Ok(hex::encode(Sha256::digest(text)))
    }
}

/// Stores `act` in the transaction, marks it as not yet sealed, and answers its id.
pub(crate) async fn record(tx: &Tx, act: Act) -> Result<ActId, Fault> {
    let act_id = new_id(tx);
    let id = act_id.to_string();
    let at: Instant = tx.now();
    let change = act.change.to_string();
    let digest = Covered {
        id: &id,
        at: at.millis(),
        actor: &act.actor,
        role: &act.role,
        permission: act.permission,
        subject_kind: act.subject.kind,
        subject_id: &act.subject.id,
        verb: act.verb,
        change: &change,
        reason: &act.reason,
    }
    .digest()?;
    tx.execute(
        "INSERT INTO act (id, at, actor, role, permission, subject_kind, subject_id, verb, change, reason, digest) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        [
            id.clone().into(),
            at.millis().into(),
            act.actor.into(),
            act.role.into(),
            act.permission.into(),
            act.subject.kind.into(),
            act.subject.id.into(),
            act.verb.into(),
            change.into(),
            act.reason.into(),
            digest.into(),
        ],
    )
    .await?;
    tx.execute("INSERT INTO act_unsealed (act_id) VALUES ($1)", [id.into()])
        .await?;
    Ok(act_id)
}

fn new_id(tx: &Tx) -> ActId {
    ActId::new(tx.now(), tx.store().id_bits(tx.now()))
}
