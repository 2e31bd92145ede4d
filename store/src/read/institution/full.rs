//! A record of the register in full: with what it says beside name, place and licence.

use domain::application::{Mode, Site};
use domain::institution::field::{Party, Position, Premises, Profit, places};
use domain::institution::published::{Inspection, Penalty, inspections, penalties};
use domain::words::{Day, Instant, InstitutionNumber};
use sea_orm::sqlx::{self, Row as _};
use serde::Serialize;

use super::walk::Bind;
use super::{
    HELD, InstitutionRecord, RECORD, ROW, SHOWN, record_of_postgres, record_of_sqlite, run,
};
use crate::Fault;
use crate::connect::{Pool, Store, count_one};
use crate::repo::identity::{COLUMNS, IdentityRow, JOIN};

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

/// The columns of an identity stand behind those of the record, in the order of [`COLUMNS`].
macro_rules! readers {
    ($name:ident, $record:ident, $db:ty) => {
        fn $name(row: &$db, today: &str) -> Result<FullRecord, sqlx::Error> {
            let identity = IdentityRow {
                former_names: row.try_get(26)?,
                profit: row.try_get(27)?,
                founder: row.try_get(28)?,
                legal_representative: row.try_get(29)?,
                principal: row.try_get(30)?,
                mode: row.try_get(31)?,
                position: row.try_get(32)?,
                premises: row.try_get(33)?,
                party: row.try_get(34)?,
                party_branch: row.try_get(35)?,
                custody_bank: row.try_get(36)?,
                inspections: row.try_get(37)?,
                penalties: row.try_get(38)?,
                confirmed_at: row.try_get(39)?,
            };
            Ok(FullRecord {
                record: $record(row, today)?,
                identity: identity.into(),
            })
        }
    };
}
readers!(full_of_sqlite, record_of_sqlite, sqlx::sqlite::SqliteRow);
readers!(full_of_postgres, record_of_postgres, sqlx::postgres::PgRow);

/// The record with this number in full; nothing where there is none, or where nobody sees it yet.
///
/// # Errors
/// Faults of the database.
pub async fn full(
    store: &Store,
    number: InstitutionNumber,
    today: Day,
) -> Result<Option<FullRecord>, Fault> {
    let sql = format!(
        "SELECT {ROW}, {RECORD}, {COLUMNS} FROM institution i {HELD} JOIN authority a ON a.id = i.authority_id {JOIN} \
         WHERE i.number = $1 AND {SHOWN}"
    );
    let (values, today) = ([Bind::Text(number.to_string())], today.to_string());
    let today = today.as_str();
    count_one();
    let rows = match store.hot() {
        Pool::Sqlite(hot) => run!(hot, sql, values, |row| full_of_sqlite(row, today)),
        Pool::Postgres(hot) => run!(hot, sql, values, |row| full_of_postgres(row, today)),
    };
    Ok(rows.into_iter().next())
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
    /// Where it teaches; the public reads where, how large and for how many.
    #[serde(serialize_with = "public")]
    pub premises: Vec<Premises>,
    /// How the party's work covers it.
    pub party: Option<Party>,
    /// Name of the branch or the instructor, who may be a private person; not shown.
    #[serde(skip)]
    pub party_branch: String,
    /// The bank of the custody account for prepaid fees; empty where the register knows of none.
    pub custody_bank: String,
    /// Results of annual inspections, the latest first.
    pub inspections: Vec<Inspection>,
    /// Penalties that are published, the latest first.
    pub penalties: Vec<Penalty>,
    /// When the institution last said that its record is right.
    pub confirmed_on: Option<Day>,
}

/// What the public reads of the premises.
#[derive(Serialize)]
struct Shown<'a> {
    address: &'a str,
    site: Option<Site>,
    area_m2: Option<i64>,
    pupils_at_once: Option<i64>,
}

fn public<S: serde::Serializer>(premises: &[Premises], out: S) -> Result<S::Ok, S::Error> {
    out.collect_seq(premises.iter().map(|place| Shown {
        address: &place.address,
        site: place.site,
        area_m2: place.area_m2,
        pupils_at_once: place.pupils_at_once,
    }))
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
            custody_bank: row.custody_bank,
            inspections: inspections(&row.inspections),
            penalties: penalties(&row.penalties),
            confirmed_on: row.confirmed_at.map(|at| Instant::from_millis(at).day()),
        }
    }
}
