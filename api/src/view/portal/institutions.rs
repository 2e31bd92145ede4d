//! Front page, search, one institution, one licence.

use askama::Template;

use super::super::field::{Choice, Errors, Field, Values};
use super::super::filters;
use super::super::icon::Icon;
use super::super::piece::{Badge, Chip, Chips, Entry, Fact, Facts, Note, Timeline, Verdict};
use super::super::shell::{Door, Portal};
use super::share::ShareCard;

/// `GET /`: one large search, the entries, how to tell a bad place.
#[derive(Clone, Debug, Template)]
#[template(path = "portal/front.html")]
pub struct Front {
    /// Frame.
    pub shell: Portal,
}

/// One row of a list of institutions.
#[derive(Clone, Debug)]
pub struct InstitutionRow {
    /// Path of its page.
    pub href: String,
    /// Registered name.
    pub name: String,
    /// State of its licence in a word.
    pub badge: Badge,
    /// Address · what it may teach · until when, for comparison with the door plate.
    pub line: String,
}

/// One way to narrow a list.
#[derive(Clone, Debug)]
pub struct Facet {
    /// What it is: 区县.
    pub label: String,
    /// Its values with their numbers.
    pub chips: Vec<Chip>,
}

/// `GET /institutions`: search, filters, rows; also the answer when nothing is found.
#[derive(Clone, Debug, Template)]
#[template(path = "portal/institutions.html")]
pub struct Institutions {
    /// Frame.
    pub shell: Portal,
    /// What was asked: `q`, `address`, `district`, `class`, `stage`, `status`.
    pub asked: Values,
    /// What is wrong with the question.
    pub errors: Errors,
    /// Districts to choose from.
    pub districts: Vec<Choice>,
    /// Classes to choose from.
    pub classes: Vec<Choice>,
    /// Stages to choose from.
    pub stages: Vec<Choice>,
    /// States to choose from.
    pub statuses: Vec<Choice>,
    /// The filters set; each leads to the list without it.
    pub chips: Vec<Chip>,
    /// What has to be known of a list that was not found by its names.
    pub met: Option<Note>,
    /// How many there are in all, where anything was asked: 37, or 1,000+.
    pub total: Option<String>,
    /// How the list can be narrowed.
    pub facets: Vec<Facet>,
    /// The rows of this page of the list.
    pub rows: Vec<InstitutionRow>,
    /// Path of the next page of the list.
    pub next: Option<String>,
    /// Path of the first page, where this is a later one.
    pub first: Option<String>,
    /// What follows the path of a file, so that it holds the list shown.
    pub files: String,
    /// Institutions of a like name, where nothing was found.
    pub alike: Vec<InstitutionRow>,
}

/// The licence as a printed card.
#[derive(Clone, Debug)]
pub struct LicenceCard {
    /// Its facts: number, class, authority, period, credit code.
    pub facts: Vec<Fact>,
    /// QR code of its verification page, as `svg`; empty where there is none.
    pub qr_svg: String,
    /// Path of its verification page.
    pub verify: String,
}

/// `GET /institutions/{number}`.
#[derive(Clone, Debug, Template)]
#[template(path = "portal/institution.html")]
pub struct Institution {
    /// Frame.
    pub shell: Portal,
    /// Its number: NC00001285.
    pub number: String,
    /// Registered name.
    pub name: String,
    /// What it says to programs that show links to it.
    pub share: ShareCard,
    /// The answer.
    pub verdict: Verdict,
    /// What a parent should mind before paying; empty where the licence is in order.
    pub warnings: Vec<Note>,
    /// Its licence; none where it has none.
    pub licence: Option<LicenceCard>,
    /// What it may teach, to whom, where, telephone.
    pub facts: Vec<Fact>,
    /// When it may teach, and by which rule; none where it may not teach at all.
    pub hours: Option<Hours>,
    /// Who teaches there now; none where the page tells of another day, or nobody is to be named.
    pub staff: Option<Vec<Fact>>,
    /// Its published courses with their fees; none where it may not teach, or the page tells of another day.
    pub courses: Option<PublishedCourses>,
    /// What it does for schools after lessons; empty where it does nothing there, or the page tells of another day.
    pub after_school: Vec<super::after_school::ProviderCard>,
    /// Changes of the entry and of the licence, newest first.
    pub history: Vec<Entry>,
    /// Which day the page tells of, where that is not today.
    pub then: Option<Note>,
    /// The field for another day.
    pub day: Field,
    /// Path of the complaint form with this institution filled in.
    pub complain: String,
    /// Path of the form by which one says that the entry is wrong, closed or double.
    pub report: String,
    /// What it came out of and what came out of it, in words; empty where nothing is known.
    pub lineage: Vec<Fact>,
    /// Numbers of entries that were merged into this one, in words; empty where there are none.
    pub merged: String,
}

/// The courses that an institution has published.
#[derive(Clone, Debug)]
pub struct PublishedCourses {
    /// Whether courses are published at all: without a licence in force, or suspended, none is.
    pub licensed: bool,
    /// The courses, by number.
    pub rows: Vec<PublishedCourse>,
    /// Path of the next page of the list.
    pub next: Option<String>,
}

/// A published course.
#[derive(Clone, Debug)]
pub struct PublishedCourse {
    /// Its name.
    pub name: String,
    /// What it costs, for how many class hours.
    pub price: String,
    /// For whom, when and where.
    pub facts: Vec<Fact>,
    /// What it cost before, newest first; empty where it never cost anything else.
    pub before: Vec<Fact>,
}

/// When lessons may be given.
#[derive(Clone, Debug)]
pub struct Hours {
    /// The rule in words.
    pub line: String,
    /// Where it stands.
    pub law: String,
}

/// `GET /institutions/{number}` where the number is not in the register (404).
#[derive(Clone, Debug, Template)]
#[template(path = "portal/institution_missing.html")]
pub struct InstitutionMissing {
    /// Frame.
    pub shell: Portal,
    /// The number asked for.
    pub asked: String,
}

/// `GET /verify/{licence_number}`: the true state of a licence now; 404 where there is no such licence.
#[derive(Clone, Debug, Template)]
#[template(path = "portal/verify.html")]
pub struct VerifyLicence {
    /// Frame.
    pub shell: Portal,
    /// The answer.
    pub verdict: Verdict,
    /// What must stand on the paper licence; empty where there is no such licence.
    pub facts: Vec<Fact>,
    /// Path of the institution's page.
    pub institution: Option<String>,
    /// The number asked for.
    pub asked: String,
}
