//! The pages of a report, of a merge and of links, by their forms alone.

use tests::bureau::PASSWORD;
use tests::visitor::{Page, Visitor, application};
use tests::{Db, db_test};

use super::House;

db_test!(
    a_parent_reports_a_wrong_telephone_and_follows_it_to_the_answer,
    faults_stand_beside_their_fields_and_what_was_typed_stays,
    sent_twice_makes_one_report_and_other_words_ask_first,
    a_wrong_pair_is_told_as_one_fault,
    an_officer_opens_the_change_from_the_report,
    a_merge_is_proposed_and_approved_by_forms,
    a_link_is_entered_and_undone_by_forms,
);

async fn visitor(db: &Db, house: &House) -> Visitor {
    Visitor::new(&application(db, house.store.clone(), &[]))
}

async fn signed_in(db: &Db, house: &House, login: &str) -> Visitor {
    let mut visitor = visitor(db, house).await;
    visitor.sign_in(login, PASSWORD).await;
    visitor
}

/// Fills the form of a kind in, and goes on to the check.
async fn checked(parent: &mut Visitor, house: &House, kind: &str, typed: &[(&str, &str)]) -> Page {
    let path = format!("/reports/new?institution={}&kind={kind}", house.number(0));
    let form = parent.get(&path).await.expect(200);
    parent.submit(&form, "/reports/check", typed).await
}

/// Files a report and opens its receipt.
async fn filed(parent: &mut Visitor, house: &House, kind: &str, typed: &[(&str, &str)]) -> Page {
    let check = checked(parent, house, kind, typed).await.expect(200);
    let sent = parent.submit(&check, "/reports", &[]).await.expect(303);
    assert_eq!(sent.location(), "/reports/receipt");
    parent.get("/reports/receipt").await.expect(200)
}

async fn a_parent_reports_a_wrong_telephone_and_follows_it_to_the_answer(db: Db) {
    let house = House::open(&db).await;
    let mut parent = visitor(&db, &house).await;
    let entry = format!("/institutions/{}", house.number(0));
    let page = parent.get(&entry).await.expect(200);
    let link = format!("/reports/new?institution={}", house.number(0));
    assert!(page.html.contains(&format!("href=\"{link}\"")));
    let kinds = parent.get(&link).await.expect(200);
    assert!(kinds.says("信息有误") && kinds.says("已经关门") && kinds.says("重复登记"));
    let typed = [
        ("telephone", "0791-80005678"),
        ("text", "招牌上是这个号码。"),
        ("email", "parent@example.com"),
    ];
    let receipt = filed(&mut parent, &house, "wrong", &typed).await;
    assert_eq!(receipt.header("cache-control"), Some("no-store"));
    assert_eq!(receipt.html.matches("class=\"qrc\"").count(), 1);
    let form = receipt.form("/reports/receipt/text");
    let number = form.value("number").unwrap().to_owned();
    let saved = parent.submit_form(&form, &[]).await.expect(200);
    assert!(saved.html.contains(&number));
    let go = parent.submit(&receipt, "/reports/follow", &[]).await;
    let path = go.expect(303).location().to_owned();
    let own = parent.get(&path).await.expect(200);
    assert!(own.says("已经收到，等待核对") && own.says("0791-80005678"));
    // Another browser asks for the code.
    let mut other = visitor(&db, &house).await;
    other.get(&path).await.expect(303);

    let mut officer = signed_in(&db, &house, "officer").await;
    let list = officer.get("/desk/reports").await.expect(200);
    assert!(list.says(&number), "{}", list.words());
    let desk = format!("/desk/reports/{number}");
    let page = officer.get(&desk).await.expect(200);
    assert!(page.says("0791-80000000") && page.says("0791-80005678"));
    assert!(page.says("留了邮箱") && !page.says("parent@example.com"));
    let form = page.event_form(&format!("{desk}/events"), "decline");
    let empty = officer.submit_form(&form, &[("reason", "")]).await;
    assert!(empty.expect(409).says("请写明不采纳的理由"));
    let reason = "登记的电话可以打通。";
    let form = officer
        .get(&desk)
        .await
        .event_form(&format!("{desk}/events"), "decline");
    let done = officer.submit_form(&form, &[("reason", reason)]).await;
    let shown = officer.get(done.expect(303).location()).await.expect(200);
    assert!(shown.says("没有采纳") && shown.says(reason));
    // A second click finds its own work done.
    officer
        .submit_form(&form, &[("reason", reason)])
        .await
        .expect(303);
    let own = parent.get(&path).await.expect(200);
    assert!(own.says("没有采纳") && own.says(reason), "{}", own.words());
}

async fn faults_stand_beside_their_fields_and_what_was_typed_stays(db: Db) {
    let house = House::open(&db).await;
    let mut parent = visitor(&db, &house).await;
    let typed = [("telephone", "0791 <b>"), ("email", "parent@@example")];
    let page = checked(&mut parent, &house, "wrong", &typed).await;
    let page = page.expect(422);
    assert!(page.says("邮箱写得不对"));
    let again = page.form("/reports/check");
    for (name, value) in typed {
        assert_eq!(again.value(name), Some(value), "{name}");
    }
    let empty = checked(&mut parent, &house, "wrong", &[]).await.expect(422);
    assert!(empty.says("请至少写一项不对的内容"));
    let nameless = checked(&mut parent, &house, "double", &[]).await;
    assert!(nameless.expect(422).says("这一项要填"));
    // Back from the check everything is there.
    let check = checked(&mut parent, &house, "closed", &[("text", "锁着门")]).await;
    let check = check.expect(200);
    let carried = check.form("/reports");
    assert_eq!(carried.value("text"), Some("锁着门"));
    let back = carried.filled(&[]);
    let back = parent.post("/reports/new", &back).await.expect(200);
    assert_eq!(back.form("/reports/check").value("text"), Some("锁着门"));
    parent
        .get(&format!("/reports/new?institution={}", super::nobody()))
        .await
        .expect(404);
    parent.get("/reports/new").await.expect(303);
    let forged = [
        ("institution", house.number(0)),
        ("kind", "closed".to_owned()),
    ];
    let forged = forged.map(|(name, value)| (name.to_owned(), value));
    let refused = visitor(&db, &house).await.post("/reports", &forged).await;
    assert!(refused.status.is_client_error());
}

async fn sent_twice_makes_one_report_and_other_words_ask_first(db: Db) {
    let house = House::open(&db).await;
    let mut parent = visitor(&db, &house).await;
    let check = checked(&mut parent, &house, "closed", &[("text", "锁着门")]).await;
    let form = check.expect(200).form("/reports");
    parent.submit_form(&form, &[]).await.expect(303);
    parent.submit_form(&form, &[]).await.expect(303);
    assert_eq!(house.rows.count("entry_report").await, 1);
    let other = parent.submit_form(&form, &[("text", "搬走了")]).await;
    let other = other.expect(409);
    assert!(other.says("内容不同"));
    parent.submit(&other, "/reports", &[]).await.expect(303);
    assert_eq!(house.rows.count("entry_report").await, 2);
}

async fn a_wrong_pair_is_told_as_one_fault(db: Db) {
    let house = House::open(&db).await;
    let mut parent = visitor(&db, &house).await;
    let receipt = filed(&mut parent, &house, "closed", &[]).await;
    let form = receipt.form("/reports/receipt/text");
    let number = form.value("number").unwrap().to_owned();
    let page = parent.get("/reports/follow").await.expect(200);
    let pair =
        |number: &str, code: &str| [("number", number.to_owned()), ("receipt", code.to_owned())];
    let typed = pair(&number, "0000000000000000");
    let typed = typed
        .each_ref()
        .map(|(name, value)| (*name, value.as_str()));
    let wrong = parent.submit(&page, "/reports/follow", &typed).await;
    assert!(wrong.expect(422).says("编号和查询码对不上"));
    let typed = pair("JC12", "12");
    let typed = typed
        .each_ref()
        .map(|(name, value)| (*name, value.as_str()));
    let malformed = parent.submit(&page, "/reports/follow", &typed).await;
    assert!(malformed.expect(422).says("查询码是 16 位数字"));
}

async fn an_officer_opens_the_change_from_the_report(db: Db) {
    let house = House::open(&db).await;
    let mut parent = visitor(&db, &house).await;
    let typed = [("principal", "万雪宁")];
    let receipt = filed(&mut parent, &house, "wrong", &typed).await;
    let number = receipt.form("/reports/receipt/text");
    let number = number.value("number").unwrap().to_owned();
    let mut officer = signed_in(&db, &house, "officer").await;
    let edit = format!(
        "/desk/institutions/{}/edit?report={number}",
        house.number(0)
    );
    let page = officer.get(&format!("/desk/reports/{number}")).await;
    assert!(page.html.contains(&edit), "{}", page.html);
    let form = officer.get(&edit).await.expect(200);
    let action = format!("/desk/institutions/{}/changes", house.number(0));
    let filled = form.form(&action);
    assert_eq!(filled.value("principal"), Some("万雪宁"));
    assert_eq!(filled.value("report"), Some(number.as_str()));
    // Without a reason it comes back, and still accepts the report.
    let back = officer.submit_form(&filled, &[("reason", "")]).await;
    let back = back.expect(422).form(&action);
    assert_eq!(back.value("report"), Some(number.as_str()));
    let done = officer
        .submit_form(&back, &[("reason", "聘书已核对。"), ("answer", "已更正。")])
        .await;
    done.expect(303);
    assert_eq!(house.public(0).await.text("principal"), "万雪宁");
    let page = officer.get(&format!("/desk/reports/{number}")).await;
    assert!(page.says("已直接更正登记") && page.says("已更正。"));
    // What was decided fills in nothing any more.
    let plain = officer.get(&edit).await.expect(200).form(&action);
    assert_eq!(plain.value("report"), None);
}

async fn a_merge_is_proposed_and_approved_by_forms(db: Db) {
    let house = House::open(&db).await;
    let mut officer = signed_in(&db, &house, "officer").await;
    let [kept, hidden] = [0, 1].map(|party| house.number(party));
    let barred = format!("/desk/merges/new?hidden={kept}&kept={hidden}");
    let page = officer.get(&barred).await.expect(200);
    assert!(page.says("请保留这一条") && !page.offers("/desk/merges"));
    let path = format!("/desk/merges/new?hidden={hidden}&kept={kept}");
    let page = officer.get(&path).await.expect(200);
    assert!(page.says(&house.bureau.parties[1].name));
    let empty = officer.submit(&page, "/desk/merges", &[]).await;
    assert!(empty.expect(422).says("这一项要填"));
    let typed = [("reason", "地址相同。")];
    let made = officer.submit(&page, "/desk/merges", &typed).await;
    let path = made.expect(303).location().to_owned();
    let path = path.split('?').next().unwrap();
    assert!(
        officer
            .get(path)
            .await
            .expect(200)
            .says("等待另一位负责人核准")
    );
    let mut lead = signed_in(&db, &house, "lead-officer").await;
    let page = lead.get(path).await.expect(200);
    let events = format!("{path}/events");
    let form = page.event_form(&events, "approve");
    lead.submit_form(&form, &[]).await.expect(303);
    lead.submit_form(&form, &[]).await.expect(303);
    let moved = lead.get(&format!("/institutions/{hidden}")).await;
    assert_eq!(
        moved.expect(308).location(),
        format!("/institutions/{kept}")
    );
    let entry = lead.get(&format!("/desk/institutions/{hidden}")).await;
    assert!(entry.expect(200).says("已并入另一条登记"));
    let public = lead.get(&format!("/institutions/{kept}")).await;
    assert!(public.expect(200).says(&hidden));
}

async fn a_link_is_entered_and_undone_by_forms(db: Db) {
    let house = House::open(&db).await;
    let mut officer = signed_in(&db, &house, "officer").await;
    let path = format!("/desk/institutions/{}/links", house.number(0));
    let page = officer.get(&path).await.expect(200);
    let empty = officer.submit(&page, &path, &[]).await.expect(422);
    assert!(empty.says("这一项要填"));
    let other = house.number(1);
    let typed = [
        ("side", "predecessor"),
        ("other", other.as_str()),
        ("kind", "split"),
        ("since_on", "2025-09-01"),
        ("basis", "东教体许〔2025〕58号"),
    ];
    let done = officer.submit(&page, &path, &typed).await.expect(303);
    let page = officer.get(done.location()).await.expect(200);
    assert!(page.says("前身为") && page.says("2025年9月1日分立"));
    let twice = officer.submit(&page, &path, &typed).await.expect(409);
    assert!(twice.says("已有沿革关系"));
    let undo = page.html.split("action=\"").find_map(|rest| {
        let action = rest.split('"').next()?;
        action.ends_with("/undo").then(|| action.to_owned())
    });
    let undo = undo.unwrap();
    let silent = officer.submit(&page, &undo, &[]).await.expect(422);
    assert!(silent.says("这一项要填"));
    let typed = [("reason", "写错了")];
    officer.submit(&page, &undo, &typed).await.expect(303);
    assert!(officer.get(&path).await.says("还没有登记沿革"));
}
