//! Who sees which button, and what happens to those who press one they were not shown.

use tests::{Db, db_test};

use super::{Office, events, finding, offers, taken};

db_test!(
    who_only_reads_sees_no_button_and_is_refused,
    an_officer_may_not_approve_and_a_lead_officer_not_the_own_case,
    another_authority_does_not_know_the_records,
    the_administrator_has_no_desk_and_is_led_to_none,
);

async fn who_only_reads_sees_no_button_and_is_refused(db: Db) {
    let office = Office::open(&db).await;
    let mut officer = office.person("officer").await;
    let case = office.case(&mut officer).await;
    let complaint = format!(
        "/desk/complaints/{}",
        office.complaint("退费", "交了钱不退，联系不上老师。").await
    );
    for login in ["auditor", "director", "legal-reviewer"] {
        let mut reader = office.person(login).await;
        for (path, event) in [(&complaint, "accept"), (&case, "propose_closure")] {
            let page = reader.get(path).await.expect(200);
            assert!(!page.html.contains("name=\"event\""), "{login} {path}");
            let fields = [("event", event), ("version", "1"), ("reason", "x")];
            reader.post_fields(&events(path), &fields).await.expect(403);
        }
        let page = reader.get(&complaint).await.expect(200);
        assert!(!page.says("现在还不能做") && !page.html.contains("/desk/cases/new"));
        reader.get("/desk/cases/new").await.expect(403);
        reader
            .post_fields("/desk/cases", &[("complaint", "TS0000000000")])
            .await
            .expect(403);
    }
    let mut auditor = office.person("auditor").await;
    let page = auditor.get(&complaint).await.expect(200);
    assert!(
        !page.says("万**"),
        "who only audits sees no contact, not even masked"
    );
    let mut agent = office.person("institution-agent").await;
    for path in ["/desk", &complaint, &case, "/desk/institutions"] {
        agent.get(path).await.expect(403);
    }
    let mut nobody = office.door.another();
    let led = nobody.get(&case).await.expect(303);
    assert!(led.location().starts_with("/sign-in?next=/desk/cases/"));
}

async fn an_officer_may_not_approve_and_a_lead_officer_not_the_own_case(db: Db) {
    let office = Office::open(&db).await;
    let mut lead = office.person("lead-officer").await;
    let case = office.case(&mut lead).await;
    let reason = [("reason", "现场没有发现违法行为。")];
    let page = taken(&mut lead, &case, "propose_closure", &reason).await;
    assert!(page.says("本案执法人员不得审批本案") && !offers(&page, "approve_closure"));
    let form = [("event", "approve_closure"), ("version", "2")];
    let refused = lead.post_fields(&events(&case), &form).await.expect(409);
    assert!(refused.says("本案执法人员不得审批本案") && !refused.says("第五十七条"));

    let mut officer = office.person("officer-2").await;
    officer.get(&case).await.expect(200);
    officer.post_fields(&events(&case), &form).await.expect(403);
    assert_eq!(
        office
            .rows
            .count("violation_case WHERE state = 'closed'")
            .await,
        0
    );
}

async fn another_authority_does_not_know_the_records(db: Db) {
    let office = Office::open(&db).await;
    let mut officer = office.person("officer").await;
    let case = office.case(&mut officer).await;
    let complaint = office.complaint("退费", "交了钱不退，联系不上老师。").await;
    let mut stranger = office.person("officer-zones").await;
    stranger.get(&case).await.expect(404);
    stranger
        .get(&format!("/desk/complaints/{complaint}"))
        .await
        .expect(404);
    stranger
        .get(&format!("/desk/cases/new?complaint={complaint}"))
        .await
        .expect(404);
    let today = office.store.today().to_string();
    let mut fields = vec![("event", "record_finding"), ("version", "1")];
    fields.extend(finding(&today));
    stranger
        .post_fields(&events(&case), &fields)
        .await
        .expect(404);
    let list = stranger.get("/desk/complaints?state=all").await.expect(200);
    assert!(list.says("这里没有投诉") && list.says("南昌市开发区教育管理办公室"));
}

async fn the_administrator_has_no_desk_and_is_led_to_none(db: Db) {
    let office = Office::open(&db).await;
    let mut administrator = office.person("administrator").await;
    let page = administrator.get("/desk/sessions").await.expect(200);
    assert!(!page.html.contains("action=\"/desk/institutions\""));
    for path in ["/desk", "/desk/complaints", "/desk/leads", "/desk/cases"] {
        assert!(!page.html.contains(&format!("href=\"{path}\"")), "{path}");
        administrator.get(path).await.expect(403);
    }
}
