//! Servers on loopback, each with a runtime of its own: the real service with the settings of production, or a bare one.

use std::net::{Ipv4Addr, SocketAddr};

use api::config::{Settings, load};
use api::serve::{bind, serve};
use api::{App, http};
use axum::Router;
use store::Store;
use tests::Db;
use tokio::runtime::Runtime;
use tokio_util::sync::CancellationToken;

use super::ground::runtime;

/// A server that ends with this value.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    // Held so that its threads live as long as the server.
    _runtime: Runtime,
    stop: CancellationToken,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

/// The settings of production on this database. The client is taken for a trusted proxy, so that each request may
/// come from another address and the rate limits stay on.
pub(crate) fn settings(db: &Db) -> Settings {
    let named = [
        ("demo", "false".to_owned()),
        ("data_dir", db.folder().join("var").display().to_string()),
        ("database__url", db.url().to_owned()),
        ("keyring", db.keyring().display().to_string()),
        ("mail__transport", "smtp://127.0.0.1:25".to_owned()),
        ("http__listen", "127.0.0.1:0".to_owned()),
        ("http__trusted_proxies", "127.0.0.1".to_owned()),
        ("ops__listen", "off".to_owned()),
    ];
    let environment = named.map(|(name, value)| (name.to_owned(), value)).to_vec();
    load(None, environment).expect("settings of production")
}

/// The real service on this database.
pub(crate) fn ours(db: &Db) -> Server {
    let settings = settings(db);
    started(async move {
        let store: Store = api::cli::open(&settings)
            .await
            .expect("a migrated database");
        let app = App::new(store, settings).expect("a keyring");
        http::service(&app)
    })
}

/// A server of the router that `making` makes in the server's own runtime.
pub(crate) fn started(making: impl Future<Output = Router>) -> Server {
    let runtime = runtime();
    let stop = CancellationToken::new();
    let address = runtime.block_on(async {
        let router = making.await;
        let bound = bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)))
            .await
            .expect("a free port");
        let address = bound.address;
        tokio::spawn(serve(bound, router, stop.clone()));
        address
    });
    Server {
        address,
        _runtime: runtime,
        stop,
    }
}
