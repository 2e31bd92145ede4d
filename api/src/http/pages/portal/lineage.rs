//! What an institution came out of and what came out of it, and where the number of a merged entry leads.

use axum::response::Response;
use domain::institution::link::Kind;
use domain::words::{Day, InstitutionNumber};
use store::read::link::{self, LinkRow};
use store::read::merge;

use crate::App;
use crate::http::json::institutions::{leads as kept, moved};
use crate::http::problem::Problem;
use crate::text::{Lang, show};
use crate::view::piece::Fact;

/// The way to the entry that is kept, where this one was merged into it; nothing where its own page is shown, as on a day
/// before that.
pub(super) async fn leads(
    app: &App,
    number: InstitutionNumber,
    as_of: &str,
) -> Result<Option<Response>, Problem> {
    let kept = kept(app, number, Some(as_of)).await?;
    Ok(kept.map(|kept| moved(&format!("/institutions/{kept}"), Some(as_of))))
}

/// The links of an institution in words, each leading to the other one under `path`.
pub(in crate::http::pages) async fn lineage(
    app: &App,
    number: InstitutionNumber,
    lang: Lang,
    path: &str,
) -> Result<Vec<Fact>, Problem> {
    let number = number.to_string();
    let rows = link::of(app.store(), &number).await?;
    Ok(rows
        .iter()
        .map(|row| fact(row, &number, lang, path))
        .collect())
}

fn fact(row: &LinkRow, own: &str, lang: Lang, path: &str) -> Fact {
    let (term, name, number) = if row.successor_number == own {
        (
            "lineage-before",
            &row.predecessor_name,
            &row.predecessor_number,
        )
    } else {
        ("lineage-after", &row.successor_name, &row.successor_number)
    };
    let line = lang.t2("lineage-line", "name", name, "how", how(row, lang));
    Fact::new(lang.t(term), line).to(format!("{path}/{number}"))
}

/// On which day, and how: 2021年9月1日改名重组.
pub(in crate::http::pages) fn how(row: &LinkRow, lang: Lang) -> String {
    let kind =
        Kind::from_code(&row.kind).map_or(row.kind.as_str(), |it| lang.pick(it.zh(), it.en()));
    let day: Option<Day> = row.since_on.parse().ok();
    let day = day.map(|day| show::day(lang, day)).unwrap_or_default();
    lang.t2("lineage-how", "day", day, "kind", kind)
}

/// The numbers of the entries that were merged into this one, in a sentence; empty where there are none.
pub(super) async fn merged(app: &App, id: &str, lang: Lang) -> Result<String, Problem> {
    let numbers = merge::hidden_of(app.store(), id).await?;
    if numbers.is_empty() {
        return Ok(String::new());
    }
    let numbers = numbers.join(lang.pick("、", ", "));
    Ok(lang.t1("institution-merged", "numbers", numbers))
}
