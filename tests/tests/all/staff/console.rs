//! `hongjian import staff` and `import teachers`: each fault with its row, its column and its rule; all rows or none.

use std::path::PathBuf;
use std::process::Output;

use tests::program::Plan;
use tests::smtp::Smtp;
use tests::{Db, db_test, keeper, program};

use super::{BARRED, House, LEADS, MINE, bar, enter, identity, mistyped};

db_test!(
    a_list_of_staff_is_checked_told_by_row_and_column_and_entered_whole,
    a_list_of_teachers_is_entered_and_meets_who_is_employed,
    a_list_that_cannot_be_read_says_why,
);

const HEADINGS: &str = "教职工花名册,,,,,,,,,\n姓名,身份证号码,岗位,专兼职,任教学科,证书类型,证书编号,准入查询结果,查询日期,入职时间\n";

fn row(number: &str) -> String {
    format!(
        "万思宁,{number},教学人员,专职,书法,教师资格证,20203600042000011,通过,2026/1/5,2026年1月8日\n"
    )
}

struct Console {
    plan: Plan,
    folder: PathBuf,
}

impl Console {
    fn of(db: &Db, server: &Smtp) -> Self {
        let folder = keeper::fresh_folder("staff-lists");
        let plan = Plan::new(program!(hongjian), &folder)
            .on(db)
            .mail(server)
            .argument("import");
        Self { plan, folder }
    }

    fn say(&self, words: &[&str]) -> Output {
        let plan = self.plan.clone();
        let plan = words.iter().fold(plan, |plan, word| plan.argument(word));
        plan.output(b"")
    }

    fn put(&self, name: &str, content: impl AsRef<[u8]>) {
        std::fs::write(self.folder.join(name), content).unwrap();
    }
}

fn said(output: &Output) -> (String, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (text(&output.stdout), text(&output.stderr))
}

async fn a_list_of_staff_is_checked_told_by_row_and_column_and_entered_whole(db: Db) {
    let house = House::open(&db).await;
    let server = Smtp::start().await;
    let console = Console::of(&db, &server);
    let [one, two] =
        [&house.bureau.parties[0], &house.bureau.parties[1]].map(|party| party.number.to_string());
    let lead = house.person("lead-officer").await;
    lead.post(BARRED, &bar(&house, 2, 100)).await.expect(201);
    enter(&house.person("institution-agent").await, 3)
        .await
        .expect(201);
    enter(&house.person("institution-agent-2").await, 4)
        .await
        .expect(201);
    let rows: String = [
        identity(1),
        identity(2),
        identity(3),
        identity(4),
        identity(1),
        mistyped(5),
    ]
    .iter()
    .map(|number| row(number))
    .collect();
    console.put("a.csv", format!("{HEADINGS}{rows}"));
    let words = ["staff", "a.csv", "--institution", &one];
    let dry = console.say(&[&words[..], &["--dry-run"]].concat());
    let (told, _) = said(&dry);
    assert_eq!(dry.status.code(), Some(2), "{dry:?}");
    for line in [
        "第 4 行 B 列“身份证号”：该人员在校外培训机构从业人员黑名单内，不得聘用（《校外培训机构从业人员管理办法（试行）》（2021年））（staff_barred）",
        "第 5 行 B 列“身份证号”：该人员已经登记在本机构（staff_known_already）",
        "第 7 行 B 列“身份证号”：上面有一行是同一个身份证号（identity_number_twice）",
        "第 8 行 B 列“身份证号”：身份证号有一位不对，请核对（identity_number_check_wrong）",
        "（elsewhere）",
        "读了 6 行：可登记 2，有问题 4，有提示 1",
    ] {
        assert!(told.contains(line), "{line}\n{told}");
    }
    assert!(
        !told.contains(&identity(2)) && !told.contains(&two),
        "nobody is quoted or named: {told}"
    );
    let refused = console.say(&words);
    assert_eq!(refused.status.code(), Some(2));
    assert!(said(&refused).1.contains("rows_at_fault"), "{refused:?}");
    assert_eq!(
        house.rows.count("staff_member").await,
        2,
        "none of them is entered"
    );
    console.put(
        "b.csv",
        format!("{HEADINGS}{}{}", row(&identity(1)), row(&identity(4))),
    );
    enters_two(&house, &console, &one).await;
}

/// A list of two enters as one act, and one of them raises a lead.
async fn enters_two(house: &House, console: &Console, place: &str) {
    let done = console.say(&["staff", "b.csv", "--institution", place, "--language", "en"]);
    let (told, _) = said(&done);
    assert!(
        done.status.success() && told.contains("2 entered, 1 leads raised"),
        "{done:?}"
    );
    let agent = house.person("institution-agent").await;
    let list = agent.get(MINE).await.expect(200).body;
    assert_eq!(list["items"].as_array().unwrap().len(), 3);
    let acts = house.rows.count("act WHERE verb = 'enter_staff'").await;
    assert_eq!(acts, 1, "a list is one act");
    let officer = house.person("officer").await;
    assert_eq!(
        officer.get(LEADS).await.expect(200).body["items"][0]["ground"],
        "elsewhere"
    );
}

async fn a_list_of_teachers_is_entered_and_meets_who_is_employed(db: Db) {
    let house = House::open(&db).await;
    let server = Smtp::start().await;
    let console = Console::of(&db, &server);
    enter(&house.person("institution-agent").await, 1)
        .await
        .expect(201);
    let line = |number: &str| format!("万思宁,{number},南昌市凤凰小学\n");
    let list = format!(
        "姓名,身份证号,任教学校\n{}{}",
        line(&identity(1)),
        line(&identity(2))
    );
    // As a program of tables saves "Unicode text".
    let signs = std::iter::once(0xFEFF).chain(list.encode_utf16());
    let bytes: Vec<u8> = signs.flat_map(u16::to_le_bytes).collect();
    console.put("教师.csv", &bytes);
    let words = ["teachers", "教师.csv", "--source", "人事处名册"];
    let dry = console.say(&[&words[..], &["--dry-run"]].concat());
    assert!(
        dry.status.success() && said(&dry).0.contains("读了 2 行：可登记 2"),
        "{dry:?}"
    );
    assert_eq!(house.rows.count("in_service_teacher").await, 0);
    let done = console.say(&words);
    assert!(
        said(&done)
            .0
            .contains("已登记 2 人，不再在册 0 人，产生线索 1 条"),
        "{done:?}"
    );
    console.put(
        "新.csv",
        format!("姓名,身份证号,任教学校\n{}", line(&identity(2))),
    );
    let newer = console.say(&["teachers", "新.csv", "--source", "人事处名册"]);
    assert!(
        said(&newer).0.contains("已登记 0 人，不再在册 1 人"),
        "{newer:?}"
    );
    house.is_nowhere_in_clear(&identity(2)).await;
}

async fn a_list_that_cannot_be_read_says_why(db: Db) {
    let house = House::open(&db).await;
    let server = Smtp::start().await;
    let console = Console::of(&db, &server);
    let number = house.bureau.parties[0].number.to_string();
    console.put("a.csv", "姓名,岗位\n万思宁,教学\n");
    console.put("b.csv", "姓名,身份证号,岗位,专兼职,入职日期\n");
    let rows: String = (0..1_001).map(|_| "万,1,教学,专职,2026-01-01\n").collect();
    console.put(
        "c.csv",
        format!("姓名,身份证号,岗位,专兼职,入职日期\n{rows}"),
    );
    for (file, institution, code) in [
        ("a.csv", number.as_str(), "staff_columns_missing"),
        ("b.csv", &number, "file_empty"),
        ("c.csv", &number, "staff_list_too_long"),
        ("a.csv", "NC12345670", "institution_number_invalid"),
        ("none.csv", &number, "file_unreadable"),
    ] {
        let output = console.say(&["staff", file, "--institution", institution]);
        assert_eq!(output.status.code(), Some(2), "{output:?}");
        assert!(said(&output).1.contains(code), "{code}: {output:?}");
    }
}
