//! How names sound: the readings of characters without tones, and Latin letters cut into such readings.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use pinyin::{ToPinyin as _, ToPinyinMulti as _};

/// Letters can often be cut in several ways; more are not looked at.
const CUTS_MAX: usize = 4;
/// The longest reading: `zhuang`.
const READING_LETTERS_MAX: usize = 6;

/// As it is typed: `lü` is typed `lv`.
fn typed(reading: &str) -> String {
    reading.replace('ü', "v")
}

/// The usual reading of a character; nothing for what is none.
pub(super) fn reading(sign: char) -> Option<String> {
    sign.to_pinyin().map(|sound| typed(sound.plain()))
}

/// All readings of a character, each once; none for what is no character.
pub(super) fn readings(sign: char) -> BTreeSet<String> {
    let sounds = sign.to_pinyin_multi().into_iter().flatten();
    sounds.map(|sound| typed(sound.plain())).collect()
}

/// Every reading that there is, but for sighs without a vowel: they would cut letters where nobody hears it.
fn known() -> &'static BTreeSet<String> {
    static KNOWN: OnceLock<BTreeSet<String>> = OnceLock::new();
    let voiced = |reading: &String| reading.contains(['a', 'e', 'i', 'o', 'u', 'v']);
    KNOWN.get_or_init(|| {
        let all = ('\u{4e00}'..='\u{9fff}').flat_map(readings);
        all.filter(voiced).collect()
    })
}

/// The ways to cut small Latin letters into readings, those with the longest first parts first.
pub(super) fn cuts(letters: &str) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    let letters = typed(letters);
    if letters.is_ascii() {
        cut(&letters, &mut Vec::new(), &mut found);
    }
    found
}

fn cut(letters: &str, before: &mut Vec<String>, found: &mut Vec<Vec<String>>) {
    if found.len() == CUTS_MAX {
        return;
    }
    if letters.is_empty() {
        found.push(before.clone());
        return;
    }
    for length in (1..=letters.len().min(READING_LETTERS_MAX)).rev() {
        let (first, rest) = letters.split_at(length);
        if known().contains(first) {
            before.push(first.to_owned());
            cut(rest, before, found);
            before.pop();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_cut_in_every_way_that_can_be_read() {
        let joined: Vec<String> = cuts("xian").iter().map(|cut| cut.join(" ")).collect();
        assert_eq!(joined, ["xian", "xi an"]);
        assert_eq!(cuts("xinya"), [["xin", "ya"]]);
        assert!(cuts("xyz").is_empty());
    }

    #[test]
    fn a_character_has_all_its_readings() {
        assert!(readings('乐').contains("yue") && readings('乐').contains("le"));
        assert_eq!(reading('绿').as_deref(), Some("lv"));
        assert!(readings('A').is_empty());
    }
}
