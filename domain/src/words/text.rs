//! Texts that people write: checked for length and for characters that hide or mislead.

use unicode_normalization::UnicodeNormalization as _;

use super::InputFault;

/// Characters that turn the direction of text and can make it read as another one.
const fn turns_direction(sign: char) -> bool {
    matches!(sign, '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn checked(text: &str, chars_max: usize, lines: bool) -> Result<String, InputFault> {
    let allowed = |sign: char| !sign.is_control() || (lines && matches!(sign, '\n' | '\t'));
    let text = text.replace("\r\n", "\n");
    let text: String = text.trim().nfc().collect();
    if text.is_empty() {
        return Err(InputFault::new("text_empty"));
    }
    // The length is looked at first: what follows is linear in it.
    if text.chars().nth(chars_max).is_some() {
        return Err(InputFault::new("text_too_long"));
    }
    if text
        .chars()
        .any(|sign| !allowed(sign) || turns_direction(sign))
    {
        return Err(InputFault::new("text_control"));
    }
    Ok(text)
}

/// One line of text, normalised (NFC) and trimmed: no control or direction characters, not empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line(String);

impl Line {
    /// Checks a line of at most `chars_max` Unicode scalar values.
    ///
    /// # Errors
    /// `text_empty`, `text_too_long`, `text_control`.
    pub fn parse(text: &str, chars_max: usize) -> Result<Self, InputFault> {
        checked(text, chars_max, false).map(Self)
    }

    /// Checks a line that names somebody, something or a place. None of them is written in a language of browsers: what
    /// looks like it was pasted, or is meant to be run.
    ///
    /// # Errors
    /// Those of [`Line::parse`]; `text_markup`.
    pub fn named(text: &str, chars_max: usize) -> Result<Self, InputFault> {
        let line = Self::parse(text, chars_max)?;
        if line.0.contains(['<', '>']) {
            return Err(InputFault::new("text_markup"));
        }
        Ok(line)
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text.
    #[must_use]
    pub fn into_string(self) -> String {
        self.0
    }
}

/// Text of several lines, normalised (NFC) and trimmed; line feeds and tabs are allowed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prose(String);

impl Prose {
    /// Checks a text of at most `chars_max` Unicode scalar values.
    ///
    /// # Errors
    /// `text_empty`, `text_too_long`, `text_control`.
    pub fn parse(text: &str, chars_max: usize) -> Result<Self, InputFault> {
        checked(text, chars_max, true).map(Self)
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text.
    #[must_use]
    pub fn into_string(self) -> String {
        self.0
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test stops where it fails")]
mod tests {
    use super::*;

    #[test]
    fn hidden_and_misleading_characters_are_refused() {
        for text in ["a\u{0}b", "a\u{202e}b", "a\u{2066}b", "a\u{7}b", "a\rb"] {
            assert_eq!(Prose::parse(text, 10), Err(InputFault::new("text_control")));
        }
        assert!(Line::parse("一\n二", 10).is_err());
        assert_eq!(Prose::parse(" 一\r\n二 ", 10).unwrap().as_str(), "一\n二");
    }

    #[test]
    fn length_counts_characters_and_four_byte_ones_are_kept() {
        assert_eq!(Line::parse("𠮷𠮷𠮷", 3).unwrap().as_str(), "𠮷𠮷𠮷");
        assert_eq!(
            Line::parse("𠮷𠮷𠮷", 2),
            Err(InputFault::new("text_too_long"))
        );
        assert_eq!(Line::parse("  ", 2), Err(InputFault::new("text_empty")));
    }
}
