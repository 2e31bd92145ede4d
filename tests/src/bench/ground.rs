//! A database with a register of any size, as `hongjian-seeds --seed 1 --institutions N` makes it.

use sea_orm::sqlx::{self, Connection as _, PgConnection};
use seeds::Bar;
use store::read::Limit;
use store::read::institution::{self, After, InstitutionQuery, InstitutionRow};
use store::terms::Matched;
use store::{Clock as _, Store, SystemClock};
use tests::{Db, Kind, town};
use tokio::runtime::Runtime;

/// How many institutions are asked for by turns: more than any cache of statements or rows would flatter.
pub(crate) const SAMPLES: u64 = 1_000;

/// A filled database.
pub(crate) struct Ground {
    pub(crate) db: Db,
    pub(crate) institutions: u64,
    /// Institutions spread evenly over the register.
    pub(crate) samples: Vec<InstitutionRow>,
}

/// A runtime with as many threads as the programs have.
pub(crate) fn runtime() -> Runtime {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("a runtime")
}

/// Fills a fresh database of this kind; none where the machine has no such database.
pub(crate) async fn filled(kind: Kind, institutions: u64) -> Option<Ground> {
    let db = Db::fresh(kind, "bench").await?;
    let store = db.store().await;
    let (today, mut bar) = (SystemClock.now().day(), Bar::default());
    town::fill_shown(&store, 1, today, institutions, &mut |step, done, total| {
        bar.show(step.word(), done, total);
    })
    .await;
    if kind == Kind::Postgres {
        analyse(&db).await;
    }
    let samples = samples(&store, institutions).await;
    store.close().await;
    Some(Ground {
        db,
        institutions,
        samples,
    })
}

/// What autovacuum does within a minute of such a filling.
async fn analyse(db: &Db) {
    let mut connection = PgConnection::connect(db.url()).await.expect("our database");
    sqlx::raw_sql("VACUUM ANALYZE")
        .execute(&mut connection)
        .await
        .expect("our own tables");
    connection.close().await.expect("it was open");
}

async fn samples(store: &Store, institutions: u64) -> Vec<InstitutionRow> {
    let mut samples = Vec::new();
    let step = (institutions / SAMPLES).max(1);
    for index in 0..institutions.min(SAMPLES) {
        let query = InstitutionQuery {
            limit: Limit::parse(Some(1)).expect("1 is a limit"),
            after: i64::try_from(index * step)
                .ok()
                .map(|seq| After::Other(Matched::Name, seq)),
            ..InstitutionQuery::default()
        };
        let page = institution::search(store, &query, store.today())
            .await
            .expect("a page of the register");
        samples.extend(page.items);
    }
    samples
}
