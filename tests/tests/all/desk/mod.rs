//! The officers' desk by its pages, as people without script use it, on both databases.

mod applications;
mod basis;
mod conflicts;
mod export;
mod export_all;
mod licences;
mod lists;
mod reminders;
mod rights;
mod service;
mod steps;
mod story;
mod words;

use std::sync::Arc;

use domain::access::permit;
use domain::complaint::{Channel, Draft, DraftContact};
use domain::words::{ComplaintNumber, District};
use store::ops::complaint::{self, FileComplaint};
use store::{ManualClock, Store};
use tests::Db;
use tests::bureau::{Bureau, PASSWORD, grant};
use tests::rows::Rows;
use tests::visitor::{Page, Visitor, application};

/// A bureau at its desks; the clock stands until a test moves it.
struct Office {
    store: Store,
    clock: Arc<ManualClock>,
    bureau: Bureau,
    rows: Rows,
    door: Visitor,
}

const DAY_MILLIS: i64 = 24 * 60 * 60 * 1000;

/// Why a case is filed.
const REASON: &str = "课表和教室照片写着数学，有违法嫌疑。";

/// What a parent tells of the bureau's first institution.
const SUBJECT: &str = "思维营教数学";
const BODY: &str = "同小区有人办了思维营，教人教版四年级数学同步课。\n收费三千，没有合同。";

impl Office {
    async fn open(db: &Db) -> Self {
        let (store, clock) = db.store_at_rest().await;
        let bureau = Bureau::found(&store, 1).await;
        let door = Visitor::new(&application(db, store.clone(), &[]));
        Self {
            store,
            clock,
            bureau,
            rows: Rows::of(db).await,
            door,
        }
    }

    /// Somebody at a browser of their own, signed in.
    async fn person(&self, login: &str) -> Visitor {
        let mut visitor = self.door.another();
        visitor.sign_in(login, PASSWORD).await.expect(200);
        visitor
    }

    /// Days go by. Whoever had a session has to sign in again.
    fn days_go_by(&self, days: i64) {
        self.clock.advance(days * DAY_MILLIS);
    }

    /// A complaint about the bureau's first institution.
    async fn complaint(&self, subject: &str, body: &str) -> ComplaintNumber {
        self.filed(subject, body, Channel::Portal, "360102").await
    }

    /// A complaint about that institution, or about a place in another district.
    async fn filed(
        &self,
        subject: &str,
        body: &str,
        channel: Channel,
        district: &str,
    ) -> ComplaintNumber {
        // Where the institution is known, its own district counts.
        let known = district == District::ALL[0].code();
        let draft = Draft {
            institution_number: known.then(|| self.bureau.parties[0].number.to_string()),
            district: Some(district.to_owned()),
            subject: subject.to_owned(),
            body: body.to_owned(),
            anonymous: false,
            contact: Some(DraftContact {
                name: Some("万女士".to_owned()),
                telephone: Some("138 7092 5521".to_owned()),
                email: Some("parent@example.cn".to_owned()),
            }),
            ..Draft::default()
        };
        let source = matches!(channel, Channel::Hotline).then(|| subject.to_owned());
        let command = FileComplaint {
            filing: draft.check(self.store.today()).unwrap(),
            channel,
            source_number: source,
            language: "zh",
        };
        let grant = grant::<permit::FileComplaint>(&self.store);
        complaint::file(&self.store, &grant, &command, None, self.store.now())
            .await
            .unwrap()
            .number
    }

    /// A complaint that `officer` has taken up.
    async fn accepted(&self, officer: &mut Visitor) -> String {
        let path = format!("/desk/complaints/{}", self.complaint(SUBJECT, BODY).await);
        let page = officer.get(&path).await.expect(200);
        step(officer, &page, &events(&path), "accept", &[])
            .await
            .expect(303);
        path
    }

    /// A case from an accepted complaint, filed by `officer` with the second one; its path.
    async fn case(&self, officer: &mut Visitor) -> String {
        let complaint = self.accepted(officer).await;
        let number = complaint.rsplit('/').next().unwrap();
        self.case_of(officer, number).await
    }

    /// A case from this complaint, filed by `officer` with the second one; its path.
    async fn case_of(&self, officer: &mut Visitor, complaint: &str) -> String {
        let form = format!("/desk/cases/new?complaint={complaint}");
        let page = officer.get(&form).await.expect(200);
        let second = self.bureau.second_officer.to_string();
        let typed = [("second_officer", second.as_str()), ("reason", REASON)];
        let filed = officer
            .submit(&page, "/desk/cases", &typed)
            .await
            .expect(303);
        filed.location().split('?').next().unwrap().to_owned()
    }
}

/// Where the events of the record at `path` go.
fn events(path: &str) -> String {
    format!("{path}/events")
}

/// Fills in the form of `event` on this page and sends it.
async fn step(
    person: &mut Visitor,
    page: &Page,
    action: &str,
    event: &str,
    typed: &[(&str, &str)],
) -> Page {
    let form = page.event_form(action, event);
    person.submit_form(&form, typed).await
}

/// Opens the record at `path`, takes a step there, and opens the page it leads to.
async fn taken(person: &mut Visitor, path: &str, event: &str, typed: &[(&str, &str)]) -> Page {
    let page = person.get(path).await.expect(200);
    let moved = step(person, &page, &events(path), event, typed)
        .await
        .expect(303);
    let next = moved.location().to_owned();
    assert!(next.starts_with(path), "{next}");
    person.get(&next).await.expect(200)
}

/// Whether the page offers a form with this event.
fn offers(page: &Page, event: &str) -> bool {
    page.html
        .contains(&format!("name=\"event\" value=\"{event}\""))
}

/// A finding as officers write it.
fn finding(today: &str) -> [(&'static str, &str); 4] {
    [
        ("violation", "disguised_subject_tutoring"),
        ("acted_on", today),
        ("found_on", today),
        (
            "facts",
            "以思维营名义开设四年级数学课，两名教师，十四名学生。",
        ),
    ]
}
