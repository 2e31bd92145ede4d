//! Articles of statutes by stable key, such as `apl-60` or `53-18-1-3`.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

/// A statute that rules refer to: key, Chinese title, English title.
const STATUTES: &[(&str, &str, &str)] = &[
    (
        "53",
        "《校外培训行政处罚暂行办法》",
        "Interim Measures for Administrative Penalties in Off-campus Training (Order 53)",
    ),
    (
        "apl",
        "《中华人民共和国行政处罚法》",
        "Administrative Penalty Law",
    ),
    (
        "apl17",
        "《中华人民共和国行政处罚法》（2017年修正）",
        "Administrative Penalty Law (2017)",
    ),
    (
        "arl17",
        "《中华人民共和国行政复议法》（2017年修正）",
        "Administrative Reconsideration Law (2017)",
    ),
    (
        "cpl17",
        "《中华人民共和国民事诉讼法》（2017年修正）",
        "Civil Procedure Law (2017)",
    ),
    (
        "xf05",
        "《信访条例》（2005年）",
        "Petitioning Regulations (2005)",
    ),
    (
        "ael",
        "《中华人民共和国行政强制法》",
        "Administrative Enforcement Law",
    ),
    (
        "arl",
        "《中华人民共和国行政复议法》",
        "Administrative Reconsideration Law",
    ),
    (
        "all",
        "《中华人民共和国行政诉讼法》",
        "Administrative Litigation Law",
    ),
    ("cpl", "《中华人民共和国民事诉讼法》", "Civil Procedure Law"),
    (
        "ppe",
        "《中华人民共和国民办教育促进法》",
        "Law on the Promotion of Private Education",
    ),
    (
        "ppei",
        "《中华人民共和国民办教育促进法实施条例》",
        "Regulations implementing the Law on the Promotion of Private Education",
    ),
    ("xf", "《信访工作条例》", "Regulations on Petitioning"),
    (
        "alic",
        "《中华人民共和国行政许可法》",
        "Administrative Licensing Law",
    ),
    (
        "dr",
        "《关于进一步减轻义务教育阶段学生作业负担和校外培训负担的意见》（2021年）",
        "Opinion on easing the burden of homework and off-campus training (2021)",
    ),
    (
        "gb80",
        "《国务院办公厅关于规范校外培训机构发展的意见》（国办发〔2018〕80号）",
        "State Council Office opinion on off-campus training institutions (2018, no. 80)",
    ),
    (
        "fire9",
        "《校外培训机构消防安全管理九项规定》（2022年）",
        "Nine rules of fire safety for off-campus training (2022)",
    ),
    (
        "staff21",
        "《校外培训机构从业人员管理办法（试行）》（2021年）",
        "Measures for the staff of off-campus training institutions (2021)",
    ),
    (
        "entry23",
        "《关于做好校外培训机构从业人员准入查询工作的通知》（2023年）",
        "Notice on checking the staff of off-campus training institutions (2023)",
    ),
    (
        "teach15",
        "《严禁中小学校和在职中小学教师有偿补课的规定》（教师〔2015〕5号）",
        "Rules against paid tutoring by schools and in-service teachers (2015, no. 5)",
    ),
    (
        "gov13",
        "《关于规范面向中小学生的非学科类校外培训的意见》（2022年）",
        "Opinion of thirteen departments on non-subject training (2022)",
    ),
    (
        "arts23",
        "《关于在深化非学科类校外培训治理中加强艺考培训规范管理的通知》（2023年）",
        "Notice on training for arts-school examinations (2023)",
    ),
    (
        "gb32100",
        "《法人和其他组织统一社会信用代码编码规则》（GB 32100-2015）",
        "Coding rule of the unified social credit identifier (GB 32100-2015)",
    ),
    (
        "sport21",
        "《课外体育培训行为规范》（体育总局办公厅，2021年12月）",
        "Code of conduct for sports training outside school (General Administration of Sport, December 2021)",
    ),
    (
        "jxsport",
        "《江西省体育类校外培训机构管理办法（试行）》",
        "Measures of Jiangxi for off-campus training in sports (trial)",
    ),
    (
        "jxarts",
        "《江西省文化艺术类校外培训机构管理办法（试行）》",
        "Measures of Jiangxi for off-campus training in culture and arts (trial)",
    ),
    (
        "price21",
        "《关于加强义务教育阶段学科类校外培训收费监管的通知》（2021年）",
        "Notice on the fees of off-campus training in school subjects (2021)",
    ),
    (
        "sleep21",
        "《教育部办公厅关于进一步加强中小学生睡眠管理工作的通知》（教基厅函〔2021〕11号）",
        "Notice of the Ministry of Education on the sleep of pupils (2021, no. 11)",
    ),
    (
        "fee21",
        "《教育部等六部门关于加强校外培训机构预收费监管工作的通知》（教监管函〔2021〕2号）",
        "Notice of six departments on the supervision of prepaid fees of off-campus training (2021, no. 2)",
    ),
    (
        "as23",
        "《教育部办公厅等四部门关于进一步规范义务教育课后服务有关工作的通知》（2023年）",
        "Notice of four departments on after-school service (2023)",
    ),
    (
        "as25",
        "《江西省义务教育学校课后服务管理实施办法》（赣教监管字〔2025〕13号）",
        "Measures of Jiangxi for after-school service (2025, no. 13)",
    ),
    (
        "mat21",
        "《中小学生校外培训材料管理办法（试行）》（2021年）",
        "Measures for the materials of off-campus training (2021)",
    ),
    (
        "pil",
        "《中华人民共和国个人信息保护法》",
        "Personal Information Protection Law",
    ),
];

/// Statutes whose text was not read: what is said of them comes from elsewhere. Of the opinions and notices that are cited
/// as a whole, what is used was seen in the press or in official copies.
const UNREAD: &[&str] = &[
    "local", "apl17", "arl17", "cpl17", "xf05", "arts23", "as25", "jxarts",
];

/// Of Order 53 these articles were read, and no other.
const READ_OF_ORDER_53: &[&str] = &["2", "3", "4", "5", "6", "16", "17", "18", "19", "42"];

/// An article: key of the statute, then article, paragraph and item, joined by hyphens.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Article(Cow<'static, str>);

impl Article {
    /// The article with this key, which the code names.
    #[must_use]
    pub const fn new(key: &'static str) -> Self {
        Self(Cow::Borrowed(key))
    }

    /// The article with a key from stored content or from outside.
    #[must_use]
    pub fn from_key(key: &str) -> Self {
        Self(Cow::Owned(key.to_owned()))
    }

    /// The key.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.0
    }

    /// Whether it is a setting of the office rather than an article of a statute.
    #[must_use]
    pub fn is_local(&self) -> bool {
        self.0.starts_with("local-")
    }

    /// Whether its text was read in a copy of the statute; of a statute none of which was read, no article was. What
    /// rests on one that was not is marked 依据待核 wherever it is shown.
    #[must_use]
    pub fn is_verified(&self) -> bool {
        let mut parts = self.0.split('-');
        match parts.next() {
            Some("53") => parts
                .next()
                .is_some_and(|article| READ_OF_ORDER_53.contains(&article)),
            statute => !UNREAD.contains(&statute.unwrap_or_default()),
        }
    }

    /// Whether the text of every one of them was read.
    #[must_use]
    pub fn all_verified(articles: &[Self]) -> bool {
        articles.iter().all(Self::is_verified)
    }

    /// The articles of a list that is stored as keys with spaces between them.
    #[must_use]
    pub fn list(keys: &str) -> Vec<Self> {
        keys.split_whitespace().map(Self::from_key).collect()
    }

    fn statute(&self) -> Option<(&'static str, &'static str, &str)> {
        // An opinion or a notice is cited as a whole: its points have no stable numbers.
        let (key, place) = self.0.split_once('-').unwrap_or((&self.0, ""));
        STATUTES
            .iter()
            .find(|(statute, _, _)| *statute == key)
            .map(|(_, zh, en)| (*zh, *en, place))
    }

    /// In Chinese: `《校外培训行政处罚暂行办法》第十八条第一款第三项`. A key of an unknown statute is shown as it is.
    #[must_use]
    pub fn title_zh(&self) -> String {
        let Some((title, _, place)) = self.statute() else {
            if self.is_local() {
                return "本地设置（依据待核）".to_owned();
            }
            return self.0.to_string();
        };
        let mut text = title.to_owned();
        // An article without paragraphs has an item all the same: its key leaves the paragraph's place empty.
        let parts = place.split('-').zip(["条", "款", "项"]);
        for (number, unit) in parts.filter(|(number, _)| !number.is_empty()) {
            let number = number
                .parse()
                .map_or_else(|_| number.to_owned(), chinese_number);
            text.push_str(&format!("第{number}{unit}"));
        }
        text
    }

    /// The title, marked 依据待核 where the text was not read: as it is shown wherever something rests on it.
    #[must_use]
    pub fn cited_zh(&self) -> String {
        let title = self.title_zh();
        if self.is_verified() || self.is_local() {
            title
        } else {
            format!("{title}（依据待核）")
        }
    }

    /// The same in English.
    #[must_use]
    pub fn cited_en(&self) -> String {
        let title = self.title_en();
        if self.is_verified() || self.is_local() {
            title
        } else {
            format!("{title} (basis unverified)")
        }
    }

    /// In English: `Order 53, article 18(1)(3)`.
    #[must_use]
    pub fn title_en(&self) -> String {
        let Some((_, title, place)) = self.statute() else {
            if self.is_local() {
                return "Local setting (basis unverified)".to_owned();
            }
            return self.0.to_string();
        };
        let mut parts = place.split('-');
        let mut text = title.to_owned();
        if let Some(article) = parts.next().filter(|article| !article.is_empty()) {
            text.push_str(&format!(", article {article}"));
        }
        for part in parts.filter(|part| !part.is_empty()) {
            text.push_str(&format!("({part})"));
        }
        text
    }
}

impl fmt::Display for Article {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// 1 to 999 in Chinese numerals, as statutes number their articles.
fn chinese_number(number: u16) -> String {
    const DIGITS: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |value: u16| DIGITS.get(usize::from(value)).copied().unwrap_or_default();
    let (hundreds, tens, ones) = (number / 100, number / 10 % 10, number % 10);
    let mut text = String::new();
    if hundreds > 0 {
        text.push_str(digit(hundreds));
        text.push('百');
        if tens == 0 && ones > 0 {
            text.push('零');
        }
    }
    if tens > 0 {
        if tens > 1 || hundreds > 0 {
            text.push_str(digit(tens));
        }
        text.push('十');
    }
    if ones > 0 || number == 0 {
        text.push_str(digit(ones));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_are_named_as_statutes_name_them() {
        assert_eq!(
            Article::new("53-18-1-3").title_zh(),
            "《校外培训行政处罚暂行办法》第十八条第一款第三项"
        );
        assert_eq!(
            Article::new("alic-70--3").title_zh(),
            "《中华人民共和国行政许可法》第七十条第三项"
        );
        assert_eq!(
            Article::new("alic-70--3").title_en(),
            "Administrative Licensing Law, article 70(3)"
        );
        let opinion = Article::new("gov13");
        assert_eq!(
            opinion.cited_zh(),
            "《关于规范面向中小学生的非学科类校外培训的意见》（2022年）"
        );
        assert!(!opinion.title_en().contains("article"));
        assert_eq!(
            Article::new("apl-60").title_en(),
            "Administrative Penalty Law, article 60"
        );
        let spoken: Vec<String> = [7, 10, 11, 20, 61, 100, 105, 110, 115]
            .map(chinese_number)
            .into();
        assert_eq!(
            spoken,
            [
                "七",
                "十",
                "十一",
                "二十",
                "六十一",
                "一百",
                "一百零五",
                "一百一十",
                "一百一十五"
            ]
        );
    }
}
