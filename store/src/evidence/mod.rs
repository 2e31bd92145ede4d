//! Evidence files: where their bytes lie, and what is known of them before they are trusted.

mod check;

use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::Arc;

use bytes::Bytes;
use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::path::Path as Key;
use object_store::{ClientOptions, ObjectStore, ObjectStoreExt as _};

pub use check::{ACCEPTED, Checked, FILE_BYTES_MAX, Proof, check, digest};

use crate::Fault;

/// Where evidence files are kept.
#[derive(Clone)]
pub enum EvidenceSettings {
    /// A folder of this machine.
    Folder(PathBuf),
    /// A bucket of an S3 server.
    S3(S3Settings),
}

/// How to reach a bucket.
#[derive(Clone)]
pub struct S3Settings {
    /// Address of the server, such as `https://s3.example.cn`.
    pub endpoint: String,
    /// Name of the bucket.
    pub bucket: String,
    /// Region, as the server names it.
    pub region: String,
    /// Access key.
    pub access_key: String,
    /// Secret key.
    pub secret_key: String,
    /// Whether plain HTTP is accepted, for a server on loopback; for another one it never is.
    pub allow_http: bool,
}

impl std::fmt::Debug for EvidenceSettings {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Folder(folder) => out.debug_tuple("Folder").field(folder).finish(),
            Self::S3(settings) => out.debug_tuple("S3").field(&settings.endpoint).finish(),
        }
    }
}

/// The opened evidence store.
pub(crate) struct Files {
    objects: Arc<dyn ObjectStore>,
}

impl Files {
    pub(crate) fn open(settings: &EvidenceSettings) -> Result<Self, Fault> {
        let objects: Arc<dyn ObjectStore> = match settings {
            EvidenceSettings::Folder(folder) => {
                std::fs::create_dir_all(folder)
                    .map_err(|fault| Fault::Evidence(format!("{}: {fault}", folder.display())))?;
                let local = LocalFileSystem::new_with_prefix(folder)
                    .map_err(|fault| told(&fault))?
                    // Evidence that was acknowledged survives the loss of power.
                    .with_fsync(true);
                Arc::new(local)
            }
            EvidenceSettings::S3(settings) => Arc::new(bucket(settings)?),
        };
        Ok(Self { objects })
    }

    /// Stores bytes under a key that is never used again.
    pub(crate) async fn put(&self, key: &str, bytes: Bytes) -> Result<(), Fault> {
        self.objects
            .put(&Key::from(key), bytes.into())
            .await
            .map_err(|fault| told(&fault))?;
        Ok(())
    }

    pub(crate) async fn get(&self, key: &str) -> Result<Bytes, Fault> {
        let found = self.find(key).await?;
        found.ok_or_else(|| Fault::Evidence(format!("there is no object {key}")))
    }

    /// The bytes under a key, if there are any.
    pub(crate) async fn find(&self, key: &str) -> Result<Option<Bytes>, Fault> {
        let found = match self.objects.get(&Key::from(key)).await {
            Ok(found) => found,
            Err(object_store::Error::NotFound { .. }) => return Ok(None),
            Err(fault) => return Err(told(&fault)),
        };
        found.bytes().await.map(Some).map_err(|fault| told(&fault))
    }
}

/// Whether an address without TLS leads to this machine and nowhere else.
fn is_here(plain: &str) -> bool {
    let host = plain.split(['/', '?', '#']).next().unwrap_or_default();
    let host = match host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((six, _)) => six,
        None => host.split_once(':').map_or(host, |(name, _)| name),
    };
    host == "localhost"
        || host
            .parse::<IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

fn bucket(settings: &S3Settings) -> Result<object_store::aws::AmazonS3, Fault> {
    let endpoint = settings.endpoint.to_ascii_lowercase();
    let here = settings.allow_http && endpoint.strip_prefix("http://").is_some_and(is_here);
    if !(here || endpoint.starts_with("https://")) {
        return Err(Fault::Setting(
            "evidence.endpoint: without TLS only on loopback and where evidence.allow_http is true"
                .to_owned(),
        ));
    }
    AmazonS3Builder::new()
        .with_endpoint(&settings.endpoint)
        .with_bucket_name(&settings.bucket)
        .with_region(&settings.region)
        .with_access_key_id(&settings.access_key)
        .with_secret_access_key(&settings.secret_key)
        .with_allow_http(here)
        .with_client_options(
            ClientOptions::new()
                .with_timeout(std::time::Duration::from_secs(30))
                .with_connect_timeout(std::time::Duration::from_secs(5))
                .with_allow_http(here),
        )
        .build()
        .map_err(|fault| told(&fault))
}

/// The words of the object store name the key and the server, never a secret.
fn told(fault: &object_store::Error) -> Fault {
    Fault::Evidence(fault.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_without_tls_is_on_this_machine() {
        let opens = |endpoint: &str, allow_http| {
            bucket(&S3Settings {
                endpoint: endpoint.to_owned(),
                bucket: "evidence".to_owned(),
                region: "us-east-1".to_owned(),
                access_key: "access".to_owned(),
                secret_key: "secret".to_owned(),
                allow_http,
            })
            .is_ok()
        };
        for here in [
            "http://127.0.0.1:9000",
            "http://localhost:9000/",
            "http://[::1]:9000",
            "https://s3.example.cn",
        ] {
            assert!(opens(here, true), "{here}");
        }
        assert!(opens("https://s3.example.cn", false));
        assert!(!opens("http://127.0.0.1:9000", false));
        for elsewhere in [
            "http://s3.example.cn",
            "HTTP://s3.example.cn",
            "http://127.0.0.1@s3.example.cn",
            "http://127.0.0.1.example.cn",
            "http://10.0.0.5:9000",
            "s3.example.cn",
        ] {
            assert!(!opens(elsewhere, true), "{elsewhere}");
        }
    }
}
