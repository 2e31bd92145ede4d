//! The written texts of complaints; `corpus/README.md` says where they come from.

use serde::Deserialize;

const WRITTEN_A: &str = include_str!("../corpus/complaints-written-a.jsonl");
const WRITTEN_B: &str = include_str!("../corpus/complaints-written-b.jsonl");
const PUBLISHED: &str = include_str!("../corpus/complaints-post2021-dev.jsonl");

/// One text as somebody might send it.
#[derive(Debug, Clone)]
pub(crate) struct Text {
    /// Its id in the corpus.
    pub(crate) id: String,
    /// Subject line.
    pub(crate) subject: String,
    /// The text itself.
    pub(crate) body: String,
    /// Whether it is a published case in our own words rather than a written complaint.
    published: bool,
    /// Labels that its first reader gave it; empty where nothing is wrong.
    pub(crate) labels: Vec<String>,
}

#[derive(Deserialize)]
struct Written {
    id: String,
    subject: String,
    body: String,
    labels: Vec<String>,
}

#[derive(Deserialize)]
struct Published {
    id: String,
    text: String,
    labels: Vec<String>,
}

/// All texts, in the order of the files.
pub(crate) fn texts() -> Vec<Text> {
    let written = [WRITTEN_A, WRITTEN_B]
        .into_iter()
        .flat_map(str::lines)
        .map(|line| {
            let line: Written =
                serde_json::from_str(line).expect("the committed corpus holds one object a line");
            Text {
                id: line.id,
                subject: line.subject,
                body: line.body,
                published: false,
                labels: line.labels,
            }
        });
    let published = PUBLISHED.lines().map(|line| {
        let line: Published =
            serde_json::from_str(line).expect("the committed corpus holds one object a line");
        Text {
            id: line.id,
            subject: "市民热线转办".to_owned(),
            body: line.text,
            published: true,
            labels: line.labels,
        }
    });
    written.chain(published).collect()
}

impl Text {
    /// Whether it came to us as somebody else's report of a case: such texts arrive by the hotline.
    pub(crate) fn is_published(&self) -> bool {
        self.published
    }

    /// Whether its reader found disguised subject tutoring in it.
    pub(crate) fn is_disguised_tutoring(&self) -> bool {
        self.labels
            .iter()
            .any(|label| label == "subject_tutoring_disguised")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_corpus_is_read() {
        let texts = texts();
        assert_eq!(texts.len(), 234 + 260 + 20);
        assert!(
            texts
                .iter()
                .all(|text| !text.body.is_empty() && !text.subject.is_empty())
        );
        assert!(
            texts
                .iter()
                .filter(|text| text.is_disguised_tutoring())
                .count()
                > 150
        );
    }
}
