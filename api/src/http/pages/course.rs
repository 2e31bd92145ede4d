//! What both desks and the portal show of a course: its state, what it says, what the rules find, what it cost.

use domain::application::Mode;
use domain::course::{Course, Filing, Finding, Material, Slot};
use domain::words::{Class, Day, Fen, Instant, Stage};
use store::read::course::{CourseRow, Fee};

use super::proof;
use crate::text::{Lang, show};
use crate::view::field::{Choice, Errors, Values};
use crate::view::my::application::{ConditionRow, Conditions};
use crate::view::my::course::{Choices, fields};
use crate::view::piece::{Badge, Fact, Tone};

/// Where a course stands, and whether a version of it is published meanwhile.
pub(super) fn badges(row: &CourseRow, lang: Lang) -> Vec<Badge> {
    let mut badges = vec![state(&row.state, lang)];
    if row.live && row.state != "published" {
        badges.push(Badge::new(Tone::Good, lang.t("course-live")));
    }
    badges
}

/// Where a course stands.
pub(super) fn state(code: &str, lang: Lang) -> Badge {
    let (tone, key) = match code {
        "draft" => (Tone::Neutral, "course-draft"),
        "filed" => (Tone::Neutral, "course-filed"),
        "flagged" => (Tone::Caution, "course-flagged"),
        "refused" => (Tone::Bad, "course-refused"),
        "published" => (Tone::Good, "course-published"),
        "ended" => (Tone::Neutral, "course-ended"),
        "withdrawn" => (Tone::Neutral, "course-withdrawn"),
        other => return Badge::new(Tone::Neutral, other),
    };
    Badge::new(tone, lang.t(key))
}

/// The options of the form's choices.
pub(super) fn choices(lang: Lang) -> Choices {
    macro_rules! all {
        ($words:ty) => {
            <$words>::ALL
                .iter()
                .map(|one| Choice::new(one.code(), lang.pick(one.zh(), one.en())))
                .collect()
        };
    }
    Choices {
        classes: all!(Class),
        stages: all!(Stage),
        modes: all!(Mode),
    }
}

/// What the rules find, what refuses first.
pub(super) fn rules(found: &[Finding], lang: Lang) -> Conditions {
    let row = |finding: &Finding| ConditionRow {
        badge: if finding.refuses {
            Badge::new(Tone::Bad, lang.t("course-refuses"))
        } else {
            Badge::new(Tone::Caution, lang.t("course-warns"))
        },
        what: lang.pick(finding.check.zh(), finding.check.en()).to_owned(),
        figures: figures(&finding.figures, lang),
        law: show::basis(lang, &finding.article, finding.verified),
    };
    let (refusing, warning): (Vec<&Finding>, Vec<&Finding>) =
        found.iter().partition(|finding| finding.refuses);
    Conditions {
        rows: refusing.into_iter().chain(warning).map(row).collect(),
        none: lang.t("course-no-findings"),
    }
}

/// What a rule was judged by, its codes in words.
fn figures(text: &str, lang: Lang) -> String {
    let word = |code: &str| -> Option<&'static str> {
        let class = Class::from_code(code).map(|one| lang.pick(one.zh(), one.en()));
        let stage = Stage::from_code(code).map(|one| lang.pick(one.zh(), one.en()));
        let mode = Mode::from_code(code).map(|one| lang.pick(one.zh(), one.en()));
        class.or(stage).or(mode)
    };
    let sides = text.split(" / ").map(|side| {
        let words = side.split(", ").map(|part| word(part).unwrap_or(part));
        words.collect::<Vec<_>>().join(", ")
    });
    sides.collect::<Vec<_>>().join(" / ")
}

/// What a course says, as the fields show it.
pub(super) fn values(course: &Course) -> Values {
    let number = |value: Option<i64>| value.map(|value| value.to_string()).unwrap_or_default();
    let code = |value: Option<&'static str>| value.unwrap_or_default().to_owned();
    let day = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
    let stages: Vec<&str> = course.stages.iter().map(|stage| stage.code()).collect();
    let times: Vec<String> = course.times.iter().map(Slot::to_string).collect();
    let pairs = [
        ("name", course.name.clone()),
        ("description", course.description.clone()),
        ("class", code(course.class.map(Class::code))),
        ("stages", stages.join(" ")),
        ("mode", code(course.mode.map(Mode::code))),
        ("lessons", number(course.lessons)),
        ("lesson_minutes", number(course.lesson_minutes)),
        ("break_minutes", number(course.break_minutes)),
        ("pupils", number(course.pupils)),
        (
            "price",
            course.price_fen.map(show::plain_yuan).unwrap_or_default(),
        ),
        ("first_day", day(course.first_day)),
        ("last_day", day(course.last_day)),
        ("times", times.join("\n")),
        ("materials", materials(course)),
    ];
    let owned = |(name, value): (&str, String)| (name.to_owned(), value);
    Values(pairs.into_iter().map(owned).collect())
}

/// Its materials, as the field takes them.
fn materials(course: &Course) -> String {
    let line = |material: &Material| {
        let mut parts = vec![material.title.as_str()];
        if material.filed || !material.publisher.is_empty() {
            parts.push(material.publisher.as_str());
        }
        if material.filed {
            parts.push("已备案");
        }
        parts.join(" | ")
    };
    let lines: Vec<String> = course.materials.iter().map(line).collect();
    lines.join("\n")
}

/// Materials to read, one a line, each with how it is filed.
pub(super) fn materials_told(materials: &[Material], lang: Lang) -> String {
    let line = |material: &Material| {
        let filed = match material.filing {
            Some(Filing { number, on }) => {
                let day = show::day(lang, on);
                lang.t2(
                    "course-material-filing",
                    "number",
                    number.to_string(),
                    "day",
                    day,
                )
            }
            None if material.filed => lang.t("course-material-claimed"),
            None => lang.t("course-material-open"),
        };
        let said = [material.title.as_str(), material.publisher.as_str(), &filed];
        let said: Vec<&str> = said.into_iter().filter(|part| !part.is_empty()).collect();
        said.join(" · ")
    };
    let lines: Vec<String> = materials.iter().map(line).collect();
    lines.join("\n")
}

/// What a course says, as facts; what says nothing is left out.
pub(super) fn facts(course: &Course, lang: Lang) -> Vec<Fact> {
    let mut values = values(course);
    let times = times(&course.times, lang);
    let said = materials_told(&course.materials, lang);
    for (name, value) in [("times", times), ("materials", said)] {
        values.0.insert(name.to_owned(), value);
    }
    fields(&choices(lang), &values, &Errors::default(), lang)
        .into_iter()
        .filter(|field| !field.value.trim().is_empty())
        .map(|field| {
            let chosen: Vec<&str> = field
                .choices
                .iter()
                .filter(|choice| field.value.split(' ').any(|one| one == choice.value))
                .map(|choice| choice.label.as_str())
                .collect();
            let said = match chosen.as_slice() {
                [] => field.value.clone(),
                chosen => chosen.join(lang.pick("、", ", ")),
            };
            Fact {
                term: field.label,
                lines: proof::lines(&said),
                ..Fact::default()
            }
        })
        .collect()
}

/// When it is taught, one time to a line.
pub(super) fn times(slots: &[Slot], lang: Lang) -> String {
    let line = |slot: &Slot| {
        let weekday = lang.pick(slot.weekday.zh(), slot.weekday.en());
        format!("{weekday} {}-{}", slot.start, slot.end)
    };
    slots.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// What a course cost from when until when, the newest first.
pub(super) fn fees(fees: &[Fee], lang: Lang) -> Vec<Fact> {
    let day = |millis: i64| show::day(lang, Instant::from_millis(millis).day());
    fees.iter()
        .rev()
        .map(|fee| {
            let from = day(fee.published_at);
            let term = match fee.ended_at {
                None => lang.t1("course-fee-since", "from", from),
                Some(ended) => lang.t2("course-fee-until", "from", from, "until", day(ended)),
            };
            Fact::new(term, price(fee.price_fen, fee.lessons, lang))
        })
        .collect()
}

/// A price with the class hours it is for.
pub(super) fn price(fen: i64, lessons: i64, lang: Lang) -> String {
    lang.t2(
        "course-price-for",
        "price",
        show::money(Fen::new(fen)),
        "n",
        lessons,
    )
}
