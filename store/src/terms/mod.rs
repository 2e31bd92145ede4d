//! The terms under which an institution is found: the characters of its names and their neighbouring pairs, the same by
//! their sound and by their first letters, and the pairs of its address.
//!
//! Neither database cuts Chinese into words that parents would type, and both find single terms quickly, so the terms are
//! made here and both indexes hold the same ones. A term of a name as it is written has one or two signs; every other
//! kind has a mark before it, so that no two kinds meet.

mod sound;

use std::collections::BTreeSet;

use domain::hanzi;

/// Raised with each change of the terms or of the name as it is compared: what was indexed by an older form is indexed again.
pub(crate) const FORM: i64 = 4;

/// Places of a row of postings on PostgreSQL; the schema has the same number.
pub(crate) const BLOCK: i64 = 512;

/// Longer queries are cut: their first pairs say enough.
const QUERY_CHARS_MAX: usize = 32;
/// So many ways to read a query aloud are looked for.
const WAYS_MAX: usize = 8;

/// How a query met what it found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Matched {
    /// The characters of a name.
    Name,
    /// The sound of a name: homophones, or pinyin.
    Sound,
    /// The first letters of the pinyin of a name.
    Initials,
    /// The characters of an address.
    Address,
}

impl Matched {
    /// Every way, in the order in which they are tried.
    pub const ALL: [Self; 4] = [Self::Name, Self::Sound, Self::Initials, Self::Address];

    /// The mark of the kind of terms.
    const fn mark(self) -> &'static str {
        match self {
            Self::Name => "",
            Self::Sound => "s0",
            Self::Initials => "i0",
            Self::Address => "d0",
        }
    }
}

fn folded(text: &str) -> Vec<char> {
    hanzi::plain(text).chars().collect()
}

fn neighbours<T>(all: &[T]) -> impl Iterator<Item = (&T, &T)> {
    all.iter().zip(all.iter().skip(1))
}

fn pairs(signs: &[char]) -> impl Iterator<Item = String> + '_ {
    neighbours(signs).map(|(one, two)| [one, two].into_iter().collect())
}

/// The terms of an institution.
#[derive(Debug, Default)]
pub(crate) struct Terms {
    all: BTreeSet<String>,
}

impl Terms {
    /// All terms, separated by spaces, each once.
    pub(crate) fn joined(&self) -> String {
        self.iter().collect::<Vec<_>>().join(" ")
    }

    /// The terms, each once, in their order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        self.all.iter().map(String::as_str)
    }

    fn name(&mut self, name: &str) {
        let signs = folded(name);
        self.all.extend(signs.iter().map(char::to_string));
        self.all.extend(pairs(&signs));
        let sounds: Vec<BTreeSet<String>> =
            signs.iter().map(|sign| sound::readings(*sign)).collect();
        let (mark, letters) = (Matched::Sound.mark(), Matched::Initials.mark());
        for one in sounds.iter().flatten() {
            self.all.insert(format!("{mark}{one}"));
        }
        for (one, two) in neighbours(&sounds) {
            for (first, second) in both(one, two) {
                self.all.insert(format!("{mark}{first}0{second}"));
            }
        }
        // A letter or digit in a name is its own first letter.
        let firsts: Vec<BTreeSet<char>> = signs
            .iter()
            .zip(&sounds)
            .map(|(sign, sounds)| match sounds.is_empty() {
                true => BTreeSet::from([*sign]),
                false => sounds
                    .iter()
                    .filter_map(|sound| sound.chars().next())
                    .collect(),
            })
            .collect();
        for (one, two) in neighbours(&firsts) {
            for (first, second) in both(one, two) {
                self.all.insert(format!("{letters}{first}{second}"));
            }
        }
    }
}

fn both<'a, T>(one: &'a BTreeSet<T>, two: &'a BTreeSet<T>) -> impl Iterator<Item = (&'a T, &'a T)> {
    one.iter()
        .flat_map(move |first| two.iter().map(move |second| (first, second)))
}

/// The terms of an institution with this name, this brand and these former names, one a line, at this address.
pub(crate) fn of_institution(name: &str, brand: &str, former: &str, address: &str) -> Terms {
    let mut terms = Terms::default();
    for name in [name, brand].into_iter().chain(former.lines()) {
        terms.name(name);
    }
    terms.all.extend(of_address(address));
    terms
}

/// The terms that an address must hold to have these words in it; none for words of a single sign.
pub(crate) fn of_address(words: &str) -> BTreeSet<String> {
    let mark = Matched::Address.mark();
    let words = words.split_whitespace().map(folded);
    words
        .flat_map(|signs| pairs(&signs).collect::<Vec<_>>())
        .map(|pair| format!("{mark}{pair}"))
        .collect()
}

/// The terms of these words of an address, of which no more are looked at than of a query.
pub(crate) fn of_address_asked(words: &str) -> BTreeSet<String> {
    let cut: String = words.chars().take(QUERY_CHARS_MAX).collect();
    of_address(&cut)
}

/// Whether anything can be looked for by these words of an address: a single character stands in half of all addresses.
#[must_use]
pub fn tells_an_address(words: &str) -> bool {
    !of_address(words).is_empty()
}

/// The terms that an institution must hold, in one of these ways, to be found; the ways are read with "or".
pub(crate) type Ways = Vec<BTreeSet<String>>;

/// What an institution must hold to be found by `query` in this way; empty where the query says nothing of the kind.
/// Words with a space between them need not stand side by side.
pub(crate) fn of_query(query: &str, matched: Matched) -> Ways {
    let mut room = QUERY_CHARS_MAX;
    let mut words: Vec<Vec<char>> = Vec::new();
    for word in query.split_whitespace() {
        let mut signs = folded(word);
        signs.truncate(room);
        room -= signs.len();
        if !signs.is_empty() {
            words.push(signs);
        }
    }
    if words.is_empty() {
        return Ways::new();
    }
    match matched {
        Matched::Name => vec![words.iter().flat_map(|signs| written(signs)).collect()],
        Matched::Sound => by_sound(&words),
        Matched::Initials => by_initials(&words),
        Matched::Address => {
            let terms = of_address_asked(query);
            let whole = words.iter().all(|signs| signs.len() > 1);
            if whole { vec![terms] } else { Ways::new() }
        }
    }
}

fn written(signs: &[char]) -> Vec<String> {
    match signs {
        [sign] => vec![sign.to_string()],
        signs => pairs(signs).collect(),
    }
}

/// Each word is read aloud: a character by its usual reading, letters in every way they can be cut.
fn by_sound(words: &[Vec<char>]) -> Ways {
    let mut ways = vec![BTreeSet::new()];
    for word in words {
        let mut next = Ways::new();
        for sounds in read_aloud(word) {
            for way in &ways {
                let mut longer = way.clone();
                longer.extend(sounded(&sounds));
                next.push(longer);
            }
        }
        next.truncate(WAYS_MAX);
        ways = next;
    }
    ways
}

fn read_aloud(word: &[char]) -> Vec<Vec<String>> {
    let mut read: Vec<Vec<String>> = vec![Vec::new()];
    for part in word.chunk_by(|one, two| hanzi::is_hanzi(*one) == hanzi::is_hanzi(*two)) {
        let heard: Vec<Vec<String>> = if part.iter().all(|sign| hanzi::is_hanzi(*sign)) {
            let sounds: Option<Vec<String>> =
                part.iter().map(|sign| sound::reading(*sign)).collect();
            sounds.into_iter().collect()
        } else {
            sound::cuts(&part.iter().collect::<String>())
        };
        read = heard
            .iter()
            .flat_map(|heard| {
                read.iter()
                    .map(|before| [before.as_slice(), heard].concat())
            })
            .collect();
    }
    read
}

fn sounded(sounds: &[String]) -> Vec<String> {
    let mark = Matched::Sound.mark();
    match sounds {
        [sound] => vec![format!("{mark}{sound}")],
        sounds => neighbours(sounds)
            .map(|(one, two)| format!("{mark}{one}0{two}"))
            .collect(),
    }
}

/// Two letters or more, and nothing but letters and digits.
fn by_initials(words: &[Vec<char>]) -> Ways {
    let mark = Matched::Initials.mark();
    let fits = |word: &Vec<char>| word.len() > 1 && word.iter().all(char::is_ascii_alphanumeric);
    if !words.iter().all(fits) {
        return Ways::new();
    }
    let terms = words
        .iter()
        .flat_map(|word| pairs(word).collect::<Vec<_>>());
    vec![terms.map(|pair| format!("{mark}{pair}")).collect()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finds(query: &str, matched: Matched) -> bool {
        let terms = of_institution(
            "南昌市红谷滩区（新芽）藝術培训中心",
            "ABC音乐",
            "币梦书画社\n育苗馆",
            "红谷大道1号",
        );
        let stored = terms.all;
        of_query(query, matched)
            .iter()
            .any(|way| way.is_subset(&stored))
    }

    #[test]
    fn every_pair_of_a_name_finds_it() {
        for query in [
            "新芽",
            "艺术",
            "藝術",
            "区（新",
            "红谷滩",
            "芽",
            "红谷滩 艺术",
            "ａｂｃ音",
            "书画社",
            "育苗",
        ] {
            assert!(finds(query, Matched::Name), "{query}");
        }
        assert!(!finds("新牙", Matched::Name));
        // Names lie apart: the end of one and the beginning of the next are no pair.
        assert!(!finds("社育", Matched::Name));
        assert!(of_query("（）—— ", Matched::Name).is_empty());
    }

    #[test]
    fn a_name_is_found_by_its_sound_and_by_its_first_letters() {
        // 乐 is read in two ways, and both are right.
        for query in [
            "新牙",
            "xinya",
            "xin ya",
            "XinYa",
            "心ya",
            "yinle",
            "yinyue",
            "hongutan",
            "honggutan yishu",
        ] {
            assert_eq!(finds(query, Matched::Sound), query != "hongutan", "{query}");
        }
        for query in ["xy", "hgtq", "ysp", "abcyy", "abcyl"] {
            assert!(finds(query, Matched::Initials), "{query}");
        }
        assert!(!finds("qq", Matched::Initials) && !finds("新y", Matched::Initials));
        assert!(finds("红谷大道", Matched::Address) && !finds("大", Matched::Address));
    }

    #[test]
    fn kinds_of_terms_do_not_meet() {
        let terms = of_institution("恩爱EA", "s0", "", "恩爱路");
        for term in &terms.all {
            let marks = [Matched::Sound, Matched::Initials, Matched::Address];
            let marked = marks.iter().any(|kind| term.starts_with(kind.mark()));
            assert_eq!(term.chars().count() > 2, marked && term != "s0", "{term}");
        }
    }
}
