//! One `hongjian` and one `hongjian-worker` as processes of their own on a database of a test.

use tests::program::{Plan, Running};
use tests::smtp::Smtp;
use tests::{Db, program};

/// The two processes.
pub(crate) struct House {
    /// `hongjian`.
    pub(crate) api: Running,
    /// `hongjian-worker`.
    pub(crate) worker: Running,
}

impl House {
    /// Starts both on the database at `url`, which may lead through a proxy.
    pub(crate) async fn start(db: &Db, server: &Smtp, url: &str) -> Self {
        let api = Plan::hongjian(program!(hongjian), db.folder())
            .on(db)
            .mail(server)
            .set("HONGJIAN_DATABASE__URL", url)
            .set("HONGJIAN_WORKER__IN_PROCESS", "false")
            .set("HONGJIAN_HTTP__RATE_LIMIT", "off");
        let worker = Plan::new(program!(worker), db.folder())
            .on(db)
            .mail(server)
            .set("HONGJIAN_DATABASE__URL", url)
            .set("HONGJIAN_WORKER__POLL_MILLISECONDS", "50")
            .ready_when_it_says("worker runs");
        Self {
            api: api.start().await,
            worker: worker.start().await,
        }
    }

    /// The address of the API.
    pub(crate) fn url(&self) -> String {
        self.api.url("")
    }

    /// Asks both to stop; they end in good order.
    pub(crate) async fn stop(&mut self) {
        assert!(self.worker.stop().await.success(), "{}", self.worker.log());
        assert!(self.api.stop().await.success(), "{}", self.api.log());
    }
}
