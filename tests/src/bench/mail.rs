//! Sending notices through the outbox, by the real worker, to the scripted mail server. The floor is a loop over
//! lettre's connections with TCP_NODELAY that sends a text of the same length and makes the same two commits for each
//! mail, over as many connections, from a database of its own.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use domain::access::{Actor, decide, permit};
use domain::complaint::{Channel, Draft, DraftContact};
use lettre::address::Envelope;
use lettre::transport::smtp::client::AsyncSmtpConnection;
use lettre::transport::smtp::extension::ClientId;
use sea_orm::sqlx::{self, PgPool, SqlitePool};
use store::ops::complaint::{self, FileComplaint};
use store::ops::licence;
use store::{Store, audit};
use tests::Kind;
use tests::smtp::Smtp;
use tokio::net::TcpStream;
use tokio::runtime::Runtime;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;
use worker::Settings;
use worker::settings::{MailTransport, Secret};

use super::ground::{self, Ground, runtime};
use super::{Line, floor, table};

/// Institutions of the register; how many there are does not matter to a mail.
const INSTITUTIONS: u64 = 400;

/// A run that takes longer hangs.
const LIMIT: Duration = Duration::from_secs(120);

pub(crate) fn run(line: &Line, kind: Kind) {
    let sides = runtime();
    // The mail server is another machine in life: it has threads of its own.
    let post = runtime();
    let prepared = sides.block_on(async {
        let ours = Side::with_notices(kind, line.notices).await?;
        Some((ours, Side::with_notices(kind, line.notices).await?))
    });
    let Some((ours, bare)) = prepared else {
        return;
    };
    let store = sides.block_on(ours.ground.db.store());
    let (_, text) = by_worker(&sides, &post, &ours, &store);
    let text = Arc::new(text);
    by_loop(&sides, &post, &bare, &text);
    let compared = table::compare(
        line.rounds,
        || by_worker(&sides, &post, &ours, &store).0,
        || by_loop(&sides, &post, &bare, &text),
    );
    table::row(&[table::word(kind)], &compared);
}

/// One side's database, with its notices.
struct Side {
    ground: Ground,
    rows: Rows,
    notices: u32,
    ids: Arc<Vec<String>>,
}

/// Plain access to the rows.
#[derive(Clone)]
enum Rows {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

/// Runs a statement on either database.
macro_rules! on_rows {
    ($rows:expr, $query:expr, $run:ident) => {
        match $rows {
            Rows::Sqlite(pool) => $query.$run(pool).await.map(drop),
            Rows::Postgres(pool) => $query.$run(pool).await.map(drop),
        }
    };
}

impl Side {
    /// Complaints filed by name, each with its notice; their screening is taken as done, so that only mail is measured.
    async fn with_notices(kind: Kind, notices: u32) -> Option<Self> {
        let ground = ground::filled(kind, INSTITUTIONS).await?;
        let store = ground.db.store().await;
        // What the calendar has to say of the licences is said before: its mails are none of those that are measured.
        let right = decide::<permit::RunSystem>(&Actor::System("bench"), store.today())
            .expect("the system may follow the calendar");
        licence::mind(&store, &right, store.now())
            .await
            .expect("licences of a fresh register");
        for number in 0..notices {
            complain(&store, &ground, number).await;
        }
        while audit::seal_some(&store, store.now())
            .await
            .expect("acts to seal")
            > 0
        {}
        store.close().await;
        let rows = floor::on!(
            kind,
            Rows::Sqlite(floor::sqlite_writer(&ground.db).await),
            Rows::Postgres(floor::postgres(&ground.db).await)
        );
        on_rows!(&rows, sqlx::query("UPDATE job SET state = 'done'"), execute).expect("our table");
        let others =
            "UPDATE notice SET state = 'refused', settled_at = 0 WHERE subject_kind <> 'complaint'";
        on_rows!(&rows, sqlx::query(others), execute).expect("our table");
        let ids = "SELECT id FROM notice WHERE subject_kind = 'complaint' ORDER BY id";
        let ids = match &rows {
            Rows::Sqlite(pool) => sqlx::query_scalar(ids).fetch_all(pool).await,
            Rows::Postgres(pool) => sqlx::query_scalar(ids).fetch_all(pool).await,
        };
        Some(Self {
            ground,
            rows,
            notices,
            ids: Arc::new(ids.expect("our table")),
        })
    }

    /// Every notice is due and was never tried.
    async fn begin_again(&self) {
        let reset = "UPDATE notice SET state = 'pending', attempt = 0, run_at = 0, lease_owner = NULL, lease_until = NULL, \
             last_code = NULL, server_reply = NULL, rendered_sealed = NULL, settled_at = NULL WHERE subject_kind = 'complaint'";
        on_rows!(&self.rows, sqlx::query(reset), execute).expect("our table");
        // Neither side pays for the rows and pages that the round before left behind.
        match &self.rows {
            Rows::Sqlite(pool) => sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)")
                .execute(pool)
                .await
                .map(drop),
            Rows::Postgres(pool) => sqlx::query("VACUUM notice").execute(pool).await.map(drop),
        }
        .expect("our table");
    }

    async fn sent(&self) -> i64 {
        let sent = "SELECT COUNT(*) FROM notice WHERE state = 'sent'";
        match &self.rows {
            Rows::Sqlite(pool) => sqlx::query_scalar(sent).fetch_one(pool).await,
            Rows::Postgres(pool) => sqlx::query_scalar(sent).fetch_one(pool).await,
        }
        .expect("our table")
    }
}

async fn complain(store: &Store, ground: &Ground, number: u32) {
    let about = &ground.samples[usize::try_from(number).unwrap_or_default() % ground.samples.len()];
    let draft = Draft {
        institution_number: Some(about.number.clone()),
        subject: format!("机构不退费 {number}"),
        body: "交了十二期的钱，机构说不退，也联系不上老师。".to_owned(),
        anonymous: false,
        contact: Some(DraftContact {
            name: Some("万女士".to_owned()),
            telephone: None,
            email: Some(format!("parent{number}@example.cn")),
        }),
        ..Draft::default()
    };
    let command = FileComplaint {
        filing: draft.check(store.today()).expect("a good complaint"),
        channel: Channel::Portal,
        source_number: None,
        language: "zh",
    };
    let grant = decide::<permit::FileComplaint>(&Actor::System("bench"), store.today())
        .expect("the system may file");
    complaint::file(store, &grant, &command, None, store.now())
        .await
        .expect("it is filed");
}

/// Mails a second by the real worker, until each is written down as sent; and the text of one of them.
fn by_worker(sides: &Runtime, post: &Runtime, side: &Side, store: &Store) -> (f64, Vec<u8>) {
    let server = post.block_on(Smtp::start());
    sides.block_on(async {
        side.begin_again().await;
        let mut settings = Settings::demo("bench", "unused".into());
        settings.demo = false;
        settings.mail.transport = MailTransport::Smtp(Secret::new(server.transport()));
        let stop = CancellationToken::new();
        let begun = Instant::now();
        let working = tokio::spawn(worker::run(store.clone(), settings, stop.clone()));
        let wanted = usize::try_from(side.notices).expect("a number of notices");
        server.wait_for(wanted, LIMIT).await;
        while side.sent().await < i64::from(side.notices) {
            sleep(Duration::from_millis(2)).await;
        }
        let rate = f64::from(side.notices) / begun.elapsed().as_secs_f64();
        stop.cancel();
        working.await.expect("it ends").expect("it ran");
        let mails = server.mails();
        assert_eq!(mails.len(), wanted, "each once");
        (rate, mails[0].raw.clone())
    })
}

/// As many connections as the worker has by default.
fn connections() -> u32 {
    Settings::demo("bench", "unused".into()).mail.connections
}

/// Mails a second by the bare loop.
fn by_loop(sides: &Runtime, post: &Runtime, side: &Side, text: &Arc<Vec<u8>>) -> f64 {
    let server = post.block_on(Smtp::start());
    sides.block_on(async {
        side.begin_again().await;
        let next = Arc::new(AtomicUsize::new(0));
        let begun = Instant::now();
        let mut loops = JoinSet::new();
        for _ in 0..connections() {
            let (rows, ids) = (side.rows.clone(), Arc::clone(&side.ids));
            let (next, text) = (Arc::clone(&next), Arc::clone(text));
            let address = server.address();
            loops.spawn(async move {
                let mut line = open(address).await;
                while let Some(id) = ids.get(next.fetch_add(1, Ordering::Relaxed)) {
                    rows.mark_sending(id).await.expect("our table");
                    line.send(&envelope(), &text).await.expect("it is taken");
                    rows.mark_sent(id, &text).await.expect("our table");
                }
                line.quit().await.expect("it says goodbye");
            });
        }
        loops.join_all().await;
        let rate = f64::from(side.notices) / begun.elapsed().as_secs_f64();
        assert_eq!(side.sent().await, i64::from(side.notices));
        assert_eq!(server.mails().len(), side.ids.len(), "each once");
        rate
    })
}

fn envelope() -> Envelope {
    let address = |text: &str| text.parse().expect("an address");
    Envelope::new(
        Some(address("noreply@hongjian.example")),
        vec![address("parent1@example.cn")],
    )
    .expect("one recipient")
}

async fn open(address: std::net::SocketAddr) -> AsyncSmtpConnection {
    let stream = TcpStream::connect(address)
        .await
        .expect("the server listens");
    stream.set_nodelay(true).expect("a socket of ours");
    let hello = ClientId::Domain("hongjian.example".to_owned());
    AsyncSmtpConnection::connect_with_transport(Box::new(stream), &hello)
        .await
        .expect("it greets")
}

const SENDING: &str = "UPDATE notice SET state = 'sending', attempt = attempt + 1, lease_owner = 'bare', lease_until = $1 \
     WHERE id = $2 AND state = 'pending'";
const SENT: &str = "UPDATE notice SET state = 'sent', server_reply = '250 taken', settled_at = $1, rendered_sealed = $2, \
     lease_owner = NULL, lease_until = NULL WHERE id = $3 AND state = 'sending'";

impl Rows {
    async fn mark_sending(&self, id: &str) -> Result<(), sqlx::Error> {
        match self {
            Self::Sqlite(pool) => {
                let mut tx = pool.begin_with("BEGIN IMMEDIATE").await?;
                sqlx::query(SENDING)
                    .bind(1_i64)
                    .bind(id)
                    .execute(&mut *tx)
                    .await?;
                tx.commit().await
            }
            Self::Postgres(pool) => {
                let mut tx = pool.begin().await?;
                sqlx::query(SENDING)
                    .bind(1_i64)
                    .bind(id)
                    .execute(&mut *tx)
                    .await?;
                tx.commit().await
            }
        }
    }

    async fn mark_sent(&self, id: &str, text: &[u8]) -> Result<(), sqlx::Error> {
        match self {
            Self::Sqlite(pool) => {
                let mut tx = pool.begin_with("BEGIN IMMEDIATE").await?;
                sqlx::query(SENT)
                    .bind(1_i64)
                    .bind(text)
                    .bind(id)
                    .execute(&mut *tx)
                    .await?;
                tx.commit().await
            }
            Self::Postgres(pool) => {
                let mut tx = pool.begin().await?;
                sqlx::query(SENT)
                    .bind(1_i64)
                    .bind(text)
                    .bind(id)
                    .execute(&mut *tx)
                    .await?;
                tx.commit().await
            }
        }
    }
}
