//! Files of evidence that are not what they say, too large, or named to trick.

use std::path::{Path, PathBuf};

use reqwest::{Method, RequestBuilder};
use store::ops::evidence::FILES_MAX;
use tests::caller::{self, Caller};
use tests::{Db, db_test};

use super::{Scene, refusal, wrong};
use crate::story::play::PNG;

db_test!(
    a_file_is_judged_by_its_content_and_size,
    a_name_is_only_a_name,
    the_same_file_again_takes_no_more_room,
    an_order_keeps_so_many_files_and_none_after_its_case_went_on,
);

fn hand_in(agent: &Caller, order: &str, name: &str, content: &[u8]) -> RequestBuilder {
    let (kind, bytes) = caller::form(name, content);
    agent
        .request(Method::POST, &format!("/api/v1/my/orders/{order}/evidence"))
        .header("Content-Type", kind)
        .body(bytes)
}

/// Every file below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    entries
        .map(|entry| entry.unwrap().path())
        .flat_map(|path| {
            if path.is_dir() {
                files(&path)
            } else {
                vec![path]
            }
        })
        .collect()
}

/// Contents that are not what their names say.
const FALSE: &[(&str, &str, &[u8])] = &[
    ("a page", "a.png", b"<html><script>alert(1)</script></html>"),
    (
        "an archive",
        "a.pdf",
        b"PK\x03\x04aaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    ),
    (
        "a program",
        "a.jpg",
        b"\x7fELF\x02\x01\x01aaaaaaaaaaaaaaaaaaaa",
    ),
    (
        "a drawing with script",
        "a.svg",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>",
    ),
    ("words", "a.pdf", b"plain words"),
];

async fn a_file_is_judged_by_its_content_and_size(db: Db) {
    let scene = Scene::set(&db).await;
    let (_, order) = scene.order(0).await;
    let agent = scene.signed_in("institution-agent").await;
    for (what, name, content) in FALSE {
        let request = hand_in(&agent, &order, name, content);
        let false_type = refusal(415, "unsupported_media_type");
        scene.refused(what, request, false_type).await;
    }
    let request = hand_in(&agent, &order, "a.png", b"");
    let empty = [("file", "file_empty")];
    scene.refused("an empty file", request, wrong(&empty)).await;
    let mut large = PNG.to_vec();
    large.resize(30 << 20, 0);
    let request = hand_in(&agent, &order, "a.png", &large);
    let too_large = refusal(413, "too_large");
    scene.refused("thirty megabytes", request, too_large).await;
    broken_forms(&scene, &agent, &order).await;
    let folder = db.folder().join("evidence");
    assert_eq!(
        files(&folder),
        Vec::<PathBuf>::new(),
        "refused bytes are kept nowhere"
    );
    let request = hand_in(&agent, &order, "a.png", PNG);
    caller::send(request).await.expect(201);
    assert_eq!(files(&folder).len(), 1);
}

/// Forms that end early, name another field, or are none.
async fn broken_forms(scene: &Scene, agent: &Caller, order: &str) {
    let path = format!("/api/v1/my/orders/{order}/evidence");
    let (kind, bytes) = caller::form("a.png", PNG);
    let send = |content: Vec<u8>| {
        let request = agent.request(Method::POST, &path);
        request.header("Content-Type", &kind).body(content)
    };
    let half = send(bytes[..bytes.len() / 2].to_vec());
    scene
        .refused("half a form", half, refusal(400, "body_broken"))
        .await;
    let (_, other) = caller::form("a.png", b"x");
    let other = String::from_utf8(other).unwrap();
    let other = send(
        other
            .replace("name=\"file\"", "name=\"other\"")
            .into_bytes(),
    );
    let missing = [("file", "file_missing")];
    scene.refused("another field", other, wrong(&missing)).await;
    let plain = agent
        .request(Method::POST, &path)
        .json(&serde_json::json!({}));
    let false_type = refusal(415, "unsupported_media_type");
    scene.refused("no form", plain, false_type).await;
}

async fn a_name_is_only_a_name(db: Db) {
    let scene = Scene::set(&db).await;
    let (_, order) = scene.order(0).await;
    let agent = scene.signed_in("institution-agent").await;
    for (index, (name, shown)) in [
        ("../../../etc/passwd", "passwd.png"),
        ("..\\\\..\\\\boot.ini", "boot.png"),
        ("/etc/cron.d/x", "x.png"),
        ("a\u{202e}gnp.exe", "agnp.png"),
        ("con:<x>|?*.png", "conx.png"),
        ("....", "file.png"),
        (
            "证据%0d%0aSet-Cookie: a=1.png",
            "证据0d0aSet-Cookie a=1.png",
        ),
    ]
    .into_iter()
    .enumerate()
    {
        // The same content twice would be the same file.
        let content = [PNG, &[u8::try_from(index).unwrap()]].concat();
        let added = caller::send(hand_in(&agent, &order, name, &content)).await;
        let added = added.expect(201);
        assert_eq!(added.text("file_name"), shown, "{name}");
        let path = format!("/api/v1/my/evidence/{}", added.text("id"));
        let read = agent.get(&path).await.expect(200);
        assert_eq!(read.bytes, content);
        let header = |name: &str| read.headers[name].to_str().unwrap().to_owned();
        let disposition = header("content-disposition");
        assert!(disposition.starts_with("attachment;"), "{disposition}");
        assert!(
            disposition.is_ascii() && !disposition.contains(".."),
            "{disposition}"
        );
        assert_eq!(header("x-content-type-options"), "nosniff");
    }
    let long = format!("{}.png", "长".repeat(3_000));
    let content = [PNG, b"long"].concat();
    let added = caller::send(hand_in(&agent, &order, &long, &content))
        .await
        .expect(201);
    assert!(added.text("file_name").chars().count() < 300);
    // Whatever the names said, the bytes lie below the order, under names of our own.
    let folder = db.folder().join("evidence").join("order").join(&order);
    let everywhere = files(&db.folder().join("evidence"));
    assert_eq!(everywhere.len(), 8);
    assert!(everywhere.iter().all(|path| path.starts_with(&folder)));
}

async fn the_same_file_again_takes_no_more_room(db: Db) {
    let scene = Scene::set(&db).await;
    let (_, order) = scene.order(0).await;
    let agent = scene.signed_in("institution-agent").await;
    let folder = db.folder().join("evidence");
    let first = caller::send(hand_in(&agent, &order, "a.png", PNG)).await;
    let first = first.expect(201).text("id");
    for _ in 0..3 {
        let again = caller::send(hand_in(&agent, &order, "b.png", PNG)).await;
        assert_eq!(again.expect(201).text("id"), first);
    }
    assert_eq!(files(&folder).len(), 1);
}

async fn an_order_keeps_so_many_files_and_none_after_its_case_went_on(db: Db) {
    let scene = Scene::set(&db).await;
    let (case, order) = scene.order(0).await;
    let agent = scene.signed_in("institution-agent").await;
    let folder = db.folder().join("evidence");
    let most = u8::try_from(FILES_MAX).unwrap();
    let other = |index: u8| [PNG, &[index]].concat();
    for index in 0..most {
        let added = caller::send(hand_in(&agent, &order, "a.png", &other(index))).await;
        added.expect(201);
    }
    let full = [("file", "order_files_full")];
    let more = hand_in(&agent, &order, "a.png", &other(most));
    scene.refused("one more", more, wrong(&full)).await;
    // What is there already needs no room.
    let again = hand_in(&agent, &order, "a.png", &other(0));
    caller::send(again).await.expect(201);

    let answer = || {
        agent
            .request(Method::POST, &format!("/api/v1/my/orders/{order}/answers"))
            .header("Idempotency-Key", "answer-1")
            .json(&serde_json::json!({"body": "已经停课，退费名单附后。"}))
    };
    caller::send(answer()).await.expect(204);
    let officer = scene.signed_in("officer").await;
    let path = format!("/api/v1/desk/cases/{case}/events");
    for event in [
        serde_json::json!({"event": "record_service", "way": "in_person", "receiver": "法定代表人", "proof": "送达回证 1 号",
            "served_on": scene.store.today().to_string(), "version": 4}),
        serde_json::json!({"event": "propose_closure", "reason": "已经改正。", "version": 5}),
    ] {
        officer.post(&path, &event).await.expect(200);
    }
    let late = hand_in(&agent, &order, "a.png", &other(most));
    scene
        .refused(
            "after the proposal",
            late,
            refusal(409, "closure_awaits_approval"),
        )
        .await;
    assert_eq!(files(&folder).len(), usize::from(most));
    // The answer that was taken is known, however late it is sent again; another one is not taken.
    caller::send(answer()).await.expect(204);
    let other = answer().json(&serde_json::json!({"body": "另外补充。"}));
    let other = other.header("Idempotency-Key", "answer-2");
    assert_ne!(caller::send(other).await.status, 204);
}
