//! Staff leads, for the desk.

use domain::access::{Action, Grant, permit};
use domain::staff::lead::{Ground, StaffLead};
use domain::words::StaffLeadId;
use sea_orm::FromQueryResult;
use serde::Serialize;

use super::row::masked;
use crate::Fault;
use crate::connect::Store;
use crate::ops::staff::{bar_place, identity_place, teacher_place};
use crate::read::act::{self, ActRow};
use crate::read::complaint::OfferShown;
use crate::read::{DueQuery, Page};
use crate::repo;

/// States of a list of staff leads; `open` stands for those with which something is to be done.
pub const STATES: &[&str] = &[
    "open",
    "new",
    "referred",
    "confirmed",
    "dismissed",
    "answered",
];

/// One line of the list.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult, Serialize)]
pub struct StaffLeadRow {
    /// The id.
    pub id: String,
    /// `barred`, `in_service` or `elsewhere`.
    pub ground: String,
    /// Name of the person.
    pub name: String,
    /// The person's post.
    pub post: String,
    /// What the person teaches; may be empty.
    pub subject: String,
    /// Number of the institution.
    pub institution_number: String,
    /// Its name.
    pub institution_name: String,
    /// Where it is.
    pub district: String,
    /// Last day of the person there; nothing for who works there.
    pub left_on: Option<String>,
    /// State.
    pub state: String,
    /// Whether something is to be done.
    pub open: bool,
    /// Day by which it is to be judged.
    pub due_on: String,
    /// When it was raised, in milliseconds since 1970.
    pub created_at: i64,
    /// Version, to give with a step.
    pub version: i64,
}

const ROW: &str = "l.id, l.ground, m.name, m.post, m.subject, i.number AS institution_number, i.name AS institution_name, \
     i.district, m.left_on, l.state, l.open, l.due_on, l.created_at, l.version";
const FROM: &str = "FROM staff_lead l JOIN staff_member m ON m.id = l.staff_id JOIN institution i ON i.id = m.institution_id";

/// Staff leads of the scope by due day, earliest first.
///
/// # Errors
/// Faults of the database.
pub async fn list(
    store: &Store,
    grant: &Grant<permit::ReadDesk>,
    query: &DueQuery,
) -> Result<Page<StaffLeadRow>, Fault> {
    let sql = format!(
        "SELECT {ROW} {FROM} WHERE {} AND ($1 = '' OR ($1 = 'open' AND l.open) OR l.state = $1) AND ($2 = '' OR i.district = $2) \
         AND (l.due_on > $3 OR (l.due_on = $3 AND l.id > $4)) ORDER BY l.due_on, l.id LIMIT $5",
        repo::authorities(grant.scope(), "l.authority_id")
    );
    let rows: Vec<StaffLeadRow> = store.rows(&sql, query.values()).await?;
    Ok(query.page(rows, |row| (&row.due_on, &row.id)))
}

/// What the person was met with.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct EntryShown {
    /// Who keeps the list: the source of a bar or of a list of teachers; empty for another institution.
    pub source: String,
    /// The name as the list, or the other institution, has it.
    pub name: String,
    /// The school of a teacher; empty for others.
    pub school: String,
    /// Number of the other institution.
    pub institution_number: Option<String>,
    /// Its name.
    pub institution_name: Option<String>,
    /// Since when: the first day of a bar or at the other institution, the day of a list.
    pub since: String,
    /// Until when: the last day of a bar or at the other institution, the day from which a teacher is on the list no longer.
    pub until: Option<String>,
}

/// A lead with everything that its officer needs.
#[derive(Debug, Clone, Serialize)]
pub struct StaffLeadRecord {
    /// What the list shows as well.
    #[serde(flatten)]
    pub row: StaffLeadRow,
    /// The number of the identity card, masked.
    pub identity_number: String,
    /// What the person was met with.
    pub entry: EntryShown,
    /// Its state in full.
    pub facts: StaffLead,
    /// Steps, with the reason why one cannot be taken now.
    pub offers: Vec<OfferShown>,
    /// Its acts, oldest first.
    pub acts: Vec<ActRow>,
}

#[derive(FromQueryResult)]
struct Whole {
    #[sea_orm(nested)]
    row: StaffLeadRow,
    staff_id: String,
    entry_id: String,
    identity_sealed: Vec<u8>,
    authority_id: String,
    lead_facts: String,
}

/// One lead of the scope.
///
/// # Errors
/// [`Fault::NotFound`] outside the scope.
pub async fn by_id(
    store: &Store,
    grant: &Grant<permit::ReadDesk>,
    id: StaffLeadId,
) -> Result<StaffLeadRecord, Fault> {
    let sql = format!(
        "SELECT {ROW}, l.staff_id, l.entry_id, m.identity_sealed, l.authority_id, l.facts AS lead_facts {FROM} WHERE l.id = $1"
    );
    let found: Option<Whole> = store.row(&sql, [id.to_string().into()]).await?;
    let found = found.ok_or(Fault::NotFound)?;
    repo::within(grant.scope(), &found.authority_id)?;
    let ground: Ground = repo::id(&found.row.ground)?;
    let state: StaffLead = repo::read(&found.lead_facts, "staff lead", &found.row.id)?;
    let offers = state.offers(ground).into_iter().map(|offer| {
        let event = offer.event.code();
        OfferShown::of(event, offer.refusal, grant.actor(), Action::JudgeLead)
    });
    let place = identity_place(&found.staff_id);
    Ok(StaffLeadRecord {
        identity_number: masked(&store.keys().open_value(place, &found.identity_sealed)?)?,
        entry: entry(store, ground, &found.entry_id).await?,
        offers: offers.collect(),
        facts: state,
        acts: act::about(store, "staff_lead", &found.row.id).await?,
        row: found.row,
    })
}

async fn entry(store: &Store, ground: Ground, id: &str) -> Result<EntryShown, Fault> {
    match ground {
        Ground::Barred => barred(store, id).await,
        Ground::InService => teacher(store, id).await,
        Ground::Elsewhere => elsewhere(store, id).await,
    }
}

async fn barred(store: &Store, id: &str) -> Result<EntryShown, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        name_sealed: Vec<u8>,
        source: String,
        from_on: String,
        last_on: String,
        lifted_on: Option<String>,
    }
    let sql =
        "SELECT name_sealed, source, from_on, last_on, lifted_on FROM barred_person WHERE id = $1";
    let row: Option<Row> = store.row(sql, [id.into()]).await?;
    let row = row.ok_or(Fault::NotFound)?;
    Ok(EntryShown {
        name: store
            .keys()
            .open_value(bar_place("name", id), &row.name_sealed)?,
        source: row.source,
        since: row.from_on,
        until: row.lifted_on.or(Some(row.last_on)),
        ..EntryShown::default()
    })
}

async fn teacher(store: &Store, id: &str) -> Result<EntryShown, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        name_sealed: Vec<u8>,
        list_source: String,
        school: String,
        listed_on: String,
        ended_on: Option<String>,
    }
    let sql = "SELECT name_sealed, list_source, school, listed_on, ended_on FROM in_service_teacher WHERE id = $1";
    let row: Option<Row> = store.row(sql, [id.into()]).await?;
    let row = row.ok_or(Fault::NotFound)?;
    Ok(EntryShown {
        name: store
            .keys()
            .open_value(teacher_place(id), &row.name_sealed)?,
        source: row.list_source,
        school: row.school,
        since: row.listed_on,
        until: row.ended_on,
        ..EntryShown::default()
    })
}

async fn elsewhere(store: &Store, id: &str) -> Result<EntryShown, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        name: String,
        employed_on: String,
        left_on: Option<String>,
        institution_number: String,
        institution_name: String,
    }
    let sql = "SELECT m.name, m.employed_on, m.left_on, i.number AS institution_number, i.name AS institution_name \
         FROM staff_member m JOIN institution i ON i.id = m.institution_id WHERE m.id = $1";
    let row: Option<Row> = store.row(sql, [id.into()]).await?;
    let row = row.ok_or(Fault::NotFound)?;
    Ok(EntryShown {
        name: row.name,
        institution_number: Some(row.institution_number),
        institution_name: Some(row.institution_name),
        since: row.employed_on,
        until: row.left_on,
        ..EntryShown::default()
    })
}
