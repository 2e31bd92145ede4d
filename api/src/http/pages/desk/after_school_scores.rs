//! A list of scores from a file.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use domain::access::{Grant, permit};
use domain::after_school::Score;
use domain::words::{InputFault, Instant};
use store::Fault;
use store::ops::after_school::{self, Scored};

use super::after_school::{hundredths, points};
use super::asked;
use super::done::Done;
use super::frame::frame;
use super::rows::{at_row, rows, wrong};
use crate::App;
use crate::http::access::Permitted;
use crate::http::caller::Caller;
use crate::http::pages::Html;
use crate::http::problem::{Code, Problem};
use crate::http::upload::Upload;
use crate::text::{self, Lang};
use crate::view::desk::after_school::{Scores, score_file_form};
use crate::view::event::FormKey;
use crate::view::shell::DeskPlace;

const PATH: &str = "/desk/after-school-scores";

/// `GET /desk/after-school-scores`.
pub(super) async fn show(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    uri: Uri,
    Permitted(_grant): Permitted<permit::KeepAfterSchool>,
) -> Result<Html<Scores>, Problem> {
    let here = asked::here(&uri);
    Ok(Html(
        page(&app, &caller, lang, here, (None, Vec::new())).await?,
    ))
}

async fn page(
    app: &App,
    caller: &Caller,
    lang: Lang,
    path: &str,
    (error, wrong): (Option<String>, Vec<String>),
) -> Result<Scores, Problem> {
    let key = FormKey {
        lang,
        action: PATH.to_owned(),
        csrf: caller.form_token.clone(),
        submission: String::new(),
        version: 0,
    };
    Ok(Scores {
        shell: frame(app, caller, lang, DeskPlace::AfterSchool, path).await?,
        form: score_file_form(key, error),
        wrong,
    })
}

/// `POST /desk/after-school-scores`.
pub(super) async fn send(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(grant): Permitted<permit::KeepAfterSchool>,
    upload: Upload,
) -> Result<Response, Problem> {
    let now = app.store().now();
    let (numbers, entered) = entered(&app, &grant, &upload, now).await;
    let problem = match entered {
        Ok(_) => return Ok(Done::ScoresEntered.to("/desk/after-school").into_response()),
        Err(problem) if problem.code == Code::InvalidInput => problem,
        Err(problem) => return Err(problem),
    };
    let of_file = problem.errors.iter().find(|error| error.field == "list");
    let told = match of_file {
        Some(error) => (Some(text::fault(lang, &error.code, "")), Vec::new()),
        None => (None, wrong(&problem, &numbers, lang)),
    };
    let page = page(&app, &caller, lang, PATH, told).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response())
}

/// Enters the list; answers the numbers of its rows as well, by which faults are told.
async fn entered(
    app: &App,
    grant: &Grant<permit::KeepAfterSchool>,
    upload: &Upload,
    now: Instant,
) -> (Vec<u64>, Result<u64, Problem>) {
    let rows = match rows(upload) {
        Ok(rows) => rows,
        Err(problem) => return (Vec::new(), Err(problem)),
    };
    let numbers = rows.iter().map(|(number, _)| *number).collect();
    let list = match scores(&rows) {
        Ok(list) => list,
        Err(problem) => return (numbers, Err(problem)),
    };
    let entered = after_school::score_all(app.store(), grant, &list, now).await;
    (numbers, entered.map_err(Problem::from))
}

/// Number, school, term, the school's score, answers, their mean.
fn scores(rows: &[(u64, Vec<String>)]) -> Result<Vec<Scored>, Problem> {
    let (mut list, mut faults) = (Vec::new(), Vec::new());
    for (place, (_, cells)) in rows.iter().enumerate() {
        match scored(cells) {
            Ok(scored) => list.push(scored),
            Err((field, code)) => faults.push(at_row(place, field, code)),
        }
    }
    if faults.is_empty() {
        Ok(list)
    } else {
        Err(Problem::from(Fault::Input(faults)))
    }
}

fn scored(cells: &[String]) -> Result<Scored, (&'static str, &'static str)> {
    let cell = |place: usize| cells.get(place).map_or("", String::as_str);
    let told = |field| move |fault: InputFault| (field, fault.code);
    let whole = |field: &'static str, text: &str| match text {
        "" => Ok(None),
        text => text
            .parse::<i64>()
            .map(Some)
            .map_err(|_| (field, "number_invalid")),
    };
    let answers = whole("answers", cell(4))?.unwrap_or_default();
    let mean = match cell(5) {
        "" => 0,
        text => hundredths(text).ok_or(("mean", "number_invalid"))?,
    };
    Ok(Scored {
        number: cell(0).parse().map_err(told("number"))?,
        school: cell(1).parse().map_err(told("school"))?,
        term: cell(2).parse().map_err(told("term"))?,
        score: Score {
            school: whole("school", cell(3))?,
            answers,
            points: points(answers, mean),
        },
    })
}

#[cfg(test)]
mod tests {
    use super::scored;

    #[test]
    fn a_row_is_read_by_the_place_of_its_cells() {
        let row = |cells: &[&str]| {
            cells
                .iter()
                .map(|cell| (*cell).to_owned())
                .collect::<Vec<_>>()
        };
        let bad = row(&["x", "y", "2026-autumn", "90", "12", "92.5"]);
        assert_eq!(
            scored(&bad).map(|_| ()),
            Err(("number", "after_school_number_invalid"))
        );
        let number = domain::words::AfterSchoolNumber::from_sequence(1).map(|it| it.to_string());
        let school = domain::words::SchoolNumber::from_sequence(1).map(|it| it.to_string());
        let (number, school) = (number.unwrap_or_default(), school.unwrap_or_default());
        let good = row(&[&number, &school, "2026-autumn", "", "12", "92.5"]);
        let score = scored(&good).map(|it| (it.score.school, it.score.answers, it.score.points));
        assert_eq!(score, Ok((None, 12, 1_110)));
        let short = row(&[&number, &school]);
        assert_eq!(scored(&short).map(|_| ()), Err(("term", "term_invalid")));
    }
}
