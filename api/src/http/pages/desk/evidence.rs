//! What a screening found, as marks in the text and reasons beside it.

use domain::screening::{Label, Span};
use serde_json::Value;
use store::read::complaint::Screening;

use super::words;
use crate::text::{Lang, show};
use crate::view::desk::leads::{Flagged, Quote, Screened};
use crate::view::mark::{MarkSpan, Piece, paragraphs};
use crate::view::piece::{Badge, Tone};

/// A text with its evidence.
pub(super) struct Marked {
    /// The text by paragraph; its subject stands first where evidence lies in it.
    pub(super) text: Vec<Vec<Piece>>,
    /// What the screening says; none before it was done.
    pub(super) screened: Option<Screened>,
}

/// Marks the evidence of the flagged labels in `subject` and `body`.
pub(super) fn mark(subject: &str, body: &str, screening: Option<&Screening>, lang: Lang) -> Marked {
    let labels = screening.map_or_else(Vec::new, |found| flagged(&found.labels));
    let spans = numbered(&labels);
    let marks = |field: &str| -> Vec<MarkSpan> {
        spans
            .iter()
            .zip(1_u32..)
            .filter(|(span, _)| span.field == field)
            .map(|(span, number)| MarkSpan {
                start: span.start,
                end: span.end,
                number,
            })
            .collect()
    };
    let in_subject = marks("subject");
    let mut text = Vec::new();
    if !in_subject.is_empty() {
        text = paragraphs(subject, &in_subject);
    }
    text.extend(paragraphs(body, &marks("body")));
    Marked {
        text,
        screened: screening.map(|found| screened(found, &labels, &spans, lang)),
    }
}

/// The labels an officer should look at. Labels of another form than ours are no help to the reader, and the text must
/// show in any case.
fn flagged(labels: &Value) -> Vec<Label> {
    labels
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|label| serde_json::from_value::<Label>(label.clone()).ok())
        .filter(|label| label.flag)
        .collect()
}

/// Every piece of evidence once, in the order of reading: its place in this list is its number.
fn numbered(labels: &[Label]) -> Vec<Span> {
    let mut spans: Vec<Span> = labels
        .iter()
        .flat_map(|label| label.evidence.iter().cloned())
        .collect();
    spans.sort_by_key(order);
    spans.dedup_by(|a, b| order(a) == order(b));
    spans
}

fn order(span: &Span) -> (bool, usize, usize) {
    (span.field != "subject", span.start, span.end)
}

fn screened(found: &Screening, labels: &[Label], spans: &[Span], lang: Lang) -> Screened {
    let mut told = Vec::new();
    let flags: Vec<Flagged> = labels
        .iter()
        .map(|label| flag(label, spans, &mut told, lang))
        .collect();
    let names: Vec<String> = flags.iter().map(|flag| flag.label.text.clone()).collect();
    let headline = match names.as_slice() {
        [] => lang.t("screened-nothing"),
        names => lang.t1(
            "screened-flags",
            "labels",
            names.join(lang.pick("、", ", ")),
        ),
    };
    let rules = found.rules.as_str();
    Screened {
        headline,
        flags,
        version: match found.model.as_str() {
            "none" => lang.t1("screened-by-rules", "rules", rules),
            model => lang.t2("screened-by-model", "rules", rules, "model", model),
        },
    }
}

fn flag(label: &Label, spans: &[Span], told: &mut Vec<u32>, lang: Lang) -> Flagged {
    let mut quotes = Vec::new();
    for (span, number) in spans.iter().zip(1_u32..) {
        if label.evidence.iter().any(|own| order(own) == order(span)) {
            quotes.push(Quote {
                number,
                words: span.text.clone(),
                first: !told.contains(&number),
            });
            told.push(number);
        }
    }
    let law: Vec<String> = label
        .articles
        .iter()
        .map(|article| show::article(lang, article))
        .collect();
    Flagged {
        label: Badge::new(Tone::Caution, words::label(label.code.code(), lang)),
        reasons: label.reasons.clone(),
        quotes,
        law: law.join(lang.pick("、", "; ")),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

    use domain::screening::{Screener, Text};

    use super::*;

    fn screening(subject: &str, body: &str) -> Screening {
        let found = Screener::built_in().screen(&Text {
            subject: subject.to_owned(),
            body: body.to_owned(),
            ..Text::default()
        });
        Screening {
            rules: found.rules,
            model: found.model,
            labels: serde_json::to_value(found.labels).unwrap(),
            screened_at: 0,
        }
    }

    fn numbers(text: &[Vec<Piece>]) -> Vec<u32> {
        text.iter()
            .flatten()
            .flat_map(|piece| match piece {
                Piece::Marked { numbers, .. } => numbers.clone(),
                Piece::Plain(_) => Vec::new(),
            })
            .collect()
    }

    #[test]
    fn each_number_in_the_text_leads_to_one_quote_and_back() {
        let body = "同小区有人办了思维营，教人教版四年级数学同步课，收费三千。\n没有办学许可证，退费也不给。";
        let found = screening("思维营教数学", body);
        let marked = mark("思维营教数学", body, Some(&found), Lang::Zh);
        let mut in_text = numbers(&marked.text);
        in_text.sort_unstable();
        in_text.dedup();
        let mut leads_to: Vec<u32> = marked
            .screened
            .unwrap()
            .flags
            .iter()
            .flat_map(|flag| &flag.quotes)
            .filter(|quote| quote.first)
            .map(|quote| quote.number)
            .collect();
        leads_to.sort_unstable();
        assert!(!in_text.is_empty());
        assert_eq!(in_text, leads_to);
        assert_eq!(
            in_text,
            (1..=u32::try_from(in_text.len()).unwrap()).collect::<Vec<_>>()
        );
    }

    #[test]
    fn a_text_without_flags_and_one_not_screened_show_as_they_are() {
        let plain = mark("谢谢", "老师很好。", None, Lang::Zh);
        assert!(plain.screened.is_none());
        assert_eq!(
            plain.text,
            vec![vec![Piece::Plain("老师很好。".to_owned())]]
        );
        let found = screening("谢谢", "老师很好。");
        let marked = mark("谢谢", "老师很好。", Some(&found), Lang::En);
        assert!(marked.screened.unwrap().flags.is_empty());
    }

    #[test]
    fn labels_of_another_form_do_not_hide_the_text() {
        let found = Screening {
            rules: "r".to_owned(),
            model: "m".to_owned(),
            labels: serde_json::json!([{"code": "never_heard_of"}, 7]),
            screened_at: 0,
        };
        let marked = mark("a", "b", Some(&found), Lang::Zh);
        assert_eq!(marked.text.len(), 1);
    }
}
