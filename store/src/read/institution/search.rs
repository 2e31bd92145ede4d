//! The search: the terms of a query, way after way, until one finds any.

use std::collections::BTreeSet;

use domain::words::{Day, InstitutionNumber, Uscc};

use super::facet::{self, Facets, SEEN_MAX};
use super::query::{After, Found, InstitutionQuery};
use super::walk::{Bind, Conditions, Walk};
use super::{FORMER, HELD, InstitutionRow, ROW, WHITE, fetch, fetch_facets};
use crate::Fault;
use crate::connect::{Pool, Store};
use crate::read::{Limit, Page};
use crate::terms::{self, Matched, Ways};

/// Looks institutions up. A query of one registered number or credit code finds that one. Else an exact name or brand comes
/// first, then the others that hold the query, by number; where there are none, those that sound like it, those whose first
/// letters it gives, those at an address with it: the first of these that finds any.
///
/// # Errors
/// Faults of the database.
pub async fn search(store: &Store, query: &InstitutionQuery, today: Day) -> Result<Found, Fault> {
    let text = query.text();
    let today = today.to_string();
    let Some(text) = text else {
        let after = query
            .after
            .map(|(After::Equal(seq) | After::Other(_, seq))| seq);
        let asked = Asked::new(query, Matched::Name);
        let rows = listed(store, &asked, after, None, &today).await?;
        return Ok(page(rows, query.limit, None, None));
    };
    if let Some((column, value)) = exact(text) {
        return only(store, column, value, &today).await;
    }
    let kinds: &[Matched] = match &query.after {
        None => &Matched::ALL,
        Some(After::Equal(_)) => &[Matched::Name],
        Some(After::Other(matched, _)) => std::slice::from_ref(matched),
    };
    for matched in kinds {
        let asked = Asked::new(query, *matched);
        if asked.ways.is_empty() {
            continue;
        }
        let rows = met(store, &asked, text, &today).await?;
        if !rows.is_empty() {
            return Ok(page(rows, query.limit, Some(text), Some(*matched)));
        }
    }
    Ok(page(Vec::new(), query.limit, None, None))
}

/// The rows of a page that a query meets in one way; of names, those that equal it come first, as the
/// registered name or as the brand over the door.
async fn met(
    store: &Store,
    asked: &Asked<'_>,
    text: &str,
    today: &str,
) -> Result<Vec<InstitutionRow>, Fault> {
    if asked.matched != Matched::Name {
        let after = match asked.query.after {
            Some(After::Other(_, seq)) => Some(seq),
            _ => None,
        };
        return listed(store, asked, after, None, today).await;
    }
    let (equal, others) = match asked.query.after {
        None => (Some(None), None),
        Some(After::Equal(seq)) => (Some(Some(seq)), None),
        Some(After::Other(_, seq)) => (None, Some(seq)),
    };
    let mut rows = Vec::new();
    if let Some(after) = equal {
        let named = asked.without_terms();
        rows = listed(store, &named, after, Some((text, true)), today).await?;
    }
    if rows.len() <= asked.query.limit.rows() {
        rows.extend(listed(store, asked, others, Some((text, false)), today).await?);
    }
    Ok(rows)
}

fn page(
    rows: Vec<InstitutionRow>,
    limit: Limit,
    name: Option<&str>,
    matched: Option<Matched>,
) -> Found {
    let part = matched.unwrap_or(Matched::Name);
    let page = Page::cut(rows, limit, |row| {
        let equals = |text: &str| row.name == text || row.brand == text;
        let place = if part == Matched::Name && name.is_some_and(equals) {
            After::Equal(row.seq)
        } else {
            After::Other(part, row.seq)
        };
        place.to_string()
    });
    Found {
        items: page.items,
        next: page.next,
        matched,
    }
}

/// A query with the terms that it asks for in one way.
struct Asked<'a> {
    query: &'a InstitutionQuery,
    matched: Matched,
    ways: Ways,
}

impl<'a> Asked<'a> {
    fn new(query: &'a InstitutionQuery, matched: Matched) -> Self {
        let mut ways = query
            .text()
            .map(|text| terms::of_query(text, matched))
            .unwrap_or_default();
        let also = terms::of_address_asked(query.address.as_deref().unwrap_or_default());
        if query.text().is_none() && !also.is_empty() {
            ways.push(BTreeSet::new());
        }
        for way in &mut ways {
            way.extend(also.iter().cloned());
        }
        Self {
            query,
            matched,
            ways,
        }
    }

    /// The names that equal the query are found by the name itself; only what else was asked stays.
    fn without_terms(&self) -> Asked<'a> {
        let also = terms::of_address_asked(self.query.address.as_deref().unwrap_or_default());
        Asked {
            query: self.query,
            matched: self.matched,
            ways: if also.is_empty() {
                Ways::new()
            } else {
                vec![also]
            },
        }
    }

    fn walk(&self, sqlite: bool, conditions: &mut Conditions) -> Walk {
        Walk::over(&self.ways, sqlite, conditions)
    }
}

/// The column and the value of a query that means one institution: its number, or its credit code.
fn exact(text: &str) -> Option<(&'static str, String)> {
    let number = text.parse::<InstitutionNumber>();
    let number = number.map(|number| ("number", number.to_string()));
    let code = || text.parse::<Uscc>().map(|uscc| ("uscc", uscc.to_string()));
    number.or_else(|_| code()).ok()
}

/// That of an entry which was merged into another one means the other.
async fn only(store: &Store, column: &str, value: String, today: &str) -> Result<Found, Fault> {
    let mut conditions = Conditions::shown();
    conditions.answers_for(column, value);
    let sql = format!(
        "SELECT {ROW}, {FORMER} FROM institution i {HELD}{} LIMIT 1",
        conditions.sql
    );
    let items = fetch(store, sql, conditions.values, today).await?;
    Ok(Found {
        items,
        next: None,
        matched: None,
    })
}

/// One walk along the register by number. `named` is the text of the query and whether name or brand
/// must equal it (first on the list) or must not (they were shown already).
async fn listed(
    store: &Store,
    asked: &Asked<'_>,
    after: Option<i64>,
    named: Option<(&str, bool)>,
    today: &str,
) -> Result<Vec<InstitutionRow>, Fault> {
    let mut conditions = Conditions::shown();
    let sqlite = matches!(store.hot(), Pool::Sqlite(_));
    let walk = asked.walk(sqlite, &mut conditions);
    if let Some((name, equal)) = named {
        conditions.named(name, equal);
    }
    let register = asked.ways.is_empty() && named.is_none();
    let classes = narrow(&mut conditions, asked.query, register, today);
    if let Some(after) = after {
        walk.behind(after, &mut conditions);
    }
    let order = walk.order();
    let Walk { with, source, .. } = walk;
    // A list without a name asked for is the register itself, and is read for its names of today.
    let former = match asked.query.text() {
        Some(_) => FORMER,
        None => "'' AS former_names",
    };
    // The number of rows stands in the statement: with an unknown one PostgreSQL expects a tenth of all rows, keeps no
    // plan, and plans longer than it reads.
    let most = asked.query.limit.and_one();
    let list = |of_class: &str| {
        format!(
            "{with}SELECT {ROW}, {former} FROM {source} {HELD}{}{of_class} ORDER BY {order} LIMIT {most}",
            conditions.sql
        )
    };
    let sql = match &classes {
        None => list(""),
        Some([first, others]) => format!(
            "SELECT * FROM ({}) one UNION ALL SELECT * FROM ({}) other ORDER BY seq LIMIT {most}",
            list(first),
            list(others)
        ),
    };
    fetch(store, sql, conditions.values, today).await
}

/// Narrows to what is asked for beside the text. Along the register a class is looked for in two lists, as an institution
/// has it first or among its others: each has an index in the order of the register, and both together have none. The
/// condition of each is the answer then.
fn narrow(
    conditions: &mut Conditions,
    query: &InstitutionQuery,
    register: bool,
    today: &str,
) -> Option<[String; 2]> {
    if let Some(district) = query.district {
        conditions.and("i.district = ", Bind::Text(district.code().to_owned()), "");
    }
    if let Some(status) = query.status {
        conditions.and("i.status = ", Bind::Text(status.code().to_owned()), "");
    }
    if let Some(stage) = query.stage {
        conditions.and("i.stages & ", Bind::Number(i64::from(stage.bit())), " <> 0");
    }
    if query.licensed {
        conditions.and(WHITE, Bind::Text(today.to_owned()), "");
    }
    let holds = conditions.of_class(query.class?);
    if register {
        return Some(holds.map(|one| format!(" AND {one}")));
    }
    conditions.always(&format!("({})", holds.join(" OR ")));
    None
}

/// How what `query` meets in the way `matched` is spread, over the whole list and not over the page alone. Beyond a
/// thousand institutions only so many are looked at, and every number is the least that it can be.
///
/// # Errors
/// Faults of the database.
pub async fn facets(
    store: &Store,
    query: &InstitutionQuery,
    matched: Matched,
    today: Day,
) -> Result<Facets, Fault> {
    let mut conditions = Conditions::shown();
    let sqlite = matches!(store.hot(), Pool::Sqlite(_));
    let (walk, classes) = match query.text().and_then(exact) {
        Some((column, value)) => {
            conditions.answers_for(column, value);
            (Walk::over(&Ways::new(), sqlite, &mut conditions), None)
        }
        None => {
            let asked = Asked::new(query, matched);
            let walk = asked.walk(sqlite, &mut conditions);
            let register = asked.ways.is_empty();
            let today = today.to_string();
            (walk, narrow(&mut conditions, query, register, &today))
        }
    };
    let order = walk.order();
    let Walk { with, source, .. } = walk;
    let most = SEEN_MAX + 1;
    let list = |part: u8, of_class: &str| {
        format!(
            "{with}SELECT i.district, i.class, i.more_classes, i.stages, i.status, {part} AS part, i.seq FROM {source} {}{}{of_class} \
             ORDER BY {order} LIMIT {most}",
            // The licence is looked at where it is asked for, and costs nothing elsewhere.
            if query.licensed { HELD } else { "" },
            conditions.sql,
        )
    };
    let sql = match &classes {
        None => list(0, ""),
        Some([first, others]) => format!(
            "SELECT * FROM ({}) one UNION ALL SELECT * FROM ({}) other ORDER BY part, seq LIMIT {most}",
            list(0, first),
            list(1, others)
        ),
    };
    let cells = fetch_facets(store, sql, conditions.values).await?;
    Ok(facet::counted(&cells))
}
