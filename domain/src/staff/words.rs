//! Words with a fixed list of codes.

use crate::words::coded;

coded! {
    /// What somebody is employed for.
    Post "post_unknown" {
        /// 教学人员
        Teacher "teacher" "教学" "Teaching",
        /// 教研人员
        Research "research" "教研" "Research on teaching",
        /// 管理人员
        Manager "manager" "管理" "Management",
        /// 其他人员
        Other "other" "其他" "Other work",
    }
}

impl Post {
    /// Whether it is one of teaching and research, whose share and qualification the measures ask for.
    #[must_use]
    pub const fn teaches(self) -> bool {
        matches!(self, Self::Teacher | Self::Research)
    }
}

coded! {
    /// How somebody is employed.
    Engagement "engagement_unknown" {
        /// 专职
        FullTime "full_time" "专职" "Full time",
        /// 兼职
        PartTime "part_time" "兼职" "Part time",
    }
}

coded! {
    /// What shows that somebody may teach.
    Certificate "certificate_unknown" {
        /// 教师资格证
        Teacher "teacher" "教师资格证" "Teacher certificate",
        /// 职业（专业）能力证明
        Professional "professional" "职业（专业）能力证明" "Vocational or professional certificate",
    }
}

coded! {
    /// What the entry check (准入查询) found.
    EntryCheck "entry_check_unknown" {
        /// 未查询
        Unchecked "unchecked" "未查询" "Not checked",
        /// 未发现禁止从业记录
        Clear "clear" "未发现禁止从业记录" "Nothing against it",
        /// 有禁止从业记录
        Found "found" "有禁止从业记录" "A record that forbids it",
    }
}
