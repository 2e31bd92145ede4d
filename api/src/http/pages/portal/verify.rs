//! The true state of a licence now: where the QR code of a licence leads.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use domain::licence::Standing;
use domain::words::LicenceNumber;
use serde::Serialize;
use store::read::institution::{self, InstitutionRecord};

use super::frame::Frame;
use super::institution::licence_facts;
use super::standing::Seen;
use crate::App;
use crate::http::access::Routes;
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
    /// What the register says today: `licensed`, `expired`, `suspended`, `withdrawn`, `closed` or `runaway`.
    #[serde(flatten)]
    standing: Standing,
    /// The institution that holds it, with the licence's state today.
    #[serde(flatten)]
    record: &'a InstitutionRecord,
    /// When the register was asked.
    checked_at: String,
}

async fn verify(
    State(app): State<App>,
    frame: Frame,
    headers: HeaderMap,
    Path(asked): Path<String>,
) -> Result<Response, Problem> {
    let as_page = wants_page("/verify", &headers);
    let number = asked.parse::<LicenceNumber>();
    let record = match &number {
        Ok(number) => institution::by_licence(app.store(), number, frame.now.day()).await?,
        Err(_) => None,
    };
    match record {
        Some(record) if as_page => Ok(Html(known(&frame, asked, &record)).into_response()),
        Some(record) => Ok(json(&frame, &record)),
        None if as_page => {
            let page = unknown(&frame, asked, number.is_ok());
            Ok((StatusCode::NOT_FOUND, Html(page)).into_response())
        }
        None => Err(Problem::new(Code::NotFound)),
    }
}

fn json(frame: &Frame, record: &InstitutionRecord) -> Response {
    let seen = seen(frame, record);
    Json(Verified {
        standing: seen.standing(),
        record,
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

fn known(frame: &Frame, asked: String, record: &InstitutionRecord) -> VerifyLicence {
    let (lang, seen) = (frame.lang, seen(frame, record));
    let (tone, headline) = headline(seen);
    let mut lines = vec![lang.t("verify-compare")];
    if tone == Tone::Caution {
        lines.insert(0, lang.t1("verify-not-operating", "status", seen.status()));
    }
    VerifyLicence {
        shell: frame.register_page(),
        verdict: Verdict {
            tone,
            headline,
            subject: record.row.name.clone(),
            lines,
            checked: lang.t1("checked-at", "at", show::instant(lang, frame.now)),
        },
        facts: licence_facts(seen, record),
        institution: Some(format!("/institutions/{}", record.row.number)),
        asked,
    }
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

/// One clear answer to a number that no licence has. A number of a wrong form may have been copied wrongly, and says so.
fn unknown(frame: &Frame, asked: String, formed: bool) -> VerifyLicence {
    let lang = frame.lang;
    let (tone, headline, line) = if formed {
        (Tone::Bad, "verify-unknown", "verify-unknown-line")
    } else {
        (Tone::Caution, "verify-form", "verify-form-line")
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
