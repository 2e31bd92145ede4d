//! The places of the institution's desk.

use crate::text::Lang;

/// A place on the institution's desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MyPlace {
    /// 要做的事.
    Todo,
    /// 登记信息.
    Record,
    /// 许可证.
    Licence,
    /// 许可申请.
    Applications,
    /// 从业人员.
    Staff,
    /// 课程与收费.
    Courses,
    /// 课后服务.
    AfterSchool,
    /// 整改通知.
    Orders,
    /// 登录记录.
    Sessions,
}

impl MyPlace {
    /// Every place, in order.
    pub const ALL: [Self; 9] = [
        Self::Todo,
        Self::Record,
        Self::Licence,
        Self::Applications,
        Self::Staff,
        Self::Courses,
        Self::AfterSchool,
        Self::Orders,
        Self::Sessions,
    ];

    /// Its path.
    #[must_use]
    pub const fn path(self) -> &'static str {
        match self {
            Self::Todo => "/my",
            Self::Record => "/my/record",
            Self::Licence => "/my/licence",
            Self::Applications => "/my/applications",
            Self::Staff => "/my/staff",
            Self::Courses => "/my/courses",
            Self::AfterSchool => "/my/after-school",
            Self::Orders => "/my/orders",
            Self::Sessions => "/my/sessions",
        }
    }

    /// Its name in `lang`.
    #[must_use]
    pub fn name(self, lang: Lang) -> String {
        lang.t(match self {
            Self::Todo => "my-place-todo",
            Self::Record => "my-place-record",
            Self::Licence => "my-place-licence",
            Self::Applications => "my-place-applications",
            Self::Staff => "my-place-staff",
            Self::Courses => "my-place-courses",
            Self::AfterSchool => "my-place-after-school",
            Self::Orders => "my-place-orders",
            Self::Sessions => "place-sessions",
        })
    }
}
