//! How the conditions of its class stand by what the register says of an institution today.

use super::field::Premises;
use crate::application::{
    Condition, Finding, Form, Kind, Legal, Mode, Outcome, Part, Setting, findings,
};
use crate::words::{Classes, Day, Stage, Stages};

/// What the register says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registered {
    /// What it teaches.
    pub classes: Classes,
    /// Whom it teaches.
    pub stages: Vec<Stage>,
    /// How it teaches, where the register says so.
    pub mode: Option<Mode>,
    /// What kind of legal person it is.
    pub legal: Legal,
    /// Last day of its licence, where it has one.
    pub licence_until: Option<Day>,
    /// Where it teaches.
    pub premises: Vec<Premises>,
}

/// A condition, and the premises it was judged on; none where it is not about premises.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stands {
    /// How it stands.
    pub finding: Finding,
    /// Address of the premises.
    pub premises: Option<String>,
}

/// The conditions of teaching and of each of the premises that apply on `today`. What only an officer can see is none of
/// them, nor is what concerns the founding alone.
#[must_use]
pub fn conditions(registered: &Registered, today: Day) -> Vec<Stands> {
    let setting = Setting {
        kind: Kind::Change,
        classes: Some(registered.classes),
        stages: Stages::of(&registered.stages),
        legal: registered.legal,
        last: registered.licence_until,
        today,
    };
    let form = Form {
        stages: registered.stages.clone(),
        mode: registered.mode,
        ..Form::default()
    };
    let form = form.teaching(Some(registered.classes));
    let of = |form: &Form, part: Part| {
        findings(setting, form)
            .into_iter()
            .filter(move |one| one.condition.part() == part && one.outcome != Outcome::ByEye)
            // Who licenses online training is asked when it is licensed; the province has.
            .filter(|one| {
                !matches!(
                    one.condition,
                    Condition::OnlineIsProvincial | Condition::OnlineOtherIsProvincial
                )
            })
    };
    let teaching = of(&form, Part::Teaching).map(|finding| Stands {
        finding,
        premises: None,
    });
    let mut stand: Vec<Stands> = teaching.collect();
    for place in &registered.premises {
        let form = Form {
            site: place.site,
            area_m2: place.area_m2,
            pupils_at_once: place.pupils_at_once,
            lease_until: place.lease_until,
            ..form.clone()
        };
        stand.extend(of(&form, Part::Premises).map(|finding| Stands {
            finding,
            premises: Some(place.address.clone()),
        }));
    }
    stand
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test stops where it fails")]
mod tests {
    use super::*;
    use crate::application::Site;
    use crate::words::Class;

    #[test]
    fn each_of_the_premises_is_judged_by_itself() {
        let place = |address: &str, area_m2, site| Premises {
            address: address.to_owned(),
            site: Some(site),
            area_m2: Some(area_m2),
            pupils_at_once: Some(20),
            lease_until: Some("2027-03-01".parse().unwrap()),
            ..Premises::default()
        };
        let registered = Registered {
            classes: Class::Arts.into(),
            stages: vec![Stage::Primary],
            mode: Some(Mode::OnSite),
            legal: Legal::default(),
            licence_until: Some("2027-03-31".parse().unwrap()),
            premises: vec![
                place("红谷中大道1号", 60, Site::Commercial),
                place("红谷中大道2号", 59, Site::Dwelling),
            ],
        };
        let stand = conditions(&registered, "2026-11-29".parse().unwrap());
        let of = |address: &str, condition: Condition| {
            let found = stand.iter().find(|one| {
                one.premises.as_deref() == Some(address) && one.finding.condition == condition
            });
            found.map(|one| one.finding.outcome)
        };
        for (condition, first, second) in [
            (Condition::AreaPerPupil, Outcome::Met, Outcome::Unmet),
            (Condition::SafeSite, Outcome::Met, Outcome::Unmet),
            (Condition::LeaseCovers, Outcome::Unmet, Outcome::Unmet),
        ] {
            assert_eq!(of("红谷中大道1号", condition), Some(first), "{condition}");
            assert_eq!(of("红谷中大道2号", condition), Some(second), "{condition}");
        }
        assert!(
            stand
                .iter()
                .all(|one| one.finding.outcome != Outcome::ByEye)
        );
    }

    #[test]
    fn subject_lessons_for_preschool_children_are_against_the_law_whatever_the_licence_says() {
        let registered = Registered {
            classes: Class::Subject.into(),
            stages: vec![Stage::Preschool],
            mode: None,
            legal: Legal::default(),
            licence_until: None,
            premises: Vec::new(),
        };
        let stand = conditions(&registered, "2026-11-29".parse().unwrap());
        let against: Vec<Condition> = stand
            .iter()
            .filter(|one| one.finding.forbids())
            .map(|one| one.finding.condition)
            .collect();
        assert_eq!(against, [Condition::NoPreschoolSubject]);
    }
}
