//! Staff of institutions: who is entered and published, what lists say of them, and what officers make of it.

mod bars;
mod console;
mod entering;
mod leads;
mod pages;
mod teachers;

use std::sync::Arc;

use domain::access::permit;
use domain::pii::Pii;
use domain::staff::IdentityNumber;
use domain::staff::listed::NewTeacher;
use sea_orm::Database;
use serde_json::{Value, json};
use store::ops::staff::{self, Listed, NewList};
use store::{Fault, ManualClock, Store};
use tests::Db;
use tests::bureau::{Bureau, grant};
use tests::caller::{Answer, Caller};
use tests::door::Door;
use tests::rows::Rows;

use crate::model::dump;

const MINE: &str = "/api/v1/my/staff";
const LEADS: &str = "/api/v1/desk/staff-leads";
const BARRED: &str = "/api/v1/desk/barred";
const DAY_MILLIS: i64 = 24 * 60 * 60 * 1000;

/// A number of an identity card that belongs to nobody: no division begins with a nine.
pub(crate) fn identity(serial: u32) -> String {
    let number = IdentityNumber::from_body(&format!("99000019900101{serial:03}")).unwrap();
    number.as_str().to_owned()
}

/// The same with a wrong check character.
pub(crate) fn mistyped(serial: u32) -> String {
    let right = identity(serial);
    let check = if right.ends_with('1') { '2' } else { '1' };
    format!("{}{check}", &right[..17])
}

/// A person nothing is wrong with, at the institutions of the bureau, which teach arts.
fn member() -> Value {
    json!({
        "name": "万思宁", "post": "teacher", "engagement": "full_time", "subject": "书法", "certificate": "teacher",
        "certificate_number": "20203600042000011", "entry_check": "clear", "checked_on": "2026-01-05",
        "employed_on": "2026-01-08",
    })
}

/// A bureau with two institutions behind its JSON door; the clock stands until a test moves it.
struct House {
    store: Store,
    clock: Arc<ManualClock>,
    bureau: Bureau,
    rows: Rows,
    door: Door,
    url: String,
}

impl House {
    async fn open(db: &Db) -> Self {
        let (store, clock) = db.store_at_rest().await;
        Self {
            bureau: Bureau::found(&store, 2).await,
            rows: Rows::of(db).await,
            door: Door::open(db, &store).await,
            url: db.url().to_owned(),
            store,
            clock,
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

    /// A list of in-service teachers of one source comes in.
    async fn teachers(&self, serials: &[u32]) -> Listed {
        self.list(serials).await.unwrap()
    }

    /// The same, or why it is refused.
    async fn list(&self, serials: &[u32]) -> Result<Listed, Fault> {
        let teachers = serials.iter().map(|serial| NewTeacher {
            identity: Pii::new(identity(*serial).parse().unwrap()),
            name: Pii::new("万思宁".to_owned()),
            school: "南昌市凤凰小学".to_owned(),
        });
        let list = NewList {
            source: "人事处名册".to_owned(),
            listed_on: self.store.today(),
            teachers: teachers.collect(),
        };
        let right = grant::<permit::ManageRegister>(&self.store);
        staff::enter_teachers(&self.store, &right, &list, self.store.now()).await
    }

    /// The number lies in clear in no row of any table.
    async fn is_nowhere_in_clear(&self, number: &str) {
        let connection = Database::connect(&self.url).await.unwrap();
        for (table, row) in dump::of(&connection).await {
            assert!(!row.contains(number), "{table} holds the number: {row}");
        }
    }
}

/// Enters the person with this number.
async fn enter(agent: &Caller, serial: u32) -> Answer {
    enter_as(agent, serial, member()).await
}

async fn enter_as(agent: &Caller, serial: u32, member: Value) -> Answer {
    let body = json!({"identity_number": identity(serial), "member": member});
    agent.post(MINE, &body).await
}

/// The rules that are not kept with this person of one's own.
async fn findings(agent: &Caller, id: &str) -> Vec<String> {
    let record = agent.get(&format!("{MINE}/{id}")).await.expect(200);
    codes(&record.body["findings"])
}

fn codes(findings: &Value) -> Vec<String> {
    let findings = findings.as_array().unwrap().iter();
    findings
        .map(|finding| finding["rule"].as_str().unwrap().to_owned())
        .collect()
}

/// A bar of this number from today on.
fn bar(house: &House, serial: u32, days: i64) -> Value {
    let today = house.store.today();
    json!({
        "identity_number": identity(serial), "name": "万思宁", "source": "南教通〔2026〕7号",
        "from_on": today, "last_on": today.plus_days(days),
    })
}
