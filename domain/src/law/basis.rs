//! Length, article, source and certainty of each period.

use super::Counted;
use super::Counted::{
    CalendarDays, CalendarDaysBefore, Months, WorkingDays, WorkingDaysBefore, Years,
};
use super::period::{Period, Rule};

const APL: &str = "行政处罚法（2021 修订），LawRefBook/Laws 2025-04-19";
const XF: &str = "信访工作条例，LawRefBook/Laws";
const XF_2005: &str = "信访条例（2005），未读到文本";
const ALIC: &str = "行政许可法（2019 修正），LawRefBook/Laws";
const PPE: &str = "民办教育促进法（2018 修正），LawRefBook/Laws";
const LOCAL: &str = "本地设置，尚无依据文件";
const IN_2021: (i32, u8, u8) = (2021, 7, 15);

/// One row of the table below.
const fn of(
    length: i64,
    counted: Counted,
    article: &'static str,
    from: (i32, u8, u8),
    source: &'static str,
    verified: bool,
) -> Period {
    Period {
        length,
        counted,
        article,
        from,
        source,
        verified,
        extension_max: 0,
        test: "each_period_ends_on_the_day_the_table_says",
    }
}

/// The periods of each rule, oldest first: a rule without a row does not compile.
pub(super) const fn of_rule(rule: Rule) -> &'static [Period] {
    match rule {
        Rule::PenaltyDecision => PENALTY_DECISION,
        Rule::PenaltyHearingRequest => PENALTY_HEARING_REQUEST,
        Rule::PenaltyHearingNotice => PENALTY_HEARING_NOTICE,
        Rule::PenaltyService => PENALTY_SERVICE,
        Rule::PenaltyEvidenceRegistration => PENALTY_EVIDENCE_REGISTRATION,
        Rule::PenaltyPayment => PENALTY_PAYMENT,
        Rule::PenaltyPublication => PENALTY_PUBLICATION,
        Rule::PenaltyWithdrawalOfPublication => PENALTY_WITHDRAWAL_OF_PUBLICATION,
        Rule::ReconsiderationApplication => RECONSIDERATION_APPLICATION,
        Rule::LawsuitDirect => LAWSUIT_DIRECT,
        Rule::CourtEnforcementWindow => COURT_ENFORCEMENT_WINDOW,
        Rule::CourtEnforcementReminder => COURT_ENFORCEMENT_REMINDER,
        Rule::LimitationOrdinary => LIMITATION_ORDINARY,
        Rule::LimitationSerious => LIMITATION_SERIOUS,
        Rule::RepeatHeavier => REPEAT_HEAVIER,
        Rule::ServicePublicNotice => SERVICE_PUBLIC_NOTICE,
        Rule::PetitionReply => PETITION_REPLY,
        Rule::PetitionHandling => PETITION_HANDLING,
        Rule::EscrowLessonSilence => ESCROW_LESSON_SILENCE,
        Rule::EscrowRefundSilence => ESCROW_REFUND_SILENCE,
        Rule::LicenceAcceptance => LICENCE_ACCEPTANCE,
        Rule::LicenceEstablishment => LICENCE_ESTABLISHMENT,
        Rule::LicenceOtherClass => LICENCE_OTHER_CLASS,
        Rule::LicenceDecision => LICENCE_DECISION,
        Rule::LicenceIssue => LICENCE_ISSUE,
        Rule::ComplaintPortal => COMPLAINT_PORTAL,
        Rule::ComplaintHotline => COMPLAINT_HOTLINE,
        Rule::LeadJudgement => LEAD_JUDGEMENT,
        Rule::RegisterRequest => REGISTER_REQUEST,
        Rule::AfterSchoolPublicity => AFTER_SCHOOL_PUBLICITY,
        Rule::AfterSchoolCorrection => AFTER_SCHOOL_CORRECTION,
        Rule::RegisterReport => REGISTER_REPORT,
        Rule::RegisterMerge => REGISTER_MERGE,
        Rule::LicenceChange => LICENCE_CHANGE,
        Rule::LicenceRenewal => LICENCE_RENEWAL,
    }
}

const PENALTY_DECISION: &[Period] = &[of(90, CalendarDays, "apl-60", IN_2021, APL, true)];
const PENALTY_HEARING_REQUEST: &[Period] = &[
    of(
        3,
        CalendarDays,
        "apl17-42",
        (1996, 10, 1),
        "行政处罚法（2017 修正），未读到文本",
        false,
    ),
    of(5, WorkingDays, "apl-64-1-1", IN_2021, APL, true),
];
const PENALTY_HEARING_NOTICE: &[Period] =
    &[of(7, WorkingDaysBefore, "apl-64-1-2", IN_2021, APL, true)];
const PENALTY_SERVICE: &[Period] = &[of(7, WorkingDays, "apl-61", IN_2021, APL, true)];
const PENALTY_EVIDENCE_REGISTRATION: &[Period] =
    &[of(7, WorkingDays, "apl-56", IN_2021, APL, true)];
const PENALTY_PAYMENT: &[Period] = &[of(15, CalendarDays, "apl-67", IN_2021, APL, true)];
const PENALTY_PUBLICATION: &[Period] = &[of(
    7,
    WorkingDays,
    "apl-48",
    IN_2021,
    "通行做法，未见条文期限",
    false,
)];
const PENALTY_WITHDRAWAL_OF_PUBLICATION: &[Period] =
    &[of(3, WorkingDays, "apl-48", IN_2021, APL, true)];
const RECONSIDERATION_APPLICATION: &[Period] = &[
    of(
        60,
        CalendarDays,
        "arl17-9",
        (1999, 10, 1),
        "行政复议法（2017 修正），未读到文本",
        false,
    ),
    of(
        60,
        CalendarDays,
        "arl-20",
        (2024, 1, 1),
        "行政复议法（2023 修订），LawRefBook/Laws",
        true,
    ),
];
const LAWSUIT_DIRECT: &[Period] = &[of(
    6,
    Months,
    "all-46",
    (2017, 7, 1),
    "行政诉讼法（2017），LawRefBook/Laws",
    true,
)];
const COURT_ENFORCEMENT_WINDOW: &[Period] = &[of(
    3,
    Months,
    "ael-53",
    (2012, 1, 1),
    "行政强制法，LawRefBook/Laws",
    true,
)];
const COURT_ENFORCEMENT_REMINDER: &[Period] = &[of(
    10,
    WorkingDays,
    "ael-54",
    (2012, 1, 1),
    "行政强制法，LawRefBook/Laws",
    true,
)];
const LIMITATION_ORDINARY: &[Period] = &[of(2, Years, "apl-36", IN_2021, APL, true)];
const LIMITATION_SERIOUS: &[Period] = &[of(5, Years, "apl-36", IN_2021, APL, true)];
/// The two years were read in a summary that names no article; that article 16 lists the heavier cases was read elsewhere.
const REPEAT_HEAVIER: &[Period] = &[of(
    2,
    Years,
    "53-16",
    (2023, 10, 15),
    "校外培训行政处罚暂行办法，媒体摘要，未读到该项文本",
    false,
)];
const SERVICE_PUBLIC_NOTICE: &[Period] = &[
    of(
        60,
        CalendarDays,
        "cpl17-92",
        (1991, 4, 9),
        "民事诉讼法（2017 修正），未读到文本",
        false,
    ),
    of(
        30,
        CalendarDays,
        "cpl-95",
        (2022, 1, 1),
        "民事诉讼法（2021 修正），该条未读到文本",
        false,
    ),
    of(
        30,
        CalendarDays,
        "cpl-95",
        (2024, 1, 1),
        "民事诉讼法（2023 修正），LawRefBook/Laws",
        true,
    ),
];
const PETITION_REPLY: &[Period] = &[
    of(15, CalendarDays, "xf05-21", (2005, 5, 1), XF_2005, false),
    of(15, CalendarDays, "xf-23", (2022, 5, 1), XF, true),
];
/// The head of the authority may add up to 30 days and tells the petitioner why.
const PETITION_HANDLING: &[Period] = &[
    Period {
        extension_max: 30,
        ..of(60, CalendarDays, "xf05-33", (2005, 5, 1), XF_2005, false)
    },
    Period {
        extension_max: 30,
        ..of(60, CalendarDays, "xf-34", (2022, 5, 1), XF, true)
    },
];
const ESCROW_LESSON_SILENCE: &[Period] = &[of(
    15,
    WorkingDays,
    "local-app",
    (2022, 1, 1),
    "全国校外教育培训监管与服务综合平台规则",
    false,
)];
const ESCROW_REFUND_SILENCE: &[Period] = &[of(
    5,
    WorkingDays,
    "local-app",
    (2022, 1, 1),
    "全国校外教育培训监管与服务综合平台规则",
    false,
)];
const COMPLAINT_PORTAL: &[Period] = &[of(
    15,
    WorkingDays,
    "local-complaint",
    (2018, 1, 1),
    LOCAL,
    false,
)];
const COMPLAINT_HOTLINE: &[Period] = &[of(
    5,
    WorkingDays,
    "local-hotline",
    (2018, 1, 1),
    LOCAL,
    false,
)];
const REGISTER_REQUEST: &[Period] = &[of(
    10,
    WorkingDays,
    "local-register",
    (2018, 1, 1),
    LOCAL,
    false,
)];
/// No statute says by when a proposed suspension, resumption, revocation or cancellation is decided within the authority: as
/// long as for taking up an application.
const LICENCE_CHANGE: &[Period] = &[of(
    5,
    WorkingDays,
    "local-licence-change",
    (2018, 1, 1),
    LOCAL,
    false,
)];
/// No statute knows entries of a register that are merged: as long as for a change of one.
const REGISTER_MERGE: &[Period] = &[of(
    10,
    WorkingDays,
    "local-merge",
    (2018, 1, 1),
    LOCAL,
    false,
)];
/// No statute says by when the public is answered about an entry of the register.
const REGISTER_REPORT: &[Period] = &[of(
    10,
    WorkingDays,
    "local-report",
    (2018, 1, 1),
    LOCAL,
    false,
)];
const LEAD_JUDGEMENT: &[Period] = &[of(5, WorkingDays, "local-lead", (2018, 1, 1), LOCAL, false)];
/// What the measures of the province say of either was not read.
const AFTER_SCHOOL_PUBLICITY: &[Period] = &[of(
    5,
    WorkingDays,
    "local-after-school",
    (2024, 2, 1),
    LOCAL,
    false,
)];
const AFTER_SCHOOL_CORRECTION: &[Period] = &[of(
    15,
    WorkingDays,
    "local-after-school",
    (2024, 2, 1),
    LOCAL,
    false,
)];
/// Only the organ's own periods of this law are counted in working days (article 82); this one binds the institution.
const LICENCE_RENEWAL: &[Period] = &[of(
    30,
    CalendarDaysBefore,
    "alic-50",
    (2004, 7, 1),
    ALIC,
    true,
)];
/// The organ's own periods of the Administrative Licensing Law are working days (article 82).
const LICENCE_ACCEPTANCE: &[Period] =
    &[of(5, WorkingDays, "alic-32-1-4", (2004, 7, 1), ALIC, true)];
const LICENCE_DECISION: &[Period] = &[Period {
    extension_max: 10,
    ..of(20, WorkingDays, "alic-42-1", (2004, 7, 1), ALIC, true)
}];
const LICENCE_ISSUE: &[Period] = &[of(10, WorkingDays, "alic-44", (2004, 7, 1), ALIC, true)];
const LICENCE_ESTABLISHMENT: &[Period] = &[of(3, Months, "ppe-17", (2018, 12, 29), PPE, true)];
const LICENCE_OTHER_CLASS: &[Period] = &[of(3, Months, "ppe-55-2", (2018, 12, 29), PPE, true)];
