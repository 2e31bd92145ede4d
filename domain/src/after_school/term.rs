//! School years and their two terms.
//!
//! The school calendar of the city is not loaded: a year begins on 1 September and its second term on 1 February, which is a
//! setting of the office.

use std::fmt;
use std::str::FromStr;

use crate::words::{Day, InputFault, coded, serde_as_text};

coded! {
    /// Half of a school year.
    Half "term_invalid" {
        /// 第一学期
        Autumn "autumn" "第一学期" "autumn term",
        /// 第二学期
        Spring "spring" "第二学期" "spring term",
    }
}

/// No admission lies outside these years.
const FIRST: i32 = 2018;
const LAST: i32 = 2200;

/// A school year (学年), by the calendar year in which it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SchoolYear(i32);

impl SchoolYear {
    /// The school year that begins in this calendar year.
    ///
    /// # Errors
    /// `school_year_invalid` outside 2018 to 2200.
    pub const fn new(year: i32) -> Result<Self, InputFault> {
        if year >= FIRST && year <= LAST {
            Ok(Self(year))
        } else {
            Err(InputFault::new("school_year_invalid"))
        }
    }

    /// The school year in which `day` lies.
    #[must_use]
    pub fn of(day: Day) -> Self {
        let begun = i32::from(day.month() >= 9);
        Self((day.year() - 1 + begun).clamp(FIRST, LAST))
    }

    /// The one after it.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0 + 1)
    }

    /// The calendar year in which it begins.
    #[must_use]
    pub const fn year(self) -> i32 {
        self.0
    }

    /// Its first day.
    #[must_use]
    pub fn first_day(self) -> Day {
        day(self.0, 9, 1)
    }

    /// Its last day.
    #[must_use]
    pub fn last_day(self) -> Day {
        day(self.0 + 1, 8, 31)
    }

    /// Its terms, the first first.
    #[must_use]
    pub const fn terms(self) -> [Term; 2] {
        [
            Term {
                year: self,
                half: Half::Autumn,
            },
            Term {
                year: self,
                half: Half::Spring,
            },
        ]
    }

    /// As the office writes it.
    #[must_use]
    pub fn zh(self) -> String {
        format!("{}—{}学年", self.0, self.0 + 1)
    }

    /// The same in English.
    #[must_use]
    pub fn en(self) -> String {
        format!("{}–{}", self.0, self.0 + 1)
    }
}

impl fmt::Display for SchoolYear {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.0)
    }
}

impl FromStr for SchoolYear {
    type Err = InputFault;

    fn from_str(text: &str) -> Result<Self, InputFault> {
        let fault = InputFault::new("school_year_invalid");
        if text.len() != 4 {
            return Err(fault);
        }
        text.parse().map_err(|_| fault).and_then(Self::new)
    }
}

/// A term (学期), such as `2026-autumn`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Term {
    /// Its school year.
    pub year: SchoolYear,
    /// Which half of it.
    pub half: Half,
}

impl Term {
    /// The term in which `day` lies.
    #[must_use]
    pub fn of(day: Day) -> Self {
        let half = match day.month() {
            2..=8 => Half::Spring,
            _ => Half::Autumn,
        };
        Self {
            year: SchoolYear::of(day),
            half,
        }
    }

    /// Its first day.
    #[must_use]
    pub fn first_day(self) -> Day {
        match self.half {
            Half::Autumn => self.year.first_day(),
            Half::Spring => day(self.year.0 + 1, 2, 1),
        }
    }

    /// Its last day.
    #[must_use]
    pub fn last_day(self) -> Day {
        match self.half {
            Half::Autumn => day(self.year.0 + 1, 1, 31),
            Half::Spring => self.year.last_day(),
        }
    }

    /// As the office writes it.
    #[must_use]
    pub fn zh(self) -> String {
        format!("{}{}", self.year.zh(), self.half.zh())
    }

    /// The same in English.
    #[must_use]
    pub fn en(self) -> String {
        format!("{} {}", self.year.en(), self.half.en())
    }
}

impl fmt::Display for Term {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}-{}", self.year, self.half)
    }
}

impl FromStr for Term {
    type Err = InputFault;

    fn from_str(text: &str) -> Result<Self, InputFault> {
        let fault = InputFault::new("term_invalid");
        let (year, half) = text.split_once('-').ok_or(fault)?;
        Ok(Self {
            year: year.parse().map_err(|_| fault)?,
            half: half.parse()?,
        })
    }
}

serde_as_text!(SchoolYear, Term);

fn day(year: i32, month: u8, day: u8) -> Day {
    Day::new(year, month, day).expect("these months have these days in every year")
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test stops where it fails")]
mod tests {
    use super::*;

    #[test]
    fn every_day_lies_in_one_term_of_its_school_year() {
        let mut day: Day = "2025-08-01".parse().unwrap();
        for _ in 0..800 {
            let (term, year) = (Term::of(day), SchoolYear::of(day));
            assert_eq!(term.year, year, "{day}");
            assert!(term.first_day() <= day && day <= term.last_day(), "{day}");
            assert!(year.first_day() <= day && day <= year.last_day(), "{day}");
            assert!(year.terms().contains(&term));
            day = day.plus_days(1);
        }
    }

    #[test]
    fn a_term_has_one_text_and_no_other_is_read() {
        let term: Term = "2026-autumn".parse().unwrap();
        assert_eq!(term.to_string(), "2026-autumn");
        assert_eq!(term.zh(), "2026—2027学年第一学期");
        for text in [
            "2026",
            "2026-winter",
            "26-autumn",
            "2026-autumn ",
            "",
            "99999-spring",
        ] {
            assert!(text.parse::<Term>().is_err(), "{text}");
        }
        assert!("2017".parse::<SchoolYear>().is_err());
    }
}
