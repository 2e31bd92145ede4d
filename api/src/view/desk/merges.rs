//! 重复登记合并: which merges there are, both entries side by side, and what came out of what.

use askama::Template;

use super::super::event::{NextStep, Stale, Words};
use super::super::field::{Choice, Control, Errors, Field, FormKey, Summary, Values, Weight};
use super::super::filters;
use super::super::icon::Icon;
use super::super::piece::{Badge, Chip, Chips, Deadline, Entry, Fact, Facts, Link, Note, Timeline};
use super::super::shell::{Desk, DeskPlace};
use crate::view::event::EventForm;

/// One row of the list.
#[derive(Clone, Debug)]
pub struct MergeRow {
    /// Path of its page.
    pub href: String,
    /// The entry that is hidden.
    pub hidden: String,
    /// The entry that is kept.
    pub kept: String,
    /// District.
    pub district: String,
    /// Where it stands.
    pub badge: Badge,
    /// By when what waits is decided.
    pub deadline: Option<Deadline>,
    /// Who proposed it, and when.
    pub asked: String,
}

/// `GET /desk/merges`.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/merges.html")]
pub struct Merges {
    /// Frame.
    pub shell: Desk,
    /// Path of the page on which one is proposed; none for those who may not.
    pub propose: Option<String>,
    /// Filters.
    pub chips: Vec<Chip>,
    /// The rows, newest first.
    pub rows: Vec<MergeRow>,
    /// Path of the next page of the list.
    pub next: Option<String>,
}

/// One thing of both entries.
#[derive(Clone, Debug)]
pub struct PairRow {
    /// What it is.
    pub what: String,
    /// Of the entry that is hidden.
    pub hidden: String,
    /// Of the entry that is kept.
    pub kept: String,
    /// Whether the two differ.
    pub differs: bool,
}

/// Both entries side by side.
#[derive(Clone, Debug)]
pub struct PairShown {
    /// The page of the entry that is hidden.
    pub hidden: Link,
    /// The page of the entry that is kept.
    pub kept: Link,
    /// What each says, field by field.
    pub rows: Vec<PairRow>,
    /// How much belongs to each; nothing of it moves.
    pub belongings: Vec<PairRow>,
    /// What stands against the merge, in words.
    pub obstacles: Vec<Note>,
}

/// `GET /desk/merges/new?hidden=&kept=&report=`, and `POST /desk/merges` with faults. Fields sent: `hidden`, `kept`,
/// `reason`, `report`, `report_version`.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/merge_new.html")]
pub struct MergeNew {
    /// Frame.
    pub shell: Desk,
    /// What was typed: `hidden`, `kept`, `reason`.
    pub values: Values,
    /// What is wrong with it.
    pub errors: Errors,
    /// Idempotency key.
    pub submission: String,
    /// The report that is accepted by it: its number, its version, and a sentence.
    pub report: Option<(String, i64, String)>,
    /// Both entries; none before both numbers are known.
    pub pair: Option<PairShown>,
    /// The same page with the two exchanged; none before both numbers are known.
    pub exchange: Option<String>,
}

impl MergeNew {
    fn number(&self, name: &str, label: &str, hint: &str) -> Field {
        Field::line(name, self.shell.t(label), &self.values, &self.errors)
            .hint(self.shell.t(hint))
            .helped("off", "")
            .limit(20)
            .short()
    }

    fn hidden(&self) -> Field {
        self.number("hidden", "merge-hidden", "merge-hidden-hint")
    }

    fn kept(&self) -> Field {
        self.number("kept", "merge-kept", "merge-kept-hint")
    }

    fn reason(&self) -> Field {
        Field::line("reason", self.shell.t("reason"), &self.values, &self.errors)
            .hint(self.shell.t("merge-reason-hint"))
            .control(Control::Area(3))
            .limit(1_000)
    }

    fn summary(&self) -> Summary {
        let fields = [self.hidden(), self.kept(), self.reason()];
        self.errors.summary_of(self.shell.lang, &fields)
    }
}

/// `GET /desk/merges/{id}`, and `POST …/events` with faults.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/merge.html")]
pub struct Merge {
    /// Frame.
    pub shell: Desk,
    /// Both names.
    pub title: String,
    /// Where it stands.
    pub badge: Badge,
    /// By when what waits is decided.
    pub deadline: Option<Deadline>,
    /// Another person was quicker.
    pub stale: Option<Stale>,
    /// Both entries.
    pub pair: PairShown,
    /// What may be done now.
    pub step: NextStep,
    /// Who proposed it, when, why.
    pub facts: Vec<Fact>,
    /// What happened, newest first.
    pub timeline: Vec<Entry>,
}

/// The form of `event`; none for one that has no form. Field sent: `reason` of `refuse` and `part`. `parting` is whether the
/// end of a merge waits.
#[must_use]
pub fn form(
    event: &str,
    parting: bool,
    key: FormKey,
    (values, errors): (&Values, &Errors),
) -> Option<EventForm> {
    let lang = key.lang;
    let reason = |hint: &str| {
        let field = Field::line("reason", lang.t("reason"), values, errors);
        let field = field.hint(lang.t(hint)).control(Control::Area(3));
        vec![field.limit(1_000)]
    };
    Some(match (event, parting) {
        ("approve", false) => APPROVE.form("approve", key, Vec::new(), Weight::Main, true),
        ("approve", true) => APPROVE_PART.form("approve", key, Vec::new(), Weight::Main, true),
        ("refuse", _) => REFUSE.form(
            "refuse",
            key,
            reason("merge-refuse-hint"),
            Weight::Plain,
            false,
        ),
        ("withdraw", _) => WITHDRAW.form("withdraw", key, Vec::new(), Weight::Plain, false),
        ("part", _) => PART.form("part", key, reason("merge-part-hint"), Weight::Warn, false),
        _ => return None,
    })
}

const APPROVE: Words = Words {
    title: "merge-approve",
    lead: "merge-approve-lead",
    law: None,
    button: "merge-approve-button",
};
const APPROVE_PART: Words = Words {
    title: "merge-approve-part",
    lead: "merge-approve-part-lead",
    law: None,
    button: "merge-approve-part-button",
};
const REFUSE: Words = Words {
    title: "merge-refuse",
    lead: "merge-refuse-lead",
    law: None,
    button: "merge-refuse-button",
};
const WITHDRAW: Words = Words {
    title: "merge-withdraw",
    lead: "merge-withdraw-lead",
    law: None,
    button: "merge-withdraw-button",
};
const PART: Words = Words {
    title: "merge-part",
    lead: "merge-part-lead",
    law: None,
    button: "merge-part-button",
};

/// A link that stands, with the form that undoes it.
#[derive(Clone, Debug)]
pub struct LinkShown {
    /// 前身为 or 后继为.
    pub term: String,
    /// The other institution.
    pub other: Link,
    /// From which day, and how.
    pub how: String,
    /// The document.
    pub basis: String,
    /// The form; none for those who may not.
    pub undo: Option<EventForm>,
}

/// `GET /desk/institutions/{number}/links`, and its forms with faults. Fields sent to enter one: `side` (`predecessor` or
/// `successor`: which the other one is), `other` (its number), `kind`, `since_on`, `basis`.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/links.html")]
pub struct Links {
    /// Frame.
    pub shell: Desk,
    /// The institution.
    pub institution: Link,
    /// Its number.
    pub number: String,
    /// The links.
    pub rows: Vec<LinkShown>,
    /// Whether the reader may enter one.
    pub may_enter: bool,
    /// How one may come out of another.
    pub kinds: Vec<Choice>,
    /// What was typed.
    pub values: Values,
    /// What is wrong with it.
    pub errors: Errors,
    /// Idempotency key.
    pub submission: String,
}

impl Links {
    fn line(&self, name: &str, label: &str) -> Field {
        Field::line(name, self.shell.t(label), &self.values, &self.errors)
    }

    fn fields(&self) -> Vec<Field> {
        let t = |key| self.shell.t(key);
        vec![
            self.line("side", "link-side")
                .control(Control::Picks)
                .choices(vec![
                    Choice::hinted(
                        "predecessor",
                        t("link-side-before"),
                        t("link-side-before-hint"),
                    ),
                    Choice::hinted("successor", t("link-side-after"), t("link-side-after-hint")),
                ]),
            self.line("other", "link-other")
                .hint(t("link-other-hint"))
                .helped("off", "")
                .limit(20)
                .short(),
            self.line("kind", "link-kind")
                .control(Control::Select)
                .choices(self.kinds.clone())
                .short(),
            self.line("since_on", "link-since")
                .control(Control::Line("date"))
                .short(),
            self.line("basis", "link-basis")
                .hint(t("link-basis-hint"))
                .limit(200),
        ]
    }

    fn summary(&self) -> Summary {
        self.errors.summary_of(self.shell.lang, &self.fields())
    }
}

/// The form that undoes a link. Field sent: `reason`.
#[must_use]
pub fn undo(key: FormKey, values: &Values, errors: &Errors) -> EventForm {
    let lang = key.lang;
    let reason = Field::line("reason", lang.t("reason"), values, errors)
        .control(Control::Area(2))
        .limit(500);
    UNDO.form("undo", key, vec![reason], Weight::Warn, false)
}

const UNDO: Words = Words {
    title: "link-undo",
    lead: "link-undo-lead",
    law: None,
    button: "link-undo-button",
};
