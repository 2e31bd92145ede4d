//! What both desks show of a record and of a change of it, and between the fields of a form and the texts of a record.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use domain::application::{Mode, Site};
use domain::institution::Status;
use domain::institution::field::{
    Datum, Field as Kept, LegalForm, Owner, PREMISES_MAX, Party, Position, Premises, Profit, places,
};
use domain::institution::request::{Side as Asking, State, Step};
use domain::words::{Day, FieldFault, Instant};
use store::Fault;
use store::ops::record::RequestEvent;
use store::read::record::RecordKept;
use store::read::request::{AlterationShown, RequestRow};

use super::proof;
use crate::http::problem::Problem;
use crate::http::upload::Form;
use crate::text::{self, Lang, show};
use crate::view::field::{Choice, Control, Errors, Field, FormKey, Values};
use crate::view::piece::{Badge, Fact, Tone};
use crate::view::record::{FormPart, Group, RecordForm, Side, Sides};
use crate::view::shell::Flash;

/// The fields in the groups in which people look for them, by the key of the group's words.
const GROUPS: [(&str, &[Kept]); 4] = [
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
        (Asking::Authority, Owner::Institution) => "record-desk-asked",
        (Asking::Authority, Owner::Authority) => "record-desk-at-once",
        (Asking::Authority, Owner::Licence) => "record-desk-lead",
    })
}

/// The form of a record for this side, filled with `values`.
pub(super) fn form(
    key: FormKey,
    side: Asking,
    (values, errors): (&Values, &Errors),
    back: String,
) -> RecordForm {
    let lang = key.lang;
    let parts = GROUPS.iter().filter_map(|(title, fields)| {
        let mut shown = Vec::new();
        for field in fields.iter().filter(|field| side.decider(**field).is_ok()) {
            shown.extend(controls(*field, side, (values, errors), lang));
        }
        let hint = match *title {
            "record-group-place" => lang.t("record-premises-hint"),
            _ => String::new(),
        };
        (!shown.is_empty()).then(|| FormPart {
            title: lang.t(title),
            hint,
            fields: shown,
        })
    });
    let reason = Field::line("reason", lang.t("record-reason"), values, errors)
        .control(Control::Area(2))
        .limit(500);
    RecordForm {
        parts: parts.collect(),
        reason: match side {
            Asking::Institution => reason.hint(lang.t("record-reason-own")).optional(lang),
            Asking::Authority => reason.hint(lang.t("record-reason-desk")),
        },
        back,
        key,
    }
}

macro_rules! all {
    ($words:ty, $lang:expr) => {
        <$words>::ALL
            .iter()
            .map(|one| Choice::new(one.code(), $lang.pick(one.zh(), one.en())))
            .collect()
    };
}

/// The controls of a field: one, but for a position and for premises.
fn controls(
    field: Kept,
    side: Asking,
    (values, errors): (&Values, &Errors),
    lang: Lang,
) -> Vec<Field> {
    let line = |code: &str, label: String| Field::line(code, label, values, errors);
    let own = line(field.code(), name(field, lang).to_owned()).hint(owner(field, side, lang));
    let select = |choices: Vec<Choice>| own.clone().control(Control::Select).choices(choices);
    match field {
        Kept::Name | Kept::Address => vec![own.limit(200)],
        Kept::Status => vec![select(all!(Status, lang))],
        Kept::LegalForm => vec![select(all!(LegalForm, lang))],
        Kept::Profit => vec![select(all!(Profit, lang)).optional(lang)],
        Kept::Mode => vec![select(all!(Mode, lang)).optional(lang)],
        Kept::Party => vec![select(all!(Party, lang)).optional(lang)],
        Kept::FoundedOn => vec![own.control(Control::Line("date")).optional(lang)],
        Kept::Telephone => vec![
            own.control(Control::Line("tel"))
                .helped("", "tel")
                .optional(lang),
        ],
        Kept::FormerNames => {
            let hint = lang.t("record-former-hint");
            vec![own.control(Control::Area(2)).hint(hint).optional(lang)]
        }
        Kept::Position => vec![
            own.hint(lang.t("record-position-hint")).optional(lang),
            line("datum", lang.t("record-datum"))
                .control(Control::Select)
                .choices(all!(Datum, lang))
                .needed(lang.t("record-datum-when")),
        ],
        Kept::Premises => (0..=blocks(values))
            .take(PREMISES_MAX)
            .flat_map(|at| premises(at, (values, errors), lang))
            .collect(),
        _ => vec![own.optional(lang)],
    }
}

/// How many of the premises the values tell of.
fn blocks(values: &Values) -> usize {
    (0..PREMISES_MAX)
        .rev()
        .find(|at| {
            PLACE
                .iter()
                .any(|part| !values.get(&part_of(*at, part)).is_empty())
        })
        .map_or(0, |last| last + 1)
}

/// The parts of one of the premises, as the form names them.
const PLACE: [&str; 7] = [
    "address",
    "site",
    "area_m2",
    "pupils_at_once",
    "lease_until",
    "fire_paper",
    "fire_paper_on",
];

fn part_of(at: usize, part: &str) -> String {
    format!("premises-{at}-{part}")
}

fn premises(at: usize, (values, errors): (&Values, &Errors), lang: Lang) -> Vec<Field> {
    PLACE
        .iter()
        .map(|part| {
            let label = lang.t2(
                "record-premises-part",
                "n",
                at + 1,
                "part",
                part_name(part, lang),
            );
            let field = Field::line(&part_of(at, part), label, values, errors);
            let field = match *part {
                "site" => field.control(Control::Select).choices(all!(Site, lang)),
                "area_m2" | "pupils_at_once" => field.helped("", "numeric").short(),
                "lease_until" | "fire_paper_on" => field.control(Control::Line("date")),
                _ => field,
            };
            let first = *part == "address";
            field.needed(if first {
                lang.t("record-premises-empty")
            } else {
                lang.t("optional")
            })
        })
        .collect()
}

fn part_name(part: &str, lang: Lang) -> String {
    lang.t(match part {
        "address" => "address",
        "site" => "record-site",
        "area_m2" => "record-area",
        "pupils_at_once" => "record-at-once",
        "lease_until" => "record-lease-until",
        "fire_paper" => "record-fire-paper",
        _ => "record-fire-on",
    })
}

/// The values of a record for its form.
pub(super) fn values(record: &RecordKept) -> Values {
    let mut values = Values::default();
    for row in &record.fields {
        match row.field {
            Kept::Position => {
                let (at, datum) = row.text.rsplit_once(',').unwrap_or_default();
                values
                    .0
                    .insert("position".to_owned(), at.replace(',', ", "));
                values.0.insert("datum".to_owned(), datum.to_owned());
            }
            Kept::Premises => {
                for (at, place) in places(&row.text).iter().enumerate() {
                    for (part, text) in PLACE.iter().zip(texts(place)) {
                        values.0.insert(part_of(at, part), text);
                    }
                }
            }
            field => {
                values.0.insert(field.code().to_owned(), row.text.clone());
            }
        }
    }
    values
}

fn texts(place: &Premises) -> [String; 7] {
    let number = |number: Option<i64>| number.map(|it| it.to_string()).unwrap_or_default();
    let day = |day: Option<Day>| day.map(|it| it.to_string()).unwrap_or_default();
    [
        place.address.clone(),
        place
            .site
            .map(|site| site.code().to_owned())
            .unwrap_or_default(),
        number(place.area_m2),
        number(place.pupils_at_once),
        day(place.lease_until),
        place.fire_paper.clone(),
        day(place.fire_paper_on),
    ]
}

/// The texts that a form sends, by field: those that this side may change or ask to have changed.
///
/// # Errors
/// Every part of the premises that is no value of its kind, in words beside it.
pub(super) fn sent(
    form: &Form,
    side: Asking,
    lang: Lang,
) -> Result<BTreeMap<Kept, String>, Errors> {
    let mut texts = BTreeMap::new();
    let mut errors = Errors::default();
    for field in Kept::ALL
        .iter()
        .copied()
        .filter(|field| side.decider(*field).is_ok())
    {
        let text = match field {
            Kept::Position if form.get("position").trim().is_empty() => String::new(),
            Kept::Position => format!("{},{}", form.get("position"), form.get("datum")),
            Kept::Premises => sent_premises(form, &mut errors, lang),
            _ => form.get(field.code()).to_owned(),
        };
        texts.insert(field, text);
    }
    if errors.none() {
        Ok(texts)
    } else {
        Err(errors)
    }
}

/// The premises of a form as JSON. One without any word is none.
fn sent_premises(form: &Form, errors: &mut Errors, lang: Lang) -> String {
    let mut sent = Vec::new();
    for at in 0..PREMISES_MAX {
        let part = |part: &str| form.get(&part_of(at, part)).trim();
        if PLACE.iter().all(|name| part(name).is_empty()) {
            continue;
        }
        let mut wrong = |name: &str, code: &'static str| {
            errors.add(part_of(at, name), text::fault(lang, code, ""));
        };
        macro_rules! read {
            ($name:literal, $read:expr) => {
                match part($name) {
                    "" => None,
                    text => match $read(text) {
                        Ok(value) => Some(value),
                        Err(code) => {
                            wrong($name, code);
                            None
                        }
                    },
                }
            };
        }
        let number = |text: &str| text.parse::<i64>().map_err(|_| "number_invalid");
        let day = |text: &str| text.parse::<Day>().map_err(|fault| fault.code);
        let place = Premises {
            address: part("address").to_owned(),
            site: read!("site", |text: &str| text
                .parse::<Site>()
                .map_err(|fault| fault.code)),
            area_m2: read!("area_m2", number),
            pupils_at_once: read!("pupils_at_once", number),
            lease_until: read!("lease_until", day),
            fire_paper: part("fire_paper").to_owned(),
            fire_paper_on: read!("fire_paper_on", day),
        };
        match place.checked() {
            Ok(place) => sent.push(place),
            Err((name, fault)) => wrong(name, fault.code),
        }
    }
    serde_json::to_string(&sent).unwrap_or_default()
}

/// Faults in words beside their fields.
pub(super) fn errors(faults: &[FieldFault], lang: Lang) -> Errors {
    let mut errors = Errors::default();
    for fault in faults {
        let field = match fault.field.as_ref() {
            "premises" => "premises-0-address",
            // Which system a position was measured in is a control of its own.
            "position" if fault.code == "datum_unknown" => "datum",
            field => field,
        };
        errors.add(field, text::fault(lang, &fault.code, &fault.detail));
    }
    errors
}

/// What was typed, as it comes back.
pub(super) fn typed(form: &Form) -> Values {
    let pairs = form
        .0
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()));
    Values::gathered(pairs)
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

/// The step that a form names; none where it names another.
pub(super) fn request_event(form: &Form) -> Option<RequestEvent> {
    Some(match Step::from_code(form.get("event"))? {
        Step::Approve => RequestEvent::Approve {},
        Step::Withdraw => RequestEvent::Withdraw {},
        Step::Refuse => RequestEvent::Refuse {
            reason: form.get("reason").to_owned(),
        },
    })
}

/// Whether the request stands where the step leads, with what the step says.
pub(super) fn is_done(row: &RequestRow, event: &RequestEvent) -> bool {
    match event {
        RequestEvent::Approve {} => row.state == State::Approved.code(),
        RequestEvent::Withdraw {} => row.state == State::Withdrawn.code(),
        RequestEvent::Refuse { reason } => {
            row.state == State::Refused.code() && row.answer == reason.trim()
        }
    }
}

/// A form that was not taken: what stands beside its fields, and above it.
pub(super) struct Returned {
    pub(super) status: StatusCode,
    pub(super) errors: Errors,
    pub(super) flash: Option<Flash>,
}

impl Returned {
    /// What a fault says of a form.
    ///
    /// # Errors
    /// The problem itself where the form does not help.
    pub(super) fn of(fault: Fault, lang: Lang) -> Result<Self, Problem> {
        let bad = |text: String| Flash {
            tone: Tone::Bad,
            text,
        };
        let (status, faults, flash) = match fault {
            Fault::Input(faults) => {
                // What is about no field stands above all of them.
                let whole = faults.iter().find(|fault| fault.field == "values");
                let flash = whole.map(|fault| bad(text::fault(lang, &fault.code, "")));
                let faults = faults.into_iter().filter(|fault| fault.field != "values");
                (StatusCode::UNPROCESSABLE_ENTITY, faults.collect(), flash)
            }
            Fault::Refused(refusal) if refusal.code == "reason_missing" => {
                let fault = FieldFault::new("reason", "text_empty");
                (StatusCode::CONFLICT, vec![fault], None)
            }
            Fault::Refused(refusal) => {
                let words = lang.pick(refusal.zh, refusal.en);
                let text = lang.t1("refused-plainly", "words", words);
                (StatusCode::CONFLICT, Vec::new(), Some(bad(text)))
            }
            Fault::Stale { .. } => {
                let text = lang.t("record-stale");
                (StatusCode::CONFLICT, Vec::new(), Some(bad(text)))
            }
            other => return Err(other.into()),
        };
        Ok(Self {
            status,
            errors: errors(&faults, lang),
            flash,
        })
    }

    /// A form whose fields could not be read.
    pub(super) fn unread(errors: Errors) -> Self {
        Self {
            status: StatusCode::UNPROCESSABLE_ENTITY,
            errors,
            flash: None,
        }
    }
}
