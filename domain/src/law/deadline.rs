//! The law desk's answer about a period, step by step.

use serde::{Deserialize, Serialize};

use super::count::{Counted, Walk, due, roll};
use super::period::{Rule, Rules};
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

/// Suspensions and extensions beyond this are no period of any procedure.
const DAYS_MAX: i64 = 3_660;

/// Works the end of a period out.
///
/// # Errors
/// `extension_without_basis` where no rule in force allows one; `suspension_invalid` where a
/// suspension ends before it begins, lies before the period, overlaps another, or is too long.
pub fn deadline(request: &Request) -> Result<Answer, Refusal> {
    let rules = Rules::in_force(request.from);
    let period = rules.period(request.rule);
    if request
        .extensions
        .as_ref()
        .is_some_and(|extensions| !extensions.is_empty())
    {
        return Err(WITHOUT_BASIS);
    }
    let mut answer = due(period, request.from, Calendar::built_in());
    let stood_still = suspended_days(request, answer.counted)?;
    if stood_still > 0 {
        let mut walk = Walk::new(Calendar::built_in());
        let unrolled_on = match answer.counted {
            Counted::WorkingDays => walk.working_days(answer.unrolled_on, stood_still, 1),
            _ => answer.unrolled_on.plus_days(stood_still),
        };
        answer.steps.push(format!(
            "期间中止{stood_still}{}，末日相应推后为{unrolled_on}",
            if answer.counted == Counted::WorkingDays {
                "个工作日"
            } else {
                "日"
            }
        ));
        answer.unrolled_on = unrolled_on;
        answer.due_on = roll(&mut walk, answer.counted, unrolled_on, &mut answer.steps);
        answer.provisional |= walk.provisional;
    }
    Ok(Answer {
        due_on: answer.due_on,
        unrolled_on: answer.unrolled_on,
        counted: answer.counted.code(),
        first_day: answer.first_day,
        provisional: answer.provisional,
        articles: vec![answer.article],
        rules: rules.version,
        verified: answer.verified,
        steps: answer.steps,
    })
}

/// How many units the period stood still: both ends of a suspension count.
fn suspended_days(request: &Request, counted: Counted) -> Result<i64, Refusal> {
    let mut suspensions: Vec<&Suspension> = request.suspensions.iter().flatten().collect();
    suspensions.sort_by_key(|suspension| suspension.from);
    let mut walk = Walk::new(Calendar::built_in());
    let mut free_from = request.from;
    let mut total = 0;
    for suspension in suspensions {
        let days = suspension.from.days_until(suspension.to) + 1;
        let lies_right = suspension.from >= free_from && (1..=DAYS_MAX).contains(&days);
        if !lies_right || counted == Counted::WorkingDaysBefore {
            return Err(SUSPENSION_INVALID);
        }
        total += if counted == Counted::WorkingDays {
            let days = (0..days).map(|ahead| suspension.from.plus_days(ahead));
            let worked = days.filter(|day| walk.works(*day)).count();
            i64::try_from(worked).unwrap_or(DAYS_MAX)
        } else {
            days
        };
        free_from = suspension.to.plus_days(1);
    }
    Ok(total)
}

const WITHOUT_BASIS: Refusal = Refusal::law(
    "extension_without_basis",
    "apl-60",
    "现行规定没有延长该期限的依据，不能延长",
    "no rule in force allows this period to be extended",
);
const SUSPENSION_INVALID: Refusal = Refusal::step(
    "suspension_invalid",
    "中止期间的起止日期不对，或者与其他中止期间重叠",
    "a suspension ends before it begins, lies before the period, or overlaps another",
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
    fn overlapping_or_backward_suspensions_are_refused() {
        for suspensions in [
            r#"[{"from":"2026-06-12","to":"2026-06-10"}]"#,
            r#"[{"from":"2026-06-10","to":"2026-06-12"},{"from":"2026-06-12","to":"2026-06-13"}]"#,
            r#"[{"from":"2026-05-01","to":"2026-05-02"}]"#,
            r#"[{"from":"2026-06-10","to":"9999-12-31"}]"#,
        ] {
            let refused = ask(&format!(
                r#"{{"rule":"penalty.decision","from":"2026-06-01","suspensions":{suspensions}}}"#
            ));
            assert_eq!(
                refused.unwrap_err().code,
                "suspension_invalid",
                "{suspensions}"
            );
        }
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
