//! Correcting the record of an institution on the officers' desk, and the party's work in the scope.

use std::sync::Arc;

use axum::extract::State;
use axum::http::Uri;
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::access::permit;
use domain::institution::request::Side;
use domain::words::{District, InstitutionNumber};
use store::ops::record::{self, Change, Changed};
use store::read::record::{self as kept, Covered, Gap, GapQuery, RecordKept};

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
use crate::http::problem::Problem;
use crate::http::upload::Form;
use crate::text::Lang;
use crate::view::desk::records::{CoveredRow, GapRow, Party, RecordEdit};
use crate::view::field::{Errors, FormKey, Values};
use crate::view::piece::{Chip, Link};
use crate::view::shell::{Desk, DeskPlace};

/// `GET /desk/institutions/{number}/edit`.
pub(super) async fn edit(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    uri: Uri,
    Permitted(_keep): Permitted<permit::KeepRegister>,
    Named(number): Named<InstitutionNumber>,
) -> Result<Html<RecordEdit>, Problem> {
    let record = read(&app, &caller, number).await?;
    let here = asked::here(&uri);
    let shell = frame(&app, &caller, lang, DeskPlace::Institutions, here).await?;
    let values = fields::values(&record);
    let filled = (&values, &Errors::default());
    Ok(Html(page(shell, &caller, &record, filled)))
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
    let (version, now) = (version(&form)?, app.store().now());
    let returned = match fields::sent(&form, Side::Authority, lang) {
        Err(errors) => fields::Returned::unread(errors),
        Ok(values) => {
            let reason = form.get("reason").to_owned();
            let change = Change { values, reason };
            match record::change(app.store(), &grant, number, &change, version, now).await {
                Ok(changed) => return Ok(done(&changed, number).into_response()),
                Err(fault) => fields::Returned::of(fault, lang)?,
            }
        }
    };
    again(&app, &caller, lang, number, (&form, returned)).await
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
    let page = page(shell, caller, &record, filled);
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
