//! Bad input: each is refused with a stable code, nothing of it is written, and the server never answers 5xx.

mod bodies;
mod clients;
mod command_line;
mod files;
mod forms;
mod guesses;
mod queries;
mod repeats;
mod rights;
mod texts;
mod words;

use std::sync::Arc;

use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};
use store::{ManualClock, Store};
use tests::Db;
use tests::bureau::Bureau;
use tests::caller::{self, Answer, Caller};
use tests::door::Door;
use tests::rows::Rows;

/// A bureau behind its door, with a clock that stands still until it is moved.
struct Scene {
    store: Store,
    clock: Arc<ManualClock>,
    rows: Rows,
    bureau: Bureau,
    door: Door,
}

/// What a refusal must say: its status, its code, and wrong fields with their codes.
#[derive(Debug, Clone, Copy)]
struct Refusal<'a> {
    status: u16,
    code: &'a str,
    fields: &'a [(&'a str, &'a str)],
}

/// A refusal without wrong fields.
fn refusal(status: u16, code: &str) -> Refusal<'_> {
    Refusal {
        status,
        code,
        fields: &[],
    }
}

/// The refusal of a body for these fields.
fn wrong<'a>(fields: &'a [(&'a str, &'a str)]) -> Refusal<'a> {
    Refusal {
        status: 422,
        code: "invalid_input",
        fields,
    }
}

impl Scene {
    async fn set(db: &Db) -> Self {
        let (store, clock) = db.store_at_rest().await;
        Self {
            bureau: Bureau::found(&store, 2).await,
            door: Door::open(db, &store).await,
            rows: Rows::of(db).await,
            store,
            clock,
        }
    }

    fn public(&self) -> Caller {
        self.door.public()
    }

    async fn signed_in(&self, login: &str) -> Caller {
        self.public().sign_in(login).await
    }

    /// Sends what has to be refused, and checks that it was, and that it left nothing behind. `what` names the case.
    async fn refused(&self, what: &str, request: RequestBuilder, wanted: Refusal<'_>) -> Answer {
        let before = self.rows.census().await;
        let answer = caller::send(request).await;
        let said = format!("{what}: {} {}", answer.status, answer.body);
        assert_eq!(answer.status, wanted.status, "{said}");
        assert_eq!(answer.code(), wanted.code, "{said}");
        let kind = answer.headers["content-type"].to_str().unwrap();
        assert_eq!(kind, "application/problem+json", "{said}");
        assert!(!answer.text("reference").is_empty(), "{said}");
        for (field, code) in wanted.fields {
            let named = |error: &Value| error["field"] == *field && error["code"] == *code;
            let errors = answer.body["errors"].as_array().unwrap();
            assert!(errors.iter().any(named), "{said}: {field} {code}");
        }
        assert_eq!(self.rows.census().await, before, "{what} left something");
        answer
    }

    /// Files a complaint against an institution of the bureau; its number and receipt code.
    async fn complaint(&self, party: usize) -> (String, String) {
        let mut draft = draft();
        draft["institution_number"] = json!(self.bureau.parties[party].number.to_string());
        let filed = self.public().post("/api/v1/complaints", &draft).await;
        let filed = filed.expect(201);
        (filed.text("number"), filed.text("receipt"))
    }

    /// A case with an order against an institution of the bureau: number of the case, id of the order.
    async fn order(&self, party: usize) -> (String, String) {
        let (complaint, _) = self.complaint(party).await;
        let officer = self.signed_in("officer").await;
        let path = format!("/api/v1/desk/complaints/{complaint}/events");
        let accept = json!({"event": "accept", "version": 1});
        officer.post(&path, &accept).await.expect(200);
        let new = json!({"complaint_number": complaint, "second_officer": self.bureau.second_officer.to_string(),
            "reason": "课表写着数学。"});
        let case = officer.post("/api/v1/desk/cases", &new).await.expect(201);
        let case = case.text("number");
        let path = format!("/api/v1/desk/cases/{case}/events");
        let today = self.store.today();
        for event in [
            json!({"event": "record_finding", "violation": "disguised_subject_tutoring", "facts": "讲授数学。",
                "acted_on": today.to_string(), "found_on": today.to_string(), "version": 1}),
            json!({"event": "order_correction", "demand": "停止。",
                "due_on": today.plus_days(10).to_string(), "version": 2}),
        ] {
            officer.post(&path, &event).await.expect(200);
        }
        let record = officer.get(&format!("/api/v1/desk/cases/{case}")).await;
        let order = record.expect(200).body["order"]["id"].clone();
        (case, order.as_str().unwrap().to_owned())
    }
}

/// A complaint that would be taken.
fn draft() -> Value {
    json!({"subject": "机构不退费", "body": "交了十二期的钱，机构说不退。", "anonymous": true})
}

/// The same with a name.
fn named() -> Value {
    let mut draft = draft();
    draft["anonymous"] = json!(false);
    draft["contact"] =
        json!({"name": "万女士", "telephone": "13900000000", "email": "parent@example.cn"});
    draft
}

/// A body of JSON as these bytes.
fn raw(who: &Caller, path: &str, bytes: impl Into<Vec<u8>>) -> RequestBuilder {
    who.request(Method::POST, path)
        .header("Content-Type", "application/json")
        .body(bytes.into())
}
