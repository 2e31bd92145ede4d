//! The form of a record: its controls, and the texts of a record in them.

use domain::application::{Mode, Site};
use domain::institution::Status;
use domain::institution::field::{
    Datum, Field as Kept, LegalForm, PREMISES_MAX, Party, Premises, Profit, places,
};
use domain::institution::request::Side as Asking;
use domain::words::Day;
use store::read::record::RecordKept;

use super::{GROUPS, name, owner};
use crate::text::Lang;
use crate::view::field::{Choice, Control, Errors, Field, FormKey, Values};
use crate::view::record::{FormPart, RecordForm};

/// The form of a record for this side, filled with `values`.
pub(in crate::http::pages) fn form(
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
        report: None,
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
        Kept::Status => {
            let mut choices: Vec<Choice> = all!(Status, lang);
            // One begins with it and is offered no way back.
            let first = Status::Preparing.code();
            choices.retain(|one| one.value != first || values.get(field.code()) == first);
            vec![select(choices)]
        }
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
        Kept::Inspections => {
            let hint = lang.t("record-inspections-hint");
            vec![own.control(Control::Area(2)).hint(hint).optional(lang)]
        }
        Kept::Penalties => {
            let hint = lang.t("record-penalties-hint");
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
pub(super) const PLACE: [&str; 7] = [
    "address",
    "site",
    "area_m2",
    "pupils_at_once",
    "lease_until",
    "fire_paper",
    "fire_paper_on",
];

pub(super) fn part_of(at: usize, part: &str) -> String {
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
pub(in crate::http::pages) fn values(record: &RecordKept) -> Values {
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

/// What a form that came late is shown with: what was typed where it differs from what its page said, and what the record
/// says now for all else, so that nobody writes back what another person has changed.
pub(in crate::http::pages) fn merged(
    typed: &Values,
    read: &RecordKept,
    now: &RecordKept,
) -> Values {
    let (read, mut merged) = (values(read), values(now));
    for (field, text) in &typed.0 {
        if read.get(field) != text {
            merged.0.insert(field.clone(), text.clone());
        }
    }
    merged
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
