//! Counting days: the start day does not count; a last day on which offices rest moves to the next
//! working day; months and years end on the same day number, or the last of the month
//! (Civil Procedure Law, article 85; Administrative Penalty Law, article 85).

use serde::{Deserialize, Serialize};

use super::period::Period;
use crate::calendar::Calendar;
use crate::words::{Article, Day};

/// In which units a period is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Counted {
    /// Days on which offices work.
    WorkingDays,
    /// Whole working days before a day.
    WorkingDaysBefore,
    /// All days.
    CalendarDays,
    /// All days before a day.
    CalendarDaysBefore,
    /// Months.
    Months,
    /// Years.
    Years,
}

impl Counted {
    /// The unit in Chinese.
    pub(super) const fn zh(self) -> &'static str {
        match self {
            Self::WorkingDays | Self::WorkingDaysBefore => "个工作日",
            Self::CalendarDays | Self::CalendarDaysBefore => "日",
            Self::Months => "个月",
            Self::Years => "年",
        }
    }

    /// Whether it is counted back from a day that is to come.
    pub(super) const fn backwards(self) -> bool {
        matches!(self, Self::WorkingDaysBefore | Self::CalendarDaysBefore)
    }

    /// The code of the contract: years are counted as months.
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::WorkingDays | Self::WorkingDaysBefore => "working_days",
            Self::CalendarDays | Self::CalendarDaysBefore => "calendar_days",
            Self::Months | Self::Years => "months",
        }
    }
}

/// The end of a period and how it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// The last day.
    pub due_on: Day,
    /// The last day before it is moved past days of rest.
    pub unrolled_on: Day,
    /// The first day that counts.
    pub first_day: Day,
    /// In which units it was counted.
    pub counted: Counted,
    /// Whether a day lies beyond the last calendar that is loaded.
    pub provisional: bool,
    /// Whether the number was read in a copy of the text.
    pub verified: bool,
    /// The article of the period.
    pub article: Article,
    /// Each step in words.
    pub steps: Vec<String>,
}

/// Walks from day to day and remembers whether a calendar was missing.
pub(super) struct Walk<'a> {
    calendar: &'a Calendar,
    pub(super) provisional: bool,
}

impl<'a> Walk<'a> {
    pub(super) const fn new(calendar: &'a Calendar) -> Self {
        Self {
            calendar,
            provisional: false,
        }
    }

    pub(super) fn works(&mut self, day: Day) -> bool {
        let on = self.calendar.on(day);
        self.provisional |= on.provisional;
        on.working
    }

    /// The `count`-th working day after `from`, or before it where `step` is -1.
    pub(super) fn working_days(&mut self, from: Day, count: i64, step: i64) -> Day {
        let mut day = from;
        let mut left = count;
        while left > 0 {
            day = day.plus_days(step);
            if self.works(day) {
                left -= 1;
            }
        }
        day
    }

    /// `day`, or the first working day after it.
    pub(super) fn rolled(&mut self, day: Day) -> Day {
        let mut day = day;
        while !self.works(day) {
            day = day.plus_days(1);
        }
        day
    }
}

/// The same day number `months` later, or the last of that month.
pub(super) fn plus_months(from: Day, months: i64) -> Day {
    let total = i64::from(from.year()) * 12 + i64::from(from.month()) - 1 + months;
    let year = i32::try_from(total.div_euclid(12)).unwrap_or(from.year());
    let month = u8::try_from(total.rem_euclid(12) + 1).unwrap_or(12);
    (28..=from.day_of_month().max(28))
        .rev()
        .chain(std::iter::once(from.day_of_month()))
        .filter(|number| *number <= from.day_of_month())
        .find_map(|number| Day::new(year, month, number).ok())
        .unwrap_or(from)
}

/// The end of `period` that starts with `from`.
pub(super) fn due(period: &Period, from: Day, calendar: &Calendar) -> Due {
    due_with(period, from, &StandsStill::never(), calendar)
}

/// The end of `period` that starts with `from` and does not run on the days of `still`.
pub(super) fn due_with(
    period: &Period,
    from: Day,
    still: &StandsStill,
    calendar: &Calendar,
) -> Due {
    let mut walk = Walk::new(calendar);
    let first_day = from.plus_days(if period.counted.backwards() { -1 } else { 1 });
    let mut steps = vec![format!("{from}为起算日，当日不计入，自{first_day}起算")];
    let plain_end = match period.counted {
        Counted::WorkingDays => walk.working_days(from, period.length, 1),
        // Seven full working days lie between the notice and the hearing, so the notice goes out
        // on the last working day before them.
        Counted::WorkingDaysBefore => {
            let first_full = walk.working_days(from, period.length, -1);
            walk.working_days(first_full, 1, -1)
        }
        Counted::CalendarDays => from.plus_days(period.length),
        Counted::CalendarDaysBefore => from.plus_days(-period.length),
        Counted::Months => plus_months(from, period.length),
        Counted::Years => plus_months(from, period.length * 12),
    };
    steps.push(format!(
        "期间{}{}，末日为{plain_end}",
        period.length,
        period.counted.zh()
    ));
    let unrolled_on = still.push_back(&mut walk, period.counted, first_day, plain_end, &mut steps);
    let due_on = roll(&mut walk, period.counted, unrolled_on, &mut steps);
    if walk.provisional {
        steps.push("其中有的年份节假日安排尚未载入，日期为暂定，载入后重新计算".to_owned());
    }
    // A period that was not yet in force on the day it is asked for stands in for one not known.
    let in_force = period.first_day().is_some_and(|first| first <= from);
    if !in_force {
        steps.push("该日早于本条施行之日，当时的期限依据待核".to_owned());
    } else if !period.verified {
        steps.push("本期限依据待核".to_owned());
    }
    Due {
        due_on,
        unrolled_on,
        first_day,
        counted: period.counted,
        provisional: walk.provisional,
        verified: period.verified && in_force,
        article: period.article(),
        steps,
    }
}

/// Moves the end of a period past days of rest. A notice goes out before a day: it is not moved.
fn roll(walk: &mut Walk<'_>, counted: Counted, unrolled_on: Day, steps: &mut Vec<String>) -> Day {
    if counted.backwards() {
        return unrolled_on;
    }
    let due_on = walk.rolled(unrolled_on);
    if due_on != unrolled_on {
        steps.push(format!("末日是节假日，顺延至{due_on}"));
    }
    due_on
}

/// The days on which a period stands still, both ends of each time included; a day that lies in
/// two of them stands still once.
#[derive(Debug, Clone)]
pub(super) struct StandsStill(Vec<(Day, Day)>);

impl StandsStill {
    pub(super) const fn never() -> Self {
        Self(Vec::new())
    }

    pub(super) const fn during(times: Vec<(Day, Day)>) -> Self {
        Self(times)
    }

    fn holds(&self, day: Day) -> bool {
        self.0.iter().any(|(from, to)| (*from..=*to).contains(&day))
    }

    /// The end of a period from `first_day` to `plain_end`, later by as many counted days as it
    /// stood still. A time that begins after the end changes nothing: the period was over.
    fn push_back(
        &self,
        walk: &mut Walk<'_>,
        counted: Counted,
        first_day: Day,
        plain_end: Day,
        steps: &mut Vec<String>,
    ) -> Day {
        if self.0.is_empty() {
            return plain_end;
        }
        let mut counts = |day: Day| counted != Counted::WorkingDays || walk.works(day);
        let mut day = first_day;
        let mut lost = 0;
        while day <= plain_end {
            if self.holds(day) && counts(day) {
                lost += 1;
            }
            day = day.plus_days(1);
        }
        let mut end = plain_end;
        let mut left = lost;
        while left > 0 {
            end = end.plus_days(1);
            if counts(end) && !self.holds(end) {
                left -= 1;
            }
        }
        let unit = match counted {
            Counted::WorkingDays => "个工作日",
            _ => "日",
        };
        if lost == 0 {
            steps.push("中止的时间不在期限之内，不影响末日".to_owned());
        } else {
            steps.push(format!(
                "期限内中止{lost}{unit}（首尾两日都算），末日相应推后为{end}"
            ));
        }
        end
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test stops where it fails")]
mod tests {
    use super::*;
    use crate::law::{Rule, Rules};

    fn end(rule: Rule, from: &str) -> String {
        let from: Day = from.parse().unwrap();
        let period = Rules::in_force(from).period(rule);
        due(period, from, Calendar::built_in()).due_on.to_string()
    }

    #[test]
    fn each_period_ends_on_the_day_the_table_says() {
        let table = [
            // Filed in Jinan on 2022-08-15: day 90 is Sunday 13 November.
            (Rule::PenaltyDecision, "2022-08-15", "2022-11-14"),
            // 90 calendar days from 2026-07-03 end on 2026-10-01, a festival: moved to the 8th.
            (Rule::PenaltyDecision, "2026-07-03", "2026-10-08"),
            (Rule::PenaltyHearingRequest, "2026-09-28", "2026-10-10"),
            (Rule::PenaltyPayment, "2026-11-02", "2026-11-17"),
            (Rule::PenaltyService, "2026-11-23", "2026-12-02"),
            (
                Rule::PenaltyEvidenceRegistration,
                "2026-11-23",
                "2026-12-02",
            ),
            (Rule::PenaltyPublication, "2026-11-23", "2026-12-02"),
            (
                Rule::PenaltyWithdrawalOfPublication,
                "2026-11-23",
                "2026-11-26",
            ),
            // Seven full working days, 4 to 12 November, lie between the notice and the hearing.
            (Rule::PenaltyHearingNotice, "2026-11-13", "2026-11-03"),
            (Rule::ReconsiderationApplication, "2026-11-02", "2027-01-04"),
            (Rule::LawsuitDirect, "2026-08-31", "2027-03-01"),
            (Rule::CourtEnforcementWindow, "2026-11-30", "2027-03-01"),
            (Rule::CourtEnforcementReminder, "2026-11-23", "2026-12-07"),
            (Rule::LimitationOrdinary, "2024-02-29", "2026-02-28"),
            (Rule::LimitationSerious, "2021-10-01", "2026-10-08"),
            (Rule::RepeatHeavier, "2024-03-04", "2026-03-04"),
            (Rule::ServicePublicNotice, "2026-11-02", "2026-12-02"),
            // Sixty days before 2022: the thirty-day rule came with the revision.
            (Rule::ServicePublicNotice, "2021-11-01", "2021-12-31"),
            (Rule::PetitionReply, "2026-11-02", "2026-11-17"),
            (Rule::PetitionHandling, "2026-11-02", "2027-01-04"),
            (Rule::EscrowLessonSilence, "2026-11-23", "2026-12-14"),
            (Rule::EscrowRefundSilence, "2026-11-23", "2026-11-30"),
            (Rule::ComplaintPortal, "2026-11-23", "2026-12-14"),
            (Rule::ComplaintHotline, "2026-11-23", "2026-11-30"),
            (Rule::LeadJudgement, "2026-11-23", "2026-11-30"),
            (Rule::RegisterRequest, "2026-11-23", "2026-12-07"),
            (Rule::AfterSchoolPublicity, "2026-11-23", "2026-11-30"),
            (Rule::AfterSchoolCorrection, "2026-11-23", "2026-12-14"),
            (Rule::RegisterReport, "2026-11-23", "2026-12-07"),
            (Rule::RegisterMerge, "2026-11-23", "2026-12-07"),
            (Rule::LicenceChange, "2026-11-23", "2026-11-30"),
            // The week of the National Day does not count.
            (Rule::LicenceChange, "2026-09-28", "2026-10-10"),
            // A licence until 31 March: a day of rest before it is no reason to come later.
            (Rule::LicenceRenewal, "2027-03-31", "2027-03-01"),
            (Rule::LicenceRenewal, "2026-11-07", "2026-10-08"),
            (Rule::LicenceAcceptance, "2026-11-23", "2026-11-30"),
            // The week of the National Day does not count.
            (Rule::LicenceAcceptance, "2026-09-28", "2026-10-10"),
            // Sunday 28 February.
            (Rule::LicenceEstablishment, "2026-11-28", "2027-03-01"),
            (Rule::LicenceOtherClass, "2026-08-31", "2026-11-30"),
            (Rule::LicenceDecision, "2026-11-02", "2026-11-30"),
            (Rule::LicenceIssue, "2026-11-23", "2026-12-07"),
        ];
        for rule in Rule::ALL {
            assert!(table.iter().any(|(tested, _, _)| tested == rule), "{rule}");
        }
        for (rule, from, expected) in table {
            assert_eq!(end(rule, from), expected, "{rule} from {from}");
        }
    }

    #[test]
    fn months_end_on_the_last_day_where_the_number_is_missing() {
        let from: Day = "2026-08-31".parse().unwrap();
        assert_eq!(plus_months(from, 6).to_string(), "2027-02-28");
        assert_eq!(plus_months(from, -6).to_string(), "2026-02-28");
        let leap: Day = "2024-02-29".parse().unwrap();
        assert_eq!(plus_months(leap, 12).to_string(), "2025-02-28");
        assert_eq!(plus_months(leap, 48).to_string(), "2028-02-29");
        let early: Day = "2026-01-05".parse().unwrap();
        assert_eq!(plus_months(early, 1).to_string(), "2026-02-05");
    }
}
