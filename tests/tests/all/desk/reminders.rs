//! Reminders of what is due: who has them, when, and what they say.

use domain::access::{Actor, decide, permit};
use domain::calendar::Calendar;
use domain::entry_report::{Filing, Kind};
use domain::law::licence_change_due;
use domain::words::Day;
use serde_json::json;
use store::ops::reminder;
use store::ops::report::{self, FileReport};
use store::outbox::{self, Outgoing};
use tests::bureau::grant;
use tests::{Db, db_test};
use worker::mail::{Language, Shell, render};

use super::applications::submitted;
use super::{BODY, Office, SUBJECT};

db_test!(
    an_officer_is_told_once_a_working_day_of_what_is_due_and_never_on_days_off,
    two_workers_and_a_clock_that_jumps_tell_it_once,
    nobody_is_told_who_does_not_want_it_or_has_no_address,
    a_lead_officer_is_told_of_what_is_late_and_of_what_waits_for_a_lead,
    a_lead_officer_is_told_of_a_change_of_a_licence_before_its_last_day,
    every_place_a_digest_names_opens_for_its_reader,
    an_application_is_told_of_before_its_last_day,
    where_reminders_go_is_said_on_ones_own_page_and_nowhere_else,
);

const DIGESTS: &str = "notice WHERE template = 'officer_digest'";
const SESSIONS: &str = "/desk/sessions";
const FORM: &str = "/desk/sessions/reminders";
const ADDRESS: &str = "wan@example.cn";
const LICENCE: &str = "/desk/licences/136010271234567";

impl Office {
    /// Says where the reminders of somebody go.
    async fn wants(&self, login: &str, wanted: &str, email: &str) {
        let mut person = self.person(login).await;
        let page = person.get(SESSIONS).await.expect(200);
        let typed = [("email", email), ("wanted", wanted), ("language", "zh")];
        let set = person.submit(&page, FORM, &typed).await.expect(303);
        let told = person.get(set.location()).await.expect(200);
        assert!(told.says("到期提醒已保存"), "{}", told.words());
    }

    async fn remind(&self) -> u64 {
        let right = grant::<permit::RunSystem>(&self.store);
        reminder::send(&self.store, &right, self.store.now())
            .await
            .unwrap()
    }

    async fn digests(&self) -> i64 {
        self.rows.count(DIGESTS).await
    }

    /// The digests that wait, as a worker would send them.
    async fn letters(&self) -> Vec<Outgoing> {
        let now = self.store.now();
        let claimed = outbox::claim(&self.store, "a test", 100, 60_000, now).await;
        let mut letters = claimed.unwrap();
        letters.retain(|letter| letter.template.code() == "officer_digest");
        letters
    }

    /// Days go by until it is this one.
    fn until(&self, day: Day) {
        self.days_go_by(self.store.today().days_until(day));
    }

    /// The last day of the only complaint.
    async fn last_day(&self) -> Day {
        let due = self.rows.texts("SELECT due_on AS value FROM complaint");
        due.await.remove(0).parse().unwrap()
    }
}

fn shell() -> Shell {
    Shell {
        language: Language::Zh,
        office: "教育局".to_owned(),
        address: "http://desk".to_owned(),
    }
}

fn works(day: Day) -> bool {
    Calendar::built_in().on(day).working
}

/// So many working days before `day`.
fn before(day: Day, days: i64) -> Day {
    let (mut day, mut left) = (day, days);
    while left > 0 {
        day = day.plus_days(-1);
        left -= i64::from(works(day));
    }
    day
}

async fn an_officer_is_told_once_a_working_day_of_what_is_due_and_never_on_days_off(db: Db) {
    let office = Office::open(&db).await;
    office.wants("officer", "yes", ADDRESS).await;
    office.complaint(SUBJECT, BODY).await;
    assert_eq!(office.remind().await, 0, "nothing is due yet");
    let due = office.last_day().await;
    office.until(before(due, 4));
    assert_eq!(office.remind().await, 0, "four working days are left");
    office.until(before(due, 3));
    assert_eq!(office.remind().await, 1);
    let letter = office.letters().await.remove(0);
    assert_eq!(letter.facts["soon"][0]["kind"], "complaint");
    assert_eq!(
        letter.facts["soon"][0]["party"], "",
        "what a complainant typed stays at the desk"
    );
    assert_eq!(letter.facts["late_count"], 0);
    let mut told = 1;
    for _ in 0..10 {
        office.days_go_by(1);
        let expected = u64::from(works(office.store.today()));
        assert_eq!(office.remind().await, expected, "{}", office.store.today());
        told += i64::try_from(expected).unwrap();
        assert_eq!(office.digests().await, told);
    }
    let last = office.letters().await.pop().unwrap();
    assert_eq!(last.facts["late_count"], 1);
}

async fn two_workers_and_a_clock_that_jumps_tell_it_once(db: Db) {
    let office = Office::open(&db).await;
    office.wants("officer", "yes", ADDRESS).await;
    office.complaint(SUBJECT, BODY).await;
    let due = office.last_day().await;
    office.until(due);
    tokio::join!(office.remind(), office.remind());
    assert_eq!(office.remind().await, 0);
    assert_eq!(office.digests().await, 1);
    // Set back by some days and on again: each day has its own, and one alone.
    let earlier = before(due, 2);
    office.until(earlier);
    assert_eq!(office.remind().await, 1);
    office.until(due);
    assert_eq!(office.remind().await, 0);
    assert_eq!(office.digests().await, 2);
}

async fn nobody_is_told_who_does_not_want_it_or_has_no_address(db: Db) {
    let office = Office::open(&db).await;
    office.complaint(SUBJECT, BODY).await;
    let due = office.last_day().await;
    office.until(before(due, 2));
    assert_eq!(office.remind().await, 0, "nobody has said an address");
    office.wants("officer", "no", ADDRESS).await;
    assert_eq!(office.remind().await, 0);
    office.wants("officer", "yes", ADDRESS).await;
    office.wants("officer", "yes", "").await;
    assert_eq!(office.rows.count("account_reminder").await, 0, "forgotten");
    assert_eq!(office.remind().await, 0);
    office.wants("officer-zones", "yes", ADDRESS).await;
    assert_eq!(office.remind().await, 0, "it is another authority's");
    office.wants("officer", "yes", ADDRESS).await;
    office
        .rows
        .set("UPDATE account SET disabled_at = 1 WHERE login = 'officer'")
        .await;
    assert_eq!(office.remind().await, 0, "the account is closed");
    office
        .rows
        .set("UPDATE account SET disabled_at = NULL")
        .await;
    // An address that cannot be opened keeps no other from its digest.
    office.wants("officer-2", "yes", "second@example.cn").await;
    office
        .rows
        .set("UPDATE account_reminder SET email_sealed = (SELECT m.email_sealed FROM account_reminder m JOIN account a ON a.id = m.account_id \
             WHERE a.login = 'officer-2')")
        .await;
    assert_eq!(office.remind().await, 1);
}

async fn a_lead_officer_is_told_of_what_is_late_and_of_what_waits_for_a_lead(db: Db) {
    let office = Office::open(&db).await;
    office.wants("lead-officer", "yes", ADDRESS).await;
    let mut officer = office.person("officer").await;
    office.accepted(&mut officer).await;
    let due = office.last_day().await;
    office.until(due);
    assert_eq!(office.remind().await, 0, "it is due, and the officer's");
    let mut day = due.plus_days(1);
    while !works(day) {
        day = day.plus_days(1);
    }
    office.until(day);
    assert_eq!(office.remind().await, 1);
    let letter = office.letters().await.remove(0);
    assert_eq!(
        (&letter.facts["late_count"], &letter.facts["soon_count"]),
        (&1.into(), &0.into())
    );
}

async fn a_lead_officer_is_told_of_a_change_of_a_licence_before_its_last_day(db: Db) {
    let office = Office::open(&db).await;
    office.wants("lead-officer", "yes", ADDRESS).await;
    office.wants("officer", "yes", "officer@example.cn").await;
    let mut officer = office.person("officer").await;
    let page = officer.get(LICENCE).await.expect(200);
    let form = page.event_form(&format!("{LICENCE}/events"), "suspend");
    let typed = [
        ("basis", "洪教许停〔2026〕3号"),
        ("reason", "机构申请暂停办学。"),
    ];
    officer.submit_form(&form, &typed).await.expect(303);
    assert_eq!(office.remind().await, 0, "five working days are left");
    let due = licence_change_due(office.store.today()).due_on;
    office.until(before(due, 2));
    assert_eq!(office.remind().await, 1, "the officer has done their part");
    let letter = office.letters().await.remove(0);
    let told = &letter.facts["soon"][0];
    assert_eq!(told["kind"], "licence_change");
    assert_eq!(told["due_on"], due.to_string());
    let words = render(letter.template, &letter.facts, &shell()).unwrap();
    assert!(words.text.contains("许可证变动"), "{}", words.text);
    let place = format!("http://desk{LICENCE}");
    assert!(words.text.contains(&place), "{}", words.text);
    let mut lead = office.person("lead-officer").await;
    let page = lead.get(LICENCE).await.expect(200);
    assert!(page.says("等负责人核准"), "{}", page.words());
    office.until(due);
    let mut lead = office.person("lead-officer").await;
    let today = lead.get("/desk").await.expect(200);
    assert!(today.says("许可证变动待核准"), "{}", today.words());
    assert!(today.html.contains(LICENCE), "it leads there");
}

async fn every_place_a_digest_names_opens_for_its_reader(db: Db) {
    let office = Office::open(&db).await;
    office.wants("officer", "yes", ADDRESS).await;
    let mut officer = office.person("officer").await;
    office.case(&mut officer).await;
    office.complaint("另一件", BODY).await;
    let told = FileReport {
        institution: office.bureau.parties[0].number,
        filing: Filing {
            kind: Kind::Closed,
            items: Vec::new(),
            since_on: None,
            other: String::new(),
            text: String::new(),
            email: None,
        },
        language: "zh",
    };
    let right = decide::<permit::ReportEntry>(&Actor::Public, office.store.today()).unwrap();
    report::file(&office.store, &right, &told, None, office.store.now())
        .await
        .unwrap();
    let lasts = office
        .rows
        .texts("SELECT MAX(due_on) AS value FROM violation_case")
        .await;
    let last: Day = lasts[0].parse().unwrap();
    office.until(before(last, 1));
    assert_eq!(office.remind().await, 1);
    let letter = office.letters().await.remove(0);
    let words = render(letter.template, &letter.facts, &shell()).unwrap();
    let places: Vec<&str> = words
        .text
        .lines()
        .filter_map(|line| line.trim().strip_prefix("http://desk"))
        .collect();
    assert!(places.len() >= 3, "{}", words.text);
    let reports = places
        .iter()
        .filter(|place| place.starts_with("/desk/reports/"));
    assert_eq!(reports.count(), 1, "{}", words.text);
    let mut officer = office.person("officer").await;
    for place in places {
        officer.get(place).await.expect(200);
    }
}

async fn an_application_is_told_of_before_its_last_day(db: Db) {
    let office = Office::open(&db).await;
    office.wants("officer", "yes", ADDRESS).await;
    let number = submitted(&mut office.person("institution-agent").await).await;
    let due = office.rows.texts("SELECT due_on AS value FROM application");
    let due: Day = due.await.remove(0).parse().unwrap();
    office.until(before(due, 2));
    assert_eq!(office.remind().await, 1);
    let letter = office.letters().await.remove(0);
    let told = &letter.facts["soon"][0];
    assert_eq!(
        (&told["kind"], &told["number"]),
        (&json!("application"), &json!(number))
    );
    assert_eq!(told["party"], office.bureau.parties[0].name, "its own name");
    let words = render(letter.template, &letter.facts, &shell()).unwrap();
    let path = format!("http://desk/desk/applications/{number}");
    assert!(words.text.contains(&path), "{}", words.text);
    let mut officer = office.person("officer").await;
    officer.get(&path["http://desk".len()..]).await.expect(200);
}

async fn where_reminders_go_is_said_on_ones_own_page_and_nowhere_else(db: Db) {
    let office = Office::open(&db).await;
    let mut officer = office.person("officer").await;
    let page = officer.get(SESSIONS).await.expect(200);
    let wrong = [("email", "万晓岚"), ("wanted", "yes"), ("language", "zh")];
    let back = officer.submit(&page, FORM, &wrong).await.expect(422);
    assert!(
        back.says("邮箱写得不对") && back.html.contains("万晓岚"),
        "{}",
        back.words()
    );
    office.wants("officer", "yes", ADDRESS).await;
    let page = officer.get(SESSIONS).await.expect(200);
    assert!(page.html.contains(ADDRESS));
    // Whoever has no reminders has no form, and a colleague sees no address.
    for login in ["auditor", "administrator", "officer-2"] {
        let mut other = office.person(login).await;
        let page = other.get(SESSIONS).await.expect(200);
        assert_eq!(page.html.contains(FORM), login == "officer-2", "{login}");
        assert!(!page.html.contains(ADDRESS), "{login}");
    }
    let clear = format!("act WHERE change LIKE '%{ADDRESS}%'");
    assert_eq!(office.rows.count(&clear).await, 0);
    assert_eq!(
        office.rows.count("act WHERE verb = 'set_reminders'").await,
        1
    );
}
