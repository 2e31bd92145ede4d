//! One case: the procedure as a line, the next lawful step, what is refused and why.

use askama::Template;

use super::super::field::{NextStep, Stale};
use super::super::filters;
use super::super::icon::Icon;
use super::super::my::Answer;
use super::super::piece::{
    Badge, Deadline, Entry, Fact, Facts, Files, Link, MailState, Timeline, When,
};
use super::super::shell::{Desk, DeskPlace};

/// One stop of the procedure line.
#[derive(Clone, Debug)]
pub struct LawStep {
    /// Done, now, later.
    pub when: When,
    /// Its number in the line, from 1.
    pub number: u32,
    /// Its name: 立案.
    pub name: String,
    /// Its day in words; may be empty.
    pub day: String,
}

/// One deadline of the case.
#[derive(Clone, Debug)]
pub struct CaseDeadline {
    /// What must be done: 作出决定.
    pub what: String,
    /// By when.
    pub deadline: Deadline,
    /// Who waits for whom.
    pub who: String,
    /// How the day was worked out.
    pub how: String,
    /// The article.
    pub law: String,
}

/// A finding on record.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The violation.
    pub violation: String,
    /// The article.
    pub law: String,
    /// The facts, one paragraph each.
    pub lines: Vec<String>,
    /// The day of the act; empty where it was not kept.
    pub acted: String,
    /// By whom and when.
    pub by: String,
}

/// The order to correct.
#[derive(Clone, Debug)]
pub struct Order {
    /// Document number: 洪教责改〔2026〕3号.
    pub document: String,
    /// What must be corrected, one paragraph each.
    pub lines: Vec<String>,
    /// The articles it rests on, and whether the officer confirmed them.
    pub basis: String,
    /// The day by which it must be corrected, in words.
    pub due: String,
    /// By when, where it was served and waits for the answer.
    pub deadline: Option<Deadline>,
    /// Whether it was served, and how.
    pub served: Badge,
    /// Its services: method, day, result.
    pub services: Vec<Entry>,
    /// The mail that informs; it is a copy, not the service.
    pub mails: Vec<MailState>,
}

/// One thing that must be there before the case may be closed.
#[derive(Clone, Debug)]
pub struct Requirement {
    /// What: 两名执法人员，持证.
    pub what: String,
    /// Whether it is there.
    pub badge: Badge,
}

/// `GET /desk/cases/{number}`.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/case.html")]
pub struct Case {
    /// Frame.
    pub shell: Desk,
    /// Case number.
    pub number: String,
    /// What it is called.
    pub title: String,
    /// Party · officers, in grey.
    pub parties: String,
    /// The deadline of the whole case.
    pub deadline: Option<Deadline>,
    /// The procedure.
    pub procedure: Vec<LawStep>,
    /// The next lawful step.
    pub step: NextStep,
    /// Its deadlines.
    pub deadlines: Vec<CaseDeadline>,
    /// What is on record: source, institution, violation, reason of filing.
    pub facts: Vec<Fact>,
    /// The findings.
    pub findings: Vec<Finding>,
    /// The order to correct.
    pub order: Option<Order>,
    /// What the institution answered, newest first.
    pub responses: Vec<Answer>,
    /// What must be there before it may be closed.
    pub requirements: Vec<Requirement>,
    /// Complaint and institution.
    pub links: Vec<Link>,
    /// The acts, newest first.
    pub timeline: Vec<Entry>,
    /// Another person was quicker.
    pub stale: Option<Stale>,
}
