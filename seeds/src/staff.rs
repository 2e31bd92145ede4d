//! Who works at the institutions of the town: in order and not, on lists and at two places, and what officers made of it.

use domain::access::{Actor, Grant, Permission, decide, permit};
use domain::pii::Pii;
use domain::staff::lead::{Event, Ground};
use domain::staff::listed::NewTeacher;
use domain::staff::{
    Certificate, Engagement, EntryCheck, IdentityNumber, Member, NewMember, Post, Pupils,
};
use domain::words::{Day, Instant, InstitutionId};
use store::Store;
use store::ops::staff::{self, NewBar, NewList};
use store::read::staff::lead;
use store::read::{DueQuery, Limit};

use crate::SeedFault;
use crate::chance::Chance;
use crate::fault::at;
use crate::office::by_seeds;
use crate::people;
use crate::world::morning;

const STEP: &str = "staff";

/// Subjects that are taught, for every class alike.
const SUBJECTS: &[&str] = &[
    "中国舞",
    "书法",
    "素描",
    "篮球",
    "乒乓球",
    "围棋",
    "钢琴",
    "机器人",
    "编程",
    "声乐",
];

/// Who takes part: the agent of the first institution, an officer and the lead officer.
pub(crate) struct Staffing<'a> {
    pub(crate) store: &'a Store,
    pub(crate) officer: &'a Actor,
    pub(crate) lead_officer: &'a Actor,
    pub(crate) anchor: Day,
    pub(crate) chance: Chance,
    /// How many people were invented.
    pub(crate) invented: u32,
}

impl Staffing<'_> {
    /// Tells of the staff of the first institution, which is the agent's own, and of some others.
    pub(crate) async fn tell(
        mut self,
        own: InstitutionId,
        others: &[InstitutionId],
    ) -> Result<(), SeedFault> {
        let first = morning(self.anchor.plus_days(-50));
        let mut people = self.own_people();
        let teacher = people.first().cloned();
        let twice = people.get(1).cloned();
        self.enter(own, &people, first).await?;
        let grant = by_seeds::<permit::KeepStaff>(first.day());
        let pupils = Pupils {
            all: 210,
            preschool: 24,
        };
        staff::state_pupils(self.store, &grant, own, pupils, first)
            .await
            .map_err(at(STEP))?;
        let mut barred = None;
        let mut listed: Vec<NewMember> = teacher.into_iter().collect();
        for (turn, other) in others.iter().enumerate() {
            people = self.people(4);
            if turn == 1 {
                barred = people.first().cloned();
            }
            if (2..4).contains(&turn) {
                listed.extend(people.first().cloned());
            }
            if (4..6).contains(&turn) {
                people.extend(twice.clone());
            }
            self.enter(*other, &people, first.plus_seconds(3_600))
                .await?;
        }
        self.bars(barred).await?;
        self.teachers(&listed).await?;
        self.judge().await
    }

    /// A number that belongs to nobody: no division begins with a nine.
    fn identity(&mut self) -> Pii<IdentityNumber> {
        self.invented += 1;
        let (year, month) = (self.chance.between(1968, 2003), self.chance.between(1, 12));
        let day = self.chance.between(1, 28);
        let body = format!("990000{year}{month:02}{day:02}{:03}", self.invented % 1_000);
        let number = IdentityNumber::from_body(&body);
        Pii::new(number.expect("seventeen digits with a day of the calendar"))
    }

    fn person(&mut self, post: Post, engagement: Engagement) -> NewMember {
        let subject = if post.teaches() {
            (*self.chance.one_of(SUBJECTS)).to_owned()
        } else {
            String::new()
        };
        let serial = self.chance.between(0, 99_999);
        let (certificate, number) = match post.teaches() {
            true if self.chance.in_hundred(60) => (
                Some(Certificate::Teacher),
                format!("202036000420{serial:05}"),
            ),
            true => (
                Some(Certificate::Professional),
                format!("赣文艺培{serial:05}"),
            ),
            false => (None, String::new()),
        };
        NewMember {
            identity: self.identity(),
            member: Member {
                name: people::name(&mut self.chance),
                post,
                engagement,
                subject,
                certificate,
                certificate_number: number,
                entry_check: EntryCheck::Clear,
                checked_on: Some(self.anchor.plus_days(-self.chance.between(120, 400))),
                photo_shown: true,
                photo_consent_on: Some(self.anchor.plus_days(-100)),
                employed_on: self.anchor.plus_days(-self.chance.between(60, 110)),
            },
        }
    }

    fn people(&mut self, count: usize) -> Vec<NewMember> {
        const POSTS: [(Post, Engagement); 4] = [
            (Post::Teacher, Engagement::FullTime),
            (Post::Teacher, Engagement::FullTime),
            (Post::Teacher, Engagement::PartTime),
            (Post::Manager, Engagement::FullTime),
        ];
        let posts = POSTS.iter().copied().cycle().take(count);
        posts
            .map(|(post, engagement)| self.person(post, engagement))
            .collect()
    }

    /// The agent's own: most in order, and one for each thing that is not.
    fn own_people(&mut self) -> Vec<NewMember> {
        let mut people = self.people(8);
        people.push(self.person(Post::Research, Engagement::FullTime));
        people.push(self.person(Post::Other, Engagement::PartTime));
        if let Some(one) = people.get_mut(2) {
            one.member.certificate = None;
            one.member.certificate_number = String::new();
        }
        if let Some(one) = people.get_mut(4) {
            one.member.entry_check = EntryCheck::Unchecked;
            one.member.checked_on = None;
        }
        if let Some(one) = people.get_mut(5) {
            one.member.photo_consent_on = None;
        }
        people
    }

    async fn enter(
        &self,
        at_place: InstitutionId,
        people: &[NewMember],
        now: Instant,
    ) -> Result<(), SeedFault> {
        let grant = by_seeds::<permit::KeepStaff>(now.day());
        staff::enter_list(self.store, &grant, at_place, people, now)
            .await
            .map_err(at(STEP))?;
        Ok(())
    }

    /// One who is employed, two who are not; one of them was lifted.
    async fn bars(&mut self, employed: Option<NewMember>) -> Result<(), SeedFault> {
        let now = morning(self.anchor.plus_days(-20)).plus_seconds(1_800);
        let grant = right::<permit::KeepBars>(self.lead_officer, now);
        let strangers: Vec<NewMember> = self.people(2);
        let mut entered = Vec::new();
        for (place, one) in employed.iter().chain(&strangers).enumerate() {
            let new = NewBar {
                identity: one.identity.clone(),
                name: Pii::new(one.member.name.clone()),
                source: format!("南昌市教育局通报〔2026〕{}号", place + 4),
                from_on: now.day().plus_days(-10),
                last_on: now.day().plus_days(5 * 365),
            };
            let id = staff::bar(self.store, &grant, &new, None, now).await;
            entered.push(id.map_err(at(STEP))?);
        }
        if let Some(id) = entered.last() {
            let later = now.plus_seconds(3 * 86_400);
            let reason = "经复核，原通报事实有误，予以撤销。";
            staff::lift(self.store, &grant, *id, reason, 1, later)
                .await
                .map_err(at(STEP))?;
        }
        Ok(())
    }

    async fn teachers(&mut self, employed: &[NewMember]) -> Result<(), SeedFault> {
        let now = morning(self.anchor.plus_days(-15)).plus_seconds(5_400);
        let strangers = self.people(12);
        let listed = employed.iter().chain(&strangers);
        let teachers = listed.map(|one| NewTeacher {
            identity: one.identity.clone(),
            name: Pii::new(one.member.name.clone()),
            school: (*self.chance.one_of(SCHOOLS)).to_owned(),
        });
        let list = NewList {
            source: "南昌市教育局人事处在职教师名册".to_owned(),
            listed_on: now.day(),
            teachers: teachers.collect(),
        };
        let grant = by_seeds::<permit::ManageRegister>(now.day());
        staff::enter_teachers(self.store, &grant, &list, now)
            .await
            .map_err(at(STEP))?;
        Ok(())
    }

    /// One lead of each ground waits; of those beside it one was referred, one answered, one came to nothing.
    async fn judge(&self) -> Result<(), SeedFault> {
        let now = morning(self.anchor.plus_days(-8)).plus_seconds(7_200);
        let desk = right::<permit::ReadDesk>(self.officer, now);
        let query = DueQuery {
            limit: Limit::MOST,
            ..DueQuery::default()
        };
        let leads = lead::list(self.store, &desk, &query).await;
        let leads = leads.map_err(at(STEP))?.items;
        let of = |ground: Ground| {
            leads
                .iter()
                .filter(move |lead| lead.ground == ground.code())
        };
        let judge = right::<permit::JudgeLead>(self.officer, now);
        let refer = Event::Refer {
            to: "南昌市凤凰小学".to_owned(),
            reason: "姓名、号码与名册一致，本人承认周末在该机构授课。".to_owned(),
        };
        let answer = Event::RecordResult {
            result: "学校已责成本人停止校外授课，给予批评教育，退还报酬。".to_owned(),
        };
        for (place, one) in of(Ground::InService).skip(1).enumerate() {
            let id = one.id.parse().expect("an id of ours");
            staff::judge(self.store, &judge, id, &refer, 1, now)
                .await
                .map_err(at(STEP))?;
            if place > 0 {
                let later = now.plus_seconds(3 * 86_400);
                staff::judge(self.store, &judge, id, &answer, 2, later)
                    .await
                    .map_err(at(STEP))?;
            }
        }
        let dismiss = Event::Dismiss {
            reason: "本人已从原机构离职，原机构尚未登记。".to_owned(),
        };
        for one in of(Ground::Elsewhere).skip(1) {
            let id = one.id.parse().expect("an id of ours");
            staff::judge(self.store, &judge, id, &dismiss, 1, now)
                .await
                .map_err(at(STEP))?;
        }
        Ok(())
    }
}

const SCHOOLS: &[&str] = &["南昌市凤凰小学", "南昌市沿江初级中学", "南昌市红角洲小学"];

fn right<A: Permission>(actor: &Actor, now: Instant) -> Grant<A> {
    decide::<A>(actor, now.day()).expect("the story lets everybody do their own work only")
}
