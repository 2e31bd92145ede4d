//! Bodies that are no JSON, no text, too large, or packed.

use reqwest::Method;
use serde_json::json;
use tests::keeper;
use tests::program::Plan;
use tests::{Db, db_test};

use super::{Scene, draft, raw, refusal, wrong};

db_test!(
    what_is_no_json_is_refused,
    packed_bodies_are_unpacked_up_to_the_limit,
    the_law_desk_refuses_what_no_law_knows,
);

const PATH: &str = "/api/v1/complaints";

async fn what_is_no_json_is_refused(db: Db) {
    let scene = Scene::set(&db).await;
    let public = scene.public();
    let good = draft().to_string();
    for (what, bytes) in [
        ("nothing", String::new()),
        ("half", good[..good.len() - 2].to_owned()),
        ("a rest", format!("{good} x")),
        ("a comma too many", good.replace('}', ",}")),
        ("half a surrogate", good.replace("机构不退费", "\\ud800")),
        ("a plain NUL", format!("\u{0}{good}")),
        ("a mark of byte order", format!("\u{feff}{good}")),
        ("no quotes", "{subject: 1}".to_owned()),
    ] {
        let request = raw(&public, PATH, bytes);
        scene
            .refused(what, request, refusal(400, "invalid_json"))
            .await;
    }
    for (what, bytes) in [
        ("a list", "[1]".to_owned()),
        ("null", "null".to_owned()),
        ("a hundred thousand brackets", "[".repeat(100_000)),
    ] {
        let request = raw(&public, PATH, bytes);
        scene.refused(what, request, wrong(&[])).await;
    }
    let twice = good.replace(
        "\"anonymous\":true",
        "\"anonymous\":true,\"anonymous\":false",
    );
    let fields = [("anonymous", "duplicate_field")];
    scene
        .refused("a field twice", raw(&public, PATH, twice), wrong(&fields))
        .await;
    let broken = [good.as_bytes(), b"\xff"].concat();
    let request = raw(&public, PATH, broken);
    scene
        .refused("broken UTF-8", request, refusal(400, "invalid_encoding"))
        .await;
    for kind in ["text/plain", "application/x-www-form-urlencoded", ""] {
        let request = public
            .request(Method::POST, PATH)
            .header("Content-Type", kind);
        let request = request.body(good.clone());
        scene
            .refused(kind, request, refusal(415, "unsupported_media_type"))
            .await;
    }
    let long = json!({"subject": "x", "body": "长".repeat(400_000), "anonymous": true});
    let request = raw(&public, PATH, long.to_string());
    scene
        .refused("over a megabyte", request, refusal(413, "too_large"))
        .await;
}

/// The bytes as `gzip` packs them.
fn packed(bytes: &[u8]) -> Vec<u8> {
    let folder = keeper::fresh_folder("gzip");
    let output = Plan::new("gzip", &folder).argument("-9").output(bytes);
    assert!(output.status.success());
    output.stdout
}

async fn packed_bodies_are_unpacked_up_to_the_limit(db: Db) {
    let scene = Scene::set(&db).await;
    let send =
        |bytes: Vec<u8>| raw(&scene.public(), PATH, bytes).header("Content-Encoding", "gzip");
    let good = packed(draft().to_string().as_bytes());
    // A hundred megabytes of spaces before the JSON: a hundred kilobytes on the line.
    let mut bomb = vec![b' '; 100 << 20];
    bomb.extend(draft().to_string().bytes());
    let bomb = packed(&bomb);
    assert!(bomb.len() < 1 << 20);
    scene
        .refused("a bomb", send(bomb), refusal(413, "too_large"))
        .await;
    let cut = good[..good.len() / 2].to_vec();
    scene
        .refused("cut short", send(cut), refusal(400, "body_broken"))
        .await;
    let plain = draft().to_string().into_bytes();
    scene
        .refused(
            "not packed at all",
            send(plain),
            refusal(400, "body_broken"),
        )
        .await;
    let request = raw(&scene.public(), PATH, good.clone()).header("Content-Encoding", "zstd");
    scene
        .refused(
            "another packing",
            request,
            refusal(415, "unsupported_media_type"),
        )
        .await;
    let filed = tests::caller::send(send(good)).await;
    filed.expect(201);
}

async fn the_law_desk_refuses_what_no_law_knows(db: Db) {
    let scene = Scene::set(&db).await;
    let ask =
        |body: serde_json::Value| raw(&scene.public(), "/api/v1/law/deadline", body.to_string());
    for (what, body, fields) in [
        (
            "no such rule",
            json!({"rule": "penalty.mercy", "from": "2026-09-28"}),
            [("rule", "rule_unknown")],
        ),
        (
            "no such day",
            json!({"rule": "penalty.decision", "from": "2026-02-30"}),
            [("from", "day_invalid")],
        ),
        (
            "an unknown field",
            json!({"rule": "penalty.decision", "from": "2026-09-28", "x": 1}),
            [("x", "unknown_field")],
        ),
    ] {
        scene.refused(what, ask(body), wrong(&fields)).await;
    }
    let extended = json!({"rule": "penalty.hearing_request", "from": "2026-09-28",
        "extensions": [{"days": 30, "approved_on": "2026-09-29"}]});
    let refused = scene
        .refused(
            "no basis",
            ask(extended),
            refusal(422, "extension_without_basis"),
        )
        .await;
    assert!(refused.body["article"].is_null() || refused.body["article"].is_string());
    for from in ["0001-01-01", "9999-12-31", "1949-10-01"] {
        let body = json!({"rule": "penalty.decision", "from": from});
        let answer = tests::caller::send(ask(body)).await;
        assert!(answer.status < 500, "{from}: {}", answer.body);
    }
}
