//! Reading the register over HTTP: one institution by number, and a page of twenty rows. The floor is a handler of axum
//! with one query of sqlx that gives the same bytes from the same database.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::routing::get;
use axum::{Json, Router};
use domain::institution::class_rules::departments;
use domain::institution::department::Competent;
use domain::words::{Class, Classes, Day, Stage};
use sea_orm::sqlx::postgres::PgRow;
use sea_orm::sqlx::sqlite::SqliteRow;
use sea_orm::sqlx::{self, PgPool, Row as _, SqlitePool};
use serde::{Deserialize, Serialize};
use store::{Clock as _, SystemClock};
use tests::{Db, Kind};

use super::ground::{self, Ground, runtime};
use super::load::{self, Ask};
use super::{Line, floor, server, table};

pub(crate) fn run(line: &Line, kind: Kind) {
    let runtime = runtime();
    let Some(ground) = runtime.block_on(ground::filled(kind, line.institutions)) else {
        return;
    };
    let ours = server::ours(&ground.db);
    let bare = server::started(bare(&ground.db));
    let one = Arc::new(one(&ground));
    let page = Arc::new(page(&ground));
    for number in 0..200 {
        let asks: [&dyn Written; 2] = [&*one, &*page];
        for ask in asks {
            let (left, right) = (
                ask.body(ours.address, number),
                ask.body(bare.address, number),
            );
            assert_eq!(left, right, "both sides give the same bytes");
        }
    }
    // Both sides meet both routes once before anything counts: pools are filled, statements prepared.
    for address in [ours.address, bare.address] {
        load::rate(address, line.time() / 4, &one);
        load::rate(address, line.time() / 4, &page);
    }
    let compared = table::compare(
        line.rounds,
        || load::rate(ours.address, line.time(), &one),
        || load::rate(bare.address, line.time(), &one),
    );
    table::row(
        &["institution by number, JSON", table::word(kind)],
        &compared,
    );
    let compared = table::compare(
        line.rounds,
        || load::rate(ours.address, line.time(), &page),
        || load::rate(bare.address, line.time(), &page),
    );
    table::row(
        &["list page of 20 rows, JSON", table::word(kind)],
        &compared,
    );
}

/// The body of an answer, whatever the request.
trait Written {
    fn body(&self, address: std::net::SocketAddr, number: u64) -> String;
}

impl<T: Ask> Written for T {
    fn body(&self, address: std::net::SocketAddr, number: u64) -> String {
        load::body(address, self, number)
    }
}

fn get_of(path: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/json\r\n\r\n")
}

/// One institution after the other, spread over the register.
pub(crate) fn one(ground: &Ground) -> impl Ask + use<> {
    let requests: Vec<String> = ground
        .samples
        .iter()
        .map(|row| get_of(&format!("/api/v1/institutions/{}", row.number)))
        .collect();
    by_turns(requests)
}

/// Pages from everywhere in the list.
pub(crate) fn page(ground: &Ground) -> impl Ask + use<> {
    let step = (ground.institutions / ground::SAMPLES).max(1);
    let requests: Vec<String> = (0..ground::SAMPLES)
        .map(|index| get_of(&format!("/api/v1/institutions?after={}", index * step)))
        .collect();
    by_turns(requests)
}

fn by_turns(requests: Vec<String>) -> impl Ask {
    move |number: u64, request: &mut Vec<u8>| {
        // A prime step, so that neighbours in time are no neighbours in the tables.
        let index = usize::try_from(number)
            .unwrap_or_default()
            .wrapping_mul(7_919);
        request.extend_from_slice(requests[index % requests.len()].as_bytes());
    }
}

#[derive(Serialize)]
struct Listed {
    number: String,
    name: String,
    brand: String,
    uscc: Option<String>,
    status: String,
    class: String,
    more_classes: Vec<&'static str>,
    district: String,
    address: String,
    licence_number: Option<String>,
    licence_state: String,
    licence_valid_until: Option<String>,
}

#[derive(Serialize)]
struct Record {
    #[serde(flatten)]
    row: Listed,
    legal_form: String,
    stages: Vec<&'static str>,
    telephone: String,
    authority: String,
    founded_on: Option<String>,
    licence_scope: Option<String>,
    licence_issued_by: Option<String>,
    licence_issued_on: Option<String>,
    licence_copy: Option<i64>,
    licence_reissued_on: Option<String>,
    version: i64,
    former_names: Vec<String>,
    profit: Option<String>,
    founder: String,
    legal_representative: String,
    principal: String,
    mode: Option<String>,
    position: Option<String>,
    premises: Vec<String>,
    party: Option<String>,
    custody_bank: String,
    inspections: Vec<String>,
    penalties: Vec<String>,
    confirmed_on: Option<String>,
    staff: Vec<Teacher>,
    /// The register of the bench links and merges nothing.
    links: [(); 0],
    merged: [(); 0],
    departments: Vec<Competent>,
}

/// All but the first of the classes.
fn more(classes: Option<Classes>) -> Vec<&'static str> {
    let more = classes.into_iter().flat_map(Classes::more);
    more.map(Class::code).collect()
}

/// What the benches' worlds say of nobody: a text that is empty where the column is.
fn said(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.is_empty())
}

#[derive(Serialize)]
struct Teacher {
    name: String,
    post: String,
    subject: String,
    certificate: Option<String>,
    certificate_number: String,
}

#[derive(Serialize)]
struct Page {
    items: Vec<Listed>,
    next: Option<String>,
    /// How the words of a search were met; a list that asks for none has none.
    matched: Option<&'static str>,
}

#[derive(Deserialize)]
struct After {
    after: i64,
}

fn state_today(state: Option<String>, until: Option<&str>, today: &str) -> String {
    match state {
        None => "none".to_owned(),
        Some(state) if state == "valid" && until.is_some_and(|until| until < today) => {
            "expired".to_owned()
        }
        Some(state) => state,
    }
}

const ONE: &str = "SELECT i.number, i.name, i.brand, i.uscc, i.status, i.class, i.district, i.address, \
     l.number, l.state, l.valid_until, i.legal_form, i.stages, i.telephone, a.name, i.founded_on, l.scope, l.issued_by, \
     l.issued_on, l.copy, l.reissued_on, i.version, d.former_names, d.profit, d.founder, d.legal_representative, d.principal, d.mode, d.position, \
     d.premises, d.party, d.party_branch, d.confirmed_at, i.id, d.custody_bank, d.inspections, d.penalties, i.more_classes FROM institution i LEFT JOIN licence l ON l.id = i.licence_id \
     JOIN authority a ON a.id = i.authority_id LEFT JOIN institution_identity d ON d.institution_id = i.id WHERE i.number = $1";

const TEACHERS: &str = "SELECT name, post, subject, certificate, certificate_number FROM staff_member \
     WHERE institution_id = $1 AND left_on IS NULL AND post IN ('teacher', 'research') ORDER BY id LIMIT 100";

const LIST: &str = "SELECT i.number, i.name, i.brand, i.uscc, i.status, i.class, i.district, i.address, \
     l.number, l.state, l.valid_until, i.seq, i.more_classes FROM institution i LEFT JOIN licence l ON l.id = i.licence_id \
     WHERE i.seq > $1 ORDER BY i.seq LIMIT 21";

type Answer<T> = Result<Json<T>, StatusCode>;

fn broken(_: sqlx::Error) -> StatusCode {
    StatusCode::INTERNAL_SERVER_ERROR
}

macro_rules! bare_handlers {
    ($name:ident, $pool:ty, $row:ty) => {
        mod $name {
            use super::*;

            #[derive(Clone)]
            struct Desk {
                pool: $pool,
                today: Arc<str>,
            }

            pub(super) fn router(pool: $pool) -> Router {
                let today = SystemClock.now().day().to_string().into();
                Router::new()
                    .route("/api/v1/institutions", get(list))
                    .route("/api/v1/institutions/{number}", get(one))
                    .with_state(Desk { pool, today })
            }

            fn classes(row: &$row, more: usize) -> Result<Option<Classes>, sqlx::Error> {
                let first: &str = row.try_get(5)?;
                Ok(Classes::stored(first, row.try_get(more)?))
            }

            fn listed(row: &$row, more: usize, today: &str) -> Result<Listed, sqlx::Error> {
                let until: Option<String> = row.try_get(10)?;
                Ok(Listed {
                    more_classes: self::more(classes(row, more)?),
                    number: row.try_get(0)?,
                    name: row.try_get(1)?,
                    brand: row.try_get(2)?,
                    uscc: row.try_get(3)?,
                    status: row.try_get(4)?,
                    class: row.try_get(5)?,
                    district: row.try_get(6)?,
                    address: row.try_get(7)?,
                    licence_number: row.try_get(8)?,
                    licence_state: state_today(row.try_get(9)?, until.as_deref(), today),
                    licence_valid_until: until,
                })
            }

            fn record(row: &$row, today: &str) -> Result<Record, sqlx::Error> {
                let bits: i64 = row.try_get(12)?;
                let taught = |stage: &&Stage| bits & i64::from(stage.bit()) != 0;
                let each = classes(row, 37)?.into_iter().flat_map(Classes::iter);
                let day: Day = today.parse().map_err(|_| sqlx::Error::RowNotFound)?;
                Ok(Record {
                    row: listed(row, 37, today)?,
                    departments: each.filter_map(|class| departments(class, day)).collect(),
                    legal_form: row.try_get(11)?,
                    stages: Stage::ALL
                        .iter()
                        .filter(taught)
                        .map(|stage| stage.code())
                        .collect(),
                    telephone: row.try_get(13)?,
                    authority: row.try_get(14)?,
                    founded_on: row.try_get(15)?,
                    licence_scope: row.try_get(16)?,
                    licence_issued_by: row.try_get(17)?,
                    licence_issued_on: row.try_get(18)?,
                    licence_copy: row.try_get(19)?,
                    licence_reissued_on: row.try_get(20)?,
                    version: row.try_get(21)?,
                    former_names: said(row.try_get(22)?).into_iter().collect(),
                    profit: said(row.try_get(23)?),
                    founder: said(row.try_get(24)?).unwrap_or_default(),
                    legal_representative: said(row.try_get(25)?).unwrap_or_default(),
                    principal: said(row.try_get(26)?).unwrap_or_default(),
                    mode: said(row.try_get(27)?),
                    position: said(row.try_get(28)?),
                    premises: said(row.try_get(29)?).into_iter().collect(),
                    party: said(row.try_get(30)?),
                    custody_bank: said(row.try_get(34)?).unwrap_or_default(),
                    inspections: said(row.try_get(35)?).into_iter().collect(),
                    penalties: said(row.try_get(36)?).into_iter().collect(),
                    confirmed_on: row.try_get::<Option<i64>, _>(32)?.map(|at| at.to_string()),
                    staff: Vec::new(),
                    links: [],
                    merged: [],
                })
            }

            async fn one(State(desk): State<Desk>, Path(number): Path<String>) -> Answer<Record> {
                let found = sqlx::query(ONE)
                    .bind(number)
                    .fetch_optional(&desk.pool)
                    .await;
                let row = found.map_err(broken)?.ok_or(StatusCode::NOT_FOUND)?;
                let mut record = record(&row, &desk.today).map_err(broken)?;
                let id: String = row.try_get(33).map_err(broken)?;
                let found = sqlx::query(TEACHERS).bind(id).fetch_all(&desk.pool).await;
                let staff: Result<_, _> = found.map_err(broken)?.iter().map(teacher).collect();
                record.staff = staff.map_err(broken)?;
                Ok(Json(record))
            }

            fn teacher(row: &$row) -> Result<Teacher, sqlx::Error> {
                Ok(Teacher {
                    name: row.try_get(0)?,
                    post: row.try_get(1)?,
                    subject: row.try_get(2)?,
                    certificate: row.try_get(3)?,
                    certificate_number: row.try_get(4)?,
                })
            }

            async fn list(State(desk): State<Desk>, Query(after): Query<After>) -> Answer<Page> {
                let found = sqlx::query(LIST)
                    .bind(after.after)
                    .fetch_all(&desk.pool)
                    .await;
                let rows = found.map_err(broken)?;
                let shown = &rows[..rows.len().min(20)];
                let next = match shown.last() {
                    Some(last) if rows.len() > 20 => {
                        Some(last.try_get::<i64, _>(11).map_err(broken)?.to_string())
                    }
                    _ => None,
                };
                let items: Result<_, _> = shown
                    .iter()
                    .map(|row| listed(row, 12, &desk.today))
                    .collect();
                Ok(Json(Page {
                    items: items.map_err(broken)?,
                    next,
                    matched: None,
                }))
            }
        }
    };
}
bare_handlers!(over_sqlite, SqlitePool, SqliteRow);
bare_handlers!(over_postgres, PgPool, PgRow);

async fn bare(db: &Db) -> Router {
    floor::on!(
        db.kind(),
        over_sqlite::router(floor::sqlite_readers(db).await),
        over_postgres::router(floor::postgres(db).await)
    )
}
