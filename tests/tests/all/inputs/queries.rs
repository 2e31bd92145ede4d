//! Queries and paths that are not as they must be. Nothing is written by reading, so only the answer matters.

use reqwest::Method;
use serde_json::json;
use tests::{Db, db_test};

use super::{Scene, raw, refusal};

db_test!(
    a_wrong_query_is_refused_in_every_list,
    a_list_goes_on_only_where_a_page_ended,
    broken_utf8_is_not_mended,
    a_nul_reaches_no_database,
    a_wrong_number_is_answered_like_an_unknown_one,
    the_lists_of_a_desk_are_cut_by_district,
    the_orders_of_an_institution_come_page_by_page_the_closed_ones_last,
);

async fn a_wrong_query_is_refused_in_every_list(db: Db) {
    let scene = Scene::set(&db).await;
    let (officer, administrator) = (
        scene.signed_in("officer").await,
        scene.signed_in("administrator").await,
    );
    let agent = scene.signed_in("institution-agent").await;
    for (who, path) in [
        (&agent, "/api/v1/my/orders"),
        (&officer, "/api/v1/institutions"),
        (&officer, "/api/v1/desk/complaints"),
        (&officer, "/api/v1/desk/cases"),
        (&officer, "/api/v1/desk/leads"),
        (&officer, "/api/v1/desk/notices"),
        (&administrator, "/api/v1/desk/jobs"),
        (&administrator, "/api/v1/desk/acts"),
    ] {
        for query in [
            "limit=0",
            "limit=101",
            "limit=-1",
            "limit=ten",
            "x=1",
            "limit=1&limit=2",
        ] {
            let answer = who.get(&format!("{path}?{query}")).await.expect(422);
            assert_eq!(answer.code(), "invalid_query", "{path}?{query}");
        }
    }
    for query in ["state=burnt", "district=360199", "after=1", "after="] {
        let answer = officer
            .get(&format!("/api/v1/desk/complaints?{query}"))
            .await;
        let wanted = if query == "after=" { 200 } else { 422 };
        answer.expect(wanted);
    }
    let long = format!("/api/v1/institutions?q={}", "长".repeat(101));
    // A character that turns the direction of the text after it.
    let turned = "/api/v1/institutions?q=a%E2%80%AEb".to_owned();
    for path in [long, turned] {
        let answer = officer.get(&path).await.expect(422);
        assert_eq!(answer.code(), "invalid_query", "{path}");
    }
}

async fn a_list_goes_on_only_where_a_page_ended(db: Db) {
    let scene = Scene::set(&db).await;
    let (officer, administrator) = (
        scene.signed_in("officer").await,
        scene.signed_in("administrator").await,
    );
    let nowhere = [
        "after=9",
        "after=~",
        "after=2026-11-26~",
        "after=day~x",
        "after=x~CF1%20",
    ];
    for (who, path) in [
        (&officer, "/api/v1/desk/complaints"),
        (&officer, "/api/v1/desk/cases"),
        (&officer, "/api/v1/desk/leads"),
        (&officer, "/api/v1/desk/notices"),
        (&administrator, "/api/v1/desk/jobs"),
        (&administrator, "/api/v1/desk/acts"),
    ] {
        for query in nowhere {
            let answer = who.get(&format!("{path}?{query}")).await.expect(422);
            let code = &answer.body["errors"][0]["code"];
            assert_eq!(code, "cursor_invalid", "{path}?{query}");
        }
    }
}

/// A query or a form whose escapes are no UTF-8 is refused: decoding would put other characters in their place.
async fn broken_utf8_is_not_mended(db: Db) {
    let scene = Scene::set(&db).await;
    let broken = refusal(400, "invalid_encoding");
    for path in [
        "/api/v1/institutions?q=%FF",
        "/api/v1/institutions?q=%E6%8B",
        "/api/v1/institutions?%C0%AF=1",
    ] {
        let request = scene.public().request(Method::GET, path);
        scene.refused(path, request, broken).await;
    }
    for path in [
        "/institutions?q=%FF",
        "/follow?number=%FF",
        "/complaints/new?institution=%FF",
    ] {
        let request = scene.public().request(Method::GET, path);
        assert_eq!(request.send().await.unwrap().status(), 400, "{path}");
    }
    let whole = scene.public().get("/api/v1/institutions?q=%E6%A2%A6").await;
    whole.expect(200);
    for sent in ["body=%FF%FE", "body=%E6%8B"] {
        let form = scene
            .public()
            .request(Method::POST, "/complaints")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .body(sent);
        let answer = form.send().await.unwrap();
        assert_eq!(answer.status(), 400, "{sent}");
    }
}

async fn a_nul_reaches_no_database(db: Db) {
    let scene = Scene::set(&db).await;
    let (officer, administrator) = (
        scene.signed_in("officer").await,
        scene.signed_in("administrator").await,
    );
    for path in [
        "/api/v1/institutions?q=%00",
        "/api/v1/institutions?q=%E4%B8%9C%00%E6%B9%96",
        "/api/v1/institutions?after=%00",
        "/api/v1/institutions?district=%00",
        "/api/v1/institutions/NC%00",
        "/api/v1/complaints/TS%00",
        "/api/v1/desk/complaints?after=2026-01-01~%00",
        "/api/v1/desk/complaints?after=%00~TS1",
        "/api/v1/desk/cases?after=2026-01-01~%00",
        "/api/v1/desk/leads?after=2026-01-01~%00",
        "/api/v1/desk/notices?after=%00",
        "/api/v1/desk/evidence/%00",
    ] {
        let answer = officer.get(path).await;
        assert!(answer.status < 500, "{path}: {}", answer.body);
    }
    for path in [
        "/api/v1/desk/jobs?after=%00",
        "/api/v1/desk/acts?after=%00",
        "/api/v1/desk/jobs?state=%00",
    ] {
        let answer = administrator.get(path).await;
        assert!(answer.status < 500, "{path}: {}", answer.body);
    }
    let body = json!({"login": "officer\u{0}", "password": "correct horse battery"});
    let request = raw(&scene.public(), "/api/v1/sessions", body.to_string());
    scene
        .refused("a login", request, refusal(401, "sign_in_failed"))
        .await;
}

async fn a_wrong_number_is_answered_like_an_unknown_one(db: Db) {
    let scene = Scene::set(&db).await;
    let officer = scene.signed_in("officer").await;
    let known = scene.bureau.parties[0].number.to_string();
    let (body, check) = known.split_at(known.len() - 1);
    let turned = if check == "0" { "1" } else { "0" };
    for path in [
        format!("/api/v1/institutions/{body}{turned}"),
        "/api/v1/institutions/NC00000015%27%20OR%201=1".to_owned(),
        "/api/v1/institutions/..%2f..%2fetc%2fpasswd".to_owned(),
        "/api/v1/desk/complaints/TS0000000000".to_owned(),
        "/api/v1/desk/cases/x".to_owned(),
        "/api/v1/desk/leads/lea_x".to_owned(),
        "/api/v1/desk/evidence/..%2f..%2fkeyring.json".to_owned(),
        "/api/v1/nothing".to_owned(),
    ] {
        let answer = officer.get(&path).await.expect(404);
        assert_eq!(answer.code(), "not_found", "{path}");
    }
    officer
        .get(&format!("/api/v1/institutions/{known}"))
        .await
        .expect(200);
    let answer = officer
        .post(&format!("/api/v1/institutions/{known}"), &json!({}))
        .await;
    assert_eq!(answer.expect(405).code(), "method_not_allowed");
}

async fn the_lists_of_a_desk_are_cut_by_district(db: Db) {
    let scene = Scene::set(&db).await;
    let (case, _) = scene.order(0).await;
    let officer = scene.signed_in("officer").await;
    let district = "SELECT k.district AS value FROM violation_case v JOIN complaint k ON k.id = v.complaint_id";
    let district = scene.rows.texts(district).await.remove(0);
    for list in ["complaints", "cases", "leads"] {
        let path = format!("/api/v1/desk/{list}?district=");
        officer.get(&format!("{path}{district}")).await.expect(200);
        let wrong = officer.get(&format!("{path}999999")).await.expect(422);
        assert_eq!(wrong.code(), "invalid_query", "{list}");
    }
    let of = |district: &str| format!("/api/v1/desk/cases?district={district}");
    let there = officer.get(&of(&district)).await.expect(200).body;
    assert_eq!(there["items"][0]["number"], case);
    let elsewhere = if district == "360103" {
        "360102"
    } else {
        "360103"
    };
    let none = officer.get(&of(elsewhere)).await.expect(200).body;
    assert_eq!(none["items"], json!([]));
}

async fn the_orders_of_an_institution_come_page_by_page_the_closed_ones_last(db: Db) {
    let scene = Scene::set(&db).await;
    let mut wanted = Vec::new();
    for _ in 0..4 {
        wanted.push(scene.order(0).await);
    }
    // Another institution's order is on nobody else's list.
    scene.order(1).await;
    let (case, _) = &wanted[0];
    let close = format!("UPDATE violation_case SET state = 'closed' WHERE number = '{case}'");
    scene.rows.set(&close).await;
    wanted.rotate_left(1);
    let wanted: Vec<&str> = wanted.iter().map(|(_, id)| id.as_str()).collect();
    let agent = scene.signed_in("institution-agent").await;
    for limit in [1, 2, 3, 4] {
        let (mut ids, mut after) = (Vec::new(), String::new());
        loop {
            let path = format!("/api/v1/my/orders?limit={limit}&after={after}");
            let page = agent.get(&path).await.expect(200).body;
            let items = page["items"].as_array().unwrap();
            assert!(items.len() <= limit);
            ids.extend(
                items
                    .iter()
                    .map(|row| row["id"].as_str().unwrap().to_owned()),
            );
            match page["next"].as_str() {
                Some(next) => next.clone_into(&mut after),
                None => break,
            }
        }
        assert_eq!(ids, wanted, "{limit} on a page");
    }
    let id = wanted[0];
    for after in [
        "x".to_owned(),
        format!("2~2026-12-05~{id}"),
        format!("0~2026-13-05~{id}"),
        "0~2026-12-05~x".to_owned(),
    ] {
        let path = format!("/api/v1/my/orders?after={after}");
        let refused = agent.get(&path).await.expect(422);
        assert_eq!(refused.body["errors"][0]["code"], "cursor_invalid");
    }
}
