//! What both desks and the portal show of an after-school provider.

use domain::after_school::{
    Condition, Finding, Form, Item, Outcome, SchoolYear, Service, Standing,
};
use domain::words::{Class, Day, Fen};
use store::read::after_school::{AgreementShown, Named, ScoreShown};

use super::proof;
use crate::text::{Lang, show};
use crate::view::field::Choice;
use crate::view::my::after_school::Card;
use crate::view::my::application::{ConditionRow, Conditions};
use crate::view::piece::{Badge, Fact, Tone};

/// Where a provider stands.
pub(super) fn state(code: &str, lang: Lang) -> Badge {
    let tone = match code {
        "admitted" => Tone::Good,
        "warned" | "leaving" | "selected" | "filed" => Tone::Caution,
        "refused" | "suspended" | "exited" => Tone::Bad,
        _ => Tone::Neutral,
    };
    Badge::new(tone, state_words(code, lang))
}

/// The same in words alone.
pub(crate) fn state_words(code: &str, lang: Lang) -> String {
    let key = match code {
        "draft" => "after-school-draft",
        "filed" => "after-school-filed",
        "selected" => "after-school-selected",
        "publicised" => "after-school-publicised",
        "refused" => "after-school-refused",
        "admitted" => "after-school-admitted",
        "warned" => "after-school-warned",
        "suspended" => "after-school-suspended",
        "leaving" => "after-school-leaving",
        "exited" => "after-school-exited",
        "ended" => "after-school-ended",
        "withdrawn" => "after-school-withdrawn",
        other => return other.to_owned(),
    };
    lang.t(key)
}

/// A school year in words.
pub(super) fn year(year: i64, lang: Lang) -> String {
    let known = i32::try_from(year).ok();
    match known.and_then(|year| SchoolYear::new(year).ok()) {
        Some(year) => lang.pick(&year.zh(), &year.en()).to_owned(),
        None => year.to_string(),
    }
}

/// A fee for a pupil and a lesson.
pub(crate) fn fee(fen: Fen, lang: Lang) -> String {
    lang.t1("after-school-fee-of", "fee", show::money(fen))
}

/// Grades in words: each run of them as one.
pub(crate) fn grades(grades: &[u8], lang: Lang) -> String {
    let mut runs: Vec<(u8, u8)> = Vec::new();
    for grade in grades {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == *grade => *last = *grade,
            _ => runs.push((*grade, *grade)),
        }
    }
    let words = runs.iter().map(|(first, last)| match first == last {
        true => first.to_string(),
        false => format!("{first}–{last}"),
    });
    let words: Vec<String> = words.collect();
    lang.t1(
        "after-school-grades-of",
        "grades",
        words.join(lang.pick("、", ", ")),
    )
}

/// How the conditions stand: what forbids first, what is met last.
pub(super) fn conditions(found: &[Finding], lang: Lang) -> Conditions {
    let rank = |finding: &Finding| match finding.outcome {
        Outcome::Unmet if finding.binds => 0,
        Outcome::Unmet => 1,
        Outcome::Unsaid => 2,
        Outcome::Met => 3,
    };
    let mut sorted: Vec<Finding> = Vec::new();
    for finding in found {
        // What is met for several services or schools is told once.
        let same = |one: &&mut Finding| {
            one.condition == finding.condition
                && one.outcome == Outcome::Met
                && finding.outcome == Outcome::Met
        };
        match sorted.iter_mut().find(same) {
            Some(known) => {
                let between = lang.pick("；", "; ");
                known.figures = format!("{}{between}{}", known.figures, finding.figures);
            }
            None => sorted.push(finding.clone()),
        }
    }
    sorted.sort_by_key(rank);
    let row = |finding: &Finding| {
        let (tone, key) = match finding.outcome {
            Outcome::Unmet if finding.binds => (Tone::Bad, "course-refuses"),
            Outcome::Unmet => (Tone::Caution, "course-warns"),
            Outcome::Unsaid => (Tone::Neutral, "after-school-unsaid"),
            Outcome::Met => (Tone::Good, "after-school-met"),
        };
        ConditionRow {
            badge: Badge::new(tone, lang.t(key)),
            what: lang
                .pick(finding.condition.zh(), finding.condition.en())
                .to_owned(),
            figures: figures(finding, lang),
            law: show::basis(lang, &finding.article, finding.verified),
        }
    };
    Conditions {
        rows: sorted.iter().map(row).collect(),
        none: lang.t("after-school-no-findings"),
    }
}

/// What a condition was judged by, its codes in words.
fn figures(finding: &Finding, lang: Lang) -> String {
    if finding.condition != Condition::ClassWithinLicence {
        return finding.figures.clone();
    }
    let word = |codes: &str| {
        let words = codes.split(", ").map(|code| {
            let class = Class::from_code(code);
            class.map_or(code, |class| lang.pick(class.zh(), class.en()))
        });
        words.collect::<Vec<_>>().join(lang.pick("、", ", "))
    };
    match finding.figures.split_once(": ") {
        Some((name, codes)) => {
            let words: Vec<String> = codes.split(" / ").map(word).collect();
            format!("{name}: {}", words.join(" / "))
        }
        None => finding.figures.clone(),
    }
}

/// The services of an application, each as a card.
pub(super) fn services(form: &Form, staff: &[Named], lang: Lang) -> Vec<Card> {
    form.services
        .iter()
        .map(|service| Card {
            title: service.name.clone(),
            facts: service_facts(service, staff, lang),
        })
        .collect()
}

fn service_facts(service: &Service, staff: &[Named], lang: Lang) -> Vec<Fact> {
    let names: Vec<&str> = service
        .teachers
        .iter()
        .map(|id| {
            let id = id.to_string();
            let known = staff.iter().find(|one| one.id == id);
            known.map_or(id_unknown(lang), |one| one.name.as_str())
        })
        .collect();
    let class = service.class.map(|one| lang.pick(one.zh(), one.en()));
    let money = |fen: Option<Fen>| fen.map(show::money).unwrap_or_default();
    let facts = vec![
        Fact::new(lang.t("class"), class.unwrap_or_default()),
        Fact::new(
            lang.t("after-school-grades"),
            match service.grades.is_empty() {
                true => String::new(),
                false => grades(&service.grades, lang),
            },
        ),
        Fact {
            term: lang.t("after-school-content"),
            lines: proof::lines(&service.content),
            ..Fact::default()
        },
        Fact::new(
            lang.t("after-school-teachers"),
            names.join(lang.pick("、", ", ")),
        ),
        Fact::new(lang.t("after-school-fee"), money(service.fee_fen)),
        Fact::new(lang.t("after-school-market"), money(service.market_fen)),
    ];
    said(facts)
}

const fn id_unknown(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "（已离职）",
        Lang::En => "(has left)",
    }
}

/// The rest of an application.
pub(super) fn statements(form: &Form, proposed: &[Named], lang: Lang) -> Vec<Fact> {
    let prose = |key: &str, text: &str| Fact {
        term: lang.t(key),
        lines: proof::lines(text),
        ..Fact::default()
    };
    let names: Vec<&str> = proposed.iter().map(|one| one.name.as_str()).collect();
    said(vec![
        Fact::new(
            lang.t("after-school-proposed"),
            names.join(lang.pick("、", ", ")),
        ),
        prose("after-school-quality", &form.quality),
        prose("after-school-pricing", &form.pricing),
        prose("after-school-papers", &form.papers),
    ])
}

/// The facts that say something.
fn said(facts: Vec<Fact>) -> Vec<Fact> {
    let says = |fact: &Fact| fact.lines.iter().any(|line| !line.trim().is_empty());
    facts.into_iter().filter(says).collect()
}

/// What was agreed with schools.
pub(super) fn agreements(agreements: &[AgreementShown], lang: Lang) -> Vec<Fact> {
    let row = |it: &AgreementShown| Fact {
        term: it.school_name.clone(),
        lines: vec![
            it.agreed.services.join(lang.pick("、", ", ")),
            fee(it.agreed.fee_fen, lang),
            days(it.agreed.first_day, it.agreed.last_day, lang),
        ],
        ..Fact::default()
    };
    agreements.iter().map(row).collect()
}

/// From a day to another.
pub(super) fn days(first: Day, last: Day, lang: Lang) -> String {
    format!("{} - {}", show::day(lang, first), show::day(lang, last))
}

fn tenths(tenths: i64) -> String {
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// How a provider stands in each term, the newest first.
pub(super) fn standings(standings: &[Standing], lang: Lang) -> Vec<Fact> {
    let row = |one: &Standing| {
        let schools = match one.school_tenths {
            Some(mean) => lang.t2(
                "after-school-by-schools",
                "mean",
                tenths(mean),
                "n",
                one.schools,
            ),
            None => lang.t("after-school-by-no-school"),
        };
        let parents = match one.parents_tenths {
            Some(mean) => lang.t2(
                "after-school-by-parents",
                "mean",
                tenths(mean),
                "n",
                one.answers,
            ),
            None => lang.t1("after-school-by-few-parents", "n", one.answers),
        };
        Fact {
            term: lang.pick(&one.term.zh(), &one.term.en()).to_owned(),
            lines: vec![schools, parents],
            ..Fact::default()
        }
    };
    standings.iter().rev().map(row).collect()
}

/// The scores of each school, the newest term first; who is nobody's customer sees the averages alone.
pub(super) fn scores(scores: &[ScoreShown], lang: Lang) -> Vec<Fact> {
    let row = |it: &ScoreShown| {
        let term = lang.pick(&it.term.zh(), &it.term.en()).to_owned();
        let school = match it.score.school {
            Some(score) => lang.t1("after-school-score-school", "score", score),
            None => lang.t("after-school-by-no-school"),
        };
        let mean = match it.score.answers {
            0 => lang.t("after-school-no-answers"),
            answers => {
                let mean = tenths((it.score.points * 10 + answers / 2) / answers);
                lang.t2("after-school-by-parents", "mean", mean, "n", answers)
            }
        };
        Fact {
            term: it.school_name.clone(),
            lines: vec![term, school, mean],
            ..Fact::default()
        }
    };
    scores.iter().map(row).collect()
}

/// The items of the checklist as boxes, each with what it rests on.
pub(super) fn items(lang: Lang) -> Vec<Choice> {
    let choice = |item: &Item| {
        let basis = item.basis();
        let hint = show::basis(lang, &basis.article(), basis.verified);
        Choice::hinted(item.code(), lang.pick(item.zh(), item.en()), hint)
    };
    Item::ALL.iter().map(choice).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grades_that_follow_each_other_are_one_run() {
        assert!(grades(&[1, 2, 3, 5, 7, 8], Lang::Zh).contains("1–3、5、7–8"));
        assert!(grades(&[9], Lang::En).contains('9'));
    }

    #[test]
    fn a_mean_has_one_place_after_the_point() {
        assert_eq!(
            (tenths(905), tenths(600), tenths(7)),
            ("90.5".to_owned(), "60.0".to_owned(), "0.7".to_owned())
        );
    }
}
