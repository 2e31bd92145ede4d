//! The white list (白名单): its page and its files.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use domain::words::{Class, Day, District};
use store::read::institution::{self, After, InstitutionQuery};
use tables::Format;

use super::frame::Frame;
use super::institutions::lines;
use crate::App;
use crate::http::access::{Routes, escaped};
use crate::http::body::Pairs;
use crate::http::export::{self, Shape, Words};
use crate::http::pages::Html;
use crate::http::problem::Problem;
use crate::text::Lang;
use crate::view::piece::Chip;
use crate::view::portal::white_list::{Tile, WhiteList};
use crate::view::shell::Door;

pub(super) fn register(routes: &mut Routes) {
    routes
        .public("parents look up whether a place is licensed")
        .get("/white-list", page)
        .get("/white-list.csv", csv)
        .get("/white-list.xlsx", xlsx)
        .done();
}

/// The part of the list that is asked for. What is no district, class or place of ours is passed over: messengers put
/// their own behind a link that people share.
#[derive(Clone, Copy)]
struct Asked {
    district: Option<District>,
    class: Option<Class>,
    after: Option<After>,
}

impl Asked {
    fn of(pairs: &[(String, String)]) -> Self {
        let given = |name: &str| {
            let found = pairs.iter().find(|(key, _)| key == name);
            found.map(|(_, value)| value.trim()).unwrap_or_default()
        };
        Self {
            district: District::from_code(given("district")),
            class: Class::from_code(given("class")),
            after: given("after").parse().ok(),
        }
    }

    fn query(self) -> InstitutionQuery {
        InstitutionQuery {
            district: self.district,
            class: self.class,
            licensed: true,
            after: self.after,
            ..InstitutionQuery::default()
        }
    }

    /// What stands behind the path of this part of the list, from its first row on or from `after`.
    fn pairs(self, after: Option<&str>) -> String {
        let pairs: Vec<String> = [
            self.district.map(|one| format!("district={}", one.code())),
            self.class.map(|one| format!("class={}", one.code())),
            after.map(|after| format!("after={}", escaped(after))),
        ]
        .into_iter()
        .flatten()
        .collect();
        match pairs.is_empty() {
            true => String::new(),
            false => format!("?{}", pairs.join("&")),
        }
    }

    fn path(self, after: Option<&str>) -> String {
        format!("/white-list{}", self.pairs(after))
    }

    fn first(self) -> Self {
        Self {
            after: None,
            ..self
        }
    }
}

async fn page(
    State(app): State<App>,
    frame: Frame,
    Pairs(pairs): Pairs,
) -> Result<Html<WhiteList>, Problem> {
    let (asked, lang, today) = (Asked::of(&pairs), frame.lang, frame.now.day());
    let found = institution::search(app.store(), &asked.query(), today).await?;
    let counts = institution::white_by_district(app.store(), today).await?;
    let next = found.next.as_deref();
    Ok(Html(WhiteList {
        head: head(lang, asked, &counts),
        tiles: tiles(lang, asked, &counts),
        classes: classes(lang, asked),
        rows: lines(&found.items, lang, today),
        next: next.map(|after| asked.path(Some(after))),
        first: asked.after.map(|_| asked.first().path(None)),
        query: asked.pairs(None),
        shell: frame.register_page_at(Door::Elsewhere),
    }))
}

/// Which part of the list it is; with how many, where no class narrows it.
fn head(lang: Lang, asked: Asked, counts: &BTreeMap<District, u64>) -> String {
    let place = asked.district.map_or_else(
        || lang.t("white-city"),
        |one| lang.pick(one.zh(), one.en()).to_owned(),
    );
    if let Some(class) = asked.class {
        let class = lang.pick(class.zh(), class.en());
        return lang.t2("white-head-class", "place", place, "class", class);
    }
    let count = match asked.district {
        Some(district) => counts.get(&district).copied().unwrap_or(0),
        None => counts.values().sum(),
    };
    lang.t2("white-head", "place", place, "count", count)
}

fn tiles(lang: Lang, asked: Asked, counts: &BTreeMap<District, u64>) -> Vec<Tile> {
    let fullest = counts.values().copied().max().unwrap_or(0);
    let tile = |district: &District| {
        let count = counts.get(district).copied().unwrap_or(0);
        let here = asked.district == Some(*district);
        let leads_to = Asked {
            district: (!here).then_some(*district),
            ..asked.first()
        };
        Tile {
            code: district.code(),
            name: lang.pick(district.zh(), district.en()).to_owned(),
            count,
            shade: shade(count, fullest),
            href: leads_to.path(None),
            here,
        }
    };
    District::ALL.iter().map(tile).collect()
}

/// 0 for none, then quarters of the fullest.
fn shade(count: u64, fullest: u64) -> u8 {
    let quarters = (u128::from(count) * 4).div_ceil(u128::from(fullest.max(1)));
    u8::try_from(quarters.min(4)).unwrap_or(4)
}

fn classes(lang: Lang, asked: Asked) -> Vec<Chip> {
    Class::ALL
        .iter()
        .map(|class| {
            let here = asked.class == Some(*class);
            let leads_to = Asked {
                class: (!here).then_some(*class),
                ..asked.first()
            };
            let word = lang.pick(class.zh(), class.en());
            let text = if here {
                format!("{word} ×")
            } else {
                word.to_owned()
            };
            Chip::new(leads_to.path(None), text, here)
        })
        .collect()
}

async fn csv(
    State(app): State<App>,
    frame: Frame,
    headers: HeaderMap,
    Pairs(pairs): Pairs,
) -> Result<Response, Problem> {
    file(&app, &frame, &headers, Asked::of(&pairs), Format::Csv).await
}

async fn xlsx(
    State(app): State<App>,
    frame: Frame,
    headers: HeaderMap,
    Pairs(pairs): Pairs,
) -> Result<Response, Problem> {
    file(&app, &frame, &headers, Asked::of(&pairs), Format::Xlsx).await
}

async fn file(
    app: &App,
    frame: &Frame,
    headers: &HeaderMap,
    asked: Asked,
    format: Format,
) -> Result<Response, Problem> {
    let words = words(frame.lang, frame.now.day());
    let shape = Shape::Table(format, frame.lang);
    export::white_list(app, headers, asked.first().query(), shape, &words).await
}

fn words(lang: Lang, today: Day) -> Words {
    let title = lang.t("white-title");
    Words {
        name: format!("{title}-{today}"),
        title,
    }
}

#[cfg(test)]
mod tests {
    use super::{District, shade};

    #[test]
    fn a_district_is_as_full_as_its_share_of_the_fullest() {
        let counts = [0, 1, 25, 26, 50, 51, 100];
        assert_eq!(counts.map(|count| shade(count, 100)), [0, 1, 1, 2, 2, 3, 4]);
        assert_eq!(shade(0, 0), 0, "an empty register");
        assert_eq!(shade(u64::MAX, u64::MAX), 4);
    }

    #[test]
    fn every_district_has_a_place_of_its_own_on_the_map() {
        let css = include_str!("../../../../static/css/portal.css");
        let mut places = Vec::new();
        for district in District::ALL {
            let rule = format!(".map [data-d=\"{}\"] {{ grid-area: ", district.code());
            let place = css
                .split(&rule)
                .nth(1)
                .and_then(|rest| rest.split(';').next());
            assert!(place.is_some(), "{} has no place", district.code());
            places.extend(place);
        }
        places.sort_unstable();
        let count = places.len();
        places.dedup();
        assert_eq!(places.len(), count, "two districts at one place");
    }
}
