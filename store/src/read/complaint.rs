//! Complaints, for the desk.

use domain::access::{Action, Actor, Denied, Grant, may, permit};
use domain::complaint::{Complaint, Step};
use domain::refusal::Refusal;
use domain::words::{ComplaintNumber, Email, Telephone};
use sea_orm::FromQueryResult;
use serde::Serialize;
use serde_json::Value;

use super::act::ActRow;
use super::notice::NoticeRow;
use super::{DueQuery, Page, act, notice};
use crate::Fault;
use crate::connect::Store;
use crate::repo;
use crate::repo::complaint::contact_place;

/// One line of the queue.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult, Serialize)]
pub struct ComplaintRow {
    /// Number to read out.
    pub number: String,
    /// How it came.
    pub channel: String,
    /// What it is about.
    pub subject: String,
    /// The institution's name as the complainant knows it, or as it is registered.
    pub institution_name: String,
    /// Where.
    pub district: Option<String>,
    /// State.
    pub state: String,
    /// Whether an answer is still owed.
    pub open: bool,
    /// When it came in, in milliseconds since 1970.
    pub received_at: i64,
    /// Day by which an answer is due.
    pub due_on: String,
    /// Whether it was filed without a name.
    pub anonymous: bool,
    /// Labels of its screening as JSON; nothing before it was screened.
    pub labels: Option<String>,
    /// Version, to give with a step.
    pub version: i64,
}

const ROW: &str = "c.number, c.channel, c.subject, c.institution_name, c.district, c.state, c.open, c.received_at, c.due_on, \
     c.anonymous, s.labels, c.version";

/// Complaints of the scope by due day, earliest first.
///
/// # Errors
/// Faults of the database.
pub async fn list(
    store: &Store,
    grant: &Grant<permit::ReadDesk>,
    query: &DueQuery,
) -> Result<Page<ComplaintRow>, Fault> {
    let sql = format!(
        "SELECT {ROW} FROM complaint c LEFT JOIN screening s ON s.complaint_id = c.id WHERE {} \
         AND ($1 = '' OR ($1 = 'open' AND c.open) OR c.state = $1) AND ($2 = '' OR c.district = $2) \
         AND (c.due_on > $3 OR (c.due_on = $3 AND c.number > $4)) ORDER BY c.due_on, c.number LIMIT $5",
        repo::authorities(grant.scope(), "c.authority_id")
    );
    let rows: Vec<ComplaintRow> = store.rows(&sql, query.values()).await?;
    Ok(query.page(rows, |row| (&row.due_on, &row.number)))
}

/// A complaint with everything the officer who handles it needs.
#[derive(Debug, Clone, Serialize)]
pub struct ComplaintRecord {
    /// What the queue shows as well.
    #[serde(flatten)]
    pub row: ComplaintRow,
    /// Its id; not shown.
    #[serde(skip)]
    pub id: String,
    /// What happened.
    pub body: String,
    /// Where, in words.
    pub place: String,
    /// The day it happened.
    pub happened_on: Option<String>,
    /// The sum it is about, in Fen.
    pub amount_fen: Option<i64>,
    /// The institution's number, where it is in the register.
    pub institution_number: Option<String>,
    /// The answer, or the reason why it was declined.
    pub answer: Option<String>,
    /// Number of the case that grew from it.
    pub case_number: Option<String>,
    /// Number of the unlicensed place it tells of.
    pub place_number: Option<String>,
    /// Ids and states of the leads that came from its screening.
    pub leads: Vec<LeadOf>,
    /// The screening; nothing before it was done.
    pub screening: Option<Screening>,
    /// How to reach the complainant, opened for the officer.
    pub contact: Option<ContactShown>,
    /// Steps, with the reason why one cannot be taken now.
    pub offers: Vec<OfferShown>,
    /// Its state in full; not shown.
    #[serde(skip)]
    pub state: Complaint,
    /// Its notices, oldest first.
    pub notices: Vec<NoticeRow>,
    /// Its acts, oldest first.
    pub acts: Vec<ActRow>,
}

/// A lead of a complaint.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult, Serialize)]
pub struct LeadOf {
    /// Its id.
    pub id: String,
    /// Its state.
    pub state: String,
}

/// What the screening found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Screening {
    /// Version of the rules.
    pub rules: String,
    /// Version of the model.
    pub model: String,
    /// The labels as the line format of the contract has them.
    pub labels: Value,
    /// When, in milliseconds since 1970.
    pub screened_at: i64,
}

/// A contact as an officer sees it: masked.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct ContactShown {
    /// Name.
    pub name: String,
    /// Telephone.
    pub telephone: Option<String>,
    /// E-mail.
    pub email: Option<String>,
}

impl std::fmt::Debug for ContactShown {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("ContactShown(masked)")
    }
}

/// A step that is offered, or refused with its reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OfferShown {
    /// Name of the step.
    pub event: &'static str,
    /// Why it cannot be taken now; nothing where it can.
    pub code: Option<&'static str>,
    /// The article that refuses it.
    pub article: Option<String>,
    /// The reason in Chinese.
    pub zh: Option<&'static str>,
    /// The reason in English.
    pub en: Option<&'static str>,
}

impl OfferShown {
    /// The step as it is open to `actor`, whose role must have `action` for it.
    pub(crate) fn of(
        event: &'static str,
        refusal: Option<Refusal>,
        actor: &Actor,
        action: Action,
    ) -> Self {
        if refusal.is_none() && !may(actor, action) {
            return Self {
                event,
                code: Some(Denied::ROLE.code),
                article: None,
                zh: Some("您的岗位不办这一步"),
                en: Some("this step is not for your role"),
            };
        }
        Self {
            event,
            code: refusal.as_ref().map(|refusal| refusal.code),
            article: refusal
                .as_ref()
                .and_then(|refusal| refusal.article.as_ref())
                .map(ToString::to_string),
            zh: refusal.as_ref().map(|refusal| refusal.zh),
            en: refusal.as_ref().map(|refusal| refusal.en),
        }
    }
}

#[derive(FromQueryResult)]
struct Found {
    #[sea_orm(nested)]
    row: ComplaintRow,
    id: String,
    body: String,
    place: String,
    happened_on: Option<String>,
    amount_fen: Option<i64>,
    answer: Option<String>,
    facts: String,
    authority_id: String,
    institution_number: Option<String>,
    case_number: Option<String>,
    place_number: Option<String>,
    contact_name_sealed: Option<Vec<u8>>,
    contact_telephone_sealed: Option<Vec<u8>>,
    contact_email_sealed: Option<Vec<u8>>,
    rules: Option<String>,
    model: Option<String>,
    screened_at: Option<i64>,
}

/// One complaint of the scope.
///
/// # Errors
/// [`Fault::NotFound`] outside the scope; [`Fault::Integrity`] where a sealed value does not open.
pub async fn by_number(
    store: &Store,
    grant: &Grant<permit::ReadDesk>,
    number: ComplaintNumber,
) -> Result<ComplaintRecord, Fault> {
    let sql = format!(
        "SELECT {ROW}, c.id, c.body, c.place, c.happened_on, c.amount_fen, c.answer, c.facts, c.authority_id, \
         i.number AS institution_number, v.number AS case_number, u.number AS place_number, c.contact_name_sealed, c.contact_telephone_sealed, \
         c.contact_email_sealed, s.rules, s.model, s.screened_at \
         FROM complaint c LEFT JOIN screening s ON s.complaint_id = c.id \
         LEFT JOIN institution i ON i.id = c.institution_id LEFT JOIN violation_case v ON v.complaint_id = c.id \
         LEFT JOIN place_complaint t ON t.complaint_id = c.id LEFT JOIN place u ON u.id = t.place_id WHERE c.number = $1"
    );
    let found: Option<Found> = store.row(&sql, [number.to_string().into()]).await?;
    let found = found.ok_or(Fault::NotFound)?;
    repo::within(grant.scope(), &found.authority_id)?;
    let state: Complaint = repo::read(&found.facts, "complaint", &found.id)?;
    let leads = store
        .rows(
            "SELECT id, state FROM lead WHERE complaint_id = $1 ORDER BY id",
            [found.id.as_str().into()],
        )
        .await?;
    Ok(ComplaintRecord {
        leads,
        notices: notice::about(store, "complaint", &found.id).await?,
        acts: act::about(store, "complaint", &found.id).await?,
        screening: screening(&found)?,
        contact: contact(store, grant, &found)?,
        offers: offers(&state, grant.actor()),
        state,
        id: found.id,
        body: found.body,
        place: found.place,
        happened_on: found.happened_on,
        amount_fen: found.amount_fen,
        institution_number: found.institution_number,
        answer: found.answer,
        case_number: found.case_number,
        place_number: found.place_number,
        row: found.row,
    })
}

fn offers(state: &Complaint, actor: &Actor) -> Vec<OfferShown> {
    state
        .offers()
        .into_iter()
        .map(|offer| {
            let step = Step::code(offer.event);
            OfferShown::of(step, offer.refusal, actor, Action::HandleComplaint)
        })
        .collect()
}

fn screening(found: &Found) -> Result<Option<Screening>, Fault> {
    let (Some(rules), Some(model), Some(screened_at), Some(labels)) = (
        &found.rules,
        &found.model,
        found.screened_at,
        &found.row.labels,
    ) else {
        return Ok(None);
    };
    Ok(Some(Screening {
        rules: rules.clone(),
        model: model.clone(),
        labels: serde_json::from_str(labels)
            .map_err(|_| Fault::Integrity(format!("the labels of complaint {}", found.id)))?,
        screened_at,
    }))
}

/// Masked: enough to tell two people apart, for those who handle the complaint (Order 53, article 4; Administrative
/// Penalty Law, article 50). Who only reviews, hears, audits or heads the bureau sees that there is a contact and not
/// which.
fn contact(
    store: &Store,
    grant: &Grant<permit::ReadDesk>,
    found: &Found,
) -> Result<Option<ContactShown>, Fault> {
    if !may(grant.actor(), Action::HandleComplaint) {
        return Ok(None);
    }
    let open = |column, sealed: &Option<Vec<u8>>| {
        sealed
            .as_ref()
            .map(|sealed| {
                store
                    .keys()
                    .open_value(contact_place(column, &found.id), sealed)
            })
            .transpose()
    };
    let Some(name) = open("contact_name", &found.contact_name_sealed)? else {
        return Ok(None);
    };
    let family = name.chars().next().map(String::from).unwrap_or_default();
    let telephone = open("contact_telephone", &found.contact_telephone_sealed)?
        .and_then(|number| number.parse::<Telephone>().ok());
    let email = open("contact_email", &found.contact_email_sealed)?
        .and_then(|email| email.parse::<Email>().ok());
    Ok(Some(ContactShown {
        name: format!("{family}**"),
        telephone: telephone.map(|it| it.masked()),
        email: email.map(|it| it.masked()),
    }))
}
