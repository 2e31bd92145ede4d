//! Jobs that gave up, and the workers' signs of life.

use tests::at_work::AtWork;
use tests::smtp::Smtp;
use tests::{Db, db_test};

use crate::my::matter::Scene;

db_test!(
    a_dead_job_is_put_back_to_work_by_a_click,
    the_page_says_which_workers_live,
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
