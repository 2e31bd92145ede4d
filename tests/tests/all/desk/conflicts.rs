//! Two people at one record: the second sees what the first has done and loses nothing that was typed.

use tests::{Db, db_test};

use super::{Office, events, finding, offers, step, taken};

db_test!(
    the_second_officer_sees_the_first_ones_step_and_keeps_the_text,
    a_form_that_is_still_there_keeps_what_was_typed,
    a_lead_judged_meanwhile_keeps_the_reason,
    a_step_that_the_state_refuses_says_why,
);

async fn the_second_officer_sees_the_first_ones_step_and_keeps_the_text(db: Db) {
    let office = Office::open(&db).await;
    let number = office
        .complaint("退费", "交了十二期的钱，机构说不退。")
        .await;
    let path = format!("/desk/complaints/{number}");
    let (mut first, mut second) = (
        office.person("officer").await,
        office.person("officer-2").await,
    );
    let read = second.get(&path).await.expect(200);
    taken(&mut first, &path, "accept", &[]).await;
    let typed = [("reason", "不属于本局管辖，请向区局反映。")];
    let back = step(&mut second, &read, &events(&path), "decline", &typed)
        .await
        .expect(409);
    assert!(back.says("试验·officer 在 今天"), "{}", back.words());
    assert!(back.says("办理中") && back.says("这一步现在不能做了"));
    assert!(back.says("不属于本局管辖，请向区局反映。") && !offers(&back, "decline"));
    let act = "act WHERE subject_kind = 'complaint' AND verb IN ('accept', 'decline')";
    assert_eq!(office.rows.count(act).await, 1);
    taken(&mut second, &path, "answer", &[("text", "已经退费。")]).await;
}

async fn a_form_that_is_still_there_keeps_what_was_typed(db: Db) {
    let office = Office::open(&db).await;
    let (mut first, mut second) = (
        office.person("officer").await,
        office.person("officer-2").await,
    );
    let case = office.case(&mut first).await;
    let today = office.store.today().to_string();
    let read = second.get(&case).await.expect(200);
    taken(&mut first, &case, "record_finding", &finding(&today)).await;
    let mut own = finding(&today);
    own[3].1 = "第二名执法人员写的事实";
    let back = step(&mut second, &read, &events(&case), "record_finding", &own)
        .await
        .expect(409);
    assert!(back.says("试验·officer 在 今天") && back.says("您写的还留在下面的表里"));
    let form = back.event_form(&events(&case), "record_finding");
    assert_eq!(form.value("facts"), Some("第二名执法人员写的事实"));
    second.submit_form(&form, &[]).await.expect(303);
    assert_eq!(office.rows.count("finding").await, 2);
}

async fn a_lead_judged_meanwhile_keeps_the_reason(db: Db) {
    use tests::at_work::AtWork;
    use tests::smtp::Smtp;
    let office = Office::open(&db).await;
    let server = Smtp::start().await;
    office.complaint(super::SUBJECT, super::BODY).await;
    let worker = AtWork::begin(&office.store, "desk", &server);
    office.rows.until("lead", 1).await;
    worker.end().await;
    let id = office
        .rows
        .texts("SELECT id AS value FROM lead")
        .await
        .remove(0);
    let path = format!("/desk/leads/{id}");
    let (mut first, mut second) = (
        office.person("officer").await,
        office.person("officer-2").await,
    );
    let read = second.get(&path).await.expect(200);
    taken(
        &mut first,
        &path,
        "judge",
        &[("verdict", "confirmed"), ("reason", "")],
    )
    .await;
    let typed = [("verdict", "dismissed"), ("reason", "是学校自己的课")];
    let back = step(&mut second, &read, &events(&path), "judge", &typed)
        .await
        .expect(409);
    assert!(
        back.says("试验·officer 在 今天") && back.says("是学校自己的课") && back.says("不成立")
    );
    assert!(!offers(&back, "judge"));
}

async fn a_step_that_the_state_refuses_says_why(db: Db) {
    let office = Office::open(&db).await;
    let mut officer = office.person("officer").await;
    let case = office.case(&mut officer).await;
    let page = officer.get(&case).await.expect(200);
    let form = page.event_form(&events(&case), "record_finding");
    let version = form.value("version").unwrap().to_owned();
    let fields = [
        ("event", "order_correction"),
        ("version", version.as_str()),
        ("demand", "停课"),
        ("due_on", "2099-01-01"),
    ];
    let back = officer
        .post_fields(&events(&case), &fields)
        .await
        .expect(409);
    assert!(back.says("没有办成") && back.says("尚未记录违法事实，不能责令改正"));
    assert!(back.says("《中华人民共和国行政处罚法》第二十八条"));
    for broken in [("event", "burn"), ("version", "x")] {
        let fields = [broken, ("demand", "停课")];
        officer
            .post_fields(&events(&case), &fields)
            .await
            .expect(400);
    }
}
