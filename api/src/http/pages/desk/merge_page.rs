//! One merge in the words of the desk: both entries, what may be done now, and what the page of an institution says of it.

use domain::access::{Grant, permit};
use domain::institution::merge::{State as Stands, Step};
use domain::words::Day;
use store::read::merge::{self as read, MergeRecord, MergeRow};

use super::merges::{badge, path};
use super::register;
use super::sent::Returned;
use super::words::{self, Owed};
use crate::App;
use crate::http::caller::Caller;
use crate::http::problem::Problem;
use crate::text::Lang;
use crate::view::desk::merges::{Merge, PairShown, form};
use crate::view::event::{FormKey, NextStep};
use crate::view::field::{Errors, Values};
use crate::view::piece::{Fact, Link, Note, Tone};
use crate::view::shell::Desk;

/// The page, with the form that came back where one did.
pub(super) fn of(
    caller: &Caller,
    shell: Desk,
    record: &MergeRecord,
    pair: PairShown,
    returned: Option<&Returned>,
    today: Day,
) -> Merge {
    let (lang, row) = (shell.lang, &record.row);
    let owed = row.due_on.as_deref();
    let owed = owed.and_then(|due| Owed::merge(due, row.asked_at, lang, today));
    let step = NextStep {
        law: owed
            .as_ref()
            .map(|owed| owed.law.clone())
            .unwrap_or_default(),
        ..next(caller, record, returned, lang)
    };
    let asked = format!(
        "{} · {}",
        row.asked_by,
        words::at(row.asked_at, lang, today)
    );
    let reasons = record.remarks.iter().rev().take(1);
    let mut facts = vec![Fact::new(lang.t("merge-asked"), asked)];
    facts.extend(reasons.map(|remark| Fact {
        term: lang.t("reason"),
        lines: words::lines(&remark.words),
        ..Fact::default()
    }));
    Merge {
        title: lang.t2(
            "merge-title",
            "hidden",
            &row.hidden_name,
            "kept",
            &row.kept_name,
        ),
        badge: badge(&row.state, lang),
        deadline: owed.map(|owed| owed.deadline),
        stale: returned.and_then(|it| {
            let changed = badge(&row.state, lang).text;
            let told = |_: &str, text: &str| (lang.t("reason"), text.to_owned());
            it.stale(
                record.acts.last(),
                changed,
                &step.forms(),
                told,
                (lang, today),
            )
        }),
        pair,
        step,
        facts,
        timeline: words::timeline(&record.acts, &record.remarks, lang, today),
        shell,
    }
}

/// What may be done now by the caller.
fn next(
    caller: &Caller,
    record: &MergeRecord,
    returned: Option<&Returned>,
    lang: Lang,
) -> NextStep {
    let row = &record.row;
    let parting = row.state == Stands::Parting.code();
    let none = (Values::default(), Errors::default());
    let open = record.offers.iter().filter(|offer| offer.code.is_none());
    let mut forms: Vec<_> = open
        .filter_map(|offer| {
            let came_back = returned.and_then(|returned| returned.in_form(offer.event));
            let (values, errors) = came_back.unwrap_or((&none.0, &none.1));
            let key = FormKey {
                lang,
                action: format!("{}/events", path(&row.id)),
                csrf: caller.form_token.clone(),
                submission: String::new(),
                version: row.version,
            };
            let mut form = form(offer.event, parting, key, (values, errors))?;
            form.open |= came_back.is_some();
            Some(form)
        })
        .collect();
    let leads = forms
        .iter()
        .position(|form| form.event == Step::Approve.code());
    let main = leads.map(|at| forms.remove(at));
    let decides = forms.iter().any(|form| form.event == Step::Refuse.code());
    let title = match (row.state.as_str(), decides) {
        ("proposed", true) => "merge-next-decide",
        ("parting", true) => "merge-next-parting",
        ("proposed" | "parting", false) => "merge-next-wait",
        ("merged", _) => "merge-next-merged",
        _ => "merge-next-ended",
    };
    let refused = record.offers.iter().filter(|_| row.waits);
    NextStep {
        title: lang.t(title),
        lead: String::new(),
        law: String::new(),
        main,
        more: forms,
        refused: refused
            .filter_map(|offer| {
                let step = Step::from_code(offer.event).filter(|step| *step != Step::Part)?;
                words::refused(offer, lang.pick(step.zh(), step.en()), lang)
            })
            .collect(),
    }
}

/// What the page of an institution says of its merges.
pub(super) async fn notes(
    app: &App,
    desk: &Grant<permit::ReadDesk>,
    (id, number): (&str, &str),
    lang: Lang,
) -> Result<Vec<Note>, Problem> {
    let rows = read::live_of(app.store(), desk, id).await?;
    let note = |row: &MergeRow| {
        let hidden = row.hidden_number == number;
        let stands = row.state != Stands::Proposed.code();
        let see = Link::new(path(&row.id), lang.t("merge-see"));
        let (tone, lead, line, link) = match (hidden, stands) {
            (true, true) => {
                let kept = lang.t1("merge-into-link", "number", &row.kept_number);
                let kept = Link::new(register::path(&row.kept_number), kept);
                let line = lang.t("merge-into-line");
                (Tone::Caution, "merge-into-note", line, kept)
            }
            (_, false) => {
                let line = row.asked_by.clone();
                (Tone::Neutral, "merge-waits-note", line, see)
            }
            (false, true) => {
                let line = format!("{} {}", row.hidden_number, row.hidden_name);
                (Tone::Neutral, "merge-here-note", line, see)
            }
        };
        Note {
            link: Some(link),
            ..Note::new(tone, lang.t(lead), line)
        }
    };
    Ok(rows.iter().map(note).collect())
}
