//! Forms only count when they come from our own pages.
//!
//! A token is bound to the session, or, for people without one, to a random cookie. It is an HMAC under a key that all
//! replicas share, masked afresh in every answer, because answers are compressed and an unmasked secret could be
//! guessed from their length.

use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{CONTENT_TYPE, HOST, ORIGIN};
use axum::http::{HeaderMap, Method};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use subtle::ConstantTimeEq as _;

use super::access::Sent;
use super::body;
use super::caller::{Caller, for_programs};
use super::problem::{Code, Problem};
use crate::App;

/// Name of the hidden field.
pub const FIELD: &str = "csrf";

/// The language switch changes a preference and nothing else. It stands on error pages too, which know no caller, so it is held to
/// its origin alone.
pub const LANGUAGE_PATH: &str = "/language";

/// Key under which form tokens are made.
#[derive(Clone)]
pub struct FormKey([u8; 32]);

impl std::fmt::Debug for FormKey {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("FormKey(…)")
    }
}

impl FormKey {
    /// The key that belongs to a keyring file: all replicas hold the same file, so a form from one is good at another.
    #[must_use]
    pub fn from_keyring(bytes: &[u8]) -> Self {
        Self(digest(bytes, b"hongjian form tokens v1"))
    }

    /// The first password that goes with one sending of a form: the form sent twice shows the same one, and who sees
    /// the form alone cannot work it out. 80 bits, in signs that nobody mistakes for another on the telephone.
    pub(super) fn first_password(&self, submission: &str) -> String {
        const SIGNS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
        let bytes = digest(&self.0, format!("first password {submission}").as_bytes());
        let mut password = String::new();
        for (at, byte) in bytes.iter().take(16).enumerate() {
            if at > 0 && at.is_multiple_of(4) {
                password.push('-');
            }
            let sign = SIGNS.get(usize::from(byte % 32)).copied().unwrap_or(b'a');
            password.push(char::from(sign));
        }
        password
    }
}

/// How long a browser stays known.
pub(super) const DEVICE_SECONDS: i64 = 180 * 24 * 60 * 60;

impl FormKey {
    /// What a browser keeps in which the holder of `login` has signed in. It is no proof of who somebody is, and opens
    /// nothing; it only keeps the tries of strangers apart (OWASP, device cookies).
    pub(super) fn device(&self, login: &str, nonce: [u8; 16]) -> String {
        let nonce = hex::encode(nonce);
        let mark = hex::encode(self.device_mark(login, &nonce));
        nonce + "." + &mark
    }

    /// The name of the browser that keeps `cookie`, where it was given to one of this login.
    pub(super) fn known_device<'a>(&self, login: &str, cookie: &'a str) -> Option<&'a str> {
        let (nonce, mark) = cookie.split_once('.')?;
        let mark = hex::decode(mark).ok()?;
        let fits: bool = self.device_mark(login, nonce).ct_eq(mark.as_slice()).into();
        fits.then_some(nonce)
    }

    fn device_mark(&self, login: &str, nonce: &str) -> [u8; 32] {
        digest(&self.0, format!("device {nonce} {login}").as_bytes())
    }
}

fn digest(key: &[u8], text: &[u8]) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes a key of any length");
    mac.update(text);
    mac.finalize().into_bytes().into()
}

/// Whether a cookie's value may be one of ours: 32 hexadecimal digits.
pub(super) fn is_seed(text: &str) -> bool {
    text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// A fresh token for this secret.
pub(super) fn token(app: &App, secret: &str) -> String {
    mask(
        &digest(&app.form_key().0, secret.as_bytes()),
        app.store().random(),
    )
}

fn mask(value: &[u8; 32], pad: [u8; 32]) -> String {
    let masked: Vec<u8> = value
        .iter()
        .zip(pad)
        .map(|(byte, pad)| byte ^ pad)
        .collect();
    hex::encode(pad) + &hex::encode(masked)
}

/// Whether `token` was made for this secret.
fn fits(key: &FormKey, secret: &str, token: &str) -> bool {
    let Ok(bytes) = hex::decode(token) else {
        return false;
    };
    let (Some(pad), Some(masked), 64) = (bytes.get(..32), bytes.get(32..), bytes.len()) else {
        return false;
    };
    let value: Vec<u8> = pad
        .iter()
        .zip(masked)
        .map(|(pad, byte)| pad ^ byte)
        .collect();
    digest(&key.0, secret.as_bytes()).ct_eq(&value).into()
}

/// Lets a request pass whose form comes from our own page. The body of a plain form is read and put back; a form with
/// files is taken by the routes alone that were registered for files, and checked by [`super::upload::Upload`], the
/// only extractor that reads one.
pub(super) async fn check(
    app: &App,
    caller: &Caller,
    sent: Sent,
    request: Request,
) -> Result<Request, Problem> {
    let safe = matches!(
        *request.method(),
        Method::GET | Method::HEAD | Method::OPTIONS
    );
    if safe || for_programs(request.uri().path()) {
        return Ok(request);
    }
    same_origin(app, request.headers())?;
    if request.uri().path() == LANGUAGE_PATH {
        return Ok(request);
    }
    match content_type(request.headers()).as_str() {
        "application/x-www-form-urlencoded" => {}
        "multipart/form-data" if sent == Sent::Files => return Ok(request),
        _ => return Err(Problem::new(Code::UnsupportedMediaType)),
    }
    let (parts, content) = request.into_parts();
    let bytes = body::read_form(content, app.body_bytes_max()).await?;
    let sent = form_field(&bytes).unwrap_or_default();
    verify(app, caller, &sent)?;
    Ok(Request::from_parts(parts, Body::from(bytes)))
}

/// Lets a token pass that was made for this caller.
///
/// # Errors
/// [`Code::FormExpired`].
pub fn verify(app: &App, caller: &Caller, sent: &str) -> Result<(), Problem> {
    match &caller.form_secret {
        Some(secret) if fits(app.form_key(), secret, sent) => Ok(()),
        _ => Err(Problem::new(Code::FormExpired)),
    }
}

fn form_field(bytes: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(bytes).ok()?;
    // Tokens are hexadecimal: nothing in them is escaped.
    text.split('&')
        .find_map(|pair| pair.strip_prefix(FIELD)?.strip_prefix('='))
        .map(str::to_owned)
}

fn content_type(headers: &HeaderMap) -> String {
    headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next())
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase()
}

/// Browsers say where a request comes from; one that says nothing is still held to the token.
fn same_origin(app: &App, headers: &HeaderMap) -> Result<(), Problem> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site")
        && !matches!(site, "same-origin" | "none")
    {
        return Err(Problem::new(Code::ForeignOrigin));
    }
    let Some(origin) = text(ORIGIN.as_str()) else {
        return Ok(());
    };
    let host = text(HOST.as_str()).unwrap_or_default();
    let named = origin.split_once("://").map_or("", |(_, rest)| rest);
    if origin == app.public_url() || (!host.is_empty() && named == host) {
        Ok(())
    } else {
        Err(Problem::new(Code::ForeignOrigin))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_fits_its_secret_alone() {
        let key = FormKey::from_keyring(b"one");
        let value = digest(&key.0, b"form:a");
        let token = mask(&value, [9; 32]);
        assert!(fits(&key, "form:a", &token));
        assert!(fits(&key, "form:a", &mask(&value, [1; 32])));
        assert_ne!(token, mask(&value, [1; 32]));
        assert!(!fits(&key, "form:b", &token));
        assert!(!fits(&FormKey::from_keyring(b"two"), "form:a", &token));
        for wrong in ["", "00", "zz", &token[..126], &format!("{token}00")] {
            assert!(!fits(&key, "form:a", wrong));
        }
    }

    #[test]
    fn a_first_password_is_the_same_for_one_form_and_another_for_the_next() {
        let key = FormKey::from_keyring(b"one");
        let password = key.first_password("a");
        assert_eq!(password, key.first_password("a"));
        assert_eq!(password.len(), 19);
        assert_ne!(password, key.first_password("b"));
        assert_ne!(password, FormKey::from_keyring(b"two").first_password("a"));
    }

    #[test]
    fn a_browser_is_known_for_the_login_that_signed_in_there() {
        let key = FormKey::from_keyring(b"one");
        let cookie = key.device("officer", [5; 16]);
        assert_eq!(
            key.known_device("officer", &cookie),
            Some("05".repeat(16).as_str())
        );
        assert_eq!(key.known_device("auditor", &cookie), None);
        assert_eq!(
            key.known_device("officer", &cookie.replace("05", "06")),
            None
        );
        for wrong in ["", ".", "05.", &"05".repeat(16)] {
            assert_eq!(key.known_device("officer", wrong), None);
        }
        assert_eq!(
            FormKey::from_keyring(b"two").known_device("officer", &cookie),
            None
        );
    }

    #[test]
    fn the_field_is_found_wherever_it_stands() {
        assert_eq!(form_field(b"a=1&csrf=ab&b=2").as_deref(), Some("ab"));
        assert_eq!(form_field(b"xcsrf=ab"), None);
        assert_eq!(form_field(b"\xff"), None);
    }
}
