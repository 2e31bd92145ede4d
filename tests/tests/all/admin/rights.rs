//! Who may open which page, in both languages; one's own sessions; the gallery of the demo.

use tests::bureau::PASSWORD;
use tests::visitor::{Visitor, application};
use tests::{Db, Kind, db_test};

use crate::my::matter::Scene;

db_test!(
    each_page_opens_for_its_roles_alone,
    every_page_speaks_both_languages,
    everybody_ends_the_own_sessions_everywhere,
    the_gallery_is_the_demos_alone,
);

const PAGES: [(&str, &[&str]); 5] = [
    (
        "/desk/notices",
        &[
            "officer",
            "lead-officer",
            "director",
            "administrator",
            "auditor",
        ],
    ),
    ("/desk/jobs", &["administrator", "auditor"]),
    ("/desk/audit", &["administrator", "auditor"]),
    ("/desk/accounts", &["administrator"]),
    (
        "/desk/sessions",
        &[
            "officer",
            "lead-officer",
            "director",
            "administrator",
            "auditor",
            "legal-reviewer",
            "institution-agent",
        ],
    ),
];

async fn each_page_opens_for_its_roles_alone(db: Db) {
    let scene = Scene::set(&db).await;
    for login in [
        "officer",
        "lead-officer",
        "legal-reviewer",
        "director",
        "administrator",
        "auditor",
        "institution-agent",
    ] {
        let mut visitor = scene.visitor(login).await;
        for (path, holders) in PAGES {
            let status = if holders.contains(&login) { 200 } else { 403 };
            let _ = visitor.get(path).await.expect(status);
        }
    }
    let mut nobody = scene.nobody.another();
    for (path, _) in PAGES {
        let led = nobody.get(path).await.expect(303);
        assert_eq!(led.location(), format!("/sign-in?next={path}"));
    }
}

async fn every_page_speaks_both_languages(db: Db) {
    let scene = Scene::set(&db).await;
    scene.order(&scene.bureau.parties[0], 20).await;
    scene
        .rows
        .set("UPDATE notice SET state = 'refused', last_code = 'smtp_550'")
        .await;
    scene
        .rows
        .set("UPDATE job SET state = 'dead', last_error_code = 'time_limit'")
        .await;
    let mut administrator = scene.visitor("administrator").await;
    for language in ["zh", "en"] {
        administrator.language = language;
        for (path, _) in PAGES {
            let page = administrator.get(path).await.expect(200);
            assert!(
                !page.html.contains('⟦'),
                "{path} {language}: {}",
                page.words()
            );
            assert!(
                page.html.contains(&format!("<html lang=\"{language}")),
                "{path}"
            );
            assert!(
                page.says(if language == "zh" {
                    "没有发出去"
                } else {
                    "not"
                }),
                "{path}"
            );
        }
    }
}

async fn everybody_ends_the_own_sessions_everywhere(db: Db) {
    let scene = Scene::set(&db).await;
    let mut here = scene.visitor("officer").await;
    let mut there = scene.visitor("officer").await;
    let mut colleague = scene.visitor("officer-2").await;
    let page = here.get("/desk/sessions").await.expect(200);
    assert_eq!(
        page.html.matches("<li class=\"row spread\"").count(),
        2,
        "own sessions only"
    );
    assert_eq!(page.html.matches("正在用").count(), 1);
    let _ = here
        .submit(&page, "/desk/sessions/end", &[])
        .await
        .expect(303);
    for visitor in [&mut here, &mut there] {
        assert!(
            visitor
                .get("/desk")
                .await
                .expect(303)
                .location()
                .starts_with("/sign-in")
        );
    }
    let _ = colleague.get("/desk/sessions").await.expect(200);
    let _ = here.sign_in("officer", PASSWORD).await.expect(200);
}

async fn the_gallery_is_the_demos_alone(db: Db) {
    let store = db.store().await;
    let data = db.folder().join("data");
    let production = [
        ("demo", "false"),
        ("mail__transport", "smtp://127.0.0.1:2525"),
        // Keys are kept apart from what they seal.
        ("data_dir", data.to_str().unwrap()),
    ];
    let mut visitor = Visitor::new(&application(&db, store.clone(), &production));
    for path in ["/gallery", "/gallery/my-order"] {
        let _ = visitor.get(path).await.expect(404);
    }
    // The demo's own database is SQLite's file.
    if db.kind() == Kind::Postgres {
        return;
    }
    let mut visitor = Visitor::new(&application(&db, store, &[]));
    for language in ["zh", "en"] {
        visitor.language = language;
        let page = visitor.get("/gallery").await.expect(200);
        assert!(!page.html.contains('⟦'));
        let names: Vec<&str> = page
            .html
            .split("href=\"/gallery/")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .collect();
        assert!(names.len() > 60, "{names:?}");
        for name in names {
            let _ = visitor.get(&format!("/gallery/{name}")).await.expect(200);
        }
    }
    let _ = visitor.get("/gallery/no-such-page").await.expect(404);
}
