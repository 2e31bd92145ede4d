//! What a backup keeps, and that it comes back as it was.

use std::fs;
use std::time::Duration;

use tests::door::Door;
use tests::rows::Rows;
use tests::{Db, db_test};

use super::{Town, files, rows};

db_test!(
    what_was_backed_up_comes_back_row_for_row_and_file_for_file,
    a_lost_file_of_evidence_is_named_and_keeps_no_other_one_out,
    a_restore_that_was_killed_is_begun_again,
    a_backup_that_was_killed_is_none,
);

async fn what_was_backed_up_comes_back_row_for_row_and_file_for_file(db: Db) {
    let Some(town) = Town::founded(db).await else {
        return;
    };
    let before = rows(&town.db).await;
    let (place, manifest) = town.back_up("backup");
    assert_eq!(manifest["evidence"]["files"], 1, "{manifest}");
    assert_eq!(manifest["evidence"]["lost"], serde_json::json!([]));
    let keyring = fs::read_to_string(town.db.keyring()).unwrap();
    let keyring: serde_json::Value = serde_json::from_str(&keyring).unwrap();
    let index = keyring["index"].as_str().unwrap();
    for (name, content) in files(&place) {
        let found = String::from_utf8_lossy(&content);
        assert!(!found.contains(index), "{name:?} holds a key");
    }
    let noted = Rows::of(&town.db).await;
    let noted = noted.count("act WHERE subject_kind = 'backup' AND verb = 'back_up'");
    assert_eq!(noted.await, 1, "that it was made is an act");

    let target = town.db.bare("restored").await;
    let told = town.restore(&target, &place);
    assert_eq!(told.code, Some(0), "{told:?}");
    assert_eq!(told.printed["manifest"], manifest);
    assert_eq!(told.printed["chain"]["first_bad"], serde_json::Value::Null);
    assert_eq!(rows(&target).await, before);
    let evidence = files(&target.folder().join("evidence"));
    assert_eq!(evidence, files(&town.db.folder().join("evidence")));
    assert_eq!(evidence.len(), 1);

    let head = &manifest["head"];
    let head = format!("{}:{}", head["number"], head["chain"].as_str().unwrap());
    let told = town.run(&target, &["audit", "verify", "--head", &head]);
    assert_eq!(told.code, Some(0), "{told:?}");
    works(&town, &target).await;
}

/// People sign in, find what they left, and go on.
async fn works(town: &Town, target: &Db) {
    let store = target.store().await;
    let door = Door::open(target, &store).await;
    let cases = "/api/v1/desk/cases?limit=100";
    let there = door.public().sign_in("officer").await.get(cases).await;
    let here = town.door.public().sign_in("officer").await.get(cases).await;
    assert_eq!(there.expect(200).body, here.expect(200).body);
    let party = &town.bureau.parties[0];
    let agent = door.public().sign_in(&party.agent).await;
    let orders = agent.get("/api/v1/my/orders").await.expect(200).body;
    let order = orders["items"][0]["id"].as_str().unwrap();
    let order = format!("/api/v1/my/orders/{order}");
    let order = agent.get(&order).await.expect(200).body;
    assert_eq!(order["files"][0]["file_name"], "退费凭证.png", "{order}");
}

async fn a_lost_file_of_evidence_is_named_and_keeps_no_other_one_out(db: Db) {
    let Some(town) = Town::founded(db).await else {
        return;
    };
    let evidence = town.db.folder().join("evidence");
    let (key, _) = files(&evidence).pop_first().unwrap();
    fs::write(evidence.join(&key), "another picture").unwrap();
    let place = town.place("backup");
    let told = town.run(&town.db, &["backup", place.to_str().unwrap()]);
    told.refused(1, "evidence_lost");
    let lost = &told.printed["evidence"]["lost"];
    assert_eq!(lost[0], key.to_str().unwrap(), "{told:?}");
    fs::remove_file(evidence.join(&key)).unwrap();
    let again = town.place("again");
    let told = town.run(&town.db, &["backup", again.to_str().unwrap()]);
    told.refused(1, "evidence_lost");

    let target = town.db.bare("without").await;
    let told = town.restore(&target, &place);
    assert_eq!(told.code, Some(0), "{told:?}");
    assert!(files(&target.folder().join("evidence")).is_empty());
    let mut known = rows(&town.db).await;
    known.retain(|(table, _)| !table.starts_with("act"));
    let mut found = rows(&target).await;
    found.retain(|(table, _)| !table.starts_with("act"));
    assert_eq!(found, known);
}

async fn a_restore_that_was_killed_is_begun_again(db: Db) {
    let Some(town) = Town::founded(db).await else {
        return;
    };
    let before = rows(&town.db).await;
    let evidence = files(&town.db.folder().join("evidence"));
    let (place, _) = town.back_up("backup");
    for pause in [0, 10, 30, 60, 100, 150, 250] {
        let target = town.db.bare("killed").await;
        let words = ["restore", place.to_str().unwrap()];
        let mut running = town.plan(&target, &words).start().await;
        tokio::time::sleep(Duration::from_millis(pause)).await;
        running.kill();
        // What a database that was killed with it still does is over when another one may begin.
        let mut told = town.restore(&target, &place);
        for _ in 0..100 {
            let over = told.code == Some(0) || told.fault.contains("restore_not_empty");
            if over {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
            told = town.restore(&target, &place);
        }
        if told.code != Some(0) {
            told.refused(2, "restore_not_empty");
        }
        assert_eq!(rows(&target).await, before, "killed after {pause} ms");
        // The file that a killed one was just writing may lie beside it under another name.
        let found = files(&target.folder().join("evidence"));
        for file in &evidence {
            assert_eq!(found.get(file.0), Some(file.1), "killed after {pause} ms");
        }
    }
}

async fn a_backup_that_was_killed_is_none(db: Db) {
    let Some(town) = Town::founded(db).await else {
        return;
    };
    let before = rows(&town.db).await;
    let mut unfinished = 0;
    for pause in [0, 10, 30, 60, 100, 150, 250] {
        let place = town.place(&format!("killed-{pause}"));
        let words = ["backup", place.to_str().unwrap()];
        let mut running = town.plan(&town.db, &words).start().await;
        tokio::time::sleep(Duration::from_millis(pause)).await;
        running.kill();
        let target = town.db.bare("target").await;
        let told = town.restore(&target, &place);
        if told.code == Some(0) {
            let whole = rows(&target).await;
            assert!(whole.is_superset(&before), "killed after {pause} ms");
        } else {
            told.refused(2, "backup_unfinished");
            unfinished += 1;
        }
    }
    assert!(unfinished > 0, "none was killed before its end");
}
