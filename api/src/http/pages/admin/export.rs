//! The lists of notices, jobs and accounts as files, with the filter of their page.

use axum::extract::State;
use axum::http::Uri;
use axum::response::Response;
use domain::access::{Role, permit};
use domain::words::{ActId, Instant, JobId, NoticeId};
use serde::Serialize;
use store::read::account::{self, AccountEntry};
use store::read::act::{self, ActRow, AuditRow};
use store::read::job::{self, JobRow};
use store::read::notice::{self, NoticeRow};
use store::read::{Limit, Page};
use tables::{Cell, Format};

use super::{Asked, act_words, audit, jobs, notices};
use crate::App;
use crate::app::Hall;
use crate::http::access::Permitted;
use crate::http::body::Query;
use crate::http::export::{self, Exported, Paged, Shape, Words};
use crate::http::problem::{Code, Problem};
use crate::text::{Lang, show};

/// The shape that the ending of an address asks for.
fn shape(uri: &Uri, lang: Lang) -> Result<Shape, Problem> {
    let ending = uri.path().rsplit('.').next().and_then(Format::from_ending);
    let format = ending.ok_or_else(|| Problem::new(Code::NotFound))?;
    Ok(Shape::Table(format, lang))
}

fn words(app: &App, lang: Lang, title: &str) -> Words {
    let title = lang.t(title);
    Words {
        name: format!("{title}-{}", app.store().today()),
        title,
    }
}

fn headings<const N: usize>(lang: Lang, columns: [(&str, u8); N]) -> Vec<(String, u8)> {
    columns.map(|(key, width)| (lang.t(key), width)).to_vec()
}

fn at(millis: Option<i64>, lang: Lang) -> Cell {
    millis.map_or(Cell::Empty, |at| {
        Cell::Text(show::instant(lang, Instant::from_millis(at)))
    })
}

/// `GET /desk/export/notices.csv` and `.xlsx`.
pub(super) async fn notices(
    State(app): State<App>,
    lang: Lang,
    Permitted(grant): Permitted<permit::ReadNotices>,
    uri: Uri,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let (shape, state) = (shape(&uri, lang)?, asked.state(notices::STATES));
    let (store, grant, now) = (app.store(), &grant, app.store().now());
    let source = Paged::of(move |after: Option<NoticeId>| async move {
        let limit = Limit::PART;
        let page = match state {
            Some(notices::STUCK) => notice::list_stuck(store, grant, limit, after, now).await?,
            state => notice::list(store, grant, state, limit, after).await?,
        };
        let receivers = notice::receivers(store, grant, &page.items).await?;
        let rows = page.items.into_iter().zip(receivers);
        Ok(Page {
            items: rows.map(|(row, to)| NoticeLine { row, to }).collect(),
            next: page.next,
        })
    });
    let words = words(&app, lang, "place-notices");
    export::whole(&app, Hall::Desk, source, shape, &words).await
}

/// A notice and to whom it goes, masked.
#[derive(Serialize)]
struct NoticeLine {
    #[serde(flatten)]
    row: NoticeRow,
    to: String,
}

impl Exported for NoticeLine {
    fn columns(lang: Lang) -> Vec<(String, u8)> {
        let columns = [
            ("column-notice", 24),
            ("column-about", 26),
            ("column-to", 24),
            ("column-state", 14),
            ("column-attempts", 8),
            ("column-made", 22),
            ("column-settled", 22),
            ("column-reply", 40),
        ];
        headings(lang, columns)
    }

    fn cells(&self, lang: Lang) -> Vec<Cell> {
        let row = &self.row;
        vec![
            Cell::Text(notices::what(&row.template, lang)),
            Cell::from(row.subject_number.as_deref()),
            Cell::from(self.to.as_str()),
            Cell::Text(notices::badge(&row.state, lang).text),
            Cell::Number(row.attempt),
            at(Some(row.created_at), lang),
            at(row.settled_at, lang),
            Cell::from(row.server_reply.as_deref().or(row.last_code.as_deref())),
        ]
    }
}

/// `GET /desk/export/jobs.csv` and `.xlsx`.
pub(super) async fn jobs(
    State(app): State<App>,
    lang: Lang,
    Permitted(grant): Permitted<permit::ReadJobs>,
    uri: Uri,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let shape = shape(&uri, lang)?;
    let state = asked.state(jobs::STATES).unwrap_or(jobs::DEAD);
    let (store, grant) = (app.store(), &grant);
    let source =
        Paged::of(move |after: Option<JobId>| job::list(store, grant, state, Limit::PART, after));
    let words = words(&app, lang, "place-jobs");
    export::whole(&app, Hall::Desk, source, shape, &words).await
}

impl Exported for JobRow {
    fn columns(lang: Lang) -> Vec<(String, u8)> {
        let columns = [
            ("column-job", 34),
            ("column-state", 12),
            ("column-attempts", 8),
            ("column-made", 22),
            ("column-run", 22),
            ("column-fault", 24),
        ];
        headings(lang, columns)
    }

    fn cells(&self, lang: Lang) -> Vec<Cell> {
        vec![
            Cell::Text(jobs::kind(&self.kind, lang)),
            Cell::Text(jobs::state_words(&self.state, lang)),
            Cell::Number(self.attempt),
            at(Some(self.created_at), lang),
            at(Some(self.run_at), lang),
            Cell::from(self.last_error_code.as_deref()),
        ]
    }
}

/// `GET /desk/export/audit.csv` and `.xlsx`.
pub(super) async fn acts(
    State(app): State<App>,
    lang: Lang,
    Permitted(grant): Permitted<permit::ReadAudit>,
    uri: Uri,
) -> Result<Response, Problem> {
    let shape = shape(&uri, lang)?;
    let (store, grant) = (app.store(), &grant);
    let source = Paged::of(move |after: Option<ActId>| async move {
        let page = act::audited(store, grant, Limit::PART, after).await?;
        Ok(Page {
            items: page.items.into_iter().map(ActLine::from).collect(),
            next: page.next,
        })
    });
    let words = words(&app, lang, "place-audit");
    export::whole(&app, Hall::Desk, source, shape, &words).await
}

/// An act with what an auditor compares it by.
#[derive(Serialize)]
struct ActLine {
    #[serde(flatten)]
    act: ActRow,
    digest: String,
    subject_number: Option<String>,
}

impl From<AuditRow> for ActLine {
    fn from(row: AuditRow) -> Self {
        Self {
            act: row.act,
            digest: row.digest,
            subject_number: row.subject_number,
        }
    }
}

impl Exported for ActLine {
    fn columns(lang: Lang) -> Vec<(String, u8)> {
        let columns = [
            ("column-when", 22),
            ("column-who", 24),
            ("column-act", 28),
            ("column-about", 26),
            ("column-subject-id", 40),
            ("column-seal", 10),
            ("column-digest", 66),
        ];
        headings(lang, columns)
    }

    fn cells(&self, lang: Lang) -> Vec<Cell> {
        let act = &self.act;
        vec![
            at(Some(act.at), lang),
            Cell::Text(audit::who(act, lang)),
            Cell::Text(act_words(lang, &act.subject_kind, &act.verb)),
            Cell::from(self.subject_number.as_deref()),
            Cell::from(act.subject_id.as_str()),
            act.seal_number.map_or(Cell::Empty, Cell::Number),
            Cell::from(self.digest.as_str()),
        ]
    }
}

/// `GET /desk/export/accounts.csv` and `.xlsx`.
pub(super) async fn accounts(
    State(app): State<App>,
    lang: Lang,
    Permitted(grant): Permitted<permit::ManageAccounts>,
    uri: Uri,
) -> Result<Response, Problem> {
    let shape = shape(&uri, lang)?;
    let (store, grant) = (app.store(), &grant);
    let source = Paged::of(move |after: Option<String>| async move {
        let page = account::page(store, grant, Limit::PART, after.as_deref()).await?;
        Ok(Page {
            items: page.items.into_iter().map(AccountLine::of).collect(),
            next: page.next,
        })
    });
    let words = words(&app, lang, "place-accounts");
    export::whole(&app, Hall::Desk, source, shape, &words).await
}

/// An account as the administrator's list has it.
#[derive(Serialize)]
struct AccountLine {
    name: String,
    login: String,
    role: String,
    certificate: Option<String>,
    certificate_until: Option<String>,
    institution: Option<String>,
    signed_in_at: Option<i64>,
    disabled_at: Option<i64>,
}

impl AccountLine {
    fn of(entry: AccountEntry) -> Self {
        Self {
            name: entry.account.person_name,
            login: entry.account.login,
            role: entry.account.role,
            certificate: entry.account.certificate_number,
            certificate_until: entry.account.certificate_valid_until,
            institution: entry.institution,
            signed_in_at: entry.signed_in_at,
            disabled_at: entry.account.disabled_at,
        }
    }
}

impl Exported for AccountLine {
    fn columns(lang: Lang) -> Vec<(String, u8)> {
        let columns = [
            ("column-person", 14),
            ("column-login", 24),
            ("column-role", 16),
            ("column-certificate", 20),
            ("column-certificate-until", 14),
            ("column-institution", 40),
            ("column-signed-in", 22),
            ("column-closed", 22),
        ];
        headings(lang, columns)
    }

    fn cells(&self, lang: Lang) -> Vec<Cell> {
        let role = Role::from_code(&self.role);
        let role = role.map_or(self.role.as_str(), |role| lang.pick(role.zh(), role.en()));
        vec![
            Cell::from(self.name.as_str()),
            Cell::from(self.login.as_str()),
            Cell::from(role),
            Cell::from(self.certificate.as_deref()),
            Cell::from(self.certificate_until.as_deref()),
            Cell::from(self.institution.as_deref()),
            at(self.signed_in_at, lang),
            at(self.disabled_at, lang),
        ]
    }
}
