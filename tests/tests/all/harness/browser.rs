//! The browser sees what is wrong with a page, so that its silence elsewhere means something.

use axum::Router;
use axum::response::Html;
use axum::routing::get;
use serde_json::json;
use tests::browser::Browser;
use tests::db::block_on;

const GOOD: &str = "<!doctype html><html lang=zh-CN><head><meta charset=utf-8><title>好页</title>\
    <link rel=icon href='data:,'>\
    <meta name=viewport content='width=device-width'></head><body><main><h1>查机构</h1><p>一切正常。</p></main></body></html>";
const BAD: &str = "<!doctype html><html><head><meta charset=utf-8><title>坏页</title><link rel=icon href='data:,'></head><body>\
    <img src=/missing.png><input><p style='width:3000px'>宽</p><script>throw new Error('坏了')</script></body></html>";

#[test]
fn a_good_page_passes_and_a_bad_one_is_seen_through() {
    block_on(async {
        let Some(browser) = Browser::find() else {
            return;
        };
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let router = Router::new()
            .route("/good", get(|| async { Html(GOOD) }))
            .route("/bad", get(|| async { Html(BAD) }));
        tokio::spawn(async { axum::serve(listener, router).await });
        let visits = json!([
            {"name": "harness-good", "path": "/good"},
            {"name": "harness-bad", "path": "/bad", "widths": [390]},
        ]);
        let told = browser
            .play("pages", &json!({"base": base, "visits": visits}))
            .await;
        let told = told.as_array().unwrap();
        assert_eq!(told.len(), 3);
        for good in &told[..2] {
            assert_eq!(good["status"], 200);
            assert_eq!(good["title"], "好页");
            assert_eq!(good["language"], "zh-CN");
            for nothing in ["violations", "console", "failed", "foreign"] {
                assert_eq!(good[nothing], json!([]), "{nothing}");
            }
            assert_eq!(good["sideways"], false);
            let bytes = good["bytes"].as_u64().unwrap();
            assert!(
                (GOOD.len() as u64..GOOD.len() as u64 + 1_000).contains(&bytes),
                "{bytes}"
            );
        }
        let bad = &told[2];
        let ids: Vec<&str> = bad["violations"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|violation| violation["id"].as_str())
            .collect();
        for wanted in ["html-has-lang", "image-alt", "label"] {
            assert!(ids.contains(&wanted), "{wanted} is not among {ids:?}");
        }
        assert!(bad["console"].to_string().contains("坏了"));
        assert_eq!(bad["sideways"], true);
        assert!(
            tests::browser::screens()
                .join("harness-bad-390.png")
                .is_file()
        );
    });
}
