//! Days of the week and times of the day, in Asia/Shanghai.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::words::{Day, InputFault, coded, serde_as_text};

coded! {
    /// A day of the week.
    Weekday "weekday_unknown" {
        /// 周一
        Monday "monday" "周一" "Monday",
        /// 周二
        Tuesday "tuesday" "周二" "Tuesday",
        /// 周三
        Wednesday "wednesday" "周三" "Wednesday",
        /// 周四
        Thursday "thursday" "周四" "Thursday",
        /// 周五
        Friday "friday" "周五" "Friday",
        /// 周六
        Saturday "saturday" "周六" "Saturday",
        /// 周日
        Sunday "sunday" "周日" "Sunday",
    }
}

impl Weekday {
    /// That of a legal day.
    #[must_use]
    pub const fn of(day: Day) -> Self {
        match day.weekday() {
            time::Weekday::Monday => Self::Monday,
            time::Weekday::Tuesday => Self::Tuesday,
            time::Weekday::Wednesday => Self::Wednesday,
            time::Weekday::Thursday => Self::Thursday,
            time::Weekday::Friday => Self::Friday,
            time::Weekday::Saturday => Self::Saturday,
            time::Weekday::Sunday => Self::Sunday,
        }
    }

    /// Whether it is a rest day by the plain week.
    #[must_use]
    pub const fn is_weekend(self) -> bool {
        matches!(self, Self::Saturday | Self::Sunday)
    }
}

/// A time of the day, in minutes after midnight. Text form: `18:30`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Clock(i64);

impl Clock {
    /// The time at this hour and minute.
    ///
    /// # Errors
    /// `clock_invalid` beyond 23:59.
    pub const fn new(hour: i64, minute: i64) -> Result<Self, InputFault> {
        if 0 <= hour && hour < 24 && 0 <= minute && minute < 60 {
            Ok(Self(hour * 60 + minute))
        } else {
            Err(InputFault::new("clock_invalid"))
        }
    }

    /// Minutes after midnight.
    #[must_use]
    pub const fn minutes(self) -> i64 {
        self.0
    }
}

impl fmt::Display for Clock {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

impl FromStr for Clock {
    type Err = InputFault;

    fn from_str(text: &str) -> Result<Self, InputFault> {
        let invalid = InputFault::new("clock_invalid");
        let (hour, minute) = text.split_once([':', '：', '.']).ok_or(invalid)?;
        let number = |part: &str, most: usize| {
            let digits = part.bytes().all(|sign| sign.is_ascii_digit());
            if digits && (1..=most).contains(&part.len()) {
                part.parse::<i64>().map_err(|_| invalid)
            } else {
                Err(invalid)
            }
        };
        if minute.len() != 2 {
            return Err(invalid);
        }
        Self::new(number(hour, 2)?, number(minute, 2)?)
    }
}

serde_as_text!(Clock);

/// When it is taught, week by week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Slot {
    /// Day of the week.
    pub weekday: Weekday,
    /// When it begins.
    pub start: Clock,
    /// When it ends.
    pub end: Clock,
}

impl Slot {
    /// How long it is, in minutes; not above nought where it ends before it begins.
    #[must_use]
    pub const fn minutes(self) -> i64 {
        self.end.minutes() - self.start.minutes()
    }

    /// Whether both are on one day and have a minute in common.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.weekday == other.weekday && self.start < other.end && other.start < self.end
    }
}

impl fmt::Display for Slot {
    /// As it is written in a line of the form: `周三 18:30-20:00`.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} {}-{}", self.weekday.zh(), self.start, self.end)
    }
}
