//! A licence whose paper was lost: declared void, issued again, and told apart from the copy that counts.

use reqwest::Method;
use serde_json::{Value, json};
use tests::caller::{Answer, send};
use tests::{Db, db_test};

use super::applications::{DESK, MINE, add_all, begin, save, step, submitted};
use super::{House, LICENCE};

db_test!(
    a_lost_licence_is_issued_again_with_its_number_and_the_old_copy_is_void,
    a_replacement_is_told_to_programs_and_stands_in_the_history_of_the_licence,
    a_replacement_says_what_became_of_the_paper_and_when,
    nothing_is_replaced_where_no_licence_is_held,
    two_replacements_one_after_the_other_leave_two_void_copies,
);

const VERIFY: &str = "/verify/136010271234567";

/// What is said of a paper that was lost three days before `today` and declared void the day before.
fn lost(today: domain::words::Day) -> Value {
    json!({
        "loss": "lost", "noticed_on": today.plus_days(-3), "declared_in": "南昌日报第6版", "declared_on": today.plus_days(-1),
    })
}

impl House {
    /// Replaced, from the draft to the issue.
    async fn replaced(&self) -> String {
        let agent = self.agent(0).await;
        let number = submitted(&agent, "replacement", &lost(self.store.today())).await;
        let officer = self.person("officer").await;
        for body in [
            json!({"event": "accept"}),
            json!({"event": "propose", "grant": true}),
        ] {
            step(&officer, DESK, &number, body).await.expect(200);
        }
        let lead = self.person("lead-officer").await;
        step(&lead, DESK, &number, json!({"event": "approve"}))
            .await
            .expect(200);
        step(&officer, DESK, &number, json!({"event": "issue"}))
            .await
            .expect(200);
        number
    }

    /// What verification says to a program of the copy with this number.
    async fn as_program(&self, copy: &str) -> Answer {
        let public = self.door.public();
        let request = public.request(Method::GET, &format!("{VERIFY}{copy}"));
        send(request.header("Accept", "application/json")).await
    }

    /// What the page of verification says of the copy with this number.
    async fn verified(&self, copy: &str) -> (u16, String) {
        let page = self.door.public().get(&format!("{VERIFY}{copy}")).await;
        let words = String::from_utf8_lossy(&page.bytes).into_owned();
        (page.status, words)
    }
}

async fn a_lost_licence_is_issued_again_with_its_number_and_the_old_copy_is_void(db: Db) {
    let house = House::open(&db).await;
    let before = house.public(0).await;
    assert_eq!(before["licence_copy"], 1);
    let (status, words) = house.verified("?copy=1").await;
    assert!(status == 200 && words.contains("这张许可证有效"), "{words}");

    house.replaced().await;
    let after = house.public(0).await;
    for kept in [
        "licence_number",
        "licence_valid_until",
        "licence_issued_on",
        "licence_scope",
        "address",
    ] {
        assert_eq!(after[kept], before[kept], "{kept}");
    }
    assert_eq!(after["licence_copy"], 2);
    assert_eq!(after["licence_reissued_on"], json!(house.store.today()));

    let (status, words) = house.verified("?copy=1").await;
    assert!(
        status == 200 && words.contains("补发之日起作废") && words.contains("第 2 份"),
        "{words}"
    );
    assert!(!words.contains("这张许可证有效"), "{words}");
    let (status, words) = house.verified("?copy=2").await;
    assert!(status == 200 && words.contains("这张许可证有效"), "{words}");
    // A number that was typed, or an older square, names no copy: what to look for is said.
    let (status, words) = house.verified("").await;
    assert!(status == 200 && words.contains("补发过"), "{words}");
    for forged in [
        "?copy=3",
        "?copy=0",
        "?copy=-1",
        "?copy=%3Cb%3E",
        "?copy=99999999999999999999",
    ] {
        let (status, words) = house.verified(forged).await;
        assert!(
            status == 404 && words.contains("没有这一份许可证") && words.contains("没有发过这一份"),
            "{forged}: {words}"
        );
    }
    // Of a licence that is worth nothing itself no copy is the one to ask for.
    house.rows.set("UPDATE licence SET state = 'revoked'").await;
    let (_, words) = house.verified("?copy=1").await;
    assert!(
        words.contains("补发之日起作废")
            && words.contains("现在不能用")
            && !words.contains("第 2 份"),
        "{words}"
    );
}

async fn a_replacement_is_told_to_programs_and_stands_in_the_history_of_the_licence(db: Db) {
    let house = House::open(&db).await;
    let number = house.replaced().await;
    let today = json!(house.store.today());
    let void = house.as_program("?copy=1").await.expect(200).body;
    assert_eq!(void["copy_void_on"], today);
    assert_eq!(
        void["verdict"],
        Value::Null,
        "of a void paper no program reads licensed"
    );
    let counts = house.as_program("?copy=2").await.expect(200).body;
    assert_eq!(counts["copy_void_on"], Value::Null);
    assert_eq!(counts["verdict"], "licensed");
    assert_eq!(
        house.as_program("?copy=3").await.expect(404).code(),
        "not_found"
    );

    let officer = house.person("officer").await;
    let licence = officer.get(LICENCE).await.expect(200);
    let copies = &licence.body["copies"];
    assert_eq!(copies[0]["copy"], 2);
    assert_eq!(
        (&copies[0]["loss"], &copies[0]["application"]),
        (&json!("lost"), &json!(number))
    );
    assert_eq!(
        house
            .rows
            .count("act WHERE verb = 'licence_replaced'")
            .await,
        1
    );
    assert_eq!(house.rows.count("institution_past").await, 1);
    assert_eq!(house.rows.count("licence").await, 1);
    let told = "notice WHERE template = 'application_moved'";
    assert_eq!(
        house.rows.count(told).await,
        4,
        "received, accepted, granted, issued"
    );
}

async fn a_replacement_says_what_became_of_the_paper_and_when(db: Db) {
    let house = House::open(&db).await;
    let agent = house.agent(0).await;
    let today = house.store.today();
    let number = begin(&agent, "replacement").await;
    let record = agent.get(&format!("{MINE}/{number}")).await.expect(200);
    let parts = record.body["parts"].as_array().unwrap();
    assert_eq!(parts.len(), 2, "{parts:?}");
    for (field, value, code) in [
        ("loss", json!("eaten"), "loss_unknown"),
        ("noticed_on", json!(today.plus_days(1)), "day_in_future"),
        (
            "declared_on",
            json!(today.plus_days(-9)),
            "declared_before_noticed",
        ),
        ("declared_in", json!("报".repeat(101)), "text_too_long"),
    ] {
        let mut wrong = lost(today);
        wrong[field] = value;
        let refused = save(&agent, &number, &wrong).await.expect(422);
        let errors = refused.body["errors"].as_array().unwrap();
        assert!(
            errors
                .iter()
                .any(|error| error["code"] == code
                    && error["field"].as_str().unwrap().ends_with(field)),
            "{field}: {errors:?}"
        );
    }
    let open = step(&agent, MINE, &number, json!({"event": "submit"})).await;
    assert_eq!(open.expect(409).code(), "application_incomplete");
    // With a lost one goes its declaration, a damaged one is shown and taken back.
    for (loss, paper) in [
        ("lost", "declaration"),
        ("destroyed", "account"),
        ("damaged", "old_licence"),
    ] {
        let mut form = lost(today);
        form["loss"] = json!(loss);
        save(&agent, &number, &form).await.expect(200);
        let record = agent.get(&format!("{MINE}/{number}")).await.expect(200);
        assert_eq!(record.body["papers"][0]["paper"], paper);
    }
    add_all(&agent, &number).await;
    step(&agent, MINE, &number, json!({"event": "submit"}))
        .await
        .expect(200);
    the_old_paper_is_on_the_list(&house, &number).await;
}

/// No text that was read asks for it: nobody waits for it.
async fn the_old_paper_is_on_the_list(house: &House, number: &str) {
    let officer = house.person("officer").await;
    step(&officer, DESK, number, json!({"event": "accept"}))
        .await
        .expect(200);
    let shown = officer.get(&format!("{DESK}/{number}")).await.expect(200);
    let old = &shown.body["conditions"][0];
    assert_eq!(old["condition"], "old_licence_shown");
    assert_eq!(
        (&old["outcome"], &old["binds"]),
        (&json!("by_eye"), &json!(false))
    );
    let seen = json!({"event": "propose", "grant": true, "checked": ["old_licence_shown"]});
    step(&officer, DESK, number, seen).await.expect(200);
    let own = step(&officer, DESK, number, json!({"event": "approve"})).await;
    own.expect(403);
}

async fn nothing_is_replaced_where_no_licence_is_held(db: Db) {
    let house = House::open(&db).await;
    let agent = house.agent(1).await;
    let none = agent.post(MINE, &json!({"kind": "replacement"})).await;
    assert_eq!(none.expect(409).code(), "no_licence_to_replace");
    // Revoked between the proposal and the decision.
    let agent = house.agent(0).await;
    let number = submitted(&agent, "replacement", &lost(house.store.today())).await;
    let officer = house.person("officer").await;
    step(&officer, DESK, &number, json!({"event": "accept"}))
        .await
        .expect(200);
    let grant = json!({"event": "propose", "grant": true});
    step(&officer, DESK, &number, grant).await.expect(200);
    house.rows.set("UPDATE licence SET state = 'revoked'").await;
    let lead = house.person("lead-officer").await;
    let late = step(&lead, DESK, &number, json!({"event": "approve"})).await;
    assert_eq!(late.expect(409).code(), "no_licence_to_replace");
    assert_eq!(house.rows.count("licence_copy").await, 0);
}

async fn two_replacements_one_after_the_other_leave_two_void_copies(db: Db) {
    let house = House::open(&db).await;
    house.replaced().await;
    let first = house.store.today();
    house.days_go_by(4);
    house.replaced().await;
    for (copy, void_on) in [
        (1, json!(first)),
        (2, json!(house.store.today())),
        (3, Value::Null),
    ] {
        let answer = house.as_program(&format!("?copy={copy}")).await.expect(200);
        assert_eq!(answer.body["copy_void_on"], void_on, "{copy}");
    }
    // The record of the day in between knows the copy of that day.
    let path = format!("{}?as_of={}", house.record(), first.plus_days(1));
    let then = house.door.public().get(&path).await.expect(200);
    assert_eq!(then.body["licence_copy"], 2);
    assert_eq!(then.body["licence_reissued_on"], json!(first));
}
