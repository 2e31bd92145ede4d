//! One licence in words: its state, the change that waits, what may be done now.

use domain::access::{Action, may};
use domain::application::Loss;
use domain::licence::{Change, EXPIRING_DAYS, Ground, State, Step};
use domain::words::{Day, LicenceNumber};
use store::read::licence::{LicenceRecord, LicenceRow};
use store::read::licence_copy::CopyRow;

use super::applications;
use super::licences::path;
use super::register;
use super::sent::Returned;
use super::words::{self, Owed, near};
use crate::http::caller::Caller;
use crate::text::{Lang, show};
use crate::view::desk::licences::{Licence, form};
use crate::view::event::{EventForm, FormKey, NextStep, Refused};
use crate::view::field::{Choice, Errors, Values};
use crate::view::piece::{Badge, Deadline, Fact, Link, Tone};
use crate::view::shell::Desk;

/// Where a licence stands.
pub(super) fn state(code: &str, lang: Lang) -> Badge {
    let Some(state) = State::from_code(code) else {
        return Badge::new(Tone::Neutral, code);
    };
    let tone = match state {
        State::Valid => Tone::Good,
        State::Suspended | State::Expired => Tone::Caution,
        State::Revoked | State::Cancelled => Tone::Bad,
    };
    Badge::new(tone, lang.pick(state.zh(), state.en()))
}

/// Its state, and whether a change waits.
pub(super) fn badges(row: &LicenceRow, lang: Lang) -> Vec<Badge> {
    let mut badges = vec![state(&row.state, lang)];
    if row.change_proposed {
        badges.push(Badge::new(Tone::Caution, lang.t("licence-change-waits")));
    }
    badges
}

/// By when the change that waits is decided; else how long it is to the last day of a valid licence, where that is soon.
pub(super) fn deadline(row: &LicenceRow, lang: Lang, today: Day) -> Option<Deadline> {
    if let Some(owed) = decision(row, lang, today) {
        return Some(owed.deadline);
    }
    let last: Day = row.valid_until.parse().ok()?;
    let soon = row.state == State::Valid.code() && today.days_until(last) <= EXPIRING_DAYS;
    soon.then(|| show::deadline(lang, last, today, false, true))
}

/// The decision that is owed on the change that waits.
fn decision(row: &LicenceRow, lang: Lang, today: Day) -> Option<Owed> {
    let (due_on, at) = row.proposal_due_on.as_deref().zip(row.proposed_at)?;
    Owed::licence_change(due_on, at, lang, today)
}

/// The page, with the form that came back where one did.
pub(super) fn of(
    caller: &Caller,
    shell: Desk,
    number: &LicenceNumber,
    record: &LicenceRecord,
    returned: Option<&Returned>,
    today: Day,
) -> Licence {
    let (lang, row) = (shell.lang, &record.row);
    let step = NextStep {
        law: decision(row, lang, today)
            .map(|owed| owed.law)
            .unwrap_or_default(),
        ..next(caller, number, record, returned, lang)
    };
    Licence {
        number: row.number.clone(),
        title: row.institution_name.clone(),
        badges: badges(row, lang),
        deadline: deadline(row, lang, today),
        stale: returned.and_then(|it| {
            let states = badges(row, lang).into_iter().map(|badge| badge.text);
            let changed = states.collect::<Vec<_>>().join(" · ");
            let told = |field: &str, text: &str| typed_words(field, text, lang);
            it.stale(
                record.acts.last(),
                changed,
                &step.forms(),
                told,
                (lang, today),
            )
        }),
        proposal: proposal(record, lang, today),
        step,
        facts: facts(row, lang),
        links: vec![
            Link::new(
                register::path(&row.institution_number),
                lang.t("institution-file"),
            ),
            Link::new(
                format!("/verify/{}", number.digits()),
                lang.t("licence-verify"),
            ),
            Link::new(
                format!("{}/pdf", super::licences::path(number)),
                lang.t("licence-pdf"),
            ),
        ],
        mails: words::mails(&record.notices, lang, today),
        copies: copies(record, lang, today),
        timeline: words::timeline(&record.acts, &record.remarks, lang, today),
        shell,
    }
}

fn facts(row: &LicenceRow, lang: Lang) -> Vec<Fact> {
    let day = |text: &str| {
        text.parse()
            .map_or_else(|_| text.to_owned(), |day| show::day(lang, day))
    };
    let copy = row.reissued_on.as_deref().map(|on| {
        let said = lang.t2(
            "licence-reissued",
            "day",
            day(on),
            "n",
            row.copy.to_string(),
        );
        Fact::new(lang.t("licence-copy"), said)
    });
    let facts = vec![
        Fact::new(lang.t("class"), lang.classes(row.classes())),
        Fact::new(lang.t("district"), words::district(&row.district, lang)),
        Fact::new(lang.t("licence-issuer"), row.issued_by.clone()),
        Fact::new(lang.t("licence-issued"), day(&row.issued_on)),
        Fact::new(lang.t("licence-until"), day(&row.valid_until)),
    ];
    facts.into_iter().chain(copy).collect()
}

/// The copies that were issued in place of the one before: why, when, and by which application.
fn copies(record: &LicenceRecord, lang: Lang, today: Day) -> Vec<Fact> {
    let of = |copy: &CopyRow| -> [Fact; 2] {
        let loss = Loss::from_code(&copy.loss).map_or("", |loss| lang.pick(loss.zh(), loss.en()));
        let noticed = copy.noticed_on.as_deref();
        let issued = near(&copy.issued_on, lang, today);
        let issued = lang.t2("copy-issued", "day", issued, "n", copy.copy - 1);
        let lost = noticed.map(|on| {
            let on = near(on, lang, today);
            lang.t2("copy-loss", "loss", loss, "day", on)
        });
        let said = Fact {
            term: lang.t1("licence-copy-of", "n", copy.copy),
            lines: std::iter::once(issued).chain(lost).collect(),
            ..Fact::default()
        };
        let asked = Fact::new(lang.t("kind-application"), copy.application.as_str());
        [said, asked.to(applications::path(&copy.application))]
    };
    record.copies.iter().rev().flat_map(of).collect()
}

/// The change that waits, as whoever approves it has to see it.
fn proposal(record: &LicenceRecord, lang: Lang, today: Day) -> Vec<Fact> {
    let Some(proposal) = &record.proposal else {
        return Vec::new();
    };
    let mut facts = vec![Fact::new(
        lang.t("licence-change"),
        lang.pick(proposal.change.zh(), proposal.change.en()),
    )];
    if let Some(ground) = proposal.ground {
        facts.push(Fact {
            term: lang.t("licence-ground"),
            lines: vec![
                lang.pick(ground.zh(), ground.en()).to_owned(),
                show::article(lang, &ground.article()),
            ],
            ..Fact::default()
        });
    }
    if !proposal.basis.is_empty() {
        facts.push(Fact::new(lang.t("licence-basis"), proposal.basis.clone()));
    }
    facts.push(Fact {
        term: lang.t("reason"),
        lines: words::lines(&proposal.reason),
        ..Fact::default()
    });
    let by = record.proposed_by.clone().unwrap_or_default();
    let on = near(&proposal.on.to_string(), lang, today);
    facts.push(Fact::new(
        lang.t("licence-proposed-by"),
        format!("{by} · {on}"),
    ));
    facts
}

/// What may be done now by the caller.
fn next(
    caller: &Caller,
    number: &LicenceNumber,
    record: &LicenceRecord,
    returned: Option<&Returned>,
    lang: Lang,
) -> NextStep {
    let waits = record.proposal.is_some();
    let offered: &[&str] = if waits {
        &["approve", "send_back"]
    } else {
        &["resume", "suspend", "revoke", "cancel"]
    };
    let mut forms: Vec<EventForm> = offered
        .iter()
        .filter(|event| is_open(record, event))
        .filter_map(|event| {
            let came_back = returned.and_then(|returned| returned.in_form(event));
            let none = (Values::default(), Errors::default());
            let (values, errors) = came_back.unwrap_or((&none.0, &none.1));
            let key = key(caller, number, record, lang);
            let mut form = form(event, key, grounds(lang), values, errors)?;
            form.open |= came_back.is_some();
            Some(form)
        })
        .collect();
    // To suspend or end a licence is never what it waits for; to go on, or to be approved, is.
    let leads = forms
        .first()
        .is_some_and(|form| matches!(form.event, "approve" | "resume"));
    let main = leads.then(|| forms.remove(0));
    let own = record
        .proposal
        .as_ref()
        .is_some_and(|proposal| Some(proposal.by) == caller.actor.account());
    let (title, lead) = match (waits, own) {
        (true, true) => ("licence-next-wait", "licence-next-wait-lead"),
        (true, false) => ("licence-next-approve", "licence-next-approve-lead"),
        (false, _) if main.is_some() => ("licence-next-resume", "licence-next-resume-lead"),
        (false, _) => ("licence-next-none", "licence-next-none-lead"),
    };
    NextStep {
        title: lang.t(title),
        lead: lang.t(lead),
        law: String::new(),
        main,
        more: forms,
        refused: refused(caller, record, lang),
    }
}

/// Whether the law and the caller's right leave this event of the page open.
fn is_open(record: &LicenceRecord, event: &str) -> bool {
    let open = |offers: &[store::read::complaint::OfferShown], name: &str| {
        offers
            .iter()
            .any(|offer| offer.event == name && offer.code.is_none())
    };
    match event {
        "approve" | "send_back" => open(&record.offers, event),
        change => open(&record.offers, Step::Propose.code()) && open(&record.changes, change),
    }
}

fn key(caller: &Caller, number: &LicenceNumber, record: &LicenceRecord, lang: Lang) -> FormKey {
    FormKey {
        lang,
        action: format!("{}/events", path(number)),
        csrf: caller.form_token.clone(),
        submission: String::new(),
        version: record.row.version,
    }
}

fn grounds(lang: Lang) -> Vec<Choice> {
    Ground::ALL
        .iter()
        .map(|ground| Choice::new(ground.code(), lang.pick(ground.zh(), ground.en())))
        .collect()
}

/// What is refused now, for whoever takes steps on licences at all.
fn refused(caller: &Caller, record: &LicenceRecord, lang: Lang) -> Vec<Refused> {
    let works = [Action::ProposeLicenceChange, Action::DecideLicence];
    if !works.into_iter().any(|action| may(&caller.actor, action)) {
        return Vec::new();
    }
    if record.proposal.is_some() {
        return record
            .offers
            .iter()
            .filter(|offer| offer.event != Step::Propose.code())
            .filter_map(|offer| {
                let step = Step::from_code(offer.event)?;
                words::refused(offer, lang.pick(step.zh(), step.en()), lang)
            })
            .collect();
    }
    record
        .changes
        .iter()
        .filter_map(|offer| {
            let change = Change::from_code(offer.event)?;
            words::refused(offer, lang.pick(change.zh(), change.en()), lang)
        })
        .collect()
}

/// A field of the forms, and what was typed into it.
fn typed_words(field: &str, text: &str, lang: Lang) -> (String, String) {
    match field {
        "basis" => (lang.t("licence-basis"), text.to_owned()),
        "ground" => (
            lang.t("licence-ground"),
            Ground::from_code(text)
                .map_or(text, |ground| lang.pick(ground.zh(), ground.en()))
                .to_owned(),
        ),
        _ => (lang.t("reason"), text.to_owned()),
    }
}
