//! The conditions of a licence by class, each with its document, its day and how sure it is.
//!
//! They are judged from what the applicant says. An authority grants where the conditions of the law are met and refuses
//! where one is not (Administrative Licensing Law, article 38); it cannot refuse on a number that nobody has read, so a
//! condition that is not verified only warns.

use serde::Serialize;

use super::form::{Form, Kind, Mode, Part, Site};
use crate::words::{Article, Class, Day, Stage, coded};

coded! {
    /// A condition.
    Condition "condition_unknown" {
        /// 不再审批新的学科类机构
        NoNewSubject "no_new_subject" "不再审批新的学科类校外培训机构" "No new institution for school subjects is approved",
        /// 不得面向学龄前儿童开展线上培训
        NoOnlinePreschool "no_online_preschool" "不得面向学龄前儿童开展线上培训" "No online training for preschool children",
        /// 同一时段生均面积
        AreaPerPupil "area_per_pupil" "同一培训时段生均面积不少于3平方米" "At least 3 m² for each pupil at one time",
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
        ArtsExamQualified "arts_exam_qualified" "艺考培训：艺术类资质、平台项目标识和人员准入已核" "Arts examinations: qualification, mark on the platform and clearance of staff were checked",
        /// 主管部门意见
        DepartmentConsents "department_consents" "体育、文旅、科技等主管部门审核同意" "The department of sports, culture or science consents",
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
    /// Whether its number was read in a copy of a text; one that was not only warns.
    pub verified: bool,
    /// The numbers it was judged by: what is said, and what is asked for; empty where there are none.
    pub figures: String,
}

impl Finding {
    /// Whether it stands against a licence.
    #[must_use]
    pub fn forbids(&self) -> bool {
        self.verified && self.outcome == Outcome::Unmet
    }
}

/// What a condition rests on.
struct Basis {
    article: &'static str,
    from: (i32, u8, u8),
    verified: bool,
}

const fn basis(condition: Condition) -> Basis {
    let (article, from, verified) = match condition {
        Condition::NoNewSubject | Condition::NoOnlinePreschool => ("dr", (2021, 7, 24), true),
        Condition::AreaPerPupil => ("gb80", (2018, 8, 6), true),
        // The wording is Liaoning's; Jiangxi's was not found.
        Condition::SafeSite => ("local-premises", (2018, 8, 6), false),
        Condition::TeachingShare | Condition::TeachersPerPupil => ("staff21", (2021, 9, 9), true),
        Condition::OpeningCapital => ("local-capital", (2018, 8, 6), false),
        Condition::LeaseCovers => ("local-lease", (2018, 8, 6), false),
        Condition::ArtsExamQualified => ("arts23", (2023, 8, 1), true),
        Condition::DepartmentConsents => ("gov13", (2022, 12, 29), true),
    };
    Basis {
        article,
        from,
        verified,
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

    /// The test that shows it.
    #[must_use]
    pub const fn test(self) -> &'static str {
        match self {
            Self::NoNewSubject => "no_new_institution_for_subjects_but_one_that_exists_goes_on",
            Self::NoOnlinePreschool => "no_preschool_child_is_taught_online",
            Self::ArtsExamQualified | Self::DepartmentConsents => {
                "each_class_has_what_its_own_department_asks"
            }
            _ => "each_condition_is_met_at_its_border_and_not_one_below",
        }
    }

    /// The part of the form it looks at.
    #[must_use]
    pub const fn part(self) -> Part {
        match self {
            Self::NoNewSubject
            | Self::NoOnlinePreschool
            | Self::ArtsExamQualified
            | Self::DepartmentConsents => Part::Teaching,
            Self::AreaPerPupil | Self::SafeSite | Self::LeaseCovers => Part::Premises,
            Self::TeachingShare | Self::TeachersPerPupil => Part::Staff,
            Self::OpeningCapital => Part::Funds,
        }
    }
}

/// The conditions of `today` that apply to an application for `kind` as `form` has it, each with how it stands.
#[must_use]
pub fn findings(kind: Kind, form: &Form, today: Day) -> Vec<Finding> {
    Condition::ALL
        .iter()
        .copied()
        .filter(|condition| kind.parts().contains(&condition.part()))
        .filter(|condition| condition.first_day().is_some_and(|from| from <= today))
        .filter_map(|condition| {
            let (outcome, figures) = judge(condition, kind, form, today)?;
            Some(Finding {
                condition,
                outcome,
                article: condition.article(),
                verified: condition.verified(),
                figures,
            })
        })
        .collect()
}

/// Least area for each pupil at one time, in square metres.
const AREA_PER_PUPIL_M2: i64 = 3;
/// Least opening capital, in fen.
const CAPITAL_FEN: i64 = 30_000_000;

/// How `condition` stands; nothing where it does not apply.
fn judge(condition: Condition, kind: Kind, form: &Form, today: Day) -> Option<(Outcome, String)> {
    let plain = |met: bool| (met_or_not(met), String::new());
    let online = form.mode == Some(Mode::Online);
    let preschool = form.stages.contains(&Stage::Preschool);
    let subject = form.class == Some(Class::Subject);
    Some(match condition {
        // A licence that exists may be renewed; one that is asked for anew, or turned into one for subjects, may not.
        Condition::NoNewSubject if subject && kind == Kind::Establish => plain(false),
        Condition::NoOnlinePreschool if online && preschool => plain(false),
        Condition::NoNewSubject | Condition::NoOnlinePreschool => return None,
        Condition::SafeSite if online => return None,
        Condition::SafeSite => match form.site {
            None => (Outcome::Unsaid, String::new()),
            Some(site) => plain(matches!(site, Site::Commercial | Site::Educational)),
        },
        Condition::AreaPerPupil if online => return None,
        Condition::AreaPerPupil => ratio(form.area_m2, form.pupils_at_once, |area, pupils| {
            let needed = pupils.saturating_mul(AREA_PER_PUPIL_M2);
            (area >= needed, format!("{area} / {needed} m²"))
        }),
        Condition::TeachingShare => ratio(form.teaching_staff, form.staff, |teaching, all| {
            let needed = all / 2 + all % 2;
            (teaching >= needed, format!("{teaching} / {needed}"))
        }),
        Condition::TeachersPerPupil if online => return None,
        Condition::TeachersPerPupil => ratio(form.teachers, form.pupils, |teachers, pupils| {
            let percent = if preschool { 6 } else { 2 };
            let needed = pupils.saturating_mul(percent).saturating_add(99) / 100;
            (teachers >= needed, format!("{teachers} / {needed}"))
        }),
        Condition::OpeningCapital => match form.capital_fen {
            None => (Outcome::Unsaid, String::new()),
            Some(fen) => plain(fen.get() >= CAPITAL_FEN),
        },
        Condition::LeaseCovers => {
            // Premises of its own have no lease.
            let until = form.lease_until?;
            let end = super::way::term_from(today);
            (met_or_not(until >= end), format!("{until} / {end}"))
        }
        Condition::ArtsExamQualified if form.class == Some(Class::ArtsExam) => by_eye(),
        Condition::DepartmentConsents
            if form.class.is_some_and(|class| class != Class::Subject) =>
        {
            by_eye()
        }
        Condition::ArtsExamQualified | Condition::DepartmentConsents => return None,
    })
}

const fn met_or_not(met: bool) -> Outcome {
    if met { Outcome::Met } else { Outcome::Unmet }
}

const fn by_eye() -> (Outcome, String) {
    (Outcome::ByEye, String::new())
}

fn ratio(
    part: Option<i64>,
    whole: Option<i64>,
    judged: impl Fn(i64, i64) -> (bool, String),
) -> (Outcome, String) {
    match (part, whole) {
        (Some(part), Some(whole)) if part > 0 && whole > 0 => {
            let (met, figures) = judged(part, whole);
            (met_or_not(met), figures)
        }
        _ => (Outcome::Unsaid, String::new()),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test stops where it fails")]
mod tests {
    use super::*;
    use crate::words::Fen;

    fn form() -> Form {
        Form {
            class: Some(Class::Arts),
            stages: vec![Stage::Primary],
            mode: Some(Mode::OnSite),
            area_m2: Some(150),
            pupils_at_once: Some(50),
            site: Some(Site::Commercial),
            lease_until: Some("2030-01-01".parse().unwrap()),
            staff: Some(7),
            teaching_staff: Some(4),
            teachers: Some(3),
            pupils: Some(150),
            capital_fen: Some(Fen::new(30_000_000)),
            ..Form::default()
        }
    }

    fn outcome(kind: Kind, form: &Form, condition: Condition) -> Option<Outcome> {
        findings(kind, form, "2026-11-28".parse().unwrap())
            .into_iter()
            .find(|finding| finding.condition == condition)
            .map(|finding| finding.outcome)
    }

    /// A change of the form that is judged.
    type Changed = fn(&mut Form);

    #[test]
    fn each_condition_is_met_at_its_border_and_not_one_below() {
        let below: [(Condition, Changed); 6] = [
            (Condition::AreaPerPupil, |form| form.area_m2 = Some(149)),
            (Condition::TeachingShare, |form| {
                form.teaching_staff = Some(3);
            }),
            (Condition::TeachersPerPupil, |form| form.pupils = Some(151)),
            (Condition::OpeningCapital, |form| {
                form.capital_fen = Some(Fen::new(29_999_999));
            }),
            (Condition::LeaseCovers, |form| {
                form.lease_until = Some("2029-11-26".parse().unwrap());
            }),
            (Condition::SafeSite, |form| form.site = Some(Site::Dwelling)),
        ];
        for (condition, change) in below {
            let mut changed = form();
            assert_eq!(
                outcome(Kind::Establish, &changed, condition),
                Some(Outcome::Met),
                "{condition}"
            );
            change(&mut changed);
            assert_eq!(
                outcome(Kind::Establish, &changed, condition),
                Some(Outcome::Unmet),
                "{condition}"
            );
        }
    }

    #[test]
    fn preschool_children_need_three_times_the_teachers() {
        let mut children = form();
        children.stages = vec![Stage::Preschool];
        children.pupils = Some(50);
        let of = |form: &Form| outcome(Kind::Establish, form, Condition::TeachersPerPupil);
        assert_eq!(of(&children), Some(Outcome::Met));
        children.pupils = Some(51);
        assert_eq!(of(&children), Some(Outcome::Unmet));
    }

    #[test]
    fn no_new_institution_for_subjects_but_one_that_exists_goes_on() {
        let mut subject = form();
        subject.class = Some(Class::Subject);
        let of = |kind| outcome(kind, &subject, Condition::NoNewSubject);
        assert_eq!(of(Kind::Establish), Some(Outcome::Unmet));
        assert_eq!(of(Kind::Renew), None);
    }

    #[test]
    fn no_preschool_child_is_taught_online() {
        let mut online = form();
        online.mode = Some(Mode::Online);
        let of = |form: &Form| outcome(Kind::Renew, form, Condition::NoOnlinePreschool);
        assert_eq!(of(&online), None);
        online.stages.push(Stage::Preschool);
        assert_eq!(of(&online), Some(Outcome::Unmet));
        online.mode = Some(Mode::OnSite);
        assert_eq!(of(&online), None);
    }

    #[test]
    fn a_number_that_nobody_has_read_only_warns() {
        let mut poor = form();
        poor.capital_fen = Some(Fen::new(1));
        poor.site = Some(Site::Basement);
        let found = findings(Kind::Establish, &poor, "2026-11-28".parse().unwrap());
        assert_eq!(
            found
                .iter()
                .filter(|finding| finding.outcome == Outcome::Unmet)
                .count(),
            2
        );
        assert!(!found.iter().any(Finding::forbids));
        poor.area_m2 = Some(1);
        let found = findings(Kind::Establish, &poor, "2026-11-28".parse().unwrap());
        assert!(found.iter().any(Finding::forbids));
    }

    #[test]
    fn a_condition_holds_from_its_day_on() {
        let found = findings(Kind::Establish, &form(), "2021-09-08".parse().unwrap());
        assert!(
            !found
                .iter()
                .any(|finding| finding.condition == Condition::TeachingShare)
        );
    }

    #[test]
    fn each_class_has_what_its_own_department_asks() {
        let mut each = form();
        for class in Class::ALL {
            each.class = Some(*class);
            let arts_exam = outcome(Kind::Establish, &each, Condition::ArtsExamQualified);
            assert_eq!(arts_exam.is_some(), *class == Class::ArtsExam, "{class}");
            let consent = outcome(Kind::Establish, &each, Condition::DepartmentConsents);
            assert_eq!(consent.is_some(), *class != Class::Subject, "{class}");
        }
    }
}
