//! How a complaint stands, in the words of its complainant: a sentence, the dates passed and to come, what was written.

use domain::complaint::Channel;
use domain::law::{self, Rule, Rules};
use domain::notice;
use domain::words::{Day, Instant};
use store::read::follow::{FollowRecord, Mail};

use crate::text::{Lang, show};
use crate::view::list::MailState;
use crate::view::piece::{Badge, Entry, Fact, Tone, Verdict, When};
use crate::view::portal::follow::Message;

fn day(text: &str) -> Option<Day> {
    text.parse().ok()
}

/// The state as a sentence, and what happens next.
pub(super) fn verdict(lang: Lang, record: &FollowRecord, today: Day) -> Verdict {
    let open = matches!(record.state.as_str(), "received" | "accepted");
    let (tone, headline) = match record.state.as_str() {
        "received" => (Tone::Neutral, "follow-state-received"),
        "accepted" => (Tone::Neutral, "follow-state-accepted"),
        "declined" => (Tone::Caution, "follow-state-declined"),
        "answered" => (Tone::Good, "follow-state-answered"),
        "withdrawn" => (Tone::Neutral, "follow-state-withdrawn"),
        _ => (Tone::Good, "follow-state-closed"),
    };
    let mut lines = Vec::new();
    if let Some(due_on) = day(&record.due_on).filter(|_| open) {
        let key = if due_on < today {
            "follow-late"
        } else {
            "follow-due"
        };
        lines.push(lang.t1(key, "day", show::full_day(lang, due_on)));
    }
    if record.case_filed {
        lines.push(lang.t("follow-case"));
    }
    if record.state == "withdrawn" {
        lines.push(lang.t("follow-withdrawn-line"));
    }
    Verdict {
        tone,
        headline: lang.t(headline),
        subject: String::new(),
        lines,
        checked: String::new(),
    }
}

/// What happened and what is to come, oldest first.
pub(super) fn dates(lang: Lang, record: &FollowRecord, today: Day) -> Vec<Entry> {
    let past =
        |on: Day, key: &str| Entry::new(When::Done, show::near_day(lang, on, today), lang.t(key));
    let answered = if record.state == "declined" {
        "date-declined"
    } else {
        "date-answered"
    };
    let ended = if record.state == "withdrawn" {
        "date-withdrawn"
    } else {
        "date-closed"
    };
    let steps = [
        (day(&record.received_on), "date-filed"),
        (record.accepted_on.as_deref().and_then(day), "date-accepted"),
        (record.answered_on.as_deref().and_then(day), answered),
        (record.told.ended_on, ended),
    ];
    let mut entries: Vec<Entry> = steps
        .into_iter()
        .filter_map(|(on, key)| Some(past(on?, key)))
        .collect();
    if matches!(record.state.as_str(), "received" | "accepted") {
        entries.extend(to_come(lang, record, today));
    }
    entries
}

/// What comes after it was filed, for the receipt.
pub(super) fn after_filing(lang: Lang, record: &FollowRecord, today: Day) -> Vec<Entry> {
    let filed = show::near_instant(lang, record.told.received_at, today);
    let passed = lang.t1("receipt-passed", "authority", &record.told.authority);
    let mut entries = vec![Entry::new(When::Done, filed, passed)];
    entries.extend(to_come(lang, record, today));
    entries
}

/// The last day for the answer with its rule, where that day is by the rule of the portal.
fn to_come(lang: Lang, record: &FollowRecord, today: Day) -> Option<Entry> {
    let due_on = day(&record.due_on)?;
    let by = lang.t1("date-by", "day", show::near_day(lang, due_on, today));
    let entry = Entry::new(When::Next, by, lang.t("date-due"));
    let received = day(&record.received_on)?;
    let due = law::complaint_due(Channel::Portal, received);
    if due.due_on != due_on {
        return Some(entry);
    }
    let article = Rules::in_force(received)
        .period(Rule::ComplaintPortal)
        .article();
    // The title of a local setting says itself that its basis is unverified.
    let mut note = show::article(lang, &article);
    if due.provisional {
        note = format!("{note}{}{}", lang.pick("，", ", "), lang.t("provisional"));
    }
    Some(entry.noting(note))
}

/// The complaint as it was told, and the answer.
pub(super) fn messages(lang: Lang, record: &FollowRecord, today: Day) -> Vec<Message> {
    let paragraphs = |text: &str| text.lines().map(str::to_owned).collect();
    let mut messages = vec![Message {
        mine: true,
        who: lang.t("follow-you"),
        when: show::near_instant(lang, record.told.received_at, today),
        lines: paragraphs(&record.told.body),
        reached: String::new(),
    }];
    if let Some(answer) = record.answer.as_deref() {
        let on = record.answered_on.as_deref().and_then(day);
        let mail = record
            .mails
            .iter()
            .find(|mail| mail.template == notice::Template::ComplaintAnswered.code());
        messages.push(Message {
            mine: false,
            who: record.told.authority.clone(),
            when: on
                .map(|on| show::near_day(lang, on, today))
                .unwrap_or_default(),
            lines: paragraphs(answer),
            reached: mail
                .map(|mail| lang.t1("follow-answer-reached", "state", badge(lang, mail).text))
                .unwrap_or_default(),
        });
    }
    messages
}

/// What became of the mails.
pub(super) fn mails(lang: Lang, record: &FollowRecord, today: Day) -> Vec<MailState> {
    mail_states(lang, &record.mails, today)
}

/// The same of these mails.
pub(super) fn mail_states(lang: Lang, mails: &[Mail], today: Day) -> Vec<MailState> {
    let shown = mails.iter().map(|mail| MailState {
        what: notice::Template::from_code(&mail.template)
            .map_or("", |it| lang.pick(it.zh(), it.en()))
            .to_owned(),
        href: None,
        badge: badge(lang, mail),
        when: show::near_instant(lang, Instant::from_millis(mail.created_at), today),
    });
    shown.collect()
}

fn badge(lang: Lang, mail: &Mail) -> Badge {
    let Some(state) = notice::State::from_code(&mail.state) else {
        return Badge::new(Tone::Neutral, mail.state.clone());
    };
    let tone = match state {
        notice::State::Pending | notice::State::Sending | notice::State::SetAside => Tone::Neutral,
        notice::State::Sent => Tone::Good,
        notice::State::Unsure => Tone::Caution,
        notice::State::Refused | notice::State::Dead => Tone::Bad,
    };
    Badge::new(tone, lang.pick(state.zh(), state.en()))
}

/// What was handed in, but for the text itself.
pub(super) fn facts(lang: Lang, record: &FollowRecord) -> Vec<Fact> {
    let told = &record.told;
    let rows = [
        ("check-institution", record.institution_name.clone()),
        ("complaint-place", told.place.clone()),
        ("complaint-subject", record.subject.clone()),
        (
            "complaint-day",
            told.happened_on
                .map(|on| show::full_day(lang, on))
                .unwrap_or_default(),
        ),
        (
            "check-amount",
            told.amount.map(show::money).unwrap_or_default(),
        ),
    ];
    rows.into_iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(key, text)| Fact::new(lang.t(key), text))
        .collect()
}
