//! What holds of every period, whatever the day.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

use proptest::prelude::*;

use super::{Answer, Counted, Request, Rule, Rules, Suspension, deadline};
use crate::calendar::Calendar;
use crate::words::Day;

fn first() -> Day {
    Day::new(2018, 1, 1).unwrap()
}

/// Days from 2018 to 2030: before, within and beyond the calendars that are loaded.
fn any_day() -> impl Strategy<Value = Day> {
    (0_i64..4_700).prop_map(|ahead| first().plus_days(ahead))
}

fn any_rule() -> impl Strategy<Value = Rule> {
    prop::sample::select(Rule::ALL)
}

fn ask(rule: Rule, from: Day, suspensions: Vec<Suspension>) -> Answer {
    deadline(&Request {
        rule,
        from,
        suspensions: Some(suspensions),
        extensions: None,
    })
    .unwrap()
}

fn works(day: Day) -> bool {
    Calendar::built_in().on(day).working
}

/// Working days after `from` up to and with `to`.
fn working_days_between(from: Day, to: Day) -> i64 {
    let days = (1..=from.days_until(to)).map(|ahead| from.plus_days(ahead));
    i64::try_from(days.filter(|day| works(*day)).count()).unwrap()
}

proptest! {
    #[test]
    fn a_period_ends_on_a_working_day_soon_after_its_unmoved_end(rule in any_rule(), from in any_day()) {
        let answer = ask(rule, from, Vec::new());
        if Rules::in_force(from).period(rule).counted == Counted::CalendarDaysBefore {
            // Whoever has to come early enough comes no later because of a day of rest.
            prop_assert_eq!(answer.due_on, answer.unrolled_on);
            return Ok(());
        }
        prop_assert!(works(answer.due_on));
        let moved = answer.unrolled_on.days_until(answer.due_on);
        // The longest rest so far, the Spring Festival of 2026, had nine days.
        prop_assert!((0..=9).contains(&moved), "moved by {}", moved);
        prop_assert!((answer.unrolled_on..answer.due_on).step_days().all(|day| !works(day)));
    }

    #[test]
    fn working_days_are_counted_one_by_one(rule in any_rule(), from in any_day()) {
        let period = Rules::in_force(from).period(rule);
        let answer = ask(rule, from, Vec::new());
        match period.counted {
            Counted::WorkingDays => {
                prop_assert_eq!(working_days_between(from, answer.due_on), period.length);
            }
            Counted::CalendarDaysBefore => {
                prop_assert_eq!(answer.due_on, from.plus_days(-period.length));
            }
            Counted::WorkingDaysBefore => {
                let between = working_days_between(answer.due_on, from.plus_days(-1));
                prop_assert_eq!(between, period.length);
            }
            Counted::CalendarDays => {
                prop_assert_eq!(from.days_until(answer.unrolled_on), period.length);
            }
            Counted::Months | Counted::Years => {
                let number = answer.unrolled_on.day_of_month();
                prop_assert!(number == from.day_of_month() || number >= 28);
            }
        }
    }

    #[test]
    fn a_later_start_never_ends_earlier(rule in any_rule(), from in any_day()) {
        let next = from.plus_days(1);
        let (now, later) = (Rules::in_force(from).period(rule), Rules::in_force(next).period(rule));
        prop_assume!(now == later);
        prop_assert!(ask(rule, from, Vec::new()).due_on <= ask(rule, next, Vec::new()).due_on);
    }

    #[test]
    fn the_days_that_ran_add_up_whatever_stood_still(
        from in any_day(),
        times in prop::collection::vec((0_i64..150, 0_i64..20), 0..5),
    ) {
        let suspensions: Vec<Suspension> = times
            .iter()
            .map(|(start, length)| Suspension {
                from: from.plus_days(*start),
                to: from.plus_days(start + length),
                reason: None,
            })
            .collect();
        let stands_still = |day: Day| suspensions.iter().any(|one| one.from <= day && day <= one.to);
        for rule in [Rule::PenaltyDecision, Rule::ComplaintPortal] {
            let period = Rules::in_force(from).period(rule);
            let answer = ask(rule, from, suspensions.clone());
            let ran = (from.plus_days(1)..answer.unrolled_on.plus_days(1))
                .step_days()
                .filter(|day| !stands_still(*day))
                .filter(|day| period.counted != Counted::WorkingDays || works(*day))
                .count();
            prop_assert_eq!(i64::try_from(ran).unwrap(), period.length);
        }
    }
}

/// The days of a range, one by one.
trait StepDays {
    fn step_days(self) -> impl Iterator<Item = Day>;
}

impl StepDays for std::ops::Range<Day> {
    fn step_days(self) -> impl Iterator<Item = Day> {
        (0..self.start.days_until(self.end)).map(move |ahead| self.start.plus_days(ahead))
    }
}
