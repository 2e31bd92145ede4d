//! Programs that are not ours and that `.ci/run` installs below `target/`.

use std::path::PathBuf;

use crate::{repository, variable};

/// A program: the one that the environment `variable` names, else the one `.ci/run` has put into `target/test-tools`,
/// else the one in the path.
pub(crate) fn find(variable: &str, name: &str) -> Option<PathBuf> {
    if let Some(named) = variable::read(variable) {
        return Some(PathBuf::from(named));
    }
    let installed = repository::root().join("target/test-tools/bin").join(name);
    if installed.is_file() {
        return Some(installed);
    }
    let path = variable::read("PATH").unwrap_or_default();
    std::env::split_paths(&path)
        .map(|folder| folder.join(name))
        .find(|program| program.is_file())
}
