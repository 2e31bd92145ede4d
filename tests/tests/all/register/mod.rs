//! The register: what happens to licences and records, and what the register says of another day.

mod applications;
mod applications_by_law;
mod applications_refused;
mod by_keyboard;
mod calendar;
mod classes;
mod entering;
mod history;
mod licences;
mod near;
mod published;
mod records;
mod records_kept;
mod replacement;
mod sheet;

use std::sync::Arc;

use serde_json::{Value, json};
use store::{ManualClock, Store};
use tests::Db;
use tests::bureau::Bureau;
use tests::caller::{Answer, Caller};
use tests::door::Door;
use tests::rows::Rows;

/// The licence of the bureau's first institution.
const LICENCE: &str = "/api/v1/desk/licences/136010271234567";

const DAY_MILLIS: i64 = 24 * 60 * 60 * 1000;

/// A bureau behind its JSON door; the clock stands until a test moves it.
struct House {
    store: Store,
    clock: Arc<ManualClock>,
    bureau: Bureau,
    rows: Rows,
    door: Door,
}

impl House {
    async fn open(db: &Db) -> Self {
        Self::of(db, 2).await
    }

    /// With so many institutions.
    async fn of(db: &Db, institutions: usize) -> Self {
        let (store, clock) = db.store_at_rest().await;
        let bureau = Bureau::found(&store, institutions).await;
        Self {
            rows: Rows::of(db).await,
            door: Door::open(db, &store).await,
            store,
            clock,
            bureau,
        }
    }

    /// Somebody with a session.
    async fn person(&self, login: &str) -> Caller {
        self.door.public().sign_in(login).await
    }

    /// Days go by. Whoever had a session has to sign in again.
    fn days_go_by(&self, days: i64) {
        self.clock.advance(days * DAY_MILLIS);
    }

    /// The path of the first institution's public record.
    fn record(&self) -> String {
        format!("/api/v1/institutions/{}", self.bureau.parties[0].number)
    }
}

/// Takes a step on the licence as it stands.
async fn step(person: &Caller, mut body: Value) -> Answer {
    let version = person.get(LICENCE).await.expect(200).body["version"].clone();
    body["version"] = version;
    person.post(&format!("{LICENCE}/events"), &body).await
}

fn suspension() -> Value {
    json!({"event": "propose", "change": "suspend", "basis": "洪教许停〔2026〕3号", "reason": "机构申请暂停办学。"})
}
