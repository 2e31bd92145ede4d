//! What was seen of a place, and how it came to be known.

use serde::{Deserialize, Serialize};

use crate::words::{Class, Day, District, FieldFault, InputFault, Line, Prose, Stage, coded};

/// Characters of a name as it is seen.
pub const NAME_CHARS_MAX: usize = 100;
/// Characters of an address.
pub const ADDRESS_CHARS_MAX: usize = 200;
/// Characters of the remarks.
pub const REMARKS_CHARS_MAX: usize = 2_000;
/// More than these is a slip of the keyboard and no place: no number of the law.
const PUPILS_MAX: i64 = 10_000;
const STAFF_MAX: i64 = 1_000;

coded! {
    /// How a place came to be known.
    Source "place_source_unknown" {
        /// 投诉举报
        Complaint "complaint" "投诉举报" "Complaint",
        /// 12345 热线
        Hotline "hotline" "12345 热线" "Hotline 12345",
        /// 巡查
        Patrol "patrol" "巡查发现" "Patrol",
        /// 其他
        Other "other" "其他来源" "Otherwise",
    }
}

/// What was seen of a place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seen {
    /// The name on its sign; empty where it has none.
    #[serde(default)]
    pub name: String,
    /// Where it is.
    pub address: String,
    /// The district of the address.
    pub district: District,
    /// How it came to be known.
    pub source: Source,
    /// What it seems to teach; nothing where that is not known.
    #[serde(default)]
    pub class: Option<Class>,
    /// Whom it seems to teach; may be nothing.
    #[serde(default)]
    pub stages: Vec<Stage>,
    /// About how many pupils were seen.
    #[serde(default)]
    pub pupils: Option<i64>,
    /// About how many people were seen who teach or run it.
    #[serde(default)]
    pub staff: Option<i64>,
    /// The day it was first seen.
    pub seen_on: Day,
    /// Whatever else was seen or told; may be empty.
    #[serde(default)]
    pub remarks: String,
}

impl Seen {
    /// The same with its texts in their one form (NFC, trimmed) and its stages in order.
    ///
    /// # Errors
    /// Everything that is impossible: texts that hide or carry markup, numbers out of all bounds, a day that is still to
    /// come.
    pub fn checked(&self, today: Day) -> Result<Self, Vec<FieldFault>> {
        let mut faults = Vec::new();
        let line = |most| move |text: &str| Line::parse(text, most).map(Line::into_string);
        let prose = |text: &str| Prose::parse(text, REMARKS_CHARS_MAX).map(Prose::into_string);
        let mut kept = self.clone();
        kept.name = text(&mut faults, "name", &self.name, line(NAME_CHARS_MAX));
        kept.remarks = text(&mut faults, "remarks", &self.remarks, prose);
        if self.address.trim().is_empty() {
            faults.push(FieldFault::new("address", "text_empty"));
        } else {
            kept.address = text(
                &mut faults,
                "address",
                &self.address,
                line(ADDRESS_CHARS_MAX),
            );
        }
        for (field, value, most) in [
            ("pupils", self.pupils, PUPILS_MAX),
            ("staff", self.staff, STAFF_MAX),
        ] {
            if value.is_some_and(|value| !(0..=most).contains(&value)) {
                faults.push(FieldFault::new(field, "place_number_out_of_range"));
            }
        }
        if self.seen_on > today {
            faults.push(FieldFault::new("seen_on", "day_in_future"));
        }
        kept.stages.sort_unstable();
        kept.stages.dedup();
        if faults.is_empty() {
            Ok(kept)
        } else {
            Err(faults)
        }
    }
}

/// A text in its one form; empty where it says nothing or is at fault.
fn text(
    faults: &mut Vec<FieldFault>,
    field: &'static str,
    said: &str,
    parse: impl Fn(&str) -> Result<String, InputFault>,
) -> String {
    if said.trim().is_empty() {
        return String::new();
    }
    match parse(said) {
        // No sign and no address is written in a language of browsers: it was pasted, or is meant to be run.
        Ok(kept) if kept.contains(['<', '>']) => {
            faults.push(FieldFault::new(field, "text_markup"));
            String::new()
        }
        Ok(kept) => kept,
        Err(fault) => {
            faults.push(FieldFault::new(field, fault.code));
            String::new()
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test stops where it fails")]
pub(super) mod tests {
    use proptest::prelude::*;

    use super::*;

    pub(in crate::place) fn today() -> Day {
        "2026-11-23".parse().unwrap()
    }

    pub(in crate::place) fn seen(name: &str, address: &str) -> Seen {
        Seen {
            name: name.to_owned(),
            address: address.to_owned(),
            district: District::Honggutan,
            source: Source::Patrol,
            class: Some(Class::Subject),
            stages: vec![Stage::Primary],
            pupils: Some(12),
            staff: Some(2),
            seen_on: today(),
            remarks: String::new(),
        }
    }

    fn codes(seen: &Seen) -> Vec<(String, String)> {
        let faults = seen.checked(today()).unwrap_err();
        let told = faults
            .into_iter()
            .map(|fault| (fault.field.into_owned(), fault.code.into_owned()));
        told.collect()
    }

    #[test]
    fn a_place_without_a_sign_is_a_place_and_one_without_an_address_is_none() {
        let kept = seen("  ", " 凤凰洲 12 栋 2 单元 301 室 ").checked(today());
        let kept = kept.unwrap();
        assert_eq!(
            (kept.name.as_str(), kept.address.as_str()),
            ("", "凤凰洲 12 栋 2 单元 301 室")
        );
        let told = codes(&seen("小太阳", " \n"));
        assert_eq!(told, [("address".to_owned(), "text_empty".to_owned())]);
    }

    #[test]
    fn every_fault_is_told_at_once() {
        let wrong = Seen {
            name: "<script>".to_owned(),
            address: "a".repeat(201),
            pupils: Some(-1),
            staff: Some(1_001),
            seen_on: today().plus_days(1),
            remarks: "\u{202e}".to_owned(),
            ..seen("", "")
        };
        let told = codes(&wrong);
        let told: Vec<(&str, &str)> = told
            .iter()
            .map(|(field, code)| (field.as_str(), code.as_str()))
            .collect();
        let expected = [
            ("name", "text_markup"),
            ("remarks", "text_control"),
            ("address", "text_too_long"),
            ("pupils", "place_number_out_of_range"),
            ("staff", "place_number_out_of_range"),
            ("seen_on", "day_in_future"),
        ];
        assert_eq!(told, expected);
    }

    proptest! {
        /// What was checked once is not changed by being checked again, whatever was typed.
        #[test]
        fn a_checked_place_stays_as_it_is(name in ".{0,120}", address in ".{0,220}", remarks in "(.|\n){0,300}") {
            let typed = Seen { remarks, ..seen(&name, &address) };
            if let Ok(kept) = typed.checked(today()) {
                prop_assert_eq!(kept.checked(today()), Ok(kept));
            }
        }
    }
}
