//! The reference of a case: findings, the order, its service, the institution's answer and proof, closure.

use domain::case::ServiceWay;

use super::reference::{Case, Model, Order, Outcome, unreadable};
use super::step::{About, CaseStep, Move, Words};

/// Longest time an order may give, in days.
const DUE_DAYS_MAX: i64 = 180;

/// Why the state of a case refuses a step.
fn out_of_order(case: &Case, what: Move, today: domain::words::Day) -> Option<&'static str> {
    match (case.state, what) {
        ("closed", _) => Some("case_closed"),
        ("closure_proposed", Move::Approve | Move::Return) => None,
        ("closure_proposed", _) => Some("closure_awaits_approval"),
        (_, Move::Approve | Move::Return) => Some("closure_not_proposed"),
        ("filed", Move::Order) => Some("finding_missing"),
        ("filed" | "found", Move::Change | Move::Serve) => Some("order_not_made"),
        ("found", Move::Propose) => Some("order_missing"),
        ("ordered", Move::Find | Move::Order) => Some("order_made_already"),
        ("ordered", _) => {
            let order = case.order.as_ref()?;
            match (what, order.served) {
                (Move::Change, true) if order.responses > 0 => Some("order_answered_already"),
                (Move::Serve, true) => Some("order_served_already"),
                (Move::Propose, false) => Some("service_missing"),
                (Move::Propose, true) if order.responses == 0 && today <= order.due_on => {
                    Some("correction_open")
                }
                _ => None,
            }
        }
        _ => None,
    }
}

/// What a step that is allowed makes of the case; answers the verb of its act.
fn moved(
    case: &mut Case,
    step: &CaseStep,
    today: domain::words::Day,
    order: Option<String>,
) -> Result<&'static str, &'static str> {
    let due_on = today.plus_days(step.due);
    Ok(match step.what {
        Move::Find => {
            case.state = "found";
            case.findings += 1;
            "record_finding"
        }
        Move::Order => {
            case.state = "ordered";
            case.order = Some(Order {
                id: order.unwrap_or_default(),
                version: 1,
                ordered_on: today,
                due_on,
                served: false,
                responses: 0,
                files: Vec::new(),
            });
            "order_correction"
        }
        Move::Change => {
            let order = case.order.as_mut().ok_or("changed without an order")?;
            order.due_on = due_on;
            order.version += 1;
            "change_due"
        }
        Move::Serve => {
            let order = case.order.as_mut().ok_or("served without an order")?;
            order.served = true;
            order.version += 1;
            "record_service"
        }
        Move::Propose => {
            case.state = "closure_proposed";
            "propose_closure"
        }
        Move::Approve => {
            case.state = "closed";
            "approve_closure"
        }
        Move::Return => {
            case.state = if case.order.is_some() {
                "ordered"
            } else {
                "filed"
            };
            "return_for_more"
        }
        Move::Next => return Err("a step that was not resolved"),
    })
}

impl Model {
    /// The step that the state of a case asks for.
    pub(super) fn next_move(&self, which: usize) -> Move {
        let case = &self.cases[which];
        match (case.state, &case.order) {
            ("filed", _) => Move::Find,
            ("found", _) => Move::Order,
            ("ordered", Some(order)) if !order.served => Move::Serve,
            ("ordered", _) => Move::Propose,
            _ => Move::Approve,
        }
    }

    /// Whoever may take a step, as far as anybody may.
    pub(super) fn proper(&self, which: usize, what: Move, lead: usize) -> usize {
        match what {
            Move::Approve | Move::Return => lead,
            _ => self.cases[which].officers[0],
        }
    }

    /// `order` is the id of the order that the step made.
    pub(super) fn step(
        &mut self,
        which: usize,
        step: &CaseStep,
        by: usize,
        version: i64,
        order: Option<String>,
    ) -> Outcome {
        let person = self.people[by].clone();
        match step.what {
            Move::Approve | Move::Return if !person.leads => return Err("role_forbidden"),
            Move::Approve | Move::Return => {}
            _ if !self.certified(by) => return Err("certificate_required"),
            _ => {}
        }
        self.may_step(which, step, by, version)?;
        let today = self.today();
        let case = &mut self.cases[which];
        let verb = moved(case, step, today, order)?;
        case.version += 1;
        if matches!(step.what, Move::Change | Move::Propose | Move::Return) {
            case.remarks.push((verb, case.version));
        }
        let (id, about) = (case.id.clone(), case.about);
        let told = match step.what {
            Move::Order => Some("correction_ordered"),
            Move::Change => Some("correction_due_changed"),
            _ => None,
        };
        if let Some(template) = told.filter(|_| about == About::Known) {
            self.tell(template, &format!("{id}:{version}"), true);
        }
        self.act("case", &id, verb, &person.id);
        Ok(())
    }

    /// What is refused before anything is written, in the order in which it is asked.
    fn may_step(&self, which: usize, step: &CaseStep, by: usize, version: i64) -> Outcome {
        let (case, today) = (&self.cases[which], self.today());
        if !self.people[by].inside {
            return Err("not_found");
        }
        if case.version != version {
            return Err("version_stale");
        }
        if step.what != Move::Approve && unreadable(step.words) {
            return Err("input_invalid");
        }
        if let Some(code) = out_of_order(case, step.what, today) {
            return Err(code);
        }
        let is_officer = case.officers.contains(&by);
        let both_certified = case.officers.iter().all(|one| self.certified(*one));
        match step.what {
            Move::Find | Move::Order | Move::Change | Move::Serve if !both_certified => {
                return Err("officer_not_certified");
            }
            Move::Approve | Move::Return if is_officer => return Err("approver_is_case_officer"),
            Move::Approve | Move::Return => {}
            _ if !is_officer => return Err("not_case_officer"),
            _ => {}
        }
        self.carried(case, step)
    }

    /// What the step carries against the day and the papers.
    fn carried(&self, case: &Case, step: &CaseStep) -> Outcome {
        let day = self.today().plus_days(step.day);
        let served_on = step.way.counts_from(day);
        let order = case.order.as_ref();
        match step.what {
            Move::Find if step.day > 0 => Err("day_in_future"),
            Move::Find if step.day < 0 => Err("acted_after_found"),
            Move::Change
                if order.is_some_and(|it| self.today().plus_days(step.due) <= it.due_on) =>
            {
                Err("due_not_later")
            }
            Move::Order | Move::Change if step.due <= 0 => Err("due_not_after_order"),
            Move::Order | Move::Change if step.due > DUE_DAYS_MAX => Err("due_too_late"),
            Move::Serve if step.way == ServiceWay::Electronic && !self.consent(day) => {
                Err("consent_missing")
            }
            Move::Serve if step.day > 0 => Err("day_in_future"),
            Move::Serve if order.is_some_and(|it| day < it.ordered_on) => {
                Err("served_before_order")
            }
            Move::Serve if served_on > self.today() => Err("public_notice_running"),
            Move::Serve if order.is_some_and(|it| served_on >= it.due_on) => {
                Err("served_after_due")
            }
            // The rows before it are written by then, and have to go with it.
            Move::Serve if !step.receiver => Err("input_invalid"),
            _ => Ok(()),
        }
    }

    /// The cases that have an order, by their place.
    pub(super) fn ordered(&self) -> Vec<usize> {
        (0..self.cases.len())
            .filter(|which| self.cases[*which].order.is_some())
            .collect()
    }

    /// Whether the order is the agent's own: of the institution with an address, or of the one without.
    fn is_own(&self, which: usize, own: bool) -> bool {
        let expected = if own { About::Known } else { About::Silent };
        self.cases[which].about == expected
    }

    pub(super) fn answer(
        &mut self,
        which: usize,
        own: bool,
        text: u8,
        words: Words,
        key: Option<u8>,
        agent: &str,
    ) -> Outcome {
        let is_own = self.is_own(which, own);
        if !is_own {
            return Err("not_found");
        }
        if unreadable(words) {
            return Err("input_invalid");
        }
        let case = &mut self.cases[which];
        let order = case.order.as_mut().ok_or("an answer without an order")?;
        let request = text.to_string();
        if let Some(key) = key {
            let scope = (format!("answer:{}", order.id), key);
            match self.kept.get(&scope) {
                Some((before, _)) if *before == request => return Ok(()),
                Some(_) => return Err("idempotency_key_reused"),
                None => {}
            }
        }
        match case.state {
            "closed" => return Err("case_closed"),
            "closure_proposed" => return Err("closure_awaits_approval"),
            _ => {}
        }
        case.version += 1;
        order.version += 1;
        order.responses += 1;
        let (case_id, order_id) = (case.id.clone(), order.id.clone());
        if let Some(key) = key {
            let scope = (format!("answer:{order_id}"), key);
            self.kept.insert(scope, (request, String::new()));
        }
        self.act("case", &case_id, "respond", agent);
        self.act("order", &order_id, "answer", agent);
        Ok(())
    }

    pub(super) fn proof(&mut self, which: usize, own: bool, content: u8, agent: &str) -> Outcome {
        if content > 1 {
            return Err("media_type_refused");
        }
        if !self.is_own(which, own) {
            return Err("not_found");
        }
        let order = self.cases[which].order.as_mut();
        let order = order.ok_or("a proof without an order")?;
        if !order.files.contains(&content) {
            order.files.push(content);
            let id = order.id.clone();
            self.act("order", &id, "add_evidence", agent);
        }
        Ok(())
    }
}
