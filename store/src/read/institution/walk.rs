//! The parts of a search: its conditions, and what it walks along.

use std::collections::BTreeSet;

use domain::words::Class;

use super::{SHOWN, UNMERGED, answers_for};
use crate::terms::{BLOCK, Ways};

/// A value to bind; all are text or numbers.
pub(crate) enum Bind {
    Text(String),
    Number(i64),
}

/// A statement under construction: conditions and their values in step.
pub(super) struct Conditions {
    pub(super) sql: String,
    pub(super) values: Vec<Bind>,
}

impl Conditions {
    /// The first condition of every look-up: the institution is one that look-ups show, and stands for itself.
    pub(super) fn shown() -> Self {
        Self {
            sql: format!(" WHERE {SHOWN} AND {UNMERGED}"),
            values: Vec::new(),
        }
    }

    pub(super) fn and(&mut self, before: &str, value: Bind, after: &str) {
        let number = self.values.len() + 1;
        self.sql.push_str(&format!(" AND {before}${number}{after}"));
        self.values.push(value);
    }

    /// The name or the brand equals `text`, or neither does.
    pub(super) fn named(&mut self, text: &str, equal: bool) {
        self.values.push(Bind::Text(text.to_owned()));
        let value = self.values.len();
        let (sign, join) = if equal { ("=", "OR") } else { ("<>", "AND") };
        self.always(&format!(
            "(i.name {sign} ${value} {join} i.brand {sign} ${value})"
        ));
    }

    /// The institution answers for the entry whose `column` is `value`.
    pub(super) fn answers_for(&mut self, column: &str, value: String) {
        self.values.push(Bind::Text(value));
        let place = format!("${}", self.values.len());
        self.always(&answers_for(column, &place));
    }

    /// What holds of an institution of this class: of the first one, or of the others of its classes.
    pub(super) fn of_class(&mut self, class: Class) -> [String; 2] {
        self.values.push(Bind::Text(class.code().to_owned()));
        self.values.push(Bind::Number(i64::from(class.bit())));
        let last = self.values.len();
        [
            format!("i.class = ${}", last - 1),
            format!("i.more_classes <> 0 AND i.more_classes & ${last} <> 0"),
        ]
    }

    /// A condition whose values are bound already.
    pub(super) fn always(&mut self, holds: &str) {
        self.sql.push_str(&format!(" AND {holds}"));
    }
}

/// What a page is gathered along, always in the order of the register.
pub(super) struct Walk {
    pub(super) with: String,
    pub(super) source: String,
    /// The column that holds the place in the register.
    pub(super) seq: &'static str,
    /// Whether it goes along blocks of postings, which an index gives in the order of the register.
    by_block: bool,
}

impl Walk {
    /// Along the hits of any of `ways`; without one along the register itself.
    pub(super) fn over(ways: &Ways, sqlite: bool, conditions: &mut Conditions) -> Self {
        if ways.is_empty() {
            return Self::plain("institution i", "i.seq");
        }
        if sqlite {
            // CROSS JOIN keeps the order of the walk: along the hits by number, stopping when the page is full.
            conditions.and(
                "s.institution_search MATCH ",
                Bind::Text(matching(ways)),
                "",
            );
            let source = "institution_search s CROSS JOIN institution i ON i.seq = s.rowid";
            return Self::plain(source, "s.rowid");
        }
        match ways.as_slice() {
            [way] => {
                let (source, holds) = hits(way, conditions);
                conditions.always(&holds);
                Self {
                    with: String::new(),
                    source: format!(
                        "{source} CROSS JOIN LATERAL (SELECT * FROM institution WHERE seq = hit.seq OFFSET 0) i"
                    ),
                    seq: "hit.seq",
                    by_block: true,
                }
            }
            ways => {
                let each: Vec<String> = ways
                    .iter()
                    .map(|way| {
                        let (source, holds) = hits(way, conditions);
                        format!("SELECT hit.seq FROM {source} WHERE {holds}")
                    })
                    .collect();
                Self {
                    with: format!("WITH hit AS MATERIALIZED ({}) ", each.join(" UNION ")),
                    source: "hit JOIN institution i ON i.seq = hit.seq".to_owned(),
                    seq: "i.seq",
                    by_block: false,
                }
            }
        }
    }

    /// The rows behind the place `after` in the register.
    pub(super) fn behind(&self, after: i64, conditions: &mut Conditions) {
        conditions.and(&format!("{} > ", self.seq), Bind::Number(after), "");
        if self.by_block {
            conditions.and("s0.block >= ", Bind::Number(after / BLOCK), "");
        }
    }

    /// By what the rows are ordered.
    pub(super) fn order(&self) -> &'static str {
        if self.by_block {
            "s0.block, hit.seq"
        } else {
            self.seq
        }
    }

    fn plain(source: &str, seq: &'static str) -> Self {
        Self {
            with: String::new(),
            source: source.to_owned(),
            seq,
            by_block: false,
        }
    }
}

/// Quoted terms; those of a way must all be there.
fn matching(ways: &Ways) -> String {
    let ways = ways.iter().map(|way| {
        let quoted: Vec<String> = way.iter().map(|term| format!("\"{term}\"")).collect();
        format!("({})", quoted.join(" AND "))
    });
    ways.collect::<Vec<_>>().join(" OR ")
}

/// Where the places stand that hold every term of a way, block by block, and the condition on the first term: its rows in the
/// order of their key, those of the others beside them, and of the bits that all have in common each as a place. OFFSET 0
/// keeps that order: a plan for any term goes by the average one, and would sort all blocks to give the first.
fn hits(way: &BTreeSet<String>, conditions: &mut Conditions) -> (String, String) {
    let mut source = "institution_posting s0".to_owned();
    let (mut holds, mut common) = (String::new(), Vec::new());
    for (place, term) in way.iter().enumerate() {
        conditions.values.push(Bind::Text(term.clone()));
        let value = conditions.values.len();
        if place == 0 {
            holds = format!("s0.term = ${value}");
        } else {
            source.push_str(&format!(
                " CROSS JOIN LATERAL (SELECT places FROM institution_posting WHERE term = ${value} AND block = s0.block OFFSET 0) s{place}"
            ));
        }
        common.push(format!("s{place}.places"));
    }
    // A block without any is passed over at once. Of bits that are not nought the planner expects many, and then goes block
    // by block until the page is full; of bits that are one it expects few, and would gather all blocks to sort them.
    source.push_str(&format!(
        " CROSS JOIN LATERAL (SELECT {} AS places OFFSET 0) met \
         CROSS JOIN LATERAL (SELECT s0.block * {BLOCK} + n AS seq FROM generate_series(0, {BLOCK} - 1) AS one (n) \
         WHERE met.places <> 0::bit({BLOCK}) AND get_bit(met.places, n) <> 0 OFFSET 0) hit",
        common.join(" & ")
    ));
    (source, holds)
}
