//! A list is entered whole, once, and seen at once.

use domain::access::permit;
use domain::institution::NewInstitution;
use domain::institution::listed;
use domain::institution::met::Doubles;
use domain::words::{Class, Day};
use serde_json::json;
use store::Fault;
use store::ops::{import as ops, institution, licence};
use store::read::institution::{
    self as read, AsOf, Every, InstitutionQuery, revision, white_by_district,
};
use tests::bureau::grant;
use tests::{Db, db_test};
use worker::import::{ImportFault, Wish};

use super::{LAST, Office, code, list};

db_test!(
    nobody_sees_a_list_before_all_of_it_is_there,
    one_that_is_entered_by_hand_waits_for_a_list_with_the_same,
    a_list_that_was_cut_off_goes_on_where_it_stopped,
    the_same_list_again_has_nothing_new,
    two_at_once_do_not_enter_a_row_twice,
    what_came_into_the_register_meanwhile_takes_the_list_back,
    a_row_without_code_does_not_enter_twice,
    a_list_goes_on_with_the_words_it_was_begun_with,
    the_calendar_leaves_a_hidden_list_alone,
    a_row_may_be_of_several_classes,
    a_list_of_yesterday_is_in_the_register_since_it_was_shown,
    each_of_a_long_list_is_found_by_its_own_name,
);

/// The first rows of a list, as they are entered.
fn entries(rows: usize, today: Day) -> Vec<NewInstitution> {
    let file = list(rows);
    let mut lines = file
        .lines()
        .map(|line| line.split(',').map(str::to_owned).collect::<Vec<_>>());
    let (_, columns) = listed::headings(&[lines.next().unwrap()]);
    lines
        .map(|cells| {
            let cell = |field| {
                let place = columns.iter().position(|one| *one == Some(field));
                Ok(place.map_or("", |place| cells[place].as_str()))
            };
            listed::read(cell, &listed::Defaults::default(), today).unwrap()
        })
        .collect()
}

async fn nobody_sees_a_list_before_all_of_it_is_there(db: Db) {
    let office = Office::open(&db).await;
    let (file, today) = (list(3), office.store.today());
    let before = revision(&office.store).await.unwrap();
    let white = white_by_district(&office.store, today).await.unwrap();
    let (right, now) = (&office.right, office.store.now());
    let id = office.begin(&file).await;
    let rows = entries(2, today);
    ops::enter(&office.store, right, id, 0, &rows, now)
        .await
        .unwrap();
    let early = ops::show(&office.store, right, id, now).await.unwrap_err();
    assert_eq!(early.code(), "import_unfinished");
    assert_eq!(
        office.institutions().await,
        3,
        "two of three rows are entered"
    );
    let hidden = office.rows.texts(LAST).await.remove(0);
    is_not_there(&office, &hidden).await;
    let now_white = white_by_district(&office.store, today).await.unwrap();
    assert_eq!(now_white, white);

    office.go_on(id, &file).await.unwrap();
    assert_eq!(office.found().await, 3);
    let public = office.door.public();
    let path = format!("/api/v1/institutions/{hidden}");
    public.get(&path).await.expect(200);
    assert_ne!(revision(&office.store).await.unwrap(), before);
    let acts = "SELECT verb AS value FROM act WHERE subject_kind = 'import'";
    assert_eq!(office.rows.texts(acts).await, ["show"], "one act a list");
}

/// Every way to an institution, of the public and of the desk, ends before this one.
async fn is_not_there(office: &Office, hidden: &str) {
    let (store, public, today) = (&office.store, office.door.public(), office.store.today());
    let coded = code(1).to_string();
    for query in ["名单", "mingdan", "mdd1", "孺子路", &coded, hidden] {
        let path = format!("/api/v1/institutions?q={query}");
        let answer = public.get(&path).await.expect(200);
        assert_eq!(answer.body["items"], json!([]), "{query}");
    }
    for path in [
        format!("/api/v1/institutions/{hidden}"),
        format!("/institutions/{hidden}"),
        "/api/v1/verify/136010300000001".to_owned(),
    ] {
        assert_eq!(public.get(&path).await.status, 404, "{path}");
    }
    let past = read::as_of(store, hidden.parse().unwrap(), today, today).await;
    assert_eq!(past.unwrap(), AsOf::Unknown);
    let complaint = office.complain(hidden).await;
    assert_eq!(complaint.status, 422, "{complaint:?}");
    let mut every = Every::of(store, InstitutionQuery::default(), today);
    assert_eq!(every.next().await.unwrap().unwrap().len(), 1);
    let officer = public.sign_in("officer").await;
    let licences = officer.get("/api/v1/desk/licences").await.expect(200);
    assert_eq!(licences.body["items"].as_array().unwrap().len(), 1);
    let licence = officer.get("/api/v1/desk/licences/136010300000001").await;
    assert_eq!(licence.status, 404);
}

async fn one_that_is_entered_by_hand_waits_for_a_list_with_the_same(db: Db) {
    let office = Office::open(&db).await;
    let (file, today) = (list(3), office.store.today());
    let id = office.begin(&file).await;
    let rows = entries(2, today);
    let now = office.store.now();
    ops::enter(&office.store, &office.right, id, 0, &rows, now)
        .await
        .unwrap();
    let officer = office.door.public().sign_in("officer").await;
    let body = json!({"values": {
        "name": rows[0].name, "class": "arts", "stages": "primary", "district": "360103", "address": "别处 1 号",
        "founder": "王晓晨",
    }});
    let path = "/api/v1/desk/institutions";
    let refused = officer.post(path, &body).await.expect(409);
    assert_eq!(refused.code(), "import_running");
    let alike = format!("{path}/alike?district=360103&name={}", rows[0].name);
    let seen = officer.get(&alike).await.expect(200).body;
    assert_eq!(seen["items"], json!([]), "nobody sees it yet");
    office.go_on(id, &file).await.unwrap();
    let refused = officer.post(path, &body).await.expect(409);
    assert_eq!(refused.code(), "institution_known_already");
}

async fn a_list_that_was_cut_off_goes_on_where_it_stopped(db: Db) {
    let office = Office::open(&db).await;
    let file = list(450);
    let id = office.begin(&file).await;
    let first = entries(450, office.store.today());
    ops::enter(
        &office.store,
        &office.right,
        id,
        0,
        &first[..137],
        office.store.now(),
    )
    .await
    .unwrap();
    let other = office.go_on(id, &list(449)).await.unwrap_err();
    assert_eq!(other.code(), "file_changed");
    let entered = office.enter(&file, &Wish::default()).await.unwrap();
    assert_eq!((entered.list.id, entered.list.entered), (id, 450));
    assert!(
        entered.checked.is_none(),
        "it was checked when it was begun"
    );
    assert_eq!(office.institutions().await, 451);
    let names = office
        .rows
        .number("SELECT COUNT(DISTINCT name) AS value FROM institution")
        .await;
    assert_eq!(names, 451, "no row came twice");
    assert_eq!(
        office
            .rows
            .count("evidence_file WHERE subject_kind = 'import'")
            .await,
        1
    );
}

async fn the_same_list_again_has_nothing_new(db: Db) {
    let office = Office::open(&db).await;
    office.enter(&list(5), &Wish::default()).await.unwrap();
    let again = office.enter(&list(5), &Wish::default()).await.unwrap_err();
    let ImportFault::NothingNew(checked) = &again else {
        panic!("{again}");
    };
    assert_eq!(checked.report.known, 5);
    let more = office.enter(&list(7), &Wish::default()).await.unwrap();
    assert_eq!((more.list.count, office.institutions().await), (2, 8));
}

async fn two_at_once_do_not_enter_a_row_twice(db: Db) {
    let office = Office::open(&db).await;
    let file = list(250);
    let id = office.begin(&file).await;
    let second = office.enter(&list(3), &Wish::default()).await.unwrap_err();
    assert_eq!(second.code(), "import_running", "another list waits");
    let (one, two) = tokio::join!(office.go_on(id, &file), office.go_on(id, &file));
    let codes = [one, two].map(|done| done.err().map(|fault| fault.code()));
    assert!(codes.contains(&None), "{codes:?}");
    let fair = |code: &Option<&str>| {
        matches!(
            code,
            None | Some("version_stale" | "import_past_this" | "register_overtaken")
        )
    };
    assert!(codes.iter().all(fair), "{codes:?}");
    assert_eq!(office.institutions().await, 251);
}

async fn what_came_into_the_register_meanwhile_takes_the_list_back(db: Db) {
    let office = Office::open(&db).await;
    let file = list(3);
    let id = office.begin(&file).await;
    let mut other = entries(3, office.store.today()).remove(2);
    other.name = "先来一步培训学校".to_owned();
    other.licence = None;
    let now = office.store.now();
    institution::register(&office.store, &office.right, &[other], now)
        .await
        .unwrap();
    let overtaken = office.go_on(id, &file).await.unwrap_err();
    assert!(matches!(overtaken, ImportFault::Overtaken), "{overtaken}");
    assert_eq!(office.institutions().await, 2);
    let checked = office.enter(&file, &Wish::default()).await.unwrap_err();
    assert_eq!(
        checked.code(),
        "rows_at_fault",
        "the check now tells which row"
    );
}

async fn a_row_without_code_does_not_enter_twice(db: Db) {
    let office = Office::open(&db).await;
    let file = "名称,类别,学段,区县,地址\n名单甲校,体育,小学,西湖区,甲路\n";
    let id = office.begin(file).await;
    let stale = office.begun(file).await;
    office.go_on(id, file).await.unwrap();
    // The second was compared with the register while the first was on its way.
    let moved = ops::begin(&office.store, &office.right, &stale, office.store.now()).await;
    assert_eq!(moved.unwrap_err().code(), "import_register_moved");
    let again = office.enter(file, &Wish::default()).await.unwrap_err();
    assert_eq!(again.code(), "nothing_new");
    // A list that was cut off, and whose only row somebody enters before it goes on.
    let other = file.replace("名单甲校", "名单乙校");
    let id = office.begin(&other).await;
    let mut entry = entries(1, office.store.today()).remove(0);
    entry.name = "名单乙校".to_owned();
    entry.address = "甲 路".to_owned();
    entry.uscc = None;
    entry.licence = None;
    institution::register(&office.store, &office.right, &[entry], office.store.now())
        .await
        .unwrap();
    let overtaken = office.go_on(id, &other).await.unwrap_err();
    assert_eq!(overtaken.code(), "register_overtaken");
    assert_eq!(office.institutions().await, 3);
}

async fn a_list_goes_on_with_the_words_it_was_begun_with(db: Db) {
    let office = Office::open(&db).await;
    office.begin(&list(3)).await;
    let doubles = Wish {
        doubles: Doubles::Another,
        ..Wish::default()
    };
    let other = office.enter(&list(3), &doubles).await.unwrap_err();
    assert_eq!(other.code(), "import_begun_otherwise");
    let running = office.check(list(2), &Wish::default()).await.unwrap_err();
    assert!(matches!(running, ImportFault::Running(_)), "{running}");
    office.enter(&list(3), &Wish::default()).await.unwrap();
    assert_eq!(office.found().await, 3);
}

async fn the_calendar_leaves_a_hidden_list_alone(db: Db) {
    let office = Office::open(&db).await;
    let file = list(2).replace("2028-02-29", "2026-12-01");
    let id = office.begin(&file).await;
    let rows = entries(2, office.store.today());
    let soon = rows.into_iter().map(|mut entry| {
        let licence = entry.licence.as_mut().unwrap();
        licence.valid_until = "2026-12-01".parse().unwrap();
        entry.email = Some("a@example.cn".parse().unwrap());
        entry
    });
    let soon: Vec<NewInstitution> = soon.collect();
    ops::enter(
        &office.store,
        &office.right,
        id,
        0,
        &soon[..1],
        office.store.now(),
    )
    .await
    .unwrap();
    office.clock.advance(10 * 24 * 60 * 60 * 1000);
    let system = grant::<permit::RunSystem>(&office.store);
    let minded = licence::mind(&office.store, &system, office.store.now())
        .await
        .unwrap();
    assert_eq!((minded.turned, minded.reminded), (0, 0));
    office.go_on(id, &file).await.unwrap();
    let minded = licence::mind(&office.store, &system, office.store.now())
        .await
        .unwrap();
    assert_eq!(minded.turned, 2, "they ran out while nobody saw them");
}

async fn a_list_of_yesterday_is_in_the_register_since_it_was_shown(db: Db) {
    let office = Office::open(&db).await;
    let (file, yesterday) = (list(1), office.store.today());
    let id = office.begin(&file).await;
    ops::enter(
        &office.store,
        &office.right,
        id,
        0,
        &entries(1, yesterday),
        office.store.now(),
    )
    .await
    .unwrap();
    office.clock.advance(24 * 60 * 60 * 1000);
    office.go_on(id, &file).await.unwrap();
    let number = office.rows.texts(LAST).await;
    let number = number[0].parse().unwrap();
    let today = office.store.today();
    let past = read::as_of(&office.store, number, yesterday, today)
        .await
        .unwrap();
    assert_eq!(past, AsOf::NotYet);
    let present = read::as_of(&office.store, number, today, today)
        .await
        .unwrap();
    assert!(matches!(present, AsOf::Said(_)), "{present:?}");
    let stale = ops::enter(&office.store, &office.right, id, 0, &[], office.store.now()).await;
    assert!(matches!(stale, Err(Fault::Refused(_))), "{stale:?}");
}

/// The index is written block by block: whole ones, and those that others have a share in.
async fn a_row_may_be_of_several_classes(db: Db) {
    let office = Office::open(&db).await;
    let file = list(3).replacen("文化艺术类", "科技类、体育", 1);
    let wish = Wish::default();
    office.enter(&file, &wish).await.unwrap();
    let of = |class| InstitutionQuery {
        class: Some(class),
        ..InstitutionQuery::default()
    };
    for class in [Class::Sports, Class::Science] {
        let found = read::search(&office.store, &of(class), office.store.today()).await;
        let items = found.unwrap().items;
        let [row] = items.as_slice() else {
            panic!("{class}: {}", items.len());
        };
        assert_eq!(row.name, "名单第1艺术培训学校");
        let classes = row.classes().unwrap();
        assert_eq!(classes.zh(), "体育类、科技类");
    }
}

async fn each_of_a_long_list_is_found_by_its_own_name(db: Db) {
    let office = Office::open(&db).await;
    // Two whole blocks that follow each other, and a part of one before and behind them.
    let file = list(1_700);
    // The second time another place of each block is the first.
    for turn in 0..2 {
        let entered = office.enter(&file, &Wish::default()).await.unwrap();
        for serial in [
            1, 310, 311, 510, 511, 512, 822, 823, 1_022, 1_023, 1_024, 1_200, 1_334, 1_335, 1_534,
            1_535, 1_536, 1_700,
        ] {
            let name = format!("名单第{serial}艺术培训学校");
            let query = InstitutionQuery {
                q: Some(name.clone()),
                ..InstitutionQuery::default()
            };
            let found = read::search(&office.store, &query, office.store.today()).await;
            let first = found.unwrap().items.into_iter().next().map(|row| row.name);
            assert_eq!(first, Some(name), "{turn}");
        }
        let told = "/api/v1/institutions?q=%E5%90%8D%E5%8D%95&facets=true";
        let told = office.door.public().get(told).await.expect(200);
        let all = json!({"count": 1_000, "more": true});
        assert_eq!(told.body["facets"]["total"], all, "{turn}");
        let page = office
            .door
            .public()
            .page("/institutions?q=%E5%90%8D%E5%8D%95")
            .await;
        let page = String::from_utf8(page.expect(200).bytes.to_vec()).unwrap();
        assert!(page.contains("1,000+"), "{page}");
        office.withdraw(entered.list.id).await.unwrap();
        assert_eq!(office.found().await, 0);
    }
}
