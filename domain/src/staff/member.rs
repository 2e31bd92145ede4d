//! What an institution says of a person it employs.

use serde::{Deserialize, Serialize};

use super::number::IdentityNumber;
use super::words::{Certificate, Engagement, EntryCheck, Post};
use crate::pii::Pii;
use crate::refusal::Refusal;
use crate::words::{Day, FieldFault, Line};

/// Characters of a name, of what is taught, and of the number of a certificate.
const NAME_MAX: usize = 50;
const SUBJECT_MAX: usize = 60;
const CERTIFICATE_MAX: usize = 40;
/// Nobody works at one place for longer, in days.
const EMPLOYED_DAYS_MAX: i64 = 70 * 366;
/// Pupils that an institution says it has.
const PUPILS_MAX: i64 = 1_000_000;

/// What was typed of a person; nothing of it is checked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    /// Name.
    pub name: String,
    /// What for.
    pub post: Option<Post>,
    /// How.
    pub engagement: Option<Engagement>,
    /// What is taught.
    pub subject: String,
    /// Kind of the certificate.
    pub certificate: Option<Certificate>,
    /// Its number.
    pub certificate_number: String,
    /// What the entry check found.
    pub entry_check: Option<EntryCheck>,
    /// When it was made.
    pub checked_on: Option<Day>,
    /// Whether the institution shows a photograph of the person.
    pub photo_shown: bool,
    /// When the person agreed to that.
    pub photo_consent_on: Option<Day>,
    /// First day at the institution.
    pub employed_on: Option<Day>,
}

/// A person as the register has them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// Name; it is published for those who teach.
    pub name: String,
    /// What for.
    pub post: Post,
    /// How.
    pub engagement: Engagement,
    /// What is taught; empty for posts that do not teach.
    pub subject: String,
    /// Kind of the certificate; nothing where there is none.
    pub certificate: Option<Certificate>,
    /// Its number; empty where there is none.
    pub certificate_number: String,
    /// What the entry check found.
    pub entry_check: EntryCheck,
    /// When it was made; nothing where there was none.
    pub checked_on: Option<Day>,
    /// Whether the institution shows a photograph of the person.
    pub photo_shown: bool,
    /// When the person agreed to that.
    pub photo_consent_on: Option<Day>,
    /// First day at the institution.
    pub employed_on: Day,
}

/// A person before they are entered.
#[derive(Debug, Clone)]
pub struct NewMember {
    /// Number of the identity card.
    pub identity: Pii<IdentityNumber>,
    /// What is said of them.
    pub member: Member,
}

/// The faults of a draft that is being read.
struct Faults(Vec<FieldFault>);

impl Faults {
    fn add(&mut self, field: &'static str, code: &'static str) {
        self.0.push(FieldFault::new(field, code));
    }

    fn line(&mut self, field: &'static str, text: &str, most: usize, needed: bool) -> String {
        if text.trim().is_empty() && !needed {
            return String::new();
        }
        match Line::named(text, most) {
            Ok(line) => line.into_string(),
            Err(fault) => {
                self.add(field, fault.code);
                String::new()
            }
        }
    }

    fn past(&mut self, field: &'static str, day: Option<Day>, today: Day) {
        match day {
            Some(day) if day > today => self.add(field, "day_in_future"),
            Some(day) if day.days_until(today) > EMPLOYED_DAYS_MAX => {
                self.add(field, "day_out_of_range");
            }
            _ => {}
        }
    }
}

impl Draft {
    /// The person, where nothing is wrong or missing.
    ///
    /// # Errors
    /// Every fault, each with its field.
    pub fn check(&self, today: Day) -> Result<Member, Vec<FieldFault>> {
        let mut faults = Faults(Vec::new());
        let name = faults.line("name", &self.name, NAME_MAX, true);
        let teaches = self.post.is_some_and(Post::teaches);
        let subject = faults.line("subject", &self.subject, SUBJECT_MAX, teaches);
        let number = faults.line(
            "certificate_number",
            &self.certificate_number,
            CERTIFICATE_MAX,
            self.certificate.is_some(),
        );
        if self.certificate.is_none() && !number.is_empty() {
            faults.add("certificate", "choice_missing");
        }
        for (field, missing) in [
            ("post", self.post.is_none()),
            ("engagement", self.engagement.is_none()),
        ] {
            if missing {
                faults.add(field, "choice_missing");
            }
        }
        let entry_check = self.entry_check.unwrap_or(EntryCheck::Unchecked);
        match (entry_check, self.checked_on) {
            (EntryCheck::Unchecked, Some(_)) => faults.add("entry_check", "choice_missing"),
            (EntryCheck::Clear | EntryCheck::Found, None) => {
                faults.add("checked_on", "text_empty");
            }
            _ => {}
        }
        faults.past("checked_on", self.checked_on, today);
        faults.past("photo_consent_on", self.photo_consent_on, today);
        faults.past("employed_on", self.employed_on, today);
        if self.employed_on.is_none() {
            faults.add("employed_on", "text_empty");
        }
        match (self.post, self.engagement, self.employed_on) {
            (Some(post), Some(engagement), Some(employed_on)) if faults.0.is_empty() => {
                Ok(Member {
                    name,
                    post,
                    engagement,
                    subject,
                    certificate: self.certificate,
                    certificate_number: number,
                    entry_check,
                    checked_on: self.checked_on,
                    photo_shown: self.photo_shown,
                    photo_consent_on: self.photo_consent_on,
                    employed_on,
                })
            }
            _ => Err(faults.0),
        }
    }
}

/// The last day at the institution of somebody who leaves: no day before they came, and none that has not come.
///
/// # Errors
/// [`Refusal`] with `staff_left_already`, `staff_left_before_coming`, `day_in_future`.
pub fn left_on(member: &Member, left: Option<Day>, on: Day, today: Day) -> Result<Day, Refusal> {
    if left.is_some() {
        return Err(Refusal::step(
            "staff_left_already",
            "该人员已经登记离职",
            "this person has left already",
        ));
    }
    if on > today {
        return Err(Refusal::step(
            "day_in_future",
            "离职日期还没有到",
            "the day has not come yet",
        ));
    }
    if on < member.employed_on {
        return Err(Refusal::step(
            "staff_left_before_coming",
            "离职日期早于入职日期",
            "the day is before the first day at the institution",
        ));
    }
    Ok(on)
}

/// How many pupils an institution says it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pupils {
    /// All of them.
    pub all: i64,
    /// Of them, preschool children of three years and more.
    pub preschool: i64,
}

impl Pupils {
    /// The numbers, where they are possible.
    ///
    /// # Errors
    /// `number_out_of_range`, `more_than_the_whole`.
    pub fn check(all: i64, preschool: i64) -> Result<Self, Vec<FieldFault>> {
        let mut faults = Vec::new();
        if !(0..=PUPILS_MAX).contains(&all) {
            faults.push(FieldFault::new("pupils", "number_out_of_range"));
        }
        if !(0..=PUPILS_MAX).contains(&preschool) {
            faults.push(FieldFault::new("preschool_pupils", "number_out_of_range"));
        } else if preschool > all {
            faults.push(FieldFault::new("preschool_pupils", "more_than_the_whole"));
        }
        if faults.is_empty() {
            Ok(Self { all, preschool })
        } else {
            Err(faults)
        }
    }
}
