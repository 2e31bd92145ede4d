//! Merges of entries: for those who propose and approve them, and where an entry that is hidden leads.

use domain::access::{Grant, permit};
use domain::institution::merge::{Merge, Obstacle, Pair};
use domain::words::{AccountId, Day, InstitutionNumber, MergeId};
use sea_orm::{FromQueryResult, Value};
use serde::Serialize;

use super::act::ActRow;
use super::complaint::OfferShown;
use super::institution::SHOWN;
use super::remark::{self, Remark};
use super::{Limit, Page, act};
use crate::Fault;
use crate::connect::Store;
use crate::ops::merge::{APPLICATIONS, CASES, Entry, entries, pair, since};
use crate::repo;

/// The entry that is kept in place of one that was merged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Its number.
    pub number: InstitutionNumber,
    /// Since when the other one is hidden.
    pub since: Option<Day>,
}

/// Where the entry with this number leads; nothing where it stands for itself.
///
/// # Errors
/// Faults of the database.
pub async fn kept(store: &Store, number: InstitutionNumber) -> Result<Option<Kept>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        number: String,
        merged_at: Option<i64>,
    }
    let row: Option<Row> = store
        .row(
            "SELECT k.number, m.merged_at FROM institution i JOIN institution k ON k.id = i.merged_into \
             LEFT JOIN institution_merge m ON m.institution_id = i.id AND m.live WHERE i.number = $1",
            [number.to_string().into()],
        )
        .await?;
    row.map(|row| {
        Ok(Kept {
            number: repo::id(&row.number)?,
            since: since(row.merged_at),
        })
    })
    .transpose()
}

/// The number of the entry that answers for this one: itself, or the one it was merged into.
///
/// # Errors
/// Faults of the database.
pub async fn answering(
    store: &Store,
    number: InstitutionNumber,
) -> Result<InstitutionNumber, Fault> {
    Ok(kept(store, number)
        .await?
        .map_or(number, |kept| kept.number))
}

/// Whether anything is linked to an institution, or was merged into it: most have neither, and one question tells so.
///
/// # Errors
/// Faults of the database.
pub async fn is_alone(store: &Store, institution: &str) -> Result<bool, Fault> {
    let others = "SELECT 1 FROM institution_link WHERE predecessor_id = $1 UNION ALL \
         SELECT 1 FROM institution_link WHERE successor_id = $1 UNION ALL \
         SELECT 1 FROM institution WHERE merged_into = $1 LIMIT 1";
    Ok(!store.has(others, [institution.into()]).await?)
}

/// Numbers of the entries that were merged into this one, oldest first.
///
/// # Errors
/// Faults of the database.
pub async fn hidden_of(store: &Store, institution: &str) -> Result<Vec<String>, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        number: String,
    }
    let sql = "SELECT number FROM institution WHERE merged_into = $1 ORDER BY number LIMIT 50";
    let rows: Vec<Row> = store.rows(sql, [institution.into()]).await?;
    Ok(rows.into_iter().map(|row| row.number).collect())
}

/// One line of the list.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult, Serialize)]
pub struct MergeRow {
    /// Its id.
    pub id: String,
    /// Number of the entry that is hidden.
    pub hidden_number: String,
    /// Its name.
    pub hidden_name: String,
    /// Number of the entry that is kept.
    pub kept_number: String,
    /// Its name.
    pub kept_name: String,
    /// Where that is.
    pub district: String,
    /// Where the merge stands.
    pub state: String,
    /// Whether a lead officer has to decide.
    pub waits: bool,
    /// When what waits was proposed, in milliseconds since 1970.
    pub asked_at: i64,
    /// By when that is decided; nothing where nothing waits.
    pub due_on: Option<String>,
    /// Name of who proposed it.
    pub asked_by: String,
    /// Since when the one is hidden, in milliseconds since 1970.
    pub merged_at: Option<i64>,
    /// When they were parted.
    pub parted_at: Option<i64>,
    /// Version, to give with a step.
    pub version: i64,
    /// Who proposed it; not shown.
    #[serde(skip)]
    pub asked_by_id: String,
}

const ROW: &str = "SELECT g.id, h.number AS hidden_number, h.name AS hidden_name, k.number AS kept_number, k.name AS kept_name, k.district, \
     g.state, g.waits, g.asked_at, g.due_on, a.person_name AS asked_by, g.merged_at, g.parted_at, g.version, g.asked_by AS asked_by_id FROM institution_merge g \
     JOIN institution h ON h.id = g.institution_id JOIN institution k ON k.id = g.kept_id JOIN account a ON a.id = g.asked_by";

/// Both entries are of the scope: whoever sees a merge may open both.
fn within(grant: &Grant<permit::ReadDesk>) -> String {
    let of = |column| repo::authorities(grant.scope(), column);
    format!("{} AND {}", of("h.authority_id"), of("k.authority_id"))
}

/// The states that a list may name: `open` waits for a lead officer.
pub const STATES: &[&str] = &["open", "merged", "parted", "refused", "withdrawn"];

/// Which merges to list.
#[derive(Debug, Clone, Default)]
pub struct MergeQuery {
    /// Only those in this state; empty for all.
    pub state: String,
    /// Rows of a page.
    pub limit: Limit,
    /// The `next` of the page before.
    pub after: Option<MergeId>,
}

/// Merges of the scope, newest first.
///
/// # Errors
/// Faults of the database.
pub async fn list(
    store: &Store,
    grant: &Grant<permit::ReadDesk>,
    query: &MergeQuery,
) -> Result<Page<MergeRow>, Fault> {
    let sql = format!(
        "{ROW} WHERE {} AND ($1 = '' OR ($1 = 'open' AND g.waits) OR g.state = $1) AND ($2 = '' OR g.id < $2) \
         ORDER BY g.id DESC LIMIT $3",
        within(grant)
    );
    let values: [Value; 3] = [
        query.state.as_str().into(),
        super::page::after_id(query.after),
        query.limit.and_one().into(),
    ];
    let rows: Vec<MergeRow> = store.rows(&sql, values).await?;
    Ok(Page::cut(rows, query.limit, |row| row.id.clone()))
}

/// The merges of an entry of the scope that wait or stand, as the hidden one or the kept one.
///
/// # Errors
/// Faults of the database.
pub async fn live_of(
    store: &Store,
    grant: &Grant<permit::ReadDesk>,
    institution: &str,
) -> Result<Vec<MergeRow>, Fault> {
    let sql = format!(
        "{ROW} WHERE {} AND g.live AND (g.institution_id = $1 OR g.kept_id = $1) ORDER BY g.id DESC LIMIT 50",
        within(grant)
    );
    store.rows(&sql, [institution.into()]).await
}

/// How much belongs to an entry. Nothing of it moves by a merge.
#[derive(Debug, Clone, Default, PartialEq, Eq, FromQueryResult, Serialize)]
pub struct Belongings {
    /// Licences, past ones too.
    pub licences: i64,
    /// Applications for a licence.
    pub applications: i64,
    /// Staff at work.
    pub staff: i64,
    /// Courses.
    pub courses: i64,
    /// Complaints.
    pub complaints: i64,
    /// Cases.
    pub cases: i64,
    /// Reports of the public.
    pub reports: i64,
    /// Accounts of its own desk.
    pub accounts: i64,
}

const BELONGINGS: &str = "SELECT (SELECT COUNT(*) FROM licence WHERE institution_id = $1) AS licences, \
     (SELECT COUNT(*) FROM application WHERE institution_id = $1) AS applications, \
     (SELECT COUNT(*) FROM staff_member WHERE institution_id = $1 AND left_on IS NULL) AS staff, \
     (SELECT COUNT(*) FROM course WHERE institution_id = $1) AS courses, \
     (SELECT COUNT(*) FROM complaint WHERE institution_id = $1) AS complaints, \
     (SELECT COUNT(*) FROM violation_case WHERE institution_id = $1) AS cases, \
     (SELECT COUNT(*) FROM entry_report WHERE institution_id = $1) AS reports, \
     (SELECT COUNT(*) FROM account WHERE institution_id = $1) AS accounts";

async fn belongings(store: &Store, institution: &str) -> Result<Belongings, Fault> {
    let row: Option<Belongings> = store.row(BELONGINGS, [institution.into()]).await?;
    Ok(row.unwrap_or_default())
}

/// What two entries hold and what stands against their merge.
#[derive(Debug, Clone, Serialize)]
pub struct Compared {
    /// What belongs to the entry that is hidden.
    pub hidden: Belongings,
    /// What belongs to the entry that is kept.
    pub kept: Belongings,
    /// What stands against it.
    pub obstacles: Vec<Obstacle>,
    #[serde(skip)]
    pair: Pair,
}

/// Compares two entries of the scope.
///
/// # Errors
/// [`Fault::NotFound`] where either is not in the register or outside the scope.
pub async fn compare(
    store: &Store,
    grant: &Grant<permit::ReadDesk>,
    [hidden, kept]: [InstitutionNumber; 2],
    today: Day,
) -> Result<Compared, Fault> {
    let hidden = entry(store, grant, hidden.to_string(), today).await?;
    let kept = entry(store, grant, kept.to_string(), today).await?;
    let id = || [hidden.id.as_str().into()];
    let open = (
        store.rows(CASES, id()).await?,
        store.rows(APPLICATIONS, id()).await?,
    );
    let pair = pair(&hidden, &kept, open);
    Ok(Compared {
        hidden: belongings(store, &hidden.id).await?,
        kept: belongings(store, &kept.id).await?,
        obstacles: pair.obstacles(),
        pair,
    })
}

async fn entry(
    store: &Store,
    grant: &Grant<permit::ReadDesk>,
    number: String,
    today: Day,
) -> Result<Entry, Fault> {
    let sql = format!("{} WHERE i.number = $1 AND {SHOWN}", entries());
    let row: Option<Entry> = store
        .row(&sql, [number.into(), today.to_string().into()])
        .await?;
    let row = row.ok_or(Fault::NotFound)?;
    repo::within(grant.scope(), &row.authority_id)?;
    Ok(row)
}

/// A merge with everything that whoever decides needs.
#[derive(Debug, Clone, Serialize)]
pub struct MergeRecord {
    /// What the list shows as well.
    #[serde(flatten)]
    pub row: MergeRow,
    /// What belongs to both, and what stands against it now; of one that was made or has ended nothing does.
    pub compared: Compared,
    /// Steps, with the reason why one cannot be taken now.
    pub offers: Vec<OfferShown>,
    /// What people wrote with its steps, oldest first.
    pub remarks: Vec<Remark>,
    /// Its acts, oldest first.
    pub acts: Vec<ActRow>,
}

/// One merge of the scope.
///
/// # Errors
/// [`Fault::NotFound`] outside the scope.
pub async fn by_id(
    store: &Store,
    grant: &Grant<permit::ReadDesk>,
    id: MergeId,
    today: Day,
) -> Result<MergeRecord, Fault> {
    let sql = format!("{ROW} WHERE g.id = $1");
    let row: Option<MergeRow> = store.row(&sql, [id.to_string().into()]).await?;
    let row = row.ok_or(Fault::NotFound)?;
    let numbers = [repo::id(&row.hidden_number)?, repo::id(&row.kept_number)?];
    let mut compared = compare(store, grant, numbers, today).await?;
    let merge = Merge {
        state: repo::id(&row.state)?,
        asked_by: repo::id::<AccountId>(&row.asked_by_id)?,
    };
    if merge.state != domain::institution::merge::State::Proposed {
        compared.obstacles = Vec::new();
    }
    let offers = grant.actor().account().map(|by| {
        let offers = merge.offers(by, &compared.pair);
        let shown = offers.into_iter().map(|offer| {
            let (step, action) = (offer.event.code(), offer.event.action());
            OfferShown::of(step, offer.refusal, grant.actor(), action)
        });
        shown.collect()
    });
    Ok(MergeRecord {
        compared,
        offers: offers.unwrap_or_default(),
        remarks: remark::about(store, "merge", &row.id).await?,
        acts: act::about(store, "merge", &row.id).await?,
        row,
    })
}
