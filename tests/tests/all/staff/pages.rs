//! The pages, as people without script use them.

use serde_json::json;
use tests::bureau::PASSWORD;
use tests::visitor::{Visitor, application};
use tests::{Db, db_test};

use super::{BARRED, House, bar, enter, identity, mistyped};

db_test!(
    an_agent_enters_changes_and_lets_go_by_the_forms,
    an_agent_states_the_pupils_by_a_form,
    a_form_that_comes_back_keeps_what_was_typed_and_says_what_is_wrong,
    an_officer_refers_a_teacher_and_records_the_answer,
    the_bar_list_is_kept_by_the_lead_officer_alone,
    every_page_speaks_both_languages,
);

async fn visitor(db: &Db, house: &House, login: &str) -> Visitor {
    let mut visitor = Visitor::new(&application(db, house.store.clone(), &[]));
    let _ = visitor.sign_in(login, PASSWORD).await.expect(200);
    visitor
}

fn typed(number: &str) -> Vec<(&str, &str)> {
    vec![
        ("name", "万思宁"),
        ("identity_number", number),
        ("post", "teacher"),
        ("engagement", "full_time"),
        ("subject", "书法"),
        ("certificate", "teacher"),
        ("certificate_number", "20203600042000011"),
        ("entry_check", "clear"),
        ("checked_on", "2026-01-05"),
        ("employed_on", "2026-01-08"),
    ]
}

async fn an_agent_enters_changes_and_lets_go_by_the_forms(db: Db) {
    let house = House::open(&db).await;
    let mut agent = visitor(&db, &house, "institution-agent").await;
    assert!(
        agent
            .get("/my/staff")
            .await
            .expect(200)
            .says("这里没有人员")
    );
    let page = agent.get("/my/staff/new").await.expect(200);
    let number = identity(1);
    let form = page.form("/my/staff");
    let sent = agent.submit_form(&form, &typed(&number)).await.expect(303);
    let path = sent.location().split('?').next().unwrap().to_owned();
    // The same form once more, as by a second click, is the same person.
    let again = agent.submit_form(&form, &typed(&number)).await.expect(303);
    assert!(again.location().starts_with(&path));
    let page = agent.follow(sent.location()).await.expect(200);
    assert!(
        page.says("已登记") && !page.html.contains(&number),
        "{}",
        page.words()
    );
    let change = page.event_form(&format!("{path}/events"), "change");
    let _ = agent
        .submit_form(&change, &[("subject", "国画")])
        .await
        .expect(303);
    // Somebody else was quicker.
    let stale = agent
        .submit_form(&change, &[("subject", "篆刻")])
        .await
        .expect(409);
    assert!(
        stale.says("别人刚才修改过") && stale.html.contains("国画"),
        "{}",
        stale.words()
    );
    let number = house.bureau.parties[0].number;
    let public = format!("/institutions/{number}");
    assert!(agent.get(&public).await.expect(200).says("教学 · 国画"));
    let leave = stale.event_form(&format!("{path}/events"), "leave");
    let early = agent
        .submit_form(&leave, &[("on", "2026-01-01")])
        .await
        .expect(409);
    assert!(early.says("离职日期早于入职日期"), "{}", early.words());
    let _ = agent
        .submit_form(&leave, &[("on", "2026-11-20")])
        .await
        .expect(303);
    assert!(!agent.get(&public).await.expect(200).says("国画"));
    let left = agent.get("/my/staff?state=left").await.expect(200);
    assert!(left.says("万思宁") && left.says("离职"), "{}", left.words());
}

async fn an_agent_states_the_pupils_by_a_form(db: Db) {
    let house = House::open(&db).await;
    let mut agent = visitor(&db, &house, "institution-agent").await;
    let pupils = agent
        .get("/my/staff")
        .await
        .expect(200)
        .form("/my/staff/pupils");
    let wrong = agent
        .submit_form(&pupils, &[("pupils", "十")])
        .await
        .expect(422);
    assert!(
        wrong.says("请填数字") || wrong.html.contains("aria-invalid"),
        "{}",
        wrong.words()
    );
    let _ = agent
        .submit_form(&pupils, &[("pupils", "50")])
        .await
        .expect(303);
    assert_eq!(
        house
            .rows
            .number("SELECT pupils AS value FROM staff_pupils")
            .await,
        50
    );
}

async fn a_form_that_comes_back_keeps_what_was_typed_and_says_what_is_wrong(db: Db) {
    let house = House::open(&db).await;
    let lead = house.person("lead-officer").await;
    lead.post(BARRED, &bar(&house, 2, 100)).await.expect(201);
    let mut agent = visitor(&db, &house, "institution-agent").await;
    let form = agent
        .get("/my/staff/new")
        .await
        .expect(200)
        .form("/my/staff");
    let wrong = mistyped(1);
    let mut fields = typed(&wrong);
    fields.retain(|(name, _)| *name != "subject");
    let back = agent.submit_form(&form, &fields).await.expect(422);
    assert!(
        back.says("身份证号有一位不对") && back.html.contains("class=\"errs\""),
        "{}",
        back.words()
    );
    assert!(back.html.contains("万思宁"), "what was typed stays");
    let barred = identity(2);
    let refused = agent.submit_form(&form, &typed(&barred)).await.expect(409);
    assert!(
        refused.says("黑名单内，不得聘用") && refused.says("校外培训机构从业人员管理办法"),
        "{}",
        refused.words()
    );
    assert_eq!(house.rows.count("staff_member").await, 0);
}

async fn an_officer_refers_a_teacher_and_records_the_answer(db: Db) {
    let house = House::open(&db).await;
    house.teachers(&[1]).await;
    enter(&house.person("institution-agent").await, 1)
        .await
        .expect(201);
    let mut officer = visitor(&db, &house, "officer").await;
    let number = house.bureau.parties[0].number;
    let page = officer
        .get(&format!("/desk/institutions/{number}"))
        .await
        .expect(200);
    assert!(
        page.says("万思宁") && page.says("不得聘用中小学、幼儿园在职教师"),
        "{}",
        page.words()
    );
    let list = officer.get("/desk/staff-leads").await.expect(200);
    assert!(list.says("与在职教师名单相符"), "{}", list.words());
    let (_, rest) = list
        .html
        .split_once("href=\"/desk/staff-leads/stl_")
        .unwrap();
    let path = format!("/desk/staff-leads/stl_{}", rest.split('"').next().unwrap());
    let page = officer.get(&path).await.expect(200);
    assert!(page.says("南昌市凤凰小学"), "{}", page.words());
    let refer = page.event_form(&format!("{path}/events"), "refer");
    let back = officer
        .submit_form(&refer, &[("to", ""), ("reason", "属实。")])
        .await
        .expect(409);
    assert!(back.says("须写明移送给哪个学校"), "{}", back.words());
    let filled = [("to", "南昌市凤凰小学"), ("reason", "属实。")];
    let _ = officer.submit_form(&refer, &filled).await.expect(303);
    // A second click finds its own work done.
    let _ = officer.submit_form(&refer, &filled).await.expect(303);
    let page = officer.get(&path).await.expect(200);
    let result = page.event_form(&format!("{path}/events"), "record_result");
    let _ = officer
        .submit_form(&result, &[("result", "已批评教育。")])
        .await
        .expect(303);
    let page = officer.get(&path).await.expect(200);
    assert!(
        page.says("已有处理结果") && page.says("已批评教育"),
        "{}",
        page.words()
    );
    assert!(!page.offers(&format!("{path}/events")));
    let mut director = visitor(&db, &house, "director").await;
    assert!(
        !director
            .get(&path)
            .await
            .expect(200)
            .offers(&format!("{path}/events"))
    );
}

async fn the_bar_list_is_kept_by_the_lead_officer_alone(db: Db) {
    let house = House::open(&db).await;
    let mut officer = visitor(&db, &house, "officer").await;
    assert!(
        !officer
            .get("/desk/barred")
            .await
            .expect(200)
            .offers("/desk/barred")
    );
    let mut lead = visitor(&db, &house, "lead-officer").await;
    let form = lead
        .get("/desk/barred")
        .await
        .expect(200)
        .form("/desk/barred");
    let number = identity(1);
    let filled = [
        ("name", "上官喆"),
        ("identity_number", number.as_str()),
        ("source", "南教通〔2026〕7号"),
        ("from_on", "2026-11-01"),
        ("last_on", "2031-10-31"),
    ];
    let mut wrong = filled;
    wrong[4].1 = "2026-11-02";
    let back = lead.submit_form(&form, &wrong).await.expect(422);
    assert!(
        back.html.contains("aria-invalid") && back.html.contains("上官喆"),
        "{}",
        back.words()
    );
    let sent = lead.submit_form(&form, &filled).await.expect(303);
    let path = sent.location().split('?').next().unwrap().to_owned();
    let page = lead.follow(sent.location()).await.expect(200);
    assert!(page.says("已列入黑名单") && page.says("期限内") && !page.html.contains(&number));
    let lift = page.form(&format!("{path}/events"));
    let back = lead
        .submit_form(&lift, &[("reason", " ")])
        .await
        .expect(422);
    assert!(back.html.contains("aria-invalid"), "{}", back.words());
    let _ = lead
        .submit_form(&lift, &[("reason", "撤销。")])
        .await
        .expect(303);
    let page = lead.get(&path).await.expect(200);
    assert!(
        page.says("已解除") && !page.offers(&format!("{path}/events")),
        "{}",
        page.words()
    );
    assert!(
        lead.get("/desk/barred?state=lifted")
            .await
            .expect(200)
            .says("上官喆")
    );
    assert!(!lead.get("/desk/barred").await.expect(200).says("上官喆"));
}

async fn every_page_speaks_both_languages(db: Db) {
    let house = House::open(&db).await;
    house.teachers(&[1]).await;
    let agent = house.person("institution-agent").await;
    let id = enter(&agent, 1).await.expect(201).text("id");
    let lead = house.person("lead-officer").await;
    let bar = lead
        .post(BARRED, &bar(&house, 2, 9))
        .await
        .expect(201)
        .text("id");
    let leads = lead.get(super::LEADS).await.expect(200).body;
    assert_eq!(
        leads["items"].as_array().map(Vec::len),
        Some(1),
        "{}",
        json!(leads)
    );
    let led = leads["items"][0]["id"].as_str().unwrap();
    let number = house.bureau.parties[0].number;
    let mut own = visitor(&db, &house, "institution-agent").await;
    let mut desk = visitor(&db, &house, "lead-officer").await;
    for language in ["zh", "en"] {
        own.language = language;
        desk.language = language;
        for path in [
            "/my/staff".to_owned(),
            "/my/staff/new".to_owned(),
            format!("/my/staff/{id}"),
            format!("/institutions/{number}"),
        ] {
            let page = own.get(&path).await.expect(200);
            assert!(
                !page.html.contains('⟦'),
                "{path} {language}: {}",
                page.words()
            );
        }
        for path in [
            "/desk/staff-leads".to_owned(),
            format!("/desk/staff-leads/{led}"),
            "/desk/barred".to_owned(),
            format!("/desk/barred/{bar}"),
            format!("/desk/institutions/{number}"),
        ] {
            let page = desk.get(&path).await.expect(200);
            assert!(
                !page.html.contains('⟦'),
                "{path} {language}: {}",
                page.words()
            );
        }
    }
}
