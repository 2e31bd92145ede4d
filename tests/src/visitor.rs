//! A person at a browser without script: keeps cookies, fills in the forms a page offers, follows what it is led to.

use std::collections::BTreeMap;

use api::App;
use api::config::load;
use axum::Router;
use axum::body::Body;
use axum::http::header::{
    ACCEPT, ACCEPT_LANGUAGE, CONTENT_TYPE, COOKIE, HOST, LOCATION, ORIGIN, SET_COOKIE,
};
use axum::http::{HeaderMap, Method, Request, StatusCode};
use store::Store;
use tower::ServiceExt as _;

use crate::Db;
use crate::forms::{self, PageForm};

/// The application over this database. `more` are settings by key (`http__rate_limit`); unless they say otherwise the rate limits
/// are off, since a test is faster than people.
///
/// # Panics
/// Where the settings are refused.
#[must_use]
pub fn application(db: &Db, store: Store, more: &[(&str, &str)]) -> App {
    let text = |path: &std::path::Path| path.to_str().expect("a path in UTF-8").to_owned();
    let mut pairs = vec![
        ("data_dir".to_owned(), text(db.folder())),
        ("keyring".to_owned(), text(&db.keyring())),
        ("http__rate_limit".to_owned(), "off".to_owned()),
    ];
    for (key, value) in more {
        pairs.retain(|(known, _)| known != key);
        pairs.push(((*key).to_owned(), (*value).to_owned()));
    }
    App::new(store, load(None, pairs).expect("the settings hold")).expect("the keyring is there")
}

/// What came back.
#[derive(Debug, Clone)]
pub struct Page {
    /// Path that was asked for.
    pub path: String,
    /// Status.
    pub status: StatusCode,
    /// Headers.
    pub headers: HeaderMap,
    /// Body as text; bytes that are no UTF-8 are replaced.
    pub html: String,
}

impl Page {
    /// The page itself where it was answered with this status.
    ///
    /// # Panics
    /// Where it was not.
    #[allow(
        clippy::must_use_candidate,
        clippy::return_self_not_must_use,
        reason = "it asserts; not every test looks at the page"
    )]
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(
            self.status.as_u16(),
            status,
            "{}: {}",
            self.path,
            self.words()
        );
        self
    }

    /// Where it leads.
    ///
    /// # Panics
    /// Where it leads nowhere.
    #[must_use]
    #[track_caller]
    pub fn location(&self) -> &str {
        self.header(LOCATION.as_str()).unwrap_or_else(|| {
            panic!(
                "{} leads nowhere: {} {}",
                self.path,
                self.status,
                self.words()
            )
        })
    }

    /// A header as text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// Its words without the tags.
    #[must_use]
    pub fn words(&self) -> String {
        forms::words(&self.html)
    }

    /// Whether these words stand in it as a person reads them.
    #[must_use]
    pub fn says(&self, words: &str) -> bool {
        self.words().contains(words)
    }

    /// The first form that is sent to `action`.
    ///
    /// # Panics
    /// Where the page has none.
    #[must_use]
    #[track_caller]
    pub fn form(&self, action: &str) -> PageForm {
        let forms = forms::forms(&self.html);
        let actions: Vec<&str> = forms.iter().map(|form| form.action.as_str()).collect();
        forms
            .iter()
            .find(|form| form.action == action)
            .unwrap_or_else(|| panic!("{} has no form to {action}, only {actions:?}", self.path))
            .clone()
    }

    /// The form to `action` that brings this `event` to a record: one page may hold several to the same path.
    ///
    /// # Panics
    /// Where the page has none.
    #[must_use]
    #[track_caller]
    pub fn event_form(&self, action: &str, event: &str) -> PageForm {
        forms::forms(&self.html)
            .into_iter()
            .find(|form| form.action == action && form.value("event") == Some(event))
            .unwrap_or_else(|| panic!("{} offers no {event} to {action}", self.path))
    }

    /// Whether it offers a form to `action`.
    #[must_use]
    pub fn offers(&self, action: &str) -> bool {
        forms::forms(&self.html)
            .iter()
            .any(|form| form.action == action)
    }
}

/// A file to hand in.
#[derive(Debug, Clone, Copy)]
pub struct SentFile<'a> {
    /// Name of the field.
    pub field: &'a str,
    /// Name of the file.
    pub name: &'a str,
    /// Its content.
    pub bytes: &'a [u8],
}

/// A person at a browser.
#[derive(Debug, Clone)]
pub struct Visitor {
    router: Router,
    cookies: BTreeMap<String, String>,
    /// What the browser wishes: `zh` or `en`.
    pub language: &'static str,
    /// Token of the last page that had one.
    pub token: String,
}

const HOST_NAME: &str = "127.0.0.1:8080";

impl Visitor {
    /// A new browser before this application, without a cookie.
    #[must_use]
    pub fn new(app: &App) -> Self {
        Self {
            router: api::http::service(app),
            cookies: BTreeMap::new(),
            language: "zh",
            token: String::new(),
        }
    }

    /// Another browser before the same application.
    #[must_use]
    pub fn another(&self) -> Self {
        Self {
            cookies: BTreeMap::new(),
            token: String::new(),
            ..self.clone()
        }
    }

    /// Opens a page.
    pub async fn get(&mut self, path: &str) -> Page {
        self.send(Method::GET, path, "", Vec::new()).await
    }

    /// Opens a page and everything it leads on to.
    pub async fn follow(&mut self, path: &str) -> Page {
        let mut page = self.get(path).await;
        while page.status.is_redirection() {
            let next = page.location().to_owned();
            page = self.get(&next).await;
        }
        page
    }

    /// Sends the fields as they are, with no token unless they hold one.
    pub async fn post(&mut self, path: &str, fields: &[(String, String)]) -> Page {
        let kind = "application/x-www-form-urlencoded";
        self.send(Method::POST, path, kind, encoded(fields).into_bytes())
            .await
    }

    /// Sends these fields with the token of the last page: for what no form of a page offers.
    pub async fn post_fields(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        let mut all = vec![("csrf".to_owned(), self.token.clone())];
        all.extend(
            fields
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
        );
        self.post(path, &all).await
    }

    /// Fills in the form that `page` sends to `action` and sends it.
    pub async fn submit(&mut self, page: &Page, action: &str, typed: &[(&str, &str)]) -> Page {
        let form = page.form(action);
        self.submit_form(&form, typed).await
    }

    /// Fills in this form and sends it.
    pub async fn submit_form(&mut self, form: &PageForm, typed: &[(&str, &str)]) -> Page {
        self.post(&form.action, &form.filled(typed)).await
    }

    /// Fills in this form with files and sends it.
    pub async fn upload(
        &mut self,
        form: &PageForm,
        typed: &[(&str, &str)],
        files: &[SentFile<'_>],
    ) -> Page {
        let edge = "----------------hongjian-form";
        let mut body = Vec::new();
        for (name, value) in form.filled(typed) {
            body.extend_from_slice(
                format!(
                    "--{edge}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
                )
                .as_bytes(),
            );
        }
        for file in files {
            let (field, name) = (file.field, file.name);
            body.extend_from_slice(
                format!(
                    "--{edge}\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\
                     Content-Type: application/octet-stream\r\n\r\n"
                )
                .as_bytes(),
            );
            body.extend_from_slice(file.bytes);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(format!("--{edge}--\r\n").as_bytes());
        let kind = format!("multipart/form-data; boundary={edge}");
        self.send(Method::POST, &form.action, &kind, body).await
    }

    /// Signs in by the page and goes where it leads.
    ///
    /// # Panics
    /// Where the page does not let one in.
    pub async fn sign_in(&mut self, login: &str, password: &str) -> Page {
        let page = self.get("/sign-in").await.expect(200);
        let typed = [("login", login), ("password", password)];
        let answer = self.submit(&page, "/sign-in", &typed).await.expect(303);
        let home = answer.location().to_owned();
        self.follow(&home).await
    }

    /// The value of a cookie.
    #[must_use]
    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.get(name).map(String::as_str)
    }

    async fn send(&mut self, method: Method, path: &str, kind: &str, body: Vec<u8>) -> Page {
        let mut request = Request::builder()
            .method(&method)
            .uri(path)
            .header(HOST, HOST_NAME)
            .header(ACCEPT, "text/html,application/xhtml+xml")
            .header(ACCEPT_LANGUAGE, self.language);
        if !self.cookies.is_empty() {
            let pairs: Vec<String> = self
                .cookies
                .iter()
                .map(|(name, value)| format!("{name}={value}"))
                .collect();
            request = request.header(COOKIE, pairs.join("; "));
        }
        if method == Method::POST {
            request = request
                .header(CONTENT_TYPE, kind)
                .header(ORIGIN, format!("http://{HOST_NAME}"));
        }
        let request = request.body(Body::from(body)).expect("a request");
        let response = self
            .router
            .clone()
            .oneshot(request)
            .await
            .expect("an answer");
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, 1 << 24).await.expect("a body");
        let page = Page {
            path: path.to_owned(),
            status: parts.status,
            headers: parts.headers,
            html: String::from_utf8_lossy(&bytes).into_owned(),
        };
        self.remember(&page);
        page
    }

    /// Keeps cookies and the token as a browser and its reader would.
    fn remember(&mut self, page: &Page) {
        for line in page.headers.get_all(SET_COOKIE) {
            let line = line.to_str().expect("a cookie in ASCII");
            let pair = line.split(';').next().unwrap_or_default();
            let (name, value) = pair.split_once('=').expect("a cookie with a value");
            if line.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        let token = forms::forms(&page.html)
            .iter()
            .filter_map(|form| form.value("csrf"))
            .find(|token| !token.is_empty())
            .map(str::to_owned);
        if let Some(token) = token {
            self.token = token;
        }
    }
}

/// Fields as a form sends them.
fn encoded(fields: &[(String, String)]) -> String {
    let escaped = |text: &str| {
        text.bytes().fold(String::new(), |mut out, byte| {
            match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => {
                    out.push(char::from(byte));
                }
                b' ' => out.push('+'),
                _ => out.push_str(&format!("%{byte:02X}")),
            }
            out
        })
    };
    let pairs: Vec<String> = fields
        .iter()
        .map(|(name, value)| format!("{}={}", escaped(name), escaped(value)))
        .collect();
    pairs.join("&")
}
