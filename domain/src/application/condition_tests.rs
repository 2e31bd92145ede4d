//! Each condition at its border, and from its day on.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

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

fn setting(kind: Kind) -> Setting {
    Setting {
        kind,
        class: (kind != Kind::Establish).then_some(Class::Arts),
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
    let of = |kind, class| {
        findings(
            Setting {
                class,
                ..setting(kind)
            },
            &subject,
        )
        .iter()
        .any(|finding| finding.condition == Condition::NoNewSubject && finding.forbids())
    };
    assert!(of(Kind::Establish, None));
    assert!(of(Kind::Change, Some(Class::Arts)), "turned into one");
    for kind in [Kind::Renew, Kind::Change] {
        assert!(!of(kind, Some(Class::Subject)), "{kind}");
    }
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
    assert_eq!(new(Kind::Renew), None);
    assert!(!Condition::NoNewPreschool.binds(), "its text was not found");
}

#[test]
fn online_training_is_not_licensed_here() {
    let mut online = form();
    online.mode = Some(Mode::Online);
    let found = findings(setting(Kind::Renew), &online);
    let provincial = |finding: &&Finding| finding.condition == Condition::OnlineIsProvincial;
    assert!(found.iter().find(provincial).unwrap().forbids());
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
        assert_eq!(condition.verified(), article.is_verified(), "{condition}");
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
        today: "2021-09-08".parse().unwrap(),
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
        let arts_exam = outcome(Kind::Establish, &each, Condition::ArtsExamQualified);
        assert_eq!(arts_exam.is_some(), *class == Class::ArtsExam, "{class}");
        let consent = outcome(Kind::Establish, &each, Condition::DepartmentConsents);
        assert_eq!(consent.is_some(), *class != Class::Subject, "{class}");
    }
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
