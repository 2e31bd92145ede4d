//! Hostile text in every field, every page in both languages, and how heavy the pages are.

use api::view::assets;
use tests::forms::plain;
use tests::visitor::Page;
use tests::{Db, db_test};

use super::{ANONYMOUS, NAMED, Pair, Portal};

db_test!(
    hostile_words_are_escaped_or_refused_in_words,
    four_byte_characters_and_long_texts_come_back_whole,
    every_page_speaks_both_languages,
    every_page_is_light,
);

const FIELDS: [&str; 6] = [
    "institution_name",
    "place",
    "subject",
    "body",
    "contact_name",
    "amount",
];

/// Marks of HTML and SQL in a field come back as what was typed, and as nothing else.
async fn is_carried_as_text(portal: &mut Portal, field: &'static str, text: &str) {
    let mut typed = NAMED.to_vec();
    typed.retain(|(name, _)| *name != field);
    typed.push((field, text));
    let form = portal.visitor.get("/complaints/new").await.expect(200);
    let page = portal
        .visitor
        .submit(&form, "/complaints/check", &typed)
        .await;
    let expected = if field == "amount" { 422 } else { 200 };
    let page = page.expect(expected);
    assert!(
        !page.html.contains("<script>alert") && !page.html.contains("<img"),
        "{field}: {text}"
    );
    let carried = match expected {
        200 => page.form("/complaints"),
        _ => page.form("/complaints/check"),
    };
    assert_eq!(carried.value(field), Some(text), "{field}");
}

/// Characters that nobody sees are refused beside the form.
async fn is_refused_in_words(portal: &mut Portal, field: &'static str, text: &str) {
    let mut typed = NAMED.to_vec();
    typed.retain(|(name, _)| *name != field);
    typed.push((field, text));
    let form = portal.visitor.get("/complaints/new").await.expect(200);
    let page = portal
        .visitor
        .submit(&form, "/complaints/check", &typed)
        .await
        .expect(422);
    let words = if field == "amount" {
        "金额写得不对"
    } else {
        "看不见的控制字符"
    };
    assert!(page.says(words), "{field} {text:?}: {}", page.words());
}

async fn hostile_words_are_escaped_or_refused_in_words(db: Db) {
    let mut portal = Portal::open(&db, 1).await;
    let html = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>";
    let sql = "'; DROP TABLE complaint; --";
    let hidden = [
        "a\u{0}bcde",
        "abc\u{202e}def",
        "ab\u{7}cdef",
        "\u{2066}abcdef",
    ];
    for field in FIELDS {
        for text in [html, sql] {
            is_carried_as_text(&mut portal, field, text).await;
        }
        for text in hidden {
            is_refused_in_words(&mut portal, field, text).await;
        }
    }
    let (pair, page) = portal
        .followed(&[("subject", sql), ("body", html), ("anonymous", "yes")])
        .await;
    assert!(page.says(sql) && page.says(html) && !page.html.contains("<script>alert"));
    let kept = format!("complaint WHERE number = '{}'", pair.number);
    assert_eq!(portal.rows.count(&kept).await, 1);
    for path in [
        "/institutions?q=%3Cscript%3Ealert(1)%3C/script%3E",
        "/follow?number=%22%3E%3Cscript%3Ealert(1)",
    ] {
        let page = portal.visitor.get(path).await.expect(200);
        assert!(!page.html.contains("<script>alert"), "{path}");
    }
    for (q, status) in [
        ("%00", 422),
        ("%E2%80%AEab", 422),
        ("'%22%5C%25_*%28%29%20OR%20NEAR", 200),
    ] {
        let path = format!("/institutions?q={q}");
        let page = portal.visitor.get(&path).await.expect(status);
        assert_eq!(
            page.says("看不见的控制字符"),
            status == 422,
            "{q}: {}",
            page.words()
        );
    }
}

async fn four_byte_characters_and_long_texts_come_back_whole(db: Db) {
    let mut portal = Portal::open(&db, 1).await;
    let body = "𠮷🏫".repeat(2_500);
    let typed = [
        ("subject", "𠮷老师"),
        ("body", body.as_str()),
        ("anonymous", "yes"),
    ];
    let (_, page) = portal.followed(&typed).await;
    assert!(page.says(&body) && page.says("𠮷老师"));
    let too_long = format!("{body}𠮷");
    let form = portal.visitor.get("/complaints/new").await.expect(200);
    let typed = [
        ("subject", "长"),
        ("body", too_long.as_str()),
        ("anonymous", "yes"),
    ];
    let page = portal
        .visitor
        .submit(&form, "/complaints/check", &typed)
        .await
        .expect(422);
    assert!(page.says("太长了，请写短一点"));
    assert_eq!(
        page.form("/complaints/check").value("body"),
        Some(too_long.as_str())
    );
}

/// Every page of the portal once, the answers to forms included.
async fn every_page(portal: &mut Portal) -> Vec<Page> {
    let licensed = format!("/institutions/{}", portal.bureau.parties[0].number);
    let unlicensed = format!("/institutions/{}", portal.bureau.parties[1].number);
    let mut pages = Vec::new();
    for path in [
        "/",
        "/institutions",
        "/institutions?q=%E5%B8%80%E6%A2%A6&class=arts",
        "/institutions?q=%E5%B8%80%E6%A2%A6%E6%80%9D",
        "/institutions?district=1",
        licensed.as_str(),
        unlicensed.as_str(),
        "/institutions/NC99999990",
        "/verify/136010271234567",
        "/verify/136010271234568",
        "/verify/1",
        "/complaints/new",
        "/follow",
        "/sign-in",
        "/no-such-page",
    ] {
        pages.push(portal.visitor.get(path).await);
    }
    pages.extend(answers_to_forms(portal).await);
    pages
}

async fn answers_to_forms(portal: &mut Portal) -> Vec<Page> {
    let mut pages = Vec::new();
    let form = portal.visitor.get("/complaints/new").await;
    pages.push(
        portal
            .visitor
            .submit(&form, "/complaints/check", &[])
            .await
            .expect(422),
    );
    pages.push(portal.checked(ANONYMOUS).await);
    let receipt = portal.filed(NAMED).await;
    let pair = Pair::of(&receipt);
    let typing = receipt.form("/complaints/receipt/check");
    pages.push(
        portal
            .visitor
            .submit_form(&typing, &[("typed", "x")])
            .await
            .expect(422),
    );
    pages.push(
        portal
            .visitor
            .submit(&receipt, "/complaints/receipt/text", &[])
            .await
            .expect(200),
    );
    let on = portal
        .visitor
        .submit_form(&typing, &[("typed", &pair.code[12..])])
        .await;
    pages.push(portal.visitor.get(on.location()).await.expect(200));
    let page = portal.visitor.get("/follow").await;
    let wrong = [("number", pair.number.as_str()), ("receipt", "1")];
    pages.push(
        portal
            .visitor
            .submit(&page, "/follow", &wrong)
            .await
            .expect(422),
    );
    pages.push(receipt);
    pages
}

async fn every_page_speaks_both_languages(db: Db) {
    let mut portal = Portal::open(&db, 2).await;
    for lang in ["en", "zh"] {
        portal.visitor.get("/").await.expect(200);
        let choice = [("lang", lang), ("back", "/follow?number=1")];
        let back = portal
            .visitor
            .post_fields("/language", &choice)
            .await
            .expect(303);
        assert_eq!(back.location(), "/follow?number=1");
        for page in every_page(&mut portal).await {
            assert!(
                !page.html.contains('⟦'),
                "{} in {lang}: {}",
                page.path,
                page.words()
            );
            if page.html.starts_with("<!doctype") {
                let declared = if lang == "zh" {
                    "<html lang=\"zh"
                } else {
                    "<html lang=\"en"
                };
                assert!(page.html.contains(declared), "{} in {lang}", page.path);
                let other = if lang == "zh" { "English" } else { "中文" };
                assert!(page.says(other), "{} in {lang} has no switch", page.path);
            }
        }
    }
}

/// What a browser loads for the page, uncompressed, in bytes.
fn weight(page: &Page) -> usize {
    let linked = ["href=\"/static/", "src=\"/static/"]
        .into_iter()
        .flat_map(|start| page.html.split(start).skip(1))
        .filter_map(|rest| rest.split_once('"'))
        .map(|(name, _)| assets::find(&plain(name)).expect("a file of ours").0.len());
    page.html.len() + linked.sum::<usize>()
}

async fn every_page_is_light(db: Db) {
    let mut portal = Portal::open(&db, 45).await;
    for page in every_page(&mut portal).await {
        let most = if page.path == "/" {
            30 * 1024
        } else {
            50 * 1024
        };
        let weight = weight(&page);
        assert!(weight < most, "{} weighs {weight} bytes", page.path);
        let inline = page.html.contains("<style")
            || page.html.contains(" onclick=")
            || page.html.contains("<script>");
        assert!(!inline, "{} holds inline style or script", page.path);
    }
}
