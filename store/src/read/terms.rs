//! The terms under which a name is found: its characters and its pairs of neighbouring characters.
//!
//! Neither database cuts Chinese into words that parents would type, and both find single terms
//! quickly, so the pairs are made here and both indexes hold the same ones.

use unicode_normalization::UnicodeNormalization as _;

/// Longer queries are cut: their first pairs say enough.
const QUERY_CHARS_MAX: usize = 32;

/// Letters and digits of `text`, folded: full width to half, capitals to small.
pub(crate) fn folded(text: &str) -> Vec<char> {
    text.nfkc()
        .flat_map(char::to_lowercase)
        .filter(|sign| sign.is_alphanumeric())
        .collect()
}

fn pairs(signs: &[char]) -> impl Iterator<Item = String> + '_ {
    signs.windows(2).map(|pair| pair.iter().collect())
}

/// All terms of a name and a brand, separated by spaces, each once.
pub(crate) fn of_name(name: &str, brand: &str) -> String {
    let mut terms: Vec<String> = Vec::new();
    for text in [name, brand] {
        let signs = folded(text);
        terms.extend(signs.iter().map(char::to_string));
        terms.extend(pairs(&signs));
    }
    terms.sort_unstable();
    terms.dedup();
    terms.join(" ")
}

/// The terms that a name must hold to be found by `query`; empty where the query has no letter. Words with a space
/// between them need not stand side by side in the name.
pub(crate) fn of_query(query: &str) -> Vec<String> {
    let mut room = QUERY_CHARS_MAX;
    let mut terms: Vec<String> = Vec::new();
    for word in query.split_whitespace() {
        let mut signs = folded(word);
        signs.truncate(room);
        room -= signs.len();
        match signs.as_slice() {
            [sign] => terms.push(sign.to_string()),
            signs => terms.extend(pairs(signs)),
        }
    }
    terms.sort_unstable();
    terms.dedup();
    terms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pair_of_a_name_finds_it() {
        let stored = of_name("南昌市红谷滩区（新芽）艺术培训中心", "");
        let stored: Vec<&str> = stored.split(' ').collect();
        for query in ["新芽", "艺术", "区（新", "红谷滩", "芽", "红谷滩 艺术"] {
            let terms = of_query(query);
            assert!(!terms.is_empty(), "{query}");
            assert!(
                terms.iter().all(|term| stored.contains(&term.as_str())),
                "{query}"
            );
        }
    }

    #[test]
    fn full_width_and_capitals_are_folded() {
        assert_eq!(of_query("ＡＢｃ"), of_query("abc"));
        assert!(of_query("（）—— ").is_empty());
    }
}
