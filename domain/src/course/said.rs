//! Times and materials as people write them, in a line each: in the form and in the cells of a list.

use unicode_normalization::UnicodeNormalization as _;

use super::facts::Material;
use super::times::{Clock, Slot, Weekday};
use crate::words::InputFault;

/// Reads times such as `周三 18:30-20:00` or `周一、周五 18:30 至 20:00`, one to a line or between semicolons.
///
/// # Errors
/// `time_invalid` for what is no time, `weekday_unknown`, `clock_invalid`.
pub fn times(text: &str) -> Result<Vec<Slot>, InputFault> {
    let text: String = text.nfkc().collect();
    let mut slots = Vec::new();
    for line in text.split(['\n', ';']).map(str::trim) {
        if !line.is_empty() {
            slots.extend(line_of_times(line)?);
        }
    }
    Ok(slots)
}

fn line_of_times(line: &str) -> Result<Vec<Slot>, InputFault> {
    let invalid = InputFault::new("time_invalid");
    let place = line
        .find(|sign: char| sign.is_ascii_digit())
        .ok_or(invalid)?;
    let (days, range) = line.split_at_checked(place).ok_or(invalid)?;
    let range = range.replace(['\u{2013}', '\u{2014}', '~', '至', '到', '\u{2212}'], "-");
    let (start, end) = range.split_once('-').ok_or(invalid)?;
    let clock = |text: &str| text.trim().parse::<Clock>();
    let (start, end) = (clock(start)?, clock(end.trim_start_matches('-'))?);
    let days: Vec<Weekday> = days
        .split(['、', ',', '/', '+', '&', '和', ' ', ':'])
        .filter(|word| !word.is_empty())
        .map(weekday)
        .collect::<Result<_, _>>()?;
    if days.is_empty() {
        return Err(InputFault::new("weekday_unknown"));
    }
    let slot = |weekday| Slot {
        weekday,
        start,
        end,
    };
    Ok(days.into_iter().map(slot).collect())
}

/// 周三, 星期三, 礼拜三, Wednesday, Wed.
fn weekday(word: &str) -> Result<Weekday, InputFault> {
    let word = word.to_lowercase();
    let chinese = ["星期", "礼拜", "周"]
        .iter()
        .find_map(|before| word.strip_prefix(before));
    let found = Weekday::ALL.iter().copied().find(|day| {
        let last = day.zh().trim_start_matches('周');
        let english = day.en().to_lowercase();
        chinese.is_some_and(|rest| rest == last || (last == "日" && rest == "天"))
            || word == english
            || english.get(..3) == Some(word.as_str())
    });
    found.ok_or(InputFault::new("weekday_unknown"))
}

/// Reads materials such as `趣味编程 | 江西科学技术出版社 | 已备案`, one to a line or between semicolons. Publisher and filing may
/// be left out.
///
/// # Errors
/// `filing_unknown` for a third part that says neither yes nor no, `material_invalid` for a fourth.
pub fn materials(text: &str) -> Result<Vec<Material>, InputFault> {
    text.split(['\n', ';', '；'])
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(material)
        .collect()
}

fn material(line: &str) -> Result<Material, InputFault> {
    let parts: Vec<&str> = line.split(['|', '｜', '\t']).map(str::trim).collect();
    let (title, publisher, filing) = match parts.as_slice() {
        [title] => (*title, "", ""),
        [title, publisher] => (*title, *publisher, ""),
        [title, publisher, filing] => (*title, *publisher, *filing),
        _ => return Err(InputFault::new("material_invalid")),
    };
    let filed = match filing.to_lowercase().as_str() {
        "已备案" | "备案" | "是" | "yes" | "filed" => true,
        "" | "未备案" | "否" | "无" | "no" | "not filed" => false,
        _ => return Err(InputFault::new("filing_unknown")),
    };
    Ok(Material {
        title: title.to_owned(),
        publisher: publisher.to_owned(),
        filed,
        filing: None,
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test stops where it fails")]
mod tests {
    use proptest::prelude::*;

    use super::super::facts::tests::slot;
    use super::*;

    #[test]
    fn times_are_read_as_people_write_them() {
        let wednesday = vec![slot(Weekday::Wednesday, "18:30", "20:00")];
        for text in [
            "周三 18:30-20:00",
            "星期三18：30—20：00",
            "Wednesday 18:30-20:00",
            "wed 18:30~20:00",
            " 礼拜三　１８:３０ 至 20:00 ；\n",
        ] {
            assert_eq!(times(text), Ok(wednesday.clone()), "{text}");
        }
        assert_eq!(
            times("周一、周五 18:30-20:00\n周日 9:00-10:30").unwrap(),
            [
                slot(Weekday::Monday, "18:30", "20:00"),
                slot(Weekday::Friday, "18:30", "20:00"),
                slot(Weekday::Sunday, "9:00", "10:30"),
            ]
        );
        assert_eq!(times(" \n;"), Ok(Vec::new()));
        for (text, code) in [
            ("周三", "time_invalid"),
            ("周三 18:30", "time_invalid"),
            ("周八 18:30-20:00", "weekday_unknown"),
            ("18:30-20:00", "weekday_unknown"),
            ("周三 18:30-24:00", "clock_invalid"),
            ("周三 1830-2000", "clock_invalid"),
            ("周三 18:3-20:00", "clock_invalid"),
        ] {
            assert_eq!(times(text), Err(InputFault::new(code)), "{text}");
        }
    }

    #[test]
    fn materials_are_read_with_what_is_said_of_them() {
        let read = materials("趣味编程 | 江西科学技术出版社 | 已备案\n识谱｜自编；练习曲").unwrap();
        let said: Vec<(&str, &str, bool)> = read
            .iter()
            .map(|one| (one.title.as_str(), one.publisher.as_str(), one.filed))
            .collect();
        assert_eq!(
            said,
            [
                ("趣味编程", "江西科学技术出版社", true),
                ("识谱", "自编", false),
                ("练习曲", "", false)
            ]
        );
        assert_eq!(
            materials("a|b|也许"),
            Err(InputFault::new("filing_unknown"))
        );
        assert_eq!(
            materials("a|b|是|d"),
            Err(InputFault::new("material_invalid"))
        );
    }

    proptest! {
        #[test]
        fn a_time_is_read_back_as_it_is_written(day in 0_usize..7, start in 0_i64..1_440, end in 0_i64..1_440) {
            let clock = |minutes: i64| Clock::new(minutes / 60, minutes % 60).unwrap();
            let weekday = *Weekday::ALL.get(day).unwrap();
            let slot = Slot { weekday, start: clock(start), end: clock(end) };
            prop_assert_eq!(times(&slot.to_string()), Ok(vec![slot]));
        }

        #[test]
        fn no_text_at_all_stops_the_reading(text in ".{0,60}") {
            let _ = (times(&text), materials(&text));
        }
    }
}
