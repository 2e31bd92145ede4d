//! The audit page: whether the chain holds, and who did what.

use tests::at_work::AtWork;
use tests::smtp::Smtp;
use tests::{Db, db_test};

use crate::my::matter::Scene;

db_test!(
    the_page_says_that_the_chain_holds_and_where_it_breaks,
    acts_are_told_in_words_page_by_page,
);

async fn the_page_says_that_the_chain_holds_and_where_it_breaks(db: Db) {
    let (scene, server) = (Scene::set(&db).await, Smtp::start().await);
    scene.complaint(&scene.bureau.parties[0]).await;
    let mut auditor = scene.visitor("auditor").await;
    let worker = AtWork::begin(&scene.store, "one", &server);
    scene.rows.until("act_unsealed", 0).await;
    worker.end().await;
    let page = auditor.get("/desk/audit").await.expect(200);
    let sealed = scene.rows.count("seal").await;
    assert!(
        page.says(&format!("审计链完整，{sealed} 条记录都对得上")),
        "{}",
        page.words()
    );
    scene.rows.lift_guards().await;
    let filed = scene
        .rows
        .texts("SELECT id AS value FROM act WHERE verb = 'file'")
        .await;
    let number = format!(
        "SELECT number AS value FROM seal WHERE act_id = '{}'",
        filed[0]
    );
    let number = scene.rows.number(&number).await;
    scene
        .rows
        .set("UPDATE act SET change = '{}' WHERE verb = 'file'")
        .await;
    let page = auditor.get("/desk/audit").await.expect(200);
    assert!(
        page.says(&format!("审计链在第 {number} 号封条断了")),
        "{}",
        page.words()
    );
    assert!(
        page.says(&filed[0]) && page.says("对不上"),
        "{}",
        page.words()
    );
    scene.rows.set("DELETE FROM act WHERE verb = 'file'").await;
    assert!(auditor.get("/desk/audit").await.says("记录不见了"));
}

async fn acts_are_told_in_words_page_by_page(db: Db) {
    let scene = Scene::set(&db).await;
    let order = scene.order(&scene.bureau.parties[0], 20).await;
    let mut auditor = scene.visitor("auditor").await;
    let total = scene.rows.count("act").await;
    let (mut path, mut rows, mut words) = ("/desk/audit".to_owned(), 0, String::new());
    while !path.is_empty() {
        let page = auditor.get(&path).await.expect(200);
        rows += page.html.matches("data-row").count();
        words += &page.words();
        let next = page.html.split("rel=\"next\" href=\"").nth(1);
        path = next.map_or(String::new(), |rest| {
            rest.split('"').next().unwrap().to_owned()
        });
    }
    assert_eq!(i64::try_from(rows).unwrap(), total, "each act once");
    assert!(total > 20, "more than one page");
    for told in [
        "受理投诉",
        "责令改正",
        "立案",
        "登录",
        "试验·officer · 执法人员",
        "系统（tests）",
        &order.case.to_string(),
    ] {
        assert!(words.contains(told), "{told}: {words}");
    }
}
