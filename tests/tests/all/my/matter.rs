//! A matter against an institution, brought to its order: what the institution's desk and the mail pages are about.

use std::sync::Arc;

use domain::access::{Actor, Grant, Permission, decide, permit};
use domain::case::{ServiceWay, Violation};
use domain::complaint::{Channel, Draft, DraftContact};
use domain::words::{CaseNumber, Day};
use store::ops::case::{self, CaseEvent, OpenCase, Origin};
use store::ops::complaint::{self, ComplaintEvent, FileComplaint};
use store::ops::session;
use store::{ManualClock, Store};
use tests::Db;
use tests::bureau::{self, Bureau, PASSWORD, Party};
use tests::rows::Rows;
use tests::visitor::{Visitor, application};

/// What must be corrected.
pub(crate) const DEMAND: &str = "一、立即停止学科类培训。\n二、退还剩余课时费用。";

/// A bureau with two institutions, its clock, and the application over it.
pub(crate) struct Scene {
    pub(crate) store: Store,
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) bureau: Bureau,
    pub(crate) rows: Rows,
    pub(crate) nobody: Visitor,
}

/// An order that was made.
pub(crate) struct Ordered {
    pub(crate) case: CaseNumber,
    /// Path of its page on the institution's desk.
    pub(crate) path: String,
    pub(crate) document: String,
}

impl Scene {
    pub(crate) async fn set(db: &Db) -> Self {
        Self::with(db, &[]).await
    }

    /// The scene with other settings of the application.
    pub(crate) async fn with(db: &Db, settings: &[(&str, &str)]) -> Self {
        let (store, clock) = db.store_at_rest().await;
        let bureau = Bureau::found(&store, 2).await;
        let nobody = Visitor::new(&application(db, store.clone(), settings));
        let rows = Rows::of(db).await;
        Self {
            store,
            clock,
            bureau,
            rows,
            nobody,
        }
    }

    /// A browser of the holder of this account.
    pub(crate) async fn visitor(&self, login: &str) -> Visitor {
        let mut visitor = self.nobody.another();
        let _ = visitor.sign_in(login, PASSWORD).await.expect(200);
        visitor
    }

    async fn grant<A: Permission>(&self, login: &str) -> Grant<A> {
        let now = self.store.now();
        let signed_in = session::sign_in(&self.store, login, PASSWORD, None, now).await;
        let actor: Actor = signed_in.unwrap().actor;
        decide::<A>(&actor, self.store.today()).unwrap()
    }

    /// A complaint against this institution, by somebody who left an address.
    pub(crate) async fn complaint(&self, party: &Party) -> domain::words::ComplaintNumber {
        let draft = Draft {
            institution_number: Some(party.number.to_string()),
            subject: "书法班里上奥数".to_owned(),
            body: "报的是书法班，进了教室老师讲的是奥数和应用题。".to_owned(),
            anonymous: false,
            contact: Some(DraftContact {
                name: Some("万女士".to_owned()),
                telephone: None,
                email: Some("chenxiaoyu@example.cn".to_owned()),
            }),
            ..Draft::default()
        };
        let command = FileComplaint {
            filing: draft.check(self.store.today()).unwrap(),
            channel: Channel::Portal,
            source_number: None,
            language: "zh",
        };
        let grant = bureau::grant::<permit::FileComplaint>(&self.store);
        let filed = complaint::file(&self.store, &grant, &command, None, self.store.now()).await;
        filed.unwrap().number
    }

    /// A case against this institution whose order is due in so many days.
    pub(crate) async fn order(&self, party: &Party, days: i64) -> Ordered {
        let (store, today) = (&self.store, self.store.today());
        let complaint = self.complaint(party).await;
        let handles = self.grant::<permit::HandleComplaint>("officer").await;
        let accept = ComplaintEvent::Accept {};
        complaint::event(store, &handles, complaint, &accept, 1, store.now())
            .await
            .unwrap();
        let command = OpenCase {
            from: Origin::Complaint(complaint),
            second_officer: self.bureau.second_officer,
            party_name: String::new(),
            reason: "课表写着数学。".to_owned(),
        };
        let opens = self.grant::<permit::OpenCase>("officer").await;
        let case = case::open(store, &opens, &command, None, store.now())
            .await
            .unwrap();
        let finding = CaseEvent::RecordFinding {
            violation: Violation::DisguisedSubjectTutoring,
            facts: "书法教室内讲授数学。".to_owned(),
            acted_on: today,
            found_on: today,
        };
        let investigates = self.grant("officer").await;
        let version =
            case::investigate(store, &investigates, case.number, &finding, 1, store.now())
                .await
                .unwrap();
        let order = CaseEvent::OrderCorrection {
            demand: DEMAND.to_owned(),
            due_on: today.plus_days(days),
            basis_confirmed: false,
        };
        let orders = self.grant("officer").await;
        case::order(store, &orders, case.number, &order, version, store.now())
            .await
            .unwrap();
        self.ordered(case.number).await
    }

    async fn ordered(&self, case: CaseNumber) -> Ordered {
        let of = |column: &str| {
            format!(
                "SELECT o.{column} AS value FROM correction_order o JOIN violation_case v ON v.id = o.case_id WHERE v.number = '{case}'"
            )
        };
        let one = |texts: Vec<String>| texts.into_iter().next().unwrap();
        Ordered {
            case,
            path: format!("/my/orders/{}", one(self.rows.texts(&of("id")).await)),
            document: one(self.rows.texts(&of("document_number")).await),
        }
    }

    async fn version(&self, case: CaseNumber) -> i64 {
        let sql = format!("SELECT version AS value FROM violation_case WHERE number = '{case}'");
        self.rows.number(&sql).await
    }

    /// The order is handed over today.
    pub(crate) async fn serve(&self, case: CaseNumber) {
        let service = CaseEvent::RecordService {
            way: ServiceWay::InPerson,
            served_on: self.store.today(),
            receiver: "法定代表人".to_owned(),
            proof: "送达回证已签收。".to_owned(),
        };
        let serves = self.grant("officer").await;
        let (version, now) = (self.version(case).await, self.store.now());
        case::serve(&self.store, &serves, case, &service, version, now)
            .await
            .unwrap();
    }

    /// An officer proposes to close, the lead officer approves.
    pub(crate) async fn close(&self, case: CaseNumber) {
        self.propose(case).await;
        let approves = self.grant("lead-officer").await;
        let (version, now) = (self.version(case).await, self.store.now());
        let approve = CaseEvent::ApproveClosure {};
        case::approve(&self.store, &approves, case, &approve, version, now)
            .await
            .unwrap();
    }

    /// An officer proposes to close.
    pub(crate) async fn propose(&self, case: CaseNumber) {
        let propose = CaseEvent::ProposeClosure {
            reason: "已改正并退费。".to_owned(),
        };
        let investigates = self.grant("officer").await;
        let (version, now) = (self.version(case).await, self.store.now());
        case::investigate(&self.store, &investigates, case, &propose, version, now)
            .await
            .unwrap();
    }

    /// The present day moves on.
    pub(crate) fn days_pass(&self, days: i64) -> Day {
        self.clock.advance(days * 86_400_000);
        self.store.today()
    }
}
