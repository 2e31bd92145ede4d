//! Why a step on a course is refused, in the words of the office.

use crate::refusal::Refusal;

pub(super) const INCOMPLETE: Refusal = Refusal::step(
    "course_incomplete",
    "课程还有未填的内容，填齐后再提交",
    "something of the course is not filled in: complete it, then file it",
);
pub(super) const UNLAWFUL: Refusal = Refusal::step(
    "course_unlawful",
    "课程有不符合规定的内容，改正后再提交",
    "something of the course is against the rules: put it right, then file it",
);
pub(super) const WITHOUT_LICENCE: Refusal = Refusal::step(
    "course_without_licence",
    "没有在有效期内的办学许可，或者机构不在办学状态，不能提交课程",
    "without a licence in force, or while the institution does not work, no course is filed",
);
pub(super) const FILED: Refusal = Refusal::step(
    "course_filed_already",
    "课程已经提交，正在筛查或者等待审查",
    "the course has been filed: it is screened, or waits for an officer",
);
pub(super) const NOT_DRAFT: Refusal = Refusal::step(
    "course_not_draft",
    "先选择变更，再修改课程",
    "choose to change the course first",
);
pub(super) const NOTHING_TO_CHANGE: Refusal = Refusal::step(
    "course_still_written",
    "课程还在填写，直接修改即可",
    "the course is still being written: change it as it is",
);
pub(super) const NOTHING_BEFORE: Refusal = Refusal::step(
    "course_nothing_before",
    "没有已公示的版本可以保留",
    "nothing was published before that could stay",
);
pub(super) const NO_CHANGE: Refusal = Refusal::step(
    "course_no_change_open",
    "没有正在办理的变更",
    "no change is open that could be given up",
);
pub(super) const NOT_FILED: Refusal = Refusal::step(
    "course_not_filed",
    "课程没有在等待筛查",
    "the course does not wait for its screening",
);
pub(super) const NOT_HANDED_IN: Refusal = Refusal::step(
    "course_not_handed_in",
    "课程还在填写，没有提交",
    "the course is being written and was not handed in",
);
pub(super) const MATERIALS_FILED: Refusal = Refusal::step(
    "course_materials_filed",
    "没有待备案的培训材料",
    "no material waits to be filed",
);
pub(super) const NOT_FLAGGED: Refusal = Refusal::step(
    "course_not_flagged",
    "课程没有等待审查的提示，或者已有人作出决定",
    "no flag waits to be judged, or somebody has judged it",
);
pub(super) const REASON_MISSING: Refusal =
    Refusal::step("reason_missing", "须写明理由", "give the reason");
pub(super) const NOT_OVER: Refusal = Refusal::step(
    "course_not_over",
    "课程没有公示，或者还没有结束",
    "the course is not published, or not over yet",
);
pub(super) const ENDED: Refusal = Refusal::step(
    "course_ended",
    "课程已经结束或者撤回",
    "the course is over or was withdrawn",
);
