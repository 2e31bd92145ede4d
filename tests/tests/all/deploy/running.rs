//! The composition started by hand: the same commands, settings and health checks on PostgreSQL, behind the same proxy.

use std::collections::BTreeMap;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::time::Duration;

use tests::bureau::Bureau;
use tests::caller::Caller;
use tests::mail::Part;
use tests::program::{Plan, Running};
use tests::repository::{root, text};
use tests::rows::Rows;
use tests::smtp::Smtp;
use tests::{Db, Kind, program};

use super::run;
use crate::story::chain::every_step_is_an_act;
use crate::story::play::{Office, Stage};

/// The settings of one anchor of `compose.yaml`, such as `x-environment` or the `environment` below `x-api`.
fn environment(anchor: &str) -> BTreeMap<String, String> {
    let compose = text("deploy/compose.yaml");
    let (_, from) = compose
        .split_once(&format!("\n{anchor}:"))
        .unwrap_or_else(|| panic!("{anchor} is in compose.yaml"));
    let block = from.split("\n\n").next().unwrap();
    block
        .lines()
        .filter_map(|line| line.trim().split_once(": "))
        .filter(|(name, _)| name.starts_with("HONGJIAN_"))
        .map(|(name, value)| (name.to_owned(), value.trim_matches('"').to_owned()))
        .collect()
}

/// The command of one anchor, as the words after the program, with the settings file of this repository.
fn command(anchor: &str) -> Vec<String> {
    let compose = text("deploy/compose.yaml");
    let (_, from) = compose.split_once(&format!("\n{anchor}:")).unwrap();
    let line = from
        .lines()
        .find_map(|line| line.trim().strip_prefix("command: ["))
        .unwrap();
    let example = root().join("deploy/hongjian.example.toml");
    line.trim_end_matches(']')
        .split(", ")
        .skip(1)
        .map(|word| word.replace("/etc/hongjian/hongjian.toml", example.to_str().unwrap()))
        .collect()
}

/// A plan of the composition with the addresses of this test in place of the containers'.
fn planned(plan: Plan, anchor: &str, db: &Db, secrets: &Path) -> Plan {
    let mut plan = plan;
    for word in command(anchor) {
        plan = plan.argument(&word);
    }
    let mut settings = environment("x-environment");
    settings.extend(environment(anchor));
    for (name, value) in settings {
        let value = match name.as_str() {
            "HONGJIAN_DATABASE__URL_FILE" => secrets.join("database_url").display().to_string(),
            "HONGJIAN_MAIL__TRANSPORT_FILE" => secrets.join("mail_transport").display().to_string(),
            "HONGJIAN_KEYRING" => db.keyring().display().to_string(),
            "HONGJIAN_DATA_DIR" => db.folder().join("data").display().to_string(),
            "HONGJIAN_HTTP__TRUSTED_PROXIES" => "127.0.0.1".to_owned(),
            // Free ports are in the plan; in containers every program has the same.
            "HONGJIAN_HTTP__LISTEN" | "HONGJIAN_OPS__LISTEN" => continue,
            _ => value,
        };
        plan = plan.set(&name, &value);
    }
    plan.set(
        "HONGJIAN_EVIDENCE__FOLDER",
        &db.folder().join("evidence").display().to_string(),
    )
}

fn free() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    listener.local_addr().unwrap().port()
}

/// The proxy of `deploy/nginx` before these api processes; its port with TLS.
async fn proxy(folder: &Path, apis: &[&Running]) -> Option<(Running, u16)> {
    let at = |name: &str| folder.join(name).to_str().unwrap().to_owned();
    let made = run(
        "openssl",
        &[
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-days",
            "2",
            "-subj",
            "/CN=localhost",
            "-keyout",
            &at("key.pem"),
            "-out",
            &at("certificate.pem"),
        ],
    )?;
    assert!(made.status.success());
    run("nginx", &["-v"])?;
    let mut upstream = text("deploy/nginx/host-upstream.conf")
        .replace("/etc/hongjian/tls-certificate.pem", &at("certificate.pem"))
        .replace("/etc/hongjian/tls-key.pem", &at("key.pem"));
    for (named, api) in ["127.0.0.1:8080", "127.0.0.1:8081"].iter().zip(apis) {
        upstream = upstream.replace(named, api.url("").trim_start_matches("http://"));
    }
    std::fs::write(at("upstream.conf"), upstream).unwrap();
    let (tls, plain) = (free(), free());
    let main = text("deploy/nginx/nginx.conf")
        .replace("/etc/nginx/hongjian-upstream.conf", &at("upstream.conf"))
        .replace("/run/nginx.pid", &at("nginx.pid"))
        .replace("listen 443 ", &format!("listen 127.0.0.1:{tls} "))
        .replace("listen 80 ", &format!("listen 127.0.0.1:{plain} "));
    let main: String = main
        .lines()
        .filter(|line| !line.contains("listen [::]"))
        .map(|line| format!("{line}\n"))
        .collect();
    std::fs::write(at("nginx.conf"), main).unwrap();
    // One process: a proxy that is killed must not leave children behind.
    let running = Plan::new("nginx", folder)
        .argument("-c")
        .argument(&at("nginx.conf"))
        .argument("-g")
        .argument("daemon off; master_process off;")
        .start()
        .await;
    Some((running, tls))
}

/// What `curl` says of an address behind the proxy: status and body.
fn curl(arguments: &[&str]) -> Option<(String, String)> {
    let mut words = vec![
        "--silent",
        "--insecure",
        "--max-time",
        "20",
        "--write-out",
        "\n%{http_code}",
    ];
    words.extend(arguments);
    let output = run("curl", &words)?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let (body, status) = said.rsplit_once('\n').unwrap();
    Some((status.to_owned(), body.to_owned()))
}

async fn fill(db: &Db) {
    let seeds = Plan::new(program!(seeds), db.folder())
        .on(db)
        .set(
            "HONGJIAN_DATA_DIR",
            &db.folder().join("data").display().to_string(),
        )
        .argument("--seed")
        .argument("1")
        .argument("--institutions")
        .argument("40");
    // The seeds know no evidence setting: they store no file.
    let output = seeds.output(b"");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

/// The composition at work: two of each program.
struct Composition {
    smtp: Smtp,
    secrets: PathBuf,
    apis: Vec<Running>,
    workers: Vec<Running>,
}

impl Composition {
    /// Writes the secrets, migrates, fills the database as told, and starts the programs.
    async fn start(db: &Db, fill: impl AsyncFnOnce(&Db)) -> Self {
        let smtp = Smtp::start().await;
        let secrets = db.folder().join("secrets");
        std::fs::create_dir_all(&secrets).unwrap();
        // An editor ends a file with a line break; the programs do not mind.
        std::fs::write(secrets.join("database_url"), format!("{}\n", db.url())).unwrap();
        std::fs::write(
            secrets.join("mail_transport"),
            format!("{}\n", smtp.transport()),
        )
        .unwrap();
        let migrate = planned(
            Plan::new(program!(hongjian), db.folder()),
            "  migrate",
            db,
            &secrets,
        );
        let output = migrate.output(b"");
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        fill(db).await;
        let mut apis = Vec::new();
        let mut workers = Vec::new();
        for name in ["worker-1", "worker-2"] {
            let api = Plan::hongjian(program!(hongjian), db.folder());
            apis.push(planned(api, "x-api", db, &secrets).start().await);
            let ops = format!("127.0.0.1:{}", free());
            let worker = Plan::new(program!(worker), db.folder());
            let worker = planned(worker, "x-worker", db, &secrets)
                .set("HONGJIAN_OPS__LISTEN", &ops)
                .set("HONGJIAN_WORKER__NAME", name)
                .ready_when_it_says("worker runs");
            workers.push(worker.start().await);
        }
        Self {
            smtp,
            secrets,
            apis,
            workers,
        }
    }

    /// Asks every program that still runs to stop; the log it leaves is whole.
    async fn stop(&mut self, db: &Db) {
        for running in self.workers.iter_mut().chain(&mut self.apis) {
            if running.is_running() {
                assert!(running.stop().await.success(), "{}", running.log());
            }
        }
        let words = ["--config", "{settings}", "audit", "verify"];
        let verify = planned_words(&words, db, &self.secrets);
        assert!(
            verify.status.success(),
            "{}",
            String::from_utf8_lossy(&verify.stdout)
        );
    }
}

#[test]
fn two_api_and_two_workers_run_behind_the_proxy_as_the_composition_says() {
    tests::db::run(Kind::Postgres, "deploy_running", |db| async move {
        let mut all = Composition::start(&db, fill).await;
        for api in &all.apis {
            health_check_of_the_image(api);
        }
        let apis: Vec<&Running> = all.apis.iter().collect();
        if let Some((mut proxy, tls)) = proxy(&all.secrets, &apis).await {
            through_the_proxy(&all.smtp, tls).await;
            // One api may be restarted without anybody noticing.
            assert!(all.apis[0].stop().await.success());
            for _ in 0..4 {
                let address = format!("https://localhost:{tls}/health/ready");
                assert_eq!(curl(&[&address]).unwrap().0, "200");
            }
            proxy.kill();
        }
        all.stop(&db).await;
    });
}

/// How many stories are played at once.
const STORIES: usize = 3;

#[test]
fn two_api_and_two_workers_play_three_stories_at_once() {
    tests::db::run(Kind::Postgres, "deploy_story", |db| async move {
        let store = db.store().await;
        let bureau = Bureau::found(&store, STORIES).await;
        let rows = Rows::of(&db).await;
        let mut all = Composition::start(&db, async |_: &Db| {}).await;
        let servers: Vec<String> = all.apis.iter().map(|api| api.url("")).collect();
        let servers: Vec<&str> = servers.iter().map(String::as_str).collect();
        let public = Caller::public(servers[0]);
        let office = Office::open(&public).await;
        let mut stages = Vec::new();
        for index in 0..STORIES {
            stages.push(Stage::of(&servers, &bureau, index, &office).await);
        }
        let played = futures::future::join_all(stages.iter().map(Stage::play)).await;
        for one in &played {
            every_step_is_an_act(&rows, one).await;
        }
        // Three mails to each parent and one to each institution, each once, whoever of the two sent it.
        let count = i64::try_from(4 * STORIES).unwrap();
        rows.until("notice WHERE state = 'sent'", count).await;
        assert_eq!(rows.count("notice").await, count);
        let counts = all.smtp.counts();
        assert_eq!(counts.len(), 4 * STORIES);
        assert!(counts.values().all(|count| *count == 1), "{counts:?}");
        // The numbers of the documents have no gap, though two processes gave them out.
        let mut documents: Vec<&str> = played.iter().map(|one| one.document.as_str()).collect();
        documents.sort_unstable();
        for (document, number) in documents.iter().zip(1..) {
            assert!(
                document.ends_with(&format!("〕{number}号")),
                "{documents:?}"
            );
        }
        rows.until("act_unsealed", 0).await;
        // Both workers were there, and both have taken leave.
        assert_eq!(rows.count("worker_heartbeat").await, 2);
        all.stop(&db).await;
        assert_eq!(
            rows.count("worker_heartbeat WHERE stopped_at IS NULL")
                .await,
            0
        );
    });
}

/// One command of the runbook with the settings of the composition.
fn planned_words(words: &[&str], db: &Db, secrets: &Path) -> std::process::Output {
    let example = root().join("deploy/hongjian.example.toml");
    let mut plan = Plan::new(program!(hongjian), db.folder())
        .on(db)
        .set(
            "HONGJIAN_MAIL__TRANSPORT_FILE",
            secrets.join("mail_transport").to_str().unwrap(),
        )
        .set(
            "HONGJIAN_DATA_DIR",
            &db.folder().join("data").display().to_string(),
        );
    for word in words {
        plan = plan.argument(&word.replace("{settings}", example.to_str().unwrap()));
    }
    plan.output(b"")
}

/// The command of HEALTHCHECK in the container file, on this process.
fn health_check_of_the_image(api: &Running) {
    let container = text("deploy/Containerfile");
    let list = container
        .lines()
        .find_map(|line| line.trim().strip_prefix("CMD [\"curl\", "))
        .unwrap()
        .trim_end_matches(']')
        .replace("http://127.0.0.1:8080", &api.url(""));
    let words: Vec<String> = list
        .split(", ")
        .map(|word| word.trim_matches('"').to_owned())
        .collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let Some(output) = run("curl", &words) else {
        return;
    };
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

/// A page, the headers of the proxy, and a complaint whose notice leaves by one of the workers.
async fn through_the_proxy(smtp: &Smtp, tls: u16) {
    let base = format!("https://localhost:{tls}");
    let Some((status, page)) = waiting(&base).await else {
        return;
    };
    assert_eq!(status, "200");
    assert!(page.contains("<html"), "{page}");
    let (_, headers) = curl(&["--head", &base]).unwrap();
    assert!(
        headers
            .to_lowercase()
            .contains("strict-transport-security: max-age=31536000")
    );
    let complaint = r#"{"subject":"退费","body":"报名后一直不开课，要求退费没有人理。","anonymous":false,"contact":{"name":"王小明","email":"parent@example.com"}}"#;
    let (status, answer) = curl(&[
        "--header",
        "Content-Type: application/json",
        "--header",
        "Idempotency-Key: deploy-1",
        "--data",
        complaint,
        &format!("{base}/api/v1/complaints"),
    ])
    .unwrap();
    assert_eq!(status, "201", "{answer}");
    let parent = "parent@example.com";
    smtp.wait_for_to(parent, 1, Duration::from_secs(60)).await;
    // The town's own institutions are told of licences that run out or ran out lately; nobody else is written to.
    let mails = smtp.mails();
    let (to_parent, others): (Vec<_>, Vec<_>) = mails
        .iter()
        .partition(|mail| mail.to.iter().any(|to| to == parent));
    assert_eq!(to_parent.len(), 1);
    for mail in others {
        let subject = Part::read(&mail.raw).header("Subject");
        assert!(
            subject.starts_with("办学许可证") && subject.contains("到期"),
            "{subject}"
        );
    }
}

/// The front page once the proxy listens.
async fn waiting(base: &str) -> Option<(String, String)> {
    for _ in 0..100 {
        let (status, body) = curl(&[base])?;
        if status != "000" {
            return Some((status, body));
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the proxy does not listen")
}
