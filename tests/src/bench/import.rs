//! A workbook of institutions entered as an office would: checked, written in slices that nobody sees, shown. The floor
//! makes the same rows of institutions and licences in bare inserts of sqlx, as many in a transaction, on a database of its
//! own; reading the file is timed apart, and neither side of the ratio does it. With `--program` the release program enters
//! the same list, for its memory.

use std::fs::File;
use std::io::BufWriter;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use bytes::Bytes;
use domain::access::permit;
use domain::institution::NewInstitution;
use domain::institution::department::Department;
use domain::institution::import::Rows;
use domain::institution::listed::{self, Defaults, Field, Reading};
use domain::institution::met::{Before, Doubles, Meeting, meet};
use sea_orm::sqlx::{self, PgPool, QueryBuilder, SqlitePool};
use store::ops::authority;
use store::ops::import::{self as ops, NewImport};
use store::read::import as lists;
use store::{Clock as _, Store, SystemClock};
use tables::{Cell, Column, Format, Writer};
use tests::bureau::grant;
use tests::{Db, Kind, keeper};
use tokio::time::Instant;
use worker::import::{self, Wish};

use super::filing::count;
use super::ground::runtime;
use super::start::{highest_memory, program, set};
use super::{Line, floor, table};

/// Rows of a transaction of the floor, as of one of ours.
const SLICE: usize = 512;

const COLUMNS: [Field; 9] = [
    Field::Name,
    Field::Uscc,
    Field::Class,
    Field::Stages,
    Field::District,
    Field::Address,
    Field::LicenceNumber,
    Field::LicenceIssuedOn,
    Field::LicenceValidUntil,
];

pub(crate) fn run(line: &Line, kind: Kind) {
    let runtime = runtime();
    if runtime.block_on(Db::fresh(kind, "bench")).is_none() {
        return;
    }
    let folder = keeper::fresh_folder("workbook");
    let path = folder.join("list.xlsx");
    write(&path, line.institutions);
    let bytes = Bytes::from(std::fs::read(&path).expect("it was written"));
    let (entries, reading) = read(&bytes);
    println!(
        "| reading the workbook once ({} MB) | {} rows/s |",
        bytes.len() / 1_000_000,
        per_second(entries.len(), reading)
    );
    let whole = runtime.block_on(whole(kind, &path, bytes.clone()));
    println!(
        "| check and entry with reading, {} | {whole} rows/s |",
        table::word(kind)
    );
    let compared = table::compare(
        line.rounds,
        || runtime.block_on(ours(kind, &entries, &bytes)),
        || runtime.block_on(bare(kind, &entries)),
    );
    table::row(&["entry without reading", table::word(kind)], &compared);
    if line.program {
        let db = runtime.block_on(founded(kind)).0;
        println!(
            "| memory of `hongjian import`, {} | under 300 MB | {} |",
            table::word(kind),
            memory_of_the_program(&db, &path)
        );
    }
}

fn per_second(rows: usize, time: Duration) -> u64 {
    let rows = u64::try_from(rows).expect("a number of rows");
    rows * 1_000_000
        / u64::try_from(time.as_micros())
            .expect("a short time")
            .max(1)
}

/// Names of the length that names have, each of its own pairs of characters.
fn name(row: u64) -> String {
    const SIGNS: &str = "晨曦群艺博雅启明星辰远航新芽育英知行致远慧心乐学天骄弘文墨香翰林紫荆青禾佳音妙笔彩虹金色童年阳光未来";
    let signs: Vec<char> = SIGNS.chars().collect();
    let count = u64::try_from(signs.len()).expect("a few");
    let sign = |turn: u64| signs[usize::try_from(turn % count).expect("a few")];
    format!(
        "南昌市{}{}{}{}{row}艺术培训学校有限公司",
        sign(row),
        sign(row / count),
        sign(row / count / count + row),
        sign(row * 7)
    )
}

fn write(path: &Path, rows: u64) {
    let columns = COLUMNS.map(|field| Column {
        heading: field.zh(),
        width: 20,
    });
    let out = BufWriter::new(File::create(path).expect("a folder of our own"));
    let aside = keeper::folder();
    let mut writer = Writer::begin(Format::Xlsx, out, "名单", &columns, aside).expect("a workbook");
    for row in 1..=rows {
        let code = domain::words::Uscc::from_body(&format!("9136010300{row:07}")).expect("a code");
        let cells = [
            name(row),
            code.to_string(),
            "文化艺术类".to_owned(),
            "小学、初中".to_owned(),
            "西湖区".to_owned(),
            format!("孺子路{row}号{}层", row % 9 + 1),
            format!("教民13601037{row:07}号"),
            "2025-03-01".to_owned(),
            "2028-02-29".to_owned(),
        ];
        let cells = cells.map(Cell::Text);
        writer.row(&cells).expect("a row fits");
    }
    drop(writer.end().expect("it is whole"));
}

/// What the file says, and how long it takes to read it.
fn read(bytes: &Bytes) -> (Vec<NewInstitution>, Duration) {
    let today = SystemClock.now().day();
    let begun = Instant::now();
    let mut entries = Vec::new();
    let mut headings = true;
    let read = tables::read(std::io::Cursor::new(bytes.clone()), &mut |row| {
        if !std::mem::take(&mut headings) {
            let cell = |field| {
                let place = COLUMNS.iter().position(|one| *one == field);
                let text = place.and_then(|place| row.cells.get(place)?.as_deref().ok());
                Ok(text.unwrap_or_default())
            };
            entries.push(listed::read(cell, &Defaults::default(), today).expect("a row of ours"));
        }
        std::ops::ControlFlow::Continue(())
    });
    read.expect("a workbook of ours");
    (entries, begun.elapsed())
}

/// A fresh database with one authority.
async fn founded(kind: Kind) -> (Db, Store) {
    let db = Db::fresh(kind, "bench").await.expect("it was there before");
    let store = db.store().await;
    let right = grant::<permit::ManageRegister>(&store);
    let areas = domain::words::District::ALL;
    authority::found(
        &store,
        &right,
        "南昌市教育局",
        Department::Education,
        areas,
        store.now(),
    )
    .await
    .expect("a fresh database");
    (db, store)
}

/// Rows in a second from the file to the list that everybody sees.
async fn whole(kind: Kind, path: &Path, bytes: Bytes) -> u64 {
    let (_db, store) = founded(kind).await;
    let right = grant::<permit::ManageRegister>(&store);
    let (wish, file) = (Wish::default(), (path, bytes));
    let begun = Instant::now();
    let entered = import::enter(&store, &right, file, &wish, &mut |_, _, _| {}).await;
    let rows = entered.expect("a list of ours").list.count;
    per_second(usize::try_from(rows).expect("a list"), begun.elapsed())
}

/// Rows in a second without the reading: each is compared with those before it and with the register, and entered.
async fn ours(kind: Kind, entries: &[NewInstitution], bytes: &Bytes) -> f64 {
    let (_db, store) = founded(kind).await;
    let right = grant::<permit::ManageRegister>(&store);
    let begun = Instant::now();
    let mark = lists::mark(&store, &right).await.expect("an answer");
    let (mut rows, mut before) = (Rows::default(), Before::default());
    let mut number = 1;
    for slice in entries.chunks(SLICE) {
        let known = lists::acquaintance(&store, &right, slice, None)
            .await
            .expect("an answer");
        for entry in slice {
            number += 1;
            before
                .take(number, entry, &Reading::default())
                .expect("a row of its own");
            let met = meet(entry, &known.of(entry), Doubles::Ask);
            assert_eq!(met, Ok(Meeting::New));
            rows.push(number);
        }
    }
    let list = NewImport {
        file_name: "list.xlsx".to_owned(),
        media_type: Format::Xlsx.media_type(),
        bytes: bytes.clone(),
        reading: Reading::default(),
        rows,
        mark,
    };
    let id = ops::begin(&store, &right, &list, store.now()).await;
    let id = id.expect("a list of ours");
    let begun_list = lists::by_id(&store, &right, id)
        .await
        .expect("it was begun");
    let (mut done, mut left) = (0, entries);
    while !left.is_empty() {
        let rows = ops::slice_rows(&store, &begun_list, done).min(left.len());
        let (slice, rest) = left.split_at(rows);
        let entered = ops::enter(&store, &right, id, done, slice, store.now()).await;
        (done, left) = (entered.expect("a slice of ours"), rest);
    }
    let shown = ops::show(&store, &right, id, store.now()).await;
    shown.expect("a whole list");
    f64::from(u32::try_from(done).expect("a list")) / begun.elapsed().as_secs_f64()
}

/// Rows in a second of the floor.
async fn bare(kind: Kind, entries: &[NewInstitution]) -> f64 {
    let (db, _store) = founded(kind).await;
    let authority = authority_of(&db).await;
    let begun = Instant::now();
    floor::on!(
        kind,
        bare_sqlite(&floor::sqlite_writer(&db).await, entries, &authority).await,
        bare_postgres(&floor::postgres(&db).await, entries, &authority).await
    )
    .expect("rows of ours");
    let time = begun.elapsed();
    let rows = count(&db, "institution").await;
    f64::from(u32::try_from(rows).expect("a number of rows")) / time.as_secs_f64()
}

async fn authority_of(db: &Db) -> String {
    let sql = "SELECT id FROM authority";
    floor::on!(
        db.kind(),
        sqlx::query_scalar(sql)
            .fetch_one(&floor::sqlite_readers(db).await)
            .await,
        sqlx::query_scalar(sql)
            .fetch_one(&floor::postgres(db).await)
            .await
    )
    .expect("it was founded")
}

macro_rules! bare {
    ($name:ident, $pool:ty, $db:ty) => {
        async fn $name(
            pool: &$pool,
            entries: &[NewInstitution],
            authority: &str,
        ) -> Result<(), sqlx::Error> {
            let mut seq = 0_i64;
            for slice in entries.chunks(SLICE) {
                let rows: Vec<(i64, &NewInstitution)> = (seq + 1..).zip(slice).collect();
                seq += i64::try_from(slice.len()).expect("a slice");
                let mut tx = pool.begin().await?;
                let mut licences: QueryBuilder<$db> = QueryBuilder::new(
                    "INSERT INTO licence (id, number, institution_id, class, stages, scope, state, issued_by, issued_on, \
                     valid_until, created_at, version) ",
                );
                licences.push_values(&rows, |mut row, (seq, entry)| {
                    let licence = entry.licence.as_ref().expect("each has one");
                    row.push_bind(format!("lic_{seq:032x}"))
                        .push_bind(licence.number.to_string())
                        .push_bind(format!("ins_{seq:032x}"))
                        .push_bind("arts")
                        .push_bind(6_i64)
                        .push_bind("")
                        .push_bind("valid")
                        .push_bind("")
                        .push_bind(licence.issued_on.to_string())
                        .push_bind(licence.valid_until.to_string())
                        .push_bind(1_700_000_000_000_i64)
                        .push_bind(1_i64);
                });
                licences.build().execute(&mut *tx).await?;
                let mut institutions: QueryBuilder<$db> = QueryBuilder::new(
                    "INSERT INTO institution (id, seq, number, name, brand, uscc, legal_form, class, stages, district, \
                     authority_id, address, telephone, status, licence_id, created_at, updated_at, version, index_form, name_plain) ",
                );
                institutions.push_values(&rows, |mut row, (seq, entry)| {
                    row.push_bind(format!("ins_{seq:032x}"))
                        .push_bind(*seq)
                        .push_bind(format!("NC{seq:08}"))
                        .push_bind(entry.name.clone())
                        .push_bind("")
                        .push_bind(entry.uscc.as_ref().map(ToString::to_string))
                        .push_bind("unknown")
                        .push_bind("arts")
                        .push_bind(6_i64)
                        .push_bind(entry.district.code())
                        .push_bind(authority.to_owned())
                        .push_bind(entry.address.clone())
                        .push_bind("")
                        .push_bind("operating")
                        .push_bind(format!("lic_{seq:032x}"))
                        .push_bind(1_700_000_000_000_i64)
                        .push_bind(1_700_000_000_000_i64)
                        .push_bind(1_i64)
                        .push_bind(3_i64)
                        .push_bind(entry.name.clone());
                });
                institutions.build().execute(&mut *tx).await?;
                tx.commit().await?;
            }
            Ok(())
        }
    };
}
bare!(bare_sqlite, SqlitePool, sqlx::Sqlite);
bare!(bare_postgres, PgPool, sqlx::Postgres);

/// The resident memory of `hongjian import` over the whole list.
fn memory_of_the_program(db: &Db, list: &Path) -> String {
    let mut command = Command::new(program());
    set(&mut command, db);
    command.args(["import", "institutions"]).arg(list);
    highest_memory(command)
}
