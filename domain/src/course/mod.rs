//! Courses (课程): what an institution teaches, to whom, when and for how much; by which rules it is judged before it is
//! published, and the way from the draft to the published list of fees (收费公示).

mod check;
mod facts;
mod guard;
mod judge;
pub mod listed;
mod said;
mod times;
mod way;
#[cfg(test)]
mod way_tests;
mod words;

pub use check::Check;
pub use facts::{Course, Filing, Material};
pub use guard::Facts;
pub use judge::{Finding, Licensed, is_beyond, judge};
pub use said::{materials as read_materials, times as read_times};
pub use times::{Clock, Slot, Weekday};
pub use way::{Effect, Event, Judged, Live, Step, Way};

use crate::screening::{LabelCode, Screening};
use crate::words::Class;

/// What a flag of a course is about: labels that a text of an offer can bear. Those that speak of refunds, noise or a
/// school's own fees are a complainant's, and an offer that promises refunds bears none of them.
const LABELS: &[LabelCode] = &[
    LabelCode::SubjectTutoringDisguised,
    LabelCode::SubjectTutoring,
    LabelCode::TeacherPaid,
];

/// The labels that an officer has to judge before a course of this class is published. A course that is open about
/// teaching school subjects says so itself: that it names them is no sign of anything.
#[must_use]
pub fn flags(class: Option<Class>, screening: &Screening) -> Vec<LabelCode> {
    let open = class == Some(Class::Subject);
    LABELS
        .iter()
        .copied()
        .filter(|code| !open || *code == LabelCode::TeacherPaid)
        .filter(|code| {
            let is_it = |label: &&crate::screening::Label| label.code == *code && label.flag;
            screening.labels.iter().any(|label| is_it(&label))
        })
        .collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test stops where it fails")]
mod tests {
    use super::*;
    use crate::screening::{Kind, Screener, Text};

    fn screened(name: &str, description: &str, class: Class) -> Vec<LabelCode> {
        let text = Text {
            subject: name.to_owned(),
            body: description.to_owned(),
            kind: Kind::Course,
            ..Text::default()
        };
        flags(Some(class), &Screener::built_in().screen(&text))
    }

    #[test]
    fn a_thinking_training_that_teaches_mathematics_is_flagged() {
        let flags_of = |class| {
            screened(
                "思维训练（春季班）",
                "面向三年级，按数学教材单元同步讲解应用题，每周一次，配套练习卷。",
                class,
            )
        };
        assert!(flags_of(Class::Science).contains(&LabelCode::SubjectTutoringDisguised));
        assert!(flags_of(Class::Subject).is_empty());
        // The name is one thing, what is taught another: they need not stand in one sentence.
        let apart = "面向三年级小学生。每周一次，小班。寒假不上课。学习数学应用题。";
        assert!(
            screened("思维训练", apart, Class::Arts).contains(&LabelCode::SubjectTutoringDisguised)
        );
        let open = screened("快乐星球班", "给小学生讲解数学应用题。", Class::Arts);
        assert_eq!(open, [LabelCode::SubjectTutoring]);
    }

    #[test]
    fn the_units_of_a_course_are_no_flats_and_no_syllabus() {
        let units = "全课共八个单元，每单元做一件作品，最后比赛。";
        assert!(screened("机器人编程", units, Class::Science).is_empty());
        let several = "按教材单元同步复习，配套试卷和错题讲解。";
        assert!(!screened("逻辑思维", several, Class::Science).is_empty());
        let denied = "只教舞蹈，不教数学。";
        assert!(screened("少儿思维与舞蹈", denied, Class::Arts).is_empty());
    }

    #[test]
    fn a_course_of_ballet_is_not_flagged_and_one_that_names_fees_is_neither() {
        let ballet = "从把杆、方位和音乐节奏开始，学完一个完整的民族舞组合。";
        assert!(screened("中国舞启蒙", ballet, Class::Arts).is_empty());
        let refunds = "未上的课按剩余课时全额退费，机构不收取违约金，合同写明退费办法。";
        assert!(screened("少儿篮球", refunds, Class::Sports).is_empty());
    }

    #[test]
    fn a_teacher_in_service_is_flagged_even_where_subjects_are_open() {
        let text = "由在职教师授课，公办学校老师补课。";
        assert_eq!(
            screened("初中数学", text, Class::Subject),
            [LabelCode::TeacherPaid]
        );
    }
}
