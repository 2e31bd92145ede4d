//! What a rule of after-school service rests on.

use crate::words::{Article, Day};

/// A document, since when it holds, where it was seen, and whether what is used of it was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Basis {
    article: &'static str,
    from: (i32, u8, u8),
    /// Where it was seen.
    pub source: &'static str,
    /// Whether it was read in a copy of the text or in the press of the office that made it.
    pub verified: bool,
}

/// The notice of four departments of December 2023, which is applied from the spring term of 2024.
pub(super) const NOTICE: Basis = Basis {
    article: "as23",
    from: (2024, 2, 1),
    source: "新华社 2023-12-27、光明日报 2023-12-28 所载要点；自2024年春季学期起施行",
    verified: true,
};

/// The measures of Jiangxi of 2025: the day is not known, and their text was not read.
pub(super) const PROVINCE: Basis = Basis {
    article: "as25",
    from: (2025, 1, 1),
    source: "赣州蓉江新区进校园公告转述，未读到文本",
    verified: false,
};

/// Training beyond the licence.
pub(super) const LICENCE: Basis = Basis {
    article: "ppei-63-1-9",
    from: (2021, 9, 1),
    source: "民办教育促进法实施条例，LawRefBook/Laws",
    verified: true,
};

/// The notice on entry checks of whoever works at an off-campus institution.
pub(super) const ENTRY_CHECK: Basis = Basis {
    article: "entry23",
    from: (2023, 7, 7),
    source: "新华社 2023-07-07 所载要点；施行日期未见，按报道日期",
    verified: true,
};

/// A setting of the office.
pub(super) const LOCAL: Basis = Basis {
    article: "local-after-school",
    from: (2024, 2, 1),
    source: "本地设置，尚无依据文件",
    verified: false,
};

impl Basis {
    /// What asks for it.
    #[must_use]
    pub const fn article(&self) -> Article {
        Article::new(self.article)
    }

    /// The first day on which it holds.
    #[must_use]
    pub fn first_day(&self) -> Option<Day> {
        let (year, month, day) = self.from;
        Day::new(year, month, day).ok()
    }
}
