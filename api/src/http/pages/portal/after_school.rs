//! The dynamic list (动态名单) of after-school providers: its page and its files, and the part of it on the page of an
//! institution.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use domain::after_school::Ground;
use domain::words::{Article, Day, District, Fen, InstitutionNumber};
use store::read::Limit;
use store::read::after_school::{self as read, Part, PublicProvider, PublicQuery};
use tables::Format;

use super::frame::Frame;
use crate::App;
use crate::http::access::{Routes, escaped};
use crate::http::body::Pairs;
use crate::http::export::{self, Shape, Words};
use crate::http::pages::Html;
use crate::http::pages::after_school::{days, fee, grades, standings, state};
use crate::http::problem::Problem;
use crate::text::{Lang, show};
use crate::view::piece::{Chip, Fact};
use crate::view::portal::after_school::{DynamicList, ProviderCard};
use crate::view::shell::Door;

pub(super) fn register(routes: &mut Routes) {
    routes
        .public("parents look up who serves the school of their child, and for how much")
        .get("/after-school", page)
        .get("/after-school.csv", csv)
        .get("/after-school.xlsx", xlsx)
        .done();
}

/// The part of the list that is asked for. What is none of ours is passed over: messengers put their own behind a link.
fn asked(pairs: &[(String, String)]) -> PublicQuery {
    let given = |name: &str| {
        let found = pairs.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.trim()).unwrap_or_default()
    };
    PublicQuery {
        part: Part::from_code(given("part")).unwrap_or_default(),
        district: District::from_code(given("district")),
        after: given("after").parse().ok(),
        ..PublicQuery::default()
    }
}

/// What stands behind the path of this part of the list.
fn pairs_of(query: &PublicQuery, part: Part, after: Option<&str>) -> String {
    let shown = Part::SHOWN.iter().find(|(one, _)| *one == part);
    let part = shown.map_or("all", |(_, code)| *code);
    let mut pairs = vec![format!("part={part}")];
    if let Some(district) = query.district {
        pairs.push(format!("district={}", district.code()));
    }
    if let Some(after) = after {
        pairs.push(format!("after={}", escaped(after)));
    }
    format!("?{}", pairs.join("&"))
}

async fn page(
    State(app): State<App>,
    frame: Frame,
    Pairs(pairs): Pairs,
) -> Result<Html<DynamicList>, Problem> {
    let (query, lang, today) = (asked(&pairs), frame.lang, frame.now.day());
    let found = read::published(app.store(), &query, today).await?;
    let counts = read::counts(app.store(), today).await?;
    let chip = |(part, many): &(Part, i64)| {
        let key = match part {
            Part::Publicised => "after-school-part-publicised",
            Part::Exited => "after-school-part-exited",
            _ => "after-school-part-listed",
        };
        let href = format!("/after-school{}", pairs_of(&query, *part, None));
        Chip::new(href, format!("{} {many}", lang.t(key)), *part == query.part)
    };
    let next = found.next.as_deref();
    Ok(Html(DynamicList {
        parts: counts.iter().map(chip).collect(),
        rows: found.items.iter().map(|one| card(one, lang)).collect(),
        next: next.map(|after| {
            let pairs = pairs_of(&query, query.part, Some(after));
            format!("/after-school{pairs}")
        }),
        query: pairs_of(&query, query.part, None),
        shell: frame.register_page_at(Door::Elsewhere),
    }))
}

/// What an institution does for schools today, for its page; nothing where it tells of another day.
pub(super) async fn of(
    app: &App,
    frame: &Frame,
    number: InstitutionNumber,
    as_of: &str,
) -> Result<Vec<ProviderCard>, Problem> {
    let (lang, today) = (frame.lang, frame.now.day());
    if as_of.trim().parse::<Day>().is_ok_and(|day| day < today) {
        return Ok(Vec::new());
    }
    let query = PublicQuery {
        part: Part::All,
        institution: Some(number),
        limit: Limit::default(),
        ..PublicQuery::default()
    };
    let found = read::published(app.store(), &query, today).await?;
    let own = |one: &PublicProvider| ProviderCard {
        title: lang
            .pick(&one.school_year.zh(), &one.school_year.en())
            .to_owned(),
        href: None,
        ..card(one, lang)
    };
    Ok(found.items.iter().map(own).collect())
}

fn card(one: &PublicProvider, lang: Lang) -> ProviderCard {
    ProviderCard {
        number: one.number.clone(),
        title: one.institution_name.clone(),
        href: Some(format!("/institutions/{}", one.institution_number)),
        badge: state(one.state, lang),
        facts: facts(one, lang),
        schools: schools(one, lang),
        standings: standings(&one.standings, lang),
        warnings: warnings(one, lang),
    }
}

fn facts(one: &PublicProvider, lang: Lang) -> Vec<Fact> {
    let mut facts = Vec::new();
    if let Some(until) = one.publicised_until {
        let line = lang.t1("after-school-object-until", "day", show::day(lang, until));
        facts.push(Fact::new(lang.t("after-school-object"), line));
    }
    if let Some(from) = one.from.filter(|_| one.exit.is_none()) {
        facts.push(Fact::new(
            lang.t("after-school-admission"),
            days(from, one.until, lang),
        ));
    }
    let service = |service: &read::PublicService| {
        let class = service.class.map(|class| lang.pick(class.zh(), class.en()));
        let parts = [
            service.name.clone(),
            class.unwrap_or_default().to_owned(),
            grades(&service.grades, lang),
            lang.t1(
                "after-school-at-most",
                "fee",
                fee(Fen::new(service.fee_fen), lang),
            ),
        ];
        let said: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        said.join(lang.pick("，", ", "))
    };
    facts.push(Fact {
        term: lang.t("after-school-services"),
        lines: one.services.iter().map(service).collect(),
        ..Fact::default()
    });
    facts
}

fn schools(one: &PublicProvider, lang: Lang) -> Vec<Fact> {
    let row = |school: &read::PublicSchool| Fact {
        term: school.name.clone(),
        lines: vec![
            school.services.join(lang.pick("、", ", ")),
            fee(school.fee_fen, lang),
            days(school.first_day, school.last_day, lang),
        ],
        ..Fact::default()
    };
    one.schools.iter().map(row).collect()
}

/// Warnings and the exit, the newest first.
fn warnings(one: &PublicProvider, lang: Lang) -> Vec<Fact> {
    let ground = |ground: Ground, article: &Article| {
        let words = lang.pick(ground.zh(), ground.en()).to_owned();
        (words, show::basis(lang, article, ground.basis().verified))
    };
    let day = |day: Day| show::day(lang, day);
    let mut facts = Vec::new();
    if let Some(exit) = &one.exit {
        let (words, law) = ground(exit.ground, &exit.article);
        facts.push(Fact {
            term: lang.t("after-school-exited"),
            lines: vec![day(exit.on), words],
            law: Some(law),
            ..Fact::default()
        });
    }
    for warning in one.warnings.iter().rev() {
        let (words, law) = ground(warning.ground, &warning.article);
        let end = match warning.lifted_on {
            Some(lifted) => lang.t1("after-school-lifted-on", "day", day(lifted)),
            None => lang.t1("after-school-correct-until", "day", day(warning.correct_by)),
        };
        facts.push(Fact {
            term: lang.t("after-school-warned"),
            lines: vec![day(warning.on), words, end],
            law: Some(law),
            ..Fact::default()
        });
    }
    facts
}

async fn csv(
    State(app): State<App>,
    frame: Frame,
    headers: HeaderMap,
    Pairs(pairs): Pairs,
) -> Result<Response, Problem> {
    file(&app, &frame, &headers, asked(&pairs), Format::Csv).await
}

async fn xlsx(
    State(app): State<App>,
    frame: Frame,
    headers: HeaderMap,
    Pairs(pairs): Pairs,
) -> Result<Response, Problem> {
    file(&app, &frame, &headers, asked(&pairs), Format::Xlsx).await
}

async fn file(
    app: &App,
    frame: &Frame,
    headers: &HeaderMap,
    query: PublicQuery,
    format: Format,
) -> Result<Response, Problem> {
    let title = frame.lang.t("after-school-title");
    let words = Words {
        name: format!("{title}-{}", frame.now.day()),
        title,
    };
    let shape = Shape::Table(format, frame.lang);
    export::after_school(app, headers, query, shape, &words).await
}
