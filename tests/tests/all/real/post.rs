//! Complainants who file texts, and repeat what was not answered under the same idempotency key.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures::StreamExt as _;
use reqwest::Method;
use serde_json::{Value, json};
use tests::caller::{self, Caller};
use tests::corpus::Text;

/// How many file at the same time.
const AT_ONCE: usize = 8;
/// How long a complainant waits before the same is sent again.
const PAUSE: Duration = Duration::from_millis(40);
/// How often the same is sent before the test gives up.
const TRIES_MAX: usize = 2_000;

/// A text that was filed.
#[derive(Debug, Clone)]
pub(crate) struct Filed {
    /// What was sent.
    pub(crate) text: Text,
    /// Number of the complaint.
    pub(crate) number: String,
    /// Its receipt code.
    pub(crate) receipt: String,
    /// The complainant's address.
    pub(crate) email: String,
    /// How often it was sent until an answer came.
    pub(crate) tries: usize,
}

/// Texts to be filed at one server.
pub(crate) struct Post {
    public: Caller,
    texts: Vec<Text>,
    filed: Arc<AtomicUsize>,
}

impl Post {
    /// These texts, to the server at this address.
    pub(crate) fn to(url: &str, texts: Vec<Text>) -> Self {
        Self {
            public: Caller::public(url),
            texts,
            filed: Arc::default(),
        }
    }

    /// How many were answered so far.
    pub(crate) fn progress(&self) -> Arc<AtomicUsize> {
        Arc::clone(&self.filed)
    }

    /// Files all of them, several at a time, in the order of the texts.
    pub(crate) async fn send_all(self) -> Vec<Filed> {
        let filed = Arc::clone(&self.filed);
        let public = &self.public;
        let sending = self.texts.into_iter().enumerate().map(|(index, text)| {
            let filed = Arc::clone(&filed);
            async move {
                let one = file(public, index, text).await;
                filed.fetch_add(1, Ordering::Relaxed);
                one
            }
        });
        futures::stream::iter(sending)
            .buffered(AT_ONCE)
            .collect()
            .await
    }
}

/// Files one text, again and again until it is answered. Every tenth complainant clicks twice.
async fn file(public: &Caller, index: usize, text: Text) -> Filed {
    let email = format!("parent{index}@example.cn");
    let draft = json!({"subject": text.subject, "body": text.body, "anonymous": false,
        "contact": {"name": "家长", "email": email}});
    let (answer, tries) = send(public, index, &draft).await;
    if index.is_multiple_of(10) {
        let (again, _) = send(public, index, &draft).await;
        assert_eq!(again, answer, "the same key, the same answer");
    }
    let told = |name: &str| answer[name].as_str().unwrap().to_owned();
    Filed {
        number: told("number"),
        receipt: told("receipt"),
        text,
        email,
        tries,
    }
}

async fn send(public: &Caller, index: usize, draft: &Value) -> (Value, usize) {
    for tries in 1..=TRIES_MAX {
        let request = public
            .request(Method::POST, "/api/v1/complaints")
            .header("Idempotency-Key", format!("complaint-{index}"))
            .json(draft);
        match caller::try_send(request).await {
            Ok(answer) if answer.status == 201 => return (answer.body, tries),
            // The server is there and its database is not: it says so, with a code.
            Ok(answer) => assert_eq!((answer.status, answer.code()), (503, "unavailable")),
            // The server was killed, or is not up again.
            Err(_) => {}
        }
        tokio::time::sleep(PAUSE).await;
    }
    panic!("complaint {index} was never answered")
}
