//! Sets of words: the stages and the classes that one institution teaches.

use serde::{Deserialize, Serialize};

use super::{Class, InputFault, Stage};

impl Stage {
    /// Its bit in [`Stages::bits`].
    #[must_use]
    pub const fn bit(self) -> u8 {
        match self {
            Self::Preschool => 1,
            Self::Primary => 2,
            Self::Junior => 4,
            Self::Senior => 8,
        }
    }
}

impl Stage {
    /// Whether all of them are the senior one: what holds for the years of compulsory education holds for these by reference
    /// (参照) alone.
    #[must_use]
    pub fn only_senior(stages: &[Self]) -> bool {
        !stages.is_empty() && stages.iter().all(|stage| *stage == Self::Senior)
    }
}

/// A set of stages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Stages(u8);

impl TryFrom<u8> for Stages {
    type Error = InputFault;

    fn try_from(bits: u8) -> Result<Self, InputFault> {
        Self::from_bits(bits)
    }
}

impl From<Stages> for u8 {
    fn from(stages: Stages) -> Self {
        stages.bits()
    }
}

impl Stages {
    /// The set of these stages.
    #[must_use]
    pub fn of(stages: &[Stage]) -> Self {
        Self(stages.iter().fold(0, |bits, stage| bits | stage.bit()))
    }

    /// The set with these bits.
    ///
    /// # Errors
    /// `stages_invalid` for a bit that is no stage.
    pub const fn from_bits(bits: u8) -> Result<Self, InputFault> {
        if bits < 16 {
            Ok(Self(bits))
        } else {
            Err(InputFault::new("stages_invalid"))
        }
    }

    /// One bit a stage; see [`Stage::bit`].
    #[must_use]
    pub const fn bits(self) -> u8 {
        self.0
    }

    /// Whether `stage` is in the set.
    #[must_use]
    pub const fn contains(self, stage: Stage) -> bool {
        self.0 & stage.bit() != 0
    }

    /// The stages of the set, youngest first.
    pub fn iter(self) -> impl Iterator<Item = Stage> {
        Stage::ALL
            .iter()
            .copied()
            .filter(move |stage| self.contains(*stage))
    }
}

impl Class {
    /// Its bit in [`Classes::more_bits`].
    #[must_use]
    pub const fn bit(self) -> u8 {
        match self {
            Self::Subject => 1,
            Self::Sports => 2,
            Self::Arts => 4,
            Self::ArtsExam => 8,
            Self::Science => 16,
            Self::Practice => 32,
        }
    }
}

/// What an institution teaches: one class or several, in the order of their list. It is stored and told as the first
/// of them and the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Classes {
    first: Class,
    more: u8,
}

impl From<Class> for Classes {
    fn from(class: Class) -> Self {
        Self::one(class)
    }
}

impl Classes {
    /// The set of this class alone.
    #[must_use]
    pub const fn one(first: Class) -> Self {
        Self { first, more: 0 }
    }

    /// The set of these classes; nothing for none.
    pub fn of(classes: impl IntoIterator<Item = Class>) -> Option<Self> {
        Self::of_bits(classes.into_iter().fold(0, |bits, one| bits | one.bit()))
    }

    fn of_bits(bits: u8) -> Option<Self> {
        let mut classes = Class::ALL.iter().copied();
        let first = classes.find(|one| bits & one.bit() != 0)?;
        Some(Self {
            first,
            more: bits & !first.bit(),
        })
    }

    /// The set whose first class has the code `first`, with the bits of the others; nothing where one is no class.
    #[must_use]
    pub fn stored(first: &str, more: i64) -> Option<Self> {
        let bits = u8::try_from(more).ok().filter(|bits| *bits < 64)?;
        Self::of_bits(Class::from_code(first)?.bit() | bits)
    }

    /// The first one.
    #[must_use]
    pub const fn first(self) -> Class {
        self.first
    }

    /// The bits of all but the first, as they are stored; see [`Class::bit`].
    #[must_use]
    pub fn more_bits(self) -> i64 {
        i64::from(self.more)
    }

    /// All but the first.
    pub fn more(self) -> impl Iterator<Item = Class> {
        self.iter().skip(1)
    }

    /// Whether `class` is one of them.
    #[must_use]
    pub const fn contains(self, class: Class) -> bool {
        (self.first.bit() | self.more) & class.bit() != 0
    }

    /// Whether `class` is the only one.
    #[must_use]
    pub const fn is_only(self, class: Class) -> bool {
        self.more == 0 && self.first.bit() == class.bit()
    }

    /// Whether a licence for these covers lessons of `asked`. Training for arts examinations is arts training with a
    /// mark of its own: its licence covers arts.
    #[must_use]
    pub const fn covers(self, asked: Class) -> bool {
        self.contains(asked) || (matches!(asked, Class::Arts) && self.contains(Class::ArtsExam))
    }

    /// The classes, in the order of their list.
    pub fn iter(self) -> impl Iterator<Item = Class> {
        Class::ALL
            .iter()
            .copied()
            .filter(move |class| self.contains(*class))
    }

    /// Their codes as one text: `sports, arts`.
    #[must_use]
    pub fn codes(self) -> String {
        self.iter().map(Class::code).collect::<Vec<_>>().join(", ")
    }

    /// In words: 体育类、文化艺术类.
    #[must_use]
    pub fn zh(self) -> String {
        self.iter().map(Class::zh).collect::<Vec<_>>().join("、")
    }

    /// In English words.
    #[must_use]
    pub fn en(self) -> String {
        self.iter().map(Class::en).collect::<Vec<_>>().join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_set_of_classes_is_stored_and_read_back() {
        for bits in 1..64_u8 {
            let of = Class::ALL
                .iter()
                .copied()
                .filter(|one| bits & one.bit() != 0);
            let set = Classes::of(of.clone());
            let again = set.and_then(|set| Classes::stored(set.first().code(), set.more_bits()));
            assert!(set.is_some() && set == again, "{bits}");
            let listed: Vec<Class> = set.iter().flat_map(|set| set.iter()).collect();
            assert_eq!(listed, of.collect::<Vec<_>>());
        }
        assert_eq!(Classes::of([]), None);
        for (first, more) in [("cooking", 0), ("arts", 64), ("arts", -1)] {
            assert_eq!(Classes::stored(first, more), None, "{first} {more}");
        }
    }

    #[test]
    fn a_licence_for_arts_examinations_covers_arts_and_not_the_other_way() {
        let both = Classes::of([Class::Sports, Class::ArtsExam]);
        let covers = |asked| both.is_some_and(|both| both.covers(asked));
        assert!(covers(Class::Sports) && covers(Class::Arts) && covers(Class::ArtsExam));
        assert!(!covers(Class::Science) && !Classes::from(Class::Arts).covers(Class::ArtsExam));
    }
}
