//! The reference of the register: institutions, licences and applications, and the days that the law gives.

use domain::application::Kind;
use domain::calendar::Calendar;
use domain::words::Day;

use super::super::reference::Model;
use super::{Filled, Turn};

/// The actor of what the calendar does.
pub(in super::super) const fn system_actor() -> &'static str {
    "system:test"
}

#[derive(Debug, Clone)]
pub(in super::super) struct Place {
    pub(in super::super) id: String,
    /// Whether it has an address for mails.
    pub(super) email: bool,
    pub(super) address: String,
    /// The licence that it holds, by its place.
    pub(super) licence: Option<usize>,
    /// Earlier records of it that are kept.
    pub(super) pasts: i64,
}

#[derive(Debug, Clone)]
pub(super) struct Licence {
    pub(super) id: String,
    /// The institution, by its place.
    pub(super) at: usize,
    pub(super) state: &'static str,
    pub(super) until: Day,
    pub(super) ended_from: Option<&'static str>,
    pub(super) ended_on: Option<Day>,
    /// The change that waits, and who proposed it.
    pub(super) proposal: Option<(Turn, usize)>,
    pub(super) version: i64,
    /// Which copy of its paper counts.
    pub(super) copy: i64,
}

impl Licence {
    /// The state on a day: one that runs is over after its last day.
    pub(super) fn on(&self, today: Day) -> &'static str {
        match self.state {
            "valid" | "suspended" if self.until < today => "expired",
            state => state,
        }
    }
}

#[derive(Debug, Clone)]
pub(super) struct Application {
    pub(super) id: String,
    pub(super) at: usize,
    pub(super) kind: Kind,
    pub(super) state: &'static str,
    pub(super) version: i64,
    pub(super) filled: Option<Filled>,
    pub(super) papers: bool,
    /// When it was begun, in milliseconds.
    pub(super) begun: i64,
    /// The day it first came, and the day it came last.
    pub(super) first_on: Option<Day>,
    pub(super) came_on: Option<Day>,
    pub(super) corrected: bool,
    pub(super) accepted_on: Option<Day>,
    /// Whether the premises were fit at the last visit.
    pub(super) visit: Option<bool>,
    pub(super) extra: Option<i64>,
    pub(super) proposal: Option<Proposed>,
    pub(super) granted_on: Option<Day>,
    /// The last day as it was when it was written last.
    pub(super) due_on: Option<Day>,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Proposed {
    pub(super) grant: bool,
    /// Whether all was looked at that has to be.
    pub(super) checked: bool,
    pub(super) reasoned: bool,
    pub(super) by: usize,
}

/// All that is known of the register.
#[derive(Debug, Clone, Default)]
pub(in super::super) struct Register {
    pub(in super::super) places: Vec<Place>,
    pub(super) licences: Vec<Licence>,
    pub(super) applications: Vec<Application>,
    /// Words that were kept with a step: of what, of which step, at which version.
    pub(super) said: Vec<(String, &'static str, i64)>,
}

/// The papers that an application in the arts goes with.
pub(super) const fn papers(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Establish => &[
            "report",
            "founder",
            "charter",
            "assets",
            "qualifications",
            "lease",
            "fire",
            "consent",
        ],
        Kind::Renew => &["lease", "fire"],
        Kind::Change => &["resolution", "lease", "fire", "consent"],
        Kind::Replacement => &["declaration"],
    }
}

/// Whether one of them is asked for by a text that was read: without it nothing is handed in.
pub(super) const fn needs_papers(kind: Kind) -> bool {
    matches!(kind, Kind::Establish | Kind::Change)
}

/// The day on which the last of so many working days after `from` ends.
pub(super) fn working_days(from: Day, days: i64) -> Day {
    let (mut day, mut left) = (from, days);
    while left > 0 {
        day = day.plus_days(1);
        left -= i64::from(Calendar::built_in().on(day).working);
    }
    day
}

/// Three months after `from`, or the next day on which offices work.
fn three_months(from: Day) -> Day {
    let (year, month) = match from.month() {
        month @ 1..=9 => (from.year(), month + 3),
        month => (from.year() + 1, month - 9),
    };
    let same = (0..4).find_map(|less| Day::new(year, month, from.day_of_month() - less).ok());
    let mut day = same.unwrap();
    while !Calendar::built_in().on(day).working {
        day = day.plus_days(1);
    }
    day
}

/// The last day of three years from `first` on.
pub(super) fn three_years(first: Day) -> Day {
    let day = first.day_of_month();
    match Day::new(first.year() + 3, first.month(), day) {
        Ok(same) => same.plus_days(-1),
        // From the 29th of February: to the 28th, three years on.
        Err(_) => Day::new(first.year() + 3, 2, 28).unwrap(),
    }
}

impl Register {
    pub(in super::super) fn found(&mut self, id: String, email: bool, address: &str) {
        self.places.push(Place {
            id,
            email,
            address: address.to_owned(),
            licence: None,
            pasts: 0,
        });
    }

    /// Enters a licence that the institution at this place holds from now on.
    pub(in super::super) fn issue(&mut self, at: usize, id: String, until: Day) {
        self.places[at].licence = Some(self.licences.len());
        self.licences.push(Licence {
            id,
            at,
            state: "valid",
            until,
            ended_from: None,
            ended_on: None,
            proposal: None,
            version: 1,
            copy: 1,
        });
    }

    pub(super) fn held(&self, at: usize) -> Option<&Licence> {
        Some(&self.licences[self.places[at].licence?])
    }

    /// The last day of the authority's next step on an application.
    pub(super) fn due(&self, one: &Application) -> Option<Day> {
        match one.state {
            "submitted" => Some(working_days(one.came_on?, 5)),
            "accepted" | "proposed" => {
                let from = one.accepted_on?;
                let due = match one.kind {
                    Kind::Establish => three_months(from),
                    Kind::Renew | Kind::Change | Kind::Replacement => {
                        working_days(from, 20 + one.extra.unwrap_or(0))
                    }
                };
                let last = self.held(one.at).map(|licence| licence.until);
                let last = last.filter(|_| one.kind == Kind::Renew);
                Some(last.map_or(due, |last| due.min(last)))
            }
            "granted" => Some(working_days(one.granted_on?, 10)),
            _ => None,
        }
    }

    /// One line for each row that the auditor compares.
    pub(in super::super) fn lines(&self) -> Vec<String> {
        let or_none = |day: Option<Day>| day.map_or_else(|| "-".to_owned(), |day| day.to_string());
        let mut lines = Vec::new();
        for place in &self.places {
            let held = place.licence.map_or("-", |held| &self.licences[held].id);
            let (id, version) = (&place.id, place.pasts + 1);
            lines.push(format!(
                "place {id} {} licence={held} v{version}",
                place.address
            ));
            lines.extend((0..place.pasts).map(|_| format!("past {id}")));
        }
        for one in &self.licences {
            lines.push(format!(
                "licence {} {} until={} from={} ended={} proposed={} copy={} v{}",
                one.id,
                one.state,
                one.until,
                one.ended_from.unwrap_or("-"),
                or_none(one.ended_on),
                one.proposal.is_some(),
                one.copy,
                one.version
            ));
            lines.extend((2..=one.copy).map(|copy| format!("copy {} {copy}", one.id)));
        }
        for one in &self.applications {
            let open = !super::applications::ENDS.contains(&one.state);
            lines.push(format!(
                "application {} {} {} open={open} due={} came={} v{}",
                one.id,
                one.kind.code(),
                one.state,
                or_none(one.due_on),
                or_none(one.first_on),
                one.version
            ));
            if one.papers {
                let papers = papers(one.kind).iter();
                lines.extend(papers.map(|paper| format!("paper {} {paper}", one.id)));
                lines.push(format!("file {}", one.id));
            }
        }
        let said = self.said.iter();
        lines.extend(said.map(|(id, step, version)| format!("said {id} {step} v{version}")));
        lines
    }
}

impl Model {
    /// The record of an institution says something else from now on: what it said is kept, under an act.
    pub(super) fn past(&mut self, at: usize, verb: &str, actor: &str) {
        let place = &mut self.register.places[at];
        place.pasts += 1;
        let id = place.id.clone();
        self.act("institution", &id, verb, actor);
    }

    /// Tells an institution that has an address.
    pub(super) fn tell_place(&mut self, at: usize, template: &str, about: &str, legal: bool) {
        if self.register.places[at].email {
            self.tell(template, about, legal);
        }
    }
}
