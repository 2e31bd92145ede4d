//! How schools and parents judge a term of a provider.

use serde::{Deserialize, Serialize};

use super::basis::{Basis, LOCAL};
use super::term::Term;
use crate::words::{Day, FieldFault, coded};

coded! {
    /// A number by which scores are read.
    Measure "after_school_measure_unknown" {
        /// 预警分数线
        Bar "score_bar" "学校评分或者家长平均分低于60分的，可以预警" "Below 60 points by schools or by parents a provider may be warned",
        /// 家长评分的最少份数
        AnswersMin "answers_min" "一个学期的家长评分满10份才公布平均分" "Parents' average of a term is shown from ten answers on",
    }
}

impl Measure {
    /// What it rests on.
    #[must_use]
    pub const fn basis(self) -> Basis {
        LOCAL
    }

    /// The test that shows it.
    #[must_use]
    pub const fn test(self) -> &'static str {
        match self {
            Self::Bar => "scores_are_low_below_the_bar_and_not_at_it",
            Self::AnswersMin => "an_average_of_few_answers_is_not_shown",
        }
    }
}

/// The most points of a score.
pub const POINTS_MAX: i64 = 100;
const BAR: i64 = 60;
const ANSWERS_MIN: i64 = 10;
/// More answers than these for one school and term is a slip of the keyboard.
const ANSWERS_MAX: i64 = 20_000;

/// What a school and its parents say of a provider's term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Score {
    /// The school's own score, 0 to 100; nothing before it was given.
    #[serde(default)]
    pub school: Option<i64>,
    /// How many parents answered.
    #[serde(default)]
    pub answers: i64,
    /// The sum of the points that they gave, 0 to 100 each.
    #[serde(default)]
    pub points: i64,
}

impl Score {
    /// The score, if it is possible for a term that began before `today`.
    ///
    /// # Errors
    /// `score_out_of_range`, `answers_out_of_range`, `points_out_of_range`, `score_empty`, `term_not_begun`.
    pub fn checked(self, term: Term, today: Day) -> Result<Self, Vec<FieldFault>> {
        let mut faults = Vec::new();
        if today < term.first_day() {
            faults.push(FieldFault::new("term", "term_not_begun"));
        }
        if self
            .school
            .is_some_and(|score| !(0..=POINTS_MAX).contains(&score))
        {
            faults.push(FieldFault::new("school", "score_out_of_range"));
        }
        if !(0..=ANSWERS_MAX).contains(&self.answers) {
            faults.push(FieldFault::new("answers", "answers_out_of_range"));
        } else if !(0..=self.answers * POINTS_MAX).contains(&self.points) {
            faults.push(FieldFault::new("points", "points_out_of_range"));
        }
        if self.school.is_none() && self.answers == 0 {
            faults.push(FieldFault::new("school", "score_empty"));
        }
        if faults.is_empty() {
            Ok(self)
        } else {
            Err(faults)
        }
    }
}

/// How a provider stands in one term, over all the schools that it served.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Standing {
    /// Which term.
    pub term: Term,
    /// How many schools gave a score.
    pub schools: i64,
    /// The mean of their scores, in tenths of a point; nothing where none gave one.
    pub school_tenths: Option<i64>,
    /// How many parents answered.
    pub answers: i64,
    /// The mean of the parents' points, in tenths; nothing where too few answered.
    pub parents_tenths: Option<i64>,
}

impl Standing {
    /// How it stands by these scores of one term.
    #[must_use]
    pub fn of(term: Term, scores: &[Score]) -> Self {
        let given: Vec<i64> = scores.iter().filter_map(|score| score.school).collect();
        let schools = i64::try_from(given.len()).unwrap_or(i64::MAX);
        let answers: i64 = scores.iter().map(|score| score.answers).sum();
        let points: i64 = scores.iter().map(|score| score.points).sum();
        Self {
            term,
            schools,
            school_tenths: tenths(given.iter().sum(), schools),
            answers,
            parents_tenths: tenths(points, answers).filter(|_| answers >= ANSWERS_MIN),
        }
    }

    /// Whether schools or parents judge it below the bar.
    #[must_use]
    pub fn is_low(&self) -> bool {
        let low = |tenths: Option<i64>| tenths.is_some_and(|tenths| tenths < BAR * 10);
        low(self.school_tenths) || low(self.parents_tenths)
    }
}

/// The mean in tenths, rounded half up.
const fn tenths(sum: i64, count: i64) -> Option<i64> {
    if count > 0 {
        Some((sum * 10 + count / 2) / count)
    } else {
        None
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test stops where it fails")]
mod tests {
    use super::*;

    fn score(school: Option<i64>, answers: i64, points: i64) -> Score {
        Score {
            school,
            answers,
            points,
        }
    }

    fn term() -> Term {
        "2026-autumn".parse().unwrap()
    }

    #[test]
    fn scores_are_low_below_the_bar_and_not_at_it() {
        let low = |scores: &[Score]| Standing::of(term(), scores).is_low();
        assert!(!low(&[score(Some(60), 0, 0)]));
        assert!(low(&[score(Some(59), 0, 0)]));
        assert!(!low(&[score(Some(59), 0, 0), score(Some(61), 0, 0)]));
        assert!(low(&[score(Some(90), 10, 599)]), "parents alone suffice");
        assert!(!low(&[score(Some(90), 10, 600)]));
        assert!(!low(&[]));
    }

    #[test]
    fn an_average_of_few_answers_is_not_shown() {
        let nine = Standing::of(term(), &[score(None, 9, 9)]);
        assert_eq!((nine.answers, nine.parents_tenths), (9, None));
        assert!(!nine.is_low(), "and nobody is warned on it");
        let ten = Standing::of(term(), &[score(None, 4, 400), score(None, 6, 500)]);
        assert_eq!(ten.parents_tenths, Some(900));
        assert_eq!(ten.school_tenths, None);
    }

    #[test]
    fn a_mean_is_rounded_half_up_and_lies_between_the_least_and_the_most() {
        for sum in 0..=300 {
            let mean = tenths(sum, 3).unwrap();
            assert!((0..=1_000).contains(&mean));
            assert!((mean * 3 - sum * 10).abs() <= 1, "{sum}");
        }
        assert_eq!(tenths(1, 0), None);
    }

    #[test]
    fn impossible_scores_are_refused_by_field() {
        let today: Day = "2026-11-29".parse().unwrap();
        let code = |score: Score, term: &str| {
            let faults = score.checked(term.parse().unwrap(), today).unwrap_err();
            faults
                .iter()
                .map(|it| it.code.to_string())
                .collect::<Vec<_>>()
        };
        let now = "2026-autumn";
        assert_eq!(code(score(Some(101), 0, 0), now), ["score_out_of_range"]);
        assert_eq!(code(score(Some(1), -1, 0), now), ["answers_out_of_range"]);
        assert_eq!(code(score(Some(1), 2, 201), now), ["points_out_of_range"]);
        assert_eq!(code(score(None, 0, 0), now), ["score_empty"]);
        assert_eq!(
            code(score(Some(1), 0, 0), "2026-spring"),
            ["term_not_begun"]
        );
        assert!(score(Some(0), 3, 300).checked(term(), today).is_ok());
    }
}
