//! What a provider is judged by before it is let in, each condition with its document and how sure it is.
//!
//! What the text of a document asks for binds where it was read; where it was not, it warns, and the officer decides.

use std::borrow::Cow;

use serde::Serialize;

use super::basis::{Basis, ENTRY_CHECK, LICENCE, LOCAL, NOTICE, PROVINCE};
use super::form::{Form, Service, of_service};
use crate::words::{Article, Class, Classes, Day, SchoolNumber, StaffId, coded};

coded! {
    /// A condition of admission.
    Condition "after_school_condition_unknown" {
        /// 许可有效
        Licensed "licensed" "办学许可在有效期内，机构正常办学" "The licence is in force and the institution works",
        /// 非学科类
        NonSubject "non_subject" "非学科类校外培训机构" "Licensed for other than school subjects",
        /// 已登记
        Registered "registered" "已办理法人登记，有统一社会信用代码" "Entered as a legal person, with a credit code",
        /// 无未结案件
        NoOpenCase "no_open_case" "没有立案后尚未结案的案件" "No case against it is open",
        /// 类别在许可内
        ClassWithinLicence "class_within_licence" "服务项目在办学许可的类别内" "The service is of the class of the licence",
        /// 不是上课补课
        NoLessons "no_lessons" "名称和内容不涉及刷题备考、讲授新课、集体补课" "Name and content speak of no drilling, new lessons or make-up lessons",
        /// 人员在册
        StaffKnown "staff_known" "授课人员在本机构从业人员登记中" "Whoever teaches is on the institution's staff register",
        /// 准入查询
        StaffCleared "staff_cleared" "授课人员准入查询通过，没有在限制名单上" "Whoever teaches was cleared by the entry check and is on no list of the barred",
        /// 低于同类价格
        FeeBelowMarket "fee_below_market" "每生每课时收费低于校外同类培训价格" "The fee for a pupil and a lesson is below that of the like training outside",
        /// 学校外聘项目比例
        ShareOfSchool "share_of_school" "学校引进的机构项目原则上不高于全部课后服务项目的30%" "As a rule at most 30% of a school's items come from outside",
    }
}

/// How a condition stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Met.
    Met,
    /// Not met.
    Unmet,
    /// What it asks for is not known.
    Unsaid,
}

/// A condition, and how it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Which.
    pub condition: Condition,
    /// The field of the form that it looks at; empty where it is about the institution.
    pub field: Cow<'static, str>,
    /// How it stands.
    pub outcome: Outcome,
    /// What asks for it.
    pub article: Article,
    /// Whether that was read.
    pub verified: bool,
    /// Whether nobody is let in against it.
    pub binds: bool,
    /// What it was judged by; empty where there is nothing to say.
    pub figures: String,
}

impl Finding {
    /// Whether it stands against an admission.
    #[must_use]
    pub fn forbids(&self) -> bool {
        self.binds && self.outcome == Outcome::Unmet
    }
}

/// What the register knows of the institution.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Provider {
    /// What it teaches: the classes of its licence, or those of the register where it has none.
    pub classes: Classes,
    /// Whether it works and its licence is in force.
    pub licensed: bool,
    /// Whether it has a credit code.
    pub registered: bool,
    /// Whether a case against it is open.
    pub open_case: bool,
}

/// Somebody on the staff of the institution.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Teacher {
    /// Who.
    pub id: StaffId,
    /// Their name.
    pub name: String,
    /// Whether the entry check let them in and they are on no list of the barred.
    pub cleared: bool,
}

/// A school that is proposed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen {
    /// Which.
    pub number: SchoolNumber,
    /// Its name.
    pub name: String,
    /// Its after-school items in all.
    pub items: Option<i64>,
    /// Items that come from outside already, by other providers.
    pub outside: i64,
}

/// At most so many of a hundred items of a school come from outside.
const SHARE_PERCENT: i64 = 30;

/// Words that belong to lessons and not to after-school service. They decide nothing: an officer reads the text.
const LESSON_WORDS: &[&str] = &[
    "刷题",
    "备考",
    "应试",
    "新课",
    "补课",
    "同步",
    "提分",
    "奥数",
    "教材单元",
    "押题",
];

impl Condition {
    /// What it rests on.
    #[must_use]
    pub const fn basis(self) -> Basis {
        match self {
            Self::Licensed | Self::NoLessons => NOTICE,
            Self::StaffCleared => ENTRY_CHECK,
            Self::NonSubject | Self::Registered | Self::ShareOfSchool => PROVINCE,
            Self::ClassWithinLicence => LICENCE,
            Self::NoOpenCase | Self::StaffKnown | Self::FeeBelowMarket => LOCAL,
        }
    }

    /// Whether nobody is let in against it.
    #[must_use]
    pub const fn binds(self) -> bool {
        match self {
            // Words alone decide nothing.
            Self::NoLessons => false,
            other => other.basis().verified,
        }
    }

    /// The test that shows it.
    #[must_use]
    pub const fn test(self) -> &'static str {
        match self {
            Self::Licensed | Self::NonSubject | Self::Registered | Self::NoOpenCase => {
                "an_institution_is_judged_by_what_the_register_knows"
            }
            Self::ClassWithinLicence | Self::NoLessons | Self::FeeBelowMarket => {
                "each_service_is_judged_by_itself"
            }
            Self::StaffKnown | Self::StaffCleared => "whoever_teaches_is_known_and_cleared",
            Self::ShareOfSchool => "the_share_of_a_school_is_counted_with_all_who_serve_it",
        }
    }
}

/// How the conditions in force on `today` stand for an application.
#[must_use]
pub fn findings(
    form: &Form,
    provider: Provider,
    roster: &[Teacher],
    schools: &[Chosen],
    today: Day,
) -> Vec<Finding> {
    let holds = |it: &Condition| it.basis().first_day().is_some_and(|from| from <= today);
    let mut found = Vec::new();
    for condition in Condition::ALL.iter().copied().filter(holds) {
        let judged: Vec<(Cow<'static, str>, Outcome, String)> = match condition {
            Condition::Licensed => of_provider(provider.licensed),
            Condition::NonSubject => of_provider(!provider.classes.contains(Class::Subject)),
            Condition::Registered => of_provider(provider.registered),
            Condition::NoOpenCase => of_provider(!provider.open_case),
            Condition::ShareOfSchool => schools.iter().filter_map(|one| share(form, one)).collect(),
            of_service => services(of_service, form, provider, roster),
        };
        found.extend(judged.into_iter().map(|(field, outcome, figures)| Finding {
            condition,
            field,
            outcome,
            article: condition.basis().article(),
            verified: condition.basis().verified,
            binds: condition.binds(),
            figures,
        }));
    }
    found
}

fn of_provider(met: bool) -> Vec<(Cow<'static, str>, Outcome, String)> {
    vec![("".into(), met_or_not(met), String::new())]
}

const fn met_or_not(met: bool) -> Outcome {
    if met { Outcome::Met } else { Outcome::Unmet }
}

/// How a condition stands for each of the services that say something about it.
fn services(
    condition: Condition,
    form: &Form,
    provider: Provider,
    roster: &[Teacher],
) -> Vec<(Cow<'static, str>, Outcome, String)> {
    let judged = form
        .services
        .iter()
        .enumerate()
        .filter_map(|(place, service)| {
            let (field, broken) = match condition {
                Condition::ClassWithinLicence => ("class", class(service, provider.classes)?),
                Condition::NoLessons => ("content", lessons(service)?),
                Condition::StaffKnown => ("teachers", unknown(service, roster)?),
                Condition::StaffCleared => ("teachers", uncleared(service, roster)?),
                _ => ("fee_fen", dear(service)?),
            };
            let outcome = met_or_not(broken.is_none());
            let said = broken.unwrap_or_default();
            let figures = match said.is_empty() {
                true => service.name.clone(),
                false => format!("{}: {said}", service.name),
            };
            Some((of_service(place, field), outcome, figures))
        });
    judged.collect()
}

/// By what it is broken; within, nothing where it is kept; outside, nothing where it cannot be said yet.
type Broken = Option<Option<String>>;

fn class(service: &Service, held: Classes) -> Broken {
    let asked = service.class?;
    Some((!held.covers(asked)).then(|| format!("{asked} / {}", held.codes())))
}

fn lessons(service: &Service) -> Broken {
    if service.content.is_empty() {
        return None;
    }
    let says = |word: &&&str| service.name.contains(**word) || service.content.contains(**word);
    let words: Vec<&str> = LESSON_WORDS.iter().filter(says).copied().collect();
    Some((!words.is_empty()).then(|| words.join(", ")))
}

fn unknown(service: &Service, roster: &[Teacher]) -> Broken {
    if service.teachers.is_empty() {
        return None;
    }
    let known = |id: &StaffId| roster.iter().any(|teacher| teacher.id == *id);
    let count = service.teachers.iter().filter(|id| !known(id)).count();
    Some((count > 0).then(|| count.to_string()))
}

fn uncleared(service: &Service, roster: &[Teacher]) -> Broken {
    if service.teachers.is_empty() {
        return None;
    }
    let names: Vec<&str> = roster
        .iter()
        .filter(|teacher| !teacher.cleared && service.teachers.contains(&teacher.id))
        .map(|teacher| teacher.name.as_str())
        .collect();
    Some((!names.is_empty()).then(|| names.join(", ")))
}

fn dear(service: &Service) -> Broken {
    let (fee, market) = service.fee_fen.zip(service.market_fen)?;
    let yuan = |fen: i64| format!("{}.{:02}", fen / 100, fen % 100);
    Some((fee >= market).then(|| format!("{} / {}", yuan(fee.get()), yuan(market.get()))))
}

/// The share of a school's items that would come from outside, this provider's services with them.
fn share(form: &Form, school: &Chosen) -> Option<(Cow<'static, str>, Outcome, String)> {
    let own = i64::try_from(form.services.len()).ok()?;
    let outside = school.outside.saturating_add(own);
    let field = Cow::Borrowed("schools");
    let Some(items) = school.items.filter(|items| *items > 0) else {
        return Some((field, Outcome::Unsaid, school.name.clone()));
    };
    let met = outside.saturating_mul(100) <= items.saturating_mul(SHARE_PERCENT);
    let figures = format!("{}: {outside} / {items}", school.name);
    Some((field, met_or_not(met), figures))
}
