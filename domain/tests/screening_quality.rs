//! How good the screening is on labelled texts, real and written. The real ones lie outside the
//! repository; without them the test says so in one line.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    reason = "a test stops where it fails and reports its figures"
)]

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use domain::screening::{LabelCode, Screener, Text};
use serde_json::Value;

fn folder() -> Option<PathBuf> {
    // A relative name counts from the root of the repository, as in the harness: tests run in their crate's folder.
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let named = std::env::var_os("HONGJIAN_TEST_DATA");
    let folder = root.join(named.unwrap_or_else(|| "../shared/data".into()));
    if folder.join("complaints-real-dev.jsonl").exists() {
        return Some(folder);
    }
    assert!(
        std::env::var_os("HONGJIAN_TEST_DEMAND").is_none(),
        "the labelled complaints are demanded and not at {}",
        folder.display()
    );
    // Straight to the descriptor: the test runner hides what passing tests print.
    if let Ok(mut stderr) = std::fs::OpenOptions::new().append(true).open("/dev/stderr") {
        let _unheard = writeln!(
            stderr,
            "NOT RUN: screening quality; set HONGJIAN_TEST_DATA to the folder of the labelled complaints"
        );
    }
    None
}

fn read(folder: &std::path::Path, name: &str) -> Vec<Value> {
    let text = std::fs::read_to_string(folder.join(name)).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn strings(value: &Value) -> Vec<&str> {
    value
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect()
}

#[derive(Default)]
struct Count {
    right: u32,
    false_flags: u32,
    missed: u32,
}

impl Count {
    fn f1(&self) -> f64 {
        let double = f64::from(2 * self.right);
        let all = double + f64::from(self.false_flags + self.missed);
        if all == 0.0 { 0.0 } else { double / all }
    }

    fn positives(&self) -> u32 {
        self.right + self.missed
    }
}

struct Report {
    macro_f1: f64,
    look_alikes: f64,
    others: f64,
    disguised_recall: f64,
}

fn screened(row: &Value) -> Vec<&'static str> {
    let text = Text {
        subject: row["subject"].as_str().unwrap_or_default().to_owned(),
        body: row["body"]
            .as_str()
            .or(row["text"].as_str())
            .unwrap()
            .to_owned(),
        ..Text::default()
    };
    let screening = Screener::built_in().screen(&text);
    for label in &screening.labels {
        for span in &label.evidence {
            let field = if span.field == "subject" {
                &text.subject
            } else {
                &text.body
            };
            let piece: String = field
                .chars()
                .skip(span.start)
                .take(span.end - span.start)
                .collect();
            assert_eq!(piece, span.text, "evidence points to its own text");
        }
    }
    screening
        .labels
        .iter()
        .filter(|label| label.flag)
        .map(|label| label.code.code())
        .collect()
}

fn report(name: &str, rows: &[Value]) -> Report {
    let mut counts: BTreeMap<&str, Count> = BTreeMap::new();
    let (mut alike, mut alike_flagged, mut other, mut other_flagged) = (0_u32, 0_u32, 0_u32, 0_u32);
    for row in rows {
        let (labels, doubt, flags) = (
            strings(&row["labels"]),
            strings(&row["doubt"]),
            screened(row),
        );
        if row["kind"] == "negative" {
            other += 1;
            other_flagged += u32::from(!flags.is_empty());
        } else if labels.is_empty() && doubt.is_empty() {
            alike += 1;
            alike_flagged += u32::from(!flags.is_empty());
        }
        for code in LabelCode::ALL
            .iter()
            .map(|code| code.code())
            .filter(|code| !doubt.contains(code))
        {
            let count = counts.entry(code).or_default();
            match (labels.contains(&code), flags.contains(&code)) {
                (true, true) => count.right += 1,
                (false, true) => count.false_flags += 1,
                (true, false) => count.missed += 1,
                (false, false) => {}
            }
        }
    }
    println!("== {name}: {} texts", rows.len());
    for (code, count) in &counts {
        println!(
            "{code:28} right {:3} false {:3} missed {:3} F1 {:.2}",
            count.right,
            count.false_flags,
            count.missed,
            count.f1()
        );
    }
    let large: Vec<f64> = counts
        .values()
        .filter(|count| count.positives() >= 20)
        .map(Count::f1)
        .collect();
    let share = |part: u32, all: u32| f64::from(part) / f64::from(all.max(1));
    let disguised = &counts["subject_tutoring_disguised"];
    let report = Report {
        macro_f1: large.iter().sum::<f64>() / f64::from(u32::try_from(large.len().max(1)).unwrap()),
        look_alikes: share(alike_flagged, alike),
        others: share(other_flagged, other),
        disguised_recall: share(disguised.right, disguised.positives()),
    };
    println!(
        "macro-F1 over labels with 20 or more {:.3}; look-alikes flagged {:.3}; other departments flagged {:.4}\n",
        report.macro_f1, report.look_alikes, report.others
    );
    report
}

/// Floors a little below what this version of the rules reaches. It is no better than a trained baseline over all texts
/// (macro-F1 0.50 against 0.52; 4.8 % of texts for other departments flagged against 0.2 %); on written texts and on
/// published cases it finds more. Training is a matter of its own.
#[test]
fn labelled_texts_are_judged_no_worse_than_before() {
    let Some(folder) = folder() else {
        return;
    };
    let real = read(&folder, "complaints-real-dev.jsonl");
    let first = read(&folder, "complaints-written-a.jsonl");
    let second = read(&folder, "complaints-written-b.jsonl");
    let published = read(&folder, "complaints-post2021-dev.jsonl");
    let mut all = real.clone();
    all.extend(first.iter().chain(&second).cloned());
    assert!(report("written a", &first).macro_f1 > 0.57);
    assert!(report("written b", &second).macro_f1 > 0.51);
    let on_real = report("real", &real);
    assert!(on_real.macro_f1 > 0.58 && on_real.others < 0.05);
    let on_all = report("all", &all);
    assert!(on_all.macro_f1 > 0.49 && on_all.look_alikes < 0.28);
    assert!(report("published", &published).disguised_recall > 0.8);
}
