//! Facts of the notices about a record of the register, and the words that hang on them.

use domain::institution::field::Field;
use serde::Deserialize;

use super::{Language, ShownDay};

/// What happened to a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Happened {
    /// The authority asks the institution.
    Ask,
    Approve,
    Refuse,
    /// The authority took back what it had asked for.
    Withdraw,
}

/// Facts of [`Template::RecordMoved`](domain::notice::Template::RecordMoved). The values stay at the desk, behind the
/// sign-in.
#[derive(Debug, Deserialize)]
pub(super) struct RecordFacts {
    pub(super) institution: String,
    step: Happened,
    fields: Vec<Field>,
    #[serde(default)]
    pub(super) reason: String,
    pub(super) due_on: Option<ShownDay>,
    pub(super) on: ShownDay,
}

impl RecordFacts {
    pub(super) const fn step_zh(&self) -> &'static str {
        match self.step {
            Happened::Ask => "请你机构答复",
            Happened::Approve => "已同意",
            Happened::Refuse => "未同意",
            Happened::Withdraw => "已撤回",
        }
    }

    pub(super) const fn step_en(&self) -> &'static str {
        match self.step {
            Happened::Ask => "please answer",
            Happened::Approve => "approved",
            Happened::Refuse => "refused",
            Happened::Withdraw => "taken back",
        }
    }

    pub(super) const fn means_zh(&self) -> &'static str {
        match self.step {
            Happened::Ask => {
                "主管部门认为你机构的登记信息需要更正。这些项目由你机构负责，请登录后同意，或者写明不同意的理由。"
            }
            Happened::Approve => "登记信息已经按更正内容更新，公开页面同时更新。",
            Happened::Refuse => "经核对，登记信息没有更正，理由如下。补齐材料后可以再次提出。",
            Happened::Withdraw => "主管部门撤回了先前提出的更正，你机构不必答复。",
        }
    }

    pub(super) const fn means_en(&self) -> &'static str {
        match self.step {
            Happened::Ask => {
                "The authority thinks that your record has to be changed. You answer for these fields: sign in to agree, or say why not."
            }
            Happened::Approve => {
                "The record now says what was asked for, and so does the public page."
            }
            Happened::Refuse => {
                "The record stays as it is, for the reason below. You may ask again."
            }
            Happened::Withdraw => {
                "The authority has taken back what it asked for. You need not answer."
            }
        }
    }

    pub(super) fn fields_zh(&self) -> String {
        let names: Vec<&str> = self.fields.iter().map(|field| field.zh()).collect();
        names.join("、")
    }

    pub(super) fn fields_en(&self) -> String {
        let names: Vec<&str> = self.fields.iter().map(|field| field.en()).collect();
        names.join(", ")
    }
}

pub(super) fn record(facts: &RecordFacts, language: Language) -> String {
    match language {
        Language::Zh => format!("登记信息更正：{}", facts.step_zh()),
        Language::En => format!("Change of your record: {}", facts.step_en()),
    }
}

/// Facts of [`Template::RecordConfirm`](domain::notice::Template::RecordConfirm); the round began on `since`.
#[derive(Debug, Deserialize)]
pub(super) struct ConfirmFacts {
    pub(super) institution: String,
    pub(super) since: ShownDay,
}

pub(super) fn confirm(_facts: &ConfirmFacts, language: Language) -> String {
    match language {
        Language::Zh => "请核对登记信息".to_owned(),
        Language::En => "Please confirm your record".to_owned(),
    }
}
