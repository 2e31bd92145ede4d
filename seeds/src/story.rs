//! What happens in the demo town: which complaints there are, and how far each of them has come.

use domain::case::Violation;

/// How far a complaint has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    /// Nobody has taken it up.
    New,
    /// Accepted.
    Accepted,
    /// Answered.
    Answered,
    /// Answered and closed.
    Closed,
    /// Declined: not for this office.
    Declined,
    /// Taken back by the complainant.
    Withdrawn,
    /// A case came of it.
    Case(Plot),
}

/// How far a case has come, and against whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Plot {
    /// The last thing that happened.
    pub(crate) until: Until,
    /// What was found, or is looked into.
    pub(crate) violation: Violation,
    /// Whether it is against the institution of the demo's agent.
    pub(crate) own: bool,
    /// Days for correction.
    pub(crate) correction_days: i64,
}

/// The last thing that happened in a case, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Until {
    /// The case was opened.
    Filed,
    /// A violation was found.
    Found,
    /// Its correction was ordered.
    Ordered,
    /// The order was served.
    Served,
    /// The institution answered.
    Responded,
    /// The officers propose to close.
    Proposed,
    /// The lead officer approved.
    Closed,
}

/// One complaint of the town.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Chapter {
    /// Received so many days before the anchor.
    pub(crate) days_ago: i64,
    /// How far it has come.
    pub(crate) fate: Fate,
}

const fn chapter(days_ago: i64, fate: Fate) -> Chapter {
    Chapter { days_ago, fate }
}

const fn case(
    days_ago: i64,
    until: Until,
    violation: Violation,
    own: bool,
    correction_days: i64,
) -> Chapter {
    chapter(
        days_ago,
        Fate::Case(Plot {
            until,
            violation,
            own,
            correction_days,
        }),
    )
}

/// The complaints of the town, the oldest first: some late, some due, some new; a case in each state.
pub(crate) const CHAPTERS: &[Chapter] = &[
    case(58, Until::Closed, Violation::BeyondLicence, true, 15),
    chapter(55, Fate::Closed),
    case(
        50,
        Until::Proposed,
        Violation::UnlicensedInstitution,
        false,
        15,
    ),
    case(
        45,
        Until::Served,
        Violation::DisguisedSubjectTutoring,
        false,
        15,
    ),
    chapter(44, Fate::Closed),
    chapter(36, Fate::Closed),
    chapter(33, Fate::Declined),
    case(
        31,
        Until::Responded,
        Violation::DisguisedSubjectTutoring,
        true,
        30,
    ),
    chapter(30, Fate::Closed),
    chapter(28, Fate::Answered),
    chapter(26, Fate::New),
    chapter(25, Fate::Answered),
    chapter(24, Fate::Accepted),
    chapter(22, Fate::New),
    chapter(20, Fate::Withdrawn),
    chapter(19, Fate::Answered),
    chapter(18, Fate::Accepted),
    case(
        17,
        Until::Served,
        Violation::DisguisedSubjectTutoring,
        true,
        15,
    ),
    chapter(17, Fate::Declined),
    chapter(16, Fate::New),
    chapter(15, Fate::Answered),
    chapter(14, Fate::Accepted),
    chapter(13, Fate::New),
    case(
        13,
        Until::Ordered,
        Violation::UnlicensedInstitution,
        false,
        30,
    ),
    chapter(12, Fate::Answered),
    case(11, Until::Found, Violation::DisorderlyManagement, false, 15),
    chapter(10, Fate::New),
    chapter(9, Fate::Accepted),
    chapter(9, Fate::Answered),
    chapter(8, Fate::New),
    case(
        8,
        Until::Filed,
        Violation::DisguisedSubjectTutoring,
        false,
        15,
    ),
    chapter(7, Fate::Accepted),
    chapter(6, Fate::New),
    chapter(6, Fate::Declined),
    chapter(5, Fate::Accepted),
    chapter(5, Fate::Withdrawn),
    chapter(4, Fate::New),
    chapter(3, Fate::Accepted),
    chapter(3, Fate::New),
    chapter(2, Fate::New),
    chapter(1, Fate::New),
    chapter(1, Fate::New),
];

/// What the office writes to those who complained.
pub(crate) const ANSWERS: &[&str] = &[
    "您反映的情况已核实。我们已要求该机构立即停止有关培训，并督促其按合同约定退还未消课时的费用，请留意原支付账户。如有新的情况，可凭编号和查询码继续反映。",
    "执法人员于工作日和周末两次到现场检查，未发现学科类培训活动，但公示栏信息不全，已当场责令改正。感谢您的监督。",
    "经核查，该机构持有有效的办学许可证，所授课程在许可范围之内；收费已纳入监管账户。您提到的上课时间问题，我们已要求其调整到20时30分之前。",
    "您反映的退费问题，机构已与您所述的家长签订退费协议，约定了退清的日期。逾期未退的，请再与我们联系。",
];

/// Why a complaint is declined, for the complainant.
pub(crate) const DECLINED: &[&str] = &[
    "您反映的事项不属于校外培训监管的范围，请向有权处理的部门反映；不清楚是哪个部门的，可以拨打12345。",
];

/// What was found, by violation.
pub(crate) const fn facts(violation: Violation) -> &'static str {
    match violation {
        Violation::UnlicensedInstitution => {
            "现场有专门的培训场所，两名以上授课人员，组织分工明确；负责人不能出示办学许可证，并承认自去年九月起面向小学生收费招生。"
        }
        Violation::DisguisedSubjectTutoring => {
            "现场两间教室正在讲授小学数学和初中英语，黑板和讲义均为学科内容，对外以“托管”“素养”名义收费；当场拍照并提取课程表一份。"
        }
        Violation::BeyondLicence => {
            "许可证载明的办学内容为艺术类，现场有一个班正在讲授小学语文阅读与写作，收费单据与课程名称不符。"
        }
        Violation::DisorderlyManagement => {
            "一次性收取六个月费用，未存入预收费监管账户；收费标准和师资信息未公示。"
        }
        Violation::ProvidesPlaceOrPlatform
        | Violation::UnlawfulTraining
        | Violation::UnlawfulCompetition => "现场检查发现的情况与投诉所述一致，详见现场笔录。",
    }
}

/// What the institution has to do, by violation.
pub(crate) const fn demand(violation: Violation) -> &'static str {
    match violation {
        Violation::UnlicensedInstitution => {
            "立即停止违法培训活动，清退学员，退还所收费用，并将退费名单和凭证送我局核查。"
        }
        Violation::DisguisedSubjectTutoring | Violation::BeyondLicence => {
            "立即停止学科类培训，退还相应费用，撤下有关广告和课程名称，并提交整改情况说明和退费凭证。"
        }
        Violation::DisorderlyManagement => {
            "将预收费用存入监管账户，超过三个月或者六十课时的部分予以退还，在经营场所公示收费标准和教师信息。"
        }
        Violation::ProvidesPlaceOrPlatform
        | Violation::UnlawfulTraining
        | Violation::UnlawfulCompetition => "立即停止有关行为，并提交整改情况说明。",
    }
}

/// What the institution of the demo's agent writes back.
pub(crate) const RESPONSE: &str = "我机构已于收到通知当日停止该班次，向十四名学员退还费用共计三万一千二百元，转账凭证见附件；课程名称和宣传材料已全部更换，并对教学人员开展了一次法规培训。";

/// Why a case may be closed.
pub(crate) const CLOSURE: &str = "经复查，违法行为已改正，费用已退还，现场未再发现有关培训活动。";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_town_shows_every_state() {
        let has = |fits: &dyn Fn(Fate) -> bool| CHAPTERS.iter().any(|chapter| fits(chapter.fate));
        for fate in [
            Fate::New,
            Fate::Accepted,
            Fate::Answered,
            Fate::Closed,
            Fate::Declined,
            Fate::Withdrawn,
        ] {
            assert!(has(&|one| one == fate), "{fate:?}");
        }
        for until in [
            Until::Filed,
            Until::Found,
            Until::Ordered,
            Until::Served,
            Until::Responded,
            Until::Proposed,
            Until::Closed,
        ] {
            assert!(
                has(&|one| matches!(one, Fate::Case(plot) if plot.until == until)),
                "{until:?}"
            );
        }
        // The agent signs in to something to do, something waiting and something done.
        let own = CHAPTERS
            .iter()
            .filter(|chapter| matches!(chapter.fate, Fate::Case(plot) if plot.own))
            .count();
        assert_eq!(own, 3);
        assert!(CHAPTERS.is_sorted_by_key(|chapter| -chapter.days_ago));
    }
}
