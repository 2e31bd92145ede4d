//! Courses in each state: what institutions publish with their fees, and what the first one has filed, changed and been refused.

use domain::access::{Actor, Grant, Permission, decide, permit};
use domain::application::Mode;
use domain::course::{Clock, Course, Material, Slot, Weekday};
use domain::screening::{Kind, Screener, Text};
use domain::words::{Class, CourseNumber, Day, Fen, Instant, InstitutionNumber, Stage, Stages};
use store::ops::course::{self, CourseEvent, Wanted};
use store::{Fault, Store, queue};

use crate::SeedFault;
use crate::fault::at;
use crate::office::by_seeds;

const STEP: &str = "courses";
/// How long a claim holds; nobody else claims while the town is made.
const LEASE_MS: i64 = 60_000;

/// What institutions of each class offer: name, what is taught, price in yuan, class hours.
const OFFERS: &[(Class, &str, &str, i64, i64)] = &[
    (
        Class::Arts,
        "少儿中国舞（初级）",
        "从把杆、方位和节奏开始，学完两个民族舞组合，期末家长观摩。",
        1_680,
        20,
    ),
    (
        Class::Arts,
        "创意绘画",
        "水彩、拼贴和版画，每两周完成一件作品，作品带回家。",
        1_280,
        16,
    ),
    (
        Class::Sports,
        "少儿篮球（基础班）",
        "运球、传球和半场对抗，每次先热身再分组练习。",
        1_500,
        20,
    ),
    (
        Class::Sports,
        "羽毛球提高班",
        "步法、高远球和双打配合，四人一片场地。",
        1_800,
        20,
    ),
    (
        Class::ArtsExam,
        "声乐专业小课",
        "气息、咬字和两首考试曲目，一位教师带三名学员。",
        4_800,
        20,
    ),
    (
        Class::Science,
        "机器人搭建",
        "用齿轮和传感器做出会避障的小车，两人一组。",
        2_200,
        20,
    ),
    (
        Class::Practice,
        "木工与手作",
        "量、锯、磨、榫接，做一张自己的小板凳。",
        1_200,
        16,
    ),
    (
        Class::Subject,
        "初中英语听说（周三班）",
        "听力和口语练习，每班不超过二十人，按政府指导价收费。",
        700,
        20,
    ),
];

/// A course of the first institution: how it begins, and how far it has come.
enum Fate {
    /// It is published and became dearer.
    Dearer,
    Published,
    Draft,
    Flagged,
    Refused,
    /// It waits for the worker.
    Filed,
}

const OWN: &[(&str, &str, Fate)] = &[
    (
        "中国舞启蒙",
        "从把杆和方位开始，学完一个完整组合，期末小剧场展示。",
        Fate::Dearer,
    ),
    (
        "少儿声乐合唱",
        "识谱、气息和声部配合，学会六首童声合唱曲。",
        Fate::Published,
    ),
    (
        "思维训练（周末营）",
        "面向三年级，按数学教材单元同步讲解应用题，配套练习卷，期末测评。",
        Fate::Flagged,
    ),
    (
        "国学口才素养班",
        "名为口才，实际讲解语文课本和作文，每周默写一次。",
        Fate::Refused,
    ),
    ("国画入门", "", Fate::Draft),
    (
        "拉丁舞集训",
        "恰恰和桑巴的基本步与套路，两人一组练习。",
        Fate::Filed,
    ),
];

const REFUSAL: &str =
    "课程以口才为名，实际讲授语文课本和作文，属于学科类培训，超出艺术类办学许可，不予公示。";

/// Who files and who judges.
pub(crate) struct Window<'a> {
    pub(crate) store: &'a Store,
    pub(crate) officer: &'a Actor,
    pub(crate) agent: &'a Actor,
    pub(crate) anchor: Day,
}

impl Window<'_> {
    /// An hour of the office so many days before the anchor.
    fn hour(&self, days_ago: i64, more: i64) -> Instant {
        let day = self.anchor.plus_days(-days_ago);
        day.start().plus_seconds(9 * 3_600 + more * 300)
    }

    /// The published courses of an institution with this licence; none where nobody of school age is taught.
    pub(crate) async fn offer(
        &self,
        number: InstitutionNumber,
        class: Class,
        stages: Stages,
    ) -> Result<(), SeedFault> {
        let school = |stage: &Stage| *stage != Stage::Preschool;
        let Some(stage) = stages.iter().find(school) else {
            return Ok(());
        };
        let offers = OFFERS.iter().filter(|(of, ..)| *of == class);
        let courses: Vec<Course> = offers
            .map(|(class, name, taught, price, lessons)| {
                let course = self.course(name, taught, (*price, *lessons));
                Course {
                    class: Some(*class),
                    stages: vec![stage],
                    ..course
                }
            })
            .collect();
        let now = self.hour(21, 0);
        let grant = by_seeds::<permit::ManageRegister>(now.day());
        let entered = course::enter(self.store, &grant, number, &courses, now).await;
        for _ in entered.map_err(at(STEP))? {
            self.screen(now.plus_seconds(20)).await?;
        }
        Ok(())
    }

    /// What the first institution has filed.
    pub(crate) async fn own(&self, class: Class, stages: Stages) -> Result<(), SeedFault> {
        let school = |stage: &Stage| *stage != Stage::Preschool;
        let stages: Vec<Stage> = stages.iter().filter(school).collect();
        for ((name, taught, fate), more) in OWN.iter().zip(0..) {
            let course = Course {
                class: Some(class),
                stages: stages.clone(),
                ..self.course(name, taught, (1_500, 20))
            };
            self.tell(&course, fate, more).await?;
        }
        Ok(())
    }

    async fn tell(&self, course: &Course, fate: &Fate, more: i64) -> Result<(), SeedFault> {
        let began = match fate {
            Fate::Dearer | Fate::Published => self.hour(40, more),
            Fate::Filed => self.hour(1, more),
            Fate::Draft | Fate::Flagged | Fate::Refused => self.hour(6, more),
        };
        let grant = right::<permit::FileCourse>(self.agent, began);
        let begun = course::begin(self.store, &grant, course, None, began).await;
        let number = begun.map_err(at(STEP))?.number;
        if matches!(fate, Fate::Draft) {
            return Ok(());
        }
        let filed = self.step(number, &CourseEvent::File {}, 1, began).await?;
        if matches!(fate, Fate::Filed) {
            return Ok(());
        }
        self.screen(began.plus_seconds(20)).await?;
        match fate {
            Fate::Dearer => {
                let later = self.hour(12, more);
                let change = CourseEvent::Change {};
                let version = self.step(number, &change, filed + 1, later).await?;
                let dearer = Course {
                    price_fen: Fen::yuan(1_600),
                    ..course.clone()
                };
                let saved = course::save(self.store, &grant, number, &dearer, version, later);
                let version = saved.await.map_err(at(STEP))?;
                self.step(number, &CourseEvent::File {}, version, later)
                    .await?;
            }
            Fate::Refused => {
                let now = self.hour(4, more);
                let grant = right::<permit::JudgeCourse>(self.officer, now);
                let refuse = CourseEvent::Refuse {
                    reason: REFUSAL.to_owned(),
                };
                course::step(self.store, &grant, number, &refuse, filed + 1, now)
                    .await
                    .map_err(at(STEP))?;
            }
            _ => {}
        }
        Ok(())
    }

    async fn step(
        &self,
        number: CourseNumber,
        event: &CourseEvent,
        version: i64,
        now: Instant,
    ) -> Result<i64, SeedFault> {
        let grant = right::<permit::FileCourse>(self.agent, now);
        course::step(self.store, &grant, number, event, version, now)
            .await
            .map_err(at(STEP))
    }

    /// On Wednesday evenings, two class hours each, from before the anchor until after it.
    fn course(&self, name: &str, taught: &str, (price, lessons): (i64, i64)) -> Course {
        let clock = |hour, minute| Clock::new(hour, minute).ok();
        let times = clock(18, 30).zip(clock(20, 0)).map(|(start, end)| Slot {
            weekday: Weekday::Wednesday,
            start,
            end,
        });
        Course {
            name: name.to_owned(),
            description: taught.to_owned(),
            mode: Some(Mode::OnSite),
            lessons: Some(lessons),
            lesson_minutes: Some(45),
            break_minutes: Some(0),
            pupils: Some(20),
            price_fen: Fen::yuan(price),
            first_day: Some(self.anchor.plus_days(-7)),
            last_day: Some(self.anchor.plus_days(77)),
            times: times.into_iter().collect(),
            materials: vec![Material {
                title: format!("{name}讲义"),
                publisher: "自编".to_owned(),
                filed: true,
                filing: None,
            }],
            ..Course::default()
        }
    }

    /// Screens the course whose job has waited longest, as the worker would have done on its day.
    async fn screen(&self, now: Instant) -> Result<(), SeedFault> {
        self.screen_one(now).await.map_err(at(STEP))
    }

    async fn screen_one(&self, now: Instant) -> Result<(), Fault> {
        let Some(job) = queue::claim(self.store, "seeds", LEASE_MS, false, now).await? else {
            return Ok(());
        };
        let wanted = job.payload.get("course").and_then(|id| id.as_str());
        let wanted = wanted
            .and_then(|id| id.parse().ok())
            .zip(job.payload.get("edition").and_then(|it| it.as_i64()))
            .map(|(course, edition)| Wanted { course, edition })
            .ok_or_else(|| Fault::Integrity("the payload of a screening job".to_owned()))?;
        let grant = by_seeds::<permit::RunSystem>(now.day());
        let text = course::text(self.store, &grant, wanted).await?;
        let (subject, body) = text.ok_or(Fault::NotFound)?;
        let found = Screener::built_in().screen(&Text {
            subject,
            body,
            happened_on: None,
            kind: Kind::Course,
        });
        course::record(self.store, &grant, &job, wanted, &found, now).await
    }
}

fn right<A: Permission>(actor: &Actor, now: Instant) -> Grant<A> {
    decide::<A>(actor, now.day()).expect("the story lets everybody do their own work only")
}

#[cfg(test)]
mod tests {
    use domain::course::flags;

    use super::*;

    fn flagged(name: &str, taught: &str, class: Class) -> bool {
        let found = Screener::built_in().screen(&Text {
            subject: name.to_owned(),
            body: taught.to_owned(),
            kind: Kind::Course,
            ..Text::default()
        });
        !flags(Some(class), &found).is_empty()
    }

    #[test]
    fn what_the_town_offers_is_clean_and_what_is_to_be_judged_is_not() {
        for (class, name, taught, ..) in OFFERS {
            assert!(!flagged(name, taught, *class), "{name}");
        }
        for (name, taught, fate) in OWN {
            let judged = matches!(fate, Fate::Flagged | Fate::Refused);
            assert_eq!(flagged(name, taught, Class::Arts), judged, "{name}");
        }
    }

    #[test]
    fn every_class_has_an_offer() {
        for class in Class::ALL {
            assert!(OFFERS.iter().any(|(of, ..)| of == class), "{class}");
        }
    }
}
