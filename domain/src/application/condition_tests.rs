//! Each condition at its border, and from its day on.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

use super::*;
use crate::application::Paper;
use crate::application::form::{Form, Kind, Loss, Mode, Site};
use crate::application::judge::{Legal, Setting, findings};
use crate::institution::field::{LegalForm, Profit};
use crate::words::{Classes, Fen, Stage, Stages};

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

fn setting(kind: Kind) -> Setting {
    Setting {
        kind,
        classes: (kind != Kind::Establish).then_some(Class::Arts.into()),
        stages: Stages::default(),
        legal: Legal::default(),
        last: None,
        today: "2026-11-28".parse().unwrap(),
    }
}

fn outcome(kind: Kind, form: &Form, condition: Condition) -> Option<Outcome> {
    findings(setting(kind), form)
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
    let mut mixed = form();
    mixed.stages.push(Stage::Preschool);
    let of = |form: &Form| outcome(Kind::Establish, form, Condition::TeachersPerPupil);
    assert_eq!(of(&mixed), Some(Outcome::Unsaid));
    // Three teachers: six of a hundred for the children, two of a hundred for the others.
    for (children, pupils, met) in [
        (50, 50, Outcome::Met),
        (51, 51, Outcome::Unmet),
        (10, 130, Outcome::Met),
        (10, 131, Outcome::Unmet),
        (0, 150, Outcome::Met),
    ] {
        mixed.preschool_pupils = Some(children);
        mixed.pupils = Some(pupils);
        assert_eq!(of(&mixed), Some(met), "{children} of {pupils}");
    }
}

#[test]
fn no_new_institution_for_subjects_but_one_that_exists_goes_on() {
    let mut subject = form();
    subject.class = Some(Class::Subject);
    let of = |kind, held: Option<Class>, form: &Form| {
        findings(
            Setting {
                classes: held.map(Classes::from),
                ..setting(kind)
            },
            form,
        )
        .iter()
        .any(|finding| finding.condition == Condition::NoNewSubject && finding.forbids())
    };
    assert!(of(Kind::Establish, None, &subject));
    assert!(
        of(Kind::Change, Some(Class::Arts), &subject),
        "turned into one"
    );
    for kind in [Kind::Renew, Kind::Change] {
        assert!(!of(kind, Some(Class::Subject), &subject), "{kind}");
    }
    // Taken on beside what it teaches already it is new all the same.
    let beside = subject.teaching(Classes::of([Class::Arts, Class::Subject]));
    assert!(of(Kind::Change, Some(Class::Arts), &beside));
    assert!(!of(Kind::Change, Some(Class::Subject), &beside));
}

#[test]
fn of_several_classes_each_brings_its_conditions_and_its_papers() {
    let several = form().teaching(Classes::of([Class::ArtsExam, Class::Science]));
    assert_eq!(several.class, Some(Class::ArtsExam));
    let of = |condition| outcome(Kind::Establish, &several, condition);
    assert_eq!(of(Condition::ArtsExamQualified), Some(Outcome::ByEye));
    assert_eq!(of(Condition::CultureConsents), Some(Outcome::ByEye));
    assert_eq!(of(Condition::ScienceConsents), Some(Outcome::ByEye));
    assert_eq!(of(Condition::SportsConsents), None);
    let consent = |kind: Kind, classes: &[Class]| {
        let form = form().teaching(Classes::of(classes.iter().copied()));
        let papers = kind.papers(&form).into_iter();
        let mut papers = papers.filter(|one| one.paper == Paper::Consent);
        papers
            .next()
            .map(|one| (one.needed, one.article.to_string()))
    };
    // It is needed where the rule was read, and may be added where it was not.
    let (sure, unsure) = ((true, "jxsport-2".to_owned()), |key: &str| {
        Some((false, key.to_owned()))
    });
    for kind in [Kind::Establish, Kind::Change] {
        assert_eq!(consent(kind, &[Class::Sports]), Some(sure.clone()));
        assert_eq!(
            consent(kind, &[Class::Arts, Class::Sports]),
            Some(sure.clone())
        );
        assert_eq!(consent(kind, &[Class::Arts]), unsure("jxarts"));
        assert_eq!(consent(kind, &[Class::Science]), unsure("gov13"));
        assert_eq!(consent(kind, &[Class::Practice]), None);
    }
    assert_eq!(consent(Kind::Renew, &[Class::Sports]), None);
    // Who of them teaches preschool children subjects, if anybody does, is seen by the eye.
    let mut mixed = form().teaching(Classes::of([Class::Subject, Class::Sports]));
    mixed.stages = vec![Stage::Preschool, Stage::Primary];
    let subjects = outcome(Kind::Renew, &mixed, Condition::NoPreschoolSubject);
    assert_eq!(subjects, Some(Outcome::ByEye));
}

#[test]
fn no_preschool_child_is_taught_online_or_in_subjects() {
    let mut online = form();
    online.mode = Some(Mode::Online);
    let of = |form: &Form| outcome(Kind::Renew, form, Condition::NoOnlinePreschool);
    assert_eq!(of(&online), None);
    online.stages.push(Stage::Preschool);
    assert_eq!(of(&online), Some(Outcome::Unmet));
    online.mode = Some(Mode::OnSite);
    assert_eq!(of(&online), None);
    let subjects = |kind, form: &Form| outcome(kind, form, Condition::NoPreschoolSubject);
    assert_eq!(subjects(Kind::Renew, &online), None);
    online.class = Some(Class::Subject);
    assert_eq!(subjects(Kind::Renew, &online), Some(Outcome::Unmet));
    let new = |kind| outcome(kind, &online, Condition::NoNewPreschool);
    assert_eq!(new(Kind::Establish), Some(Outcome::Unmet));
    assert!(Condition::NoNewPreschool.binds());
    // One that teaches them goes on; none takes them on.
    let going_on = |kind, stages: &[Stage]| {
        let setting = Setting {
            stages: Stages::of(stages),
            ..setting(kind)
        };
        let found = findings(setting, &online);
        let mut found = found.iter();
        found.any(|one| one.condition == Condition::NoNewPreschool && one.forbids())
    };
    for kind in [Kind::Renew, Kind::Change] {
        assert!(
            !going_on(kind, &[Stage::Preschool, Stage::Primary]),
            "{kind}"
        );
        assert!(going_on(kind, &[Stage::Primary]), "{kind}");
    }
}

#[test]
fn online_training_is_not_licensed_here() {
    let mut online = form();
    online.mode = Some(Mode::Online);
    let of = |class: Class, condition: Condition| {
        let form = online.clone().teaching(Some(class.into()));
        let found = findings(setting(Kind::Renew), &form);
        let mut found = found.into_iter();
        found.find(|one| one.condition == condition)
    };
    let subject = of(Class::Subject, Condition::OnlineIsProvincial);
    assert!(subject.unwrap().forbids());
    assert_eq!(of(Class::Arts, Condition::OnlineIsProvincial), None);
    // Of what is no school subject the text was not read.
    let other = of(Class::Arts, Condition::OnlineOtherIsProvincial).unwrap();
    assert!(other.outcome == Outcome::Unmet && !other.forbids());
    assert_eq!(of(Class::Subject, Condition::OnlineOtherIsProvincial), None);
}

#[test]
fn a_lease_is_measured_by_the_term_that_is_asked_for() {
    let mut leased = form();
    leased.lease_until = Some("2030-02-28".parse().unwrap());
    let of = |kind, last: &str| {
        let setting = Setting {
            last: Some(last.parse().unwrap()),
            ..setting(kind)
        };
        findings(setting, &leased)
            .into_iter()
            .find(|finding| finding.condition == Condition::LeaseCovers)
            .unwrap()
            .outcome
    };
    assert_eq!(of(Kind::Renew, "2027-02-28"), Outcome::Met);
    assert_eq!(of(Kind::Renew, "2027-03-01"), Outcome::Unmet);
    assert_eq!(of(Kind::Change, "2030-02-28"), Outcome::Met);
    assert_eq!(of(Kind::Change, "2030-03-01"), Outcome::Unmet);
}

#[test]
fn what_binds_rests_on_a_text_that_was_read() {
    for condition in Condition::ALL {
        let article = condition.article();
        // Of a text that was read these points were not.
        let unread = matches!(
            condition,
            Condition::ArtsExamBoarding | Condition::ScienceConsents
        );
        let read = article.is_verified() && !unread;
        assert_eq!(condition.verified(), read, "{condition}");
        assert!(!condition.binds() || condition.verified(), "{condition}");
    }
}

#[test]
fn a_number_that_nobody_has_read_only_warns() {
    let mut poor = form();
    poor.capital_fen = Some(Fen::new(1));
    poor.site = Some(Site::Basement);
    let found = findings(setting(Kind::Establish), &poor);
    assert_eq!(
        found
            .iter()
            .filter(|finding| finding.outcome == Outcome::Unmet)
            .count(),
        2
    );
    assert!(!found.iter().any(Finding::forbids));
    poor.area_m2 = Some(1);
    let found = findings(setting(Kind::Establish), &poor);
    assert!(found.iter().any(Finding::forbids));
}

#[test]
fn a_condition_holds_from_its_day_on() {
    let before = Setting {
        today: "2021-09-13".parse().unwrap(),
        ..setting(Kind::Establish)
    };
    let found = findings(before, &form());
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
        let of = |condition| outcome(Kind::Establish, &each, condition);
        for checked in [
            Condition::ArtsExamQualified,
            Condition::ArtsExamStaff,
            Condition::ArtsExamInsiders,
            Condition::ArtsExamFees,
            Condition::ArtsExamBoarding,
        ] {
            let asked = (*class == Class::ArtsExam).then_some(Outcome::ByEye);
            assert_eq!(of(checked), asked, "{class} {checked}");
        }
        for (consent, classes) in [
            (Condition::SportsConsents, &[Class::Sports][..]),
            (Condition::CultureConsents, &[Class::Arts, Class::ArtsExam]),
            (Condition::ScienceConsents, &[Class::Science]),
        ] {
            let asked = classes.contains(class).then_some(Outcome::ByEye);
            assert_eq!(of(consent), asked, "{class} {consent}");
        }
        let sports = of(Condition::SportsArea);
        assert_eq!(sports.is_some(), *class == Class::Sports, "{class}");
    }
}

#[test]
fn who_teaches_subjects_is_non_profit() {
    let of = |class: Class, form_of: Option<LegalForm>, profit: Option<Profit>| {
        let setting = Setting {
            classes: Some(class.into()),
            legal: Legal {
                form: form_of,
                profit,
            },
            ..setting(Kind::Renew)
        };
        let found = findings(setting, &form().teaching(Some(class.into())));
        let mut found = found.into_iter();
        let found = found.find(|one| one.condition == Condition::SubjectNonProfit);
        found.map(|one| one.outcome)
    };
    let (unit, company) = (Some(LegalForm::NonEnterprise), Some(LegalForm::Company));
    let (non_profit, for_profit) = (Some(Profit::NonProfit), Some(Profit::ForProfit));
    for (form, profit, outcome) in [
        (unit, non_profit, Outcome::Met),
        (unit, None, Outcome::Met),
        (unit, for_profit, Outcome::Unmet),
        (company, non_profit, Outcome::Unmet),
        (Some(LegalForm::Unknown), None, Outcome::Unsaid),
        (None, non_profit, Outcome::Met),
    ] {
        assert_eq!(
            of(Class::Subject, form, profit),
            Some(outcome),
            "{form:?} {profit:?}"
        );
    }
    assert_eq!(of(Class::Arts, company, for_profit), None);
}

#[test]
fn sports_need_five_square_metres_and_only_warn() {
    let on = |area, mode| {
        let form = Form {
            class: Some(Class::Sports),
            area_m2: Some(area),
            pupils_at_once: Some(30),
            mode: Some(mode),
            ..form()
        };
        let found = findings(setting(Kind::Establish), &form);
        let mut found = found.into_iter();
        found.find(|one| one.condition == Condition::SportsArea)
    };
    let at = |area| on(area, Mode::OnSite).unwrap();
    assert_eq!(at(150).outcome, Outcome::Met);
    assert_eq!(at(149).outcome, Outcome::Unmet);
    assert!(!at(149).forbids(), "a chess school needs three");
    assert_eq!(at(149).figures, "149 / 150 m²");
    assert_eq!(on(10, Mode::Online), None);
}

#[test]
fn a_replacement_is_judged_by_what_became_of_the_paper_alone() {
    let replaced = |loss, said: Changed| {
        let mut form = Form {
            loss,
            ..Form::default()
        };
        said(&mut form);
        findings(setting(Kind::Replacement), &form)
            .into_iter()
            .map(|finding| {
                assert!(!finding.binds, "its text was not found");
                (finding.condition, finding.outcome)
            })
            .collect::<Vec<_>>()
    };
    let declared: Changed = |form| {
        form.declared_in = "南昌日报".to_owned();
        form.declared_on = Some("2026-11-20".parse().unwrap());
    };
    let lost = Condition::LossDeclared;
    assert_eq!(replaced(None, |_| {}), []);
    assert_eq!(
        replaced(Some(Loss::Lost), |_| {}),
        [(lost, Outcome::Unsaid)]
    );
    assert_eq!(replaced(Some(Loss::Lost), declared), [(lost, Outcome::Met)]);
    assert_eq!(replaced(Some(Loss::Destroyed), declared), []);
    assert_eq!(
        replaced(Some(Loss::Damaged), |_| {}),
        [(Condition::OldLicenceShown, Outcome::ByEye)]
    );
}
