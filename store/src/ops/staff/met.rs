//! Numbers that meet: what the bar list, the lists of in-service teachers and other institutions say of a person, and the
//! leads that come of it.

use std::collections::BTreeMap;

use domain::access::{Grant, permit};
use domain::law;
use domain::pii::Pii;
use domain::staff::lead::{Ground, StaffLead};
use domain::staff::{IdentityNumber, Rule};
use domain::words::{Day, InstitutionId, StaffLeadId};
use sea_orm::{DbBackend, FromQueryResult, Value};

use super::index_of;
use crate::Fault;
use crate::connect::Store;
use crate::repo;
use crate::tx::Tx;

/// The lock under which numbers are compared and entered, on PostgreSQL: of two that are entered at once the later one finds
/// the first. SQLite has one writer, and needs none.
const LOCK: i64 = 0x0073_7461_6666;

/// Lets one write at a time compare numbers, to its end.
pub(super) async fn one_at_a_time(tx: &Tx) -> Result<(), Fault> {
    if tx.store().backend() == DbBackend::Postgres {
        tx.execute("SELECT pg_advisory_xact_lock($1)", [LOCK.into()])
            .await?;
    }
    Ok(())
}

/// A number that is met.
#[derive(Debug, Clone, FromQueryResult)]
struct Row {
    identity_index: String,
    kind: String,
    entry_id: String,
}

/// What is met under one number.
#[derive(Debug, Clone, Default)]
pub(super) struct Met {
    pub(super) barred: bool,
    /// The person is on the staff of the same institution.
    pub(super) known: bool,
    /// What makes a lead: the ground, and the entry or the person of another institution.
    pub(super) leads: Vec<(Ground, String)>,
}

impl Met {
    /// What the institution is told: the rules alone, and never whose entry it is.
    pub(super) fn warnings(&self) -> Vec<Rule> {
        let mut rules: Vec<Rule> = self
            .leads
            .iter()
            .map(|(ground, _)| match ground {
                Ground::Barred => Rule::Barred,
                Ground::InService => Rule::InService,
                Ground::Elsewhere => Rule::Elsewhere,
            })
            .collect();
        rules.sort_unstable();
        rules.dedup();
        rules
    }
}

/// The query for these blind indexes: hexadecimal digits that we made, so that they are safe in a statement. `$1` is the
/// day, `$2` the institution; two entries that were merged are one institution, so that neither is elsewhere to the other.
fn sql(indexes: &[String]) -> String {
    let quoted: Vec<String> = indexes.iter().map(|index| format!("'{index}'")).collect();
    let list = quoted.join(", ");
    format!(
        "SELECT b.identity_index, 'barred' AS kind, b.id AS entry_id FROM barred_person b \
         WHERE b.identity_index IN ({list}) AND b.lifted_on IS NULL AND b.from_on <= $1 AND b.last_on >= $1 \
         UNION ALL SELECT t.identity_index, 'in_service', t.id FROM in_service_teacher t \
         WHERE t.identity_index IN ({list}) AND t.ended_on IS NULL \
         UNION ALL SELECT m.identity_index, CASE WHEN m.institution_id = $2 THEN 'known' ELSE 'elsewhere' END, m.id \
         FROM staff_member m JOIN institution i ON i.id = m.institution_id WHERE m.identity_index IN ({list}) AND m.left_on IS NULL \
         AND (m.institution_id = $2 OR COALESCE(i.merged_into, i.id) <> \
         (SELECT COALESCE(o.merged_into, o.id) FROM institution o WHERE o.id = $2)) ORDER BY 1, 2, 3"
    )
}

fn values(institution: InstitutionId, today: Day) -> [Value; 2] {
    [today.to_string().into(), institution.to_string().into()]
}

fn by_index(rows: Vec<Row>) -> BTreeMap<String, Met> {
    let mut found: BTreeMap<String, Met> = BTreeMap::new();
    for row in rows {
        let met = found.entry(row.identity_index).or_default();
        match (row.kind.as_str(), Ground::from_code(&row.kind)) {
            ("known", _) => met.known = true,
            (_, Some(Ground::Barred)) => met.barred = true,
            (_, Some(ground)) => met.leads.push((ground, row.entry_id)),
            _ => {}
        }
    }
    found
}

/// What is met under these indexes by somebody whom `institution` is about to enter.
pub(super) async fn met(
    tx: &Tx,
    institution: InstitutionId,
    indexes: &[String],
) -> Result<BTreeMap<String, Met>, Fault> {
    let values = values(institution, tx.now().day());
    Ok(by_index(tx.all(&sql(indexes), values).await?))
}

/// A person of an institution, as a lead names them.
#[derive(Debug, Clone, FromQueryResult)]
pub(super) struct Employed {
    pub(super) staff_id: String,
    pub(super) authority_id: String,
}

/// Who is employed under this number, wherever.
pub(super) async fn employed(tx: &Tx, index: &str) -> Result<Vec<Employed>, Fault> {
    tx.all(
        "SELECT m.id AS staff_id, i.authority_id FROM staff_member m JOIN institution i ON i.id = m.institution_id \
         WHERE m.identity_index = $1 AND m.left_on IS NULL ORDER BY m.id",
        [index.into()],
    )
    .await
}

/// Raises a lead, unless there is one for this person and this entry; answers its id where it is new.
pub(super) async fn raise(
    tx: &Tx,
    ground: Ground,
    of: &Employed,
    entry: &str,
) -> Result<Option<StaffLeadId>, Fault> {
    let id = StaffLeadId::new(tx.now(), tx.store().id_bits(tx.now()));
    let state = StaffLead::New;
    let written = tx
        .execute(
            "INSERT INTO staff_lead (id, ground, staff_id, entry_id, authority_id, state, facts, open, due_on, created_at, version) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1) ON CONFLICT (staff_id, entry_id) DO NOTHING",
            [
                id.to_string().into(),
                ground.code().into(),
                of.staff_id.as_str().into(),
                entry.into(),
                of.authority_id.as_str().into(),
                state.code().into(),
                repo::written(&state)?.into(),
                state.is_open().into(),
                law::lead_due(tx.now().day()).due_on.to_string().into(),
                tx.now().millis().into(),
            ],
        )
        .await?;
    Ok((written.rows_affected() == 1).then_some(id))
}

/// The same lead for the office of the other institution, where that is not the one that has the first: each answers for its
/// own, and neither sees what lies with the other.
pub(super) async fn raise_there(
    tx: &Tx,
    here: &Employed,
    there: &str,
) -> Result<Option<StaffLeadId>, Fault> {
    let of: Option<Employed> = tx
        .one(
            "SELECT m.id AS staff_id, i.authority_id FROM staff_member m JOIN institution i ON i.id = m.institution_id \
             WHERE m.id = $1 AND i.authority_id <> $2",
            [there.into(), here.authority_id.as_str().into()],
        )
        .await?;
    match of {
        Some(of) => raise(tx, Ground::Elsewhere, &of, &here.staff_id).await,
        None => Ok(None),
    }
}

/// Why a person of a list cannot be entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListFault {
    /// The person may not be employed.
    Barred,
    /// The institution has the person on its staff.
    Known,
    /// A row above is about the same person.
    Twice,
}

impl ListFault {
    /// The stable code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Barred => domain::staff::BARRED.code,
            Self::Known => super::enter::KNOWN.code,
            Self::Twice => "identity_number_twice",
        }
    }
}

/// What is said of one person of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListSaid {
    /// Why they cannot be entered.
    pub fault: Option<ListFault>,
    /// What raises a lead once they are.
    pub warnings: Vec<Rule>,
}

/// Says of each person of a list what would come of entering them, in the order given. Nothing is changed.
///
/// # Errors
/// [`Fault::NotFound`] for another institution; faults of the database.
pub async fn check_list(
    store: &Store,
    grant: &Grant<permit::KeepStaff>,
    institution: InstitutionId,
    numbers: &[Pii<IdentityNumber>],
    today: Day,
) -> Result<Vec<ListSaid>, Fault> {
    super::within(grant.scope(), institution)?;
    if numbers.is_empty() {
        return Ok(Vec::new());
    }
    let indexes: Vec<String> = numbers.iter().map(|one| index_of(store, one)).collect();
    let found = by_index(
        store
            .rows(&sql(&indexes), values(institution, today))
            .await?,
    );
    let mut before = std::collections::BTreeSet::new();
    let said = indexes.iter().map(|index| {
        let met = found.get(index);
        let fault = if met.is_some_and(|met| met.barred) {
            Some(ListFault::Barred)
        } else if met.is_some_and(|met| met.known) {
            Some(ListFault::Known)
        } else {
            (!before.insert(index)).then_some(ListFault::Twice)
        };
        ListSaid {
            fault,
            warnings: met.map(Met::warnings).unwrap_or_default(),
        }
    });
    Ok(said.collect())
}
