//! The rules for staff, each with its document, its day and how sure it is.

use serde::Serialize;

use super::member::{Member, Pupils};
use super::words::{Certificate, EntryCheck};
use crate::application::{self, Form, Kind, Legal, Mode, Part, Setting};
use crate::refusal::Refusal;
use crate::words::{Article, Class, Classes, Day, Stage, Stages, coded};

coded! {
    /// A rule that a person is judged by.
    Rule "staff_rule_unknown" {
        /// 列入从业人员黑名单
        Barred "barred" "列入校外培训机构从业人员黑名单，不得聘用" "On the list of persons who may not be employed",
        /// 准入查询发现禁止从业记录
        EntryCheckFailed "entry_check_failed" "准入查询发现禁止从业记录，不得聘用" "The entry check found a record that forbids the employment",
        /// 中小学、幼儿园在职教师
        InService "in_service" "不得聘用中小学、幼儿园在职教师" "An in-service teacher of a school or kindergarten may not be employed",
        /// 学科类教学、教研人员无教师资格
        NoTeacherCertificate "no_teacher_certificate" "学科类教学、教研人员应当有教师资格证" "Whoever teaches school subjects needs a teacher certificate",
        /// 非学科类教学、教研人员无证明
        NoProof "no_proof" "非学科类教学、教研人员应当有相应的职业（专业）能力证明" "Whoever teaches other subjects needs a vocational or professional certificate",
        /// 未做准入查询
        NoEntryCheck "no_entry_check" "拟聘用人员应当先做准入查询" "Everybody is checked before being employed",
        /// 展示照片未经本人同意
        PhotoWithoutConsent "photo_without_consent" "展示照片应当经本人同意" "A photograph is shown with the person's consent",
        /// 同时在另一机构任职
        Elsewhere "elsewhere" "同一人同时登记在另一机构" "The same person is on the staff of another institution",
    }
}

/// What a rule rests on.
struct Basis {
    article: &'static str,
    from: (i32, u8, u8),
    verified: bool,
}

const fn basis(rule: Rule) -> Basis {
    let (article, from, verified) = match rule {
        // The day on which the ministry published them. Who may not be employed they say; what the check of 2023 finds is one of their cases.
        Rule::Barred
        | Rule::EntryCheckFailed
        | Rule::InService
        | Rule::NoTeacherCertificate
        | Rule::NoProof => ("staff21", (2021, 9, 14), true),
        // Its own day was not found; it was reported on this one.
        Rule::NoEntryCheck => ("entry23", (2023, 7, 7), true),
        // The measures have photographs of teaching staff displayed; that the person consents is the house's own rule.
        Rule::PhotoWithoutConsent => ("local-photo", (2021, 9, 9), false),
        // No text forbids two places at once; that both are full time cannot be.
        Rule::Elsewhere => ("local-two-places", (2021, 9, 9), false),
    };
    Basis {
        article,
        from,
        verified,
    }
}

impl Rule {
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

    /// Whether it was read in a copy of a text.
    #[must_use]
    pub const fn verified(self) -> bool {
        basis(self).verified
    }

    /// The finding that it is not kept.
    #[must_use]
    pub fn finding(self) -> Finding {
        Finding {
            rule: self,
            article: self.article(),
            verified: self.verified(),
        }
    }

    /// Whether nobody is entered against it; another one is told, and an officer judges.
    #[must_use]
    pub const fn binds(self) -> bool {
        matches!(self, Self::Barred)
    }

    /// Whether it is asked of this class.
    #[must_use]
    pub const fn concerns(self, class: Class) -> bool {
        match self {
            Self::NoTeacherCertificate => matches!(class, Class::Subject),
            Self::NoProof => !matches!(class, Class::Subject),
            _ => true,
        }
    }

    /// The test that shows it.
    #[must_use]
    pub const fn test(self) -> &'static str {
        match self {
            Self::NoTeacherCertificate | Self::NoProof => {
                "who_teaches_subjects_needs_a_teacher_certificate_and_who_teaches_else_some_proof"
            }
            Self::NoEntryCheck | Self::EntryCheckFailed => {
                "everybody_is_checked_before_being_employed_whatever_the_post"
            }
            Self::PhotoWithoutConsent => "a_photograph_is_shown_with_consent_alone",
            Self::Barred | Self::InService | Self::Elsewhere => "what_the_lists_say_is_told",
        }
    }
}

/// Why a person of the bar list is not entered.
pub const BARRED: Refusal = Refusal::law(
    "staff_barred",
    "staff21",
    "该人员在校外培训机构从业人员黑名单内，不得聘用",
    "this person is on the list of those who may not be employed",
);

/// What lists and other registers say of a person.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Known {
    /// A bar is in force.
    pub barred: bool,
    /// A list of in-service teachers has the number.
    pub in_service: bool,
    /// Another institution has the number.
    pub elsewhere: bool,
}

/// A rule that is not kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Which.
    pub rule: Rule,
    /// What asks for it.
    pub article: Article,
    /// Whether it was read in a copy of a text.
    pub verified: bool,
}

/// The rules that an institution of these `classes` does not keep with this person on `today`, the gravest first. Where it
/// teaches subjects and other things the register does not say who teaches what: any proof is enough for either.
#[must_use]
pub fn judge(member: &Member, known: Known, classes: Classes, today: Day) -> Vec<Finding> {
    Rule::ALL
        .iter()
        .copied()
        .filter(|rule| rule.first_day().is_some_and(|from| from <= today))
        .filter(|rule| is_broken(*rule, member, known, classes))
        .map(Rule::finding)
        .collect()
}

fn is_broken(rule: Rule, member: &Member, known: Known, classes: Classes) -> bool {
    let teaches = member.post.teaches();
    let subject = classes.is_only(Class::Subject);
    match rule {
        Rule::Barred => known.barred,
        Rule::EntryCheckFailed => member.entry_check == EntryCheck::Found,
        Rule::InService => known.in_service,
        Rule::NoTeacherCertificate => {
            teaches && subject && member.certificate != Some(Certificate::Teacher)
        }
        Rule::NoProof => teaches && !subject && member.certificate.is_none(),
        Rule::NoEntryCheck => member.entry_check == EntryCheck::Unchecked || is_late(member),
        Rule::PhotoWithoutConsent => member.photo_shown && member.photo_consent_on.is_none(),
        Rule::Elsewhere => known.elsewhere,
    }
}

/// Who was employed since there is the rule is checked before; who was there already was checked with all others.
fn is_late(member: &Member) -> bool {
    let rule = Rule::NoEntryCheck.first_day();
    let held = rule.is_some_and(|from| from <= member.employed_on);
    held && member
        .checked_on
        .is_some_and(|checked| checked > member.employed_on)
}

/// How many of each kind an institution has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Team {
    /// All who work there.
    pub staff: i64,
    /// Of them, full-time teaching and research staff.
    pub teaching_staff: i64,
    /// Of them, full-time teachers.
    pub teachers: i64,
}

/// How the ratios that the measures ask for stand: the conditions of a licence, judged by who is on the list and how many
/// pupils the institution says it has. The text counts class by class (每班次), which no register knows, and binds on-site
/// classes alone: an institution of which the register says nothing is taken for one on site. Nothing is said of an institution that has entered nobody.
#[must_use]
pub fn team(
    team: Team,
    pupils: Option<Pupils>,
    mode: Option<Mode>,
    today: Day,
) -> Vec<application::Finding> {
    if team.staff == 0 {
        return Vec::new();
    }
    let preschool = pupils.is_some_and(|pupils| pupils.preschool > 0);
    let form = Form {
        mode: mode.or(Some(Mode::OnSite)),
        stages: if preschool {
            vec![Stage::Preschool]
        } else {
            Vec::new()
        },
        staff: Some(team.staff),
        teaching_staff: Some(team.teaching_staff),
        teachers: Some(team.teachers),
        pupils: pupils.map(|pupils| pupils.all),
        preschool_pupils: pupils.map(|pupils| pupils.preschool),
        ..Form::default()
    };
    let setting = Setting {
        kind: Kind::Establish,
        classes: None,
        stages: Stages::default(),
        legal: Legal::default(),
        last: None,
        today,
    };
    application::findings(setting, &form)
        .into_iter()
        .filter(|finding| finding.condition.part() == Part::Staff)
        .collect()
}
