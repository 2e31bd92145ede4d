//! A released step is frozen, and running the steps twice changes nothing.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test stops where it fails and reads its own switch"
)]

use sha2::{Digest as _, Sha256};

fn checksums() -> String {
    let mut lines = String::new();
    for (name, texts) in migration::frozen_texts() {
        let mut hash = Sha256::new();
        for text in texts {
            hash.update(text.as_bytes());
            hash.update([0]);
        }
        lines.push_str(&format!("{}  {name}\n", hex::encode(hash.finalize())));
    }
    lines
}

#[test]
fn released_steps_are_frozen() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/checksums.txt");
    if std::env::var_os("HONGJIAN_BLESS").is_some() {
        std::fs::write(path, checksums()).unwrap();
    }
    let recorded = std::fs::read_to_string(path).unwrap();
    assert_eq!(
        recorded,
        checksums(),
        "a step was edited: released steps are frozen, add a new one"
    );
}

#[tokio::test]
async fn a_second_run_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("town.db").display());
    let first = migration::migrate(&url).await.unwrap();
    assert_eq!(
        first.applied,
        [
            "m0001_foundation",
            "m0002_basis",
            "m0003_case_remark",
            "m0004_licence_end",
            "m0005_notice_excused",
            "m0006_register_history",
            "m0007_application",
            "m0008_register_remarks",
            "m0009_search_form",
            "m0010_application_lists",
            "m0011_register_import",
            "m0012_search_postings",
            "m0013_import_desk",
            "m0014_record",
            "m0015_staff",
            "m0016_course",
            "m0017_place",
            "m0018_report",
            "m0019_after_school",
            "m0020_replacement",
            "m0021_near",
            "m0022_kept",
            "m0023_published",
            "m0024_classes",
            "m0025_materials",
            "m0026_brand",
            "m0027_due"
        ]
    );
    let second = migration::migrate(&url).await.unwrap();
    assert!(second.applied.is_empty());
}

#[tokio::test]
async fn two_migrations_of_one_file_never_run_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("town.db");
    let held = std::fs::File::create(format!("{}.migrate-lock", path.display())).unwrap();
    held.lock().unwrap();
    let url = format!("sqlite://{}", path.display());
    let refused = migration::migrate(&url).await;
    assert!(matches!(refused, Err(migration::MigrationFault::Locked)));
}
