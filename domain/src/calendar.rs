//! Working days, by the State Council's yearly calendar.
//!
//! The calendar of each year moves weekends around the festivals, so it has to be loaded year by
//! year. Beyond the last year loaded a day is worked out from weekends and the festivals with a
//! fixed date, and marked provisional: it is worked out again when the calendar comes.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use time::Weekday;

use crate::words::{Day, InputFault};

/// The calendars of 2021 to 2026 as published: `date,kind,festival`, kind `holiday` or `workday`.
const PUBLISHED: &str = include_str!("../cn-workdays.csv");

/// Festivals with a fixed date in the solar calendar (全国年节及纪念日放假办法): month and day.
const FIXED_FESTIVALS: [(u8, u8); 6] = [(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)];

/// Whether a day is worked, and whether that is certain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Working {
    /// Whether offices work on the day.
    pub working: bool,
    /// Whether the calendar of its year is not loaded.
    pub provisional: bool,
}

/// The days that differ from the plain week, for the years that are loaded.
#[derive(Debug, Clone)]
pub struct Calendar {
    exceptions: BTreeMap<Day, bool>,
    first_year: i32,
    last_year: i32,
}

impl Calendar {
    /// The calendars that came with the program.
    #[must_use]
    pub fn built_in() -> &'static Self {
        static BUILT_IN: OnceLock<Calendar> = OnceLock::new();
        BUILT_IN.get_or_init(|| {
            Self::parse(PUBLISHED).expect("the calendar in the program is read by a test")
        })
    }

    /// Reads calendars from lines of `date,kind,festival` after a head line.
    ///
    /// # Errors
    /// `calendar_line_invalid`, or `calendar_empty`.
    pub fn parse(text: &str) -> Result<Self, InputFault> {
        let mut exceptions = BTreeMap::new();
        for line in text.lines().skip(1).filter(|line| !line.trim().is_empty()) {
            let invalid = InputFault::new("calendar_line_invalid");
            let mut fields = line.split(',');
            let day: Day = fields.next().ok_or(invalid)?.parse().map_err(|_| invalid)?;
            let working = match fields.next() {
                Some("holiday") => false,
                Some("workday") => true,
                _ => return Err(invalid),
            };
            exceptions.insert(day, working);
        }
        let empty = InputFault::new("calendar_empty");
        let (first, _) = exceptions.first_key_value().ok_or(empty)?;
        let (last, _) = exceptions.last_key_value().ok_or(empty)?;
        Ok(Self {
            first_year: first.year(),
            last_year: last.year(),
            exceptions,
        })
    }

    /// The last year whose calendar is loaded.
    #[must_use]
    pub const fn last_year(&self) -> i32 {
        self.last_year
    }

    /// Whether offices work on `day`.
    #[must_use]
    pub fn on(&self, day: Day) -> Working {
        let weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
        if (self.first_year..=self.last_year).contains(&day.year()) {
            let working = self.exceptions.get(&day).copied().unwrap_or(!weekend);
            return Working {
                working,
                provisional: false,
            };
        }
        let festival = FIXED_FESTIVALS.contains(&(day.month(), day.day_of_month()));
        Working {
            working: !weekend && !festival,
            provisional: true,
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test stops where it fails")]
mod tests {
    use super::*;

    fn works(text: &str) -> bool {
        Calendar::built_in().on(text.parse().unwrap()).working
    }

    #[test]
    fn weekends_are_moved_around_the_festivals() {
        // National Day 2026: 1 to 7 October off, two weekend days worked.
        assert!(!works("2026-10-01") && !works("2026-10-07"));
        assert!(works("2026-10-08"));
        let moved = PUBLISHED
            .lines()
            .filter(|line| line.contains("workday"))
            .count();
        assert_eq!(moved, 40);
        assert!(works("2026-11-23") && !works("2026-11-22"));
    }

    #[test]
    fn a_year_without_its_calendar_is_provisional() {
        let day: Day = "2027-10-01".parse().unwrap();
        assert_eq!(
            Calendar::built_in().on(day),
            Working {
                working: false,
                provisional: true
            }
        );
    }

    #[test]
    fn a_broken_calendar_is_refused() {
        assert!(Calendar::parse("date,kind,festival\n2026-02-30,holiday,x").is_err());
        assert!(Calendar::parse("date,kind,festival\n2026-02-20,feast,x").is_err());
        assert!(Calendar::parse("date,kind,festival\n").is_err());
    }
}
