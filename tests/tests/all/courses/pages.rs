//! The pages of both desks and of the portal, by their forms.

use serde_json::json;
use tests::visitor::{Page, Visitor, application};
use tests::{Db, db_test};

use super::{DESK, House, MINE, record};
use tests::bureau::PASSWORD;

db_test!(
    a_course_is_written_and_judged_by_forms_alone,
    a_clean_course_stands_with_its_fee_on_the_page_of_the_institution,
    what_is_wrong_stands_beside_its_field_and_what_was_typed_stays,
    a_stale_form_and_a_second_click_are_told_apart,
    two_pages_of_one_draft_are_told_apart_field_by_field,
);

pub(super) async fn signed_in(db: &Db, house: &House, login: &str) -> Visitor {
    let app = application(db, house.store.clone(), &[]);
    let mut visitor = Visitor::new(&app);
    visitor.sign_in(login, PASSWORD).await;
    visitor
}

/// Begins a course by the button of the list, and answers its page.
async fn begun(agent: &mut Visitor) -> Page {
    let list = agent.get("/my/courses").await.expect(200);
    let sent = agent.submit(&list, "/my/courses", &[]).await.expect(303);
    let path = sent.location().to_owned();
    agent.get(&path).await.expect(200)
}

fn typed(house: &House) -> Vec<(&'static str, String)> {
    let today = house.store.today();
    [
        ("name", "中国舞启蒙".to_owned()),
        (
            "description",
            "从把杆和方位开始，学完一个完整组合。".to_owned(),
        ),
        ("class", "arts".to_owned()),
        ("stages", "primary".to_owned()),
        ("mode", "on_site".to_owned()),
        ("lessons", "20".to_owned()),
        ("lesson_minutes", "45".to_owned()),
        ("pupils", "20".to_owned()),
        ("price", "1,600".to_owned()),
        ("first_day", today.to_string()),
        ("last_day", today.plus_days(80).to_string()),
        ("times", "周三 18:30-20:00".to_owned()),
        ("materials", "舞蹈基础 | 江西美术出版社 | 已备案".to_owned()),
    ]
    .to_vec()
}

async fn sent(agent: &mut Visitor, page: &Page, fields: &[(&str, String)], then: &str) -> Page {
    let action = format!("{}/form", page.path.split('?').next().unwrap());
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let mut filled = page.form(&action).filled(&fields);
    // The button that was pressed.
    filled.push(("then".to_owned(), then.to_owned()));
    agent.post(&action, &filled).await
}

async fn a_course_is_written_and_judged_by_forms_alone(db: Db) {
    let house = House::open(&db).await;
    let mut agent = signed_in(&db, &house, "institution-agent").await;
    let page = begun(&mut agent).await;
    let mut doubtful = typed(&house);
    doubtful[0].1 = "思维训练".to_owned();
    doubtful[1].1 = "按数学教材单元同步讲解应用题，配套练习卷。".to_owned();
    let done = sent(&mut agent, &page, &doubtful, "file").await.expect(303);
    let path = done.location().split('?').next().unwrap().to_owned();
    let number = path.rsplit('/').next().unwrap().to_owned();
    assert!(agent.get(&path).await.expect(200).says("正在筛查文本"));
    house.screen().await;
    assert!(agent.get(&path).await.says("等待执法人员审查"));

    let mut officer = signed_in(&db, &house, "officer").await;
    let list = officer.get("/desk/courses").await.expect(200);
    assert!(
        list.says("思维训练") && list.says("待审查"),
        "{}",
        list.words()
    );
    let desk = format!("/desk/courses/{number}");
    let page = officer.get(&desk).await.expect(200);
    assert!(
        page.html.contains("<mark class=\"ev\">"),
        "the evidence is marked"
    );
    assert!(page.says("学科类隐形变异培训"));
    let events = format!("{desk}/events");
    let form = page.event_form(&events, "refuse");
    let empty = officer.submit_form(&form, &[("reason", "")]).await;
    assert!(empty.expect(422).says("这一项要填"));
    let reason = "按数学教材讲解，属于学科类培训。";
    let form = officer.get(&desk).await.event_form(&events, "refuse");
    let sent_back = officer.submit_form(&form, &[("reason", reason)]).await;
    let shown = officer
        .get(sent_back.expect(303).location())
        .await
        .expect(200);
    assert!(shown.says("已作出不予公示的决定") && shown.says(reason));
    let own = agent.get(&path).await.expect(200);
    assert!(own.says("不予公示") && own.says(reason), "{}", own.words());
    let public = format!("/institutions/{}", house.bureau.parties[0].number);
    assert!(!agent.get(&public).await.expect(200).says("思维训练"));
}

async fn a_clean_course_stands_with_its_fee_on_the_page_of_the_institution(db: Db) {
    let house = House::open(&db).await;
    let mut agent = signed_in(&db, &house, "institution-agent").await;
    let page = begun(&mut agent).await;
    sent(&mut agent, &page, &typed(&house), "file")
        .await
        .expect(303);
    house.screen().await;
    let public = format!("/institutions/{}", house.bureau.parties[0].number);
    let shown = agent.get(&public).await.expect(200);
    assert!(
        shown.says("中国舞启蒙") && shown.says("¥1,600"),
        "{}",
        shown.words()
    );
    let then = house.store.today().plus_days(-1);
    let past = agent.get(&format!("{public}?as_of={then}")).await;
    assert!(
        !past.says("中国舞启蒙"),
        "the page of another day tells of none"
    );
}

async fn what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(db: Db) {
    let house = House::open(&db).await;
    let mut agent = signed_in(&db, &house, "institution-agent").await;
    let page = begun(&mut agent).await;
    let mut wrong = typed(&house);
    wrong[0].1 = "<b>舞</b>".to_owned();
    wrong[5].1 = "二十".to_owned();
    let back = sent(&mut agent, &page, &wrong, "file").await.expect(422);
    assert!(back.says("这里要填数字"), "{}", back.words());
    assert!(back.html.contains("value=\"二十\""), "what was typed stays");
    assert!(!back.html.contains("<b>舞</b>"), "and is never markup");

    // A time that is against a rule is saved as a draft, and told beside the field and on the checklist.
    let mut late = typed(&house);
    late[11].1 = "周三 19:30-21:00".to_owned();
    let back = sent(&mut agent, &page, &late, "file").await.expect(422);
    assert!(back.html.contains("id=\"times-error\""), "{}", back.words());
    assert!(back.says("不得晚于 20:30") || back.says("不得晚于20:30"));
    let path = page.path.split('?').next().unwrap().to_owned();
    let kept = agent.get(&path).await.expect(200);
    assert!(kept.html.contains("周三 19:30-21:00"), "the draft is kept");
    assert!(kept.html.contains("id=\"times-error\""), "and still told");

    // While it is typed the rules are asked, and nothing is saved.
    let check = format!("{path}/check");
    let form = kept.form(&format!("{path}/form"));
    let asked = form.filled(&[("times", "周三 18:30-20:00")]);
    let answer = agent.post(&check, &asked).await.expect(200);
    assert!(!answer.says("20:30"), "{}", answer.words());
    let kept = agent.get(&path).await.expect(200);
    assert!(kept.html.contains("周三 19:30-21:00"), "nothing was saved");
}

async fn a_stale_form_and_a_second_click_are_told_apart(db: Db) {
    let house = House::open(&db).await;
    let agent = house.agent().await;
    let number = house.screened(&agent, &house.doubtful()).await;
    let desk = format!("/desk/courses/{number}");
    let events = format!("{desk}/events");
    let mut one = signed_in(&db, &house, "officer").await;
    let mut two = signed_in(&db, &house, "officer-2").await;
    let first = one.get(&desk).await.event_form(&events, "refuse");
    let second = two.get(&desk).await.event_form(&events, "clear");
    let reason = [("reason", "教授数学。")];
    one.submit_form(&first, &reason).await.expect(303);
    // The same click twice is done already.
    one.submit_form(&first, &reason).await.expect(303);
    let late = two
        .submit_form(&second, &[("reason", "不涉及学科。")])
        .await
        .expect(409);
    assert!(
        late.says("试验·officer") && late.says("不涉及学科"),
        "{}",
        late.words()
    );
    let officer = house.person("officer").await;
    assert_eq!(
        record(&officer, DESK, &number).await["state"],
        json!("refused")
    );
    assert_eq!(
        record(&agent, MINE, &number).await["state"],
        json!("refused")
    );
}

async fn two_pages_of_one_draft_are_told_apart_field_by_field(db: Db) {
    let house = House::open(&db).await;
    let mut one = signed_in(&db, &house, "institution-agent").await;
    let page = begun(&mut one).await;
    let mut other = typed(&house);
    other[0].1 = "拉丁舞".to_owned();
    other[8].1 = "2,000".to_owned();
    sent(&mut one, &page, &other, "save").await.expect(303);
    // The same page, still open elsewhere.
    let late = sent(&mut one, &page, &typed(&house), "save").await;
    let late = late.expect(409);
    assert!(late.html.contains("value=\"中国舞启蒙\""), "what was typed");
    assert!(
        late.says("现在是：拉丁舞") && late.says("现在是：2000"),
        "{}",
        late.words()
    );
    assert!(!late.html.contains("id=\"pupils-error\""), "what agrees");
    // Looked over, it is saved.
    let late = Page {
        path: page.path.clone(),
        ..late
    };
    let again = sent(&mut one, &late, &typed(&house), "save").await;
    again.expect(303);
    let path = page.path.split('?').next().unwrap().to_owned();
    let kept = one.get(&path).await.expect(200);
    assert!(kept.html.contains("value=\"中国舞启蒙\""));
}
