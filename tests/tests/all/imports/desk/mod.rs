//! A list that comes in through the page: checked by a worker, answered, entered, taken back.

mod programs;
mod workers;

use domain::institution::met::Doubles;
use tests::at_work::AtWork;
use tests::bureau::PASSWORD;
use tests::forms::PageForm;
use tests::smtp::Smtp;
use tests::visitor::{Page, SentFile, Visitor, application};
use tests::{Db, db_test};
use worker::import::Wish;

use super::{HEADINGS, Office, list, row};

db_test!(
    a_list_is_sent_checked_entered_and_taken_back,
    rows_are_answered_one_by_one,
    columns_are_matched_by_hand,
    a_list_without_headings_loses_no_row,
    what_is_no_list_is_said_on_its_page,
    a_register_that_moved_has_the_list_checked_again,
    two_who_decide_at_once_do_not_enter_what_one_has_not_seen,
    nobody_else_sees_a_list,
    a_list_is_given_up_and_taken_up_again,
);

const PATH: &str = "/desk/imports";

/// An office with an administrator at a browser and a worker.
struct Desk {
    office: Office,
    visitor: Visitor,
    server: Smtp,
}

impl Desk {
    async fn open(db: &Db) -> Self {
        let office = Office::open(db).await;
        let app = application(db, office.store.clone(), &[]);
        let mut visitor = Visitor::new(&app);
        let _home = visitor.sign_in("administrator", PASSWORD).await;
        Self {
            office,
            visitor,
            server: Smtp::start().await,
        }
    }

    fn worker(&self) -> AtWork {
        AtWork::begin(&self.office.store, "one", &self.server)
    }

    /// Sends a file; answers the path of the list.
    async fn send(&mut self, file: &str, typed: &[(&str, &str)]) -> String {
        let page = self.visitor.get(PATH).await.expect(200);
        let file = SentFile {
            field: "file",
            name: "名单.csv",
            bytes: file.as_bytes(),
        };
        let sent = self
            .visitor
            .upload(&page.form(PATH), typed, &[file])
            .await
            .expect(303);
        let (path, _) = sent.location().split_once('?').unwrap();
        path.to_owned()
    }

    /// The page of the list once it is in this state.
    async fn until(&mut self, path: &str, state: &str) -> Page {
        let id = path.rsplit('/').next().unwrap();
        self.office
            .rows
            .until(
                &format!("register_import WHERE id = '{id}' AND state = '{state}'"),
                1,
            )
            .await;
        self.visitor.get(path).await.expect(200)
    }

    /// Waits until so many jobs on lists are done.
    async fn worked(&self, jobs: i64) {
        let done = "job WHERE kind = 'work_on_list' AND state = 'done'";
        self.office.rows.until(done, jobs).await;
    }

    async fn act(&mut self, page: &Page, path: &str, event: &str, typed: &[(&str, &str)]) -> Page {
        let form = page.event_form(&format!("{path}/events"), event);
        self.visitor.submit_form(&form, typed).await
    }
}

async fn a_list_is_sent_checked_entered_and_taken_back(db: Db) {
    let mut desk = Desk::open(&db).await;
    let path = desk.send(&list(230), &[]).await;
    let waiting = desk.visitor.get(&path).await.expect(200);
    assert!(waiting.says("正在逐行检查") && waiting.says("等待后台开始"));
    assert!(waiting.html.contains("<progress"));
    let worker = desk.worker();
    let page = desk.until(&path, "checked").await;
    assert!(page.says("可以写入 230 家"), "{}", page.words());
    assert_eq!(desk.office.found().await, 0);
    let entering = desk.act(&page, &path, "enter", &[]).await.expect(303);
    assert!(entering.location().ends_with("done=list-entering"));
    // A second click finds it under way.
    let _ = desk.act(&page, &path, "enter", &[]).await.expect(303);
    let shown = desk.until(&path, "shown").await;
    assert!(shown.says("已写入并公布 230 家"), "{}", shown.words());
    assert_eq!(desk.office.institutions().await, 231);
    let acts = "act WHERE subject_kind = 'import' AND verb = 'show'";
    assert_eq!(desk.office.rows.count(acts).await, 1);

    let nothing = desk
        .act(&shown, &path, "withdraw", &[("reason", " ")])
        .await;
    assert!(nothing.expect(422).says("这一项要填"));
    let back = desk
        .act(&shown, &path, "withdraw", &[("reason", "名单发错了")])
        .await;
    let _ = back.expect(303);
    let gone = desk.until(&path, "withdrawn").await;
    assert!(gone.says("这份名单已撤回"), "{}", gone.words());
    assert_eq!(desk.office.institutions().await, 1);
    let lists = desk.visitor.get(PATH).await.expect(200);
    assert!(lists.says("名单.csv") && lists.says("已撤回"));
    worker.end().await;
}

async fn rows_are_answered_one_by_one(db: Db) {
    let mut desk = Desk::open(&db).await;
    let first = desk.office.enter(&list(2), &Wish::default()).await;
    let _entered = first.unwrap();
    // The same names elsewhere, without a code: nobody can tell whether they are the same.
    let elsewhere = |serial: usize| {
        format!("名单第{serial}艺术培训学校,,文化艺术类,小学,西湖区,另一条路{serial}号,,,\n")
    };
    let file = format!("{HEADINGS}{}{}{}", elsewhere(1), elsewhere(2), row(9));
    let worker = desk.worker();
    let path = desk.send(&file, &[]).await;
    let page = desk.until(&path, "checked").await;
    assert!(page.says("0 行有错，2 行要您确认"), "{}", page.words());
    assert!(page.says("第 2 行：是同一家吗？"));
    // Both sides are shown, so that a person can tell.
    assert!(
        page.says("另一条路1号") && page.says("孺子路1号"),
        "{}",
        page.words()
    );
    // What is not clean is not entered, whoever asks.
    let form = page.event_form(&format!("{path}/events"), "read");
    let version = form.value("version").unwrap();
    let fields = [("event", "enter"), ("version", version)];
    let events = format!("{path}/events");
    let refused = desk.visitor.post_fields(&events, &fields).await;
    assert!(refused.expect(409).says("还有错误或未确认的行"));

    let asked = asked(&form);
    assert_eq!(asked.len(), 2);
    let answers = [(asked[0].as_str(), "same"), (asked[1].as_str(), "another")];
    let _ = desk.visitor.submit_form(&form, &answers).await.expect(303);
    desk.worked(2).await;
    let clean = desk.until(&path, "checked").await;
    assert!(clean.says("可以写入 2 家"), "{}", clean.words());

    // An answer may be changed, and holds for the institution that it was given of: not for one that came later.
    let form = clean.event_form(&events, "read");
    assert_eq!(form.value(&asked[1]), Some("another"));
    let other = format!("{HEADINGS}名单第2艺术培训学校,,文化艺术类,小学,西湖区,第三条路2号,,,\n");
    let wish = Wish {
        doubles: Doubles::Another,
        ..Wish::default()
    };
    let _entered = desk.office.enter(&other, &wish).await.unwrap();
    let moved = desk.act(&clean, &path, "enter", &[]).await.expect(303);
    assert!(moved.location().ends_with("done=list-moved"));
    desk.worked(3).await;
    let again = desk.until(&path, "checked").await;
    assert!(again.says("0 行有错，1 行要您确认"), "{}", again.words());
    let form = again.event_form(&events, "read");
    let unanswered = asked_only(&form);
    let answers = [(unanswered[0].as_str(), "another")];
    let _ = desk.visitor.submit_form(&form, &answers).await.expect(303);
    desk.worked(4).await;
    let clean = desk.until(&path, "checked").await;
    let _ = desk.act(&clean, &path, "enter", &[]).await.expect(303);
    let _shown = desk.until(&path, "shown").await;
    let names = "SELECT name AS value FROM institution WHERE address LIKE '另一条路%'";
    assert_eq!(desk.office.rows.texts(names).await, ["名单第2艺术培训学校"]);
    worker.end().await;
}

/// The fields in which questions are answered, in their order.
fn asked(form: &PageForm) -> Vec<String> {
    let mut fields: Vec<String> = Vec::new();
    for name in form.names.iter().filter(|name| name.starts_with("answer-")) {
        if !fields.contains(name) {
            fields.push(name.clone());
        }
    }
    fields
}

/// Those of them that nobody has answered yet.
fn asked_only(form: &PageForm) -> Vec<String> {
    let mut fields = asked(form);
    fields.retain(|field| form.value(field).is_none());
    fields
}

async fn columns_are_matched_by_hand(db: Db) {
    let mut desk = Desk::open(&db).await;
    let worker = desk.worker();
    let file = "办学者,在哪\n晨光围棋馆,孺子路8号\n";
    let path = desk.send(file, &[]).await;
    let page = desk.until(&path, "checked").await;
    assert!(page.says("没有“机构名称”这一列"), "{}", page.words());
    assert!(page.says("晨光围棋馆"), "the first rows are shown");
    let twice = [("column-0", "name"), ("column-1", "name")];
    let refused = desk.act(&page, &path, "read", &twice).await.expect(422);
    assert!(refused.says("两列是同一个意思"), "{}", refused.words());
    let right = [
        ("column-0", "name"),
        ("column-1", "address"),
        ("class", "sports"),
        ("district", "360103"),
        ("stages", "primary"),
    ];
    let _ = desk.act(&refused, &path, "read", &right).await.expect(303);
    desk.worked(2).await;
    let clean = desk.until(&path, "checked").await;
    assert!(
        clean.says("可以写入 1 家") && clean.says("无信用代码"),
        "{}",
        clean.words()
    );
    let _ = desk.act(&clean, &path, "enter", &[]).await.expect(303);
    let _shown = desk.until(&path, "shown").await;
    let where_it_is =
        "institution WHERE name = '晨光围棋馆' AND class = 'sports' AND district = '360103'";
    assert_eq!(desk.office.rows.count(where_it_is).await, 1);
    worker.end().await;
}

async fn a_list_without_headings_loses_no_row(db: Db) {
    let mut desk = Desk::open(&db).await;
    let worker = desk.worker();
    let path = desk
        .send("晨光围棋馆,孺子路8号\n远帆击剑馆,民德路2号\n", &[])
        .await;
    let page = desk.until(&path, "checked").await;
    assert!(page.says("没有“机构名称”这一列"), "{}", page.words());
    let by_hand = [
        ("column-0", "name"),
        ("column-1", "address"),
        ("headless", "yes"),
        ("class", "sports"),
        ("district", "360103"),
        ("stages", "primary"),
    ];
    let _ = desk.act(&page, &path, "read", &by_hand).await.expect(303);
    desk.worked(2).await;
    let clean = desk.until(&path, "checked").await;
    assert!(clean.says("可以写入 2 家"), "{}", clean.words());
    let _ = desk.act(&clean, &path, "enter", &[]).await.expect(303);
    let _shown = desk.until(&path, "shown").await;
    for name in ["晨光围棋馆", "远帆击剑馆"] {
        let entered = format!("institution WHERE name = '{name}'");
        assert_eq!(desk.office.rows.count(&entered).await, 1, "{name}");
    }
    worker.end().await;
}

async fn what_is_no_list_is_said_on_its_page(db: Db) {
    let mut desk = Desk::open(&db).await;
    let page = desk.visitor.get(PATH).await.expect(200);
    let none = desk
        .visitor
        .upload(&page.form(PATH), &[], &[])
        .await
        .expect(422);
    assert!(none.says("请选文件"), "{}", none.words());
    let worker = desk.worker();
    for (file, words) in [
        ("机构名称,地址\n\"开着的引号,1\n", "引号没有成对"),
        ("", "空"),
        ("PK\u{3}\u{4}不是压缩文件", "文件没有读完"),
    ] {
        let path = desk.send(file, &[]).await;
        let page = desk.until(&path, "checked").await;
        assert!(page.says(words), "{file:?}: {}", page.words());
        assert!(!page.says("写入并公布"));
    }
    let faulty = format!("{HEADINGS}甲培训学校,123,文化艺术类,小学,西湖区,一路1号,,,\n");
    let path = desk.send(&faulty, &[]).await;
    let page = desk.until(&path, "checked").await;
    assert!(
        page.says("1 行有错") && page.says("第 2 行，B 列"),
        "{}",
        page.words()
    );
    assert_eq!(desk.office.institutions().await, 1);
    let report = desk.visitor.get(&format!("{path}/report.csv")).await;
    let lines = report.expect(200).html;
    assert!(lines.contains("\n2,B,统一社会信用代码,"), "{lines}");
    let workbook = desk.visitor.get(&format!("{path}/report.xlsx")).await;
    assert!(workbook.expect(200).html.starts_with("PK"));
    worker.end().await;
}

async fn a_register_that_moved_has_the_list_checked_again(db: Db) {
    let mut desk = Desk::open(&db).await;
    let worker = desk.worker();
    let path = desk.send(&list(3), &[]).await;
    let page = desk.until(&path, "checked").await;
    // The first of them comes in by another way.
    let _entered = desk.office.enter(&list(1), &Wish::default()).await.unwrap();
    let moved = desk.act(&page, &path, "enter", &[]).await.expect(303);
    assert!(moved.location().ends_with("done=list-moved"));
    desk.worked(2).await;
    let clean = desk.until(&path, "checked").await;
    assert!(clean.says("可以写入 2 家"), "{}", clean.words());
    let _ = desk.act(&clean, &path, "enter", &[]).await.expect(303);
    let _shown = desk.until(&path, "shown").await;
    assert_eq!(desk.office.institutions().await, 4);
    worker.end().await;
}

async fn two_who_decide_at_once_do_not_enter_what_one_has_not_seen(db: Db) {
    let mut desk = Desk::open(&db).await;
    let worker = desk.worker();
    let path = desk.send(&list(2), &[]).await;
    let page = desk.until(&path, "checked").await;
    let other = [("class", "sports")];
    let _ = desk.act(&page, &path, "read", &other).await.expect(303);
    desk.worked(2).await;
    let _checked = desk.until(&path, "checked").await;
    let late = desk.act(&page, &path, "enter", &[]).await.expect(409);
    assert!(late.says("别人刚改过这份名单"), "{}", late.words());
    assert_eq!(desk.office.institutions().await, 1);
    worker.end().await;
}

async fn nobody_else_sees_a_list(db: Db) {
    let mut desk = Desk::open(&db).await;
    let path = desk.send(&list(1), &[]).await;
    let mut officer = desk.visitor.another();
    let _home = officer.sign_in("officer", PASSWORD).await;
    for address in [PATH, &path, "/desk/imports/template.xlsx"] {
        let _ = officer.get(address).await.expect(403);
    }
    // What was found in the file lies sealed: algorithm and key stand before it, and no JSON.
    let worker = desk.worker();
    let _page = desk.until(&path, "checked").await;
    let sealed = match db.kind() {
        tests::Kind::Sqlite => "register_import WHERE substr(hex(report_sealed), 1, 2) = '01'",
        tests::Kind::Postgres => "register_import WHERE get_byte(report_sealed, 0) = 1",
    };
    assert_eq!(desk.office.rows.count(sealed).await, 1);
    worker.end().await;
    let template = desk
        .visitor
        .get("/desk/imports/template.xlsx")
        .await
        .expect(200);
    assert!(template.html.starts_with("PK"));
}

async fn a_list_is_given_up_and_taken_up_again(db: Db) {
    let mut desk = Desk::open(&db).await;
    let worker = desk.worker();
    let path = desk.send(&list(2), &[]).await;
    let page = desk.until(&path, "checked").await;
    let _ = desk.act(&page, &path, "discard", &[]).await.expect(303);
    let given_up = desk.visitor.get(&path).await.expect(200);
    assert!(given_up.says("已放弃"), "{}", given_up.words());
    let again = desk.act(&given_up, &path, "again", &[]).await.expect(303);
    let (next, _) = again.location().split_once('?').unwrap();
    assert_ne!(next, path);
    let next = next.to_owned();
    let clean = desk.until(&next, "checked").await;
    assert!(clean.says("可以写入 2 家"), "{}", clean.words());
    worker.end().await;
}
