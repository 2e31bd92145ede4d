//! Evidence in the text: spans of a screening become numbered, underlined pieces. Pure.

/// A span of evidence: Unicode scalar values from `start`, `end` exclusive, and the number of the reason it belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MarkSpan {
    /// First scalar value.
    pub start: usize,
    /// One past the last scalar value.
    pub end: usize,
    /// Number of the reason, from 1.
    pub number: u32,
}

/// A piece of a paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Running text.
    Plain(String),
    /// Text that is evidence.
    Marked {
        /// The text without its last character.
        text: String,
        /// Its last character, which never parts from the numbers.
        last: String,
        /// The numbers of the reasons whose span ends here; may be empty inside overlapping spans.
        numbers: Vec<u32>,
    },
}

/// The paragraphs of `text`, each as its pieces in order; spans may overlap and may cross a line.
///
/// Spans outside the text, and empty ones, are left out: a mark is a help to the reader, and the text must show in any
/// case.
#[must_use]
pub fn paragraphs(text: &str, spans: &[MarkSpan]) -> Vec<Vec<Piece>> {
    let characters: Vec<char> = text.chars().collect();
    let mut lines = Vec::new();
    let mut start = 0;
    for (at, character) in characters.iter().enumerate() {
        if *character == '\n' {
            lines.push((start, at));
            start = at + 1;
        }
    }
    lines.push((start, characters.len()));
    lines
        .into_iter()
        .filter(|(from, to)| {
            characters
                .get(*from..*to)
                .is_some_and(|line| line.iter().any(|c| !c.is_whitespace()))
        })
        .map(|(from, to)| pieces(&characters, from, to, spans))
        .collect()
}

fn pieces(characters: &[char], from: usize, to: usize, spans: &[MarkSpan]) -> Vec<Piece> {
    let here: Vec<MarkSpan> = spans
        .iter()
        .filter(|span| span.end <= characters.len())
        .map(|span| MarkSpan {
            start: span.start.max(from),
            end: span.end.min(to),
            number: span.number,
        })
        .filter(|span| span.start < span.end)
        .collect();
    let mut cuts: Vec<usize> = here
        .iter()
        .flat_map(|span| [span.start, span.end])
        .chain([from, to])
        .collect();
    cuts.sort_unstable();
    cuts.dedup();
    cuts.iter()
        .zip(cuts.iter().skip(1))
        .filter_map(|(start, end)| {
            let run = characters.get(*start..*end)?;
            if !here
                .iter()
                .any(|span| span.start <= *start && *end <= span.end)
            {
                return Some(Piece::Plain(run.iter().collect()));
            }
            let (last, rest) = run.split_last()?;
            let mut numbers: Vec<u32> = here
                .iter()
                .filter(|span| span.end == *end)
                .map(|span| span.number)
                .collect();
            numbers.sort_unstable();
            numbers.dedup();
            Some(Piece::Marked {
                text: rest.iter().collect(),
                last: last.to_string(),
                numbers,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> Piece {
        Piece::Plain(text.to_owned())
    }

    fn marked(text: &str, last: &str, numbers: &[u32]) -> Piece {
        Piece::Marked {
            text: text.to_owned(),
            last: last.to_owned(),
            numbers: numbers.to_vec(),
        }
    }

    #[test]
    fn a_span_counts_characters_not_bytes() {
        let found = paragraphs(
            "办了个思维营，周六上",
            &[MarkSpan {
                start: 3,
                end: 6,
                number: 1,
            }],
        );
        assert_eq!(
            found,
            vec![vec![
                plain("办了个"),
                marked("思维", "营", &[1]),
                plain("，周六上")
            ]]
        );
    }

    #[test]
    fn overlapping_spans_each_show_their_number_where_they_end() {
        let spans = [
            MarkSpan {
                start: 0,
                end: 4,
                number: 1,
            },
            MarkSpan {
                start: 2,
                end: 5,
                number: 2,
            },
        ];
        let found = paragraphs("数学同步课。", &spans);
        assert_eq!(
            found,
            vec![vec![
                marked("数", "学", &[]),
                marked("同", "步", &[1]),
                marked("", "课", &[2]),
                plain("。")
            ]]
        );
    }

    #[test]
    fn a_span_over_two_lines_is_marked_in_both() {
        let found = paragraphs(
            "周六\n\n上课",
            &[MarkSpan {
                start: 1,
                end: 6,
                number: 7,
            }],
        );
        assert_eq!(
            found,
            vec![
                vec![plain("周"), marked("", "六", &[7])],
                vec![marked("上", "课", &[7])]
            ]
        );
    }

    #[test]
    fn a_span_beyond_the_text_is_left_out_and_the_text_stays() {
        assert_eq!(
            paragraphs(
                "短",
                &[
                    MarkSpan {
                        start: 0,
                        end: 9,
                        number: 1
                    },
                    MarkSpan {
                        start: 1,
                        end: 1,
                        number: 2
                    }
                ]
            ),
            vec![vec![plain("短")]]
        );
    }
}
