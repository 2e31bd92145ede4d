//! What the agent reads: what must be done, the licence, the orders, the consent, the sessions; and nothing of others.

use domain::access::permit;
use store::ops::institution;
use tests::bureau::{self, PASSWORD};
use tests::{Db, db_test};

use super::matter::Scene;

db_test!(
    the_desk_says_what_must_be_done_and_by_when,
    more_orders_than_a_page_holds_are_a_click_away,
    another_institutions_order_and_proof_are_not_there,
    the_licence_is_shown_as_the_public_sees_it,
    a_consent_to_service_by_mail_is_shown,
    an_agent_ends_the_sessions_on_every_device,
    every_page_speaks_both_languages,
    only_agents_come_to_the_desk,
);

async fn the_desk_says_what_must_be_done_and_by_when(db: Db) {
    let scene = Scene::set(&db).await;
    let mut agent = scene.visitor("institution-agent").await;
    let page = agent.get("/my").await.expect(200);
    assert!(page.says("现在没有要做的事"), "{}", page.words());
    let later = scene.order(&scene.bureau.parties[0], 40).await;
    let sooner = scene.order(&scene.bureau.parties[0], 20).await;
    let page = agent.get("/my").await.expect(200);
    assert!(
        page.says("通知书还没有正式送达") && page.says("等正式送达") && !page.says("件事要做"),
        "{}",
        page.words()
    );
    scene.serve(later.case).await;
    scene.serve(sooner.case).await;
    let unserved = scene.order(&scene.bureau.parties[0], 10).await;
    let page = agent.get("/my").await.expect(200);
    assert!(page.says("有 2 件事要做"), "{}", page.words());
    let words = page.words();
    assert!(
        words.find(&sooner.document) < words.find(&later.document),
        "the one due first stands first: {words}"
    );
    let list = agent.get("/my/orders").await.expect(200);
    assert!(list.says(&sooner.document) && list.says("等您答复"));
    let one = agent.get(&sooner.path).await.expect(200);
    for words in ["退还剩余课时费用。", "法定代表人", "南昌市教育局"] {
        assert!(one.says(words), "{words}: {}", one.words());
    }
    // The sessions end with the day; the agent signs in anew.
    scene.days_pass(21);
    let mut agent = scene.visitor("institution-agent").await;
    let page = agent.get("/my").await.expect(200);
    assert!(
        page.says("已经过期") && page.says("超期 1 天"),
        "{}",
        page.words()
    );
    assert!(
        agent
            .get(&sooner.path)
            .await
            .says("已经超期，请马上改正并答复")
    );
    // What was not served binds nobody, however long ago its day was.
    let page = agent.get(&unserved.path).await.expect(200);
    assert!(
        page.says("通知书还没有正式送达") && !page.says("超期"),
        "{}",
        page.words()
    );
}

async fn another_institutions_order_and_proof_are_not_there(db: Db) {
    let scene = Scene::set(&db).await;
    let order = scene.order(&scene.bureau.parties[0], 20).await;
    let mut owner = scene.visitor("institution-agent").await;
    let form = owner
        .get(&order.path)
        .await
        .form(&format!("{}/answers", order.path));
    let proof = super::answers::png("退费凭证.png");
    let _ = owner
        .upload(&form, &[("answer", "已经停课。")], &[proof])
        .await
        .expect(303);
    let file = scene
        .rows
        .texts("SELECT id AS value FROM evidence_file")
        .await;
    let path = format!("/my/evidence/{}", file[0]);
    let read = owner.get(&path).await.expect(200);
    assert_eq!(read.header("content-type"), Some("image/png"));
    assert!(
        read.header("content-disposition")
            .unwrap()
            .starts_with("attachment")
    );
    let mut other = scene.visitor("institution-agent-2").await;
    assert!(
        !other
            .get("/my/orders")
            .await
            .expect(200)
            .says(&order.document)
    );
    let _ = other.get(&order.path).await.expect(404);
    let _ = other.get(&path).await.expect(404);
    let mut foreign = form.clone();
    foreign.fields.retain(|(name, _)| name != "csrf");
    foreign
        .fields
        .insert(0, ("csrf".to_owned(), other.token.clone()));
    let answer = [("answer", "替别人答复")];
    let _ = other.upload(&foreign, &answer, &[]).await.expect(404);
    assert_eq!(scene.rows.count("correction_response").await, 1);
}

async fn the_licence_is_shown_as_the_public_sees_it(db: Db) {
    let scene = Scene::set(&db).await;
    let mut agent = scene.visitor("institution-agent").await;
    let page = agent.get("/my/licence").await.expect(200);
    assert!(
        page.says("有办学许可，有效期至") && page.says("教民136010271234567号"),
        "{}",
        page.words()
    );
    assert!(page.html.contains("/verify/136010271234567"));
    let mut other = scene.visitor("institution-agent-2").await;
    let page = other.get("/my/licence").await.expect(200);
    assert!(page.says("没有办学许可"), "{}", page.words());
    // The licence has 595 days; it is told of two months before.
    scene.days_pass(540);
    let mut agent = scene.visitor("institution-agent").await;
    assert!(agent.get("/my").await.says("请在这一天之前申请延续"));
    scene.days_pass(60);
    let mut agent = scene.visitor("institution-agent").await;
    assert!(agent.get("/my").await.says("许可证已经过期"));
    assert!(agent.get("/my/licence").await.says("没有办学许可，许可证"));
}

async fn a_consent_to_service_by_mail_is_shown(db: Db) {
    let scene = Scene::set(&db).await;
    let party = &scene.bureau.parties[0];
    let order = scene.order(party, 20).await;
    let mut agent = scene.visitor("institution-agent").await;
    for path in [order.path.as_str(), "/my/licence"] {
        assert!(agent.get(path).await.says("没有签过确认书"), "{path}");
    }
    let grant = bureau::grant::<permit::ManageRegister>(&scene.store);
    let (today, now) = (scene.store.today(), scene.store.now());
    institution::record_consent(
        &scene.store,
        &grant,
        party.number,
        today,
        "送达地址确认书第7号",
        now,
    )
    .await
    .unwrap();
    for path in [order.path.as_str(), "/my/licence"] {
        let page = agent.get(path).await.expect(200);
        assert!(
            page.says("签了确认书") && page.says("送达地址确认书第7号"),
            "{}",
            page.words()
        );
    }
}

async fn an_agent_ends_the_sessions_on_every_device(db: Db) {
    let scene = Scene::set(&db).await;
    let mut first = scene.visitor("institution-agent").await;
    let mut second = scene.visitor("institution-agent").await;
    let page = first.get("/my/sessions").await.expect(200);
    assert_eq!(page.html.matches("<li class=\"row spread\"").count(), 2);
    assert!(page.says("正在用"));
    let _ = first
        .submit(&page, "/my/sessions/end", &[])
        .await
        .expect(303);
    for visitor in [&mut first, &mut second] {
        let gone = visitor.get("/my").await.expect(303);
        assert!(gone.location().starts_with("/sign-in"));
    }
    assert!(
        first
            .sign_in("institution-agent", PASSWORD)
            .await
            .says("现在没有要做的事")
    );
}

async fn every_page_speaks_both_languages(db: Db) {
    let scene = Scene::set(&db).await;
    let party = &scene.bureau.parties[0];
    let orders = [
        scene.order(party, 20).await,
        scene.order(party, 20).await,
        scene.order(party, 20).await,
    ];
    let mut agent = scene.visitor("institution-agent").await;
    for order in orders.iter().take(2) {
        let form = agent
            .get(&order.path)
            .await
            .form(&format!("{}/answers", order.path));
        let proof = super::answers::png("凭证.png");
        let _ = agent
            .upload(&form, &[("answer", "已经停课。")], &[proof])
            .await
            .expect(303);
    }
    scene.serve(orders[0].case).await;
    scene.close(orders[0].case).await;
    let paths = ["/my", "/my/licence", "/my/orders", "/my/sessions"];
    for language in ["zh", "en"] {
        agent.language = language;
        let own = orders.iter().map(|order| order.path.as_str());
        for path in paths.into_iter().chain(own) {
            let page = agent.get(path).await.expect(200);
            assert!(
                !page.html.contains('⟦'),
                "{path} {language}: {}",
                page.words()
            );
            assert!(
                page.html.contains(&format!("<html lang=\"{language}")),
                "{path}"
            );
        }
    }
}

async fn only_agents_come_to_the_desk(db: Db) {
    let scene = Scene::set(&db).await;
    let mut nobody = scene.nobody.another();
    assert!(
        nobody
            .get("/my")
            .await
            .expect(303)
            .location()
            .starts_with("/sign-in?next=/my")
    );
    for login in ["officer", "director", "administrator", "auditor"] {
        let mut visitor = scene.visitor(login).await;
        for path in ["/my", "/my/licence", "/my/orders", "/my/sessions"] {
            let _ = visitor.get(path).await.expect(403);
        }
    }
}

async fn more_orders_than_a_page_holds_are_a_click_away(db: Db) {
    let scene = Scene::set(&db).await;
    let party = &scene.bureau.parties[0];
    let mut agent = scene.visitor(&party.agent).await;
    let mut documents = Vec::new();
    for days in 0..21 {
        documents.push(scene.order(party, 10 + days).await.document);
    }
    let first = agent.get("/my/orders").await.expect(200);
    assert!(first.says(&documents[0]) && !first.says(&documents[20]));
    let (_, rest) = first.html.split_once("rel=\"next\" href=\"").unwrap();
    let next = rest.split('"').next().unwrap();
    let second = agent.get(next).await.expect(200);
    assert!(second.says(&documents[20]), "{}", second.words());
    assert!(!second.says(&documents[19]) && !second.html.contains("rel=\"next\""));
}
