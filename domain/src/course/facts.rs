//! What a course says. A draft may be incomplete; what it says must be possible.

use serde::{Deserialize, Serialize};

use super::times::{Slot, Weekday};
use crate::application::Mode;
use crate::words::{Class, Day, Fen, FieldFault, InputFault, Line, MaterialNumber, Prose, Stage};

/// Characters of a name, a description, and of the title or publisher of a material.
const NAME_MAX: usize = 60;
const DESCRIPTION_MAX: usize = 2_000;
const TITLE_MAX: usize = 100;
/// More than these is a slip of the keyboard and no course: no number of the law.
const LESSONS_MAX: i64 = 1_000;
const MINUTES_MAX: i64 = 240;
const BREAK_MAX: i64 = 120;
const PUPILS_MAX: i64 = 500;
const PRICE_FEN_MAX: i64 = 100_000_000;
const SLOTS_MAX: usize = 21;
const MATERIALS_MAX: usize = 30;
/// Days from the first to the last.
const DAYS_MAX: i64 = 800;

/// A book or other paper that pupils learn from (培训材料).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Material {
    /// Its title.
    pub title: String,
    /// Who publishes or wrote it; may be empty.
    #[serde(default)]
    pub publisher: String,
    /// Whether the institution says that it was filed elsewhere (备案).
    #[serde(default)]
    pub filed: bool,
    /// Under which number the authority has filed it; what an institution sends says nothing of it, and neither does what is
    /// kept of a course: a material is filed once for all courses of the institution.
    #[serde(skip_deserializing, skip_serializing_if = "Option::is_none")]
    pub filing: Option<Filing>,
}

/// A material that the authority has filed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Filing {
    /// Its number.
    pub number: MaterialNumber,
    /// Since when.
    pub on: Day,
}

impl Material {
    /// Whether it is filed, here or as the institution says elsewhere.
    #[must_use]
    pub const fn is_filed(&self) -> bool {
        self.filed || self.filing.is_some()
    }
}

/// A course.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Course {
    /// Its name.
    pub name: String,
    /// What is taught, in words.
    pub description: String,
    /// What kind of training it is.
    pub class: Option<Class>,
    /// For whom, by stage of school.
    pub stages: Vec<Stage>,
    /// On site or online.
    pub mode: Option<Mode>,
    /// Class hours (课时) of the whole.
    pub lessons: Option<i64>,
    /// Minutes of a class hour.
    pub lesson_minutes: Option<i64>,
    /// Minutes between two class hours.
    pub break_minutes: Option<i64>,
    /// Pupils at most.
    pub pupils: Option<i64>,
    /// Price of the whole.
    pub price_fen: Option<Fen>,
    /// First day.
    pub first_day: Option<Day>,
    /// Last day.
    pub last_day: Option<Day>,
    /// When it is taught, week by week.
    pub times: Vec<Slot>,
    /// What pupils learn from; may be nothing.
    pub materials: Vec<Material>,
}

impl Course {
    /// Its materials that the authority has not filed.
    pub fn unfiled(&self) -> impl Iterator<Item = &Material> {
        let materials = self.materials.iter();
        materials.filter(|material| material.filing.is_none())
    }

    /// The course with its texts in their one form (NFC, trimmed).
    ///
    /// # Errors
    /// Everything that is impossible: texts that hide or carry markup, numbers out of all bounds, times that end before they
    /// begin or lie on each other, lessons that do not fit between the first day and the last.
    pub fn checked(&self) -> Result<Self, Vec<FieldFault>> {
        let mut faults = Vec::new();
        let mut kept = self.clone();
        kept.name = text(&mut faults, "name", &self.name, |text| {
            Line::parse(text, NAME_MAX).map(Line::into_string)
        });
        kept.description = text(&mut faults, "description", &self.description, |text| {
            Prose::parse(text, DESCRIPTION_MAX).map(Prose::into_string)
        });
        for material in &mut kept.materials {
            for (said, needed) in [
                (&mut material.title, true),
                (&mut material.publisher, false),
            ] {
                if needed && said.trim().is_empty() {
                    faults.push(FieldFault::new("materials", "text_empty"));
                    continue;
                }
                *said = text(&mut faults, "materials", said, |text| {
                    Line::parse(text, TITLE_MAX).map(Line::into_string)
                });
            }
        }
        if kept.materials.len() > MATERIALS_MAX {
            faults.push(FieldFault::new("materials", "list_too_long"));
        }
        kept.times.sort_unstable();
        faults.extend(kept.impossible());
        if faults.is_empty() {
            Ok(kept)
        } else {
            Err(faults)
        }
    }

    fn impossible(&self) -> Vec<FieldFault> {
        let mut faults = Vec::new();
        let bounds = [
            ("lessons", self.lessons, 1, LESSONS_MAX),
            ("lesson_minutes", self.lesson_minutes, 1, MINUTES_MAX),
            ("break_minutes", self.break_minutes, 0, BREAK_MAX),
            ("pupils", self.pupils, 1, PUPILS_MAX),
            ("price_fen", self.price_fen.map(Fen::get), 0, PRICE_FEN_MAX),
        ];
        for (field, value, least, most) in bounds {
            if value.is_some_and(|value| !(least..=most).contains(&value)) {
                faults.push(FieldFault::new(field, "course_number_out_of_range"));
            }
        }
        if let Some((first, last)) = self.first_day.zip(self.last_day) {
            if last < first {
                faults.push(FieldFault::new("last_day", "course_days_out_of_order"));
            } else if first.days_until(last) > DAYS_MAX {
                faults.push(FieldFault::new("last_day", "course_too_long"));
            }
        }
        faults.extend(self.impossible_times());
        if faults.is_empty() && self.fits() == Some(false) {
            faults.push(FieldFault::new("lessons", "lessons_do_not_fit"));
        }
        faults
    }

    fn impossible_times(&self) -> Option<FieldFault> {
        let wrong = |code| Some(FieldFault::new("times", code));
        if self.times.len() > SLOTS_MAX {
            return wrong("list_too_long");
        }
        if self.times.iter().any(|slot| slot.minutes() <= 0) {
            return wrong("time_ends_before_start");
        }
        let met = |slot: &Slot, place: usize| {
            let later = self.times.iter().skip(place + 1);
            later.copied().any(|other| slot.overlaps(other))
        };
        let mut slots = self.times.iter().enumerate();
        if slots.any(|(place, slot)| met(slot, place)) {
            return wrong("times_overlap");
        }
        let minutes = self.lesson_minutes.filter(|minutes| *minutes > 0)?;
        if self.times.iter().any(|slot| slot.minutes() < minutes) {
            return wrong("time_shorter_than_lesson");
        }
        None
    }

    /// How many class hours a time holds.
    #[must_use]
    pub fn lessons_in(&self, slot: Slot) -> i64 {
        let pause = self.break_minutes.unwrap_or(0).max(0);
        match self.lesson_minutes {
            Some(minutes) if minutes > 0 => {
                slot.minutes().saturating_add(pause) / minutes.saturating_add(pause)
            }
            _ => 0,
        }
    }

    /// The days on which it is taught, from the first to the last.
    pub fn days(&self) -> impl Iterator<Item = Day> {
        let whole = self.first_day.zip(self.last_day);
        let count = whole.map_or(-1, |(first, last)| first.days_until(last).min(DAYS_MAX));
        let weekdays: Vec<Weekday> = self.times.iter().map(|slot| slot.weekday).collect();
        (0..=count)
            .filter_map(move |more| whole.map(|(first, _)| first.plus_days(more)))
            .filter(move |day| weekdays.contains(&Weekday::of(*day)))
    }

    /// Whether its class hours have room; nothing where that cannot be said yet.
    fn fits(&self) -> Option<bool> {
        let lessons = self.lessons?;
        self.lesson_minutes?;
        self.first_day.zip(self.last_day)?;
        if self.times.is_empty() {
            return None;
        }
        let on = |day: Day| -> i64 {
            let slots = self
                .times
                .iter()
                .filter(|slot| slot.weekday == Weekday::of(day));
            slots.map(|slot| self.lessons_in(*slot)).sum()
        };
        Some(self.days().map(on).sum::<i64>() >= lessons)
    }

    /// The fields that say nothing yet and have to before it is filed.
    #[must_use]
    pub fn missing(&self) -> Vec<&'static str> {
        let online = self.mode == Some(Mode::Online);
        [
            ("name", !self.name.trim().is_empty()),
            ("description", !self.description.trim().is_empty()),
            ("class", self.class.is_some()),
            ("stages", !self.stages.is_empty()),
            ("mode", self.mode.is_some()),
            ("lessons", self.lessons.is_some()),
            ("lesson_minutes", self.lesson_minutes.is_some()),
            ("break_minutes", !online || self.break_minutes.is_some()),
            ("pupils", self.pupils.is_some()),
            ("price_fen", self.price_fen.is_some()),
            ("first_day", self.first_day.is_some()),
            ("last_day", self.last_day.is_some()),
            ("times", !self.times.is_empty()),
        ]
        .into_iter()
        .filter(|(_, said)| !said)
        .map(|(field, _)| field)
        .collect()
    }

    /// Whether both say the same in what is screened: the text, and the class and stages by which a text is flagged.
    #[must_use]
    pub fn reads_like(&self, other: &Self) -> bool {
        self.name == other.name
            && self.description == other.description
            && self.class == other.class
            && self.stages == other.stages
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
        // Nobody names a course in a language of browsers: what looks like it was pasted, or is meant to be run.
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
#[path = "facts_tests.rs"]
pub(super) mod tests;
