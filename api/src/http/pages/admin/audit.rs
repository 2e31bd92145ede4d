//! The audit log: whether its chain holds, and who did what.

use std::sync::Arc;

use axum::extract::State;
use axum::http::Uri;
use domain::access::{Role, permit};
use domain::words::{Day, Instant};
use store::audit::{Bad, Verdict as Checked, verify_latest};
use store::read::Limit;
use store::read::act::{self, ActRow as Act, AuditRow};

use super::{Asked, acts, here, next_page};
use crate::App;
use crate::http::access::Permitted;
use crate::http::body::Query;
use crate::http::caller::Caller;
use crate::http::pages::{Html, desk};
use crate::http::problem::Problem;
use crate::text::{Lang, show as say};
use crate::view::desk::admin::{ActRow, Audit};
use crate::view::piece::{Badge, Fact, Tone, Verdict};
use crate::view::shell::DeskPlace;

const PATH: &str = "/desk/audit";
/// The page checks so many links each time it is opened; the command checks all of any number.
const LINKS: i64 = 5_000;
/// Digits of a digest that people compare.
const DIGITS: usize = 12;

pub(super) async fn show(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    Permitted(grant): Permitted<permit::ReadAudit>,
    uri: Uri,
    Query(asked): Query<Asked>,
) -> Result<Html<Audit>, Problem> {
    let (store, now) = (app.store(), app.store().now());
    let (checked, before) = verify_latest(store, LINKS).await?;
    let after = asked.after();
    let page = act::audited(store, &grant, Limit::default(), after).await?;
    Ok(Html(Audit {
        shell: desk::frame(&app, &caller, lang, DeskPlace::Audit, here(&uri)).await?,
        verdict: verdict(&checked, before, now, lang),
        facts: facts(&checked, lang),
        rows: page
            .items
            .iter()
            .map(|row| act_row(row, lang, now.day()))
            .collect(),
        next: next_page(PATH, None, page.next),
    }))
}

fn verdict(checked: &Checked, before: i64, now: Instant, lang: Lang) -> Verdict {
    let (tone, headline, subject, line) = match &checked.first_bad {
        Some(bad) => (
            Tone::Bad,
            lang.t1("audit-broken", "n", bad.seal_number),
            bad.act_id.clone(),
            why(bad, lang),
        ),
        None if before > 0 => (
            Tone::Good,
            lang.t1("audit-holds-latest", "n", checked.sealed - before),
            String::new(),
            lang.t1("audit-before", "n", before),
        ),
        None => (
            Tone::Good,
            lang.t1("audit-holds", "n", checked.sealed),
            String::new(),
            lang.t("audit-holds-line"),
        ),
    };
    Verdict {
        tone,
        headline,
        subject,
        lines: vec![line],
        checked: lang.t1(
            "audit-checked",
            "at",
            say::near_instant(lang, now, now.day()),
        ),
    }
}

fn why(bad: &Bad, lang: Lang) -> String {
    lang.t(match bad.why {
        "act_missing" => "audit-act-missing",
        "act_changed" => "audit-act-changed",
        "seal_changed" => "audit-seal-changed",
        "tail_cut" => "audit-tail-cut",
        _ => "audit-seal-missing",
    })
}

fn facts(checked: &Checked, lang: Lang) -> Vec<Fact> {
    let head: String = checked.head.chars().take(DIGITS).collect();
    vec![
        Fact::new(lang.t("audit-count"), checked.acts.to_string()),
        Fact::new(lang.t("audit-sealed"), checked.sealed.to_string()),
        Fact::new(lang.t("audit-unsealed"), checked.unsealed.to_string()),
        Fact::new(lang.t("audit-head"), head).as_code(),
    ]
}

fn act_row(row: &AuditRow, lang: Lang, today: Day) -> ActRow {
    let act = &row.act;
    ActRow {
        when: say::near_instant(lang, Instant::from_millis(act.at), today),
        who: who(act, lang),
        what: acts::words(lang, &act.subject_kind, &act.verb),
        subject: subject(row, lang),
        badge: if act.seal_number.is_some() {
            Badge::new(Tone::Good, lang.t("audit-is-sealed"))
        } else {
            Badge::new(Tone::Neutral, lang.t("audit-is-waiting"))
        },
        digest: row.digest.chars().take(DIGITS).collect(),
    }
}

pub(super) fn who(act: &Act, lang: Lang) -> String {
    let role = Role::from_code(&act.role).map(|role| lang.pick(role.zh(), role.en()));
    match (&act.actor_name, role) {
        (Some(name), Some(role)) => format!("{name} · {role}"),
        (Some(name), None) => name.clone(),
        (None, _) if act.actor == "public" => lang.t("audit-public"),
        (None, _) => match act.actor.strip_prefix("system:") {
            Some(part) => lang.t1("audit-system", "part", part),
            None => act.actor.clone(),
        },
    }
}

/// The kind of record and its number; where it has none, the end of its id, which tells records of one moment apart.
fn subject(row: &AuditRow, lang: Lang) -> String {
    let act = &row.act;
    let kind = acts::kind(lang, &act.subject_kind);
    let name = row.subject_number.clone().unwrap_or_else(|| {
        let long = act.subject_id.len() > 30 && act.subject_id.is_ascii();
        let from = if long { act.subject_id.len() - 8 } else { 0 };
        act.subject_id.get(from..).unwrap_or_default().to_owned()
    });
    format!("{kind} {name}")
}
