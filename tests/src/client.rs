//! The one home of HTTP clients in the tests.

use std::sync::Once;
use std::time::Duration;

/// Names the TLS provider of this process once. Two are compiled in by our packages, and none is the default.
pub fn provide_tls() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // A test that named it first has done what is wanted.
        let _named = rustls::crypto::ring::default_provider().install_default();
    });
}

/// A client that follows no redirect and keeps no cookie: a test looks at each answer.
///
/// # Panics
/// Where TLS cannot be set up.
#[must_use]
#[allow(
    clippy::disallowed_methods,
    reason = "this is the one home of HTTP clients in the tests"
)]
pub fn plain() -> reqwest::Client {
    provide_tls();
    reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .connect_timeout(Duration::from_secs(5))
        .timeout(Duration::from_secs(60))
        .build()
        .expect("a client without certificates of its own")
}
