//! Schools, and who serves them after lessons: in each state, with agreements and the scores of a term.

use domain::access::{Actor, Grant, Permission, decide, permit};
use domain::after_school::{Agreed, Form, Ground, Item, School, SchoolYear, Score, Service, Term};
use domain::words::{
    AfterSchoolNumber, Class, Day, District, Fen, Instant, SchoolNumber, StaffId, Stage,
};
use store::Store;
use store::ops::after_school::{self, AfterSchoolEvent, Scored};
use store::ops::school;
use store::read::after_school as read;

use crate::SeedFault;
use crate::fault::at;
use crate::office::by_seeds;

const STEP: &str = "after-school";

/// Schools of the counties; the first is the one whose parents are not content.
const SCHOOLS: &[(&str, District, &[Stage], i64)] = &[
    (
        "红谷滩区凤凰洲小学",
        District::Honggutan,
        &[Stage::Primary],
        24,
    ),
    (
        "红谷滩区九龙湖实验学校",
        District::Honggutan,
        &[Stage::Primary, Stage::Junior],
        30,
    ),
    ("东湖区百花洲小学", District::Donghu, &[Stage::Primary], 20),
    ("西湖区抚生路初级中学", District::Xihu, &[Stage::Junior], 16),
    (
        "青山湖区顺外路小学",
        District::Qingshanhu,
        &[Stage::Primary],
        18,
    ),
];

/// How far a provider has come, oldest first as the town tells them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It serves schools and is judged well.
    Serving,
    /// Its scores are low, and it was warned.
    Warned,
    /// It was let in, and has left.
    Exited,
    Publicised,
    Selected,
    Filed,
}

/// The fates of the town: the first is the agent's own institution.
pub(crate) const FATES: &[Fate] = &[
    Fate::Serving,
    Fate::Warned,
    Fate::Exited,
    Fate::Publicised,
    Fate::Selected,
    Fate::Filed,
];

/// A provider to be: who acts for it, and what it teaches.
pub(crate) struct Provider<'a> {
    pub(crate) agent: &'a Actor,
    pub(crate) class: Class,
}

/// Who examines, and who approves.
pub(crate) struct Window<'a> {
    pub(crate) store: &'a Store,
    pub(crate) officer: &'a Actor,
    pub(crate) lead_officer: &'a Actor,
    pub(crate) anchor: Day,
}

impl Window<'_> {
    fn hour(&self, days_ago: i64, more: i64) -> Instant {
        let day = self.anchor.plus_days(-days_ago);
        day.start().plus_seconds(10 * 3_600 + more * 300)
    }

    /// Enters the schools; answers their numbers.
    pub(crate) async fn schools(&self) -> Result<Vec<SchoolNumber>, SeedFault> {
        let now = self.hour(49, 0);
        let grant = right::<permit::KeepAfterSchool>(self.officer, now);
        let mut numbers = Vec::new();
        for (name, district, stages, items) in SCHOOLS {
            let school = School {
                name: (*name).to_owned(),
                district: *district,
                stages: stages.to_vec(),
                items: Some(*items),
            };
            let entered = school::add(self.store, &grant, &school, None, now).await;
            numbers.push(entered.map_err(at(STEP))?.number);
        }
        Ok(numbers)
    }

    /// Tells the providers one beside the other, as their days come.
    pub(crate) async fn tell(
        &self,
        providers: &[Provider<'_>],
        schools: &[SchoolNumber],
    ) -> Result<(), SeedFault> {
        let mut told = Vec::new();
        for ((provider, fate), more) in providers.iter().zip(FATES).zip(0..) {
            let number = self.apply(provider, *fate, schools, more).await?;
            told.push((number, *fate, more));
        }
        // Whoever was before the public is let in by the calendar.
        let day = self.hour(24, 0);
        let system = by_seeds::<permit::RunSystem>(day.day());
        let followed = after_school::follow(self.store, &system, day).await;
        followed.map_err(at(STEP))?;
        for (number, fate, more) in told {
            if matches!(fate, Fate::Serving | Fate::Warned | Fate::Exited) {
                self.serve(number, fate, schools, more).await?;
            }
        }
        Ok(())
    }

    /// From the application as far as the time before the public.
    async fn apply(
        &self,
        provider: &Provider<'_>,
        fate: Fate,
        schools: &[SchoolNumber],
        more: i64,
    ) -> Result<AfterSchoolNumber, SeedFault> {
        let (filed, chosen, approved) = match fate {
            Fate::Serving | Fate::Warned | Fate::Exited => (46, 45, 44),
            Fate::Publicised => (5, 3, 1),
            Fate::Selected => (4, 1, 1),
            Fate::Filed => (2, 1, 1),
        };
        let now = self.hour(filed, more);
        let grant = right::<permit::ApplyAfterSchool>(provider.agent, now);
        let year = SchoolYear::of(self.anchor);
        let empty = Form::default();
        let begun = after_school::begin(self.store, &grant, (year, &empty), None, now);
        let number = begun.await.map_err(at(STEP))?.number;
        let version = self.fill(number, provider, schools, now).await?;
        let file = AfterSchoolEvent::File {};
        let version = after_school::step(self.store, &grant, number, &file, version, now)
            .await
            .map_err(at(STEP))?;
        if fate == Fate::Filed {
            return Ok(number);
        }
        let select = AfterSchoolEvent::Select {
            checked: Item::ALL.to_vec(),
            reason: "课程安排清楚，授课人员齐备，收费明显低于校外同类培训。".to_owned(),
        };
        let version = self
            .examine(number, &select, version, self.hour(chosen, more + 20))
            .await?;
        if fate != Fate::Selected {
            let approve = AfterSchoolEvent::Approve {};
            self.decide(number, &approve, version, self.hour(approved, more + 40))
                .await?;
        }
        Ok(number)
    }

    /// Fills the draft in with somebody of the staff who may teach in a school; answers its version.
    async fn fill(
        &self,
        number: AfterSchoolNumber,
        provider: &Provider<'_>,
        schools: &[SchoolNumber],
        now: Instant,
    ) -> Result<i64, SeedFault> {
        let grant = right::<permit::ApplyAfterSchool>(provider.agent, now);
        let reader = right::<permit::ReadOwn>(provider.agent, now);
        let today = now.day();
        let empty = read::own_by_number(self.store, &reader, number, today).await;
        let (mut version, staff) = {
            let record = empty.map_err(at(STEP))?;
            (record.row.version, record.staff)
        };
        // Some of the town's people were not cleared, or are barred: the one before the last is asked first.
        let people: Vec<StaffId> = staff
            .iter()
            .rev()
            .filter_map(|one| one.id.parse().ok())
            .collect();
        for person in people {
            let form = form(provider.class, person, schools);
            version = after_school::save(self.store, &grant, number, &form, version, now)
                .await
                .map_err(at(STEP))?;
            let record = read::own_by_number(self.store, &reader, number, today).await;
            let found = record.map_err(at(STEP))?.findings;
            if !found.iter().any(domain::after_school::Finding::forbids) {
                break;
            }
        }
        Ok(version)
    }

    /// Agreements, scores, warnings and the exit of one that was let in.
    async fn serve(
        &self,
        number: AfterSchoolNumber,
        fate: Fate,
        schools: &[SchoolNumber],
        more: i64,
    ) -> Result<(), SeedFault> {
        let now = self.hour(22, more);
        let desk = right::<permit::ReadDesk>(self.officer, now);
        let record = read::by_number(self.store, &desk, number, now.day()).await;
        let record = record.map_err(at(STEP))?.record;
        let Some(held) = record.way.held() else {
            // Its licence did not last: it is told by the calendar.
            return Ok(());
        };
        let year = SchoolYear::of(self.anchor);
        let grant = right::<permit::KeepAfterSchool>(self.officer, now);
        let agreed = Agreed {
            first_day: held.from,
            last_day: year.last_day(),
            services: record
                .form
                .services
                .iter()
                .map(|one| one.name.clone())
                .collect(),
            fee_fen: record
                .form
                .services
                .iter()
                .filter_map(|one| one.fee_fen)
                .min()
                .unwrap_or_default(),
        };
        let served = schools
            .iter()
            .take(if fate == Fate::Serving { 3 } else { 2 });
        let mut version = record.row.version;
        for school in served.clone() {
            let place = (number, *school);
            version = after_school::agree(self.store, &grant, place, &agreed, version, now)
                .await
                .map_err(at(STEP))?;
        }
        if fate == Fate::Exited {
            return self.leave(number, version, more).await;
        }
        for (school, turn) in served.zip(0..) {
            version = self
                .score((number, *school), (fate, turn), version, more)
                .await?;
        }
        if fate == Fate::Warned {
            self.warn(number, version, more).await?;
        }
        Ok(())
    }

    /// The scores of the term that runs, where the town's school year has begun by then.
    async fn score(
        &self,
        (number, school): (AfterSchoolNumber, SchoolNumber),
        (fate, turn): (Fate, i64),
        version: i64,
        more: i64,
    ) -> Result<i64, SeedFault> {
        let now = self.hour(8, more + turn);
        let term = Term::of(now.day());
        if term.year != SchoolYear::of(self.anchor) {
            return Ok(version);
        }
        let (school_score, mean) = match fate {
            Fate::Warned => (52 + turn * 4, 49),
            _ => (88 + turn * 3, 91),
        };
        // Of one school too few parents answered for an average of its own; of all together there are enough.
        let answers = if turn == 1 { 6 } else { 34 + turn };
        let scored = Scored {
            number,
            school,
            term,
            score: Score {
                school: Some(school_score),
                answers,
                points: answers * mean,
            },
        };
        let grant = right::<permit::KeepAfterSchool>(self.officer, now);
        after_school::score(self.store, &grant, &scored, version, now)
            .await
            .map_err(at(STEP))
    }

    async fn warn(
        &self,
        number: AfterSchoolNumber,
        version: i64,
        more: i64,
    ) -> Result<(), SeedFault> {
        let now = self.hour(6, more);
        let correct_by = now.day().plus_days(21);
        if correct_by > SchoolYear::of(self.anchor).last_day() {
            return Ok(());
        }
        let warn = AfterSchoolEvent::Warn {
            ground: Ground::StudyLoad,
            reason: "两所学校家长反映课堂上提前讲授下学期数学内容，现场听课属实。".to_owned(),
            correct_by,
        };
        self.examine(number, &warn, version, now).await.map(|_| ())
    }

    /// Proposed by one, approved by another.
    async fn leave(
        &self,
        number: AfterSchoolNumber,
        version: i64,
        more: i64,
    ) -> Result<(), SeedFault> {
        let propose = AfterSchoolEvent::ProposeExit {
            ground: Ground::IllegalFees,
            reason: "授课人员向家长另收器材费，经核实并已退还。".to_owned(),
        };
        let version = self
            .examine(number, &propose, version, self.hour(12, more))
            .await?;
        let approve = AfterSchoolEvent::ApproveExit {};
        self.decide(number, &approve, version, self.hour(10, more))
            .await
    }

    async fn examine(
        &self,
        number: AfterSchoolNumber,
        event: &AfterSchoolEvent,
        version: i64,
        now: Instant,
    ) -> Result<i64, SeedFault> {
        let grant = right::<permit::KeepAfterSchool>(self.officer, now);
        after_school::step(self.store, &grant, number, event, version, now)
            .await
            .map_err(at(STEP))
    }

    async fn decide(
        &self,
        number: AfterSchoolNumber,
        event: &AfterSchoolEvent,
        version: i64,
        now: Instant,
    ) -> Result<(), SeedFault> {
        let grant = right::<permit::DecideAfterSchool>(self.lead_officer, now);
        after_school::step(self.store, &grant, number, event, version, now)
            .await
            .map_err(at(STEP))?;
        Ok(())
    }
}

/// What institutions of each class offer to schools: name, content, fee and the price of the like outside, in yuan.
const fn offer(class: Class) -> (&'static str, &'static str, i64, i64) {
    match class {
        Class::Sports => (
            "校园篮球社团",
            "运球、传球和半场对抗，学期末校内联赛。",
            6,
            75,
        ),
        Class::Science => (
            "机器人搭建社团",
            "用齿轮和传感器做出会避障的小车，两人一组。",
            8,
            110,
        ),
        Class::Practice => (
            "木工与手作",
            "量、锯、磨、榫接，做一张自己的小板凳。",
            7,
            75,
        ),
        Class::Arts | Class::ArtsExam | Class::Subject => (
            "中国舞社团",
            "从节奏和方位开始，学期末展示一个民族舞组合。",
            6,
            84,
        ),
    }
}

fn form(class: Class, teacher: StaffId, schools: &[SchoolNumber]) -> Form {
    let (name, content, fee, market) = offer(class);
    let class = if class == Class::ArtsExam {
        Class::Arts
    } else {
        class
    };
    Form {
        services: vec![Service {
            name: name.to_owned(),
            content: content.to_owned(),
            class: Some(class),
            grades: vec![1, 2, 3, 4],
            teachers: vec![teacher],
            fee_fen: Fen::yuan(fee),
            market_fen: Fen::yuan(market),
        }],
        schools: schools.iter().take(3).copied().collect(),
        quality: "每学期一次公开课；学校可以随时听课；家长意见三日内答复。".to_owned(),
        pricing: "收费只计授课人员课酬和耗材，场地由学校提供，不计利润。".to_owned(),
        papers: "办学许可证复印件 1 份\n授课人员资质材料 1 套".to_owned(),
    }
}

fn right<A: Permission>(actor: &Actor, now: Instant) -> Grant<A> {
    decide::<A>(actor, now.day()).expect("the story lets everybody do their own work only")
}
