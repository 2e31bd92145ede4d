//! What the register rests on beside its conditions: departments, papers, fields that another one agrees to, reminders.

use std::fmt::Write as _;

use crate::application::Paper;
use crate::institution::confirm;
use crate::institution::department::{Competent, competent};
use crate::institution::field::{Field, Owner};
use crate::licence::REMINDED_BEFORE;
use crate::words::{Article, Class, STATUTES};

/// An article with its title, and whether its text was read.
fn cited(article: Article) -> String {
    let sure = sure(article.is_verified());
    format!("{} `{article}` | {sure}", article.title_zh())
}

const fn sure(verified: bool) -> &'static str {
    if verified { "verified" } else { "依据待核" }
}

/// Every text that a rule rests on, how much of it was read, and where.
pub(super) fn texts() -> String {
    let mut text = "\n## Texts\n\n| key | 文件 | read | where |\n|---|---|---|---|\n".to_owned();
    for one in STATUTES {
        let _ = writeln!(
            text,
            "| `{}` | {} | {} | {} |",
            one.key,
            one.zh,
            one.sure(),
            one.source
        );
    }
    text
}

/// The sections of the register.
pub(super) fn register() -> String {
    let mut text = departments();
    text.push_str(&papers());
    text.push_str(&fields());
    text.push_str(&reminders());
    text
}

fn departments() -> String {
    let mut text = "\n## Competent departments\n\n| class | 类别 | 许可机关 | 先审核的部门 | asked for by | in force from | sure | test |\n|---|---|---|---|---|---|---|---|\n".to_owned();
    for class in Class::ALL {
        let one = competent(*class);
        let from = one.first_day().map(|day| day.to_string());
        let reviews = one.reviews.map_or("", |department| department.zh());
        let _ = writeln!(
            text,
            "| `{class}` | {} | {} | {reviews} | {} `{}` | {} | {} | `{DEPARTMENTS_TEST}` |",
            class.zh(),
            licenses(one),
            one.article().title_zh(),
            one.article(),
            from.unwrap_or_default(),
            sure(one.verified),
        );
    }
    text
}

fn licenses(one: Competent) -> String {
    let other = one.or_licenses.map(|other| format!("、{}", other.zh()));
    one.licenses.zh().to_owned() + &other.unwrap_or_default()
}

fn papers() -> String {
    let mut text = "\n## Papers of an application\n\n| code | 材料 | asked for by | sure | test |\n|---|---|---|---|---|\n".to_owned();
    for paper in Paper::ALL {
        let (code, zh) = (paper.code(), paper.zh());
        let asked = cited(paper.article());
        let _ = writeln!(text, "| `{code}` | {zh} | {asked} | `{PAPERS_TEST}` |");
    }
    text
}

/// Fields whose owner is another than who wants the change and that a text names; all others are the order of the house.
fn fields() -> String {
    let mut text = "\n## Fields of the register that a text gives to somebody\n\n| code | 字段 | owner | asked for by | sure | test |\n|---|---|---|---|---|---|\n".to_owned();
    for field in Field::ALL {
        let Some(article) = field.article() else {
            continue;
        };
        let owner = match field.owner() {
            Owner::Licence => "the licence: changed by an application",
            Owner::Approval => "the authority, by a lead officer",
            Owner::Authority => "the authority",
            Owner::Institution => "the institution",
        };
        let (code, zh, asked) = (field.code(), field.zh(), cited(article));
        let _ = writeln!(
            text,
            "| `{code}` | {zh} | {owner} | {asked} | `{FIELDS_TEST}` |"
        );
    }
    text
}

fn reminders() -> String {
    let mut text = "\n## Reminders that no text gives\n\n| 事项 | when | asked for by | sure | test |\n|---|---|---|---|---|\n".to_owned();
    let confirmation = cited(confirm::article());
    let _ = writeln!(
        text,
        "| 机构核对登记信息 | on 1 March and 1 September | {confirmation} | `{ROUNDS_TEST}` |"
    );
    let reminders = cited(Article::new("local-reminders"));
    for days in REMINDED_BEFORE.iter().rev() {
        let _ = writeln!(
            text,
            "| 许可到期提醒 | {days} days before the last day | {reminders} | `{REMINDERS_TEST}` |"
        );
    }
    text
}

const DEPARTMENTS_TEST: &str = "education_licenses_and_the_trade_examines_where_a_text_says_so";
const PAPERS_TEST: &str = "of_several_classes_each_brings_its_conditions_and_its_papers";
const FIELDS_TEST: &str = "what_the_licence_says_is_not_changed_without_it";
const ROUNDS_TEST: &str = "an_institution_is_asked_in_march_and_in_september";
const REMINDERS_TEST: &str = "an_institution_is_reminded_ninety_sixty_and_thirty_days_before";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_test_that_is_named_exists() {
        for (file, test) in [
            (
                include_str!("../../institution/class_rules.rs"),
                DEPARTMENTS_TEST,
            ),
            (
                include_str!("../../application/condition_tests.rs"),
                PAPERS_TEST,
            ),
            (include_str!("../../institution/field.rs"), FIELDS_TEST),
            (include_str!("../../institution/confirm.rs"), ROUNDS_TEST),
            (
                include_str!("../../../../tests/tests/all/register/calendar.rs"),
                REMINDERS_TEST,
            ),
        ] {
            assert!(file.contains(&format!("fn {test}(")), "{test}");
        }
    }
}
