//! The true state of a licence now: where the QR code of a licence leads.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use domain::licence::{Standing, Worth};
use domain::words::{Day, LicenceNumber};
use serde::{Deserialize, Serialize};
use store::read::institution::{self, InstitutionRecord};
use store::read::licence_copy;

use super::frame::Frame;
use super::institution::licence_facts;
use super::standing::Seen;
use crate::App;
use crate::http::access::Routes;
use crate::http::body::Query;
use crate::http::pages::Html;
use crate::http::problem::{Code, Problem, wants_page};
use crate::text::{Lang, show};
use crate::view::piece::{Tone, Verdict};
use crate::view::portal::institutions::VerifyLicence;

pub(super) fn register(routes: &mut Routes) {
    routes
        .public("whoever holds a paper licence may ask whether it is true")
        .get("/verify/{licence_number}", verify)
        .done();
}

/// A licence for programs.
#[derive(Serialize)]
struct Verified<'a> {
    /// What the register says today: `licensed`, `expired`, `suspended`, `withdrawn`, `closed` or `runaway`. Nothing for a
    /// copy that counts no more: whoever holds that holds no licence, whatever the copy that counts is worth.
    #[serde(flatten)]
    standing: Option<Standing>,
    /// The institution that holds it, with the licence's state today.
    #[serde(flatten)]
    record: &'a InstitutionRecord,
    /// The day from which the copy that was asked for counts no more.
    #[serde(skip_serializing_if = "Option::is_none")]
    copy_void_on: Option<Day>,
    /// When the register was asked.
    checked_at: String,
}

/// Which copy of the paper is held: its square says so.
#[derive(Deserialize)]
struct Held {
    copy: Option<String>,
}

async fn verify(
    State(app): State<App>,
    frame: Frame,
    headers: HeaderMap,
    Path(asked): Path<String>,
    Query(held): Query<Held>,
) -> Result<Response, Problem> {
    let as_page = wants_page("/verify", &headers);
    let number = asked.parse::<LicenceNumber>();
    let found = match &number {
        Ok(number) => found(&app, &frame, number, held.copy.as_deref()).await?,
        Err(_) => Err("verify-form"),
    };
    match found {
        Ok((record, void_on)) if as_page => {
            Ok(Html(known(&frame, asked, &record, void_on)).into_response())
        }
        Ok((record, void_on)) => Ok(json(&frame, &record, void_on)),
        Err(why) if as_page => {
            let page = unknown(&frame, asked, why);
            Ok((StatusCode::NOT_FOUND, Html(page)).into_response())
        }
        Err(_) => Err(Problem::new(Code::NotFound)),
    }
}

/// The record with this licence and the day from which the copy that is held is void; or the key of the words that say
/// what there is not.
async fn found(
    app: &App,
    frame: &Frame,
    number: &LicenceNumber,
    copy: Option<&str>,
) -> Result<Result<(InstitutionRecord, Option<Day>), &'static str>, Problem> {
    let record = institution::by_licence(app.store(), number, frame.now.day()).await?;
    let Some(record) = record else {
        return Ok(Err("verify-unknown"));
    };
    let Some(copy) = copy else {
        return Ok(Ok((record, None)));
    };
    // What is no number is no copy.
    let copy = copy.parse().unwrap_or(0);
    let void_on = match Worth::of(copy, record.licence_copy.unwrap_or(1)) {
        Worth::Counts => None,
        Worth::Void => licence_copy::void_on(app.store(), number, copy).await?,
        Worth::Unknown => return Ok(Err("verify-copy-unknown")),
    };
    Ok(Ok((record, void_on)))
}

fn json(frame: &Frame, record: &InstitutionRecord, copy_void_on: Option<Day>) -> Response {
    let seen = seen(frame, record);
    Json(Verified {
        standing: copy_void_on.is_none().then(|| seen.standing()),
        record,
        copy_void_on,
        checked_at: frame.now.to_string(),
    })
    .into_response()
}

fn seen<'a>(frame: &Frame, record: &'a InstitutionRecord) -> Seen<'a> {
    Seen {
        row: &record.row,
        lang: frame.lang,
        today: frame.now.day(),
    }
}

fn known(
    frame: &Frame,
    asked: String,
    record: &InstitutionRecord,
    void_on: Option<Day>,
) -> VerifyLicence {
    let (lang, seen) = (frame.lang, seen(frame, record));
    let (tone, headline, lines) = match void_on {
        Some(on) => void(seen, record, on),
        None => stands(seen, record),
    };
    VerifyLicence {
        shell: frame.register_page(),
        verdict: Verdict {
            tone,
            headline,
            subject: record.row.name.clone(),
            lines,
            checked: lang.t1("checked-at", "at", show::instant(lang, frame.now)),
        },
        // What the valid copy says is nothing to compare a void one with.
        facts: match void_on {
            Some(_) => Vec::new(),
            None => licence_facts(seen, record),
        },
        institution: Some(format!("/institutions/{}", record.row.number)),
        asked,
    }
}

/// A copy that counts no more, whatever the licence is worth. Of a licence that is worth nothing itself no copy is the one to
/// ask for.
fn void(seen: Seen<'_>, record: &InstitutionRecord, on: Day) -> (Tone, String, Vec<String>) {
    let lang = seen.lang;
    let headline_of_copy = lang.t1("verify-void", "day", show::day(lang, on));
    let line = match headline(seen) {
        (Tone::Bad, of_licence) => of_licence,
        _ => lang.t1("verify-void-line", "n", record.licence_copy.unwrap_or(1)),
    };
    (Tone::Bad, headline_of_copy, vec![line])
}

/// The licence as it stands, and what to compare.
fn stands(seen: Seen<'_>, record: &InstitutionRecord) -> (Tone, String, Vec<String>) {
    let lang = seen.lang;
    let (tone, headline) = headline(seen);
    let mut lines = vec![lang.t("verify-compare")];
    if let Some(on) = record.licence_reissued_on.as_deref()
        && let Ok(on) = on.parse()
    {
        let copy = record.licence_copy.unwrap_or(1).to_string();
        let day = show::day(lang, on);
        lines.push(lang.t2("verify-replaced", "day", day, "n", copy));
    }
    if tone == Tone::Caution {
        lines.insert(0, lang.t1("verify-not-operating", "status", seen.status()));
    }
    (tone, headline, lines)
}

/// The state of the licence itself. Where it runs on and its holder may not teach all the same, one has to look closer.
fn headline(seen: Seen<'_>) -> (Tone, String) {
    let lang: Lang = seen.lang;
    let valid = seen.row.licence_state == domain::licence::State::Valid.code();
    let day = seen
        .until()
        .map(|until| show::day(lang, until))
        .unwrap_or_default();
    match seen.standing() {
        Standing::Licensed { .. } => (Tone::Good, lang.t1("verify-valid", "day", day)),
        _ if valid => (Tone::Caution, lang.t1("verify-valid", "day", day)),
        Standing::Expired { .. } => (Tone::Bad, lang.t1("verify-expired", "day", day)),
        _ => {
            let state = match lang {
                Lang::Zh => seen.licence_state().to_owned(),
                Lang::En => seen.licence_state().to_lowercase(),
            };
            (Tone::Bad, lang.t1("verify-state", "state", state))
        }
    }
}

/// One clear answer to a number that no licence has, by the key of its headline. A number of a wrong form may have been
/// copied wrongly, and says so.
fn unknown(frame: &Frame, asked: String, headline: &str) -> VerifyLicence {
    let lang = frame.lang;
    let (tone, line) = match headline {
        "verify-form" => (Tone::Caution, "verify-form-line"),
        "verify-copy-unknown" => (Tone::Bad, "verify-copy-unknown-line"),
        _ => (Tone::Bad, "verify-unknown-line"),
    };
    VerifyLicence {
        shell: frame.register_page(),
        verdict: Verdict {
            tone,
            headline: lang.t(headline),
            subject: asked.clone(),
            lines: vec![lang.t(line)],
            checked: lang.t1("checked-at", "at", show::instant(lang, frame.now)),
        },
        facts: Vec::new(),
        institution: None,
        asked,
    }
}
