//! Pieces whose sample has several forms.

use crate::text::Lang;
use crate::view::field::{Choice, Control, Errors, Field, Values};
use crate::view::piece::{Deadline, Pace};

pub(super) fn deadlines(lang: Lang) -> Vec<Deadline> {
    let one = |pace, left: String, unsure| Deadline {
        pace,
        left,
        day: lang.pick("11月24日（周二）", "Tue 24 Nov").to_owned(),
        unsure,
    };
    vec![
        one(Pace::Late, lang.t1("days-late", "n", 3), None),
        one(Pace::Due, lang.t("due-today"), Some(lang.t("provisional"))),
        one(
            Pace::Open,
            lang.t1("working-days-left", "n", 9),
            Some(lang.t("unverified")),
        ),
    ]
}

pub(super) fn fields(lang: Lang, errors: &Errors) -> Vec<Field> {
    let values = Values::from_pairs([("pick", "a"), ("tick", "yes")]);
    let choices = vec![
        Choice::hinted(
            "a",
            lang.t("complaint-named"),
            lang.t("complaint-named-hint"),
        ),
        Choice::hinted(
            "b",
            lang.t("complaint-anonymous"),
            lang.t("complaint-anonymous-hint"),
        ),
    ];
    let field = |name, label: &str| Field::line(name, lang.t(label), &values, errors);
    vec![
        field("subject", "complaint-subject").hint(lang.t("complaint-subject-hint")),
        field("body", "complaint-body")
            .control(Control::Area(3))
            .optional(lang),
        field("day", "complaint-day")
            .control(Control::Line("date"))
            .short(),
        field("district", "district")
            .control(Control::Select)
            .choices(choices.clone()),
        field("pick", "complaint-name-question")
            .control(Control::Picks)
            .choices(choices),
        field("files", "my-answer-files")
            .hint(lang.t("my-answer-files-hint"))
            .control(Control::Files(".pdf")),
        field("tick", "receipt-saved").control(Control::Tick),
    ]
}
