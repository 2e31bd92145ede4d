//! Why a step on an application is refused, in the words of the office.

use crate::refusal::Refusal;

pub(super) const INCOMPLETE: Refusal = Refusal::step(
    "application_incomplete",
    "还有未填的内容或者未交的材料，填齐后再提交",
    "something is not filled in or a paper is missing: complete it, then submit",
);
pub(super) const SUBMITTED: Refusal = Refusal::step(
    "application_submitted",
    "申请已经提交",
    "the application has been submitted",
);
pub(super) const NOT_SUBMITTED: Refusal = Refusal::step(
    "application_not_submitted",
    "申请人尚未提交或者补正",
    "the applicant has not submitted it, or not corrected it yet",
);
pub(super) const NOT_ACCEPTED: Refusal = Refusal::step(
    "application_not_accepted",
    "申请尚未受理",
    "the application has not been accepted yet",
);
pub(super) const ACCEPTED: Refusal = Refusal::step(
    "application_accepted_already",
    "申请已经受理",
    "the application has been accepted already",
);
pub(super) const AWAITS_APPROVAL: Refusal = Refusal::step(
    "decision_awaits_approval",
    "审查意见正在等待审批",
    "the proposed decision waits for approval",
);
pub(super) const NOT_PROPOSED: Refusal = Refusal::step(
    "decision_not_proposed",
    "尚未提出审查意见",
    "no decision has been proposed",
);
pub(super) const DECIDED: Refusal = Refusal::step(
    "application_decided",
    "已经作出决定",
    "the decision has been made",
);
pub(super) const NOT_GRANTED: Refusal = Refusal::step(
    "application_not_granted",
    "尚未准予许可，不能颁发许可证",
    "nothing has been granted, so no licence can be issued",
);
pub(super) const ISSUED_EARLY: Refusal = Refusal::step(
    "licence_before_decision",
    "许可证的日期不能早于申请和许可决定的日期：系统时钟不对，请管理员核对后再颁发",
    "a licence is not dated before its application and its grant: the clock is wrong, have it put right first",
);
pub(super) const ENDED: Refusal = Refusal::step(
    "application_ended",
    "申请已经办结、撤回或者不予受理",
    "the application has ended, was withdrawn or not accepted",
);
pub(super) const LICENSED: Refusal = Refusal::step(
    "licensed_already",
    "已有许可证，应当申请延续或者变更",
    "there is a licence already: ask for its renewal or change",
);
pub(super) const NOT_WORKING: Refusal = Refusal::step(
    "institution_not_working",
    "登记册里机构的状态是终止办学或者失联，不能申请许可；状态有误的，请先联系登记机关更正",
    "the register says that the institution is closing, closed or out of reach: have that put right first",
);
pub(super) const NO_LICENCE: Refusal = Refusal::step(
    "no_licence_to_change",
    "没有有效的许可证，不能延续或者变更",
    "there is no licence in force to renew or change",
);
pub(super) const NO_LICENCE_TO_REPLACE: Refusal = Refusal::step(
    "no_licence_to_replace",
    "没有有效的许可证，不能补办",
    "there is no licence in force to replace",
);
pub(super) const RENEWAL_AFTER_EXPIRY: Refusal = Refusal::law(
    "renewal_after_expiry",
    "alic-50",
    "许可证已过有效期：延续应当在有效期届满三十日前提出，现在不能延续，可以重新申请设立（许可期限内没有违法违规行为的，实施条例第二十二条另有自动延续、换领新证的规定，请先与审批机关联系）",
    "the licence has run out: a renewal is asked for thirty days before, and now there is none; apply for a new one (where nothing unlawful was done in its time, article 22 of the implementing regulations lets it go on of itself: ask the authority first)",
);
pub(super) const CHANGE_IN_RENEWAL: Refusal = Refusal::step(
    "change_needs_its_own_application",
    "延续不改变机构名称、类别、学段、办学内容、培训方式和地址；请改回登记的内容，变动另行申请变更",
    "a renewal changes no name, class, stage, scope, mode or address: put back what the register says, and ask for a change of its own",
);
pub(super) const OTHER_MODE: Refusal = Refusal::law(
    "mode_needs_its_own_licence",
    "ppei-16-2",
    "线上、线下分别许可，不能用变更把线下改成线上或者把线上改成线下；请改回登记的培训方式",
    "training online and on site are licensed apart: a change does not turn one into the other; put back what the register says",
);
pub(super) const GRANTED_BY_LAW: Refusal = Refusal::law(
    "granted_by_law",
    "alic-50-2",
    "许可证有效期届满前未作决定，依法视为准予延续",
    "nothing was decided before the licence ran out: by law the renewal counts as granted",
);
pub(super) const CORRECTION_ASKED: Refusal = Refusal::law(
    "correction_asked_already",
    "alic-32-1-4",
    "补正应当一次告知全部内容，本申请已经告知过",
    "everything to be corrected is to be told at once, and it has been told",
);
pub(super) const ACCEPTED_BY_LAW: Refusal = Refusal::law(
    "accepted_by_law",
    "alic-32-1-4",
    "收到申请已逾五日未告知补正，自收到之日起即为受理",
    "five working days have passed without a word: it counts as accepted from the day it came",
);
pub(super) const REASON_MISSING: Refusal =
    Refusal::step("reason_missing", "须写明理由", "give the reason");
pub(super) const REFUSAL_WITHOUT_REASON: Refusal = Refusal::law(
    "refusal_without_reason",
    "alic-38-2",
    "不予许可应当说明理由",
    "a refusal says why",
);
pub(super) const ONE_VISITOR: Refusal = Refusal::law(
    "visit_by_two",
    "alic-34-3",
    "实地核查应当由两名以上工作人员进行",
    "a visit is made by two officers at least",
);
pub(super) const VISIT_DAY: Refusal = Refusal::step(
    "visit_day_unfit",
    "核查日期应当在受理之日至今天之间",
    "a visit lies between the acceptance and today",
);
pub(super) const VISIT_MISSING: Refusal = Refusal::step(
    "visit_missing",
    "尚未实地核查，不能提出准予意见",
    "the premises have not been visited, so nothing can be granted yet",
);
pub(super) const VISIT_FAILED: Refusal = Refusal::step(
    "visit_failed",
    "实地核查未通过，不能提出准予意见",
    "the visit found the premises unfit, so nothing can be granted",
);
pub(super) const CONDITIONS_UNMET: Refusal = Refusal::law(
    "conditions_unmet",
    "alic-38-1",
    "有法定条件不符合，不能准予",
    "a condition of the law is not met, so nothing can be granted",
);
pub(super) const CHECKLIST_INCOMPLETE: Refusal = Refusal::step(
    "checklist_incomplete",
    "清单里需要人工核查的条件还没有全部确认",
    "a condition that has to be looked at was not ticked on the checklist",
);
pub(super) const OWN_PROPOSAL: Refusal = Refusal::step(
    "approver_is_proposer",
    "提出审查意见的人不能自己审批",
    "whoever proposes a decision may not approve it",
);
pub(super) const EXTENSION_WITHOUT_BASIS: Refusal = Refusal::law(
    "extension_without_basis",
    "alic-42-1",
    "本期限不能延长，或者已经延长过、已经届满",
    "this period cannot be extended, was extended before, or is over",
);
pub(super) const EXTENSION_TOO_LONG: Refusal = Refusal::law(
    "extension_too_long",
    "alic-42-1",
    "延长不得超过十个工作日",
    "at most ten working days may be added",
);
