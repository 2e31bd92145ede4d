//! Facts of the notice about an application for a licence, and the words that hang on its state.

use domain::application::Kind;
use serde::Deserialize;

use super::{Language, ShownDay};

/// Where the application stands, as the applicant is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum State {
    Submitted,
    Correcting,
    Accepted,
    /// More time was given while a decision was proposed; the proposal itself is not told.
    Proposed,
    Granted,
    Refused,
    Issued,
    Declined,
}

/// Facts of [`Template::ApplicationMoved`](domain::notice::Template::ApplicationMoved).
#[derive(Debug, Deserialize)]
pub(super) struct MovedFacts {
    pub(super) institution: String,
    pub(super) application: String,
    kind: Kind,
    state: State,
    /// In the office's own words: what to correct, why it was refused, why more time is needed.
    pub(super) words: Option<String>,
    by_law: bool,
    pub(super) due_on: Option<ShownDay>,
    pub(super) licence: Option<String>,
    pub(super) authority: String,
    pub(super) on: ShownDay,
}

impl MovedFacts {
    pub(super) const fn kind_zh(&self) -> &'static str {
        self.kind.zh()
    }

    pub(super) const fn kind_en(&self) -> &'static str {
        self.kind.en()
    }

    fn extended(&self) -> bool {
        matches!(self.state, State::Accepted | State::Proposed) && self.words.is_some()
    }

    const fn replaces(&self) -> bool {
        matches!(self.kind, Kind::Replacement)
    }

    /// Whether it ends without a licence, so that the applicant has to know what can be done about it.
    pub(super) const fn against(&self) -> bool {
        matches!(self.state, State::Declined | State::Refused)
    }

    pub(super) fn state_zh(&self) -> &'static str {
        match self.state {
            _ if self.extended() => "审查期限延长",
            State::Submitted => "已收到",
            State::Correcting => "需要补正",
            State::Accepted | State::Proposed => "已受理",
            State::Granted if self.replaces() => "准予补办",
            State::Refused if self.replaces() => "不予补办",
            State::Issued if self.replaces() => "许可证已补发",
            State::Granted => "准予许可",
            State::Refused => "不予许可",
            State::Issued => "许可证已颁发",
            State::Declined => "不予受理",
        }
    }

    pub(super) fn state_en(&self) -> &'static str {
        match self.state {
            _ if self.extended() => "more time for the decision",
            State::Submitted => "received",
            State::Correcting => "to be corrected",
            State::Accepted | State::Proposed => "accepted",
            State::Granted => "granted",
            State::Refused => "refused",
            State::Issued if self.replaces() => "licence issued again",
            State::Issued => "licence issued",
            State::Declined => "not accepted",
        }
    }

    pub(super) fn means_zh(&self) -> &'static str {
        match self.state {
            _ if self.extended() => {
                "经本机关负责人批准，审查期限依法延长（《中华人民共和国行政许可法》第四十二条）。"
            }
            State::Submitted => {
                "申请已经收到。五个工作日内会告知是否受理，或者一次性告知需要补正的全部内容（《中华人民共和国行政许可法》第三十二条）。"
            }
            State::Correcting => "申请材料需要补正，全部内容如下。请登录后补正，再次提交。",
            State::Accepted | State::Proposed if self.by_law => {
                "收到申请后五个工作日内没有告知补正，自收到之日起即为受理（《中华人民共和国行政许可法》第三十二条）。"
            }
            State::Accepted | State::Proposed => "申请已经受理，进入审查。",
            State::Granted if self.by_law => {
                "你机构在有效期届满三十日前提出了延续申请，届满前没有作出决定，视为准予延续（《中华人民共和国行政许可法》第五十条）。"
            }
            State::Granted if self.replaces() => {
                "已经作出准予补办的决定：许可证编号、内容和有效期不变，原来那份自决定之日起作废。十个工作日内颁发补发的许可证（《中华人民共和国行政许可法》第四十四条）。"
            }
            State::Refused if self.replaces() => "经审查，决定不予补办，理由如下。",
            State::Issued if self.replaces() => {
                "补发的许可证已经颁发。原来那份已经作废，找到了也不能再用，请交回办理机关。"
            }
            State::Granted => {
                "已经作出准予许可的决定，十个工作日内颁发许可证（《中华人民共和国行政许可法》第四十四条）。"
            }
            State::Refused => "经审查，决定不予许可，理由如下。",
            State::Issued => "许可证已经颁发。",
            State::Declined => "申请不予受理，理由如下。",
        }
    }

    pub(super) fn means_en(&self) -> &'static str {
        match self.state {
            _ if self.extended() => {
                "The head of the authority has given the decision more time (Administrative Licensing Law, article 42)."
            }
            State::Submitted => {
                "Your application has come in. Within five working days you will be told whether it is accepted, or everything that has to be corrected (Administrative Licensing Law, article 32)."
            }
            State::Correcting => {
                "The application has to be corrected; below is everything. Sign in, correct it and submit it again."
            }
            State::Accepted | State::Proposed if self.by_law => {
                "Nothing to correct was named within five working days, so it counts as accepted from the day it came (Administrative Licensing Law, article 32)."
            }
            State::Accepted | State::Proposed => {
                "The application has been accepted and is examined."
            }
            State::Granted if self.by_law => {
                "You asked for the renewal thirty days before the licence ran out and nothing was decided by then, so it counts as granted (Administrative Licensing Law, article 50)."
            }
            State::Granted if self.replaces() => {
                "It has been granted: number, content and term stay, and the old copy is void from the day of the decision. The new one is issued within ten working days (Administrative Licensing Law, article 44)."
            }
            State::Issued if self.replaces() => {
                "The licence has been issued again. The old copy is void: if you find it, do not use it and hand it back to the authority."
            }
            State::Granted => {
                "It has been granted; the licence is issued within ten working days (Administrative Licensing Law, article 44)."
            }
            State::Refused => "It has been refused, for the reasons below.",
            State::Issued => "The licence has been issued.",
            State::Declined => "The application is not accepted, for the reasons below.",
        }
    }

    /// What the day is, where one runs.
    pub(super) const fn due_zh(&self) -> &'static str {
        match self.state {
            State::Submitted => "答复是否受理的最后一日",
            State::Granted => "颁发许可证的最后一日",
            _ => "决定作出的最后一日",
        }
    }

    pub(super) const fn due_en(&self) -> &'static str {
        match self.state {
            State::Submitted => "Last day for the answer",
            State::Granted => "Last day for the issue",
            _ => "Last day for the decision",
        }
    }
}

pub(super) fn moved(facts: &MovedFacts, language: Language) -> String {
    match language {
        Language::Zh => format!("办学许可申请{}（{}）", facts.state_zh(), facts.application),
        Language::En => format!(
            "Your application {}: {}",
            facts.application,
            facts.state_en()
        ),
    }
}
