//! An application by its pages: the institution fills it in, officers examine it, in forms and without script.

use tests::visitor::{SentFile, Visitor};
use tests::{Db, db_test};

use super::{Office, events, offers, step, taken};

db_test!(
    an_application_goes_through_the_forms_of_both_desks,
    what_is_wrong_in_a_part_is_said_beside_its_field_and_nothing_typed_is_lost,
    a_file_that_is_no_paper_is_refused_beside_its_paper_and_the_good_ones_are_kept,
    a_second_click_finds_its_own_work_done_and_a_second_officer_what_came_first,
    who_may_not_take_a_step_sees_no_button_and_is_refused,
);

const PDF: &[u8] = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";

const TEACHING: [(&str, &str); 5] = [
    ("name", "南昌市东湖区币梦艺术培训中心"),
    ("class", "sports"),
    ("stages", "primary"),
    ("mode", "on_site"),
    ("scope", "篮球"),
];
const PREMISES: [(&str, &str); 5] = [
    ("address", "叠山路1号"),
    ("site", "commercial"),
    ("area_m2", "240"),
    ("pupils_at_once", "60"),
    ("lease_until", ""),
];

const STAFF: [(&str, &str); 5] = [
    ("staff", "8"),
    ("teaching_staff", "5"),
    ("teachers", "4"),
    ("pupils", "200"),
    ("preschool_pupils", ""),
];

/// Begins a change and answers its path.
async fn begun(agent: &mut Visitor) -> String {
    let list = agent.get("/my/applications").await.expect(200);
    let form = list.form("/my/applications");
    let begun = agent.submit_form(&form, &[("kind", "change")]).await;
    let begun = begun.expect(303);
    begun.location().split('?').next().unwrap().to_owned()
}

async fn saved(agent: &mut Visitor, path: &str, part: &str, typed: &[(&str, &str)]) {
    let page = agent.get(&format!("{path}?part={part}")).await.expect(200);
    let form = page.form(&format!("{path}/parts"));
    agent.submit_form(&form, typed).await.expect(303);
}

async fn handed_in(agent: &mut Visitor, path: &str) {
    for paper in ["resolution", "lease", "fire", "consent"] {
        let page = agent.get(&format!("{path}?part=papers")).await.expect(200);
        let form = page.form(&format!("{path}/papers"));
        let file = SentFile {
            field: "file",
            name: "材料.pdf",
            bytes: PDF,
        };
        agent
            .upload(&form, &[("paper", paper)], &[file])
            .await
            .expect(303);
    }
}

/// A change that was filled in and handed in; its number.
pub(super) async fn submitted(agent: &mut Visitor) -> String {
    let path = begun(agent).await;
    saved(agent, &path, "teaching", &TEACHING).await;
    saved(agent, &path, "premises", &PREMISES).await;
    saved(agent, &path, "staff", &STAFF).await;
    handed_in(agent, &path).await;
    let page = agent.get(&format!("{path}?part=check")).await.expect(200);
    let form = page.event_form(&events(&path), "submit");
    agent.submit_form(&form, &[]).await.expect(303);
    path.rsplit('/').next().unwrap().to_owned()
}

async fn an_application_goes_through_the_forms_of_both_desks(db: Db) {
    let office = Office::open(&db).await;
    let (mut agent, mut officer, mut lead) = (
        office.person("institution-agent").await,
        office.person("officer").await,
        office.person("lead-officer").await,
    );
    let number = submitted(&mut agent).await;
    let mine = agent
        .get(&format!("/my/applications/{number}"))
        .await
        .expect(200);
    assert!(mine.says("已提交，最迟") && mine.says("叠山路1号"));
    let list = officer.get("/desk/applications").await.expect(200);
    let path = format!("/desk/applications/{number}");
    assert!(list.html.contains(&path), "{}", list.words());
    let today = officer.get("/desk").await.expect(200);
    assert!(today.html.contains(&path), "{}", today.words());

    let asked = taken(
        &mut officer,
        &path,
        "ask_correction",
        &[("items", "决议缺签名。")],
    )
    .await;
    assert!(asked.says("已告知补正。") && asked.says("等待申请人补正"));
    let todo = agent.get("/my").await.expect(200);
    assert!(todo.says("补正变更申请"), "{}", todo.words());
    let own = format!("/my/applications/{number}");
    let page = agent.get(&format!("{own}?part=check")).await.expect(200);
    assert!(page.says("决议缺签名。"));
    let form = page.event_form(&events(&own), "submit");
    agent.submit_form(&form, &[]).await.expect(303);

    taken(&mut officer, &path, "accept", &[]).await;
    let page = officer.get(&path).await.expect(200);
    let unticked = step(
        &mut officer,
        &page,
        &events(&path),
        "propose",
        &[("grant", "yes")],
    )
    .await
    .expect(409);
    assert!(unticked.html.contains("id=\"propose-checked-error\""));
    let ticked = [("checked", "sports_consents"), ("grant", "yes")];
    let proposed = taken(&mut officer, &path, "propose", &ticked).await;
    assert!(!offers(&proposed, "approve") && proposed.says("等待另一人审批"));
    let page = lead.get(&path).await.expect(200);
    assert!(page.says("试验·officer") && page.says("准予许可"));
    let decided = taken(&mut lead, &path, "approve", &[]).await;
    assert!(decided.says("决定已作出。") && decided.says("准予，待发证"));
    let issued = taken(&mut officer, &path, "issue", &[]).await;
    assert!(issued.says("许可证已颁发。") && issued.says("许可申请办理进展"));
    let mine = agent.get(&own).await.expect(200);
    assert!(mine.says("许可证已颁发"));
}

async fn what_is_wrong_in_a_part_is_said_beside_its_field_and_nothing_typed_is_lost(db: Db) {
    let office = Office::open(&db).await;
    let mut agent = office.person("institution-agent").await;
    let path = begun(&mut agent).await;
    let page = agent
        .get(&format!("{path}?part=premises"))
        .await
        .expect(200);
    let form = page.form(&format!("{path}/parts"));
    let typed = [
        ("address", "叠山路1号"),
        ("area_m2", "九十"),
        ("pupils_at_once", "0"),
        ("lease_until", "2026-02-30"),
    ];
    let back = agent.submit_form(&form, &typed).await.expect(422);
    let again = back.form(&format!("{path}/parts"));
    assert_eq!(again.value("area_m2"), Some("九十"));
    for field in ["area_m2", "lease_until"] {
        let error = format!("id=\"{field}-error\"");
        assert!(back.html.contains(&error), "{field}: {}", back.words());
    }
    let typed = [
        ("area_m2", "90"),
        ("pupils_at_once", "0"),
        ("lease_until", ""),
    ];
    let back = agent.submit_form(&again, &typed).await.expect(422);
    assert!(back.html.contains("id=\"pupils_at_once-error\""));
    // Nothing was kept, and what is being typed is told without being kept.
    let typed = [("area_m2", "90"), ("pupils_at_once", "60")];
    let mut check = again.clone();
    check.action = format!("{path}/check");
    let told = agent.submit_form(&check, &typed).await.expect(200);
    assert!(
        told.says("90 / 180 m²") && told.says("不符合"),
        "{}",
        told.words()
    );
    let kept = agent
        .get(&format!("{path}?part=premises"))
        .await
        .expect(200);
    assert_eq!(
        kept.form(&format!("{path}/parts")).value("area_m2"),
        Some("")
    );
}

async fn a_file_that_is_no_paper_is_refused_beside_its_paper_and_the_good_ones_are_kept(db: Db) {
    let office = Office::open(&db).await;
    let mut agent = office.person("institution-agent").await;
    let path = begun(&mut agent).await;
    let page = agent.get(&format!("{path}?part=papers")).await.expect(200);
    let form = page.form(&format!("{path}/papers"));
    let file = |name, bytes| SentFile {
        field: "file",
        name,
        bytes,
    };
    let files = [
        file("租赁合同.pdf", PDF),
        file("run.sh", b"#!/bin/sh\necho no paper\n".as_slice()),
    ];
    let back = agent
        .upload(&form, &[("paper", "lease")], &files)
        .await
        .expect(422);
    assert!(back.html.contains("id=\"file-lease-error\"") && back.says("run.sh"));
    assert!(back.says("租赁合同.pdf"));
    let none = agent
        .upload(&form, &[("paper", "fire")], &[])
        .await
        .expect(422);
    assert!(none.says("请选文件"), "{}", none.words());
    let form = back.form(&format!("{path}/papers/withdrawal"));
    let moved = agent.submit_form(&form, &[]).await.expect(303);
    assert!(moved.location().contains("done=taken-back"));
    let page = agent.get(&format!("{path}?part=papers")).await.expect(200);
    assert!(!page.says("租赁合同.pdf"));
}

async fn a_second_click_finds_its_own_work_done_and_a_second_officer_what_came_first(db: Db) {
    let office = Office::open(&db).await;
    let mut agent = office.person("institution-agent").await;
    let number = submitted(&mut agent).await;
    let path = format!("/desk/applications/{number}");
    let (mut officer, mut second) = (
        office.person("officer").await,
        office.person("officer-2").await,
    );
    let read = officer.get(&path).await.expect(200);
    let others = second.get(&path).await.expect(200);
    let form = read.event_form(&events(&path), "accept");
    for _ in 0..2 {
        let moved = officer.submit_form(&form, &[]).await.expect(303);
        assert!(moved.location().ends_with("done=application-accepted"));
    }
    let typed = [("items", "缺少章程。")];
    let late = step(
        &mut second,
        &others,
        &events(&path),
        "ask_correction",
        &typed,
    )
    .await
    .expect(409);
    assert!(late.says("试验·officer 在 今天") && late.says("审查中"));
    assert!(late.says("缺少章程。"), "what was typed is given back");
    let accepted = "act WHERE subject_kind = 'application' AND verb = 'accept'";
    assert_eq!(office.rows.count(accepted).await, 1);
}

async fn who_may_not_take_a_step_sees_no_button_and_is_refused(db: Db) {
    let office = Office::open(&db).await;
    let mut agent = office.person("institution-agent").await;
    let number = submitted(&mut agent).await;
    let path = format!("/desk/applications/{number}");
    let mut auditor = office.person("auditor").await;
    let page = auditor.get(&path).await.expect(200);
    assert!(!offers(&page, "accept"));
    let accept = [("event", "accept"), ("version", "2")];
    auditor
        .post_fields(&events(&path), &accept)
        .await
        .expect(403);
    agent.post_fields(&events(&path), &accept).await.expect(403);
    let mut officer = office.person("officer").await;
    officer.get(&path).await.expect(200);
    let extend = [("event", "extend"), ("version", "2"), ("days", "5")];
    officer
        .post_fields(&events(&path), &extend)
        .await
        .expect(403);
}
