//! The service of an order: within its time, by public notice, by mail where the institution has consented; and the last
//! day that moves later.

use domain::access::permit;
use store::ops::institution;
use tests::at_work::AtWork;
use tests::bureau::grant;
use tests::mail::Part;
use tests::smtp::Smtp;
use tests::{Db, db_test};

use super::basis::{beside, ordered, refused};
use super::{Office, events, offers, step, taken};

db_test!(
    the_last_day_moves_to_a_later_one_only_and_the_party_is_told,
    an_order_that_was_answered_before_it_was_served_can_still_be_served,
    a_public_notice_serves_when_its_days_have_run,
    a_consent_counts_from_the_day_it_was_signed,
    the_mail_of_an_order_says_whether_it_serves,
);

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

async fn the_mail_of_an_order_says_whether_it_serves(db: Db) {
    let office = Office::open(&db).await;
    let server = Smtp::start().await;
    let mut officer = office.person("officer").await;
    ordered(&office, &mut officer, 10).await;
    let register = grant::<permit::ManageRegister>(&office.store);
    let (today, number) = (office.store.today(), office.bureau.parties[0].number);
    let document = "送达地址确认书";
    let now = office.store.now();
    institution::record_consent(&office.store, &register, number, today, document, now)
        .await
        .unwrap();
    ordered(&office, &mut officer, 10).await;
    let worker = AtWork::begin(&office.store, "desk", &server);
    let sent = "notice WHERE template = 'correction_ordered' AND state = 'sent'";
    office.rows.until(sent, 2).await;
    worker.end().await;
    let texts: Vec<String> = server
        .mails()
        .iter()
        .map(|mail| Part::read(&mail.raw).part("text/plain").text())
        .filter(|text| text.contains("责令改正"))
        .collect();
    let (serve, inform): (Vec<_>, Vec<_>) = texts
        .iter()
        .partition(|text| text.contains("书面同意以电子方式送达"));
    assert_eq!((serve.len(), inform.len()), (1, 1), "{texts:?}");
    assert!(inform[0].contains("不是文书的送达") && !serve[0].contains("不是文书的送达"));
}
