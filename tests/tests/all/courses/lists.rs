//! `hongjian import courses`: all rows or none, each fault by row, column, field and rule.

use std::path::PathBuf;
use std::process::Output;

use serde_json::json;
use tests::program::Plan;
use tests::smtp::Smtp;
use tests::{Db, db_test, keeper, program};

use super::{DESK, House, record};

db_test!(
    a_list_is_checked_then_filed_and_goes_the_usual_way,
    a_fault_in_one_row_keeps_all_out_and_names_row_field_and_rule,
    a_list_in_another_encoding_or_without_names_is_told,
);

struct Console {
    plan: Plan,
    folder: PathBuf,
    number: String,
}

impl Console {
    async fn of(db: &Db, house: &House, server: &Smtp) -> Self {
        let folder = keeper::fresh_folder("courses");
        let plan = Plan::new(program!(hongjian), &folder).on(db).mail(server);
        Self {
            plan: plan.argument("import").argument("courses"),
            folder,
            number: house.bureau.parties[0].number.to_string(),
        }
    }

    fn say(&self, file: &str, more: &[&str]) -> Output {
        let words = [file, "--institution", self.number.as_str()];
        let words = words.iter().chain(more);
        words
            .fold(self.plan.clone(), |plan, word| plan.argument(word))
            .output(b"")
    }

    fn put(&self, name: &str, content: &[u8]) {
        std::fs::write(self.folder.join(name), content).unwrap();
    }
}

const HEADINGS: &str = "课程名称,课程简介,类别,学段,培训方式,课时数,每课时分钟数,人数上限,收费（元）,开始日期,结束日期,上课时间";

fn row(house: &House, name: &str, class: &str, times: &str) -> String {
    let today = house.store.today();
    format!(
        "{name},从基本动作开始学完一个组合,{class},小学,线下,20,45,20,\"1,600\",{today},{},{times}",
        today.plus_days(80)
    )
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

async fn a_list_is_checked_then_filed_and_goes_the_usual_way(db: Db) {
    let house = House::of_today(&db).await;
    let server = Smtp::start().await;
    let console = Console::of(&db, &house, &server).await;
    let rows = [
        "2026年课程表".to_owned(),
        HEADINGS.to_owned(),
        row(&house, "少儿拉丁舞", "文化艺术", "周三 18:30-20:00"),
        row(
            &house,
            "思维训练数学同步教材班",
            "文化艺术类",
            "星期五18:30—20:00",
        ),
    ];
    console.put("课程.csv", rows.join("\n").as_bytes());
    let dry = console.say("课程.csv", &["--dry-run"]);
    assert!(dry.status.success(), "{}", said(&dry));
    assert!(said(&dry).contains("2 行可以提交"), "{}", said(&dry));
    assert_eq!(house.rows.count("course").await, 0);

    let done = console.say("课程.csv", &["--language", "en"]);
    assert!(done.status.success(), "{}", said(&done));
    assert!(said(&done).contains("2 courses filed"), "{}", said(&done));
    assert_eq!(house.rows.count("course WHERE state = 'filed'").await, 2);
    // The console has its own clock, which has gone on.
    house.clock.advance(3_600_000);
    assert_eq!(house.screen().await, 2);
    let published = house.published().await;
    assert_eq!(published.len(), 1);
    assert_eq!(published[0]["price_fen"], 160_000);
    let officer = house.person("officer").await;
    let flagged = officer
        .get(&format!("{DESK}?state=flagged"))
        .await
        .expect(200);
    let number = flagged.body["items"][0]["number"].as_str().unwrap();
    assert_eq!(
        record(&officer, DESK, number).await["acts"][0]["verb"],
        "import"
    );

    // The same list once more is told so, row by row.
    let again = console.say("课程.csv", &[]);
    assert_eq!(again.status.code(), Some(2));
    assert!(said(&again).contains("course_known"), "{}", said(&again));
    assert_eq!(house.rows.count("course").await, 2);
}

async fn a_fault_in_one_row_keeps_all_out_and_names_row_field_and_rule(db: Db) {
    let house = House::of_today(&db).await;
    let server = Smtp::start().await;
    let console = Console::of(&db, &house, &server).await;
    let rows = [
        HEADINGS.to_owned(),
        row(&house, "少儿拉丁舞", "文化艺术", "周三 18:30-20:00"),
        row(&house, "机器人", "科技", "周三 18:30-20:00"),
        row(&house, "街舞", "文化艺术", "周三 19:30-21:00"),
        row(&house, "<b>芭蕾</b>", "文化艺术", "周三 20:00-18:30"),
        row(&house, "少儿拉丁舞", "文化艺术", "周四 18:30-20:00"),
    ];
    console.put("课程.csv", rows.join("\n").as_bytes());
    for more in [&["--dry-run"][..], &[]] {
        let output = console.say("课程.csv", more);
        let told = said(&output);
        assert_eq!(output.status.code(), Some(2), "{told}");
        for (row, column, words) in [
            ("3", "C", "class_outside_licence"),
            ("4", "L", "ends_late_on_site"),
            ("5", "A", "text_markup"),
            ("5", "L", "time_ends_before_start"),
            ("6", "A", "course_twice"),
        ] {
            let line = told
                .lines()
                .find(|line| line.contains(words))
                .unwrap_or_else(|| panic!("{words}: {told}"));
            assert!(line.contains(row) && line.contains(column), "{line}");
        }
        assert!(
            told.contains("第六十三条第一款第九项"),
            "the rule is named: {told}"
        );
        assert!(told.contains("4 行有错"), "{told}");
        assert_eq!(house.rows.count("course").await, 0);
    }
    let english = said(&console.say("课程.csv", &["--language", "en"]));
    assert!(
        english.contains("Training on site ends by 20:30"),
        "{english}"
    );
    assert!(!english.contains('⟦'), "{english}");
}

async fn a_list_in_another_encoding_or_without_names_is_told(db: Db) {
    let house = House::of_today(&db).await;
    let server = Smtp::start().await;
    let console = Console::of(&db, &house, &server).await;
    let list = [
        HEADINGS.to_owned(),
        row(&house, "少儿拉丁舞", "文化艺术", "周三 18:30-20:00"),
    ]
    .join("\n");
    let wide: Vec<u8> = [0xFF, 0xFE]
        .into_iter()
        .chain(list.encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    console.put("宽.csv", &wide);
    let dry = console.say("宽.csv", &["--dry-run"]);
    assert!(said(&dry).contains("1 行可以提交"), "{}", said(&dry));
    for (name, content, code) in [
        ("无名.csv", "课时数,收费\n20,1600\n", "课程名称"),
        ("空.csv", "", "空"),
        ("只有表头.csv", HEADINGS, "空"),
    ] {
        console.put(name, content.as_bytes());
        let output = console.say(name, &["--dry-run"]);
        assert_eq!(output.status.code(), Some(2), "{}", said(&output));
        assert!(said(&output).contains(code), "{}", said(&output));
    }
    let many = vec![row(&house, "舞", "文化艺术", "周三 18:30-20:00"); 501];
    let many = format!("{HEADINGS}\n{}", many.join("\n"));
    console.put("多.csv", many.as_bytes());
    let output = console.say("多.csv", &["--dry-run"]);
    assert!(said(&output).contains("500"), "{}", said(&output));

    // An institution without a licence, and one that is not there.
    let mut other = Console::of(&db, &house, &server).await;
    other.put("课程.csv", list.as_bytes());
    for (number, words) in [
        (house.bureau.parties[1].number.to_string(), "办学许可"),
        ("NC00099997".to_owned(), "NC"),
    ] {
        other.number = number;
        let output = other.say("课程.csv", &[]);
        assert_eq!(output.status.code(), Some(2), "{}", said(&output));
        assert!(!said(&output).is_empty(), "{words}");
    }
    assert_eq!(house.rows.count("course").await, 0);
    assert_eq!(json!(house.published().await), json!([]));
}
