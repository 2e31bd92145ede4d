//! Workers that stop, die, or come too late, and what keeps a list where it is.

use store::queue::{self, JobKind};
use tests::{Db, db_test};

use super::super::list;
use super::Desk;

db_test!(
    a_worker_that_stops_leaves_the_list_to_the_next,
    a_worker_that_died_leaves_the_list_to_the_next,
    what_keeps_a_list_from_going_back_is_said_on_its_page,
    a_list_given_up_while_it_is_checked_stays_given_up,
);

async fn a_worker_that_stops_leaves_the_list_to_the_next(db: Db) {
    let mut desk = Desk::open(&db).await;
    let worker = desk.worker();
    let path = desk.send(&list(5_000), &[]).await;
    let page = desk.until(&path, "checked").await;
    let _ = desk.act(&page, &path, "enter", &[]).await.expect(303);
    desk.office
        .rows
        .until_some("register_import WHERE entered > 0")
        .await;
    // It stops in the middle: what it has entered stays, and the job is given back as if it had not been tried.
    worker.end().await;
    assert_eq!(desk.office.found().await, 0);
    let given_back = "job WHERE kind = 'work_on_list' AND state = 'ready' AND attempt = 0";
    assert_eq!(desk.office.rows.count(given_back).await, 1);
    let next = desk.worker();
    let shown = desk.until(&path, "shown").await;
    assert!(shown.says("已写入并公布 5000 家"), "{}", shown.words());
    assert_eq!(desk.office.institutions().await, 5_001);
    next.end().await;
}

async fn a_worker_that_died_leaves_the_list_to_the_next(db: Db) {
    let mut desk = Desk::open(&db).await;
    let path = desk.send(&list(3), &[]).await;
    let (store, lease) = (&desk.office.store, 25_000);
    // It claims the job and is never heard of again.
    let claimed = queue::claim(store, "dead", lease, true, store.now()).await;
    let claimed = claimed.unwrap().unwrap();
    assert_eq!(claimed.kind, JobKind::WorkOnList);
    // As long as it lives it prolongs its lease; whoever has lost it is told.
    desk.office.clock.advance(20_000);
    let held = queue::prolong(store, &claimed, lease, store.now()).await;
    held.unwrap();
    desk.office.clock.advance(20_000);
    let other = queue::claim(store, "other", lease, true, store.now()).await;
    assert!(
        other
            .unwrap()
            .is_none_or(|job| job.kind != JobKind::WorkOnList)
    );
    desk.office.clock.advance(6_000);
    let worker = desk.worker();
    let page = desk.until(&path, "checked").await;
    assert!(page.says("可以写入 3 家"), "{}", page.words());
    let store = &desk.office.store;
    let lost = queue::prolong(store, &claimed, lease, store.now()).await;
    assert_eq!(lost.unwrap_err().code(), "lease_lost");
    worker.end().await;
}

async fn what_keeps_a_list_from_going_back_is_said_on_its_page(db: Db) {
    let mut desk = Desk::open(&db).await;
    let worker = desk.worker();
    let path = desk.send(&list(2), &[]).await;
    let page = desk.until(&path, "checked").await;
    let _ = desk.act(&page, &path, "enter", &[]).await.expect(303);
    let shown = desk.until(&path, "shown").await;
    worker.end().await;
    let _ = desk
        .act(&shown, &path, "withdraw", &[("reason", "发错了")])
        .await
        .expect(303);
    // A complaint that had read its institution before the list was hidden comes in at the last moment.
    let last = "UPDATE complaint SET institution_id = (SELECT id FROM institution ORDER BY seq DESC LIMIT 1)";
    let first = desk
        .office
        .rows
        .texts("SELECT number AS value FROM institution ORDER BY seq LIMIT 1")
        .await;
    let _filed = desk.office.complain(&first[0]).await.expect(201);
    assert_eq!(desk.office.rows.set(last).await, 1);
    let worker = desk.worker();
    let kept = desk.until(&path, "shown").await;
    assert!(
        kept.says("没有撤回") && kept.says("不能撤回"),
        "{}",
        kept.words()
    );
    assert_eq!(desk.office.found().await, 2);
    worker.end().await;
}

async fn a_list_given_up_while_it_is_checked_stays_given_up(db: Db) {
    let mut desk = Desk::open(&db).await;
    let path = desk.send(&list(2), &[]).await;
    let page = desk.visitor.get(&path).await.expect(200);
    let _ = desk.act(&page, &path, "discard", &[]).await.expect(303);
    let worker = desk.worker();
    desk.worked(1).await;
    let given_up = desk.visitor.get(&path).await.expect(200);
    assert!(given_up.says("已放弃"), "{}", given_up.words());
    let acts = "SELECT verb AS value FROM act WHERE subject_kind = 'import' ORDER BY id";
    assert_eq!(desk.office.rows.texts(acts).await, ["send", "discard"]);
    worker.end().await;
}
