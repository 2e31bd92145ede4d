//! Staff of institutions: their own list, the officers' view of it, and what the public reads.

pub mod bar;
pub mod lead;
mod published;
pub(crate) mod row;

use domain::access::{Grant, Scope, permit};
use domain::application;
use domain::staff::{Finding, Known, Member, Pupils, Team, judge, team};
use domain::words::{Classes, Day, InstitutionId, InstitutionNumber, StaffId};
use sea_orm::FromQueryResult;
use serde::Serialize;

use super::institution::SHOWN;
use super::{Limit, Page, page::after_id};
use crate::Fault;
use crate::connect::Store;
use crate::repo;
pub use published::{PublishedStaff, published};
use row::{COLUMNS, MemberRow};

/// Parts of a list of staff.
pub const STATES: &[&str] = &["at_work", "left", "all"];

/// Which part of a list of staff.
#[derive(Debug, Clone, Default)]
pub struct StaffQuery {
    /// `at_work`, which is meant where nothing is said, `left` or `all`.
    pub state: Option<String>,
    /// Rows of a page.
    pub limit: Limit,
    /// The `next` of the page before.
    pub after: Option<StaffId>,
}

/// A person of the staff, with the rules that are not kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StaffShown {
    /// The id.
    pub id: String,
    /// The number of the identity card, masked.
    pub identity_number: String,
    /// What is said of them.
    #[serde(flatten)]
    pub member: Member,
    /// Last day at the institution; nothing for who works there.
    pub left_on: Option<Day>,
    /// The rules that are not kept; none for who has left.
    pub findings: Vec<Finding>,
    /// When it was said, in milliseconds since 1970.
    pub updated_at: i64,
    /// Version, to give with a step.
    pub version: i64,
}

/// Where staff works, as far as their list needs it.
#[derive(FromQueryResult)]
struct Place {
    id: String,
    class: String,
    more_classes: i64,
    authority_id: String,
}

impl Place {
    async fn of(store: &Store, column: &str, value: String) -> Result<Self, Fault> {
        let sql = format!(
            "SELECT i.id, i.class, i.more_classes, i.authority_id FROM institution i WHERE i.{column} = $1 AND {SHOWN}"
        );
        let row: Option<Self> = store.row(&sql, [value.into()]).await?;
        row.ok_or(Fault::NotFound)
    }

    /// That of an agent.
    async fn own(store: &Store, scope: &Scope) -> Result<Self, Fault> {
        let Scope::Own(id) = scope else {
            return Err(Fault::NotFound);
        };
        Self::of(store, "id", id.to_string()).await
    }

    /// That of an officer.
    async fn of_desk(
        store: &Store,
        scope: &Scope,
        number: InstitutionNumber,
    ) -> Result<Self, Fault> {
        let place = Self::of(store, "number", number.to_string()).await?;
        repo::within(scope, &place.authority_id)?;
        Ok(place)
    }

    fn classes(&self) -> Result<Classes, Fault> {
        Classes::stored(&self.class, self.more_classes)
            .ok_or_else(|| Fault::Integrity(format!("the class of institution {}", self.id)))
    }
}

/// The staff of one's own institution, in the order in which they were entered.
///
/// # Errors
/// [`Fault::NotFound`] for an account without an institution.
pub async fn own(
    store: &Store,
    grant: &Grant<permit::ReadOwn>,
    query: &StaffQuery,
    today: Day,
) -> Result<Page<StaffShown>, Fault> {
    let place = Place::own(store, grant.scope()).await?;
    list(store, &place, query, today).await
}

/// The staff of an institution of the scope.
///
/// # Errors
/// [`Fault::NotFound`] outside the scope.
pub async fn of_institution(
    store: &Store,
    grant: &Grant<permit::ReadDesk>,
    number: InstitutionNumber,
    query: &StaffQuery,
    today: Day,
) -> Result<Page<StaffShown>, Fault> {
    let place = Place::of_desk(store, grant.scope(), number).await?;
    list(store, &place, query, today).await
}

/// A row with what the lists say of the person.
#[derive(FromQueryResult)]
struct Judged {
    #[sea_orm(nested)]
    row: MemberRow,
    barred: i64,
    in_service: i64,
    elsewhere: i64,
}

/// What the lists say, as columns; `$1` is the day. A match that an officer dismissed says nothing.
const KNOWN: &str = "CAST(CASE WHEN EXISTS (SELECT 1 FROM barred_person b WHERE b.identity_index = m.identity_index \
     AND b.lifted_on IS NULL AND b.from_on <= $1 AND b.last_on >= $1) THEN 1 ELSE 0 END AS BIGINT) AS barred, \
     CAST(CASE WHEN EXISTS (SELECT 1 FROM staff_lead l JOIN in_service_teacher t ON t.id = l.entry_id AND t.ended_on IS NULL \
     WHERE l.staff_id = m.id AND l.ground = 'in_service' AND l.state <> 'dismissed') THEN 1 ELSE 0 END AS BIGINT) AS in_service, \
     CAST(CASE WHEN EXISTS (SELECT 1 FROM staff_lead l JOIN staff_member o ON o.id = l.entry_id AND o.left_on IS NULL \
     WHERE l.staff_id = m.id AND l.ground = 'elsewhere' AND l.state <> 'dismissed') \
     OR EXISTS (SELECT 1 FROM staff_lead l JOIN staff_member o ON o.id = l.staff_id AND o.left_on IS NULL \
     WHERE l.entry_id = m.id AND l.ground = 'elsewhere' AND l.state <> 'dismissed') THEN 1 ELSE 0 END AS BIGINT) AS elsewhere";

impl Judged {
    fn shown(self, store: &Store, classes: Classes, today: Day) -> Result<StaffShown, Fault> {
        let (member, left_on) = (self.row.member()?, self.row.left_on()?);
        let known = Known {
            barred: self.barred == 1,
            in_service: self.in_service == 1,
            elsewhere: self.elsewhere == 1,
        };
        let findings = match left_on {
            None => judge(&member, known, classes, today),
            Some(_) => Vec::new(),
        };
        Ok(StaffShown {
            identity_number: self.row.masked(store)?,
            id: self.row.id,
            member,
            left_on,
            findings,
            updated_at: self.row.updated_at,
            version: self.row.version,
        })
    }
}

async fn list(
    store: &Store,
    place: &Place,
    query: &StaffQuery,
    today: Day,
) -> Result<Page<StaffShown>, Fault> {
    let part = match query.state.as_deref() {
        Some("left") => "m.left_on IS NOT NULL",
        Some("all") => "1 = 1",
        _ => "m.left_on IS NULL",
    };
    let sql = format!(
        "SELECT {COLUMNS}, {KNOWN} FROM staff_member m WHERE m.institution_id = $2 AND {part} AND ($3 = '' OR m.id > $3) \
         ORDER BY m.id LIMIT $4"
    );
    let values = [
        today.to_string().into(),
        place.id.as_str().into(),
        after_id(query.after),
        query.limit.and_one().into(),
    ];
    let rows: Vec<Judged> = store.rows(&sql, values).await?;
    let classes = place.classes()?;
    let shown: Result<Vec<StaffShown>, Fault> = rows
        .into_iter()
        .map(|row| row.shown(store, classes, today))
        .collect();
    Ok(Page::cut(shown?, query.limit, |one| one.id.clone()))
}

/// One person of one's own institution.
///
/// # Errors
/// [`Fault::NotFound`] for somebody of another institution.
pub async fn own_by_id(
    store: &Store,
    grant: &Grant<permit::ReadOwn>,
    id: StaffId,
    today: Day,
) -> Result<StaffShown, Fault> {
    let place = Place::own(store, grant.scope()).await?;
    let sql = format!(
        "SELECT {COLUMNS}, {KNOWN} FROM staff_member m WHERE m.id = $2 AND m.institution_id = $3"
    );
    let values = [
        today.to_string().into(),
        id.to_string().into(),
        place.id.as_str().into(),
    ];
    let row: Option<Judged> = store.row(&sql, values).await?;
    row.ok_or(Fault::NotFound)?
        .shown(store, place.classes()?, today)
}

/// How an institution is staffed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TeamShown {
    /// How many of each kind work there.
    #[serde(flatten)]
    pub team: Team,
    /// How many pupils the institution says it has.
    pub pupils: Option<i64>,
    /// Of them, preschool children.
    pub preschool_pupils: Option<i64>,
    /// When it said so.
    pub stated_on: Option<String>,
    /// How the ratios stand; none where nobody is entered.
    pub findings: Vec<application::Finding>,
}

/// How one's own institution is staffed.
///
/// # Errors
/// [`Fault::NotFound`] for an account without an institution.
pub async fn own_team(
    store: &Store,
    grant: &Grant<permit::ReadOwn>,
    today: Day,
) -> Result<TeamShown, Fault> {
    let place = Place::own(store, grant.scope()).await?;
    team_of(store, &place, today).await
}

/// How an institution of the scope is staffed.
///
/// # Errors
/// [`Fault::NotFound`] outside the scope.
pub async fn team_of_institution(
    store: &Store,
    grant: &Grant<permit::ReadDesk>,
    number: InstitutionNumber,
    today: Day,
) -> Result<TeamShown, Fault> {
    let place = Place::of_desk(store, grant.scope(), number).await?;
    team_of(store, &place, today).await
}

async fn team_of(store: &Store, place: &Place, today: Day) -> Result<TeamShown, Fault> {
    #[derive(FromQueryResult)]
    struct Counted {
        staff: i64,
        teaching_staff: i64,
        teachers: i64,
    }
    #[derive(FromQueryResult)]
    struct Said {
        pupils: i64,
        preschool_pupils: i64,
        stated_on: String,
    }
    #[derive(FromQueryResult)]
    struct Way {
        mode: String,
    }
    let counted: Option<Counted> = store
        .row(
            "SELECT COUNT(*) AS staff, \
             CAST(COALESCE(SUM(CASE WHEN engagement = 'full_time' AND post IN ('teacher', 'research') THEN 1 ELSE 0 END), 0) AS BIGINT) AS teaching_staff, \
             CAST(COALESCE(SUM(CASE WHEN engagement = 'full_time' AND post = 'teacher' THEN 1 ELSE 0 END), 0) AS BIGINT) AS teachers \
             FROM staff_member WHERE institution_id = $1 AND left_on IS NULL",
            [place.id.as_str().into()],
        )
        .await?;
    let said: Option<Said> = store
        .row(
            "SELECT pupils, preschool_pupils, stated_on FROM staff_pupils WHERE institution_id = $1",
            [place.id.as_str().into()],
        )
        .await?;
    let way: Option<Way> = store
        .row(
            "SELECT mode FROM institution_identity WHERE institution_id = $1",
            [place.id.as_str().into()],
        )
        .await?;
    let counts = counted.map_or_else(Team::default, |counted| Team {
        staff: counted.staff,
        teaching_staff: counted.teaching_staff,
        teachers: counted.teachers,
    });
    let pupils = said.as_ref().map(|said| Pupils {
        all: said.pupils,
        preschool: said.preschool_pupils,
    });
    Ok(TeamShown {
        team: counts,
        pupils: pupils.map(|pupils| pupils.all),
        preschool_pupils: pupils.map(|pupils| pupils.preschool),
        stated_on: said.map(|said| said.stated_on),
        findings: team(
            counts,
            pupils,
            way.and_then(|way| way.mode.parse().ok()),
            today,
        ),
    })
}

/// The institution with this number, for whoever enters its staff at the console.
///
/// # Errors
/// [`Fault::NotFound`] where the register has none.
pub async fn workplace(
    store: &Store,
    _grant: &Grant<permit::KeepStaff>,
    number: InstitutionNumber,
) -> Result<InstitutionId, Fault> {
    let place = Place::of(store, "number", number.to_string()).await?;
    repo::id(&place.id)
}
