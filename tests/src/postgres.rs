//! PostgreSQL for tests: one temporary cluster for the test process, one database for each test, made from a
//! template that is migrated once. The server refuses to run as root, so root starts it as another user.

use std::fs::File;
use std::net::TcpListener;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

use sea_orm::sqlx::{self, Connection as _, PgConnection};
use tokio::sync::OnceCell;

use crate::{keeper, lack, variable};

const USER: &str = "hongjian";
const TEMPLATE: &str = "hongjian_template";

struct Cluster {
    port: u16,
}

static CLUSTER: OnceCell<Option<Cluster>> = OnceCell::const_new();
static NEXT: AtomicU32 = AtomicU32::new(1);

/// One database of the cluster; dropped with this value.
pub(crate) struct Database {
    port: u16,
    name: String,
}

impl Database {
    /// A migrated, empty database; none where the machine has no server programs.
    pub(crate) async fn fresh() -> Option<Self> {
        Self::made(TEMPLATE).await
    }

    /// A database with nothing in it.
    pub(crate) async fn bare() -> Option<Self> {
        Self::made("template0").await
    }

    async fn made(template: &str) -> Option<Self> {
        let Some(cluster) = CLUSTER.get_or_init(start).await else {
            lack::missing("PostgreSQL (its server programs initdb and postgres)");
            return None;
        };
        let name = format!("test_{}", NEXT.fetch_add(1, Ordering::Relaxed));
        command(
            cluster.port,
            &format!("CREATE DATABASE {name} TEMPLATE {template}"),
        )
        .await
        .expect("a database is made from the template");
        Some(Self {
            port: cluster.port,
            name,
        })
    }

    pub(crate) fn url(&self) -> String {
        url(self.port, &self.name)
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let (port, name) = (self.port, self.name.clone());
        // A runtime of its own on a thread of its own: this may run inside the test's.
        let dropping = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .expect("a runtime");
            // That it fails costs disk until the process ends, and hides no result of a test.
            let _dropped =
                runtime.block_on(command(port, &format!("DROP DATABASE {name} WITH (FORCE)")));
        });
        let _ended = dropping.join();
    }
}

fn url(port: u16, database: &str) -> String {
    format!("postgres://{USER}@127.0.0.1:{port}/{database}")
}

/// Runs one statement on the maintenance database.
async fn command(port: u16, statement: &str) -> Result<(), sqlx::Error> {
    let mut connection = PgConnection::connect(&url(port, "postgres")).await?;
    sqlx::raw_sql(sqlx::AssertSqlSafe(statement.to_owned()))
        .execute(&mut connection)
        .await?;
    connection.close().await
}

async fn start() -> Option<Cluster> {
    let programs = programs()?;
    let folder = keeper::fresh_folder("postgres");
    let owner = owner();
    if let Some((user, group)) = owner {
        std::os::unix::fs::chown(&folder, Some(user), Some(group)).expect("root may give a folder");
    }
    std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o700)).expect("our folder");
    let data = folder.join("data");
    let log = keeper::folder().join("postgres.log");
    let as_owner = |program: &str| {
        let mut command = Command::new(programs.join(program));
        if let Some((user, group)) = owner {
            command.uid(user).gid(group);
        }
        command.current_dir("/").stdin(Stdio::null());
        command.env_remove("PGDATA").env_remove("PGPORT");
        command
    };
    let made = as_owner("initdb")
        .args(["--auth=trust", "--username", USER, "--encoding=UTF8"])
        .args(["--locale=C", "--no-sync", "--pgdata"])
        .arg(&data)
        .output()
        .expect("initdb was found");
    assert!(
        made.status.success(),
        "initdb: {}",
        String::from_utf8_lossy(&made.stderr)
    );
    for _ in 0..5 {
        let port = free_port();
        let output = File::create(&log).expect("a log in our own folder");
        let process = as_owner("postgres")
            .arg("-D")
            .arg(&data)
            .args(["-p", &port.to_string(), "-k"])
            .arg(&folder)
            .args(options())
            .stdout(output.try_clone().expect("a second handle"))
            .stderr(output)
            // Its own group: an interrupt from the keyboard is for the tests.
            .process_group(0)
            .spawn()
            .expect("postgres was found");
        // QUIT stops it at once; what it held is thrown away anyway.
        keeper::watch(process.id(), "QUIT");
        if answers(process, port).await {
            migrated_template(port).await;
            return Some(Cluster { port });
        }
    }
    panic!(
        "PostgreSQL does not start: {}",
        std::fs::read_to_string(&log).unwrap_or_default()
    );
}

/// Whether the cluster waits for the disk at each commit, as in production.
pub(crate) static DURABLE: AtomicBool = AtomicBool::new(false);

const FOR_TESTS: &[&str] = &[
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "shared_buffers=64MB",
    "autovacuum=off",
];

/// Nothing here survives the process, so nothing has to reach the disk unless a bench wants it to.
fn options() -> Vec<String> {
    let durable = DURABLE.load(Ordering::Relaxed);
    [
        "listen_addresses=127.0.0.1",
        "max_connections=400",
        "max_wal_size=2GB",
    ]
    .iter()
    .chain(if durable { &[] } else { FOR_TESTS })
    .flat_map(|option| ["-c".to_owned(), (*option).to_owned()])
    .collect()
}

/// Waits until the server answers. False where it ended, as it does where another took the port.
async fn answers(mut process: std::process::Child, port: u16) -> bool {
    for _ in 0..300 {
        if process.try_wait().is_ok_and(|ended| ended.is_some()) {
            keeper::forget(process.id());
            return false;
        }
        if command(port, "SELECT 1").await.is_ok() {
            return true;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    false
}

async fn migrated_template(port: u16) {
    command(port, &format!("CREATE DATABASE {TEMPLATE}"))
        .await
        .expect("a database");
    migration::migrate(&url(port, TEMPLATE))
        .await
        .expect("the template is migrated");
}

/// The folder with `initdb` and `postgres`: named by `HONGJIAN_TEST_POSTGRES`, in the path, or where Debian, Fedora
/// and Homebrew keep it; the newest where there are several. `HONGJIAN_TEST_POSTGRES=none` goes without.
pub(crate) fn programs() -> Option<PathBuf> {
    let holds =
        |folder: &PathBuf| folder.join("initdb").is_file() && folder.join("postgres").is_file();
    if let Some(named) = variable::read("HONGJIAN_TEST_POSTGRES") {
        if named == "none" {
            return None;
        }
        let named = PathBuf::from(named);
        assert!(
            holds(&named),
            "HONGJIAN_TEST_POSTGRES names no folder with initdb and postgres"
        );
        return Some(named);
    }
    let path = variable::read("PATH").unwrap_or_default();
    if let Some(found) = std::env::split_paths(&path).find(holds) {
        return Some(found);
    }
    let mut found: Vec<PathBuf> = ["/usr/lib/postgresql", "/usr/pgsql", "/opt/homebrew/opt"]
        .iter()
        .filter_map(|root| Path::new(root).read_dir().ok())
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path().join("bin")))
        .filter(holds)
        .collect();
    found.sort_by_key(|folder| version(folder));
    found.pop()
}

/// The major version in a folder such as `/usr/lib/postgresql/15/bin`.
fn version(folder: &Path) -> u32 {
    folder
        .parent()
        .and_then(Path::file_name)
        .and_then(|name| name.to_str())
        .and_then(|name| name.rsplit('@').next()?.parse().ok())
        .unwrap_or_default()
}

/// User and group that the server runs as, where this process is root: `postgres` or `nobody`.
fn owner() -> Option<(u32, u32)> {
    let own = std::fs::metadata("/proc/self").ok()?.uid();
    if own != 0 {
        return None;
    }
    let users = std::fs::read_to_string("/etc/passwd").expect("every Unix has it");
    let of = |wanted: &str| {
        users.lines().find_map(|line| {
            let mut parts = line.split(':');
            let name = parts.next()?;
            let (user, group) = (parts.nth(1)?.parse().ok()?, parts.next()?.parse().ok()?);
            (name == wanted).then_some((user, group))
        })
    };
    Some(
        of("postgres")
            .or_else(|| of("nobody"))
            .expect("a user that is not root"),
    )
}

/// A port of loopback that is free now.
fn free_port() -> u16 {
    TcpListener::bind(("127.0.0.1", 0))
        .and_then(|listener| listener.local_addr())
        .expect("a free port")
        .port()
}
