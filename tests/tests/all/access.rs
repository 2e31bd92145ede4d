//! Every route, called as every role and as nobody. The table of routes is the router's own, so a new route is
//! tested by being there; `docs/access.md` is held to the same table by a test of `api`.

use api::App;
use api::config::load;
use api::http::access::{Access, Route};
use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use domain::access::{Action, Actor, Certificate, Role, decide, permit};
use domain::institution::Status;
use domain::institution::department::Department;
use domain::words::{
    ApplicationNumber, Class, District, InstitutionId, InstitutionNumber, OrderId, PlaceNumber,
    Stages,
};
use serde_json::{Value, json};
use store::Store;
use store::ops::account::{self, NewAccount};
use store::ops::authority;
use store::ops::institution::{self as register, NewInstitution};
use tests::rights::admits;
use tests::{Db, db_test};
use tower::ServiceExt as _;

db_test!(
    every_route_admits_whom_its_access_names_and_nobody_else,
    an_officer_without_a_certificate_is_told_so,
    no_form_is_taken_without_its_token,
);

const PASSWORD: &str = "correct horse battery";

/// The application over this database, with the rate limits off: the test signs in faster than people.
fn application(db: &Db, store: Store) -> App {
    let text = |path: &std::path::Path| path.to_str().unwrap().to_owned();
    let settings = load(
        None,
        vec![
            ("data_dir".to_owned(), text(db.folder())),
            ("keyring".to_owned(), text(&db.keyring())),
            ("http__rate_limit".to_owned(), "off".to_owned()),
        ],
    )
    .unwrap();
    App::new(store, settings).unwrap()
}

/// The institution of an agent, and whoever answers for it. No route here finds it: they name another number.
async fn institution(store: &Store) -> InstitutionId {
    let grant = decide::<permit::ManageRegister>(&Actor::System("test"), store.today()).unwrap();
    let (name, now) = ("南昌市教育局", store.now());
    authority::found(
        store,
        &grant,
        name,
        Department::Education,
        District::ALL,
        now,
    )
    .await
    .unwrap();
    let entry = NewInstitution {
        name: "试验培训学校".to_owned(),
        brand: String::new(),
        uscc: None,
        legal_form: "unknown",
        classes: Class::Arts.into(),
        stages: Stages::default(),
        district: District::Donghu,
        address: "阳明路1号".to_owned(),
        telephone: String::new(),
        email: None,
        status: Status::Operating,
        founded_on: None,
        licence: None,
        further: std::collections::BTreeMap::new(),
    };
    let entered = register::register(store, &grant, &[entry], now).await;
    entered.unwrap()[0].0
}

/// An account of this role with all that the role's actions ask for.
async fn open_account(store: &Store, role: Role, login: &str, certified: bool) {
    let today = store.today();
    let grant = decide::<permit::ManageAccounts>(&Actor::System("test"), today).unwrap();
    let certificate = Certificate {
        number: "36010012345".to_owned(),
        valid_until: today.plus_days(100),
    };
    let institution = match role {
        Role::InstitutionAgent => Some(institution(store).await),
        _ => None,
    };
    let new = NewAccount {
        login: login.to_owned(),
        password: PASSWORD.to_owned(),
        role,
        person_name: "试验".to_owned(),
        authorities: Vec::new(),
        institution,
        certificate: (certified && role != Role::InstitutionAgent).then_some(certificate),
    };
    account::add(store, &grant, &new, store.now())
        .await
        .unwrap();
}

async fn call(router: &Router, request: Request<Body>) -> (StatusCode, Value) {
    let response = router.clone().oneshot(request).await.unwrap();
    let status = response.status();
    let bytes = axum::body::to_bytes(response.into_body(), 1 << 22)
        .await
        .unwrap();
    (
        status,
        serde_json::from_slice(&bytes).unwrap_or(Value::Null),
    )
}

async fn token(router: &Router, login: &str) -> String {
    let body = json!({"login": login, "password": PASSWORD}).to_string();
    let request = Request::post("/api/v1/sessions")
        .header(header::CONTENT_TYPE, "application/json")
        .body(Body::from(body))
        .unwrap();
    let (status, answer) = call(router, request).await;
    assert_eq!(status, StatusCode::CREATED, "{login}: {answer}");
    answer["token"].as_str().unwrap().to_owned()
}

/// A request to the route with nothing in it: what matters is who sends it. Pages are asked for JSON, so that a
/// refusal says its code.
fn empty_request(route: &Route, token: Option<&str>) -> Request<Body> {
    // An order, an application and a place are well named, so that their forms are read before they are missed.
    let order = format!("{}{}", OrderId::PREFIX, "0".repeat(32));
    let application = ApplicationNumber::new(2026, 1).unwrap().to_string();
    let place = PlaceNumber::new(2026, 1).unwrap().to_string();
    let unknown = InstitutionNumber::from_sequence(9_000_000)
        .unwrap()
        .to_string();
    let named = if route.path.contains("/orders/") {
        order.as_str()
    } else if route.path.contains("/applications/") {
        application.as_str()
    } else if route.path.contains("/places/") {
        place.as_str()
    } else {
        unknown.as_str()
    };
    let path: Vec<&str> = route
        .path
        .split('/')
        .map(|part| if part.starts_with('{') { named } else { part })
        .collect();
    let mut request = Request::builder()
        .method(route.method)
        .uri(path.join("/"))
        .header(header::ACCEPT, "application/json");
    if let Some(token) = token {
        request = if route.path.starts_with("/api/") {
            request.header(header::AUTHORIZATION, format!("Bearer {token}"))
        } else {
            request.header(header::COOKIE, format!("session={token}"))
        };
    }
    request.body(Body::empty()).unwrap()
}

/// Ends the caller's sessions, so the sweep leaves them to the last.
fn ends_sessions(route: &Route) -> bool {
    route.method == "DELETE" && route.path.starts_with("/api/v1/sessions")
}

async fn every_route_admits_whom_its_access_names_and_nobody_else(db: Db) {
    let store = db.store().await;
    let router = api::http::service(&application(&db, store.clone()));
    let mut callers = vec![(None, None)];
    for role in Role::ALL {
        open_account(&store, *role, &role.login(), true).await;
        callers.push((Some(*role), Some(token(&router, &role.login()).await)));
    }
    let mut table = api::http::table();
    table.sort_by_key(ends_sessions);
    let mut called = 0;
    for route in &table {
        for (role, token) in &callers {
            if ends_sessions(route) && role.is_some() {
                continue;
            }
            let (status, answer) = call(&router, empty_request(route, token.as_deref())).await;
            let whom = role.map_or("nobody", |role| role.code());
            let said = format!(
                "{} {} as {whom}: {status} {answer}",
                route.method, route.path
            );
            let code = answer["code"].as_str().unwrap_or_default();
            let turned_away = status == StatusCode::UNAUTHORIZED
                || matches!(code, "forbidden" | "role_forbidden" | "sign_in_required");
            assert_eq!(!turned_away, admits(route.access, *role), "{said}");
            assert_ne!(status, StatusCode::INTERNAL_SERVER_ERROR, "{said}");
            called += 1;
        }
    }
    assert!(called > 100, "only {called} calls");
    for (role, token) in &callers {
        let Some(token) = token else { continue };
        let end = |path: &str| {
            Request::delete(path)
                .header(header::AUTHORIZATION, format!("Bearer {token}"))
                .body(Body::empty())
                .unwrap()
        };
        let (status, _) = call(&router, end("/api/v1/sessions/current")).await;
        assert_eq!(status, StatusCode::NO_CONTENT, "{role:?}");
        let (status, answer) = call(&router, end("/api/v1/sessions")).await;
        assert_eq!(
            status,
            StatusCode::UNAUTHORIZED,
            "{role:?}: a session that was ended lives on"
        );
        assert_eq!(answer["code"], "session_ended");
    }
}

async fn an_officer_without_a_certificate_is_told_so(db: Db) {
    let store = db.store().await;
    let router = api::http::service(&application(&db, store.clone()));
    open_account(&store, Role::Officer, "officer", false).await;
    let token = token(&router, "officer").await;
    let routes = api::http::table();
    let route = routes
        .iter()
        .find(|route| {
            route.access == Access::Needs(Action::OpenCase) && route.path.starts_with("/api/")
        })
        .unwrap();
    let (status, answer) = call(&router, empty_request(route, Some(&token))).await;
    assert_eq!(status, StatusCode::FORBIDDEN, "{answer}");
    assert_eq!(answer["code"], "certificate_required");
}

/// Every page that takes a form, sent by somebody who may, in each way a browser can send one, from a page of
/// another: none of them may reach the handler.
async fn no_form_is_taken_without_its_token(db: Db) {
    let store = db.store().await;
    let router = api::http::service(&application(&db, store.clone()));
    let mut tokens = Vec::new();
    for role in Role::ALL {
        open_account(&store, *role, &role.login(), true).await;
        tokens.push((*role, token(&router, &role.login()).await));
    }
    let files = |fields: &str| {
        (
            "multipart/form-data; boundary=edge",
            format!("{fields}--edge--\r\n"),
        )
    };
    let field = |name: &str| {
        format!("--edge\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\nx\r\n")
    };
    let sent = [
        ("application/x-www-form-urlencoded", String::new()),
        ("application/x-www-form-urlencoded", "a=1".to_owned()),
        files(""),
        files(&field("a")),
        files(&field("csrf")),
        ("text/plain", "a=1".to_owned()),
    ];
    let mut called = 0;
    for route in api::http::table() {
        if route.method == "GET" || route.path.starts_with("/api/") || route.path == "/language" {
            continue;
        }
        for (role, token) in &tokens {
            if !admits(route.access, Some(*role)) {
                continue;
            }
            for (kind, body) in &sent {
                let mut request = empty_request(&route, Some(token));
                let kind = header::HeaderValue::from_static(kind);
                request.headers_mut().insert(header::CONTENT_TYPE, kind);
                *request.body_mut() = Body::from(body.clone());
                let (_, answer) = call(&router, request).await;
                let code = answer["code"].as_str().unwrap_or_default();
                assert!(
                    matches!(code, "form_expired" | "unsupported_media_type"),
                    "{} as {role:?}, {body:?}: {answer}",
                    route.path
                );
                called += 1;
            }
        }
    }
    assert!(called > 100, "only {called} calls");
}
