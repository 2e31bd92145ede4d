//! The conditions of a licence by class, each with its document, its day and how sure it is.
//!
//! They are judged from what the applicant says. An authority grants where the conditions of the law are met and refuses
//! where one is not (Administrative Licensing Law, article 38); it cannot refuse on a number that nobody has read, so a
//! condition that is not verified only warns.

use serde::Serialize;

use super::form::{Form, Kind, LOSS, Loss, Mode, Part, Site};
use super::way::term_from;
use crate::institution::department::{Department, competent};
use crate::words::{Article, Class, Classes, Day, Stage, coded};

coded! {
    /// A condition.
    Condition "condition_unknown" {
        /// 不再审批新的学科类机构
        NoNewSubject "no_new_subject" "不再审批新的学科类校外培训机构" "No new institution for school subjects is approved",
        /// 不得对学龄前儿童开展学科类培训
        NoPreschoolSubject "no_preschool_subject" "不得对学龄前儿童开展学科类培训" "No school subjects for preschool children",
        /// 南昌不再审批面向学龄前儿童的机构
        NoNewPreschool "no_new_preschool" "不再审批新的面向学龄前儿童的机构" "No new institution for preschool children is approved",
        /// 线上机构由省级主管部门审批
        OnlineIsProvincial "online_is_provincial" "线上培训由省级主管部门许可，本机关不能许可" "Online training is licensed by the province and not here",
        /// 不得面向学龄前儿童开展线上培训
        NoOnlinePreschool "no_online_preschool" "不得面向学龄前儿童开展线上培训" "No online training for preschool children",
        /// 同一时段生均面积
        AreaPerPupil "area_per_pupil" "同一培训时段生均面积不少于3平方米" "At least 3 m² for each pupil at one time",
        /// 体育类人均培训面积
        SportsArea "sports_area" "体育类每班次人均培训面积不少于5平方米（棋牌类3平方米）" "Sports: at least 5 m² of training space for each pupil, 3 m² for chess and cards",
        /// 场所性质
        SafeSite "safe_site" "不得设在住宅、地下室和临时、违章建筑内" "Not in a dwelling, basement, temporary or illegal building",
        /// 专职教学教研人员比例
        TeachingShare "teaching_share" "专职教学、教研人员不少于从业人员的50%" "Full-time teaching and research staff at least half of all",
        /// 专职教师配备
        TeachersPerPupil "teachers_per_pupil" "线下班专职教师不少于学员的2%，3岁以上学龄前不少于6%" "On site, full-time teachers at least 2% of pupils, 6% for preschool children",
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
        /// 主管部门意见
        DepartmentConsents "department_consents" "体育、文旅、科技等主管部门审核同意" "The department of sports, culture or science consents",
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
    /// The numbers it was judged by: what is said, and what is asked for, or the codes of the departments that are asked;
    /// empty where there are none.
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
        | Condition::NoOnlinePreschool
        | Condition::NoPreschoolSubject
        | Condition::OnlineIsProvincial => ("dr", (2021, 7, 24), true, true),
        // Reported of the city in November 2021; its text was not found.
        Condition::NoNewPreschool => ("local-preschool", (2021, 11, 1), false, false),
        Condition::AreaPerPupil => ("gb80", (2018, 8, 6), true, true),
        // The wording is Liaoning's; Jiangxi's was not found.
        Condition::SafeSite => ("local-premises", (2018, 8, 6), false, false),
        // As a rule (原则上).
        Condition::TeachingShare | Condition::TeachersPerPupil => {
            ("staff21", (2021, 9, 9), true, false)
        }
        Condition::OpeningCapital => ("local-capital", (2018, 8, 6), false, false),
        Condition::LeaseCovers => ("local-lease", (2018, 8, 6), false, false),
        // The day of the notice is uncertain.
        Condition::ArtsExamQualified
        | Condition::ArtsExamStaff
        | Condition::ArtsExamInsiders
        | Condition::ArtsExamFees => ("arts23", (2023, 8, 1), false, true),
        // The ministry names boarding as a special risk; what it asks for was not read.
        Condition::ArtsExamBoarding => ("arts23", (2023, 8, 1), false, false),
        // For children of four to six by reference; the form does not tell chess from the other sports.
        Condition::SportsArea => ("sport21", (2021, 12, 14), true, false),
        Condition::DepartmentConsents => ("gov13", (2022, 12, 29), true, true),
        Condition::LossDeclared | Condition::OldLicenceShown => (LOSS, (2018, 8, 6), false, false),
    };
    Basis {
        article,
        from,
        verified,
        strict,
    }
}

/// What an application is judged in besides what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Setting {
    /// What is asked for.
    pub kind: Kind,
    /// The classes of the licence that is held.
    pub classes: Option<Classes>,
    /// The last day of the licence that is held.
    pub last: Option<Day>,
    /// The day.
    pub today: Day,
}

impl Setting {
    /// The last day that is asked for.
    fn end(self) -> Day {
        match (self.kind, self.last) {
            (Kind::Renew, Some(last)) => term_from(last.plus_days(1)),
            (Kind::Change | Kind::Replacement, Some(last)) => last,
            _ => term_from(self.today),
        }
    }
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
            Self::OnlineIsProvincial => "online_training_is_not_licensed_here",
            Self::TeachersPerPupil => "preschool_children_need_three_times_the_teachers",
            Self::ArtsExamQualified
            | Self::ArtsExamStaff
            | Self::ArtsExamInsiders
            | Self::ArtsExamFees
            | Self::ArtsExamBoarding
            | Self::DepartmentConsents => "each_class_has_what_its_own_department_asks",
            Self::SportsArea => "sports_need_five_square_metres_and_only_warn",
            Self::LossDeclared | Self::OldLicenceShown => {
                "a_replacement_is_judged_by_what_became_of_the_paper_alone"
            }
            _ => "each_condition_is_met_at_its_border_and_not_one_below",
        }
    }

    /// Whether it is asked of this class.
    #[must_use]
    pub const fn concerns(self, class: Class) -> bool {
        match self {
            Self::NoNewSubject | Self::NoPreschoolSubject => matches!(class, Class::Subject),
            Self::SportsArea => matches!(class, Class::Sports),
            Self::ArtsExamQualified
            | Self::ArtsExamStaff
            | Self::ArtsExamInsiders
            | Self::ArtsExamFees
            | Self::ArtsExamBoarding => matches!(class, Class::ArtsExam),
            Self::DepartmentConsents => competent(class).reviews.is_some(),
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
            | Self::OnlineIsProvincial
            | Self::ArtsExamQualified
            | Self::ArtsExamInsiders
            | Self::DepartmentConsents => Part::Teaching,
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

/// The conditions that apply to an application as `form` has it, each with how it stands.
#[must_use]
pub fn findings(setting: Setting, form: &Form) -> Vec<Finding> {
    Condition::ALL
        .iter()
        .copied()
        .filter(|condition| setting.kind.parts().contains(&condition.part()))
        .filter(|condition| {
            condition
                .first_day()
                .is_some_and(|from| from <= setting.today)
        })
        .filter_map(|condition| {
            let (outcome, figures) = judge(condition, setting, form)?;
            Some(Finding {
                condition,
                outcome,
                article: condition.article(),
                verified: condition.verified(),
                binds: condition.binds(),
                figures,
            })
        })
        .collect()
}

/// Least area for each pupil at one time, in square metres: of training of any kind, and of sports but chess and cards.
const AREA_PER_PUPIL_M2: i64 = 3;
const SPORTS_AREA_PER_PUPIL_M2: i64 = 5;
/// Least opening capital, in fen.
const CAPITAL_FEN: i64 = 30_000_000;

/// Whether `condition` is asked of what the form says.
fn applies(condition: Condition, setting: Setting, form: &Form) -> bool {
    let online = form.mode == Some(Mode::Online);
    let preschool = form.stages.contains(&Stage::Preschool);
    let first = setting.kind == Kind::Establish;
    let teaches = |it: Classes| it.iter().any(|class| condition.concerns(class));
    let asked = form.classes().is_some_and(teaches);
    match condition {
        // One that teaches subjects today may go on; none is founded, and none is turned into one.
        Condition::NoNewSubject => asked && (first || !setting.classes.is_some_and(teaches)),
        Condition::NoOnlinePreschool => online && preschool,
        Condition::NoPreschoolSubject => asked && preschool,
        Condition::NoNewPreschool => first && preschool,
        Condition::OnlineIsProvincial => online,
        Condition::SafeSite | Condition::AreaPerPupil | Condition::TeachersPerPupil => !online,
        Condition::SportsArea => asked && !online,
        Condition::LeaseCovers => form.lease_until.is_some(),
        Condition::ArtsExamQualified
        | Condition::ArtsExamStaff
        | Condition::ArtsExamInsiders
        | Condition::ArtsExamFees
        | Condition::ArtsExamBoarding
        | Condition::DepartmentConsents => asked,
        Condition::TeachingShare | Condition::OpeningCapital => true,
        Condition::LossDeclared => form.loss.is_some_and(Loss::is_declared),
        Condition::OldLicenceShown => form.loss == Some(Loss::Damaged),
    }
}

/// How `condition` stands; nothing where it does not apply.
fn judge(condition: Condition, setting: Setting, form: &Form) -> Option<(Outcome, String)> {
    let plain = |met: bool| (met_or_not(met), String::new());
    let classes = form.classes();
    applies(condition, setting, form).then(|| match condition {
        // Of one that teaches other things as well only the eye sees who is taught what.
        Condition::NoPreschoolSubject if classes.is_some_and(|it| !it.is_only(Class::Subject)) => {
            (Outcome::ByEye, String::new())
        }
        Condition::NoNewSubject
        | Condition::NoOnlinePreschool
        | Condition::NoPreschoolSubject
        | Condition::NoNewPreschool
        | Condition::OnlineIsProvincial => plain(false),
        Condition::SafeSite => match form.site {
            None => (Outcome::Unsaid, String::new()),
            Some(site) => plain(matches!(site, Site::Commercial | Site::Educational)),
        },
        Condition::AreaPerPupil => area(form, AREA_PER_PUPIL_M2),
        Condition::SportsArea => area(form, SPORTS_AREA_PER_PUPIL_M2),
        Condition::TeachingShare => ratio(form.teaching_staff, form.staff, |teaching, all| {
            let needed = all / 2 + all % 2;
            (teaching >= needed, format!("{teaching} / {needed}"))
        }),
        Condition::TeachersPerPupil => teachers(form),
        Condition::OpeningCapital => match form.capital_fen {
            None => (Outcome::Unsaid, String::new()),
            Some(fen) => plain(fen.get() >= CAPITAL_FEN),
        },
        Condition::LeaseCovers => {
            let (until, end) = (form.lease_until, setting.end());
            let met = until.is_some_and(|until| until >= end);
            let shown = until.map(|until| until.to_string()).unwrap_or_default();
            (met_or_not(met), format!("{shown} / {end}"))
        }
        Condition::LossDeclared => declared(form),
        Condition::ArtsExamQualified
        | Condition::ArtsExamStaff
        | Condition::ArtsExamInsiders
        | Condition::ArtsExamFees
        | Condition::ArtsExamBoarding
        | Condition::OldLicenceShown => (Outcome::ByEye, String::new()),
        Condition::DepartmentConsents => (Outcome::ByEye, reviewing(classes)),
    })
}

/// The departments that examine an application for these classes, by their codes.
fn reviewing(classes: Option<Classes>) -> String {
    let each = classes.into_iter().flat_map(|it| it.iter());
    let mut codes: Vec<&str> = each
        .filter_map(|class| competent(class).reviews)
        .map(Department::code)
        .collect();
    codes.dedup();
    codes.join(", ")
}

/// So many square metres for each pupil at one time.
fn area(form: &Form, each: i64) -> (Outcome, String) {
    ratio(form.area_m2, form.pupils_at_once, |area, pupils| {
        let needed = pupils.saturating_mul(each);
        (area >= needed, format!("{area} / {needed} m²"))
    })
}

/// A declaration has a place and a day.
fn declared(form: &Form) -> (Outcome, String) {
    match form.declared_on {
        Some(day) if !form.declared_in.trim().is_empty() => (Outcome::Met, day.to_string()),
        _ => (Outcome::Unsaid, String::new()),
    }
}

/// Two teachers for a hundred pupils, six for a hundred preschool children.
fn teachers(form: &Form) -> (Outcome, String) {
    let preschool = form.stages.contains(&Stage::Preschool);
    let children = match form.preschool_pupils {
        _ if !preschool => 0,
        Some(children) => children.max(0),
        None => return (Outcome::Unsaid, String::new()),
    };
    ratio(form.teachers, form.pupils, |teachers, pupils| {
        let others = pupils.saturating_sub(children).max(0);
        let hundredths = others
            .saturating_mul(2)
            .saturating_add(children.saturating_mul(6));
        let needed = hundredths.saturating_add(99) / 100;
        (teachers >= needed, format!("{teachers} / {needed}"))
    })
}

const fn met_or_not(met: bool) -> Outcome {
    if met { Outcome::Met } else { Outcome::Unmet }
}

fn ratio(
    part: Option<i64>,
    whole: Option<i64>,
    judged: impl Fn(i64, i64) -> (bool, String),
) -> (Outcome, String) {
    match (part, whole) {
        (Some(part), Some(whole)) if part >= 0 && whole > 0 => {
            let (met, figures) = judged(part, whole);
            (met_or_not(met), figures)
        }
        _ => (Outcome::Unsaid, String::new()),
    }
}

#[cfg(test)]
#[path = "condition_tests.rs"]
mod tests;
