//! What of a provider is published.

use domain::after_school::{Ground, SchoolYear, Standing};
use domain::words::{Article, Class, Day, Fen};
use serde::Serialize;

/// A service as it is published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PublicService {
    /// Its name.
    pub name: String,
    /// What kind of training it is.
    pub class: Option<Class>,
    /// For which grades.
    pub grades: Vec<u8>,
    /// The most that it may cost a pupil for a lesson, in fen.
    pub fee_fen: i64,
}

/// A school that is served.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PublicSchool {
    /// The school's number.
    pub number: String,
    /// Its name.
    pub name: String,
    /// Where it is.
    pub district: String,
    /// First day.
    pub first_day: Day,
    /// Last day.
    pub last_day: Day,
    /// The services by name.
    pub services: Vec<String>,
    /// Fee for a pupil and a lesson, in fen.
    pub fee_fen: Fen,
}

/// A warning as it is published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PublicWarning {
    /// On what ground.
    pub ground: Ground,
    /// What that rests on.
    pub article: Article,
    /// When.
    pub on: Day,
    /// The day to correct it by.
    pub correct_by: Day,
    /// When it was lifted.
    pub lifted_on: Option<Day>,
}

/// An exit as it is published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PublicExit {
    /// On what ground.
    pub ground: Ground,
    /// What that rests on.
    pub article: Article,
    /// When.
    pub on: Day,
}

/// A provider as everybody reads it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PublicProvider {
    /// Its number.
    pub number: String,
    /// The institution's number.
    pub institution_number: String,
    /// The institution's registered name.
    pub institution_name: String,
    /// Where it is.
    pub district: String,
    /// The calendar year in which the school year begins.
    pub school_year: SchoolYear,
    /// `publicised`, `admitted`, `warned`, `suspended` or `exited`.
    pub state: &'static str,
    /// First day of the admission.
    pub from: Option<Day>,
    /// Last day of the admission.
    pub until: Day,
    /// The last day for objections, while it is before the public.
    pub publicised_until: Option<Day>,
    /// Its services.
    pub services: Vec<PublicService>,
    /// The schools that it serves.
    pub schools: Vec<PublicSchool>,
    /// How it stands in each term, oldest first.
    pub standings: Vec<Standing>,
    /// Its warnings, oldest first.
    pub warnings: Vec<PublicWarning>,
    /// Why it left.
    pub exit: Option<PublicExit>,
}
