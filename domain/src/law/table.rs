//! The table of `docs/law.md`, made from the rules.

mod register;

use super::period::{Period, Rule, Rules};
use crate::after_school::{self, Basis};
use crate::application::Condition;
use crate::case::Violation;
use crate::course::Check;
use crate::staff;
use crate::words::Day;

/// The page `docs/law.md`.
#[must_use]
pub fn law_table() -> String {
    let mut text = String::from(
        "# The rules and their articles\n\nMade from `domain::law` by its test. “依据待核” marks a number that was not read in a copy of the text; \
         wherever it is used the answer says so.\n\n## Rule sets\n\n| version | in force from | what changed | double reduction 双减 | Order 53 |\n|---|---|---|---|---|\n",
    );
    for set in Rules::all() {
        let from = set
            .first_day()
            .map(|day| day.to_string())
            .unwrap_or_default();
        let said = |holds: bool| if holds { "yes" } else { "no" };
        text.push_str(&format!(
            "| {} | {from} | {} | {} | {} |\n",
            set.version,
            set.change,
            said(set.double_reduction),
            said(set.order_53),
        ));
    }
    text.push_str(&register::texts());
    text.push_str("\n## Periods\n\n| rule | 期限 | length | extension | article | in force from | until | source | sure | test |\n|---|---|---|---|---|---|---|---|---|---|\n");
    for rule in Rule::ALL {
        let periods = rule.periods();
        for (place, period) in periods.iter().enumerate() {
            text.push_str(&period_row(*rule, period, periods.get(place + 1)));
        }
    }
    text.push_str("\n## Violations\n\n| code | 违法行为 | article from 2023-10-15 | before, with a licence | before, without one | test |\n|---|---|---|---|---|---|\n");
    for violation in Violation::ALL {
        text.push_str(&violation_row(*violation));
    }
    text.push_str("\n## Conditions of a licence\n\n| code | 条件 | part of the form | asked for by | in force from | sure | binds | test |\n|---|---|---|---|---|---|---|---|\n");
    for condition in Condition::ALL {
        text.push_str(&condition_row(*condition));
    }
    text.push_str("\n## Staff\n\n| code | 规则 | asked for by | in force from | sure | test |\n|---|---|---|---|---|---|\n");
    for rule in staff::Rule::ALL {
        text.push_str(&staff_row(*rule));
    }
    text.push_str("\n## Rules for courses\n\n| code | 规则 | field | asked for by | in force from | sure | binds | test |\n|---|---|---|---|---|---|---|---|\n");
    for check in Check::ALL {
        for subject in [false, true] {
            let alike = check.article(true) == check.article(false);
            if !(subject && alike) {
                text.push_str(&check_row(*check, subject, alike));
            }
        }
    }
    text.push_str(&register::register());
    text.push_str(&after_school());
    text
}

/// The rules of after-school service: conditions, checklist, scores, grounds.
fn after_school() -> String {
    let mut text = "\n## After-school service\n\n| part | code | 规则 | asked for by | in force from | source | sure | binds | test |\n|---|---|---|---|---|---|---|---|---|\n".to_owned();
    let mut row = |part: &str, code: &str, zh: &str, basis: Basis, (binds, test): (&str, &str)| {
        let from = basis.first_day().map(|day| day.to_string());
        let sure = if basis.verified {
            "verified"
        } else {
            "依据待核"
        };
        text.push_str(&format!(
            "| {part} | `{code}` | {zh} | {} `{}` | {} | {} | {sure} | {binds} | `{test}` |\n",
            basis.article().title_zh(),
            basis.article(),
            from.unwrap_or_default(),
            basis.source,
        ));
    };
    for one in after_school::Condition::ALL {
        let binds = if one.binds() { "yes" } else { "warns" };
        row(
            "准入条件",
            one.code(),
            one.zh(),
            one.basis(),
            (binds, one.test()),
        );
    }
    for one in after_school::Item::ALL {
        row(
            "审核清单",
            one.code(),
            one.zh(),
            one.basis(),
            ("by eye", one.test()),
        );
    }
    for one in after_school::Measure::ALL {
        row("评分", one.code(), one.zh(), one.basis(), ("", one.test()));
    }
    for one in after_school::Ground::ALL {
        let part = match (one.warns(), one.ends()) {
            (true, true) => "预警、退出事由",
            (true, false) => "预警事由",
            _ => "退出事由",
        };
        row(part, one.code(), one.zh(), one.basis(), ("", one.test()));
    }
    text
}

fn staff_row(rule: staff::Rule) -> String {
    let from = rule
        .first_day()
        .map(|day| day.to_string())
        .unwrap_or_default();
    let sure = if rule.verified() {
        "verified"
    } else {
        "依据待核"
    };
    format!(
        "| `{}` | {} | {} `{}` | {from} | {sure} | `{}` |\n",
        rule.code(),
        rule.zh(),
        rule.article().title_zh(),
        rule.article(),
        rule.test(),
    )
}

/// A rule for courses; where those of school subjects have another basis they have a row of their own.
fn check_row(check: Check, subject: bool, alike: bool) -> String {
    let from = check
        .first_day(subject)
        .map(|day| day.to_string())
        .unwrap_or_default();
    let whom = match (alike, subject) {
        (true, _) => "",
        (false, true) => "（学科类）",
        (false, false) => "（非学科类）",
    };
    format!(
        "| `{}` | {}{whom} | `{}` | {} `{}` | {from} | {} | {} | `{}` |\n",
        check.code(),
        check.zh(),
        check.field(),
        check.article(subject).title_zh(),
        check.article(subject),
        if check.verified(subject) {
            "verified"
        } else {
            "依据待核"
        },
        if check.refuses(subject) {
            "yes"
        } else {
            "warns"
        },
        check.test(),
    )
}

fn condition_row(condition: Condition) -> String {
    let from = condition
        .first_day()
        .map(|day| day.to_string())
        .unwrap_or_default();
    let sure = if condition.verified() {
        "verified"
    } else {
        "依据待核"
    };
    format!(
        "| `{}` | {} | {} | {} `{}` | {from} | {sure} | {} | `{}` |\n",
        condition.code(),
        condition.zh(),
        condition.part().zh(),
        condition.article().title_zh(),
        condition.article(),
        if condition.binds() { "yes" } else { "warns" },
        condition.test(),
    )
}

fn period_row(rule: Rule, period: &Period, next: Option<&Period>) -> String {
    let (year, month, day) = period.from;
    let until = next
        .and_then(Period::first_day)
        .map_or_else(|| "open".to_owned(), |day| day.plus_days(-1).to_string());
    let sure = if period.verified {
        "verified"
    } else {
        "依据待核"
    };
    let unit = period.counted.zh();
    let extension = match period.extension_max {
        0 => "none".to_owned(),
        most => format!("at most {most}{unit}"),
    };
    format!(
        "| `{}` | {} | {}{unit} | {extension} | {} `{}` | {year}-{month:02}-{day:02} | {until} | {} | {sure} | `{}` |\n",
        rule.code(),
        rule.zh(),
        period.length,
        period.article().title_zh(),
        period.article,
        period.source,
        period.test,
    )
}

/// The test in `domain/src/case` that drives every violation by both laws.
const VIOLATION_TEST: &str = "each_violation_goes_by_the_article_of_its_day";

fn violation_row(violation: Violation) -> String {
    let (Ok(since), Ok(before)) = (Day::new(2023, 10, 15), Day::new(2023, 10, 14)) else {
        return String::new();
    };
    let cell = |day, licensed| match violation.article(day, licensed) {
        None => "no basis: refused".to_owned(),
        Some(article) if article.is_verified() => format!("{} `{article}`", article.title_zh()),
        Some(article) => format!("{} `{article}`（依据待核）", article.title_zh()),
    };
    format!(
        "| `{}` | {} | {} | {} | {} | `{VIOLATION_TEST}` |\n",
        violation.code(),
        violation.zh(),
        cell(since, true),
        cell(before, true),
        cell(before, false),
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
        let of_violations = include_str!("../case/mod.rs");
        assert!(of_violations.contains(&format!("fn {VIOLATION_TEST}()")));
        for rule in Rule::ALL {
            assert!(!rule.periods().is_empty(), "{rule}");
            for period in rule.periods() {
                assert!(
                    !period.article.is_empty() && !period.source.is_empty(),
                    "{rule}"
                );
                assert_ne!(period.article().title_zh(), period.article, "{rule}");
                assert!(
                    period.article().is_verified() || !period.verified,
                    "{rule}: a number cannot be sure where its article was not read"
                );
                assert!(tests.contains(&format!("fn {}()", period.test)), "{rule}");
            }
            assert!(
                tests.contains(&format!("Rule::{rule:?},")),
                "{rule} is in no test"
            );
        }
    }
}
