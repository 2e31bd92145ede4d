//! A record of the register in full: with what it says beside name, place and licence.

use domain::application::Mode;
use domain::institution::field::{Party, Position, Premises, Profit, places};
use domain::words::{Day, Instant, InstitutionNumber};
use serde::Serialize;

use super::{InstitutionRecord, by_number};
use crate::Fault;
use crate::connect::Store;
use crate::repo::identity::{COLUMNS, IdentityRow};

/// A record in full.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FullRecord {
    /// Name, place and licence.
    #[serde(flatten)]
    pub record: InstitutionRecord,
    /// All else.
    #[serde(flatten)]
    pub identity: Identity,
}

/// The record with this number in full; nothing where there is none, or where nobody sees it yet.
///
/// # Errors
/// Faults of the database.
pub async fn full(
    store: &Store,
    number: InstitutionNumber,
    today: Day,
) -> Result<Option<FullRecord>, Fault> {
    let Some(record) = by_number(store, number, today).await? else {
        return Ok(None);
    };
    let identity = identity(store, &record.id).await?;
    Ok(Some(FullRecord { record, identity }))
}

/// What the register says of the institution with this id beside its record.
///
/// # Errors
/// Faults of the database.
pub async fn identity(store: &Store, id: &str) -> Result<Identity, Fault> {
    let sql = format!("SELECT {COLUMNS} FROM institution_identity d WHERE d.institution_id = $1");
    let row: Option<IdentityRow> = store.row(&sql, [id.into()]).await?;
    Ok(row.map(Identity::from).unwrap_or_default())
}

/// What the register says of an institution beside its name, place and licence, as everybody may read it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Identity {
    /// Names it had before.
    pub former_names: Vec<String>,
    /// Whether it may share out what it earns.
    pub profit: Option<Profit>,
    /// Who founded it; empty where the register does not say.
    pub founder: String,
    /// Legal representative.
    pub legal_representative: String,
    /// Who runs it.
    pub principal: String,
    /// On site or online.
    pub mode: Option<Mode>,
    /// Where it is on a map, in the datum in which it was measured.
    pub position: Option<PositionShown>,
    /// Where it teaches.
    pub premises: Vec<Premises>,
    /// How the party's work covers it.
    pub party: Option<Party>,
    /// Name of the branch or the instructor.
    pub party_branch: String,
    /// When the institution last said that its record is right.
    pub confirmed_on: Option<Day>,
}

/// A position in millionths of a degree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PositionShown {
    /// North of the equator.
    pub latitude_e6: i64,
    /// East of Greenwich.
    pub longitude_e6: i64,
    /// `cgcs2000`, `gcj02`, `bd09` or `wgs84`.
    pub datum: String,
}

impl From<IdentityRow> for Identity {
    fn from(row: IdentityRow) -> Self {
        let position: Option<Position> = row.position.parse().ok();
        Self {
            former_names: row.former_names.lines().map(str::to_owned).collect(),
            profit: row.profit.parse().ok(),
            founder: row.founder,
            legal_representative: row.legal_representative,
            principal: row.principal,
            mode: row.mode.parse().ok(),
            position: position.map(|at| PositionShown {
                latitude_e6: at.latitude_e6,
                longitude_e6: at.longitude_e6,
                datum: at.datum.to_string(),
            }),
            premises: places(&row.premises),
            party: row.party.parse().ok(),
            party_branch: row.party_branch,
            confirmed_on: row.confirmed_at.map(|at| Instant::from_millis(at).day()),
        }
    }
}
