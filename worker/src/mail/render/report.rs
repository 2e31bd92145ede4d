//! Facts of the notices to those who reported an entry of the register, and the words that hang on them.

use domain::entry_report::{Kind, Started};
use serde::Deserialize;

use super::{Language, ShownDay};

/// Facts of [`Template::ReportReceived`](domain::notice::Template::ReportReceived).
#[derive(Debug, Deserialize)]
pub(super) struct ReportedFacts {
    pub(super) number: String,
    pub(super) institution: String,
    pub(super) kind: Kind,
    pub(super) received_on: ShownDay,
    pub(super) due_on: ShownDay,
}

/// Facts of [`Template::ReportAnswered`](domain::notice::Template::ReportAnswered). The answer may say nothing where something
/// was started.
#[derive(Debug, Deserialize)]
pub(super) struct JudgedFacts {
    pub(super) number: String,
    pub(super) institution: String,
    pub(super) kind: Kind,
    state: String,
    started: Option<Started>,
    pub(super) on: ShownDay,
    #[serde(default)]
    pub(super) answer: String,
}

impl JudgedFacts {
    pub(super) fn accepted(&self) -> bool {
        self.state == "accepted"
    }

    pub(super) fn means_zh(&self) -> &'static str {
        match &self.started {
            Some(Started::Change { .. }) => "登记信息已经更正，或者已请机构、负责人核准更正。",
            Some(Started::Merge { .. }) => "已经提出合并重复的登记，等待核准。",
            Some(Started::Words) => "谢谢您的提醒。",
            None => "经核对，登记没有更正，理由如下。",
        }
    }

    pub(super) fn means_en(&self) -> &'static str {
        match &self.started {
            Some(Started::Change { .. }) => {
                "The entry was put right, or who answers for it has been asked to agree."
            }
            Some(Started::Merge { .. }) => {
                "It was proposed to merge the two entries; this waits for approval."
            }
            Some(Started::Words) => "Thank you for telling us.",
            None => "The register stays as it is, for the reason below.",
        }
    }
}

pub(super) fn reported(facts: &ReportedFacts, language: Language) -> String {
    match language {
        Language::Zh => format!("已收到您的纠错（{}）", facts.number),
        Language::En => format!("Your report {} has been received", facts.number),
    }
}

pub(super) fn judged(facts: &JudgedFacts, language: Language) -> String {
    match (language, facts.accepted()) {
        (Language::Zh, true) => format!("您的纠错已采纳（{}）", facts.number),
        (Language::Zh, false) => format!("您的纠错没有采纳（{}）", facts.number),
        (Language::En, true) => format!("Your report {} was accepted", facts.number),
        (Language::En, false) => format!("Your report {} was not accepted", facts.number),
    }
}
