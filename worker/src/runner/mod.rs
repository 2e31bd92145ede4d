//! The loops of a worker: jobs, notices, and the clockwork that keeps both going.

mod clockwork;
mod jobs;
mod notices;
mod rhythm;

use std::sync::Arc;
use std::time::Duration;

use domain::screening::Screener;
use store::Store;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::mail::{Folder, Limits, Pool, Sender, Server, Transport};
use crate::settings::{MailTransport, SettingFault, Settings};
use crate::sources::Feed;

/// Why a worker did not start.
#[derive(Debug, thiserror::Error)]
pub enum RunFault {
    /// The settings cannot be used.
    #[error("{}", list(.0))]
    Settings(Vec<SettingFault>),
    /// What screening needs could not be loaded.
    #[error("screening could not be loaded")]
    Screener,
}

fn list(faults: &[SettingFault]) -> String {
    faults
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join("; ")
}

/// What the loops and jobs of one worker share.
pub(crate) struct House {
    pub(crate) store: Store,
    pub(crate) settings: Settings,
    /// The owner of leases: the worker's name and a random part, so that a worker that is started
    /// again does not take the leases of its former life for its own.
    pub(crate) owner: String,
    pub(crate) transport: Transport,
    pub(crate) sender: Sender,
    pub(crate) screener: &'static Screener,
    pub(crate) feed: Option<Feed>,
    pub(crate) stop: CancellationToken,
}

/// Runs a worker until `stop` is cancelled; then finishes what is under way and returns.
///
/// # Errors
/// [`RunFault`] where the settings cannot be used; once running, it ends only by `stop`.
pub async fn run(
    store: Store,
    settings: Settings,
    stop: CancellationToken,
) -> Result<(), RunFault> {
    let house = Arc::new(open(store, settings, stop).await?);
    tracing::info!(worker = house.owner, "worker runs");
    let mut loops = JoinSet::new();
    watch(&mut loops, &house, "jobs", jobs::run);
    watch(&mut loops, &house, "notices", notices::run);
    watch(&mut loops, &house, "sealer", clockwork::seal);
    watch(&mut loops, &house, "heartbeat", clockwork::beat);
    watch(&mut loops, &house, "schedules", clockwork::schedule);
    watch(&mut loops, &house, "sweeper", clockwork::sweep);
    while loops.join_next().await.is_some() {}
    house.transport.close().await;
    tracing::info!(worker = house.owner, "worker stopped");
    Ok(())
}

/// Whether a worker could start by these settings. Nothing is written and nobody is called.
///
/// # Errors
/// [`RunFault::Settings`] with what is wrong.
pub fn check(settings: &Settings) -> Result<(), RunFault> {
    let sender = sender(settings)?;
    if let MailTransport::Smtp(address) = &settings.mail.transport {
        pool(settings, address.expose(), &sender)?;
    }
    feed(settings).map(|_| ())
}

/// What mails are sent as, by settings that hold together.
fn sender(settings: &Settings) -> Result<Sender, RunFault> {
    let faults = settings.check();
    if !faults.is_empty() {
        return Err(RunFault::Settings(faults));
    }
    // lettre and reqwest share one cryptography; a second call finds it installed already.
    let _installed_before = rustls::crypto::ring::default_provider().install_default();
    Sender::new(&settings.mail.from, &settings.mail.from_name)
        .map_err(|fault| refused("mail.from", &fault.to_string()))
}

fn feed(settings: &Settings) -> Result<Option<Feed>, RunFault> {
    let made = settings.hotline.as_ref().map(Feed::new).transpose();
    made.map_err(|detail| refused("hotline.url", detail))
}

async fn open(
    store: Store,
    settings: Settings,
    stop: CancellationToken,
) -> Result<House, RunFault> {
    let sender = sender(&settings)?;
    let transport = transport(&settings, &sender)?;
    let feed = feed(&settings)?;
    // The lexicon takes a moment to load: not on a thread that serves sockets.
    let screener = tokio::task::spawn_blocking(Screener::built_in)
        .await
        .map_err(|_| RunFault::Screener)?;
    let mark = store.random::<4>();
    let owner = format!("{}#{}", settings.name, hex::encode(mark));
    Ok(House {
        store,
        settings,
        owner,
        transport,
        sender,
        screener,
        feed,
        stop,
    })
}

fn refused(key: &str, detail: &str) -> RunFault {
    RunFault::Settings(vec![SettingFault::new("setting_refused", key, detail)])
}

fn transport(settings: &Settings, sender: &Sender) -> Result<Transport, RunFault> {
    match &settings.mail.transport {
        MailTransport::Folder(path) => Folder::open(path)
            .map(Transport::Folder)
            .map_err(|fault| refused("mail.folder", &format!("cannot be made: {}", fault.kind()))),
        MailTransport::Smtp(address) => {
            let pool = pool(settings, address.expose(), sender)?;
            Ok(Transport::Smtp(Box::new(pool)))
        }
    }
}

fn pool(settings: &Settings, address: &str, sender: &Sender) -> Result<Pool, RunFault> {
    let refuse = |detail: &str| refused("mail.transport", detail);
    let server = Server::parse(address).map_err(|fault| refuse(&fault.to_string()))?;
    let limits = Limits::new(settings.mail.connections, settings.mail.send_limit);
    Pool::new(server, sender.host(), limits).map_err(refuse)
}

/// Runs a loop until the worker stops. A loop that panics is started again after a second: one
/// bad row must not silence the mail of a city.
fn watch<F, Fut>(loops: &mut JoinSet<()>, house: &Arc<House>, name: &'static str, body: F)
where
    F: Fn(Arc<House>) -> Fut + Send + 'static,
    Fut: Future<Output = ()> + Send + 'static,
{
    let house = Arc::clone(house);
    loops.spawn(async move {
        loop {
            let ended = tokio::spawn(body(Arc::clone(&house))).await;
            if ended.is_ok() || house.stop.is_cancelled() {
                return;
            }
            metrics::counter!("hongjian_worker_loop_panics_total", "loop" => name).increment(1);
            tracing::error!(
                r#loop = name,
                "a loop of the worker panicked and starts again"
            );
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    });
}
