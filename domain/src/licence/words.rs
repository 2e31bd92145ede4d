//! Why a step on a licence is refused, in the words of the office.

use crate::refusal::Refusal;

pub(super) const REASON_MISSING: Refusal =
    Refusal::step("reason_missing", "须写明理由", "give the reason");
pub(super) const BASIS_MISSING: Refusal = Refusal::step(
    "basis_missing",
    "须写明所依据的文书名称和编号",
    "name the document it rests on, with its number",
);
pub(super) const REVOCATION_WITHOUT_DECISION: Refusal = Refusal::law(
    "revocation_without_decision",
    "apl-9",
    "吊销许可证件是行政处罚，须写明处罚决定书的编号",
    "revocation is a penalty: name the decision it rests on",
);
pub(super) const SUSPENSION_WITHOUT_DECISION: Refusal = Refusal::law(
    "suspension_without_decision",
    "apl-9",
    "暂扣许可证件是行政处罚，须写明处罚决定书的编号；依照其他规定暂停的，写明该文书的名称和编号",
    "the suspension of a licence is a penalty: name the decision it rests on, or the document where another rule has it",
);
pub(super) const GROUND_MISSING: Refusal = Refusal::law(
    "ground_missing",
    "alic-70",
    "注销须属于法定情形之一",
    "a licence is cancelled on a ground given by law",
);
pub(super) const GROUND_UNFIT: Refusal = Refusal::law(
    "ground_unfit",
    "alic-70--1",
    "许可证尚未到期，不能以有效期届满为由注销",
    "the licence has not run out, so it cannot be cancelled on that ground",
);
pub(super) const NOT_VALID: Refusal = Refusal::step(
    "licence_not_valid",
    "只有有效的许可证可以暂停",
    "only a valid licence can be suspended",
);
pub(super) const NOT_SUSPENDED: Refusal = Refusal::step(
    "licence_not_suspended",
    "许可证未被暂停",
    "the licence is not suspended",
);
pub(super) const EXPIRED: Refusal = Refusal::step(
    "licence_expired",
    "许可证已过有效期",
    "the licence has run out",
);
pub(super) const ENDED: Refusal = Refusal::step(
    "licence_ended",
    "许可证已被吊销或者注销",
    "the licence was revoked or cancelled",
);
pub(super) const AWAITS_DECISION: Refusal = Refusal::step(
    "change_awaits_approval",
    "已有一项变动等待审批",
    "a change waits for approval already",
);
pub(super) const NO_PROPOSAL: Refusal = Refusal::step(
    "no_change_proposed",
    "没有等待审批的变动",
    "no change waits for approval",
);
// The second pair of eyes is the order of the house: no statute that was read asks for it here.
pub(super) const OWN_PROPOSAL: Refusal = Refusal::step(
    "approver_is_proposer",
    "提出变动的人不能自己批准",
    "whoever proposes a change may not approve it",
);
