//! The dynamic list (动态名单): who serves schools, where and for how much; who is before the public; who left and why.
//!
//! Of the reasons, which are written by officers and may name people, the list tells the ground and the article alone.

use domain::after_school::{Agreed, Form, SchoolYear, Score, Standing, Term, Way};
use domain::words::{AfterSchoolNumber, Day, District, InstitutionNumber};
use sea_orm::{FromQueryResult, Value};

use super::super::page::after_id;
use super::super::{Limit, Page};
use super::shapes::{PublicExit, PublicProvider, PublicSchool, PublicService, PublicWarning};
use crate::Fault;
use crate::connect::Store;
use crate::ops::course::load::{HOLDER, Holder};
use crate::read::institution::{SHOWN, joined_by};
use crate::repo;

/// A part of the list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Part {
    /// Those who are admitted, warned or suspended.
    #[default]
    Listed,
    /// Those whose admission is before the public.
    Publicised,
    /// Those who left in this school year or the one before.
    Exited,
    /// All of these.
    All,
}

impl Part {
    /// The parts that are shown by themselves, each with its code.
    pub const SHOWN: &'static [(Self, &'static str)] = &[
        (Self::Listed, "listed"),
        (Self::Publicised, "publicised"),
        (Self::Exited, "exited"),
    ];

    /// The part with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        let mut parts = Self::SHOWN.iter().chain([&(Self::All, "all")]);
        parts.find(|(_, one)| *one == code).map(|(part, _)| *part)
    }

    /// `$1` is today, `$2` the school year before.
    const fn condition(self) -> &'static str {
        match self {
            Self::Listed => {
                "(a.state IN ('admitted', 'warned', 'suspended', 'leaving') AND a.last_day >= $1 AND a.school_year >= $2)"
            }
            Self::Publicised => {
                "(a.state = 'publicised' AND a.last_day >= $1 AND a.school_year >= $2)"
            }
            Self::Exited => "(a.state = 'exited' AND $1 <> '' AND a.school_year >= $2)",
            Self::All => {
                "((a.state IN ('admitted', 'warned', 'suspended', 'leaving', 'publicised') AND a.last_day >= $1) OR a.state = 'exited') \
                 AND a.school_year >= $2"
            }
        }
    }
}

/// Which providers.
#[derive(Debug, Clone, Copy, Default)]
pub struct PublicQuery {
    /// A part of the list.
    pub part: Part,
    /// Only those of this district.
    pub district: Option<District>,
    /// Only those of this institution.
    pub institution: Option<InstitutionNumber>,
    /// Rows of a page.
    pub limit: Limit,
    /// The `next` of the page before.
    pub after: Option<AfterSchoolNumber>,
}

#[derive(FromQueryResult)]
struct Row {
    id: String,
    number: String,
    institution_number: String,
    institution_name: String,
    district: String,
    school_year: i64,
    facts: String,
    form: String,
    #[sea_orm(nested)]
    holder: Holder,
}

/// The institution `i` of a provider: of an entry that was merged the one that is kept answers.
fn of() -> String {
    joined_by("a.institution_id")
}

/// Providers by number.
///
/// # Errors
/// Faults of the database.
pub async fn published(
    store: &Store,
    query: &PublicQuery,
    today: Day,
) -> Result<Page<PublicProvider>, Fault> {
    let sql = format!(
        "SELECT a.id, a.number, i.number AS institution_number, i.name AS institution_name, i.district, a.school_year, a.facts, a.form, \
         {HOLDER} FROM after_school a {} LEFT JOIN licence l ON l.id = i.licence_id \
         WHERE {} AND {SHOWN} AND ($3 = '' OR i.district = $3) AND ($4 = '' OR i.number = $4 OR own.number = $4) AND ($5 = '' OR a.number > $5) \
         ORDER BY a.number LIMIT $6",
        of(),
        query.part.condition()
    );
    let values: [Value; 6] = [
        today.to_string().into(),
        year_before(today).into(),
        query
            .district
            .map(District::code)
            .unwrap_or_default()
            .into(),
        after_id(query.institution),
        after_id(query.after),
        query.limit.and_one().into(),
    ];
    let rows: Vec<Row> = store.rows(&sql, values).await?;
    let page = Page::cut(rows, query.limit, |row: &Row| row.number.clone());
    let (schools, scores) = beside(store, &page.items).await?;
    let mut items = Vec::new();
    for row in page.items {
        let own = schools.iter().filter(|one| one.after_school_id == row.id);
        let own: Vec<PublicSchool> = own.map(Agreement::shown).collect::<Result<_, _>>()?;
        let scored = scores.iter().filter(|one| one.after_school_id == row.id);
        let scored: Vec<&Scored> = scored.collect();
        items.push(row.shown((own, &scored), today)?);
    }
    Ok(Page {
        items,
        next: page.next,
    })
}

fn year_before(today: Day) -> i64 {
    i64::from(SchoolYear::of(today).year()) - 1
}

/// What is shown of a state: an exit that is only proposed is not, and one whose licence is not in force today serves nobody,
/// whether a worker has seen that or not.
fn state_of(way: &Way, licensed: bool) -> &'static str {
    match way {
        Way::Publicised { .. } => "publicised",
        Way::Exited { .. } => "exited",
        _ if way.is_suspended() || !licensed => "suspended",
        _ if way.held().is_some_and(|held| held.open().next().is_some()) => "warned",
        _ => "admitted",
    }
}

impl Row {
    fn shown(
        self,
        (schools, scored): (Vec<PublicSchool>, &[&Scored]),
        today: Day,
    ) -> Result<PublicProvider, Fault> {
        let way: Way = repo::read(&self.facts, "after_school", &self.id)?;
        let form: Form = repo::read(&self.form, "after_school", &self.id)?;
        let damaged = || Fault::Integrity(format!("the school year of {}", self.id));
        let year = i32::try_from(self.school_year).map_err(|_| damaged())?;
        let year = SchoolYear::new(year).map_err(|_| damaged())?;
        let service = |service: &domain::after_school::Service| PublicService {
            name: service.name.clone(),
            class: service.class,
            grades: service.grades.clone(),
            fee_fen: service.fee_fen.unwrap_or_default().get(),
        };
        Ok(PublicProvider {
            state: state_of(&way, self.holder.is_licensed(today)?),
            from: way.held().map(|held| held.from),
            until: year.last_day(),
            publicised_until: match &way {
                Way::Publicised { until, .. } => Some(*until),
                _ => None,
            },
            services: form.services.iter().map(service).collect(),
            schools,
            standings: standings(scored)?,
            warnings: warnings(&way),
            exit: exit(&way),
            number: self.number,
            institution_number: self.institution_number,
            institution_name: self.institution_name,
            district: self.district,
            school_year: year,
        })
    }
}

fn warnings(way: &Way) -> Vec<PublicWarning> {
    let warnings = way.held().map(|held| held.warnings.iter());
    warnings
        .into_iter()
        .flatten()
        .map(|warning| PublicWarning {
            ground: warning.ground,
            article: warning.ground.basis().article(),
            on: warning.judged.on,
            correct_by: warning.correct_by,
            lifted_on: warning.lifted.as_ref().map(|lifted| lifted.on),
        })
        .collect()
}

fn exit(way: &Way) -> Option<PublicExit> {
    match way {
        Way::Exited { exit, .. } => Some(PublicExit {
            ground: exit.leave.ground,
            article: exit.leave.ground.basis().article(),
            on: exit.approved.on,
        }),
        _ => None,
    }
}

#[derive(FromQueryResult)]
struct Agreement {
    after_school_id: String,
    number: String,
    name: String,
    district: String,
    agreed: String,
}

impl Agreement {
    fn shown(&self) -> Result<PublicSchool, Fault> {
        let agreed: Agreed = repo::read(&self.agreed, "after_school", &self.after_school_id)?;
        Ok(PublicSchool {
            number: self.number.clone(),
            name: self.name.clone(),
            district: self.district.clone(),
            first_day: agreed.first_day,
            last_day: agreed.last_day,
            services: agreed.services,
            fee_fen: agreed.fee_fen,
        })
    }
}

#[derive(FromQueryResult)]
struct Scored {
    after_school_id: String,
    term: String,
    school_score: Option<i64>,
    answers: i64,
    points: i64,
}

fn standings(scored: &[&Scored]) -> Result<Vec<Standing>, Fault> {
    let mut terms: Vec<Term> = Vec::new();
    for row in scored {
        let term = repo::id(&row.term)?;
        if !terms.contains(&term) {
            terms.push(term);
        }
    }
    terms.sort_unstable();
    let of = |term: &Term| {
        let code = term.to_string();
        let scores: Vec<Score> = scored
            .iter()
            .filter(|row| row.term == code)
            .map(|row| Score {
                school: row.school_score,
                answers: row.answers,
                points: row.points,
            })
            .collect();
        Standing::of(*term, &scores)
    };
    Ok(terms.iter().map(of).collect())
}

/// The agreements and scores of these providers.
async fn beside(store: &Store, rows: &[Row]) -> Result<(Vec<Agreement>, Vec<Scored>), Fault> {
    if rows.is_empty() {
        return Ok((Vec::new(), Vec::new()));
    }
    let places: Vec<String> = (1..=rows.len()).map(|place| format!("${place}")).collect();
    let places = places.join(", ");
    let ids = || -> Vec<Value> { rows.iter().map(|row| row.id.as_str().into()).collect() };
    let agreements = store
        .rows(
            &format!(
                "SELECT g.after_school_id, s.number, s.name, s.district, g.agreed FROM after_school_agreement g \
                 JOIN school s ON s.id = g.school_id WHERE g.after_school_id IN ({places}) ORDER BY g.after_school_id, s.number"
            ),
            ids(),
        )
        .await?;
    let scores = store
        .rows(
            &format!(
                "SELECT c.after_school_id, c.term, c.school_score, c.answers, c.points FROM after_school_score c \
                 WHERE c.after_school_id IN ({places}) ORDER BY c.after_school_id, c.term, c.school_id"
            ),
            ids(),
        )
        .await?;
    Ok((agreements, scores))
}

/// How many stand in each part that is shown by itself.
///
/// # Errors
/// Faults of the database.
pub async fn counts(store: &Store, today: Day) -> Result<Vec<(Part, i64)>, Fault> {
    #[derive(FromQueryResult)]
    struct Count {
        many: i64,
    }
    let mut counts = Vec::new();
    for (part, _) in Part::SHOWN {
        let sql = format!(
            "SELECT COUNT(*) AS many FROM after_school a {} WHERE {} AND {SHOWN}",
            of(),
            part.condition()
        );
        let count: Option<Count> = store
            .row(&sql, [today.to_string().into(), year_before(today).into()])
            .await?;
        counts.push((*part, count.map_or(0, |count| count.many)));
    }
    Ok(counts)
}

/// All that a query finds, part after part, as [`crate::read::institution::Every`] has it for institutions.
#[derive(Debug)]
pub struct Every<'a> {
    store: &'a Store,
    query: Option<PublicQuery>,
    today: Day,
}

impl<'a> Every<'a> {
    /// All that `query` finds, whatever its limit and its place.
    #[must_use]
    pub const fn of(store: &'a Store, query: PublicQuery, today: Day) -> Self {
        let query = PublicQuery {
            limit: Limit::PART,
            after: None,
            ..query
        };
        Self {
            store,
            query: Some(query),
            today,
        }
    }

    /// The next part; none after the last.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn next(&mut self) -> Result<Option<Vec<PublicProvider>>, Fault> {
        let Some(mut query) = self.query.take() else {
            return Ok(None);
        };
        let found = published(self.store, &query, self.today).await?;
        if let Some(next) = found.next {
            let next = next.parse();
            query.after =
                Some(next.map_err(|_| Fault::Integrity("the place in a list".to_owned()))?);
            self.query = Some(query);
        }
        Ok(Some(found.items))
    }
}

/// Changes with every change of a provider, a school, an institution or a licence. Two equal ones mean the same list on the
/// same day.
///
/// # Errors
/// Faults of the database.
pub async fn revision(store: &Store) -> Result<String, Fault> {
    #[derive(FromQueryResult)]
    struct Sums {
        many: i64,
        providers: i64,
        schools: i64,
    }
    let register = crate::read::institution::revision(store).await?;
    let sums: Option<Sums> = store
        .row(
            "SELECT (SELECT COUNT(*) FROM after_school) AS many, \
             (SELECT CAST(COALESCE(SUM(version), 0) AS BIGINT) FROM after_school) AS providers, \
             (SELECT CAST(COALESCE(SUM(version), 0) AS BIGINT) FROM school) AS schools",
            [],
        )
        .await?;
    let sums = sums.map_or_else(String::new, |sums| {
        format!("{}.{}.{}", sums.many, sums.providers, sums.schools)
    });
    Ok(format!("{register}-{sums}"))
}
