//! The steps of the register, taken on the store and on the model, with both answers compared.

use bytes::Bytes;
use domain::access::{Grant, Permission, permit};
use domain::application::{Condition, Form, Kind, Loss, Mode, Paper, Site, Step};
use domain::licence::{Change, Ground};
use domain::words::{ApplicationNumber, Class, Day, Fen, LicenceNumber, Stage};
use store::ops::application::{self, ApplicationEvent};
use store::ops::licence::{self, LicenceEvent};

use super::super::run::{Answered, answered, at_version, both, pick, same, text};
use super::super::step::{Hand, Version, Which, Words};
use super::super::world::{NAMES, SCOPE, SECOND, World, system};
use super::applications::{Carried, Taker, address};
use super::reference::papers;
use super::{Filled, Motion, RegisterStep, Turn};

const PAPER: &[u8] = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";

impl World {
    pub(in super::super) async fn register(&mut self, step: RegisterStep) -> Result<(), String> {
        match step {
            RegisterStep::Begin { at, kind, twice } => self.begin(at, kind, twice).await,
            RegisterStep::Fill {
                which,
                filled,
                own,
                version,
            } => self.fill(which, filled, own, version).await,
            RegisterStep::Apply {
                which,
                motion,
                by,
                own,
                version,
                words,
                good,
                twice,
            } => {
                self.apply(which, motion, (by, own), (version, words, good), twice)
                    .await
            }
            RegisterStep::Turn {
                which,
                turn,
                by,
                version,
                words,
                good,
                twice,
            } => {
                self.turn(which, turn, by, (version, words, good), twice)
                    .await
            }
            RegisterStep::Mind { twice } => self.mind(twice).await,
        }
    }

    async fn begin(&mut self, at: usize, kind: Kind, twice: bool) -> Result<(), String> {
        let (grant, agent) = self.agent_grant::<permit::ApplyForLicence>(at);
        let (store, now) = (&self.store, self.store.now());
        let outcomes = both(twice, || application::begin(store, &grant, kind, now)).await;
        let mut expected = Vec::new();
        for outcome in &outcomes {
            let mut made = String::new();
            if let Ok(begun) = outcome {
                let number = begun.number;
                let sql = format!("SELECT id FROM application WHERE number = '{number}'");
                made = self
                    .text(&sql)
                    .await
                    .ok_or("an application without a row")?;
            }
            expected.push(self.model.begin(at, kind, &agent, &made));
        }
        same(&outcomes, &expected)
    }

    async fn fill(
        &mut self,
        which: Which,
        filled: Filled,
        own: bool,
        version: Version,
    ) -> Result<(), String> {
        let Some(which) = pick(which, self.model.register.applications.len()) else {
            return Ok(());
        };
        let known = &self.model.register.applications[which];
        let (kind, version) = (known.kind, at_version(version, known.version));
        let at = if own { known.at } else { 1 - known.at };
        let number = self.application(which).await?;
        let (grant, agent) = self.agent_grant::<permit::ApplyForLicence>(at);
        let form = self.form(which, filled);
        let (store, now) = (&self.store, self.store.now());
        let saved = application::save(store, &grant, number, &form, version, now).await;
        let saved = answered(saved);
        if saved.is_ok() {
            for paper in papers(kind) {
                let paper = Paper::from_code(paper).ok_or("a paper without a code")?;
                let file = ("材料.pdf", Bytes::from_static(PAPER));
                application::add_paper(store, &grant, number, paper, file, now)
                    .await
                    .map_err(|fault| format!("adding a paper: {fault}"))?;
            }
        }
        let expected = self.model.fill(which, filled, (at, &agent), version);
        if expected.is_ok() {
            self.model.papers(which, &agent);
        }
        same(&[saved], &[expected])
    }

    async fn apply(
        &mut self,
        which: Which,
        motion: Motion,
        (by, own): (Hand, bool),
        (version, words, good): (Version, Words, bool),
        twice: bool,
    ) -> Result<(), String> {
        let Some(which) = pick(which, self.model.register.applications.len()) else {
            return Ok(());
        };
        let motion = match motion {
            Motion::Next => self.model.next_motion(which),
            motion => motion,
        };
        let known = &self.model.register.applications[which];
        let at = if own { known.at } else { 1 - known.at };
        let version = at_version(version, known.version);
        let carried = Carried {
            version,
            words,
            good,
        };
        let number = self.application(which).await?;
        let event = self.motion(motion, carried);
        let by = Self::hand(by, self.model.taker(which, motion));
        let outcomes = if motion.is_the_applicants() {
            let (grant, _) = self.agent_grant::<permit::ApplyForLicence>(at);
            self.sent(twice, Ok(grant), number, &event, version).await
        } else {
            match event.step() {
                Step::Extend => {
                    let grant = self.grant::<permit::ExtendApplication>(by);
                    self.sent(twice, grant, number, &event, version).await
                }
                Step::Approve | Step::SendBack => {
                    let grant = self.grant::<permit::DecideLicence>(by);
                    self.sent(twice, grant, number, &event, version).await
                }
                _ => {
                    let grant = self.grant::<permit::ExamineApplication>(by);
                    self.sent(twice, grant, number, &event, version).await
                }
            }
        };
        let place = &self.model.register.places[self.model.register.applications[which].at];
        let licence = format!(
            "SELECT licence_id FROM institution WHERE id = '{}' AND licence_id IS NOT NULL",
            place.id
        );
        let made = self.text(&licence).await;
        let agent = self.agents[at].1.clone();
        let taker = if motion.is_the_applicants() {
            Taker::Agent { at, id: &agent }
        } else {
            Taker::Office(by)
        };
        let model = &mut self.model;
        let expected = outcomes
            .iter()
            .map(|_| model.apply(which, motion, taker, carried, made.clone()));
        same(&outcomes, &expected.collect::<Vec<_>>())
    }

    /// Sends a step of an application by the right it needs, where that is held.
    async fn sent<A: Permission>(
        &self,
        twice: bool,
        grant: Result<Grant<A>, &'static str>,
        number: ApplicationNumber,
        event: &ApplicationEvent,
        version: i64,
    ) -> Vec<Answered<i64>> {
        match grant {
            Err(code) => vec![Err(code.to_owned())],
            Ok(grant) => {
                let (store, now) = (&self.store, self.store.now());
                both(twice, || {
                    application::step(store, &grant, number, event, version, now)
                })
                .await
            }
        }
    }

    fn motion(&self, motion: Motion, carried: Carried) -> ApplicationEvent {
        let (words, good, today) = (text(carried.words), carried.good, self.store.today());
        match motion {
            Motion::Submit | Motion::Next => ApplicationEvent::Submit {},
            Motion::Withdraw => ApplicationEvent::Withdraw {},
            Motion::AskCorrection => ApplicationEvent::AskCorrection { items: words },
            Motion::Accept => ApplicationEvent::Accept {},
            Motion::Decline => ApplicationEvent::Decline { reason: words },
            Motion::Visit => ApplicationEvent::RecordVisit {
                second_officer: self.model.people[SECOND].id.parse().unwrap(),
                on: today,
                passed: good,
                words,
            },
            Motion::Extend => ApplicationEvent::Extend {
                days: if good { 5 } else { 11 },
                reason: words,
            },
            Motion::Propose => ApplicationEvent::Propose {
                grant: good,
                reason: words,
                checked: match carried.words {
                    Words::Good => Condition::ALL.to_vec(),
                    _ => Vec::new(),
                },
            },
            Motion::Approve => ApplicationEvent::Approve {},
            Motion::SendBack => ApplicationEvent::SendBack { reason: words },
            Motion::Issue => ApplicationEvent::Issue {},
        }
    }

    async fn turn(
        &mut self,
        which: Which,
        turn: Turn,
        by: Hand,
        (version, words, good): (Version, Words, bool),
        twice: bool,
    ) -> Result<(), String> {
        let Some(which) = pick(which, self.model.register.licences.len()) else {
            return Ok(());
        };
        let turn = match turn {
            Turn::Next => self.model.next_turn(which),
            turn => turn,
        };
        let known = &self.model.register.licences[which];
        let version = at_version(version, known.version);
        let sql = format!("SELECT number FROM licence WHERE id = '{}'", known.id);
        let number = self.text(&sql).await.ok_or("a licence without a row")?;
        let number: &LicenceNumber = &number.parse().unwrap();
        let by = Self::hand(by, self.model.turner(which, turn));
        let event = &change(turn, words, good);
        let (store, now) = (&self.store, self.store.now());
        let refused = |code: &'static str| vec![Err(code.to_owned())];
        let outcomes: Vec<Answered<i64>> = if turn.decides() {
            match self.grant::<permit::DecideLicence>(by) {
                Err(code) => refused(code),
                Ok(grant) => {
                    both(twice, || {
                        licence::decide(store, &grant, number, event, version, now)
                    })
                    .await
                }
            }
        } else {
            match self.grant::<permit::ProposeLicenceChange>(by) {
                Err(code) => refused(code),
                Ok(grant) => {
                    both(twice, || {
                        licence::propose(store, &grant, number, event, version, now)
                    })
                    .await
                }
            }
        };
        let carried = Carried {
            version,
            words,
            good,
        };
        let model = &mut self.model;
        let expected = outcomes
            .iter()
            .map(|_| model.turn(which, turn, by, carried));
        same(&outcomes, &expected.collect::<Vec<_>>())
    }

    /// What the daily job does; two workers at once do it once.
    async fn mind(&mut self, twice: bool) -> Result<(), String> {
        let grant = system::<permit::RunSystem>(&self.store);
        let (store, now) = (&self.store, self.store.now());
        let round = || async {
            application::follow(store, &grant, now).await?;
            licence::mind(store, &grant, now).await
        };
        let outcomes = both(twice, round).await;
        self.model.follow();
        self.model.mind();
        same(&outcomes, &vec![Ok(()); outcomes.len()])
    }

    /// A renewal says what the register says; everything else moves the institution to an address of its own.
    fn form(&self, which: usize, filled: Filled) -> Form {
        let known = &self.model.register.applications[which];
        let address = match known.kind {
            Kind::Renew => self.model.register.places[known.at].address.clone(),
            _ => address(which),
        };
        form(NAMES[known.at], address, filled)
    }

    async fn application(&self, which: usize) -> Result<ApplicationNumber, String> {
        let id = &self.model.register.applications[which].id;
        let sql = format!("SELECT number FROM application WHERE id = '{id}'");
        let number = self
            .text(&sql)
            .await
            .ok_or("an application without a row")?;
        Ok(number.parse().unwrap())
    }
}

fn change(turn: Turn, words: Words, good: bool) -> LicenceEvent {
    let change = match turn {
        Turn::Suspend | Turn::Next => Change::Suspend,
        Turn::Resume => Change::Resume,
        Turn::Revoke => Change::Revoke,
        Turn::Cancel => Change::Cancel,
        Turn::Approve => return LicenceEvent::Approve {},
        Turn::SendBack => {
            return LicenceEvent::SendBack {
                reason: text(words),
            };
        }
    };
    let basis = if good {
        "洪教决字〔2026〕1号"
    } else {
        ""
    };
    LicenceEvent::Propose {
        change,
        ground: (turn == Turn::Cancel).then_some(Ground::Ended),
        basis: basis.to_owned(),
        reason: text(words),
    }
}

/// What is filled in for the institution with this name at this address. Where all is right but one thing, the rooms are
/// too small for the pupils.
fn form(name: &str, address: String, filled: Filled) -> Form {
    // Before any day of a run.
    let noticed_on: Day = "2025-06-02".parse().unwrap();
    Form {
        name: name.to_owned(),
        class: Some(Class::Arts),
        more_classes: Vec::new(),
        stages: vec![Stage::Primary],
        mode: Some(Mode::OnSite),
        scope: SCOPE.to_owned(),
        address,
        area_m2: Some(if filled == Filled::Poor { 100 } else { 240 }),
        pupils_at_once: Some(60),
        site: Some(Site::Commercial),
        lease_until: None,
        staff: Some(8),
        teaching_staff: Some(if filled == Filled::Impossible { 9 } else { 5 }),
        teachers: Some(4),
        pupils: Some(200),
        preschool_pupils: None,
        capital_fen: Some(Fen::new(30_000_000)),
        custody_bank: "江西银行洪城支行".to_owned(),
        loss: Some(Loss::Lost),
        noticed_on: Some(noticed_on),
        declared_in: "南昌日报第6版".to_owned(),
        declared_on: Some(noticed_on),
    }
}
