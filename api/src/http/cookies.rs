//! Our cookies: their names, how they are read and how they are written.

use axum::http::header::COOKIE;
use axum::http::{HeaderMap, HeaderValue};

/// The cookie of the session, without the prefix that TLS gives it.
pub const SESSION: &str = "session";
/// The cookie of a browser in which the holder of an account has signed in before.
pub const DEVICE: &str = "device";
/// The cookie that forms of people without a session are bound to.
pub const FORM: &str = "form";
/// The cookie that holds number and code of a complaint just filed, until its receipt was saved.
pub const RECEIPT: &str = "receipt";
/// The cookie that holds number and code of the complaint being followed.
pub const FOLLOWED: &str = "followed";
/// The cookie that holds number and code of a report just filed.
pub const REPORT_RECEIPT: &str = "report-receipt";
/// The cookie that holds number and code of the report being followed.
pub const REPORT_FOLLOWED: &str = "report-followed";

/// How cookies are written: by TLS with `Secure` and the prefix `__Host-`, which binds them to this host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Jar {
    /// Whether people reach us by TLS.
    pub tls: bool,
}

impl Jar {
    fn name(self, plain: &str) -> String {
        if self.tls {
            format!("__Host-{plain}")
        } else {
            plain.to_owned()
        }
    }

    /// The value of this cookie.
    #[must_use]
    pub fn read<'a>(self, headers: &'a HeaderMap, plain: &str) -> Option<&'a str> {
        let name = self.name(plain);
        pairs(headers)
            .find(|(found, _)| *found == name)
            .map(|(_, value)| value)
    }

    /// A cookie no script reads, for this browser's session or for `seconds`.
    ///
    /// `strict` cookies do not come with a link from another site; the session's does (`Lax`), so that a
    /// link in a mail opens the desk and not the sign-in page.
    #[must_use]
    pub fn write(
        self,
        plain: &str,
        value: &str,
        strict: bool,
        seconds: Option<i64>,
    ) -> Option<HeaderValue> {
        let secure = if self.tls { "; Secure" } else { "" };
        let site = if strict { "Strict" } else { "Lax" };
        let age = seconds.map_or(String::new(), |seconds| format!("; Max-Age={seconds}"));
        let name = self.name(plain);
        HeaderValue::from_str(&format!(
            "{name}={value}; Path=/; HttpOnly; SameSite={site}{secure}{age}"
        ))
        .ok()
    }

    /// Takes this cookie away.
    #[must_use]
    pub fn clear(self, plain: &str) -> Option<HeaderValue> {
        self.write(plain, "", false, Some(0))
    }
}

/// Whether a session cookie comes with the request, by either name.
#[must_use]
pub fn has_session(headers: &HeaderMap) -> bool {
    pairs(headers).any(|(name, _)| name.trim_start_matches("__Host-") == SESSION)
}

fn pairs(headers: &HeaderMap) -> impl Iterator<Item = (&str, &str)> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test stops at the first wrong value")]

    use super::*;

    #[test]
    fn by_tls_a_cookie_is_secure_and_bound_to_the_host() {
        let written = Jar { tls: true }
            .write(SESSION, "abc", false, None)
            .unwrap();
        assert_eq!(
            written,
            "__Host-session=abc; Path=/; HttpOnly; SameSite=Lax; Secure"
        );
        let written = Jar { tls: false }.write(FORM, "x", true, Some(60)).unwrap();
        assert_eq!(
            written,
            "form=x; Path=/; HttpOnly; SameSite=Strict; Max-Age=60"
        );
    }

    #[test]
    fn a_plain_cookie_is_not_taken_for_the_bound_one() {
        let mut headers = HeaderMap::new();
        headers.insert(COOKIE, "session=evil; __Host-session=good".parse().unwrap());
        assert_eq!(Jar { tls: true }.read(&headers, SESSION), Some("good"));
        assert_eq!(Jar { tls: false }.read(&headers, SESSION), Some("evil"));
        assert!(has_session(&headers));
    }

    #[test]
    fn a_value_with_a_line_break_is_not_written() {
        assert!(
            Jar { tls: true }
                .write(SESSION, "a\r\nSet-Cookie: b=c", false, None)
                .is_none()
        );
    }
}
