//! The fields of a record of the register: who owns each, and what may stand in it.
//!
//! A value is its canonical text: a code, a day, a line, or the premises as JSON. An empty text says nothing.

use serde::{Deserialize, Serialize};

use super::Status;
pub use super::position::{Datum, Position};
use super::published::{inspections_read, penalties_read};
use crate::application::{Mode, Site};
use crate::words::{Article, Day, InputFault, Line, Telephone, Uscc, coded};

coded! {
    /// A field of a record. What a licence allows (class, stages, scope) is no field: it changes with the licence.
    Field "field_unknown" {
        /// 登记名称
        Name "name" "登记名称" "Registered name",
        /// 品牌名
        Brand "brand" "品牌名" "Brand",
        /// 曾用名
        FormerNames "former_names" "曾用名" "Former names",
        /// 统一社会信用代码
        Uscc "uscc" "统一社会信用代码" "Credit code",
        /// 法人类型
        LegalForm "legal_form" "法人类型" "Legal form",
        /// 营利性质
        Profit "profit" "营利性质" "For profit or not",
        /// 举办者
        Founder "founder" "举办者" "Founder",
        /// 法定代表人
        LegalRepresentative "legal_representative" "法定代表人" "Legal representative",
        /// 负责人
        Principal "principal" "负责人（校长）" "Principal",
        /// 成立日期
        FoundedOn "founded_on" "成立日期" "Founded on",
        /// 办学状态
        Status "status" "办学状态" "Whether it works",
        /// 培训方式
        Mode "mode" "培训方式" "On site or online",
        /// 地址
        Address "address" "地址" "Address",
        /// 位置
        Position "position" "位置坐标" "Position",
        /// 办学场所
        Premises "premises" "办学场所" "Premises",
        /// 公开电话
        Telephone "telephone" "公开电话" "Telephone for the public",
        /// 党组织覆盖
        Party "party" "党组织覆盖" "Party organisation",
        /// 党组织名称
        PartyBranch "party_branch" "党组织名称或指导员" "Party branch or instructor",
        /// 预收费监管银行
        CustodyBank "custody_bank" "预收费监管银行" "Custody bank of prepaid fees",
        /// 年度检查结果
        Inspections "inspections" "年度检查结果" "Results of annual inspections",
        /// 公示的行政处罚
        Penalties "penalties" "公示的行政处罚" "Published penalties",
    }
}

coded! {
    /// Who answers for what a field says.
    Owner "owner_unknown" {
        /// 机构
        Institution "institution" "机构" "The institution",
        /// 主管部门
        Authority "authority" "主管部门" "The authority",
        /// 许可
        Licence "licence" "许可" "The licence",
        /// 核准
        Approval "approval" "审批机关核准" "The approval of the licensing authority",
    }
}

coded! {
    /// What kind of legal person it is.
    LegalForm "legal_form_unknown" {
        /// 民办非企业单位
        NonEnterprise "non_enterprise" "民办非企业单位" "Non-enterprise unit",
        /// 事业单位
        PublicInstitution "public_institution" "事业单位" "Public institution",
        /// 公司
        Company "company" "公司" "Company",
        /// 未登记
        Unknown "unknown" "未登记" "Not known",
    }
}

coded! {
    /// Whether it may share out what it earns.
    Profit "profit_unknown" {
        /// 非营利性
        NonProfit "non_profit" "非营利性" "Non-profit",
        /// 营利性
        ForProfit "for_profit" "营利性" "For profit",
    }
}

coded! {
    /// How the party's work covers it.
    Party "party_unknown" {
        /// 单独建立党组织
        Own "own" "单独建立党组织" "Branch of its own",
        /// 联合建立党组织
        Joint "joint" "联合建立党组织" "Joint branch",
        /// 选派党建工作指导员
        Instructor "instructor" "选派党建工作指导员" "Instructor sent",
        /// 未覆盖
        None "none" "未覆盖" "Not covered",
    }
}

/// A place in which it teaches.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Premises {
    /// Street and number, floor, room.
    pub address: String,
    /// What kind of building it is.
    pub site: Option<Site>,
    /// Area of the training rooms in square metres.
    pub area_m2: Option<i64>,
    /// The greatest number of pupils at one time.
    pub pupils_at_once: Option<i64>,
    /// Last day of the lease; nothing where the premises are its own.
    pub lease_until: Option<Day>,
    /// Number of the paper on fire safety; empty where there is none on record.
    pub fire_paper: String,
    /// Day of that paper.
    pub fire_paper_on: Option<Day>,
}

impl Premises {
    /// The same place, its texts checked.
    ///
    /// # Errors
    /// The first field that cannot say this, and why.
    pub fn checked(self) -> Result<Self, (&'static str, InputFault)> {
        let line = |field, text: &str, most| {
            Line::named(text, most)
                .map(Line::into_string)
                .map_err(|fault| (field, fault))
        };
        let address = line("address", &self.address, ADDRESS_MAX)?;
        for (field, count) in [
            ("area_m2", self.area_m2),
            ("pupils_at_once", self.pupils_at_once),
        ] {
            if count.is_some_and(|count| !(1..=COUNT_MAX).contains(&count)) {
                return Err((field, InputFault::new("number_out_of_range")));
            }
        }
        let fire_paper = match self.fire_paper.trim() {
            "" if self.fire_paper_on.is_some() => {
                return Err(("fire_paper", InputFault::new("fire_paper_missing")));
            }
            "" => String::new(),
            text => line("fire_paper", text, PAPER_MAX)?,
        };
        Ok(Self {
            address,
            fire_paper,
            ..self
        })
    }
}

/// Characters of names, addresses, persons and branches.
const NAME_MAX: usize = 120;
const BRAND_MAX: usize = 60;
const PERSON_MAX: usize = 60;
const ADDRESS_MAX: usize = 200;
const BRANCH_MAX: usize = 80;
const BANK_MAX: usize = 80;
const TELEPHONE_MAX: usize = 40;
const PAPER_MAX: usize = 60;
/// Former names and places of one institution.
const FORMER_MAX: usize = 10;
/// Places of one institution.
pub const PREMISES_MAX: usize = 10;
/// The greatest number of people or square metres that is no slip of the pen.
const COUNT_MAX: i64 = 1_000_000;

impl Field {
    /// Who answers for it.
    #[must_use]
    pub const fn owner(self) -> Owner {
        match self {
            Self::Name | Self::Mode | Self::Address => Owner::Licence,
            Self::FormerNames
            | Self::Uscc
            | Self::LegalForm
            | Self::Profit
            | Self::LegalRepresentative
            | Self::Principal
            | Self::FoundedOn
            | Self::Status
            | Self::Position
            | Self::CustodyBank
            | Self::Inspections
            | Self::Penalties => Owner::Authority,
            // A founder changes with the approval of the licensing authority (article 54), and no place to teach is added
            // without it: one officer alone does not write them.
            Self::Founder | Self::Premises => Owner::Approval,
            Self::Brand | Self::Telephone | Self::Party | Self::PartyBranch => Owner::Institution,
        }
    }

    /// What says that the authority has to agree to a change; nothing where that is its own order of work.
    #[must_use]
    pub const fn article(self) -> Option<Article> {
        match self {
            Self::Founder => Some(Article::new("ppe-54")),
            Self::Name => Some(Article::new("ppe-55")),
            // Training online has a licence of its own.
            Self::Mode => Some(Article::new("ppei-16-2")),
            Self::Premises => Some(Article::new("ppei-23")),
            // To change the place of teaching by oneself is punished.
            Self::Address => Some(Article::new("ppei-63-1-9")),
            // What is published of a penalty is the decision itself: who changes it changes a publication.
            Self::Penalties => Some(Article::new("apl-48")),
            _ => None,
        }
    }

    /// The canonical text of what somebody wrote into it; empty where it says nothing.
    ///
    /// # Errors
    /// The stable code of what is wrong with it.
    pub fn read(self, text: &str, today: Day) -> Result<String, InputFault> {
        let text = text.trim();
        if text.is_empty() {
            return match self {
                Self::Name | Self::Address | Self::Status | Self::LegalForm => {
                    Err(InputFault::new("text_empty"))
                }
                _ => Ok(String::new()),
            };
        }
        let line = |most| Line::named(text, most).map(Line::into_string);
        match self {
            Self::Name => line(NAME_MAX),
            Self::Address => line(ADDRESS_MAX),
            Self::Brand => line(BRAND_MAX),
            Self::Founder | Self::LegalRepresentative | Self::Principal => line(PERSON_MAX),
            Self::PartyBranch => line(BRANCH_MAX),
            Self::Telephone => {
                text.parse::<Telephone>()?;
                line(TELEPHONE_MAX)
            }
            Self::Uscc => text.parse::<Uscc>().map(|code| code.to_string()),
            Self::LegalForm => text.parse::<LegalForm>().map(|it| it.to_string()),
            Self::Profit => text.parse::<Profit>().map(|it| it.to_string()),
            // One begins with it: nobody who has taught goes back to preparing.
            Self::Status => match text.parse::<Status>()? {
                Status::Preparing => Err(InputFault::new("status_only_at_first")),
                status => Ok(status.to_string()),
            },
            Self::Mode => text.parse::<Mode>().map(|it| it.to_string()),
            Self::Party => text.parse::<Party>().map(|it| it.to_string()),
            Self::FoundedOn => founded(text, today),
            Self::FormerNames => former_names(text),
            Self::Position => text.parse::<Position>().map(|it| it.to_string()),
            Self::Premises => premises(text),
            Self::CustodyBank => line(BANK_MAX),
            Self::Inspections => inspections_read(text, today),
            Self::Penalties => penalties_read(text, today),
        }
    }
}

fn founded(text: &str, today: Day) -> Result<String, InputFault> {
    let day: Day = text.parse()?;
    if day > today {
        return Err(InputFault::new("day_in_future"));
    }
    Ok(day.to_string())
}

/// One name a line, none twice.
fn former_names(text: &str) -> Result<String, InputFault> {
    let mut names: Vec<String> = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let name = Line::named(line, NAME_MAX)?.into_string();
        if !names.contains(&name) {
            names.push(name);
        }
    }
    if names.len() > FORMER_MAX {
        return Err(InputFault::new("too_many"));
    }
    Ok(names.join("\n"))
}

fn premises(text: &str) -> Result<String, InputFault> {
    let invalid = InputFault::new("premises_invalid");
    let places: Vec<Premises> = serde_json::from_str(text).map_err(|_| invalid)?;
    if places.len() > PREMISES_MAX {
        return Err(InputFault::new("too_many"));
    }
    let kept: Result<Vec<Premises>, (&str, InputFault)> =
        places.into_iter().map(Premises::checked).collect();
    let kept = kept.map_err(|(_, fault)| fault)?;
    if kept.is_empty() {
        return Ok(String::new());
    }
    serde_json::to_string(&kept).map_err(|_| invalid)
}

/// The places of a canonical text; none where it says nothing or cannot be read.
#[must_use]
pub fn places(text: &str) -> Vec<Premises> {
    serde_json::from_str(text).unwrap_or_default()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test stops where it fails")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn today() -> Day {
        "2026-11-29".parse().unwrap()
    }

    #[test]
    fn each_field_takes_what_can_stand_in_it_and_names_what_cannot() {
        for (field, text, kept) in [
            (Field::Uscc, " 91360113macte5t18y ", "91360113MACTE5T18Y"),
            (Field::FoundedOn, "2019-03-01", "2019-03-01"),
            (
                Field::FormerNames,
                "甲艺术中心\n\n乙艺术中心\n甲艺术中心",
                "甲艺术中心\n乙艺术中心",
            ),
            (
                Field::Position,
                "28.682892, 115.8582 GCJ02",
                "28.682892,115.858200,gcj02",
            ),
            (Field::Party, "joint", "joint"),
            (Field::Brand, "  ", ""),
            (Field::Premises, "[]", ""),
        ] {
            assert_eq!(field.read(text, today()).as_deref(), Ok(kept), "{field}");
        }
        for (field, text, code) in [
            (Field::Name, " ", "text_empty"),
            (Field::Uscc, "91360113MACTE5T18X", "uscc_check_wrong"),
            (Field::FoundedOn, "2026-11-30", "day_in_future"),
            (Field::Status, "open", "status_unknown"),
            (Field::Position, "28.6,115.8", "position_invalid"),
            (Field::Position, "115.8,28.6,gcj02", "position_elsewhere"),
            (Field::Position, "28.6,115.8,utm", "datum_unknown"),
            (Field::Telephone, "123", "telephone_invalid"),
            (Field::Founder, "张\u{202e}三", "text_control"),
            (Field::Premises, "{}", "premises_invalid"),
            (Field::Premises, r#"[{"address":""}]"#, "text_empty"),
            (
                Field::Premises,
                r#"[{"address":"八一大道1号","area_m2":0}]"#,
                "number_out_of_range",
            ),
            (
                Field::Premises,
                r#"[{"address":"八一大道1号","fire_paper_on":"2024-01-01"}]"#,
                "fire_paper_missing",
            ),
        ] {
            assert_eq!(
                field.read(text, today()).map_err(|fault| fault.code),
                Err(code),
                "{field}"
            );
        }
    }

    #[test]
    fn what_the_licence_says_is_not_changed_without_it() {
        let owned = |owner| {
            Field::ALL
                .iter()
                .copied()
                .filter(move |field| field.owner() == owner)
        };
        assert_eq!(
            owned(Owner::Licence).collect::<Vec<_>>(),
            [Field::Name, Field::Mode, Field::Address]
        );
        assert_eq!(Field::Founder.article(), Some(Article::new("ppe-54")));
    }

    proptest! {
        #[test]
        fn a_text_that_was_read_is_read_again_as_itself(text in "\\PC{0,40}", at in 0..Field::ALL.len()) {
            let field = *Field::ALL.get(at).unwrap();
            if let Ok(kept) = field.read(&text, today()) {
                let again = if kept.is_empty() { Ok(String::new()) } else { field.read(&kept, today()) };
                prop_assert_eq!(again, Ok(kept));
            }
        }

    }
}
