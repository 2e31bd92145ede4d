//! Unlicensed places in each state: seen by patrols, told of by complaints, checked, shut, found working again, joined, set aside.

use bytes::Bytes;
use domain::access::{Actor, Grant, Permission, decide, permit};
use domain::place::{Ground, Relation, Seen, Source, Why};
use domain::words::{
    AccountId, Class, ComplaintNumber, Day, District, Instant, InstitutionNumber, PlaceNumber,
    Stage,
};
use store::Store;
use store::ops::place::{self, NewPlace, PlaceEvent};
use store::read::{self, DueQuery, Limit};

use crate::SeedFault;
use crate::fault::at;

const STEP: &str = "places";

/// How far a place has come.
#[derive(Clone, Copy)]
enum Fate {
    Suspected,
    Confirmed,
    /// Confirmed, where one person teaches in a flat: no order to stop can be its ground.
    Alone,
    Ordered,
    Ceased,
    /// Shut, and found working again.
    Again,
    Joined,
    Gone,
}

/// Name on the sign, address, district, class, stage, pupils, staff, first seen so many days before the anchor, fate.
type Known = (
    &'static str,
    &'static str,
    District,
    Class,
    Stage,
    (i64, i64),
    i64,
    Fate,
);

/// The places of the town, the oldest first.
#[rustfmt::skip]
const KNOWN: &[Known] = &[
    ("启明作业辅导", "绿茵路 669 号 3 栋商铺 107", District::Honggutan, Class::Subject, Stage::Primary, (26, 3), 62, Fate::Ordered),
    ("", "洪都北大道 12 号 5 单元 502 室", District::Donghu, Class::Subject, Stage::Junior, (9, 2), 55, Fate::Again),
    ("小红帽英语角", "北京东路 1188 号写字楼 906", District::Qingshanhu, Class::Subject, Stage::Primary, (18, 2), 48, Fate::Ceased),
    ("星河美术画室", "抚河中路 210 号 2 楼", District::Xihu, Class::Arts, Stage::Primary, (12, 2), 40, Fate::Joined),
    ("四点半课堂", "井冈山大道 320 号社区活动室", District::Qingyunpu, Class::Practice, Stage::Primary, (20, 4), 33, Fate::Gone),
    ("博学思维训练", "凤凰洲江信国际花园 12 栋 301 室", District::Honggutan, Class::Subject, Stage::Primary, (14, 3), 21, Fate::Confirmed),
    ("", "昌北开发大道 68 号 7 栋 1 单元 201 室", District::Xinjian, Class::Subject, Stage::Junior, (6, 1), 16, Fate::Alone),
    ("晨光全托", "莲塘镇澄湖东路 55 号 4 楼", District::NanchangCounty, Class::Subject, Stage::Primary, (30, 5), 9, Fate::Suspected),
    ("", "师大南路 3 号教师新村 6 栋 402 室", District::Donghu, Class::Subject, Stage::Senior, (8, 1), 3, Fate::Suspected),
];

/// The address of a place whose complaint gives none: an officer asks.
const UNWRITTEN: &str = "投诉未写明门牌，电话核实中";

/// Who finds, checks and records.
pub(crate) struct Patrol<'a> {
    pub(crate) store: &'a Store,
    pub(crate) officer: &'a Actor,
    pub(crate) second: AccountId,
    pub(crate) anchor: Day,
}

impl Patrol<'_> {
    /// An hour of the office so many days before the anchor.
    fn hour(&self, days_ago: i64) -> Instant {
        let day = self.anchor.plus_days(-days_ago);
        day.start().plus_seconds(10 * 3_600)
    }

    /// Tells every place; `institution` is one of the register to which one of them belongs.
    pub(crate) async fn tell(&self, institution: InstitutionNumber) -> Result<(), SeedFault> {
        for known in KNOWN {
            self.one(known, institution).await?;
        }
        self.complained_of().await
    }

    async fn one(&self, known: &Known, institution: InstitutionNumber) -> Result<(), SeedFault> {
        let (name, address, district, class, stage, (pupils, staff), days_ago, fate) = known;
        let seen = Seen {
            name: (*name).to_owned(),
            address: (*address).to_owned(),
            district: *district,
            source: Source::Patrol,
            class: Some(*class),
            stages: vec![*stage],
            pupils: Some(*pupils),
            staff: Some(*staff),
            seen_on: self.anchor.plus_days(-days_ago),
            remarks: "放学后和双休日上课，未见办学许可证和收费公示。".to_owned(),
        };
        let number = self.enter(seen, None, *days_ago).await?;
        self.photograph(number, *days_ago).await?;
        let mut version = 1;
        for (later, event) in self.steps(*fate, *days_ago, institution) {
            version = self.step(number, &event, version, days_ago - later).await?;
        }
        Ok(())
    }

    /// What is done with a place, and how many days after it was first seen.
    fn steps(
        &self,
        fate: Fate,
        days_ago: i64,
        institution: InstitutionNumber,
    ) -> Vec<(i64, PlaceEvent)> {
        let day = |later: i64| self.anchor.plus_days(later - days_ago);
        let check = |staffed| PlaceEvent::Confirm {
            checked_on: day(1),
            second_officer: self.second,
            dedicated: true,
            staffed,
            organised: staffed,
            finding: "出示执法证件后进入，现场有学生正在上数学课，负责人不能出示办学许可证。"
                .to_owned(),
        };
        let shut = |ground, document: &str| PlaceEvent::Shut {
            shut_on: day(2),
            ground,
            document: document.to_owned(),
        };
        let ordered = || shut(Ground::Ordered, "责令停止举办决定书（示例）");
        match fate {
            Fate::Suspected => Vec::new(),
            Fate::Confirmed => vec![(1, check(true))],
            Fate::Alone => vec![(1, check(false))],
            Fate::Ordered => vec![(1, check(true)), (2, ordered())],
            Fate::Ceased => vec![(1, check(true)), (2, shut(Ground::Ceased, ""))],
            Fate::Again => {
                let reason = "巡查发现换了招牌，周末仍有学生进出上课。".to_owned();
                vec![
                    (1, check(true)),
                    (2, ordered()),
                    (40, PlaceEvent::Reopen { reason }),
                ]
            }
            Fate::Joined => {
                let join = PlaceEvent::Join {
                    institution_number: institution,
                    relation: Relation::Premises,
                    reason: "负责人出示了登记机构的办学许可证，是其新增的教学点。".to_owned(),
                };
                vec![(3, join)]
            }
            Fate::Gone => {
                let aside = PlaceEvent::SetAside {
                    why: Why::NoTraining,
                    reason: "社区组织的免费课后看护，不收费、不上课。".to_owned(),
                };
                vec![(2, aside)]
            }
        }
    }

    /// A place of which a complaint about nobody in the register tells.
    async fn complained_of(&self) -> Result<(), SeedFault> {
        let now = self.hour(1);
        let reads = right::<permit::ReadDesk>(self.officer, now);
        let query = DueQuery {
            limit: Limit::MOST,
            ..DueQuery::default()
        };
        let page = read::complaint::list(self.store, &reads, &query).await;
        for row in page.map_err(at(STEP))?.items {
            // Who writes no place at all writes of one they know: an officer asks, and begins with the nearest.
            let district = row.district.as_deref().and_then(District::from_code);
            let district = district.unwrap_or(District::Donghu);
            let Ok(number) = row.number.parse::<ComplaintNumber>() else {
                continue;
            };
            let record = read::complaint::by_number(self.store, &reads, number).await;
            let record = record.map_err(at(STEP))?;
            let county = !district.code().starts_with("zone");
            if record.institution_number.is_some() || !county {
                continue;
            }
            let seen = Seen {
                name: row.institution_name,
                address: match record.place.as_str() {
                    "" => UNWRITTEN.to_owned(),
                    place => place.to_owned(),
                },
                district,
                source: Source::Complaint,
                class: None,
                stages: Vec::new(),
                pupils: None,
                staff: None,
                seen_on: Instant::from_millis(row.received_at).day(),
                remarks: String::new(),
            };
            self.enter(seen, Some(number), 1).await?;
            return Ok(());
        }
        Ok(())
    }

    async fn enter(
        &self,
        seen: Seen,
        complaint: Option<ComplaintNumber>,
        days_ago: i64,
    ) -> Result<PlaceNumber, SeedFault> {
        let now = self.hour(days_ago);
        let grant = right::<permit::KeepPlaces>(self.officer, now);
        let new = NewPlace {
            seen,
            complaint,
            another: true,
        };
        let entered = place::enter(self.store, &grant, &new, None, now).await;
        entered.map(|entered| entered.number).map_err(at(STEP))
    }

    async fn photograph(&self, number: PlaceNumber, days_ago: i64) -> Result<(), SeedFault> {
        let now = self.hour(days_ago).plus_seconds(600);
        let grant = right::<permit::KeepPlaces>(self.officer, now);
        let picture = Bytes::from_static(include_bytes!("../corpus/proof.png"));
        place::add_file(self.store, &grant, number, ("门口.png", picture), now)
            .await
            .map(drop)
            .map_err(at(STEP))
    }

    async fn step(
        &self,
        number: PlaceNumber,
        event: &PlaceEvent,
        version: i64,
        days_ago: i64,
    ) -> Result<i64, SeedFault> {
        let now = self.hour(days_ago).plus_seconds(3_600);
        let taken = match event {
            PlaceEvent::Confirm { .. } => {
                let grant = right::<permit::CheckPlace>(self.officer, now);
                place::step(self.store, &grant, number, event, version, now).await
            }
            _ => {
                let grant = right::<permit::KeepPlaces>(self.officer, now);
                place::step(self.store, &grant, number, event, version, now).await
            }
        };
        taken.map_err(at(STEP))
    }
}

fn right<A: Permission>(actor: &Actor, now: Instant) -> Grant<A> {
    decide::<A>(actor, now.day()).expect("the story lets everybody do their own work only")
}
