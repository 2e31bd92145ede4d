//! Looking institutions up and verifying licences.

use axum::http::{Request, header};
use serde_json::Value;
use tests::forms::plain;
use tests::visitor::{Page, application};
use tests::{Db, db_test};
use tower::ServiceExt as _;

use super::Portal;

db_test!(
    the_front_page_offers_what_can_be_done_and_nothing_else,
    two_characters_find_an_institution_and_its_page_answers_first,
    what_is_not_in_the_register_gets_advice,
    a_name_that_only_sounds_like_it_is_shown_with_a_warning,
    a_list_says_how_it_can_be_narrowed,
    a_number_is_counted_as_the_one_it_finds,
    a_place_without_a_licence_is_said_to_have_none,
    filters_live_in_the_address_and_pages_follow_each_other,
    a_wrong_filter_is_told_and_a_strange_one_passed_over,
    a_licence_is_verified_as_it_stands_today,
    a_licence_past_its_last_day_is_expired,
);

/// Addresses of the links whose path begins so.
fn links(page: &Page, start: &str) -> Vec<String> {
    page.html
        .split("href=\"")
        .skip(1)
        .filter_map(|rest| rest.split_once('"'))
        .map(|(address, _)| plain(address))
        .filter(|address| address.starts_with(start))
        .collect()
}

async fn the_front_page_offers_what_can_be_done_and_nothing_else(db: Db) {
    let mut portal = Portal::open(&db, 1).await;
    let page = portal.visitor.get("/").await.expect(200);
    for entry in ["/institutions", "/complaints/new", "/follow"] {
        assert!(links(&page, entry).len() >= 2, "{entry}: {}", page.html);
    }
    assert_eq!(page.form("/institutions").names, ["q"]);
    assert!(!page.says("查我的钱"), "the money desk is not built yet");
    assert_eq!(page.header("cache-control"), Some("no-cache"));
}

async fn two_characters_find_an_institution_and_its_page_answers_first(db: Db) {
    let mut portal = Portal::open(&db, 3).await;
    let found = portal
        .visitor
        .get("/institutions?q=%E5%B8%80%E6%A2%A6")
        .await
        .expect(200);
    let party = portal.bureau.parties[0].clone();
    let pages = links(&found, "/institutions/NC");
    assert_eq!(pages, [format!("/institutions/{}", party.number)]);
    assert!(found.says("证照有效"), "{}", found.words());
    let page = portal.visitor.get(&pages[0]).await.expect(200);
    let (_, answer) = page.html.split_once("<h1>").unwrap();
    let (answer, _) = answer.split_once("</h1>").unwrap();
    let until = portal.store.today().plus_days(595);
    let words = tests::forms::words(answer);
    assert!(words.starts_with("有办学许可，有效期至"), "{words}");
    assert!(words.contains(&format!("{}年", until.year())), "{words}");
    for fact in [
        &party.name,
        "只能教文化艺术",
        "小学",
        "语文、数学、外语等学科",
        "0791-80000000",
    ] {
        assert!(page.says(fact), "{fact}: {}", page.words());
    }
    assert_eq!(
        links(&page, "/complaints/new?"),
        [format!("/complaints/new?institution={}", party.number)]
    );
    assert!(links(&page, "/verify/136010271234567").len() == 1);
    // What search engines and messengers read of it.
    let (_, data) = page.html.split_once("application/ld+json\">").unwrap();
    let (data, _) = data.split_once("</script>").unwrap();
    let data: Value = serde_json::from_str(data).unwrap();
    assert_eq!(data["@context"], "https://schema.org");
    assert_eq!(data["name"], party.name);
    for (property, words) in [
        ("og:title", party.name.as_str()),
        ("og:description", "有办学许可"),
    ] {
        let (_, card) = page
            .html
            .split_once(&format!("property=\"{property}\" content=\""))
            .unwrap();
        let (card, _) = card.split_once('"').unwrap();
        assert!(plain(card).contains(words), "{property}: {card}");
    }
    let (_, image) = page
        .html
        .split_once("property=\"og:image\" content=\"")
        .unwrap();
    let (image, _) = image.split_once('"').unwrap();
    let at = image.find("/static/").unwrap();
    assert!(image.starts_with("http"), "{image}");
    let image = portal.visitor.get(&image[at..]).await.expect(200);
    assert_eq!(image.header("content-type"), Some("image/png"));
    assert!(image.html.starts_with("\u{fffd}PNG"));
}

async fn what_is_not_in_the_register_gets_advice(db: Db) {
    let mut portal = Portal::open(&db, 1).await;
    let page = portal
        .visitor
        .get("/institutions?q=%E5%B8%80%E6%A2%A6%E6%80%9D%E7%BB%B4")
        .await
        .expect(200);
    for words in [
        "查不到“帀梦思维”",
        "先别交钱",
        "出示《办学许可证》",
        "名字相近的机构",
    ] {
        assert!(page.says(words), "{words}: {}", page.words());
    }
    assert_eq!(
        links(&page, "/institutions/NC").len(),
        1,
        "the place of a like name"
    );
    assert!(
        links(&page, "/complaints/new").len() >= 2,
        "the menu, and the advice itself"
    );
    let page = portal.visitor.get("/institutions/NC99999990").await;
    assert!(page.expect(404).says("没有编号是 NC99999990 的机构"));
    let page = portal
        .visitor
        .get("/institutions/%3Cu%3E")
        .await
        .expect(404);
    assert!(!page.html.contains("<u>") && page.says("没有编号是 <u> 的机构"));
}

async fn a_name_that_only_sounds_like_it_is_shown_with_a_warning(db: Db) {
    let mut portal = Portal::open(&db, 3).await;
    // 壁 sounds like 币.
    for (query, words, matched) in [
        ("壁梦", "读音相同，字不同", "sound"),
        ("bimeng", "读音相同，字不同", "sound"),
        ("bmys", "拼音首字母", "initials"),
        ("叠山路", "地址里有这几个字", "address"),
    ] {
        let q: String = query.bytes().map(|byte| format!("%{byte:02X}")).collect();
        let page = portal
            .visitor
            .get(&format!("/institutions?q={q}"))
            .await
            .expect(200);
        assert!(page.says(words), "{query}: {}", page.words());
        assert!(page.says("没有名字里写着"), "{query}");
        let found = as_json(&db, &portal, &format!("/api/v1/institutions?q={q}"))
            .await
            .1;
        assert_eq!(found["matched"], matched, "{query}: {found}");
    }
}

async fn a_number_is_counted_as_the_one_it_finds(db: Db) {
    let mut portal = Portal::open(&db, 3).await;
    let number = &portal.bureau.parties[0].number;
    let one = as_json(
        &db,
        &portal,
        &format!("/api/v1/institutions?q={number}&facets=true"),
    )
    .await
    .1;
    assert_eq!(one["facets"]["total"]["count"], 1, "{one}");
    let page = portal
        .visitor
        .get(&format!("/institutions?q={number}"))
        .await
        .expect(200);
    assert!(page.says("共 1 家"), "{}", page.words());
    let signs = as_json(
        &db,
        &portal,
        "/api/v1/institutions?address=%E2%80%94%E2%80%94",
    )
    .await;
    assert_eq!(signs.0, 422, "signs that are no letters tell no address");
}

async fn a_list_says_how_it_can_be_narrowed(db: Db) {
    let mut portal = Portal::open(&db, 3).await;
    let found = as_json(
        &db,
        &portal,
        "/api/v1/institutions?q=%E5%8D%97%E6%98%8C&facets=true",
    )
    .await
    .1;
    let total = found["facets"]["total"]["count"].as_u64().unwrap();
    assert_eq!(
        total,
        found["items"].as_array().unwrap().len() as u64,
        "{found}"
    );
    let short = as_json(&db, &portal, "/api/v1/institutions?address=%E8%B7%AF").await;
    assert_eq!(short.0, 422);
    assert_eq!(short.1["errors"][0]["code"], "text_too_short");
    let words = "%E5%8F%A0%E5%B1%B1%E8%B7%AF";
    let there = portal
        .visitor
        .get(&format!("/institutions?address={words}"))
        .await
        .expect(200);
    assert!(there.says("地址里的字：叠山路 ×"), "{}", there.words());
    assert_eq!(links(&there, "/institutions/NC").len(), 3);
    let wrong = as_json(&db, &portal, "/api/v1/institutions?facets=perhaps")
        .await
        .1;
    assert_eq!(wrong["errors"][0]["code"], "flag_invalid", "{wrong}");
    let page = portal
        .visitor
        .get("/institutions?q=%E5%8D%97%E6%98%8C")
        .await
        .expect(200);
    assert!(page.says(&format!("共 {total} 家")), "{}", page.words());
    for link in links(&page, "/institutions?q=%E5%8D%97%E6%98%8C&") {
        let narrowed = portal.visitor.get(&link).await.expect(200);
        assert!(!links(&narrowed, "/institutions/NC").is_empty(), "{link}");
    }
}

async fn a_place_without_a_licence_is_said_to_have_none(db: Db) {
    let mut portal = Portal::open(&db, 2).await;
    let path = format!("/institutions/{}", portal.bureau.parties[1].number);
    let page = portal.visitor.get(&path).await.expect(200);
    for words in ["没有办学许可", "现在不能招生，也不能收费", "先别交钱"] {
        assert!(page.says(words), "{words}: {}", page.words());
    }
    assert!(!page.says("可以教") && links(&page, "/verify/").is_empty());
}

async fn filters_live_in_the_address_and_pages_follow_each_other(db: Db) {
    let mut portal = Portal::open(&db, 45).await;
    let mut seen = Vec::new();
    let mut path = "/institutions?class=arts&stage=primary".to_owned();
    loop {
        let page = portal.visitor.get(&path).await.expect(200);
        seen.extend(links(&page, "/institutions/NC"));
        let next = page.html.split_once("rel=\"next\" href=\"");
        let Some((_, rest)) = next else { break };
        path = plain(rest.split_once('"').unwrap().0);
        assert!(
            path.contains("class=arts") && path.contains("stage=primary"),
            "{path}"
        );
    }
    let pages = seen.len();
    seen.sort_unstable();
    seen.dedup();
    assert_eq!((pages, seen.len()), (45, 45));
    let page = portal.visitor.get("/institutions?class=sports").await;
    assert!(page.expect(200).says("没有这样的机构"));
    let page = portal
        .visitor
        .get("/institutions?class=arts&district=360102")
        .await
        .expect(200);
    let chips = links(&page, "/institutions?");
    assert!(
        chips.contains(&"/institutions?class=arts".to_owned()),
        "{chips:?}"
    );
    assert!(
        chips.contains(&"/institutions?district=360102".to_owned()),
        "{chips:?}"
    );
    assert_eq!(page.form("/institutions").value("district"), Some("360102"));
}

async fn a_wrong_filter_is_told_and_a_strange_one_passed_over(db: Db) {
    let mut portal = Portal::open(&db, 1).await;
    let page = portal
        .visitor
        .get("/institutions?q=%E5%B8%80%E6%A2%A6&district=999999&after=x")
        .await
        .expect(422);
    assert!(
        page.says("没有这个区县") && page.says("翻页的标记不对"),
        "{}",
        page.words()
    );
    assert_eq!(page.form("/institutions").value("q"), Some("帀梦"));
    let long = format!("/institutions?q={}", "a".repeat(101));
    assert!(portal.visitor.get(&long).await.expect(422).says("太长了"));
    let shared = "/institutions?q=%E5%B8%80%E6%A2%A6&from=singlemessage&isappinstalled=0";
    let page = portal.visitor.get(shared).await.expect(200);
    assert_eq!(links(&page, "/institutions/NC").len(), 1);
}

async fn a_licence_is_verified_as_it_stands_today(db: Db) {
    let mut portal = Portal::open(&db, 1).await;
    let name = portal.bureau.parties[0].name.clone();
    let path = "/verify/136010271234567";
    let found = portal.visitor.get("/institutions?q=136010271234567").await;
    assert_eq!(found.expect(303).location(), path);
    let page = portal.visitor.get(path).await.expect(200);
    for words in [
        "这张许可证有效",
        "请对照：纸上写的应当和下面一样",
        &name,
        "书法、绘画",
        "南昌市东湖区教育主管部门",
    ] {
        assert!(page.says(words), "{words}: {}", page.words());
    }
    let (status, answer) = as_json(&db, &portal, path).await;
    assert_eq!(
        (status, &answer["verdict"]),
        (200, &"licensed".into()),
        "{answer}"
    );
    assert_eq!(answer["name"], name);
    assert_eq!(answer["licence_number"], "教民136010271234567号");
    assert_eq!(
        answer["licence_valid_until"],
        portal.store.today().plus_days(595).to_string()
    );
    for (unknown, words) in [
        ("/verify/136010271234568", "没有这个证号，它可能是假的"),
        ("/verify/1360102712345", "没有这个证号，它可能是假的"),
        ("/verify/12345", "许可证号应当是 13 位或者 15 位数字"),
        ("/verify/%3Cscript%3E", "许可证号应当是 13 位或者 15 位数字"),
    ] {
        let page = portal.visitor.get(unknown).await.expect(404);
        assert!(
            page.says(words) && !page.html.contains("<script>"),
            "{unknown}: {}",
            page.words()
        );
        let (status, answer) = as_json(&db, &portal, unknown).await;
        assert_eq!(
            (status, &answer["code"]),
            (404, &"not_found".into()),
            "{unknown}: {answer}"
        );
    }
}

async fn a_licence_past_its_last_day_is_expired(db: Db) {
    let mut portal = Portal::open(&db, 1).await;
    let yesterday = portal.store.today().plus_days(-1);
    let changed = portal
        .rows
        .set(&format!("UPDATE licence SET valid_until = '{yesterday}'"))
        .await;
    assert_eq!(changed, 1);
    let page = portal
        .visitor
        .get("/verify/136010271234567")
        .await
        .expect(200);
    assert!(page.says("这张许可证已经过期"), "{}", page.words());
    let (_, answer) = as_json(&db, &portal, "/verify/136010271234567").await;
    assert_eq!(
        (&answer["verdict"], &answer["licence_state"]),
        (&"expired".into(), &"expired".into())
    );
    let path = format!("/institutions/{}", portal.bureau.parties[0].number);
    let page = portal.visitor.get(&path).await.expect(200);
    assert!(
        page.says("没有办学许可，许可证") && page.says("先别交钱"),
        "{}",
        page.words()
    );
}

/// The answer to a program.
async fn as_json(db: &Db, portal: &Portal, path: &str) -> (u16, Value) {
    let router = api::http::service(&application(db, portal.store.clone(), &[]));
    let request = Request::get(path)
        .header(header::ACCEPT, "application/json")
        .body(axum::body::Body::empty())
        .unwrap();
    let response = router.oneshot(request).await.unwrap();
    let status = response.status().as_u16();
    let bytes = axum::body::to_bytes(response.into_body(), 1 << 20)
        .await
        .unwrap();
    (status, serde_json::from_slice(&bytes).unwrap())
}
