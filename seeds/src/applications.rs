//! Applications for a licence in each state: what institutions have asked for, and how far the office has come.

use bytes::Bytes;
use domain::access::{Actor, decide, permit};
use domain::application::{Condition, Form, Kind, Loss, Mode, Site, Wanted};
use domain::calendar::Calendar;
use domain::words::{AccountId, ApplicationNumber, Class, Day, Fen, Instant, Stage};
use store::Store;
use store::ops::application::{self, ApplicationEvent};
use store::read;

use crate::SeedFault;
use crate::fault::at;

/// Everybody who takes a step on an application.
pub(crate) struct Window<'a> {
    pub(crate) store: &'a Store,
    pub(crate) officer: &'a Actor,
    pub(crate) second: AccountId,
    pub(crate) lead_officer: &'a Actor,
    pub(crate) anchor: Day,
}

/// How far an application has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reached {
    Draft,
    Submitted,
    Corrections,
    Accepted,
    Visited,
    Proposed,
    Granted,
    Issued,
    Refused,
}

/// Who applies, for what, since when, and how far it has come. The applicants stand in the order of the town.
pub(crate) const APPLICATIONS: &[(Kind, i64, Reached)] = &[
    (Kind::Change, 30, Reached::Refused),
    (Kind::Replacement, 19, Reached::Issued),
    (Kind::Change, 3, Reached::Draft),
    (Kind::Establish, 2, Reached::Submitted),
    (Kind::Establish, 9, Reached::Corrections),
    (Kind::Establish, 12, Reached::Accepted),
    (Kind::Establish, 20, Reached::Visited),
    (Kind::Establish, 26, Reached::Proposed),
    (Kind::Establish, 33, Reached::Granted),
    (Kind::Establish, 41, Reached::Issued),
    (Kind::Replacement, 6, Reached::Accepted),
];

const STEP: &str = "applications";
/// A scan that stands for every paper.
const SCAN: &[u8] = include_bytes!("../corpus/proof.png");

impl Window<'_> {
    /// Takes an application of `agent` as far as it has come.
    pub(crate) async fn take(
        &self,
        agent: &Actor,
        kind: Kind,
        days_ago: i64,
        reached: Reached,
    ) -> Result<(), SeedFault> {
        let mut clock = Clock::starting(self.anchor, days_ago);
        let now = clock.next(0);
        let begin = right::<permit::ApplyForLicence>(agent, now);
        let number = application::begin(self.store, &begin, kind, now)
            .await
            .map_err(at(STEP))?
            .number;
        let (mut version, form) = self
            .fill(agent, number, (kind, reached), clock.next(0))
            .await?;
        if reached == Reached::Draft {
            return Ok(());
        }
        self.papers(agent, number, kind.papers(&form), clock.next(0))
            .await?;
        let submit = ApplicationEvent::Submit {};
        version = self
            .own(agent, number, &submit, version, clock.next(0))
            .await?;
        // Nobody has to see the premises for another copy.
        let visited = |step: &&Step| kind != Kind::Replacement || **step != Step::Visit;
        for step in steps(reached).iter().filter(visited) {
            let now = clock.next(2);
            let event = self.event(*step, now.day());
            version = self.step(number, &event, version, now).await?;
        }
        Ok(())
    }

    /// What is filled in; one that is refused has too many pupils for its rooms, a draft has not come to its staff.
    async fn fill(
        &self,
        agent: &Actor,
        number: ApplicationNumber,
        (kind, reached): (Kind, Reached),
        now: Instant,
    ) -> Result<(i64, Form), SeedFault> {
        let reader = right::<permit::ReadOwn>(agent, now);
        let known = read::application::own_by_number(self.store, &reader, number, now.day())
            .await
            .map_err(at(STEP))?;
        let form = if kind == Kind::Replacement {
            lost(now.day())
        } else {
            self.taught(known.form, kind, reached)
        };
        let grant = right::<permit::ApplyForLicence>(agent, now);
        let version = known.row.version;
        let saved = application::save(self.store, &grant, number, &form, version, now).await;
        Ok((saved.map_err(at(STEP))?, form))
    }

    /// What an application for a licence says beside what the register knows.
    fn taught(&self, known: Form, kind: Kind, reached: Reached) -> Form {
        let staffed = reached != Reached::Draft;
        let class = match known.class {
            // No new institution for school subjects is approved.
            None | Some(Class::Subject) => Some(Class::Practice),
            class => class,
        };
        // Nor is one for preschool children.
        let taken_on = |stage: &Stage| kind != Kind::Establish || *stage != Stage::Preschool;
        let stages = known.stages.iter().copied().filter(taken_on).collect();
        Form {
            class,
            stages,
            mode: Some(Mode::OnSite),
            scope: if known.scope.is_empty() {
                class.map_or_else(String::new, |class| class.zh().to_owned())
            } else {
                known.scope.clone()
            },
            site: Some(Site::Commercial),
            area_m2: Some(240),
            pupils_at_once: Some(if reached == Reached::Refused { 120 } else { 60 }),
            lease_until: Some(self.anchor.plus_days(5 * 365)),
            staff: staffed.then_some(9),
            teaching_staff: staffed.then_some(6),
            teachers: staffed.then_some(5),
            pupils: staffed.then_some(80),
            preschool_pupils: staffed.then_some(0),
            capital_fen: Fen::yuan(300_000).filter(|_| staffed),
            custody_bank: if staffed {
                "江西银行南昌洪城支行".to_owned()
            } else {
                String::new()
            },
            ..known
        }
    }

    async fn papers(
        &self,
        agent: &Actor,
        number: ApplicationNumber,
        papers: Vec<Wanted>,
        now: Instant,
    ) -> Result<(), SeedFault> {
        let grant = right::<permit::ApplyForLicence>(agent, now);
        for one in papers {
            let scan = ("扫描件.png", Bytes::from_static(SCAN));
            application::add_paper(self.store, &grant, number, one.paper, scan, now)
                .await
                .map_err(at(STEP))?;
        }
        Ok(())
    }

    /// What a step of the office carries, on `today`.
    fn event(&self, step: Step, today: Day) -> ApplicationEvent {
        match step {
            Step::Ask => ApplicationEvent::AskCorrection {
                items: "1. 消防安全证明已过期，请换新的。\n2. 章程缺少决策机构组成人员名单。"
                    .to_owned(),
            },
            Step::Visit => ApplicationEvent::RecordVisit {
                second_officer: self.second,
                on: today,
                passed: true,
                words: "场地、消防通道和设施与申报一致，教师到岗。".to_owned(),
            },
            Step::Grant => ApplicationEvent::Propose {
                grant: true,
                reason: String::new(),
                checked: Condition::ALL.to_vec(),
            },
            Step::Refuse => ApplicationEvent::Propose {
                grant: false,
                reason: "同一培训时段120人，培训用房240平方米，生均不足3平方米。".to_owned(),
                checked: Vec::new(),
            },
            Step::Approve => ApplicationEvent::Approve {},
            Step::Issue => ApplicationEvent::Issue {},
            Step::Accept => ApplicationEvent::Accept {},
        }
    }

    async fn own(
        &self,
        agent: &Actor,
        number: ApplicationNumber,
        event: &ApplicationEvent,
        version: i64,
        now: Instant,
    ) -> Result<i64, SeedFault> {
        let grant = right::<permit::ApplyForLicence>(agent, now);
        application::step(self.store, &grant, number, event, version, now)
            .await
            .map_err(at(STEP))
    }

    async fn step(
        &self,
        number: ApplicationNumber,
        event: &ApplicationEvent,
        version: i64,
        now: Instant,
    ) -> Result<i64, SeedFault> {
        let moved = if matches!(event, ApplicationEvent::Approve {}) {
            let grant = right::<permit::DecideLicence>(self.lead_officer, now);
            application::step(self.store, &grant, number, event, version, now).await
        } else {
            let grant = right::<permit::ExamineApplication>(self.officer, now);
            application::step(self.store, &grant, number, event, version, now).await
        };
        moved.map_err(at(STEP))
    }
}

/// A paper that was lost some days before, and declared void.
fn lost(today: Day) -> Form {
    Form {
        loss: Some(Loss::Lost),
        noticed_on: Some(today.plus_days(-3)),
        declared_in: "南昌日报第6版".to_owned(),
        declared_on: Some(today.plus_days(-1)),
        ..Form::default()
    }
}

/// A step of the office.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Ask,
    Accept,
    Visit,
    Grant,
    Refuse,
    Approve,
    Issue,
}

/// The steps of the office that lead there.
const fn steps(reached: Reached) -> &'static [Step] {
    use Step::{Accept, Approve, Ask, Grant, Issue, Refuse, Visit};
    match reached {
        Reached::Draft | Reached::Submitted => &[],
        Reached::Corrections => &[Ask],
        Reached::Accepted => &[Accept],
        Reached::Visited => &[Accept, Visit],
        Reached::Proposed => &[Accept, Visit, Grant],
        Reached::Granted => &[Accept, Visit, Grant, Approve],
        Reached::Issued => &[Accept, Visit, Grant, Approve, Issue],
        Reached::Refused => &[Accept, Refuse, Approve],
    }
}

pub(crate) fn right<A: domain::access::Permission>(
    actor: &Actor,
    now: Instant,
) -> domain::access::Grant<A> {
    decide::<A>(actor, now.day()).expect("the story lets everybody do their own work only")
}

/// The hours of the office, one step after the other, each on a working day before the anchor.
struct Clock {
    anchor: Day,
    day: Day,
    seconds: i64,
}

impl Clock {
    fn starting(anchor: Day, days_ago: i64) -> Self {
        Self {
            anchor,
            day: working(anchor.plus_days(-days_ago)),
            seconds: 9 * 3_600,
        }
    }

    /// The next step, `days` later and never on the anchor day.
    fn next(&mut self, days: i64) -> Instant {
        self.day = self.after(days);
        self.seconds += 600;
        self.day.start().plus_seconds(self.seconds)
    }

    /// The working day that lies so many days after the last step.
    fn after(&self, days: i64) -> Day {
        let day = working(self.day.plus_days(days));
        if day < self.anchor { day } else { self.day }
    }
}

/// The day itself, or the last working day before it.
fn working(day: Day) -> Day {
    let mut day = day;
    while !Calendar::built_in().on(day).working {
        day = day.plus_days(-1);
    }
    day
}
