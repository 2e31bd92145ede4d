//! What a cell says, as offices write it.

use crate::hanzi::plain;
use crate::words::{Class, Classes, Day, District, InputFault, Line, Stage, Stages};

pub(crate) fn line(text: &str, most: usize) -> Result<String, InputFault> {
    Line::named(text, most).map(Line::into_string)
}

/// The word of a list, by its code, its Chinese term or its English words.
pub(crate) fn known<T: Copy>(
    all: &[T],
    text: &str,
    words: impl Fn(T) -> [&'static str; 3],
    code: &'static str,
) -> Result<T, InputFault> {
    let text = plain(text);
    let found = all
        .iter()
        .copied()
        .find(|one| words(*one).iter().any(|word| plain(word) == text));
    found.ok_or(InputFault::new(code))
}

/// A class, also without its last sign 类.
pub(crate) fn class(text: &str) -> Result<Class, InputFault> {
    let words = |one: Class| [one.code(), one.zh(), one.en()];
    known(Class::ALL, text, words, "class_unknown")
        .or_else(|fault| known(Class::ALL, &format!("{text}类"), words, fault.code))
}

/// One class or several.
pub(crate) fn classes(text: &str) -> Result<Classes, InputFault> {
    // The English words of one class hold no comma, its Chinese term none of these signs.
    let found: Result<Vec<Class>, InputFault> = parts(text).map(class).collect();
    Classes::of(found?).ok_or(InputFault::new("class_unknown"))
}

/// What a list within a cell holds.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split(['、', ',', '，', ';', '；', '/', '+', '|'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
}

/// A district, also under the name of its city.
pub(crate) fn district(text: &str) -> Result<District, InputFault> {
    let words = |one: District| [one.code(), one.zh(), one.en()];
    let within = text.strip_prefix("江西省").unwrap_or(text);
    let within = within.strip_prefix("南昌市").unwrap_or(within);
    known(District::ALL, within, words, "district_unknown")
}

pub(crate) fn stages(text: &str) -> Result<Stages, InputFault> {
    let words = |one: Stage| [one.code(), one.zh(), one.en()];
    let found: Result<Vec<Stage>, InputFault> = parts(text)
        .map(|part| known(Stage::ALL, part, words, "stage_unknown"))
        .collect();
    found.map(|found| Stages::of(&found))
}

pub(crate) fn legal_form(text: &str) -> Result<&'static str, InputFault> {
    const FORMS: [&[&str]; 4] = [
        &[
            "non_enterprise",
            "民办非企业单位",
            "民办非企业",
            "民非",
            "Non-enterprise unit",
        ],
        &[
            "company",
            "公司",
            "企业",
            "有限责任公司",
            "有限公司",
            "Company",
        ],
        &[
            "public_institution",
            "事业单位",
            "事业单位法人",
            "Public institution",
        ],
        &["unknown", "不详", "Unknown"],
    ];
    let text = plain(text);
    let form = FORMS
        .iter()
        .find(|form| form.iter().any(|word| plain(word) == text));
    let code = form.and_then(|form| form.first().copied());
    code.ok_or(InputFault::new("legal_form_unknown"))
}

/// A day as offices write it: `2026-01-05`, `2026/1/5`, `2026.1.5`, `2026年1月5日`, `20260105`.
pub(crate) fn day(text: &str) -> Result<Day, InputFault> {
    let invalid = InputFault::new("day_invalid");
    let text = text.split_once([' ', 'T']).map_or(text, |(day, _)| day);
    let text = text.trim_end_matches('日');
    let parts: Vec<&str> = match text.split_at_checked(4) {
        Some((year, rest)) if rest.len() == 4 && rest.bytes().all(|sign| sign.is_ascii_digit()) => {
            let (month, day) = rest.split_at(2);
            vec![year, month, day]
        }
        _ => text.split(['-', '/', '.', '年', '月']).collect(),
    };
    let [year, month, day] = parts.as_slice() else {
        return Err(invalid);
    };
    let digits = |part: &str, most: usize| {
        (1..=most).contains(&part.len()) && part.bytes().all(|sign| sign.is_ascii_digit())
    };
    if !(year.len() == 4 && digits(year, 4) && digits(month, 2) && digits(day, 2)) {
        return Err(invalid);
    }
    Day::new(
        year.parse().map_err(|_| invalid)?,
        month.parse().map_err(|_| invalid)?,
        day.parse().map_err(|_| invalid)?,
    )
}
