//! What the authority publishes of an institution: the bank of custody, the results of inspections, the penalties.

use serde_json::json;
use tests::{Db, db_test};

use super::House;
use super::records::{asked, change};

db_test!(what_the_authority_publishes_is_read_by_everybody);

async fn what_the_authority_publishes_is_read_by_everybody(db: Db) {
    let house = House::open(&db).await;
    let public = &house.door.public();
    let page = |path: String| async move {
        let page = public.page(&path).await.expect(200);
        String::from_utf8(page.bytes).unwrap()
    };
    let path = house.record().replace("/api/v1", "");
    let before = page(path.clone()).await;
    assert!(
        before.contains("登记册中没有监管银行") && before.contains("没有公示的行政处罚"),
        "{before}"
    );
    let first = house.store.today();
    house.days_go_by(2);
    let officer = house.person("officer").await;
    let year = house.store.today().year();
    let decided = first.plus_days(-20);
    let written = json!({
        "custody_bank": "江西银行洪城支行",
        "inspections": format!("{} 合格\n{} 基本合格", year - 2, year - 1),
        "penalties": format!("{decided} 洪教罚〔{year}〕3号 警告，罚款 20000 元"),
    });
    house.correct(&officer, 0, written).await.expect(200);
    assert_eq!(house.said("custody_bank").await, "江西银行洪城支行");
    assert_eq!(
        house.said("inspections").await,
        json!([{"year": year - 1, "grade": "conditional"}, {"year": year - 2, "grade": "passed"}])
    );
    assert_eq!(
        house.said("penalties").await,
        json!([{"decided_on": decided, "document": format!("洪教罚〔{year}〕3号"), "content": "警告，罚款 20000 元"}])
    );
    let after = page(path.clone()).await;
    for words in ["有，江西银行洪城支行", "基本合格", "警告"] {
        assert!(after.contains(words), "{words}: {after}");
    }
    // On the days before nobody had said it.
    let then = page(format!("{path}?as_of={first}")).await;
    assert!(!then.contains("江西银行洪城支行"), "{then}");
    // The institution asks for it, and does not write it.
    let agent = house.agent(0).await;
    let request = change(&agent, json!({"penalties": ""})).await.expect(200);
    asked(&request);
    assert_ne!(house.said("penalties").await, json!([]));
    for (field, text, code) in [
        ("inspections", "2025", "inspection_invalid"),
        ("inspections", "2025 很好", "inspection_invalid"),
        ("penalties", "洪教罚〔2025〕3号 警告", "penalty_invalid"),
        ("penalties", "2999-01-01 洪教罚 警告", "day_in_future"),
    ] {
        let mut values = json!({});
        values[field] = json!(text);
        let refused = house.correct(&officer, 0, values).await.expect(422);
        let fault = &refused.body["errors"][0];
        assert_eq!(
            (&fault["field"], &fault["code"]),
            (&json!(field), &json!(code)),
            "{text}"
        );
    }
}
