//! The institution's own lists as files, with the filter of their page.

use axum::extract::{Path, State};
use axum::response::Response;
use domain::access::{Grant, permit};
use domain::staff::{Certificate, Engagement, Post};
use domain::words::{AfterSchoolId, ApplicationId, CourseId, Day, RequestId, StaffId};
use serde::{Deserialize, Serialize};
use store::read::order::{self, OrderRow, OwnAfter};
use store::read::staff::{self, StaffQuery, StaffShown};
use store::read::{Limit, Page, after_school, application, course, request};
use tables::{Cell, Format};

use super::show;
use crate::App;
use crate::app::Hall;
use crate::http::access::Permitted;
use crate::http::body::Query;
use crate::http::export::{self, Exported, Paged, Shape, Source, Words};
use crate::http::problem::{Code, Problem};
use crate::text::Lang;

/// The filter of a list; people do not write these words, so an unknown one asks for nothing.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    state: Option<String>,
}

/// `GET /my/export/{file}`, for example `courses.xlsx`.
pub(super) async fn file(
    State(app): State<App>,
    lang: Lang,
    Permitted(grant): Permitted<permit::ReadOwn>,
    Path(file): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let not_found = || Problem::new(Code::NotFound);
    let (list, ending) = file.rsplit_once('.').ok_or_else(not_found)?;
    let format = Format::from_ending(ending).ok_or_else(not_found)?;
    let sending = Sending {
        app: &app,
        grant: &grant,
        lang,
        format,
    };
    match list {
        "applications" => sending.applications().await,
        "courses" => sending.courses().await,
        "after-school" => sending.after_school().await,
        "requests" => sending.requests().await,
        "orders" => sending.orders().await,
        "staff" => sending.staff(asked.state).await,
        _ => Err(not_found()),
    }
}

/// A list on its way out.
struct Sending<'a> {
    app: &'a App,
    grant: &'a Grant<permit::ReadOwn>,
    lang: Lang,
    format: Format,
}

impl Sending<'_> {
    async fn whole(&self, list: impl Source, title: &str) -> Result<Response, Problem> {
        let title = self.lang.t(title);
        let words = Words {
            name: format!("{title}-{}", self.app.store().today()),
            title,
        };
        let shape = Shape::Table(self.format, self.lang);
        export::whole(self.app, Hall::My, list, shape, &words).await
    }

    async fn applications(&self) -> Result<Response, Problem> {
        let (store, grant) = (self.app.store(), self.grant);
        let list = Paged::of(move |after: Option<ApplicationId>| {
            application::own(store, grant, Limit::PART, after)
        });
        self.whole(list, "my-place-applications").await
    }

    async fn courses(&self) -> Result<Response, Problem> {
        let (store, grant) = (self.app.store(), self.grant);
        let list =
            Paged::of(move |after: Option<CourseId>| course::own(store, grant, Limit::PART, after));
        self.whole(list, "my-place-courses").await
    }

    async fn after_school(&self) -> Result<Response, Problem> {
        let (store, grant) = (self.app.store(), self.grant);
        let list = Paged::of(move |after: Option<AfterSchoolId>| {
            after_school::own(store, grant, Limit::PART, after)
        });
        self.whole(list, "my-place-after-school").await
    }

    async fn requests(&self) -> Result<Response, Problem> {
        let (store, grant) = (self.app.store(), self.grant);
        let list = Paged::of(move |after: Option<RequestId>| {
            request::own(store, grant, Limit::PART, after)
        });
        self.whole(list, "record-requests").await
    }

    async fn orders(&self) -> Result<Response, Problem> {
        let (store, grant, today) = (self.app.store(), self.grant, self.app.store().today());
        let list = Paged::of(move |after: Option<OwnAfter>| async move {
            let page = order::own(store, grant, Limit::PART, after.as_ref()).await?;
            let rows = page.items.into_iter();
            Ok(Page {
                items: rows.map(|row| OrderLine { row, today }).collect(),
                next: page.next,
            })
        });
        self.whole(list, "my-place-orders").await
    }

    async fn staff(&self, state: Option<String>) -> Result<Response, Problem> {
        let (store, grant, today) = (self.app.store(), self.grant, self.app.store().today());
        let state = state.filter(|state| staff::STATES.contains(&state.as_str()));
        let list = Paged::of(move |after: Option<StaffId>| {
            let query = StaffQuery {
                state: state.clone(),
                limit: Limit::PART,
                after,
            };
            async move { staff::own(store, grant, &query, today).await }
        });
        self.whole(list, "my-place-staff").await
    }
}

fn headings<const N: usize>(lang: Lang, columns: [(&str, u8); N]) -> Vec<(String, u8)> {
    columns.map(|(key, width)| (lang.t(key), width)).to_vec()
}

/// An order as it stands on a day.
#[derive(Serialize)]
struct OrderLine {
    #[serde(flatten)]
    row: OrderRow,
    #[serde(skip)]
    today: Day,
}

impl Exported for OrderLine {
    fn columns(lang: Lang) -> Vec<(String, u8)> {
        let columns = [
            ("column-document", 26),
            ("column-case", 15),
            ("column-demand", 50),
            ("column-authority", 28),
            ("column-ordered", 12),
            ("column-served", 12),
            ("column-correction-due", 14),
            ("column-state", 16),
        ];
        headings(lang, columns)
    }

    fn cells(&self, lang: Lang) -> Vec<Cell> {
        let row = &self.row;
        vec![
            Cell::from(row.document_number.as_str()),
            Cell::from(row.case_number.as_str()),
            Cell::from(row.demand.as_str()),
            Cell::from(row.authority.as_str()),
            Cell::from(row.ordered_on.as_str()),
            Cell::from(row.served_on.as_deref()),
            Cell::from(row.due_on.as_str()),
            Cell::Text(show::order_badge(row, lang, self.today).text),
        ]
    }
}

impl Exported for StaffShown {
    fn columns(lang: Lang) -> Vec<(String, u8)> {
        let columns = [
            ("column-person", 14),
            ("column-identity", 22),
            ("column-post", 14),
            ("column-engagement", 12),
            ("column-subject-taught", 16),
            ("column-certificate-kind", 24),
            ("column-certificate", 24),
            ("column-employed", 12),
            ("column-left", 12),
        ];
        headings(lang, columns)
    }

    fn cells(&self, lang: Lang) -> Vec<Cell> {
        let member = &self.member;
        let (post, engagement): (Post, Engagement) = (member.post, member.engagement);
        let kind = member.certificate;
        let kind = kind.map(|kind: Certificate| lang.pick(kind.zh(), kind.en()));
        let left = self.left_on.map(|day| day.to_string());
        vec![
            Cell::from(member.name.as_str()),
            Cell::from(self.identity_number.as_str()),
            Cell::from(lang.pick(post.zh(), post.en())),
            Cell::from(lang.pick(engagement.zh(), engagement.en())),
            Cell::from(member.subject.as_str()),
            Cell::from(kind),
            Cell::from(member.certificate_number.as_str()),
            Cell::Text(member.employed_on.to_string()),
            Cell::from(left.as_deref()),
        ]
    }
}
