//! Examples of the desk's pages of after-school service.

use super::super::event::{EventForm, FormKey, NextStep};
use super::super::field::{Choice, Errors, Values};
use super::super::piece::{Badge, Chip, Entry, Fact, Link, Tone, When};
use super::super::shell::{Desk, DeskPlace};
use super::after_school::{
    Choices, Provider, ProviderRow, Providers, Scores, agree_form, form, score_file_form,
    score_form,
};
use super::schools::{
    School, SchoolRow, Schools, add_school_form, change_school_form, school_fields,
    school_file_form,
};
use crate::text::Lang;
use crate::view::my::after_school::Card;
use crate::view::my::after_school_sample::sample_conditions;

const INSTITUTION: &str = "南昌市红谷滩区青桐舞蹈艺术培训中心有限公司";
const NUMBER: &str = "KH000000125";
const SCHOOL: &str = "红谷滩区凤凰小学";

impl Providers {
    /// An example; `full` false shows an empty list.
    #[must_use]
    pub fn sample(lang: Lang, full: bool) -> Self {
        let row = ProviderRow {
            href: format!("/desk/after-school/{NUMBER}"),
            institution: INSTITUTION.to_owned(),
            number: NUMBER.to_owned(),
            district: lang.pick("红谷滩区", "Honggutan").to_owned(),
            year: lang.pick("2026—2027学年", "2026–2027").to_owned(),
            badge: Badge::new(Tone::Caution, lang.t("after-school-filed")),
            schools: 2,
            filed_on: lang.pick("11月20日（周五）", "Fri 20 Nov").to_owned(),
        };
        Self {
            shell: Desk::sample(lang, DeskPlace::AfterSchool),
            chips: vec![Chip::new(
                "/desk/after-school?state=filed",
                lang.t("after-school-filed"),
                true,
            )],
            rows: if full { vec![row] } else { Vec::new() },
            next: None,
            keeps: true,
        }
    }
}

fn choices(lang: Lang) -> Choices {
    Choices {
        items: vec![Choice::hinted(
            "fee",
            lang.pick("收费：引进费用标准公益", "Fee: of public interest"),
            lang.t("unverified"),
        )],
        schools: vec![Choice::new("XX0000012", SCHOOL)],
        served: vec![Choice::new("XX0000012", SCHOOL)],
        services: vec![Choice::new("0", lang.pick("中国舞社团", "Chinese dance"))],
        ..Choices::default()
    }
}

impl Provider {
    /// An example: one to be examined, or one that serves schools.
    #[must_use]
    pub fn sample(lang: Lang, filed: bool) -> Self {
        let key = || FormKey {
            action: format!("/desk/after-school/{NUMBER}/events"),
            ..FormKey::sample(lang)
        };
        let none = (Values::default(), Errors::default());
        let filled = (&none.0, &none.1);
        let choices = choices(lang);
        let step = |event: &str| form(event, key(), &choices, filled);
        let (state, main, more) = if filed {
            (
                "after-school-filed",
                step("select"),
                vec!["send_back", "refuse"],
            )
        } else {
            (
                "after-school-warned",
                step("lift"),
                vec!["warn", "propose_exit"],
            )
        };
        let next = NextStep {
            title: lang.t("after-school-next-examine"),
            lead: String::new(),
            law: String::new(),
            main,
            more: more.into_iter().filter_map(step).collect(),
            refused: Vec::new(),
        };
        let side = (!filed).then(|| {
            let agree = agree_form(key(), &choices, filled);
            (agree, score_form(key(), &choices, filled))
        });
        Self::shown(lang, (state, filed), next, side)
    }

    fn shown(
        lang: Lang,
        (state, filed): (&str, bool),
        step: NextStep,
        side: Option<(EventForm, EventForm)>,
    ) -> Self {
        let serving = |facts: Vec<Fact>| if filed { Vec::new() } else { facts };
        let (agree, score) = side.unzip();
        Self {
            shell: Desk::sample(lang, DeskPlace::AfterSchool),
            number: NUMBER.to_owned(),
            title: INSTITUTION.to_owned(),
            year: lang.pick("2026—2027学年", "2026–2027").to_owned(),
            badges: vec![Badge::new(Tone::Caution, lang.t(state))],
            stale: None,
            step,
            warnings: serving(vec![Fact::new(
                lang.t("after-school-warned"),
                lang.pick("增加学生课业负担", "The study load grew"),
            )]),
            services: vec![Card {
                title: lang.pick("中国舞社团", "Chinese dance").to_owned(),
                facts: vec![Fact::new(lang.t("after-school-fee"), "¥5.00")],
            }],
            statements: vec![Fact::new(
                lang.t("after-school-pricing"),
                lang.pick("只计教师课酬。", "The teacher's pay alone."),
            )],
            agreements: serving(vec![Fact::new(SCHOOL, "¥5.00")]),
            agree,
            standings: serving(vec![Fact::new(
                lang.pick("第一学期", "Autumn term"),
                lang.t2("after-school-by-schools", "mean", "58.0", "n", 1),
            )]),
            scores: serving(vec![Fact::new(SCHOOL, "58")]),
            score,
            conditions: sample_conditions(lang),
            institution: vec![Fact::new(lang.t("institution-name"), INSTITUTION)],
            links: vec![Link::new(
                "/desk/institutions/NC00001285",
                lang.t("institution-file"),
            )],
            timeline: vec![Entry::new(
                When::Done,
                lang.pick("11月20日", "20 November"),
                lang.pick("提交课后服务申请", "filed an application"),
            )],
        }
    }
}

fn key(lang: Lang, action: &str) -> FormKey {
    FormKey {
        action: action.to_owned(),
        ..FormKey::sample(lang)
    }
}

impl Schools {
    /// An example; `full` false shows an empty list.
    #[must_use]
    pub fn sample(lang: Lang, full: bool) -> Self {
        let row = SchoolRow {
            href: "/desk/schools/XX0000012".to_owned(),
            name: SCHOOL.to_owned(),
            number: "XX0000012".to_owned(),
            district: lang.pick("红谷滩区", "Honggutan").to_owned(),
            stages: lang.pick("小学", "Primary school").to_owned(),
            providers: 2,
            share: "3 / 20".to_owned(),
        };
        let add = add_school_form(key(lang, "/desk/schools"), sample_fields(lang), false);
        Self {
            shell: Desk::sample(lang, DeskPlace::Schools),
            rows: if full { vec![row] } else { Vec::new() },
            next: None,
            add: Some(add),
            file: Some(school_file_form(key(lang, "/desk/school-lists"), None)),
        }
    }
}

fn sample_fields(lang: Lang) -> Vec<super::super::field::Field> {
    let values = Values::from_pairs([("name", SCHOOL), ("district", "360113")]);
    school_fields(
        vec![Choice::new("360113", lang.pick("红谷滩区", "Honggutan"))],
        vec![Choice::new("primary", lang.pick("小学", "Primary school"))],
        &values,
        &Errors::default(),
        lang,
    )
}

impl School {
    /// An example.
    #[must_use]
    pub fn sample(lang: Lang) -> Self {
        let change = key(lang, "/desk/schools/XX0000012");
        Self {
            shell: Desk::sample(lang, DeskPlace::Schools),
            number: "XX0000012".to_owned(),
            title: SCHOOL.to_owned(),
            facts: vec![Fact::new(lang.t("school-share"), "3 / 20")],
            change: Some(change_school_form(change, sample_fields(lang))),
        }
    }
}

impl Scores {
    /// An example: with rows that are wrong, or before anything was sent.
    #[must_use]
    pub fn sample(lang: Lang, wrong: bool) -> Self {
        let line = lang.t2(
            "list-row-wrong",
            "row",
            3,
            "words",
            lang.t("fault-school-not-served"),
        );
        Self {
            shell: Desk::sample(lang, DeskPlace::AfterSchool),
            form: score_file_form(key(lang, "/desk/after-school-scores"), None),
            wrong: if wrong { vec![line] } else { Vec::new() },
        }
    }
}
