//! The feed of the 12345 hotline: pages of items over HTTP, read with limits on time and size.
//!
//! `GET <url>?after=<cursor>&limit=100` with the bearer token answers
//! `{"items":[{"number":"…","subject":"…","body":"…", …}],"next":"<cursor>"|null}`. An item has the
//! fields of a complaint as the API takes them, and the hotline's own `number`.

use std::net::IpAddr;
use std::time::Duration;

use futures::StreamExt as _;
use reqwest::{Client, StatusCode, Url};
use serde::Deserialize;
use serde_json::Value;

use crate::settings::{Hotline, Secret};

/// Items asked for at a time.
const ITEMS: &str = "100";

/// How often one page is asked for before the pull gives up until its next attempt.
const TRIES: u32 = 3;

/// How long one try may take. All tries of a page and their pauses together stay below the time of a job.
const TRY_LIMIT: Duration = Duration::from_secs(4);

/// Why a page could not be had. Holds nothing of its content and not the address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SourceFault {
    /// No answer, or not within the time limit.
    #[error("the source did not answer")]
    Unreachable,
    /// The source answered that it cannot now.
    #[error("the source answered {0}")]
    Busy(u16),
    /// The source refused the request.
    #[error("the source refused the request with {0}")]
    Refused(u16),
    /// The page is longer than allowed.
    #[error("the page is longer than {0} bytes")]
    TooLong(u64),
    /// The page is not what was agreed.
    #[error("the page is not JSON of the agreed form")]
    Form,
}

impl SourceFault {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unreachable => "source_unreachable",
            Self::Busy(_) => "source_busy",
            Self::Refused(_) => "source_refused",
            Self::TooLong(_) => "source_page_too_long",
            Self::Form => "source_page_invalid",
        }
    }

    const fn may_pass(&self) -> bool {
        matches!(self, Self::Unreachable | Self::Busy(_))
    }
}

/// One page; its items are looked at one by one, so that a bad one spoils no other.
#[derive(Debug, Deserialize)]
pub(crate) struct Page {
    pub(crate) items: Vec<Value>,
    /// Where the next page begins; none after the last.
    pub(crate) next: Option<String>,
}

/// A client of the feed.
#[derive(Debug, Clone)]
pub struct Feed {
    client: Client,
    url: Url,
    token: Secret,
    page_bytes_max: u64,
}

/// Whether the address may be used: `https://`, or `http://` on this machine.
///
/// # Errors
/// A sentence that says what is wrong.
pub fn check_address(address: &str, token: &Secret) -> Result<(), &'static str> {
    let url = Url::parse(address).map_err(|_| "it is not an address")?;
    let here = url.host_str().is_some_and(|host| {
        let bare = host.trim_matches(['[', ']']);
        host == "localhost" || bare.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
    });
    match url.scheme() {
        "https" => {}
        "http" if here => {}
        _ => return Err("it begins with https://, or http:// on this machine"),
    }
    if !token.expose().bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err("the token holds a space or a line end");
    }
    Ok(())
}

impl Feed {
    /// A client for these settings.
    ///
    /// # Errors
    /// A sentence that says what is wrong with the settings.
    pub fn new(settings: &Hotline) -> Result<Self, &'static str> {
        Self::patient(settings, TRY_LIMIT)
    }

    /// A client that waits so long for one try.
    fn patient(settings: &Hotline, limit: Duration) -> Result<Self, &'static str> {
        check_address(&settings.url, &settings.token)?;
        Ok(Self {
            client: client(limit)?,
            url: Url::parse(&settings.url).map_err(|_| "it is not an address")?,
            token: settings.token.clone(),
            page_bytes_max: settings.page_bytes_max,
        })
    }

    /// The page after `cursor`. Failures that may pass are tried again after pauses that double;
    /// `jitter` gives a random byte for each, so that two workers do not keep step.
    pub(crate) async fn page(
        &self,
        cursor: Option<&str>,
        mut jitter: impl FnMut() -> u8 + Send,
    ) -> Result<Page, SourceFault> {
        let mut tried = 0_u32;
        loop {
            let fault = match self.once(cursor).await {
                Ok(page) => return Ok(page),
                Err(fault) => fault,
            };
            tried += 1;
            if tried >= TRIES || !fault.may_pass() {
                return Err(fault);
            }
            metrics::counter!("hongjian_source_retries_total", "source" => "hotline").increment(1);
            let pause = (200_u64 << tried) + u64::from(jitter());
            tokio::time::sleep(Duration::from_millis(pause)).await;
        }
    }

    async fn once(&self, cursor: Option<&str>) -> Result<Page, SourceFault> {
        let mut url = self.url.clone();
        {
            let mut query = url.query_pairs_mut();
            query.append_pair("limit", ITEMS);
            if let Some(cursor) = cursor {
                query.append_pair("after", cursor);
            }
        }
        let mut request = self.client.get(url);
        if !self.token.expose().is_empty() {
            request = request.bearer_auth(self.token.expose());
        }
        let answer = request.send().await.map_err(|_| SourceFault::Unreachable)?;
        let status = answer.status();
        if status == StatusCode::TOO_MANY_REQUESTS || status.is_server_error() {
            return Err(SourceFault::Busy(status.as_u16()));
        }
        if status != StatusCode::OK {
            return Err(SourceFault::Refused(status.as_u16()));
        }
        let too_long = SourceFault::TooLong(self.page_bytes_max);
        if answer
            .content_length()
            .is_some_and(|length| length > self.page_bytes_max)
        {
            return Err(too_long);
        }
        let mut bytes = Vec::new();
        let mut parts = answer.bytes_stream();
        // The length is counted while reading: what a source says about it is not believed.
        while let Some(part) = parts.next().await {
            let part = part.map_err(|_| SourceFault::Unreachable)?;
            let length = u64::try_from(bytes.len() + part.len()).unwrap_or(u64::MAX);
            if length > self.page_bytes_max {
                return Err(too_long);
            }
            bytes.extend_from_slice(&part);
        }
        serde_json::from_slice(&bytes).map_err(|_| SourceFault::Form)
    }
}

#[allow(
    clippy::disallowed_methods,
    reason = "this is the one home of the HTTP client; every limit is set here"
)]
fn client(limit: Duration) -> Result<Client, &'static str> {
    Client::builder()
        .connect_timeout(Duration::from_secs(2))
        .timeout(limit)
        // A redirect would carry the token to another address.
        .redirect(reqwest::redirect::Policy::none())
        // What is reached is what the settings say, not what the environment of the process says.
        .no_proxy()
        .user_agent("hongjian")
        .build()
        .map_err(|_| "the HTTP client cannot be set up")
}

#[cfg(test)]
mod tests;
