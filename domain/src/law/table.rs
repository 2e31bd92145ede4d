//! The table of `docs/law.md`, made from the rules.

use super::period::{Rule, Rules};
use crate::case::Violation;
use crate::words::Day;

/// The page `docs/law.md`.
#[must_use]
pub fn law_table() -> String {
    let mut text = String::from(
        "# The rules and their articles\n\nMade from `domain::law` by its test. “依据待核” marks a number that was not read in a copy of the text; \
         wherever it is used the answer says so.\n\n## Rule sets\n\n| version | in force from | Order 53 |\n|---|---|---|\n",
    );
    for set in Rules::all() {
        let from = set
            .first_day()
            .map(|day| day.to_string())
            .unwrap_or_default();
        let order_53 = if set.order_53 { "yes" } else { "no" };
        text.push_str(&format!("| {} | {from} | {order_53} |\n", set.version));
    }
    text.push_str("\n## Periods\n\n| rule | 期限 | length | article | in force from | source | sure | test |\n|---|---|---|---|---|---|---|---|\n");
    let newest = Rules::all().last();
    for rule in Rule::ALL {
        let Some(period) = newest.map(|set| set.period(*rule)) else {
            continue;
        };
        let (year, month, day) = period.from;
        let sure = if period.verified {
            "verified"
        } else {
            "依据待核"
        };
        text.push_str(&format!(
            "| `{}` | {} | {}{} | {} `{}` | {year}-{month:02}-{day:02} | {} | {sure} | `{}` |\n",
            rule.code(),
            rule.zh(),
            period.length,
            period.counted.zh(),
            period.article().title_zh(),
            period.article,
            period.source,
            period.test,
        ));
    }
    text.push_str("\n## Violations\n\n| code | 违法行为 | article from 2023-10-15 | sure | before |\n|---|---|---|---|---|\n");
    for violation in Violation::ALL {
        text.push_str(&violation_row(*violation));
    }
    text
}

fn violation_row(violation: Violation) -> String {
    let (Ok(since), Ok(before)) = (Day::new(2023, 10, 15), Day::new(2023, 10, 14)) else {
        return String::new();
    };
    let (now, verified) = violation.article(since);
    let (earlier, _) = violation.article(before);
    format!(
        "| `{}` | {} | {} `{now}` | {} | {} `{earlier}` |\n",
        violation.code(),
        violation.zh(),
        now.title_zh(),
        if verified { "verified" } else { "依据待核" },
        earlier.title_zh(),
    )
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test stops where it fails and reads its own switch"
)]
mod tests {
    use super::*;

    #[test]
    fn the_page_of_the_law_is_the_committed_one() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/law.md");
        if std::env::var_os("HONGJIAN_BLESS").is_some() {
            std::fs::write(path, law_table()).unwrap();
        }
        assert_eq!(std::fs::read_to_string(path).unwrap(), law_table());
    }

    #[test]
    fn every_rule_names_an_article_a_source_and_a_test_that_exists() {
        let tests = include_str!("count.rs");
        for rule in Rule::ALL {
            let period = Rules::all().last().unwrap().period(*rule);
            assert!(
                !period.article.is_empty() && !period.source.is_empty(),
                "{rule}"
            );
            assert!(tests.contains(&format!("fn {}()", period.test)), "{rule}");
            assert!(
                tests.contains(&format!("Rule::{rule:?},")),
                "{rule} is in no test"
            );
        }
    }
}
