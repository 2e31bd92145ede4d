//! Records of the register on the officers' desk: corrected, requests decided, the party's work.

use askama::Template;

use super::super::event::{NextStep, Stale};
use super::super::filters;
use super::super::icon::Icon;
use super::super::my::record::{sample_form, sample_sides, step};
use super::super::piece::{
    Badge, Chip, Chips, Deadline, Entry, Fact, Facts, Link, Timeline, Tone, When,
};
use super::super::record::{RecordForm, Sides};
use super::super::shell::{Desk, DeskPlace};
use crate::text::Lang;
use crate::view::event::FormKey;
use crate::view::field::{Errors, Values};

/// `GET /desk/institutions/{number}/edit`, and `POST …/changes` with faults.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/record_edit.html")]
pub struct RecordEdit {
    /// Frame.
    pub shell: Desk,
    /// The institution's page.
    pub institution: Link,
    /// The form.
    pub form: RecordForm,
}

/// One row of the list of requests.
#[derive(Clone, Debug)]
pub struct RequestRow {
    /// Path of its page.
    pub href: String,
    /// The institution.
    pub name: String,
    /// The fields it is about.
    pub fields: String,
    /// Who asks.
    pub side: String,
    /// Where the institution is.
    pub district: String,
    /// Where it stands.
    pub badge: Badge,
    /// By when it is to be decided; none once it was.
    pub deadline: Option<Deadline>,
}

/// `GET /desk/requests`.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/requests.html")]
pub struct Requests {
    /// Frame.
    pub shell: Desk,
    /// Filters.
    pub chips: Vec<Chip>,
    /// The rows, the one due first on top.
    pub rows: Vec<RequestRow>,
    /// Path of the next page of the list.
    pub next: Option<String>,
}

/// `GET /desk/requests/{id}`, and `POST …/events` with faults.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/request.html")]
pub struct Request {
    /// Frame.
    pub shell: Desk,
    /// The institution.
    pub title: String,
    /// Where it stands.
    pub badge: Badge,
    /// By when it is to be decided; none once it was.
    pub deadline: Option<Deadline>,
    /// Another person was quicker.
    pub stale: Option<Stale>,
    /// What is asked for.
    pub sides: Sides,
    /// What may be done now.
    pub step: NextStep,
    /// Who asked, why, what was answered.
    pub facts: Vec<Fact>,
    /// The institution's page.
    pub links: Vec<Link>,
    /// What happened, newest first.
    pub timeline: Vec<Entry>,
}

/// A district's coverage in words.
#[derive(Clone, Debug)]
pub struct CoveredRow {
    /// District.
    pub district: String,
    /// The list of its gaps.
    pub href: String,
    /// How many institutions work.
    pub operating: i64,
    /// With a branch of their own.
    pub own: i64,
    /// In a joint branch.
    pub joint: i64,
    /// With an instructor.
    pub instructor: i64,
    /// The share in words: 62 %.
    pub share: String,
    /// The same for the bar, of a hundred.
    pub percent: i64,
}

/// An institution that nothing covers.
#[derive(Clone, Debug)]
pub struct GapRow {
    /// Its page.
    pub href: String,
    /// Its name.
    pub name: String,
    /// District.
    pub district: String,
    /// What it says of itself.
    pub says: String,
}

/// `GET /desk/party`.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/party.html")]
pub struct Party {
    /// Frame.
    pub shell: Desk,
    /// Every district, then all together.
    pub districts: Vec<CoveredRow>,
    /// Filters of the gaps by district.
    pub chips: Vec<Chip>,
    /// The gaps.
    pub gaps: Vec<GapRow>,
    /// Path of the next page of the gaps.
    pub next: Option<String>,
}

impl RecordEdit {
    /// An example; `faults` shows one that came back.
    #[must_use]
    pub fn sample(lang: Lang, faults: bool) -> Self {
        Self {
            shell: Desk::sample(lang, DeskPlace::Institutions),
            institution: Link::new(
                "/desk/institutions/NC00001285",
                "南昌市红谷滩区青桐舞蹈艺术培训中心有限公司",
            ),
            form: sample_form(lang, faults),
        }
    }
}

impl Requests {
    /// An example; `full` false shows an empty list.
    #[must_use]
    pub fn sample(lang: Lang, full: bool) -> Self {
        Self {
            shell: Desk::sample(lang, DeskPlace::Requests),
            chips: vec![Chip::new(
                "/desk/requests",
                lang.t("request-state-open"),
                true,
            )],
            rows: if full {
                vec![RequestRow {
                    href: "/desk/requests/req_01936c2e77aa7b1c9d110a4f5b0c8e21".to_owned(),
                    name: "南昌市红谷滩区青桐舞蹈艺术培训中心有限公司".to_owned(),
                    fields: lang
                        .pick("举办者、办学场所", "Founder, Premises")
                        .to_owned(),
                    side: lang.pick("机构", "The institution").to_owned(),
                    district: lang.pick("红谷滩区", "Honggutan").to_owned(),
                    badge: Badge::new(Tone::Caution, lang.t("request-waits-us")),
                    deadline: None,
                }]
            } else {
                Vec::new()
            },
            next: None,
        }
    }
}

impl Request {
    /// An example; `overtaken` where the record has moved on since.
    #[must_use]
    pub fn sample(lang: Lang, overtaken: bool) -> Self {
        let none = (Values::default(), Errors::default());
        let form = |event| step(event, FormKey::sample(lang), &none.0, &none.1);
        Self {
            shell: Desk::sample(lang, DeskPlace::Requests),
            title: "南昌市红谷滩区青桐舞蹈艺术培训中心有限公司".to_owned(),
            badge: Badge::new(Tone::Caution, lang.t("request-waits-us")),
            deadline: None,
            stale: None,
            sides: sample_sides(lang, overtaken),
            step: NextStep {
                title: lang.t("request-decide"),
                lead: lang.t("request-decide-lead"),
                law: String::new(),
                main: form("approve").filter(|_| !overtaken),
                more: form("refuse").into_iter().collect(),
                refused: Vec::new(),
            },
            facts: vec![Fact::new(
                lang.t("request-reason"),
                lang.pick(
                    "举办者变更已经核准，见附件编号。",
                    "The change of the founder was approved.",
                ),
            )],
            links: vec![Link::new(
                "/desk/institutions/NC00001285",
                lang.pick("机构档案", "Its file"),
            )],
            timeline: vec![Entry::new(
                When::Done,
                lang.pick("今天 09:12", "today 09:12"),
                lang.pick("提出登记更正", "asked for a change of a record"),
            )],
        }
    }
}

impl Party {
    /// An example; `full` false shows a town without gaps.
    #[must_use]
    pub fn sample(lang: Lang, full: bool) -> Self {
        Self {
            shell: Desk::sample(lang, DeskPlace::Party),
            districts: vec![CoveredRow {
                district: lang.pick("红谷滩区", "Honggutan").to_owned(),
                href: "/desk/party?district=360113".to_owned(),
                operating: 42,
                own: 6,
                joint: 11,
                instructor: 9,
                share: "62%".to_owned(),
                percent: 62,
            }],
            chips: vec![Chip::new("/desk/party", lang.t("party-all"), true)],
            gaps: if full {
                vec![GapRow {
                    href: "/desk/institutions/NC00001285".to_owned(),
                    name: "南昌市红谷滩区青桐舞蹈艺术培训中心有限公司".to_owned(),
                    district: lang.pick("红谷滩区", "Honggutan").to_owned(),
                    says: lang.t("party-says-nothing"),
                }]
            } else {
                Vec::new()
            },
            next: None,
        }
    }
}
