//! Why a provider is warned, and why it leaves.

use super::basis::{Basis, LOCAL, NOTICE};
use crate::words::coded;

coded! {
    /// A ground of a warning (预警) or an exit (退出).
    Ground "after_school_ground_unknown" {
        /// 随意扩大范围
        ScopeWidened "scope_widened" "随意扩大课后服务范围" "The scope of the service was widened",
        /// 强制参加
        Compulsion "compulsion" "强制或者变相强制学生参加" "Pupils were made to take part",
        /// 增加课业负担
        StudyLoad "study_load" "增加学生课业负担，刷题备考、讲授新课或者集体补课" "The study load grew: drilling, new lessons or collective make-up lessons",
        /// 乱收费
        IllegalFees "illegal_fees" "以课后服务名义乱收费，或者自行向学生家长收费" "Fees were charged unlawfully, or taken from parents directly",
        /// 不符合条件的人员进校
        UnqualifiedPeople "unqualified_people" "不符合条件的人员进校服务" "People who do not meet the conditions came into the school",
        /// 办学许可失效
        LicenceEnded "licence_ended" "办学许可失效，机构不再符合条件" "The licence is not in force, so the institution does not meet the conditions",
        /// 安全事故
        SafetyAccident "safety_accident" "发生安全责任事故" "An accident for which it is responsible",
        /// 评分过低
        LowScore "low_score" "学期评分低于60分" "The scores of a term are below 60",
        /// 逾期未改正
        NotCorrected "not_corrected" "预警后逾期未改正" "What it was warned of was not corrected in time",
        /// 两次预警
        TwoWarnings "two_warnings" "本次准入期间两次预警" "It was warned twice during this admission",
        /// 自愿退出
        OwnWish "own_wish" "机构书面申请退出" "The institution asks in writing to leave",
    }
}

impl Ground {
    /// What it rests on.
    #[must_use]
    pub const fn basis(self) -> Basis {
        match self {
            // The five bans; an institution without a licence in force is one that does not meet the conditions.
            Self::ScopeWidened
            | Self::Compulsion
            | Self::StudyLoad
            | Self::IllegalFees
            | Self::UnqualifiedPeople
            | Self::LicenceEnded => NOTICE,
            Self::SafetyAccident
            | Self::LowScore
            | Self::NotCorrected
            | Self::TwoWarnings
            | Self::OwnWish => LOCAL,
        }
    }

    /// Whether a provider is warned on it.
    #[must_use]
    pub const fn warns(self) -> bool {
        !matches!(
            self,
            Self::LicenceEnded | Self::NotCorrected | Self::TwoWarnings | Self::OwnWish
        )
    }

    /// Whether a provider leaves on it.
    #[must_use]
    pub const fn ends(self) -> bool {
        !matches!(self, Self::LowScore)
    }

    /// The test that shows it.
    #[must_use]
    pub const fn test(self) -> &'static str {
        "a_provider_is_warned_and_leaves_on_the_grounds_that_fit_and_no_other"
    }
}
