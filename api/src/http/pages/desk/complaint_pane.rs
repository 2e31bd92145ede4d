//! One complaint in words: what was told, what the screening makes of it, what may be done now.

use domain::access::{Action, may, permit};
use domain::complaint::Step;
use domain::words::{Day, Fen};
use store::read::act::ActRow;
use store::read::complaint::{ComplaintRecord, ComplaintRow, ContactShown, OfferShown};

use super::asked::address;
use super::complaints::path;
use super::sent::Returned;
use super::words::{self, Owed, at, near};
use super::{evidence, register};
use crate::App;
use crate::http::caller::Caller;
use crate::http::problem::Problem;
use crate::text::{Lang, show};
use crate::view::desk::complaint::{InboxRow, Pane};
use crate::view::desk::complaint_events;
use crate::view::event::{FormKey, NextStep, Refused};
use crate::view::field::{Errors, Values};
use crate::view::piece::{Badge, Fact, Link, Tone};

/// One line of the inbox.
pub(super) fn row(
    row: &ComplaintRow,
    kept: &[(&str, &str)],
    read: &str,
    lang: Lang,
    today: Day,
) -> InboxRow {
    let owed = owed(row, lang, today);
    let name = match row.institution_name.as_str() {
        "" => lang.t("party-unknown"),
        name => name.to_owned(),
    };
    InboxRow {
        href: address(&path(&row.number), kept),
        title: row.subject.clone(),
        sub: format!("{name} · {}", row.number),
        badge: owed.map_or_else(
            || words::complaint_state(&row.state, lang),
            |owed| {
                let tone = match owed.deadline.pace {
                    crate::view::piece::Pace::Late => Tone::Bad,
                    crate::view::piece::Pace::Due => Tone::Caution,
                    crate::view::piece::Pace::Open => Tone::Neutral,
                };
                Badge::new(tone, owed.deadline.left)
            },
        ),
        fresh: row.state == "received",
        here: row.number == read,
    }
}

/// The answer that is owed; none where the complaint has ended.
fn owed(row: &ComplaintRow, lang: Lang, today: Day) -> Option<Owed> {
    if !row.open {
        return None;
    }
    Owed::answer(&row.due_on, &row.channel, row.received_at, lang, today)
}

/// The complaint as it is read, with the form that came back where one did.
pub(super) async fn of(
    app: &App,
    caller: &Caller,
    lang: Lang,
    record: &ComplaintRecord,
    returned: Option<&Returned>,
) -> Result<Pane, Problem> {
    let today = app.store().today();
    let row = &record.row;
    let owed = owed(row, lang, today);
    let marked = evidence::mark(&row.subject, &record.body, record.screening.as_ref(), lang);
    let step = step(caller, record, returned, lang);
    let stale = returned.and_then(|returned| {
        let changed = words::complaint_state(&record.row.state, lang).text;
        let told = |field: &str, text: &str| {
            let term = match field {
                "text" => lang.t("answer-text"),
                _ => lang.t("reason"),
            };
            (term, text.to_owned())
        };
        let last = last_step(record);
        returned.stale(last, changed, &step.forms(), told, (lang, today))
    });
    let institution = register::beside(app, record.institution_number.as_deref(), lang).await?;
    Ok(Pane {
        number: row.number.clone(),
        title: row.subject.clone(),
        badges: badges(record, lang),
        law: owed
            .as_ref()
            .map(|owed| owed.law.clone())
            .unwrap_or_default(),
        deadline: owed.map(|owed| owed.deadline),
        step,
        source: source(row, lang, today),
        text: marked.text,
        screened: marked.screened,
        facts: facts(record, lang, today),
        institution: institution.unwrap_or_else(|| unregistered(row, lang)),
        institution_link: record
            .institution_number
            .as_ref()
            .map(|number| Link::new(register::path(number), lang.t("institution-file"))),
        contact: contact(record, lang),
        files: Vec::new(),
        mails: words::mails(&record.notices, lang, today),
        case: record
            .case_number
            .as_ref()
            .map(|number| Link::new(super::cases::path(number), number.clone())),
        open_case: open_case(caller, record, today),
        place: place(record, lang),
        new_place: super::places::of_complaint(caller, record),
        timeline: words::timeline(&record.acts, &[], lang, today),
        stale,
    })
}

/// By which channel it came, when, and whether with a name.
fn source(row: &ComplaintRow, lang: Lang, today: Day) -> String {
    let named = if row.anonymous {
        "by-no-name"
    } else {
        "by-name"
    };
    format!(
        "{} · {} · {}",
        words::channel(&row.channel, lang),
        at(row.received_at, lang, today),
        lang.t(named)
    )
}

/// The unlicensed place it tells of.
fn place(record: &ComplaintRecord, lang: Lang) -> Option<Link> {
    let number = record.place_number.as_ref()?;
    let words = lang.t1("wz-from-place", "number", number);
    Some(Link::new(super::places::path(number), words))
}

fn badges(record: &ComplaintRecord, lang: Lang) -> Vec<Badge> {
    let mut badges = vec![words::complaint_state(&record.row.state, lang)];
    if record.institution_number.is_none() {
        badges.push(Badge::new(Tone::Caution, lang.t("not-in-register")));
    }
    badges
}

pub(super) fn unregistered(row: &ComplaintRow, lang: Lang) -> Vec<Fact> {
    let name = match row.institution_name.as_str() {
        "" => lang.t("party-unknown"),
        name => name.to_owned(),
    };
    vec![
        Fact::new(lang.t("institution-name"), name),
        Fact::new(lang.t("licence"), lang.t("not-in-register")),
    ]
}

fn facts(record: &ComplaintRecord, lang: Lang, today: Day) -> Vec<Fact> {
    let mut facts = Vec::new();
    if let Some(code) = &record.row.district {
        facts.push(Fact::new(lang.t("district"), words::district(code, lang)));
    }
    if !record.place.is_empty() {
        facts.push(Fact::new(lang.t("told-place"), record.place.clone()));
    }
    if let Some(day) = &record.happened_on {
        facts.push(Fact::new(lang.t("told-day"), near(day, lang, today)));
    }
    if let Some(sum) = record.amount_fen {
        facts.push(Fact::new(lang.t("told-sum"), show::money(Fen::new(sum))));
    }
    if let Some(answer) = &record.answer {
        facts.push(Fact {
            term: lang.t("told-answer"),
            lines: words::lines(answer),
            ..Fact::default()
        });
    }
    facts
}

/// The contact, masked: enough to tell two people apart. Answers reach it by mail from here, so nobody has to copy it.
fn contact(record: &ComplaintRecord, lang: Lang) -> Vec<Fact> {
    if record.row.anonymous {
        return vec![Fact::new(lang.t("contact-name"), lang.t("by-no-name"))];
    }
    let Some(ContactShown {
        name,
        telephone,
        email,
    }) = &record.contact
    else {
        return Vec::new();
    };
    let mut facts = vec![Fact::new(lang.t("contact-name"), name.clone())];
    for (label, value) in [("contact-telephone", telephone), ("contact-email", email)] {
        facts.extend(value.clone().map(|value| Fact::new(lang.t(label), value)));
    }
    facts.push(Fact::new(lang.t("contact-use"), lang.t("contact-use-line")));
    facts
}

/// Where the form lies that opens a case from it; none where the caller may not, or the complaint has a case, or was
/// neither taken up nor has a lead that an officer confirmed.
pub(super) fn open_case(caller: &Caller, record: &ComplaintRecord, today: Day) -> Option<String> {
    let confirmed = record.leads.iter().any(|lead| lead.state == "confirmed");
    let possible =
        (record.state.accepted_on().is_some() || confirmed) && record.case_number.is_none();
    (possible && caller.grant::<permit::OpenCase>(today).is_ok()).then(|| {
        address(
            "/desk/cases/new",
            &[("complaint", record.row.number.as_str())],
        )
    })
}

/// What may be done now: the first allowed step is the main one.
fn step(
    caller: &Caller,
    record: &ComplaintRecord,
    returned: Option<&Returned>,
    lang: Lang,
) -> NextStep {
    let (title, lead) = match record.row.state.as_str() {
        "received" => ("next-decide", "next-decide-lead"),
        "accepted" => ("next-answer", "next-answer-lead"),
        "answered" => ("next-close", "next-close-lead"),
        "declined" => ("ended-declined", "ended-lead"),
        "withdrawn" => ("ended-withdrawn", "ended-lead"),
        _ => ("ended-closed", "ended-lead"),
    };
    let may = may(&caller.actor, Action::HandleComplaint);
    let key = FormKey {
        lang,
        action: format!("{}/events", path(&record.row.number)),
        csrf: caller.form_token.clone(),
        submission: String::new(),
        version: record.row.version,
    };
    let none = (Values::default(), Errors::default());
    let mut forms = record
        .offers
        .iter()
        .filter(|offer| may && offer.code.is_none())
        .filter_map(|offer| {
            let came_back = returned.and_then(|returned| returned.in_form(offer.event));
            let (values, errors) = came_back.unwrap_or((&none.0, &none.1));
            let mut form = complaint_events::form(offer.event, key.clone(), values, errors)?;
            form.open |= came_back.is_some();
            Some(form)
        });
    NextStep {
        title: lang.t(title),
        lead: lang.t(lead),
        law: String::new(),
        main: forms.next(),
        more: forms.collect(),
        refused: if may {
            record
                .offers
                .iter()
                .filter_map(|offer| refused(offer, lang))
                .collect()
        } else {
            Vec::new()
        },
    }
}

fn refused(offer: &OfferShown, lang: Lang) -> Option<Refused> {
    let step = Step::from_code(offer.event)?;
    words::refused(offer, lang.pick(step.zh(), step.en()), lang)
}

/// The last act that moved the complaint.
pub(super) fn last_step(record: &ComplaintRecord) -> Option<&ActRow> {
    record
        .acts
        .iter()
        .rev()
        .find(|act| Step::from_code(&act.verb).is_some())
}
