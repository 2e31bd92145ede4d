//! A real S3 server: moto, from PyPI, which `.ci/run` puts into a Python environment below `target/`.

use std::net::TcpListener;
use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use store::evidence::S3Settings;
use tokio::sync::OnceCell;

use crate::{client, keeper, lack, tool};

/// Region of the server.
pub const REGION: &str = "us-east-1";
/// Access key; the server takes any.
pub const ACCESS_KEY: &str = "hongjian-test-access";
/// Secret key; the server takes any.
pub const SECRET_KEY: &str = "hongjian-test-secret";

static SERVER: OnceCell<Option<S3>> = OnceCell::const_new();

/// The server of this test process, on loopback.
#[derive(Debug, Clone)]
pub struct S3 {
    port: u16,
    // The keeper ends it with this test process.
    _process: Arc<Child>,
}

impl S3 {
    /// The server; none, said in a loud line, where the machine has none.
    ///
    /// # Panics
    /// Where it is there and does not start, and where it is demanded and missing.
    pub async fn shared() -> Option<Self> {
        let server = SERVER.get_or_init(start).await.clone();
        if server.is_none() {
            lack::missing("an S3 server (moto_server, named by HONGJIAN_TEST_S3)");
        }
        server
    }

    /// Address of the server.
    #[must_use]
    pub fn endpoint(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Makes an empty bucket and returns the settings that reach it.
    ///
    /// # Panics
    /// Where the server refuses.
    pub async fn bucket(&self, name: &str) -> S3Settings {
        let answer = client::plain()
            .put(format!("{}/{name}", self.endpoint()))
            .header("authorization", authorization())
            .send()
            .await
            .expect("the server answers");
        assert!(
            answer.status().is_success(),
            "no bucket: {}",
            answer.status()
        );
        S3Settings {
            endpoint: self.endpoint(),
            bucket: name.to_owned(),
            region: REGION.to_owned(),
            access_key: ACCESS_KEY.to_owned(),
            secret_key: SECRET_KEY.to_owned(),
            allow_http: true,
        }
    }
}

/// The server looks only at the region and service in it.
fn authorization() -> String {
    format!(
        "AWS4-HMAC-SHA256 Credential={ACCESS_KEY}/20260101/{REGION}/s3/aws4_request, SignedHeaders=host, Signature=0"
    )
}

async fn start() -> Option<S3> {
    let program = tool::find("HONGJIAN_TEST_S3", "moto_server")?;
    let port = TcpListener::bind(("127.0.0.1", 0))
        .and_then(|listener| listener.local_addr())
        .expect("a free port")
        .port();
    let process = Command::new(&program)
        .args(["-H", "127.0.0.1", "-p", &port.to_string()])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0)
        .spawn()
        .unwrap_or_else(|fault| panic!("{}: {fault}", program.display()));
    keeper::watch(process.id(), "KILL");
    let server = S3 {
        port,
        _process: Arc::new(process),
    };
    for _ in 0..300 {
        if client::plain().get(server.endpoint()).send().await.is_ok() {
            return Some(server);
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("{} does not answer", program.display());
}
