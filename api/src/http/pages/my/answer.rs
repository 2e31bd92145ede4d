//! The answer to an order, with proof.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::access::permit;
use domain::words::OrderId;
use store::Fault;
use store::evidence::Proof;
use store::ops::{IdempotencyKey, order};

use super::{orders, show};
use crate::App;
use crate::http::access::Permitted;
use crate::http::body::Named;
use crate::http::caller::Caller;
use crate::http::pages::{Html, proof};
use crate::http::problem::Problem;
use crate::http::upload::Upload;
use crate::text::{self, Lang};
use crate::view::field::{Errors, Values};

pub(super) async fn send(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(grant): Permitted<permit::AnswerOrder>,
    Named(id): Named<OrderId>,
    upload: Upload,
) -> Result<Response, Problem> {
    let typed = upload.get("answer");
    let key = IdempotencyKey::parse(upload.get("submission")).ok();
    let now = app.store().now();
    let (status, errors) = match proofs(&upload, lang) {
        Err(errors) => (StatusCode::UNPROCESSABLE_ENTITY, errors),
        Ok(proofs) => {
            let done =
                order::answer_with_proof(app.store(), &grant, id, typed, proofs, key.as_ref(), now);
            match done.await {
                Ok(()) => return Ok(Redirect::to(&sent(id)).into_response()),
                Err(fault) => told(fault, lang)?,
            }
        }
    };
    let reader = caller.grant::<permit::ReadOwn>(now.day())?;
    let kept = (Values::from_pairs([("answer", typed)]), errors);
    let page = orders::page(&app, &caller, &reader, lang, id, &kept).await?;
    Ok((status, Html(page)).into_response())
}

fn sent(id: OrderId) -> String {
    format!("{}?sent=1", show::order_path(&id.to_string()))
}

/// The files as proof, each judged by its content; or what is wrong with each that is none. A browser gives no chosen
/// file twice, so the good ones are named as well: they are to be chosen again.
fn proofs(upload: &Upload, lang: Lang) -> Result<Vec<Proof>, Errors> {
    let mut proofs = Vec::new();
    let mut wrong: Vec<String> = Vec::new();
    for file in &upload.files {
        match Proof::of(&file.name, file.bytes.clone()) {
            Ok(proof) => proofs.push(proof),
            Err(fault) => {
                let code = proof::file_fault(&fault);
                let code = code.unwrap_or_else(|| fault.code().to_owned());
                wrong.push(proof::named(lang, &file.name, &code));
            }
        }
    }
    let left_out = upload.left_out.iter();
    wrong.extend(left_out.map(|file| proof::named(lang, &file.name, file.code)));
    if wrong.is_empty() {
        return Ok(proofs);
    }
    if !proofs.is_empty() {
        wrong.push(lang.t("my-answer-files-again"));
    }
    let mut errors = Errors::default();
    errors.add("files", wrong.join(lang.pick("；", "; ")));
    // Both faults are told at once, so that nobody sends the form three times.
    if upload.get("answer").trim().is_empty() {
        errors.add("answer", text::fault(lang, "text_empty", ""));
    }
    Err(errors)
}

/// What a refused answer is told beside its field; a fault that is not the person's stays a problem.
fn told(fault: Fault, lang: Lang) -> Result<(StatusCode, Errors), Problem> {
    let mut errors = Errors::default();
    let status = match fault {
        Fault::Input(faults) => {
            for fault in &faults {
                let field = if fault.field == "file" {
                    "files"
                } else {
                    "answer"
                };
                errors.add(field, text::fault(lang, &fault.code, &fault.detail));
            }
            StatusCode::UNPROCESSABLE_ENTITY
        }
        Fault::Refused(refusal) => {
            errors.add("answer", lang.pick(refusal.zh, refusal.en));
            StatusCode::CONFLICT
        }
        Fault::KeyReused => {
            errors.add("answer", lang.t("my-answer-sent-before"));
            StatusCode::CONFLICT
        }
        other => return Err(other.into()),
    };
    Ok((status, errors))
}
