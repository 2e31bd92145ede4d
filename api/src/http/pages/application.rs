//! What both desks show of an application: its state, what is filled in, how the conditions stand.

use domain::application::{Form as Filled, Kind, Loss, Mode, Outcome, Part, Site};
use domain::calendar::Calendar;
use domain::words::{Class, Day, Stage};
use store::read::application::{ApplicationRecord, ConditionShown, PaperShown};

use super::proof;
use crate::text::{Lang, show};
use crate::view::field::{Choice, Errors, Values};
use crate::view::my::application::{Choices, ConditionRow, Conditions, fields};
use crate::view::piece::{Badge, Deadline, Fact, FileRow, Tone};

/// What is asked for.
pub(super) fn kind(code: &str, lang: Lang) -> String {
    Kind::from_code(code)
        .map_or(code, |kind| lang.pick(kind.zh(), kind.en()))
        .to_owned()
}

/// Where an application stands.
pub(super) fn state(code: &str, lang: Lang) -> Badge {
    let (tone, key) = match code {
        "draft" => (Tone::Neutral, "application-draft"),
        "submitted" => (Tone::Neutral, "application-submitted"),
        "correcting" => (Tone::Caution, "application-correcting"),
        "accepted" => (Tone::Neutral, "application-accepted"),
        "proposed" => (Tone::Neutral, "application-proposed"),
        "granted" => (Tone::Good, "application-granted"),
        "issued" => (Tone::Good, "application-issued"),
        "refused" => (Tone::Bad, "application-refused"),
        "declined" => (Tone::Bad, "application-declined"),
        "withdrawn" => (Tone::Neutral, "application-withdrawn"),
        other => return Badge::new(Tone::Neutral, other),
    };
    Badge::new(tone, lang.t(key))
}

/// The last day of the authority's next step.
pub(super) fn deadline(due_on: Option<&str>, lang: Lang, today: Day) -> Option<Deadline> {
    let due: Day = due_on?.parse().ok()?;
    let provisional = Calendar::built_in().on(due).provisional;
    Some(show::deadline(lang, due, today, provisional, true))
}

/// The options of the form's choices.
pub(super) fn choices(lang: Lang) -> Choices {
    macro_rules! all {
        ($words:ty) => {
            <$words>::ALL
                .iter()
                .map(|one| Choice::new(one.code(), lang.pick(one.zh(), one.en())))
                .collect()
        };
    }
    Choices {
        classes: all!(Class),
        stages: all!(Stage),
        modes: all!(Mode),
        sites: all!(Site),
        losses: all!(Loss),
    }
}

/// The conditions of a part, or all of them.
pub(super) fn conditions(
    rows: impl Iterator<Item = ConditionShown>,
    part: Option<Part>,
    lang: Lang,
) -> Conditions {
    Conditions {
        rows: rows
            .filter(|row| part.is_none_or(|part| row.condition.part() == part))
            .map(|row| ConditionRow {
                badge: outcome(&row, lang),
                what: lang.pick(row.condition.zh(), row.condition.en()).to_owned(),
                figures: row.figures.clone(),
                law: show::basis(lang, &row.article, row.verified),
            })
            .collect(),
        none: lang.t("application-no-conditions"),
    }
}

fn outcome(row: &ConditionShown, lang: Lang) -> Badge {
    let (tone, key) = match row.outcome {
        Outcome::Met => (Tone::Good, "condition-met"),
        Outcome::Unmet if row.binds => (Tone::Bad, "condition-unmet"),
        Outcome::Unmet => (Tone::Caution, "condition-warns"),
        Outcome::Unsaid => (Tone::Neutral, "condition-unsaid"),
        Outcome::ByEye => (Tone::Neutral, "condition-by-eye"),
    };
    Badge::new(tone, lang.t(key))
}

/// Which papers there are and which are missing.
pub(super) fn paper_facts(record: &ApplicationRecord, lang: Lang) -> Vec<Fact> {
    record
        .papers
        .iter()
        .map(|paper| {
            let term = lang.pick(paper.paper.zh(), paper.paper.en());
            let said = match paper.files.len() {
                0 if !paper.needed => lang.t("application-paper-optional"),
                0 => lang.t("application-paper-missing"),
                count => lang.t1("application-paper-files", "n", count),
            };
            Fact::new(term, said).by_law(show::article(lang, &paper.article))
        })
        .collect()
}

/// What a part says, as facts.
pub(super) fn facts(form: &Filled, part: Part, lang: Lang) -> Vec<Fact> {
    let values = values(form);
    fields(
        part.code(),
        &choices(lang),
        &values,
        &Errors::default(),
        lang,
    )
    .into_iter()
    .map(|field| {
        let chosen: Vec<&str> = field
            .choices
            .iter()
            .filter(|choice| {
                field
                    .value
                    .split_whitespace()
                    .any(|one| one == choice.value)
            })
            .map(|choice| choice.label.as_str())
            .collect();
        let said = if !chosen.is_empty() {
            chosen.join(lang.pick("、", ", "))
        } else if field.value.trim().is_empty() {
            lang.t("application-unsaid")
        } else {
            field.value.clone()
        };
        Fact {
            term: field.label,
            lines: proof::lines(&said),
            ..Fact::default()
        }
    })
    .collect()
}

/// What is filled in, as the fields show it.
pub(super) fn values(form: &Filled) -> Values {
    let number = |value: Option<i64>| value.map(|value| value.to_string()).unwrap_or_default();
    let day = |value: Option<Day>| value.map(|day| day.to_string()).unwrap_or_default();
    let code = |value: Option<&'static str>| value.unwrap_or_default().to_owned();
    let stages: Vec<&str> = form.stages.iter().map(|stage| stage.code()).collect();
    let classes = form.classes().into_iter().flat_map(|it| it.iter());
    let classes: Vec<&str> = classes.map(Class::code).collect();
    let pairs = [
        ("name", form.name.clone()),
        ("class", classes.join(" ")),
        ("stages", stages.join(" ")),
        ("mode", code(form.mode.map(|it| it.code()))),
        ("scope", form.scope.clone()),
        ("address", form.address.clone()),
        ("site", code(form.site.map(|it| it.code()))),
        ("area_m2", number(form.area_m2)),
        ("pupils_at_once", number(form.pupils_at_once)),
        ("lease_until", day(form.lease_until)),
        ("staff", number(form.staff)),
        ("teaching_staff", number(form.teaching_staff)),
        ("teachers", number(form.teachers)),
        ("pupils", number(form.pupils)),
        ("preschool_pupils", number(form.preschool_pupils)),
        (
            "capital",
            form.capital_fen.map(show::plain_yuan).unwrap_or_default(),
        ),
        ("custody_bank", form.custody_bank.clone()),
        ("loss", code(form.loss.map(|it| it.code()))),
        ("noticed_on", day(form.noticed_on)),
        ("declared_in", form.declared_in.clone()),
        ("declared_on", day(form.declared_on)),
    ];
    Values(
        pairs
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect(),
    )
}

/// The files of a paper, each with the paper it is; `door` is the desk that reads them.
pub(super) fn paper_files(paper: &PaperShown, door: &str, lang: Lang) -> Vec<FileRow> {
    let name = lang.pick(paper.paper.zh(), paper.paper.en());
    paper
        .files
        .iter()
        .map(|file| {
            let named = (
                file.id.as_str(),
                file.file_name.as_str(),
                file.media_type.as_str(),
            );
            let row = proof::kept_file(named, file.size_bytes, door, lang);
            FileRow {
                detail: format!("{name} · {}", row.detail),
                ..row
            }
        })
        .collect()
}
