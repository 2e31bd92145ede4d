//! Merging two entries of one institution, and parting them: one person proposes, another approves.
//!
//! Nothing is moved: the entry that is hidden names the one that is kept, and that is all.

use domain::access::{Action, Grant, Permission, permit};
use domain::entry_report::Started;
use domain::institution::merge::{Merge, Pair, State, Step, WAITS};
use domain::law;
use domain::words::{
    AccountId, Day, FieldFault, Instant, InstitutionNumber, MergeId, ReportNumber,
};
use sea_orm::{DbBackend, FromQueryResult};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::idempotency::digest;
use super::report::{self, Judged};
use super::sign::text_digest;
use super::{IdempotencyKey, history, remark, search_index, texts};
use crate::Fault;
use crate::audit::{Act, Subject};
use crate::connect::Store;
use crate::read::institution::SHOWN;
use crate::repo::{self, licence::RUNNING};
use crate::tx::{Committed, Tx, Upkeep};

/// A merge that somebody proposes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Propose {
    /// The entry that is to be hidden.
    pub hidden: InstitutionNumber,
    /// The entry that is to be kept.
    pub kept: InstitutionNumber,
    /// Why they are one institution.
    pub reason: String,
    /// The report that is accepted by it, and its version.
    pub report: Option<(ReportNumber, i64)>,
}

/// A merge that was proposed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposed {
    /// Its id.
    pub id: MergeId,
}

/// What is done with a merge.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum MergeEvent {
    /// What was proposed is done.
    Approve {},
    /// What was proposed is not done.
    Refuse {
        /// Why.
        #[serde(default)]
        reason: String,
    },
    /// The proposal is taken back.
    Withdraw {},
    /// It is proposed to part the two.
    Part {
        /// Why.
        #[serde(default)]
        reason: String,
    },
}

impl MergeEvent {
    /// The step's name.
    #[must_use]
    pub const fn step(&self) -> Step {
        match self {
            Self::Approve {} => Step::Approve,
            Self::Refuse { .. } => Step::Refuse,
            Self::Withdraw {} => Step::Withdraw,
            Self::Part { .. } => Step::Part,
        }
    }

    /// The right it needs.
    #[must_use]
    pub const fn action(&self) -> Action {
        self.step().action()
    }

    fn reason(&self) -> &str {
        match self {
            Self::Refuse { reason } | Self::Part { reason } => reason,
            Self::Approve {} | Self::Withdraw {} => "",
        }
    }
}

/// Characters of a reason.
const REASON_CHARS_MAX: usize = 1_000;

/// One entry of a pair, as far as its merge is judged by it.
#[derive(Debug, Clone, FromQueryResult)]
pub(crate) struct Entry {
    pub(crate) id: String,
    pub(crate) authority_id: String,
    coded: bool,
    licensed: bool,
    merged_into: Option<String>,
    holds: bool,
}

/// The rows of [`Entry`], with the day `$2`; `i` is the institution.
pub(crate) fn entries() -> String {
    format!(
        "SELECT i.id, i.authority_id, (i.uscc IS NOT NULL) AS coded, i.merged_into, \
         EXISTS (SELECT 1 FROM licence l WHERE l.institution_id = i.id AND l.state IN {RUNNING} AND l.valid_until >= $2) AS licensed, \
         EXISTS (SELECT 1 FROM institution m WHERE m.merged_into = i.id) AS holds FROM institution i"
    )
}

pub(crate) const CASES: &str =
    "SELECT number FROM violation_case WHERE institution_id = $1 AND open ORDER BY number";
pub(crate) const APPLICATIONS: &str =
    "SELECT number FROM application WHERE institution_id = $1 AND open ORDER BY number";

#[derive(FromQueryResult)]
pub(crate) struct Numbered {
    pub(crate) number: String,
}

/// How two entries stand towards each other.
pub(crate) fn pair(
    hidden: &Entry,
    kept: &Entry,
    (cases, applications): (Vec<Numbered>, Vec<Numbered>),
) -> Pair {
    let numbers = |rows: Vec<Numbered>| rows.into_iter().map(|row| row.number).collect();
    Pair {
        same: hidden.id == kept.id,
        hidden_is_merged: hidden.merged_into.is_some() || hidden.holds,
        kept_is_merged: kept.merged_into.is_some(),
        kept_licensed: kept.licensed,
        hidden_licensed: hidden.licensed,
        kept_coded: kept.coded,
        hidden_coded: hidden.coded,
        cases: numbers(cases),
        applications: numbers(applications),
    }
}

/// Reads both entries by `column`. They are held to the end of the write, in one order, so that two who merge them in both
/// directions at once wait for each other.
async fn both(
    tx: &Tx,
    column: &'static str,
    [hidden, kept]: [String; 2],
) -> Result<Option<(Entry, Entry, Pair)>, Fault> {
    if tx.store().backend() == DbBackend::Postgres {
        let hold =
            format!("SELECT 1 FROM institution WHERE {column} IN ($1, $2) ORDER BY id FOR UPDATE");
        tx.has(&hold, [hidden.as_str().into(), kept.as_str().into()])
            .await?;
    }
    let sql = format!("{} WHERE i.{column} = $1 AND {SHOWN}", entries());
    let today = tx.now().day().to_string();
    let hidden: Option<Entry> = tx.one(&sql, [hidden.into(), today.as_str().into()]).await?;
    let kept: Option<Entry> = tx.one(&sql, [kept.into(), today.into()]).await?;
    let (Some(hidden), Some(kept)) = (hidden, kept) else {
        return Ok(None);
    };
    let id = || [hidden.id.as_str().into()];
    let open = (
        tx.all(CASES, id()).await?,
        tx.all(APPLICATIONS, id()).await?,
    );
    let pair = pair(&hidden, &kept, open);
    Ok(Some((hidden, kept, pair)))
}

/// Proposes a merge. The same `key` with the same content answers as before and proposes nothing.
///
/// # Errors
/// [`Fault::Input`] for a number that is not in the register or the scope, and for a reason that says nothing;
/// [`Fault::Refused`] by what stands against it, with `merge_waits` where another merge of the entry is proposed or stands;
/// [`Fault::Stale`] and the refusals of the report that is accepted by it.
pub async fn propose(
    store: &Store,
    grant: &Grant<permit::ProposeMerge>,
    judges: Option<&Grant<permit::JudgeReport>>,
    command: &Propose,
    key: Option<&IdempotencyKey>,
    now: Instant,
) -> Result<Proposed, Fault> {
    let reason = texts::prose("reason", &command.reason, REASON_CHARS_MAX)?;
    let asked = (key, digest(command)?);
    let (reason, asked) = (reason.as_str(), (asked.0, asked.1.as_str()));
    store
        .run(now, |tx| {
            propose_once(tx, (grant, judges), (command, reason), asked)
        })
        .await
}

async fn propose_once(
    tx: Tx,
    (grant, judges): (
        &Grant<permit::ProposeMerge>,
        Option<&Grant<permit::JudgeReport>>,
    ),
    (command, reason): (&Propose, &str),
    (key, asked): (Option<&IdempotencyKey>, &str),
) -> Result<Committed<Proposed>, Fault> {
    let by = grant.actor().account().ok_or(Fault::NotFound)?;
    let scope = format!("merge:{by}");
    if let Some(before) = tx.replayed(&scope, key, asked).await? {
        let proposed = serde_json::from_value(before)
            .map_err(|_| Fault::Integrity("a kept answer is no merge".to_owned()))?;
        return tx.commit_upkeep(Upkeep::Replay, proposed).await;
    }
    let numbers = [command.hidden.to_string(), command.kept.to_string()];
    let (hidden, kept, pair) = both(&tx, "number", numbers)
        .await?
        .ok_or_else(|| Fault::Input(vec![unknown("kept")]))?;
    for (entry, field) in [(&hidden, "hidden"), (&kept, "kept")] {
        repo::within(grant.scope(), &entry.authority_id)
            .map_err(|_| Fault::Input(vec![unknown(field)]))?;
    }
    if let Some(refusal) = pair.refusal() {
        return Err(Fault::Refused(refusal));
    }
    let now = tx.now();
    let id = MergeId::new(now, tx.store().id_bits(now));
    insert(&tx, id, (&hidden, &kept), by).await?;
    let subject = Subject::new("merge", id);
    remark::keep(&tx, &subject, 1, "propose", (reason, by)).await?;
    if let Some((number, version)) = command.report {
        let judges = judges.ok_or(Fault::NotFound)?;
        accept(&tx, judges, (number, version), (&hidden, &kept), id).await?;
    }
    let proposed = Proposed { id };
    tx.keep_answer(&scope, key, asked, &json!(proposed)).await?;
    let change = json!({
        "hidden": command.hidden,
        "kept": command.kept,
        "words": text_digest(&[reason]),
    });
    tx.commit(Act::by(grant, subject, "propose", change), proposed)
        .await
}

const fn unknown(field: &'static str) -> FieldFault {
    FieldFault::new(field, "institution_unknown")
}

/// By when what is proposed now is decided.
fn due(tx: &Tx) -> String {
    law::merge_due(tx.now().day()).due_on.to_string()
}

async fn insert(
    tx: &Tx,
    id: MergeId,
    (hidden, kept): (&Entry, &Entry),
    by: AccountId,
) -> Result<(), Fault> {
    let stored = tx.execute(
        "INSERT INTO institution_merge (id, institution_id, kept_id, state, live, waits, asked_by, asked_at, due_on, version) \
         VALUES ($1, $2, $3, $4, TRUE, TRUE, $5, $6, $7, 1)",
        [
            id.to_string().into(),
            hidden.id.as_str().into(),
            kept.id.as_str().into(),
            State::Proposed.code().into(),
            by.to_string().into(),
            tx.now().millis().into(),
            due(tx).into(),
        ],
    );
    stored.await.map(drop).map_err(|fault| {
        if fault.is_duplicate_of("institution_merge", "institution_id") {
            Fault::Refused(WAITS)
        } else {
            fault
        }
    })
}

/// Accepts the report that said so: it is about one of the two.
async fn accept(
    tx: &Tx,
    judges: &Grant<permit::JudgeReport>,
    (number, version): (ReportNumber, i64),
    (hidden, kept): (&Entry, &Entry),
    merge: MergeId,
) -> Result<(), Fault> {
    let report = report::load(tx, judges, number, version).await?;
    if ![&hidden.id, &kept.id].contains(&&report.institution_id) {
        return Err(Fault::Input(vec![unknown("hidden")]));
    }
    let judged = Judged {
        report: &report,
        started: Started::Merge { merge },
        answer: "",
    };
    let act = report::accept(tx, judges, judged).await?;
    tx.also(act).await.map(drop)
}

/// A merge as it is stored.
#[derive(FromQueryResult)]
struct Stored {
    institution_id: String,
    kept_id: String,
    state: String,
    asked_by: String,
    version: i64,
}

/// Takes a step on the merge that was read at `version`, by the right that the step needs, and answers the new version.
///
/// # Errors
/// [`Fault::NotFound`] outside the scope; [`Fault::Stale`]; [`Fault::Refused`] by the order of steps and by what stands
/// against the merge by now, with `event_forbidden` for a step of another right than `A`; [`Fault::Input`].
pub async fn step<A: Permission>(
    store: &Store,
    grant: &Grant<A>,
    id: MergeId,
    event: &MergeEvent,
    version: i64,
    now: Instant,
) -> Result<i64, Fault> {
    if event.action() != A::ACTION {
        return Err(Fault::Refused(repo::EVENT_FORBIDDEN));
    }
    let reason = &texts::or_nothing(texts::prose, "reason", event.reason(), REASON_CHARS_MAX)?;
    store
        .run(now, |tx| {
            step_once(tx, grant, id, (event.step(), reason), version)
        })
        .await
}

async fn step_once<A: Permission>(
    tx: Tx,
    grant: &Grant<A>,
    id: MergeId,
    (step, reason): (Step, &str),
    version: i64,
) -> Result<Committed<i64>, Fault> {
    let sql = "SELECT institution_id, kept_id, state, asked_by, version FROM institution_merge WHERE id = $1";
    let stored: Option<Stored> = tx.one(sql, [id.to_string().into()]).await?;
    let stored = stored.ok_or(Fault::NotFound)?;
    let ids = [stored.institution_id.clone(), stored.kept_id.clone()];
    let (hidden, kept, pair) = both(&tx, "id", ids).await?.ok_or(Fault::NotFound)?;
    for entry in [&hidden, &kept] {
        repo::within(grant.scope(), &entry.authority_id)?;
    }
    repo::fresh(stored.version, version)?;
    let by = grant.actor().account().ok_or(Fault::NotFound)?;
    let before: State = repo::id(&stored.state)?;
    let merge = Merge {
        state: before,
        asked_by: repo::id(&stored.asked_by)?,
    };
    let after = merge
        .apply(step, by, reason, &pair)
        .map_err(Fault::Refused)?;
    write(&tx, id, &stored, after, (step == Step::Part).then_some(by)).await?;
    if before.hides() != after.hides() {
        let into = after.hides().then_some(kept.id.as_str());
        turn(&tx, grant, (&hidden.id, into), id).await?;
        // The one that is kept is found by the names of the other as long as they are one.
        search_index::again(&tx, &kept.id).await?;
    }
    let subject = Subject::new("merge", id);
    remark::keep(&tx, &subject, version + 1, step.code(), (reason, by)).await?;
    let change = json!({"from": before, "to": after, "words": text_digest(&[reason])});
    tx.commit(Act::by(grant, subject, step.code(), change), version + 1)
        .await
}

/// Hides the entry, or shows it again. What it said before is kept, under an act of its own.
async fn turn<A: Permission>(
    tx: &Tx,
    grant: &Grant<A>,
    (hidden, into): (&str, Option<&str>),
    merge: MergeId,
) -> Result<(), Fault> {
    let verb = match into {
        Some(_) => "merge",
        None => "part",
    };
    let change = json!({"merge": merge, "into": into});
    let act = Act::by(grant, Subject::new("institution", hidden), verb, change);
    let act = tx.also(act).await?;
    history::keep(tx, hidden, act).await?;
    tx.execute(
        "UPDATE institution SET merged_into = $1 WHERE id = $2",
        [into.map(str::to_owned).into(), hidden.into()],
    )
    .await?;
    Ok(())
}

async fn write(
    tx: &Tx,
    id: MergeId,
    stored: &Stored,
    after: State,
    asked_by: Option<AccountId>,
) -> Result<(), Fault> {
    let now = tx.now().millis();
    let at = |holds: bool| holds.then_some(now);
    let merged = after == State::Merged && stored.state == State::Proposed.code();
    let written = tx
        .execute(
            "UPDATE institution_merge SET state = $1, live = $2, waits = $3, asked_by = COALESCE($4, asked_by), \
             asked_at = COALESCE($5, asked_at), merged_at = COALESCE($6, merged_at), parted_at = COALESCE($7, parted_at), \
             due_on = $10, version = version + 1 WHERE id = $8 AND version = $9",
            [
                after.code().into(),
                after.is_live().into(),
                after.waits().into(),
                asked_by.map(|by| by.to_string()).into(),
                at(asked_by.is_some()).into(),
                at(merged).into(),
                at(after == State::Parted).into(),
                id.to_string().into(),
                stored.version.into(),
                after.waits().then(|| due(tx)).into(),
            ],
        )
        .await?;
    repo::one_row(&written, stored.version)
}

/// The first day on which the entry with this number was hidden by the merge that stands; nothing where none does.
pub(crate) fn since(merged_at: Option<i64>) -> Option<Day> {
    merged_at.map(|at| Instant::from_millis(at).day())
}
