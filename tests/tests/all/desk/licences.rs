//! A licence by its page: what an officer proposes and another person approves, in the forms of the desk.

use tests::{Db, db_test};

use super::{Office, events, offers, step, taken};

db_test!(
    an_officer_proposes_and_a_lead_officer_approves_in_the_forms_of_the_page,
    what_is_missing_in_a_form_is_said_beside_its_field_and_nothing_typed_is_lost,
    a_second_click_finds_its_own_work_done_and_a_second_person_what_came_first,
    who_may_not_change_a_licence_sees_no_button_and_is_refused,
    a_mail_about_a_licence_leads_to_its_page_and_its_failure_to_the_red_bar,
);

/// The page of the licence of the bureau's first institution.
const PATH: &str = "/desk/licences/136010271234567";

/// A suspension as it is typed.
const TYPED: [(&str, &str); 2] = [
    ("basis", "洪教许停〔2026〕3号"),
    ("reason", "机构申请暂停办学。"),
];

async fn an_officer_proposes_and_a_lead_officer_approves_in_the_forms_of_the_page(db: Db) {
    let office = Office::open(&db).await;
    let (mut officer, mut lead) = (
        office.person("officer").await,
        office.person("lead-officer").await,
    );
    let fresh = officer.get(PATH).await.expect(200);
    assert!(offers(&fresh, "suspend") && offers(&fresh, "revoke") && offers(&fresh, "cancel"));
    assert!(!offers(&fresh, "resume") && fresh.says("许可证未被暂停"));
    let waits = taken(&mut officer, PATH, "suspend", &TYPED).await;
    assert!(waits.says("已提出变动，等待另一人批准。") && waits.says("变动等待批准"));
    assert!(!offers(&waits, "approve") && !offers(&waits, "revoke"));

    // Whoever approves sees what it rests on; the rail counts it.
    let list = lead
        .get("/desk/licences?state=change_proposed")
        .await
        .expect(200);
    assert!(list.html.contains(PATH) && list.says("变动等待批准"));
    let page = lead.get(PATH).await.expect(200);
    assert!(page.says("洪教许停〔2026〕3号") && page.says("机构申请暂停办学。"));
    assert!(page.says("试验·officer"));
    let done = taken(&mut lead, PATH, "approve", &[]).await;
    assert!(done.says("已批准，许可证状态已经变动。") && done.says("已暂停"));
    assert!(
        done.says("许可证状态变动"),
        "the mail stands there: {}",
        done.words()
    );
    let desk = format!("/desk/institutions/{}", office.bureau.parties[0].number);
    assert!(lead.get(&desk).await.expect(200).says("许可证暂停"));

    let reason = [("reason", "装修完成。")];
    taken(&mut officer, PATH, "resume", &reason).await;
    let back = taken(
        &mut lead,
        PATH,
        "send_back",
        &[("reason", "缺消防合格意见。")],
    )
    .await;
    assert!(back.says("已退回，许可证没有变动。") && back.says("已暂停"));
}

async fn what_is_missing_in_a_form_is_said_beside_its_field_and_nothing_typed_is_lost(db: Db) {
    let office = Office::open(&db).await;
    let mut officer = office.person("officer").await;
    let page = officer.get(PATH).await.expect(200);
    let typed = [("ground", ""), ("basis", " "), ("reason", "终止办学。")];
    let back = step(&mut officer, &page, &events(PATH), "cancel", &typed)
        .await
        .expect(422);
    let form = back.event_form(&events(PATH), "cancel");
    assert_eq!(form.value("reason"), Some("终止办学。"));
    assert!(back.says("这一项要填"), "{}", back.words());
    for field in ["ground", "basis"] {
        let error = format!("id=\"cancel-{field}-error\"");
        assert!(back.html.contains(&error), "{field}");
    }
    // What the law refuses is said beside the field that it is about, with the article.
    let typed = [
        ("ground", "expired"),
        ("basis", "洪教许注〔2026〕1号"),
        ("reason", "到期。"),
    ];
    let refused = step(&mut officer, &back, &events(PATH), "cancel", &typed)
        .await
        .expect(409);
    assert!(refused.html.contains("id=\"cancel-ground-error\""));
    assert!(refused.says("第七十条第一项"), "{}", refused.words());
    let form = refused.event_form(&events(PATH), "cancel");
    assert_eq!(form.value("basis"), Some("洪教许注〔2026〕1号"));
    let acts = "act WHERE subject_kind = 'licence'";
    assert_eq!(office.rows.count(acts).await, 0);
}

async fn a_second_click_finds_its_own_work_done_and_a_second_person_what_came_first(db: Db) {
    let office = Office::open(&db).await;
    let (mut officer, mut second) = (
        office.person("officer").await,
        office.person("officer-2").await,
    );
    let read = officer.get(PATH).await.expect(200);
    let others = second.get(PATH).await.expect(200);
    let form = read.event_form(&events(PATH), "suspend");
    for _ in 0..2 {
        let moved = officer.submit_form(&form, &TYPED).await.expect(303);
        assert!(moved.location().ends_with("done=change-proposed"));
    }
    let typed = [("basis", "洪教罚决〔2026〕7号"), ("reason", "拒不改正。")];
    let late = step(&mut second, &others, &events(PATH), "revoke", &typed)
        .await
        .expect(409);
    assert!(late.says("试验·officer 在 今天") && late.says("变动等待批准"));
    // Its form is gone, so what was typed is given back to be copied.
    assert!(late.says("洪教罚决〔2026〕7号") && late.says("拒不改正。"));
    let acts = "act WHERE subject_kind = 'licence'";
    assert_eq!(office.rows.count(acts).await, 1);
}

async fn who_may_not_change_a_licence_sees_no_button_and_is_refused(db: Db) {
    let office = Office::open(&db).await;
    for login in ["auditor", "legal-reviewer", "finance-officer"] {
        let mut reader = office.person(login).await;
        let page = reader.get(PATH).await.expect(200);
        assert!(!page.html.contains("name=\"event\""), "{login}");
        assert!(!page.says("现在还不能做"), "{login}");
        for event in ["suspend", "approve"] {
            let fields = [("event", event), ("version", "1"), ("reason", "x")];
            reader.post_fields(&events(PATH), &fields).await.expect(403);
        }
    }
    let mut officer = office.person("officer").await;
    for event in ["burn", "propose", ""] {
        let fields = [("event", event), ("version", "1")];
        officer
            .post_fields(&events(PATH), &fields)
            .await
            .expect(400);
    }
    let mut zones = office.person("officer-zones").await;
    zones.get(PATH).await.expect(404);
    office
        .person("institution-agent")
        .await
        .get(PATH)
        .await
        .expect(403);
}

async fn a_mail_about_a_licence_leads_to_its_page_and_its_failure_to_the_red_bar(db: Db) {
    let office = Office::open(&db).await;
    let (mut officer, mut lead) = (
        office.person("officer").await,
        office.person("lead-officer").await,
    );
    taken(&mut officer, PATH, "suspend", &TYPED).await;
    taken(&mut lead, PATH, "approve", &[]).await;
    let notices = officer.get("/desk/notices").await.expect(200);
    assert!(
        notices.html.contains(&format!("href=\"{PATH}\"")),
        "{}",
        notices.html
    );
    office
        .rows
        .set("UPDATE notice SET state = 'refused' WHERE template = 'licence_changed'")
        .await;
    let red = "class=\"bar bad\"";
    let mut agent = office.person("institution-agent").await;
    for (person, path) in [(&mut officer, "/desk"), (&mut agent, "/my")] {
        let page = person.get(path).await.expect(200);
        assert!(page.html.contains(red), "{path}: {}", page.words());
    }
    // Another authority's officer is told nothing of it.
    let mut zones = office.person("officer-zones").await;
    let page = zones.get("/desk").await.expect(200);
    assert!(!page.html.contains(red));
}
