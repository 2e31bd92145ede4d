//! Licences by the calendar: reminders before the last day, and the end after it, each once.

use domain::access::permit;
use domain::law::licence_change_due;
use store::ops::licence::{self, Minded};
use tests::at_work::AtWork;
use tests::bureau::grant;
use tests::smtp::Smtp;
use tests::{Db, db_test};

use super::{House, step, suspension};

db_test!(
    an_institution_is_reminded_ninety_sixty_and_thirty_days_before,
    a_worker_that_stood_still_sends_the_last_reminder_alone,
    a_licence_ends_on_the_day_after_its_last_once_whoever_looks,
    a_clock_that_ran_ahead_is_put_right,
    a_suspended_licence_runs_out_too,
    a_worker_minds_licences_by_itself,
    an_address_that_cannot_be_opened_keeps_no_licence_from_ending,
    what_an_older_program_proposed_gets_its_day_once,
);

const REMINDERS: &str = "notice WHERE template = 'licence_expiring'";
const CHANGES: &str = "notice WHERE template = 'licence_changed'";

impl House {
    pub(super) async fn mind(&self) -> Minded {
        let right = grant::<permit::RunSystem>(&self.store);
        licence::mind(&self.store, &right, self.store.now())
            .await
            .unwrap()
    }

    async fn state(&self) -> String {
        let sql = "SELECT state AS value FROM licence";
        self.rows.texts(sql).await.remove(0)
    }
}

async fn an_institution_is_reminded_ninety_sixty_and_thirty_days_before(db: Db) {
    let house = House::open(&db).await;
    // 595 days are left.
    for (days, reminders) in [(504, 0), (1, 1), (29, 1), (1, 2), (29, 2), (1, 3), (29, 3)] {
        house.days_go_by(days);
        house.mind().await;
        house.mind().await;
        assert_eq!(house.rows.count(REMINDERS).await, reminders, "after {days}");
    }
    let keys = house
        .rows
        .texts("SELECT dedupe_key AS value FROM notice WHERE template = 'licence_expiring' ORDER BY id")
        .await;
    let days: Vec<&str> = keys
        .iter()
        .filter_map(|key| key.rsplit(':').next())
        .collect();
    assert_eq!(days, ["90", "60", "30"]);
    assert_eq!(house.state().await, "valid");
}

async fn what_an_older_program_proposed_gets_its_day_once(db: Db) {
    let house = House::open(&db).await;
    let officer = house.person("officer").await;
    step(&officer, suspension()).await.expect(200);
    let forget = "UPDATE licence SET proposal_due_on = NULL, proposed_at = NULL";
    house.rows.set(forget).await;
    let day = "SELECT COALESCE(proposal_due_on, '') AS value FROM licence";
    assert_eq!(house.rows.texts(day).await, [""]);
    let due = licence_change_due(house.store.today()).due_on.to_string();
    house.mind().await;
    assert_eq!(house.rows.texts(day).await, [due.as_str()]);
    house.days_go_by(3);
    house.mind().await;
    assert_eq!(house.rows.texts(day).await, [due.as_str()], "it stays");
}

async fn a_worker_that_stood_still_sends_the_last_reminder_alone(db: Db) {
    let house = House::open(&db).await;
    house.days_go_by(595 - 12);
    assert_eq!(
        house.mind().await,
        Minded {
            turned: 0,
            reminded: 1
        }
    );
    let key = house
        .rows
        .texts("SELECT dedupe_key AS value FROM notice")
        .await;
    assert_eq!(key.len(), 1);
    assert!(key[0].ends_with(":30"), "{key:?}");
}

async fn a_licence_ends_on_the_day_after_its_last_once_whoever_looks(db: Db) {
    let house = House::open(&db).await;
    house.days_go_by(595);
    assert_eq!(house.mind().await.turned, 0, "on its last day it is valid");
    house.days_go_by(1);
    let (one, other) = tokio::join!(house.mind(), house.mind());
    assert_eq!(one.turned + other.turned, 1, "two workers end it once");
    assert_eq!(house.state().await, "expired");
    assert_eq!(house.mind().await.turned, 0);
    assert_eq!(house.rows.count(CHANGES).await, 1);
    assert_eq!(house.rows.count("institution_past").await, 1);
    let acts = "act WHERE subject_kind = 'licence' AND verb = 'follow_calendar' AND actor = 'system:tests'";
    assert_eq!(house.rows.count(acts).await, 1);

    // One that ran out long ago is no news: its institution gets no mail when the register learns of it.
    house.rows.set("UPDATE licence SET state = 'valid'").await;
    house.days_go_by(60);
    assert_eq!(house.mind().await.turned, 1);
    assert_eq!(house.rows.count(CHANGES).await, 1);
}

async fn a_clock_that_ran_ahead_is_put_right(db: Db) {
    let house = House::open(&db).await;
    house.days_go_by(700);
    house.mind().await;
    assert_eq!(house.state().await, "expired");
    house.days_go_by(-600);
    assert_eq!(house.mind().await.turned, 1);
    assert_eq!(house.state().await, "valid");
    let said = house.door.public().get(&house.record()).await.expect(200);
    assert_eq!(said.text("licence_state"), "valid");
    // A past never ends before it begins, whatever the clock did.
    let turned = "institution_past WHERE until < since";
    assert_eq!(house.rows.count(turned).await, 0);
    assert_eq!(house.rows.count("institution_past").await, 2);
}

async fn a_worker_minds_licences_by_itself(db: Db) {
    let house = House::open(&db).await;
    let server = Smtp::start().await;
    let worker = AtWork::begin(&house.store, "register", &server);
    let done = "job WHERE kind = 'mind_licences' AND state = 'done'";
    house.rows.until(done, 1).await;
    house.days_go_by(596);
    house
        .rows
        .until(
            "notice WHERE template = 'licence_changed' AND state = 'sent'",
            1,
        )
        .await;
    assert_eq!(house.state().await, "expired");
    // Set back to the hour in which the worker looked for the first time, it looks once more.
    house.days_go_by(-596);
    let valid = "licence WHERE state = 'valid'";
    house.rows.until(valid, 1).await;
    worker.end().await;
}

async fn an_address_that_cannot_be_opened_keeps_no_licence_from_ending(db: Db) {
    let house = House::of(&db, 2).await;
    let [one, other] = [0, 1].map(|party| house.bureau.parties[party].number);
    // Sealed for another row, it opens for none but that one.
    let set = format!(
        "UPDATE institution SET email_sealed = (SELECT o.email_sealed FROM institution o WHERE o.number = '{other}') WHERE number = '{one}'"
    );
    house.rows.set(&set).await;
    house.days_go_by(505);
    house.mind().await;
    assert_eq!(house.rows.count(REMINDERS).await, 0);
    house.days_go_by(91);
    house.mind().await;
    assert_eq!(house.state().await, "expired");
    assert_eq!(house.rows.count(CHANGES).await, 0);
}

async fn a_suspended_licence_runs_out_too(db: Db) {
    let house = House::open(&db).await;
    house
        .rows
        .set("UPDATE licence SET state = 'suspended'")
        .await;
    house.days_go_by(595 - 30);
    house.mind().await;
    assert_eq!(house.rows.count(REMINDERS).await, 1);
    house.days_go_by(31);
    // It has run out before the worker comes by, in every list and for the law.
    let officer = house.person("officer").await;
    let listed = |state: &'static str| {
        let officer = officer.clone();
        async move {
            let path = format!("/api/v1/desk/licences?state={state}");
            let found = officer.get(&path).await.expect(200).body;
            found["items"].as_array().unwrap().len()
        }
    };
    assert_eq!((listed("expired").await, listed("suspended").await), (1, 0));
    let said = house.door.public().get(&house.record()).await.expect(200);
    assert_eq!(said.text("licence_state"), "expired");
    house.mind().await;
    assert_eq!(house.state().await, "expired");
    assert_eq!(house.rows.count(CHANGES).await, 1);
    house.days_go_by(-31);
    house.mind().await;
    assert_eq!(house.state().await, "suspended", "as it was");
}
