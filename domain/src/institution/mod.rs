//! Institutions (校外培训机构).

use crate::words::coded;

coded! {
    /// Whether an institution works.
    Status "status_unknown" {
        /// 营业中
        Operating "operating" "正常办学" "Operating",
        /// 暂停
        Suspended "suspended" "暂停办学" "Suspended",
        /// 终止办学中
        Closing "closing" "终止办学中" "Closing",
        /// 已终止
        Closed "closed" "已终止办学" "Closed",
        /// 失联
        Runaway "runaway" "失联跑路" "Runaway",
    }
}
