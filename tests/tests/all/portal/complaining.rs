//! Filing a complaint by the form: checked, filed once, and its receipt kept.

use tests::{Db, db_test};

use super::{ANONYMOUS, NAMED, Pair, Portal};

db_test!(
    a_named_complaint_is_checked_filed_and_told,
    an_anonymous_complaint_keeps_no_contact,
    faults_stand_beside_their_fields_and_nothing_is_lost,
    whoever_goes_back_to_change_finds_everything,
    the_language_switch_keeps_what_was_typed,
    sent_twice_makes_one_record,
    other_words_under_the_same_form_ask_first,
    a_form_without_its_token_files_nothing,
    too_many_at_once_wait_with_their_words_kept,
    the_receipt_is_shown_again_until_it_was_saved,
);

async fn a_named_complaint_is_checked_filed_and_told(db: Db) {
    let mut portal = Portal::open(&db, 1).await;
    let party = portal.bureau.parties[0].clone();
    let path = format!("/complaints/new?institution={}", party.number);
    let form = portal.visitor.get(&path).await.expect(200);
    assert!(
        form.says(&party.name) && form.says("证照有效"),
        "{}",
        form.words()
    );
    let check = portal
        .visitor
        .submit(&form, "/complaints/check", NAMED)
        .await
        .expect(200);
    for words in [
        party.name.as_str(),
        "老师周末补数学",
        "¥2,980.00",
        "万女士",
        "13870925521",
        "parent@example.cn",
    ] {
        assert!(check.says(words), "{words}: {}", check.words());
    }
    assert_eq!(
        portal.rows.count("complaint").await,
        0,
        "nothing is filed by checking"
    );
    let sent = portal
        .visitor
        .submit(&check, "/complaints", &[])
        .await
        .expect(303);
    assert_eq!(sent.location(), "/complaints/receipt");
    let receipt = portal.visitor.get("/complaints/receipt").await.expect(200);
    assert_eq!(receipt.header("cache-control"), Some("no-store"));
    let pair = Pair::of(&receipt);
    assert!(receipt.says(&pair.number) && pair.code.len() == 16);
    assert_eq!(receipt.html.matches("class=\"qrc\"").count(), 1);
    let filed = format!(
        "complaint WHERE number = '{}' AND channel = 'portal' AND amount_fen = 298000 AND NOT anonymous \
         AND happened_on = '2026-03-07' AND institution_name = '{}'",
        pair.number, party.name
    );
    let notice = "notice WHERE template = 'complaint_received'";
    let job = "job WHERE kind = 'screen_complaint'";
    for row in [filed.as_str(), notice, job] {
        assert_eq!(portal.rows.count(row).await, 1, "{row}");
    }
}

async fn an_anonymous_complaint_keeps_no_contact(db: Db) {
    let mut portal = Portal::open(&db, 1).await;
    let (pair, page) = portal.followed(ANONYMOUS).await;
    let filed = format!(
        "complaint WHERE number = '{}' AND anonymous AND contact_name_sealed IS NULL AND district = '360103' AND amount_fen = 432050",
        pair.number
    );
    assert_eq!(portal.rows.count(&filed).await, 1);
    assert_eq!(portal.rows.count("notice").await, 0);
    assert!(page.says("已经收到，等待受理") && page.says("机构说“开了课就不退”"));
    let mut with_contact = ANONYMOUS.to_vec();
    with_contact.push(("contact_telephone", "13870925521"));
    let form = portal.visitor.get("/complaints/new").await;
    let refused = portal
        .visitor
        .submit(&form, "/complaints/check", &with_contact)
        .await;
    assert!(refused.expect(422).says("选了匿名就不要留联系方式"));
}

/// A form with five faults among what is right.
const FAULTY: [(&str, &str); 11] = [
    ("institution_name", "优思 & 文化"),
    ("place", "象山北路 <88> 号"),
    ("district", "360103"),
    ("subject", ""),
    ("body", "\n第一行\n  第二行"),
    ("happened_on", "2999-01-01"),
    ("amount", "很多"),
    ("anonymous", "no"),
    ("contact_name", "\"万\"女士"),
    ("contact_telephone", "123"),
    ("contact_email", "chen@@example"),
];

async fn faults_stand_beside_their_fields_and_nothing_is_lost(db: Db) {
    let mut portal = Portal::open(&db, 1).await;
    let form = portal.visitor.get("/complaints/new").await.expect(200);
    let typed = FAULTY;
    let page = portal
        .visitor
        .submit(&form, "/complaints/check", &typed)
        .await
        .expect(422);
    let again = page.form("/complaints/check");
    for (name, value) in typed {
        assert_eq!(again.value(name), Some(value), "{name}");
    }
    assert_eq!(
        again.value("submission"),
        form.form("/complaints/check").value("submission")
    );
    let faulty = [
        "subject",
        "happened_on",
        "amount",
        "contact_telephone",
        "contact_email",
    ];
    for name in faulty {
        assert!(
            page.html.contains(&format!("id=\"{name}-error\"")),
            "{name} has no words beside it"
        );
        assert!(
            page.html.contains(&format!("<a href=\"#{name}\">")),
            "{name} is not in the summary"
        );
    }
    assert_eq!(
        page.html.matches("<p class=\"wrong\"").count(),
        faulty.len()
    );
    assert!(
        page.says("还有 5 处没填好") && page.says("金额写得不对"),
        "{}",
        page.words()
    );
    let straight = portal.visitor.post("/complaints", &again.filled(&[])).await;
    assert_eq!(
        straight
            .expect(422)
            .form("/complaints/check")
            .value("amount"),
        Some("很多")
    );
    assert_eq!(portal.rows.count("complaint").await, 0);
}

async fn whoever_goes_back_to_change_finds_everything(db: Db) {
    let mut portal = Portal::open(&db, 1).await;
    let check = portal.checked(ANONYMOUS).await;
    let carried = check.form("/complaints").filled(&[]);
    let form = portal
        .visitor
        .post("/complaints/new", &carried)
        .await
        .expect(200);
    let fields = form.form("/complaints/check");
    for (name, value) in ANONYMOUS {
        assert_eq!(fields.value(name), Some(*value), "{name}");
    }
    let changed = portal
        .visitor
        .submit(&form, "/complaints/check", &[("subject", "退费拖了三个月")])
        .await
        .expect(200);
    assert!(changed.says("退费拖了三个月") && !changed.says("课没上完，钱退不回来"));
}

async fn the_language_switch_keeps_what_was_typed(db: Db) {
    let mut portal = Portal::open(&db, 1).await;
    let form = portal.visitor.get("/complaints/new").await.expect(200);
    let button =
        "<button form=\"answers\" formaction=\"/complaints/new\" name=\"lang\" value=\"en\"";
    assert!(form.html.contains(button), "{}", form.html);
    let mut fields = form.form("/complaints/check").filled(ANONYMOUS);
    fields.push(("lang".to_owned(), "en".to_owned()));
    let english = portal
        .visitor
        .post("/complaints/new", &fields)
        .await
        .expect(200);
    assert!(english.says("What happened?"), "{}", english.words());
    assert_eq!(
        english.form("/complaints/check").value("subject"),
        Some("课没上完，钱退不回来")
    );
    assert_eq!(portal.visitor.cookie("lang"), Some("en"));
    let check = portal
        .visitor
        .submit(&english, "/complaints/check", &[])
        .await
        .expect(200);
    assert!(check.says("Check it once more"));
    let mut fields = check.form("/complaints").filled(&[]);
    fields.push(("lang".to_owned(), "zh".to_owned()));
    let check = portal
        .visitor
        .post("/complaints/check", &fields)
        .await
        .expect(200);
    assert!(check.says("核对一遍，再提交") && check.says("课没上完，钱退不回来"));
}

async fn sent_twice_makes_one_record(db: Db) {
    let mut portal = Portal::open(&db, 1).await;
    let check = portal.checked(NAMED).await;
    let (mut one, mut other) = (portal.visitor.clone(), portal.visitor.clone());
    let (first, second) = tokio::join!(
        one.submit(&check, "/complaints", &[]),
        other.submit(&check, "/complaints", &[])
    );
    assert_eq!(first.expect(303).location(), second.expect(303).location());
    let reloaded = one.submit(&check, "/complaints", &[]).await.expect(303);
    let first = Pair::of(&other.get("/complaints/receipt").await.expect(200));
    let again = Pair::of(&one.get(reloaded.location()).await.expect(200));
    assert_eq!((&first.number, &first.code), (&again.number, &again.code));
    for table in ["complaint", "notice", "job WHERE kind = 'screen_complaint'"] {
        assert_eq!(portal.rows.count(table).await, 1, "{table}");
    }
}

async fn other_words_under_the_same_form_ask_first(db: Db) {
    let mut portal = Portal::open(&db, 1).await;
    let check = portal.checked(ANONYMOUS).await;
    portal
        .visitor
        .submit(&check, "/complaints", &[])
        .await
        .expect(303);
    let other = [("subject", "另一件事")];
    let asked = portal
        .visitor
        .submit(&check, "/complaints", &other)
        .await
        .expect(409);
    assert!(
        asked.says("这张表已经提交过一次") && asked.says("另一件事"),
        "{}",
        asked.words()
    );
    assert_eq!(portal.rows.count("complaint").await, 1);
    portal
        .visitor
        .submit(&asked, "/complaints", &[])
        .await
        .expect(303);
    assert_eq!(portal.rows.count("complaint").await, 2);
}

async fn a_form_without_its_token_files_nothing(db: Db) {
    let mut portal = Portal::open(&db, 1).await;
    let check = portal.checked(ANONYMOUS).await;
    let form = check.form("/complaints");
    let without: Vec<_> = form
        .filled(&[])
        .into_iter()
        .filter(|(name, _)| name != "csrf")
        .collect();
    let refused = portal
        .visitor
        .post("/complaints", &without)
        .await
        .expect(403);
    assert!(refused.says("这一页放得太久"), "{}", refused.words());
    let mut stranger = portal.visitor.another();
    stranger.get("/").await.expect(200);
    stranger
        .submit(&check, "/complaints", &[])
        .await
        .expect(403);
    let no_key = [("csrf", portal.visitor.token.as_str()), ("submission", "")];
    let fields = form.filled(&no_key);
    portal
        .visitor
        .post("/complaints", &fields)
        .await
        .expect(403);
    assert_eq!(portal.rows.count("complaint").await, 0);
}

async fn too_many_at_once_wait_with_their_words_kept(db: Db) {
    let mut portal = Portal::with(&db, 1, &[("http__rate_limit", "on")]).await;
    for _ in 0..10 {
        let check = portal.checked(ANONYMOUS).await;
        portal
            .visitor
            .submit(&check, "/complaints", &[])
            .await
            .expect(303);
    }
    let check = portal.checked(ANONYMOUS).await;
    let waits = portal
        .visitor
        .submit(&check, "/complaints", &[])
        .await
        .expect(429);
    let seconds: u64 = waits.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=31).contains(&seconds), "{seconds}");
    assert!(waits.says("这一件还没有收"), "{}", waits.words());
    let kept = waits.form("/complaints");
    assert_eq!(kept.value("subject"), Some("课没上完，钱退不回来"));
    assert_eq!(
        kept.value("submission"),
        check.form("/complaints").value("submission")
    );
    assert_eq!(portal.rows.count("complaint").await, 10);
}

async fn the_receipt_is_shown_again_until_it_was_saved(db: Db) {
    let mut portal = Portal::open(&db, 1).await;
    let receipt = portal.filed(ANONYMOUS).await;
    let pair = Pair::of(&receipt);
    let reloaded = portal.visitor.get("/complaints/receipt").await.expect(200);
    assert_eq!(Pair::of(&reloaded).code, pair.code);
    let saved = portal
        .visitor
        .submit(&receipt, "/complaints/receipt/text", &[])
        .await
        .expect(200);
    let name = saved.header("content-disposition").unwrap();
    assert!(
        name.starts_with("attachment;") && name.contains(&pair.number),
        "{name}"
    );
    let grouped: Vec<&str> = (0..4).map(|at| &pair.code[at * 4..at * 4 + 4]).collect();
    assert!(saved.html.contains(&grouped.join(" ")) && saved.html.contains(&pair.number));
    let typing = receipt.form("/complaints/receipt/check");
    let wrong = portal
        .visitor
        .submit_form(&typing, &[("typed", "12a4")])
        .await
        .expect(422);
    assert!(wrong.says("和查询码的最后 4 位对不上"), "{}", wrong.words());
    assert_eq!(Pair::of(&wrong).code, pair.code, "the receipt stays");
    let last = format!(" {} ", grouped[3]);
    let right = portal
        .visitor
        .submit_form(&typing, &[("typed", &last)])
        .await
        .expect(303);
    assert_eq!(right.location(), format!("/follow/{}", pair.number));
    let gone = portal.visitor.get("/complaints/receipt").await.expect(303);
    assert_eq!(gone.location(), "/follow", "the code is not shown any more");
    let other = [
        ("number", pair.number.as_str()),
        ("receipt", "0000000000000000"),
    ];
    for path in ["/complaints/receipt/text", "/complaints/receipt/check"] {
        let refused = portal.visitor.post_fields(path, &other).await.expect(422);
        assert!(
            refused.says("编号和查询码对不上"),
            "{path}: {}",
            refused.words()
        );
    }
}
