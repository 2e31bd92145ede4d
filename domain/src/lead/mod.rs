//! A lead (线索): a sign of a violation that an officer has to judge. Screening makes leads and
//! never a sanction.

use serde::{Deserialize, Serialize};

use crate::refusal::Refusal;
use crate::screening::LabelCode;
use crate::words::{AccountId, Day, coded};

/// The labels that make a lead, the first one first: a complaint that tells of subject teaching, or of teaching without
/// a licence, is one for enforcement (Regulations on Petitioning, article 31(5)), and stays one where the complainant
/// takes it back.
pub const LABELS: [LabelCode; 3] = [
    LabelCode::SubjectTutoringDisguised,
    LabelCode::Unlicensed,
    LabelCode::SubjectTutoring,
];

coded! {
    /// What an officer makes of a lead.
    Verdict "verdict_unknown" {
        /// There is something to look into.
        Confirmed "confirmed" "线索成立，转办" "Worth a case",
        /// There is nothing to it.
        Dismissed "dismissed" "不成立" "Nothing to it",
    }
}

/// Where a lead stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Lead {
    /// Nobody has judged it.
    New,
    /// An officer has.
    Judged {
        /// Who.
        by: AccountId,
        /// When.
        on: Day,
        /// What was found.
        verdict: Verdict,
        /// Why.
        reason: String,
    },
}

impl Lead {
    /// The stable code of the state.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Judged {
                verdict: Verdict::Confirmed,
                ..
            } => "confirmed",
            Self::Judged {
                verdict: Verdict::Dismissed,
                ..
            } => "dismissed",
        }
    }

    /// Whether it still waits for an officer.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        matches!(self, Self::New)
    }

    /// Why it cannot be judged now, whatever the verdict.
    #[must_use]
    pub fn refusal(&self) -> Option<Refusal> {
        (!self.is_open()).then_some(Refusal::step(
            "lead_judged_already",
            "线索已经研判，不能再次研判",
            "the lead has been judged already",
        ))
    }

    /// Judges the lead.
    ///
    /// # Errors
    /// `lead_judged_already`; `reason_missing` for a dismissal without a reason.
    pub fn judge(
        self,
        verdict: Verdict,
        reason: &str,
        by: AccountId,
        on: Day,
    ) -> Result<Self, Refusal> {
        if let Some(refusal) = self.refusal() {
            return Err(refusal);
        }
        if verdict == Verdict::Dismissed && reason.trim().is_empty() {
            return Err(Refusal::step(
                "reason_missing",
                "判定不成立须写明理由",
                "say why there is nothing to it",
            ));
        }
        Ok(Self::Judged {
            by,
            on,
            verdict,
            reason: reason.trim().to_owned(),
        })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test stops where it fails")]
mod tests {
    use super::*;
    use crate::words::Instant;

    #[test]
    fn a_lead_is_judged_once_and_never_dismissed_without_a_reason() {
        let by = AccountId::new(Instant::from_millis(0), [0; 10]);
        let on: Day = "2026-11-23".parse().unwrap();
        let refused = Lead::New
            .judge(Verdict::Dismissed, "  ", by, on)
            .unwrap_err();
        assert_eq!(refused.code, "reason_missing");
        let judged = Lead::New.judge(Verdict::Confirmed, "", by, on).unwrap();
        assert_eq!(judged.code(), "confirmed");
        let again = judged
            .judge(Verdict::Dismissed, "误报", by, on)
            .unwrap_err();
        assert_eq!(again.code, "lead_judged_already");
    }
}
