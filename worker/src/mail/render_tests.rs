//! Snapshots of every mail in both languages, and what no mail may do.

#![allow(
    clippy::unwrap_used,
    reason = "a test stops at the first thing that is not as it should be"
)]

use domain::notice::Template;
use serde_json::{Value, json};

use super::render::{Language, RenderFault, Shell, render};

fn shell(language: Language) -> Shell {
    Shell {
        language,
        office: "南昌市校外培训监管平台".to_owned(),
        address: "https://jianguan.example.cn".to_owned(),
    }
}

fn facts(template: Template) -> Value {
    match template {
        Template::ComplaintReceived => json!({
            "number": "TS1234567897", "subject": "机构不退费", "institution": "南昌市青山湖区启明学科培训中心",
            "institution_number": "NC00000011", "received_on": "2026-11-24", "due_on": "2026-12-15"
        }),
        Template::ComplaintAccepted => json!({
            "number": "TS1234567897", "institution": "点这里领奖 https://x.example",
            "on": "2026-11-25", "due_on": "2026-12-15", "declined": false, "answer": ""
        }),
        Template::ComplaintAnswered => json!({
            "number": "TS1234567897", "institution": "南昌市青山湖区启明学科培训中心",
            "institution_number": "NC00000011", "on": "2026-12-01", "declined": false,
            "answer": "经查，该机构未取得办学许可证。\n我局已责令其停止办学 & 退费，<b>未退的</b>请于30日内持票据登记。"
        }),
        Template::CorrectionOrdered => json!({
            "number": "AJ2026-000127", "document": "洪教责改〔2026〕3号", "institution": "南昌市青山湖区启明学科培训中心",
            "demand": "一、立即停止开展学科类培训。\n二、在改正期限内向家长退还剩余课时费用。",
            "article": "53-18 53-21",
            "findings": [
                {"facts": "以“思维训练”为名讲授小学数学，<b>讲义</b>与教材同步。", "acted_on": "2026-11-20"},
                {"facts": "收取五个月费用未开具收据。", "acted_on": null}
            ],
            "ordered_on": "2026-11-24", "due_on": "2026-12-08"
        }),
        Template::CorrectionDueChanged => json!({
            "number": "AJ2026-000127", "document": "洪教责改〔2026〕3号", "institution": "南昌市青山湖区启明学科培训中心",
            "reason": "当事人申请延期，退费名单核对尚需一周。", "article": "53-18",
            "ordered_on": "2026-11-24", "due_on": "2026-12-15"
        }),
        Template::LicenceExpiring => json!({
            "institution": "南昌市红谷滩区青桐舞蹈艺术培训中心有限公司", "licence": "教民136011370012851号",
            "valid_until": "2027-03-31", "apply_by": "2027-03-01", "on": "2026-12-31"
        }),
        Template::LicenceChanged => json!({
            "institution": "南昌市红谷滩区青桐舞蹈艺术培训中心有限公司", "licence": "教民136011370012851号",
            "change": "cancel", "ground": "ended", "basis": "洪教许注〔2026〕12号",
            "reason": "举办者申请终止办学，<b>学员</b>已安置，费用已退清。", "valid_until": "2027-03-31", "on": "2026-11-27"
        }),
        Template::ApplicationMoved => json!({
            "institution": "南昌市红谷滩区青桐舞蹈艺术培训中心有限公司", "application": "XK2026000125", "kind": "renew",
            "state": "refused", "words": "场地<b>消防</b>证明已失效。", "by_law": false, "due_on": null,
            "licence": "教民136011370012851号", "authority": "南昌市红谷滩区教育体育局", "on": "2026-11-27"
        }),
        Template::RecordMoved => json!({
            "institution": "南昌市红谷滩区青桐舞蹈艺术培训中心有限公司", "step": "refuse", "fields": ["principal", "premises"],
            "reason": "租赁合同<b>缺</b>盖章页。", "due_on": null, "on": "2026-11-29"
        }),
        Template::RecordConfirm => json!({
            "institution": "南昌市红谷滩区青桐舞蹈艺术培训中心有限公司", "since": "2026-09-01", "on": "2026-09-01"
        }),
        other => further(other),
    }
}

/// The same for what is told of reports, of what is due, and of after-school service.
fn further(template: Template) -> Value {
    match template {
        Template::ReportReceived => json!({
            "number": "JC1234567897", "institution": "南昌市红谷滩区青桐舞蹈艺术培训中心有限公司",
            "institution_number": "NC00001285", "kind": "closed", "received_on": "2026-11-24", "due_on": "2026-12-08"
        }),
        Template::ReportAnswered => json!({
            "number": "JC1234567897", "institution": "南昌市红谷滩区青桐舞蹈艺术培训中心有限公司",
            "institution_number": "NC00001285", "kind": "wrong", "state": "declined", "started": null, "on": "2026-12-01",
            "answer": "电话与证照一致，<b>打通了</b>。\n门口的招牌是隔壁的。"
        }),
        Template::OfficerDigest => json!({
            "on": "2026-11-27", "until": "2026-12-02", "late_count": 1, "soon_count": 18,
            "late": [{"kind": "complaint", "number": "TS1234567897", "party": "", "due_on": "2026-11-26"}],
            "soon": [
                {"kind": "application", "number": "XK2026000125", "party": "青桐<b>舞蹈</b>", "due_on": "2026-11-27"},
                {"kind": "request", "number": "req_01936c2e77aa7b1c9d110a4f5b0c8e21", "party": "青桐舞蹈", "due_on": "2026-12-02"},
            ],
        }),
        Template::AfterSchoolMoved => json!({
            "institution": "南昌市红谷滩区青桐舞蹈艺术培训中心有限公司", "number": "KH000000125", "step": "warn",
            "ground": "study_load", "article": "as23", "words": "课堂<b>讲授</b>数学新课。", "correct_by": "2026-12-18",
            "from": "2026-09-01", "until": "2027-08-31", "authority": "南昌市红谷滩区教育体育局", "on": "2026-11-27"
        }),
        Template::AfterSchoolEnding => json!({
            "institution": "南昌市红谷滩区青桐舞蹈艺术培训中心有限公司", "number": "KH000000125",
            "until": "2027-08-31", "authority": "南昌市红谷滩区教育体育局", "on": "2027-08-01"
        }),
        other => panic!("the facts of {other} stand above"),
    }
}

#[test]
fn a_notice_about_a_record_says_what_is_to_be_done_and_by_when() {
    for (step, due_on, expected) in [
        (
            "ask",
            json!("2026-12-11"),
            "请在2026年12月11日前（含当日）答复",
        ),
        ("approve", Value::Null, "已经按更正内容更新"),
        ("refuse", Value::Null, "没有更正"),
        ("withdraw", Value::Null, "不必答复"),
    ] {
        let facts = json!({"institution": "青桐", "step": step, "fields": ["brand"], "reason": "", "due_on": due_on, "on": "2026-11-29"});
        let mail = render(Template::RecordMoved, &facts, &shell(Language::Zh)).unwrap();
        for text in [&mail.text, &mail.html] {
            let text = text.replace("<strong>", "").replace("</strong>", "");
            assert!(
                text.contains(expected) && text.contains("品牌名"),
                "{step}: {text}"
            );
        }
    }
}

#[test]
fn a_notice_about_a_provider_says_what_each_step_means() {
    for (step, expected) in [
        ("send_back", "退回补正"),
        ("refuse", "不予准入"),
        ("admit", "准入期自2026年9月1日至2027年8月31日"),
        ("warn", "请在2026年12月18日前（含当日）改正"),
        ("suspend", "准入暂停"),
        ("resume", "准入恢复"),
        ("approve_exit", "已经退出"),
    ] {
        let mut facts = facts(Template::AfterSchoolMoved);
        facts["step"] = json!(step);
        let mail = render(Template::AfterSchoolMoved, &facts, &shell(Language::Zh)).unwrap();
        for text in [&mail.text, &mail.html] {
            let text = text.replace("<strong>", "").replace("</strong>", "");
            assert!(text.contains(expected), "{step}: {text}");
            assert!(text.contains("KH000000125"), "{step}");
        }
    }
}

#[test]
fn every_mail_reads_as_it_was_agreed() {
    for template in Template::ALL.iter().copied() {
        for language in [Language::Zh, Language::En] {
            let words = render(template, &facts(template), &shell(language)).unwrap();
            let again = render(template, &facts(template), &shell(language)).unwrap();
            assert_eq!(words, again);
            let name = format!("{}.{}", template.code(), language.tag());
            let whole = format!(
                "Subject: {}\n\n{}\n=======\n{}",
                words.subject, words.text, words.html
            );
            insta::assert_snapshot!(name, whole);
        }
    }
}

#[test]
fn an_order_informs_unless_the_institution_consented_in_writing() {
    let template = Template::CorrectionOrdered;
    let mut facts = facts(template);
    let zh = render(template, &facts, &shell(Language::Zh)).unwrap();
    assert!(zh.text.contains("不是文书的送达") && zh.html.contains("不是文书的送达"));
    let en = render(template, &facts, &shell(Language::En)).unwrap();
    assert!(en.text.contains("not service of the document"));
    facts
        .as_object_mut()
        .unwrap()
        .insert("consent_signed_on".to_owned(), json!("2026-09-01"));
    let zh = render(template, &facts, &shell(Language::Zh)).unwrap();
    assert!(zh.text.contains("2026年9月1日书面同意以电子方式送达"));
    assert!(!zh.text.contains("不是文书的送达") && !zh.html.contains("不是文书的送达"));
}

#[test]
fn a_digest_names_what_is_late_first_and_counts_what_it_does_not_name() {
    let template = Template::OfficerDigest;
    let words = render(template, &facts(template), &shell(Language::Zh)).unwrap();
    assert_eq!(words.subject, "1 件事项已超期，18 件将要到期");
    let place = |what: &str| {
        words
            .text
            .find(what)
            .unwrap_or_else(|| panic!("{what}: {}", words.text))
    };
    assert!(place("已超期（1 件）") < place("2026年12月2日之前到期（18 件）"));
    assert!(words.text.contains("另有 16 件"));
    assert!(
        words
            .text
            .contains("https://jianguan.example.cn/desk/applications/XK2026000125")
    );
    // What has no number is not read out by its id.
    assert!(
        words.text.contains("登记更正（青桐舞蹈）") && words.html.contains("&#60;b&#62;"),
        "{}",
        words.html
    );
    let mut facts = facts(template);
    facts["late"] = json!([]);
    facts["late_count"] = json!(0);
    let words = render(template, &facts, &shell(Language::Zh)).unwrap();
    assert_eq!(words.subject, "18 件事项将要到期");
    assert!(!words.text.contains("已超期") && !words.html.contains("已超期"));
}

#[test]
fn a_notice_about_a_replacement_says_that_the_old_copy_is_void() {
    for (state, expected) in [
        ("granted", "原来那份自决定之日起作废"),
        ("issued", "原来那份已经作废"),
        ("refused", "不予补办"),
    ] {
        let facts = json!({
            "institution": "青桐", "application": "XK2026000131", "kind": "replacement", "state": state, "words": null,
            "by_law": false, "due_on": null, "licence": "教民136011370012851号", "authority": "红谷滩区教育体育局", "on": "2026-11-27"
        });
        let words = render(Template::ApplicationMoved, &facts, &shell(Language::Zh)).unwrap();
        assert!(
            words.text.contains(expected) && words.html.contains(expected),
            "{state}"
        );
        assert!(
            words.subject.contains("补") && !words.text.contains("准予许可"),
            "{}",
            words.subject
        );
        render(Template::ApplicationMoved, &facts, &shell(Language::En)).unwrap();
    }
}

#[test]
fn a_notice_about_an_application_says_what_each_state_means() {
    let words = |state: &str, by_law: bool, said: Option<&str>| {
        let facts = json!({
            "institution": "青桐", "application": "XK2026000125", "kind": "establish", "state": state, "words": said,
            "by_law": by_law, "due_on": "2026-12-08", "licence": null, "authority": "红谷滩区教育体育局", "on": "2026-11-27"
        });
        render(Template::ApplicationMoved, &facts, &shell(Language::Zh)).unwrap()
    };
    for (state, by_law, said, expected) in [
        ("submitted", false, None, "已经收到"),
        ("correcting", false, Some("缺消防证明"), "缺消防证明"),
        ("accepted", false, None, "决定作出的最后一日：2026年12月8日"),
        ("accepted", true, None, "自收到之日起即为受理"),
        ("accepted", false, Some("需要专家评审"), "审查期限"),
        ("granted", true, None, "视为准予延续"),
        ("granted", false, None, "十个工作日内"),
        ("issued", false, None, "已经颁发"),
        (
            "declined",
            false,
            Some("不属于本机关职权"),
            "不属于本机关职权",
        ),
        ("refused", false, Some("场地不足"), "六十日内"),
    ] {
        let rendered = words(state, by_law, said);
        for text in [&rendered.text, &rendered.html] {
            assert!(text.contains(expected), "{state}: {text}");
        }
        let rights = rendered.text.contains("行政复议");
        assert_eq!(rights, matches!(state, "declined" | "refused"), "{state}");
    }
}

#[test]
fn a_notice_about_a_licence_says_what_the_day_makes_of_it() {
    let mut late = facts(Template::LicenceExpiring);
    let zh = render(Template::LicenceExpiring, &late, &shell(Language::Zh)).unwrap();
    assert!(zh.text.contains("请在2027年3月1日前（含当日）提出申请"));
    late.as_object_mut()
        .unwrap()
        .insert("on".to_owned(), json!("2027-03-02"));
    let zh = render(Template::LicenceExpiring, &late, &shell(Language::Zh)).unwrap();
    assert!(zh.text.contains("法定时间（2027年3月1日）已过") && !zh.text.contains("提出申请"));
    let changed = |change: &str| {
        let facts = json!({
            "institution": "青桐", "licence": "教民136011370012851号", "change": change,
            "valid_until": "2026-11-26", "on": "2026-11-27"
        });
        render(Template::LicenceChanged, &facts, &shell(Language::Zh)).unwrap()
    };
    let expired = changed("expire");
    assert!(expired.subject.contains("到期") && expired.text.contains("有效期至：2026年11月26日"));
    assert!(!expired.text.contains("文书") && expired.text.contains("以登记为准"));
    assert!(!changed("resume").text.contains("有效期至"));
    for change in ["suspend", "resume", "revoke", "cancel"] {
        let words = changed(change);
        for text in [&words.text, &words.html] {
            assert!(
                !text.contains("依据文书") && !text.contains("法定情形"),
                "{text}"
            );
        }
    }
}

#[test]
fn links_only_show_and_no_mail_bears_the_receipt_code() {
    for template in Template::ALL.iter().copied() {
        let mut facts = facts(template);
        facts
            .as_object_mut()
            .unwrap()
            .insert("receipt".to_owned(), json!("1234567890123456"));
        for language in [Language::Zh, Language::En] {
            let words = render(template, &facts, &shell(language)).unwrap();
            let links: Vec<&str> = words
                .html
                .split("href=\"")
                .skip(1)
                .filter_map(|rest| rest.split('"').next())
                .collect();
            if template == Template::OfficerDigest {
                // An officer's own desk, which asks for the sign-in.
                assert!(
                    links
                        .iter()
                        .all(|link| link.starts_with("https://jianguan.example.cn/desk/")),
                    "{links:?}"
                );
            } else {
                assert_eq!(links.len(), 1, "{links:?}");
            }
            // No number, no token, no verb: a scanner that opens it learns and changes nothing.
            assert!(
                [
                    "https://jianguan.example.cn/follow",
                    "https://jianguan.example.cn/reports/follow",
                    "https://jianguan.example.cn/sign-in",
                    "https://jianguan.example.cn/desk/sessions"
                ]
                .iter()
                .any(|page| links.contains(page)),
                "{links:?}"
            );
            assert!(!words.html.contains("<img") && !words.html.contains("<script"));
            assert!(!words.text.contains("1234567890123456"));
            assert!(!words.html.contains("1234567890123456"));
        }
    }
}

#[test]
fn what_a_complainant_typed_is_not_mailed() {
    let template = Template::ComplaintAccepted;
    let words = render(template, &facts(template), &shell(Language::Zh)).unwrap();
    assert!(!words.text.contains("领奖") && !words.html.contains("领奖"));
    let template = Template::ComplaintReceived;
    let words = render(template, &facts(template), &shell(Language::Zh)).unwrap();
    assert!(words.text.contains("启明学科培训中心"));
    assert!(!words.text.contains("机构不退费") && !words.html.contains("机构不退费"));
}

#[test]
fn a_complaint_that_is_not_taken_up_is_told_so() {
    let template = Template::ComplaintAnswered;
    let mut facts = facts(template);
    facts
        .as_object_mut()
        .unwrap()
        .insert("declined".to_owned(), json!(true));
    for (language, told) in [(Language::Zh, "不予受理"), (Language::En, "not taken up")] {
        let words = render(template, &facts, &shell(language)).unwrap();
        for part in [&words.subject, &words.text, &words.html] {
            assert!(part.contains(told), "{part}");
        }
    }
}

#[test]
fn html_in_facts_stays_text() {
    let template = Template::ComplaintAnswered;
    let words = render(template, &facts(template), &shell(Language::Zh)).unwrap();
    assert!(!words.html.contains("<b>未退的"));
    assert!(words.text.contains("<b>未退的</b>"));
}

#[test]
fn facts_that_lack_something_are_a_fault_and_not_a_gap_in_the_mail() {
    let fault = render(
        Template::ComplaintReceived,
        &json!({"number": "TS1234567897"}),
        &shell(Language::Zh),
    )
    .unwrap_err();
    assert_eq!(
        fault,
        RenderFault::Facts {
            template: "complaint_received"
        }
    );
    assert_eq!(fault.code(), "facts_invalid");
}
