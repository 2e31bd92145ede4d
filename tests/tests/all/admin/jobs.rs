//! Jobs that gave up, and the workers' signs of life.

use store::ops::source;
use tests::at_work::AtWork;
use tests::smtp::Smtp;
use tests::{Db, db_test};

use crate::my::matter::Scene;

db_test!(
    a_dead_job_is_put_back_to_work_by_a_click,
    the_page_says_which_workers_live,
    an_item_kept_aside_is_listed_until_it_is_filed,
);

async fn a_dead_job_is_put_back_to_work_by_a_click(db: Db) {
    let (scene, server) = (Scene::set(&db).await, Smtp::start().await);
    scene.complaint(&scene.bureau.parties[0]).await;
    let dead = "UPDATE job SET state = 'dead', attempt = 8, last_error_code = 'time_limit' WHERE kind = 'screen_complaint'";
    assert_eq!(scene.rows.set(dead).await, 1);
    let mut administrator = scene.visitor("administrator").await;
    let page = administrator.get("/desk/jobs").await.expect(200);
    assert!(
        page.says("筛查投诉") && page.says("time_limit"),
        "{}",
        page.words()
    );
    let id = scene
        .rows
        .texts("SELECT id AS value FROM job WHERE kind = 'screen_complaint'")
        .await;
    let action = format!("/desk/jobs/{}/retry", id[0]);
    // An auditor sees it and may not touch it.
    let mut auditor = scene.visitor("auditor").await;
    assert!(!auditor.get("/desk/jobs").await.expect(200).offers(&action));
    let _ = auditor.post_fields(&action, &[]).await.expect(403);
    let done = administrator.submit(&page, &action, &[]).await.expect(303);
    let after = administrator.get(done.location()).await.expect(200);
    assert!(
        after.says("已经排上") && after.says("没有停下的任务"),
        "{}",
        after.words()
    );
    let _ = administrator.submit(&page, &action, &[]).await.expect(303);
    assert_eq!(
        scene
            .rows
            .count("act WHERE subject_kind = 'job' AND verb = 'retry'")
            .await,
        1
    );
    let worker = AtWork::begin(&scene.store, "one", &server);
    scene
        .rows
        .until("job WHERE kind = 'screen_complaint' AND state = 'done'", 1)
        .await;
    worker.end().await;
    let list = administrator.get("/desk/jobs?state=done").await.expect(200);
    assert!(
        list.says("筛查投诉") && list.says("做完的"),
        "{}",
        list.words()
    );
}

async fn the_page_says_which_workers_live(db: Db) {
    let (scene, server) = (Scene::set(&db).await, Smtp::start().await);
    let mut administrator = scene.visitor("administrator").await;
    let nobody = administrator.get("/desk/jobs").await.expect(200);
    assert!(nobody.says("没有后台程序在运行"), "{}", nobody.words());
    let worker = AtWork::begin(&scene.store, "worker-of-the-test", &server);
    scene.rows.until("worker_heartbeat", 1).await;
    let page = administrator.get("/desk/jobs").await.expect(200);
    assert!(
        page.says("worker-of-the-test") && page.says("秒前有动静"),
        "{}",
        page.words()
    );
    worker.end().await;
    let stopped = administrator.get("/desk/jobs").await.expect(200);
    assert!(stopped.says("没有后台程序在运行"), "{}", stopped.words());
    // A killed worker says nothing; its silence is told.
    scene
        .rows
        .set("UPDATE worker_heartbeat SET stopped_at = NULL")
        .await;
    scene.clock.advance(5 * 60_000);
    let page = administrator.get("/desk/jobs").await.expect(200);
    assert!(page.says("起没有动静"), "{}", page.words());
}

async fn an_item_kept_aside_is_listed_until_it_is_filed(db: Db) {
    let scene = Scene::set(&db).await;
    let mut administrator = scene.visitor("administrator").await;
    let page = administrator.get("/desk/jobs").await.expect(200);
    assert!(!page.says("热线来件"), "{}", page.words());
    let text = r#"{"number":"R7","content":"<b>不该出现的原文</b>"}"#;
    for (number, reason) in [("R7", "content:too_long"), ("R8", "item_form_invalid")] {
        let now = scene.store.now();
        source::keep_aside(&scene.store, "hotline", number, reason, text, now)
            .await
            .expect("it is kept");
    }
    let page = administrator.get("/desk/jobs").await.expect(200);
    for words in [
        "共 2 件",
        "R7",
        "content:too_long",
        "R8",
        "item_form_invalid",
    ] {
        assert!(page.says(words), "{words}: {}", page.words());
    }
    assert!(!page.says("不该出现的原文"), "{}", page.words());

    // Sent again in order, it is a complaint under its number.
    scene.complaint(&scene.bureau.parties[0]).await;
    let again = "UPDATE complaint SET channel = 'hotline', source_number = 'R7'";
    assert_eq!(scene.rows.set(again).await, 1);
    let page = administrator.get("/desk/jobs").await.expect(200);
    assert!(page.says("共 1 件") && !page.says("R7"), "{}", page.words());
}
