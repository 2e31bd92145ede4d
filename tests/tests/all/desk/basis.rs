//! What a finding, an order and its service rest on: the law of the day of the act, an article that somebody has read,
//! a service that lies within the time, a consent that was signed by then.

use domain::access::permit;
use store::ops::institution;
use tests::at_work::AtWork;
use tests::bureau::grant;
use tests::smtp::Smtp;
use tests::visitor::{Page, Visitor};
use tests::{Db, db_test};

use super::{BODY, Office, REASON, SUBJECT, events, finding, offers, step, taken};

db_test!(
    an_article_that_nobody_read_is_marked_and_has_to_be_confirmed,
    an_act_of_before_goes_by_the_law_of_its_day,
    every_finding_stands_in_the_order_and_in_its_mail,
    the_last_day_moves_to_a_later_one_only_and_the_party_is_told,
    an_order_that_was_answered_before_it_was_served_can_still_be_served,
    what_an_officer_wrote_with_a_step_is_kept_and_shown,
    a_public_notice_serves_when_its_days_have_run,
    a_consent_counts_from_the_day_it_was_signed,
    an_officer_of_another_authority_is_no_second,
    a_declined_complaint_with_a_confirmed_lead_becomes_a_case,
);

/// Opens the case at `path` and takes a step there that is not taken; the page that comes back.
async fn refused(officer: &mut Visitor, path: &str, event: &str, typed: &[(&str, &str)]) -> Page {
    let page = officer.get(path).await.expect(200);
    step(officer, &page, &events(path), event, typed)
        .await
        .expect(409)
}

/// What stands beside a field that is wrong.
fn beside<'a>(page: &'a Page, event: &str, field: &str) -> &'a str {
    page.html
        .split(&format!("id=\"{event}-{field}-error\""))
        .nth(1)
        .and_then(|rest| rest.split("</p>").next())
        .unwrap_or_default()
}

/// A finding of this violation, of an act of that day.
fn found<'a>(
    violation: &'a str,
    acted_on: &'a str,
    today: &'a str,
) -> [(&'static str, &'a str); 4] {
    let mut fields = finding(today);
    fields[0].1 = violation;
    fields[1].1 = acted_on;
    fields
}

/// A case of `officer` whose order has so many days.
async fn ordered(office: &Office, officer: &mut Visitor, days: i64) -> String {
    let case = office.case(officer).await;
    let today = office.store.today();
    taken(
        officer,
        &case,
        "record_finding",
        &finding(&today.to_string()),
    )
    .await;
    let due = today.plus_days(days).to_string();
    let order = [("demand", "停课"), ("due_on", due.as_str())];
    taken(officer, &case, "order_correction", &order).await;
    case
}

async fn an_article_that_nobody_read_is_marked_and_has_to_be_confirmed(db: Db) {
    let office = Office::open(&db).await;
    let mut officer = office.person("officer").await;
    let case = office.case(&mut officer).await;
    let today = office.store.today().to_string();
    let page = taken(
        &mut officer,
        &case,
        "record_finding",
        &found("disorderly_management", &today, &today),
    )
    .await;
    assert!(page.says("《校外培训行政处罚暂行办法》第二十二条（依据待核）"));
    assert!(page.says("行为的最后一天："), "{}", page.words());
    let due = office.store.today().plus_days(10).to_string();
    let order = [("demand", "停课整顿"), ("due_on", due.as_str())];
    let back = refused(&mut officer, &case, "order_correction", &order).await;
    assert!(beside(&back, "order_correction", "basis_confirmed").contains("须核对后勾选确认"));
    assert_eq!(office.rows.count("correction_order").await, 0);
    let order = [order[0], order[1], ("basis_confirmed", "yes")];
    let page = taken(&mut officer, &case, "order_correction", &order).await;
    assert!(
        page.says("条文已由办案人员核对确认") && page.says("改正期限："),
        "{}",
        page.words()
    );

    // Where every article was read there is nothing to confirm.
    let case = office.case(&mut officer).await;
    let page = taken(&mut officer, &case, "record_finding", &finding(&today)).await;
    assert!(!page.html.contains("basis_confirmed") && !page.says("第十八条（依据待核）"));
    let form = page.event_form(&events(&case), "order_correction");
    let mut sent = form.filled(&order[..2]);
    sent.push(("basis_confirmed".to_owned(), "yes".to_owned()));
    let ordered = officer.post(&form.action, &sent).await.expect(303);
    let page = officer.get(ordered.location()).await.expect(200);
    assert!(!page.says("条文已由办案人员核对确认"), "{}", page.words());
}

async fn an_act_of_before_goes_by_the_law_of_its_day(db: Db) {
    let office = Office::open(&db).await;
    let mut officer = office.person("officer").await;
    let case = office.case(&mut officer).await;
    let today = office.store.today().to_string();
    let before = "2023-10-14";
    let typed = found("provides_place_or_platform", before, &today);
    let back = refused(&mut officer, &case, "record_finding", &typed).await;
    assert!(beside(&back, "record_finding", "acted_on").contains("没有对这一行为的规定"));
    let future = office.store.today().plus_days(1).to_string();
    let typed = found("unlicensed_institution", &future, &today);
    let back = refused(&mut officer, &case, "record_finding", &typed).await;
    assert!(beside(&back, "record_finding", "acted_on").contains("不能晚于认定的日期"));
    assert_eq!(office.rows.count("finding").await, 0);

    // The institution had no licence on that day: its licence of today does not reach back.
    let typed = found("disguised_subject_tutoring", before, &today);
    let page = taken(&mut officer, &case, "record_finding", &typed).await;
    assert!(
        page.says("《中华人民共和国民办教育促进法》第六十四条"),
        "{}",
        page.words()
    );
    assert!(page.says("2023年10月14日"), "{}", page.words());
    let kept = "SELECT article || ' ' || acted_on AS value FROM finding";
    assert_eq!(office.rows.texts(kept).await, ["ppe-64 2023-10-14"]);
}

async fn every_finding_stands_in_the_order_and_in_its_mail(db: Db) {
    let office = Office::open(&db).await;
    let server = Smtp::start().await;
    let mut officer = office.person("officer").await;
    let case = office.case(&mut officer).await;
    let today = office.store.today().to_string();
    for violation in [
        "disguised_subject_tutoring",
        "unlicensed_institution",
        "disguised_subject_tutoring",
    ] {
        let typed = found(violation, &today, &today);
        taken(&mut officer, &case, "record_finding", &typed).await;
    }
    let due = office.store.today().plus_days(10).to_string();
    let order = [("demand", "停课"), ("due_on", due.as_str())];
    let page = taken(&mut officer, &case, "order_correction", &order).await;
    let both = "《校外培训行政处罚暂行办法》第十八条、《校外培训行政处罚暂行办法》第十七条";
    assert!(page.says(both), "{}", page.words());
    let worker = AtWork::begin(&office.store, "desk", &server);
    office
        .rows
        .until(
            "notice WHERE template = 'correction_ordered' AND state = 'sent'",
            1,
        )
        .await;
    worker.end().await;
    let kept = "SELECT article AS value FROM correction_order";
    assert_eq!(office.rows.texts(kept).await, ["53-18 53-17"]);
    let mut agent = office.person("institution-agent").await;
    let id = office
        .rows
        .texts("SELECT id AS value FROM correction_order")
        .await;
    let page = agent
        .get(&format!("/my/orders/{}", id[0]))
        .await
        .expect(200);
    assert!(page.says(both), "{}", page.words());
}

async fn the_last_day_moves_to_a_later_one_only_and_the_party_is_told(db: Db) {
    let office = Office::open(&db).await;
    let mut officer = office.person("officer").await;
    let today = office.store.today();
    let case = ordered(&office, &mut officer, 10).await;
    let due = today.plus_days(10).to_string();

    office.days_go_by(11);
    let mut officer = office.person("officer").await;
    let page = officer.get(&case).await.expect(200);
    assert!(
        page.says("改正期限已过，还没有登记送达"),
        "{}",
        page.words()
    );
    let service = [
        ("way", "in_person"),
        ("receiver", "闵某"),
        ("proof", "回执"),
    ];
    let back = refused(&mut officer, &case, "record_service", &service).await;
    assert!(beside(&back, "record_service", "served_on").contains("先变更改正期限"));
    assert_eq!(office.rows.count("document_service").await, 0);

    let earlier = [("due_on", due.as_str()), ("reason", "迟了")];
    let back = refused(&mut officer, &case, "change_due", &earlier).await;
    assert!(beside(&back, "change_due", "due_on").contains("只能推后"));
    let later = today.plus_days(25).to_string();
    let silent = [("due_on", later.as_str()), ("reason", " ")];
    let page = officer.get(&case).await.expect(200);
    step(&mut officer, &page, &events(&case), "change_due", &silent)
        .await
        .expect(422);
    // A second click tells nobody twice.
    let moved = [
        ("due_on", later.as_str()),
        ("reason", "地址不实，送达迟延。"),
    ];
    for _ in 0..2 {
        let done = step(&mut officer, &page, &events(&case), "change_due", &moved).await;
        assert_eq!(
            done.expect(303).location(),
            format!("{case}?done=due-changed")
        );
    }
    let told = "notice WHERE template = 'correction_due_changed' AND legal";
    assert_eq!(office.rows.count(told).await, 1);
    let page = taken(&mut officer, &case, "record_service", &service).await;
    assert!(
        page.says("等机构改正") && page.says("变更改正期限"),
        "{}",
        page.words()
    );

    // Once the institution has answered its time is no longer changed.
    super::story::answer(&office).await;
    let page = officer.get(&case).await.expect(200);
    assert!(!offers(&page, "change_due") && page.says("机构已经答复，改正期限不再变更"));
}

async fn an_order_that_was_answered_before_it_was_served_can_still_be_served(db: Db) {
    let office = Office::open(&db).await;
    let mut officer = office.person("officer").await;
    let case = ordered(&office, &mut officer, 10).await;
    super::story::answer(&office).await;
    office.days_go_by(11);
    let mut officer = office.person("officer").await;
    let later = office.store.today().plus_days(10).to_string();
    let moved = [("due_on", later.as_str()), ("reason", "答复在送达之前。")];
    taken(&mut officer, &case, "change_due", &moved).await;
    let service = [
        ("way", "in_person"),
        ("receiver", "闵某"),
        ("proof", "回执"),
    ];
    let page = taken(&mut officer, &case, "record_service", &service).await;
    assert!(!offers(&page, "change_due"), "it is answered and served");
    let reason = [("reason", "已核查，改正属实。")];
    let page = taken(&mut officer, &case, "propose_closure", &reason).await;
    assert!(page.says("等负责人批准"), "{}", page.words());
}

async fn what_an_officer_wrote_with_a_step_is_kept_and_shown(db: Db) {
    let office = Office::open(&db).await;
    let mut officer = office.person("officer").await;
    let case = office.case(&mut officer).await;
    let reason = [("reason", "现场没有发现违法行为。")];
    taken(&mut officer, &case, "propose_closure", &reason).await;
    let mut lead = office.person("lead-officer").await;
    let missing = [("reason", "缺周边住户的询问笔录。")];
    taken(&mut lead, &case, "return_for_more", &missing).await;
    let page = officer.get(&case).await.expect(200);
    for words in ["现场没有发现违法行为。", "缺周边住户的询问笔录。"] {
        assert!(page.says(words), "{words}: {}", page.words());
    }
    let kept = "SELECT event || ' ' || case_version || ' ' || words AS value FROM case_remark ORDER BY case_version";
    assert_eq!(
        office.rows.texts(kept).await,
        [
            "propose_closure 2 现场没有发现违法行为。",
            "return_for_more 3 缺周边住户的询问笔录。"
        ]
    );
}

async fn a_public_notice_serves_when_its_days_have_run(db: Db) {
    let office = Office::open(&db).await;
    let mut officer = office.person("officer").await;
    let published = office.store.today().to_string();
    let case = ordered(&office, &mut officer, 90).await;
    let notice = [
        ("way", "public_notice"),
        ("served_on", published.as_str()),
        ("receiver", "当事人下落不明"),
        ("proof", "本局网站公告第 7 号"),
    ];
    let back = refused(&mut officer, &case, "record_service", &notice).await;
    let words = beside(&back, "record_service", "served_on");
    assert!(
        words.contains("公告期间未满") && words.contains("第九十五条"),
        "{words}"
    );

    office.days_go_by(40);
    let mut officer = office.person("officer").await;
    let page = taken(&mut officer, &case, "record_service", &notice).await;
    assert!(
        page.says("公告送达") && page.says("公告 · 本局网站公告第 7 号"),
        "{}",
        page.words()
    );
    let days = office
        .rows
        .texts("SELECT published_on || ' ' || served_on AS value FROM document_service")
        .await;
    assert_eq!(days, ["2026-11-25 2026-12-25"]);
}

async fn a_consent_counts_from_the_day_it_was_signed(db: Db) {
    let office = Office::open(&db).await;
    let mut officer = office.person("officer").await;
    let today = office.store.today();
    let case = ordered(&office, &mut officer, 60).await;
    office.days_go_by(5);
    let signed_on = today.plus_days(3);
    let register = grant::<permit::ManageRegister>(&office.store);
    let number = office.bureau.parties[0].number;
    institution::record_consent(
        &office.store,
        &register,
        number,
        signed_on,
        "送达地址确认书",
        office.store.now(),
    )
    .await
    .unwrap();
    let mut officer = office.person("officer").await;
    let mail = |day: String| {
        [
            ("way", "electronic".to_owned()),
            ("served_on", day),
            ("receiver", "institution0@example.cn".to_owned()),
            ("proof", "邮件送达回执".to_owned()),
        ]
    };
    let typed = mail(today.plus_days(2).to_string());
    let typed = typed
        .each_ref()
        .map(|(name, value)| (*name, value.as_str()));
    let back = refused(&mut officer, &case, "record_service", &typed).await;
    assert!(beside(&back, "record_service", "way").contains("没有有效的电子送达确认书"));
    let typed = mail(signed_on.to_string());
    let typed = typed
        .each_ref()
        .map(|(name, value)| (*name, value.as_str()));
    let page = taken(&mut officer, &case, "record_service", &typed).await;
    assert!(page.says("电子送达"), "{}", page.words());
}

async fn an_officer_of_another_authority_is_no_second(db: Db) {
    let office = Office::open(&db).await;
    let mut officer = office.person("officer").await;
    let complaint = office.accepted(&mut officer).await;
    let number = complaint.rsplit('/').next().unwrap();
    let page = officer
        .get(&format!("/desk/cases/new?complaint={number}"))
        .await
        .expect(200);
    let stranger = "SELECT id AS value FROM account WHERE login = 'officer-zones'";
    let stranger = office.rows.texts(stranger).await.remove(0);
    assert!(
        !page.html.contains(&stranger),
        "no choice offers that officer"
    );
    let typed = [("second_officer", stranger.as_str()), ("reason", REASON)];
    let back = officer
        .submit(&page, "/desk/cases", &typed)
        .await
        .expect(409);
    assert!(
        back.says("两名执法人员都须是本机关的人员"),
        "{}",
        back.words()
    );
    assert_eq!(office.rows.count("violation_case").await, 0);
}

async fn a_declined_complaint_with_a_confirmed_lead_becomes_a_case(db: Db) {
    let office = Office::open(&db).await;
    let server = Smtp::start().await;
    let mut officer = office.person("officer").await;
    let number = office.complaint(SUBJECT, BODY).await;
    let worker = AtWork::begin(&office.store, "desk", &server);
    office.rows.until("lead", 1).await;
    worker.end().await;
    let path = format!("/desk/complaints/{number}");
    let reason = [("reason", "投诉人要求转由社区协调。")];
    let page = taken(&mut officer, &path, "decline", &reason).await;
    assert!(!page.html.contains("/desk/cases/new"));
    let lead = office
        .rows
        .texts("SELECT id AS value FROM lead")
        .await
        .remove(0);
    let confirmed = [("verdict", "confirmed"), ("reason", "课表写着数学")];
    let page = taken(
        &mut officer,
        &format!("/desk/leads/{lead}"),
        "judge",
        &confirmed,
    )
    .await;
    let new = format!("/desk/cases/new?complaint={number}");
    assert!(page.html.contains(&new), "{}", page.words());
    let case = office.case_of(&mut officer, &number.to_string()).await;
    let case = officer.get(&case).await.expect(200);
    assert!(
        case.says("立案理由") && case.says(REASON),
        "{}",
        case.words()
    );
}
