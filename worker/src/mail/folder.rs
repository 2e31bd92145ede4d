//! Mails as files: what development and demo have instead of a mail server.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::Delivery;

/// A folder of `.eml` files, one for each notice.
#[derive(Debug, Clone)]
pub struct Folder {
    path: PathBuf,
}

impl Folder {
    /// The folder at `path`, made where it is missing.
    ///
    /// # Errors
    /// The system's, where it cannot be made.
    pub fn open(path: &Path) -> io::Result<Self> {
        fs::create_dir_all(path)?;
        Ok(Self {
            path: path.to_path_buf(),
        })
    }

    /// Writes the mail of a notice. The file is named after the notice, so that a second writing
    /// of the same notice replaces the first; a crash leaves the old file or the new, never a part.
    pub(crate) async fn write(&self, notice: &str, bytes: Vec<u8>) -> Delivery {
        let (folder, name) = (self.path.clone(), notice.to_owned());
        let written = tokio::task::spawn_blocking(move || place(&folder, &name, &bytes)).await;
        match written {
            Ok(Ok(())) => Delivery::Sent {
                reply: "written to the outbox folder".to_owned(),
            },
            Ok(Err(_)) | Err(_) => Delivery::Unreachable {
                code: "folder".to_owned(),
            },
        }
    }
}

fn place(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    // Ids are letters, digits and an underscore; anything else would be somebody's path trick.
    if !name
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    {
        return Err(io::Error::from(io::ErrorKind::InvalidInput));
    }
    let target = folder.join(format!("{name}.eml"));
    let draft = folder.join(format!(".{name}.{}.part", std::process::id()));
    let mut file = fs::File::create(&draft)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    drop(file);
    fs::rename(&draft, &target)?;
    // The new name is safe once the folder itself is on the disk.
    fs::File::open(folder)?.sync_all()
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    reason = "a test stops at the first thing that is not as it should be"
)]
mod tests {
    use super::*;

    fn names(path: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(path)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[tokio::test]
    async fn a_second_writing_of_the_same_notice_replaces_the_first() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("var").join("outbox");
        let folder = Folder::open(&path).unwrap();
        for text in ["first", "second"] {
            let written = folder.write("ntc_01", text.as_bytes().to_vec()).await;
            assert!(matches!(written, Delivery::Sent { .. }));
        }
        assert_eq!(names(&path), ["ntc_01.eml"]);
        assert_eq!(
            fs::read_to_string(path.join("ntc_01.eml")).unwrap(),
            "second"
        );
    }

    #[tokio::test]
    async fn a_name_that_leads_elsewhere_is_not_written() {
        let place = tempfile::tempdir().unwrap();
        let folder = Folder::open(place.path()).unwrap();
        for name in ["../ntc_01", "ntc/01", "ntc\0"] {
            let written = folder.write(name, Vec::new()).await;
            assert!(matches!(written, Delivery::Unreachable { .. }), "{name:?}");
        }
        assert!(names(place.path()).is_empty());
    }

    #[tokio::test]
    async fn a_folder_that_went_away_keeps_the_notice_waiting() {
        let place = tempfile::tempdir().unwrap();
        let folder = Folder::open(&place.path().join("outbox")).unwrap();
        fs::remove_dir(place.path().join("outbox")).unwrap();
        let written = folder.write("ntc_01", Vec::new()).await;
        assert!(matches!(written, Delivery::Unreachable { .. }));
    }
}
