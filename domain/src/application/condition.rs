//! The conditions of a licence by class, each with its document, its day and how sure it is.
//!
//! An authority grants where the conditions of the law are met and refuses where one is not (Administrative Licensing Law,
//! article 38); it cannot refuse on a number that nobody has read, so a condition that is not verified only warns.

use serde::Serialize;

use super::form::{LOSS, Part};
use crate::institution::department::{Department, competent};
use crate::words::{Article, Class, Day, coded};

coded! {
    /// A condition.
    Condition "condition_unknown" {
        /// 不再审批新的学科类机构
        NoNewSubject "no_new_subject" "不再审批新的学科类校外培训机构" "No new institution for school subjects is approved",
        /// 不得对学龄前儿童开展学科类培训
        NoPreschoolSubject "no_preschool_subject" "不得对学龄前儿童开展学科类培训" "No school subjects for preschool children",
        /// 不再审批面向学龄前儿童的机构
        NoNewPreschool "no_new_preschool" "不再审批新的面向学龄前儿童的校外培训机构" "No new institution for preschool children is approved",
        /// 学科类机构统一登记为非营利性
        SubjectNonProfit "subject_non_profit" "学科类机构统一登记为非营利性机构，不能是公司" "Institutions for school subjects are non-profit and no companies",
        /// 线上学科类机构由省级主管部门审批
        OnlineIsProvincial "online_is_provincial" "线上学科类培训由省级主管部门许可，本机关不能许可" "Online training in school subjects is licensed by the province and not here",
        /// 线上非学科类机构由省级主管部门管辖
        OnlineOtherIsProvincial "online_other_is_provincial" "线上非学科类培训一般由省级主管部门许可，先核对本机关有没有许可权" "Online training in other subjects is licensed by the province as a rule: check whether this office may",
        /// 不得面向学龄前儿童开展线上培训
        NoOnlinePreschool "no_online_preschool" "不得面向学龄前儿童开展线上培训" "No online training for preschool children",
        /// 同一时段生均面积
        AreaPerPupil "area_per_pupil" "同一培训时段生均面积不少于3平方米" "At least 3 m² for each pupil at one time",
        /// 体育类人均培训面积
        SportsArea "sports_area" "体育类每班次人均培训面积不少于5平方米（棋牌类3平方米）" "Sports: at least 5 m² of training space for each pupil, 3 m² for chess and cards",
        /// 场所性质
        SafeSite "safe_site" "不得设在住宅、地下室和临时、违章建筑内" "Not in a dwelling, basement, temporary or illegal building",
        /// 专职教学教研人员比例
        TeachingShare "teaching_share" "专职教学、教研人员原则上不低于从业人员的50%" "As a rule, full-time teaching and research staff are at least half of all",
        /// 专职教师配备
        TeachersPerPupil "teachers_per_pupil" "线下每班次专职教师原则上不低于学员的2%，3岁以上学龄前不低于6%" "On site, as a rule, full-time teachers are at least 2% of the pupils of a class, 6% for preschool children",
        /// 开办资金
        OpeningCapital "opening_capital" "开办资金不少于30万元" "Opening capital of at least 300,000 yuan",
        /// 租期覆盖许可期
        LeaseCovers "lease_covers" "租期不短于许可证有效期" "The lease lasts as long as the licence",
        /// 艺考项目资质
        ArtsExamQualified "arts_exam_qualified" "艺考培训：有艺术类培训资质、证照齐全，已在全国平台作项目标识" "Arts examinations: qualified for arts training, papers complete, marked as such on the national platform",
        /// 艺考教学人员
        ArtsExamStaff "arts_exam_staff" "艺考培训：教学人员有教师资格证或者相应职业（专业）能力，均已作准入查询" "Arts examinations: who teaches has a teacher or professional certificate and was cleared",
        /// 艺考回避
        ArtsExamInsiders "arts_exam_insiders" "艺考培训：没有高校艺术类专业在职教职工和统考、校考命题、评分专家参与" "Arts examinations: nobody takes part who teaches arts at a university or sets or marks the examinations",
        /// 艺考收费
        ArtsExamFees "arts_exam_fees" "艺考培训：收费项目和标准已公示，没有“顾问”“领考”“游学”等名目，预收费全额监管" "Arts examinations: fees are published, none is called consulting, escorting or a study tour, prepaid fees are all supervised",
        /// 艺考集中住宿
        ArtsExamBoarding "arts_exam_boarding" "艺考培训：集中住宿的，住宿场所和安全责任已经核查" "Arts examinations: where pupils board, the house and who answers for their safety were checked",
        /// 体育部门意见
        SportsConsents "sports_consents" "体育行政部门审核同意" "The department of sports consents",
        /// 文旅部门意见
        CultureConsents "culture_consents" "文化和旅游行政部门审核同意" "The department of culture and tourism consents",
        /// 科技部门意见
        ScienceConsents "science_consents" "科学技术行政部门审核同意" "The department of science and technology consents",
        /// 遗失声明
        LossDeclared "loss_declared" "许可证遗失的，已经公开声明作废" "A lost licence was declared void in public",
        /// 交回破损的许可证
        OldLicenceShown "old_licence_shown" "破损的许可证已经核对，领证时收回原件" "The damaged licence was seen, and is taken back when the new one is collected",
    }
}

/// How a condition stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Met, by what is said.
    Met,
    /// Not met.
    Unmet,
    /// What it asks for is not said yet.
    Unsaid,
    /// Nothing that is said shows it: the officer looks.
    ByEye,
}

/// A condition that applies, and how it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Which.
    pub condition: Condition,
    /// How it stands.
    pub outcome: Outcome,
    /// What asks for it.
    pub article: Article,
    /// Whether its number was read in a copy of a text.
    pub verified: bool,
    /// Whether nothing is granted against it; one that is not verified, or asked for only as a rule (原则上), warns.
    pub binds: bool,
    /// The numbers it was judged by: what is said, and what is asked for; empty where there are none.
    pub figures: String,
}

impl Finding {
    /// Whether it stands against a licence.
    #[must_use]
    pub fn forbids(&self) -> bool {
        self.binds && self.outcome == Outcome::Unmet
    }
}

/// What a condition rests on.
struct Basis {
    article: &'static str,
    from: (i32, u8, u8),
    verified: bool,
    /// Whether the text leaves no exceptions.
    strict: bool,
}

const fn basis(condition: Condition) -> Basis {
    let (article, from, verified, strict) = match condition {
        Condition::NoNewSubject
        | Condition::NoNewPreschool
        | Condition::NoOnlinePreschool
        | Condition::NoPreschoolSubject
        | Condition::SubjectNonProfit
        | Condition::OnlineIsProvincial => ("dr", (2021, 7, 24), true, true),
        // Order 53 sets apart who is competent online; the articles that do were not read.
        Condition::OnlineOtherIsProvincial => ("53", (2023, 10, 15), false, false),
        Condition::AreaPerPupil => ("gb80", (2018, 8, 6), true, true),
        // The wording is Liaoning's; Jiangxi's was not found.
        Condition::SafeSite => ("local-premises", (2018, 8, 6), false, false),
        // As a rule (原则上).
        Condition::TeachingShare | Condition::TeachersPerPupil => {
            ("staff21", (2021, 9, 14), true, false)
        }
        Condition::OpeningCapital => ("local-capital", (2018, 8, 6), false, false),
        Condition::LeaseCovers => ("local-lease", (2018, 8, 6), false, false),
        // The day of the notice was not read: the one of the ministry's answers.
        Condition::ArtsExamQualified
        | Condition::ArtsExamStaff
        | Condition::ArtsExamInsiders
        | Condition::ArtsExamFees => ("arts23", (2023, 8, 1), true, true),
        // The ministry names boarding as a special risk; what it asks for was not read.
        Condition::ArtsExamBoarding => ("arts23", (2023, 8, 1), false, false),
        // For children of four to six by reference; the form does not tell chess from the other sports.
        Condition::SportsArea => ("sport21", (2021, 12, 14), true, false),
        Condition::SportsConsents => heard(Class::Sports),
        Condition::CultureConsents => heard(Class::Arts),
        Condition::ScienceConsents => heard(Class::Science),
        Condition::LossDeclared | Condition::OldLicenceShown => (LOSS, (2018, 8, 6), false, false),
    };
    Basis {
        article,
        from,
        verified,
        strict,
    }
}

/// What says that a department is heard on a class: what names the department.
const fn heard(class: Class) -> (&'static str, (i32, u8, u8), bool, bool) {
    let one = competent(class);
    (one.article, one.from, one.verified, one.verified)
}

/// Whether `department` examines applications for this class.
fn hears(department: Department, class: Class) -> bool {
    competent(class).reviews == Some(department)
}

impl Condition {
    /// The first day on which it holds.
    #[must_use]
    pub fn first_day(self) -> Option<Day> {
        let (year, month, day) = basis(self).from;
        Day::new(year, month, day).ok()
    }

    /// What asks for it.
    #[must_use]
    pub const fn article(self) -> Article {
        Article::new(basis(self).article)
    }

    /// Whether its number was read in a copy of a text.
    #[must_use]
    pub const fn verified(self) -> bool {
        basis(self).verified
    }

    /// Whether nothing is granted against it.
    #[must_use]
    pub const fn binds(self) -> bool {
        let basis = basis(self);
        basis.verified && basis.strict
    }

    /// The test that shows it.
    #[must_use]
    pub const fn test(self) -> &'static str {
        match self {
            Self::NoNewSubject => "no_new_institution_for_subjects_but_one_that_exists_goes_on",
            Self::NoOnlinePreschool | Self::NoPreschoolSubject | Self::NoNewPreschool => {
                "no_preschool_child_is_taught_online_or_in_subjects"
            }
            Self::OnlineIsProvincial | Self::OnlineOtherIsProvincial => {
                "online_training_is_not_licensed_here"
            }
            Self::TeachersPerPupil => "preschool_children_need_three_times_the_teachers",
            Self::ArtsExamQualified
            | Self::ArtsExamStaff
            | Self::ArtsExamInsiders
            | Self::ArtsExamFees
            | Self::ArtsExamBoarding
            | Self::SportsConsents
            | Self::CultureConsents
            | Self::ScienceConsents => "each_class_has_what_its_own_department_asks",
            Self::SubjectNonProfit => "who_teaches_subjects_is_non_profit",
            Self::SportsArea => "sports_need_five_square_metres_and_only_warn",
            Self::LossDeclared | Self::OldLicenceShown => {
                "a_replacement_is_judged_by_what_became_of_the_paper_alone"
            }
            _ => "each_condition_is_met_at_its_border_and_not_one_below",
        }
    }

    /// Whether it is asked of this class.
    #[must_use]
    pub fn concerns(self, class: Class) -> bool {
        match self {
            Self::NoNewSubject
            | Self::NoPreschoolSubject
            | Self::SubjectNonProfit
            | Self::OnlineIsProvincial => matches!(class, Class::Subject),
            Self::OnlineOtherIsProvincial => !matches!(class, Class::Subject),
            Self::SportsArea => matches!(class, Class::Sports),
            Self::ArtsExamQualified
            | Self::ArtsExamStaff
            | Self::ArtsExamInsiders
            | Self::ArtsExamFees
            | Self::ArtsExamBoarding => matches!(class, Class::ArtsExam),
            Self::SportsConsents => hears(Department::Sports, class),
            Self::CultureConsents => hears(Department::Culture, class),
            Self::ScienceConsents => hears(Department::Science, class),
            _ => true,
        }
    }

    /// The part of the form it looks at.
    #[must_use]
    pub const fn part(self) -> Part {
        match self {
            Self::NoNewSubject
            | Self::NoOnlinePreschool
            | Self::NoPreschoolSubject
            | Self::NoNewPreschool
            | Self::SubjectNonProfit
            | Self::OnlineIsProvincial
            | Self::OnlineOtherIsProvincial
            | Self::ArtsExamQualified
            | Self::ArtsExamInsiders
            | Self::SportsConsents
            | Self::CultureConsents
            | Self::ScienceConsents => Part::Teaching,
            Self::ArtsExamStaff => Part::Staff,
            Self::ArtsExamFees => Part::Funds,
            Self::ArtsExamBoarding
            | Self::AreaPerPupil
            | Self::SportsArea
            | Self::SafeSite
            | Self::LeaseCovers => Part::Premises,
            Self::TeachingShare | Self::TeachersPerPupil => Part::Staff,
            Self::OpeningCapital => Part::Funds,
            Self::LossDeclared | Self::OldLicenceShown => Part::Loss,
        }
    }
}

#[cfg(test)]
#[path = "condition_tests.rs"]
mod tests;
