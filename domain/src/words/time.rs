//! Instants and legal days.

use std::fmt;
use std::str::FromStr;

use time::format_description::well_known::Rfc3339;
use time::{Date, Duration, Month, OffsetDateTime, UtcOffset, Weekday};

use super::InputFault;

/// China has one legal time, eight hours ahead of UTC, without summer time since 1992.
const SHANGHAI: UtcOffset = match UtcOffset::from_hms(8, 0, 0) {
    Ok(offset) => offset,
    Err(_) => UtcOffset::UTC,
};

/// An instant: milliseconds since 1970-01-01T00:00:00Z. Text form: RFC 3339 in UTC with milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(i64);

impl Instant {
    /// The instant this many milliseconds after 1970.
    #[must_use]
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since 1970.
    #[must_use]
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// Later, or earlier where `millis` is negative; stops at the ends of the range.
    #[must_use]
    pub const fn plus_millis(self, millis: i64) -> Self {
        Self(self.0.saturating_add(millis))
    }

    /// Later by whole seconds, or earlier.
    #[must_use]
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        self.plus_millis(seconds.saturating_mul(1000))
    }

    /// The legal day in Asia/Shanghai.
    #[must_use]
    pub fn day(self) -> Day {
        Day(self.moment().to_offset(SHANGHAI).date())
    }

    /// Hour and minute in Asia/Shanghai.
    #[must_use]
    pub fn clock(self) -> (u8, u8) {
        let there = self.moment().to_offset(SHANGHAI);
        (there.hour(), there.minute())
    }

    fn moment(self) -> OffsetDateTime {
        OffsetDateTime::from_unix_timestamp_nanos(i128::from(self.0) * 1_000_000)
            .unwrap_or(OffsetDateTime::UNIX_EPOCH)
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let moment = self.moment();
        write!(
            out,
            "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z",
            moment.year(),
            u8::from(moment.month()),
            moment.day(),
            moment.hour(),
            moment.minute(),
            moment.second(),
            moment.millisecond()
        )
    }
}

impl FromStr for Instant {
    type Err = InputFault;

    fn from_str(text: &str) -> Result<Self, InputFault> {
        let invalid = InputFault::new("instant_invalid");
        let moment = OffsetDateTime::parse(text, &Rfc3339).map_err(|_| invalid)?;
        i64::try_from(moment.unix_timestamp_nanos() / 1_000_000)
            .map(Self)
            .map_err(|_| invalid)
    }
}

/// A legal day in Asia/Shanghai. Text form: `YYYY-MM-DD`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(Date);

impl Day {
    /// The day with this year, month and day of the month.
    ///
    /// # Errors
    /// `day_invalid` where the calendar has no such day.
    pub fn new(year: i32, month: u8, day: u8) -> Result<Self, InputFault> {
        let invalid = InputFault::new("day_invalid");
        let month = Month::try_from(month).map_err(|_| invalid)?;
        Date::from_calendar_date(year, month, day)
            .map(Self)
            .map_err(|_| invalid)
    }

    /// Later by this many calendar days, or earlier; stops at the ends of the range.
    #[must_use]
    pub fn plus_days(self, days: i64) -> Self {
        Self(self.0.saturating_add(Duration::days(days)))
    }

    /// Calendar days from this day to `later`; negative where that is earlier.
    #[must_use]
    pub fn days_until(self, later: Self) -> i64 {
        (later.0 - self.0).whole_days()
    }

    /// Day of the week.
    #[must_use]
    pub const fn weekday(self) -> Weekday {
        self.0.weekday()
    }

    /// Year.
    #[must_use]
    pub const fn year(self) -> i32 {
        self.0.year()
    }

    /// Month, 1 to 12.
    #[must_use]
    pub fn month(self) -> u8 {
        u8::from(self.0.month())
    }

    /// Day of the month, 1 to 31.
    #[must_use]
    pub const fn day_of_month(self) -> u8 {
        self.0.day()
    }

    /// The instant at which the day begins in Asia/Shanghai.
    #[must_use]
    pub fn start(self) -> Instant {
        let midnight = self.0.midnight().assume_offset(SHANGHAI);
        Instant(midnight.unix_timestamp().saturating_mul(1000))
    }
}

impl fmt::Display for Day {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            out,
            "{:04}-{:02}-{:02}",
            self.year(),
            self.month(),
            self.day_of_month()
        )
    }
}

impl FromStr for Day {
    type Err = InputFault;

    fn from_str(text: &str) -> Result<Self, InputFault> {
        let invalid = InputFault::new("day_invalid");
        let mut parts = text.split('-');
        let (Some(year), Some(month), Some(day), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(invalid);
        };
        let digits = |part: &str, length| {
            part.len() == length && part.bytes().all(|sign| sign.is_ascii_digit())
        };
        if !(digits(year, 4) && digits(month, 2) && digits(day, 2)) {
            return Err(invalid);
        }
        Self::new(
            year.parse().map_err(|_| invalid)?,
            month.parse().map_err(|_| invalid)?,
            day.parse().map_err(|_| invalid)?,
        )
    }
}

macro_rules! serde_as_text {
    ($($word:ty),+) => {$(
        impl ::serde::Serialize for $word {
            fn serialize<S: ::serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.collect_str(self)
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $word {
            fn deserialize<D: ::serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(from)?;
                text.parse().map_err(::serde::de::Error::custom)
            }
        }
    )+};
}
pub(crate) use serde_as_text;

serde_as_text!(Instant, Day);

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test stops where it fails")]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_in_shanghai_eight_hours_before_utc() {
        let day: Day = "2026-11-23".parse().unwrap();
        assert_eq!(day.start().to_string(), "2026-11-22T16:00:00.000Z");
        assert_eq!(day.start().day(), day);
        assert_eq!(day.start().plus_millis(-1).day(), day.plus_days(-1));
    }

    #[test]
    fn impossible_days_are_refused() {
        for text in [
            "2026-02-29",
            "2026-13-01",
            "2026-1-01",
            "26-01-01",
            "2026-01-01x",
            "",
            "+026-01-01",
        ] {
            assert_eq!(
                text.parse::<Day>(),
                Err(InputFault::new("day_invalid")),
                "{text}"
            );
        }
    }

    #[test]
    fn an_instant_keeps_its_milliseconds() {
        let instant: Instant = "2026-11-23T01:02:03.004Z".parse().unwrap();
        assert_eq!(instant.to_string(), "2026-11-23T01:02:03.004Z");
    }
}
