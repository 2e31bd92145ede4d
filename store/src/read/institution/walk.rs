//! The parts of a search: its conditions, and what it walks along.

/// A value to bind; all are text or numbers.
pub(super) enum Bind {
    Text(String),
    Number(i64),
}

/// A statement under construction: conditions and their values in step.
#[derive(Default)]
pub(super) struct Conditions {
    pub(super) sql: String,
    pub(super) values: Vec<Bind>,
}

impl Conditions {
    pub(super) fn and(&mut self, before: &str, value: Bind, after: &str) {
        let number = self.values.len() + 1;
        let joint = if self.sql.is_empty() {
            " WHERE "
        } else {
            " AND "
        };
        self.sql
            .push_str(&format!("{joint}{before}${number}{after}"));
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
    /// Along the hits of all `terms`; without terms along the register itself.
    pub(super) fn over(terms: &[String], sqlite: bool, conditions: &mut Conditions) -> Self {
        let plain = |source, seq| Self {
            with: String::new(),
            source,
            seq,
        };
        match terms {
            [] => plain("institution i", "i.seq"),
            _ if sqlite => {
                // Quoted terms joined by a space must all be there. CROSS JOIN keeps the order of the
                // walk: along the hits by number, stopping when the page is full.
                let quoted: Vec<String> = terms.iter().map(|term| format!("\"{term}\"")).collect();
                conditions.and("s.terms MATCH ", Bind::Text(quoted.join(" ")), "");
                plain(
                    "institution_search s CROSS JOIN institution i ON i.seq = s.rowid",
                    "s.rowid",
                )
            }
            [term] => {
                conditions.and("s.term = ", Bind::Text(term.clone()), "");
                plain(
                    "institution_term s JOIN institution i ON i.seq = s.seq",
                    "s.seq",
                )
            }
            several => {
                // Without MATERIALIZED the planner walks the primary key for some names.
                let number = conditions.values.len() + 1;
                conditions.values.push(Bind::Text(several.join(" ")));
                Self {
                    with: format!(
                        "WITH hit AS MATERIALIZED (SELECT seq FROM institution_search WHERE terms @> string_to_array(${number}, ' ')) "
                    ),
                    source: "hit s JOIN institution i ON i.seq = s.seq",
                    seq: "i.seq",
                }
            }
        }
    }
}
