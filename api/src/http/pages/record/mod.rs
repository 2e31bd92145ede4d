//! What both desks show of a record and of a change of it.

mod form;
mod sent;

use domain::application::Mode;
use domain::institution::Status;
use domain::institution::field::{
    Field as Kept, LegalForm, Owner, Party, Position, Premises, Profit, places,
};
use domain::institution::published::{Inspection, Penalty, inspections, penalties};
use domain::institution::request::{Side as Asking, State};
use domain::words::{Day, Instant};
use store::Fault;
use store::read::record::RecordKept;
use store::read::request::{AlterationShown, RequestRow};

use super::proof;
use crate::text::{Lang, show};
use crate::view::piece::{Badge, Fact, Tone};
use crate::view::record::{Group, Side, Sides};

pub(super) use form::{form, merged, values};
pub(super) use sent::{Returned, is_done, request_event, sent, typed};

/// The fields in the groups in which people look for them, by the key of the group's words.
const GROUPS: [(&str, &[Kept]); 5] = [
    (
        "record-group-identity",
        &[
            Kept::Name,
            Kept::Brand,
            Kept::FormerNames,
            Kept::Uscc,
            Kept::LegalForm,
            Kept::Profit,
            Kept::FoundedOn,
            Kept::Status,
        ],
    ),
    (
        "record-group-people",
        &[Kept::Founder, Kept::LegalRepresentative, Kept::Principal],
    ),
    (
        "record-group-place",
        &[
            Kept::Telephone,
            Kept::Mode,
            Kept::Address,
            Kept::Position,
            Kept::Premises,
        ],
    ),
    ("record-group-party", &[Kept::Party, Kept::PartyBranch]),
    (
        "record-group-published",
        &[Kept::CustodyBank, Kept::Inspections, Kept::Penalties],
    ),
];

/// The name of a field.
pub(super) fn name(field: Kept, lang: Lang) -> &'static str {
    lang.pick(field.zh(), field.en())
}

/// What stands in a field, in words; one line that says so where nothing does.
pub(super) fn words(field: Kept, text: &str, lang: Lang) -> Vec<String> {
    if text.is_empty() {
        return vec![lang.t("record-nothing")];
    }
    macro_rules! coded {
        ($words:ty) => {
            <$words>::from_code(text).map(|one| lang.pick(one.zh(), one.en()).to_owned())
        };
    }
    let word = match field {
        Kept::LegalForm => coded!(LegalForm),
        Kept::Profit => coded!(Profit),
        Kept::Status => coded!(Status),
        Kept::Mode => coded!(Mode),
        Kept::Party => coded!(Party),
        Kept::FoundedOn => text.parse().ok().map(|day| show::day(lang, day)),
        Kept::Position => position(text, lang),
        Kept::Premises => return places(text).iter().map(|it| place(it, lang)).collect(),
        Kept::Inspections => {
            let results = inspections(text);
            return results.iter().map(|it| inspection(it, lang)).collect();
        }
        Kept::Penalties => return penalties(text).iter().map(|it| penalty(it, lang)).collect(),
        _ => None,
    };
    word.map_or_else(
        || text.lines().map(str::to_owned).collect(),
        |word| vec![word],
    )
}

fn position(text: &str, lang: Lang) -> Option<String> {
    let at: Position = text.parse().ok()?;
    let degrees = |e6: i64| format!("{}.{:06}°", e6 / 1_000_000, e6 % 1_000_000);
    let (north, east) = (degrees(at.latitude_e6), degrees(at.longitude_e6));
    let datum = lang.pick(at.datum.zh(), at.datum.en());
    Some(match lang {
        Lang::Zh => format!("北纬 {north}，东经 {east}（{datum}）"),
        Lang::En => format!("{north} N, {east} E ({datum})"),
    })
}

/// One of the premises in a line.
pub(super) fn place(place: &Premises, lang: Lang) -> String {
    let day = |day: Day| show::day(lang, day);
    let said = [
        Some(place.address.clone()),
        place
            .site
            .map(|site| lang.pick(site.zh(), site.en()).to_owned()),
        place.area_m2.map(|area| format!("{area} m²")),
        place
            .pupils_at_once
            .map(|count| lang.t1("record-pupils", "n", count)),
        place
            .lease_until
            .map(|until| lang.t1("record-lease", "day", day(until))),
        (!place.fire_paper.is_empty()).then(|| {
            let on = place.fire_paper_on.map(day).unwrap_or_default();
            lang.t2("record-fire", "paper", &place.fire_paper, "day", on)
        }),
    ];
    let said: Vec<String> = said.into_iter().flatten().collect();
    said.join(lang.pick("，", ", "))
}

/// The result of an annual inspection in words.
pub(in crate::http::pages) fn inspection(result: &Inspection, lang: Lang) -> String {
    let grade = lang.pick(result.grade.zh(), result.grade.en());
    match lang {
        Lang::Zh => format!("{}年　{grade}", result.year),
        Lang::En => format!("{}: {grade}", result.year),
    }
}

/// A penalty in a line.
pub(in crate::http::pages) fn penalty(penalty: &Penalty, lang: Lang) -> String {
    let day = show::day(lang, penalty.decided_on);
    let Penalty {
        document, content, ..
    } = penalty;
    match lang {
        Lang::Zh => format!("{day}　{document}　{content}"),
        Lang::En => format!("{day}: {document}, {content}"),
    }
}

/// The record as it is read, in groups; each field with who answers for it, as this side sees it.
pub(super) fn groups(record: &RecordKept, side: Asking, lang: Lang) -> Vec<Group> {
    let fact = |field: &Kept| Fact {
        term: name(*field, lang).to_owned(),
        lines: words(*field, record.text(*field), lang),
        law: Some(owner(*field, side, lang)),
        ..Fact::default()
    };
    GROUPS
        .iter()
        .map(|(title, fields)| Group {
            title: lang.t(title),
            facts: fields.iter().map(fact).collect(),
        })
        .collect()
}

/// What becomes of a change of the field that this side wants.
fn owner(field: Kept, side: Asking, lang: Lang) -> String {
    lang.t(match (side, field.owner()) {
        (Asking::Institution, Owner::Institution) => "record-own-at-once",
        (Asking::Institution, Owner::Authority) => "record-own-asked",
        (Asking::Institution, Owner::Licence) => "record-own-licence",
        (_, Owner::Approval) => "record-approved",
        (Asking::Authority, Owner::Institution) => "record-desk-asked",
        (Asking::Authority, Owner::Authority) => "record-desk-at-once",
        (Asking::Authority, Owner::Licence) => "record-desk-lead",
    })
}

/// Both sides of a change.
pub(super) fn sides(alterations: &[AlterationShown], open: bool, lang: Lang) -> Sides {
    let row = |shown: &AlterationShown| {
        let change = &shown.change;
        let overtaken = open && shown.now != change.old;
        Side {
            field: name(change.field, lang).to_owned(),
            old: words(change.field, &change.old, lang),
            new: words(change.field, &change.new, lang),
            now: if overtaken {
                words(change.field, &shown.now, lang)
            } else {
                Vec::new()
            },
            law: change
                .field
                .article()
                .map(|article| show::article(lang, &article))
                .unwrap_or_default(),
        }
    };
    Sides {
        heads: ["record-field", "record-old", "record-new"].map(|key| lang.t(key)),
        since: lang.t("record-since"),
        rows: alterations.iter().map(row).collect(),
    }
}

/// Where a request stands, for whoever reads it.
pub(super) fn state(code: &str, lang: Lang) -> Badge {
    let Some(state) = State::from_code(code) else {
        return Badge::new(Tone::Neutral, code);
    };
    let tone = match state {
        State::Open => Tone::Caution,
        State::Approved => Tone::Good,
        State::Refused | State::Withdrawn => Tone::Neutral,
    };
    Badge::new(tone, lang.pick(state.zh(), state.en()))
}

/// The fields of a request by name.
pub(super) fn fields(row: &RequestRow, lang: Lang) -> Result<String, Fault> {
    let changes = row.alterations()?;
    let names: Vec<&str> = changes
        .iter()
        .map(|change| name(change.field, lang))
        .collect();
    Ok(names.join(lang.pick("、", ", ")))
}

/// Who asked, when and why, by when it is to be answered, and what was answered.
pub(super) fn request_facts(row: &RequestRow, lang: Lang, today: Day) -> Vec<Fact> {
    let side = Asking::from_code(&row.side).map_or("", |side| lang.pick(side.zh(), side.en()));
    let at = show::near_instant(lang, Instant::from_millis(row.asked_at), today);
    let mut facts = vec![Fact::new(lang.t("request-asked"), format!("{side} · {at}"))];
    if !row.reason.is_empty() {
        facts.push(Fact {
            term: lang.t("request-reason"),
            lines: proof::lines(&row.reason),
            ..Fact::default()
        });
    }
    match row.decided_at {
        None => {
            let due = row.due_on.parse();
            let due = due.map_or_else(|_| row.due_on.clone(), |day| show::day(lang, day));
            facts.push(Fact::new(lang.t("request-due"), due).by_law(lang.t("local-setting")));
        }
        Some(at) => {
            let at = show::near_instant(lang, Instant::from_millis(at), today);
            let mut lines = vec![format!("{} · {at}", state(&row.state, lang).text)];
            lines.extend(proof::lines(&row.answer));
            facts.push(Fact {
                term: lang.t("request-answer"),
                lines,
                ..Fact::default()
            });
        }
    }
    facts
}
