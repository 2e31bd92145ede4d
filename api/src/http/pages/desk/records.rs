//! Correcting the record of an institution on the officers' desk, and the party's work in the scope.

use std::sync::Arc;

use axum::extract::State;
use axum::http::Uri;
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::access::{Grant, permit};
use domain::entry_report::Kind;
use domain::institution::Status;
use domain::institution::request::Side;
use domain::words::{District, InstitutionNumber, ReportNumber};
use serde::Deserialize;
use store::Fault;
use store::ops::record::{self, Change, Changed};
use store::ops::report::{self, Corrected};
use store::read::record::{self as kept, Covered, Gap, GapQuery, RecordKept};
use store::read::report::ReportRecord;

use super::asked::{self, Asked, address};
use super::done::Done;
use super::frame::frame;
use super::sent::version;
use super::{register, words};
use crate::App;
use crate::http::access::Permitted;
use crate::http::body::{Named, Query};
use crate::http::caller::Caller;
use crate::http::pages::{Html, record as fields};
use crate::http::problem::{Code, Problem};
use crate::http::upload::Form;
use crate::text::Lang;
use crate::view::desk::records::{CoveredRow, GapRow, Party, RecordEdit};
use crate::view::field::{Control, Errors, Field, FormKey, Values};
use crate::view::piece::{Chip, Link};
use crate::view::record::ReportOf;
use crate::view::shell::{Desk, DeskPlace};

/// `GET /desk/institutions/{number}/edit`.
pub(super) async fn edit(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    uri: Uri,
    Permitted(_keep): Permitted<permit::KeepRegister>,
    Named(number): Named<InstitutionNumber>,
    Query(by): Query<ByReport>,
) -> Result<Html<RecordEdit>, Problem> {
    let record = read(&app, &caller, number).await?;
    let here = asked::here(&uri);
    let shell = frame(&app, &caller, lang, DeskPlace::Institutions, here).await?;
    let report = reported(&app, &caller, &record, &by.report).await?;
    let values = match &report {
        Some(report) => said(fields::values(&record), report, lang),
        None => fields::values(&record),
    };
    let filled = (&values, &Errors::default());
    let mut page = page(shell, &caller, &record, filled);
    page.form.report = report.map(|report| shown(&report, filled, lang));
    Ok(Html(page))
}

/// The report of the public by which a record is changed.
#[derive(Debug, Default, Deserialize)]
pub(super) struct ByReport {
    #[serde(default)]
    report: String,
}

/// The open report about this record that is accepted by its change; nothing for one that is none.
async fn reported(
    app: &App,
    caller: &Caller,
    record: &RecordKept,
    number: &str,
) -> Result<Option<ReportRecord>, Problem> {
    let Ok(number) = number.parse() else {
        return Ok(None);
    };
    let today = app.store().today();
    if caller.grant::<permit::JudgeReport>(today).is_err() {
        return Ok(None);
    }
    let desk = caller.grant::<permit::ReadDesk>(today)?;
    match store::read::report::by_number(app.store(), &desk, number).await {
        Ok(report) if report.row.open && report.institution_id == record.id => Ok(Some(report)),
        Ok(_) | Err(Fault::NotFound) => Ok(None),
        Err(fault) => Err(fault.into()),
    }
}

/// What the record says, with what was reported in its place.
fn said(mut values: Values, report: &ReportRecord, lang: Lang) -> Values {
    let mut fill = |name: &str, text: &str| values.0.insert(name.to_owned(), text.to_owned());
    for shown in &report.items {
        fill(shown.item.field.code(), &shown.item.right);
    }
    if report.row.kind == Kind::Closed.code() {
        fill("status", Status::Closed.code());
    }
    fill(
        "reason",
        &lang.t1("report-reason", "number", &report.row.number),
    );
    values
}

fn shown(report: &ReportRecord, (values, errors): (&Values, &Errors), lang: Lang) -> ReportOf {
    let number = report.row.number.clone();
    ReportOf {
        line: lang.t1("report-from", "number", &number),
        answer: Field::line("answer", lang.t("report-answer"), values, errors)
            .hint(lang.t("report-accept-hint"))
            .control(Control::Area(2))
            .optional(lang)
            .limit(1_000),
        version: report.row.version,
        number,
    }
}

async fn read(
    app: &App,
    caller: &Caller,
    number: InstitutionNumber,
) -> Result<RecordKept, Problem> {
    let today = app.store().today();
    let desk = caller.grant::<permit::ReadDesk>(today)?;
    Ok(kept::of(app.store(), &desk, number, today).await?)
}

fn page(
    shell: Desk,
    caller: &Caller,
    record: &RecordKept,
    filled: (&Values, &Errors),
) -> RecordEdit {
    let path = register::path(&record.number);
    let key = FormKey {
        lang: shell.lang,
        action: format!("{path}/changes"),
        csrf: caller.form_token.clone(),
        submission: String::new(),
        version: record.version,
    };
    let name = record.text(domain::institution::field::Field::Name);
    RecordEdit {
        form: fields::form(key, Side::Authority, filled, path.clone()),
        institution: Link::new(path, name),
        shell,
    }
}

/// `POST /desk/institutions/{number}/changes`.
pub(super) async fn change(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(grant): Permitted<permit::KeepRegister>,
    Named(number): Named<InstitutionNumber>,
    form: Form,
) -> Result<Response, Problem> {
    let returned = match fields::sent(&form, Side::Authority, lang) {
        Err(errors) => fields::Returned::unread(errors),
        Ok(values) => {
            let reason = form.get("reason").to_owned();
            let change = Change { values, reason };
            match write(&app, &caller, &grant, number, (&form, &change)).await? {
                Ok(changed) => return Ok(done(&changed, number).into_response()),
                Err(fault) => fields::Returned::of(fault, lang)?,
            }
        }
    };
    again(&app, &caller, lang, number, (&form, returned)).await
}

/// Writes the change, and accepts the report that it comes from where the form names one.
async fn write(
    app: &App,
    caller: &Caller,
    grant: &Grant<permit::KeepRegister>,
    number: InstitutionNumber,
    (form, change): (&Form, &Change),
) -> Result<Result<Changed, Fault>, Problem> {
    let (store, now, version) = (app.store(), app.store().now(), version(form)?);
    let Some((report, report_version)) = by_report(form)? else {
        return Ok(record::change(store, grant, number, change, version, now).await);
    };
    let judges = caller.grant::<permit::JudgeReport>(now.day())?;
    let corrected = Corrected {
        report,
        report_version,
        institution: number,
        version,
        change,
        answer: form.get("answer"),
    };
    Ok(report::correct(store, (&judges, grant), &corrected, now).await)
}

/// The report that the form accepts, and the version at which it was read.
fn by_report(form: &Form) -> Result<Option<(ReportNumber, i64)>, Problem> {
    let broken = || Problem::new(Code::BadRequest);
    match form.get("report") {
        "" => Ok(None),
        number => Ok(Some((
            number.parse().map_err(|_| broken())?,
            form.get("report_version").parse().map_err(|_| broken())?,
        ))),
    }
}

/// Leads to the institution and says what became of the change.
fn done(changed: &Changed, number: InstitutionNumber) -> Redirect {
    let done = if changed.asked.is_empty() {
        Done::RecordChanged
    } else {
        Done::RecordAsked
    };
    done.to(&register::path(&number.to_string()))
}

/// The form again, with what was typed and is wrong. Whoever sees what is new may send on what they typed.
async fn again(
    app: &App,
    caller: &Caller,
    lang: Lang,
    number: InstitutionNumber,
    (form, returned): (&Form, fields::Returned),
) -> Result<Response, Problem> {
    let record = read(app, caller, number).await?;
    let path = format!("{}/edit", register::path(&record.number));
    let mut shell = frame(app, caller, lang, DeskPlace::Institutions, &path).await?;
    shell.flash = returned.flash;
    let desk = caller.grant::<permit::ReadDesk>(app.store().today())?;
    let typed = fields::typed(form);
    let then = kept::of_at(app.store(), &desk, number, version(form)?).await?;
    let typed = then.map_or(typed.clone(), |then| fields::merged(&typed, &then, &record));
    let filled = (&typed, &returned.errors);
    let report = reported(app, caller, &record, form.get("report")).await?;
    let mut page = page(shell, caller, &record, filled);
    page.form.report = report.map(|report| shown(&report, filled, lang));
    Ok((returned.status, Html(page)).into_response())
}

const PARTY: &str = "/desk/party";

/// `GET /desk/party`.
pub(super) async fn party(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    uri: Uri,
    Permitted(grant): Permitted<permit::ReadDesk>,
    Query(asked): Query<Asked>,
) -> Result<Html<Party>, Problem> {
    let here = asked.district_code();
    let query = GapQuery {
        district: asked.district(),
        after: asked.after_key(),
        ..GapQuery::default()
    };
    let districts = kept::coverage(app.store(), &grant).await?;
    let gaps = kept::gaps(app.store(), &grant, &query).await?;
    Ok(Html(Party {
        shell: frame(&app, &caller, lang, DeskPlace::Party, asked::here(&uri)).await?,
        chips: chips(&districts, here, lang),
        gaps: gaps.items.iter().map(|gap| gap_row(gap, lang)).collect(),
        next: next(gaps.next.as_deref(), here),
        districts: covered(&districts, lang),
    }))
}

fn next(after: Option<&str>, here: &str) -> Option<String> {
    after.map(|after| address(PARTY, &[("district", here), ("after", after)]))
}

/// What an institution that is not covered says.
pub(super) fn says(gap: &Gap, lang: Lang) -> String {
    lang.t(if gap.party.is_empty() {
        "party-says-nothing"
    } else {
        "party-says-none"
    })
}

fn gap_row(gap: &Gap, lang: Lang) -> GapRow {
    GapRow {
        href: register::path(&gap.number),
        name: gap.name.clone(),
        district: words::district(&gap.district, lang),
        says: says(gap, lang),
    }
}

fn chips(districts: &[Covered], here: &str, lang: Lang) -> Vec<Chip> {
    let all = Chip::new(PARTY, lang.t("party-all"), here.is_empty());
    let each = districts.iter().map(|one| {
        let path = address(PARTY, &[("district", &one.district)]);
        Chip::new(
            path,
            words::district(&one.district, lang),
            one.district == here,
        )
    });
    std::iter::once(all).chain(each).collect()
}

/// Each district, and all together where there is more than one.
fn covered(districts: &[Covered], lang: Lang) -> Vec<CoveredRow> {
    let sum = |count: fn(&Covered) -> i64| districts.iter().map(count).sum();
    let all = Covered {
        district: String::new(),
        operating: sum(|one| one.operating),
        own: sum(|one| one.own),
        joint: sum(|one| one.joint),
        instructor: sum(|one| one.instructor),
    };
    let more = districts.len() > 1;
    let rows = districts.iter().chain(more.then_some(&all));
    rows.map(|one| covered_row(one, lang)).collect()
}

fn covered_row(one: &Covered, lang: Lang) -> CoveredRow {
    let percent = (one.own + one.joint + one.instructor) * 100 / one.operating.max(1);
    CoveredRow {
        district: match District::from_code(&one.district) {
            Some(district) => lang.pick(district.zh(), district.en()).to_owned(),
            None => lang.t("party-all"),
        },
        href: address(PARTY, &[("district", &one.district)]),
        operating: one.operating,
        own: one.own,
        joint: one.joint,
        instructor: one.instructor,
        share: format!("{percent}%"),
        percent,
    }
}
