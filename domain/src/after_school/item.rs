//! What the officer looks at before a provider is chosen: content, quality and fees.

use super::basis::{Basis, LOCAL, NOTICE};
use crate::words::coded;

coded! {
    /// An item of the checklist (遴选审核).
    Item "after_school_item_unknown" {
        /// 内容
        Content "content" "内容：符合素质教育要求，不刷题备考、不讲授新课、不集体补课" "Content: no drilling for examinations, no new lessons, no collective make-up lessons",
        /// 时间
        Hours "hours" "时间：只在上课日、完成国家规定课程之后；早到看管、午休、晚自习不算课后服务" "Hours: on school days after the lessons; early care, the noon break and evening study are none of it",
        /// 人员
        People "people" "人员：入校人员逐一审查资质和准入查询结果" "People: everybody who comes in was checked for qualification and by the entry check",
        /// 质量
        Quality "quality" "质量：课程安排、教学质量承诺和以往服务情况可以接受" "Quality: the plan, the promise of quality and earlier service are acceptable",
        /// 收费
        Fee "fee" "收费：引进费用标准公益，明显低于同类校外培训价格" "Fee: of public interest and clearly below that of the like training outside",
        /// 收费方式
        Collection "collection" "收费方式：由学校收取并公示，不由机构或者家长委员会收取" "Collection: by the school, which publishes it, and by neither the institution nor a parents' committee",
        /// 安全
        Safety "safety" "安全：入校、上课、离校的安全责任已经明确" "Safety: who answers for it on the way in, in class and on the way out is settled",
    }
}

impl Item {
    /// What it rests on.
    #[must_use]
    pub const fn basis(self) -> Basis {
        match self {
            Self::Content | Self::Hours | Self::People | Self::Collection => NOTICE,
            // Heilongjiang asks for fees clearly below those of the market; what Jiangxi asks for was not read.
            Self::Quality | Self::Fee | Self::Safety => LOCAL,
        }
    }

    /// Whether nobody is chosen while it is open: what rests on a text that was not read is shown and stops nothing.
    #[must_use]
    pub const fn binds(self) -> bool {
        self.basis().verified
    }

    /// The test that shows it.
    #[must_use]
    pub const fn test(self) -> &'static str {
        "nobody_is_chosen_while_an_item_of_the_checklist_is_open"
    }
}
