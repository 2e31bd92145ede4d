//! An application for a licence from the draft to the issue, and each way in which it ends earlier.

use domain::access::permit;
use serde_json::{Value, json};
use store::ops::application;
use tests::bureau::grant;
use tests::caller::{Answer, Caller, form_with, send};
use tests::{Db, db_test};

use super::House;

db_test!(
    a_first_licence_goes_from_the_draft_to_the_public_register,
    what_is_written_with_a_step_can_be_read,
    a_renewal_goes_on_from_the_last_day_of_the_licence,
    a_change_is_found_by_its_new_name_and_the_past_is_kept,
    what_nobody_spoke_about_counts_as_accepted_once,
    a_renewal_not_decided_in_time_counts_as_granted_and_the_licence_does_not_end,
    corrections_are_asked_for_once_and_the_paper_comes_with_them,
);

pub(super) const MINE: &str = "/api/v1/my/applications";
pub(super) const DESK: &str = "/api/v1/desk/applications";

/// A PDF of a page.
pub(super) const PDF: &[u8] =
    b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";

/// What is filled in where all is right.
pub(super) fn form() -> Value {
    json!({
        "name": "南昌市东湖区币梦艺术培训中心", "class": "arts", "stages": ["primary", "junior"], "mode": "on_site",
        "scope": "书法、绘画", "address": "叠山路1号", "area_m2": 240, "pupils_at_once": 60, "site": "commercial",
        "lease_until": "2031-12-31", "staff": 8, "teaching_staff": 5, "teachers": 4, "pupils": 200,
        "capital_fen": 30_000_000, "custody_bank": "江西银行洪城支行",
    })
}

/// What a renewal says where all is right: what the register says of the first institution.
pub(super) fn renewal() -> Value {
    let mut form = form();
    form["name"] = json!("南昌市东湖区帀梦艺术培训中心");
    form["stages"] = json!(["primary"]);
    form["lease_until"] = json!("2040-12-31");
    form
}

/// Begins an application and answers its number.
pub(super) async fn begin(agent: &Caller, kind: &str) -> String {
    let begun = agent.post(MINE, &json!({"kind": kind})).await.expect(201);
    begun.text("number")
}

pub(super) async fn save(agent: &Caller, number: &str, form: &Value) -> Answer {
    let path = format!("{MINE}/{number}");
    let version = agent.get(&path).await.expect(200).body["version"].clone();
    let body = json!({"form": form, "version": version});
    agent.post(&format!("{path}/form"), &body).await
}

pub(super) async fn add(agent: &Caller, number: &str, paper: &str, content: &[u8]) -> Answer {
    let path = format!("{MINE}/{number}/papers");
    let (kind, body) = form_with(&[("paper", paper)], "材料.pdf", content);
    let request = agent
        .request(reqwest::Method::POST, &path)
        .header("Content-Type", kind)
        .body(body);
    send(request).await
}

/// Every paper that is missing, each with content of its own.
pub(super) async fn add_all(agent: &Caller, number: &str) {
    let record = agent
        .get(&format!("{MINE}/{number}"))
        .await
        .expect(200)
        .body;
    for paper in record["papers"].as_array().unwrap() {
        let paper = paper["paper"].as_str().unwrap();
        let content = [PDF, paper.as_bytes()].concat();
        add(agent, number, paper, &content).await.expect(201);
    }
}

/// Takes a step of the applicant or of the desk on the application as it stands.
pub(super) async fn step(person: &Caller, door: &str, number: &str, mut body: Value) -> Answer {
    let path = format!("{door}/{number}");
    body["version"] = person.get(&path).await.expect(200).body["version"].clone();
    person.post(&format!("{path}/events"), &body).await
}

/// An application that is filled in and handed in.
pub(super) async fn submitted(agent: &Caller, kind: &str, form: &Value) -> String {
    let number = begin(agent, kind).await;
    save(agent, &number, form).await.expect(200);
    add_all(agent, &number).await;
    step(agent, MINE, &number, json!({"event": "submit"}))
        .await
        .expect(200);
    number
}

impl House {
    pub(super) async fn agent(&self, party: usize) -> Caller {
        self.person(&self.bureau.parties[party].agent).await
    }

    pub(super) fn visit(&self) -> Value {
        json!({
            "event": "record_visit", "second_officer": self.bureau.second_officer, "on": self.store.today(),
            "passed": true, "words": "场地与申报一致。",
        })
    }

    /// The register says how the first institution teaches.
    pub(super) async fn teaches(&self, mode: &str) {
        let set = format!(
            "INSERT INTO institution_identity (institution_id, mode) SELECT id, '{mode}' FROM institution WHERE number = '{}' \
             ON CONFLICT (institution_id) DO UPDATE SET mode = EXCLUDED.mode",
            self.bureau.parties[0].number
        );
        self.rows.set(&set).await;
    }

    /// Granted by two people.
    pub(super) async fn granted(&self, number: &str) {
        let officer = self.person("officer").await;
        for body in [
            json!({"event": "accept"}),
            self.visit(),
            json!({"event": "propose", "grant": true, "checked": ["culture_consents"]}),
        ] {
            step(&officer, DESK, number, body).await.expect(200);
        }
        let lead = self.person("lead-officer").await;
        step(&lead, DESK, number, json!({"event": "approve"}))
            .await
            .expect(200);
    }

    pub(super) async fn follow(&self) -> u64 {
        let right = grant::<permit::RunSystem>(&self.store);
        let followed = application::follow(&self.store, &right, self.store.now());
        followed.await.unwrap()
    }

    pub(super) async fn public(&self, party: usize) -> Value {
        let number = self.bureau.parties[party].number;
        let public = self.door.public();
        let path = format!("/api/v1/institutions/{number}");
        public.get(&path).await.expect(200).body
    }
}

async fn a_first_licence_goes_from_the_draft_to_the_public_register(db: Db) {
    let house = House::open(&db).await;
    let agent = house.agent(1).await;
    let number = begin(&agent, "establish").await;
    let record = agent.get(&format!("{MINE}/{number}")).await.expect(200);
    assert_eq!(
        record.body["form"]["address"], "叠山路1号",
        "from the register"
    );
    let empty = record.body["parts"].as_array().unwrap();
    assert!(
        empty
            .iter()
            .any(|part| part["part"] == "papers" && part["missing"].as_array().unwrap().len() == 5)
    );
    let refused = step(&agent, MINE, &number, json!({"event": "submit"}))
        .await
        .expect(409);
    assert_eq!(refused.code(), "application_incomplete");
    let officer = house.person("officer").await;
    officer.get(&format!("{DESK}/{number}")).await.expect(404);

    save(&agent, &number, &form()).await.expect(200);
    add_all(&agent, &number).await;
    step(&agent, MINE, &number, json!({"event": "submit"}))
        .await
        .expect(200);
    let waiting = officer.get(&format!("{DESK}?state=open")).await.expect(200);
    assert_eq!(waiting.body["items"][0]["number"], number.as_str());
    let shown = officer.get(&format!("{DESK}/{number}")).await.expect(200);
    let conditions = shown.body["conditions"].as_array().unwrap();
    assert!(conditions.iter().all(|one| one["outcome"] != "unmet"));
    let file = shown.body["papers"][0]["files"][0]["id"].as_str().unwrap();
    officer
        .get(&format!("/api/v1/desk/evidence/{file}"))
        .await
        .expect(200);

    house.granted(&number).await;
    assert_eq!(house.public(1).await["licence_number"], Value::Null);
    step(&officer, DESK, &number, json!({"event": "issue"}))
        .await
        .expect(200);
    let public = house.public(1).await;
    assert_eq!(public["licence_state"], "valid");
    assert_eq!(public["stages"], json!(["primary", "junior"]));
    assert_eq!(public["custody_bank"], "江西银行洪城支行");
    let licence = public["licence_number"].as_str().unwrap();
    // After the one licence of the district.
    assert_eq!(licence, "教民136010271234568号");
    let verify = house.door.public().get("/verify/136010271234568").await;
    assert!(String::from_utf8_lossy(&verify.bytes).contains("有效"));
    let told = "notice WHERE template = 'application_moved'";
    assert_eq!(
        house.rows.count(told).await,
        4,
        "received, accepted, granted, issued"
    );
    let acts = "act WHERE subject_kind = 'application' AND verb IN ('begin', 'save', 'submit', 'accept', 'record_visit', 'propose', 'approve', 'issue')";
    assert_eq!(house.rows.count(acts).await, 8);
}

async fn what_is_written_with_a_step_can_be_read(db: Db) {
    let house = House::open(&db).await;
    let agent = house.agent(1).await;
    let number = submitted(&agent, "establish", &form()).await;
    house.granted(&number).await;
    let officer = house.person("officer").await;
    let record = officer.get(&format!("{DESK}/{number}")).await.expect(200);
    let remarks = record.body["remarks"].as_array().unwrap();
    assert_eq!(remarks.len(), 1, "{remarks:?}");
    assert_eq!(remarks[0]["event"], "record_visit");
    assert_eq!(remarks[0]["words"], "场地与申报一致。");
}

async fn a_renewal_goes_on_from_the_last_day_of_the_licence(db: Db) {
    let house = House::open(&db).await;
    let before = house.public(0).await["licence_valid_until"].clone();
    let agent = house.agent(0).await;
    let number = submitted(&agent, "renew", &renewal()).await;
    house.granted(&number).await;
    let until: domain::words::Day = before.as_str().unwrap().parse().unwrap();
    let renewed = application_term(until);
    assert_eq!(
        house.public(0).await["licence_valid_until"],
        json!(renewed),
        "it takes effect with the decision"
    );
    let officer = house.person("officer").await;
    step(&officer, DESK, &number, json!({"event": "issue"}))
        .await
        .expect(200);
    let public = house.public(0).await;
    assert_eq!(public["licence_valid_until"], json!(renewed));
    // What it said of its rooms and its bank is in the register.
    assert_eq!(public["premises"][0]["area_m2"], 240);
    assert_eq!(public["custody_bank"], "江西银行洪城支行");
}

fn application_term(last: domain::words::Day) -> domain::words::Day {
    domain::application::term_from(last.plus_days(1))
}

async fn a_change_is_found_by_its_new_name_and_the_past_is_kept(db: Db) {
    let house = House::open(&db).await;
    let public = house.door.public();
    let old = house.bureau.parties[0].name.clone();
    let day = house.store.today();
    house.days_go_by(3);
    let agent = house.agent(0).await;
    let mut changed = form();
    changed["name"] = json!("南昌市东湖区云岫美术培训中心");
    changed["scope"] = json!("绘画");
    let number = submitted(&agent, "change", &changed).await;
    house.granted(&number).await;
    let found = public.get("/api/v1/institutions?q=云岫").await.expect(200);
    assert_eq!(found.body["items"].as_array().unwrap().len(), 1);
    let gone = public
        .get(&format!(
            "/api/v1/institutions?q={}",
            old.chars().skip(6).take(2).collect::<String>()
        ))
        .await
        .expect(200);
    // A parent who knows it by its old name finds it, and is told the new one.
    let found = &gone.body["items"][0];
    assert_eq!(found["name"], "南昌市东湖区云岫美术培训中心", "{old}");
    assert_eq!(house.public(0).await["former_names"], json!([old]));
    let number = house.bureau.parties[0].number;
    let then = public
        .get(&format!("/api/v1/institutions/{number}?as_of={day}"))
        .await
        .expect(200);
    assert_eq!(then.body["name"], old.as_str());
    assert_eq!(then.body["licence_scope"], "书法、绘画");
    assert_eq!(house.public(0).await["licence_scope"], "绘画");
}

async fn what_nobody_spoke_about_counts_as_accepted_once(db: Db) {
    let house = House::open(&db).await;
    let agent = house.agent(1).await;
    let number = submitted(&agent, "establish", &form()).await;
    let came = house.store.today();
    assert_eq!(house.follow().await, 0);
    house.days_go_by(20);
    let officer = house.person("officer").await;
    let late = step(
        &officer,
        DESK,
        &number,
        json!({"event": "ask_correction", "items": "缺章程"}),
    )
    .await
    .expect(409);
    assert_eq!(late.code(), "accepted_by_law");
    assert_eq!(late.body["article"], "alic-32-1-4");
    let (one, two) = tokio::join!(house.follow(), house.follow());
    assert_eq!(one + two, 1);
    assert_eq!(house.follow().await, 0);
    let shown = officer.get(&format!("{DESK}/{number}")).await.expect(200);
    assert_eq!(shown.text("state"), "accepted");
    assert_eq!(shown.body["way"]["on"], json!(came));
    assert_eq!(shown.body["by_law"], true);
    assert_eq!(
        house
            .rows
            .count("notice WHERE template = 'application_moved'")
            .await,
        2
    );
}

async fn a_renewal_not_decided_in_time_counts_as_granted_and_the_licence_does_not_end(db: Db) {
    let house = House::open(&db).await;
    // 595 days are left: forty days before the end it is asked for.
    house.days_go_by(555);
    let agent = house.agent(0).await;
    let number = submitted(&agent, "renew", &renewal()).await;
    let officer = house.person("officer").await;
    step(&officer, DESK, &number, json!({"event": "accept"}))
        .await
        .expect(200);
    house.days_go_by(40);
    house.follow().await;
    house.mind().await;
    let last = house.store.today();
    assert_eq!(house.public(0).await["licence_valid_until"], json!(last));
    house.days_go_by(1);
    house.follow().await;
    house.mind().await;
    house.follow().await;
    let public = house.public(0).await;
    assert_eq!(public["licence_state"], "valid");
    assert_eq!(public["licence_valid_until"], json!(application_term(last)));
    let agent = house.agent(0).await;
    let record = agent.get(&format!("{MINE}/{number}")).await.expect(200);
    assert_eq!(record.text("state"), "granted");
    assert_eq!(record.body["by_law"], true);
}

async fn corrections_are_asked_for_once_and_the_paper_comes_with_them(db: Db) {
    let house = House::open(&db).await;
    let agent = house.agent(1).await;
    let number = submitted(&agent, "establish", &form()).await;
    let full = add(&agent, &number, "charter", PDF).await.expect(409);
    assert_eq!(full.code(), "application_submitted");
    assert_eq!(
        save(&agent, &number, &form()).await.expect(409).code(),
        "application_submitted"
    );
    let officer = house.person("officer").await;
    let ask = json!({"event": "ask_correction", "items": "消防证明已过期，请换新的。"});
    step(&officer, DESK, &number, ask.clone()).await.expect(200);
    let record = agent
        .get(&format!("{MINE}/{number}"))
        .await
        .expect(200)
        .body;
    assert_eq!(record["told"], "消防证明已过期，请换新的。");
    let charter = |record: &Value| {
        let papers = record["papers"].as_array().unwrap();
        let charter = papers
            .iter()
            .find(|paper| paper["paper"] == "charter")
            .unwrap();
        charter["files"].clone()
    };
    let old = charter(&record)[0]["id"].clone();
    let back = json!({"paper": "charter", "file": old});
    let path = format!("{MINE}/{number}/papers/withdrawal");
    for _ in 0..2 {
        agent.post(&path, &back).await.expect(204);
    }
    let incomplete = step(&agent, MINE, &number, json!({"event": "submit"})).await;
    assert_eq!(incomplete.expect(409).code(), "application_incomplete");
    // The paper of another heading may be this one as well; the same file twice is one.
    for _ in 0..2 {
        let content = [PDF, b"lease"].concat();
        add(&agent, &number, "charter", &content).await.expect(201);
    }
    let record = agent
        .get(&format!("{MINE}/{number}"))
        .await
        .expect(200)
        .body;
    assert_eq!(charter(&record).as_array().unwrap().len(), 1);
    step(&agent, MINE, &number, json!({"event": "submit"}))
        .await
        .expect(200);
    let again = step(&officer, DESK, &number, ask).await.expect(409);
    assert_eq!(again.code(), "correction_asked_already");
}
