//! What the register says of an institution beside its name, place and licence, as its row has it.

use domain::application::Mode;
use domain::institution::field::{Field, Party, Position, Premises, Profit, places};
use domain::words::{Day, Instant};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};

/// The texts of the row, each canonical. A field that joins later is read from an older value as nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, FromQueryResult, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct IdentityRow {
    pub(crate) former_names: String,
    pub(crate) profit: String,
    pub(crate) founder: String,
    pub(crate) legal_representative: String,
    pub(crate) principal: String,
    pub(crate) mode: String,
    pub(crate) position: String,
    pub(crate) premises: String,
    pub(crate) party: String,
    pub(crate) party_branch: String,
    pub(crate) confirmed_at: Option<i64>,
}

/// Its columns, of a row `d` that may be missing.
pub(crate) const COLUMNS: &str = "COALESCE(d.former_names, '') AS former_names, COALESCE(d.profit, '') AS profit, \
     COALESCE(d.founder, '') AS founder, COALESCE(d.legal_representative, '') AS legal_representative, \
     COALESCE(d.principal, '') AS principal, COALESCE(d.mode, '') AS mode, COALESCE(d.position, '') AS position, \
     COALESCE(d.premises, '') AS premises, COALESCE(d.party, '') AS party, COALESCE(d.party_branch, '') AS party_branch, \
     d.confirmed_at";

/// Where it lies beside an institution `i`.
pub(crate) const JOIN: &str = "LEFT JOIN institution_identity d ON d.institution_id = i.id";

impl IdentityRow {
    /// What stands in a field of this row; nothing for a field of the institution's own row.
    pub(crate) fn text(&self, field: Field) -> Option<&str> {
        Some(match field {
            Field::FormerNames => &self.former_names,
            Field::Profit => &self.profit,
            Field::Founder => &self.founder,
            Field::LegalRepresentative => &self.legal_representative,
            Field::Principal => &self.principal,
            Field::Mode => &self.mode,
            Field::Position => &self.position,
            Field::Premises => &self.premises,
            Field::Party => &self.party,
            Field::PartyBranch => &self.party_branch,
            Field::Name
            | Field::Brand
            | Field::Uscc
            | Field::LegalForm
            | Field::FoundedOn
            | Field::Status
            | Field::Address
            | Field::Telephone => return None,
        })
    }
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
