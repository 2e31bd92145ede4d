//! Queries and paths that are not as they must be. Nothing is written by reading, so only the answer matters.

use serde_json::json;
use tests::{Db, db_test};

use super::{Scene, raw, refusal};

db_test!(
    a_wrong_query_is_refused_in_every_list,
    a_nul_reaches_no_database,
    a_wrong_number_is_answered_like_an_unknown_one,
    the_lists_of_a_desk_are_cut_by_district,
);

async fn a_wrong_query_is_refused_in_every_list(db: Db) {
    let scene = Scene::set(&db).await;
    let (officer, administrator) = (
        scene.signed_in("officer").await,
        scene.signed_in("administrator").await,
    );
    for (who, path) in [
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
        "/api/v1/institutions/NC00000013%27%20OR%201=1".to_owned(),
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
