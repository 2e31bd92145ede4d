//! The parts of a search: its conditions, and what it walks along.

use super::SHOWN;
use crate::terms::{Matched, Ways};

/// A value to bind; all are text or numbers.
pub(super) enum Bind {
    Text(String),
    Number(i64),
}

/// A statement under construction: conditions and their values in step.
pub(super) struct Conditions {
    pub(super) sql: String,
    pub(super) values: Vec<Bind>,
}

impl Conditions {
    /// The first condition of every look-up: the institution is one that look-ups show.
    pub(super) fn shown() -> Self {
        Self {
            sql: format!(" WHERE {SHOWN}"),
            values: Vec::new(),
        }
    }

    pub(super) fn and(&mut self, before: &str, value: Bind, after: &str) {
        let number = self.values.len() + 1;
        self.sql.push_str(&format!(" AND {before}${number}{after}"));
        self.values.push(value);
    }
}

/// What a page is gathered along, always in the order of the register.
pub(super) struct Walk {
    pub(super) with: String,
    pub(super) source: &'static str,
    /// The column that holds the place in the register.
    pub(super) seq: &'static str,
}

impl Walk {
    /// Along the hits of any of `ways`; without one along the register itself.
    pub(super) fn over(
        ways: &Ways,
        matched: Matched,
        sqlite: bool,
        conditions: &mut Conditions,
    ) -> Self {
        let plain = |source, seq| Self {
            with: String::new(),
            source,
            seq,
        };
        let single = match ways.as_slice() {
            [] => return plain("institution i", "i.seq"),
            [way] if way.len() == 1 => way.first(),
            _ => None,
        };
        if sqlite {
            // CROSS JOIN keeps the order of the walk: along the hits by number, stopping when the page is full.
            conditions.and("s.terms MATCH ", Bind::Text(matching(ways)), "");
            return plain(
                "institution_search s CROSS JOIN institution i ON i.seq = s.rowid",
                "s.rowid",
            );
        }
        match single {
            Some(term) if matched.is_walked() => {
                conditions.and("s.term = ", Bind::Text(term.clone()), "");
                // OFFSET 0 keeps the order of the walk here. A plan for any term goes by the average one, merges the
                // hits with the whole register, and reads all of it to show the few that hold a rare pair.
                plain(
                    "institution_term s CROSS JOIN LATERAL (SELECT * FROM institution WHERE seq = s.seq OFFSET 0) i",
                    "s.seq",
                )
            }
            _ => Self {
                with: gathered(ways, conditions),
                source: "hit s JOIN institution i ON i.seq = s.seq",
                seq: "i.seq",
            },
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

/// Without MATERIALIZED the planner walks the primary key for some names.
fn gathered(ways: &Ways, conditions: &mut Conditions) -> String {
    let mut holds = Vec::new();
    for way in ways {
        let terms: Vec<&str> = way.iter().map(String::as_str).collect();
        conditions.values.push(Bind::Text(terms.join(" ")));
        let number = conditions.values.len();
        holds.push(format!("terms @> string_to_array(${number}, ' ')"));
    }
    let holds = holds.join(" OR ");
    format!("WITH hit AS MATERIALIZED (SELECT seq FROM institution_search WHERE {holds}) ")
}
