//! Faults of the forms stand beside their fields, and a second click makes nothing twice.

use domain::complaint::Channel;
use tests::{Db, db_test};

use super::{Office, REASON, events, finding, offers, step, taken};

db_test!(
    each_wrong_field_is_named_and_what_was_typed_stays,
    what_the_law_refuses_in_a_field_stands_beside_it,
    an_order_comes_before_its_day_and_electronic_service_after_consent,
    a_double_click_makes_one,
    another_text_under_an_old_version_is_not_passed_off_as_done,
    the_second_officer_is_chosen_and_the_case_filed_once,
    a_party_that_the_complaint_does_not_name_is_asked_for,
);

async fn each_wrong_field_is_named_and_what_was_typed_stays(db: Db) {
    let office = Office::open(&db).await;
    let mut officer = office.person("officer").await;
    let case = office.case(&mut officer).await;
    let page = officer.get(&case).await.expect(200);
    let typed = [
        ("violation", "burnt_the_school"),
        ("acted_on", "2026-02-30"),
        ("found_on", ""),
        ("facts", "写了一半的事实 <b>"),
    ];
    let back = step(
        &mut officer,
        &page,
        &events(&case),
        "record_finding",
        &typed,
    )
    .await
    .expect(422);
    assert!(back.says("请选一种违法行为") && back.says("没有这一天") && back.says("这一项要填"));
    assert!(back.says("还有 3 处没填好"), "{}", back.words());
    let form = back.event_form(&events(&case), "record_finding");
    assert_eq!(form.value("facts"), Some("写了一半的事实 <b>"));
    assert_eq!(form.value("acted_on"), Some("2026-02-30"));
    assert_eq!(office.rows.count("finding").await, 0);

    let long = "😀".repeat(5_001);
    let today = office.store.today().to_string();
    let typed = [
        ("acted_on", today.as_str()),
        ("found_on", &today),
        ("facts", &long),
    ];
    let fields = [
        ("violation", "beyond_licence"),
        typed[0],
        typed[1],
        typed[2],
    ];
    let back = step(
        &mut officer,
        &back,
        &events(&case),
        "record_finding",
        &fields,
    )
    .await
    .expect(422);
    assert!(back.says("太长了，请写短一点"));
}

async fn what_the_law_refuses_in_a_field_stands_beside_it(db: Db) {
    let office = Office::open(&db).await;
    let mut officer = office.person("officer").await;
    let case = office.case(&mut officer).await;
    let future = office.store.today().plus_days(1).to_string();
    let page = officer.get(&case).await.expect(200);
    let mut ahead = finding(&future);
    ahead[1].1 = &future;
    let back = step(
        &mut officer,
        &page,
        &events(&case),
        "record_finding",
        &ahead,
    )
    .await
    .expect(409);
    let beside = back
        .html
        .split("id=\"record_finding-found_on-error\"")
        .nth(1)
        .and_then(|rest| rest.split("</p>").next())
        .unwrap_or_default();
    assert!(beside.contains("日期不能晚于今天"), "{beside}");
}

async fn an_order_comes_before_its_day_and_electronic_service_after_consent(db: Db) {
    let office = Office::open(&db).await;
    let mut officer = office.person("officer").await;
    let case = office.case(&mut officer).await;
    let today = office.store.today().to_string();
    let future = office.store.today().plus_days(1).to_string();
    taken(&mut officer, &case, "record_finding", &finding(&today)).await;
    let page = officer.get(&case).await.expect(200);
    let order = [("demand", "停课"), ("due_on", today.as_str())];
    let back = step(
        &mut officer,
        &page,
        &events(&case),
        "order_correction",
        &order,
    )
    .await
    .expect(409);
    assert!(back.says("改正期限须晚于责令改正的日期"));
    assert_eq!(
        back.event_form(&events(&case), "order_correction")
            .value("demand"),
        Some("停课")
    );
    let order = [("demand", "停课"), ("due_on", future.as_str())];
    let page = step(
        &mut officer,
        &back,
        &events(&case),
        "order_correction",
        &order,
    )
    .await
    .expect(303);
    let page = officer.get(page.location()).await.expect(200);
    assert!(
        !page.html.contains("value=\"electronic\""),
        "without consent there is no choice of it"
    );
    let form = page.event_form(&events(&case), "record_service");
    let mut sent = form.filled(&[("receiver", "闵某"), ("proof", "回执")]);
    sent.retain(|(name, _)| name != "way");
    sent.push(("way".to_owned(), "electronic".to_owned()));
    let back = officer.post(&form.action, &sent).await.expect(409);
    assert!(back.says("没有有效的电子送达确认书") && back.says("第六十一条"));
    assert_eq!(office.rows.count("document_service").await, 0);
}

async fn a_double_click_makes_one(db: Db) {
    let office = Office::open(&db).await;
    let mut officer = office.person("officer").await;
    let case = office.case(&mut officer).await;
    let today = office.store.today().to_string();
    let page = officer.get(&case).await.expect(200);
    for _ in 0..2 {
        let done = step(
            &mut officer,
            &page,
            &events(&case),
            "record_finding",
            &finding(&today),
        )
        .await;
        assert_eq!(done.expect(303).location(), format!("{case}?done=found"));
    }
    assert_eq!(office.rows.count("finding").await, 1);

    let complaint = format!(
        "/desk/complaints/{}",
        office.complaint("退费", "交了钱不退，联系不上老师。").await
    );
    let page = officer.get(&complaint).await.expect(200);
    for _ in 0..2 {
        let done = step(&mut officer, &page, &events(&complaint), "accept", &[]).await;
        assert_eq!(
            done.expect(303).location(),
            format!("{complaint}?done=accepted")
        );
    }
    let accepted = "act WHERE verb = 'accept' AND subject_kind = 'complaint'";
    assert_eq!(
        office.rows.count(accepted).await,
        2,
        "one for each complaint of this test"
    );
    assert_eq!(
        office
            .rows
            .count("notice WHERE template = 'complaint_accepted'")
            .await,
        2
    );
}

async fn another_text_under_an_old_version_is_not_passed_off_as_done(db: Db) {
    let office = Office::open(&db).await;
    let mut officer = office.person("officer").await;
    let path = office.accepted(&mut officer).await;
    let page = officer.get(&path).await.expect(200);
    let first = [("text", "第一次的答复")];
    step(&mut officer, &page, &events(&path), "answer", &first)
        .await
        .expect(303);
    let second = [("text", "另一个窗口里的答复")];
    let back = step(&mut officer, &page, &events(&path), "answer", &second)
        .await
        .expect(409);
    assert!(back.says("另一个窗口里的答复"), "it is kept to be copied");
    assert!(back.says("第一次的答复") && !offers(&back, "answer"));
}

async fn the_second_officer_is_chosen_and_the_case_filed_once(db: Db) {
    let office = Office::open(&db).await;
    let mut officer = office.person("officer").await;
    let complaint = office.accepted(&mut officer).await;
    let number = complaint.rsplit('/').next().unwrap();
    let new = format!("/desk/cases/new?complaint={number}");
    let page = officer.get(&new).await.expect(200);
    let none = officer.submit(&page, "/desk/cases", &[]).await.expect(422);
    assert!(none.says("这一项要填"));
    let own = office.bureau.officer.to_string();
    let alone = officer
        .submit(
            &page,
            "/desk/cases",
            &[("second_officer", &own), ("reason", REASON)],
        )
        .await
        .expect(409);
    assert!(alone.says("执法人员不得少于两人") && alone.says("第四十二条"));

    let second = office.bureau.second_officer.to_string();
    let typed = [("second_officer", second.as_str()), ("reason", REASON)];
    let filed = officer
        .submit(&page, "/desk/cases", &typed)
        .await
        .expect(303);
    let again = officer
        .submit(&page, "/desk/cases", &typed)
        .await
        .expect(303);
    assert_eq!(filed.location(), again.location());
    assert_eq!(office.rows.count("violation_case").await, 1);
    let mut colleague = office.person("officer-2").await;
    let late = colleague.get(&new).await.expect(303);
    let there = colleague.get(late.location()).await.expect(200);
    assert!(there.says("先前已经立案"));
    officer
        .get("/desk/cases/new?complaint=TS0000000000")
        .await
        .expect(404);
}

async fn a_party_that_the_complaint_does_not_name_is_asked_for(db: Db) {
    let office = Office::open(&db).await;
    let mut officer = office.person("officer").await;
    let told = "小区里有人办班，不知道叫什么。";
    let number = office
        .filed("没有招牌", told, Channel::Portal, "360103")
        .await;
    let path = format!("/desk/complaints/{number}");
    let page = taken(&mut officer, &path, "accept", &[]).await;
    assert!(page.says("没有写机构名称") && page.says("登记册里查不到"));
    let form = format!("/desk/cases/new?complaint={number}");
    let page = officer.get(&form).await.expect(200);
    let second = office.bureau.second_officer.to_string();
    let mut typed = vec![("second_officer", second.as_str()), ("reason", REASON)];
    let back = officer
        .submit(&page, "/desk/cases", &typed)
        .await
        .expect(422);
    assert!(back.says("这一项要填"));
    let kept = back.form("/desk/cases");
    assert_eq!(kept.value("second_officer"), Some(second.as_str()));
    typed.push(("party_name", "闵某的教室"));
    let filed = officer
        .submit(&back, "/desk/cases", &typed)
        .await
        .expect(303);
    let case = officer.get(filed.location()).await.expect(200);
    assert!(case.says("闵某的教室涉嫌违规培训案"));
}
