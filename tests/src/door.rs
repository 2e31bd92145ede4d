//! The application on loopback, within the process of the test: its clock can be moved.

use api::serve::{bind, serve};
use store::Store;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::caller::Caller;
use crate::visitor::application;
use crate::{Db, client};

/// The application, listening until it is dropped.
#[derive(Debug)]
pub struct Door {
    url: String,
    stop: CancellationToken,
    _serving: JoinHandle<()>,
}

impl Door {
    /// Opens the door on a free port, without limits on how often: tests act faster than people.
    ///
    /// # Panics
    /// Where it does not open.
    pub async fn open(db: &Db, store: &Store) -> Self {
        Self::with(db, store, "off").await
    }

    /// Opens the door with limits on how often.
    ///
    /// # Panics
    /// Where it does not open.
    pub async fn limited(db: &Db, store: &Store) -> Self {
        Self::with(db, store, "on").await
    }

    async fn with(db: &Db, store: &Store, rate_limit: &str) -> Self {
        client::provide_tls();
        let app = application(db, store.clone(), &[("http__rate_limit", rate_limit)]);
        let bound = bind(([127, 0, 0, 1], 0).into()).await.expect("a free port");
        let url = format!("http://{}", bound.address);
        let stop = CancellationToken::new();
        let serving = serve(bound, api::http::service(&app), stop.clone());
        let serving = tokio::spawn(serving);
        Self {
            url,
            stop,
            _serving: serving,
        }
    }

    /// Its address, without a slash at the end.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The public before the door.
    #[must_use]
    pub fn public(&self) -> Caller {
        Caller::public(&self.url)
    }
}

impl Drop for Door {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}
