//! Unlicensed places: how they are entered, checked on site, shut, joined, set aside; and that the public never sees one.

mod enter;
mod files;
mod laid;
mod pages;
mod public;
mod steps;

use std::sync::Arc;

use serde_json::{Value, json};
use store::{ManualClock, Store};
use tests::Db;
use tests::bureau::Bureau;
use tests::caller::{Answer, Caller};
use tests::door::Door;
use tests::rows::Rows;

const PLACES: &str = "/api/v1/desk/places";

/// A bureau behind its doors; its first institution has a licence, the second has none.
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
        let bureau = Bureau::found(&store, 2).await;
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

    async fn officer(&self) -> Caller {
        self.person("officer").await
    }

    /// A flat in Donghu where subjects are taught.
    fn seen(&self) -> Value {
        json!({
            "name": "小太阳托管", "address": "洪都北大道 12 号 5 单元 502 室", "district": "360102", "source": "patrol",
            "class": "subject", "stages": ["primary"], "pupils": 14, "staff": 3, "seen_on": self.store.today().plus_days(-2),
            "remarks": "放学后上课。",
        })
    }

    /// Another flat, elsewhere in Donghu.
    fn another(&self) -> Value {
        let mut seen = self.seen();
        seen["name"] = json!("博学书院");
        seen["address"] = json!("师大南路 3 号教师新村 6 栋 402 室");
        seen
    }

    /// A check on site by the officer and the second one, as an event.
    fn check(&self) -> Value {
        json!({
            "event": "confirm", "checked_on": self.store.today(), "second_officer": self.bureau.second_officer,
            "dedicated": true, "staffed": true, "organised": true, "finding": "现场有 14 名学生在上数学课，不能出示办学许可证。",
        })
    }

    /// An order to stop, as an event.
    fn order(&self) -> Value {
        json!({"event": "shut", "shut_on": self.store.today(), "ground": "ordered", "document": "洪教罚〔2026〕3号"})
    }

    /// A complaint about nobody in the register, from Donghu.
    async fn complaint(&self) -> String {
        self.complaint_with(&json!({})).await
    }

    async fn complaint_with(&self, more: &Value) -> String {
        let mut body = json!({
            "institution_name": "小太阳托管", "place": "洪都北大道12号5单元502", "district": "360102",
            "subject": "居民楼里办补习班", "body": "楼上每天放学后给小学生补数学，没有看到办学许可证，很吵。", "anonymous": true,
        });
        for (name, value) in more.as_object().unwrap() {
            body[name] = value.clone();
        }
        let filed = self.door.public().post("/api/v1/complaints", &body).await;
        filed.expect(201).text("number")
    }
}

async fn enter(officer: &Caller, seen: &Value) -> String {
    let entered = officer.post(PLACES, &json!({"seen": seen})).await;
    entered.expect(201).text("number")
}

async fn record(person: &Caller, number: &str) -> Value {
    person
        .get(&format!("{PLACES}/{number}"))
        .await
        .expect(200)
        .body
}

/// Takes a step on the place as it stands.
async fn step(person: &Caller, number: &str, mut body: Value) -> Answer {
    body["version"] = record(person, number).await["version"].clone();
    person
        .post(&format!("{PLACES}/{number}/events"), &body)
        .await
}

async fn state(person: &Caller, number: &str) -> String {
    record(person, number).await["state"]
        .as_str()
        .unwrap()
        .to_owned()
}
