//! Courses: how they are filed, screened, judged, published with their fees, and taken in from lists.

mod changes;
mod flags;
mod lists;
mod materials;
mod pages;
mod rules;
mod way;

use std::sync::Arc;

use domain::access::{Actor, decide, permit};
use domain::screening::{Kind, Screener, Text};
use serde_json::{Value, json};
use store::ops::course::{self, Wanted};
use store::queue::{self, Claimed};
use store::{Clock as _, ManualClock, Store, SystemClock, SystemEntropy};
use tests::Db;
use tests::bureau::Bureau;
use tests::caller::{Answer, Caller};
use tests::door::Door;
use tests::rows::Rows;

const MINE: &str = "/api/v1/my/courses";
const DESK: &str = "/api/v1/desk/courses";
const DAY_MILLIS: i64 = 24 * 60 * 60 * 1000;

/// A bureau behind its doors; its first institution may teach arts to primary pupils, the second has no licence.
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
        Self::of(db, store, clock).await
    }

    /// Founded now, as programs that are started tell the time.
    async fn of_today(db: &Db) -> Self {
        let clock = Arc::new(ManualClock::at(SystemClock.now()));
        let entropy = Arc::new(SystemEntropy);
        let store = db
            .store_with(Arc::<ManualClock>::clone(&clock), entropy)
            .await;
        Self::of(db, store, clock).await
    }

    async fn of(db: &Db, store: Store, clock: Arc<ManualClock>) -> Self {
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

    async fn agent(&self) -> Caller {
        self.person("institution-agent").await
    }

    fn days_go_by(&self, days: i64) {
        self.clock.advance(days * DAY_MILLIS);
    }

    /// A course in order: dance on Wednesday evenings, from today for twelve weeks.
    fn form(&self) -> Value {
        let today = self.store.today();
        json!({
            "name": "中国舞启蒙", "description": "从把杆和方位开始，学完一个完整组合。", "class": "arts", "stages": ["primary"],
            "mode": "on_site", "lessons": 20, "lesson_minutes": 45, "pupils": 20, "price_fen": 160_000,
            "first_day": today, "last_day": today.plus_days(80),
            "times": [{"weekday": "wednesday", "start": "18:30", "end": "20:00"}],
        })
    }

    /// A course whose text an officer has to judge.
    fn doubtful(&self) -> Value {
        let mut form = self.form();
        form["name"] = json!("思维训练（春季班）");
        form["description"] =
            json!("面向三年级，按数学教材单元同步讲解应用题，每周一次，配套练习卷。");
        form
    }

    /// Begins a course and files it; answers its number.
    async fn filed(&self, agent: &Caller, form: &Value) -> String {
        let number = begin(agent, form).await;
        step(agent, MINE, &number, json!({"event": "file"}))
            .await
            .expect(200);
        number
    }

    /// A course that was filed and screened.
    async fn screened(&self, agent: &Caller, form: &Value) -> String {
        let number = self.filed(agent, form).await;
        self.screen().await;
        number
    }

    /// The next job, claimed as a worker claims it.
    async fn claim(&self) -> Option<Claimed> {
        let claimed = queue::claim(&self.store, "test", 60_000, false, self.store.now()).await;
        claimed.unwrap()
    }

    /// Screens every course that waits, as the worker does; answers how many.
    async fn screen(&self) -> usize {
        let mut count = 0;
        while let Some(job) = self.claim().await {
            self.work(&job).await.unwrap();
            count += 1;
        }
        count
    }

    async fn work(&self, job: &Claimed) -> Result<(), store::Fault> {
        let wanted = Wanted {
            course: job.payload["course"].as_str().unwrap().parse().unwrap(),
            edition: job.payload["edition"].as_i64().unwrap(),
        };
        let today = self.store.today();
        let grant = decide::<permit::RunSystem>(&Actor::System("test"), today).unwrap();
        let text = course::text(&self.store, &grant, wanted).await?.unwrap();
        let found = Screener::built_in().screen(&Text {
            subject: text.0,
            body: text.1,
            happened_on: None,
            kind: Kind::Course,
        });
        course::record(&self.store, &grant, job, wanted, &found, self.store.now()).await
    }

    /// The published courses of the first institution.
    async fn published(&self) -> Vec<Value> {
        let path = format!(
            "/api/v1/institutions/{}/courses",
            self.bureau.parties[0].number
        );
        let answer = self.door.public().get(&path).await.expect(200);
        answer.body["items"].as_array().unwrap().clone()
    }
}

async fn begin(agent: &Caller, form: &Value) -> String {
    let begun = agent.post(MINE, &json!({"form": form})).await.expect(201);
    begun.text("number")
}

async fn record(person: &Caller, door: &str, number: &str) -> Value {
    person
        .get(&format!("{door}/{number}"))
        .await
        .expect(200)
        .body
}

async fn save(agent: &Caller, number: &str, form: &Value) -> Answer {
    let version = record(agent, MINE, number).await["version"].clone();
    let body = json!({"form": form, "version": version});
    agent.post(&format!("{MINE}/{number}/form"), &body).await
}

/// Takes a step on the course as it stands.
async fn step(person: &Caller, door: &str, number: &str, mut body: Value) -> Answer {
    body["version"] = record(person, door, number).await["version"].clone();
    person.post(&format!("{door}/{number}/events"), &body).await
}
