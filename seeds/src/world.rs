//! Worlds of any size, for benches and tests of growth.

use domain::access::permit;
use domain::words::{Day, Instant, InstitutionId, InstitutionNumber};
use store::Store;
use store::ops::institution;
use store::read;

use crate::complaints::Post;
use crate::fault::at;
use crate::office::{self, by_seeds};
use crate::progress::{OnProgress, Step};
use crate::town::Town;
use crate::{DemoAccount, SeedFault};

/// Institutions entered by one write: more would hold SQLite's single writer for too long.
const SLICE: u64 = 400;

/// What to fill an empty database with.
#[derive(Debug, Clone)]
pub struct World {
    /// The same seed makes the same world.
    pub seed: u64,
    /// The day on which the world stands; nothing in it happened later.
    pub anchor: Day,
    /// How many institutions, at least one.
    pub institutions: u64,
    /// How many complaints.
    pub complaints: u64,
    /// Password of the accounts, at least ten characters.
    pub password: String,
}

/// What was filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorldReport {
    /// Number of the first institution; the others follow without a gap.
    pub first_number: Option<InstitutionNumber>,
    /// Institutions entered.
    pub institutions: u64,
    /// Complaints filed, each with its job and notice.
    pub complaints: u64,
    /// Accounts opened.
    pub accounts: Vec<DemoAccount>,
}

/// Fills an empty, migrated database.
///
/// # Errors
/// [`SeedFault::Filled`] where there is a record already, [`SeedFault::Store`].
pub async fn world(
    store: &Store,
    world: &World,
    on_progress: OnProgress<'_>,
) -> Result<WorldReport, SeedFault> {
    refuse_filled(store, world.anchor).await?;
    let now = morning(world.anchor.plus_days(-60));
    let authorities = office::found(store, now).await?;
    let mut town = Town::new(world.seed, world.anchor, world.institutions > 10_000);
    let total = world.institutions.max(1);
    let entered = institutions(store, &mut town, total, now, on_progress).await?;
    let mut accounts = Vec::new();
    if let Some((first, _)) = entered.first() {
        let colleagues = office::open_accounts(
            store,
            world.seed,
            &authorities,
            *first,
            &world.password,
            now,
        )
        .await?;
        accounts = colleagues.into_iter().map(|one| one.account).collect();
    }
    let mut post = Post::new(world.seed, world.anchor);
    for done in 1..=world.complaints {
        let about = post.someone(&entered);
        post.file(store, about).await?;
        if done % 200 == 0 || done == world.complaints {
            on_progress(Step::Complaints, done, world.complaints);
        }
    }
    Ok(WorldReport {
        first_number: entered.first().map(|(_, number)| *number),
        institutions: total,
        complaints: world.complaints,
        accounts,
    })
}

async fn institutions(
    store: &Store,
    town: &mut Town,
    total: u64,
    now: Instant,
    on_progress: OnProgress<'_>,
) -> Result<Vec<(InstitutionId, InstitutionNumber)>, SeedFault> {
    let grant = by_seeds::<permit::ManageRegister>(now.day());
    let mut entered = Vec::new();
    let mut done = 0;
    while done < total {
        let count = SLICE.min(total - done);
        let slice: Vec<_> = (0..count).map(|_| town.next()).collect();
        let numbers = institution::register(store, &grant, &slice, now)
            .await
            .map_err(at("institutions"))?;
        // Enough to choose from for complaints; a million ids need not be kept.
        if entered.len() < 20_000 {
            entered.extend(numbers);
        }
        done += count;
        on_progress(Step::Institutions, done, total);
    }
    Ok(entered)
}

/// Nine in the morning.
pub(crate) fn morning(day: Day) -> Instant {
    day.start().plus_seconds(9 * 3_600)
}

/// Seeds never mix with records of people.
pub(crate) async fn refuse_filled(store: &Store, today: Day) -> Result<(), SeedFault> {
    let query = read::institution::InstitutionQuery::default();
    let found = read::institution::search(store, &query, today)
        .await
        .map_err(at("looking whether the database is empty"))?;
    if found.items.is_empty() {
        Ok(())
    } else {
        Err(SeedFault::Filled)
    }
}
