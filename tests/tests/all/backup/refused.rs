//! Backups that cannot be made or put back: told before anything is touched.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use store::{Keyring, SystemEntropy};
use tests::{Db, Kind, db_test};

use super::{Town, files};

db_test!(what_cannot_be_put_back_touches_nothing);

async fn what_cannot_be_put_back_touches_nothing(db: Db) {
    let Some(town) = Town::founded(db).await else {
        return;
    };
    let (place, manifest) = town.back_up("backup");
    let target = town.db.bare("refused").await;
    let restore = |from: &Path, exit, code: &str| {
        town.restore(&target, from).refused(exit, code);
        assert!(
            files(&target.folder().join("evidence")).is_empty(),
            "{code}"
        );
    };

    let told = town.run(&town.db, &["backup", place.to_str().unwrap()]);
    told.refused(2, "backup_folder_taken");
    restore(&town.place("nowhere"), 2, "backup_unfinished");

    let copy = |name: &str| copied(&place, &town.place(name));
    let unfinished = copy("unfinished");
    fs::remove_file(unfinished.join("manifest.json")).unwrap();
    restore(&unfinished, 2, "backup_unfinished");
    let database = manifest["database"]["file"].as_str().unwrap();
    let evidence = files(&place.join("evidence")).pop_first().unwrap().0;
    let evidence = Path::new("evidence").join(evidence);
    for (index, name) in [Path::new(database), Path::new("evidence.jsonl"), &evidence]
        .iter()
        .enumerate()
    {
        let changed = copy(&format!("changed-{index}"));
        let mut content = fs::read(changed.join(name)).unwrap();
        *content.last_mut().unwrap() ^= 1;
        fs::write(changed.join(name), content).unwrap();
        restore(&changed, 2, "backup_damaged");
        fs::remove_file(changed.join(name)).unwrap();
        restore(&changed, 2, "backup_damaged");
    }
    for (index, (part, value)) in [
        ("format", json!(3)),
        ("more", json!(1)),
        ("kind", json!("mysql")),
    ]
    .into_iter()
    .enumerate()
    {
        let other = copy(&format!("other-{index}"));
        let mut text = manifest.clone();
        text[part] = value;
        fs::write(other.join("manifest.json"), text.to_string()).unwrap();
        restore(&other, 2, "backup_unknown");
    }
    let outside = copy("outside");
    let mut text = manifest.clone();
    text["database"]["file"] = json!("../backup/manifest.json");
    fs::write(outside.join("manifest.json"), text.to_string()).unwrap();
    restore(&outside, 2, "backup_unknown");

    full(&town, &target, &place).await;
    other_keyring(&town, &place).await;
    other_kind(&town, &place).await;
}

/// A database that holds something is never written over; nor is what a lost one left beside it.
async fn full(town: &Town, target: &Db, place: &Path) {
    town.restore(&town.db, place)
        .refused(2, "restore_not_empty");
    if town.db.kind() == Kind::Sqlite {
        let log = target.folder().join("hongjian.sqlite-wal");
        fs::write(&log, "of a lost database").unwrap();
        town.restore(target, place).refused(2, "restore_not_empty");
        fs::remove_file(log).unwrap();
    }
}

async fn other_keyring(town: &Town, place: &Path) {
    let target = town.db.bare("keyring").await;
    fs::remove_file(target.keyring()).unwrap();
    Keyring::create(&target.keyring(), &SystemEntropy).unwrap();
    town.restore(&target, place)
        .refused(2, "backup_other_keyring");
    // One key of another keyring is enough: receipts, or what is sealed, could not be read any more.
    let keyring = |db: &Db| -> Value {
        serde_json::from_str(&fs::read_to_string(db.keyring()).unwrap()).unwrap()
    };
    let (own, other) = (keyring(&town.db), keyring(&target));
    for part in ["receipt", "columns"] {
        let mut mixed = own.clone();
        mixed[part] = other[part].clone();
        fs::write(target.keyring(), mixed.to_string()).unwrap();
        town.restore(&target, place)
            .refused(2, "backup_other_keyring");
    }
    // A backup of the first form knew one key: it is put back as before.
    let old = copied(place, &town.place("first-form"));
    let path = old.join("manifest.json");
    let mut manifest: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
    manifest["format"] = json!(1);
    manifest["keys"].as_object_mut().unwrap().remove("marks");
    fs::write(path, manifest.to_string()).unwrap();
    fs::write(target.keyring(), own.to_string()).unwrap();
    let told = town.restore(&target, &old);
    assert_eq!(told.code, Some(0), "{told:?}");
}

async fn other_kind(town: &Town, place: &Path) {
    let other = match town.db.kind() {
        Kind::Sqlite => Kind::Postgres,
        Kind::Postgres => Kind::Sqlite,
    };
    if let Some(other) = Db::fresh(other, "other").await {
        town.restore(&other, place)
            .refused(2, "backup_other_database");
    }
}

/// A copy of a folder that a test may change.
fn copied(from: &Path, to: &Path) -> PathBuf {
    for (name, content) in files(from) {
        let place = to.join(name);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(place, content).unwrap();
    }
    to.to_owned()
}
