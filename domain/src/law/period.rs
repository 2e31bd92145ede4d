//! Periods: how long, counted how, by which article, since when, and how sure.

use serde::Serialize;

use super::{Counted, basis};
use crate::words::{Article, Day, coded};

coded! {
    /// A rule that gives a period.
    Rule "rule_unknown" {
        /// Decision after filing.
        PenaltyDecision "penalty.decision" "作出处罚决定" "Decision on a penalty",
        /// Asking for a hearing.
        PenaltyHearingRequest "penalty.hearing_request" "要求听证" "Request for a hearing",
        /// Telling of the hearing, counted backwards.
        PenaltyHearingNotice "penalty.hearing_notice" "通知听证" "Notice of a hearing",
        /// Service of the decision.
        PenaltyService "penalty.service" "送达处罚决定" "Service of the decision",
        /// Decision on evidence registered in advance.
        PenaltyEvidenceRegistration "penalty.evidence_registration" "先行登记保存" "Evidence registered in advance",
        /// Payment of a fine.
        PenaltyPayment "penalty.payment" "缴纳罚款" "Payment of a fine",
        /// Publication of a decision.
        PenaltyPublication "penalty.publication" "公开处罚决定" "Publication of a decision",
        /// Withdrawal of a published decision.
        PenaltyWithdrawalOfPublication "penalty.withdrawal_of_publication" "撤回公开" "Withdrawal of a publication",
        /// Asking for reconsideration.
        ReconsiderationApplication "reconsideration.application" "申请行政复议" "Application for reconsideration",
        /// Going to court.
        LawsuitDirect "lawsuit.direct" "直接起诉" "Lawsuit",
        /// The authority's own time to go to court for enforcement.
        CourtEnforcementWindow "court_enforcement.window" "申请法院强制执行" "Application to the court for enforcement",
        /// After the reminder.
        CourtEnforcementReminder "court_enforcement.reminder" "催告" "Reminder before enforcement",
        /// Limitation, ordinary.
        LimitationOrdinary "limitation.ordinary" "处罚时效（一般）" "Limitation, ordinary",
        /// Limitation where life, safety or money is concerned.
        LimitationSerious "limitation.serious" "处罚时效（生命健康、金融安全）" "Limitation, serious",
        /// Service by public notice.
        ServicePublicNotice "service.public_notice" "公告送达" "Service by public notice",
        /// First reply to a petition.
        PetitionReply "petition.reply" "信访告知" "Reply to a petition",
        /// Handling of a petition.
        PetitionHandling "petition.handling" "信访办结" "Handling of a petition",
        /// Silence that confirms a lesson.
        EscrowLessonSilence "escrow.lesson_silence" "销课默认确认" "Silence on a lesson",
        /// Silence that accepts a refund.
        EscrowRefundSilence "escrow.refund_silence" "退费默认同意" "Silence on a refund",
        /// Answer to a complaint by portal, API or desk.
        ComplaintPortal "complaint.portal" "投诉答复（门户）" "Answer to a complaint (portal)",
        /// Answer to a complaint by hotline.
        ComplaintHotline "complaint.hotline" "投诉答复（热线）" "Answer to a complaint (hotline)",
        /// Judging a lead.
        LeadJudgement "lead.judgement" "线索研判" "Judging a lead",
    }
}

/// A period with its basis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// How many units.
    pub length: i64,
    /// Which units.
    pub counted: Counted,
    /// Key of the article; a local setting has a key that begins with `local`.
    pub article: &'static str,
    /// First day in force.
    pub from: (i32, u8, u8),
    /// Where it was read.
    pub source: &'static str,
    /// Whether the number was read in a copy of the text.
    pub verified: bool,
    /// The test that shows it.
    pub test: &'static str,
}

impl Period {
    /// The article.
    #[must_use]
    pub const fn article(&self) -> Article {
        Article::new(self.article)
    }
}

/// The rules in force on a day.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Rules {
    /// Version of the set, told with every answer.
    pub version: &'static str,
    /// First day of the set.
    #[serde(skip)]
    from: (i32, u8, u8),
    /// Whether Order 53 is in force.
    pub order_53: bool,
}

/// The sets, oldest first. What changed is the law on penalties: the revised Administrative Penalty
/// Law on 15 July 2021, and Order 53 on 15 October 2023.
const SETS: [Rules; 3] = [
    Rules {
        version: "2018-01",
        from: (2018, 1, 1),
        order_53: false,
    },
    Rules {
        version: "2021-07",
        from: (2021, 7, 15),
        order_53: false,
    },
    Rules {
        version: "2023-10",
        from: (2023, 10, 15),
        order_53: true,
    },
];

fn day((year, month, day): (i32, u8, u8)) -> Option<Day> {
    Day::new(year, month, day).ok()
}

impl Rules {
    /// The rules in force on `on`; a day before the first set is judged by the first.
    #[must_use]
    pub fn in_force(on: Day) -> &'static Self {
        SETS.iter()
            .rev()
            .find(|set| day(set.from).is_some_and(|from| from <= on))
            .unwrap_or(&SETS[0])
    }

    /// Every set, oldest first.
    #[must_use]
    pub const fn all() -> &'static [Self] {
        &SETS
    }

    /// The first day of the set.
    #[must_use]
    pub fn first_day(&self) -> Option<Day> {
        day(self.from)
    }

    /// The period of `rule`.
    #[must_use]
    pub const fn period(&self, rule: Rule) -> &'static Period {
        basis::of_rule(rule)
    }
}
