//! The two languages of the pages.

use super::{Arg, t};
use domain::words::Classes;

/// Language of a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    /// Simplified Chinese, the default.
    #[default]
    Zh,
    /// English.
    En,
}

impl Lang {
    /// Both languages.
    pub const ALL: [Self; 2] = [Self::Zh, Self::En];

    /// BCP 47 tag, as written in `<html lang>` and in the cookie.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Zh => "zh-CN",
            Self::En => "en",
        }
    }

    /// The language the switch leads to.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Zh => Self::En,
            Self::En => Self::Zh,
        }
    }

    /// Reads a tag of the cookie, the form or `Accept-Language` (`zh`, `zh-Hans-CN`, `en-GB`); case does not matter.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        let first = tag.trim().split(['-', '_']).next().unwrap_or_default();
        if first.eq_ignore_ascii_case("zh") {
            Some(Self::Zh)
        } else if first.eq_ignore_ascii_case("en") {
            Some(Self::En)
        } else {
            None
        }
    }

    /// The first language of an `Accept-Language` header that we speak, in the order given; Chinese where none is.
    #[must_use]
    pub fn from_accept_language(header: &str) -> Self {
        header
            .split(',')
            .filter_map(|part| Self::from_tag(part.split(';').next().unwrap_or_default()))
            .next()
            .unwrap_or_default()
    }

    /// One of two texts: the first in Chinese, the second in English.
    #[must_use]
    pub const fn pick<'a>(self, zh: &'a str, en: &'a str) -> &'a str {
        match self {
            Self::Zh => zh,
            Self::En => en,
        }
    }

    /// What an institution teaches: 体育类、文化艺术类. A damaged record says nothing.
    #[must_use]
    pub fn classes(self, classes: Option<Classes>) -> String {
        let words = classes.map(|it| match self {
            Self::Zh => it.zh(),
            Self::En => it.en(),
        });
        words.unwrap_or_default()
    }

    /// The message `key`.
    #[must_use]
    pub fn t(self, key: &str) -> String {
        t(self, key, &[])
    }

    /// The message `key` with one argument.
    #[must_use]
    pub fn t1(self, key: &str, name: &str, value: impl Arg) -> String {
        t(self, key, &[(name, &value)])
    }

    /// The message `key` with two arguments.
    #[must_use]
    pub fn t2(self, key: &str, first: &str, a: impl Arg, second: &str, b: impl Arg) -> String {
        t(self, key, &[(first, &a), (second, &b)])
    }
}

#[cfg(test)]
mod tests {
    use super::Lang;

    #[test]
    fn the_first_language_we_speak_wins() {
        assert_eq!(
            Lang::from_accept_language("fr, en-GB;q=0.8, zh;q=0.5"),
            Lang::En
        );
        assert_eq!(Lang::from_accept_language("de"), Lang::Zh);
        assert_eq!(Lang::from_tag("ZH-hans"), Some(Lang::Zh));
    }
}
