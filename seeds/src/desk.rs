//! The steps of the story, each taken through the use case and with the rights of the person who would take it.

use std::collections::BTreeMap;

use bytes::Bytes;
use domain::access::{Actor, Grant, Permission, decide, permit};
use domain::case::{ServiceWay, Violation};
use domain::lead::Verdict;
use domain::words::{
    AccountId, CaseNumber, ComplaintNumber, Day, Instant, LeadId, OrderId, ReceiptCode,
};
use store::Store;
use store::ops::case::{self, CaseEvent, OpenCase, Origin};
use store::ops::complaint::{self, ComplaintEvent};
use store::ops::{evidence, lead, order};
use store::read::{self, DueQuery, Limit};

use crate::SeedFault;
use crate::demo::Entry;
use crate::fault::at;
use crate::office::Colleague;
use crate::screening::Reader;

/// Everybody who takes a step, and the versions of what they work on.
pub(crate) struct Desk<'a> {
    store: &'a Store,
    officer: Actor,
    second: AccountId,
    lead_officer: Actor,
    agent: Actor,
    reader: Reader,
    complaints: BTreeMap<ComplaintNumber, i64>,
    cases: BTreeMap<CaseNumber, i64>,
}

impl<'a> Desk<'a> {
    /// The desks of these colleagues.
    ///
    /// # Panics
    /// Where a role has no account: the seeds open one for each.
    pub(crate) fn new(store: &'a Store, colleagues: &[Colleague]) -> Self {
        let of = |login: &str| {
            colleagues
                .iter()
                .find(|one| one.account.login == login)
                .expect("each role has an account")
        };
        Self {
            store,
            officer: of("officer").actor.clone(),
            second: of("officer-2").id,
            lead_officer: of("lead-officer").actor.clone(),
            agent: of("institution-agent").actor.clone(),
            reader: Reader::new(),
            complaints: BTreeMap::new(),
            cases: BTreeMap::new(),
        }
    }

    /// Screens the one complaint that waits for it.
    pub(crate) async fn screen(&self, now: Instant) -> Result<(), SeedFault> {
        self.reader.screen(self.store, now).await
    }

    pub(crate) async fn accept(
        &mut self,
        number: ComplaintNumber,
        now: Instant,
    ) -> Result<(), SeedFault> {
        self.complaint(number, ComplaintEvent::Accept {}, now).await
    }

    pub(crate) async fn answer(
        &mut self,
        number: ComplaintNumber,
        text: String,
        now: Instant,
    ) -> Result<(), SeedFault> {
        self.complaint(number, ComplaintEvent::Answer { text }, now)
            .await
    }

    pub(crate) async fn decline(
        &mut self,
        number: ComplaintNumber,
        reason: String,
        now: Instant,
    ) -> Result<(), SeedFault> {
        self.complaint(number, ComplaintEvent::Decline { reason }, now)
            .await
    }

    pub(crate) async fn close(
        &mut self,
        number: ComplaintNumber,
        now: Instant,
    ) -> Result<(), SeedFault> {
        self.complaint(number, ComplaintEvent::Close {}, now).await
    }

    async fn complaint(
        &mut self,
        number: ComplaintNumber,
        event: ComplaintEvent,
        now: Instant,
    ) -> Result<(), SeedFault> {
        let grant = right::<permit::HandleComplaint>(&self.officer, now.day());
        let version = self.complaints.entry(number).or_insert(1);
        *version = complaint::event(self.store, &grant, number, &event, *version, now)
            .await
            .map_err(at("steps of complaints"))?;
        Ok(())
    }

    /// The complainant takes the complaint back.
    pub(crate) async fn withdraw(
        &self,
        number: ComplaintNumber,
        receipt: &ReceiptCode,
        now: Instant,
    ) -> Result<(), SeedFault> {
        let grant = right::<permit::FollowComplaint>(&Actor::Public, now.day());
        complaint::withdraw(self.store, &grant, number, receipt, now)
            .await
            .map_err(at("steps of complaints"))
    }

    /// Judges the lead of a complaint, where screening made one.
    pub(crate) async fn judge(
        &self,
        number: ComplaintNumber,
        verdict: Verdict,
        reason: &str,
        now: Instant,
    ) -> Result<(), SeedFault> {
        let grant = right::<permit::JudgeLead>(&self.officer, now.day());
        let Some(id) = self.lead_of(number, now).await? else {
            return Ok(());
        };
        lead::judge(self.store, &grant, id, verdict, reason, 1, now)
            .await
            .map_err(at("leads"))?;
        Ok(())
    }

    /// Opens a case against `party`, with the second officer named.
    pub(crate) async fn open_case(
        &mut self,
        complaint: ComplaintNumber,
        party: &Entry,
        now: Instant,
    ) -> Result<CaseNumber, SeedFault> {
        let grant = right::<permit::OpenCase>(&self.officer, now.day());
        let command = OpenCase {
            from: Origin::Complaint(complaint),
            second_officer: self.second,
            party_name: party.name.clone(),
            reason: "投诉内容经初步核实，有违法嫌疑，由本机关管辖。".to_owned(),
        };
        let opened = case::open(self.store, &grant, &command, None, now)
            .await
            .map_err(at("cases"))?;
        self.cases.insert(opened.number, 1);
        Ok(opened.number)
    }

    pub(crate) async fn find(
        &mut self,
        number: CaseNumber,
        violation: Violation,
        facts: &str,
        now: Instant,
    ) -> Result<(), SeedFault> {
        let event = CaseEvent::RecordFinding {
            violation,
            facts: facts.to_owned(),
            acted_on: now.day(),
            found_on: now.day(),
        };
        let grant = right::<permit::InvestigateCase>(&self.officer, now.day());
        let version = self.version(number);
        let next = case::investigate(self.store, &grant, number, &event, version, now).await;
        self.keep(number, next)
    }

    pub(crate) async fn order(
        &mut self,
        number: CaseNumber,
        demand: &str,
        due_on: Day,
        now: Instant,
    ) -> Result<(), SeedFault> {
        let event = CaseEvent::OrderCorrection {
            demand: demand.to_owned(),
            due_on,
            // An officer who orders has the articles before her.
            basis_confirmed: true,
        };
        let grant = right::<permit::OrderCorrection>(&self.officer, now.day());
        let version = self.version(number);
        let next = case::order(self.store, &grant, number, &event, version, now).await;
        self.keep(number, next)
    }

    pub(crate) async fn serve(
        &mut self,
        number: CaseNumber,
        now: Instant,
    ) -> Result<(), SeedFault> {
        let event = CaseEvent::RecordService {
            way: ServiceWay::InPerson,
            served_on: now.day(),
            receiver: "机构负责人（本人签收）".to_owned(),
            proof: "送达回证一份，签收人、日期齐全，原件存卷。".to_owned(),
        };
        let grant = right::<permit::ServeDocument>(&self.officer, now.day());
        let version = self.version(number);
        let next = case::serve(self.store, &grant, number, &event, version, now).await;
        self.keep(number, next)
    }

    /// The agent answers the order of this case.
    pub(crate) async fn respond(
        &mut self,
        number: CaseNumber,
        body: &str,
        now: Instant,
    ) -> Result<(), SeedFault> {
        let grant = right::<permit::AnswerOrder>(&self.agent, now.day());
        let id = self.order_of(number, now).await?;
        order::answer(self.store, &grant, id, body, None, now)
            .await
            .map_err(at("answers to orders"))?;
        let proof = Bytes::from_static(include_bytes!("../corpus/proof.png"));
        evidence::add_to_order(self.store, &grant, id, "退费凭证.png", proof, now)
            .await
            .map_err(at("answers to orders"))?;
        // An answer is a step of the case as well.
        let version = self.version(number);
        self.keep(number, Ok(version + 1))
    }

    pub(crate) async fn propose(
        &mut self,
        number: CaseNumber,
        reason: &str,
        now: Instant,
    ) -> Result<(), SeedFault> {
        let event = CaseEvent::ProposeClosure {
            reason: reason.to_owned(),
        };
        let grant = right::<permit::InvestigateCase>(&self.officer, now.day());
        let version = self.version(number);
        let next = case::investigate(self.store, &grant, number, &event, version, now).await;
        self.keep(number, next)
    }

    pub(crate) async fn approve(
        &mut self,
        number: CaseNumber,
        now: Instant,
    ) -> Result<(), SeedFault> {
        let event = CaseEvent::ApproveClosure {};
        let grant = right::<permit::ApproveClosure>(&self.lead_officer, now.day());
        let version = self.version(number);
        let next = case::approve(self.store, &grant, number, &event, version, now).await;
        self.keep(number, next)
    }

    /// The lead that screening made of a complaint and that nobody has judged.
    async fn lead_of(
        &self,
        number: ComplaintNumber,
        now: Instant,
    ) -> Result<Option<LeadId>, SeedFault> {
        let grant = right::<permit::ReadDesk>(&self.officer, now.day());
        let open = DueQuery {
            state: Some("open".to_owned()),
            limit: most(),
            ..DueQuery::default()
        };
        let open = read::lead::list(self.store, &grant, &open)
            .await
            .map_err(at("leads"))?;
        let number = number.to_string();
        Ok(open
            .items
            .iter()
            .find(|row| row.complaint_number == number)
            .and_then(|row| row.id.parse().ok()))
    }

    /// The order of a case of the agent's institution.
    async fn order_of(&self, number: CaseNumber, now: Instant) -> Result<OrderId, SeedFault> {
        let grant = right::<permit::ReadOwn>(&self.agent, now.day());
        let own = read::order::own(self.store, &grant, Limit::MOST, None)
            .await
            .map_err(at("answers to orders"))?;
        let number = number.to_string();
        own.items
            .iter()
            .find(|row| row.case_number == number)
            .and_then(|row| row.id.parse().ok())
            .ok_or_else(|| at("answers to orders")(store::Fault::NotFound))
    }

    fn version(&self, number: CaseNumber) -> i64 {
        self.cases.get(&number).copied().unwrap_or(1)
    }

    fn keep(
        &mut self,
        number: CaseNumber,
        next: Result<i64, store::Fault>,
    ) -> Result<(), SeedFault> {
        self.cases
            .insert(number, next.map_err(at("steps of cases"))?);
        Ok(())
    }
}

/// The right of somebody to a step.
///
/// # Panics
/// Where the access rules do not give it: the story lets everybody do their own work only.
fn right<A: Permission>(actor: &Actor, today: Day) -> Grant<A> {
    decide::<A>(actor, today).expect("the story lets everybody do their own work only")
}

/// The longest page there is; the town has fewer open leads.
fn most() -> Limit {
    Limit::parse(Some(100)).unwrap_or_default()
}
