//! One institution entered by an officer, so that its founder can apply for the first licence.

use domain::access::Role;
use serde_json::{Value, json};
use tests::bureau::{self, PASSWORD};
use tests::visitor::{Visitor, application};
use tests::{Db, db_test};

use super::House;
use super::applications::{DESK, MINE, add_all, form, save, step};

db_test!(
    a_founder_comes_to_the_office_and_leaves_with_a_licence,
    what_reads_the_same_is_looked_at_first,
    a_house_with_many_hides_no_namesake,
    a_code_of_another_and_a_district_of_another_are_refused,
    two_who_enter_it_at_once_enter_it_once,
    what_is_wrong_is_told_by_field_and_nothing_is_entered,
    only_those_who_keep_the_register_enter_one,
    one_is_entered_by_the_form_and_what_was_typed_stays,
    a_place_without_a_licence_fills_the_form,
    nobody_goes_back_to_preparing,
);

const PATH: &str = "/api/v1/desk/institutions";
const FORM: &str = "/desk/institutions/new";

fn values() -> Value {
    json!({
        "name": "南昌市东湖区币梦艺术培训中心", "class": "arts", "stages": "primary、junior", "district": "360102",
        "address": "青山南路 20 号 3 层", "founder": "王晓晨", "legal_form": "company", "profit": "for_profit",
        "mode": "on_site", "telephone": "0791-86660000", "email": "wang@example.cn",
    })
}

fn body() -> Value {
    json!({"values": values()})
}

async fn a_founder_comes_to_the_office_and_leaves_with_a_licence(db: Db) {
    let house = House::of(&db, 1).await;
    let officer = house.person("officer").await;
    let entered = officer.post(PATH, &body()).await.expect(201).text("number");
    let path = format!("/api/v1/institutions/{entered}");
    let public = house.door.public();
    let shown = public.get(&path).await.expect(200).body;
    assert_eq!(shown["status"], "preparing");
    assert_eq!(shown["licence_number"], Value::Null);
    let page = public.page(&format!("/institutions/{entered}")).await;
    let words = String::from_utf8_lossy(&page.expect(200).bytes).into_owned();
    assert!(words.contains("正在申请办学许可，还没有拿到"), "{words}");
    assert!(words.contains("现在不能招生，也不能收费"), "{words}");
    assert!(words.contains("课程和收费不公示"), "{words}");
    let white = public.get("/api/v1/white-list").await.expect(200).body;
    assert!(!white.to_string().contains(&entered));

    let id = house
        .rows
        .texts(&format!(
            "SELECT id AS value FROM institution WHERE number = '{entered}'"
        ))
        .await;
    let id = Some(id[0].parse().unwrap());
    let role = Role::InstitutionAgent;
    bureau::open(&house.store, "founder", role, Vec::new(), id).await;
    let founder = house.person("founder").await;
    let begun = founder.post(MINE, &json!({"kind": "establish"})).await;
    let number = begun.expect(201).text("number");
    let mut form = form();
    form["address"] = values()["address"].clone();
    save(&founder, &number, &form).await.expect(200);
    add_all(&founder, &number).await;
    let submit = json!({"event": "submit"});
    step(&founder, MINE, &number, submit).await.expect(200);
    house.granted(&number).await;
    let still = public.get(&path).await.expect(200).body;
    assert_eq!(still["status"], "preparing", "granted is not issued");
    let issue = json!({"event": "issue"});
    step(&officer, DESK, &number, issue).await.expect(200);
    let shown = public.get(&path).await.expect(200).body;
    assert_eq!(shown["status"], "operating");
    assert_eq!(shown["licence_state"], "valid");
    let before = format!("{path}?as_of={}", house.store.today().plus_days(-1));
    let before = public.get(&before).await.expect(422);
    assert_eq!(before.body["errors"][0]["code"], "before_register");
    let act = "act WHERE subject_kind = 'institution' AND verb = 'enter'";
    assert_eq!(house.rows.count(act).await, 1);
    let named = format!("{act} AND CAST(change AS TEXT) LIKE '%王晓晨%'");
    assert_eq!(house.rows.count(&named).await, 0, "the chain names nobody");
}

async fn what_reads_the_same_is_looked_at_first(db: Db) {
    let house = House::of(&db, 2).await;
    let officer = house.person("officer").await;
    let known = house.bureau.parties[1].number.to_string();
    let mut same = body();
    let name = house.bureau.parties[1].name.clone();
    same["values"]["name"] = json!(format!(" {name} "));
    let refused = officer.post(PATH, &same).await.expect(409);
    assert_eq!(refused.code(), "institution_known_already");
    let alike = format!("{PATH}/alike?district=360102&name={name}");
    let found = officer.get(&alike).await.expect(200).body;
    assert_eq!(found["items"][0]["number"], known.as_str());
    // To have looked at another one says nothing about this one.
    same["others"] = json!([house.bureau.parties[0].number.to_string()]);
    officer.post(PATH, &same).await.expect(409);
    same["others"] = json!([known]);
    officer.post(PATH, &same).await.expect(201);
    // The address alone, in the same district.
    let mut there = body();
    there["values"]["name"] = json!("清风棋院");
    there["values"]["address"] = json!("叠山路1号");
    let refused = officer.post(PATH, &there).await.expect(409);
    assert_eq!(refused.code(), "institution_known_already");
    assert_eq!(house.rows.count("institution").await, 3);
}

async fn a_house_with_many_hides_no_namesake(db: Db) {
    // All of them at one address, more than are compared.
    let house = House::of(&db, 22).await;
    let officer = house.person("officer").await;
    let last = &house.bureau.parties[21];
    let alike = format!(
        "{PATH}/alike?district=360102&address=叠山路1号&name={}",
        last.name
    );
    let found = officer.get(&alike).await.expect(200).body;
    let items = found["items"].as_array().unwrap();
    assert_eq!(items.len(), 20);
    assert_eq!(items[0]["number"], last.number.to_string());
}

async fn a_code_of_another_and_a_district_of_another_are_refused(db: Db) {
    let house = House::of(&db, 1).await;
    let officer = house.person("officer").await;
    let mut coded = body();
    coded["values"]["uscc"] = json!("91360111MA31TE1T34");
    let refused = officer.post(PATH, &coded).await.expect(422);
    assert_eq!(refused.body["errors"][0]["field"], "uscc");
    assert_eq!(refused.body["errors"][0]["code"], "uscc_of_another");
    // What one says to have looked at does not give a code away.
    coded["others"] = json!([house.bureau.parties[0].number.to_string()]);
    officer.post(PATH, &coded).await.expect(422);
    let zones = house.person("officer-zones").await;
    let refused = zones.post(PATH, &body()).await.expect(409);
    assert_eq!(refused.code(), "institution_out_of_area");
    assert_eq!(house.rows.count("institution").await, 1);
}

async fn two_who_enter_it_at_once_enter_it_once(db: Db) {
    let house = House::of(&db, 1).await;
    let one = house.person("officer").await;
    let two = house.person("officer-2").await;
    let body = body();
    let (first, second) = tokio::join!(one.post(PATH, &body), two.post(PATH, &body));
    let mut codes = [first.status, second.status];
    codes.sort_unstable();
    assert_eq!(codes, [201, 409]);
    assert_eq!(house.rows.count("institution").await, 2);
    // The same form sent twice by one of them is one institution, told twice.
    let keyed = |number: &str| {
        let mut body = body.clone();
        body["values"]["name"] = json!(format!("南昌市东湖区帆{number}培训中心"));
        body["values"]["address"] = json!("阳明路 9 号");
        body
    };
    let send = |body: Value| {
        let request = one.request(reqwest::Method::POST, PATH);
        tests::caller::send(
            request
                .header("Idempotency-Key", "enter-0001-0001-0001")
                .json(&body),
        )
    };
    let first = send(keyed("一")).await.expect(201).text("number");
    assert_eq!(send(keyed("一")).await.expect(201).text("number"), first);
    send(keyed("二")).await.expect(409);
    assert_eq!(house.rows.count("institution").await, 3);
}

async fn what_is_wrong_is_told_by_field_and_nothing_is_entered(db: Db) {
    let house = House::of(&db, 1).await;
    let officer = house.person("officer").await;
    let told = |body: Value| {
        let mut found: Vec<(String, String)> = body["errors"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| {
                (
                    one["field"].as_str().unwrap().to_owned(),
                    one["code"].as_str().unwrap().to_owned(),
                )
            })
            .collect();
        found.sort();
        found
    };
    let wrong = json!({"values": {
        "name": "", "class": "法术", "stages": "primary", "district": "360102", "address": "一路", "uscc": "91360111MA31TE1T35",
        "founded_on": "2999-01-01", "licence_number": "136010271234599", "status": "operating", "founder": "王晓晨",
    }});
    let refused = officer.post(PATH, &wrong).await.expect(422).body;
    let pair = |field: &str, code: &str| (field.to_owned(), code.to_owned());
    assert_eq!(
        told(refused),
        [
            pair("class", "class_unknown"),
            pair("founded_on", "day_in_future"),
            pair("licence_number", "field_not_open"),
            pair("name", "text_empty"),
            pair("status", "field_not_open"),
            pair("uscc", "uscc_check_wrong"),
        ]
    );
    officer.post(PATH, &json!({"values": {}})).await.expect(422);
    officer
        .post(PATH, &json!({"values": {"colour": "red"}}))
        .await
        .expect(422);
    let mut long = body();
    long["values"]["name"] = json!("长".repeat(5_000));
    officer.post(PATH, &long).await.expect(422);
    assert_eq!(house.rows.count("institution").await, 1);
}

async fn only_those_who_keep_the_register_enter_one(db: Db) {
    let house = House::of(&db, 1).await;
    house.door.public().post(PATH, &body()).await.expect(401);
    for login in ["auditor", "legal-reviewer", "director", "administrator"] {
        let person = house.person(login).await;
        person.post(PATH, &body()).await.expect(403);
    }
    house.agent(0).await.post(PATH, &body()).await.expect(403);
    let auditor = house.person("auditor").await;
    let list = auditor.page("/desk/institutions").await.expect(200);
    assert!(!String::from_utf8_lossy(&list.bytes).contains("登记拟设机构"));
    assert_eq!(house.rows.count("institution").await, 1);
}

async fn officer(db: &Db, house: &House) -> Visitor {
    let app = application(db, house.store.clone(), &[]);
    let mut visitor = Visitor::new(&app);
    visitor.sign_in("officer", PASSWORD).await;
    visitor
}

async fn one_is_entered_by_the_form_and_what_was_typed_stays(db: Db) {
    let house = House::of(&db, 1).await;
    let mut visitor = officer(&db, &house).await;
    let list = visitor.get("/desk/institutions").await.expect(200);
    assert!(list.says("登记拟设机构"), "{}", list.words());
    let page = visitor.get("/desk/institutions/new").await.expect(200);
    let typed = [
        ("name", "<b>晨光</b>围棋馆"),
        ("class", "sports"),
        ("stages", "primary"),
        ("district", "360102"),
        ("address", "叠山路1号"),
    ];
    let faulty = visitor.submit(&page, FORM, &typed).await;
    let faulty = faulty.expect(422);
    assert!(
        faulty.says("举办者") && faulty.says("这一项要填"),
        "{}",
        faulty.words()
    );
    let form = faulty.form(FORM);
    assert_eq!(form.value("name"), Some("<b>晨光</b>围棋馆"));
    let named = [("founder", "王晓晨"), ("name", "晨光围棋馆")];
    let asked = visitor.submit(&faulty, FORM, &named).await;
    let asked = asked.expect(422);
    assert!(
        asked.says("请先核对") && asked.says(&house.bureau.parties[0].name),
        "{}",
        asked.words()
    );
    assert!(asked.says("都不是，另行登记"));
    let done = visitor.submit(&asked, FORM, &[]).await;
    let done = done.expect(303);
    let told = visitor.get(done.location()).await.expect(200);
    assert!(
        told.says("已登记") && told.says("晨光围棋馆"),
        "{}",
        told.words()
    );
    // The form that was sent already makes no second one.
    let again = visitor.submit(&asked, FORM, &[]).await.expect(303);
    assert_eq!(again.location(), done.location());
    assert_eq!(house.rows.count("institution").await, 2);
    let kept = "institution_identity WHERE founder = '王晓晨'";
    assert_eq!(house.rows.count(kept).await, 1);
}

async fn a_place_without_a_licence_fills_the_form(db: Db) {
    let house = House::of(&db, 1).await;
    let person = house.person("officer").await;
    let seen = json!({
        "address": "洪都北大道 12 号 5 单元 502 室", "district": "360102", "name": "小太阳美术", "source": "patrol",
        "class": "arts", "stages": ["primary"], "seen_on": house.store.today(),
    });
    let place = person
        .post("/api/v1/desk/places", &json!({"seen": seen}))
        .await;
    let place = place.expect(201).text("number");
    let mut visitor = officer(&db, &house).await;
    let page = visitor
        .get(&format!("/desk/places/{place}"))
        .await
        .expect(200);
    assert!(page.says("登记为拟设机构"), "{}", page.words());
    let path = format!("/desk/institutions/new?place={place}");
    let page = visitor.get(&path).await.expect(200);
    let form = page.form(FORM);
    assert_eq!(form.value("name"), Some("小太阳美术"));
    assert_eq!(form.value("district"), Some("360102"));
    let done = visitor.submit(&page, FORM, &[("founder", "李小阳")]).await;
    let path = done.expect(303).location().to_owned();
    let told = visitor.get(&path).await.expect(200);
    assert!(
        told.says("小太阳美术") && told.says("5 单元 502 室"),
        "{}",
        told.words()
    );
    let none = visitor
        .get("/desk/institutions/new?place=WZ2020000001")
        .await;
    none.expect(404);
    let bent = visitor.get("/desk/institutions/new?place=%3Cb%3E").await;
    bent.expect(404);
}

async fn nobody_goes_back_to_preparing(db: Db) {
    let house = House::of(&db, 1).await;
    let officer = house.person("officer").await;
    let of = |number: &str| format!("{PATH}/{number}/record/changes");
    let change =
        |status: &str| json!({"values": {"status": status}, "reason": "现场核实。", "version": 1});
    let number = house.bureau.parties[0].number.to_string();
    let back = officer
        .post(&of(&number), &change("preparing"))
        .await
        .expect(422);
    assert_eq!(back.body["errors"][0]["code"], "status_only_at_first");
    let entered = officer.post(PATH, &body()).await.expect(201).text("number");
    let given_up = officer.post(&of(&entered), &change("closed")).await;
    given_up.expect(200);
    let path = format!("/api/v1/institutions/{entered}");
    let public = house.door.public().get(&path).await.expect(200);
    assert_eq!(public.body["status"], "closed");
}
