//! Lists of staff, and of in-service teachers, as offices and institutions keep them: which column means what, and what a
//! row says.

use super::member::{Draft, NewMember};
use super::number::IdentityNumber;
use super::words::{Certificate, Engagement, EntryCheck, Post};
use crate::hanzi::plain;
use crate::listed::said::{day, known};
use crate::listed::{Cells, Column, Told};
use crate::pii::Pii;
use crate::words::{Day, InputFault, Line, coded};

/// Rows of one list at most: it is entered in one write, for which others wait.
pub const ROWS_MAX: usize = 1_000;
/// Characters of the name of a person and of a school.
const NAME_MAX: usize = 50;
const SCHOOL_MAX: usize = 100;

coded! {
    /// What a column of a list means.
    Field "field_unknown" {
        /// 姓名
        Name "name" "姓名" "Name",
        /// 身份证号
        IdentityNumber "identity_number" "身份证号" "Identity number",
        /// 岗位
        Post "post" "岗位" "Post",
        /// 专职或者兼职
        Engagement "engagement" "专兼职" "Engagement",
        /// 任教内容
        Subject "subject" "任教内容" "Subject",
        /// 证书类型
        Certificate "certificate" "证书类型" "Certificate",
        /// 证书编号
        CertificateNumber "certificate_number" "证书编号" "Certificate number",
        /// 准入查询结果
        EntryCheck "entry_check" "准入查询结果" "Entry check",
        /// 准入查询日期
        CheckedOn "checked_on" "准入查询日期" "Checked on",
        /// 展示照片
        PhotoShown "photo_shown" "展示照片" "Photograph shown",
        /// 照片同意日期
        PhotoConsentOn "photo_consent_on" "照片同意日期" "Consent to the photograph",
        /// 入职日期
        EmployedOn "employed_on" "入职日期" "Employed on",
        /// 学校
        School "school" "任教学校" "School",
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
            Self::Name => &["教师姓名", "员工姓名", "人员姓名"],
            Self::IdentityNumber => &[
                "身份证",
                "身份证号码",
                "公民身份号码",
                "证件号码",
                "证件号",
                "identity card",
                "ID number",
            ],
            Self::Post => &["岗位类别", "岗位类型", "职务", "position"],
            Self::Engagement => &["专职兼职", "用工形式", "是否专职", "聘用形式", "employment"],
            Self::Subject => &[
                "任教学科",
                "任教科目",
                "教授学科",
                "学科",
                "任教项目",
                "培训项目",
                "课程",
                "teaches",
            ],
            Self::Certificate => &["资格证类型", "证书种类", "证书名称", "资质类型", "资格证书"],
            Self::CertificateNumber => &[
                "资格证编号",
                "证书号",
                "资格证号",
                "教师资格证号",
                "教师资格证编号",
                "证书号码",
            ],
            Self::EntryCheck => &["准入查询", "查询结果"],
            Self::CheckedOn => &["查询日期", "查询时间", "准入查询时间"],
            Self::PhotoShown => &["是否展示照片", "公示照片"],
            Self::PhotoConsentOn => &["照片授权日期", "本人同意日期"],
            Self::EmployedOn => &["入职时间", "聘用日期", "到岗日期", "聘任日期"],
            Self::School => &[
                "学校",
                "学校名称",
                "所在学校",
                "工作单位",
                "单位",
                "任职学校",
            ],
        }
    }
}

/// The columns that a list cannot be read without.
pub const NEEDED_OF_STAFF: &[Field] = &[
    Field::Name,
    Field::IdentityNumber,
    Field::Post,
    Field::Engagement,
    Field::EmployedOn,
];
/// Those of a list of in-service teachers.
pub const NEEDED_OF_TEACHERS: &[Field] = &[Field::Name, Field::IdentityNumber, Field::School];

impl<'a, F: Fn(Field) -> Result<&'a str, &'static str>> Cells<Field, F> {
    /// A number of an identity card, which has to be there.
    fn identity(&mut self, today: Day) -> Option<IdentityNumber> {
        let before = self.faults.len();
        let found = self.taken(Field::IdentityNumber, str::parse::<IdentityNumber>);
        match found {
            Some(number) if number.is_possible_on(today) => return Some(number),
            Some(_) => self.fault(Field::IdentityNumber, "identity_number_invalid"),
            None if self.faults.len() == before => {
                self.fault(Field::IdentityNumber, "text_empty");
            }
            None => {}
        }
        None
    }

    fn draft(&mut self) -> Draft {
        Draft {
            name: self.words(Field::Name),
            post: self.taken(Field::Post, post),
            engagement: self.taken(Field::Engagement, engagement),
            subject: self.words(Field::Subject),
            certificate: self.taken(Field::Certificate, certificate),
            certificate_number: self.words(Field::CertificateNumber),
            entry_check: self.taken(Field::EntryCheck, entry_check),
            checked_on: self.taken(Field::CheckedOn, day),
            photo_shown: self.taken(Field::PhotoShown, flag).unwrap_or(false),
            photo_consent_on: self.taken(Field::PhotoConsentOn, day),
            employed_on: self.taken(Field::EmployedOn, day),
        }
    }
}

/// Reads one row of a list of staff. `cell` gives what stands in the column of a field: empty where there is no column, a
/// code where the cell cannot be taken as it stands.
///
/// # Errors
/// Every fault of the row, by field.
pub fn read<'a>(
    cell: impl Fn(Field) -> Result<&'a str, &'static str>,
    today: Day,
) -> Result<NewMember, Vec<Told<Field>>> {
    let mut row = Cells::of(cell);
    let identity = row.identity(today);
    let draft = row.draft();
    let checked = draft.check(today);
    let mut told: Vec<Told<Field>> = row.faults.into_iter().map(Told::from).collect();
    for fault in checked.as_ref().err().into_iter().flatten() {
        let field = Field::from_code(&fault.field).unwrap_or(Field::Name);
        // A cell that cannot be read is told once, and not as an empty one as well.
        if !told.iter().any(|one| one.field == field) {
            told.push(Told::plain(field, fault.code.clone()));
        }
    }
    match (identity, checked) {
        (Some(identity), Ok(member)) if told.is_empty() => Ok(NewMember {
            identity: Pii::new(identity),
            member,
        }),
        _ => Err(told),
    }
}

/// An in-service teacher before they are stored.
#[derive(Debug, Clone)]
pub struct NewTeacher {
    /// Number of the identity card.
    pub identity: Pii<IdentityNumber>,
    /// Name.
    pub name: Pii<String>,
    /// The school that employs them.
    pub school: String,
}

/// Reads one row of a list of in-service teachers.
///
/// # Errors
/// Every fault of the row, by field.
pub fn read_teacher<'a>(
    cell: impl Fn(Field) -> Result<&'a str, &'static str>,
    today: Day,
) -> Result<NewTeacher, Vec<Told<Field>>> {
    let mut row = Cells::of(cell);
    let identity = row.identity(today);
    let mut line = |field, most| {
        let text = row.words(field);
        match Line::named(&text, most) {
            Ok(line) => Some(line.into_string()),
            Err(fault) => {
                row.fault(field, fault.code);
                None
            }
        }
    };
    let (name, school) = (line(Field::Name, NAME_MAX), line(Field::School, SCHOOL_MAX));
    match (identity, name, school) {
        (Some(identity), Some(name), Some(school)) if row.faults.is_empty() => Ok(NewTeacher {
            identity: Pii::new(identity),
            name: Pii::new(name),
            school,
        }),
        _ => Err(row.faults.into_iter().map(Told::from).collect()),
    }
}

/// A post, also as 教学人员 or 教师.
fn post(text: &str) -> Result<Post, InputFault> {
    match plain(text).as_str() {
        "教师" | "老师" | "教练" | "教练员" => return Ok(Post::Teacher),
        _ => {}
    }
    let words = |one: Post| [one.code(), one.zh(), one.en()];
    let bare = text.strip_suffix("人员").unwrap_or(text);
    known(Post::ALL, bare, words, "post_unknown")
}

fn engagement(text: &str) -> Result<Engagement, InputFault> {
    if plain(text) == "全职" {
        return Ok(Engagement::FullTime);
    }
    let words = |one: Engagement| [one.code(), one.zh(), one.en()];
    known(Engagement::ALL, text, words, "engagement_unknown")
}

fn certificate(text: &str) -> Result<Certificate, InputFault> {
    match plain(text).as_str() {
        "教师资格" | "教师资格证书" => return Ok(Certificate::Teacher),
        "职业资格"
        | "职业资格证"
        | "职业资格证书"
        | "专业资格证"
        | "专业技术资格证书"
        | "职业技能等级证书" => {
            return Ok(Certificate::Professional);
        }
        _ => {}
    }
    let words = |one: Certificate| [one.code(), one.zh(), one.en()];
    known(Certificate::ALL, text, words, "certificate_unknown")
}

fn entry_check(text: &str) -> Result<EntryCheck, InputFault> {
    match plain(text).as_str() {
        "通过" | "合格" | "无记录" => return Ok(EntryCheck::Clear),
        "不通过" | "不合格" | "有记录" => return Ok(EntryCheck::Found),
        _ => {}
    }
    let words = |one: EntryCheck| [one.code(), one.zh(), one.en()];
    known(EntryCheck::ALL, text, words, "entry_check_unknown")
}

fn flag(text: &str) -> Result<bool, InputFault> {
    match plain(text).as_str() {
        "是" | "yes" | "true" | "1" => Ok(true),
        "否" | "no" | "false" | "0" => Ok(false),
        _ => Err(InputFault::new("flag_invalid")),
    }
}

#[cfg(test)]
#[path = "listed_tests.rs"]
mod tests;
