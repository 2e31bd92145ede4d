//! Steps of a case, taken on the store and on the model: by officers, by the lead officer, by the institution's agent.

use domain::access::{Grant, Permission, permit};
use domain::case::Violation;
use domain::words::OrderId;
use store::ops::case::{self, CaseEvent};
use store::ops::{evidence, institution, order};

use super::run::{Answered, answered, at_version, both, key, pick, same, text};
use super::step::{CaseStep, Move, Which, Words};
use super::world::{LEAD, World, system};

impl World {
    pub(super) async fn case(
        &mut self,
        which: Which,
        mut step: CaseStep,
        twice: bool,
    ) -> Result<(), String> {
        let Some(which) = pick(which, self.model.cases.len()) else {
            return Ok(());
        };
        if step.what == Move::Next {
            step.what = self.model.next_move(which);
        }
        let by = Self::hand(step.by, self.model.proper(which, step.what, LEAD));
        let version = at_version(step.version, self.model.cases[which].version);
        let event = self.event(&step);
        let outcomes = if twice {
            let (one, two) = tokio::join!(
                self.send(which, step.what, by, &event, version),
                self.send(which, step.what, by, &event, version)
            );
            let mut two = vec![one, two];
            two.sort_by_key(Result::is_err);
            two
        } else {
            vec![self.send(which, step.what, by, &event, version).await]
        };
        let id = &self.model.cases[which].id;
        let order = format!("SELECT id FROM correction_order WHERE case_id = '{id}'");
        let order = self.text(&order).await;
        let model = &mut self.model;
        let expected = outcomes
            .iter()
            .map(|_| model.step(which, &step, by, version, order.clone()));
        same(&outcomes, &expected.collect::<Vec<_>>())
    }

    fn event(&self, step: &CaseStep) -> CaseEvent {
        let (today, words) = (self.store.today(), text(step.words));
        match step.what {
            Move::Find | Move::Next => CaseEvent::RecordFinding {
                violation: Violation::DisguisedSubjectTutoring,
                facts: words,
                acted_on: today,
                found_on: today.plus_days(step.day),
            },
            Move::Order => CaseEvent::OrderCorrection {
                demand: words,
                due_on: today.plus_days(step.due),
                basis_confirmed: false,
            },
            Move::Change => CaseEvent::ChangeDue {
                due_on: today.plus_days(step.due),
                reason: words,
            },
            Move::Serve => CaseEvent::RecordService {
                way: step.way,
                served_on: today.plus_days(step.day),
                receiver: if step.receiver { "前台" } else { "" }.to_owned(),
                proof: words,
            },
            Move::Propose => CaseEvent::ProposeClosure { reason: words },
            Move::Approve => CaseEvent::ApproveClosure {},
            Move::Return => CaseEvent::ReturnForMore { reason: words },
        }
    }

    /// Sends an event by the right it needs.
    async fn send(
        &self,
        which: usize,
        what: Move,
        by: usize,
        event: &CaseEvent,
        version: i64,
    ) -> Answered<i64> {
        let (store, now, number) = (&self.store, self.store.now(), self.case_numbers[which]);
        fn held<A: Permission>(grant: Result<Grant<A>, &'static str>) -> Answered<Grant<A>> {
            grant.map_err(str::to_owned)
        }
        let outcome = match what {
            Move::Find | Move::Propose | Move::Next => {
                let grant = held(self.grant::<permit::InvestigateCase>(by))?;
                case::investigate(store, &grant, number, event, version, now).await
            }
            Move::Order | Move::Change => {
                let grant = held(self.grant::<permit::OrderCorrection>(by))?;
                case::order(store, &grant, number, event, version, now).await
            }
            Move::Serve => {
                let grant = held(self.grant::<permit::ServeDocument>(by))?;
                case::serve(store, &grant, number, event, version, now).await
            }
            Move::Approve | Move::Return => {
                let grant = held(self.grant::<permit::ApproveClosure>(by))?;
                case::approve(store, &grant, number, event, version, now).await
            }
        };
        answered(outcome)
    }

    pub(super) async fn answer(
        &mut self,
        which: Which,
        own: bool,
        variant: u8,
        words: Words,
        number: Option<u8>,
        twice: bool,
    ) -> Result<(), String> {
        let Some((which, order)) = self.order(which) else {
            return Ok(());
        };
        let body = if words == Words::Good {
            format!("已整改，第 {variant} 稿。")
        } else {
            text(words)
        };
        let (grant, agent) = self.agent_grant::<permit::AnswerOrder>(usize::from(!own));
        let (store, now, key) = (&self.store, self.store.now(), key(number));
        let once = || order::answer(store, &grant, order, &body, key.as_ref(), now);
        let outcomes = both(twice, once).await;
        let model = &mut self.model;
        let expected = outcomes
            .iter()
            .map(|_| model.answer(which, own, variant, words, number, &agent));
        same(&outcomes, &expected.collect::<Vec<_>>())
    }

    pub(super) async fn proof(
        &mut self,
        which: Which,
        own: bool,
        content: u8,
    ) -> Result<(), String> {
        const PICTURE: &[u8] = &[0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0];
        let Some((which, order)) = self.order(which) else {
            return Ok(());
        };
        let bytes = match content {
            0 | 1 => [PICTURE, &[content]].concat(),
            _ => b"<html>".to_vec(),
        };
        let (grant, agent) = self.agent_grant::<permit::AnswerOrder>(usize::from(!own));
        let (store, now) = (&self.store, self.store.now());
        let outcome =
            evidence::add_to_order(store, &grant, order, "照片.png", bytes.into(), now).await;
        same(
            &[answered(outcome)],
            &[self.model.proof(which, own, content, &agent)],
        )
    }

    pub(super) async fn consent(&mut self) -> Result<(), String> {
        let (today, number) = (self.store.today(), self.institutions[0]);
        let grant = system::<permit::ManageRegister>(&self.store);
        let now = self.store.now();
        let outcome =
            institution::record_consent(&self.store, &grant, number, today, "确认书", now).await;
        self.model.consents.push(today);
        let id = self.model.register.places[0].id.clone();
        self.model
            .act("institution", &id, "record_consent", "system:test");
        same(&[answered(outcome)], &[Ok(())])
    }

    /// One of the cases that have an order, and the order.
    fn order(&self, which: Which) -> Option<(usize, OrderId)> {
        let ordered = self.model.ordered();
        let which = *ordered.get(pick(which, ordered.len())?)?;
        let order = self.model.cases[which].order.as_ref()?;
        Some((which, order.id.parse().unwrap()))
    }
}
