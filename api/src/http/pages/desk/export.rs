//! The lists of the desk as files, with the filter of their page.

use axum::extract::{Path, State};
use axum::response::Response;
use domain::access::{Grant, permit};
use domain::words::{BarId, Day, Instant, InstitutionNumber};
use store::read::after_school::ProviderRow;
use store::read::application::{self, ApplicationRow};
use store::read::case::{self, CaseRow};
use store::read::complaint::{self, ComplaintRow};
use store::read::course::CourseRow;
use store::read::institution::Every;
use store::read::lead::{self, LeadRow};
use store::read::licence::{self, LicenceQuery, LicenceRow};
use store::read::record::{self, GapQuery};
use store::read::report::ReportRow;
use store::read::request::RequestRow;
use store::read::staff::bar::{self, BarQuery};
use store::read::staff::lead::StaffLeadRow;
use store::read::{DueQuery, Limit, Page};
use store::{Fault, Store};
use tables::{Cell, Format};

use super::asked::Asked;
use super::export_entries::{merges_asked, schools_asked};
use super::places::EveryPlace;
use super::{applications, cases, complaints, leads, licence_page, licences, words};
use crate::App;
use crate::app::Hall;
use crate::http::access::Permitted;
use crate::http::body::Query;
use crate::http::export::{self, Exported, Paged, Shape, Source, Words};
use crate::http::json::institutions::InstitutionsQuery;
use crate::http::pages::application::{kind, state};
use crate::http::problem::{Code, Problem};
use crate::text::Lang;

/// `GET /desk/export/{file}`, for example `complaints.xlsx`.
pub(super) async fn file(
    State(app): State<App>,
    lang: Lang,
    Permitted(grant): Permitted<permit::ReadDesk>,
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
        asked: &asked,
    };
    sending.list(list).await
}

/// A list on its way out.
struct Sending<'a> {
    app: &'a App,
    grant: &'a Grant<permit::ReadDesk>,
    lang: Lang,
    format: Format,
    asked: &'a Asked,
}

impl Sending<'_> {
    /// The list of this name.
    async fn list(&self, list: &str) -> Result<Response, Problem> {
        match list {
            "complaints" => self.by_due::<ComplaintRow>("place-complaints").await,
            "leads" => self.by_due::<LeadRow>("place-leads").await,
            "cases" => self.by_due::<CaseRow>("place-cases").await,
            "applications" => self.by_due::<ApplicationRow>("place-applications").await,
            "licences" => self.by_due::<LicenceRow>("place-licences").await,
            "staff-leads" => self.by_due::<StaffLeadRow>("place-staff-leads").await,
            "courses" => self.by_due::<CourseRow>("place-courses").await,
            "requests" => self.by_due::<RequestRow>("place-requests").await,
            "barred" => self.barred().await,
            "party" => self.party().await,
            "institutions" => self.institutions().await,
            "places" => self.places().await,
            "reports" => self.by_due::<ReportRow>("place-reports").await,
            "merges" => self.merges().await,
            "after-school" => self.by_due::<ProviderRow>("place-after-school").await,
            "schools" => self.schools().await,
            _ => Err(Problem::new(Code::NotFound)),
        }
    }

    fn words(&self, title: &str) -> Words {
        let title = self.lang.t(title);
        Words {
            name: format!("{title}-{}", self.app.store().today()),
            title,
        }
    }

    async fn by_due<T: DueList>(&self, title: &str) -> Result<Response, Problem> {
        let source = ByDue::<T> {
            store: self.app.store(),
            grant: self.grant,
            today: self.app.store().today(),
            query: Some(DueQuery {
                limit: Limit::PART,
                after: None,
                ..self.asked.by_due(T::STATES)
            }),
            rows: std::marker::PhantomData,
        };
        let shape = Shape::Table(self.format, self.lang);
        export::whole(self.app, Hall::Desk, source, shape, &self.words(title)).await
    }

    async fn barred(&self) -> Result<Response, Problem> {
        let (store, grant, today) = (self.app.store(), self.grant, self.app.store().today());
        let state = self.asked.state(bar::STATES);
        let source = Paged::of(move |after: Option<BarId>| async move {
            let query = BarQuery {
                state: Some(state.to_owned()),
                limit: Limit::PART,
                after,
            };
            bar::list(store, grant, &query, today).await
        });
        let shape = Shape::Table(self.format, self.lang);
        let words = self.words("place-barred");
        export::whole(self.app, Hall::Desk, source, shape, &words).await
    }

    async fn party(&self) -> Result<Response, Problem> {
        let (store, grant, district) = (self.app.store(), self.grant, self.asked.district());
        let source = Paged::of(move |after: Option<InstitutionNumber>| async move {
            let query = GapQuery {
                district,
                limit: Limit::PART,
                after,
            };
            record::gaps(store, grant, &query).await
        });
        let shape = Shape::Table(self.format, self.lang);
        let words = self.words("place-party");
        export::whole(self.app, Hall::Desk, source, shape, &words).await
    }

    async fn merges(&self) -> Result<Response, Problem> {
        let source = merges_asked(self.app.store(), self.grant, self.asked);
        let shape = Shape::Table(self.format, self.lang);
        let words = self.words("place-merges");
        export::whole(self.app, Hall::Desk, source, shape, &words).await
    }

    async fn schools(&self) -> Result<Response, Problem> {
        let source = schools_asked(self.app.store(), self.grant, self.asked);
        let shape = Shape::Table(self.format, self.lang);
        let words = self.words("place-schools");
        export::whole(self.app, Hall::Desk, source, shape, &words).await
    }

    async fn places(&self) -> Result<Response, Problem> {
        let source = EveryPlace::of(self.app.store(), self.grant, self.asked);
        let shape = Shape::Table(self.format, self.lang);
        let words = self.words("place-places");
        export::whole(self.app, Hall::Desk, source, shape, &words).await
    }

    async fn institutions(&self) -> Result<Response, Problem> {
        let (query, _) = InstitutionsQuery {
            q: self.asked.words().map(ToOwned::to_owned),
            district: Some(self.asked.district_code().to_owned()),
            ..InstitutionsQuery::default()
        }
        .checked()?;
        let source = Every::of(self.app.store(), query, self.app.store().today());
        let shape = Shape::Table(self.format, self.lang);
        export::whole(
            self.app,
            Hall::Desk,
            source,
            shape,
            &self.words("place-institutions"),
        )
        .await
    }
}

/// A list by due day.
pub(super) trait DueList: Exported + Sized {
    /// The states of its page.
    const STATES: &'static [&'static str];

    /// One part of it.
    fn part(
        store: &Store,
        grant: &Grant<permit::ReadDesk>,
        query: &DueQuery,
        today: Day,
    ) -> impl Future<Output = Result<Page<Self>, Fault>> + Send;
}

struct ByDue<'a, T> {
    store: &'a Store,
    grant: &'a Grant<permit::ReadDesk>,
    today: Day,
    query: Option<DueQuery>,
    rows: std::marker::PhantomData<fn() -> T>,
}

impl<T: DueList> Source for ByDue<'_, T> {
    type Row = T;

    async fn next(&mut self) -> Result<Option<Vec<T>>, Fault> {
        let Some(mut query) = self.query.take() else {
            return Ok(None);
        };
        let page = T::part(self.store, self.grant, &query, self.today).await?;
        if let Some(next) = page.next {
            let after = next.parse();
            query.after =
                Some(after.map_err(|_| Fault::Integrity("the place in a list".to_owned()))?);
            self.query = Some(query);
        }
        Ok(Some(page.items))
    }
}

/// The headings with these keys and their widths.
pub(super) fn headings<const N: usize>(lang: Lang, columns: [(&str, u8); N]) -> Vec<(String, u8)> {
    columns.map(|(key, width)| (lang.t(key), width)).to_vec()
}

pub(super) fn district(code: Option<&str>, lang: Lang) -> Cell {
    code.map_or(Cell::Empty, |code| Cell::Text(words::district(code, lang)))
}

impl Exported for ComplaintRow {
    fn columns(lang: Lang) -> Vec<(String, u8)> {
        let columns = [
            ("column-number", 15),
            ("column-subject", 40),
            ("column-institution", 40),
            ("column-district", 12),
            ("column-channel", 12),
            ("column-state", 12),
            ("column-received", 12),
            ("column-due", 12),
        ];
        headings(lang, columns)
    }

    fn cells(&self, lang: Lang) -> Vec<Cell> {
        let received = Instant::from_millis(self.received_at).day();
        vec![
            Cell::from(self.number.as_str()),
            Cell::from(self.subject.as_str()),
            Cell::from(self.institution_name.as_str()),
            district(self.district.as_deref(), lang),
            Cell::Text(words::channel(&self.channel, lang)),
            Cell::Text(words::complaint_state(&self.state, lang).text),
            Cell::Text(received.to_string()),
            Cell::from(self.due_on.as_str()),
        ]
    }
}

impl DueList for ComplaintRow {
    const STATES: &'static [&'static str] = complaints::STATES;

    async fn part(
        store: &Store,
        grant: &Grant<permit::ReadDesk>,
        query: &DueQuery,
        _today: Day,
    ) -> Result<Page<Self>, Fault> {
        complaint::list(store, grant, query).await
    }
}

impl Exported for LeadRow {
    fn columns(lang: Lang) -> Vec<(String, u8)> {
        let columns = [
            ("column-complaint", 15),
            ("column-subject", 40),
            ("column-institution", 40),
            ("column-district", 12),
            ("column-label", 18),
            ("column-state", 12),
            ("column-due", 12),
        ];
        headings(lang, columns)
    }

    fn cells(&self, lang: Lang) -> Vec<Cell> {
        vec![
            Cell::from(self.complaint_number.as_str()),
            Cell::from(self.subject.as_str()),
            Cell::from(self.institution_name.as_str()),
            district(self.district.as_deref(), lang),
            Cell::Text(words::label(&self.label, lang)),
            Cell::Text(words::lead_state(&self.state, lang).text),
            Cell::from(self.due_on.as_str()),
        ]
    }
}

impl DueList for LeadRow {
    const STATES: &'static [&'static str] = leads::STATES;

    async fn part(
        store: &Store,
        grant: &Grant<permit::ReadDesk>,
        query: &DueQuery,
        _today: Day,
    ) -> Result<Page<Self>, Fault> {
        lead::list(store, grant, query).await
    }
}

impl Exported for CaseRow {
    fn columns(lang: Lang) -> Vec<(String, u8)> {
        let columns = [
            ("column-number", 15),
            ("column-party", 40),
            ("column-state", 14),
            ("column-officers", 24),
            ("column-filed", 12),
            ("column-correction-due", 14),
            ("column-due", 12),
        ];
        headings(lang, columns)
    }

    fn cells(&self, lang: Lang) -> Vec<Cell> {
        vec![
            Cell::from(self.number.as_str()),
            Cell::from(self.party_name.as_str()),
            Cell::Text(words::case_state(&self.state, lang).text),
            Cell::Text(cases::officers(self, lang)),
            Cell::from(self.filed_on.as_str()),
            Cell::from(self.correction_due_on.as_deref()),
            Cell::from(self.due_on.as_str()),
        ]
    }
}

impl DueList for CaseRow {
    const STATES: &'static [&'static str] = cases::STATES;

    async fn part(
        store: &Store,
        grant: &Grant<permit::ReadDesk>,
        query: &DueQuery,
        _today: Day,
    ) -> Result<Page<Self>, Fault> {
        case::list(store, grant, query).await
    }
}

impl Exported for ApplicationRow {
    fn columns(lang: Lang) -> Vec<(String, u8)> {
        let columns = [
            ("column-number", 15),
            ("column-kind", 12),
            ("column-institution", 40),
            ("column-district", 12),
            ("column-state", 12),
            ("column-submitted", 12),
            ("column-due", 12),
        ];
        headings(lang, columns)
    }

    fn cells(&self, lang: Lang) -> Vec<Cell> {
        vec![
            Cell::from(self.number.as_str()),
            Cell::Text(kind(&self.kind, lang)),
            Cell::from(self.institution_name.as_str()),
            district(Some(&self.district), lang),
            Cell::Text(state(&self.state, lang).text),
            Cell::from(self.submitted_on.as_deref()),
            Cell::from(self.due_on.as_deref()),
        ]
    }
}

impl DueList for ApplicationRow {
    const STATES: &'static [&'static str] = applications::STATES;

    async fn part(
        store: &Store,
        grant: &Grant<permit::ReadDesk>,
        query: &DueQuery,
        today: Day,
    ) -> Result<Page<Self>, Fault> {
        application::list(store, grant, query, today).await
    }
}

impl Exported for LicenceRow {
    fn columns(lang: Lang) -> Vec<(String, u8)> {
        let columns = [
            ("column-licence", 26),
            ("column-institution", 40),
            ("column-district", 12),
            ("column-class", 14),
            ("column-state", 12),
            ("column-issued-by", 28),
            ("column-issued", 12),
            ("column-valid-until", 12),
        ];
        headings(lang, columns)
    }

    fn cells(&self, lang: Lang) -> Vec<Cell> {
        vec![
            Cell::from(self.number.as_str()),
            Cell::from(self.institution_name.as_str()),
            district(Some(&self.district), lang),
            Cell::Text(lang.classes(self.classes())),
            Cell::Text(licence_page::state(&self.state, lang).text),
            Cell::from(self.issued_by.as_str()),
            Cell::from(self.issued_on.as_str()),
            Cell::from(self.valid_until.as_str()),
        ]
    }
}

impl DueList for LicenceRow {
    const STATES: &'static [&'static str] = licences::STATES;

    async fn part(
        store: &Store,
        grant: &Grant<permit::ReadDesk>,
        query: &DueQuery,
        today: Day,
    ) -> Result<Page<Self>, Fault> {
        let query = LicenceQuery {
            part: query.state.as_deref().and_then(|state| state.parse().ok()),
            district: query.district.as_deref().and_then(|code| code.parse().ok()),
            limit: query.limit,
            after: query.after.clone(),
        };
        licence::list(store, grant, &query, today).await
    }
}
