//! The pages of the desk, by their forms.

use tests::bureau::PASSWORD;
use tests::visitor::{Page, Visitor, application};
use tests::{Db, db_test};

use super::{House, enter};

db_test!(
    a_place_is_entered_checked_and_shut_by_forms_alone,
    a_complaint_is_made_a_place_and_what_is_alike_is_asked_first,
    what_is_wrong_stands_beside_its_field_and_what_was_typed_stays,
    a_stale_form_and_a_second_click_are_told_apart,
    who_only_reads_sees_no_form_and_the_list_goes_out_as_a_file,
);

pub(super) async fn signed_in(db: &Db, house: &House, login: &str) -> Visitor {
    let app = application(db, house.store.clone(), &[]);
    let mut visitor = Visitor::new(&app);
    visitor.sign_in(login, PASSWORD).await;
    visitor
}

fn typed(house: &House) -> Vec<(&'static str, String)> {
    let text = |text: &str| text.to_owned();
    vec![
        ("address", text("洪都北大道 12 号 5 单元 502 室")),
        ("district", text("360102")),
        ("name", text("小太阳托管")),
        ("source", text("patrol")),
        ("seen_on", house.store.today().to_string()),
        ("class", text("subject")),
        ("stages", text("primary")),
        ("pupils", text("14")),
        ("staff", text("3")),
        ("remarks", text("放学后上课。")),
    ]
}

async fn send(visitor: &mut Visitor, page: &Page, fields: &[(&'static str, String)]) -> Page {
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    visitor.submit(page, "/desk/places", &fields).await
}

/// Enters a place by the form of the list, and answers the path of its page.
pub(super) async fn entered(visitor: &mut Visitor, house: &House) -> String {
    let page = visitor.get("/desk/places/new").await.expect(200);
    let done = send(visitor, &page, &typed(house)).await.expect(303);
    done.location().split('?').next().unwrap().to_owned()
}

async fn a_place_is_entered_checked_and_shut_by_forms_alone(db: Db) {
    let house = House::open(&db).await;
    let mut officer = signed_in(&db, &house, "officer").await;
    let list = officer.get("/desk/places").await.expect(200);
    assert!(list.says("没有这样的场所") && list.says("登记无证场所"));
    let path = entered(&mut officer, &house).await;
    let list = officer.get("/desk/places").await.expect(200);
    assert!(
        list.says("小太阳托管") && list.says("待核查 1"),
        "{}",
        list.words()
    );
    let page = officer.get(&path).await.expect(200);
    assert!(
        page.says("下一步：到现场核查") && page.says("14 人"),
        "{}",
        page.words()
    );
    assert!(page.says("还没有经现场核查核实"), "what is refused is grey");

    is_checked(&mut officer, &house, &path).await;
    is_shut(&mut officer, &house, &path).await;
    let list = officer.get("/desk/places?state=shut").await.expect(200);
    assert!(list.says("今年关停 1 处"), "{}", list.words());
    let page = officer.get(&path).await;
    assert!(
        !page.html.contains(&format!("{path}/edit")),
        "what ended is not corrected"
    );
}

async fn is_checked(officer: &mut Visitor, house: &House, path: &str) {
    let today = house.store.today().to_string();
    let second = house.bureau.second_officer.to_string();
    let page = officer.get(path).await.expect(200);
    assert!(page.html.contains(&format!("{path}/edit")));
    let form = page.event_form(&format!("{path}/events"), "confirm");
    let filled = [
        ("checked_on", today.as_str()),
        ("second_officer", second.as_str()),
        ("dedicated", "yes"),
        ("staffed", "yes"),
        ("organised", "yes"),
        ("finding", "现场有学生在上数学课。"),
    ];
    let done = officer.submit_form(&form, &filled).await.expect(303);
    let page = officer.get(done.location()).await.expect(200);
    assert!(
        page.says("已核实为无证场所") && page.says("第十七条"),
        "{}",
        page.words()
    );
    assert!(page.says("试验·officer、试验·officer-2"));
}

async fn is_shut(officer: &mut Visitor, house: &House, path: &str) {
    let (events, today) = (format!("{path}/events"), house.store.today().to_string());
    let page = officer.get(path).await.expect(200);
    let form = page.event_form(&events, "shut");
    let without = [
        ("shut_on", today.as_str()),
        ("ground", "ordered"),
        ("document", ""),
    ];
    let back = officer.submit_form(&form, &without).await.expect(409);
    assert!(
        back.html.contains("id=\"shut-document-error\""),
        "{}",
        back.words()
    );
    let form = back.event_form(&events, "shut");
    let filled = [
        ("shut_on", today.as_str()),
        ("ground", "ordered"),
        ("document", "洪教罚〔2026〕3号"),
    ];
    let done = officer.submit_form(&form, &filled).await.expect(303);
    let page = officer.get(done.location()).await.expect(200);
    assert!(
        page.says("已登记关停") && page.says("从重处罚"),
        "{}",
        page.words()
    );
}

async fn a_complaint_is_made_a_place_and_what_is_alike_is_asked_first(db: Db) {
    let house = House::open(&db).await;
    let mut officer = signed_in(&db, &house, "officer").await;
    let (first, second) = (house.complaint().await, house.complaint().await);
    let pane = officer
        .get(&format!("/desk/complaints/{first}"))
        .await
        .expect(200);
    assert!(pane.says("记为无证场所"), "{}", pane.words());
    let new = |number: &str| format!("/desk/places/new?complaint={number}");
    assert!(pane.html.contains(&new(&first)));
    let page = officer.get(&new(&first)).await.expect(200);
    // Name, address and district are those of the complaint.
    let form = page.form("/desk/places");
    assert_eq!(form.value("name"), Some("小太阳托管"));
    assert_eq!(form.value("address"), Some("洪都北大道12号5单元502"));
    assert_eq!(form.value("district"), Some("360102"));
    assert_eq!(form.value("source"), Some("complaint"));
    let done = officer.submit_form(&form, &[]).await.expect(303);
    let path = done.location().split('?').next().unwrap().to_owned();
    assert!(officer.get(&path).await.says(&first));
    let pane = officer
        .get(&format!("/desk/complaints/{first}"))
        .await
        .expect(200);
    assert!(
        !pane.says("记为无证场所") && pane.says("关联的无证场所"),
        "{}",
        pane.words()
    );
    // Its form leads to the place that is there.
    assert!(
        officer
            .get(&new(&first))
            .await
            .expect(303)
            .location()
            .starts_with(&path)
    );

    is_asked_first(&mut officer, &house, &path, &second).await;
}

/// A second complaint of the same place is linked to it; another place is entered with all that was typed.
async fn is_asked_first(officer: &mut Visitor, house: &House, path: &str, second: &str) {
    let new = format!("/desk/places/new?complaint={second}");
    let page = officer.get(&new).await.expect(200);
    let asked = officer.submit(&page, "/desk/places", &[]).await.expect(409);
    assert!(
        asked.says("先核对：可能已经登记过") && asked.says("地址和名称相近"),
        "{}",
        asked.words()
    );
    let link = format!("{path}/complaints");
    let done = officer.submit(&asked, &link, &[]).await.expect(303);
    let page = officer.get(done.location()).await.expect(200);
    assert!(
        page.says("投诉已关联") && page.says(second),
        "{}",
        page.words()
    );

    // Or it is another one, with all that was typed.
    let page = officer.get("/desk/places/new").await.expect(200);
    let asked = send(officer, &page, &typed(house)).await.expect(409);
    let done = officer
        .submit(&asked, "/desk/places", &[])
        .await
        .expect(303);
    let other = officer.get(done.location()).await.expect(200);
    assert!(
        other.says("放学后上课") && other.says("14 人"),
        "{}",
        other.words()
    );
    assert_eq!(house.rows.count("place").await, 2);
}

async fn what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(db: Db) {
    let house = House::open(&db).await;
    let mut officer = signed_in(&db, &house, "officer").await;
    let page = officer.get("/desk/places/new").await.expect(200);
    let mut wrong = typed(&house);
    wrong[0].1 = String::new();
    wrong[1].1 = String::new();
    wrong[7].1 = "十四".to_owned();
    let back = send(&mut officer, &page, &wrong).await.expect(422);
    for field in ["address", "district", "pupils"] {
        assert!(
            back.html.contains(&format!("id=\"{field}-error\"")),
            "{field}: {}",
            back.words()
        );
    }
    assert!(back.html.contains("value=\"十四\"") && back.html.contains("小太阳托管"));
    let mut markup = typed(&house);
    markup[2].1 = "<b>托管</b>".to_owned();
    let back = send(&mut officer, &page, &markup).await.expect(422);
    assert!(back.html.contains("id=\"name-error\"") && !back.html.contains("<b>托管</b>"));
    let mut away = typed(&house);
    away[1].1 = "zone-jingkai".to_owned();
    let back = send(&mut officer, &page, &away).await.expect(422);
    assert!(back.says("不是本机关负责的地区"), "{}", back.words());
    assert_eq!(house.rows.count("place").await, 0);

    // A step that says nothing is told beside its field, in its own form.
    let path = entered(&mut officer, &house).await;
    let page = officer.get(&path).await;
    let form = page.event_form(&format!("{path}/events"), "join");
    let filled = [
        ("institution_number", "NC1"),
        ("relation", ""),
        ("reason", "地址一致。"),
    ];
    let back = officer.submit_form(&form, &filled).await.expect(422);
    assert!(
        back.html.contains("id=\"join-institution_number-error\""),
        "{}",
        back.words()
    );
    assert!(back.html.contains("地址一致。"), "what was typed stays");
    let burn = [("event", "burn"), ("version", "1")];
    let gone = officer.post_fields(&format!("{path}/events"), &burn).await;
    gone.expect(400);
}

async fn a_stale_form_and_a_second_click_are_told_apart(db: Db) {
    let house = House::open(&db).await;
    let mut officer = signed_in(&db, &house, "officer").await;
    let mut colleague = signed_in(&db, &house, "officer-2").await;
    let path = entered(&mut officer, &house).await;
    let events = format!("{path}/events");
    let page = officer.get(&path).await.expect(200);
    let form = page.event_form(&events, "set_aside");
    let filled = [("why", "gone"), ("reason", "人去楼空。")];
    officer.submit_form(&form, &filled).await.expect(303);
    // The same once more is done already.
    let again = officer.submit_form(&form, &filled).await.expect(303);
    assert!(again.location().contains("place-set-aside"));
    // A colleague with an older page is told who was quicker, and keeps what was typed.
    let stale = colleague.get(&path).await.expect(200);
    assert!(!stale.offers(&format!("{path}/seen")));
    let token = colleague.token.clone();
    let mut filled = form.filled(&[("why", "double"), ("reason", "与另一处是同一家。")]);
    for field in &mut filled {
        if field.0 == "csrf" {
            field.1 = token.clone();
        }
    }
    let told = colleague.post(&events, &filled).await.expect(409);
    assert!(
        told.says("试验·officer") && told.says("与另一处是同一家"),
        "{}",
        told.words()
    );

    let reopen = officer.get(&path).await.event_form(&events, "reopen");
    officer
        .submit_form(&reopen, &[("reason", "又看到了。")])
        .await
        .expect(303);
    let edit = format!("{path}/edit");
    let seen = format!("{path}/seen");
    let (one, two) = (
        officer.get(&edit).await.expect(200),
        colleague.get(&edit).await.expect(200),
    );
    officer
        .submit(&one, &seen, &[("pupils", "20")])
        .await
        .expect(303);
    let back = colleague
        .submit(&two, &seen, &[("pupils", "25")])
        .await
        .expect(409);
    assert!(back.html.contains("value=\"25\""), "what was typed stays");
    colleague.submit(&back, &seen, &[]).await.expect(303);
    assert!(officer.get(&path).await.says("25 人"));
}

async fn who_only_reads_sees_no_form_and_the_list_goes_out_as_a_file(db: Db) {
    let house = House::open(&db).await;
    let number = enter(&house.officer().await, &house.seen()).await;
    let path = format!("/desk/places/{number}");
    let mut auditor = signed_in(&db, &house, "auditor").await;
    let page = auditor.get(&path).await.expect(200);
    for action in ["events", "files", "complaints", "seen"] {
        assert!(!page.offers(&format!("{path}/{action}")), "{action}");
    }
    auditor.get("/desk/places/new").await.expect(403);
    let fields = [
        ("event", "set_aside"),
        ("why", "gone"),
        ("reason", "没有。"),
        ("version", "1"),
    ];
    auditor
        .post_fields(&format!("{path}/events"), &fields)
        .await
        .expect(403);
    let csv = auditor
        .get("/desk/export/places.csv?state=open&source=patrol")
        .await
        .expect(200);
    assert!(
        csv.html.contains(&number)
            && csv.html.contains("小太阳托管")
            && csv.html.contains("巡查发现")
    );
    let none = auditor
        .get("/desk/export/places.csv?state=open&source=hotline")
        .await
        .expect(200);
    assert!(!none.html.contains(&number));
    auditor.get("/desk/export/places.xlsx").await.expect(200);
    let mut zones = signed_in(&db, &house, "officer-zones").await;
    zones.get(&path).await.expect(404);
    assert!(
        !zones
            .get("/desk/export/places.csv")
            .await
            .expect(200)
            .html
            .contains(&number)
    );
}
