//! The pages of both desks and of the portal, by their forms.

use domain::after_school::Term;
use tests::bureau::PASSWORD;
use tests::visitor::{Page, SentFile, Visitor, application};
use tests::{Db, db_test};

use super::House;

db_test!(
    an_application_is_written_chosen_and_published_by_forms_alone,
    what_is_wrong_stands_beside_the_field_of_its_service_and_stays,
    agreements_scores_and_warnings_are_entered_by_forms,
    scores_and_schools_come_from_files_whole_or_not_at_all,
    a_stale_form_and_a_second_click_are_told_apart,
);

async fn signed_in(db: &Db, house: &House, login: &str) -> Visitor {
    let app = application(db, house.store.clone(), &[]);
    let mut visitor = Visitor::new(&app);
    visitor.sign_in(login, PASSWORD).await;
    visitor
}

async fn sent(agent: &mut Visitor, page: &Page, fields: &[(&str, &str)], then: &str) -> Page {
    let action = format!("{}/form", page.path.split('?').next().unwrap());
    let mut filled = page.form(&action).filled(fields);
    // The button that was pressed.
    filled.push(("then".to_owned(), then.to_owned()));
    agent.post(&action, &filled).await
}

/// Begins an application by the button of the list, and answers its page.
async fn begun(house: &House, agent: &mut Visitor) -> Page {
    let list = agent.get("/my/after-school").await.expect(200);
    let mut form = list.form("/my/after-school").filled(&[]);
    form.push(("school_year".to_owned(), house.year().to_string()));
    let to = agent.post("/my/after-school", &form).await.expect(303);
    let path = to.location().to_owned();
    agent.get(&path).await.expect(200)
}

fn typed<'a>(teacher: &'a str, school: &'a str) -> Vec<(&'static str, &'a str)> {
    vec![
        ("name_0", "书法社团"),
        ("content_0", "执笔、笔画和结构。"),
        ("class_0", "arts"),
        ("grades_0", "2"),
        ("teachers_0", teacher),
        ("fee_0", "5"),
        ("market_0", "60"),
        ("schools", school),
        ("quality", "每学期一次公开课。"),
        ("pricing", "只计课酬和耗材。"),
    ]
}

async fn an_application_is_written_chosen_and_published_by_forms_alone(db: Db) {
    let house = House::open(&db).await;
    let school = house.school("东湖区百花洲小学", Some(20)).await;
    let teacher = house.teacher(&house.agent().await, 1, "clear").await;
    let mut agent = signed_in(&db, &house, "institution-agent").await;
    let page = begun(&house, &mut agent).await;
    assert!(
        page.says("百花洲小学") && page.says("教师1"),
        "{}",
        page.words()
    );
    let done = sent(&mut agent, &page, &typed(&teacher, &school), "file")
        .await
        .expect(303);
    let path = done.location().split('?').next().unwrap().to_owned();
    let own = agent.get(&path).await.expect(200);
    assert!(
        own.says("正在审核") && own.says("书法社团"),
        "{}",
        own.words()
    );
    let number = path.rsplit('/').next().unwrap().to_owned();
    let desk = format!("/desk/after-school/{number}");
    let events = format!("{desk}/events");

    let mut officer = signed_in(&db, &house, "officer").await;
    let list = officer.get("/desk/after-school").await.expect(200);
    assert!(list.says("待审核 1"), "{}", list.words());
    let page = officer.get(&desk).await.expect(200);
    let form = page.event_form(&events, "select");
    let open = officer
        .submit_form(&form, &[("reason", "课程清楚。")])
        .await
        .expect(409);
    assert!(open.says("审核清单还有未确认的项目"), "{}", open.words());
    let mut filled = form.filled(&[("reason", "课程清楚。")]);
    for item in domain::after_school::Item::ALL {
        filled.push(("checked".to_owned(), item.code().to_owned()));
    }
    let done = officer.post(&events, &filled).await.expect(303);
    let waits = officer.get(done.location()).await.expect(200);
    assert!(
        waits.says("等待另一人复核") && !waits.offers(&events),
        "{}",
        waits.words()
    );

    let mut lead = signed_in(&db, &house, "lead-officer").await;
    let form = lead.get(&desk).await.event_form(&events, "approve");
    lead.submit_form(&form, &[]).await.expect(303);
    let public = lead.get("/after-school?part=publicised").await.expect(200);
    assert!(
        public.says("书法社团") && public.says("有异议的"),
        "{}",
        public.words()
    );
    house.days_go_by(15);
    house.follow().await;
    let public = lead.another().get("/after-school").await;
    assert!(public.expect(200).says("已准入"));
}

async fn what_is_wrong_stands_beside_the_field_of_its_service_and_stays(db: Db) {
    let house = House::open(&db).await;
    let school = house.school("东湖区百花洲小学", Some(20)).await;
    let teacher = house.teacher(&house.agent().await, 1, "clear").await;
    let mut agent = signed_in(&db, &house, "institution-agent").await;
    let page = begun(&house, &mut agent).await;
    let mut wrong = typed(&teacher, &school);
    wrong[5].1 = "五元";
    let back = sent(&mut agent, &page, &wrong, "file").await.expect(422);
    assert!(back.html.contains("id=\"fee_0-error\"") && back.html.contains("value=\"五元\""));
    wrong[5].1 = "5";
    wrong[2].1 = "sports";
    let back = sent(&mut agent, &page, &wrong, "file").await.expect(422);
    assert!(
        back.html.contains("id=\"class_0-error\""),
        "{}",
        back.words()
    );
    assert!(back.says("不在办学许可的类别内"));
    // The draft was kept, and there is an empty block for another service.
    let path = page.path.split('?').next().unwrap().to_owned();
    let kept = agent.get(&path).await.expect(200);
    assert!(kept.html.contains("书法社团") && kept.html.contains("name=\"name_1\""));
    assert!(kept.html.contains("id=\"class_0-error\""), "and still told");
    // While it is typed the conditions are asked, and nothing is saved.
    let asked = kept
        .form(&format!("{path}/form"))
        .filled(&[("class_0", "arts")]);
    let answer = agent
        .post(&format!("{path}/check"), &asked)
        .await
        .expect(200);
    assert!(
        !answer.html.contains("sports") && !answer.says("体育类"),
        "{}",
        answer.words()
    );
    let kept = agent.get(&path).await.expect(200);
    assert!(
        kept.html.contains("id=\"class_0-error\""),
        "nothing was saved"
    );
}

async fn agreements_scores_and_warnings_are_entered_by_forms(db: Db) {
    let house = House::open(&db).await;
    let number = house.admitted().await;
    let desk = format!("/desk/after-school/{number}");
    let mut officer = signed_in(&db, &house, "officer").await;
    let page = officer.get(&desk).await.expect(200);
    let (agreements, scores) = (format!("{desk}/agreements"), format!("{desk}/scores"));
    let form = page.event_form(&agreements, "agree");
    let empty = officer.submit_form(&form, &[]).await.expect(422);
    assert!(empty.says("这一项要填"), "{}", empty.words());
    let school = house
        .rows
        .texts("SELECT number AS value FROM school ORDER BY number")
        .await
        .remove(0);
    let said = [("school", school.as_str()), ("services", "0"), ("fee", "6")];
    let dear = officer.submit_form(&form, &said).await.expect(422);
    assert!(dear.says("高于准入时的收费标准"), "{}", dear.words());
    let said = [("school", school.as_str()), ("services", "0"), ("fee", "5")];
    let done = officer.submit_form(&form, &said).await.expect(303);
    let page = officer.get(done.location()).await.expect(200);
    assert!(
        page.says("服务协议已登记") && page.says("百花洲小学"),
        "{}",
        page.words()
    );
    let term = Term::of(house.store.today()).to_string();
    let form = page.event_form(&scores, "score");
    let said = [
        ("school", school.as_str()),
        ("term", &term),
        ("score", "55"),
        ("answers", "12"),
        ("mean", "101"),
    ];
    let wrong = officer.submit_form(&form, &said).await.expect(422);
    assert!(wrong.says("平均分是 0 到 100"), "{}", wrong.words());
    let said = [
        ("school", school.as_str()),
        ("term", &term),
        ("score", "55"),
        ("answers", "12"),
        ("mean", "58.5"),
    ];
    let done = officer.submit_form(&form, &said).await.expect(303);
    let page = officer.get(done.location()).await.expect(200);
    assert!(
        page.says("家长平均 58.5 分") && page.says("评分偏低"),
        "{}",
        page.words()
    );
    assert_warned_by_form(&db, &house, &number, &page).await;
}

async fn assert_warned_by_form(db: &Db, house: &House, number: &str, page: &Page) {
    let mut officer = signed_in(db, house, "officer").await;
    let events = format!("/desk/after-school/{number}/events");
    let form = officer.get(&page.path).await.event_form(&events, "warn");
    let said = [("ground", "low_score"), ("reason", "学校和家长评分都低。")];
    let done = officer.submit_form(&form, &said).await.expect(303);
    let page = officer.get(done.location()).await.expect(200);
    assert!(
        page.says("学期评分低于60分") || page.says("学期评分低于 60 分"),
        "{}",
        page.words()
    );
    let mut agent = signed_in(db, house, "institution-agent").await;
    let own = agent
        .get(&format!("/my/after-school/{number}"))
        .await
        .expect(200);
    assert!(
        own.says("已被预警") && own.says("学校和家长评分都低"),
        "{}",
        own.words()
    );
}

async fn scores_and_schools_come_from_files_whole_or_not_at_all(db: Db) {
    let house = House::open(&db).await;
    let (number, school) = house.serving().await;
    let mut officer = signed_in(&db, &house, "officer").await;
    let page = officer.get("/desk/schools").await.expect(200);
    let form = page.form("/desk/school-lists");
    let file = |bytes: &'static str| SentFile {
        field: "list",
        name: "schools.csv",
        bytes: bytes.as_bytes(),
    };
    let wrong = file("学校,区县,学段,项目\n东湖区扬子洲学校,东湖区,小学,10\n城外小学,月球,小学,\n");
    let back = officer.upload(&form, &[], &[wrong]).await.expect(422);
    assert!(back.says("第 3 行"), "{}", back.words());
    let right = file("学校,区县,学段,项目\n东湖区扬子洲学校,东湖区,小学、初中,10\n");
    officer.upload(&form, &[], &[right]).await.expect(303);
    let page = officer.get("/desk/schools").await.expect(200);
    assert!(page.says("扬子洲学校") && !page.says("城外小学"));

    let term = Term::of(house.store.today());
    let page = officer.get("/desk/after-school-scores").await.expect(200);
    let form = page.form("/desk/after-school-scores");
    let rows = |mean: &str| {
        format!("编号,学校,学期,学校评分,份数,平均分\n{number},{school},{term},90,12,{mean}\n")
    };
    let list = |text: &str| text.as_bytes().to_vec();
    let bad = list(&rows("120"));
    let sent = SentFile {
        field: "list",
        name: "scores.csv",
        bytes: &bad,
    };
    let back = officer.upload(&form, &[], &[sent]).await.expect(422);
    assert!(
        back.says("第 2 行") && back.says("平均分是 0 到 100"),
        "{}",
        back.words()
    );
    assert_eq!(house.rows.count("after_school_score").await, 0);
    let good = list(&rows("92.5"));
    let sent = SentFile {
        field: "list",
        name: "scores.csv",
        bytes: &good,
    };
    officer.upload(&form, &[], &[sent]).await.expect(303);
    let points = house
        .rows
        .number("SELECT points AS value FROM after_school_score")
        .await;
    assert_eq!(points, 1_110);
    let none = officer.upload(&form, &[], &[]).await;
    assert_eq!(none.status, 422, "without a file");
}

async fn a_stale_form_and_a_second_click_are_told_apart(db: Db) {
    let house = House::open(&db).await;
    let agent = house.agent().await;
    let number = house.filed(&agent).await;
    let desk = format!("/desk/after-school/{number}");
    let events = format!("{desk}/events");
    let mut one = signed_in(&db, &house, "officer").await;
    let mut two = signed_in(&db, &house, "officer-2").await;
    let first = one.get(&desk).await.event_form(&events, "refuse");
    let second = two.get(&desk).await.event_form(&events, "send_back");
    let reason = [("reason", "学校已有同类项目。")];
    one.submit_form(&first, &reason).await.expect(303);
    // The same click twice is done already.
    one.submit_form(&first, &reason).await.expect(303);
    let late = two
        .submit_form(&second, &[("reason", "请补材料。")])
        .await
        .expect(409);
    assert!(
        late.says("试验·officer") && late.says("请补材料"),
        "{}",
        late.words()
    );
}
