//! Why a step on an after-school provider is refused, in the words of the office.

use crate::refusal::Refusal;

pub(super) const INCOMPLETE: Refusal = Refusal::step(
    "after_school_incomplete",
    "申请还有未填的内容，填齐后再提交",
    "something of the application is not filled in: complete it, then file it",
);
pub(super) const CONDITIONS_UNMET: Refusal = Refusal::law(
    "after_school_conditions_unmet",
    "as23",
    "有准入条件不符合",
    "a condition of admission is not met",
);
pub(super) const WITHOUT_LICENCE: Refusal = Refusal::law(
    "after_school_without_licence",
    "as23",
    "没有在有效期内的办学许可，或者机构不在办学状态",
    "without a licence in force, or while the institution does not work",
);
pub(super) const NOT_DRAFT: Refusal = Refusal::step(
    "after_school_not_draft",
    "申请已经提交",
    "the application has been filed",
);
pub(super) const NOT_FILED: Refusal = Refusal::step(
    "after_school_not_filed",
    "申请没有在等待审核",
    "no application waits to be examined",
);
pub(super) const NOT_SELECTED: Refusal = Refusal::step(
    "after_school_not_selected",
    "没有等待复核的遴选意见",
    "no selection waits for a second person",
);
pub(super) const NOT_PUBLICISED: Refusal = Refusal::step(
    "after_school_not_publicised",
    "没有在公示",
    "it is not before the public",
);
pub(super) const STILL_PUBLICISED: Refusal = Refusal::step(
    "after_school_still_publicised",
    "公示期未满",
    "the time before the public is not over",
);
pub(super) const CHECKLIST_OPEN: Refusal = Refusal::step(
    "after_school_checklist_open",
    "审核清单还有未确认的项目",
    "an item of the checklist is not confirmed",
);
pub(super) const OWN_PROPOSAL: Refusal = Refusal::step(
    "after_school_own_proposal",
    "提出意见的人不能自己复核，须由另一人办理",
    "whoever proposed it does not approve it: another person does",
);
pub(super) const NOT_ADMITTED: Refusal = Refusal::step(
    "after_school_not_admitted",
    "机构不在准入名单上",
    "the institution is not admitted",
);
pub(super) const NOT_WARNED: Refusal = Refusal::step(
    "after_school_not_warned",
    "没有未解除的预警",
    "no warning is open",
);
pub(super) const NOT_SUSPENDED: Refusal = Refusal::step(
    "after_school_not_suspended",
    "准入没有暂停",
    "the admission is not suspended",
);
pub(super) const LICENCE_IN_FORCE: Refusal = Refusal::step(
    "after_school_licence_in_force",
    "办学许可在有效期内",
    "the licence is in force",
);
pub(super) const LEAVING: Refusal = Refusal::step(
    "after_school_leaving",
    "已经提出退出，正在等待复核",
    "an exit was proposed and waits for a second person",
);
pub(super) const NOT_LEAVING: Refusal = Refusal::step(
    "after_school_not_leaving",
    "没有等待复核的退出意见",
    "no exit waits for a second person",
);
pub(super) const GROUND_UNFIT: Refusal = Refusal::step(
    "after_school_ground_unfit",
    "事由与记录不符",
    "the record does not bear out this ground",
);
pub(super) const CORRECTION_DAY: Refusal = Refusal::step(
    "after_school_correction_day",
    "改正期限须在今天之后、本学年之内",
    "the day to correct by lies after today and within the school year",
);
pub(super) const REASON_MISSING: Refusal =
    Refusal::step("reason_missing", "须写明理由", "give the reason");
pub(super) const ADMITTED: Refusal = Refusal::step(
    "after_school_admitted_already",
    "已经准入，要离开须由教育部门办理退出",
    "it is admitted: to leave, the authority records an exit",
);
pub(super) const NOT_OVER: Refusal = Refusal::step(
    "after_school_not_over",
    "本学年还没有结束",
    "the school year is not over",
);
pub(super) const ENDED: Refusal =
    Refusal::step("after_school_ended", "已经办结", "it has come to its end");
