//! The refusals of a case, in words.

use crate::refusal::Refusal;

pub(super) const CASE_CLOSED: Refusal =
    Refusal::step("case_closed", "案件已经结案", "the case is closed");
pub(super) const AWAITS_APPROVAL: Refusal = Refusal::step(
    "closure_awaits_approval",
    "结案申请等待审批",
    "the proposal to close awaits approval",
);
pub(super) const NO_PROPOSAL: Refusal = Refusal::step(
    "closure_not_proposed",
    "尚未申请结案",
    "closure has not been proposed",
);
pub(super) const FINDING_MISSING: Refusal = Refusal::law(
    "finding_missing",
    "apl-28",
    "尚未记录违法事实，不能责令改正",
    "no finding is recorded, so nothing can be ordered",
);
pub(super) const ORDER_MISSING: Refusal = Refusal::law(
    "order_missing",
    "apl-28",
    "已查明违法事实，须先责令改正",
    "a violation was found: order its correction first",
);
pub(super) const ORDER_MADE: Refusal = Refusal::step(
    "order_made_already",
    "本案已经责令改正",
    "correction has been ordered already",
);
pub(super) const NO_ORDER: Refusal = Refusal::step(
    "order_not_made",
    "尚未责令改正",
    "correction has not been ordered",
);
pub(super) const SERVED: Refusal = Refusal::step(
    "order_served_already",
    "责令改正通知书已经送达",
    "the order has been served already",
);
pub(super) const NOT_SERVED: Refusal = Refusal::law(
    "service_missing",
    "apl-61",
    "责令改正通知书尚未送达；邮件只作告知，不是送达",
    "the order has not been served; a mail only informs",
);
pub(super) const CORRECTION_OPEN: Refusal = Refusal::step(
    "correction_open",
    "机构尚未答复，改正期限也未届满",
    "the institution has not answered and its time is not over",
);
pub(super) const DAY_IN_FUTURE: Refusal = Refusal::step(
    "day_in_future",
    "日期不能晚于今天",
    "the day lies in the future",
);
pub(super) const SERVED_TOO_EARLY: Refusal = Refusal::step(
    "served_before_order",
    "送达日期不能早于责令改正的日期",
    "the day of service lies before the order",
);
pub(super) const SERVED_TOO_LATE: Refusal = Refusal::step(
    "served_after_due",
    "送达之日不计入期限，送达以后改正期限至少要剩一天；先变更改正期限，再送达",
    "the day of service is not counted and no day for correction would be left after it: change its last day first",
);
pub(super) const NOTICE_RUNNING: Refusal = Refusal::law(
    "public_notice_running",
    "cpl-95",
    "公告期间未满，期满之日才视为送达，期满后登记",
    "the public notice still runs: the document counts as served when its days have run; record it then",
);
pub(super) const ANSWERED: Refusal = Refusal::step(
    "order_answered_already",
    "机构已经答复，改正期限不再变更",
    "the institution has answered, so its time is no longer changed",
);
pub(super) const DUE_NOT_LATER: Refusal = Refusal::step(
    "due_not_later",
    "改正期限只能推后，不能提前",
    "the last day for correction can be moved to a later day only",
);
pub(super) const ACTED_AFTER_FOUND: Refusal = Refusal::step(
    "acted_after_found",
    "违法行为发生的日期不能晚于认定的日期",
    "the act cannot lie after the day of its finding",
);
pub(super) const NO_BASIS: Refusal = Refusal::step(
    "no_basis_on_that_day",
    "行为发生之日，已收录的法律法规没有对这一行为的规定，不能据此认定",
    "on the day of the act no statute on record forbade it, so it cannot be found",
);
pub(super) const BASIS_UNCONFIRMED: Refusal = Refusal::step(
    "basis_unconfirmed",
    "所依据的条文尚未核对原文（依据待核），须核对后勾选确认",
    "an article it rests on was not read in a copy of the text (unverified): check it, then confirm",
);
pub(super) const CONSENT_MISSING: Refusal = Refusal::law(
    "consent_missing",
    "apl-61",
    "送达之日没有有效的电子送达确认书，不能电子送达",
    "without a signed consent on the day of service there is no electronic service",
);
pub(super) const REASON_MISSING: Refusal =
    Refusal::step("reason_missing", "须写明理由", "give the reason");
pub(super) const DUE_TOO_EARLY: Refusal = Refusal::step(
    "due_not_after_order",
    "改正期限须晚于责令改正的日期",
    "the last day for correction must lie after the order",
);
pub(super) const DUE_TOO_LATE: Refusal = Refusal::step(
    "due_too_late",
    "改正期限不得超过 180 日（本地设置，依据待核）",
    "the time for correction may not exceed 180 days (local setting, unverified)",
);
