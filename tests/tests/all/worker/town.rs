//! A small town with one authority, and complaints filed in it.

use std::sync::Arc;

use domain::complaint::{Channel, Draft, DraftContact};
use domain::institution::department::Department;
use domain::words::District;
use store::ops::authority;
use store::ops::complaint::{self, FileComplaint};
use store::{ManualClock, Store};
use tests::Db;
use tests::bureau::grant;
use tests::rows::Rows;

/// A store in use, with a connection of the test's own beside it.
pub(super) struct Town {
    pub(super) store: Store,
    pub(super) clock: Arc<ManualClock>,
    pub(super) rows: Rows,
}

impl Town {
    pub(super) async fn found(db: &Db) -> Self {
        let (store, clock) = db.store_at_rest().await;
        authority::found(
            &store,
            &grant(&store),
            "南昌市教育局",
            Department::Education,
            District::ALL,
            store.now(),
        )
        .await
        .unwrap();
        let rows = Rows::of(db).await;
        Self { store, clock, rows }
    }

    /// Files `count` complaints, each with an address of its own.
    pub(super) async fn complain(&self, count: usize) {
        for index in 0..count {
            let draft = Draft {
                district: Some("360102".to_owned()),
                subject: format!("机构不退费 {index}"),
                body: "交了十二期的钱，机构说不退，也联系不上老师。".to_owned(),
                anonymous: false,
                contact: Some(DraftContact {
                    name: Some("万女士".to_owned()),
                    telephone: None,
                    email: Some(format!("parent{index}@example.cn")),
                }),
                ..Draft::default()
            };
            let command = FileComplaint {
                filing: draft.check(self.store.today()).unwrap(),
                channel: Channel::Portal,
                source_number: None,
                language: "zh",
            };
            complaint::file(
                &self.store,
                &grant(&self.store),
                &command,
                None,
                self.store.now(),
            )
            .await
            .unwrap();
        }
    }

    /// How many rows `from` has, where `from` is what follows FROM.
    pub(super) async fn count(&self, from: &str) -> i64 {
        self.rows.count(from).await
    }

    /// Changes rows behind the back of the store.
    pub(super) async fn set(&self, sql: &str) {
        self.rows.set(sql).await;
    }

    /// Waits until `from` has `count` rows.
    pub(super) async fn until(&self, from: &str, count: i64) {
        self.rows.until(from, count).await;
    }
}
