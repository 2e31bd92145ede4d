//! Somebody who calls the JSON door over HTTP: the public, or the holder of an account.

use reqwest::{Client, Method, RequestBuilder};
use serde_json::{Value, json};

use crate::bureau::PASSWORD;
use crate::client;

/// What the door answered.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// Its headers.
    pub headers: reqwest::header::HeaderMap,
    /// The bytes.
    pub bytes: Vec<u8>,
    /// The body where it is JSON, else null.
    pub body: Value,
}

impl Answer {
    /// The code of a problem; empty where it is none.
    #[must_use]
    pub fn code(&self) -> &str {
        self.body["code"].as_str().unwrap_or_default()
    }

    /// A text of the body, by its name.
    ///
    /// # Panics
    /// Where the body has no such text.
    #[must_use]
    pub fn text(&self, name: &str) -> String {
        let text = self.body[name].as_str();
        text.unwrap_or_else(|| panic!("no text {name} in {self:?}"))
            .to_owned()
    }

    /// The answer itself, where it has this status.
    ///
    /// # Panics
    /// Where it has another one.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        let told = String::from_utf8_lossy(&self.bytes);
        assert_eq!(self.status, status, "{told}");
        self
    }
}

/// A caller of one server.
#[derive(Debug, Clone)]
pub struct Caller {
    url: String,
    token: Option<String>,
    http: Client,
}

impl Caller {
    /// The public at the server with this address, which has no slash at its end.
    #[must_use]
    pub fn public(url: &str) -> Self {
        Self {
            url: url.trim_end_matches('/').to_owned(),
            token: None,
            http: client::plain(),
        }
    }

    /// The same caller at another server: sessions are in the database, so every replica knows them.
    #[must_use]
    pub fn at(&self, url: &str) -> Self {
        Self {
            url: url.trim_end_matches('/').to_owned(),
            ..self.clone()
        }
    }

    /// The holder of an account of the [`Bureau`](crate::bureau::Bureau), signed in.
    ///
    /// # Panics
    /// Where the sign-in is refused.
    pub async fn sign_in(&self, login: &str) -> Self {
        let body = json!({"login": login, "password": PASSWORD});
        let opened = self.post("/api/v1/sessions", &body).await.expect(201);
        Self {
            token: Some(opened.text("token")),
            ..self.clone()
        }
    }

    /// The token of the session, which pages take as the cookie `session`; none for the public.
    #[must_use]
    pub fn token(&self) -> Option<&str> {
        self.token.as_deref()
    }

    /// A request that shows the caller's token.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.http.request(method, format!("{}{path}", self.url));
        match &self.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        }
    }

    /// Reads.
    ///
    /// # Panics
    /// Where the server does not answer.
    pub async fn get(&self, path: &str) -> Answer {
        send(self.request(Method::GET, path)).await
    }

    /// Opens a page, which takes the session as a cookie.
    ///
    /// # Panics
    /// Where the server does not answer.
    pub async fn page(&self, path: &str) -> Answer {
        let mut request = self
            .http
            .get(format!("{}{path}", self.url))
            .header("Accept", "text/html");
        if let Some(token) = &self.token {
            request = request.header("Cookie", format!("session={token}"));
        }
        send(request).await
    }

    /// Sends JSON.
    ///
    /// # Panics
    /// Where the server does not answer.
    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        send(self.request(Method::POST, path).json(body)).await
    }
}

/// Sends a request.
///
/// # Panics
/// Where the server does not answer.
pub async fn send(request: RequestBuilder) -> Answer {
    try_send(request).await.expect("the server answers")
}

/// Sends a request to a server that may be killed at any instant.
///
/// # Errors
/// Where no whole answer came.
pub async fn try_send(request: RequestBuilder) -> Result<Answer, reqwest::Error> {
    let response = request.send().await?;
    let status = response.status().as_u16();
    let headers = response.headers().clone();
    let bytes = response.bytes().await?.to_vec();
    Ok(Answer {
        status,
        headers,
        body: serde_json::from_slice(&bytes).unwrap_or_default(),
        bytes,
    })
}

/// A form with one file in it: its content type and its bytes.
#[must_use]
pub fn form(file_name: &str, content: &[u8]) -> (String, Vec<u8>) {
    form_with(&[], file_name, content)
}

/// The same with plain fields before the file.
#[must_use]
pub fn form_with(fields: &[(&str, &str)], file_name: &str, content: &[u8]) -> (String, Vec<u8>) {
    let boundary = "hongjian-test-boundary";
    let plain: String = fields
        .iter()
        .map(|(name, value)| {
            format!(
                "--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            )
        })
        .collect();
    let head = format!(
        "{plain}--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{file_name}\"\r\n\
         Content-Type: application/octet-stream\r\n\r\n"
    );
    let tail = format!("\r\n--{boundary}--\r\n");
    let bytes = [head.as_bytes(), content, tail.as_bytes()].concat();
    (format!("multipart/form-data; boundary={boundary}"), bytes)
}
