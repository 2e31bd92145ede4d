//! The composition started by hand: the same commands, settings and health checks on PostgreSQL, behind the same proxy.

use std::collections::BTreeMap;
use std::net::TcpListener;
use std::path::Path;
use std::time::Duration;

use tests::program::{Plan, Running};
use tests::repository::{root, text};
use tests::smtp::Smtp;
use tests::{Db, Kind, program};

use super::run;

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
            "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
            "-keyout", &at("key.pem"), "-out", &at("certificate.pem"),
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
    let mut words = vec!["--silent", "--insecure", "--max-time", "20", "--write-out", "\n%{http_code}"];
    words.extend(arguments);
    let output = run("curl", &words)?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let (body, status) = said.rsplit_once('\n').unwrap();
    Some((status.to_owned(), body.to_owned()))
}

async fn fill(db: &Db) {
    let seeds = Plan::new(program!(seeds), db.folder())
        .on(db)
        .set("HONGJIAN_DATA_DIR", &db.folder().join("data").display().to_string())
        .argument("--seed")
        .argument("1")
        .argument("--institutions")
        .argument("40");
    // The seeds know no evidence setting: they store no file.
    let output = seeds.output(b"");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn two_api_and_two_workers_run_behind_the_proxy_as_the_composition_says() {
    tests::db::run(Kind::Postgres, "deploy_running", |db| async move {
        let smtp = Smtp::start().await;
        let secrets = db.folder().join("secrets");
        std::fs::create_dir_all(&secrets).unwrap();
        // An editor ends a file with a line break; the programs do not mind.
        std::fs::write(secrets.join("database_url"), format!("{}\n", db.url())).unwrap();
        std::fs::write(secrets.join("mail_transport"), format!("{}\n", smtp.transport())).unwrap();

        let migrate = planned(Plan::new(program!(hongjian), db.folder()), "  migrate", &db, &secrets);
        let output = migrate.output(b"");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        fill(&db).await;

        let mut first = planned(Plan::hongjian(program!(hongjian), db.folder()), "x-api", &db, &secrets)
            .start()
            .await;
        let mut second = planned(Plan::hongjian(program!(hongjian), db.folder()), "x-api", &db, &secrets)
            .start()
            .await;
        let mut workers = Vec::new();
        for name in ["worker-1", "worker-2"] {
            let ops = format!("127.0.0.1:{}", free());
            workers.push(
                planned(Plan::new(program!(worker), db.folder()), "x-worker", &db, &secrets)
                    .set("HONGJIAN_OPS__LISTEN", &ops)
                    .set("HONGJIAN_WORKER__NAME", name)
                    .ready_when_it_says("worker runs")
                    .start()
                    .await,
            );
        }
        health_check_of_the_image(&first);
        health_check_of_the_image(&second);

        if let Some((mut proxy, tls)) = proxy(&secrets, &[&first, &second]).await {
            through_the_proxy(&smtp, tls).await;
            // One api may be restarted without anybody noticing.
            assert!(first.stop().await.success());
            for _ in 0..4 {
                let address = format!("https://localhost:{tls}/health/ready");
                assert_eq!(curl(&[&address]).unwrap().0, "200");
            }
            proxy.kill();
        } else {
            assert!(first.stop().await.success());
        }
        let verify = planned_words(&["--config", "{settings}", "audit", "verify"], &db, &secrets);
        assert!(verify.status.success(), "{}", String::from_utf8_lossy(&verify.stdout));
        assert!(second.stop().await.success());
        for worker in &mut workers {
            assert!(worker.stop().await.success());
        }
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
        .set("HONGJIAN_DATA_DIR", &db.folder().join("data").display().to_string());
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
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
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
    assert!(headers.to_lowercase().contains("strict-transport-security: max-age=31536000"));
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
    smtp.wait_for(1, Duration::from_secs(60)).await;
    assert_eq!(smtp.mails().len(), 1);
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
