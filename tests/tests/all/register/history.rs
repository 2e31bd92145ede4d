//! What the register said on another day.

use serde_json::json;
use tests::visitor::{Visitor, application};
use tests::{Db, db_test};

use super::{House, step, suspension};

db_test!(
    the_record_of_a_day_says_what_it_said_then,
    a_day_that_cannot_be_told_is_said_to_be_so,
    what_was_said_is_never_written_over,
    the_page_of_a_day_says_which_day_it_tells_of,
);

impl House {
    /// The state of the licence that the public record of `day` tells.
    async fn told(&self, day: &str) -> String {
        let path = format!("{}?as_of={day}", self.record());
        let answer = self.door.public().get(&path).await.expect(200);
        answer.text("licence_state")
    }

    /// The licence is suspended, or resumed where it was.
    async fn turn(&self, suspend: bool) {
        let (officer, lead) = (
            self.person("officer").await,
            self.person("lead-officer").await,
        );
        let proposal = if suspend {
            suspension()
        } else {
            json!({"event": "propose", "change": "resume", "reason": "装修完成。"})
        };
        step(&officer, proposal).await.expect(200);
        step(&lead, json!({"event": "approve"})).await.expect(200);
    }
}

async fn the_record_of_a_day_says_what_it_said_then(db: Db) {
    let house = House::open(&db).await;
    let first = house.store.today();
    for suspend in [true, false, true] {
        house.days_go_by(10);
        house.turn(suspend).await;
    }
    house.days_go_by(5);
    // The day of a change tells what the record said at its end.
    for (days, state) in [
        (0, "valid"),
        (9, "valid"),
        (10, "suspended"),
        (19, "suspended"),
        (20, "valid"),
        (29, "valid"),
        (30, "suspended"),
        (35, "suspended"),
    ] {
        let day = first.plus_days(days).to_string();
        assert_eq!(house.told(&day).await, state, "day {days}");
    }
    // The desk reads the same, with who changed it.
    let officer = house.person("officer").await;
    let desk = house.record().replace("/v1/", "/v1/desk/");
    let then = officer
        .get(&format!("{desk}?as_of={}", first.plus_days(15)))
        .await
        .expect(200);
    assert_eq!(then.text("licence_state"), "suspended");
    assert_eq!(then.body["acts"].as_array().unwrap().len(), 3);
    let versions = "SELECT version AS value FROM institution WHERE licence_id IS NOT NULL";
    assert_eq!(house.rows.number(versions).await, 4);
}

async fn a_day_that_cannot_be_told_is_said_to_be_so(db: Db) {
    let house = House::open(&db).await;
    let (public, today) = (house.door.public(), house.store.today());
    for (day, code) in [
        (today.plus_days(1).to_string(), "day_in_future"),
        (today.plus_days(-1).to_string(), "before_register"),
        ("2026-02-30".to_owned(), "day_invalid"),
        ("昨天".to_owned(), "day_invalid"),
    ] {
        let refused = public
            .get(&format!("{}?as_of={day}", house.record()))
            .await
            .expect(422);
        assert_eq!(refused.code(), "invalid_query");
        assert_eq!(refused.body["errors"][0]["field"], "as_of");
        assert_eq!(refused.body["errors"][0]["code"], code, "{day}");
    }
    let unknown = format!("/api/v1/institutions/NC00001238?as_of={today}");
    public.get(&unknown).await.expect(404);
    assert_eq!(house.told("").await, "valid", "no day is today");
}

async fn what_was_said_is_never_written_over(db: Db) {
    let house = House::open(&db).await;
    house.days_go_by(1);
    house.turn(true).await;
    for sql in [
        "UPDATE institution_past SET record = '{}'",
        "DELETE FROM institution_past",
    ] {
        let refused = house.rows.try_set(sql).await.unwrap_err();
        assert!(refused.contains("append_only"), "{refused}");
    }
    assert_eq!(house.rows.count("institution_past").await, 1);
    // Each past names the act that ended it.
    let named = "institution_past p JOIN act a ON a.id = p.act_id AND a.verb = 'licence_state'";
    assert_eq!(house.rows.count(named).await, 1);
}

async fn the_page_of_a_day_says_which_day_it_tells_of(db: Db) {
    let house = House::open(&db).await;
    let first = house.store.today();
    house.days_go_by(10);
    house.turn(true).await;
    let mut parent = Visitor::new(&application(&db, house.store.clone(), &[]));
    let path = format!("/institutions/{}", house.bureau.parties[0].number);
    let now = parent.get(&path).await.expect(200);
    assert!(
        now.says("许可证暂停") && !now.says("的登记情况。"),
        "{}",
        now.words()
    );
    let then = parent
        .get(&format!("{path}?as_of={first}"))
        .await
        .expect(200);
    assert!(then.says("的登记情况。") && then.says("看今天的登记情况"));
    assert!(
        !then.says("许可证暂停"),
        "what came later is not told: {}",
        then.words()
    );
    // A day that cannot be told leaves the record of today on the page, and says why beside the field.
    let early = parent
        .get(&format!("{path}?as_of={}", first.plus_days(-1)))
        .await;
    let early = early.expect(422);
    assert!(early.says("那一天登记系统里还没有这家机构") && early.says("许可证暂停"));
    let shared = parent.get(&format!("{path}?utm_source=wx")).await;
    shared.expect(200);
}
