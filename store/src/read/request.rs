//! Requests to change a record, for those who decide and those who asked.

use domain::access::{Action, Grant, Permission, Scope, permit};
use domain::institution::request::{Alteration, Decider, Request, Side, Step};
use domain::words::{AccountId, RequestId};
use sea_orm::{FromQueryResult, Value};
use serde::Serialize;

use super::act::ActRow;
use super::complaint::OfferShown;
use super::institution::SHOWN;
use super::{DueQuery, Limit, Page, act};
use crate::Fault;
use crate::connect::Store;
use crate::ops::record::texts_now;
use crate::repo;

/// One line of the list.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult, Serialize)]
pub struct RequestRow {
    /// Its id.
    pub id: String,
    /// The institution's number.
    pub institution_number: String,
    /// Its registered name.
    pub institution_name: String,
    /// Where it is.
    pub district: String,
    /// Who asks: `institution` or `authority`.
    pub side: String,
    /// Who decides: `institution`, `officer` or `lead`.
    pub decider: String,
    /// Where it stands.
    pub state: String,
    /// Day by which it is to be decided.
    pub due_on: String,
    /// When it was asked for, in milliseconds since 1970.
    pub asked_at: i64,
    /// When it was decided.
    pub decided_at: Option<i64>,
    /// Version, to give with a step.
    pub version: i64,
    /// Why it is asked for; may be empty.
    pub reason: String,
    /// Why it was refused; may be empty.
    pub answer: String,
    /// Whose it is; not shown.
    #[serde(skip)]
    pub institution_id: String,
    /// Responsible authority; not shown.
    #[serde(skip)]
    pub authority_id: String,
    /// What is asked for, as JSON; not shown.
    #[serde(skip)]
    pub alterations: String,
    /// Who asked; not shown.
    #[serde(skip)]
    pub asked_by: String,
}

impl RequestRow {
    /// The right that a step on it needs.
    ///
    /// # Errors
    /// [`Fault::Integrity`].
    pub fn right(&self, step: Step) -> Result<Action, Fault> {
        let (side, decider): (Side, Decider) = (repo::id(&self.side)?, repo::id(&self.decider)?);
        Ok(step.action(side, decider))
    }

    /// What is asked for.
    ///
    /// # Errors
    /// [`Fault::Integrity`].
    pub fn alterations(&self) -> Result<Vec<Alteration>, Fault> {
        repo::read(&self.alterations, "change_request", &self.id)
    }
}

fn rows() -> String {
    format!(
        "SELECT r.id, i.number AS institution_number, i.name AS institution_name, i.district, r.side, r.decider, r.state, r.due_on, \
         r.asked_at, r.decided_at, r.version, r.reason, r.answer, r.institution_id, i.authority_id, r.alterations, r.asked_by \
         FROM change_request r JOIN institution i ON i.id = r.institution_id AND {SHOWN}"
    )
}

/// Requests of the scope by due day, earliest first. The state `open` stands for those that wait for the authority.
///
/// # Errors
/// Faults of the database.
pub async fn list(
    store: &Store,
    grant: &Grant<permit::ReadDesk>,
    query: &DueQuery,
) -> Result<Page<RequestRow>, Fault> {
    let sql = format!(
        "{} WHERE {} AND ($1 = '' OR ($1 = 'open' AND r.open AND r.decider <> 'institution') \
         OR ($1 = 'waiting' AND r.open AND r.decider = 'institution') OR (r.state = $1 AND NOT r.open)) \
         AND ($2 = '' OR i.district = $2) AND (r.due_on > $3 OR (r.due_on = $3 AND r.id > $4)) ORDER BY r.due_on, r.id LIMIT $5",
        rows(),
        repo::authorities(grant.scope(), "i.authority_id")
    );
    let found: Vec<RequestRow> = store.rows(&sql, query.values()).await?;
    Ok(query.page(found, |row| (&row.due_on, &row.id)))
}

/// The requests of the scope about one institution that wait, the one due first on top.
///
/// # Errors
/// Faults of the database.
pub async fn open_of(
    store: &Store,
    grant: &Grant<permit::ReadDesk>,
    institution: &str,
) -> Result<Vec<RequestRow>, Fault> {
    let sql = format!(
        "{} WHERE {} AND r.institution_id = $1 AND r.open ORDER BY r.due_on, r.id",
        rows(),
        repo::authorities(grant.scope(), "i.authority_id")
    );
    store.rows(&sql, [institution.into()]).await
}

/// Requests about one's own institution, newest first, after the one with the id `after`.
///
/// # Errors
/// Faults of the database.
pub async fn own(
    store: &Store,
    grant: &Grant<permit::ReadOwn>,
    limit: Limit,
    after: Option<RequestId>,
) -> Result<Page<RequestRow>, Fault> {
    let Scope::Own(institution) = grant.scope() else {
        return Err(Fault::NotFound);
    };
    let sql = format!(
        "{} WHERE r.institution_id = $1 AND ($2 = '' OR r.id < $2) ORDER BY r.id DESC LIMIT $3",
        rows()
    );
    let values: [Value; 3] = [
        institution.to_string().into(),
        super::page::after_id(after),
        limit.and_one().into(),
    ];
    let found: Vec<RequestRow> = store.rows(&sql, values).await?;
    Ok(Page::cut(found, limit, |row| row.id.clone()))
}

/// A field of a request, with what stands there now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AlterationShown {
    /// What stood there when it was asked for, and what is to.
    #[serde(flatten)]
    pub change: Alteration,
    /// What stands there now.
    pub now: String,
}

/// A request with everything that whoever decides needs.
#[derive(Debug, Clone, Serialize)]
pub struct RequestRecord {
    /// What the list shows as well.
    #[serde(flatten)]
    pub row: RequestRow,
    /// Field by field.
    pub alterations: Vec<AlterationShown>,
    /// Steps, with the reason why one cannot be taken now.
    pub offers: Vec<OfferShown>,
    /// Its acts, oldest first.
    pub acts: Vec<ActRow>,
}

/// One request of the scope.
///
/// # Errors
/// [`Fault::NotFound`] outside the scope.
pub async fn by_id(
    store: &Store,
    grant: &Grant<permit::ReadDesk>,
    id: RequestId,
) -> Result<RequestRecord, Fault> {
    let row = one(store, id).await?;
    repo::within(grant.scope(), &row.authority_id)?;
    let acts = act::about(store, "change_request", &row.id).await?;
    whole(store, grant, row, acts).await
}

/// One request about one's own institution, without the names of officers.
///
/// # Errors
/// [`Fault::NotFound`] for another institution's.
pub async fn own_by_id(
    store: &Store,
    grant: &Grant<permit::ReadOwn>,
    id: RequestId,
) -> Result<RequestRecord, Fault> {
    let row = one(store, id).await?;
    if !grant
        .scope()
        .covers_institution(repo::id(&row.institution_id)?)
    {
        return Err(Fault::NotFound);
    }
    whole(store, grant, row, Vec::new()).await
}

async fn one(store: &Store, id: RequestId) -> Result<RequestRow, Fault> {
    let sql = format!("{} WHERE r.id = $1", rows());
    let row: Option<RequestRow> = store.row(&sql, [id.to_string().into()]).await?;
    row.ok_or(Fault::NotFound)
}

async fn whole<A: Permission>(
    store: &Store,
    grant: &Grant<A>,
    row: RequestRow,
    acts: Vec<ActRow>,
) -> Result<RequestRecord, Fault> {
    let changes = row.alterations()?;
    let fields: Vec<_> = changes.iter().map(|change| change.field).collect();
    let now = texts_now(store, &row.institution_id, &fields).await?;
    let request = Request {
        state: repo::id(&row.state)?,
        side: repo::id::<Side>(&row.side)?,
        decider: repo::id::<Decider>(&row.decider)?,
        asked_by: repo::id::<AccountId>(&row.asked_by)?,
        overtaken: changes
            .iter()
            .zip(&now)
            .any(|(change, now)| change.old != *now),
    };
    let alterations = changes.into_iter().zip(now);
    let alterations = alterations.map(|(change, now)| AlterationShown { change, now });
    Ok(RequestRecord {
        offers: offers(&request, grant),
        alterations: alterations.collect(),
        acts,
        row,
    })
}

/// The steps that are the caller's side's to take.
fn offers<A: Permission>(request: &Request, grant: &Grant<A>) -> Vec<OfferShown> {
    let Some(actor) = grant.actor().account() else {
        return Vec::new();
    };
    let own = matches!(grant.scope(), Scope::Own(_));
    request
        .offers(actor)
        .into_iter()
        .filter(|offer| (request.action(offer.event) == Action::KeepOwnRecord) == own)
        .map(|offer| {
            let action = request.action(offer.event);
            OfferShown::of(offer.event.code(), offer.refusal, grant.actor(), action)
        })
        .collect()
}
