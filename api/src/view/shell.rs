//! What every page of a door carries around its content: language, token, where one is, who one is.

use askama::Template;
use askama::filters::HtmlSafe;

use super::field::{Errors, Summary};
use super::list;
use super::piece::Tone;
pub use super::place::MyPlace;
use crate::text::{Arg, Lang};

/// Where one is in the portal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    /// 查机构.
    Institutions,
    /// 我要投诉.
    Complain,
    /// 查投诉进度.
    Follow,
    /// None of the three.
    Elsewhere,
}

/// The frame of a public page.
#[derive(Clone, Debug)]
pub struct Portal {
    /// Language.
    pub lang: Lang,
    /// Token of this visitor, for the language form and every form of the page.
    pub csrf: String,
    /// Path and query of this page, to come back to after the language was switched.
    pub path: String,
    /// Which entry is marked.
    pub here: Door,
    /// Instant of the register's data in words: 2026年11月23日 08:00; empty where unknown.
    pub as_of: String,
    /// Whether this is the demo town (said in a line on top).
    pub demo: bool,
    /// A message after a redirect.
    pub flash: Option<Flash>,
    /// Path that gives the form `answers` of this page back in the other language, with all that stands in it; none where
    /// the page holds nothing that a person typed.
    pub answers: Option<&'static str>,
}

/// A place on the officers' desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeskPlace {
    /// 今日.
    Today,
    /// 线索.
    Leads,
    /// 投诉.
    Complaints,
    /// 案件.
    Cases,
    /// 机构.
    Institutions,
    /// 登记更正.
    Requests,
    /// 公众纠错.
    Reports,
    /// 重复合并.
    Merges,
    /// 党建覆盖.
    Party,
    /// 许可证.
    Licences,
    /// 许可申请.
    Applications,
    /// 人员线索.
    StaffLeads,
    /// 从业黑名单.
    Barred,
    /// 课程审查.
    Courses,
    /// 课后服务.
    AfterSchool,
    /// 学校.
    Schools,
    /// 无证场所.
    Places,
    /// 名单导入.
    Imports,
    /// 通知.
    Notices,
    /// 后台任务.
    Jobs,
    /// 审计.
    Audit,
    /// 账号.
    Accounts,
    /// 登录记录.
    Sessions,
}

impl DeskPlace {
    /// Every place, in the order of the rail.
    pub const ALL: [Self; 23] = [
        Self::Today,
        Self::Leads,
        Self::Complaints,
        Self::Cases,
        Self::Places,
        Self::Institutions,
        Self::Reports,
        Self::Requests,
        Self::Merges,
        Self::Applications,
        Self::Licences,
        Self::Courses,
        Self::AfterSchool,
        Self::Schools,
        Self::StaffLeads,
        Self::Barred,
        Self::Party,
        Self::Imports,
        Self::Notices,
        Self::Jobs,
        Self::Audit,
        Self::Accounts,
        Self::Sessions,
    ];

    /// Its path.
    #[must_use]
    pub const fn path(self) -> &'static str {
        match self {
            Self::Today => "/desk",
            Self::Leads => "/desk/leads",
            Self::Complaints => "/desk/complaints",
            Self::Cases => "/desk/cases",
            Self::Institutions => "/desk/institutions",
            Self::Requests => "/desk/requests",
            Self::Reports => "/desk/reports",
            Self::Merges => "/desk/merges",
            Self::Party => "/desk/party",
            Self::Applications => "/desk/applications",
            Self::Licences => "/desk/licences",
            Self::StaffLeads => "/desk/staff-leads",
            Self::Barred => "/desk/barred",
            Self::Courses => "/desk/courses",
            Self::AfterSchool => "/desk/after-school",
            Self::Schools => "/desk/schools",
            Self::Places => "/desk/places",
            Self::Imports => "/desk/imports",
            Self::Notices => "/desk/notices",
            Self::Jobs => "/desk/jobs",
            Self::Audit => "/desk/audit",
            Self::Accounts => "/desk/accounts",
            Self::Sessions => "/desk/sessions",
        }
    }

    /// Its name in `lang`.
    #[must_use]
    pub fn name(self, lang: Lang) -> String {
        lang.t(match self {
            Self::Today => "place-today",
            Self::Leads => "place-leads",
            Self::Complaints => "place-complaints",
            Self::Cases => "place-cases",
            Self::Institutions => "place-institutions",
            Self::Requests => "place-requests",
            Self::Reports => "place-reports",
            Self::Merges => "place-merges",
            Self::Party => "place-party",
            Self::Applications => "place-applications",
            Self::Licences => "place-licences",
            Self::StaffLeads => "place-staff-leads",
            Self::Barred => "place-barred",
            Self::Courses => "place-courses",
            Self::AfterSchool => "place-after-school",
            Self::Schools => "place-schools",
            Self::Places => "place-places",
            Self::Imports => "place-imports",
            Self::Notices => "place-notices",
            Self::Jobs => "place-jobs",
            Self::Audit => "place-audit",
            Self::Accounts => "place-accounts",
            Self::Sessions => "place-sessions",
        })
    }
}

/// One entry of the rail.
#[derive(Clone, Copy, Debug)]
pub struct RailItem {
    /// The place.
    pub place: DeskPlace,
    /// What waits there; none shows no number.
    pub waiting: Option<u32>,
}

/// Mail that does not leave: the red bar on the desks.
#[derive(Clone, Debug)]
pub struct StuckMail {
    /// How many notices wait longer than they should.
    pub count: u32,
    /// Since when, in words.
    pub since: String,
    /// Whether the reader may open the notices page.
    pub may_open: bool,
}

/// A message after a redirect.
#[derive(Clone, Debug)]
pub struct Flash {
    /// Its tone.
    pub tone: Tone,
    /// What was done, in a sentence.
    pub text: String,
}

/// The frame of the officers' desk.
#[derive(Clone, Debug)]
pub struct Desk {
    /// Language.
    pub lang: Lang,
    /// Token of the session.
    pub csrf: String,
    /// Path and query of this page.
    pub path: String,
    /// Which entry of the rail is marked.
    pub here: DeskPlace,
    /// Name of the office: 红谷滩区教育体育局.
    pub office: String,
    /// Name of the person.
    pub person: String,
    /// Role in words: 执法人员.
    pub role: String,
    /// The places this role may open, in order.
    pub rail: Vec<RailItem>,
    /// The red bar.
    pub stuck: Option<StuckMail>,
    /// A message after a redirect.
    pub flash: Option<Flash>,
    /// Whether this is the demo town.
    pub demo: bool,
}

impl Desk {
    /// The path of the list of this page as a file with this ending, narrowed as the page is.
    #[must_use]
    pub fn export(&self, ending: &str) -> String {
        list::export(&self.path, "/desk/", ending)
    }
}

/// The frame of the institution's desk.
#[derive(Clone, Debug)]
pub struct My {
    /// Language.
    pub lang: Lang,
    /// Token of the session.
    pub csrf: String,
    /// Path and query of this page.
    pub path: String,
    /// Which entry is marked.
    pub here: MyPlace,
    /// Name of the institution.
    pub institution: String,
    /// Name of the person.
    pub person: String,
    /// The red bar.
    pub stuck: Option<StuckMail>,
    /// A message after a redirect.
    pub flash: Option<Flash>,
    /// Whether this is the demo town.
    pub demo: bool,
}

impl My {
    /// The path of the list of this page as a file with this ending, narrowed as the page is. The page of the record lists
    /// the requests about it.
    #[must_use]
    pub fn export(&self, ending: &str) -> String {
        match self.here {
            MyPlace::Record => list::export("/my/requests", "/my/", ending),
            _ => list::export(&self.path, "/my/", ending),
        }
    }
}

/// The language switch: a form, so that it works without script and never by a link a scanner follows. Where a person is
/// writing, its button sends what is written so far and gets it back in the other language.
#[derive(Clone, Debug, Template)]
#[template(path = "piece/language.html")]
pub struct LanguageSwitch<'a> {
    lang: Lang,
    csrf: &'a str,
    path: &'a str,
    answers: Option<&'static str>,
}

impl HtmlSafe for LanguageSwitch<'_> {}

macro_rules! shell_words {
    ($($shell:ty, |$own:ident| $answers:expr;)+) => {
        $(impl $shell {
            /// The message `key` in the language of the page.
            #[must_use]
            pub fn t(&self, key: &str) -> String {
                self.lang.t(key)
            }

            /// The message `key` with one argument.
            #[must_use]
            pub fn t1(&self, key: &str, name: &str, value: impl Arg) -> String {
                self.lang.t1(key, name, value)
            }

            /// The message `key` with two arguments.
            #[must_use]
            pub fn t2(&self, key: &str, first: &str, a: impl Arg, second: &str, b: impl Arg) -> String {
                self.lang.t2(key, first, a, second, b)
            }

            /// The error summary on top of a form.
            #[must_use]
            pub fn summary(&self, errors: &Errors) -> Summary {
                errors.summary(self.lang)
            }

            /// The language switch of the page.
            #[must_use]
            pub fn language(&self) -> LanguageSwitch<'_> {
                let $own = self;
                LanguageSwitch { lang: $own.lang, csrf: &$own.csrf, path: &$own.path, answers: $answers }
            }
        })+
    };
}
shell_words! {
    Portal, |page| page.answers;
    Desk, |page| None;
    My, |page| None;
}

impl Portal {
    /// A frame for samples and tests.
    #[must_use]
    pub fn sample(lang: Lang, here: Door, path: &str) -> Self {
        Self {
            lang,
            csrf: "k3v0aZ5r".to_owned(),
            path: path.to_owned(),
            here,
            as_of: lang
                .pick("2026年11月23日 08:00", "08:00, 23 November 2026")
                .to_owned(),
            demo: true,
            flash: None,
            answers: None,
        }
    }
}

impl Desk {
    /// Whether the reader may open this place.
    #[must_use]
    pub fn opens(&self, place: DeskPlace) -> bool {
        self.rail.iter().any(|item| item.place == place)
    }

    /// Where the mark leads: the first place the reader may open.
    #[must_use]
    pub fn home(&self) -> &'static str {
        self.rail
            .first()
            .map_or(DeskPlace::Sessions, |item| item.place)
            .path()
    }

    /// The name of `place` in the language of the page.
    #[must_use]
    pub fn name(&self, place: &DeskPlace) -> String {
        place.name(self.lang)
    }

    /// A frame for samples and tests.
    #[must_use]
    pub fn sample(lang: Lang, here: DeskPlace) -> Self {
        let waiting = |place| match place {
            DeskPlace::Today => Some(11),
            DeskPlace::Leads => Some(23),
            DeskPlace::Complaints => Some(41),
            DeskPlace::Notices => Some(2),
            _ => None,
        };
        Self {
            lang,
            csrf: "k3v0aZ5r".to_owned(),
            path: here.path().to_owned(),
            here,
            office: "红谷滩区教育体育局".to_owned(),
            person: "万晓岚".to_owned(),
            role: lang.pick("执法人员", "Officer").to_owned(),
            rail: DeskPlace::ALL
                .into_iter()
                .map(|place| RailItem {
                    place,
                    waiting: waiting(place),
                })
                .collect(),
            stuck: None,
            flash: None,
            demo: true,
        }
    }
}

impl My {
    /// The name of `place` in the language of the page.
    #[must_use]
    pub fn name(&self, place: &MyPlace) -> String {
        place.name(self.lang)
    }

    /// A frame for samples and tests.
    #[must_use]
    pub fn sample(lang: Lang, here: MyPlace) -> Self {
        Self {
            lang,
            csrf: "k3v0aZ5r".to_owned(),
            path: here.path().to_owned(),
            here,
            institution: "南昌市红谷滩区青桐舞蹈艺术培训中心有限公司".to_owned(),
            person: "涂雨桐".to_owned(),
            stuck: None,
            flash: None,
            demo: true,
        }
    }
}
