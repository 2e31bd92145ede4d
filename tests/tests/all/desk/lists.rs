//! The lists: what is late comes first, filters live in the address, pages go on where the last one ended.

use domain::complaint::Channel;
use tests::visitor::Page;
use tests::{Db, db_test};

use super::{Office, taken};

db_test!(
    an_empty_desk_says_so,
    what_is_late_comes_first_and_says_by_how_much,
    filters_and_pages_live_in_the_address,
    the_register_is_searched_and_shows_its_matters,
    an_order_waits_for_the_institution_and_is_late_after_the_day_it_names,
);

async fn an_empty_desk_says_so(db: Db) {
    let office = Office::open(&db).await;
    let mut officer = office.person("officer").await;
    for (path, words) in [
        ("/desk", "今天没有到期的事"),
        ("/desk/complaints", "这里没有投诉"),
        ("/desk/leads", "没有等判断的线索"),
        ("/desk/cases", "没有这样的案件"),
        ("/desk/institutions?q=不在册", "登记册里没有"),
        (
            "/desk/complaints?state=burnt&district=atlantis&after=x&limit=9",
            "这里没有投诉",
        ),
    ] {
        let page = officer.get(path).await.expect(200);
        assert!(page.says(words), "{path}: {}", page.words());
    }
    // What the page refuses, the file of the same address refuses as well.
    for (q, words) in [
        ("x".repeat(101), "太长了"),
        ("艺%E2%80%AE术".to_owned(), "看不见的控制字符"),
    ] {
        let page = officer.get(&format!("/desk/institutions?q={q}")).await;
        let page = page.expect(200);
        assert!(page.says(words), "{q}: {}", page.words());
        let file = format!("/desk/export/institutions.csv?q={q}");
        officer.get(&file).await.expect(422);
    }
    officer
        .get("/desk/complaints/TS0000000000")
        .await
        .expect(404);
    officer
        .get("/desk/institutions/NC00000000")
        .await
        .expect(404);
}

async fn what_is_late_comes_first_and_says_by_how_much(db: Db) {
    let office = Office::open(&db).await;
    office
        .filed(
            "先到的热线",
            "楼上培训班每晚很吵，睡不着觉。",
            Channel::Hotline,
            "360102",
        )
        .await;
    office.days_go_by(40);
    office
        .complaint("刚到的投诉", "交了钱不退，联系不上老师。")
        .await;
    let mut officer = office.person("officer").await;
    let page = officer.get("/desk").await.expect(200);
    assert!(
        page.says("超期 1 件") && page.says("新到 1 件"),
        "{}",
        page.words()
    );
    let at = |text: &str| page.html.find(text).unwrap();
    assert!(at("先到的热线") < at("刚到的投诉"));
    assert!(
        page.says("5 个工作日，本地设置") && page.says("依据待核") && page.says("投诉人等我们")
    );
    let words = page.words();
    let late: Vec<i64> = words
        .split("超期 ")
        .filter_map(|rest| rest.split_once(" 天")?.0.parse().ok())
        .collect();
    assert!(
        matches!(late.as_slice(), [days] if (30..=36).contains(days)),
        "{late:?}"
    );
    assert!(
        page.html
            .contains("今日<b><span class=\"sr\">待办 </span>1</b>"),
        "the rail counts what is due"
    );
}

/// The complaints of a page's list, by their subjects.
fn subjects(page: &Page) -> Vec<String> {
    page.html
        .split("data-row")
        .skip(1)
        .filter_map(|rest| {
            let inside = rest.split("<b>").nth(1)?.split("</b>").next()?;
            Some(inside.rsplit("</span>").next()?.to_owned())
        })
        .collect()
}

async fn filed_in_two_districts(office: &Office) -> Vec<String> {
    let mut numbers = Vec::new();
    for index in 0..23 {
        let district = if index % 2 == 0 { "360102" } else { "360103" };
        let subject = format!("第 {index} 件");
        let number = office
            .filed(
                &subject,
                "交了钱不退，联系不上老师。",
                Channel::Portal,
                district,
            )
            .await;
        numbers.push(number.to_string());
    }
    numbers
}

fn next_page(page: &Page) -> String {
    let next = page.html.split("rel=\"next\" href=\"").nth(1).unwrap();
    next.split('"')
        .next()
        .unwrap()
        .replace("&amp;", "&")
        .replace("&#38;", "&")
}

async fn filters_and_pages_live_in_the_address(db: Db) {
    let office = Office::open(&db).await;
    let numbers = filed_in_two_districts(&office).await;
    let mut officer = office.person("officer").await;
    taken(
        &mut officer,
        &format!("/desk/complaints/{}", numbers[0]),
        "accept",
        &[],
    )
    .await;

    let first = officer.get("/desk/complaints").await.expect(200);
    assert_eq!(subjects(&first).len(), 20);
    let next = next_page(&first);
    let second = officer.get(&next).await.expect(200);
    assert_eq!(subjects(&second).len(), 3);
    assert!(!second.html.contains("rel=\"next\""));
    let mut seen = subjects(&first);
    seen.extend(subjects(&second));
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 23, "none twice, none lost");

    let received = officer
        .get("/desk/complaints?state=received&district=360102")
        .await
        .expect(200);
    assert_eq!(subjects(&received).len(), 11);
    let read = officer
        .get(&format!(
            "/desk/complaints/{}?state=received&district=360102",
            numbers[2]
        ))
        .await
        .expect(200);
    let kept = "?state=received&#38;district=360102";
    assert!(
        read.html
            .contains(&format!("/desk/complaints/{}{kept}", numbers[4])),
        "links keep the filter"
    );
    assert!(
        read.html
            .contains(&format!("href=\"/desk/complaints{kept}\"")),
        "and so does the way back"
    );
    let accepted = officer
        .get("/desk/complaints?state=accepted")
        .await
        .expect(200);
    assert_eq!(subjects(&accepted), ["第 0 件"]);
}

async fn the_register_is_searched_and_shows_its_matters(db: Db) {
    let office = Office::open(&db).await;
    let mut officer = office.person("officer").await;
    let case = office.case(&mut officer).await;
    let party = &office.bureau.parties[0];
    let found = officer
        .get("/desk/institutions?q=艺术&district=360102")
        .await
        .expect(200);
    assert!(found.says(&party.name) && found.says("去掉“艺术”"));
    assert!(
        !officer
            .get("/desk/institutions?q=艺术&district=360103")
            .await
            .expect(200)
            .says(&party.name)
    );
    let page = officer
        .get(&format!("/desk/institutions/{}", party.number))
        .await
        .expect(200);
    assert!(
        page.says("有办学许可") && page.says("办理中"),
        "{}",
        page.words()
    );
    assert!(page.html.contains(&format!("href=\"{case}\"")));
    assert!(
        page.html
            .contains(&format!("href=\"/institutions/{}\"", party.number))
    );
}

async fn an_order_waits_for_the_institution_and_is_late_after_the_day_it_names(db: Db) {
    let office = Office::open(&db).await;
    let mut officer = office.person("officer").await;
    let case = office.case(&mut officer).await;
    let today = office.store.today().to_string();
    taken(
        &mut officer,
        &case,
        "record_finding",
        &super::finding(&today),
    )
    .await;
    let due = office.store.today().plus_days(20).to_string();
    taken(
        &mut officer,
        &case,
        "order_correction",
        &[("demand", "停课"), ("due_on", &due)],
    )
    .await;
    office.days_go_by(25);
    let mut officer = office.person("officer").await;
    let page = officer.get("/desk").await.expect(200);
    assert!(
        page.says("送达") && page.says("超期 5 天") && !page.says("我们等机构"),
        "an order that was not served waits for the office: {}",
        page.words()
    );
    let list = officer.get("/desk/cases").await.expect(200);
    assert!(list.says("超期 5 天"));
    let service = [
        ("way", "left"),
        ("served_on", today.as_str()),
        ("receiver", "闵某"),
        ("proof", "见证人两名"),
    ];
    taken(&mut officer, &case, "record_service", &service).await;
    let page = officer.get("/desk").await.expect(200);
    assert!(
        page.says("整改") && page.says("超期 5 天") && page.says("我们等机构"),
        "{}",
        page.words()
    );
    let reason = [("reason", "逾期没有改正，另案处理。")];
    let page = taken(&mut officer, &case, "propose_closure", &reason).await;
    assert!(page.says("逾期未答复") && page.says("等负责人批准"));
}
