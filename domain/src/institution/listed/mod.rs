//! Lists of institutions as offices keep them: which column means what, and what a row says.

mod row;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use row::read;

use super::met::Doubles;
use crate::hanzi::plain;
use crate::listed::{self, Column};
use crate::words::{Class, District, InputFault, Stages, coded};

coded! {
    /// What a column of a list means.
    Field "field_unknown" {
        /// 机构名称
        Name "name" "机构名称" "Name",
        /// 品牌
        Brand "brand" "品牌" "Brand",
        /// 统一社会信用代码
        Uscc "uscc" "统一社会信用代码" "Credit code",
        /// 法人类型
        LegalForm "legal_form" "法人类型" "Legal form",
        /// 类别
        Class "class" "类别" "Class",
        /// 学段
        Stages "stages" "学段" "Stages",
        /// 县区
        District "district" "县区（开发区）" "District",
        /// 地址
        Address "address" "地址" "Address",
        /// 电话
        Telephone "telephone" "电话" "Telephone",
        /// 电子邮箱
        Email "email" "电子邮箱" "E-mail",
        /// 机构状态
        Status "status" "机构状态" "Status",
        /// 成立日期
        FoundedOn "founded_on" "成立日期" "Founded on",
        /// 营利性质
        Profit "profit" "营利性质" "For profit or not",
        /// 举办者
        Founder "founder" "举办者" "Founder",
        /// 法定代表人
        LegalRepresentative "legal_representative" "法定代表人" "Legal representative",
        /// 负责人
        Principal "principal" "负责人" "Principal",
        /// 培训方式
        Mode "mode" "培训方式" "On site or online",
        /// 党组织覆盖
        Party "party" "党组织覆盖" "Party organisation",
        /// 许可证号
        LicenceNumber "licence_number" "许可证号" "Licence",
        /// 许可内容
        LicenceScope "licence_scope" "许可内容" "Scope of the licence",
        /// 发证机关
        LicenceIssuedBy "licence_issued_by" "发证机关" "Issued by",
        /// 发证日期
        LicenceIssuedOn "licence_issued_on" "发证日期" "Issued on",
        /// 有效期至
        LicenceValidUntil "licence_valid_until" "有效期至" "Valid until",
    }
}

impl Column for Field {
    fn every() -> &'static [Self] {
        Self::ALL
    }

    fn words(self) -> [&'static str; 3] {
        [self.code(), self.zh(), self.en()]
    }

    fn also(self) -> &'static [&'static str] {
        match self {
            Self::Name => &[
                "名称",
                "单位名称",
                "培训机构名称",
                "校外培训机构名称",
                "institution",
            ],
            Self::Brand => &["品牌名称", "商标", "字号"],
            Self::Uscc => &[
                "信用代码",
                "社会信用代码",
                "统一信用代码",
                "Unified social credit code",
            ],
            Self::LegalForm => &["单位性质", "登记类型", "机构性质"],
            Self::Class => &["培训类别", "机构类别", "培训类型", "类型"],
            Self::Stages => &["培训学段", "招生对象", "stage"],
            Self::District => &[
                "区县",
                "县区",
                "县（区）",
                "所在区县",
                "所属区县",
                "行政区划",
                "区域",
            ],
            Self::Address => &["办学地址", "培训地址", "机构地址", "详细地址"],
            Self::Telephone => &["联系电话", "电话号码", "联系方式", "phone", "tel"],
            Self::Email => &["邮箱", "电子邮件", "mail"],
            Self::Status => &["状态", "办学状态", "经营状态"],
            Self::FoundedOn => &["成立时间", "设立日期", "成立年月日"],
            Self::Profit => &["营利性", "办学性质", "登记属性"],
            Self::Founder => &["举办人", "举办单位", "投资人"],
            Self::LegalRepresentative => &["法人", "法人代表", "法定代表"],
            Self::Principal => &["校长", "机构负责人", "行政负责人", "负责人姓名"],
            Self::Mode => &["培训形式", "线上线下", "办学形式"],
            Self::Party => &["党组织", "党建情况", "党组织建立方式", "党建覆盖"],
            Self::LicenceNumber => &[
                "办学许可证号",
                "许可证编号",
                "办学许可证编号",
                "办学许可证",
                "Licence number",
            ],
            Self::LicenceScope => &["办学内容", "培训内容", "许可范围", "scope"],
            Self::LicenceIssuedBy => &["审批机关", "发证单位", "审批部门"],
            Self::LicenceIssuedOn => &["发证时间", "颁发日期", "签发日期"],
            Self::LicenceValidUntil => {
                &["有效期", "有效期限", "有效期止", "截止日期", "许可证有效期"]
            }
        }
    }
}

/// Which column means what, by the place of the column.
pub type Columns = listed::Columns<Field>;

/// What the [headings](listed::headings) of a list say.
#[must_use]
pub fn headings(rows: &[Vec<String>]) -> (usize, Columns) {
    listed::headings(rows, |row| {
        let mut columns = listed::columns(row);
        for (words, field) in ELSE {
            let place = row.iter().position(|heading| plain(heading) == *words);
            let is_known = columns.contains(&Some(*field));
            if let Some(column) = place.and_then(|place| columns.get_mut(place))
                && !is_known
            {
                *column = Some(*field);
            }
        }
        columns
    })
}

/// Why a list cannot be read with these columns.
///
/// # Errors
/// `name_column_missing` without a column of names, `field_twice` where two columns mean the same.
pub fn check_columns(columns: &[Option<Field>]) -> Result<(), InputFault> {
    if !columns.contains(&Some(Field::Name)) {
        return Err(InputFault::new("name_column_missing"));
    }
    let mut met: Vec<Field> = columns.iter().copied().flatten().collect();
    let count = met.len();
    met.sort_unstable();
    met.dedup();
    if met.len() == count {
        Ok(())
    } else {
        Err(InputFault::new("field_twice"))
    }
}

/// What headings mean where nothing better stands in the list: the address in the register is often none where anybody
/// teaches.
const ELSE: &[(&str, Field)] = &[("注册地址", Field::Address), ("住所", Field::Address)];

/// How a list is read.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Reading {
    /// Which column means what.
    pub columns: Columns,
    /// What holds for rows that do not say it themselves.
    pub defaults: Defaults,
    /// What a name means that is known already.
    pub doubles: Doubles,
    /// Whether the first row is an institution already, since there is none with headings.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub headless: bool,
    /// What a person has said of single rows.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub answers: Answers,
}

/// What a person has said of single rows, by the [question](super::met::question) that was asked.
pub type Answers = BTreeMap<String, Doubles>;

/// What holds for rows that do not say it themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Defaults {
    /// What they teach.
    pub class: Option<Class>,
    /// Whom they teach.
    pub stages: Stages,
    /// Where they are.
    pub district: Option<District>,
}

/// What is wrong with one field of a row.
pub type RowFault = listed::RowFault<Field>;

#[cfg(test)]
mod tests;
