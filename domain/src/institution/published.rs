//! What the authority publishes of an institution: the results of annual inspections and the penalties. Both are written a
//! line each, as an office keeps them.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::words::{Day, InputFault, Line, coded};

coded! {
    /// The result of an annual inspection (年度检查), as Jiangxi tells the grades.
    Grade "grade_unknown" {
        /// 优秀
        Excellent "excellent" "优秀" "Excellent",
        /// 合格
        Passed "passed" "合格" "Passed",
        /// 基本合格
        Conditional "conditional" "基本合格" "Passed with conditions",
        /// 不合格
        Failed "failed" "不合格" "Failed",
    }
}

/// The result of one year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Inspection {
    /// The year that was inspected.
    pub year: i32,
    /// Its result.
    pub grade: Grade,
}

/// A penalty that is published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Penalty {
    /// Day of the decision.
    pub decided_on: Day,
    /// Number of the document.
    pub document: String,
    /// What was decided, in words; it names no private person.
    pub content: String,
}

/// Years before the first licences of off-campus training, and lines of a list that is no slip.
const FIRST_YEAR: i32 = 2003;
const LINES_MAX: usize = 30;
const DOCUMENT_MAX: usize = 60;
const CONTENT_MAX: usize = 200;

/// The canonical text of the results, the latest year first.
///
/// # Errors
/// `inspection_invalid` for a line that is not a year and a result, or for a year that is not over yet or comes twice;
/// `too_many`.
pub(super) fn inspections_read(text: &str, today: Day) -> Result<String, InputFault> {
    let invalid = InputFault::new("inspection_invalid");
    let mut years = BTreeMap::new();
    for line in lines(text)? {
        let (year, grade) = line.split_once(char::is_whitespace).ok_or(invalid)?;
        let year: i32 = year.trim_end_matches('年').parse().map_err(|_| invalid)?;
        let grade = grade.trim();
        let meant = |one: &&Grade| grade == one.zh() || grade.eq_ignore_ascii_case(one.code());
        let grade = Grade::ALL.iter().find(meant).ok_or(invalid)?;
        let is_past = (FIRST_YEAR..=today.year()).contains(&year);
        if !is_past || years.insert(year, *grade).is_some() {
            return Err(invalid);
        }
    }
    let lines = years.iter().rev();
    let lines = lines.map(|(year, grade)| format!("{year} {}", grade.code()));
    Ok(lines.collect::<Vec<_>>().join("\n"))
}

/// The canonical text of the penalties, the latest first.
///
/// # Errors
/// `penalty_invalid` for a line that is not a day, the number of a document and words; `day_in_future`, `too_many`, and what
/// a line of words may not hold.
pub(super) fn penalties_read(text: &str, today: Day) -> Result<String, InputFault> {
    let invalid = InputFault::new("penalty_invalid");
    let mut kept: Vec<Penalty> = Vec::new();
    for line in lines(text)? {
        let penalty = penalty(line).ok_or(invalid)?;
        if penalty.decided_on > today {
            return Err(InputFault::new("day_in_future"));
        }
        Line::named(&penalty.document, DOCUMENT_MAX)?;
        Line::named(&penalty.content, CONTENT_MAX)?;
        if kept.iter().any(|one| one.document == penalty.document) {
            return Err(invalid);
        }
        kept.push(penalty);
    }
    kept.sort_by(|one, two| (two.decided_on, &two.document).cmp(&(one.decided_on, &one.document)));
    let lines = kept
        .iter()
        .map(|it| format!("{} {} {}", it.decided_on, it.document, it.content));
    Ok(lines.collect::<Vec<_>>().join("\n"))
}

fn lines(text: &str) -> Result<Vec<&str>, InputFault> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let lines: Vec<&str> = lines.collect();
    if lines.len() > LINES_MAX {
        return Err(InputFault::new("too_many"));
    }
    Ok(lines)
}

fn penalty(line: &str) -> Option<Penalty> {
    let (day, rest) = line.split_once(char::is_whitespace)?;
    let (document, content) = rest.trim_start().split_once(char::is_whitespace)?;
    Some(Penalty {
        decided_on: day.parse().ok()?,
        document: document.to_owned(),
        content: content.trim().to_owned(),
    })
}

/// The results of a canonical text, the latest first.
#[must_use]
pub fn inspections(text: &str) -> Vec<Inspection> {
    let results = text.lines().filter_map(|line| {
        let (year, grade) = line.split_once(' ')?;
        Some(Inspection {
            year: year.parse().ok()?,
            grade: grade.parse().ok()?,
        })
    });
    results.collect()
}

/// The penalties of a canonical text, the latest first.
#[must_use]
pub fn penalties(text: &str) -> Vec<Penalty> {
    text.lines().filter_map(penalty).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test stops where it fails")]
mod tests {
    use super::*;

    fn today() -> Day {
        "2026-11-30".parse().unwrap()
    }

    #[test]
    fn results_are_read_as_an_office_writes_them() {
        let text =
            inspections_read("2024 合格\n\n 2025年  基本合格 \n2023 Failed", today()).unwrap();
        assert_eq!(text, "2025 conditional\n2024 passed\n2023 failed");
        assert_eq!(inspections_read(&text, today()).unwrap(), text);
        let grades = inspections(&text).into_iter().map(|one| one.grade);
        let expected = [Grade::Conditional, Grade::Passed, Grade::Failed];
        assert!(grades.eq(expected));
        for wrong in [
            "2025",
            "合格",
            "2025 好",
            "2027 合格",
            "1999 合格",
            "2025 合格\n2025 优秀",
        ] {
            let fault = inspections_read(wrong, today()).unwrap_err();
            assert_eq!(fault.code, "inspection_invalid", "{wrong}");
        }
    }

    #[test]
    fn penalties_are_read_as_an_office_writes_them() {
        let text =
            "2024-03-01 洪教罚〔2024〕1号 警告\n2025-06-03  洪教罚〔2025〕3号  警告，罚款 20000 元";
        let text = penalties_read(text, today()).unwrap();
        assert_eq!(penalties_read(&text, today()).unwrap(), text);
        let kept = penalties(&text);
        assert_eq!(kept.len(), 2);
        assert_eq!(kept[0].document, "洪教罚〔2025〕3号");
        assert_eq!(kept[0].content, "警告，罚款 20000 元");
        for (wrong, code) in [
            ("洪教罚〔2025〕3号 警告", "penalty_invalid"),
            ("2025-06-03 洪教罚〔2025〕3号", "penalty_invalid"),
            ("2026-12-01 洪教罚〔2026〕3号 警告", "day_in_future"),
            ("2025-01-01 甲 警告\n2025-01-02 甲 罚款", "penalty_invalid"),
            ("2025-01-01 甲 警\u{202e}告", "text_control"),
        ] {
            assert_eq!(
                penalties_read(wrong, today()).unwrap_err().code,
                code,
                "{wrong}"
            );
        }
        let many = "2025-01-01 甲 警告\n".repeat(LINES_MAX + 1);
        assert_eq!(penalties_read(&many, today()).unwrap_err().code, "too_many");
    }
}
