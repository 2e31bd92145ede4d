//! The program `hongjian`. This file only wires: it alone knows the worker, the migration and the seeds, so that
//! one process can be the whole system and the libraries stay apart.

use std::fs::{File, TryLockError};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use api::cli::{CliFault, Command, Config, Line, Out, open, run};
use api::config::{SettingFault, Settings};
use api::serve::{Bound, asked_to_stop, bind, serve};
use api::{App, http};
use clap::Parser as _;
use store::{Keyring, Store, SystemEntropy};
use tokio::task::{JoinError, JoinHandle};
use tokio_util::sync::CancellationToken;
use tracing_subscriber::EnvFilter;

fn main() -> ExitCode {
    let line = match Line::try_parse() {
        Ok(line) => line,
        Err(said) => return CliFault::usage(&said),
    };
    let mut out = Out::default();
    let done = match line.command.as_ref().unwrap_or(&Command::Serve) {
        Command::Serve => {
            with_settings(&line, &mut out, |settings, out| start(&line, settings, out))
        }
        Command::Migrate => with_settings(&line, &mut out, |settings, out| {
            runtime()?.block_on(migrate(&settings, out))
        }),
        // The worker says what it needs; only this file knows it.
        check @ Command::Config(Config::Check) => with_settings(&line, &mut out, |_, out| {
            worker_settings(&line)?;
            run(&line, check, out)
        }),
        other => run(&line, other, &mut out),
    };
    match done.and_then(|code| out.flush().map(|()| code)) {
        Ok(code) => code,
        Err(fault) => fault.report(line.json),
    }
}

fn with_settings(
    line: &Line,
    out: &mut Out,
    work: impl FnOnce(Settings, &mut Out) -> Result<ExitCode, CliFault>,
) -> Result<ExitCode, CliFault> {
    let settings = line.settings().map_err(CliFault::settings)?;
    work(settings, out)
}

fn runtime() -> Result<tokio::runtime::Runtime, CliFault> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|fault| CliFault::fault("runtime", fault.to_string()))
}

async fn migrate(settings: &Settings, out: &mut Out) -> Result<ExitCode, CliFault> {
    let report = migration::migrate(settings.database_url().expose())
        .await
        .map_err(migration_fault)?;
    if report.applied.is_empty() {
        out.line("the schema is up to date")?;
    }
    for step in &report.applied {
        out.line(&format!("applied {step}"))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn migration_fault(fault: migration::MigrationFault) -> CliFault {
    CliFault::fault("migration", fault.to_string())
}

fn start(line: &Line, settings: Settings, out: &mut Out) -> Result<ExitCode, CliFault> {
    start_log(&settings);
    // Two providers are compiled in by our packages; none is the default until one is named.
    if rustls::crypto::ring::default_provider()
        .install_default()
        .is_err()
    {
        tracing::debug!("a TLS provider was installed already");
    }
    runtime()?.block_on(live(line, settings, out))
}

fn start_log(settings: &Settings) {
    let filter = EnvFilter::try_new(&settings.log).unwrap_or_else(|_| EnvFilter::new("info"));
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    if settings.log_format == "json" {
        log.json().init();
    } else {
        log.init();
    }
    worker::log_panics();
}

/// From the settings to the end of the process.
async fn live(line: &Line, mut settings: Settings, out: &mut Out) -> Result<ExitCode, CliFault> {
    let in_process = settings
        .worker_in_process()
        .then(|| worker_settings(line))
        .transpose()?;
    let public = bind(settings.http.listen).await?;
    let ops = match settings
        .ops
        .address()
        .map_err(|fault| CliFault::settings(vec![fault]))?
    {
        Some(address) => Some(bind(address).await?),
        None => None,
    };
    // The real port, where 0 was asked for: links in mails and the origin check need it.
    settings.http.listen = public.address;
    let _folder = prepare(&settings).await?;
    let store = open(&settings).await?;
    let accounts = if settings.is_demo() {
        fill_demo(&settings, &store).await?
    } else {
        None
    };
    let metrics =
        http::ops::install().map_err(|fault| CliFault::fault("metrics", fault.to_string()))?;
    let app = App::new(store.clone(), settings.clone())?;
    let router = http::service(&app);
    let stop = CancellationToken::new();
    let working = in_process.map(|settings| start_worker(settings, &app, stop.clone()));
    greet(&settings, &public, ops.as_ref(), accounts.as_deref(), out)?;
    let upkeep = tokio::spawn(http::ops::upkeep(metrics.clone(), stop.clone()));
    let operators =
        ops.map(|bound| tokio::spawn(serve(bound, http::ops::router(metrics), stop.clone())));
    let tidy = tokio::spawn(tidy(app.clone(), stop.clone()));
    let stopper = stop.clone();
    tokio::spawn(async move {
        asked_to_stop().await;
        stopper.cancel();
    });
    serve(public, router, stop.clone()).await;
    stop.cancel();
    end(operators).await;
    let worked = match working {
        Some(working) => worker_end(working.await),
        None => Ok(()),
    };
    end(Some(tidy)).await;
    end(Some(upkeep)).await;
    store.close().await;
    worked.map(|()| ExitCode::SUCCESS)
}

/// What a worker that ended says of itself. One that could not start has taken the process with it: without it nothing
/// is screened and no mail leaves.
fn worker_end(ended: Result<Result<(), worker::RunFault>, JoinError>) -> Result<(), CliFault> {
    match ended {
        Ok(Ok(())) => Ok(()),
        Ok(Err(fault)) => Err(run_fault(fault)),
        Err(fault) => Err(CliFault::fault("worker", fault.to_string())),
    }
}

/// Waits for a part of the process to end. That it broke is in the log; the others end all the same.
async fn end<T>(part: Option<JoinHandle<T>>) {
    if let Some(part) = part
        && let Err(fault) = part.await
    {
        tracing::error!(%fault, "a part of the process broke");
    }
}

/// The data folder, the demo's keyring, the schema. A demo keeps its folder for itself until the answer is dropped.
async fn prepare(settings: &Settings) -> Result<Option<File>, CliFault> {
    std::fs::create_dir_all(&settings.data_dir).map_err(|fault| {
        CliFault::fault(
            "data_dir",
            format!("{} cannot be made: {fault}", settings.data_dir.display()),
        )
    })?;
    let mut folder = None;
    if settings.is_demo() {
        folder = Some(lock(&settings.data_dir)?);
        clear_unfinished(settings)?;
        let keyring = settings.keyring();
        if !keyring.exists() {
            Keyring::create(&keyring, &SystemEntropy)?;
        }
    }
    if settings.migrates_at_start() {
        migration::migrate(settings.database_url().expose())
            .await
            .map_err(migration_fault)?;
    }
    Ok(folder)
}

/// Two processes on one folder: the second would take the first one's half-filled town for one whose filling broke, and
/// take it away.
fn lock(folder: &Path) -> Result<File, CliFault> {
    let path = folder.join("demo-lock");
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)
        .map_err(|fault| folder_fault(&path, &fault))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(CliFault::fault(
            "data_dir_in_use",
            format!(
                "another process runs on {}; stop it, or name another folder in HONGJIAN_DATA_DIR",
                folder.display()
            ),
        )),
        Err(TryLockError::Error(fault)) => Err(folder_fault(&path, &fault)),
    }
}

/// The demo always shows the same town.
const DEMO_SEED: u64 = 20_260_921;

/// Stands in the data folder while the town is being filled: what an interrupted fill left is no town.
fn unfinished(settings: &Settings) -> PathBuf {
    settings.data_dir.join("demo-unfinished")
}

fn accounts_file(settings: &Settings) -> PathBuf {
    settings.data_dir.join("demo-accounts.txt")
}

/// Takes away the database of a demo whose filling was interrupted, and marks a new one as not yet filled.
fn clear_unfinished(settings: &Settings) -> Result<(), CliFault> {
    let mark = unfinished(settings);
    let file = |end: &str| settings.data_dir.join(format!("hongjian.sqlite{end}"));
    if mark.exists() {
        for end in ["", "-wal", "-shm"] {
            remove_if_there(&file(end))?;
        }
    }
    if file("").exists() {
        return Ok(());
    }
    write_private(&mark, "The demo town was not filled to its end.\n")
}

fn folder_fault(path: &Path, fault: &std::io::Error) -> CliFault {
    CliFault::fault("data_dir", format!("{}: {fault}", path.display()))
}

/// Fills an empty database with the demo town; answers the accounts where it did.
async fn fill_demo(settings: &Settings, store: &Store) -> Result<Option<String>, CliFault> {
    let password = match &settings.demo_password {
        Some(password) => password.expose().to_owned(),
        None => hex::encode(store.random::<8>()),
    };
    match seeds::demo(store, store.today(), DEMO_SEED, &password).await {
        Ok(report) => {
            let text = accounts_text(&report, &password);
            write_private(&accounts_file(settings), &text)?;
            remove_if_there(&unfinished(settings))?;
            Ok(Some(text))
        }
        Err(seeds::SeedFault::Filled) => {
            remove_if_there(&unfinished(settings))?;
            Ok(None)
        }
        Err(fault) => Err(CliFault::fault("demo", fault.to_string())),
    }
}

fn remove_if_there(path: &Path) -> Result<(), CliFault> {
    match std::fs::remove_file(path) {
        Err(fault) if fault.kind() != std::io::ErrorKind::NotFound => {
            Err(folder_fault(path, &fault))
        }
        _ => Ok(()),
    }
}

fn accounts_text(report: &seeds::DemoReport, password: &str) -> String {
    let mut text = format!("Demo accounts; the password of all is  {password}\n");
    for account in &report.accounts {
        let role = account.role.zh();
        text.push_str(&format!(
            "  {:<18} {role} {}\n",
            account.login, account.person_name
        ));
    }
    text
}

/// Writes a file that its owner alone may read.
fn write_private(path: &Path, text: &str) -> Result<(), CliFault> {
    let mut options = File::options();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
        .open(path)
        .and_then(|mut file| file.write_all(text.as_bytes()))
        .map_err(|fault| folder_fault(path, &fault))
}

/// The settings that `hongjian-worker` would read, found good.
fn worker_settings(line: &Line) -> Result<worker::Settings, CliFault> {
    let read = worker::settings::load(line.config.as_deref(), worker::settings::environment());
    let settings = read.map_err(worker_faults)?.worker;
    worker::check(&settings).map_err(run_fault)?;
    Ok(settings)
}

fn run_fault(fault: worker::RunFault) -> CliFault {
    match fault {
        worker::RunFault::Settings(faults) => worker_faults(faults),
        worker::RunFault::Screener => CliFault::fault("worker", fault.to_string()),
    }
}

/// Starts the worker in this process. Where it ends before its time, the process stops.
fn start_worker(
    mut settings: worker::Settings,
    app: &App,
    stop: CancellationToken,
) -> JoinHandle<Result<(), worker::RunFault>> {
    app.public_url().clone_into(&mut settings.public_url);
    let store = app.store().clone();
    tokio::spawn(async move {
        let ended = worker::run(store, settings, stop.clone()).await;
        stop.cancel();
        ended
    })
}

fn worker_faults(faults: Vec<worker::settings::SettingFault>) -> CliFault {
    CliFault::settings(
        faults
            .into_iter()
            .map(|fault| SettingFault {
                code: fault.code,
                key: fault.key,
                detail: fault.detail,
            })
            .collect(),
    )
}

/// Prints where people find the system; the accounts only at the first start.
fn greet(
    settings: &Settings,
    public: &Bound,
    ops: Option<&Bound>,
    accounts: Option<&str>,
    out: &mut Out,
) -> Result<(), CliFault> {
    out.line(&format!("洪鉴 Hongjian {}", env!("CARGO_PKG_VERSION")))?;
    out.line(&format!("  portal and desks   http://{}/", public.address))?;
    out.line(&format!(
        "  API documents      http://{}/api/docs",
        public.address
    ))?;
    if let Some(ops) = ops {
        out.line(&format!(
            "  metrics            http://{}/metrics",
            ops.address
        ))?;
    }
    if settings.is_demo() {
        out.line(&format!(
            "  mails              {}",
            settings.outbox_folder().display()
        ))?;
        out.line(&format!(
            "  demo accounts      {}",
            accounts_file(settings).display()
        ))?;
    }
    if let Some(accounts) = accounts {
        out.line("")?;
        out.line(accounts.trim_end())?;
    }
    out.flush()
}

/// Forgets full buckets of the rate limits every minute.
async fn tidy(app: App, stop: CancellationToken) {
    let mut every = tokio::time::interval(std::time::Duration::from_secs(60));
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            _ = every.tick() => app.limits().tidy(),
        }
    }
}
