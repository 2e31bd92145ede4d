//! The public portal by its pages, as a person without script uses it, on both databases.

mod complaining;
mod console;
mod following;
mod hostile;
mod looking_up;
mod white_list;

use store::Store;
use tests::Db;
use tests::bureau::Bureau;
use tests::rows::Rows;
use tests::visitor::{Page, Visitor, application};

/// A bureau with its portal open.
struct Portal {
    store: Store,
    bureau: Bureau,
    rows: Rows,
    visitor: Visitor,
}

impl Portal {
    async fn open(db: &Db, institutions: usize) -> Self {
        Self::with(db, institutions, &[]).await
    }

    async fn with(db: &Db, institutions: usize, settings: &[(&str, &str)]) -> Self {
        let store = db.store().await;
        let bureau = Bureau::found(&store, institutions).await;
        let visitor = Visitor::new(&application(db, store.clone(), settings));
        Self {
            store,
            bureau,
            rows: Rows::of(db).await,
            visitor,
        }
    }

    /// Fills the form in and goes on to the page where it is checked.
    async fn checked(&mut self, typed: &[(&str, &str)]) -> Page {
        let form = self.visitor.get("/complaints/new").await.expect(200);
        let page = self.visitor.submit(&form, "/complaints/check", typed).await;
        page.expect(200)
    }

    /// Files a complaint and opens its receipt.
    async fn filed(&mut self, typed: &[(&str, &str)]) -> Page {
        let check = self.checked(typed).await;
        let sent = self.visitor.submit(&check, "/complaints", &[]).await;
        let path = sent.expect(303).location().to_owned();
        self.visitor.get(&path).await.expect(200)
    }

    /// Files a complaint, says that the receipt is saved, and opens the page on which it is followed.
    async fn followed(&mut self, typed: &[(&str, &str)]) -> (Pair, Page) {
        let pair = Pair::of(&self.filed(typed).await);
        let fields = [
            ("number", pair.number.as_str()),
            ("receipt", pair.code.as_str()),
            ("saved", "yes"),
        ];
        let gone_on = self
            .visitor
            .post_fields("/complaints/receipt/check", &fields)
            .await;
        let path = gone_on.expect(303).location().to_owned();
        (pair, self.visitor.get(&path).await.expect(200))
    }
}

/// Number and receipt code, as the receipt's form carries them.
struct Pair {
    number: String,
    code: String,
}

impl Pair {
    fn of(receipt: &Page) -> Self {
        let form = receipt.form("/complaints/receipt/text");
        let value = |name| form.value(name).unwrap().to_owned();
        Self {
            number: value("number"),
            code: value("receipt"),
        }
    }
}

/// A complaint without a name.
const ANONYMOUS: &[(&str, &str)] = &[
    ("institution_name", "优思文化传播工作室"),
    ("place", "象山北路 88 号"),
    ("district", "360103"),
    ("subject", "课没上完，钱退不回来"),
    (
        "body",
        "孩子骨折不能再上课，还有 26 节没上。\n机构说“开了课就不退”。",
    ),
    ("amount", "4,320.50"),
    ("anonymous", "yes"),
];

/// A complaint with a name and an address.
const NAMED: &[(&str, &str)] = &[
    ("subject", "老师周末补数学"),
    ("body", "说是思维营，其实上的是五年级数学，每周六两节。"),
    ("happened_on", "2026-03-07"),
    ("amount", "2980"),
    ("anonymous", "no"),
    ("contact_name", "万女士"),
    ("contact_telephone", "13870925521"),
    ("contact_email", "parent@example.cn"),
];
