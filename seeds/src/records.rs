//! What the register says of the institutions of the town beside name, place and licence, and the changes that wait.

use std::collections::BTreeMap;

use domain::access::{Actor, permit};
use domain::application::{Mode, Site};
use domain::institution::field::{Datum, Field, Party, Position, Premises, Profit};
use domain::institution::published::Grade;
use domain::words::{Day, Instant, InstitutionNumber, RequestId};
use store::Store;
use store::ops::institution::NewInstitution;
use store::ops::record::{self, Change, RequestEvent};

use crate::SeedFault;
use crate::applications::right;
use crate::chance::Chance;
use crate::fault::at;
use crate::people;

const STEP: &str = "records";

/// Says of each institution what an office would know of it. A place that was never licensed has told the office nothing.
pub(crate) fn further(chance: &mut Chance, new: &mut NewInstitution, anchor: Day) {
    let owner = people::name(chance);
    let mut said = people_of(chance, new, &owner);
    let profit = match new.legal_form {
        "non_enterprise" => Profit::NonProfit,
        _ => Profit::ForProfit,
    };
    let places = serde_json::to_string(&[premises(chance, new, anchor)]).unwrap_or_default();
    // Somewhere within the city.
    let position = Position {
        latitude_e6: chance.between(28_600_000, 28_760_000),
        longitude_e6: chance.between(115_800_000, 115_960_000),
        datum: Datum::Gcj02,
    };
    said.extend([
        (Field::Profit, profit.code().to_owned()),
        (Field::LegalRepresentative, owner),
        (Field::Mode, Mode::OnSite.code().to_owned()),
        (Field::Position, position.to_string()),
        (Field::Premises, places),
    ]);
    said.extend(party(chance, new));
    said.extend(published(new, anchor));
    if new.licence.is_some() {
        let said = said.into_iter().filter(|(_, text)| !text.is_empty());
        new.further = said.collect();
    }
}

fn people_of(chance: &mut Chance, new: &NewInstitution, owner: &str) -> Vec<(Field, String)> {
    let founder = match chance.in_hundred(60) {
        true => owner.to_owned(),
        false => format!("江西{}教育咨询有限公司", new.brand),
    };
    let principal = match chance.in_hundred(40) {
        true => owner.to_owned(),
        false => people::name(chance),
    };
    vec![(Field::Founder, founder), (Field::Principal, principal)]
}

/// Most have more room than the rule asks for, a few have not.
fn premises(chance: &mut Chance, new: &NewInstitution, anchor: Day) -> Premises {
    let pupils = chance.between(20, 80);
    let site = match chance.in_hundred(85) {
        true => Site::Commercial,
        false => Site::Educational,
    };
    let (year, serial) = (anchor.year() - 1, chance.between(1, 4_000));
    Premises {
        address: new.address.clone(),
        site: Some(site),
        area_m2: Some(pupils * chance.between(5, 12) / 2),
        pupils_at_once: Some(pupils),
        lease_until: Some(anchor.plus_days(chance.between(60, 1_500))),
        fire_paper: format!("洪消安检字〔{year}〕第{serial:04}号"),
        fire_paper_on: Some(anchor.plus_days(-chance.between(60, 700))),
    }
}

fn party(chance: &mut Chance, new: &NewInstitution) -> Vec<(Field, String)> {
    let party = *chance.weighted(&[
        (Some(Party::Own), 12),
        (Some(Party::Joint), 26),
        (Some(Party::Instructor), 30),
        (Some(Party::None), 10),
        (None, 22),
    ]);
    let Some(party) = party else {
        return Vec::new();
    };
    let branch = match party {
        Party::Own => format!("{}党支部", new.brand),
        Party::Joint => "校外培训机构联合党支部".to_owned(),
        Party::Instructor => format!("党建工作指导员 {}", people::name(chance)),
        Party::None => String::new(),
    };
    vec![
        (Field::Party, party.code().to_owned()),
        (Field::PartyBranch, branch),
    ]
}

/// What the office publishes. It follows from the name alone, so that all else of a town stays as it was drawn.
fn published(new: &NewInstitution, anchor: Day) -> Vec<(Field, String)> {
    let sign = new.name.chars().fold(7_u32, |sign, one| {
        sign.wrapping_mul(31).wrapping_add(u32::from(one))
    });
    let banks = ["江西银行", "九江银行", "南昌农商银行", "建设银行南昌分行"];
    let bank = banks.iter().zip(0..).find(|(_, at)| sign % 5 == *at);
    let mut said = Vec::new();
    if let Some((bank, _)) = bank {
        said.push((Field::CustodyBank, (*bank).to_owned()));
    }
    let year = anchor.year();
    let inspected = new
        .founded_on
        .map_or(year - 2, |day| day.year() + 1)
        .max(year - 2);
    let results = (inspected..year).map(|year| {
        let grade = match sign.wrapping_add(year.unsigned_abs()) % 20 {
            0..=2 => Grade::Excellent,
            3 => Grade::Conditional,
            _ => Grade::Passed,
        };
        format!("{year} {}", grade.code())
    });
    let results: Vec<String> = results.rev().collect();
    said.push((Field::Inspections, results.join("\n")));
    if sign % 17 == 0 {
        let on = anchor.plus_days(-i64::from(sign % 300) - 30);
        let number = sign % 90 + 10;
        let penalty = format!(
            "{on} 洪教罚〔{}〕{number}号 违反预收费规定，责令退还多收费用，给予警告",
            on.year()
        );
        said.push((Field::Penalties, penalty));
    }
    said
}

/// Who keeps the records of the town.
pub(crate) struct Keepers<'a> {
    pub(crate) store: &'a Store,
    pub(crate) agent: &'a Actor,
    pub(crate) officer: &'a Actor,
    pub(crate) lead_officer: &'a Actor,
    pub(crate) anchor: Day,
}

impl Keepers<'_> {
    /// What has happened to the records: one change that was agreed to, one that was refused, and one of each kind that
    /// waits: `own` is the agent's institution, `other` one whose name the register has wrong.
    pub(crate) async fn tell(
        &self,
        own: InstitutionNumber,
        (other, address): (InstitutionNumber, &str),
    ) -> Result<(), SeedFault> {
        let asked = self
            .ask_own(
                1,
                &[(Field::Principal, "万雪宁"), (Field::Brand, "青桐舞蹈")],
                "原负责人离职，聘任文件已交窗口。",
                21,
            )
            .await?;
        self.decide(asked, RequestEvent::Approve {}, 18).await?;
        let version = 3;
        let asked = self
            .ask_own(
                version,
                &[(Field::FoundedOn, "2001-01-01")],
                "按品牌创立时间登记。",
                15,
            )
            .await?;
        let refuse = RequestEvent::Refuse {
            reason: "成立日期以登记机关核发的证书为准，品牌创立时间不作为依据。".to_owned(),
        };
        self.decide(asked, refuse, 13).await?;
        self.confirm(version, 12).await?;
        let premises = r#"[{"address":"红谷中大道1326号3楼","site":"commercial","area_m2":260,"pupils_at_once":60,"lease_until":"2030-06-30","fire_paper":"","fire_paper_on":null}]"#;
        self.ask_own(
            version,
            &[(Field::Premises, premises)],
            "扩租隔壁两间教室。",
            4,
        )
        .await?;
        let telephone = [(Field::Telephone, "0791-80001234")];
        self.ask(
            own,
            version,
            &telephone,
            "家长反映公开电话是空号，请核对。",
            3,
        )
        .await?;
        let address = format!("{address} 2 楼");
        let floor = [(Field::Address, address.as_str())];
        self.ask(
            other,
            1,
            &floor,
            "许可证正本载明在 2 楼，登记册漏写楼层。",
            2,
        )
        .await
    }

    fn moment(&self, days_ago: i64) -> Instant {
        self.anchor
            .plus_days(-days_ago)
            .start()
            .plus_seconds(10 * 3_600)
    }

    async fn ask_own(
        &self,
        version: i64,
        values: &[(Field, &str)],
        reason: &str,
        days_ago: i64,
    ) -> Result<RequestId, SeedFault> {
        let now = self.moment(days_ago);
        let grant = right::<permit::KeepOwnRecord>(self.agent, now);
        let changed = record::change_own(self.store, &grant, &change(values, reason), version, now)
            .await
            .map_err(at(STEP))?;
        Ok(changed
            .asked
            .first()
            .copied()
            .expect("it has to be asked for"))
    }

    async fn ask(
        &self,
        number: InstitutionNumber,
        version: i64,
        values: &[(Field, &str)],
        reason: &str,
        days_ago: i64,
    ) -> Result<(), SeedFault> {
        let now = self.moment(days_ago);
        let grant = right::<permit::KeepRegister>(self.officer, now);
        record::change(
            self.store,
            &grant,
            number,
            &change(values, reason),
            version,
            now,
        )
        .await
        .map_err(at(STEP))
        .map(drop)
    }

    async fn decide(
        &self,
        id: RequestId,
        event: RequestEvent,
        days_ago: i64,
    ) -> Result<(), SeedFault> {
        let now = self.moment(days_ago);
        let grant = right::<permit::KeepRegister>(self.lead_officer, now);
        record::step(self.store, &grant, id, &event, 1, now)
            .await
            .map_err(at(STEP))
            .map(drop)
    }

    async fn confirm(&self, version: i64, days_ago: i64) -> Result<(), SeedFault> {
        let now = self.moment(days_ago);
        let grant = right::<permit::KeepOwnRecord>(self.agent, now);
        record::confirm_own(self.store, &grant, version, now)
            .await
            .map_err(at(STEP))
    }
}

fn change(values: &[(Field, &str)], reason: &str) -> Change {
    let values = values
        .iter()
        .map(|(field, text)| (*field, (*text).to_owned()));
    Change {
        values: values.collect::<BTreeMap<_, _>>(),
        reason: reason.to_owned(),
    }
}
