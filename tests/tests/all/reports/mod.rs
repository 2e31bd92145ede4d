//! Reports of the public about entries of the register, merges of double entries, and links between institutions.

mod judging;
mod kept;
mod linking;
mod merging;
mod merging_guarded;
mod pages;
mod reporting;

use std::sync::Arc;

use reqwest::Method;
use serde_json::{Value, json};
use store::{ManualClock, Store};
use tests::Db;
use tests::bureau::Bureau;
use tests::caller::{Answer, Caller, send};
use tests::door::Door;
use tests::rows::Rows;

const REPORTS: &str = "/api/v1/desk/reports";
const MERGES: &str = "/api/v1/desk/merges";
const LINKS: &str = "/api/v1/desk/links";
const DAY_MILLIS: i64 = 24 * 60 * 60 * 1000;

/// A bureau of four institutions behind its JSON door: the first has a licence and a credit code, the others have neither.
struct House {
    store: Store,
    clock: Arc<ManualClock>,
    bureau: Bureau,
    rows: Rows,
    door: Door,
}

impl House {
    async fn open(db: &Db) -> Self {
        let (store, clock) = db.store_at_rest().await;
        let bureau = Bureau::found(&store, 4).await;
        Self {
            rows: Rows::of(db).await,
            door: Door::open(db, &store).await,
            store,
            clock,
            bureau,
        }
    }

    async fn person(&self, login: &str) -> Caller {
        self.door.public().sign_in(login).await
    }

    fn number(&self, party: usize) -> String {
        self.bureau.parties[party].number.to_string()
    }

    /// Days go by. Whoever had a session has to sign in again.
    fn days_go_by(&self, days: i64) {
        self.clock.advance(days * DAY_MILLIS);
    }

    /// Sends a report about a party.
    async fn report(&self, party: usize, draft: &Value) -> Answer {
        let path = format!("/api/v1/institutions/{}/reports", self.number(party));
        self.door.public().post(&path, draft).await
    }

    /// Number of a report that was filed.
    async fn filed(&self, party: usize, draft: &Value) -> String {
        self.report(party, draft).await.expect(201).text("number")
    }

    /// The version of the record of a party.
    async fn version(&self, officer: &Caller, party: usize) -> i64 {
        let path = format!("/api/v1/desk/institutions/{}/record", self.number(party));
        let record = officer.get(&path).await.expect(200);
        record.body["version"].as_i64().unwrap()
    }

    /// Proposes to merge `hidden` into `kept`.
    async fn propose(&self, officer: &Caller, hidden: usize, kept: usize) -> Answer {
        let body = json!({
            "hidden": self.number(hidden), "kept": self.number(kept), "reason": "地址和负责人相同。",
        });
        officer.post(MERGES, &body).await
    }

    /// A merge that was approved.
    async fn merged(&self, hidden: usize, kept: usize) -> String {
        let (officer, lead) = (
            self.person("officer").await,
            self.person("lead-officer").await,
        );
        let id = self.propose(&officer, hidden, kept).await.expect(201);
        let id = id.text("id");
        step(&lead, MERGES, &id, json!({"event": "approve"}))
            .await
            .expect(200);
        id
    }

    /// The public record of a party.
    async fn public(&self, party: usize) -> Answer {
        let path = format!("/api/v1/institutions/{}", self.number(party));
        self.door.public().get(&path).await
    }
}

/// Takes a step on a record as it stands.
async fn step(person: &Caller, door: &str, id: &str, mut body: Value) -> Answer {
    let path = format!("{door}/{id}");
    body["version"] = person.get(&path).await.expect(200).body["version"].clone();
    person.post(&format!("{path}/events"), &body).await
}

/// Sends a body under an idempotency key.
async fn keyed(person: &Caller, path: &str, key: &str, body: &Value) -> Answer {
    let request = person.request(Method::POST, path);
    send(request.header("idempotency-key", key).json(body)).await
}

fn telephone() -> Value {
    json!({"kind": "wrong", "items": [{"field": "telephone", "right": "0791-80005678"}], "text": "招牌上是这个号码。"})
}

/// A number in order, which nobody has.
fn nobody() -> String {
    let number = domain::words::InstitutionNumber::from_sequence(9_000_000);
    number.unwrap().to_string()
}
