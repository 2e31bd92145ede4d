//! One case in words: the procedure as a line, its deadlines, what is on record, what is still to be there.

use std::sync::Arc;

use axum::extract::State;
use axum::http::Uri;
use domain::access::permit;
use domain::case::{ServiceWay, Violation};
use domain::law;
use domain::words::{Article, CaseNumber, Day, Instant};
use store::read::case::{self, CaseRecord, FindingRow};
use store::read::order::{OrderRecord, OrderRow, ServiceRow};

use super::frame::frame;
use super::sent::Returned;
use super::words::{self, Owed, lines, near};
use super::{asked, case_steps, cases, complaints, places, register};
use crate::App;
use crate::http::access::Permitted;
use crate::http::body::Named;
use crate::http::caller::Caller;
use crate::http::pages::Html;
use crate::http::pages::proof::{self, Reader};
use crate::http::problem::Problem;
use crate::text::{Lang, show};
use crate::view::desk::case::{Case, CaseDeadline, Finding, LawStep, Order, Requirement};
use crate::view::piece::{Badge, Entry, Fact, Link, Tone, When};
use crate::view::shell::{Desk, DeskPlace};

/// `GET /desk/cases/{number}`.
pub(super) async fn one(
    State(app): State<App>,
    caller: Arc<Caller>,
    lang: Lang,
    uri: Uri,
    Permitted(grant): Permitted<permit::ReadDesk>,
    Named(number): Named<CaseNumber>,
) -> Result<Html<Case>, Problem> {
    let today = app.store().today();
    let record = case::by_number(app.store(), &grant, number, today).await?;
    let shell = frame(&app, &caller, lang, DeskPlace::Cases, asked::here(&uri)).await?;
    Ok(Html(of(&caller, shell, &record, None, today)))
}

/// The page of a case, with the form that came back where one did.
pub(super) fn of(
    caller: &Caller,
    shell: Desk,
    record: &CaseRecord,
    returned: Option<&Returned>,
    today: Day,
) -> Case {
    let (lang, row) = (shell.lang, &record.row);
    let step = case_steps::next(caller, record, returned, lang, today);
    let stale = returned.and_then(|returned| {
        let changed = words::case_state(&record.row.state, lang).text;
        let told = |field: &str, text: &str| (typed_words(field, lang), text.to_owned());
        let last = record.acts.last();
        returned.stale(last, changed, &step.forms(), told, (lang, today))
    });
    Case {
        number: row.number.clone(),
        title: title(record, lang),
        parties: lang.t1("case-handled-by", "officers", cases::officers(row, lang)),
        deadline: cases::decision(row, lang, today)
            .filter(|_| row.open)
            .map(|owed| owed.deadline),
        procedure: procedure(record, lang, today),
        step,
        deadlines: deadlines(record, lang, today),
        facts: facts(record, lang, today),
        findings: record
            .findings
            .iter()
            .map(|finding| self::finding(finding, lang, today))
            .collect(),
        order: record
            .order
            .as_ref()
            .map(|order| self::order(order, record, lang, today)),
        responses: record.order.as_ref().map_or_else(Vec::new, |order| {
            proof::answers(order, Reader::Desk, lang, today)
        }),
        requirements: requirements(record, lang, today),
        links: links(record, lang),
        timeline: words::timeline(&record.acts, &record.remarks, lang, today),
        stale,
        shell,
    }
}

/// What the case is called: by its party, and by what was found.
fn title(record: &CaseRecord, lang: Lang) -> String {
    let party = record.row.party_name.as_str();
    let found = record
        .findings
        .first()
        .and_then(|finding| Violation::from_code(&finding.violation));
    match found {
        Some(found) => lang.t2(
            "case-title-found",
            "party",
            party,
            "violation",
            lang.pick(found.zh(), found.en()),
        ),
        None => lang.t1("case-title", "party", party),
    }
}

/// The stops of the procedure with their days. A case that is closed without an order has a shorter way.
fn procedure(record: &CaseRecord, lang: Lang, today: Day) -> Vec<LawStep> {
    let row = &record.row;
    let order = record.order.as_ref().map(|order| &order.row);
    let near = |day: Option<&str>| day.map(|day| near(day, lang, today));
    let answered = order
        .and_then(|order| order.answered_at)
        .map(|millis| show::near_day(lang, Instant::from_millis(millis).day(), today));
    let acted = |verb: &str| {
        let act = record.acts.iter().rev().find(|act| act.verb == verb)?;
        Some(show::near_day(
            lang,
            Instant::from_millis(act.at).day(),
            today,
        ))
    };
    let (proposed, closed) = (row.state == "closure_proposed", row.state == "closed");
    let ready = proposed || closed;
    let found = record.findings.first().map(|it| it.found_on.as_str());
    let mut stops = vec![("stop-filed", near(Some(row.filed_on.as_str())))];
    if order.is_some() || !ready {
        stops.extend([
            ("stop-found", near(found)),
            ("stop-ordered", near(order.map(|it| it.ordered_on.as_str()))),
            (
                "stop-served",
                near(order.and_then(|it| it.served_on.as_deref())),
            ),
            match (&answered, ready) {
                (None, true) => ("stop-unanswered", None),
                _ => ("stop-answered", answered),
            },
        ]);
    }
    stops.extend([
        ("stop-proposed", acted("propose_closure").filter(|_| ready)),
        ("stop-approved", acted("approve_closure").filter(|_| closed)),
    ]);
    line(&stops, ready, lang)
}

/// The line of stops: done where they have a day, or where the case has gone past them.
fn line(stops: &[(&str, Option<String>)], ready: bool, lang: Lang) -> Vec<LawStep> {
    let last = stops.iter().rposition(|(_, day)| day.is_some());
    let is_done = |at: usize, day: &Option<String>| {
        day.is_some() || (ready && last.is_some_and(|last| at < last))
    };
    let next = stops
        .iter()
        .enumerate()
        .position(|(at, (_, day))| !is_done(at, day));
    stops
        .iter()
        .enumerate()
        .zip(1_u32..)
        .map(|((at, (name, day)), number)| LawStep {
            when: if is_done(at, day) {
                When::Done
            } else if next == Some(at) {
                When::Next
            } else {
                When::Later
            },
            number,
            name: lang.t(name),
            day: day.clone().unwrap_or_default(),
        })
        .collect()
}

fn deadlines(record: &CaseRecord, lang: Lang, today: Day) -> Vec<CaseDeadline> {
    let row = &record.row;
    if !row.open {
        return Vec::new();
    }
    let mut rows = Vec::new();
    let order = record.order.as_ref().map(|order| &order.row);
    if let Some(order) = order.filter(|it| row.state == "ordered" && it.answered_at.is_none())
        && let Some(owed) = Owed::correction(&order.due_on, lang, today)
    {
        // Before it is served the day binds nobody but the office, which has to serve the order by then.
        let (what, who, how, law) = match order.served_on {
            Some(_) => (
                "owed-correction",
                "waits-institution",
                "owed-correction-how",
                "order-law",
            ),
            None => (
                "owed-service",
                "waits-us",
                "owed-service-how",
                "service-law",
            ),
        };
        rows.push(CaseDeadline {
            what: lang.t(what),
            deadline: owed.deadline,
            who: lang.t(who),
            how: lang.t(how),
            law: lang.t(law),
        });
    }
    if let (Some(owed), Ok(filed)) = (
        cases::decision(row, lang, today),
        row.filed_on.parse::<Day>(),
    ) {
        let due = law::case_due(filed);
        let mut how = lang.t1(
            "owed-decision-how",
            "day",
            show::near_day(lang, filed, today),
        );
        if due.due_on != due.unrolled_on {
            let before = show::near_day(lang, due.unrolled_on, today);
            how.push_str(&lang.t1("owed-before", "day", before));
        }
        rows.push(CaseDeadline {
            what: lang.t("owed-decision"),
            deadline: owed.deadline,
            who: lang.t("waits-us"),
            how,
            law: show::article(lang, &due.article),
        });
    }
    rows
}

fn facts(record: &CaseRecord, lang: Lang, today: Day) -> Vec<Fact> {
    let mut facts = Vec::new();
    if let Some(number) = &record.complaint_number {
        let words = lang.t1("from-complaint", "number", number);
        facts.push(Fact::new(lang.t("case-source"), words));
    }
    if let Some(subject) = &record.complaint_subject {
        facts.push(Fact::new(lang.t("case-about"), subject.clone()));
    }
    facts.push(Fact::new(
        lang.t("case-party"),
        record.row.party_name.clone(),
    ));
    facts.push(Fact::new(
        lang.t("case-filed-on"),
        near(&record.row.filed_on, lang, today),
    ));
    if let Some(reason) = &record.reason {
        facts.push(Fact {
            term: lang.t("case-filing-reason"),
            lines: lines(reason),
            ..Fact::default()
        });
    }
    if let Some(reason) = &record.closure_reason {
        facts.push(Fact {
            term: lang.t("case-closure-reason"),
            lines: lines(reason),
            ..Fact::default()
        });
    }
    facts
}

fn links(record: &CaseRecord, lang: Lang) -> Vec<Link> {
    let complaint = record.complaint_number.as_ref().map(|number| {
        Link::new(
            complaints::path(number),
            lang.t1("from-complaint", "number", number),
        )
    });
    let institution = record
        .institution_number
        .as_ref()
        .map(|number| Link::new(register::path(number), lang.t("institution-file")));
    let place = record.place_number.as_ref();
    let place = place.map(|number| {
        let words = lang.t1("wz-from-place", "number", number);
        Link::new(places::path(number), words)
    });
    complaint
        .into_iter()
        .chain(place)
        .chain(institution)
        .collect()
}

fn finding(row: &FindingRow, lang: Lang, today: Day) -> Finding {
    Finding {
        violation: Violation::from_code(&row.violation)
            .map_or(row.violation.as_str(), |it| lang.pick(it.zh(), it.en()))
            .to_owned(),
        law: show::article(lang, &Article::from_key(&row.article)),
        lines: lines(&row.facts),
        acted: row.acted_on.as_ref().map_or_else(String::new, |day| {
            lang.t1("finding-acted", "day", near(day, lang, today))
        }),
        by: format!("{} · {}", row.recorded_by, near(&row.found_on, lang, today)),
    }
}

/// The articles an order rests on, and that the officer has confirmed those that were not read.
fn basis(row: &OrderRow, lang: Lang) -> String {
    let words = show::articles(lang, &row.article);
    if row.basis_confirmed {
        lang.t1("order-basis-confirmed", "articles", words)
    } else {
        words
    }
}

fn order(order: &OrderRecord, record: &CaseRecord, lang: Lang, today: Day) -> Order {
    let row = &order.row;
    let waits = record.row.state == "ordered" && row.answered_at.is_none();
    Order {
        document: row.document_number.clone(),
        lines: lines(&row.demand),
        basis: basis(row, lang),
        due: lang.t1("order-due-on", "day", near(&row.due_on, lang, today)),
        deadline: Owed::correction(&row.due_on, lang, today)
            .filter(|_| waits && row.served_on.is_some())
            .map(|owed| owed.deadline),
        served: match &row.served_on {
            Some(day) => Badge::new(
                Tone::Good,
                lang.t1("order-served", "day", near(day, lang, today)),
            ),
            None => Badge::new(Tone::Caution, lang.t("order-not-served")),
        },
        services: order
            .services
            .iter()
            .rev()
            .map(|it| service(it, lang, today))
            .collect(),
        mails: words::mails(&record.notices, lang, today),
    }
}

fn service(row: &ServiceRow, lang: Lang, today: Day) -> Entry {
    let way = ServiceWay::from_code(&row.way).map_or("", |way| lang.pick(way.zh(), way.en()));
    let what = lang.t2(
        "service-line",
        "way",
        way,
        "receiver",
        row.receiver.as_str(),
    );
    let published = row.published_on.as_ref().map_or_else(String::new, |day| {
        lang.t1("service-published", "day", near(day, lang, today)) + " · "
    });
    Entry::new(When::Done, near(&row.served_on, lang, today), what)
        .noting(format!("{published}{} · {}", row.proof, row.recorded_by))
}

/// What must be there before the case may be closed.
fn requirements(record: &CaseRecord, lang: Lang, today: Day) -> Vec<Requirement> {
    if !record.row.open {
        return Vec::new();
    }
    let order = record.order.as_ref().map(|order| &order.row);
    let over =
        order.is_some_and(|order| order.served_on.is_some() && order.due_on < today.to_string());
    let need = |what: &str, there: bool| Requirement {
        what: lang.t(what),
        badge: if there {
            Badge::new(Tone::Good, lang.t("in-place"))
        } else {
            Badge::new(Tone::Neutral, lang.t("not-yet"))
        },
    };
    vec![
        need("need-officers", record.certified),
        need("need-finding", !record.findings.is_empty()),
        need(
            "need-service",
            order.is_some_and(|order| order.served_on.is_some()),
        ),
        need(
            "need-answer",
            over || order.is_some_and(|order| order.answered_at.is_some()),
        ),
        need("need-approval", false),
    ]
}

/// The words of a field of the case forms.
fn typed_words(field: &str, lang: Lang) -> String {
    match field {
        "violation" => lang.t("finding-violation"),
        "acted_on" => lang.t("finding-day"),
        "found_on" => lang.t("finding-found"),
        "facts" => lang.t("finding-facts"),
        "demand" => lang.t("order-requirements"),
        "due_on" => lang.t("order-due"),
        "basis_confirmed" => lang.t("order-basis"),
        "way" => lang.t("service-way"),
        "served_on" => lang.t("service-day"),
        "receiver" => lang.t("service-recipient"),
        "proof" => lang.t("service-proof"),
        _ => lang.t("reason"),
    }
}
