//! Examples of the pages of unlicensed places.

use super::super::event::{EventForm, FormKey, NextStep, Refused};
use super::super::field::{Choice, Errors, Values};
use super::super::piece::{Badge, Chip, Entry, Fact, Tone, When};
use super::super::shell::{Desk, DeskPlace};
use super::place_events::{self as forms, StepChoices};
use super::places::{
    AlikeRow, Choices, Place, PlaceAlike, PlaceCase, PlaceComplaint, PlaceForm, PlaceRow, Places,
};
use crate::text::Lang;
use crate::view::list::FileRow;

const NAME: &str = "小太阳托管";
const ADDRESS: &str = "凤凰洲 12 栋 2 单元 301 室";
const NUMBER: &str = "WZ2026000125";

fn choice(lang: Lang, code: &str, zh: &str, en: &str) -> Vec<Choice> {
    vec![Choice::new(code, lang.pick(zh, en))]
}

fn badge(lang: Lang, shut: bool) -> Badge {
    if shut {
        Badge::new(Tone::Good, lang.t("wz-shut"))
    } else {
        Badge::new(Tone::Caution, lang.t("wz-suspected"))
    }
}

fn path() -> String {
    format!("/desk/places/{NUMBER}")
}

impl Places {
    /// An example; `full` false shows an empty list.
    #[must_use]
    pub fn sample(lang: Lang, full: bool) -> Self {
        let row = PlaceRow {
            href: path(),
            name: NAME.to_owned(),
            number: NUMBER.to_owned(),
            address: ADDRESS.to_owned(),
            district: lang.pick("红谷滩区", "Honggutan").to_owned(),
            source: lang.pick("巡查发现", "Patrol").to_owned(),
            complaints: "2".to_owned(),
            badge: badge(lang, false),
            since: lang.pick("11月20日（周五）", "Fri 20 Nov").to_owned(),
        };
        let chip = |state: &str, key: &str, n: i64, here| {
            let text = lang.t2("wz-with-count", "words", lang.t(key), "n", n);
            Chip::new(format!("/desk/places?state={state}"), text, here)
        };
        Self {
            shell: Desk::sample(lang, DeskPlace::Places),
            shut_this_year: lang.t1("wz-shut-this-year-count", "n", 513),
            chips: vec![
                chip("open", "wz-open", 7, true),
                chip("shut", "wz-shut", 513, false),
            ],
            state: "open",
            districts: choice(lang, "360113", "红谷滩区", "Honggutan"),
            district: String::new(),
            sources: choice(lang, "patrol", "巡查发现", "Patrol"),
            source: String::new(),
            enter: Some("/desk/places/new".to_owned()),
            rows: if full { vec![row] } else { Vec::new() },
            next: None,
        }
    }
}

impl PlaceForm {
    /// An example; `faulty` shows it as it comes back.
    #[must_use]
    pub fn sample(lang: Lang, faulty: bool) -> Self {
        let shell = Desk::sample(lang, DeskPlace::Places);
        let mut errors = Errors::default();
        if faulty {
            errors.add("address", lang.t("fault-text-empty"));
        }
        let address = if faulty { "" } else { ADDRESS };
        Self {
            title: lang.t("wz-new"),
            lead: lang.t("wz-new-lead"),
            place: None,
            action: "/desk/places".to_owned(),
            button: lang.t("wz-save"),
            hidden: vec![("complaint", "TS4186302759".to_owned())],
            origin: vec![
                Fact::new(lang.t("kind-complaint"), "TS4186302759")
                    .to("/desk/complaints/TS4186302759"),
                Fact::new(lang.t("case-about"), "居民楼里办补习班"),
            ],
            choices: Choices {
                districts: choice(lang, "360113", "红谷滩区", "Honggutan"),
                sources: choice(lang, "complaint", "投诉举报", "Complaint"),
                classes: choice(lang, "subject", "学科类", "School subjects"),
                stages: choice(lang, "primary", "小学", "Primary school"),
            },
            values: Values::from_pairs([("address", address), ("name", NAME)]),
            errors,
            shell,
        }
    }
}

impl PlaceAlike {
    /// An example.
    #[must_use]
    pub fn sample(lang: Lang) -> Self {
        Self {
            shell: Desk::sample(lang, DeskPlace::Places),
            yours: vec![
                Fact::new(lang.t("wz-name"), lang.t("wz-no-sign")),
                Fact::new(lang.t("wz-address"), "凤凰洲12栋2单元301"),
            ],
            rows: vec![AlikeRow {
                href: path(),
                name: NAME.to_owned(),
                number: NUMBER.to_owned(),
                address: ADDRESS.to_owned(),
                alike: lang.t("wz-alike-address"),
                badge: badge(lang, true),
                link: Some(format!("{}/complaints", path())),
            }],
            complaint: "TS4186302759".to_owned(),
            hidden: vec![("address".to_owned(), "凤凰洲12栋2单元301".to_owned())],
        }
    }
}

impl Place {
    /// An example: one that waits for its check, or one that is shut.
    #[must_use]
    pub fn sample(lang: Lang, shut: bool) -> Self {
        let none = Errors::default();
        Self {
            shell: Desk::sample(lang, DeskPlace::Places),
            number: NUMBER.to_owned(),
            title: NAME.to_owned(),
            address: ADDRESS.to_owned(),
            badge: badge(lang, shut),
            stale: None,
            step: if shut {
                ended_step(lang)
            } else {
                first_step(lang)
            },
            seen: vec![
                Fact::new(lang.t("wz-address"), ADDRESS),
                Fact::new(lang.t("wz-pupils"), lang.t1("wz-people", "n", 14)),
            ],
            edit: (!shut).then(|| format!("{}/edit", path())),
            enter: (!shut).then(|| format!("/desk/institutions/new?place={NUMBER}")),
            check: if shut { check(lang) } else { Vec::new() },
            shut: if shut { ended(lang) } else { Vec::new() },
            again: false,
            joined: Vec::new(),
            aside: Vec::new(),
            files: vec![photograph(lang)],
            upload: Some(forms::upload(FormKey::sample(lang), &none)),
            complaints: vec![complaint(lang)],
            link: Some(forms::link(
                FormKey::sample(lang),
                &Values::default(),
                &none,
            )),
            cases: vec![case(lang)],
            open_case: None,
            timeline: vec![
                Entry::new(
                    When::Done,
                    lang.pick("11月19日 09:30", "19 Nov, 09:30"),
                    lang.pick("登记无证场所", "entered an unlicensed place"),
                )
                .noting("万晓岚"),
            ],
        }
    }
}

fn check(lang: Lang) -> Vec<Fact> {
    let found = |key: &str| {
        let found = lang.t("wz-found-yes");
        lang.t2("wz-condition-line", "what", lang.t(key), "found", found)
    };
    vec![
        Fact::new(lang.t("wz-check-on"), day(lang)),
        Fact::new(lang.t("wz-check-by"), "万晓岚、涂立冬"),
        Fact {
            term: lang.t("wz-conditions"),
            lines: vec![found("wz-dedicated"), found("wz-staffed")],
            ..Fact::default()
        },
    ]
}

fn ended(lang: Lang) -> Vec<Fact> {
    vec![
        Fact::new(lang.t("wz-shut-on"), day(lang)),
        Fact::new(lang.t("wz-document"), "洪教罚〔2026〕3号"),
    ]
}

fn day(lang: Lang) -> &'static str {
    lang.pick("11月20日（周五）", "Fri 20 Nov")
}

fn complaint(lang: Lang) -> PlaceComplaint {
    PlaceComplaint {
        href: "/desk/complaints/TS4186302759".to_owned(),
        subject: "居民楼里办补习班".to_owned(),
        number: "TS4186302759".to_owned(),
        when: lang.pick("11月19日 09:12", "19 Nov, 09:12").to_owned(),
        badge: Badge::new(Tone::Neutral, lang.t("complaint-accepted")),
    }
}

fn case(lang: Lang) -> PlaceCase {
    PlaceCase {
        href: "/desk/cases/AJ2026000125".to_owned(),
        title: lang.t1("case-title", "party", NAME),
        note: format!("AJ2026000125 · {}", day(lang)),
        badge: Badge::new(Tone::Neutral, lang.t("case-filed")),
    }
}

fn photograph(lang: Lang) -> FileRow {
    FileRow {
        name: "门口.jpg".to_owned(),
        detail: "JPEG, 1.2 MB · SHA-256 9f86d081".to_owned(),
        href: Some("/desk/evidence/evi_01936c2e77aa7b1c9d110a4f5b0c8e21".to_owned()),
        picture: true,
        badge: Badge::new(Tone::Good, lang.t("file-kept")),
    }
}

fn step_form(event: &str, lang: Lang) -> Option<EventForm> {
    let choices = StepChoices {
        officers: choice(
            lang,
            "acc_1",
            "涂立冬（证号 36011302）",
            "涂立冬 (36011302)",
        ),
        grounds: choice(lang, "ordered", "责令停止举办", "Ordered to stop"),
        relations: choice(
            lang,
            "premises",
            "是该机构的教学点",
            "A teaching place of it",
        ),
        whys: choice(
            lang,
            "gone",
            "查无此处或者已经搬离",
            "Not there, or moved away",
        ),
    };
    let key = FormKey {
        action: format!("{}/events", path()),
        submission: String::new(),
        ..FormKey::sample(lang)
    };
    forms::form(event, key, &choices, &Values::default(), &Errors::default())
}

fn first_step(lang: Lang) -> NextStep {
    let main = step_form("confirm", lang);
    NextStep {
        title: lang.t("wz-next-suspected"),
        lead: String::new(),
        law: String::new(),
        main: main.map(|form| EventForm { open: true, ..form }),
        more: ["join", "set_aside"]
            .into_iter()
            .filter_map(|event| step_form(event, lang))
            .collect(),
        refused: vec![Refused {
            what: lang.pick("登记关停", "Record that it is shut").to_owned(),
            why: lang
                .pick(
                    "还没有经现场核查核实",
                    "no check on site has confirmed it yet",
                )
                .to_owned(),
            law: String::new(),
        }],
    }
}

fn ended_step(lang: Lang) -> NextStep {
    NextStep {
        title: lang.t("wz-next-shut"),
        lead: lang.t("wz-next-shut-lead"),
        law: String::new(),
        main: None,
        more: ["join", "reopen"]
            .into_iter()
            .filter_map(|event| step_form(event, lang))
            .collect(),
        refused: Vec::new(),
    }
}
