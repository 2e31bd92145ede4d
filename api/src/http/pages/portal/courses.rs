//! The published courses of an institution, on its page.

use domain::words::{Class, CourseNumber, Day, InstitutionNumber, Stage};
use store::read::Limit;
use store::read::course::{self, PublicCourse};

use super::frame::Frame;
use crate::App;
use crate::http::pages::course::{fees, materials_told, price, times};
use crate::http::problem::Problem;
use crate::text::{Lang, show};
use crate::view::piece::Fact;
use crate::view::portal::institutions::{PublishedCourse, PublishedCourses};

/// The pair of the address after which course the list goes on.
const AFTER: &str = "courses";

/// The courses of today of one that is `licensed`, or that none is published; nothing where the page tells of another day.
pub(super) async fn of(
    app: &App,
    frame: &Frame,
    (number, licensed): (InstitutionNumber, bool),
    (as_of, pairs): (&str, &[(String, String)]),
) -> Result<Option<PublishedCourses>, Problem> {
    let (lang, today) = (frame.lang, frame.now.day());
    if as_of.trim().parse::<Day>().is_ok_and(|day| day < today) {
        return Ok(None);
    }
    // A mark that is none begins at the first page.
    let after: Option<CourseNumber> = pairs
        .iter()
        .find(|(name, _)| name == AFTER)
        .and_then(|(_, value)| value.parse().ok());
    let page = course::published(app.store(), number, Limit::default(), after, today).await?;
    Ok(Some(PublishedCourses {
        licensed,
        rows: page.items.iter().map(|one| row(one, lang)).collect(),
        next: page
            .next
            .map(|after| format!("/institutions/{number}?{AFTER}={after}#courses")),
    }))
}

fn row(course: &PublicCourse, lang: Lang) -> PublishedCourse {
    PublishedCourse {
        name: course.name.clone(),
        price: price(course.price_fen, course.lessons, lang),
        facts: facts(course, lang),
        before: if course.fees.len() > 1 {
            fees(&course.fees, lang)
        } else {
            Vec::new()
        },
    }
}

fn facts(course: &PublicCourse, lang: Lang) -> Vec<Fact> {
    let comma = lang.pick("、", ", ");
    let stage = |stage: &Stage| lang.pick(stage.zh(), stage.en());
    let stages: Vec<&str> = course.stages.iter().map(stage).collect();
    let class = course.class.map(|it: Class| lang.pick(it.zh(), it.en()));
    let mode = course.mode.map(|it| lang.pick(it.zh(), it.en()));
    let kind: Vec<&str> = class.into_iter().chain(mode).collect();
    let day = |day: Option<Day>| day.map(|day| show::day(lang, day)).unwrap_or_default();
    let days = format!("{} - {}", day(course.first_day), day(course.last_day));
    let lines = |text: String| text.lines().map(str::to_owned).collect();
    let materials = Fact {
        term: lang.t("course-materials"),
        lines: lines(materials_told(&course.materials, lang)),
        ..Fact::default()
    };
    let facts = vec![
        Fact::new(lang.t("class"), kind.join(comma)),
        Fact::new(lang.t("course-stages"), stages.join(comma)),
        Fact {
            term: lang.t("course-times"),
            lines: std::iter::once(days)
                .chain::<Vec<String>>(lines(times(&course.times, lang)))
                .collect(),
            ..Fact::default()
        },
        Fact::new(
            lang.t("course-lesson-minutes"),
            course.lesson_minutes.to_string(),
        ),
        Fact::new(lang.t("course-pupils"), course.pupils.to_string()),
        Fact {
            term: lang.t("course-description"),
            lines: lines(course.description.clone()),
            ..Fact::default()
        },
    ];
    let told = Some(materials).filter(|_| !course.materials.is_empty());
    facts.into_iter().chain(told).collect()
}
