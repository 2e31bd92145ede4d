//! How days, times, sums and deadlines are written: `2026年11月23日（周一）`, `Monday 23 November 2026`, `¥5,000.00`,
//! 还剩 3 个工作日.

use domain::calendar::Calendar;
use domain::words::{Article, Day, Fen, Instant};

use super::Lang;
use crate::view::piece::{Deadline, Pace};

const WEEKDAYS: [(&str, &str); 7] = [
    ("周一", "Monday"),
    ("周二", "Tuesday"),
    ("周三", "Wednesday"),
    ("周四", "Thursday"),
    ("周五", "Friday"),
    ("周六", "Saturday"),
    ("周日", "Sunday"),
];
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A deadline this many working days away, or less, is shown as due.
const DUE_WORKING_DAYS: i64 = 2;
/// Further away than this, a deadline is told in calendar days: nobody counts working days over months.
const WORKING_DAYS_MAX: i64 = 30;

fn weekday(lang: Lang, day: Day) -> &'static str {
    let at = usize::from(day.weekday().number_days_from_monday());
    WEEKDAYS.get(at).map_or("", |(zh, en)| lang.pick(zh, en))
}

fn month(day: Day) -> &'static str {
    usize::from(day.month())
        .checked_sub(1)
        .and_then(|at| MONTHS.get(at))
        .copied()
        .unwrap_or_default()
}

/// `2026年11月23日`, `23 November 2026`.
#[must_use]
pub fn day(lang: Lang, day: Day) -> String {
    match lang {
        Lang::Zh => format!("{}年{}月{}日", day.year(), day.month(), day.day_of_month()),
        Lang::En => format!("{} {} {}", day.day_of_month(), month(day), day.year()),
    }
}

/// `2026年11月23日（周一）`, `Monday 23 November 2026`.
#[must_use]
pub fn full_day(lang: Lang, on: Day) -> String {
    match lang {
        Lang::Zh => format!("{}（{}）", day(lang, on), weekday(lang, on)),
        Lang::En => format!("{} {}", weekday(lang, on), day(lang, on)),
    }
}

/// The day without its year where it lies in the year of `today`: `11月23日（周一）`, `Mon 23 Nov`.
#[must_use]
pub fn near_day(lang: Lang, on: Day, today: Day) -> String {
    match lang {
        Lang::Zh if on.year() == today.year() => {
            format!(
                "{}月{}日（{}）",
                on.month(),
                on.day_of_month(),
                weekday(lang, on)
            )
        }
        Lang::Zh => full_day(lang, on),
        Lang::En => {
            let short = |word: &'static str| word.get(..3).unwrap_or(word);
            let head = format!(
                "{} {} {}",
                short(weekday(lang, on)),
                on.day_of_month(),
                short(month(on))
            );
            if on.year() == today.year() {
                head
            } else {
                format!("{head} {}", on.year())
            }
        }
    }
}

/// `2026年11月23日 08:00`, `08:00, 23 November 2026` (time of Nanchang).
#[must_use]
pub fn instant(lang: Lang, at: Instant) -> String {
    let (hour, minute) = at.clock();
    match lang {
        Lang::Zh => format!("{} {hour:02}:{minute:02}", day(lang, at.day())),
        Lang::En => format!("{hour:02}:{minute:02}, {}", day(lang, at.day())),
    }
}

/// The instant as a desk says it: `今天 10:05`, `11月23日 10:05`, `today 10:05`.
#[must_use]
pub fn near_instant(lang: Lang, at: Instant, today: Day) -> String {
    let (hour, minute) = at.clock();
    let on = at.day();
    if on == today {
        return format!("{} {hour:02}:{minute:02}", lang.pick("今天", "today"));
    }
    match lang {
        Lang::Zh if on.year() == today.year() => {
            format!(
                "{}月{}日 {hour:02}:{minute:02}",
                on.month(),
                on.day_of_month()
            )
        }
        Lang::En if on.year() == today.year() => {
            format!("{hour:02}:{minute:02}, {} {}", on.day_of_month(), month(on))
        }
        Lang::Zh | Lang::En => instant(lang, at),
    }
}

/// `¥5,000.00`, `−¥41.50`.
#[must_use]
pub fn money(sum: Fen) -> String {
    let fen = sum.get().unsigned_abs();
    let yuan = (fen / 100).to_string();
    let mut grouped = String::with_capacity(yuan.len() + 8);
    for (at, digit) in yuan.chars().enumerate() {
        if at > 0 && (yuan.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let sign = if sum.get() < 0 { "−" } else { "" };
    format!("{sign}¥{grouped}.{:02}", fen % 100)
}

/// A sum as a person types it: `300000`, `41.50`.
#[must_use]
pub fn plain_yuan(sum: Fen) -> String {
    let (yuan, fen) = (sum.get() / 100, sum.get().unsigned_abs() % 100);
    if fen == 0 {
        yuan.to_string()
    } else {
        format!("{yuan}.{fen:02}")
    }
}

/// `1.2 MB`, `240 KB`, `12 B`.
#[must_use]
pub fn size(bytes: u64) -> String {
    if bytes >= 1_048_576 {
        let tenths = bytes.saturating_mul(10) / 1_048_576;
        format!("{}.{} MB", tenths / 10, tenths % 10)
    } else if bytes >= 1024 {
        format!("{} KB", bytes / 1024)
    } else {
        format!("{bytes} B")
    }
}

/// The article in the language of the page: 《行政处罚法》第六十条; marked 依据待核 where it was not read in a copy of the text.
#[must_use]
pub fn article(lang: Lang, article: &Article) -> String {
    match lang {
        Lang::Zh => article.cited_zh(),
        Lang::En => article.cited_en(),
    }
}

/// What a rule rests on, marked where the rule was not read, whatever else of its document was.
#[must_use]
pub fn basis(lang: Lang, of: &Article, verified: bool) -> String {
    let words = article(lang, of);
    if verified || !of.is_verified() || of.is_local() {
        words
    } else {
        format!("{words} · {}", lang.t("unverified"))
    }
}

/// The articles of a list that is stored as keys with spaces between them.
#[must_use]
pub fn articles(lang: Lang, keys: &str) -> String {
    let list: Vec<String> = Article::list(keys)
        .iter()
        .map(|one| article(lang, one))
        .collect();
    list.join(lang.pick("、", "; "))
}

/// A deadline in two halves as seen on `today`. `provisional`: a day lies beyond the calendars loaded; `verified`: the
/// number was read in a copy of the text.
#[must_use]
pub fn deadline(
    lang: Lang,
    due_on: Day,
    today: Day,
    provisional: bool,
    verified: bool,
) -> Deadline {
    let days = today.days_until(due_on);
    let working = working_days(today, due_on);
    let (pace, left) = if days < 0 {
        (Pace::Late, lang.t1("days-late", "n", -days))
    } else if days == 0 {
        (Pace::Due, lang.t("due-today"))
    } else if working > WORKING_DAYS_MAX {
        (Pace::Open, lang.t1("days-left", "n", days))
    } else {
        let pace = if working <= DUE_WORKING_DAYS {
            Pace::Due
        } else {
            Pace::Open
        };
        (pace, lang.t1("working-days-left", "n", working))
    };
    let doubts: Vec<String> = [(!verified, "unverified"), (provisional, "provisional")]
        .into_iter()
        .filter(|(doubted, _)| *doubted)
        .map(|(_, key)| lang.t(key))
        .collect();
    let unsure = (!doubts.is_empty()).then(|| doubts.join(lang.pick("、", ", ")));
    Deadline {
        pace,
        left,
        day: near_day(lang, due_on, today),
        unsure,
    }
}

/// Working days after `today` up to and with `due_on`; stops counting where the answer no longer matters.
fn working_days(today: Day, due_on: Day) -> i64 {
    let calendar = Calendar::built_in();
    let mut count = 0;
    let mut at = today;
    while at < due_on && count <= WORKING_DAYS_MAX {
        at = at.plus_days(1);
        if calendar.on(at).working {
            count += 1;
        }
    }
    count
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

    use super::*;

    fn on(year: i32, month: u8, day: u8) -> Day {
        Day::new(year, month, day).unwrap()
    }

    #[test]
    fn a_day_is_written_as_people_write_it() {
        assert_eq!(
            full_day(Lang::Zh, on(2026, 11, 23)),
            "2026年11月23日（周一）"
        );
        assert_eq!(
            full_day(Lang::En, on(2026, 11, 23)),
            "Monday 23 November 2026"
        );
        assert_eq!(
            near_day(Lang::Zh, on(2026, 11, 24), on(2026, 11, 23)),
            "11月24日（周二）"
        );
        assert_eq!(
            near_day(Lang::En, on(2027, 1, 3), on(2026, 11, 23)),
            "Sun 3 Jan 2027"
        );
    }

    #[test]
    fn an_instant_is_told_in_the_time_of_nanchang() {
        let at = Instant::from_millis(on(2026, 11, 23).start().millis() + 8 * 3_600_000 + 300_000);
        assert_eq!(instant(Lang::Zh, at), "2026年11月23日 08:05");
        assert_eq!(near_instant(Lang::En, at, on(2026, 11, 23)), "today 08:05");
        assert_eq!(
            near_instant(Lang::Zh, at, on(2026, 11, 25)),
            "11月23日 08:05"
        );
    }

    #[test]
    fn a_sum_has_its_thousands_and_two_places() {
        assert_eq!(money(Fen::new(500_000)), "¥5,000.00");
        assert_eq!(money(Fen::new(-4_150)), "−¥41.50");
        assert_eq!(money(Fen::new(2_630_000_007)), "¥26,300,000.07");
        assert_eq!(money(Fen::new(0)), "¥0.00");
    }

    #[test]
    fn a_deadline_counts_working_days_over_the_weekend() {
        let friday = on(2026, 11, 20);
        let monday = deadline(Lang::Zh, on(2026, 11, 23), friday, false, true);
        assert_eq!(
            (monday.left.as_str(), monday.pace),
            ("还剩 1 个工作日", Pace::Due)
        );
        assert!(monday.unsure.is_none());
        assert_eq!(
            deadline(Lang::Zh, friday, friday, false, true).left,
            "今天到期"
        );
        assert_eq!(
            deadline(Lang::En, on(2026, 11, 19), friday, false, true).left,
            "1 day late"
        );
        let far = deadline(Lang::Zh, on(2027, 2, 20), friday, true, true);
        assert_eq!(
            (far.left.as_str(), far.unsure.as_deref()),
            ("还剩 92 天", Some("日期暂定"))
        );
        let doubtful = deadline(Lang::Zh, on(2027, 2, 20), friday, true, false);
        assert_eq!(doubtful.unsure.as_deref(), Some("依据待核、日期暂定"));
    }
}
