//! `hongjian-worker`: the worker as a process of its own. This file only wires.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Parser;
use store::{Store, SystemClock, SystemEntropy};
use tokio_util::sync::CancellationToken;
use tracing_subscriber::EnvFilter;
use worker::settings::{self, Program};

/// Runs jobs, sends notices, pulls sources and seals the audit chain.
#[derive(Parser)]
#[command(name = "hongjian-worker", version, after_help = after_help())]
struct Arguments {
    /// Settings file (TOML), the same as for `hongjian`.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Faults as one JSON line each on standard error.
    #[arg(long)]
    json: bool,
}

fn after_help() -> String {
    let mut text = "Settings (file key, environment variable; default):\n".to_owned();
    for key in settings::KEYS {
        let file = if key.secret { " (also …_FILE)" } else { "" };
        text.push_str(&format!(
            "  {}, {}{file}; {}\n      {}\n",
            key.name,
            key.variable(),
            key.default,
            key.doc
        ));
    }
    text
}

/// What ended the program before its time, with its exit code.
struct End {
    exit: u8,
    code: String,
    detail: String,
}

impl End {
    fn fault(code: &str, detail: impl ToString) -> Self {
        Self {
            exit: 1,
            code: code.to_owned(),
            detail: detail.to_string(),
        }
    }
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let json = arguments.json;
    match start(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(ends) => {
            let mut exit = 1;
            for end in ends {
                exit = end.exit;
                say(json, &end);
            }
            ExitCode::from(exit)
        }
    }
}

fn say(json: bool, end: &End) {
    let line = if json {
        serde_json::json!({"code": end.code, "detail": end.detail}).to_string()
    } else {
        format!("hongjian-worker: {} ({})", end.detail, end.code)
    };
    // Where standard error is closed there is nobody left to tell.
    let _closed = writeln!(std::io::stderr(), "{line}");
}

fn start(arguments: &Arguments) -> Result<(), Vec<End>> {
    let program =
        settings::load(arguments.config.as_deref(), settings::environment()).map_err(|faults| {
            faults
                .into_iter()
                .map(|fault| End {
                    exit: 2,
                    code: fault.code.to_owned(),
                    detail: fault.to_string(),
                })
                .collect::<Vec<_>>()
        })?;
    log(&program).map_err(|end| vec![end])?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|fault| vec![End::fault("runtime", fault)])?;
    runtime.block_on(serve(program)).map_err(|end| vec![end])
}

fn log(program: &Program) -> Result<(), End> {
    let filter = EnvFilter::try_new(&program.log).map_err(|_| End {
        exit: 2,
        code: "setting_invalid".to_owned(),
        detail: "log: not a filter of the log".to_owned(),
    })?;
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    let installed = if program.log_json {
        lines.json().try_init()
    } else {
        lines.try_init()
    };
    installed.map_err(|fault| End::fault("log", fault))?;
    worker::log_panics();
    Ok(())
}

async fn serve(program: Program) -> Result<(), End> {
    let figures = worker::ops::recorder().map_err(|detail| End::fault("metrics", detail))?;
    let store = Store::connect(
        &program.store,
        Arc::new(SystemClock),
        Arc::new(SystemEntropy),
    )
    .await
    .map_err(|fault| End::fault(fault.code(), fault))?;
    let stop = CancellationToken::new();
    tokio::spawn(asked_to_stop(stop.clone()));
    let listener = program.ops_listen.map(|address| {
        tokio::spawn(worker::ops::serve(
            address,
            store.clone(),
            figures,
            stop.clone(),
        ))
    });
    let ended = run(&store, program, &stop, listener).await;
    store.close().await;
    ended
}

type Listener = tokio::task::JoinHandle<std::io::Result<()>>;

async fn run(
    store: &Store,
    program: Program,
    stop: &CancellationToken,
    listener: Option<Listener>,
) -> Result<(), End> {
    let working = worker::run(store.clone(), program.worker, stop.clone());
    let Some(mut listener) = listener else {
        return ended(working.await);
    };
    tokio::pin!(working);
    tokio::select! {
        result = &mut working => {
            stop.cancel();
            // The listener ends by the same token; its fault no longer matters.
            let _listened = listener.await;
            ended(result)
        }
        listened = &mut listener => {
            let early = !stop.is_cancelled();
            stop.cancel();
            let result = ended(working.await);
            match listened {
                Ok(Err(fault)) if early => Err(End::fault("ops_listen", format!("ops.listen: {}", fault.kind()))),
                _ => result,
            }
        }
    }
}

fn ended(result: Result<(), worker::RunFault>) -> Result<(), End> {
    result.map_err(|fault| match fault {
        worker::RunFault::Settings(_) => End {
            exit: 2,
            code: "setting_refused".to_owned(),
            detail: fault.to_string(),
        },
        worker::RunFault::Screener => End::fault("screener", fault),
    })
}

/// Waits for SIGTERM (a service manager) or ctrl-c (a person), then stops the loops.
async fn asked_to_stop(stop: CancellationToken) {
    let interrupted = tokio::signal::ctrl_c();
    match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        Ok(mut terminated) => {
            tokio::select! {
                _ = interrupted => {}
                _ = terminated.recv() => {}
            }
        }
        Err(_) => {
            // Without the one signal there is still the other.
            let _interrupted = interrupted.await;
        }
    }
    tracing::info!("asked to stop; what is under way is finished");
    stop.cancel();
}
