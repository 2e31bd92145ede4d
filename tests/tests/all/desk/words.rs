//! Both languages have every word, and what people write stays text.

use tests::visitor::Visitor;
use tests::{Db, db_test};

use super::{Office, events, finding, step, taken};

db_test!(
    every_page_has_all_its_words_in_both_languages,
    hostile_text_stays_text
);

/// Every page of the desk that this office has.
async fn pages(office: &Office, officer: &mut Visitor) -> Vec<String> {
    let case = office.case(officer).await;
    let today = office.store.today().to_string();
    taken(officer, &case, "record_finding", &finding(&today)).await;
    let due = office.store.today().plus_days(20).to_string();
    taken(
        officer,
        &case,
        "order_correction",
        &[("demand", "停课"), ("due_on", &due)],
    )
    .await;
    let service = [("way", "post"), ("receiver", "闵某"), ("proof", "快递 1")];
    taken(officer, &case, "record_service", &service).await;
    let fresh = office.complaint("退费", "交了钱不退，联系不上老师。").await;
    let accepted = office.accepted(officer).await;
    let number = accepted.rsplit('/').next().unwrap().to_owned();
    vec![
        "/desk".to_owned(),
        "/desk/complaints?state=all".to_owned(),
        format!("/desk/complaints/{fresh}"),
        format!("{accepted}?done=accepted"),
        "/desk/leads".to_owned(),
        "/desk/cases?state=all".to_owned(),
        case,
        format!("/desk/cases/new?complaint={number}"),
        "/desk/institutions?q=艺术".to_owned(),
        format!("/desk/institutions/{}", office.bureau.parties[0].number),
    ]
}

async fn every_page_has_all_its_words_in_both_languages(db: Db) {
    let office = Office::open(&db).await;
    let mut officer = office.person("officer").await;
    let paths = pages(&office, &mut officer).await;
    for (language, own) in [("zh", "今日"), ("en", "Today")] {
        officer.language = language;
        for path in &paths {
            let page = officer.get(path).await.expect(200);
            assert!(
                !page.html.contains('⟦'),
                "{language} {path}: {}",
                page.words()
            );
            assert!(page.says(own), "{language} {path}");
        }
    }
    officer.language = "en";
    let page = officer.get(&paths[2]).await.expect(200);
    let back = step(&mut officer, &page, &events(&paths[2]), "decline", &[])
        .await
        .expect(422);
    assert!(back.says("Fill this in") || !back.html.contains('⟦'));
    let case = officer.get(&paths[6]).await.expect(200);
    assert!(
        case.says("Administrative Penalty Law, article 60")
            && case.says("Waiting for the institution")
    );
}

async fn hostile_text_stays_text(db: Db) {
    const EVIL: &str = "<script>alert(1)</script>\"'&{{7*7}}";
    let office = Office::open(&db).await;
    let mut officer = office.person("officer").await;
    let number = office
        .complaint(EVIL, &format!("{EVIL} 思维营教四年级数学同步课"))
        .await;
    let path = format!("/desk/complaints/{number}");
    let case = office.case(&mut officer).await;
    let today = office.store.today().to_string();
    let mut facts = finding(&today);
    facts[3].1 = EVIL;
    taken(&mut officer, &case, "record_finding", &facts).await;
    let due = office.store.today().plus_days(20).to_string();
    taken(
        &mut officer,
        &case,
        "order_correction",
        &[("demand", EVIL), ("due_on", &due)],
    )
    .await;
    let service = [("way", "left"), ("receiver", EVIL), ("proof", EVIL)];
    taken(&mut officer, &case, "record_service", &service).await;
    let query = "/desk/institutions?q=%3Cscript%3Ealert(1)%3C/script%3E";
    for path in ["/desk", "/desk/complaints", &path, &case, query] {
        let page = officer.get(path).await.expect(200);
        assert!(!page.html.contains("<script>alert"), "{path}");
        assert!(
            page.words().contains("alert(1)"),
            "{path} does not show it at all"
        );
    }
    let page = officer.get(&path).await.expect(200);
    let typed = [("reason", "</textarea><script>alert(1)</script>\u{0}")];
    let back = step(&mut officer, &page, &events(&path), "decline", &typed)
        .await
        .expect(422);
    assert!(!back.html.contains("<script>alert"));
    let page = officer
        .get(&format!("{path}?done=%3Cscript%3Ealert(1)%3C/script%3E"))
        .await
        .expect(200);
    assert!(!page.html.contains("<script>alert") && !page.html.contains("flash"));
}
