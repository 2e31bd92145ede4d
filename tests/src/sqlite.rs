//! SQLite for tests: a file in WAL mode, copied from a template that is migrated once.

use std::path::{Path, PathBuf};

use tokio::sync::OnceCell;

use crate::keeper;

static TEMPLATE: OnceCell<PathBuf> = OnceCell::const_new();

/// Puts a migrated database into `folder` and returns its address.
pub(crate) async fn fresh(folder: &Path) -> String {
    let template = TEMPLATE
        .get_or_init(|| async {
            let path = keeper::folder().join("template.sqlite");
            migration::migrate(&address(&path))
                .await
                .expect("the template is migrated");
            // What is still in the log of the last connection would be missing from a copy of the file.
            let log = path.with_extension("sqlite-wal");
            assert!(
                !log.exists() || log.metadata().expect("it exists").len() == 0,
                "the template has a log"
            );
            path
        })
        .await;
    let path = folder.join("hongjian.sqlite");
    std::fs::copy(template, &path).expect("the template is copied");
    address(&path)
}

pub(crate) fn address(path: &Path) -> String {
    format!("sqlite://{}", path.display())
}
