//! One after-school provider in the words of the desk.

use domain::access::{Action, may};
use domain::after_school::{Ground, Standing, Step, Way};
use domain::words::Day;
use store::read::after_school::{DeskRecord, year_of};

use super::after_school::path;
use super::register;
use super::sent::Returned;
use super::words::{self, near};
use crate::http::caller::Caller;
use crate::http::pages::after_school::{
    agreements, conditions, items, scores, services, standings, state, statements, year,
};
use crate::text::{Lang, show};
use crate::view::desk::after_school::{Choices, Provider, agree_form, form, score_form};
use crate::view::event::{EventForm, FormKey, NextStep, Refused};
use crate::view::field::{Choice, Errors, Values};
use crate::view::piece::{Badge, Fact, Link, Tone};
use crate::view::shell::Desk;

/// The page, with the form that came back where one did.
pub(super) fn of(
    caller: &Caller,
    shell: Desk,
    read: &DeskRecord,
    returned: Option<&Returned>,
    today: Day,
) -> Provider {
    let (lang, record) = (shell.lang, &read.record);
    let page = Page {
        caller,
        read,
        returned,
        choices: choices(read, today, lang),
        lang,
    };
    let step = page.next();
    let stale = returned.and_then(|it| {
        let changed = state(&record.row.state, lang).text;
        let told = |_: &str, text: &str| (lang.t("reason"), text.to_owned());
        let last = read.acts.last();
        it.stale(last, changed, &step.forms(), told, (lang, today))
    });
    let keeps = may(&caller.actor, Action::KeepAfterSchool) && record.way.is_listed();
    let agree = (keeps && !record.way.is_suspended()).then(|| page.side("agree", agree_form));
    let score = (keeps && !record.agreements.is_empty()).then(|| page.side("score", score_form));
    Provider {
        number: record.row.number.clone(),
        title: record.row.institution_name.clone(),
        year: year(record.row.school_year, lang),
        badges: badges(read, lang),
        stale,
        step,
        warnings: warnings(&record.way, lang, today),
        services: services(&record.form, &record.staff, lang),
        statements: statements(&record.form, &record.proposed, lang),
        agreements: agreements(&record.agreements, lang),
        agree,
        standings: standings(&record.standings, lang),
        scores: scores(&record.scores, lang),
        score,
        conditions: conditions(&record.findings, lang),
        institution: institution(read, lang),
        links: links(read, lang),
        timeline: words::timeline(&read.acts, &read.remarks, lang, today),
        shell,
    }
}

fn badges(read: &DeskRecord, lang: Lang) -> Vec<Badge> {
    let mut badges = vec![state(&read.record.row.state, lang)];
    if read.record.standings.iter().any(Standing::is_low) {
        badges.push(Badge::new(Tone::Caution, lang.t("after-school-low")));
    }
    badges
}

fn ground(ground: Ground, lang: Lang) -> (String, String) {
    let basis = ground.basis();
    let words = lang.pick(ground.zh(), ground.en()).to_owned();
    (words, show::basis(lang, &basis.article(), basis.verified))
}

/// The warnings and the exit, the newest first.
fn warnings(way: &Way, lang: Lang, today: Day) -> Vec<Fact> {
    let near = |day: Day| near(&day.to_string(), lang, today);
    let mut facts = Vec::new();
    let leave = match way {
        Way::Leaving { leave, .. } => Some((leave, "after-school-leaving")),
        Way::Exited { exit, .. } => Some((&exit.leave, "after-school-exited")),
        _ => None,
    };
    if let Some((leave, key)) = leave {
        let (words, law) = ground(leave.ground, lang);
        let mut lines = vec![near(leave.judged.on), words];
        lines.extend(words::lines(&leave.judged.reason));
        facts.push(Fact {
            term: lang.t(key),
            lines,
            law: Some(law),
            ..Fact::default()
        });
    }
    let given = way.held().map(|held| held.warnings.iter().rev());
    for warning in given.into_iter().flatten() {
        let (words, law) = ground(warning.ground, lang);
        let mut lines = vec![near(warning.judged.on), words];
        lines.extend(words::lines(&warning.judged.reason));
        lines.push(match &warning.lifted {
            Some(lifted) => lang.t1("after-school-lifted-on", "day", near(lifted.on)),
            None => lang.t1(
                "after-school-correct-until",
                "day",
                near(warning.correct_by),
            ),
        });
        facts.push(Fact {
            term: lang.t("after-school-warned"),
            lines,
            law: Some(law),
            ..Fact::default()
        });
    }
    facts
}

fn institution(read: &DeskRecord, lang: Lang) -> Vec<Fact> {
    let row = &read.record.row;
    vec![
        Fact::new(lang.t("institution-name"), row.institution_name.clone()),
        Fact::new(lang.t("district"), words::district(&row.district, lang)),
    ]
}

/// The institution's page, and what it applied for besides.
fn links(read: &DeskRecord, lang: Lang) -> Vec<Link> {
    let file = register::path(&read.record.row.institution_number);
    let mut links = vec![Link::new(file, lang.t("institution-file"))];
    links.extend(read.others.iter().map(|other| {
        let words = state(&other.state, lang).text;
        let text = format!("{} {words}", year(other.school_year, lang));
        Link::new(path(&other.number), text)
    }));
    links
}

fn choices(read: &DeskRecord, today: Day, lang: Lang) -> Choices {
    let record = &read.record;
    let grounds = |grounds: &[Ground]| -> Vec<Choice> {
        let choice = |one: &Ground| {
            let (words, _) = ground(*one, lang);
            Choice::new(one.code(), words)
        };
        grounds.iter().map(choice).collect()
    };
    let services = record.form.services.iter().enumerate();
    let terms = year_of(&record.row).map(domain::after_school::SchoolYear::terms);
    let begun = |term: &domain::after_school::Term| term.first_day() <= today;
    let term = |term: domain::after_school::Term| {
        Choice::new(term.to_string(), lang.pick(&term.zh(), &term.en()))
    };
    Choices {
        items: items(lang),
        warn: grounds(&read.warning_grounds),
        exit: grounds(&read.exit_grounds),
        schools: record
            .proposed
            .iter()
            .map(|one| Choice::new(one.id.clone(), one.name.clone()))
            .collect(),
        services: services
            .map(|(place, service)| Choice::new(place.to_string(), service.name.clone()))
            .collect(),
        served: record
            .agreements
            .iter()
            .map(|one| Choice::new(one.school.clone(), one.school_name.clone()))
            .collect(),
        terms: terms
            .map(|terms| terms.into_iter().filter(begun).map(term).collect())
            .unwrap_or_default(),
    }
}

struct Page<'a> {
    caller: &'a Caller,
    read: &'a DeskRecord,
    returned: Option<&'a Returned>,
    choices: Choices,
    lang: Lang,
}

impl Page<'_> {
    fn key(&self, door: &str) -> FormKey {
        let row = &self.read.record.row;
        FormKey {
            lang: self.lang,
            action: format!("{}/{door}", path(&row.number)),
            csrf: self.caller.form_token.clone(),
            submission: String::new(),
            version: row.version,
        }
    }

    /// One of the two forms beside the steps.
    fn side(
        &self,
        event: &str,
        form: impl Fn(FormKey, &Choices, (&Values, &Errors)) -> EventForm,
    ) -> EventForm {
        let door = if event == "agree" {
            "agreements"
        } else {
            "scores"
        };
        let came_back = self.returned.and_then(|returned| returned.in_form(event));
        let none = (self.usual(event), Errors::default());
        let filled = came_back.unwrap_or((&none.0, &none.1));
        let mut form = form(self.key(door), &self.choices, filled);
        form.open |= came_back.is_some();
        form
    }

    /// What stands in a form before anybody typed: the days of the admission, and the usual day for a correction.
    fn usual(&self, event: &str) -> Values {
        let held = self.read.record.way.held();
        match event {
            "agree" => {
                let from = held.map(|held| held.from.to_string()).unwrap_or_default();
                let until = self.read.record.row.last_day.as_str();
                Values::from_pairs([("first_day", from.as_str()), ("last_day", until)])
            }
            "warn" => Values::from_pairs([("correct_by", &self.read.correct_by.to_string())]),
            _ => Values::default(),
        }
    }

    /// What may be done now by the caller.
    fn next(&self) -> NextStep {
        let title = match self.read.record.row.state.as_str() {
            "filed" => "after-school-next-examine",
            "selected" => "after-school-next-approve",
            "publicised" => "after-school-next-publicised",
            "admitted" => "after-school-next-admitted",
            "warned" => "after-school-next-warned",
            "suspended" => "after-school-next-suspended",
            "leaving" => "after-school-next-leaving",
            "draft" => "course-next-institution",
            _ => "course-next-none",
        };
        let main = [Step::Select, Step::Approve, Step::Lift, Step::ApproveExit];
        let main_form = main.iter().find_map(|step| self.form(*step));
        let others = store::read::after_school::DESK_STEPS.iter();
        let others = others.filter(|step| !main.contains(step));
        NextStep {
            title: self.lang.t(title),
            lead: String::new(),
            law: String::new(),
            main: main_form.map(|form| EventForm { open: true, ..form }),
            more: others.filter_map(|step| self.form(*step)).collect(),
            refused: self.refused(),
        }
    }

    /// The form of a step, where the caller may take it now.
    fn form(&self, step: Step) -> Option<EventForm> {
        let event = step.code();
        let mut offers = self.read.record.offers.iter();
        offers.find(|offer| offer.event == event && offer.code.is_none())?;
        let came_back = self.returned.and_then(|returned| returned.in_form(event));
        let none = (self.usual(event), Errors::default());
        let filled = came_back.unwrap_or((&none.0, &none.1));
        let mut form = form(event, self.key("events"), &self.choices, filled)?;
        form.open |= came_back.is_some();
        Some(form)
    }

    /// The steps that the law or the order of the house keeps from being taken; those of another state are none.
    fn refused(&self) -> Vec<Refused> {
        const TOLD: &[&str] = &[
            "after_school_own_proposal",
            "after_school_without_licence",
            "after_school_conditions_unmet",
            "role_forbidden",
        ];
        let offers = self.read.record.offers.iter();
        offers
            .filter(|offer| offer.code.is_some_and(|code| TOLD.contains(&code)))
            .filter_map(|offer| {
                let step = Step::from_code(offer.event)?;
                words::refused(offer, self.lang.pick(step.zh(), step.en()), self.lang)
            })
            .collect()
    }
}
