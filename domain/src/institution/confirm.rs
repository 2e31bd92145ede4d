//! Twice a year an institution is asked whether what the register says of it is right.

use crate::words::{Article, Day};

/// The days of the year on which a round begins. No rule gives them: they are a setting of this deployment.
const ROUNDS: [(u8, u8); 2] = [(3, 1), (9, 1)];

/// What the rounds rest on.
#[must_use]
pub const fn article() -> Article {
    Article::new("local-confirmation")
}

/// The first day of the round in which `today` lies.
#[must_use]
pub fn round(today: Day) -> Day {
    let days = [today.year() - 1, today.year()]
        .into_iter()
        .flat_map(|year| ROUNDS.map(|(month, day)| Day::new(year, month, day)));
    days.flatten()
        .filter(|day| *day <= today)
        .max()
        .unwrap_or(today)
}

/// Whether the institution is asked: it has not confirmed since the round began, and the register held it before.
#[must_use]
pub fn is_asked(confirmed_on: Option<Day>, entered_on: Day, today: Day) -> bool {
    let begin = round(today);
    entered_on < begin && confirmed_on.is_none_or(|day| day < begin)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test stops where it fails")]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn an_institution_is_asked_in_march_and_in_september() {
        for (today, begin) in [
            ("2026-02-28", "2025-09-01"),
            ("2026-03-01", "2026-03-01"),
            ("2026-08-31", "2026-03-01"),
            ("2026-09-01", "2026-09-01"),
            ("2027-01-01", "2026-09-01"),
        ] {
            assert_eq!(round(day(today)), day(begin), "{today}");
        }
        let (entered, today) = (day("2020-01-01"), day("2026-11-29"));
        assert!(is_asked(None, entered, today));
        assert!(is_asked(Some(day("2026-08-31")), entered, today));
        assert!(!is_asked(Some(day("2026-09-01")), entered, today));
        // One that came into the register after the round began said what is right with its application.
        assert!(!is_asked(None, day("2026-09-01"), today));
    }
}
