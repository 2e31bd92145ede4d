//! What the register says of an institution beside its name, place and licence, as its row has it.

use domain::institution::field::Field;
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
    pub(crate) custody_bank: String,
    pub(crate) inspections: String,
    pub(crate) penalties: String,
    pub(crate) confirmed_at: Option<i64>,
}

/// Its columns, of a row `d` that may be missing.
pub(crate) const COLUMNS: &str = "COALESCE(d.former_names, '') AS former_names, COALESCE(d.profit, '') AS profit, \
     COALESCE(d.founder, '') AS founder, COALESCE(d.legal_representative, '') AS legal_representative, \
     COALESCE(d.principal, '') AS principal, COALESCE(d.mode, '') AS mode, COALESCE(d.position, '') AS position, \
     COALESCE(d.premises, '') AS premises, COALESCE(d.party, '') AS party, COALESCE(d.party_branch, '') AS party_branch, \
     COALESCE(d.custody_bank, '') AS custody_bank, COALESCE(d.inspections, '') AS inspections, \
     COALESCE(d.penalties, '') AS penalties, d.confirmed_at";

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
            Field::CustodyBank => &self.custody_bank,
            Field::Inspections => &self.inspections,
            Field::Penalties => &self.penalties,
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
