//! Lists of courses as institutions keep them: which column means what, and what a row says.

use std::borrow::Cow;

use super::facts::Course;
use super::judge::{Licensed, judge};
use super::said::{materials, times};
use crate::application::Mode;
use crate::calendar::Calendar;
use crate::listed::said::{class, day, known, stages};
use crate::listed::{Cells, Column, Told};
use crate::words::{Class, Day, Fen, InputFault, Stages, coded};

/// Courses of one list.
pub const ROWS_MAX: usize = 500;

coded! {
    /// What a column of a list means.
    Field "field_unknown" {
        /// 课程名称
        Name "name" "课程名称" "Course",
        /// 课程简介
        Description "description" "课程简介" "Description",
        /// 类别
        Class "class" "类别" "Class",
        /// 学段
        Stages "stages" "学段" "Stages",
        /// 培训方式
        Mode "mode" "培训方式" "On site or online",
        /// 课时
        Lessons "lessons" "课时数" "Class hours",
        /// 每课时分钟
        LessonMinutes "lesson_minutes" "每课时分钟数" "Minutes of a class hour",
        /// 课间分钟
        BreakMinutes "break_minutes" "课间分钟数" "Minutes between class hours",
        /// 人数上限
        Pupils "pupils" "人数上限" "Pupils at most",
        /// 收费
        Price "price_fen" "收费（元）" "Price (yuan)",
        /// 开始日期
        FirstDay "first_day" "开始日期" "First day",
        /// 结束日期
        LastDay "last_day" "结束日期" "Last day",
        /// 上课时间
        Times "times" "上课时间" "Times",
        /// 培训材料
        Materials "materials" "培训材料" "Materials",
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
            Self::Name => &["课程", "名称", "班级名称", "name"],
            Self::Description => &["简介", "课程内容", "培训内容", "教学内容"],
            Self::Class => &["培训类别", "课程类别", "类型"],
            Self::Stages => &["培训学段", "招生对象", "适合学段", "stage"],
            Self::Mode => &["方式", "授课方式", "线上线下", "mode"],
            Self::Lessons => &["课时", "总课时", "lessons"],
            Self::LessonMinutes => &["课时长度", "每课时时长", "每节分钟数"],
            Self::BreakMinutes => &["课间", "课间休息", "间隔分钟数"],
            Self::Pupils => &["人数", "班额", "招生人数", "pupils"],
            Self::Price => &["收费", "价格", "学费", "收费标准", "price"],
            Self::FirstDay => &["开课日期", "开始时间", "开课时间"],
            Self::LastDay => &["结课日期", "结束时间", "结课时间"],
            Self::Times => &["时间", "上课时段", "每周上课时间"],
            Self::Materials => &["教材", "材料", "培训材料备案"],
        }
    }
}

impl Field {
    /// The field that a course calls so.
    #[must_use]
    pub fn of_course(field: &str) -> Self {
        // Every field of a course is one of the list: a test asks for each of them.
        Self::from_code(field).unwrap_or(Self::Name)
    }
}

/// The columns that a list cannot be read without.
pub const NEEDED: &[Field] = &[Field::Name];

/// Reads one row as a course that can be filed on `today`. `cell` gives what stands in the column of a field: empty where
/// there is no column, a code where the cell cannot be taken as it stands.
///
/// # Errors
/// Every fault of the row, by field: what is missing, impossible, or against a rule.
pub fn read<'a>(
    cell: impl Fn(Field) -> Result<&'a str, &'static str>,
    licensed: &Licensed,
    today: Day,
) -> Result<Course, Vec<Told<Field>>> {
    let mut cells = Cells::of(cell);
    let read = cells.course();
    let mut faults: Vec<Told<Field>> = cells.faults.into_iter().map(Told::from).collect();
    let unread = |field: &str, faults: &[Told<Field>]| {
        let field = Field::of_course(field);
        faults.iter().any(|fault| fault.field == field)
    };
    let course = match read.checked() {
        Ok(course) => course,
        Err(wrong) => {
            let wrong = wrong.into_iter();
            faults.extend(wrong.map(|it| Told::plain(Field::of_course(&it.field), it.code)));
            read
        }
    };
    for field in course.missing() {
        if !unread(field, &faults) {
            faults.push(Told::plain(Field::of_course(field), "missing_field"));
        }
    }
    let found = judge(&course, licensed, today, Calendar::built_in());
    faults.extend(
        found
            .into_iter()
            .filter(|finding| finding.refuses)
            .map(|finding| Told {
                field: Field::of_course(finding.field),
                code: Cow::Borrowed(finding.check.code()),
                article: Some(finding.article),
                figures: finding.figures,
            }),
    );
    if faults.is_empty() {
        Ok(course)
    } else {
        Err(faults)
    }
}

impl<'a, F: Fn(Field) -> Result<&'a str, &'static str>> Cells<Field, F> {
    fn number(&mut self, field: Field) -> Option<i64> {
        self.taken(field, |text| {
            let digits = text.replace([',', '，'], "");
            digits
                .parse()
                .map_err(|_| InputFault::new("number_invalid"))
        })
    }

    fn course(&mut self) -> Course {
        let mode = |text: &str| {
            let words = |one: Mode| [one.code(), one.zh(), one.en()];
            known(Mode::ALL, text, words, "mode_unknown")
        };
        Course {
            name: self.words(Field::Name),
            description: self.words(Field::Description),
            class: self.taken::<Class>(Field::Class, class),
            stages: self
                .taken::<Stages>(Field::Stages, stages)
                .map(|stages| stages.iter().collect())
                .unwrap_or_default(),
            mode: self.taken(Field::Mode, mode),
            lessons: self.number(Field::Lessons),
            lesson_minutes: self.number(Field::LessonMinutes),
            break_minutes: self.number(Field::BreakMinutes),
            pupils: self.number(Field::Pupils),
            price_fen: self.taken(Field::Price, Fen::from_yuan_text),
            first_day: self.taken(Field::FirstDay, day),
            last_day: self.taken(Field::LastDay, day),
            times: self.taken(Field::Times, times).unwrap_or_default(),
            materials: self.taken(Field::Materials, materials).unwrap_or_default(),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test stops where it fails")]
mod tests {
    use super::*;
    use crate::course::facts::tests::whole;
    use crate::listed::{columns, headings};
    use crate::words::Article;

    const ROW: [(Field, &str); 12] = [
        (Field::Name, "中国舞启蒙"),
        (Field::Description, "从把杆和方位开始，学完一个完整组合。"),
        (Field::Class, "文化艺术"),
        (Field::Stages, "小学"),
        (Field::Mode, "线下"),
        (Field::Lessons, "20"),
        (Field::LessonMinutes, "45"),
        (Field::Pupils, "20"),
        (Field::Price, "1,600"),
        (Field::FirstDay, "2026年9月2日"),
        (Field::LastDay, "2026/11/30"),
        (Field::Times, "周三18:30-20:00"),
    ];

    fn read_with(field: Field, text: &'static str) -> Result<Course, Vec<Told<Field>>> {
        let cell = move |asked: Field| {
            let known = ROW.iter().find(|(one, _)| *one == asked);
            let said = if asked == field {
                text
            } else {
                known.map_or("", |(_, text)| *text)
            };
            Ok(said)
        };
        let licensed = Licensed {
            classes: Some(Class::Arts.into()),
            stages: Stages::from_bits(2).ok(),
            mode: Some(Mode::OnSite),
        };
        read(cell, &licensed, "2026-11-23".parse().unwrap())
    }

    #[test]
    fn a_row_is_read_as_institutions_write_it() {
        let course = Course {
            break_minutes: None,
            ..whole()
        };
        assert_eq!(read_with(Field::Materials, ""), Ok(course));
    }

    #[test]
    fn each_fault_of_a_row_is_told_with_its_field_and_rule() {
        for (field, text, code, article) in [
            (Field::Name, "", "missing_field", None),
            (Field::Name, "<b>舞</b>", "text_markup", None),
            (Field::Class, "厨艺", "class_unknown", None),
            (
                Field::Class,
                "科技",
                "class_outside_licence",
                Some("ppei-63-1-9"),
            ),
            (
                Field::Stages,
                "初中",
                "stage_outside_licence",
                Some("ppei-63-1-9"),
            ),
            (Field::Stages, "大学", "stage_unknown", None),
            (Field::Mode, "函授", "mode_unknown", None),
            (Field::Lessons, "二十", "number_invalid", None),
            (Field::Lessons, "0", "course_number_out_of_range", None),
            (Field::Lessons, "99", "lessons_do_not_fit", None),
            (Field::Price, "一千", "amount_invalid", None),
            (
                Field::LastDay,
                "2026-08-01",
                "course_days_out_of_order",
                None,
            ),
            (
                Field::Times,
                "周三 20:00-18:00",
                "time_ends_before_start",
                None,
            ),
            (Field::Times, "每天", "time_invalid", None),
            (
                Field::Times,
                "周三 19:30-21:00",
                "ends_late_on_site",
                Some("sleep21"),
            ),
            (Field::Materials, "a|b|也许", "filing_unknown", None),
        ] {
            let faults = read_with(field, text).unwrap_err();
            let told: Vec<(Field, &str, Option<&str>)> = faults
                .iter()
                .map(|it| {
                    (
                        it.field,
                        it.code.as_ref(),
                        it.article.as_ref().map(Article::key),
                    )
                })
                .collect();
            assert_eq!(told, [(field, code, article)], "{text}");
        }
    }

    #[test]
    fn headings_are_found_below_a_title_and_need_the_names() {
        let texts =
            |row: &[&str]| -> Vec<String> { row.iter().map(|it| (*it).to_owned()).collect() };
        let rows = [
            texts(&["2026年春季课程表"]),
            texts(&["序号", "课程名称*", "总课时", "收费", "课程名称"]),
        ];
        let read = |rows: &[Vec<String>]| headings(rows, columns::<Field>);
        let (row, columns) = read(&rows);
        assert_eq!(row, 1);
        assert_eq!(
            columns,
            [
                None,
                Some(Field::Name),
                Some(Field::Lessons),
                Some(Field::Price),
                None
            ]
        );
        assert_eq!(NEEDED, [Field::Name]);
        let nameless = read(&[texts(&["总课时"])]);
        assert_eq!(nameless, (0, vec![Some(Field::Lessons)]));
        assert_eq!(read(&[]), (0, vec![]));
    }

    #[test]
    fn every_field_is_known_by_each_of_its_headings_and_every_field_of_a_course_is_one() {
        for field in Field::ALL {
            let all = [field.zh(), field.en(), field.code()];
            for heading in all.iter().chain(field.also()) {
                assert_eq!(Field::of_heading(heading), Some(*field), "{heading}");
            }
        }
        let course = serde_json::to_value(whole()).unwrap();
        for field in course.as_object().unwrap().keys() {
            assert!(Field::from_code(field).is_some(), "{field}");
        }
    }
}
