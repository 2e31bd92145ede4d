//! Today: what is late, what is due, what is new.

use domain::access::{Grant, Scope, permit};
use domain::words::{AuthorityId, Day};
use sea_orm::FromQueryResult;
use serde::Serialize;

use super::institution::is_of;
use crate::Fault;
use crate::connect::Store;
use crate::repo;

/// One thing to do.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult, Serialize)]
pub struct Duty {
    /// `complaint`, `lead`, `case`, `application`, `request`, `report`; `order` for a case that waits for the institution to put things right, `service` for one
    /// whose order has still to be served.
    pub kind: String,
    /// Number, or the id of a lead or a request.
    pub number: String,
    /// What it is about; of an application what is asked for, by its code.
    pub title: String,
    /// Whom it is about.
    pub party: String,
    /// State.
    pub state: String,
    /// Day by which it is due.
    pub due_on: String,
    /// How a complaint came; empty for others.
    pub channel: String,
    /// When it came in or was made, in milliseconds since 1970.
    pub began_at: i64,
}

/// What there is to do.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Overview {
    /// Past its day; earliest first.
    pub late: Vec<Duty>,
    /// Due today.
    pub today: Vec<Duty>,
    /// Due within the next seven days.
    pub soon: Vec<Duty>,
    /// Came in and not yet taken up; latest first.
    pub new: Vec<Duty>,
}

/// How much there is to do.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, FromQueryResult, Serialize)]
pub struct Waiting {
    /// Open complaints.
    pub complaints: i64,
    /// Leads to judge.
    pub leads: i64,
    /// Open cases.
    pub cases: i64,
    /// Applications for a licence that wait for the authority.
    pub applications: i64,
    /// Changes of licences that wait for approval.
    pub licences: i64,
    /// Changes of records that wait for the authority.
    pub requests: i64,
    /// Reports of the public that wait for an answer.
    pub reports: i64,
    /// Merges that wait for approval.
    pub merges: i64,
    /// Staff leads to judge or to follow up.
    pub staff_leads: i64,
    /// Flags of courses that wait for an officer.
    pub courses: i64,
    /// After-school providers that wait for an officer or for a second person.
    pub after_school: i64,
    /// Unlicensed places that wait for a check, or still work.
    pub places: i64,
    /// Of all these but the staff leads, the flags, the providers and the places, what is late or due today.
    pub due: i64,
}

/// More duties than this are on the lists, not on the page of today.
const DUTIES_MAX: i64 = 60;

const COMPLAINT: &str = "'complaint' AS kind, c.number, c.subject AS title, c.institution_name AS party, c.state, c.due_on, c.channel, \
     c.received_at AS began_at, '' AS registered, '' AS who FROM complaint c";

const CASE: &str = "CASE WHEN v.state = 'ordered' AND o.answered_at IS NULL AND o.due_on < v.due_on \
     THEN CASE WHEN o.served_on IS NULL THEN 'service' ELSE 'order' END ELSE 'case' END, v.number, \
     COALESCE(k.subject, ''), v.party_name, v.state, \
     CASE WHEN v.state = 'ordered' AND o.answered_at IS NULL AND o.due_on < v.due_on THEN o.due_on ELSE v.due_on END, '', v.created_at, \
     '', v.officer_first || ' ' || v.officer_second \
     FROM violation_case v LEFT JOIN complaint k ON k.id = v.complaint_id LEFT JOIN correction_order o ON o.case_id = v.id";

/// Everything open in the scope with the day by which somebody has to act: in a case whose order is neither answered nor
/// over it is the last day of the correction, by which the order has to be served as well.
fn duties(scope: &Scope) -> String {
    let within = |column| repo::authorities(scope, column);
    format!(
        "SELECT {COMPLAINT} WHERE c.open AND {} \
         UNION ALL SELECT 'lead', l.id, k.subject, k.institution_name, l.state, l.due_on, '', l.created_at, '', '' FROM lead l \
         JOIN complaint k ON k.id = l.complaint_id WHERE l.open AND {} \
         UNION ALL SELECT {CASE} WHERE v.open AND {} \
         UNION ALL SELECT 'application', p.number, p.kind, i.name, p.state, p.due_on, '', p.created_at, i.name, '' FROM application p \
         JOIN institution i ON i.id = p.institution_id WHERE p.open AND p.due_on IS NOT NULL AND {} \
         UNION ALL SELECT 'request', r.id, '', i.name, r.state, r.due_on, '', r.asked_at, i.name, r.decider FROM change_request r \
         JOIN institution i ON i.id = r.institution_id WHERE r.open AND r.decider <> 'institution' AND {} \
         UNION ALL SELECT 'report', r.number, r.kind, i.name, r.state, r.due_on, '', r.received_at, i.name, '' FROM entry_report r \
         JOIN institution i ON i.id = r.institution_id WHERE r.open AND {} \
         UNION ALL SELECT 'licence_change', l.number, '', i.name, l.state, l.proposal_due_on, '', l.proposed_at, i.name, '' FROM licence l \
         JOIN institution i ON i.id = l.institution_id WHERE l.proposal_due_on IS NOT NULL AND {} \
         UNION ALL SELECT 'merge', g.id, k.name, h.name, g.state, g.due_on, '', g.asked_at, h.name, '' FROM institution_merge g \
         JOIN institution h ON h.id = g.institution_id JOIN institution k ON k.id = g.kept_id WHERE g.due_on IS NOT NULL AND {} AND {}",
        within("c.authority_id"),
        within("l.authority_id"),
        within("v.authority_id"),
        within("p.authority_id"),
        within("i.authority_id"),
        within("i.authority_id"),
        within("i.authority_id"),
        within("h.authority_id"),
        within("k.authority_id"),
    )
}

/// A matter with its day, as far as it says whose it is.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub(crate) struct Due {
    /// Code of a [`domain::reminder::Kind`].
    pub(crate) kind: String,
    /// Number, or the id of what has none.
    pub(crate) number: String,
    /// State.
    pub(crate) state: String,
    /// Last day.
    pub(crate) due_on: String,
    /// Name of the institution, where it stands in the register.
    pub(crate) registered: String,
    /// The officers of a case, or who decides on a request.
    pub(crate) who: String,
}

impl Due {
    /// What is due in the scope by `until`, earliest first.
    pub(crate) async fn until(
        store: &Store,
        scope: &Scope,
        until: Day,
    ) -> Result<Vec<Self>, Fault> {
        let staff = repo::authorities(scope, "s.authority_id");
        let duties = duties(scope);
        store
            .rows(
                &format!(
                    "SELECT d.kind, d.number, d.state, d.due_on, d.registered, d.who FROM ({duties} \
                     UNION ALL SELECT 'staff_lead', s.id, '', '', s.state, s.due_on, '', s.created_at, i.name, '' FROM staff_lead s \
                     JOIN staff_member m ON m.id = s.staff_id JOIN institution i ON i.id = m.institution_id WHERE s.open AND {staff}) d \
                     WHERE d.due_on <= $1 ORDER BY d.due_on, d.kind, d.number"
                ),
                [until.to_string().into()],
            )
            .await
    }
}

/// What there is to do in the scope on `today`.
///
/// # Errors
/// Faults of the database.
pub async fn overview(
    store: &Store,
    grant: &Grant<permit::ReadDesk>,
    today: Day,
) -> Result<Overview, Fault> {
    let duties = duties(grant.scope());
    let due: Vec<Duty> = store
        .rows(
            &format!("SELECT * FROM ({duties}) d WHERE d.due_on <= $1 ORDER BY d.due_on, d.kind, d.number LIMIT $2"),
            [today.plus_days(7).to_string().into(), DUTIES_MAX.into()],
        )
        .await?;
    let complaints = repo::authorities(grant.scope(), "c.authority_id");
    let new: Vec<Duty> = store
        .rows(
            &format!(
                "SELECT {COMPLAINT} WHERE c.state = 'received' AND {complaints} ORDER BY c.received_at DESC, c.number LIMIT 10"
            ),
            [],
        )
        .await?;
    let today = today.to_string();
    let mut overview = Overview {
        new,
        ..Overview::default()
    };
    for duty in due {
        let list = match duty.due_on.cmp(&today) {
            std::cmp::Ordering::Less => &mut overview.late,
            std::cmp::Ordering::Equal => &mut overview.today,
            std::cmp::Ordering::Greater => &mut overview.soon,
        };
        list.push(duty);
    }
    Ok(overview)
}

/// How much there is to do in the scope on `today`, for the rail of the desk.
///
/// # Errors
/// Faults of the database.
pub async fn waiting(
    store: &Store,
    grant: &Grant<permit::ReadDesk>,
    today: Day,
) -> Result<Waiting, Fault> {
    let duties = duties(grant.scope());
    let counted: Option<Waiting> = store
        .row(
            &format!(
                "SELECT COALESCE(SUM(CASE WHEN d.kind = 'complaint' THEN 1 ELSE 0 END), 0) AS complaints, \
                 COALESCE(SUM(CASE WHEN d.kind = 'lead' THEN 1 ELSE 0 END), 0) AS leads, \
                 COALESCE(SUM(CASE WHEN d.kind IN ('case', 'order', 'service') THEN 1 ELSE 0 END), 0) AS cases, \
                 COALESCE(SUM(CASE WHEN d.kind = 'application' THEN 1 ELSE 0 END), 0) AS applications, \
                 COALESCE(SUM(CASE WHEN d.kind = 'request' THEN 1 ELSE 0 END), 0) AS requests, \
                 COALESCE(SUM(CASE WHEN d.kind = 'report' THEN 1 ELSE 0 END), 0) AS reports, \
                 (SELECT COUNT(*) FROM institution_merge g JOIN institution h ON h.id = g.institution_id JOIN institution k ON k.id = g.kept_id \
                 WHERE g.waits AND {} AND {}) AS merges, \
                 COALESCE(SUM(CASE WHEN d.due_on <= $1 THEN 1 ELSE 0 END), 0) AS due, \
                 (SELECT COUNT(*) FROM licence l JOIN institution i ON i.id = l.institution_id WHERE l.proposal IS NOT NULL AND {}) AS licences, \
                 (SELECT COUNT(*) FROM staff_lead s WHERE s.open AND {}) AS staff_leads, \
                 (SELECT COUNT(*) FROM course k WHERE k.state = 'flagged' AND {}) AS courses, \
                 (SELECT COUNT(*) FROM after_school p WHERE (p.state IN ('filed', 'selected', 'leaving') OR (p.state = 'publicised' AND p.publicised_until < $1)) AND {}) AS after_school, \
                 (SELECT COUNT(*) FROM place u WHERE u.state IN ('suspected', 'confirmed') AND {}) AS places \
                 FROM ({duties}) d",
                repo::authorities(grant.scope(), "h.authority_id"),
                repo::authorities(grant.scope(), "k.authority_id"),
                repo::authorities(grant.scope(), "i.authority_id"),
                repo::authorities(grant.scope(), "s.authority_id"),
                repo::authorities(grant.scope(), "k.authority_id"),
                repo::authorities(grant.scope(), "p.authority_id"),
                repo::authorities(grant.scope(), "u.authority_id")
            ),
            [today.to_string().into()],
        )
        .await?;
    Ok(counted.unwrap_or_default())
}

/// More matters of one institution than this are on the lists.
const MATTERS_MAX: i64 = 50;

/// The complaints and cases about an institution and the entries that were merged into it within the scope, newest first.
///
/// # Errors
/// Faults of the database.
pub async fn matters(
    store: &Store,
    grant: &Grant<permit::ReadDesk>,
    institution: &str,
) -> Result<Vec<Duty>, Fault> {
    let within = |column| repo::authorities(grant.scope(), column);
    let (complaints, cases) = (within("c.authority_id"), within("v.authority_id"));
    store
        .rows(
            &format!(
                "SELECT * FROM (SELECT {COMPLAINT} WHERE {} AND {complaints} \
                 UNION ALL SELECT {CASE} WHERE {} AND {cases}) d ORDER BY d.began_at DESC, d.kind, d.number LIMIT $2",
                is_of("c.institution_id", "$1"),
                is_of("v.institution_id", "$1")
            ),
            [institution.into(), MATTERS_MAX.into()],
        )
        .await
}

/// The name of the office somebody works for: that of the first of these authorities, or of the one founded first where
/// there is none among them. Names of authorities are public.
///
/// # Errors
/// Faults of the database.
pub async fn office(store: &Store, authorities: &[AuthorityId]) -> Result<String, Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        name: String,
    }
    let first = authorities
        .first()
        .map(ToString::to_string)
        .unwrap_or_default();
    let row: Option<Row> = store
        .row(
            "SELECT name FROM authority ORDER BY CASE WHEN id = $1 THEN 0 ELSE 1 END, created_at, id LIMIT 1",
            [first.into()],
        )
        .await?;
    Ok(row.map(|row| row.name).unwrap_or_default())
}
