//! The search index of the register: the terms of each institution, its name as it is compared and where it is, in the form
//! that this program makes.

use std::collections::BTreeMap;

use domain::access::{Grant, permit};
use domain::hanzi::plain;
use domain::institution::field::{Field, Position};
use domain::institution::near::Point;
use domain::words::Instant;
use sea_orm::{FromQueryResult, Value};
use tokio::task::JoinHandle;

use crate::Fault;
use crate::connect::Store;
use crate::ops::institution::NewInstitution;
use crate::terms::{self, BLOCK, Terms};
use crate::tx::{Committed, Tx, Upkeep};

/// Rows of one write: others must not wait for long.
const SLICE: i64 = 100;

/// The writes that put new institutions into the index, from the place `first` in the register on. They are made beside the
/// rows, while the database is at work.
pub(super) fn gather(tx: &Tx, entries: &[NewInstitution], first: i64) -> JoinHandle<Vec<Write>> {
    let texts = entries.iter().zip(first..).map(|(entry, seq)| {
        let former = said(entry, Field::FormerNames).to_owned();
        let texts = [
            entry.name.clone(),
            entry.brand.clone(),
            former,
            entry.address.clone(),
        ];
        (seq, texts)
    });
    let texts: Vec<(i64, [String; 4])> = texts.collect();
    let sqlite = is_sqlite(tx);
    tokio::task::spawn_blocking(move || {
        let all = texts.iter().map(|(seq, [name, brand, former, address])| {
            (*seq, terms::of_institution(name, brand, former, address))
        });
        let all: Vec<(i64, Terms)> = all.collect();
        together(&all)
            .into_iter()
            .map(|slice| write(sqlite, slice))
            .collect()
    })
}

/// The slices that are written in one statement each: whole blocks that follow each other, and parts of a block by
/// themselves, which meet rows that are there. Institutions of one block share the rows of their terms, and the rows that a
/// term has in several blocks lie side by side in the key: together they are found once.
fn together(all: &[(i64, Terms)]) -> Vec<&[(i64, Terms)]> {
    let block = |slice: &[(i64, Terms)]| i64::try_from(slice.len()) == Ok(BLOCK);
    let blocks: Vec<&[(i64, Terms)]> = all
        .chunk_by(|(one, _), (two, _)| one / BLOCK == two / BLOCK)
        .collect();
    let mut rest = all;
    blocks
        .chunk_by(|one, two| block(one) && block(two))
        .map(|several| {
            let length = several.iter().map(|slice| slice.len()).sum();
            let (slice, others) = rest.split_at(length);
            rest = others;
            slice
        })
        .collect()
}

/// Puts new institutions into the index, from the place `first` in the register on, as they were gathered.
pub(super) async fn enter(
    tx: &Tx,
    entries: &[NewInstitution],
    first: i64,
    gathered: JoinHandle<Vec<Write>>,
) -> Result<(), Fault> {
    let gathered = gathered.await.map_err(|_| {
        Fault::Integrity("the terms of an institution could not be made".to_owned())
    })?;
    for (sql, values) in gathered {
        tx.execute(&sql, values).await?;
    }
    let told = entries.iter().zip(first..);
    let told = told.map(|(entry, seq)| (seq, said(entry, Field::Position)));
    put_near(tx, told).await
}

fn said(entry: &NewInstitution, field: Field) -> &str {
    entry.further.get(&field).map_or("", String::as_str)
}

/// Places of one statement, so that it has fewer values than the databases take.
const PLACES: usize = 500;

/// Writes where institutions are, each by its place in the register with what its record says of that; nothing for one that
/// says nothing.
async fn put_near(tx: &Tx, told: impl Iterator<Item = (i64, &str)>) -> Result<(), Fault> {
    let points = told.filter_map(|(seq, position)| {
        let position: Position = position.parse().ok()?;
        Some((seq, Point::from(position)))
    });
    let points: Vec<(i64, Point)> = points.collect();
    for points in points.chunks(PLACES) {
        let mut values: Vec<Value> = Vec::with_capacity(points.len() * 4);
        let mut rows = Vec::with_capacity(points.len());
        for (seq, point) in points {
            let row = [*seq, point.cell(), point.latitude_e6, point.longitude_e6];
            values.extend(row.map(Value::from));
            let last = values.len();
            rows.push(format!(
                "(${}, ${}, ${}, ${last})",
                last - 3,
                last - 2,
                last - 1
            ));
        }
        let sql = format!(
            "INSERT INTO institution_near (seq, cell, latitude_e6, longitude_e6) VALUES {}",
            rows.join(", ")
        );
        tx.execute(&sql, values).await?;
    }
    Ok(())
}

/// A statement with its values.
pub(super) type Write = (String, Vec<Value>);

/// The write of the terms of institutions by their places: of whole blocks, or all of one block.
fn write(sqlite: bool, slice: &[(i64, Terms)]) -> Write {
    if sqlite {
        of_rows(slice)
    } else {
        of_postings(slice)
    }
}

fn of_rows(block: &[(i64, Terms)]) -> Write {
    let mut values: Vec<Value> = Vec::with_capacity(block.len() * 2);
    let mut places = Vec::with_capacity(block.len());
    for (seq, terms) in block {
        values.extend([(*seq).into(), terms.joined().into()]);
        let last = values.len();
        places.push(format!("(${}, ${last})", last - 1));
    }
    let places = places.join(", ");
    let sql = format!("INSERT INTO institution_search (rowid, terms) VALUES {places}");
    (sql, values)
}

/// Few values whatever the number of rows, since the database takes longer to read many than to write them: lists, which it
/// cuts again at line feeds, and terms within one at spaces; no term holds either.
fn of_postings(slice: &[(i64, Terms)]) -> Write {
    let mut postings: BTreeMap<(&str, i64), Places> = BTreeMap::new();
    for (seq, terms) in slice {
        for term in terms.iter() {
            let block = postings.entry((term, seq / BLOCK)).or_default();
            block.add(seq % BLOCK);
        }
    }
    let lines = |lines: &mut dyn Iterator<Item = String>| lines.collect::<Vec<_>>().join("\n");
    let values: [Value; 5] = [
        lines(&mut slice.iter().map(|(seq, _)| seq.to_string())).into(),
        lines(&mut slice.iter().map(|(_, terms)| terms.joined())).into(),
        postings
            .keys()
            .map(|(term, _)| *term)
            .collect::<Vec<_>>()
            .join("\n")
            .into(),
        lines(&mut postings.values().map(Places::hex)).into(),
        lines(&mut postings.keys().map(|(_, block)| block.to_string())).into(),
    ];
    // Of blocks of which every place is written here nobody has written a row yet: places are given once.
    let whole = i64::try_from(slice.len()).is_ok_and(|length| length > 0 && length % BLOCK == 0);
    let met = if whole {
        ""
    } else {
        "ON CONFLICT (term, block) DO UPDATE SET places = institution_posting.places | EXCLUDED.places"
    };
    // The terms are in the order of the key, so that two who write the same ones wait for each other in one order.
    let sql = format!(
        "WITH entered AS (INSERT INTO institution_search (seq, terms) SELECT seq::bigint, string_to_array(terms, ' ') \
         FROM unnest(string_to_array($1, E'\\n'), string_to_array($2, E'\\n')) AS given (seq, terms)) \
         INSERT INTO institution_posting (term, block, places) SELECT term, block::bigint, ('x' || places)::bit({BLOCK}) \
         FROM unnest(string_to_array($3, E'\\n'), string_to_array($4, E'\\n'), string_to_array($5, E'\\n')) AS made (term, places, block) {met}"
    );
    (sql, values.into())
}

/// The places of one block that hold a term, as the database has them: the first is the highest bit.
struct Places([u8; BLOCK_BYTES]);

const BLOCK_BYTES: usize = 64;

impl Default for Places {
    fn default() -> Self {
        Self([0; BLOCK_BYTES])
    }
}

impl Places {
    fn add(&mut self, place: i64) {
        let byte = usize::try_from(place / 8).unwrap_or(0);
        if let Some(byte) = self.0.get_mut(byte) {
            *byte |= 0x80 >> (place % 8);
        }
    }

    fn hex(&self) -> String {
        hex::encode(self.0)
    }
}

fn is_sqlite(tx: &Tx) -> bool {
    tx.store().backend() == sea_orm::DbBackend::Sqlite
}

/// What the index is made of.
#[derive(FromQueryResult)]
struct Record {
    seq: i64,
    name: String,
    brand: String,
    address: String,
    former_names: String,
    /// The names of the entries that were merged into it, each on a line.
    merged_names: String,
    position: String,
}

/// The columns of a [`Record`] of a row that is written.
const RECORD: &str = "seq, name, brand, address, \
     COALESCE((SELECT d.former_names FROM institution_identity d WHERE d.institution_id = institution.id), '') AS former_names, \
     COALESCE((SELECT string_agg(m.name || '\n' || m.brand || '\n' || COALESCE(f.former_names, ''), '\n') FROM institution m \
     LEFT JOIN institution_identity f ON f.institution_id = m.id WHERE m.merged_into = institution.id), '') AS merged_names, \
     COALESCE((SELECT d.position FROM institution_identity d WHERE d.institution_id = institution.id), '') AS position";

/// Puts what the record says now in the place of what the index has.
pub(super) async fn again(tx: &Tx, id: &str) -> Result<(), Fault> {
    let sql = format!("UPDATE institution SET index_form = $1 WHERE id = $2 RETURNING {RECORD}");
    let record: Option<Record> = tx.one(&sql, [terms::FORM.into(), id.into()]).await?;
    replace(tx, &record.ok_or(Fault::NotFound)?).await
}

async fn replace(tx: &Tx, record: &Record) -> Result<(), Fault> {
    leave(tx, (record.seq, record.seq)).await?;
    tx.execute(
        "UPDATE institution SET name_plain = $1 WHERE seq = $2",
        [plain(&record.name).into(), record.seq.into()],
    )
    .await?;
    let Record {
        name,
        brand,
        former_names,
        merged_names,
        address,
        ..
    } = record;
    let others = format!("{former_names}\n{merged_names}");
    let terms = terms::of_institution(name, brand, &others, address);
    let (sql, values) = write(is_sqlite(tx), &[(record.seq, terms)]);
    tx.execute(&sql, values).await?;
    put_near(tx, [(record.seq, record.position.as_str())].into_iter()).await
}

/// Takes the institutions at these places of the register, first and last, out of the index. The rows of postings are
/// locked in the order in which they are written.
pub(super) async fn leave(tx: &Tx, (first, last): (i64, i64)) -> Result<(), Fault> {
    let mut gone = if is_sqlite(tx) {
        vec!["DELETE FROM institution_search WHERE rowid BETWEEN $1 AND $2".to_owned()]
    } else {
        let postings = format!(
            "WITH gone AS (SELECT one.term, seq / {BLOCK} AS block, bit_or(set_bit(0::bit({BLOCK}), (seq % {BLOCK})::integer, 1)) AS places \
             FROM institution_search, unnest(terms) AS one (term) WHERE seq BETWEEN $1 AND $2 GROUP BY 1, 2), \
             held AS MATERIALIZED (SELECT p.term, p.block, gone.places FROM institution_posting p JOIN gone USING (term, block) \
             ORDER BY p.term, p.block FOR UPDATE OF p) \
             UPDATE institution_posting p SET places = p.places & ~held.places FROM held \
             WHERE p.term = held.term AND p.block = held.block"
        );
        let terms = "DELETE FROM institution_search WHERE seq BETWEEN $1 AND $2".to_owned();
        vec![postings, terms]
    };
    gone.push("DELETE FROM institution_near WHERE seq BETWEEN $1 AND $2".to_owned());
    for sql in gone {
        tx.execute(&sql, [first.into(), last.into()]).await?;
    }
    Ok(())
}

/// Indexes again, slice by slice, what lies in the index in an older form, and answers how many institutions that were.
/// What was done stays done when it is stopped; doing it twice, or in two workers at once, does it once.
///
/// # Errors
/// Faults of the database.
pub async fn renew(
    store: &Store,
    _grant: &Grant<permit::RunSystem>,
    now: Instant,
) -> Result<u64, Fault> {
    let mut done = 0;
    loop {
        let renewed = store.run(now, renew_slice).await?;
        if renewed == 0 {
            return Ok(done);
        }
        done += renewed;
    }
}

/// Whether anything lies in the index in an older form: another worker may be at it.
///
/// # Errors
/// Faults of the database.
pub async fn is_behind(store: &Store) -> Result<bool, Fault> {
    let sql = format!(
        "SELECT 1 FROM institution WHERE index_form < {} LIMIT 1",
        terms::FORM
    );
    store.has(&sql, []).await
}

/// Of two workers at once the later one finds the slice done, and leaves the rest to the first.
async fn renew_slice(tx: Tx) -> Result<Committed<u64>, Fault> {
    let sql = format!(
        "UPDATE institution SET index_form = $1 WHERE index_form < $1 AND id IN \
         (SELECT id FROM institution WHERE index_form < $1 ORDER BY seq LIMIT $2) RETURNING {RECORD}"
    );
    let old: Vec<Record> = tx.all(&sql, [terms::FORM.into(), SLICE.into()]).await?;
    for record in &old {
        replace(&tx, record).await?;
    }
    let count = u64::try_from(old.len()).unwrap_or(u64::MAX);
    tx.commit_upkeep(Upkeep::Index, count).await
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test stops where it fails")]
mod tests {
    use super::*;

    #[test]
    fn whole_blocks_are_written_together_and_parts_by_themselves() {
        for (first, rows, lengths) in [
            (0, 0, vec![]),
            (3, 20, vec![20]),
            (0, 512, vec![512]),
            (0, 1_024, vec![1_024]),
            (500, 12 + 1_024 + 7, vec![12, 1_024, 7]),
            (512, 512 + 1, vec![512, 1]),
            (1, 511 + 511, vec![511, 511]),
        ] {
            let all = (first..first + rows).map(|seq| (seq, Terms::default()));
            let all: Vec<(i64, Terms)> = all.collect();
            let slices = together(&all);
            let found: Vec<i64> = slices
                .iter()
                .map(|slice| i64::try_from(slice.len()).unwrap())
                .collect();
            assert_eq!(found, lengths, "{first} + {rows}");
            let joined = slices.into_iter().flatten().map(|(seq, _)| *seq);
            assert!(joined.eq(first..first + rows), "{first} + {rows}");
        }
    }
}
