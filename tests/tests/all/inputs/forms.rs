//! Fields of a complaint that are not as they must be.

use serde_json::{Value, json};
use tests::{Db, db_test};

use super::{Scene, draft, named, raw, wrong};

db_test!(
    a_wrong_field_is_named_and_nothing_is_filed,
    every_wrong_field_is_named_at_once,
    four_byte_characters_are_stored_whole,
);

const PATH: &str = "/api/v1/complaints";

/// A field of a complaint, a value that is not right for it, and the code that says why; `contact.…` is a field of the
/// contact of a complaint with a name.
type Case = (&'static str, Value, &'static str);

fn long(count: usize) -> Value {
    json!("长".repeat(count))
}

/// Types, sums, numbers, places and days.
fn values(tomorrow: &str) -> Vec<Case> {
    vec![
        ("body", json!(1), "wrong_type"),
        ("body", json!(null), "wrong_type"),
        ("anonymous", json!("yes"), "wrong_type"),
        ("contact", json!("万女士"), "wrong_type"),
        ("amount_fen", json!("100"), "wrong_type"),
        ("amount_fen", json!(1.5), "wrong_type"),
        ("amount_fen", json!(1e300), "wrong_type"),
        ("amount_fen", json!(u64::MAX), "invalid_value"),
        ("amount_fen", json!(-1), "amount_negative"),
        ("amount_fen", json!(i64::MIN), "amount_negative"),
        ("amount_fen", json!(10_000_000_001_i64), "amount_too_large"),
        ("amount_fen", json!(i64::MAX), "amount_too_large"),
        ("priority", json!("high"), "unknown_field"),
        (
            "institution_number",
            json!("NC00000014"),
            "institution_number_invalid",
        ),
        (
            "institution_number",
            json!("NC1"),
            "institution_number_invalid",
        ),
        (
            "institution_number",
            json!("NC\u{0}"),
            "institution_number_invalid",
        ),
        ("district", json!("360199"), "district_unknown"),
        ("district", json!("zone-mars"), "district_unknown"),
        ("happened_on", json!("2026-02-30"), "day_invalid"),
        ("happened_on", json!("2026-13-01"), "day_invalid"),
        ("happened_on", json!("昨天"), "day_invalid"),
        ("happened_on", json!("2002-12-31"), "day_too_early"),
        ("happened_on", json!(tomorrow), "day_in_future"),
    ]
}

/// Texts that are empty, too long, or hold what hides or misleads.
fn words() -> Vec<Case> {
    vec![
        ("subject", json!(""), "text_empty"),
        ("subject", long(101), "text_too_long"),
        ("subject", json!("一\n二"), "text_control"),
        ("subject", json!("退费\u{0}"), "text_control"),
        ("subject", json!("退\u{202e}费"), "text_control"),
        ("body", json!("   \n "), "text_empty"),
        ("body", json!("不退"), "text_too_short"),
        ("body", long(5_001), "text_too_long"),
        ("body", json!("机构不\u{0}退费用"), "text_control"),
        ("body", json!("机构不\u{2066}退费用"), "text_control"),
        ("body", json!("机构不\u{7}退费用"), "text_control"),
        ("institution_name", long(201), "text_too_long"),
        ("institution_name", json!("某\u{200f}校"), "text_control"),
        ("place", long(201), "text_too_long"),
        ("place", json!("某路\u{0}"), "text_control"),
    ]
}

/// Names and addresses, also such as would write headers of a mail.
fn contacts() -> Vec<Case> {
    vec![
        ("contact.fax", json!("1"), "unknown_field"),
        ("contact.name", json!("万\u{202e}女士"), "text_control"),
        (
            "contact.name",
            json!("万女士\r\nBcc: all@example.cn"),
            "text_control",
        ),
        ("contact.name", long(61), "text_too_long"),
        ("contact.name", json!(""), "contact_name_missing"),
        ("contact.telephone", json!("12345"), "telephone_invalid"),
        (
            "contact.telephone",
            json!("139\u{0}0000000"),
            "telephone_invalid",
        ),
        ("contact.email", json!("parent"), "email_invalid"),
        (
            "contact.email",
            json!("parent@example.cn\r\nBcc: all@example.cn"),
            "email_invalid",
        ),
        (
            "contact.email",
            json!("parent@example.cn, all@example.cn"),
            "email_invalid",
        ),
        (
            "contact.email",
            json!("<parent@example.cn>"),
            "email_invalid",
        ),
        (
            "contact.email",
            json!(format!("{}@example.cn", "a".repeat(300))),
            "email_invalid",
        ),
    ]
}

async fn a_wrong_field_is_named_and_nothing_is_filed(db: Db) {
    let scene = Scene::set(&db).await;
    let tomorrow = scene.store.today().plus_days(1).to_string();
    let cases = [values(&tomorrow), words(), contacts()].concat();
    for (field, value, code) in cases {
        let draft = match field.strip_prefix("contact.") {
            Some(inner) => {
                let mut draft = named();
                draft["contact"][inner] = value.clone();
                draft
            }
            None => {
                let mut draft = draft();
                draft[field] = value.clone();
                draft
            }
        };
        let request = raw(&scene.public(), PATH, draft.to_string());
        let what = format!("{field} {value}")
            .chars()
            .take(60)
            .collect::<String>();
        scene.refused(&what, request, wrong(&[(field, code)])).await;
    }
    // The check digit is right, and no institution has the number.
    let mut unknown = draft();
    let number = domain::words::InstitutionNumber::from_sequence(999).unwrap();
    unknown["institution_number"] = json!(number.to_string());
    let request = raw(&scene.public(), PATH, unknown.to_string());
    let fields = [("institution_number", "institution_unknown")];
    scene
        .refused("no such institution", request, wrong(&fields))
        .await;
}

async fn every_wrong_field_is_named_at_once(db: Db) {
    let scene = Scene::set(&db).await;
    let mut draft = named();
    draft["subject"] = json!("");
    draft["happened_on"] = json!("2026-02-30");
    draft["amount_fen"] = json!(-5);
    draft["contact"]["email"] = json!("parent");
    let fields = [
        ("subject", "text_empty"),
        ("happened_on", "day_invalid"),
        ("amount_fen", "amount_negative"),
        ("contact.email", "email_invalid"),
    ];
    let request = raw(&scene.public(), PATH, draft.to_string());
    let answer = scene.refused("four at once", request, wrong(&fields)).await;
    assert_eq!(
        answer.body["errors"].as_array().unwrap().len(),
        fields.len()
    );
    // An address that came along by mistake is not kept in secret.
    let mut anonymous = named();
    anonymous["anonymous"] = json!(true);
    let request = raw(&scene.public(), PATH, anonymous.to_string());
    let fields = [("contact", "anonymous_with_contact")];
    scene
        .refused("anonymous with a name", request, wrong(&fields))
        .await;
}

async fn four_byte_characters_are_stored_whole(db: Db) {
    let scene = Scene::set(&db).await;
    let (subject, body) = (
        "𠮷校长🙏🏽不退费",
        "😤😤𪚥𪚥孩子叫𠮷𠮷，交了钱🈵不退👨‍👩‍👧".repeat(40),
    );
    let mut draft = named();
    draft["subject"] = json!(subject);
    draft["body"] = json!(body);
    draft["contact"]["name"] = json!("𠮷女士");
    let filed = scene.public().post(PATH, &draft).await.expect(201);
    let officer = scene.signed_in("officer").await;
    let path = format!("/api/v1/desk/complaints/{}", filed.text("number"));
    let record = officer.get(&path).await.expect(200).body;
    assert_eq!(record["subject"], subject);
    assert_eq!(record["body"], body);
    assert_eq!(record["contact"]["name"], "𠮷**");
    // The longest text of all, in characters of four bytes.
    draft["body"] = json!("🏫".repeat(5_000));
    let filed = scene.public().post(PATH, &draft).await.expect(201);
    let path = format!("/api/v1/desk/complaints/{}", filed.text("number"));
    assert_eq!(
        officer.get(&path).await.expect(200).body["body"],
        draft["body"]
    );
}
