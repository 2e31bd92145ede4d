//! Institutions near a place: the nearest first.

use domain::institution::near::{Point, RADII_M};
use domain::words::{Class, Day, Stage};
use sea_orm::sqlx::{self, Row as _};
use serde::Serialize;

use super::walk::{Bind, Conditions};
use super::{FORMER, HELD, InstitutionRow, ROW, WHITE, fetch, run};
use crate::Fault;
use crate::connect::{Pool, Store, count_one};
use crate::read::Limit;

/// What is looked for near a place. The place is used for this answer and kept nowhere.
#[derive(Debug, Clone)]
pub struct NearQuery {
    /// Where.
    pub at: Point,
    /// What is taught.
    pub class: Option<Class>,
    /// Whom it is for.
    pub stage: Option<Stage>,
    /// Only those of the white list (白名单).
    pub licensed: bool,
    /// How many at most.
    pub limit: Limit,
}

/// An institution and how far it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Near {
    /// What the list shows.
    #[serde(flatten)]
    pub row: InstitutionRow,
    /// Metres along the Earth; the positions of the register are right within a few of them.
    pub distance_m: u32,
}

/// The nearest institutions that say where they are, within the last of [`RADII_M`]; at one distance by number. Closed ones
/// are left out: nobody walks to them.
///
/// # Errors
/// Faults of the database.
pub async fn near(store: &Store, query: &NearQuery, today: Day) -> Result<Vec<Near>, Fault> {
    let count = query.limit.rows();
    let mut found = Vec::new();
    for radius in RADII_M {
        found = within(store, query, radius, today).await?;
        if found.len() >= count {
            break;
        }
    }
    found.sort_unstable();
    found.truncate(count);
    let seqs: Vec<i64> = found.iter().map(|(_, seq)| *seq).collect();
    let rows = rows(store, &seqs, today).await?;
    let near = found.into_iter().filter_map(|(distance_m, seq)| {
        let row = rows.iter().find(|row| row.seq == seq)?.clone();
        Some(Near { row, distance_m })
    });
    Ok(near.collect())
}

/// The distances and places in the register of all within so many metres, in no order.
async fn within(
    store: &Store,
    query: &NearQuery,
    radius: u32,
    today: Day,
) -> Result<Vec<(u32, i64)>, Fault> {
    let mut conditions = Conditions::shown();
    let bands = query.at.cells_within(radius).into_iter().map(|cells| {
        let (first, last) = cells.into_inner();
        conditions
            .values
            .extend([Bind::Number(first), Bind::Number(last)]);
        let last = conditions.values.len();
        format!("n.cell BETWEEN ${} AND ${last}", last - 1)
    });
    let bands = bands.collect::<Vec<_>>().join(" OR ");
    narrow(&mut conditions, query, today);
    let sql = format!(
        "SELECT n.seq, n.latitude_e6, n.longitude_e6 FROM institution_near n JOIN institution i ON i.seq = n.seq {}{} \
         AND ({bands})",
        if query.licensed { HELD } else { "" },
        conditions.sql
    );
    count_one();
    let places: Vec<(i64, i64, i64)> = match store.hot() {
        Pool::Sqlite(hot) => run!(hot, sql, conditions.values, |row| Ok::<_, sqlx::Error>((
            row.try_get(0)?,
            row.try_get(1)?,
            row.try_get(2)?
        ))),
        Pool::Postgres(hot) => run!(hot, sql, conditions.values, |row| Ok::<_, sqlx::Error>((
            row.try_get(0)?,
            row.try_get(1)?,
            row.try_get(2)?
        ))),
    };
    let far = places.into_iter().map(|(seq, latitude_e6, longitude_e6)| {
        let there = Point {
            latitude_e6,
            longitude_e6,
        };
        (query.at.metres_to(there), seq)
    });
    Ok(far.filter(|(metres, _)| *metres <= radius).collect())
}

fn narrow(conditions: &mut Conditions, query: &NearQuery, today: Day) {
    if let Some(class) = query.class {
        let holds = conditions.of_class(class).join(" OR ");
        conditions.always(&format!("({holds})"));
    }
    if let Some(stage) = query.stage {
        conditions.and("i.stages & ", Bind::Number(i64::from(stage.bit())), " <> 0");
    }
    if query.licensed {
        conditions.and(WHITE, Bind::Text(today.to_string()), "");
    } else {
        conditions.and("i.status <> ", Bind::Text("closed".to_owned()), "");
    }
}

/// The rows at these places of the register, in no order.
async fn rows(store: &Store, seqs: &[i64], today: Day) -> Result<Vec<InstitutionRow>, Fault> {
    let Some(last) = seqs.last() else {
        return Ok(Vec::new());
    };
    // The last one is asked for again until the statement is full, so that one statement serves every list.
    let asked = seqs
        .iter()
        .chain(std::iter::repeat(last))
        .take(Limit::MOST.rows());
    let values: Vec<Bind> = asked.map(|seq| Bind::Number(*seq)).collect();
    let places: Vec<String> = (1..=values.len())
        .map(|place| format!("${place}"))
        .collect();
    let sql = format!(
        "SELECT {ROW}, {FORMER} FROM institution i {HELD} WHERE i.seq IN ({})",
        places.join(", ")
    );
    fetch(store, sql, values, &today.to_string()).await
}
