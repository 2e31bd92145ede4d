//! The OpenAPI document, version 3.1, made from the handlers.
//!
//! Answers are the store's read models; the shapes below say in the document what those carry. The suite `openapi`
//! holds real answers of every operation to them, and a test the paths to the routes.

mod after_school;
mod application;
mod course;
mod desk;
mod imports;
mod operations;
mod place;
mod public;
mod records;
mod register;
mod reminder;
mod report;
mod staff;

use utoipa::openapi::path::Operation;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::openapi::{Object, RefOr, Schema};
use utoipa::{Modify, OpenApi};

use super::json;
use super::problem::{Code, ProblemBody};
use super::{health, problem};

pub(crate) use after_school::*;
pub(crate) use application::*;
pub(crate) use course::*;
pub(crate) use desk::*;
pub(crate) use imports::*;
pub(crate) use operations::*;
pub(crate) use place::*;
pub(crate) use public::*;
pub(crate) use records::*;
pub(crate) use register::*;
pub(crate) use reminder::*;
pub(crate) use report::*;
pub(crate) use staff::*;

/// Adds what attributes cannot say: the security scheme and the closed list of codes.
struct Rest;

impl Modify for Rest {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let Some(components) = document.components.as_mut() else {
            return;
        };
        components.add_security_scheme(
            "session",
            SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer)),
        );
        if let Some(RefOr::T(Schema::Object(body))) = components.schemas.get_mut("ProblemBody")
            && let Some(RefOr::T(Schema::Object(code))) = body.properties.get_mut("code")
        {
            close(code);
        }
    }
}

fn close(code: &mut Object) {
    code.enum_values = Some(codes().into_iter().map(Into::into).collect());
}

/// Every text that `code` of a problem can have: the doors' own, then those of guards and rights.
#[must_use]
pub fn codes() -> Vec<&'static str> {
    let mut codes: Vec<&'static str> = Code::ALL.iter().map(|code| code.text()).collect();
    codes.extend(problem::refusals());
    codes
}

/// The document.
#[must_use]
pub fn document() -> utoipa::openapi::OpenApi {
    let mut document = Document::openapi();
    for (path, item) in &mut document.paths.paths {
        let operations = [
            ("get", &mut item.get),
            ("post", &mut item.post),
            ("delete", &mut item.delete),
        ];
        for (method, operation) in operations {
            if let Some(operation) = operation {
                operation.operation_id = Some(operation_id(method, path));
                name_problems(operation);
                name_files(operation);
            }
        }
    }
    document
}

/// Faults are `application/problem+json` (RFC 9457), which the attributes of the handlers take for plain JSON.
fn name_problems(operation: &mut Operation) {
    for (status, response) in &mut operation.responses.responses {
        if let RefOr::T(response) = response
            && status.ends_with("XX")
            && let Some(body) = response.content.shift_remove("application/json")
        {
            response
                .content
                .insert("application/problem+json".to_owned(), body);
        }
    }
}

/// A file is answered with its own type, which is one of those that evidence may have.
fn name_files(operation: &mut Operation) {
    for response in operation.responses.responses.values_mut() {
        if let RefOr::T(response) = response
            && let Some(file) = response.content.shift_remove("application/octet-stream")
        {
            for (media_type, _) in store::evidence::ACCEPTED {
                response.content.insert(media_type.to_owned(), file.clone());
            }
        }
    }
}

/// The id of an operation, made from what makes it one: `get_my_orders_id`. A handler's name is not unique.
fn operation_id(method: &str, path: &str) -> String {
    let path = path.strip_prefix("/api/v1").unwrap_or(path);
    path.split(['/', '{', '}', '-'])
        .filter(|word| !word.is_empty())
        .fold(method.to_owned(), |id, word| format!("{id}_{word}"))
}

#[derive(OpenApi)]
#[openapi(
    info(title = "Hongjian 洪鉴", description = "Regulation of off-campus training institutions (校外培训机构). \
        Text is UTF-8, JSON is snake_case, money is an integer of Fen, days are YYYY-MM-DD in Asia/Shanghai, instants RFC 3339 in UTC."),
    paths(
        health::live,
        health::ready,
        json::institutions::list,
        json::institutions::one,
        json::near::find,
        json::white_list::whole,
        json::after_school::whole,
        json::complaints::file,
        json::complaints::follow,
        json::complaints::withdraw,
        json::law::by_when,
        json::law::of_class,
        json::sessions::sign_in,
        json::sessions::own,
        json::sessions::change_password,
        json::sessions::sign_out,
        json::sessions::sign_out_everywhere,
        json::desk::complaints,
        json::desk::one_complaint,
        json::desk::complaint_events,
        json::desk::complaint_event,
        json::desk::leads,
        json::desk::one_lead,
        json::desk::lead_events,
        json::desk::lead_event,
        json::institutions::registered,
        json::institutions::one_registered,
        json::licences::list,
        json::licences::one,
        json::licences::events,
        json::licences::event,
        json::applications::own,
        json::applications::own_one,
        json::applications::own_events,
        json::applications::begin,
        json::applications::save,
        json::applications::own_event,
        json::applications::add,
        json::applications::take_back,
        json::applications::list,
        json::applications::one,
        json::applications::events,
        json::applications::event,
        json::courses::public,
        json::courses::own,
        json::courses::own_one,
        json::courses::own_events,
        json::courses::begin,
        json::courses::save,
        json::courses::own_event,
        json::courses::list,
        json::courses::one,
        json::courses::events,
        json::courses::event,
        json::after_school::own,
        json::after_school::own_one,
        json::after_school::own_events,
        json::after_school::begin,
        json::after_school::save,
        json::after_school::own_event,
        json::after_school::list,
        json::after_school::one,
        json::after_school::events,
        json::after_school::event,
        json::after_school::agree,
        json::after_school::score,
        json::after_school::score_all,
        json::schools::list,
        json::schools::one,
        json::schools::choices,
        json::schools::add,
        json::schools::change,
        json::schools::add_all,
        json::cases::list,
        json::cases::one,
        json::cases::open,
        json::cases::events,
        json::cases::event,
        json::cases::file,
        json::imports::list,
        json::imports::send,
        json::imports::one,
        json::imports::event,
        json::licences::pdf,
        json::records::own,
        json::records::change_own,
        json::records::set_contact,
        json::records::confirm,
        json::records::kept,
        json::records::change,
        json::entering::alike,
        json::entering::enter,
        json::records::party,
        json::reminders::own,
        json::reminders::set,
        json::requests::own,
        json::requests::own_one,
        json::requests::own_events,
        json::requests::own_event,
        json::requests::list,
        json::requests::one,
        json::requests::events,
        json::requests::event,
        json::reports::file,
        json::reports::follow,
        json::reports::list,
        json::reports::one,
        json::reports::events,
        json::reports::event,
        json::reports::correct,
        json::merges::list,
        json::merges::one,
        json::merges::events,
        json::merges::propose,
        json::merges::event,
        json::merges::enter,
        json::merges::undo,
        json::mine::licence,
        json::mine::list,
        json::mine::one,
        json::mine::answer,
        json::mine::add,
        json::mine::file,
        json::staff::own,
        json::staff::own_one,
        json::staff::own_team,
        json::staff::enter,
        json::staff::event,
        json::staff::state_pupils,
        json::staff::of_institution,
        json::staff::team_of_institution,
        json::staff_desk::leads,
        json::staff_desk::one_lead,
        json::staff_desk::lead_events,
        json::staff_desk::judge,
        json::staff_desk::bars,
        json::staff_desk::one_bar,
        json::staff_desk::bar_person,
        json::staff_desk::bar_event,
        json::places::list,
        json::places::alike,
        json::places::figures,
        json::places::one,
        json::places::events,
        json::places::enter,
        json::places::correct,
        json::places::link,
        json::places::unlink,
        json::places::add,
        json::places::event,
        json::operations::notices,
        json::operations::notice,
        json::operations::retry_notice,
        json::operations::set_notice_aside,
        json::operations::jobs,
        json::operations::retry_job,
        json::operations::acts,
    ),
    components(schemas(ProblemBody, Code)),
    modifiers(&Rest),
)]
struct Document;
