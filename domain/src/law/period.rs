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
        /// The same again within this is punished more heavily.
        RepeatHeavier "penalty.repeat_heavier" "再犯从重" "Heavier penalty for a repeat",
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
        /// Deciding on a change of a record that another side asked for.
        RegisterRequest "register.request" "登记更正核对" "Deciding on a change of the register",
        /// Time before the public of an after-school provider that was chosen.
        AfterSchoolPublicity "after_school.publicity" "课后服务机构公示" "Publication of a chosen after-school provider",
        /// Correcting what an after-school provider was warned of.
        AfterSchoolCorrection "after_school.correction" "课后服务预警改正" "Correction after a warning (after-school)",
        /// Answer to what the public reports of an entry of the register.
        RegisterReport "register.report" "公众纠错办理" "Answer to a report about an entry",
        /// Deciding on a merge of two entries, or on taking one back.
        RegisterMerge "register.merge" "重复登记合并核准" "Deciding on a merge of entries",
        /// Deciding on a change of a licence that was proposed.
        LicenceChange "licence.change" "许可证变动核准" "Deciding on a proposed change of a licence",
        /// Asking for the renewal of a licence, counted back from its last day.
        LicenceRenewal "licence.renewal" "申请延续许可证" "Application to renew a licence",
        /// Taking up an application, or saying what is to be corrected.
        LicenceAcceptance "licence.acceptance" "受理许可申请" "Acceptance of an application",
        /// Decision on the founding of an institution.
        LicenceEstablishment "licence.establishment" "设立审批" "Decision on an establishment",
        /// Decision on turning an institution into one of another kind.
        LicenceOtherClass "licence.other_class" "变更类别审批" "Decision on a change of class",
        /// Decision on any other application for a licence.
        LicenceDecision "licence.decision" "许可决定" "Decision on a licence",
        /// Issuing what was granted.
        LicenceIssue "licence.issue" "颁发许可证" "Issue of a licence",
    }
}

impl Rule {
    /// Whether the period binds the authority itself. Moving such a period past days of rest can
    /// be disputed, so the desks warn on the day before it is moved.
    #[must_use]
    pub const fn binds_authority(self) -> bool {
        !matches!(
            self,
            Self::PenaltyHearingRequest
                | Self::PenaltyPayment
                | Self::ReconsiderationApplication
                | Self::LawsuitDirect
                | Self::CourtEnforcementReminder
                | Self::ServicePublicNotice
                | Self::EscrowLessonSilence
                | Self::EscrowRefundSilence
                | Self::LicenceRenewal
                | Self::AfterSchoolCorrection
                | Self::RepeatHeavier
        )
    }

    /// Its periods, oldest first.
    #[must_use]
    pub const fn periods(self) -> &'static [Period] {
        basis::of_rule(self)
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
    /// By how many units it may be extended in all; nothing where no rule allows it.
    pub extension_max: i64,
    /// The test that shows it.
    pub test: &'static str,
}

impl Period {
    /// The first day in force.
    #[must_use]
    pub fn first_day(&self) -> Option<Day> {
        day(self.from)
    }

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
    /// What came into force with it.
    pub change: &'static str,
    /// Whether the double reduction (双减, 2021-07-24) is in force.
    pub double_reduction: bool,
    /// Whether Order 53 is in force.
    pub order_53: bool,
}

/// The sets, oldest first: one for each day on which a statute came into force that Hongjian uses.
const SETS: [Rules; 7] = [
    Rules {
        version: "2018-01-01",
        from: (2018, 1, 1),
        change: "the first set",
        double_reduction: false,
        order_53: false,
    },
    Rules {
        version: "2021-07-15",
        from: (2021, 7, 15),
        change: "the revised Administrative Penalty Law",
        double_reduction: false,
        order_53: false,
    },
    Rules {
        version: "2021-07-24",
        from: (2021, 7, 24),
        change: "the double reduction (双减) opinion",
        double_reduction: true,
        order_53: false,
    },
    Rules {
        version: "2022-01-01",
        from: (2022, 1, 1),
        change: "the revised Civil Procedure Law: service by public notice",
        double_reduction: true,
        order_53: false,
    },
    Rules {
        version: "2022-05-01",
        from: (2022, 5, 1),
        change: "the Regulations on Petitioning",
        double_reduction: true,
        order_53: false,
    },
    Rules {
        version: "2023-10-15",
        from: (2023, 10, 15),
        change: "Order 53",
        double_reduction: true,
        order_53: true,
    },
    Rules {
        version: "2024-01-01",
        from: (2024, 1, 1),
        change: "the revised Administrative Reconsideration Law",
        double_reduction: true,
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

    /// The period of `rule`: the newest that is not younger than this set. Where all are younger,
    /// the oldest; whoever uses it sees by [`Period::first_day`] that it was not yet in force.
    #[must_use]
    pub fn period(&self, rule: Rule) -> &'static Period {
        let (first, later) = basis::of_rule(rule)
            .split_first()
            .expect("each rule has a period: a test reads all of them");
        later
            .iter()
            .rev()
            .find(|period| period.from <= self.from)
            .unwrap_or(first)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test stops where it fails")]
mod tests {
    use super::*;

    fn on(text: &str) -> &'static Rules {
        Rules::in_force(text.parse().unwrap())
    }

    #[test]
    fn the_law_of_the_day_is_found_at_each_border() {
        for (before, after) in [
            ("2021-07-14", "2021-07-15"),
            ("2021-07-23", "2021-07-24"),
            ("2021-12-31", "2022-01-01"),
            ("2022-04-30", "2022-05-01"),
            ("2023-10-14", "2023-10-15"),
            ("2023-12-31", "2024-01-01"),
        ] {
            assert_eq!(on(after).version, after);
            assert_ne!(on(before).version, after);
        }
        assert!(!on("2023-10-14").order_53 && on("2023-10-15").order_53);
        assert!(!on("2021-07-23").double_reduction && on("2021-07-24").double_reduction);
        assert_eq!(on("1999-01-01").version, "2018-01-01");
    }

    #[test]
    fn a_change_of_law_leaves_the_old_period_to_old_cases() {
        let old = on("2021-12-31").period(Rule::ServicePublicNotice);
        let new = on("2022-01-01").period(Rule::ServicePublicNotice);
        assert_eq!((old.length, old.verified), (60, false));
        assert_eq!((new.length, new.verified), (30, false));
        let read = on("2024-01-01").period(Rule::ServicePublicNotice);
        assert_eq!((read.length, read.verified), (30, true));
        assert_eq!(
            on("2021-07-14").period(Rule::PenaltyHearingRequest).length,
            3
        );
    }

    #[test]
    fn periods_are_sorted_and_each_change_begins_a_set() {
        for rule in Rule::ALL {
            assert!(
                rule.periods().is_sorted_by_key(|period| period.from),
                "{rule}"
            );
            for period in rule.periods().iter().skip(1) {
                assert!(
                    SETS.iter().any(|set| set.from == period.from),
                    "{rule}: no set begins on {:?}",
                    period.from
                );
            }
        }
    }
}
