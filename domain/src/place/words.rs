//! The refusals of a place, in words.

use crate::refusal::Refusal;

pub(super) const REASON_MISSING: Refusal =
    Refusal::step("reason_missing", "须写明理由", "give the reason");
pub(super) const CONFIRMED: Refusal = Refusal::step(
    "place_confirmed_already",
    "已经核实为无证场所",
    "it has been confirmed already",
);
pub(super) const NOT_CONFIRMED: Refusal = Refusal::step(
    "place_not_confirmed",
    "还没有经现场核查核实",
    "no check on site has confirmed it yet",
);
pub(super) const NOT_SUSPECTED: Refusal = Refusal::step(
    "place_not_suspected",
    "经两名执法人员核实的，须由执法负责人撤销核实",
    "two officers have confirmed it: a lead officer has to overturn that",
);
pub(super) const SHUT: Refusal = Refusal::step(
    "place_shut",
    "已经关停；发现重新开班的，先登记死灰复燃",
    "it is shut: where it works again, record that first",
);
pub(super) const NOT_SHUT: Refusal = Refusal::step(
    "place_not_ended",
    "没有关停，也没有不予列入，不需要重新列入核查",
    "it is neither shut nor set aside, so there is nothing to take up again",
);
pub(super) const JOINED: Refusal = Refusal::step(
    "place_joined",
    "已经关联到登记机构；关联有误的，先解除关联",
    "it is joined to an institution: where that is wrong, take it apart first",
);
pub(super) const NOT_JOINED: Refusal = Refusal::step(
    "place_not_joined",
    "没有关联到登记机构",
    "it is joined to no institution",
);
pub(super) const SET_ASIDE: Refusal = Refusal::step(
    "place_set_aside",
    "已经决定不予列入；确有问题的，重新列入核查",
    "it was set aside: where that was wrong, take it up again",
);
pub(super) const DAY_IN_FUTURE: Refusal = Refusal::step(
    "place_day_in_future",
    "日期不能晚于今天",
    "the day is still to come",
);
pub(super) const CHECK_BEFORE_SEEN: Refusal = Refusal::step(
    "place_check_before_seen",
    "核查日期不能早于首次发现的日期",
    "the check cannot lie before the day the place was first seen",
);
pub(super) const CHECK_BEFORE_SHUT: Refusal = Refusal::step(
    "place_check_before_shut",
    "上次关停以后重新开办的，核查日期不能早于关停日期",
    "it works again after it was shut, so the check cannot lie before that day",
);
pub(super) const SHUT_BEFORE_CHECK: Refusal = Refusal::step(
    "place_shut_before_check",
    "关停日期不能早于现场核查的日期",
    "it cannot be shut before the day of the check",
);
pub(super) const DOCUMENT_MISSING: Refusal = Refusal::step(
    "place_document_missing",
    "须填写文书名称和文号",
    "name the document and its number",
);
/// Article 17 speaks of whoever has a dedicated place, at least two staff and a division of work; by no other article of
/// the order is anybody told to stop.
pub(super) const NOT_ARTICLE_17: Refusal = Refusal::law(
    "place_order_without_conditions",
    "53-17",
    "核查没有查明专门场所、两名以上从业人员和组织分工三项条件，不能以责令停止举办为依据关停",
    "the check did not find a dedicated place, two staff and a division of work, so no order to stop can be the ground",
);
pub(super) const WITHOUT_LICENCE: Refusal = Refusal::step(
    "place_institution_without_licence",
    "该机构没有在有效期内的办学许可，不能按“已取得办学许可”关联",
    "the institution has no licence in force, so the place did not get one with it",
);
// Who overturns what two officers found is the order of the house: no statute that was read says it.
pub(super) const OWN_CHECK: Refusal = Refusal::step(
    "place_own_check",
    "参加现场核查的人员不得撤销核实",
    "nobody overturns a check that they took part in",
);
pub(super) const NO_CASE: Refusal = Refusal::step(
    "place_takes_no_case",
    "该处所已关停、已关联或者不予列入，不能据此立案",
    "it is shut, joined or set aside, so no case is filed from it",
);
pub(super) const OF_INSTITUTION: Refusal = Refusal::step(
    "complaint_of_institution",
    "投诉对象是登记机构，不能记为无证场所",
    "the complaint is about an institution of the register, so it is none about an unlicensed place",
);

/// What looks like a place that is known is entered only by who has seen those.
pub const ALIKE: Refusal = Refusal::step(
    "place_known_already",
    "同一地区已有地址或者名称相近的无证场所，请先核对",
    "places of a like address or name are known in the district: look at them first",
);

/// A place of another authority's district is entered by that authority.
pub const OUT_OF_AREA: Refusal = Refusal::step(
    "place_out_of_area",
    "不是本机关负责的地区",
    "your authority is not responsible for that district",
);
