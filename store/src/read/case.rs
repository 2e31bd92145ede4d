//! Cases, for the desk.

use domain::access::{Actor, Grant, Role, permit};
use domain::case::{Case, Circumstances, Officer};
use domain::words::{CaseNumber, Day};
use sea_orm::FromQueryResult;
use serde::Serialize;

use super::act::ActRow;
use super::complaint::OfferShown;
use super::notice::NoticeRow;
use super::order::OrderRecord;
use super::remark::Remark;
use super::{DueQuery, Page, act, notice, order};
use crate::Fault;
use crate::connect::Store;
use crate::repo;

/// One line of the list.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult, Serialize)]
pub struct CaseRow {
    /// Number to read out.
    pub number: String,
    /// The party.
    pub party_name: String,
    /// State.
    pub state: String,
    /// Whether something is still to be done.
    pub open: bool,
    /// Day of filing.
    pub filed_on: String,
    /// Day by which it is to be decided.
    pub due_on: String,
    /// Name of the first officer.
    pub officer_first: String,
    /// Name of the second officer.
    pub officer_second: String,
    /// Last day for correction, where it is ordered.
    pub correction_due_on: Option<String>,
    /// Version, to give with a step.
    pub version: i64,
}

const ROW: &str = "v.number, v.party_name, v.state, v.open, v.filed_on, v.due_on, a.person_name AS officer_first, \
     b.person_name AS officer_second, o.due_on AS correction_due_on, v.version";
const FROM: &str = "violation_case v JOIN account a ON a.id = v.officer_first JOIN account b ON b.id = v.officer_second \
     LEFT JOIN correction_order o ON o.case_id = v.id LEFT JOIN complaint c ON c.id = v.complaint_id \
     LEFT JOIN place_case k ON k.case_id = v.id LEFT JOIN place u ON u.id = k.place_id";

/// Cases of the scope by due day, earliest first.
///
/// # Errors
/// Faults of the database.
pub async fn list(
    store: &Store,
    grant: &Grant<permit::ReadDesk>,
    query: &DueQuery,
) -> Result<Page<CaseRow>, Fault> {
    let sql = format!(
        "SELECT {ROW} FROM {FROM} WHERE {} AND ($1 = '' OR ($1 = 'open' AND v.open) OR v.state = $1) AND ($2 = '' OR COALESCE(c.district, u.district) = $2) \
         AND (v.due_on > $3 OR (v.due_on = $3 AND v.number > $4)) ORDER BY v.due_on, v.number LIMIT $5",
        repo::authorities(grant.scope(), "v.authority_id")
    );
    let rows: Vec<CaseRow> = store.rows(&sql, query.values()).await?;
    Ok(query.page(rows, |row| (&row.due_on, &row.number)))
}

/// A finding.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult, Serialize)]
pub struct FindingRow {
    /// What the party did.
    pub violation: String,
    /// Key of the article.
    pub article: String,
    /// Day of the act, which decides the article; nothing in a row of before it was kept.
    pub acted_on: Option<String>,
    /// What was seen, and how it is shown.
    pub facts: String,
    /// Day of the finding.
    pub found_on: String,
    /// Name of the officer who recorded it.
    pub recorded_by: String,
}

/// A case with everything its officers need.
#[derive(Debug, Clone, Serialize)]
pub struct CaseRecord {
    /// What the list shows as well.
    #[serde(flatten)]
    pub row: CaseRow,
    /// Its id; not shown.
    #[serde(skip)]
    pub id: String,
    /// The complaint it grew from.
    pub complaint_number: Option<String>,
    /// What that is about.
    pub complaint_subject: Option<String>,
    /// The unlicensed place it was filed from.
    pub place_number: Option<String>,
    /// The institution's number, where it is in the register.
    pub institution_number: Option<String>,
    /// Why it was filed; nothing in a row of before it was kept.
    pub reason: Option<String>,
    /// Findings, oldest first.
    pub findings: Vec<FindingRow>,
    /// The order, where there is one.
    pub order: Option<OrderRecord>,
    /// What officers wrote with their steps, oldest first.
    pub remarks: Vec<Remark>,
    /// Why closure was proposed.
    pub closure_reason: Option<String>,
    /// Whether a signed consent to electronic service is on record.
    pub electronic_consent: bool,
    /// Whether both officers hold a valid certificate today; not shown.
    #[serde(skip)]
    pub certified: bool,
    /// Steps, with the reason why one cannot be taken now by the asker.
    pub offers: Vec<OfferShown>,
    /// Its notices, oldest first.
    pub notices: Vec<NoticeRow>,
    /// Its acts, oldest first.
    pub acts: Vec<ActRow>,
}

#[derive(FromQueryResult)]
struct Found {
    #[sea_orm(nested)]
    row: CaseRow,
    id: String,
    authority_id: String,
    facts: String,
    first_id: String,
    second_id: String,
    first_until: Option<String>,
    first_role: String,
    second_until: Option<String>,
    second_role: String,
    complaint_number: Option<String>,
    complaint_subject: Option<String>,
    place_number: Option<String>,
    institution_number: Option<String>,
    reason: Option<String>,
    consents: i64,
}

/// One case of the scope, with the steps as they are open to the asker on `today`.
///
/// # Errors
/// [`Fault::NotFound`] outside the scope.
pub async fn by_number(
    store: &Store,
    grant: &Grant<permit::ReadDesk>,
    number: CaseNumber,
    today: Day,
) -> Result<CaseRecord, Fault> {
    let sql = format!(
        "SELECT {ROW}, v.id, v.authority_id, v.facts, v.reason, a.id AS first_id, b.id AS second_id, \
         a.role AS first_role, CASE WHEN a.disabled_at IS NULL THEN a.certificate_valid_until END AS first_until, \
         b.role AS second_role, CASE WHEN b.disabled_at IS NULL THEN b.certificate_valid_until END AS second_until, \
         c.number AS complaint_number, c.subject AS complaint_subject, u.number AS place_number, i.number AS institution_number, \
         (SELECT COUNT(*) FROM electronic_consent e WHERE e.institution_id = v.institution_id AND e.signed_on <= $2 AND (e.revoked_on IS NULL OR e.revoked_on > $2)) AS consents \
         FROM {FROM} LEFT JOIN institution i ON i.id = v.institution_id WHERE v.number = $1"
    );
    let found: Option<Found> = store
        .row(&sql, [number.to_string().into(), today.to_string().into()])
        .await?;
    let found = found.ok_or(Fault::NotFound)?;
    repo::within(grant.scope(), &found.authority_id)?;
    let state: Case = repo::read(&found.facts, "case", &found.id)?;
    let at = circumstances(&found, grant.actor(), today)?;
    let findings = store
        .rows(
            "SELECT f.violation, f.article, f.acted_on, f.facts, f.found_on, a.person_name AS recorded_by \
             FROM finding f JOIN account a ON a.id = f.recorded_by WHERE f.case_id = $1 ORDER BY f.created_at, f.id",
            [found.id.as_str().into()],
        )
        .await?;
    Ok(CaseRecord {
        findings,
        order: order::of_case(store, &found.id).await?,
        remarks: store
            .rows(
                "SELECT r.event, r.words, a.person_name AS written_by, r.created_at FROM case_remark r \
                 JOIN account a ON a.id = r.written_by WHERE r.case_id = $1 ORDER BY r.case_version",
                [found.id.as_str().into()],
            )
            .await?,
        closure_reason: closure_reason(&state),
        electronic_consent: at.consent,
        certified: at.officers.iter().all(|officer| officer.certified),
        offers: state
            .offers(&at)
            .into_iter()
            .map(|offer| {
                let (step, action) = (offer.event, offer.event.action());
                OfferShown::of(step.code(), offer.refusal, grant.actor(), action)
            })
            .collect(),
        notices: notice::about(store, "case", &found.id).await?,
        acts: act::about(store, "case", &found.id).await?,
        complaint_number: found.complaint_number,
        complaint_subject: found.complaint_subject,
        place_number: found.place_number,
        institution_number: found.institution_number,
        reason: found.reason,
        id: found.id,
        row: found.row,
    })
}

fn circumstances(found: &Found, actor: &Actor, today: Day) -> Result<Circumstances, Fault> {
    let officer = |id: &str, role: &str, until: Option<&str>| {
        Ok::<_, Fault>(Officer {
            id: repo::id(id)?,
            certified: repo::investigates(role, until, today),
        })
    };
    Ok(Circumstances {
        today,
        actor: actor.account(),
        is_lead_officer: actor.role() == Some(Role::LeadOfficer),
        officers: [
            officer(
                &found.first_id,
                &found.first_role,
                found.first_until.as_deref(),
            )?,
            officer(
                &found.second_id,
                &found.second_role,
                found.second_until.as_deref(),
            )?,
        ],
        consent: found.consents > 0,
    })
}

fn closure_reason(state: &Case) -> Option<String> {
    match state {
        Case::ClosureProposed { reason, .. } | Case::Closed { reason, .. } => Some(reason.clone()),
        Case::Filed | Case::Found { .. } | Case::Ordered { .. } => None,
    }
}
