//! Facts of the notices about an after-school provider, and the words that hang on the step.

use domain::after_school::{Ground, Step};
use serde::Deserialize;

use super::{Language, ShownDay, basis_en, basis_zh};

/// Facts of [`Template::AfterSchoolMoved`](domain::notice::Template::AfterSchoolMoved).
#[derive(Debug, Deserialize)]
pub(super) struct ProviderFacts {
    pub(super) institution: String,
    pub(super) number: String,
    step: Step,
    ground: Option<Ground>,
    article: Option<String>,
    /// In the office's own words.
    pub(super) words: Option<String>,
    pub(super) correct_by: Option<ShownDay>,
    from: Option<ShownDay>,
    until: ShownDay,
    pub(super) authority: Option<String>,
    pub(super) on: ShownDay,
}

impl ProviderFacts {
    pub(super) fn ground_zh(&self) -> Option<String> {
        let article = basis_zh(self.article.as_deref()?);
        Some(format!("{}（{article}）", self.ground?.zh()))
    }

    pub(super) fn ground_en(&self) -> Option<String> {
        let article = basis_en(self.article.as_deref()?);
        Some(format!("{} ({article})", self.ground?.en()))
    }

    pub(super) const fn step_zh(&self) -> &'static str {
        match self.step {
            Step::SendBack => "退回补正",
            Step::Refuse => "不予准入",
            Step::Admit => "准予进校服务",
            Step::Warn => "预警",
            Step::Suspend => "准入暂停",
            Step::Resume => "准入恢复",
            Step::ApproveExit => "退出名单",
            _ => "办理进展",
        }
    }

    pub(super) const fn step_en(&self) -> &'static str {
        match self.step {
            Step::SendBack => "to be corrected",
            Step::Refuse => "not admitted",
            Step::Admit => "admitted",
            Step::Warn => "warning",
            Step::Suspend => "suspended",
            Step::Resume => "resumed",
            Step::ApproveExit => "out of the list",
            _ => "progress",
        }
    }

    pub(super) fn means_zh(&self) -> String {
        match self.step {
            Step::SendBack => "你机构的课后服务进校申请退回补正，需要补正的内容如下。补正后请再次提交。".to_owned(),
            Step::Refuse => "经审核，你机构的课后服务进校申请不予准入，理由如下。".to_owned(),
            Step::Admit => {
                let from = self.from.as_ref().map(ShownDay::zh).unwrap_or_default();
                format!(
                    "公示期满，你机构已列入课后服务机构名单，准入期自{from}至{}。进校前须与学校签订服务协议，费用由学校收取。",
                    self.until.zh()
                )
            }
            Step::Warn => "你机构的课后服务被预警，事由如下。本次准入期间两次预警，或者逾期没有改正的，可以退出名单。".to_owned(),
            Step::Suspend => "你机构的办学许可不在有效期内，或者没有正常办学，课后服务准入暂停。暂停期间不得进校服务。".to_owned(),
            Step::Resume => "你机构的办学许可恢复有效，课后服务准入恢复。".to_owned(),
            Step::ApproveExit => "经两人审核，你机构已经退出课后服务机构名单，事由如下。自即日起不得进校服务。".to_owned(),
            _ => "你机构的课后服务准入有新的进展，请登录查看。".to_owned(),
        }
    }

    pub(super) fn means_en(&self) -> String {
        match self.step {
            Step::SendBack => "Your application to serve schools after lessons has to be corrected as follows. Correct it and file it again.".to_owned(),
            Step::Refuse => "Your application to serve schools after lessons was refused, for the reasons below.".to_owned(),
            Step::Admit => {
                let from = self.from.as_ref().map(ToString::to_string);
                format!(
                    "Nobody objected: you are on the list of after-school providers from {} until {}. Sign an agreement with each school first; the fee is collected by the school.",
                    from.unwrap_or_default(),
                    self.until
                )
            }
            Step::Warn => "You are warned about your after-school service, on the ground below. Two warnings during one admission, or no correction in time, may end it.".to_owned(),
            Step::Suspend => "Your licence is not in force, or you do not work: your after-school admission is suspended, and no school may be served.".to_owned(),
            Step::Resume => "Your licence is in force again, and so is your after-school admission.".to_owned(),
            Step::ApproveExit => "Two persons have decided that you leave the list of after-school providers, on the ground below. From today no school may be served.".to_owned(),
            _ => "There is news of your after-school admission: sign in to see it.".to_owned(),
        }
    }
}

pub(super) fn provider(facts: &ProviderFacts, language: Language) -> String {
    match language {
        Language::Zh => format!("课后服务准入：{}（{}）", facts.step_zh(), facts.number),
        Language::En => format!("After-school service {}: {}", facts.number, facts.step_en()),
    }
}

/// Facts of [`Template::AfterSchoolEnding`](domain::notice::Template::AfterSchoolEnding).
#[derive(Debug, Deserialize)]
pub(super) struct EndingFacts {
    pub(super) institution: String,
    pub(super) number: String,
    pub(super) until: ShownDay,
    pub(super) authority: Option<String>,
    pub(super) on: ShownDay,
}

pub(super) fn ending(facts: &EndingFacts, language: Language) -> String {
    match language {
        Language::Zh => format!(
            "课后服务准入将于{}到期（{}）",
            facts.until.zh(),
            facts.number
        ),
        Language::En => format!(
            "After-school admission {} ends on {}",
            facts.number, facts.until
        ),
    }
}
