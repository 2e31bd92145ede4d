//! The reference of an application, from the draft to the licence.

use domain::application::Kind;
use domain::words::Day;

use super::super::reference::{Model, Outcome};
use super::super::step::Words;
use super::super::world::{DIRECTOR, FIRST, LEAD};
use super::guard::{is_silent, proposed};
use super::reference::{Application, three_years};
use super::{Filled, Motion, system_actor};

/// The states in which nothing follows.
pub(super) const ENDS: [&str; 4] = ["refused", "issued", "declined", "withdrawn"];

/// An institution begins no more applications within a day.
const BEGUN_IN_A_DAY_MAX: usize = 10;

/// Who takes a step on an application.
#[derive(Clone, Copy)]
pub(super) enum Taker<'a> {
    /// A person of the office, by their place.
    Office(usize),
    /// The agent of an institution.
    Agent { at: usize, id: &'a str },
}

/// What a step carries.
#[derive(Clone, Copy)]
pub(super) struct Carried {
    pub(super) version: i64,
    pub(super) words: Words,
    pub(super) good: bool,
}

impl Motion {
    pub(super) const fn is_the_applicants(self) -> bool {
        matches!(self, Self::Submit | Self::Withdraw)
    }

    /// Whether the step carries words.
    pub(super) const fn speaks(self) -> bool {
        matches!(
            self,
            Self::AskCorrection
                | Self::Decline
                | Self::Visit
                | Self::Extend
                | Self::Propose
                | Self::SendBack
        )
    }

    const fn verb(self) -> &'static str {
        match self {
            Self::Next => "",
            Self::Submit => "submit",
            Self::Withdraw => "withdraw",
            Self::AskCorrection => "ask_correction",
            Self::Accept => "accept",
            Self::Decline => "decline",
            Self::Visit => "record_visit",
            Self::Extend => "extend",
            Self::Propose => "propose",
            Self::Approve => "approve",
            Self::SendBack => "send_back",
            Self::Issue => "issue",
        }
    }
}

impl Model {
    /// The step that the state of an application asks for.
    pub(super) fn next_motion(&self, which: usize) -> Motion {
        let one = &self.register.applications[which];
        match one.state {
            "draft" | "correcting" => Motion::Submit,
            "submitted" => Motion::Accept,
            "accepted"
                if one.visit.is_none() && matches!(one.kind, Kind::Establish | Kind::Change) =>
            {
                Motion::Visit
            }
            "accepted" => Motion::Propose,
            "proposed" => Motion::Approve,
            _ => Motion::Issue,
        }
    }

    /// Whoever of the office may take a step, as far as anybody may.
    pub(super) fn taker(&self, which: usize, motion: Motion) -> usize {
        let proposal = self.register.applications[which].proposal;
        match motion {
            Motion::Extend => DIRECTOR,
            Motion::Approve if proposal.is_some_and(|it| it.by == LEAD) => DIRECTOR,
            Motion::Approve | Motion::SendBack => LEAD,
            _ => FIRST,
        }
    }

    /// `made` is the id of the application that the store answered.
    pub(super) fn begin(&mut self, at: usize, kind: Kind, agent: &str, made: &str) -> Outcome {
        let mut all = self.register.applications.iter();
        let open = all.find(|one| one.at == at && !ENDS.contains(&one.state));
        match open {
            Some(one) if one.kind != kind || one.state != "draft" => {
                return Err("application_open_already");
            }
            Some(one) if one.id != made => return Err("another application than the draft"),
            Some(_) => return Ok(()),
            None => {}
        }
        let day = self.millis - 24 * 60 * 60 * 1_000;
        let begun = self.register.applications.iter();
        if begun.filter(|one| one.at == at && one.begun > day).count() >= BEGUN_IN_A_DAY_MAX {
            return Err("applications_too_many");
        }
        if let Some(code) = self.unfit(kind, at, self.today()) {
            return Err(code);
        }
        self.register.applications.push(Application {
            id: made.to_owned(),
            at,
            kind,
            state: "draft",
            version: 1,
            filled: None,
            papers: false,
            begun: self.millis,
            first_on: None,
            came_on: None,
            corrected: false,
            accepted_on: None,
            visit: None,
            extra: None,
            proposal: None,
            granted_on: None,
            due_on: None,
        });
        self.act("application", made, "begin", agent);
        Ok(())
    }

    pub(super) fn fill(
        &mut self,
        which: usize,
        filled: Filled,
        (at, agent): (usize, &str),
        version: i64,
    ) -> Outcome {
        let one = &mut self.register.applications[which];
        if filled == Filled::Impossible {
            return Err("input_invalid");
        }
        if one.at != at {
            return Err("not_found");
        }
        if one.version != version {
            return Err("version_stale");
        }
        if !matches!(one.state, "draft" | "correcting") {
            return Err("application_submitted");
        }
        let id = one.id.clone();
        if one.filled != Some(filled) {
            one.filled = Some(filled);
            one.version += 1;
            self.act("application", &id, "save", agent);
        }
        Ok(())
    }

    /// Every paper was handed in with the same file.
    pub(super) fn papers(&mut self, which: usize, agent: &str) {
        let one = &mut self.register.applications[which];
        if !one.papers {
            one.papers = true;
            let (id, kind) = (one.id.clone(), one.kind);
            self.act("application", &id, "add_evidence", agent);
            for _ in super::reference::papers(kind) {
                self.act("application", &id, "add_paper", agent);
            }
        }
    }

    /// `made` is the id of the licence that the step made.
    pub(super) fn apply(
        &mut self,
        which: usize,
        motion: Motion,
        taker: Taker<'_>,
        carried: Carried,
        made: Option<String>,
    ) -> Outcome {
        let today = self.today();
        self.may_apply(which, motion, taker, carried, today)?;
        let (actor, by) = match taker {
            Taker::Office(by) => (self.people[by].id.clone(), by),
            Taker::Agent { id, .. } => (id.to_owned(), usize::MAX),
        };
        self.moved(which, motion, by, carried, today);
        let one = &self.register.applications[which];
        let (id, at, kind, state) = (one.id.clone(), one.at, one.kind, one.state);
        if motion.speaks() && carried.words == Words::Good {
            let said = (id.clone(), motion.verb(), carried.version + 1);
            self.register.said.push(said);
        }
        match (motion, kind, state) {
            (Motion::Issue, Kind::Establish, _) => {
                self.past(at, "licence_issued", &actor);
                let licence = made.ok_or("a licence without a row")?;
                self.register.issue(at, licence, three_years(today));
                self.rewritten(which);
            }
            (Motion::Approve, Kind::Renew, "granted") => self.renewed(at, &actor),
            (Motion::Approve, Kind::Change, "granted") => {
                self.past(at, "licence_altered", &actor);
                let held = self.register.places[at].licence;
                let held = held.ok_or("a change of no licence")?;
                self.register.licences[held].version += 1;
                self.rewritten(which);
            }
            (Motion::Approve, Kind::Replacement, "granted") => {
                self.past(at, "licence_replaced", &actor);
                let held = self.register.places[at].licence;
                let held = held.ok_or("a replacement of no licence")?;
                self.register.licences[held].version += 1;
                self.register.licences[held].copy += 1;
            }
            _ => {}
        }
        self.settled(which);
        if !matches!(
            motion,
            Motion::Withdraw | Motion::Visit | Motion::Propose | Motion::SendBack
        ) {
            let about = format!("{id}:{}", carried.version);
            self.tell_place(at, "application_moved", &about, true);
        }
        self.act("application", &id, motion.verb(), &actor);
        Ok(())
    }

    /// The application after a step that nothing forbids.
    fn moved(&mut self, which: usize, motion: Motion, by: usize, carried: Carried, today: Day) {
        let one = &mut self.register.applications[which];
        match motion {
            Motion::Next => {}
            Motion::Submit => {
                one.corrected = one.state == "correcting";
                one.first_on = one.first_on.or(Some(today));
                one.came_on = Some(today);
                one.state = "submitted";
            }
            Motion::Withdraw => one.state = "withdrawn",
            Motion::AskCorrection => one.state = "correcting",
            Motion::Decline => one.state = "declined",
            Motion::Accept => {
                let from = if is_silent(one, today) {
                    one.came_on
                } else {
                    Some(today)
                };
                one.accepted_on = from;
                one.state = "accepted";
            }
            Motion::Visit => one.visit = Some(carried.good),
            Motion::Extend => one.extra = Some(5),
            Motion::Propose => {
                one.proposal = Some(proposed(by, carried));
                one.state = "proposed";
            }
            Motion::SendBack => {
                one.proposal = None;
                one.state = "accepted";
            }
            Motion::Approve => {
                let grant = one.proposal.is_some_and(|proposal| proposal.grant);
                one.granted_on = grant.then_some(today);
                one.state = if grant { "granted" } else { "refused" };
            }
            Motion::Issue => one.state = "issued",
        }
    }

    /// The register says of the institution what the application asked for.
    fn rewritten(&mut self, which: usize) {
        let at = self.register.applications[which].at;
        self.register.places[at].address = address(which);
    }

    /// The licence that is held goes on from its last day.
    fn renewed(&mut self, at: usize, actor: &str) {
        self.past(at, "licence_renewed", actor);
        let today = self.today();
        let held = self.register.places[at].licence.unwrap();
        let licence = &mut self.register.licences[held];
        licence.until = three_years(licence.until.plus_days(1));
        licence.version += 1;
        if licence.state == "expired" && licence.until >= today {
            licence.state = licence.ended_from.take().unwrap_or("valid");
        }
    }

    /// The version after a step, and the last day of what comes next.
    fn settled(&mut self, which: usize) {
        let due = self.register.due(&self.register.applications[which]);
        let one = &mut self.register.applications[which];
        one.version += 1;
        one.due_on = due;
    }

    /// The last day of the licence that a renewal by silence goes on from: asked for in time, and not decided when the
    /// licence ran out.
    pub(super) fn renewed_by_law(&self, one: &Application, today: Day) -> Option<Day> {
        let held = self.register.held(one.at)?;
        let lies = matches!(one.state, "submitted" | "accepted" | "proposed");
        let in_time = one.first_on? <= held.until.plus_days(-30);
        let renews = one.kind == Kind::Renew && lies && in_time;
        (renews && held.on(today) == "expired").then_some(held.until)
    }

    /// What nobody spoke about counts as accepted; a renewal that was asked for in time and not decided when the licence
    /// runs out counts as granted.
    pub(super) fn follow(&mut self) {
        let today = self.today();
        let mut order: Vec<usize> = (0..self.register.applications.len()).collect();
        order.sort_by_key(|which| self.register.applications[*which].id.clone());
        for which in order {
            let one = &self.register.applications[which];
            let (id, at, version) = (one.id.clone(), one.at, one.version);
            let over = self.renewed_by_law(one, today);
            let silent = is_silent(one, today);
            if let Some(last) = over {
                self.renewed(at, system_actor());
                let one = &mut self.register.applications[which];
                one.granted_on = Some(last);
                one.state = "granted";
            } else if silent {
                let one = &mut self.register.applications[which];
                one.accepted_on = one.came_on;
                one.state = "accepted";
            } else {
                continue;
            }
            self.settled(which);
            self.tell_place(at, "application_moved", &format!("{id}:{version}"), true);
            self.act("application", &id, "follow_calendar", system_actor());
        }
    }
}

/// The address that an application asks for.
pub(super) fn address(which: usize) -> String {
    format!("叠山路{}号", which + 1)
}
