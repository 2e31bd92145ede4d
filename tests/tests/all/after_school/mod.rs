//! After-school service: how providers are let in, scored, warned and leave, and what everybody reads of it.

mod calendar;
mod lists;
mod pages;
mod rights;
mod scores;
mod way;

use std::sync::Arc;

use domain::access::permit;
use domain::after_school::{Item, SchoolYear};
use serde_json::{Value, json};
use store::ops::after_school::{self, Followed};
use store::{ManualClock, Store};
use tests::Db;
use tests::bureau::{Bureau, grant};
use tests::caller::{Answer, Caller};
use tests::door::Door;
use tests::rows::Rows;

use crate::staff::identity;

const MINE: &str = "/api/v1/my/after-school";
const DESK: &str = "/api/v1/desk/after-school";
const SCHOOLS: &str = "/api/v1/desk/schools";
const PUBLIC: &str = "/api/v1/after-school";
const DAY_MILLIS: i64 = 24 * 60 * 60 * 1000;

/// A bureau behind its doors; its first institution may teach arts, the second has no licence. Two schools are on the list.
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
        Self {
            bureau: Bureau::found(&store, 2).await,
            rows: Rows::of(db).await,
            door: Door::open(db, &store).await,
            store,
            clock,
        }
    }

    async fn person(&self, login: &str) -> Caller {
        self.door.public().sign_in(login).await
    }

    async fn agent(&self) -> Caller {
        self.person("institution-agent").await
    }

    fn days_go_by(&self, days: i64) {
        self.clock.advance(days * DAY_MILLIS);
    }

    fn year(&self) -> SchoolYear {
        SchoolYear::of(self.store.today())
    }

    /// Enters a school with so many items, and answers its number.
    async fn school(&self, name: &str, items: Option<i64>) -> String {
        let officer = self.person("officer").await;
        let school =
            json!({"name": name, "district": "360102", "stages": ["primary"], "items": items});
        officer
            .post(SCHOOLS, &school)
            .await
            .expect(201)
            .text("number")
    }

    /// Enters somebody of the staff of the agent's institution, and answers the id.
    async fn teacher(&self, agent: &Caller, serial: u32, check: &str) -> String {
        let member = json!({
            "name": format!("教师{serial}"), "post": "teacher", "engagement": "full_time", "subject": "书法",
            "certificate": "teacher", "certificate_number": "20203600042000011", "entry_check": check,
            "checked_on": (check != "unchecked").then_some("2026-01-05"), "employed_on": "2026-01-08",
        });
        let body = json!({"identity_number": identity(serial), "member": member});
        let entered = agent.post("/api/v1/my/staff", &body).await;
        entered.expect(201).text("id")
    }

    /// An application in order.
    async fn form(&self, agent: &Caller) -> Value {
        let first = self.school("东湖区百花洲小学", Some(20)).await;
        let second = self.school("东湖区贤士路小学", Some(10)).await;
        let teacher = self.teacher(agent, 1, "clear").await;
        json!({
            "services": [{
                "name": "书法社团", "content": "执笔、笔画和结构，学期末办一次展览。", "class": "arts", "grades": [1, 2, 3],
                "teachers": [teacher], "fee_fen": 500, "market_fen": 6_000,
            }],
            "schools": [first, second], "quality": "每学期一次公开课。", "pricing": "只计课酬和耗材。",
        })
    }

    async fn begin(&self, agent: &Caller, form: &Value) -> Answer {
        let body = json!({"school_year": self.year(), "form": form});
        agent.post(MINE, &body).await
    }

    /// An application that was filed; answers its number.
    async fn filed(&self, agent: &Caller) -> String {
        let form = self.form(agent).await;
        let number = self.begin(agent, &form).await.expect(201).text("number");
        own_step(agent, &number, json!({"event": "file"}))
            .await
            .expect(200);
        number
    }

    /// One that is before the public.
    async fn publicised(&self, agent: &Caller) -> String {
        let number = self.filed(agent).await;
        let officer = self.person("officer").await;
        step(&officer, &number, select()).await.expect(200);
        let lead = self.person("lead-officer").await;
        step(&lead, &number, json!({"event": "approve"}))
            .await
            .expect(200);
        number
    }

    /// One that was let in; days have gone by.
    async fn admitted(&self) -> String {
        let agent = self.agent().await;
        let number = self.publicised(&agent).await;
        self.days_go_by(15);
        assert_eq!(self.follow().await.moved, 1);
        number
    }

    /// One that serves its first school, and that school.
    async fn serving(&self) -> (String, String) {
        let number = self.admitted().await;
        let officer = self.person("officer").await;
        let school = record(&officer, DESK, &number).await["form"]["schools"][0].clone();
        let school = school.as_str().unwrap().to_owned();
        self.agree(&officer, &number, &school, 500)
            .await
            .expect(200);
        (number, school)
    }

    async fn agree(&self, officer: &Caller, number: &str, school: &str, fee: i64) -> Answer {
        let now = record(officer, DESK, number).await;
        let body = json!({
            "school": school, "first_day": now["way"]["held"]["from"], "last_day": now["last_day"],
            "services": ["书法社团"], "fee_fen": fee, "version": now["version"],
        });
        officer
            .post(&format!("{DESK}/{number}/agreements"), &body)
            .await
    }

    async fn score(&self, officer: &Caller, number: &str, school: &str, score: Value) -> Answer {
        let version = record(officer, DESK, number).await["version"].clone();
        let term = domain::after_school::Term::of(self.store.today());
        let body = json!({"school": school, "term": term, "score": score, "version": version});
        officer
            .post(&format!("{DESK}/{number}/scores"), &body)
            .await
    }

    /// What a worker does each day.
    async fn follow(&self) -> Followed {
        let right = grant::<permit::RunSystem>(&self.store);
        after_school::follow(&self.store, &right, self.store.now())
            .await
            .unwrap()
    }

    /// What everybody reads of a part of the list.
    async fn list(&self, part: &str) -> Vec<Value> {
        let path = format!("{PUBLIC}?part={part}");
        let answer = self.door.public().get(&path).await.expect(200);
        answer.body["items"].as_array().unwrap().clone()
    }
}

/// The choice with the whole checklist confirmed.
fn select() -> Value {
    json!({"event": "select", "checked": Item::ALL, "reason": "课程清楚，收费公益。"})
}

async fn record(person: &Caller, door: &str, number: &str) -> Value {
    let path = format!("{door}/{number}");
    person.get(&path).await.expect(200).body
}

async fn stepped(person: &Caller, door: &str, number: &str, mut body: Value) -> Answer {
    body["version"] = record(person, door, number).await["version"].clone();
    person.post(&format!("{door}/{number}/events"), &body).await
}

/// Takes a step of the desk on the provider as it stands.
async fn step(person: &Caller, number: &str, body: Value) -> Answer {
    stepped(person, DESK, number, body).await
}

/// Takes a step of the institution.
async fn own_step(agent: &Caller, number: &str, body: Value) -> Answer {
    stepped(agent, MINE, number, body).await
}
