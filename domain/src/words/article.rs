//! Articles of statutes by stable key, such as `apl-60` or `53-18-1-3`.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::statute::{Statute, statute};

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

    /// Whether its text was read in a copy of the statute, as the list of texts says with its source. What rests on one
    /// that was not is marked 依据待核 wherever it is shown.
    #[must_use]
    pub fn is_verified(&self) -> bool {
        self.statute()
            .is_some_and(|(statute, place)| statute.has_read(place))
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

    fn statute(&self) -> Option<(&'static Statute, &str)> {
        // An opinion or a notice is cited as a whole: its points have no stable numbers.
        let (key, place) = self.0.split_once('-').unwrap_or((&self.0, ""));
        statute(key).map(|statute| (statute, place))
    }

    /// In Chinese: `《校外培训行政处罚暂行办法》第十八条第一款第三项`. A key of an unknown statute is shown as it is.
    #[must_use]
    pub fn title_zh(&self) -> String {
        let Some((statute, place)) = self.statute() else {
            if self.is_local() {
                return "本地设置（依据待核）".to_owned();
            }
            return self.0.to_string();
        };
        let mut text = statute.zh.to_owned();
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
        let Some((statute, place)) = self.statute() else {
            if self.is_local() {
                return "Local setting (basis unverified)".to_owned();
            }
            return self.0.to_string();
        };
        let mut parts = place.split('-');
        let mut text = statute.en.to_owned();
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
