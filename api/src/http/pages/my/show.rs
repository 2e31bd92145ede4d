//! Orders in words: what the institution reads about each.

use domain::case::ServiceWay;
use domain::words::{Day, Instant};
use store::read::consent::Consent;
use store::read::order::{FoundRow, OrderRecord, OrderRow, ServiceRow};

use crate::http::pages::proof::{self, Reader};
use crate::text::{Lang, show};
use crate::view::event::EventForm;
use crate::view::my::{self as view, Order};
use crate::view::piece::{Badge, Deadline, Entry, Fact, Tone, Verdict, When};
use crate::view::shell::My;

/// Entries of what happened lately.
const LATELY_MAX: usize = 8;
/// Characters of a line in a list.
const LINE_CHARACTERS_MAX: usize = 60;

pub(super) fn order_path(id: &str) -> String {
    format!("/my/orders/{id}")
}

pub(super) fn verdict(tone: Tone, headline: String, line: String) -> Verdict {
    Verdict {
        tone,
        headline,
        subject: String::new(),
        lines: vec![line],
        checked: String::new(),
    }
}

/// The first line of a text, cut where it is long.
pub(super) fn first_line(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    let cut: String = line.chars().take(LINE_CHARACTERS_MAX).collect();
    if cut.len() < line.len() {
        cut + "…"
    } else {
        cut
    }
}

/// Where an order stands, seen from the institution.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// It was not served yet: its day binds nobody so far.
    Unserved,
    /// It waits for the institution.
    Waits(Day),
    /// It waits for the institution, and its day has passed.
    Late,
    /// Answered: the officers look at it.
    Checked,
    /// An officer proposes to close the case.
    Proposed,
    /// The case is closed.
    Closed,
}

fn standing(order: &OrderRow, today: Day) -> Standing {
    match order.due_on.parse::<Day>() {
        _ if order.case_state == "closed" => Standing::Closed,
        _ if !order.takes_answers() => Standing::Proposed,
        _ if order.answered_at.is_some() => Standing::Checked,
        _ if order.served_on.is_none() => Standing::Unserved,
        Ok(due) if due >= today => Standing::Waits(due),
        _ => Standing::Late,
    }
}

impl Standing {
    fn badge(self, lang: Lang) -> Badge {
        match self {
            Self::Unserved => Badge::new(Tone::Neutral, lang.t("my-state-unserved")),
            Self::Waits(_) => Badge::new(Tone::Caution, lang.t("my-state-waits")),
            Self::Late => Badge::new(Tone::Bad, lang.t("my-state-late")),
            Self::Checked => Badge::new(Tone::Neutral, lang.t("my-state-checked")),
            Self::Proposed => Badge::new(Tone::Neutral, lang.t("my-state-proposed")),
            Self::Closed => Badge::new(Tone::Good, lang.t("my-state-closed")),
        }
    }

    fn verdict(self, lang: Lang, today: Day) -> Verdict {
        let (tone, headline, line) = match self {
            Self::Waits(due) => {
                let day = show::near_day(lang, due, today);
                (
                    Tone::Caution,
                    lang.t1("my-order-waits", "day", day),
                    "my-duties-line",
                )
            }
            Self::Unserved => (
                Tone::Neutral,
                lang.t("my-order-unserved"),
                "my-order-unserved-line",
            ),
            Self::Late => (Tone::Bad, lang.t("my-order-late"), "my-duties-line"),
            Self::Checked => (
                Tone::Neutral,
                lang.t("my-order-checked"),
                "my-order-checked-line",
            ),
            Self::Proposed => (
                Tone::Neutral,
                lang.t("my-order-proposed"),
                "my-order-proposed-line",
            ),
            Self::Closed => (
                Tone::Good,
                lang.t("my-order-closed"),
                "my-order-closed-line",
            ),
        };
        verdict(tone, headline, lang.t(line))
    }

    fn next(self, lang: Lang) -> Vec<Entry> {
        let entry = |when, day: &str, what: &str| Entry::new(when, lang.t(day), lang.t(what));
        match self {
            Self::Unserved => vec![
                entry(When::Next, "my-next-office", "my-next-serve"),
                entry(When::Later, "my-next-you", "my-next-answer"),
            ],
            Self::Waits(_) | Self::Late => vec![
                entry(When::Next, "my-next-you", "my-next-answer"),
                entry(When::Later, "my-next-then", "my-next-check"),
            ],
            Self::Checked => vec![
                entry(When::Next, "my-next-office", "my-next-check"),
                entry(When::Later, "my-next-then", "my-next-close"),
            ],
            Self::Proposed => vec![entry(When::Next, "my-next-office", "my-next-approve")],
            Self::Closed => Vec::new(),
        }
    }
}

/// The deadline; none before it was served, and once it is answered.
fn deadline(order: &OrderRow, lang: Lang, today: Day) -> Option<Deadline> {
    let due: Day = order.due_on.parse().ok().filter(|_| order.owes_answer())?;
    Some(show::deadline(lang, due, today, false, true))
}

/// Where an order stands.
pub(super) fn order_badge(order: &OrderRow, lang: Lang, today: Day) -> Badge {
    standing(order, today).badge(lang)
}

/// One order in the list.
pub(super) fn row(order: &OrderRow, lang: Lang, today: Day) -> view::OrderRow {
    view::OrderRow {
        href: order_path(&order.id),
        document: order.document_number.clone(),
        what: first_line(&order.demand),
        badge: order_badge(order, lang, today),
        deadline: deadline(order, lang, today),
    }
}

/// What happened lately in the matters of these orders, newest first.
pub(super) fn lately(orders: &[OrderRow], lang: Lang, today: Day) -> Vec<Entry> {
    let mut happened: Vec<(Day, &str, &OrderRow)> = Vec::new();
    for order in orders {
        let answered = order.answered_at.map(|at| Instant::from_millis(at).day());
        let served = order.served_on.as_deref().and_then(|day| day.parse().ok());
        let ordered = order.ordered_on.parse().ok();
        for (day, key) in [
            (answered, "my-lately-answered"),
            (served, "my-lately-served"),
            (ordered, "my-lately-ordered"),
        ] {
            happened.extend(day.map(|day| (day, key, order)));
        }
    }
    // The sort keeps the order of steps of one day.
    happened.sort_by_key(|(day, ..)| std::cmp::Reverse(*day));
    happened
        .into_iter()
        .take(LATELY_MAX)
        .map(|(day, key, order)| {
            Entry::new(When::Done, show::near_day(lang, day, today), lang.t(key))
                .noting(order.document_number.clone())
        })
        .collect()
}

/// The page of one order.
pub(super) fn order(
    shell: My,
    record: &OrderRecord,
    consent: Option<&Consent>,
    answer: Option<EventForm>,
    today: Day,
) -> Order {
    let (lang, row) = (shell.lang, &record.row);
    let standing = standing(row, today);
    Order {
        shell,
        verdict: standing.verdict(lang, today),
        document: row.document_number.clone(),
        deadline: deadline(row, lang, today),
        facts: facts(record, consent, lang, today),
        findings: record.findings.iter().map(|it| found(it, lang)).collect(),
        requirements: proof::lines(&row.demand),
        answer,
        answers: proof::answers(record, Reader::Agent, lang, today),
        next: standing.next(lang),
    }
}

/// A finding with the last day of its act and its article.
fn found(finding: &FoundRow, lang: Lang) -> String {
    let article = show::articles(lang, &finding.article);
    let day = finding.acted_on.as_deref().and_then(|day| day.parse().ok());
    match day {
        Some(day) => {
            let basis = format!("{} · {article}", show::day(lang, day));
            lang.t2(
                "my-found-on",
                "facts",
                finding.facts.clone(),
                "basis",
                basis,
            )
        }
        None => format!("{} · {article}", finding.facts),
    }
}

fn near(text: &str, lang: Lang, today: Day) -> String {
    text.parse()
        .map_or_else(|_| text.to_owned(), |day| show::near_day(lang, day, today))
}

fn facts(record: &OrderRecord, consent: Option<&Consent>, lang: Lang, today: Day) -> Vec<Fact> {
    let row = &record.row;
    let service = Fact {
        term: lang.t("my-served"),
        lines: match record.services.as_slice() {
            [] => vec![lang.t("my-not-served")],
            services => services
                .iter()
                .map(|service| served(service, lang, today))
                .collect(),
        },
        ..Fact::default()
    };
    vec![
        Fact::new(lang.t("my-from"), row.authority.clone()),
        Fact::new(lang.t("my-ordered"), near(&row.ordered_on, lang, today))
            .by_law(show::articles(lang, &row.article)),
        Fact::new(lang.t("my-due"), near(&row.due_on, lang, today)),
        service,
        consent_fact(consent, lang),
        Fact::new(lang.t("my-case"), row.case_number.clone()).as_code(),
    ]
}

/// Whether a mail may serve a document, or only informs.
pub(super) fn consent_fact(consent: Option<&Consent>, lang: Lang) -> Fact {
    let Some(consent) = consent else {
        return Fact::new(lang.t("my-consent"), lang.t("my-consent-none"));
    };
    let day = consent
        .signed_on
        .parse()
        .map_or_else(|_| consent.signed_on.clone(), |day| show::day(lang, day));
    Fact {
        term: lang.t("my-consent"),
        lines: vec![
            lang.t1("my-consent-signed", "day", day),
            consent.document.clone(),
        ],
        ..Fact::default()
    }
}

fn served(service: &ServiceRow, lang: Lang, today: Day) -> String {
    let way = ServiceWay::from_code(&service.way).map_or("", |way| lang.pick(way.zh(), way.en()));
    let day = near(&service.served_on, lang, today);
    format!("{day} · {way} · {}", service.receiver)
}
