//! How the conditions of a licence stand by what the applicant says and the register knows.

use super::condition::{Condition, Finding, Outcome};
use super::form::{Form, Kind, Loss, Mode, Site};
use super::way::term_from;
use crate::institution::field::{LegalForm, Profit};
use crate::words::{Class, Classes, Day, Stage, Stages};

/// What kind of legal person an institution is, where the register says so.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Legal {
    /// Its form.
    pub form: Option<LegalForm>,
    /// Whether it may share out what it earns.
    pub profit: Option<Profit>,
}

/// What an application is judged in besides what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Setting {
    /// What is asked for.
    pub kind: Kind,
    /// The classes of the licence that is held.
    pub classes: Option<Classes>,
    /// Whom the institution teaches by the register.
    pub stages: Stages,
    /// What kind of legal person it is.
    pub legal: Legal,
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
            let sure = !is_by_reference(condition, form);
            Some(Finding {
                condition,
                outcome,
                article: condition.article(),
                verified: condition.verified() && sure,
                binds: condition.binds() && sure,
                figures,
            })
        })
        .collect()
}

/// The opinion says it of compulsory education; for pupils of senior secondary schools it holds by reference (参照), which
/// was not read: where nobody younger is taught it warns.
fn is_by_reference(condition: Condition, form: &Form) -> bool {
    let of_compulsory = matches!(
        condition,
        Condition::SubjectNonProfit | Condition::OnlineIsProvincial
    );
    of_compulsory && Stage::only_senior(&form.stages)
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
        // The same goes for preschool children: none is founded for them, and none takes them on.
        Condition::NoNewPreschool => {
            preschool && (first || !setting.stages.contains(Stage::Preschool))
        }
        Condition::OnlineIsProvincial | Condition::OnlineOtherIsProvincial => asked && online,
        Condition::SafeSite | Condition::AreaPerPupil | Condition::TeachersPerPupil => !online,
        Condition::SportsArea => asked && !online,
        Condition::LeaseCovers => form.lease_until.is_some(),
        Condition::ArtsExamQualified
        | Condition::ArtsExamStaff
        | Condition::ArtsExamInsiders
        | Condition::ArtsExamFees
        | Condition::ArtsExamBoarding
        | Condition::SubjectNonProfit => asked,
        // They are heard on who is admitted and on what it is admitted to; a renewal changes neither.
        Condition::SportsConsents | Condition::CultureConsents | Condition::ScienceConsents => {
            asked && setting.kind != Kind::Renew
        }
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
        | Condition::OnlineIsProvincial
        | Condition::OnlineOtherIsProvincial => plain(false),
        Condition::SubjectNonProfit => (non_profit(setting.legal), String::new()),
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
        | Condition::SportsConsents
        | Condition::CultureConsents
        | Condition::ScienceConsents
        | Condition::OldLicenceShown => (Outcome::ByEye, String::new()),
    })
}

/// A company earns for its owners, whatever else is said of it.
const fn non_profit(legal: Legal) -> Outcome {
    match (legal.form, legal.profit) {
        (Some(LegalForm::Company), _) | (_, Some(Profit::ForProfit)) => Outcome::Unmet,
        // A public institution is non-profit, and what was read names non-enterprise units alone.
        (Some(LegalForm::PublicInstitution), _) => Outcome::Unsaid,
        (_, Some(Profit::NonProfit)) | (Some(LegalForm::NonEnterprise), None) => Outcome::Met,
        _ => Outcome::Unsaid,
    }
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
