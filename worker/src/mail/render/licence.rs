//! Facts of the notices about a licence, and the words that hang on them.

use domain::licence::{Change, Ground};
use serde::Deserialize;

use super::{Language, ShownDay};

/// Facts of [`Template::LicenceExpiring`](domain::notice::Template::LicenceExpiring); `on` is the day of the notice and
/// `apply_by` the last day on which a renewal is asked for in time.
#[derive(Debug, Deserialize)]
pub(super) struct ExpiringFacts {
    pub(super) institution: String,
    pub(super) licence: String,
    pub(super) valid_until: ShownDay,
    pub(super) apply_by: ShownDay,
    pub(super) on: ShownDay,
}

impl ExpiringFacts {
    pub(super) fn in_time(&self) -> bool {
        self.on.0 <= self.apply_by.0
    }
}

pub(super) fn expiring(facts: &ExpiringFacts, language: Language) -> String {
    match language {
        Language::Zh => format!("办学许可证{}到期", facts.valid_until.zh()),
        Language::En => format!("Your licence runs out on {}", facts.valid_until),
    }
}

/// What became of the licence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum What {
    Suspend,
    Resume,
    Revoke,
    Cancel,
    /// Its last day is past.
    Expire,
}

impl What {
    const fn change(self) -> Option<Change> {
        match self {
            Self::Suspend => Some(Change::Suspend),
            Self::Resume => Some(Change::Resume),
            Self::Revoke => Some(Change::Revoke),
            Self::Cancel => Some(Change::Cancel),
            Self::Expire => None,
        }
    }
}

/// Facts of [`Template::LicenceChanged`](domain::notice::Template::LicenceChanged).
#[derive(Debug, Deserialize)]
pub(super) struct ChangedFacts {
    pub(super) institution: String,
    pub(super) licence: String,
    change: What,
    ground: Option<Ground>,
    /// The document it rests on; empty where it is the calendar.
    #[serde(default)]
    pub(super) basis: String,
    /// Why, as the officer wrote it.
    #[serde(default)]
    pub(super) reason: String,
    pub(super) valid_until: ShownDay,
    pub(super) on: ShownDay,
}

impl ChangedFacts {
    pub(super) fn expired(&self) -> bool {
        self.change == What::Expire
    }

    pub(super) fn what_zh(&self) -> &'static str {
        self.change.change().map_or("到期", Change::zh)
    }

    pub(super) const fn what_en(&self) -> &'static str {
        match self.change {
            What::Suspend => "suspended",
            What::Resume => "resumed",
            What::Revoke => "revoked",
            What::Cancel => "cancelled",
            What::Expire => "expired",
        }
    }

    pub(super) fn ground_zh(&self) -> Option<String> {
        let ground = self.ground?;
        Some(format!(
            "{}（{}）",
            ground.zh(),
            ground.article().cited_zh()
        ))
    }

    pub(super) fn ground_en(&self) -> Option<String> {
        let ground = self.ground?;
        Some(format!("{} ({})", ground.en(), ground.article().cited_en()))
    }

    pub(super) const fn follows_zh(&self) -> &'static str {
        match self.change {
            What::Suspend => "暂停期间，不得依该许可证开展培训。",
            What::Resume => "可以依许可证载明的范围继续开展培训。",
            What::Revoke | What::Cancel => {
                "不得再依该许可证开展培训。请妥善安置学员，并先行退还剩余的培训费（《中华人民共和国民办教育促进法》第五十七条、第五十九条）。"
            }
            What::Expire => "到期没有延续，自次日起不得继续开展培训。仍需办学的，须重新申请许可。",
        }
    }

    pub(super) const fn follows_en(&self) -> &'static str {
        match self.change {
            What::Suspend => "While it is suspended no training may be given under it.",
            What::Resume => "Training may go on within what the licence allows.",
            What::Revoke | What::Cancel => {
                "No training may be given under it any more. See to your pupils, and pay back first what is left of their fees (Law on the Promotion of Private Education, articles 57 and 59)."
            }
            What::Expire => {
                "It was not renewed, so no training may be given from the day after. To go on, a new licence has to be applied for."
            }
        }
    }
}

pub(super) fn changed(facts: &ChangedFacts, language: Language) -> String {
    match language {
        Language::Zh => format!("办学许可证{}（{}）", facts.what_zh(), facts.licence),
        Language::En => format!("Your licence {}: {}", facts.licence, facts.what_en()),
    }
}
