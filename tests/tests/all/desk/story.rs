//! The officers' whole story by its pages: from the queue to the approved closure.

use domain::complaint::Channel;
use tests::at_work::AtWork;
use tests::smtp::Smtp;
use tests::visitor::{SentFile, Visitor};
use tests::{Db, db_test};

use super::{BODY, Office, REASON, SUBJECT, events, finding, offers, step, taken};

db_test!(
    a_complaint_goes_from_the_queue_to_the_approved_closure,
    a_lead_is_judged_and_becomes_a_case,
);

const PROOF: &[u8] = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n";

async fn a_complaint_goes_from_the_queue_to_the_approved_closure(db: Db) {
    let office = Office::open(&db).await;
    let server = Smtp::start().await;
    let number = office.complaint(SUBJECT, BODY).await.to_string();
    office
        .filed(
            "热线转来的噪声",
            "楼上培训班每晚很吵，睡不着觉。",
            Channel::Hotline,
            "360102",
        )
        .await;
    let worker = AtWork::begin(&office.store, "desk", &server);
    office.rows.until("screening", 2).await;

    let mut officer = office.person("officer").await;
    let list = officer.get("/desk/complaints").await.expect(200);
    let at = |text: &str| list.html.find(text).unwrap_or_else(|| panic!("no {text}"));
    assert!(
        at("热线转来的噪声") < at(SUBJECT),
        "the hotline's five days come first"
    );
    let path = format!("/desk/complaints/{number}");
    accepted(&mut officer, &path).await;
    let case = case_filed(&office, &mut officer, &number).await;
    ordered_and_served(&office, &mut officer, &case).await;
    answered_with_proof(&office, &mut officer, &case).await;
    closed(&office, &mut officer, &case).await;

    let page = taken(
        &mut officer,
        &path,
        "answer",
        &[("text", "已经责令改正，费用已退。")],
    )
    .await;
    assert!(page.says("答复已经发出") && page.says("已经责令改正，费用已退。"));
    let page = taken(&mut officer, &path, "close", &[]).await;
    assert!(page.says("不能再改，只能看"));
    office.rows.until("notice WHERE state = 'sent'", 5).await;
    worker.end().await;
}

/// The officer reads the complaint with its evidence and takes it up.
async fn accepted(officer: &mut Visitor, path: &str) {
    let page = officer.get(path).await.expect(200);
    assert!(
        page.html.contains("<mark class=\"ev\">"),
        "{}",
        page.words()
    );
    assert!(page.says("学科类隐形变异培训") && page.says("规则 rules-2"));
    assert!(page.says("15 个工作日，本地设置") && page.says("依据待核"));
    assert!(page.says("投诉人等我们") && page.says("投诉尚未受理，不能答复"));
    assert!(page.says("万**") && page.says("13*******21") && !page.html.contains("13870925521"));

    let page = taken(officer, path, "accept", &[]).await;
    assert!(page.says("已经受理") && page.says("下一步：核查并答复"));
    assert!(
        !page.html.contains("?done="),
        "the address of the page is told without it"
    );
}

/// A case grows from the accepted complaint, with a second officer who is not the first.
async fn case_filed(office: &Office, officer: &mut Visitor, number: &str) -> String {
    let page = officer
        .get(&format!("/desk/complaints/{number}"))
        .await
        .expect(200);
    let form = page
        .html
        .split("href=\"/desk/cases/new?complaint=")
        .nth(1)
        .unwrap();
    assert!(form.starts_with(number));
    let new = officer
        .get(&format!("/desk/cases/new?complaint={number}"))
        .await
        .expect(200);
    assert!(
        !new.html.contains(&office.bureau.officer.to_string()),
        "nobody is one's own second"
    );
    let second = office.bureau.second_officer.to_string();
    let filed = officer
        .submit(
            &new,
            "/desk/cases",
            &[("second_officer", &second), ("reason", REASON)],
        )
        .await
        .expect(303);
    let case = filed.location().split('?').next().unwrap().to_owned();
    let page = officer.get(&case).await.expect(200);
    assert!(page.says("下一步：认定违法事实") && page.says("《中华人民共和国行政处罚法》第六十条"));
    assert!(page.says("尚未记录违法事实，不能责令改正"));
    case
}

/// The finding, the order with its mail, and its service.
async fn ordered_and_served(office: &Office, officer: &mut Visitor, case: &str) {
    let today = office.store.today().to_string();
    let page = taken(officer, case, "record_finding", &finding(&today)).await;
    assert!(page.says("《校外培训行政处罚暂行办法》第十八条"));
    let due = office.store.today().plus_days(30).to_string();
    let order = [
        ("demand", "停止学科类课程；退还费用。"),
        ("due_on", due.as_str()),
    ];
    let page = taken(officer, case, "order_correction", &order).await;
    assert!(page.says("洪教责改〔") && page.says("还没有送达"));
    office
        .rows
        .until(
            "notice WHERE template = 'correction_ordered' AND state = 'sent'",
            1,
        )
        .await;
    let service = [
        ("way", "in_person"),
        ("receiver", "闵某"),
        ("proof", "送达回证 1 号"),
    ];
    let page = taken(officer, case, "record_service", &service).await;
    assert!(page.says("已送交邮件服务器") && page.says("闵某") && page.says("等机构改正"));
    assert!(!offers(&page, "propose_closure") && page.says("机构尚未答复，改正期限也未届满"));
}

/// The institution answers; the officer opens its proof.
async fn answered_with_proof(office: &Office, officer: &mut Visitor, case: &str) {
    answer(office).await;
    let page = officer.get(case).await.expect(200);
    assert!(page.says("已经停课，费用全部退还。") && page.says("退费凭证.pdf"));
    let file = page.html.split("href=\"/desk/evidence/").nth(1).unwrap();
    let file = format!("/desk/evidence/{}", file.split('"').next().unwrap());
    let proof = officer.get(&file).await.expect(200);
    assert_eq!(proof.html.as_bytes(), PROOF);
    assert!(
        proof
            .header("content-disposition")
            .unwrap()
            .starts_with("attachment")
    );
}

/// One of the two proposes, the lead officer approves, and nothing more can be done.
async fn closed(office: &Office, officer: &mut Visitor, case: &str) {
    let reason = [("reason", "现场核查，已经停课退费。")];
    let page = taken(officer, case, "propose_closure", &reason).await;
    assert!(page.says("须由执法负责人审批") && !offers(&page, "approve_closure"));

    let mut lead = office.person("lead-officer").await;
    let page = taken(&mut lead, case, "approve_closure", &[]).await;
    assert!(
        page.says("已经批准结案") && page.says("已经结案") && page.says("现场核查，已经停课退费。")
    );
    for event in [
        "record_finding",
        "propose_closure",
        "approve_closure",
        "return_for_more",
    ] {
        assert!(!offers(&page, event), "{event}");
    }
}

/// The institution's agent answers the order with proof.
pub(super) async fn answer(office: &Office) {
    let mut agent = office.person("institution-agent").await;
    let orders = agent.get("/my/orders").await.expect(200);
    let id = orders
        .html
        .split("/my/orders/ord_")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    let path = format!("/my/orders/ord_{id}");
    let page = agent.get(&path).await.expect(200);
    let form = page.form(&format!("{path}/answers"));
    let file = SentFile {
        field: "files",
        name: "退费凭证.pdf",
        bytes: PROOF,
    };
    let typed = [("answer", "已经停课，费用全部退还。")];
    agent.upload(&form, &typed, &[file]).await.expect(303);
}

async fn a_lead_is_judged_and_becomes_a_case(db: Db) {
    let office = Office::open(&db).await;
    let server = Smtp::start().await;
    let mut officer = office.person("officer").await;
    let complaint = office.accepted(&mut officer).await;
    let worker = AtWork::begin(&office.store, "desk", &server);
    office.rows.until("lead", 1).await;
    worker.end().await;

    let today = officer.get("/desk").await.expect(200);
    let id = today.html.split("href=\"/desk/leads/led_").nth(1).unwrap();
    let path = format!("/desk/leads/led_{}", id.split('"').next().unwrap());
    let page = officer.get(&path).await.expect(200);
    assert!(page.html.contains("<mark class=\"ev\">") && page.says("只是线索，不是结论"));
    assert!(page.says("5 个工作日，本地设置") && !page.html.contains("/desk/cases/new"));

    let nothing = step(&mut officer, &page, &events(&path), "judge", &[])
        .await
        .expect(422);
    assert!(nothing.says("这一项要填"));
    let dismissed = [("verdict", "dismissed"), ("reason", " ")];
    let refused = step(&mut officer, &page, &events(&path), "judge", &dismissed)
        .await
        .expect(409);
    assert!(refused.says("判定不成立须写明理由"));
    let kept = refused.event_form(&events(&path), "judge");
    assert_eq!(kept.value("verdict"), Some("dismissed"));

    let confirmed = [("verdict", "confirmed"), ("reason", "课表写着数学")];
    let page = taken(&mut officer, &path, "judge", &confirmed).await;
    assert!(page.says("判断已经记下") && page.says("课表写着数学") && !offers(&page, "judge"));
    let number = complaint.rsplit('/').next().unwrap();
    assert!(
        page.html
            .contains(&format!("/desk/cases/new?complaint={number}"))
    );
    let all = officer.get("/desk/leads").await.expect(200);
    assert!(all.says("没有等判断的线索"));
}
