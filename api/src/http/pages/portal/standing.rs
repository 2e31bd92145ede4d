//! What the register says of an institution in the words of a parent: the answer first, then what it rests on.

use domain::institution::Status;
use domain::licence::{Standing, State};
use domain::words::{Class, Day, District, Stage};
use store::read::institution::{InstitutionRecord, InstitutionRow};

use crate::text::{Lang, show};
use crate::view::piece::{Badge, Tone, Verdict};
use crate::view::portal::institutions::InstitutionRow as RowView;

/// A licence that ends within these days is told to be ending: a course of three months would outlast it.
const ENDING_DAYS: i64 = 60;

/// A row of the register, read on a day in a language.
#[derive(Clone, Copy)]
pub(in crate::http::pages) struct Seen<'a> {
    /// The row.
    pub(in crate::http::pages) row: &'a InstitutionRow,
    /// The language.
    pub(in crate::http::pages) lang: Lang,
    /// The day.
    pub(in crate::http::pages) today: Day,
}

impl Seen<'_> {
    /// How it stands. A code that this program does not know is never taken for a licence.
    pub(super) fn standing(self) -> Standing {
        let Some(status) = Status::from_code(&self.row.status) else {
            return Standing::Unlicensed;
        };
        let licence = State::from_code(&self.row.licence_state).zip(self.until());
        Standing::on(status, licence, self.today)
    }

    /// Last day of its licence.
    pub(super) fn until(self) -> Option<Day> {
        self.row.licence_valid_until.as_deref()?.parse().ok()
    }

    /// Its state in words of the office: 正常办学.
    pub(super) fn status(self) -> &'static str {
        Status::from_code(&self.row.status).map_or("", |it| self.lang.pick(it.zh(), it.en()))
    }

    /// The state of its licence in words: 已吊销.
    pub(super) fn licence_state(self) -> &'static str {
        State::from_code(&self.row.licence_state).map_or("", |it| self.lang.pick(it.zh(), it.en()))
    }

    /// Whether its founder applies for the first licence.
    fn prepares(self) -> bool {
        self.row.status == Status::Preparing.code()
    }

    /// Days until its licence ends, where these are few.
    fn ending(self) -> Option<i64> {
        let days = self.today.days_until(self.until()?);
        (0..=ENDING_DAYS).contains(&days).then_some(days)
    }

    /// Whether `class` is among what it teaches.
    pub(super) fn teaches(self, class: Class) -> bool {
        self.row.classes().is_some_and(|it| it.contains(class))
    }

    /// What it teaches, as part of a sentence.
    pub(super) fn class(self) -> String {
        let classes = self.row.classes().into_iter().flat_map(|it| it.iter());
        let words: Vec<String> = classes
            .map(|class| match self.lang {
                Lang::Zh => class.zh().trim_end_matches('类').to_owned(),
                Lang::En => class.en().to_lowercase(),
            })
            .collect();
        words.join(self.lang.pick("、", ", "))
    }

    /// Where it is: district and address, without the district twice.
    pub(super) fn place(self) -> String {
        let address = &self.row.address;
        let Some(district) = District::from_code(&self.row.district) else {
            return address.clone();
        };
        match self.lang {
            Lang::Zh if address.contains(district.zh()) => address.clone(),
            Lang::Zh => format!("{}{address}", district.zh()),
            Lang::En => format!("{address}, {}", district.en()),
        }
    }

    /// Its licence in a word.
    pub(in crate::http::pages) fn badge(self) -> Badge {
        let t = |key| self.lang.t(key);
        match (self.standing(), self.ending()) {
            (Standing::Licensed { until }, Some(_)) => {
                let day = show::near_day(self.lang, until, self.today);
                Badge::new(Tone::Caution, self.lang.t1("badge-ending", "day", day))
            }
            (Standing::Licensed { .. }, None) => Badge::new(Tone::Good, t("badge-licensed")),
            (Standing::Expired { .. } | Standing::Withdrawn, _) => {
                Badge::new(Tone::Bad, self.licence_state())
            }
            (Standing::Suspended, _) => Badge::new(Tone::Caution, t("verdict-suspended")),
            (Standing::Unlicensed, _) if self.prepares() => {
                Badge::new(Tone::Bad, t("badge-preparing"))
            }
            (Standing::Unlicensed, _) => Badge::new(Tone::Bad, t("badge-unlicensed")),
            (Standing::Closed, _) => Badge::new(Tone::Caution, self.status()),
            (Standing::Runaway, _) => Badge::new(Tone::Bad, self.status()),
        }
    }

    /// Its line in a list.
    pub(super) fn line(self) -> RowView {
        let mut parts = vec![self.place()];
        if let Standing::Licensed { until } = self.standing() {
            let day = show::day(self.lang, until);
            parts.push(self.lang.t1("row-class", "class", self.class()));
            parts.push(self.lang.t1("row-until", "day", day));
        }
        if !self.row.former_names.is_empty() {
            let names = self.row.former_names.lines().collect::<Vec<_>>();
            let names = names.join(self.lang.pick("、", ", "));
            parts.push(self.lang.t1("row-former", "names", names));
        }
        RowView {
            href: format!("/institutions/{}", self.row.number),
            name: self.row.name.clone(),
            badge: self.badge(),
            line: parts.join(" · "),
        }
    }

    fn headline(self) -> (Tone, String) {
        let t = |key| self.lang.t(key);
        let with_day = |key, day| self.lang.t1(key, "day", show::day(self.lang, day));
        match self.standing() {
            Standing::Licensed { until } => {
                let tone = self.ending().map_or(Tone::Good, |_| Tone::Caution);
                (tone, with_day("verdict-licensed", until))
            }
            Standing::Expired { since } => (Tone::Bad, with_day("verdict-expired", since)),
            Standing::Withdrawn => {
                let state = self.licence_state().to_lowercase();
                let words = self.lang.t1("verdict-withdrawn", "state", state);
                (Tone::Bad, words)
            }
            Standing::Unlicensed if self.prepares() => (Tone::Bad, t("verdict-preparing")),
            Standing::Unlicensed => (Tone::Bad, t("verdict-unlicensed")),
            Standing::Suspended => (Tone::Caution, t("verdict-suspended")),
            Standing::Runaway => (Tone::Bad, t("verdict-runaway")),
            Standing::Closed if self.row.status == Status::Closing.code() => {
                (Tone::Caution, t("verdict-closing"))
            }
            Standing::Closed => (Tone::Caution, t("verdict-closed")),
        }
    }
}

/// The stages of a record in words: 小学、初中.
pub(super) fn stages(lang: Lang, record: &InstitutionRecord) -> String {
    let words: Vec<&str> = record
        .stages
        .iter()
        .filter_map(|code| Stage::from_code(code))
        .map(|stage| lang.pick(stage.zh(), stage.en()))
        .collect();
    match lang {
        Lang::Zh => words.join("、"),
        Lang::En => words.join(", ").to_lowercase(),
    }
}

/// The answer on top of an institution's page.
pub(in crate::http::pages) fn verdict(
    seen: Seen<'_>,
    record: &InstitutionRecord,
    checked_at: &str,
) -> Verdict {
    let lang = seen.lang;
    let (tone, headline) = seen.headline();
    let mut lines = Vec::new();
    if seen.standing().is_licensed() {
        let (class, stages) = (seen.class(), stages(lang, record));
        lines.push(lang.t2("verdict-licensed-line", "class", class, "stages", stages));
        if let Some(days) = seen.ending() {
            lines.push(lang.t1("verdict-ending", "n", days));
        }
    } else {
        lines.push(lang.t("verdict-may-not"));
    }
    Verdict {
        tone,
        headline,
        subject: record.row.name.clone(),
        lines,
        checked: lang.t1("checked-at", "at", checked_at),
    }
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops where it fails"
)]
mod tests {
    use super::*;

    /// A row of the register in JSON, as lists have it; its place in the register is not read.
    fn row(status: &str, licence: &str, until: &str) -> InstitutionRow {
        let row = serde_json::json!({
            "number": "NC00000015", "name": "南昌市东湖区青禾艺术培训中心", "brand": "青禾", "uscc": null, "status": status,
            "class": "arts", "more_classes": 0, "district": "360102", "address": "孺子路1号", "licence_number": null,
            "licence_state": licence, "licence_valid_until": until, "former_names": "", "seq": 15,
        });
        serde_json::from_value(row).unwrap()
    }

    /// Status, licence, its last day; the colour of the page, the colour of the badge, words of the headline. The last but
    /// one has run out and no worker has seen it yet; the last one is none that this program knows.
    const STANDINGS: &str = "operating valid 2028-01-01 Good Good 有办学许可
        operating valid 2027-01-29 Caution Caution 有办学许可
        operating valid 2027-01-30 Good Good 有办学许可
        operating expired 2026-11-29 Bad Bad 已经到期
        operating suspended 2028-01-01 Caution Caution 暂停
        operating revoked 2028-01-01 Bad Bad 吊销
        operating cancelled 2028-01-01 Bad Bad 注销
        operating none - Bad Bad 没有办学许可
        preparing none - Bad Bad 正在申请
        runaway valid 2028-01-01 Bad Bad 失联
        closing valid 2028-01-01 Caution Caution 正在终止
        closed valid 2028-01-01 Caution Caution 已经终止
        operating valid 2026-11-29 Bad Bad 已经到期
        hovering valid 2028-01-01 Bad Bad 没有办学许可";

    #[test]
    fn each_standing_has_its_colour_its_words_and_never_the_colour_alone() {
        let today: Day = "2026-11-30".parse().unwrap();
        for line in STANDINGS.lines() {
            let parts: Vec<&str> = line.split_whitespace().collect();
            let [status, licence, until, tone, badge, words] = parts[..] else {
                panic!("{line}");
            };
            let row = row(status, licence, until);
            let seen = Seen {
                row: &row,
                lang: Lang::Zh,
                today,
            };
            let (found, headline) = seen.headline();
            assert_eq!(format!("{found:?}"), tone, "{line}: {headline}");
            assert!(headline.contains(words), "{line}: {headline}");
            let shown = seen.badge();
            assert_eq!(format!("{:?}", shown.tone), badge, "{line}");
            assert!(!shown.text.is_empty(), "{line}");
        }
    }
}
