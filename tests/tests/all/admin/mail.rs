//! Mail as people see it: where each one stands, sending one again, and the red bar while any is stuck.

use std::time::Duration;

use tests::at_work::AtWork;
use tests::door::Door;
use tests::mail::Part;
use tests::smtp::{Act, Smtp, Stage};
use tests::visitor::Visitor;
use tests::{Db, db_test};

use crate::my::matter::Scene;

db_test!(
    the_page_says_what_the_server_said_and_masks_the_receiver,
    the_words_of_a_mail_can_be_read_as_they_went_out,
    a_refused_notice_is_sent_again_by_a_click,
    stuck_mail_makes_a_red_bar_on_all_desks_until_it_has_left,
    one_persons_wrong_address_does_not_alarm_an_institution,
    what_was_done_instead_takes_a_notice_off_the_bar,
    the_list_goes_on_page_by_page,
);

const DESKS: [(&str, &str); 4] = [
    ("officer", "/desk"),
    ("administrator", "/desk/jobs"),
    ("auditor", "/desk/audit"),
    ("institution-agent", "/my"),
];

fn has_bar(html: &str) -> bool {
    html.contains("class=\"bar bad\"")
}

async fn the_page_says_what_the_server_said_and_masks_the_receiver(db: Db) {
    let (scene, server) = (Scene::set(&db).await, Smtp::start().await);
    let complaint = scene.complaint(&scene.bureau.parties[0]).await;
    let mut officer = scene.visitor("officer").await;
    let waiting = officer.get("/desk/notices").await.expect(200);
    assert!(
        waiting.says("投诉已收到") && waiting.says("待发送"),
        "{}",
        waiting.words()
    );
    let worker = AtWork::begin(&scene.store, "one", &server);
    scene.rows.until("notice WHERE state = 'sent'", 1).await;
    worker.end().await;
    let page = officer.get("/desk/notices?state=sent").await.expect(200);
    for words in [
        "已送交邮件服务器",
        "250",
        "chen***@example.cn",
        &complaint.to_string(),
    ] {
        assert!(page.says(words), "{words}: {}", page.words());
    }
    assert!(!page.html.contains("chenxiaoyu"));
    assert!(
        page.html
            .contains(&format!("href=\"/desk/complaints/{complaint}\""))
    );
    // Who keeps the system running may see the mail, but not the complaint.
    let mut administrator = scene.visitor("administrator").await;
    let page = administrator.get("/desk/notices").await.expect(200);
    assert!(page.says(&complaint.to_string()) && !page.html.contains("/desk/complaints/"));
}

async fn the_words_of_a_mail_can_be_read_as_they_went_out(db: Db) {
    let (scene, server) = (Scene::set(&db).await, Smtp::start().await);
    let complaint = scene.complaint(&scene.bureau.parties[0]).await;
    let id = scene.rows.texts("SELECT id AS value FROM notice").await;
    let path = format!("/desk/notices/{}", id[0]);
    let mut officer = scene.visitor("officer").await;
    let before = officer.get(&path).await.expect(200);
    assert!(before.says("还没有发出过"), "{}", before.words());
    let worker = AtWork::begin(&scene.store, "one", &server);
    scene.rows.until("notice WHERE state = 'sent'", 1).await;
    worker.end().await;
    let text = Part::read(&server.mails()[0].raw).part("text/plain").text();
    // From the list and from the record the way leads to the words.
    for list in ["/desk/notices", &format!("/desk/complaints/{complaint}")] {
        let page = officer.get(list).await.expect(200);
        assert!(page.html.contains(&format!("href=\"{path}\"")), "{list}");
    }
    let page = officer.get(&path).await.expect(200);
    let door = Door::open(&db, &scene.store).await;
    let json = door.public().sign_in("officer").await;
    let json = json.get(&format!("/api/v1{path}")).await.expect(200).body;
    assert_eq!(json["to"], "chen***@example.cn");
    assert_eq!(json["state"], "sent");
    // On the way the ends of the lines are those of mail.
    let kept = json["words"]["text"].as_str().unwrap();
    assert_eq!(kept.trim(), text.replace("\r\n", "\n").trim());
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        assert!(page.says(line), "{line}: {}", page.words());
    }
    assert!(page.says("chen***@example.cn") && !page.html.contains("chenxiaoyu"));
    // Whose address it is concerns who handles the complaint; others read the words alone.
    let reviewer = door.public().sign_in("finance-officer").await;
    let json = reviewer
        .get(&format!("/api/v1{path}"))
        .await
        .expect(200)
        .body;
    assert_eq!(json["to"], "");
    let mut reviewer = scene.visitor("finance-officer").await;
    let page = reviewer.get(&path).await.expect(200);
    assert!(!page.says("chen***"), "{}", page.words());
    let mut director = scene.visitor("director").await;
    let list = director.get("/desk/notices").await.expect(200);
    assert!(!list.says("chen***"), "{}", list.words());
    // Not by who may not read the complaint, nor by who belongs to another place; an id of nothing is not found.
    let mut administrator = scene.visitor("administrator").await;
    let _ = administrator.get(&path).await.expect(403);
    let list = administrator.get("/desk/notices").await.expect(200);
    assert!(!list.html.contains(&path));
    let mut zones = scene.visitor("officer-zones").await;
    let _ = zones.get(&path).await.expect(404);
    let _ = officer
        .get("/desk/notices/ntc_00000000000000000000000000000000")
        .await
        .expect(404);
}

async fn a_refused_notice_is_sent_again_by_a_click(db: Db) {
    let (scene, server) = (Scene::set(&db).await, Smtp::start().await);
    server.script([Act::Reply(Stage::Recipient, 550)]);
    let complaint = scene.complaint(&scene.bureau.parties[0]).await;
    let worker = AtWork::begin(&scene.store, "one", &server);
    scene.rows.until("notice WHERE state = 'refused'", 1).await;
    let mut officer = scene.visitor("officer").await;
    let page = officer.get("/desk/notices?state=stuck").await.expect(200);
    assert!(
        page.says("被邮件服务器拒收") && page.says("smtp_550"),
        "{}",
        page.words()
    );
    let id = scene.rows.texts("SELECT id AS value FROM notice").await;
    let action = format!("/desk/notices/{}/retry", id[0]);
    // An officer of another authority neither sees it nor sends it.
    let mut zones = scene.visitor("officer-zones").await;
    let list = zones.get("/desk/notices").await.expect(200);
    assert!(
        !list.says(&complaint.to_string()) && !has_bar(&list.html),
        "{}",
        list.words()
    );
    let _ = zones.post_fields(&action, &[]).await;
    assert_eq!(scene.rows.count("notice WHERE state = 'refused'").await, 1);
    let done = officer.submit(&page, &action, &[]).await.expect(303);
    let after = officer.get(done.location()).await.expect(200);
    assert!(after.says("已经排上"), "{}", after.words());
    scene.rows.until("notice WHERE state = 'sent'", 1).await;
    // The second click of an impatient hand finds nothing to do and breaks nothing.
    let again = officer.submit(&page, &action, &[]).await.expect(303);
    let _ = officer.get(again.location()).await.expect(200);
    worker.end().await;
    server.wait_for(1, Duration::from_secs(20)).await;
    assert_eq!(
        scene
            .rows
            .count("act WHERE subject_kind = 'notice' AND verb = 'retry'")
            .await,
        1
    );
    let empty = officer.get("/desk/notices?state=stuck").await.expect(200);
    assert!(empty.says("没有这样的通知") && !has_bar(&empty.html));
    // An auditor reads the list and changes nothing.
    let mut auditor = scene.visitor("auditor").await;
    assert!(
        !auditor
            .get("/desk/notices")
            .await
            .expect(200)
            .offers(&action)
    );
    let _ = auditor.post_fields(&action, &[]).await.expect(403);
}

async fn stuck_mail_makes_a_red_bar_on_all_desks_until_it_has_left(db: Db) {
    let (scene, server) = (Scene::set(&db).await, Smtp::start().await);
    server.down().await;
    scene.complaint(&scene.bureau.parties[0]).await;
    let worker = AtWork::begin(&scene.store, "one", &server);
    scene
        .rows
        .until(
            "notice WHERE last_code = 'connect' AND state = 'pending'",
            1,
        )
        .await;
    let mut visitors: Vec<(Visitor, &str)> = Vec::new();
    for (login, path) in DESKS {
        visitors.push((scene.visitor(login).await, path));
    }
    for (visitor, path) in &mut visitors {
        let page = visitor.get(path).await.expect(200);
        assert!(!has_bar(&page.html), "{path}: a mail may wait ten minutes");
    }
    scene.clock.advance(11 * 60_000);
    for (visitor, path) in &mut visitors {
        let page = visitor.get(path).await.expect(200);
        assert!(has_bar(&page.html), "{path}: {}", page.words());
        assert!(page.says("没有发出去"), "{}", page.words());
    }
    let (officer, _) = &mut visitors[0];
    let open = officer.get("/desk/notices?state=stuck").await.expect(200);
    assert!(open.says("连不上邮件服务器"), "{}", open.words());
    server.up().await;
    scene.clock.advance(4 * 3_600_000);
    scene.rows.until("notice WHERE state = 'sent'", 1).await;
    worker.end().await;
    for (login, path) in DESKS {
        let page = scene.visitor(login).await.get(path).await.expect(200);
        assert!(!has_bar(&page.html), "{path}: {}", page.words());
    }
}

async fn one_persons_wrong_address_does_not_alarm_an_institution(db: Db) {
    let scene = Scene::set(&db).await;
    let order = scene.order(&scene.bureau.parties[0], 20).await;
    let fails = |kind: &str| {
        format!(
            "UPDATE notice SET state = 'refused', last_code = 'smtp_550' WHERE subject_kind = '{kind}'"
        )
    };
    scene.rows.set(&fails("complaint")).await;
    let mut officer = scene.visitor("officer").await;
    let mut agent = scene.visitor("institution-agent").await;
    let mut other = scene.visitor("institution-agent-2").await;
    assert!(has_bar(&officer.get("/desk").await.expect(200).html));
    assert!(!has_bar(&agent.get("/my").await.expect(200).html));
    // Its own mail that was refused is its business: it reads the order here.
    scene.rows.set(&fails("case")).await;
    let page = agent.get("/my").await.expect(200);
    assert!(
        has_bar(&page.html) && page.says(&order.document),
        "{}",
        page.words()
    );
    assert!(!has_bar(&other.get("/my").await.expect(200).html));
}

async fn the_list_goes_on_page_by_page(db: Db) {
    let scene = Scene::set(&db).await;
    for _ in 0..25 {
        scene.complaint(&scene.bureau.parties[0]).await;
    }
    let mut officer = scene.visitor("officer").await;
    let mut seen = 0;
    let mut path = "/desk/notices?state=pending".to_owned();
    for rows in [20, 5] {
        let page = officer.get(&path).await.expect(200);
        assert_eq!(page.html.matches("data-row").count(), rows, "{path}");
        seen += rows;
        let next = page.html.split("rel=\"next\" href=\"").nth(1);
        path = next.map_or(String::new(), |rest| {
            rest.split('"')
                .next()
                .unwrap()
                .replace("&#38;", "&")
                .replace("&amp;", "&")
        });
    }
    assert_eq!((seen, path.as_str()), (25, ""));
}

async fn what_was_done_instead_takes_a_notice_off_the_bar(db: Db) {
    let (scene, server) = (Scene::set(&db).await, Smtp::start().await);
    server.script([Act::Reply(Stage::Recipient, 550)]);
    scene.complaint(&scene.bureau.parties[0]).await;
    let worker = AtWork::begin(&scene.store, "one", &server);
    scene.rows.until("notice WHERE state = 'refused'", 1).await;
    let mut officer = scene.visitor("officer").await;
    let page = officer.get("/desk/notices?state=stuck").await.expect(200);
    assert!(has_bar(&page.html));
    let id = scene.rows.texts("SELECT id AS value FROM notice").await;
    let action = format!("/desk/notices/{}/set-aside", id[0]);
    // Who only reads, who works for another authority and who names no choice change nothing.
    let mut auditor = scene.visitor("auditor").await;
    let told = [("instead", "telephone")];
    assert!(!auditor.get("/desk/notices").await.offers(&action));
    let _ = auditor.post_fields(&action, &told).await.expect(403);
    let mut zones = scene.visitor("officer-zones").await;
    let _ = zones.get("/desk/notices").await.expect(200);
    let _ = zones.post_fields(&action, &told).await;
    for wrong in ["", "burnt", "<b>"] {
        let typed = [("instead", wrong)];
        let _ = officer.submit(&page, &action, &typed).await.expect(422);
    }
    assert_eq!(scene.rows.count("notice WHERE state = 'refused'").await, 1);

    let done = officer.submit(&page, &action, &told).await.expect(303);
    let after = officer.get(done.location()).await.expect(200);
    assert!(after.says("红条不再算它") && !has_bar(&after.html));
    assert!(
        after.says("已另行处理") && after.says("已经用电话告知"),
        "{}",
        after.words()
    );
    // The second click changes nothing; the worker does not take it up by itself.
    let _ = officer.submit(&page, &action, &told).await.expect(303);
    let acts = "act WHERE subject_kind = 'notice' AND verb = 'set_aside'";
    assert_eq!(scene.rows.count(acts).await, 1);
    let aside = "notice WHERE state = 'set_aside'";
    assert_eq!(scene.rows.count(aside).await, 1);
    // It can be sent after all.
    let retry = format!("/desk/notices/{}/retry", id[0]);
    let _ = officer.submit(&after, &retry, &[]).await.expect(303);
    scene.rows.until("notice WHERE state = 'sent'", 1).await;
    worker.end().await;
}
