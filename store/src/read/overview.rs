//! Today: what is late, what is due, what is new.

use domain::access::{Grant, permit};
use domain::words::Day;
use sea_orm::FromQueryResult;
use serde::Serialize;

use crate::Fault;
use crate::connect::Store;
use crate::repo;

/// One thing to do.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult, Serialize)]
pub struct Duty {
    /// `complaint`, `lead` or `case`.
    pub kind: String,
    /// Number, or the id of a lead.
    pub number: String,
    /// What it is about.
    pub title: String,
    /// Whom it is about.
    pub party: String,
    /// State.
    pub state: String,
    /// Day by which it is due.
    pub due_on: String,
}

/// How much there is to do.
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
    /// Open complaints.
    pub open_complaints: i64,
    /// Leads to judge.
    pub open_leads: i64,
    /// Open cases.
    pub open_cases: i64,
}

/// More duties than this are on the lists, not on the page of today.
const DUTIES_MAX: i64 = 60;

/// What there is to do in the scope on `today`.
///
/// # Errors
/// Faults of the database.
pub async fn overview(
    store: &Store,
    grant: &Grant<permit::ReadDesk>,
    today: Day,
) -> Result<Overview, Fault> {
    let scope = grant.scope();
    let within = |column| repo::authorities(scope, column);
    let (complaints, leads, cases) = (
        within("c.authority_id"),
        within("l.authority_id"),
        within("v.authority_id"),
    );
    let duties = format!(
        "SELECT 'complaint' AS kind, c.number, c.subject AS title, c.institution_name AS party, c.state, c.due_on FROM complaint c WHERE c.open AND {complaints} \
         UNION ALL SELECT 'lead', l.id, k.subject, k.institution_name, l.state, l.due_on FROM lead l JOIN complaint k ON k.id = l.complaint_id WHERE l.open AND {leads} \
         UNION ALL SELECT 'case', v.number, COALESCE(k.subject, ''), v.party_name, v.state, COALESCE(o.due_on, v.due_on) FROM violation_case v \
         LEFT JOIN complaint k ON k.id = v.complaint_id LEFT JOIN correction_order o ON o.case_id = v.id WHERE v.open AND {cases}"
    );
    let due: Vec<Duty> = store
        .rows(
            &format!("SELECT * FROM ({duties}) d WHERE d.due_on <= $1 ORDER BY d.due_on, d.kind, d.number LIMIT $2"),
            [today.plus_days(7).to_string().into(), DUTIES_MAX.into()],
        )
        .await?;
    let new: Vec<Duty> = store
        .rows(
            &format!(
                "SELECT 'complaint' AS kind, c.number, c.subject AS title, c.institution_name AS party, c.state, c.due_on \
                 FROM complaint c WHERE c.state = 'received' AND {complaints} ORDER BY c.received_at DESC, c.number LIMIT 10"
            ),
            [],
        )
        .await?;
    #[derive(FromQueryResult)]
    struct Counts {
        complaints: i64,
        leads: i64,
        cases: i64,
    }
    let counts: Option<Counts> = store
        .row(
            &format!(
                "SELECT (SELECT COUNT(*) FROM complaint c WHERE c.open AND {complaints}) AS complaints, \
                 (SELECT COUNT(*) FROM lead l WHERE l.open AND {leads}) AS leads, \
                 (SELECT COUNT(*) FROM violation_case v WHERE v.open AND {cases}) AS cases"
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
    if let Some(counts) = counts {
        overview.open_complaints = counts.complaints;
        overview.open_leads = counts.leads;
        overview.open_cases = counts.cases;
    }
    Ok(overview)
}
