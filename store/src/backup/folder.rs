//! The folder of a backup: what is written into it reaches the disk before the manifest says so.

use std::io;
use std::path::{Component, Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest as _, Sha256};
use tokio::fs::{self, File};
use tokio::io::{
    AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader, BufWriter,
};

use super::BackupFault;
use super::manifest::{FORMAT, Manifest, Named, Sum};

const MANIFEST: &str = "manifest.json";
const LIST: &str = "evidence.jsonl";
const EVIDENCE: &str = "evidence";

/// A folder with a backup, or for one.
pub(super) struct Folder {
    path: PathBuf,
}

impl Folder {
    /// An empty folder that its owner alone may enter; it is made where it is not there.
    pub(super) async fn fresh(path: &Path) -> Result<Self, BackupFault> {
        let here = |fault| at(path, &fault);
        fs::create_dir_all(path).await.map_err(here)?;
        let mut inside = fs::read_dir(path).await.map_err(here)?;
        if inside.next_entry().await.map_err(here)?.is_some() {
            return Err(BackupFault::Taken(path.display().to_string()));
        }
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let owner = std::fs::Permissions::from_mode(0o700);
            fs::set_permissions(path, owner).await.map_err(here)?;
        }
        Ok(Self {
            path: path.to_owned(),
        })
    }

    /// A folder with a backup that was made to its end, and what belongs to it.
    pub(super) async fn made(path: &Path) -> Result<(Self, Manifest), BackupFault> {
        let folder = Self {
            path: path.to_owned(),
        };
        let text = match fs::read(folder.path(MANIFEST)).await {
            Ok(text) => text,
            Err(fault) if fault.kind() == io::ErrorKind::NotFound => {
                return Err(BackupFault::Unfinished(path.display().to_string()));
            }
            Err(fault) => return Err(at(&folder.path(MANIFEST), &fault)),
        };
        let manifest: Manifest = read(&text)?;
        if !(1..=FORMAT).contains(&manifest.format) {
            return Err(BackupFault::Unknown);
        }
        Ok((folder, manifest))
    }

    /// The place of a file of the folder.
    pub(super) fn path(&self, file: &str) -> PathBuf {
        self.path.join(file)
    }

    /// Length and digest of a file that was just written, once it is on the disk.
    pub(super) async fn sum(&self, file: &str) -> Result<Sum, BackupFault> {
        let path = self.path(file);
        let (bytes, sha256) = measure(&path).await.map_err(|fault| at(&path, &fault))?;
        sync(&path).await?;
        Ok(Sum {
            file: file.to_owned(),
            bytes,
            sha256,
        })
    }

    /// That a file is still the one that the manifest means. Its name stands in the manifest, so it is looked at too.
    pub(super) async fn check(&self, sum: &Sum) -> Result<PathBuf, BackupFault> {
        let path = self.inside(&sum.file)?;
        let damaged = || BackupFault::Damaged(sum.file.clone());
        let (bytes, sha256) = measure(&path).await.map_err(|_| damaged())?;
        if (bytes, &sha256) == (sum.bytes, &sum.sha256) {
            Ok(path)
        } else {
            Err(damaged())
        }
    }

    /// The beginning of the list of evidence.
    pub(super) async fn list(&self) -> Result<List, BackupFault> {
        let path = self.path(LIST);
        let file = File::create(&path)
            .await
            .map_err(|fault| at(&path, &fault))?;
        Ok(List {
            file: BufWriter::new(file),
            path,
        })
    }

    /// The list of evidence, once it is found to be the one that was written.
    pub(super) async fn listed(&self, list: &Sum) -> Result<Vec<Named>, BackupFault> {
        let path = self.check(list).await?;
        let here = |fault| at(&path, &fault);
        let mut lines = BufReader::new(File::open(&path).await.map_err(here)?).lines();
        let mut named = Vec::new();
        while let Some(line) = lines.next_line().await.map_err(here)? {
            named.push(read(line.as_bytes())?);
        }
        Ok(named)
    }

    /// Writes a file of evidence.
    pub(super) async fn keep(&self, named: &Named, content: &[u8]) -> Result<(), BackupFault> {
        let path = self.evidence(named)?;
        if let Some(above) = path.parent() {
            fs::create_dir_all(above)
                .await
                .map_err(|fault| at(above, &fault))?;
        }
        fs::write(&path, content)
            .await
            .map_err(|fault| at(&path, &fault))?;
        sync(&path).await
    }

    /// The bytes of a file of evidence, where they are those that were kept.
    pub(super) async fn kept(&self, named: &Named) -> Result<Vec<u8>, BackupFault> {
        let damaged = || BackupFault::Damaged(named.key.clone());
        let path = self.evidence(named)?;
        let content = fs::read(&path).await.map_err(|_| damaged())?;
        if digest(&content) == named.sha256 {
            Ok(content)
        } else {
            Err(damaged())
        }
    }

    /// Writes the manifest: from now on the folder is a backup.
    pub(super) async fn finish(&self, manifest: &Manifest) -> Result<(), BackupFault> {
        let path = self.path(MANIFEST);
        let unnamed = self.path("manifest.json.part");
        fs::write(&unnamed, written(manifest)?)
            .await
            .map_err(|fault| at(&unnamed, &fault))?;
        sync(&unnamed).await?;
        fs::rename(&unnamed, &path)
            .await
            .map_err(|fault| at(&path, &fault))?;
        sync(&self.path).await
    }

    fn evidence(&self, named: &Named) -> Result<PathBuf, BackupFault> {
        self.inside(&format!("{EVIDENCE}/{}", named.key))
    }

    /// A place below the folder; a name that would lead out of it belongs to no backup of ours.
    fn inside(&self, name: &str) -> Result<PathBuf, BackupFault> {
        let name = Path::new(name);
        name.components()
            .all(|part| matches!(part, Component::Normal(_)))
            .then(|| self.path.join(name))
            .ok_or(BackupFault::Unknown)
    }
}

/// The list of evidence while it is written.
pub(super) struct List {
    file: BufWriter<File>,
    path: PathBuf,
}

impl List {
    pub(super) async fn add(&mut self, named: &Named) -> Result<(), BackupFault> {
        let mut line = serde_json::to_vec(named).map_err(|_| BackupFault::Unknown)?;
        line.push(b'\n');
        self.file
            .write_all(&line)
            .await
            .map_err(|fault| at(&self.path, &fault))
    }

    pub(super) async fn close(mut self, folder: &Folder) -> Result<Sum, BackupFault> {
        self.file
            .flush()
            .await
            .map_err(|fault| at(&self.path, &fault))?;
        folder.sum(LIST).await
    }
}

/// SHA-256 in hexadecimal.
pub(super) fn digest(content: &[u8]) -> String {
    hex::encode(Sha256::digest(content))
}

/// Length and digest of a file, however long it is.
async fn measure(path: &Path) -> io::Result<(u64, String)> {
    let mut file = File::open(path).await?;
    let (mut bytes, mut digest) = (0, Sha256::new());
    let mut part = vec![0; 1 << 16];
    loop {
        let count = file.read(&mut part).await?;
        if count == 0 {
            return Ok((bytes, hex::encode(digest.finalize())));
        }
        digest.update(part.get(..count).unwrap_or_default());
        bytes += counted(count);
    }
}

/// A length as the manifest tells it.
pub(super) fn counted(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}

/// Waits until a file or folder is on the disk.
pub(super) async fn sync(path: &Path) -> Result<(), BackupFault> {
    let file = File::open(path).await.map_err(|fault| at(path, &fault))?;
    file.sync_all().await.map_err(|fault| at(path, &fault))
}

pub(super) fn at(path: &Path, fault: &io::Error) -> BackupFault {
    BackupFault::File(format!("{}: {fault}", path.display()))
}

fn read<T: DeserializeOwned>(text: &[u8]) -> Result<T, BackupFault> {
    serde_json::from_slice(text).map_err(|_| BackupFault::Unknown)
}

fn written<T: Serialize>(value: &T) -> Result<Vec<u8>, BackupFault> {
    serde_json::to_vec_pretty(value).map_err(|_| BackupFault::Unknown)
}
