//! 无证场所: the list, the form that enters or corrects one, those that may be the same, and one with its steps.

use askama::Template;

use super::super::field::{Choice, Control, Errors, Field, Stale, Summary, Values};
use super::super::filters;
use super::super::icon::Icon;
use super::super::piece::{Badge, Chip, Chips, Entry, Fact, Facts, Files, Link, Timeline};
use super::super::shell::{Desk, DeskPlace};
use crate::text::Lang;
use crate::view::event::{EventForm, NextStep};
use crate::view::list::FileRow;

/// One row of the list.
#[derive(Clone, Debug)]
pub struct PlaceRow {
    /// Path of its page.
    pub href: String,
    /// The name on its sign, or that it has none.
    pub name: String,
    /// Its number.
    pub number: String,
    /// Where it is.
    pub address: String,
    /// Its district.
    pub district: String,
    /// How it came to be known.
    pub source: String,
    /// How many complaints tell of it; empty where none does.
    pub complaints: String,
    /// Where it stands.
    pub badge: Badge,
    /// Since when.
    pub since: String,
}

/// `GET /desk/places`.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/places.html")]
pub struct Places {
    /// Frame.
    pub shell: Desk,
    /// How many were shut this year.
    pub shut_this_year: String,
    /// Filters by state, with their counts.
    pub chips: Vec<Chip>,
    /// The state that is shown, kept by the other filters.
    pub state: &'static str,
    /// Districts to choose from, and the one chosen.
    pub districts: Vec<Choice>,
    /// The one chosen.
    pub district: String,
    /// Sources to choose from.
    pub sources: Vec<Choice>,
    /// The one chosen.
    pub source: String,
    /// Path of the form that enters one; none where the reader may not.
    pub enter: Option<String>,
    /// The rows.
    pub rows: Vec<PlaceRow>,
    /// Path of the next page of the list.
    pub next: Option<String>,
}

/// The options of the form's choices.
#[derive(Clone, Debug, Default)]
pub struct Choices {
    /// Districts.
    pub districts: Vec<Choice>,
    /// Sources.
    pub sources: Vec<Choice>,
    /// Classes.
    pub classes: Vec<Choice>,
    /// Stages of school.
    pub stages: Vec<Choice>,
}

/// `GET /desk/places/new`, `POST /desk/places` with faults, and the same for a correction.
///
/// Fields sent: `name`, `address`, `district`, `source`, `class`, `stages` (several), `pupils`, `staff`, `seen_on`,
/// `remarks`; hidden `complaint` and `submission` for a new one, `version` for a correction.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/place_form.html")]
pub struct PlaceForm {
    /// Frame.
    pub shell: Desk,
    /// What is done: enter, or correct.
    pub title: String,
    /// How.
    pub lead: String,
    /// The place that is corrected; none for a new one.
    pub place: Option<Link>,
    /// Path the form is sent to.
    pub action: String,
    /// Words of the button.
    pub button: String,
    /// Hidden fields.
    pub hidden: Vec<(&'static str, String)>,
    /// The complaint it is entered from; empty where it is from none.
    pub origin: Vec<Fact>,
    /// The options.
    pub choices: Choices,
    /// What is filled in.
    pub values: Values,
    /// What is wrong with it.
    pub errors: Errors,
}

impl PlaceForm {
    fn summary(&self) -> Summary {
        self.errors.summary_of(self.shell.lang, &self.fields())
    }

    fn fields(&self) -> Vec<Field> {
        let lang = self.shell.lang;
        let line =
            |name: &str, label: &str| Field::line(name, lang.t(label), &self.values, &self.errors);
        let number = |name: &str, label: &str| {
            line(name, label)
                .helped("off", "numeric")
                .short()
                .optional(lang)
        };
        vec![
            line("address", "wz-address")
                .hint(lang.t("wz-address-hint"))
                .limit(200),
            line("district", "district")
                .control(Control::Select)
                .choices(self.choices.districts.clone()),
            line("name", "wz-name")
                .hint(lang.t("wz-name-hint"))
                .limit(100)
                .optional(lang),
            line("source", "wz-source")
                .control(Control::Picks)
                .choices(self.choices.sources.clone()),
            line("seen_on", "wz-seen-on")
                .control(Control::Line("date"))
                .short(),
            line("class", "class")
                .hint(lang.t("wz-class-hint"))
                .control(Control::Select)
                .choices(self.choices.classes.clone())
                .optional(lang),
            line("stages", "wz-stages")
                .control(Control::Ticks)
                .choices(self.choices.stages.clone()),
            number("pupils", "wz-pupils"),
            number("staff", "wz-staff"),
            line("remarks", "wz-remarks")
                .hint(lang.t("wz-remarks-hint"))
                .control(Control::Area(4))
                .limit(2_000)
                .optional(lang),
        ]
    }
}

/// A place that may be the same.
#[derive(Clone, Debug)]
pub struct AlikeRow {
    /// Path of its page.
    pub href: String,
    /// The name on its sign, or that it has none.
    pub name: String,
    /// Its number.
    pub number: String,
    /// Where it is.
    pub address: String,
    /// In what it is alike.
    pub alike: String,
    /// Where it stands.
    pub badge: Badge,
    /// Path to which the complaint is sent that tells of it; none where there is no complaint.
    pub link: Option<String>,
}

/// `POST /desk/places`, where places are known that may be the same.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/place_alike.html")]
pub struct PlaceAlike {
    /// Frame.
    pub shell: Desk,
    /// What is entered.
    pub yours: Vec<Fact>,
    /// Those that may be the same, the most alike first.
    pub rows: Vec<AlikeRow>,
    /// Number of the complaint; empty where there is none.
    pub complaint: String,
    /// All that was typed, to be sent once more.
    pub hidden: Vec<(String, String)>,
}

/// A complaint that tells of a place.
#[derive(Clone, Debug)]
pub struct PlaceComplaint {
    /// Path of its page.
    pub href: String,
    /// What it is about.
    pub subject: String,
    /// Its number.
    pub number: String,
    /// When it came in.
    pub when: String,
    /// Where it stands.
    pub badge: Badge,
}

/// A case about a place.
#[derive(Clone, Debug)]
pub struct PlaceCase {
    /// Path of its page.
    pub href: String,
    /// The party.
    pub title: String,
    /// Number and day of filing.
    pub note: String,
    /// Where it stands.
    pub badge: Badge,
}

/// `GET /desk/places/{number}`, and its forms when they come back.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/place.html")]
pub struct Place {
    /// Frame.
    pub shell: Desk,
    /// Its number.
    pub number: String,
    /// The name on its sign, or that it has none.
    pub title: String,
    /// Where it is.
    pub address: String,
    /// Where it stands.
    pub badge: Badge,
    /// Another person was quicker.
    pub stale: Option<Stale>,
    /// What may be done now.
    pub step: NextStep,
    /// What was seen of it.
    pub seen: Vec<Fact>,
    /// Path of the form that corrects it; none where it ended, or the reader may not.
    pub edit: Option<String>,
    /// Path of the form that enters it into the register; none for those who may not.
    pub enter: Option<String>,
    /// What two officers found; empty before.
    pub check: Vec<Fact>,
    /// How it is shut, or was; empty where it never was.
    pub shut: Vec<Fact>,
    /// Whether it works again after that.
    pub again: bool,
    /// The institution it is joined to; empty where it is joined to none.
    pub joined: Vec<Fact>,
    /// Why it was set aside; empty where it was not.
    pub aside: Vec<Fact>,
    /// Its photographs and papers.
    pub files: Vec<FileRow>,
    /// The form that adds one; none where the reader may not.
    pub upload: Option<EventForm>,
    /// The complaints that tell of it.
    pub complaints: Vec<PlaceComplaint>,
    /// The form that links one; none where the reader may not.
    pub link: Option<EventForm>,
    /// The cases about it.
    pub cases: Vec<PlaceCase>,
    /// Path of the form that files one; none where none can be filed, or the reader may not.
    pub open_case: Option<String>,
    /// What happened, newest first.
    pub timeline: Vec<Entry>,
}

impl Place {
    /// Path to which a complaint is sent that is to be taken off.
    fn unlink(&self) -> String {
        format!("/desk/places/{}/complaints/removal", self.number)
    }
}

/// The name on a sign, or that there is none.
#[must_use]
pub fn sign(name: &str, lang: Lang) -> String {
    match name {
        "" => lang.t("wz-no-sign"),
        name => name.to_owned(),
    }
}
