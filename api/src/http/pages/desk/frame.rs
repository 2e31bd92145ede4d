//! What stands around every page of the officers' desk, and of the administrator's and auditor's pages, which lie on the
//! same rail.

use domain::access::{Action, Actor, may, permit, scope};
use domain::words::Day;
use store::read::notice::{self, Stuck};
use store::read::overview::{self, Waiting};

use super::done::Done;
use crate::App;
use crate::http::caller::Caller;
use crate::http::pages::red_bar;
use crate::http::problem::Problem;
use crate::text::Lang;
use crate::view::piece::Tone;
use crate::view::shell::{Desk, DeskPlace, Flash, RailItem};

/// The frame around the page at `path` (with its query): who reads, where one may go, how much waits there, the red bar
/// where mail is stuck, and what was done just now where the query says so.
///
/// # Errors
/// Faults of the database.
pub(in crate::http::pages) async fn frame(
    app: &App,
    caller: &Caller,
    lang: Lang,
    here: DeskPlace,
    path: &str,
) -> Result<Desk, Problem> {
    let now = app.store().now();
    let scope = scope(&caller.actor).map_err(Problem::from)?;
    let stuck = notice::stuck(app.store(), &scope, now).await?;
    let waiting = waiting(app, caller, now.day()).await?;
    let (person, role, office) = match &caller.actor {
        Actor::Account {
            name,
            role,
            authorities,
            ..
        } => (
            name.clone(),
            lang.pick(role.zh(), role.en()).to_owned(),
            overview::office(app.store(), authorities).await?,
        ),
        Actor::Public | Actor::System(_) => Default::default(),
    };
    let (path, done) = Done::taken_from(path);
    Ok(Desk {
        lang,
        csrf: caller.form_token.clone(),
        path,
        here,
        office,
        person,
        role,
        rail: rail(&caller.actor, waiting, stuck),
        stuck: red_bar::of(
            stuck,
            lang,
            now.day(),
            may(&caller.actor, Action::ReadNotices),
        ),
        flash: done.map(|done| Flash {
            tone: Tone::Good,
            text: done.words(lang),
        }),
        demo: app.settings().is_demo(),
    })
}

/// What waits, for those who may read the desk.
async fn waiting(app: &App, caller: &Caller, today: Day) -> Result<Option<Waiting>, Problem> {
    match caller.grant::<permit::ReadDesk>(today) {
        Ok(grant) => Ok(Some(overview::waiting(app.store(), &grant, today).await?)),
        Err(_) => Ok(None),
    }
}

/// The right that opens a place; none where a session is enough.
const fn right(place: DeskPlace) -> Option<Action> {
    match place {
        DeskPlace::Today
        | DeskPlace::Leads
        | DeskPlace::Complaints
        | DeskPlace::Cases
        | DeskPlace::Institutions
        | DeskPlace::Requests
        | DeskPlace::Reports
        | DeskPlace::Merges
        | DeskPlace::Party
        | DeskPlace::Applications
        | DeskPlace::Licences
        | DeskPlace::StaffLeads
        | DeskPlace::Barred
        | DeskPlace::Courses
        | DeskPlace::AfterSchool
        | DeskPlace::Schools
        | DeskPlace::Places => Some(Action::ReadDesk),
        DeskPlace::Imports => Some(Action::ManageRegister),
        DeskPlace::Notices => Some(Action::ReadNotices),
        DeskPlace::Jobs => Some(Action::ReadJobs),
        DeskPlace::Audit => Some(Action::ReadAudit),
        DeskPlace::Accounts => Some(Action::ManageAccounts),
        DeskPlace::Sessions => None,
    }
}

fn rail(actor: &Actor, waiting: Option<Waiting>, stuck: Stuck) -> Vec<RailItem> {
    let count = |number: i64| u32::try_from(number).ok().filter(|number| *number > 0);
    DeskPlace::ALL
        .into_iter()
        .filter(|place| right(*place).is_none_or(|action| may(actor, action)))
        .map(|place| RailItem {
            place,
            waiting: match (place, waiting) {
                (DeskPlace::Today, Some(waiting)) => count(waiting.due),
                (DeskPlace::Leads, Some(waiting)) => count(waiting.leads),
                (DeskPlace::Complaints, Some(waiting)) => count(waiting.complaints),
                (DeskPlace::Cases, Some(waiting)) => count(waiting.cases),
                (DeskPlace::Applications, Some(waiting)) => count(waiting.applications),
                (DeskPlace::Licences, Some(waiting)) => count(waiting.licences),
                (DeskPlace::Requests, Some(waiting)) => count(waiting.requests),
                (DeskPlace::Reports, Some(waiting)) => count(waiting.reports),
                (DeskPlace::Merges, Some(waiting)) => count(waiting.merges),
                (DeskPlace::StaffLeads, Some(waiting)) => count(waiting.staff_leads),
                (DeskPlace::Courses, Some(waiting)) => count(waiting.courses),
                (DeskPlace::AfterSchool, Some(waiting)) => count(waiting.after_school),
                (DeskPlace::Places, Some(waiting)) => count(waiting.places),
                (DeskPlace::Notices, _) => count(stuck.waiting + stuck.failed),
                _ => None,
            },
        })
        .collect()
}
