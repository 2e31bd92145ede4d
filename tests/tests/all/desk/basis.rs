//! What a finding, an order and its service rest on: the law of the day of the act, an article that somebody has read,
//! that both officers are the office's own.

use tests::at_work::AtWork;
use tests::smtp::Smtp;
use tests::visitor::{Page, Visitor};
use tests::{Db, db_test};

use super::{BODY, Office, REASON, SUBJECT, events, finding, step, taken};

db_test!(
    an_article_that_nobody_read_is_marked_and_has_to_be_confirmed,
    an_act_of_before_goes_by_the_law_of_its_day,
    every_finding_stands_in_the_order_and_in_its_mail,
    what_an_officer_wrote_with_a_step_is_kept_and_shown,
    an_officer_of_another_authority_is_no_second,
    a_declined_complaint_with_a_confirmed_lead_becomes_a_case,
);

/// Opens the case at `path` and takes a step there that is not taken; the page that comes back.
pub(super) async fn refused(
    officer: &mut Visitor,
    path: &str,
    event: &str,
    typed: &[(&str, &str)],
) -> Page {
    let page = officer.get(path).await.expect(200);
    step(officer, &page, &events(path), event, typed)
        .await
        .expect(409)
}

/// What stands beside a field that is wrong.
pub(super) fn beside<'a>(page: &'a Page, event: &str, field: &str) -> &'a str {
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
pub(super) async fn ordered(office: &Office, officer: &mut Visitor, days: i64) -> String {
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

    // A licence reaches back to its first day, suspended or not, and no further than the day on which it was revoked.
    let keep = "SELECT article || ' ' || acted_on AS value FROM finding ORDER BY created_at DESC, id DESC LIMIT 1";
    for (licence, article) in [
        ("issued_on = '2020-01-01', state = 'suspended'", "ppe-62"),
        ("state = 'revoked', ended_on = '2023-10-15'", "ppe-62"),
        ("state = 'revoked', ended_on = '2023-10-14'", "ppe-64"),
        ("state = 'cancelled', ended_on = '2022-05-01'", "ppe-64"),
    ] {
        office
            .rows
            .set(&format!("UPDATE licence SET {licence}"))
            .await;
        taken(&mut officer, &case, "record_finding", &typed).await;
        let found = office.rows.texts(keep).await;
        assert_eq!(found, [format!("{article} {before}")], "{licence}");
    }
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
