//! The text as the rules read it: folded, simplified, without tricks of spacing, each character
//! with its place in the text as it was written.

use unicode_normalization::UnicodeNormalization as _;

use crate::hanzi::{is_hanzi, simplified};

/// Longer texts are read up to here; complaints are limited far below.
const CHARS_MAX: usize = 20_000;

/// A folded text and, for each of its characters, the place of the original one.
#[derive(Debug, Default)]
pub(super) struct Normal {
    pub(super) chars: Vec<char>,
    pub(super) places: Vec<usize>,
}

/// Characters that take no room or stand between the letters of a disguised word.
const fn is_filler(sign: char) -> bool {
    matches!(
        sign,
        '\u{200b}'
            ..='\u{200f}'
                | '\u{2060}'
                | '\u{feff}'
                | '\u{fe0f}'
                | '\u{00ad}'
                | '*'
                | '·'
                | '•'
                | '_'
                | '~'
                | '^'
    )
}

impl Normal {
    pub(super) fn read(text: &str) -> Self {
        let mut folded = Self::default();
        for (place, sign) in text.chars().take(CHARS_MAX).enumerate() {
            if is_filler(sign) {
                continue;
            }
            for sign in std::iter::once(sign).nfkc().flat_map(char::to_lowercase) {
                folded.chars.push(sign);
                folded.places.push(place);
            }
        }
        folded.without_gaps().in_simplified()
    }

    /// Blanks between two Chinese characters are a trick or a slip.
    fn without_gaps(self) -> Self {
        let mut kept = Self::default();
        let mut signs = self.chars.iter().zip(&self.places).peekable();
        while let Some((sign, place)) = signs.next() {
            let before = kept.chars.last().copied().is_some_and(is_hanzi);
            let after = signs
                .peek()
                .is_some_and(|(next, _)| is_hanzi(**next) || **next == ' ');
            if *sign == ' ' && before && after {
                continue;
            }
            kept.chars.push(*sign);
            kept.places.push(*place);
        }
        kept
    }

    /// Traditional characters as simplified ones, where that keeps each in its place.
    fn in_simplified(mut self) -> Self {
        let text: String = self.chars.iter().collect();
        if let Some(converted) = simplified(&text) {
            let converted: Vec<char> = converted.chars().collect();
            if converted.len() == self.chars.len() {
                self.chars = converted;
            }
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        Normal::read(text).chars.into_iter().collect()
    }

    #[test]
    fn tricks_of_writing_are_undone() {
        assert_eq!(read("數 學 補 習"), "数学补习");
        assert_eq!(read("数\u{200b}学*补·习"), "数学补习");
        assert_eq!(read("ＳＨＵＸＵＥ"), "shuxue");
        assert_eq!(read("one to one"), "one to one");
    }

    #[test]
    fn every_character_knows_its_place() {
        let normal = Normal::read("a数 學b");
        assert_eq!(normal.places, [0, 1, 3, 4]);
    }
}
