//! The language of an answer: Simplified Chinese unless English is asked for.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::header::{ACCEPT_LANGUAGE, COOKIE};
use axum::http::request::Parts;

pub use crate::text::Lang;

/// Name of the cookie that keeps the reader's choice.
pub const COOKIE_NAME: &str = "lang";

/// The language asked for: the reader's own choice in the cookie, else the browser's wish.
#[must_use]
pub fn asked(headers: &HeaderMap) -> Lang {
    chosen(headers)
        .or_else(|| wished(headers))
        .unwrap_or_default()
}

fn chosen(headers: &HeaderMap) -> Option<Lang> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, _)| *name == COOKIE_NAME)
        .and_then(|(_, code)| Lang::from_tag(code))
}

/// The known language of the greatest weight in `Accept-Language`; the first of equals.
fn wished(headers: &HeaderMap) -> Option<Lang> {
    let line = headers.get(ACCEPT_LANGUAGE)?.to_str().ok()?;
    let mut best: Option<(f32, Lang)> = None;
    for part in line.split(',') {
        let mut fields = part.split(';');
        let tag = fields.next().unwrap_or_default();
        let weight = fields
            .find_map(|field| field.trim().strip_prefix("q="))
            .map_or(1.0, |number| number.trim().parse().unwrap_or(0.0));
        let Some(lang) = Lang::from_tag(tag) else {
            continue;
        };
        if weight > 0.0 && best.is_none_or(|(found, _)| weight > found) {
            best = Some((weight, lang));
        }
    }
    best.map(|(_, lang)| lang)
}

impl<S: Send + Sync> FromRequestParts<S> for Lang {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        Ok(asked(&parts.headers))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test stops at the first wrong value")]

    use super::*;

    fn of(pairs: &[(&'static str, &str)]) -> Lang {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(*name, value.parse().unwrap());
        }
        asked(&headers)
    }

    #[test]
    fn chinese_unless_english_is_asked_for() {
        assert_eq!(of(&[]), Lang::Zh);
        assert_eq!(of(&[("accept-language", "fr-FR,fr;q=0.9")]), Lang::Zh);
        assert_eq!(
            of(&[("accept-language", "en-GB,en;q=0.9,zh;q=0.1")]),
            Lang::En
        );
        assert_eq!(
            of(&[("accept-language", "en;q=0.2, zh-CN;q=0.8")]),
            Lang::Zh
        );
        assert_eq!(of(&[("accept-language", "en;q=0")]), Lang::Zh);
    }

    #[test]
    fn the_readers_choice_wins_over_the_browser() {
        let pairs = [("accept-language", "zh"), ("cookie", "a=b; lang=en")];
        assert_eq!(of(&pairs), Lang::En);
    }
}
