//! The search of the register: the same on both databases, whatever is asked and however it is met.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use domain::access::{Actor, decide, permit};
use domain::institution::field::{Datum, Field, Position};
use domain::institution::near::Point;
use domain::institution::{NewInstitution, Status};
use domain::words::{Class, District, Stage, Stages};
use store::Store;
use store::ops::{institution as register, search_index};
use store::read::Limit;
use store::read::institution::{self, InstitutionQuery, NearQuery};
use store::terms::Matched;
use tests::bureau::grant;
use tests::rows::Rows;
use tests::{Db, Kind, town};

tests::db_test!(
    facets_count_what_the_list_holds,
    an_index_of_an_older_form_is_made_anew_once,
    pages_follow_the_register_from_its_first_place_to_its_last,
);

async fn filled(db: &Db, institutions: u64) -> Store {
    let store = db.store().await;
    // A fixed day: both databases hold the same town.
    town::fill(&store, 7, "2026-03-02".parse().unwrap(), institutions).await;
    store
}

/// Institutions that say where they are, and what they were called: a town's registers of old say neither.
async fn told(store: &Store) {
    let entries: Vec<NewInstitution> = (0_i64..90)
        .map(|place| NewInstitution {
            name: format!("南昌市青禾{place}号书院"),
            brand: String::new(),
            uscc: None,
            legal_form: "company",
            classes: Class::Arts.into(),
            stages: Stages::of(&[Stage::ALL[usize::try_from(place % 4).unwrap()]]),
            district: District::ALL[0],
            address: "孺子路".to_owned(),
            telephone: String::new(),
            email: None,
            status: Status::Operating,
            founded_on: None,
            licence: None,
            further: BTreeMap::from([
                (Field::Position, position(place)),
                (Field::FormerNames, format!("晓荷{place}号画馆")),
            ]),
        })
        .collect();
    let grant = grant::<permit::ManageRegister>(store);
    register::register(store, &grant, &entries, store.now())
        .await
        .unwrap();
}

fn position(place: i64) -> String {
    let position = Position {
        latitude_e6: 28_600_000 + place % 9 * 9_700,
        longitude_e6: 115_800_000 + place / 9 * 11_300,
        datum: Datum::ALL[usize::try_from(place % 4).unwrap()],
    };
    position.to_string()
}

fn asked(q: &str) -> InstitutionQuery {
    InstitutionQuery {
        q: Some(q.to_owned()),
        limit: Limit::parse(Some(7)).unwrap(),
        ..InstitutionQuery::default()
    }
}

/// Sounds, first letters, homophones and variants that names of the town have, and some that none has.
const HEARD: &[&str] = &[
    "wudao",
    "yishu",
    "meishu",
    "shufa",
    "bianchengyi",
    "biancheng",
    "peixun",
    "xuexiao",
    "zhongxin",
    "donghu",
    "xihu",
    "qingyunpu",
    "qingshanhu",
    "xinjian",
    "honggutan",
    "jinxian",
    "anyi",
    "nanchang",
    "nanchangxian",
    "xian",
    "wu dao",
    "hong gu tan wudao",
    "काक",
    "นักเรียน",
    "🅐🅑",
    "nc",
    "wd",
    "ys",
    "hgt",
    "px",
    "xx",
    "zx",
    "qyp",
    "ncsdhq",
    "abc",
    "zz",
    "qqqq",
    "午到",
    "武道",
    "一树",
    "书发",
    "培寻",
    "难昌",
    "红古摊",
    "舞dao",
    "藝術",
    "舞蹈藝術",
    "紅谷灘",
    "南昌　舞蹈",
    "ＷＵＤＡＯ",
    "xi'an",
    "lv",
    "nv",
    "gangqin",
    "钢琴",
    "足球",
    "zuqiu",
    "zq",
    "lanqiu",
    "yumaoqiu",
    "kexue",
    "jiqiren",
    "画馆",
    "晓荷7号画馆",
    "xiaohe",
    "xh",
];

/// At least three hundred queries: parts of the names and addresses that the register holds, and what is heard.
async fn queries(store: &Store) -> Vec<InstitutionQuery> {
    let all = InstitutionQuery {
        limit: Limit::MOST,
        ..InstitutionQuery::default()
    };
    let page = institution::search(store, &all, store.today())
        .await
        .unwrap();
    let mut texts: BTreeSet<String> = HEARD.iter().map(|text| (*text).to_owned()).collect();
    for (place, row) in page.items.iter().enumerate() {
        let name: Vec<char> = row.name.chars().collect();
        let part = |from: usize, length: usize| -> String {
            name.iter().skip(from % name.len()).take(length).collect()
        };
        texts.extend([
            part(place, 2),
            part(place * 3, 3),
            part(0, 40),
            part(place, 1),
        ]);
        texts.insert(format!("{} {}", part(2, 2), part(8, 2)));
        let address: Vec<char> = row.address.chars().collect();
        texts.insert(address.iter().rev().take(4).rev().collect());
        texts.insert(row.number.clone());
    }
    let mut queries: Vec<InstitutionQuery> = texts.iter().map(|text| asked(text)).collect();
    for (place, text) in texts.iter().enumerate().step_by(3) {
        let mut narrowed = asked(text);
        match place % 4 {
            0 => narrowed.district = District::ALL.get(place % District::ALL.len()).copied(),
            1 => narrowed.class = Class::ALL.get(place % Class::ALL.len()).copied(),
            2 => narrowed.stage = Stage::ALL.get(place % Stage::ALL.len()).copied(),
            _ => narrowed.status = Some(Status::Operating),
        }
        queries.push(narrowed);
    }
    for row in page.items.iter().step_by(5) {
        let words: String = row.address.chars().take(3).collect();
        let mut lone = asked("");
        lone.address = Some(words.clone());
        queries.push(lone);
        let mut beside = asked("培训");
        beside.address = Some(words);
        queries.push(beside);
    }
    queries
}

/// Each query and its answer, as text.
type Told = Vec<(String, String)>;

/// Three pages and the spread of what is found, as text.
async fn answer(store: &Store, query: &InstitutionQuery) -> (Option<Matched>, usize, String) {
    let mut query = query.clone();
    let mut numbers = Vec::new();
    let mut matched = None;
    for turn in 0..3 {
        let found = institution::search(store, &query, store.today())
            .await
            .unwrap();
        numbers.extend(found.items.into_iter().map(|row| row.number));
        if turn == 0 {
            matched = found.matched;
        }
        let Some(next) = found.next else { break };
        query.after = Some(next.parse().unwrap());
    }
    let way = matched.unwrap_or(Matched::Name);
    let facets = institution::facets(store, &query, way, store.today())
        .await
        .unwrap();
    let told = format!("{matched:?} {numbers:?} {facets:?}");
    (matched, numbers.len(), told)
}

/// What is near some places of the town, as text.
async fn beside(store: &Store) -> String {
    let mut all: Vec<Vec<(String, u32)>> = Vec::new();
    for place in 0..6 {
        let place = f64::from(place);
        let query = NearQuery {
            at: Point::at(28.60 + place * 0.02, 115.80 + place * 0.02).unwrap(),
            class: None,
            stage: (place < 3.0).then_some(Stage::Primary),
            licensed: false,
            limit: Limit::parse(Some(30)).unwrap(),
        };
        let found = institution::near(store, &query, store.today()).await;
        let found = found.unwrap();
        assert!(found.is_sorted_by_key(|near| near.distance_m));
        let told = found.into_iter();
        all.push(
            told.map(|near| (near.row.number, near.distance_m))
                .collect(),
        );
    }
    assert!(all.iter().map(Vec::len).sum::<usize>() > 60, "{all:?}");
    format!("{all:?}")
}

/// What every query finds on one database, and how often each way met any; nothing where the database is not at hand.
fn answers(kind: Kind) -> Option<(Told, BTreeMap<Matched, usize>)> {
    let kept = RefCell::new(None);
    tests::db::run(kind, "search", |db| async {
        let store = filled(&db, 400).await;
        told(&store).await;
        let (mut told, mut met) = (Vec::new(), BTreeMap::new());
        for query in queries(&store).await {
            let (matched, found, words) = answer(&store, &query).await;
            if let (Some(matched), true) = (matched, found > 0) {
                *met.entry(matched).or_default() += 1;
            }
            told.push((format!("{query:?}"), words));
        }
        told.push(("near".to_owned(), beside(&store).await));
        store.close().await;
        kept.replace(Some((told, met)));
        drop(db);
    });
    kept.into_inner()
}

#[test]
fn the_same_queries_find_the_same_institutions_in_the_same_order_on_both_databases() {
    let (sqlite, met) = answers(Kind::Sqlite).unwrap();
    assert!(sqlite.len() > 300, "{} queries", sqlite.len());
    for matched in Matched::ALL {
        let times = met.get(&matched).copied().unwrap_or_default();
        assert!(times > 9, "{matched:?} met {times} times: {met:?}");
    }
    let Some((postgres, _)) = answers(Kind::Postgres) else {
        return;
    };
    for (one, other) in sqlite.iter().zip(&postgres) {
        assert_eq!(one, other);
    }
    assert_eq!(sqlite.len(), postgres.len());
}

async fn facets_count_what_the_list_holds(db: Db) {
    let store = filled(&db, 300).await;
    for (text, matched) in [
        ("舞蹈", Matched::Name),
        ("武道", Matched::Sound),
        ("hgt", Matched::Initials),
    ] {
        let mut query = asked(text);
        query.limit = Limit::MOST;
        let mut districts: BTreeMap<String, usize> = BTreeMap::new();
        loop {
            let found = institution::search(&store, &query, store.today())
                .await
                .unwrap();
            assert_eq!(found.matched, Some(matched), "{text}");
            for row in found.items {
                *districts.entry(row.district).or_default() += 1;
            }
            let Some(next) = found.next else { break };
            query.after = Some(next.parse().unwrap());
        }
        query.after = None;
        let facets = institution::facets(&store, &query, matched, store.today())
            .await
            .unwrap();
        let counted = facets
            .district
            .iter()
            .map(|share| (share.code.to_owned(), share.count));
        assert_eq!(counted.collect::<BTreeMap<_, _>>(), districts, "{text}");
        assert_eq!(facets.total.count, districts.values().sum::<usize>());
        assert!(
            !facets.total.more && facets.total.count > 9,
            "{text}: {facets:?}"
        );
    }
}

async fn an_index_of_an_older_form_is_made_anew_once(db: Db) {
    let store = filled(&db, 250).await;
    let rows = Rows::of(&db).await;
    told(&store).await;
    let before = answer(&store, &asked("wudao")).await;
    assert!(before.1 > 9);
    let near = beside(&store).await;
    rows.set("DELETE FROM institution_search").await;
    rows.set("DELETE FROM institution_near").await;
    if db.kind() == Kind::Postgres {
        rows.set("DELETE FROM institution_posting").await;
    }
    rows.set("UPDATE institution SET index_form = 1").await;
    assert_eq!(answer(&store, &asked("wudao")).await.1, 0);
    let grant = decide::<permit::RunSystem>(&Actor::System("test"), store.today()).unwrap();
    let (one, two) = tokio::join!(
        search_index::renew(&store, &grant, store.now()),
        search_index::renew(&store, &grant, store.now())
    );
    assert_eq!(one.unwrap() + two.unwrap(), 340);
    assert_eq!(answer(&store, &asked("wudao")).await, before);
    assert_eq!(beside(&store).await, near);
    let again = search_index::renew(&store, &grant, store.now()).await;
    assert_eq!(again.unwrap(), 0);
}

/// More than two blocks of places, whichever way the walk goes: along one term, where two meet, along any of several.
async fn pages_follow_the_register_from_its_first_place_to_its_last(db: Db) {
    let store = filled(&db, 1_100).await;
    let rows = Rows::of(&db).await;
    let named = "name LIKE '%培训%'";
    for (text, condition) in [
        ("培训", named.to_owned()),
        ("培训 舞蹈", format!("{named} AND name LIKE '%舞蹈%'")),
        ("训 南", "name LIKE '%训%' AND name LIKE '%南%'".to_owned()),
        ("peixun", named.to_owned()),
        ("px", named.to_owned()),
    ] {
        let mut query = asked(text);
        query.limit = Limit::parse(Some(100)).unwrap();
        let mut numbers = Vec::new();
        loop {
            let found = institution::search(&store, &query, store.today())
                .await
                .unwrap();
            numbers.extend(found.items.into_iter().map(|row| row.number));
            let Some(next) = found.next else { break };
            query.after = Some(next.parse().unwrap());
        }
        let sql = format!("SELECT number AS value FROM institution WHERE {condition} ORDER BY seq");
        assert_eq!(numbers, rows.texts(&sql).await, "{text}");
        assert!(numbers.len() > 30, "{text}: {}", numbers.len());
    }
}
