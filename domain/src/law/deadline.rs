//! The law desk's answer about a period, step by step.

use serde::{Deserialize, Serialize};

use super::count::{StandsStill, due_with};
use super::period::{Period, Rule, Rules};
use crate::calendar::Calendar;
use crate::refusal::Refusal;
use crate::words::{Article, Day};

/// A question about a period.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    /// Which period.
    pub rule: Rule,
    /// The day it starts from; which day that is stands at each rule in the contract.
    pub from: Day,
    /// Times during which it stands still.
    #[serde(default)]
    pub suspensions: Option<Vec<Suspension>>,
    /// Extensions that were approved.
    #[serde(default)]
    pub extensions: Option<Vec<Extension>>,
}

/// A time during which a period stands still; both ends count.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Suspension {
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
    /// Why.
    #[serde(default)]
    pub reason: Option<String>,
}

/// An extension.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Extension {
    /// By how many units of the period.
    pub days: i64,
    /// When it was approved.
    pub approved_on: Day,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Answer {
    /// The last day.
    pub due_on: Day,
    /// The last day before it is moved past days of rest; desks warn on it.
    pub unrolled_on: Day,
    /// `working_days`, `calendar_days` or `months`.
    pub counted: &'static str,
    /// The first day that counts.
    pub first_day: Day,
    /// Whether a day lies beyond the last calendar that is loaded.
    pub provisional: bool,
    /// The article of the period.
    pub articles: Vec<Article>,
    /// Version of the rules.
    pub rules: &'static str,
    /// Whether every number used was read in a copy of the text.
    pub verified: bool,
    /// Each step in words.
    pub steps: Vec<String>,
}

/// More suspensions or extensions than this are no period of any procedure.
const ENTRIES_MAX: usize = 50;
/// The years for which the desk answers; beyond them a day is a slip of the pen.
const YEARS: std::ops::RangeInclusive<i32> = 1980..=2200;

/// Works the end of a period out.
///
/// # Errors
/// `day_out_of_range` beyond the years 1980 to 2200; `extension_without_basis` where no rule in
/// force allows one; `extension_too_long` beyond what the rule allows; `extension_invalid` where it
/// has no length or was approved outside the period; `suspension_invalid` where a suspension ends
/// before it begins, stands at a period counted backwards, or there are too many.
pub fn deadline(request: &Request) -> Result<Answer, Refusal> {
    if !YEARS.contains(&request.from.year()) {
        return Err(DAY_OUT_OF_RANGE);
    }
    let rules = Rules::in_force(request.from);
    let period = rules.period(request.rule);
    let still = times_of_rest(request, period)?;
    let calendar = Calendar::built_in();
    let plain = due_with(period, request.from, &still, calendar);
    let added = added_days(request, period, plain.due_on)?;
    let mut due = if added == 0 {
        plain
    } else {
        let extended = Period {
            length: period.length + added,
            ..*period
        };
        due_with(&extended, request.from, &still, calendar)
    };
    if added > 0 {
        due.steps.push(format!(
            "期限{}{unit}，经批准延长{added}{unit}",
            period.length,
            unit = period.counted.zh()
        ));
    }
    due.steps
        .extend(remark(request.rule, due.due_on, due.unrolled_on));
    Ok(Answer {
        due_on: due.due_on,
        unrolled_on: due.unrolled_on,
        counted: due.counted.code(),
        first_day: due.first_day,
        provisional: due.provisional,
        articles: vec![due.article],
        rules: rules.version,
        verified: due.verified,
        steps: due.steps,
    })
}

/// The suspensions as times on which the period stands still.
fn times_of_rest(request: &Request, period: &Period) -> Result<StandsStill, Refusal> {
    let suspensions: Vec<&Suspension> = request.suspensions.iter().flatten().collect();
    let backwards = period.counted.backwards() && !suspensions.is_empty();
    let lies_right = |one: &&Suspension| {
        one.from <= one.to && YEARS.contains(&one.from.year()) && YEARS.contains(&one.to.year())
    };
    if backwards || suspensions.len() > ENTRIES_MAX || !suspensions.iter().all(lies_right) {
        return Err(SUSPENSION_INVALID);
    }
    let times = suspensions.iter().map(|one| (one.from, one.to)).collect();
    Ok(StandsStill::during(times))
}

/// By how many units the period is extended in all. An extension is approved while the period
/// runs: one that is over cannot be extended.
fn added_days(request: &Request, period: &Period, ends_on: Day) -> Result<i64, Refusal> {
    let extensions: Vec<&Extension> = request.extensions.iter().flatten().collect();
    if extensions.is_empty() {
        return Ok(0);
    }
    if period.extension_max == 0 {
        return Err(Refusal {
            article: Some(period.article()),
            ..WITHOUT_BASIS
        });
    }
    let lies_right =
        |one: &&Extension| one.days >= 1 && (request.from..=ends_on).contains(&one.approved_on);
    if extensions.len() > ENTRIES_MAX || !extensions.iter().all(lies_right) {
        return Err(EXTENSION_INVALID);
    }
    let added = extensions
        .iter()
        .try_fold(0_i64, |sum, one| sum.checked_add(one.days));
    added
        .filter(|added| *added <= period.extension_max)
        .ok_or_else(|| Refusal {
            article: Some(period.article()),
            ..EXTENSION_TOO_LONG
        })
}

/// What the person who reads the answer has to know beside the day.
fn remark(rule: Rule, due_on: Day, unrolled_on: Day) -> Option<String> {
    let next = due_on.plus_days(1);
    match rule {
        Rule::CourtEnforcementReminder => Some(format!("自{next}起可以申请人民法院强制执行")),
        Rule::EscrowLessonSilence | Rule::EscrowRefundSilence => {
            Some(format!("到期没有异议的，自{next}起生效"))
        }
        _ if rule.binds_authority() && due_on != unrolled_on => Some(format!(
            "本期限约束行政机关自身，能否顺延可能有争议，宜在{unrolled_on}之前办结"
        )),
        _ => None,
    }
}

const WITHOUT_BASIS: Refusal = Refusal::step(
    "extension_without_basis",
    "现行规定没有延长该期限的依据，不能延长",
    "no rule in force allows this period to be extended",
);
const EXTENSION_TOO_LONG: Refusal = Refusal::step(
    "extension_too_long",
    "延长的天数超过规定的上限",
    "the extension is longer than the rule allows",
);
const EXTENSION_INVALID: Refusal = Refusal::step(
    "extension_invalid",
    "延长的天数须为正数，并在期限届满之前批准",
    "an extension has at least one day and is approved before the period is over",
);
const SUSPENSION_INVALID: Refusal = Refusal::step(
    "suspension_invalid",
    "中止期间的起止日期不对，或者该期限不能中止",
    "a suspension ends before it begins, or this period cannot be suspended",
);
const DAY_OUT_OF_RANGE: Refusal = Refusal::step(
    "day_out_of_range",
    "起算日须在1980年至2200年之间",
    "the day must lie between 1980 and 2200",
);

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test stops where it fails")]
mod tests {
    use super::*;

    fn ask(json: &str) -> Result<Answer, Refusal> {
        deadline(&serde_json::from_str(json).unwrap())
    }

    #[test]
    fn an_extension_of_the_ninety_days_has_no_basis() {
        let refused = ask(
            r#"{"rule":"penalty.decision","from":"2026-09-28","extensions":[{"days":30,"approved_on":"2026-12-01"}]}"#,
        );
        assert_eq!(refused.unwrap_err().code, "extension_without_basis");
    }

    #[test]
    fn a_suspension_pushes_the_end_back_by_both_its_ends() {
        let plain = ask(r#"{"rule":"penalty.decision","from":"2026-06-01"}"#).unwrap();
        let held = ask(r#"{"rule":"penalty.decision","from":"2026-06-01","suspensions":[{"from":"2026-06-10","to":"2026-06-12","reason":"鉴定"}]}"#).unwrap();
        assert_eq!(plain.unrolled_on.days_until(held.unrolled_on), 3);
        assert!(held.verified && held.articles == [Article::new("apl-60")]);
    }

    #[test]
    fn a_day_in_two_suspensions_stands_still_once_and_days_outside_do_not_count() {
        let unrolled = |suspensions: &str| {
            ask(&format!(
                r#"{{"rule":"penalty.decision","from":"2026-06-01","suspensions":{suspensions}}}"#
            ))
            .unwrap()
            .unrolled_on
            .to_string()
        };
        assert_eq!(unrolled("[]"), "2026-08-30");
        let twice =
            r#"[{"from":"2026-06-10","to":"2026-06-12"},{"from":"2026-06-12","to":"2026-06-13"}]"#;
        assert_eq!(unrolled(twice), "2026-09-03");
        // The start day is not counted, so it cannot be lost; 31 May lies before the period.
        assert_eq!(
            unrolled(r#"[{"from":"2026-05-31","to":"2026-06-02"}]"#),
            "2026-08-31"
        );
        assert_eq!(
            unrolled(r#"[{"from":"2026-08-31","to":"2026-09-10"}]"#),
            "2026-08-30"
        );
        // The last day stands still, and the days after it do as well.
        assert_eq!(
            unrolled(r#"[{"from":"2026-08-30","to":"2026-09-10"}]"#),
            "2026-09-11"
        );
    }

    #[test]
    fn in_a_period_of_working_days_only_working_days_are_lost() {
        // National Day 2026: 1 to 7 October off, Saturday 10 October worked.
        let held = ask(r#"{"rule":"penalty.hearing_request","from":"2026-09-28","suspensions":[{"from":"2026-09-30","to":"2026-10-08"}]}"#).unwrap();
        assert_eq!(held.due_on.to_string(), "2026-10-13");
    }

    #[test]
    fn backward_and_endless_suspensions_are_refused() {
        for (rule, suspensions) in [
            (
                "penalty.decision",
                r#"[{"from":"2026-06-12","to":"2026-06-10"}]"#,
            ),
            (
                "penalty.decision",
                r#"[{"from":"2026-06-10","to":"9999-12-31"}]"#,
            ),
            (
                "penalty.hearing_notice",
                r#"[{"from":"2026-05-10","to":"2026-05-11"}]"#,
            ),
        ] {
            let refused = ask(&format!(
                r#"{{"rule":"{rule}","from":"2026-06-01","suspensions":{suspensions}}}"#
            ));
            assert_eq!(
                refused.unwrap_err().code,
                "suspension_invalid",
                "{suspensions}"
            );
        }
        let far = ask(r#"{"rule":"penalty.decision","from":"9999-12-31"}"#);
        assert_eq!(far.unwrap_err().code, "day_out_of_range");
    }

    #[test]
    fn a_petition_can_be_extended_by_thirty_days_while_it_runs() {
        let extended = |extensions: &str| {
            ask(&format!(
                r#"{{"rule":"petition.handling","from":"2026-06-01","extensions":{extensions}}}"#
            ))
        };
        let plain = extended("null").unwrap();
        let later = extended(r#"[{"days":30,"approved_on":"2026-07-20"}]"#).unwrap();
        assert_eq!(plain.unrolled_on.to_string(), "2026-07-31");
        assert_eq!(later.unrolled_on.to_string(), "2026-08-30");
        for (extensions, code) in [
            (
                r#"[{"days":31,"approved_on":"2026-07-20"}]"#,
                "extension_too_long",
            ),
            (
                r#"[{"days":20,"approved_on":"2026-07-20"},{"days":11,"approved_on":"2026-07-21"}]"#,
                "extension_too_long",
            ),
            (
                r#"[{"days":9223372036854775807,"approved_on":"2026-07-20"},{"days":1,"approved_on":"2026-07-21"}]"#,
                "extension_too_long",
            ),
            (
                r#"[{"days":0,"approved_on":"2026-07-20"}]"#,
                "extension_invalid",
            ),
            (
                r#"[{"days":5,"approved_on":"2026-08-01"}]"#,
                "extension_invalid",
            ),
            (
                r#"[{"days":5,"approved_on":"2026-05-31"}]"#,
                "extension_invalid",
            ),
        ] {
            assert_eq!(extended(extensions).unwrap_err().code, code, "{extensions}");
        }
    }

    #[test]
    fn a_day_before_the_article_came_into_force_is_answered_as_unverified() {
        let old = ask(r#"{"rule":"penalty.decision","from":"2021-07-14"}"#).unwrap();
        let new = ask(r#"{"rule":"penalty.decision","from":"2021-07-15"}"#).unwrap();
        assert!(!old.verified && new.verified);
        assert_eq!((old.rules, new.rules), ("2018-01-01", "2021-07-15"));
    }

    #[test]
    fn unknown_fields_and_rules_are_refused() {
        assert!(
            serde_json::from_str::<Request>(
                r#"{"rule":"penalty.decision","from":"2026-06-01","x":1}"#
            )
            .is_err()
        );
        assert!(
            serde_json::from_str::<Request>(r#"{"rule":"penalty.never","from":"2026-06-01"}"#)
                .is_err()
        );
        assert!(
            serde_json::from_str::<Request>(r#"{"rule":"penalty.decision","from":"2026-06-31"}"#)
                .is_err()
        );
    }
}
