//! Following a complaint with its number and receipt code, and taking it back.

use domain::words::ComplaintNumber;
use store::ops::complaint::{self, ComplaintEvent};
use store::ops::session;
use tests::bureau::PASSWORD;
use tests::visitor::Page;
use tests::{Db, db_test};

use super::{ANONYMOUS, NAMED, Pair, Portal};

db_test!(
    number_and_code_open_the_complaint_however_they_are_typed,
    a_wrong_code_and_an_unknown_number_get_one_answer,
    the_code_stands_in_no_address,
    one_complaint_opens_no_other,
    taken_back_once_and_for_all,
    an_answer_and_its_mail_are_shown,
    what_was_answered_cannot_be_taken_back,
    guesses_are_slowed_down,
);

async fn enter(portal: &mut Portal, number: &str, code: &str) -> Page {
    let page = portal.visitor.get("/follow").await.expect(200);
    let typed = [("number", number), ("receipt", code)];
    portal.visitor.submit(&page, "/follow", &typed).await
}

async fn number_and_code_open_the_complaint_however_they_are_typed(db: Db) {
    let mut portal = Portal::open(&db, 1).await;
    let pair = Pair::of(&portal.filed(ANONYMOUS).await);
    let spaced = format!("{} {}", &pair.code[..8], &pair.code[8..]);
    let wide = |text: &str| -> String {
        let wide = |sign| char::from_u32(u32::from(sign) + 0xfee0).unwrap();
        text.chars().map(wide).collect()
    };
    for (number, code) in [
        (pair.number.clone(), pair.code.clone()),
        (pair.number.to_lowercase(), spaced),
        (format!(" {} ", pair.number), wide(&pair.code)),
        (wide(&pair.number), pair.code.clone()),
    ] {
        portal.visitor = portal.visitor.another();
        let opened = enter(&mut portal, &number, &code).await.expect(303);
        let path = format!("/follow/{}", pair.number);
        assert_eq!(opened.location(), path);
        let page = portal.visitor.get(&path).await.expect(200);
        assert!(page.says("课没上完，钱退不回来"), "{}", page.words());
        assert_eq!(page.header("cache-control"), Some("no-store"));
    }
    let from_qr = portal
        .visitor
        .get(&format!("/follow?number={}", pair.number))
        .await;
    assert_eq!(
        from_qr.form("/follow").value("number"),
        Some(pair.number.as_str())
    );
}

async fn a_wrong_code_and_an_unknown_number_get_one_answer(db: Db) {
    let mut portal = Portal::open(&db, 1).await;
    let pair = Pair::of(&portal.filed(ANONYMOUS).await);
    let known: ComplaintNumber = pair.number.parse().unwrap();
    let unknown = [1, 2].map(ComplaintNumber::from_random);
    let unknown = unknown
        .into_iter()
        .find(|number| *number != known)
        .unwrap()
        .to_string();
    let wrong = if pair.code == "0000000000000000" {
        "1111111111111111"
    } else {
        "0000000000000000"
    };
    let first = enter(&mut portal, &pair.number, wrong).await.expect(422);
    let second = enter(&mut portal, &unknown, &pair.code).await.expect(422);
    assert!(first.says("编号和查询码对不上"), "{}", first.words());
    let same = |page: &Page, number: &str| {
        let token = page.form("/follow").value("csrf").unwrap().to_owned();
        page.html.replace(number, "…").replace(&token, "…")
    };
    assert_eq!(same(&first, &pair.number), same(&second, &unknown));
    assert!(
        !first.html.contains(wrong) && !second.html.contains(&pair.code),
        "a code is sent back"
    );
    let formless = enter(&mut portal, "TS0000000000", "12").await.expect(422);
    assert!(formless.says("投诉编号抄错了一位") && formless.says("查询码是 16 位数字"));
}

async fn the_code_stands_in_no_address(db: Db) {
    let mut portal = Portal::open(&db, 1).await;
    let check = portal.checked(ANONYMOUS).await;
    let sent = portal
        .visitor
        .submit(&check, "/complaints", &[])
        .await
        .expect(303);
    let receipt = portal.visitor.get(sent.location()).await.expect(200);
    let pair = Pair::of(&receipt);
    let typing = receipt.form("/complaints/receipt/check");
    let on = portal
        .visitor
        .submit_form(&typing, &[("typed", &pair.code[12..])])
        .await;
    let page = portal.visitor.get(on.location()).await.expect(200);
    for (what, text) in [
        ("the way to the receipt", sent.location()),
        ("the way on", on.location()),
        ("the follow page", page.html.as_str()),
    ] {
        assert!(!text.contains(&pair.code), "{what} holds the code");
    }
    for attribute in ["href=\"", "action=\""] {
        for address in receipt.html.split(attribute).skip(1) {
            let address = address.split_once('"').unwrap().0;
            assert!(!address.contains(&pair.code), "{address}");
        }
    }
    let cookies = [&sent, &on].map(|page| page.header("set-cookie").unwrap().to_owned());
    for cookie in cookies {
        assert!(
            cookie.contains("HttpOnly")
                && cookie.contains("SameSite=Strict")
                && cookie.contains("Max-Age="),
            "{cookie}"
        );
    }
}

async fn one_complaint_opens_no_other(db: Db) {
    let mut portal = Portal::open(&db, 1).await;
    let (first, _) = portal.followed(ANONYMOUS).await;
    let (second, _) = portal.followed(NAMED).await;
    let closed = portal
        .visitor
        .get(&format!("/follow/{}", first.number))
        .await
        .expect(303);
    assert_eq!(
        closed.location(),
        format!("/follow?number={}", first.number)
    );
    let path = format!("/follow/{}/withdrawal", first.number);
    portal.visitor.post_fields(&path, &[]).await.expect(303);
    let mut stranger = portal.visitor.another();
    stranger.get("/").await.expect(200);
    let path = format!("/follow/{}/withdrawal", second.number);
    stranger.post_fields(&path, &[]).await.expect(303);
    assert_eq!(
        portal
            .rows
            .count("complaint WHERE state = 'received'")
            .await,
        2
    );
    stranger.get("/follow/TS0000000000").await.expect(404);
}

async fn taken_back_once_and_for_all(db: Db) {
    let mut portal = Portal::open(&db, 1).await;
    let (pair, page) = portal.followed(ANONYMOUS).await;
    let path = format!("/follow/{}/withdrawal", pair.number);
    let form = page.form(&path);
    for _ in 0..2 {
        let back = portal.visitor.submit_form(&form, &[]).await.expect(303);
        let page = portal.visitor.get(back.location()).await.expect(200);
        assert!(
            page.says("您已经撤回") && !page.offers(&path),
            "{}",
            page.words()
        );
    }
    assert_eq!(
        portal
            .rows
            .count("complaint WHERE state = 'withdrawn' AND NOT open")
            .await,
        1
    );
    assert_eq!(portal.rows.count("act WHERE verb = 'withdraw'").await, 1);
}

/// An officer takes these steps on the complaint, which has this version, one after the other.
async fn steps(portal: &Portal, number: &str, version: i64, events: Vec<ComplaintEvent>) {
    let store = &portal.store;
    let opened = session::sign_in(store, "officer", PASSWORD, None, store.now())
        .await
        .unwrap();
    let grant = domain::access::decide(&opened.actor, store.today()).unwrap();
    let number = number.parse().unwrap();
    for (version, event) in (version..).zip(events) {
        complaint::event(store, &grant, number, &event, version, store.now())
            .await
            .unwrap();
    }
}

fn answer(text: &str) -> ComplaintEvent {
    ComplaintEvent::Answer {
        text: text.to_owned(),
    }
}

async fn an_answer_and_its_mail_are_shown(db: Db) {
    let mut portal = Portal::open(&db, 1).await;
    let (pair, page) = portal.followed(NAMED).await;
    assert!(page.says("已经收到，等待受理") && page.says("投诉已收到") && page.says("待发送"));
    assert!(
        page.says("给您答复") && page.says("依据待核"),
        "{}",
        page.words()
    );
    assert!(
        !page.says("万女士") && !page.says("13870925521"),
        "the page shows no contact"
    );
    steps(&portal, &pair.number, 1, vec![ComplaintEvent::Accept {}]).await;
    let path = format!("/follow/{}", pair.number);
    let page = portal.visitor.get(&path).await.expect(200);
    assert!(
        page.says("已经受理，正在核查") && page.says("投诉已受理"),
        "{}",
        page.words()
    );
    let said = "经查属实，已责令<b>退还</b>未上课时的费用。\n请与机构联系。";
    steps(&portal, &pair.number, 2, vec![answer(said)]).await;
    portal
        .rows
        .set("UPDATE notice SET state = 'refused' WHERE template = 'complaint_answered'")
        .await;
    let page = portal.visitor.get(&path).await.expect(200);
    for words in [
        "已经书面答复",
        "已责令<b>退还</b>未上课时的费用",
        "请与机构联系",
        "南昌市教育局",
        "被邮件服务器拒收",
    ] {
        assert!(page.says(words), "{words}: {}", page.words());
    }
    assert!(!page.html.contains("<b>退还"), "the answer is not escaped");
}

async fn what_was_answered_cannot_be_taken_back(db: Db) {
    let mut portal = Portal::open(&db, 1).await;
    let (pair, page) = portal.followed(ANONYMOUS).await;
    let path = format!("/follow/{}/withdrawal", pair.number);
    let form = page.form(&path);
    let events = vec![ComplaintEvent::Accept {}, answer("已经退费。")];
    steps(&portal, &pair.number, 1, events).await;
    let refused = portal.visitor.submit_form(&form, &[]).await.expect(409);
    assert!(
        refused.says("投诉已经答复、办结或者撤回"),
        "{}",
        refused.words()
    );
    let page = portal
        .visitor
        .get(&format!("/follow/{}", pair.number))
        .await
        .expect(200);
    assert!(page.says("已经退费。") && !page.offers(&path));
    assert_eq!(
        portal
            .rows
            .count("complaint WHERE state = 'answered'")
            .await,
        1
    );
}

async fn guesses_are_slowed_down(db: Db) {
    let mut portal = Portal::with(&db, 1, &[("http__rate_limit", "on")]).await;
    let number = ComplaintNumber::from_random(7).to_string();
    for guess in 0..10 {
        enter(&mut portal, &number, &format!("{guess:016}"))
            .await
            .expect(422);
    }
    let waits = enter(&mut portal, &number, "0000000000000010")
        .await
        .expect(429);
    assert!(waits.says("试得太多") && waits.header("retry-after").is_some());
}
