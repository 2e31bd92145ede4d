//! Lists of institutions from offices: checked row by row, entered whole or not at all, taken back.

mod checks;
mod console;
mod desk;
mod entering;
mod real;
mod taking_back;

use std::path::Path;
use std::sync::Arc;

use domain::access::{Grant, permit};
use domain::institution::import::Rows as Numbers;
use domain::institution::listed::{self, Reading};
use domain::words::{ImportId, Uscc};
use serde_json::json;
use store::ops::import::{self as ops, NewImport};
use store::read::import as lists;
use store::read::institution::{self, InstitutionQuery};
use store::{ManualClock, Store};
use tables::Format;
use tests::Db;
use tests::bureau::{Bureau, grant};
use tests::caller::Answer;
use tests::door::Door;
use tests::rows::Rows;
use worker::import::{self, Checked, Entered, ImportFault, Wish};

/// What stands above the columns of the lists of these tests.
const HEADINGS: &str = "机构名称,统一社会信用代码,类别,学段,县区,地址,许可证号,发证日期,有效期至\n";

/// The number of the institution that came last.
const LAST: &str = "SELECT number AS value FROM institution ORDER BY seq DESC LIMIT 1";

/// The credit code of the institution `serial` of a list.
fn code(serial: usize) -> Uscc {
    Uscc::from_body(&format!("5136010203{serial:07}")).unwrap()
}

/// A row that nothing is wrong with.
fn row(serial: usize) -> String {
    format!(
        "名单第{serial}艺术培训学校,{},文化艺术类,小学、初中,西湖区,孺子路{serial}号,教民1360103{serial:08}号,2025-03-01,2028-02-29\n",
        code(serial)
    )
}

/// A list of so many rows that nothing is wrong with.
fn list(rows: usize) -> String {
    let rows: String = (1..=rows).map(row).collect();
    format!("{HEADINGS}{rows}")
}

fn first_line(file: &str) -> Vec<String> {
    let line = file.lines().next().unwrap();
    line.split(',').map(str::to_owned).collect()
}

/// A bureau whose register has one institution, and the right to enter lists.
struct Office {
    store: Store,
    clock: Arc<ManualClock>,
    rows: Rows,
    door: Door,
    right: Grant<permit::ManageRegister>,
}

impl Office {
    async fn open(db: &Db) -> Self {
        let (store, clock) = db.store_at_rest().await;
        Bureau::found(&store, 1).await;
        Self {
            right: grant::<permit::ManageRegister>(&store),
            rows: Rows::of(db).await,
            door: Door::open(db, &store).await,
            store,
            clock,
        }
    }

    async fn check(&self, file: impl Into<Vec<u8>>, wish: &Wish) -> Result<Checked, ImportFault> {
        let bytes = file.into().into();
        import::check(&self.store, &self.right, bytes, wish, &mut |_, _, _| {}).await
    }

    async fn enter(&self, file: &str, wish: &Wish) -> Result<Entered, ImportFault> {
        let file = (Path::new("名单.csv"), file.to_owned().into_bytes().into());
        import::enter(&self.store, &self.right, file, wish, &mut |_, _, _| {}).await
    }

    /// A list that was checked.
    async fn begun(&self, file: &str) -> NewImport {
        let mark = lists::mark(&self.store, &self.right).await.unwrap();
        let bytes = file.to_owned().into_bytes();
        let rows = file.lines().count() as u64;
        let mut numbers = Numbers::default();
        (2..=rows).for_each(|row| numbers.push(row));
        let (_, columns) = listed::headings(&[first_line(file)]);
        NewImport {
            file_name: "名单.csv".to_owned(),
            media_type: Format::Csv.media_type(),
            bytes: bytes.into(),
            reading: Reading {
                columns,
                ..Reading::default()
            },
            rows: numbers,
            mark,
        }
    }

    /// Begins a list whose rows are entered by hand.
    async fn begin(&self, file: &str) -> ImportId {
        let new = self.begun(file).await;
        let now = self.store.now();
        ops::begin(&self.store, &self.right, &new, now)
            .await
            .unwrap()
    }

    async fn go_on(&self, list: ImportId, file: &str) -> Result<(), ImportFault> {
        let bytes = file.to_owned().into_bytes().into();
        import::go_on(&self.store, &self.right, list, bytes, &mut |_, _, _| {})
            .await
            .map(drop)
    }

    async fn withdraw(&self, list: ImportId) -> Result<(), store::Fault> {
        import::withdraw(
            &self.store,
            &self.right,
            list,
            "重复导入",
            &mut |_, _, _| {},
        )
        .await
    }

    /// How many institutions of a list the public finds.
    async fn found(&self) -> usize {
        let query = InstitutionQuery {
            q: Some("名单".to_owned()),
            ..InstitutionQuery::default()
        };
        let found = institution::search(&self.store, &query, self.store.today()).await;
        found.unwrap().items.len()
    }

    /// A parent complains about the institution with this number.
    async fn complain(&self, number: &str) -> Answer {
        let draft = json!({
            "institution_number": number, "subject": "退费", "anonymous": true,
            "body": "交了一年的学费，现在说什么都不退。",
        });
        let public = self.door.public();
        public.post("/api/v1/complaints", &draft).await
    }

    async fn institutions(&self) -> i64 {
        self.rows.count("institution").await
    }
}

/// Row, column and code of everything that a check told.
fn told(checked: &Checked) -> Vec<(u64, &str, &str)> {
    let told = checked.report.told.iter();
    told.map(|one| {
        let column = one.column.as_deref().unwrap_or_default();
        (one.row, column, one.code.as_str())
    })
    .collect()
}
