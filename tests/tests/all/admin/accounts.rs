//! Accounts: added with their first password, closed, given a new one; every fault beside its field.

use std::time::Duration;

use axum::http::StatusCode;
use domain::access::{Actor, decide, permit};
use store::ops::{account, session};
use tests::bureau::PASSWORD;
use tests::visitor::{Page, Visitor};
use tests::{Db, db_test};

use crate::my::matter::Scene;

db_test!(
    an_account_is_added_with_a_first_password_that_works,
    the_form_sent_twice_is_one_account_with_one_password,
    every_fault_stands_beside_its_field_and_what_was_typed_is_kept,
    a_closed_account_ends_its_sessions_and_signs_in_no_more,
    a_new_password_ends_the_sessions_and_replaces_the_old_one,
    nobody_closes_the_own_account,
    a_certificate_that_ran_out_is_replaced_and_the_case_goes_on,
    a_closed_account_is_opened_again_with_a_new_password,
    a_reset_leaves_no_session_of_the_old_password,
    strangers_who_guess_do_not_keep_the_holder_out,
);

const PATH: &str = "/desk/accounts";

/// The password shown, in its groups of four.
fn shown(page: &Page) -> String {
    let after = page
        .html
        .split("role=\"status\"")
        .nth(1)
        .unwrap_or_else(|| panic!("{}", page.words()));
    let code = after.split("<p class=\"code\">").nth(1).unwrap();
    code.split('<').next().unwrap().to_owned()
}

pub(super) async fn signs_in(scene: &Scene, login: &str, password: &str) -> bool {
    let mut visitor = scene.nobody.another();
    let page = visitor.get("/sign-in").await.expect(200);
    let typed = [("login", login), ("password", password)];
    visitor.submit(&page, "/sign-in", &typed).await.status == 303
}

async fn id(scene: &Scene, login: &str) -> String {
    let sql = format!("SELECT id AS value FROM account WHERE login = '{login}'");
    scene.rows.texts(&sql).await.remove(0)
}

async fn officer_form(scene: &Scene) -> (Visitor, Page, String) {
    let mut administrator = scene.visitor("administrator").await;
    let page = administrator.get(PATH).await.expect(200);
    let bureau = scene
        .rows
        .texts("SELECT id AS value FROM authority WHERE name = '南昌市教育局'")
        .await
        .remove(0);
    (administrator, page, bureau)
}

async fn an_account_is_added_with_a_first_password_that_works(db: Db) {
    let scene = Scene::set(&db).await;
    let (mut administrator, page, bureau) = officer_form(&scene).await;
    let typed = [
        ("login", "officer-new"),
        ("name", "万晓岚"),
        ("role", "officer"),
        ("authority", bureau.as_str()),
        ("certificate", "36010099999"),
        ("certificate_until", "2030-12-31"),
    ];
    let added = administrator.submit(&page, PATH, &typed).await.expect(200);
    assert!(added.says("账号 officer-new 已添加"), "{}", added.words());
    assert!(added.says("万晓岚") && added.says("执法人员"));
    let password = shown(&added);
    assert!(password.len() == 19 && signs_in(&scene, "officer-new", &password).await);
    // It is told once.
    let later = administrator.get(PATH).await.expect(200);
    assert!(!later.html.contains(&password));
    let held = scene
        .rows
        .count("account WHERE login = 'officer-new' AND certificate_valid_until = '2030-12-31'");
    assert_eq!(held.await, 1);
    // An agent's account speaks for the institution whose number was typed.
    let party = &scene.bureau.parties[1];
    let number = party.number.to_string();
    let typed = [
        ("login", "agent-new"),
        ("name", "涂雨桐"),
        ("role", "institution_agent"),
        ("institution_number", number.as_str()),
    ];
    let added = administrator.submit(&later, PATH, &typed).await.expect(200);
    let mut agent = scene.nobody.another();
    assert!(
        agent
            .sign_in("agent-new", &shown(&added))
            .await
            .says(&party.name)
    );
}

async fn the_form_sent_twice_is_one_account_with_one_password(db: Db) {
    let scene = Scene::set(&db).await;
    let (mut administrator, page, bureau) = officer_form(&scene).await;
    let typed = [
        ("login", "twice"),
        ("name", "万晓岚"),
        ("role", "legal_reviewer"),
        ("authority", bureau.as_str()),
    ];
    let mut other = administrator.clone();
    let (first, second) = tokio::join!(
        administrator.submit(&page, PATH, &typed),
        other.submit(&page, PATH, &typed)
    );
    let (first, second) = (shown(&first.expect(200)), shown(&second.expect(200)));
    assert_eq!(first, second);
    assert!(signs_in(&scene, "twice", &second).await);
    assert_eq!(
        scene
            .rows
            .count("act WHERE subject_kind = 'account' AND verb = 'add'")
            .await,
        scene.rows.count("account").await,
        "one act for each account"
    );
    let changed = [
        ("login", "other"),
        ("name", "万晓岚"),
        ("role", "legal_reviewer"),
        ("authority", bureau.as_str()),
    ];
    let refused = administrator
        .submit(&page, PATH, &changed)
        .await
        .expect(422);
    assert!(refused.says("这张表刚才已经交过"), "{}", refused.words());
    assert_eq!(scene.rows.count("account WHERE login = 'other'").await, 0);
}

/// Fields sent, the one that is wrong, and a part of the words beside it.
type Faulty<'a> = (Vec<(&'static str, &'a str)>, &'static str, &'static str);

fn faulty(bureau: &str) -> Vec<Faulty<'_>> {
    let officer = |field: &'static str, value: &'static str| {
        let mut typed = vec![
            ("login", "somebody"),
            ("name", "万晓岚"),
            ("role", "officer"),
            ("authority", bureau),
        ];
        typed.retain(|(name, _)| *name != field);
        typed.push((field, value));
        typed
    };
    vec![
        (
            officer("login", "Üpper Case"),
            "login",
            "登录名只能用小写字母",
        ),
        (officer("login", "officer"), "login", "这个登录名已经有人用"),
        (officer("name", ""), "name", "这一项要填"),
        (officer("role", ""), "role", "请选角色"),
        (officer("role", "emperor"), "role", "请选角色"),
        (officer("authority", ""), "authority", "请选机关"),
        (
            officer("institution_number", "NC00000001"),
            "institution_number",
            "抄错了一位",
        ),
        (
            officer("certificate", "36010099999"),
            "certificate_until",
            "要一起填",
        ),
        (
            officer("certificate_until", "2030-02-31"),
            "certificate_until",
            "没有这一天",
        ),
    ]
}

async fn every_fault_stands_beside_its_field_and_what_was_typed_is_kept(db: Db) {
    let scene = Scene::set(&db).await;
    let (mut administrator, page, bureau) = officer_form(&scene).await;
    let before = scene.rows.count("account").await;
    for (typed, field, words) in faulty(&bureau) {
        let came_back = administrator.submit(&page, PATH, &typed).await.expect(422);
        let error = came_back
            .html
            .split(&format!("id=\"{field}-error\""))
            .nth(1);
        let error = error.unwrap_or_else(|| panic!("{field}: {}", came_back.words()));
        let told = tests::forms::words(error.split("</p>").next().unwrap());
        assert!(told.contains(words), "{field}: {told}");
        let form = came_back.form(PATH);
        let kept = typed
            .iter()
            .filter(|(name, value)| *name != "role" || *value == "officer");
        for (name, value) in kept {
            assert_eq!(form.value(name), Some(*value), "{name}");
        }
    }
    // Several faults are told at once, so that nobody sends the form three times.
    let several = [("login", "Bad Login"), ("name", ""), ("role", "officer")];
    let refused = administrator.submit(&page, PATH, &several).await;
    assert!(refused.expect(422).says("还有 3 处没填好"));
    // An agent without an institution, and an institution for somebody else.
    let agent = [
        ("login", "somebody"),
        ("name", "万晓岚"),
        ("role", "institution_agent"),
    ];
    let refused = administrator.submit(&page, PATH, &agent).await.expect(422);
    assert!(
        refused.says("机构经办人要填机构编号"),
        "{}",
        refused.words()
    );
    assert_eq!(scene.rows.count("account").await, before);
}

async fn a_closed_account_ends_its_sessions_and_signs_in_no_more(db: Db) {
    let scene = Scene::set(&db).await;
    let mut officer = scene.visitor("officer-2").await;
    let mut administrator = scene.visitor("administrator").await;
    let page = administrator.get(PATH).await.expect(200);
    let action = format!("{PATH}/{}/disable", id(&scene, "officer-2").await);
    let done = administrator.submit(&page, &action, &[]).await.expect(303);
    let list = administrator.get(done.location()).await.expect(200);
    assert!(
        list.says("账号已经停用") && !list.offers(&action),
        "{}",
        list.words()
    );
    assert_eq!(officer.get("/desk").await.status, 303);
    assert!(!signs_in(&scene, "officer-2", PASSWORD).await);
    // The second click changes nothing.
    let _ = administrator.submit(&page, &action, &[]).await.expect(303);
    // What was done to an account is found under its id, like its opening.
    let closed = id(&scene, "officer-2").await;
    let acts = format!("act WHERE subject_id = '{closed}' AND verb IN ('add', 'disable')");
    assert_eq!(scene.rows.count(&acts).await, 2);
    assert_eq!(scene.rows.count("act WHERE verb = 'disable'").await, 1);
}

async fn a_new_password_ends_the_sessions_and_replaces_the_old_one(db: Db) {
    let scene = Scene::set(&db).await;
    let mut officer = scene.visitor("officer").await;
    let mut administrator = scene.visitor("administrator").await;
    let page = administrator.get(PATH).await.expect(200);
    let action = format!("{PATH}/{}/reset", id(&scene, "officer").await);
    let reset = administrator.submit(&page, &action, &[]).await.expect(200);
    assert!(reset.says("账号 officer 的新密码"), "{}", reset.words());
    let password = shown(&reset);
    assert_eq!(officer.get("/desk").await.status, 303);
    assert!(!signs_in(&scene, "officer", PASSWORD).await);
    assert!(signs_in(&scene, "officer", &password).await);
    // The form sent twice shows the password that holds.
    let again = administrator.submit(&page, &action, &[]).await.expect(200);
    assert_eq!(shown(&again), password);
}

async fn nobody_closes_the_own_account(db: Db) {
    let scene = Scene::set(&db).await;
    let mut administrator = scene.visitor("administrator").await;
    let page = administrator.get(PATH).await.expect(200);
    let action = format!("{PATH}/{}/disable", id(&scene, "administrator").await);
    assert!(!page.offers(&action));
    let _ = administrator.post_fields(&action, &[]).await.expect(422);
    assert!(signs_in(&scene, "administrator", PASSWORD).await);
}

async fn a_certificate_that_ran_out_is_replaced_and_the_case_goes_on(db: Db) {
    let scene = Scene::set(&db).await;
    let case = scene.order(&scene.bureau.parties[0], 10).await;
    let expired =
        "UPDATE account SET certificate_valid_until = '2020-01-01' WHERE login = 'officer'";
    assert_eq!(scene.rows.set(expired).await, 1);
    let mut officer = scene.visitor("officer").await;
    let path = format!("/desk/cases/{}", case.case);
    let events = format!("{path}/events");
    let stuck = officer.get(&path).await.expect(200);
    assert!(stuck.says("持证还没有"), "{}", stuck.words());

    let mut administrator = scene.visitor("administrator").await;
    let page = administrator.get(PATH).await.expect(200);
    assert!(page.says("已到期，不能办案"), "{}", page.words());
    let action = format!("{PATH}/{}/certificate", id(&scene, "officer").await);
    wrong_certificates(&mut administrator, &page, &action).await;
    let typed = [
        ("certificate", "36010055555"),
        ("certificate_until", "2031-06-30"),
    ];
    let done = administrator
        .submit(&page, &action, &typed)
        .await
        .expect(303);
    let page = administrator.get(done.location()).await.expect(200);
    assert!(
        page.says("执法证已经登记") && page.says("36010055555"),
        "{}",
        page.words()
    );
    assert_eq!(
        scene
            .rows
            .count("act WHERE subject_kind = 'account' AND verb = 'certify'")
            .await,
        1
    );
    // Who has no cases has no certificate to enter.
    let agent = format!(
        "{PATH}/{}/certificate",
        id(&scene, "institution-agent").await
    );
    assert!(!page.offers(&agent));
    let _ = administrator.post_fields(&agent, &typed).await.expect(404);
    let finance = format!("{PATH}/{}/certificate", id(&scene, "finance-officer").await);
    assert!(!page.offers(&finance));
    let _ = administrator
        .post_fields(&finance, &typed)
        .await
        .expect(404);

    let goes_on = officer.get(&path).await.expect(200);
    assert!(goes_on.offers(&events) && goes_on.html.contains("record_service"));
    assert!(
        !stuck.html.contains("value=\"record_service\""),
        "{}",
        stuck.words()
    );
}

/// Each is told in the account's own row, with what was typed.
async fn wrong_certificates(administrator: &mut Visitor, page: &Page, action: &str) {
    for (number, until, words) in [
        ("36010055555", "2020-01-01", "执法证已经过期"),
        ("36010055555", "", "要一起填"),
        ("", "", "要一起填"),
        ("36010055555", "2030-02-30", "没有这一天"),
    ] {
        let typed = [("certificate", number), ("certificate_until", until)];
        let back = administrator.submit(page, action, &typed).await.expect(422);
        assert!(back.says(words), "{number} {until}: {}", back.words());
        assert!(number.is_empty() || back.html.contains(number));
    }
}

async fn a_closed_account_is_opened_again_with_a_new_password(db: Db) {
    let scene = Scene::set(&db).await;
    let mut administrator = scene.visitor("administrator").await;
    let page = administrator.get(PATH).await.expect(200);
    let account = format!("{PATH}/{}", id(&scene, "officer").await);
    let closed = administrator
        .submit(&page, &format!("{account}/disable"), &[])
        .await;
    let closed = administrator
        .get(closed.expect(303).location())
        .await
        .expect(200);
    assert!(closed.says("重新启用"), "{}", closed.words());
    // The form of the open account, sent too late, opens nothing.
    let reset = format!("{account}/reset");
    let _ = administrator.submit(&page, &reset, &[]).await.expect(404);
    let open = administrator.submit(&closed, &reset, &[]).await.expect(200);
    let password = shown(&open);
    assert!(signs_in(&scene, "officer", &password).await);
    assert!(!signs_in(&scene, "officer", PASSWORD).await);
    assert_eq!(
        scene
            .rows
            .count("act WHERE subject_kind = 'account' AND verb = 'reopen'")
            .await,
        1
    );
}

/// The password is checked for some tens of milliseconds, and the reset comes at another moment of them in each round.
async fn a_reset_leaves_no_session_of_the_old_password(db: Db) {
    let scene = Scene::set(&db).await;
    let store = &scene.store;
    let now = store.now();
    let grant = decide::<permit::ManageAccounts>(&Actor::System("test"), store.today()).unwrap();
    let mut opened = 0;
    for round in 0..24 {
        let old = format!("the old password {round}");
        let new = format!("the new password {round}");
        account::reset(store, &grant, "officer", &old, now)
            .await
            .unwrap();
        let pause = Duration::from_millis(round * 4);
        let ((), signed_in) = tokio::join!(
            async {
                tokio::time::sleep(pause).await;
                account::reset(store, &grant, "officer", &new, now)
                    .await
                    .unwrap();
            },
            session::sign_in(store, "officer", &old, None, now)
        );
        let Ok(signed_in) = signed_in else { continue };
        opened += 1;
        let session = session::session(store, &signed_in.token, now).await;
        assert!(session.unwrap().is_none(), "round {round}: it lives on");
    }
    assert!(opened > 0, "no round signed in before its reset");
}

async fn strangers_who_guess_do_not_keep_the_holder_out(db: Db) {
    let scene = Scene::with(&db, &[("http__rate_limit", "on")]).await;
    let mut officer = scene.visitor("officer").await;
    let desk = officer.get("/desk").await.expect(200);
    let _ = officer.submit(&desk, "/sign-out", &[]).await.expect(303);
    let mut stranger = scene.nobody.another();
    let typed = [("login", "officer"), ("password", "a wrong password")];
    let mut last = StatusCode::OK;
    for _ in 0..6 {
        let page = stranger.get("/sign-in").await.expect(200);
        last = stranger.submit(&page, "/sign-in", &typed).await.status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
    let _ = officer.sign_in("officer", PASSWORD).await.expect(200);
}
