//! The text cut into sentences and clauses, with the concepts of each.

use std::ops::Range;

use super::Text;
use super::lexicon::{Concept, Hit, Lexicon};
use super::normal::Normal;
use super::verdict::Span;

/// A clause: what stands between two commas.
#[derive(Debug)]
struct Clause {
    sentence: usize,
    hits: Vec<Hit>,
    negated: bool,
}

/// A field of the text.
struct Field {
    name: &'static str,
    written: Vec<char>,
    normal: Normal,
    clauses: Vec<Clause>,
    sentences: usize,
}

/// A place of a word in the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found {
    field: usize,
    sentence: usize,
    hit: Hit,
}

/// The document as the rules see it.
pub(super) struct Document {
    fields: Vec<Field>,
    found: Vec<Found>,
}

const fn ends_sentence(sign: char) -> bool {
    matches!(sign, '。' | '!' | '?' | ';' | '\n' | '！' | '？' | '；')
}

const fn ends_clause(sign: char) -> bool {
    ends_sentence(sign) || matches!(sign, ',' | '，' | '、' | ':' | '：' | '.' | ')' | '(')
}

impl Field {
    fn read(lexicon: &Lexicon, name: &'static str, text: &str) -> Self {
        let normal = Normal::read(text);
        let hits = lexicon.find(&normal.chars);
        let mut clauses = Vec::new();
        let (mut sentence, mut start) = (0, 0);
        let mut taken = 0;
        for (place, sign) in normal
            .chars
            .iter()
            .chain(std::iter::once(&'\n'))
            .enumerate()
        {
            if !ends_clause(*sign) {
                continue;
            }
            let within = clause_hits(&hits, &mut taken, start..place + 1);
            let negated = within.iter().any(|hit| hit.concept == Concept::Not);
            clauses.push(Clause {
                sentence,
                hits: within,
                negated,
            });
            start = place + 1;
            if ends_sentence(*sign) {
                sentence += 1;
            }
        }
        Self {
            name,
            written: text.chars().collect(),
            normal,
            clauses,
            sentences: sentence,
        }
    }
}

/// The hits that begin within a clause; hits are sorted, so each is looked at once.
fn clause_hits(hits: &[Hit], taken: &mut usize, clause: Range<usize>) -> Vec<Hit> {
    let rest = hits.get(*taken..).unwrap_or_default();
    let within: Vec<Hit> = rest
        .iter()
        .take_while(|hit| hit.start < clause.end)
        .copied()
        .collect();
    *taken += within.len();
    within
}

impl Document {
    pub(super) fn read(lexicon: &Lexicon, text: &Text) -> Self {
        let fields = vec![
            Field::read(lexicon, "subject", &text.subject),
            Field::read(lexicon, "body", &text.body),
        ];
        let mut found = Vec::new();
        for (index, field) in fields.iter().enumerate() {
            for clause in &field.clauses {
                // A denied clause says what is not: only its denial counts.
                for hit in &clause.hits {
                    let counts = !clause.negated || denial_counts(hit.concept);
                    if counts {
                        found.push(Found {
                            field: index,
                            sentence: clause.sentence,
                            hit: *hit,
                        });
                    }
                }
            }
        }
        Self { fields, found }
    }

    /// The places of words of these concepts.
    pub(super) fn of(&self, concepts: &[Concept]) -> Vec<Found> {
        self.found
            .iter()
            .filter(|found| concepts.contains(&found.hit.concept))
            .copied()
            .collect()
    }

    pub(super) fn has(&self, concepts: &[Concept]) -> bool {
        self.found
            .iter()
            .any(|found| concepts.contains(&found.hit.concept))
    }

    pub(super) fn count(&self, concept: Concept) -> usize {
        self.of(&[concept]).len()
    }

    /// Words of `some` with a word of `others` at most `apart` sentences away in the same field,
    /// at another place; both are answered.
    pub(super) fn near(&self, some: &[Concept], others: &[Concept], apart: usize) -> Vec<Found> {
        let mut pairs = Vec::new();
        for one in self.of(some) {
            let close = self.of(others).into_iter().find(|other| {
                other.field == one.field
                    && other.sentence.abs_diff(one.sentence) <= apart
                    && other.hit != one.hit
            });
            if let Some(other) = close {
                pairs.extend([one, other]);
            }
        }
        pairs
    }

    /// Words of `some` with a word of `others` anywhere in the text, be it in the other field; both are answered.
    pub(super) fn together(&self, some: &[Concept], others: &[Concept]) -> Vec<Found> {
        let mut pairs = Vec::new();
        for one in self.of(some) {
            let other = self.of(others).into_iter().find(|other| {
                let is_itself = other.field == one.field && other.hit == one.hit;
                !is_itself
            });
            if let Some(other) = other {
                pairs.extend([one, other]);
            }
        }
        pairs
    }

    /// How many sentences the text has.
    pub(super) fn sentences(&self) -> usize {
        self.fields.iter().map(|field| field.sentences).sum()
    }

    /// The evidence for these places: at most six pieces, each once, in the order of the text.
    pub(super) fn evidence(&self, places: &[Found]) -> Vec<Span> {
        let mut spans: Vec<(usize, Range<usize>)> = Vec::new();
        let mut sorted: Vec<&Found> = places.iter().collect();
        sorted.sort_by_key(|found| {
            (
                found.field,
                found.hit.start,
                std::cmp::Reverse(found.hit.end),
            )
        });
        for found in sorted {
            let Some(range) = self.written_range(found) else {
                continue;
            };
            match spans.last_mut() {
                Some((field, last)) if *field == found.field && range.start < last.end => {
                    last.end = last.end.max(range.end);
                }
                _ => spans.push((found.field, range)),
            }
        }
        spans.truncate(6);
        spans
            .into_iter()
            .filter_map(|(field, range)| self.span(field, range))
            .collect()
    }

    fn written_range(&self, found: &Found) -> Option<Range<usize>> {
        let places = &self.fields.get(found.field)?.normal.places;
        let start = *places.get(found.hit.start)?;
        let end = *places.get(found.hit.end.checked_sub(1)?)? + 1;
        Some(start..end)
    }

    fn span(&self, field: usize, range: Range<usize>) -> Option<Span> {
        let field = self.fields.get(field)?;
        let text = field.written.get(range.clone())?.iter().collect();
        Some(Span {
            field: field.name.to_owned(),
            start: range.start,
            end: range.end,
            text,
        })
    }
}

/// Concepts whose own words hold a denial, such as 没有许可证 or 不退.
const fn denial_counts(concept: Concept) -> bool {
    matches!(
        concept,
        Concept::Not
            | Concept::NoLicence
            | Concept::Refund
            | Concept::Gone
            | Concept::Secrecy
            | Concept::Danger
            | Concept::Noise
            | Concept::School
            | Concept::Institution
            | Concept::Pupil
            | Concept::Asking
    )
}
