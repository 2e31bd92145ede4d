//! Who calls: nobody we know, or the holder of a session.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::extract::ConnectInfo;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue};
use domain::access::{Actor, Grant, Permission, decide};
use domain::words::Day;
use store::ops::session::{self, Session};

use super::cookies::{self, Jar};
use super::csrf;
use super::limits::{Peer, peer_address};
use super::problem::{Code, Problem};
use crate::App;

/// The caller of a request.
#[derive(Debug, Clone)]
pub struct Caller {
    /// The public, or the account of the session.
    pub actor: Actor,
    /// The session, where there is one.
    pub session: Option<Session>,
    /// Token for the forms of this answer: it fits this caller alone.
    pub form_token: String,
    /// The cookie that the token is bound to, where the browser has none yet.
    pub(super) form_cookie: Option<HeaderValue>,
    /// What the token is worked out from.
    pub(super) form_secret: Option<String>,
    /// Where the request came from, for rate limits only: it is never stored or logged.
    pub peer: Peer,
}

impl Caller {
    /// The caller's right to an action that only the body of the request names, such as an event of a case. The
    /// route's own access was checked before.
    ///
    /// # Errors
    /// [`Code::Forbidden`] with the reason.
    pub fn grant<A: Permission>(&self, today: Day) -> Result<Grant<A>, Problem> {
        decide::<A>(&self.actor, today).map_err(Problem::from)
    }

    /// The session.
    ///
    /// # Errors
    /// [`Code::SignInRequired`] where there is none.
    pub fn signed_in(&self) -> Result<&Session, Problem> {
        self.session
            .as_ref()
            .ok_or_else(|| Problem::new(Code::SignInRequired))
    }
}

/// Whether the path belongs to programs, which show a token, and not to browsers, which show a cookie. A token in
/// a header is never sent by a browser on its own, so the programs' door needs no form token.
#[must_use]
pub fn for_programs(path: &str) -> bool {
    path.starts_with("/api/")
}

/// Finds out who calls. `lenient` is for public routes: there an outworn cookie counts as none, so that a person whose
/// session has ended can still read the public pages.
pub(super) async fn caller_of(
    app: &App,
    request: &Parts,
    lenient: bool,
) -> Result<Caller, Problem> {
    let headers = &request.headers;
    let peer = peer(app, request).into();
    if for_programs(request.uri.path()) {
        let session = match bearer(headers)? {
            None => None,
            Some(token) => Some(open(app, token).await?),
        };
        return Ok(of_program(session, peer));
    }
    let jar = app.jar();
    let session = match jar.read(headers, cookies::SESSION) {
        None => None,
        Some(token) => match open(app, token).await {
            Err(problem) if lenient && problem.code == Code::SessionEnded => None,
            found => Some(found?),
        },
    };
    Ok(of_browser(app, jar, headers, session, peer))
}

async fn open(app: &App, token: &str) -> Result<Session, Problem> {
    session::session(app.store(), token, app.store().now())
        .await?
        .ok_or_else(|| Problem::new(Code::SessionEnded))
}

fn of_program(session: Option<Session>, peer: Peer) -> Caller {
    Caller {
        actor: actor(session.as_ref()),
        session,
        form_token: String::new(),
        form_cookie: None,
        form_secret: None,
        peer,
    }
}

fn of_browser(
    app: &App,
    jar: Jar,
    headers: &HeaderMap,
    session: Option<Session>,
    peer: Peer,
) -> Caller {
    let (secret, form_cookie) = match &session {
        Some(session) => (format!("session:{}", session.csrf), None),
        None => match jar
            .read(headers, cookies::FORM)
            .filter(|it| csrf::is_seed(it))
        {
            Some(seed) => (format!("form:{seed}"), None),
            None => {
                let seed = hex::encode(app.store().random::<16>());
                let cookie = jar.write(cookies::FORM, &seed, true, None);
                (format!("form:{seed}"), cookie)
            }
        },
    };
    Caller {
        actor: actor(session.as_ref()),
        session,
        form_token: csrf::token(app, &secret),
        form_cookie,
        form_secret: Some(secret),
        peer,
    }
}

fn actor(session: Option<&Session>) -> Actor {
    session.map_or(Actor::Public, |session| session.actor.clone())
}

/// The token of `Authorization: Bearer …`.
fn bearer(headers: &HeaderMap) -> Result<Option<&str>, Problem> {
    let Some(value) = headers.get(AUTHORIZATION) else {
        return Ok(None);
    };
    value
        .to_str()
        .ok()
        .and_then(|text| text.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map(|(_, token)| Some(token.trim()))
        .ok_or_else(|| Problem::new(Code::SessionEnded))
}

fn peer(app: &App, request: &Parts) -> IpAddr {
    let connection = request
        .extensions
        .get::<ConnectInfo<SocketAddr>>()
        .map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |info| info.0.ip());
    let forwarded = request
        .headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .collect::<Vec<_>>()
        .join(",");
    peer_address(connection, Some(&forwarded), app.trusted_proxies())
}
