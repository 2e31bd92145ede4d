//! The steps of officers on a case.

use domain::access::{Grant, Permission, permit};
use domain::case::{Case, Effect, Event, ServiceWay, Violation};
use domain::notice::Template;
use domain::pii::Pii;
use domain::words::{
    CaseNumber, Day, DocumentNumber, Email, FieldFault, FindingId, Instant, OrderId, Prose,
    ServiceId,
};
use sea_orm::{ActiveValue::Set, EntityTrait as _, FromQueryResult};
use serde::Deserialize;
use serde_json::{Value, json};

use super::load::{StoredCase, circumstances, load, write};
use crate::Fault;
use crate::audit::{Act, Subject};
use crate::connect::Store;
use crate::ops::institution::email_place;
use crate::ops::sign::text_digest;
use crate::outbox::NewNotice;
use crate::repo;
use crate::table::{correction_order, document_service, finding};
use crate::tx::{Committed, Tx};

/// A step of an officer, with what it carries.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case", deny_unknown_fields)]
pub enum CaseEvent {
    /// Record a finding.
    RecordFinding {
        /// What the party did.
        violation: Violation,
        /// What was seen, and how it is shown.
        facts: String,
        /// The day of the act, which decides the article.
        acted_on: Day,
        /// The day of the finding.
        found_on: Day,
    },
    /// Order correction.
    OrderCorrection {
        /// What is to be put right.
        demand: String,
        /// Last day for it.
        due_on: Day,
    },
    /// Record the service of the order.
    RecordService {
        /// How.
        way: ServiceWay,
        /// When.
        served_on: Day,
        /// Who took it.
        receiver: String,
        /// What proves it.
        proof: String,
    },
    /// Propose to close.
    ProposeClosure {
        /// Why it can be closed.
        reason: String,
    },
    /// Approve the closure.
    ApproveClosure {},
    /// Send back for more work.
    ReturnForMore {
        /// What is missing.
        reason: String,
    },
}

impl CaseEvent {
    const fn verb(&self) -> &'static str {
        match self {
            Self::RecordFinding { .. } => "record_finding",
            Self::OrderCorrection { .. } => "order_correction",
            Self::RecordService { .. } => "record_service",
            Self::ProposeClosure { .. } => "propose_closure",
            Self::ApproveClosure {} => "approve_closure",
            Self::ReturnForMore { .. } => "return_for_more",
        }
    }

    /// The text it carries, with its field.
    fn words(&self) -> Option<(&'static str, &str)> {
        match self {
            Self::RecordFinding { facts, .. } => Some(("facts", facts)),
            Self::OrderCorrection { demand, .. } => Some(("demand", demand)),
            Self::RecordService { proof, .. } => Some(("proof", proof)),
            Self::ProposeClosure { reason } | Self::ReturnForMore { reason } => {
                Some(("reason", reason))
            }
            Self::ApproveClosure {} => None,
        }
    }

    fn to_domain(&self) -> Event {
        match self {
            Self::RecordFinding { found_on, .. } => Event::RecordFinding {
                found_on: *found_on,
            },
            Self::OrderCorrection { due_on, .. } => Event::OrderCorrection { due_on: *due_on },
            Self::RecordService { way, served_on, .. } => Event::RecordService {
                way: *way,
                served_on: *served_on,
            },
            Self::ProposeClosure { reason } => Event::ProposeClosure {
                reason: reason.clone(),
            },
            Self::ApproveClosure {} => Event::ApproveClosure,
            Self::ReturnForMore { reason } => Event::ReturnForMore {
                reason: reason.clone(),
            },
        }
    }
}

/// Records a finding or proposes closure.
///
/// # Errors
/// [`Fault::NotFound`] outside the scope, [`Fault::Stale`], [`Fault::Refused`], [`Fault::Input`];
/// [`Fault::Refused`] with `event_forbidden` for an event of another right.
pub async fn investigate(
    store: &Store,
    grant: &Grant<permit::InvestigateCase>,
    number: CaseNumber,
    event: &CaseEvent,
    version: i64,
    now: Instant,
) -> Result<i64, Fault> {
    let own = matches!(
        event,
        CaseEvent::RecordFinding { .. } | CaseEvent::ProposeClosure { .. }
    );
    step(store, grant, number, event, own, version, now).await
}

/// Orders correction.
///
/// # Errors
/// As [`investigate`].
pub async fn order(
    store: &Store,
    grant: &Grant<permit::OrderCorrection>,
    number: CaseNumber,
    event: &CaseEvent,
    version: i64,
    now: Instant,
) -> Result<i64, Fault> {
    let own = matches!(event, CaseEvent::OrderCorrection { .. });
    step(store, grant, number, event, own, version, now).await
}

/// Records the service of the order.
///
/// # Errors
/// As [`investigate`].
pub async fn serve(
    store: &Store,
    grant: &Grant<permit::ServeDocument>,
    number: CaseNumber,
    event: &CaseEvent,
    version: i64,
    now: Instant,
) -> Result<i64, Fault> {
    let own = matches!(event, CaseEvent::RecordService { .. });
    step(store, grant, number, event, own, version, now).await
}

/// Approves the closure or sends the case back.
///
/// # Errors
/// As [`investigate`].
pub async fn approve(
    store: &Store,
    grant: &Grant<permit::ApproveClosure>,
    number: CaseNumber,
    event: &CaseEvent,
    version: i64,
    now: Instant,
) -> Result<i64, Fault> {
    let own = matches!(
        event,
        CaseEvent::ApproveClosure {} | CaseEvent::ReturnForMore { .. }
    );
    step(store, grant, number, event, own, version, now).await
}

const FORBIDDEN: domain::refusal::Refusal = domain::refusal::Refusal {
    code: "event_forbidden",
    article: None,
    zh: "没有办理这一步骤的权限",
    en: "this step needs another right",
};

async fn step<A: Permission>(
    store: &Store,
    grant: &Grant<A>,
    number: CaseNumber,
    event: &CaseEvent,
    own: bool,
    version: i64,
    now: Instant,
) -> Result<i64, Fault> {
    if !own {
        return Err(Fault::Refused(FORBIDDEN));
    }
    store
        .run(now, |tx| step_once(tx, grant, number, event, version))
        .await
}

/// Longest text of a step, in characters.
const WORDS_CHARS_MAX: usize = 5_000;

async fn step_once<A: Permission>(
    tx: Tx,
    grant: &Grant<A>,
    number: CaseNumber,
    event: &CaseEvent,
    version: i64,
) -> Result<Committed<i64>, Fault> {
    let case = load(&tx, number).await?;
    repo::within(grant.scope(), &case.authority_id)?;
    repo::fresh(case.version, version)?;
    let words = match event.words() {
        None => String::new(),
        Some((field, text)) => Prose::parse(text, WORDS_CHARS_MAX)
            .map(Prose::into_string)
            .map_err(|fault| Fault::Input(vec![FieldFault::new(field, fault.code)]))?,
    };
    let at = circumstances(&tx, &case, grant.actor()).await?;
    let (next, effects) = case
        .state()?
        .apply(event.to_domain(), &at)
        .map_err(Fault::Refused)?;
    write(&tx, &case, &next).await?;
    let actor = grant.actor().account().ok_or(Fault::NotFound)?.to_string();
    let mut change = record(&tx, &case, event, &words, &actor).await?;
    for Effect::Notify(template) in effects {
        tell(&tx, &case, template, &next, &change, &words).await?;
    }
    if let Some(fields) = change.as_object_mut() {
        fields.insert("state".to_owned(), json!(next.code()));
        fields.insert("words".to_owned(), json!(text_digest(&[&words])));
    }
    let act = Act::by(grant, Subject::new("case", &case.id), event.verb(), change);
    tx.commit(act, version + 1).await
}

/// Writes the row that belongs to the event, and answers what is different now.
async fn record(
    tx: &Tx,
    case: &StoredCase,
    event: &CaseEvent,
    words: &str,
    actor: &str,
) -> Result<Value, Fault> {
    match event {
        CaseEvent::RecordFinding {
            violation,
            acted_on,
            found_on,
            ..
        } => {
            let (article, verified) = violation.article(*acted_on);
            let row = finding::ActiveModel {
                id: Set(FindingId::new(tx.now(), tx.store().random()).to_string()),
                case_id: Set(case.id.clone()),
                violation: Set(violation.code().to_owned()),
                article: Set(article.key().to_owned()),
                facts: Set(words.to_owned()),
                found_on: Set(found_on.to_string()),
                recorded_by: Set(actor.to_owned()),
                created_at: Set(tx.now().millis()),
            };
            finding::Entity::insert(row)
                .exec_without_returning(tx.rows())
                .await?;
            Ok(json!({"violation": violation, "article": article, "verified": verified}))
        }
        CaseEvent::OrderCorrection { due_on, .. } => order_row(tx, case, *due_on, words).await,
        CaseEvent::RecordService {
            way,
            served_on,
            receiver,
            ..
        } => service_row(tx, case, *way, *served_on, receiver, words, actor).await,
        CaseEvent::ProposeClosure { .. }
        | CaseEvent::ApproveClosure {}
        | CaseEvent::ReturnForMore { .. } => Ok(json!({})),
    }
}

async fn order_row(tx: &Tx, case: &StoredCase, due_on: Day, demand: &str) -> Result<Value, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        article: String,
    }
    let first: Option<Row> = tx
        .one(
            "SELECT article FROM finding WHERE case_id = $1 ORDER BY created_at, id LIMIT 1",
            [case.id.as_str().into()],
        )
        .await?;
    let article = first.ok_or(Fault::NotFound)?.article;
    let today = tx.now().day();
    let series = "洪教责改".to_owned();
    let number = DocumentNumber {
        year: today.year(),
        sequence: tx
            .next(&format!("document:{series}:{}", today.year()))
            .await?,
        series,
    };
    let row = correction_order::ActiveModel {
        id: Set(OrderId::new(tx.now(), tx.store().random()).to_string()),
        case_id: Set(case.id.clone()),
        institution_id: Set(case.institution_id.clone()),
        document_number: Set(number.to_string()),
        demand: Set(demand.to_owned()),
        article: Set(article.clone()),
        ordered_on: Set(today.to_string()),
        due_on: Set(due_on.to_string()),
        served_on: Set(None),
        answered_at: Set(None),
        created_at: Set(tx.now().millis()),
        version: Set(1),
    };
    correction_order::Entity::insert(row)
        .exec_without_returning(tx.rows())
        .await?;
    Ok(json!({"document": number.to_string(), "article": article, "due_on": due_on}))
}

async fn service_row(
    tx: &Tx,
    case: &StoredCase,
    way: ServiceWay,
    served_on: Day,
    receiver: &str,
    proof: &str,
    actor: &str,
) -> Result<Value, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        id: String,
    }
    let receiver = Prose::parse(receiver, 200)
        .map(Prose::into_string)
        .map_err(|fault| Fault::Input(vec![FieldFault::new("receiver", fault.code)]))?;
    let order: Option<Row> = tx
        .one(
            "UPDATE correction_order SET served_on = $1, version = version + 1 WHERE case_id = $2 RETURNING id",
            [served_on.to_string().into(), case.id.as_str().into()],
        )
        .await?;
    let row = document_service::ActiveModel {
        id: Set(ServiceId::new(tx.now(), tx.store().random()).to_string()),
        order_id: Set(order.ok_or(Fault::NotFound)?.id),
        way: Set(way.code().to_owned()),
        served_on: Set(served_on.to_string()),
        receiver: Set(receiver),
        proof: Set(proof.to_owned()),
        recorded_by: Set(actor.to_owned()),
        created_at: Set(tx.now().millis()),
    };
    document_service::Entity::insert(row)
        .exec_without_returning(tx.rows())
        .await?;
    Ok(json!({"way": way, "served_on": served_on}))
}

/// Tells the institution, where it has an address: a copy that informs.
async fn tell(
    tx: &Tx,
    case: &StoredCase,
    template: Template,
    next: &Case,
    change: &Value,
    demand: &str,
) -> Result<(), Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        id: String,
        name: String,
        email_sealed: Option<Vec<u8>>,
    }
    let row: Option<Row> = tx
        .one(
            "SELECT id, name, email_sealed FROM institution WHERE id = $1",
            [case.institution_id.clone().into()],
        )
        .await?;
    let Some((row, sealed)) =
        row.and_then(|mut row| row.email_sealed.take().map(|sealed| (row, sealed)))
    else {
        return Ok(());
    };
    let store = tx.store();
    let email: Email = store
        .keys()
        .open_value(email_place(&row.id), &sealed)?
        .parse()
        .map_err(|_| Fault::Integrity(format!("the address of institution {}", row.id)))?;
    let facts = json!({
        "number": case.number,
        "institution": row.name,
        "document": change["document"],
        "article": change["article"],
        "demand": demand,
        "ordered_on": tx.now().day(),
        "due_on": next.order().map(|order| order.due_on),
    });
    tx.notify(NewNotice {
        template,
        language: "zh".to_owned(),
        about: Subject::new("case", &case.id),
        recipient: Pii::new(email),
        facts,
        dedupe_key: format!("{}:{}", template.code(), case.id),
    })
    .await
}
