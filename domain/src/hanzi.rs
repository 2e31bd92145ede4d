//! Chinese characters: traditional and variant forms as simplified ones, sign by sign.

use std::sync::OnceLock;

use ferrous_opencc::OpenCC;
use ferrous_opencc::config::BuiltinConfig;
use unicode_normalization::UnicodeNormalization as _;

/// Whether the sign is a Chinese character.
#[must_use]
pub const fn is_hanzi(sign: char) -> bool {
    matches!(sign, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{323af}')
}

/// A text in simplified characters; nothing where the dictionary cannot be read.
pub(crate) fn simplified(text: &str) -> Option<String> {
    static TO_SIMPLIFIED: OnceLock<Option<OpenCC>> = OnceLock::new();
    TO_SIMPLIFIED
        .get_or_init(|| OpenCC::from_config(BuiltinConfig::T2s).ok())
        .as_ref()
        .map(|converter| converter.convert(text))
}

/// The simplified form of one sign, whatever stands beside it: so a part of a name reads like the same part within the
/// whole name. A sign without one is its own.
#[must_use]
pub fn simple(sign: char) -> char {
    static OTHERS: OnceLock<Vec<(char, char)>> = OnceLock::new();
    if !is_hanzi(sign) {
        return sign;
    }
    let others = OTHERS.get_or_init(|| ('\u{3400}'..='\u{9fff}').filter_map(other).collect());
    let place = others.binary_search_by_key(&sign, |(from, _)| *from);
    place
        .ok()
        .and_then(|place| others.get(place))
        .map_or(sign, |(_, simple)| *simple)
}

/// A text as it is compared: its letters and digits alone, full width as half, capitals as small, traditional characters as
/// simplified. Two names that differ in nothing else are the same name.
#[must_use]
pub fn plain(text: &str) -> String {
    text.nfkc()
        .flat_map(char::to_lowercase)
        .map(simple)
        .filter(|sign| sign.is_alphanumeric())
        .collect()
}

fn other(sign: char) -> Option<(char, char)> {
    let mut bytes = [0; 4];
    let converted = simplified(sign.encode_utf8(&mut bytes))?;
    let mut signs = converted.chars();
    match (signs.next(), signs.next()) {
        (Some(simple), None) if simple != sign => Some((sign, simple)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_sign_is_simplified_by_itself() {
        let text: String = "臺灣實驗舞蹈ABC".chars().map(simple).collect();
        assert_eq!(text, "台湾实验舞蹈ABC");
    }
}
