//! What a step of officers leaves: rows of its own, and the mail that tells the party.

use domain::case::{Case, ServiceWay, Step};
use domain::notice::Template;
use domain::pii::Pii;
use domain::words::{Article, Day, DocumentNumber, FindingId, OrderId, ServiceId};
use sea_orm::{ActiveValue::Set, EntityTrait as _, FromQueryResult};
use serde_json::{Value, json};

use super::event::{Basis, CaseEvent};
use super::load::StoredCase;
use crate::Fault;
use crate::audit::Subject;
use crate::ops::institution::address;
use crate::ops::texts;
use crate::outbox::NewNotice;
use crate::table::{correction_order, document_service, finding};
use crate::tx::Tx;

/// Writes the row that belongs to the event, and answers what is different now.
pub(super) async fn record(
    tx: &Tx,
    case: &StoredCase,
    event: &CaseEvent,
    basis: &Basis,
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
            // The domain has refused a violation without an article.
            let article = violation
                .article(*acted_on, basis.licensed)
                .ok_or(Fault::NotFound)?;
            let row = finding::ActiveModel {
                id: Set(FindingId::new(tx.now(), tx.store().id_bits(tx.now())).to_string()),
                case_id: Set(case.id.clone()),
                violation: Set(violation.code().to_owned()),
                article: Set(article.key().to_owned()),
                facts: Set(words.to_owned()),
                found_on: Set(found_on.to_string()),
                recorded_by: Set(actor.to_owned()),
                created_at: Set(tx.now().millis()),
                acted_on: Set(Some(acted_on.to_string())),
            };
            finding::Entity::insert(row)
                .exec_without_returning(tx.rows())
                .await?;
            Ok(json!({
                "violation": violation,
                "acted_on": acted_on,
                "verified": article.is_verified(),
                "article": article,
            }))
        }
        CaseEvent::OrderCorrection {
            due_on,
            basis_confirmed,
            ..
        } => {
            // Where every article was read there was nothing to confirm.
            let confirmed = *basis_confirmed && !Article::all_verified(&basis.articles());
            order_row(tx, case, basis, *due_on, confirmed, words).await
        }
        CaseEvent::ChangeDue { due_on, .. } => {
            remark(tx, case, Step::ChangeDue, words, actor).await?;
            change_due(tx, case, *due_on).await
        }
        CaseEvent::RecordService {
            way,
            served_on,
            receiver,
            ..
        } => service_row(tx, case, *way, *served_on, receiver, words, actor).await,
        CaseEvent::ProposeClosure { .. } => {
            remark(tx, case, Step::ProposeClosure, words, actor).await
        }
        CaseEvent::ReturnForMore { .. } => {
            remark(tx, case, Step::ReturnForMore, words, actor).await
        }
        CaseEvent::ApproveClosure {} => Ok(json!({})),
    }
}

/// Keeps what the officer wrote with a step that has no row of its own. The act holds a digest of it.
async fn remark(
    tx: &Tx,
    case: &StoredCase,
    step: Step,
    words: &str,
    actor: &str,
) -> Result<Value, Fault> {
    tx.execute(
        "INSERT INTO case_remark (case_id, case_version, event, words, written_by, created_at) VALUES ($1, $2, $3, $4, $5, $6)",
        [
            case.id.as_str().into(),
            (case.version + 1).into(),
            step.code().into(),
            words.into(),
            actor.into(),
            tx.now().millis().into(),
        ],
    )
    .await?;
    Ok(json!({}))
}

async fn order_row(
    tx: &Tx,
    case: &StoredCase,
    basis: &Basis,
    due_on: Day,
    basis_confirmed: bool,
    demand: &str,
) -> Result<Value, Fault> {
    let articles = basis.articles();
    let keys: Vec<&str> = articles.iter().map(Article::key).collect();
    let article = keys.join(" ");
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
        id: Set(OrderId::new(tx.now(), tx.store().id_bits(tx.now())).to_string()),
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
        basis_confirmed: Set(basis_confirmed),
    };
    correction_order::Entity::insert(row)
        .exec_without_returning(tx.rows())
        .await?;
    Ok(json!({
        "document": number.to_string(),
        "article": article,
        "basis_confirmed": basis_confirmed,
        "ordered_on": today,
        "due_on": due_on,
    }))
}

/// Moves the last day of the order, and answers what its notice tells.
async fn change_due(tx: &Tx, case: &StoredCase, due_on: Day) -> Result<Value, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        document_number: String,
        article: String,
        ordered_on: String,
    }
    let row: Option<Row> = tx
        .one(
            "UPDATE correction_order SET due_on = $1, version = version + 1 WHERE case_id = $2 \
             RETURNING document_number, article, ordered_on",
            [due_on.to_string().into(), case.id.as_str().into()],
        )
        .await?;
    let row = row.ok_or(Fault::NotFound)?;
    Ok(json!({
        "document": row.document_number,
        "article": row.article,
        "ordered_on": row.ordered_on,
        "due_on": due_on,
    }))
}

async fn service_row(
    tx: &Tx,
    case: &StoredCase,
    way: ServiceWay,
    on: Day,
    receiver: &str,
    proof: &str,
    actor: &str,
) -> Result<Value, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        id: String,
    }
    let receiver = texts::prose("receiver", receiver, 200)?;
    let served_on = way.counts_from(on);
    let published_on = (served_on != on).then(|| on.to_string());
    let order: Option<Row> = tx
        .one(
            "UPDATE correction_order SET served_on = $1, version = version + 1 WHERE case_id = $2 RETURNING id",
            [served_on.to_string().into(), case.id.as_str().into()],
        )
        .await?;
    let row = document_service::ActiveModel {
        id: Set(ServiceId::new(tx.now(), tx.store().id_bits(tx.now())).to_string()),
        order_id: Set(order.ok_or(Fault::NotFound)?.id),
        way: Set(way.code().to_owned()),
        served_on: Set(served_on.to_string()),
        receiver: Set(receiver),
        proof: Set(proof.to_owned()),
        recorded_by: Set(actor.to_owned()),
        created_at: Set(tx.now().millis()),
        published_on: Set(published_on),
    };
    document_service::Entity::insert(row)
        .exec_without_returning(tx.rows())
        .await?;
    Ok(json!({"way": way, "on": on, "served_on": served_on}))
}

/// Tells the institution, where it has an address: a copy that informs, unless a consent to electronic service is in
/// force.
pub(super) async fn tell(
    tx: &Tx,
    case: &StoredCase,
    template: Template,
    (basis, next): (&Basis, &Case),
    change: &Value,
    words: &str,
) -> Result<(), Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        id: String,
        name: String,
        email_sealed: Option<Vec<u8>>,
        consent_signed_on: Option<String>,
    }
    let row: Option<Row> = tx
        .one(
            "SELECT i.id, i.name, i.email_sealed, (SELECT MAX(e.signed_on) FROM electronic_consent e \
             WHERE e.institution_id = i.id AND e.signed_on <= $2 AND (e.revoked_on IS NULL OR e.revoked_on > $2)) \
             AS consent_signed_on FROM institution i WHERE i.id = $1",
            [
                case.institution_id.clone().into(),
                tx.now().day().to_string().into(),
            ],
        )
        .await?;
    let Some((row, sealed)) =
        row.and_then(|mut row| row.email_sealed.take().map(|sealed| (row, sealed)))
    else {
        return Ok(());
    };
    let email = address(tx, &row.id, &sealed)?;
    let mut facts = json!({
        "number": case.number,
        "institution": row.name,
        "document": change["document"],
        "article": change["article"],
        "ordered_on": change["ordered_on"],
        "due_on": next.order().map(|order| order.due_on),
        "consent_signed_on": row.consent_signed_on,
        "findings": basis.findings,
    });
    let told = match template {
        Template::CorrectionDueChanged => "reason",
        _ => "demand",
    };
    if let Some(facts) = facts.as_object_mut() {
        facts.insert(told.to_owned(), json!(words));
    }
    tx.notify(NewNotice {
        template,
        language: "zh".to_owned(),
        about: Subject::new("case", &case.id),
        recipient: Pii::new(email),
        facts,
        // The last day can be moved more than once: each version of the case tells of it once.
        dedupe_key: format!("{}:{}:{}", template.code(), case.id, case.version),
    })
    .await
}
