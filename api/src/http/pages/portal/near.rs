//! Institutions near the person who asks. Where they are comes in the body of a form, so that neither the address of a page
//! nor a log holds it, and is forgotten with the answer.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use domain::institution::near::Point;
use domain::words::{Class, District, Stage};
use store::read::Limit;
use store::read::institution::{self, Near, NearQuery};

use super::frame::Frame;
use super::standing::Seen;
use crate::App;
use crate::http::access::Routes;
use crate::http::pages::Html;
use crate::http::problem::Problem;
use crate::http::upload::Form;
use crate::text::Lang;
use crate::text::fault;
use crate::view::field::{Choice, Errors, Values};
use crate::view::piece::Chip;
use crate::view::portal::institutions::InstitutionRow;
use crate::view::portal::near::NearPage;
use crate::view::shell::Door;

/// The only page on which a browser may be asked where it is.
pub(in crate::http) const NEAR_PATH: &str = "/institutions/near";

pub(super) fn register(routes: &mut Routes) {
    routes
        .public("parents look up whether a place is licensed")
        .get(NEAR_PATH, ask)
        .post(NEAR_PATH, find)
        .done();
}

async fn ask(frame: Frame) -> Html<NearPage> {
    // Most people want to know where they can go.
    let values = Values::from_pairs([("licensed", "true")]);
    Html(page(&frame, values, Errors::default()))
}

async fn find(State(app): State<App>, frame: Frame, form: Form) -> Result<Response, Problem> {
    let names = ["class", "stage", "licensed"];
    let values = Values::from_pairs(names.map(|name| (name, form.get(name))));
    let at = match Point::parse(form.get("latitude"), form.get("longitude")) {
        Ok(at) => at,
        Err(wrong) => {
            let mut errors = Errors::default();
            errors.add("position", fault(frame.lang, wrong.code, ""));
            let page = page(&frame, values, errors);
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response());
        }
    };
    let query = NearQuery {
        at,
        class: Class::from_code(form.get("class")),
        stage: Stage::from_code(form.get("stage")),
        licensed: form.get("licensed") == "true",
        limit: Limit::default(),
    };
    let found = institution::near(app.store(), &query, frame.now.day()).await?;
    let mut page = page(&frame, values, Errors::default());
    page.found = Some(rows(&found, &frame));
    Ok(Html(page).into_response())
}

fn rows(found: &[Near], frame: &Frame) -> Vec<InstitutionRow> {
    let lang = frame.lang;
    let row = |near: &Near| {
        let seen = Seen {
            row: &near.row,
            lang,
            today: frame.now.day(),
        };
        let mut row = seen.line();
        row.line = format!("{} · {}", distance(lang, near.distance_m), row.line);
        row
    };
    found.iter().map(row).collect()
}

/// How far it is, as exactly as it is known: a browser's position is sent to a hundred metres.
fn distance(lang: Lang, metres: u32) -> String {
    match metres {
        ..100 => lang.t("near-here"),
        100..1_000 => lang.t1("near-metres", "count", metres / 100 * 100),
        _ => {
            let (whole, tenth) = (metres / 1_000, metres % 1_000 / 100);
            lang.t1("near-kilometres", "count", format!("{whole}.{tenth}"))
        }
    }
}

/// The page before anything was looked for.
fn page(frame: &Frame, values: Values, errors: Errors) -> NearPage {
    let lang = frame.lang;
    let district = |one: &District| {
        let path = format!("/institutions?district={}", one.code());
        Chip::new(path, lang.pick(one.zh(), one.en()), false)
    };
    NearPage {
        shell: frame.answer_at(Door::Institutions, NEAR_PATH),
        values,
        errors,
        classes: Class::ALL
            .iter()
            .map(|one| Choice::new(one.code(), lang.pick(one.zh(), one.en())))
            .collect(),
        stages: Stage::ALL
            .iter()
            .map(|one| Choice::new(one.code(), lang.pick(one.zh(), one.en())))
            .collect(),
        districts: District::ALL.iter().map(district).collect(),
        found: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_distance_is_told_as_exactly_as_it_is_known() {
        let told = [0, 99, 100, 349, 999, 1_000, 9_960].map(|metres| distance(Lang::En, metres));
        assert_eq!(
            told,
            [
                "less than 100 m",
                "less than 100 m",
                "100 m",
                "300 m",
                "900 m",
                "1.0 km",
                "9.9 km"
            ]
        );
    }
}
