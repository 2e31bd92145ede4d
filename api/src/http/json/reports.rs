//! Reports about entries of the register: filed and followed by the public, judged by officers.

use std::sync::Arc;

use axum::Json as Answered;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use domain::access::{Action, permit};
use domain::entry_report::Draft;
use domain::words::{Day, InstitutionNumber, ReportNumber};
use serde::{Deserialize, Serialize};
use store::ops::record::Changed;
use store::ops::report::{self, Corrected, FileReport, ReportEvent};
use store::read::report::{FollowedReport, ReportRecord, ReportRow, STATES};
use store::read::{self, Page};
use utoipa::ToSchema;

use super::checks::ListQuery;
use super::complaints::{idempotency_key, language, receipt};
use super::event::{Events, Moved, Step};
use super::records::RecordChange;
use super::shown::Shown;
use crate::App;
use crate::http::access::{Permitted, Routes};
use crate::http::body::{Json, Named, Query};
use crate::http::caller::Caller;
use crate::http::openapi::{
    ChangedShown, FollowedReportShape, ReportDraftShape, ReportEventShape, ReportPage, ReportShown,
};
use crate::http::problem::{Code, Problem, ProblemBody};
use crate::text::Lang;

/// Registers the routes.
pub(super) fn register(routes: &mut Routes) {
    routes
        .public("anybody may say that an entry is wrong, closed or double")
        .post("/api/v1/institutions/{number}/reports", file)
        .done();
    routes
        .public("the receipt code opens one's own report")
        .get("/api/v1/reports/{number}", follow)
        .done();
    routes
        .needs(Action::ReadDesk)
        .get("/api/v1/desk/reports", list)
        .get("/api/v1/desk/reports/{number}", one)
        .get("/api/v1/desk/reports/{number}/events", events)
        .done();
    routes
        .needs(Action::JudgeReport)
        .post("/api/v1/desk/reports/{number}/events", event)
        .post("/api/v1/desk/reports/{number}/correction", correct)
        .done();
}

/// What the reporter is told.
#[derive(Serialize, ToSchema)]
pub struct Reported {
    /// Number of the report.
    #[schema(value_type = String, example = "JC1234567890")]
    number: ReportNumber,
    /// 16 digits, told this once. With the number it opens the report.
    receipt: String,
    /// The last day for the answer.
    #[schema(value_type = String, format = Date)]
    due_on: Day,
}

/// Say that an entry is wrong, closed or double.
#[utoipa::path(post, path = "/api/v1/institutions/{number}/reports", tag = "register", request_body = ReportDraftShape,
    params(("number" = String, Path), ("Idempotency-Key" = Option<String>, Header, description = "The same key with the same content answers as before and files nothing")),
    responses((status = 201, body = Reported), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn file(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(grant): Permitted<permit::ReportEntry>,
    Named(number): Named<InstitutionNumber>,
    headers: HeaderMap,
    Json(draft): Json<Draft>,
) -> Result<(StatusCode, Answered<Reported>), Problem> {
    app.limits().filing(caller.peer)?;
    let now = app.store().now();
    let command = FileReport {
        institution: number,
        filing: draft.check(now.day())?,
        language: language(lang),
    };
    let key = idempotency_key(&headers)?;
    let filed = report::file(app.store(), &grant, &command, key.as_ref(), now).await?;
    let answer = Reported {
        number: filed.number,
        receipt: filed.receipt.digits(),
        due_on: filed.due_on,
    };
    Ok((StatusCode::CREATED, Answered(answer)))
}

/// One's own report: state, dates, answer, and what became of the mails. A wrong code and an unknown number are the same 404.
#[utoipa::path(get, path = "/api/v1/reports/{number}", tag = "register",
    params(("number" = String, Path), ("Receipt" = String, Header, description = "16 digits")),
    responses((status = 200, body = FollowedReportShape), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn follow(
    State(app): State<App>,
    caller: Arc<Caller>,
    Permitted(grant): Permitted<permit::FollowReport>,
    Named(number): Named<ReportNumber>,
    headers: HeaderMap,
) -> Result<Shown<FollowedReport>, Problem> {
    app.limits().receipt(caller.peer)?;
    let follow = async {
        let code = receipt(&headers)?;
        let record = read::report::follow(app.store(), &grant, number, &code).await?;
        Ok(Shown(record))
    };
    app.limits().receipt_answer(number, follow.await)
}

/// Reports by due day, earliest first. `state` is `open` (all that wait), a kind (those of it that wait), `accepted` or
/// `declined`.
#[utoipa::path(get, path = "/api/v1/desk/reports", tag = "desk", params(ListQuery), security(("session" = [])),
    responses((status = 200, body = ReportPage), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn list(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::ReadDesk>,
    Query(query): Query<ListQuery>,
) -> Result<Shown<Page<ReportRow>>, Problem> {
    let wanted = query.by_due(STATES)?;
    Ok(Shown(
        read::report::list(app.store(), &grant, &wanted).await?,
    ))
}

/// One report beside what the register says. Who reported is not told.
#[utoipa::path(get, path = "/api/v1/desk/reports/{number}", tag = "desk", security(("session" = [])), params(("number" = String, Path)),
    responses((status = 200, body = ReportShown), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn one(
    State(app): State<App>,
    Permitted(grant): Permitted<permit::ReadDesk>,
    Named(number): Named<ReportNumber>,
) -> Result<Shown<ReportRecord>, Problem> {
    Ok(Shown(
        read::report::by_number(app.store(), &grant, number).await?,
    ))
}

/// Which steps the caller may take on a report now.
#[utoipa::path(get, path = "/api/v1/desk/reports/{number}/events", tag = "desk", security(("session" = [])), params(("number" = String, Path)),
    responses((status = 200, body = Events), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn events(
    State(app): State<App>,
    lang: Lang,
    Permitted(grant): Permitted<permit::ReadDesk>,
    Named(number): Named<ReportNumber>,
) -> Result<Answered<Events>, Problem> {
    let record = read::report::by_number(app.store(), &grant, number).await?;
    Ok(Answered(allowed(record, lang)))
}

fn allowed(record: ReportRecord, lang: Lang) -> Events {
    Events::of(record.offers, record.row.version, lang)
}

/// Decide on a report in words: decline it, or accept one of the kind `other`. The other kinds are accepted by a correction
/// or by proposing a merge.
#[utoipa::path(post, path = "/api/v1/desk/reports/{number}/events", tag = "desk", security(("session" = [])), request_body = ReportEventShape,
    params(("number" = String, Path)),
    responses((status = 200, body = Moved), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn event(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(grant): Permitted<permit::JudgeReport>,
    Named(number): Named<ReportNumber>,
    step: Step<ReportEvent>,
) -> Result<Answered<Moved>, Problem> {
    let (store, now) = (app.store(), app.store().now());
    let judged = report::judge(store, &grant, number, &step.event, step.version, now).await;
    match judged.map_err(Problem::from) {
        Ok(version) => Ok(Answered(Moved { version })),
        Err(problem) if problem.code == Code::Refused => {
            let desk = caller.grant::<permit::ReadDesk>(now.day())?;
            let record = read::report::by_number(store, &desk, number).await?;
            Err(allowed(record, lang).beside(problem))
        }
        Err(problem) => Err(problem),
    }
}

/// A change of the record by which a report is accepted.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Correction {
    /// The version of the report that was read.
    report_version: i64,
    /// What the record is to say.
    record: RecordChange,
    /// Words for the reporter; may be left out.
    #[serde(default)]
    #[schema(max_length = 1000)]
    answer: String,
}

/// Accept a report by the change of the record that it asks for. Both happen, or neither.
#[utoipa::path(post, path = "/api/v1/desk/reports/{number}/correction", tag = "desk", security(("session" = [])), request_body = Correction,
    params(("number" = String, Path)),
    responses((status = 200, body = ChangedShown), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn correct(
    State(app): State<App>,
    caller: Arc<Caller>,
    Permitted(judges): Permitted<permit::JudgeReport>,
    Named(number): Named<ReportNumber>,
    Json(body): Json<Correction>,
) -> Result<Answered<Changed>, Problem> {
    let (store, now) = (app.store(), app.store().now());
    let (change, version) = body.record.change()?;
    let desk = caller.grant::<permit::ReadDesk>(now.day())?;
    let keeps = caller.grant::<permit::KeepRegister>(now.day())?;
    let row = read::report::by_number(store, &desk, number).await?.row;
    let corrected = Corrected {
        report: number,
        report_version: body.report_version,
        institution: row
            .institution_number
            .parse()
            .map_err(|_| Problem::internal("the number of an institution"))?,
        version,
        change: &change,
        answer: &body.answer,
    };
    let changed = report::correct(store, (&judges, &keeps), &corrected, now).await?;
    Ok(Answered(changed))
}
