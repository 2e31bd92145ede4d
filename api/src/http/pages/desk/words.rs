//! States, deadlines, acts and mails in the words of the desk.

use domain::access::Actor;
use domain::application::Kind;
use domain::complaint::Channel;
use domain::law::{self, Counted, Due, Rule, Rules};
use domain::notice::Template;
use domain::screening::LabelCode;
use domain::words::{Article, Day, District, Instant};
use store::read::act::ActRow;
use store::read::complaint::OfferShown;
use store::read::notice::NoticeRow;
use store::read::remark::Remark;

pub(super) use crate::http::pages::proof::lines;
use crate::http::pages::{admin, application};
use crate::text::{Lang, show};
use crate::view::event::Refused;
use crate::view::field::Choice;
use crate::view::piece::{Badge, Deadline, Entry, MailState, Tone, When};

/// A day of a row as the desk says it; a text that is no day stays as it is.
pub(super) fn near(text: &str, lang: Lang, today: Day) -> String {
    text.parse()
        .map_or_else(|_| text.to_owned(), |day| show::near_day(lang, day, today))
}

/// An instant of a row as the desk says it.
pub(super) fn at(millis: i64, lang: Lang, today: Day) -> String {
    show::near_instant(lang, Instant::from_millis(millis), today)
}

/// The name of a district; a code that is not known stays as it is.
pub(super) fn district(code: &str, lang: Lang) -> String {
    District::from_code(code)
        .map_or(code, |district| lang.pick(district.zh(), district.en()))
        .to_owned()
}

/// The districts to choose from.
pub(super) fn districts(lang: Lang) -> Vec<Choice> {
    District::ALL
        .iter()
        .map(|one| Choice::new(one.code(), lang.pick(one.zh(), one.en())))
        .collect()
}

/// The label of a screening.
pub(super) fn label(code: &str, lang: Lang) -> String {
    LabelCode::from_code(code)
        .map_or(code, |label| lang.pick(label.zh(), label.en()))
        .to_owned()
}

/// How a complaint came.
pub(super) fn channel(code: &str, lang: Lang) -> String {
    Channel::from_code(code)
        .map_or(code, |channel| lang.pick(channel.zh(), channel.en()))
        .to_owned()
}

/// Where a complaint stands.
pub(super) fn complaint_state(code: &str, lang: Lang) -> Badge {
    match code {
        "received" => Badge::new(Tone::Neutral, lang.t("complaint-received")),
        "accepted" => Badge::new(Tone::Neutral, lang.t("complaint-accepted")),
        "declined" => Badge::new(Tone::Caution, lang.t("complaint-declined")),
        "answered" => Badge::new(Tone::Good, lang.t("complaint-answered")),
        "closed" => Badge::new(Tone::Good, lang.t("complaint-closed")),
        "withdrawn" => Badge::new(Tone::Neutral, lang.t("complaint-withdrawn")),
        other => Badge::new(Tone::Neutral, other),
    }
}

/// Where a case stands.
pub(super) fn case_state(code: &str, lang: Lang) -> Badge {
    match code {
        "filed" => Badge::new(Tone::Neutral, lang.t("case-filed")),
        "found" => Badge::new(Tone::Neutral, lang.t("case-found")),
        "ordered" => Badge::new(Tone::Caution, lang.t("case-ordered")),
        "closure_proposed" => Badge::new(Tone::Caution, lang.t("case-proposed")),
        "closed" => Badge::new(Tone::Good, lang.t("case-closed")),
        other => Badge::new(Tone::Neutral, other),
    }
}

/// Where a lead stands.
pub(super) fn lead_state(code: &str, lang: Lang) -> Badge {
    match code {
        "new" => Badge::new(Tone::Neutral, lang.t("lead-new")),
        "confirmed" => Badge::new(Tone::Caution, lang.t("lead-confirmed")),
        "dismissed" => Badge::new(Tone::Neutral, lang.t("lead-dismissed")),
        other => Badge::new(Tone::Neutral, other),
    }
}

/// A day by which somebody has to act: when, by which law, who waits for whom.
pub(super) struct Owed {
    pub(super) deadline: Deadline,
    pub(super) law: String,
}

impl Owed {
    fn of(rule: Rule, from: Day, due_on: &str, who: &str, lang: Lang, today: Day) -> Option<Self> {
        let due = law::due(rule, from);
        let day = due_on.parse().ok()?;
        Some(Self {
            deadline: show::deadline(lang, day, today, due.provisional, due.verified),
            law: format!("{} · {}", basis(rule, from, &due, lang), lang.t(who)),
        })
    }

    /// The answer to a complaint that came on this way.
    pub(super) fn answer(
        due_on: &str,
        channel: &str,
        received_at: i64,
        lang: Lang,
        today: Day,
    ) -> Option<Self> {
        let rule = law::complaint_rule(Channel::from_code(channel)?);
        let from = Instant::from_millis(received_at).day();
        Self::of(rule, from, due_on, "waits-complainant", lang, today)
    }

    /// The judgement of a lead.
    pub(super) fn judgement(due_on: &str, made_at: i64, lang: Lang, today: Day) -> Option<Self> {
        let from = Instant::from_millis(made_at).day();
        Self::of(Rule::LeadJudgement, from, due_on, "waits-us", lang, today)
    }

    /// The decision on a change of a record.
    pub(super) fn request(due_on: &str, asked_at: i64, lang: Lang, today: Day) -> Option<Self> {
        let from = Instant::from_millis(asked_at).day();
        Self::of(Rule::RegisterRequest, from, due_on, "waits-us", lang, today)
    }

    /// The decision on a change of a licence that was proposed.
    pub(super) fn licence_change(
        due_on: &str,
        proposed_at: i64,
        lang: Lang,
        today: Day,
    ) -> Option<Self> {
        let from = Instant::from_millis(proposed_at).day();
        Self::of(Rule::LicenceChange, from, due_on, "waits-lead", lang, today)
    }

    /// The decision on a merge, or on taking one back.
    pub(super) fn merge(due_on: &str, asked_at: i64, lang: Lang, today: Day) -> Option<Self> {
        let from = Instant::from_millis(asked_at).day();
        Self::of(Rule::RegisterMerge, from, due_on, "waits-lead", lang, today)
    }

    /// The answer to a report of the public.
    pub(super) fn report(due_on: &str, received_at: i64, lang: Lang, today: Day) -> Option<Self> {
        let from = Instant::from_millis(received_at).day();
        Self::of(
            Rule::RegisterReport,
            from,
            due_on,
            "waits-reporter",
            lang,
            today,
        )
    }

    /// The decision of a case.
    pub(super) fn decision(due_on: &str, filed_on: Day, lang: Lang, today: Day) -> Option<Self> {
        Self::of(
            Rule::PenaltyDecision,
            filed_on,
            due_on,
            "waits-us",
            lang,
            today,
        )
    }

    /// A day that the office has set itself, within what the law leaves to it.
    fn set(due_on: &str, law: &str, who: &str, lang: Lang, today: Day) -> Option<Self> {
        Some(Self {
            deadline: show::deadline(lang, due_on.parse().ok()?, today, false, true),
            law: format!("{} · {}", lang.t(law), lang.t(who)),
        })
    }

    /// The next step of the office on an application for `kind`.
    pub(super) fn application(
        due_on: &str,
        state: &str,
        kind: &str,
        lang: Lang,
        today: Day,
    ) -> Option<Self> {
        let law = match (state, Kind::from_code(kind)?) {
            ("submitted", _) => "applied-law-32",
            ("granted", _) => "applied-law-44",
            (_, Kind::Establish) => "applied-law-ppe-17",
            (_, Kind::Renew) => "applied-law-50",
            // By what is changed the period is this one or that; the page of the application says which.
            (_, Kind::Change) => "applied-law-change",
            (_, Kind::Replacement) => "applied-law-42",
        };
        Some(Self {
            deadline: application::deadline(Some(due_on), lang, today)?,
            law: format!("{} · {}", lang.t(law), lang.t("waits-us")),
        })
    }

    /// The service of an order, which the office owes while the time for correction runs.
    pub(super) fn service(due_on: &str, lang: Lang, today: Day) -> Option<Self> {
        Self::set(due_on, "service-due-law", "waits-us", lang, today)
    }

    /// The correction that an order asks for.
    pub(super) fn correction(due_on: &str, lang: Lang, today: Day) -> Option<Self> {
        Self::set(due_on, "order-law", "waits-institution", lang, today)
    }
}

/// How long a period is and by which article: 90 日，《行政处罚法》第六十条.
fn basis(rule: Rule, from: Day, due: &Due, lang: Lang) -> String {
    let length = Rules::in_force(from).period(rule).length;
    let period = match due.counted {
        Counted::WorkingDays | Counted::WorkingDaysBefore => {
            lang.t1("period-working-days", "n", length)
        }
        Counted::CalendarDays | Counted::CalendarDaysBefore => lang.t1("period-days", "n", length),
        Counted::Months => lang.t1("period-months", "n", length),
        Counted::Years => lang.t1("period-years", "n", length),
    };
    let law = if due.article.is_local() {
        lang.t("local-setting")
    } else {
        show::article(lang, &due.article)
    };
    lang.t2("period-by-law", "period", period, "law", law)
}

/// Who took a step.
pub(super) fn actor(act: &ActRow, lang: Lang) -> String {
    match &act.actor_name {
        Some(name) => name.clone(),
        None if act.actor == "public" && act.subject_kind == "report" => lang.t("by-reporter"),
        None if act.actor == "public" => lang.t("by-public"),
        None => lang.t("by-system"),
    }
}

/// The acts on a record, newest first, each with what its actor wrote where that is kept.
pub(super) fn timeline(acts: &[ActRow], remarks: &[Remark], lang: Lang, today: Day) -> Vec<Entry> {
    acts.iter()
        .rev()
        .map(|act| {
            let entry = Entry::new(
                When::Done,
                at(act.at, lang, today),
                admin::act_words(lang, &act.subject_kind, &act.verb),
            );
            let by = actor(act, lang);
            let wrote = remarks
                .iter()
                .find(|remark| remark.event == act.verb && remark.created_at == act.at);
            entry.noting(match wrote {
                Some(remark) => format!("{by} · {}", remark.words),
                None => by,
            })
        })
        .collect()
}

/// The mails about a record, newest first.
pub(in crate::http::pages) fn mails(
    notices: &[NoticeRow],
    lang: Lang,
    today: Day,
) -> Vec<MailState> {
    notices
        .iter()
        .rev()
        .map(|notice| MailState {
            what: Template::from_code(&notice.template)
                .map_or(notice.template.as_str(), |it| lang.pick(it.zh(), it.en()))
                .to_owned(),
            href: Some(admin::letter_path(&notice.id)),
            badge: admin::notice_badge(&notice.state, lang),
            when: at(notice.settled_at.unwrap_or(notice.created_at), lang, today),
        })
        .collect()
}

/// A step that is refused now, and why; none where it is allowed.
pub(super) fn refused(offer: &OfferShown, what: &str, lang: Lang) -> Option<Refused> {
    offer.code?;
    Some(Refused {
        what: what.to_owned(),
        why: lang
            .pick(offer.zh.unwrap_or_default(), offer.en.unwrap_or_default())
            .to_owned(),
        law: offer
            .article
            .as_ref()
            .map(|key| show::article(lang, &Article::from_key(key)))
            .unwrap_or_default(),
    })
}

/// Whether this act is the caller's own.
pub(super) fn is_own(act: Option<&ActRow>, actor: &Actor) -> bool {
    match (act, actor.account()) {
        (Some(act), Some(id)) => act.actor == id.to_string(),
        _ => false,
    }
}
