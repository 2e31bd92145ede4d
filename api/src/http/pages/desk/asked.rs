//! What an address of a list asks for, and the addresses of the lists next to it.

use axum::http::Uri;
use axum::http::uri::PathAndQuery;
use domain::place::Source;
use domain::words::District;
use serde::Deserialize;
use store::read::{DueAfter, DueQuery, Limit};

use crate::http::access::escaped;
use crate::view::piece::Chip;

/// The query of a list: its filters and where it goes on. What was done just before is read by the frame. People do not
/// write these words, so an unknown one asks for nothing.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct Asked {
    state: Option<String>,
    district: Option<String>,
    source: Option<String>,
    q: Option<String>,
    after: Option<String>,
}

impl Asked {
    /// The state asked for; the first of the list's own where none of them is.
    pub(super) fn state(&self, known: &[&'static str]) -> &'static str {
        known
            .iter()
            .copied()
            .find(|state| self.state.as_deref() == Some(state))
            .or(known.first().copied())
            .unwrap_or_default()
    }

    /// The district asked for.
    pub(super) fn district(&self) -> Option<District> {
        self.district.as_deref().and_then(|code| code.parse().ok())
    }

    /// The code of the district asked for; empty where none is.
    pub(super) fn district_code(&self) -> &'static str {
        self.district().map_or("", District::code)
    }

    /// How the places asked for came to be known.
    pub(super) fn source(&self) -> Option<Source> {
        self.source.as_deref().and_then(|code| code.parse().ok())
    }

    /// The list by due day as a read model takes it; all states are asked for by naming none.
    pub(super) fn by_due(&self, known: &[&'static str]) -> DueQuery {
        let state = self.state(known);
        DueQuery {
            state: (state != ALL).then(|| state.to_owned()),
            district: self.district().map(|district| district.code().to_owned()),
            limit: Limit::default(),
            after: self.after(),
        }
    }

    /// The words that are looked for.
    pub(super) fn words(&self) -> Option<&str> {
        self.q.as_deref()
    }

    /// Where a list by number goes on.
    pub(super) fn after_key<T: std::str::FromStr>(&self) -> Option<T> {
        self.after.as_deref()?.parse().ok()
    }

    /// Where a list by due day goes on: `day~number`.
    pub(super) fn after(&self) -> Option<DueAfter> {
        self.after.as_deref()?.parse().ok()
    }
}

/// Every record of a list, whatever its state.
pub(super) const ALL: &str = "all";

/// The page that was asked for, with its query: where the language switch leads back to.
pub(super) fn here(uri: &Uri) -> &str {
    uri.path_and_query().map_or("/desk", PathAndQuery::as_str)
}

/// A path with those of the pairs that say something as its query.
pub(super) fn address(path: &str, pairs: &[(&str, &str)]) -> String {
    let said: Vec<String> = pairs
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!("{name}={}", escaped(value)))
        .collect();
    if said.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{}", said.join("&"))
    }
}

/// The filters of a list by state, each leading to the list of that state.
pub(super) fn chips(
    path: &str,
    here: &str,
    others: &[(&str, &str)],
    choices: &[(&'static str, String)],
) -> Vec<Chip> {
    choices
        .iter()
        .map(|(state, words)| {
            let pairs: Vec<(&str, &str)> = std::iter::once(("state", *state))
                .chain(others.iter().copied())
                .collect();
            Chip::new(address(path, &pairs), words.clone(), *state == here)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_carries_what_is_said_and_nothing_else() {
        assert_eq!(
            address("/desk/leads", &[("state", ""), ("after", "")]),
            "/desk/leads"
        );
        assert_eq!(
            address("/desk/institutions", &[("q", "舞&a=b"), ("after", "7")]),
            "/desk/institutions?q=%E8%88%9E%26a%3Db&after=7"
        );
    }

    #[test]
    fn an_unknown_state_asks_for_the_first() {
        let asked = Asked {
            state: Some("burnt".to_owned()),
            ..Asked::default()
        };
        assert_eq!(asked.state(&["open", ALL]), "open");
        assert_eq!(asked.by_due(&[ALL]).state, None);
        assert_eq!(asked.by_due(&["open", ALL]).state.as_deref(), Some("open"));
    }
}
