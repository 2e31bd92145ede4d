//! One's own password: changed by its holder alone, and then every session of the old one is over.

use axum::http::{Method, StatusCode};
use serde_json::json;
use tests::bureau::PASSWORD;
use tests::door::Door;
use tests::visitor::{Page, Visitor};
use tests::{Db, caller, db_test};

use super::accounts::signs_in;
use crate::my::matter::Scene;

db_test!(
    the_holder_changes_the_password_and_sessions_elsewhere_end,
    what_is_no_new_password_changes_nothing,
    a_program_changes_it_too,
    nobody_guesses_the_password_of_an_open_session,
);

const PATH: &str = "/password";
const NEW: &str = "four words without sense";

async fn change(visitor: &mut Visitor, typed: [&str; 3]) -> Page {
    let page = visitor.get(PATH).await.expect(200);
    let [current, new, repeat] = typed;
    let typed = [("current", current), ("password", new), ("repeat", repeat)];
    visitor.submit(&page, PATH, &typed).await
}

async fn changes(scene: &Scene) -> i64 {
    scene
        .rows
        .count("act WHERE subject_kind = 'account' AND verb = 'change_password'")
        .await
}

async fn the_holder_changes_the_password_and_sessions_elsewhere_end(db: Db) {
    let scene = Scene::set(&db).await;
    let logins = [
        "officer",
        "administrator",
        scene.bureau.parties[0].agent.as_str(),
    ];
    for (turn, login) in (1..).zip(logins) {
        let sessions = if login.contains("agent") {
            "/my"
        } else {
            "/desk"
        };
        let sessions = format!("{sessions}/sessions");
        let (mut here, mut elsewhere) = (scene.visitor(login).await, scene.visitor(login).await);
        let page = here.get(&sessions).await.expect(200);
        assert!(page.html.contains("href=\"/password\""), "{login}");
        let done = change(&mut here, [PASSWORD, NEW, NEW]).await.expect(303);
        let after = here.get(done.location()).await.expect(200);
        assert!(after.says("密码改好了"), "{}", after.words());
        let _ = here.get(&sessions).await.expect(200);
        let _ = elsewhere.get(&sessions).await.expect(303);
        assert!(!signs_in(&scene, login, PASSWORD).await, "{login}");
        assert!(signs_in(&scene, login, NEW).await, "{login}");
        assert_eq!(changes(&scene).await, turn);
    }
}

async fn what_is_no_new_password_changes_nothing(db: Db) {
    let scene = Scene::set(&db).await;
    let mut officer = scene.visitor("officer").await;
    let long = "x".repeat(201);
    for (typed, words) in [
        (["not this one", NEW, NEW], "现在的密码不对"),
        (["", NEW, NEW], "现在的密码不对"),
        ([PASSWORD, "short", "short"], "密码太短"),
        ([PASSWORD, "", ""], "密码太短"),
        ([PASSWORD, &long, &long], "太长"),
        ([PASSWORD, PASSWORD, PASSWORD], "和现在的一样"),
        ([PASSWORD, NEW, "four words with sense"], "两遍新密码不一样"),
    ] {
        let refused = change(&mut officer, typed).await.expect(422);
        assert!(refused.says(words), "{words}: {}", refused.words());
        assert!(refused.says("密码不会写回来") && !refused.says("您填过的都保存着"));
        let told = [typed[0], typed[1]]
            .into_iter()
            .filter(|text| text.len() > 5);
        for text in told {
            assert!(!refused.html.contains(text), "a password is sent back");
        }
    }
    assert_eq!(changes(&scene).await, 0);
    let _ = officer.get("/desk").await.expect(200);
    let _ = scene.visitor("officer").await;
    // Nobody changes what is nobody's.
    let mut nobody = scene.nobody.another();
    let _ = nobody.get(PATH).await.expect(303);
}

async fn a_program_changes_it_too(db: Db) {
    let scene = Scene::set(&db).await;
    let door = Door::open(&db, &scene.store).await;
    let officer = door.public().sign_in("officer").await;
    let route = "/api/v1/password";
    let wrong = json!({"current": "not this one", "password": NEW});
    let refused = officer.post(route, &wrong).await.expect(422).body;
    assert_eq!(refused["errors"][0]["code"], "password_wrong", "{refused}");
    let right = json!({"current": PASSWORD, "password": NEW});
    let opened = officer.post(route, &right).await.expect(200).body;
    assert_eq!(opened["role"], "officer");
    let _ = officer.get("/api/v1/sessions").await.expect(401);
    let token = opened["token"].as_str().unwrap();
    let open = door.public().request(Method::GET, "/api/v1/sessions");
    let open = caller::send(open.bearer_auth(token)).await.expect(200);
    assert_eq!(open.body.as_array().unwrap().len(), 1);
}

async fn nobody_guesses_the_password_of_an_open_session(db: Db) {
    let scene = Scene::with(&db, &[("http__rate_limit", "on")]).await;
    let mut left_open = scene.visitor("officer").await;
    let mut last = StatusCode::OK;
    for turn in 0..12 {
        let guess = format!("guess number {turn}");
        last = change(&mut left_open, [&guess, NEW, NEW]).await.status;
        if last == StatusCode::TOO_MANY_REQUESTS {
            break;
        }
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(changes(&scene).await, 0);
}
