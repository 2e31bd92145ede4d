//! The canaries, how they are heard, and the ways in which they are sent.

use reqwest::RequestBuilder;
use serde_json::{Value, json};
use tests::client;

pub(super) const NAME: &str = "慕容蔷薇";
const TELEPHONE: &str = "13870051742";
pub(super) const EMAIL: &str = "qiangwei.murong@example.cn";
/// Where the complainant lives: part of what was written, and nowhere else.
pub(super) const ADDRESS: &str = "春晖路八十八号三栋六〇二室";
/// Typed as a password by somebody who has no account.
const TYPED: &str = "quince-marmalade-0917";

pub(super) const CANARIES: [&str; 5] = [NAME, TELEPHONE, EMAIL, ADDRESS, TYPED];

/// The lines of a text in which a canary is heard: as it is, percent-encoded, escaped as JSON or Rust may, or as the
/// numbers of its bytes.
pub(super) fn heard(text: &str) -> Vec<String> {
    let mut forms = Vec::new();
    for canary in CANARIES {
        let bytes = canary.bytes();
        forms.push(canary.to_lowercase());
        forms.push(bytes.clone().map(|byte| format!("%{byte:02x}")).collect());
        forms.push(bytes.clone().map(|byte| format!("\\x{byte:02x}")).collect());
        forms.push(
            canary
                .encode_utf16()
                .map(|unit| format!("\\u{unit:04x}"))
                .collect(),
        );
        forms.push(
            canary
                .chars()
                .map(|sign| format!("\\u{{{:x}}}", u32::from(sign)))
                .collect(),
        );
        let numbers: Vec<String> = bytes.map(|byte| byte.to_string()).collect();
        forms.push(numbers.join(", "));
    }
    let lines = text.lines().map(str::to_lowercase);
    lines
        .filter(|line| forms.iter().any(|form| line.contains(form.as_str())))
        .collect()
}

pub(super) fn complaint() -> Value {
    json!({
        "institution_name": "某画室",
        "place": ADDRESS,
        "subject": "周末补奥数",
        "body": format!("我家住{ADDRESS}，孩子在画室里补奥数，收现金。"),
        "anonymous": false,
        "contact": {"name": NAME, "telephone": TELEPHONE, "email": EMAIL},
    })
}

/// Requests that are refused, each with a canary where people or scanners put it.
pub(super) fn refusals(url: &str, number: &str) -> Vec<RequestBuilder> {
    let http = client::plain();
    let complaints = format!("{url}/api/v1/complaints");
    let changed = |field: &str, value: Value| {
        let mut body = complaint();
        body[field] = value;
        http.post(&complaints).json(&body)
    };
    let raw = |text: String| {
        let request = http
            .post(&complaints)
            .header("Content-Type", "application/json");
        request.body(text)
    };
    let form = |path: &str, body: String| {
        let request = http.post(format!("{url}{path}"));
        let request = request.header("Content-Type", "application/x-www-form-urlencoded");
        request.body(body)
    };
    vec![
        // A field that does not exist, of a name that says too much.
        changed(NAME, json!(TELEPHONE)),
        changed("happened_on", json!(TELEPHONE)),
        changed("amount_fen", json!(EMAIL)),
        changed("district", json!(NAME)),
        changed("contact", json!(format!("{NAME} {TELEPHONE}"))),
        changed(
            "contact",
            json!({"name": NAME, "telephone": format!("{TELEPHONE}00000"), "email": EMAIL}),
        ),
        changed(
            "contact",
            json!({"name": NAME, "telephone": TELEPHONE, "email": format!("{EMAIL}@{EMAIL}")}),
        ),
        changed("subject", json!(NAME.repeat(1_000))),
        raw(format!("{{\"subject\": \"{NAME}\", \"body\": {ADDRESS}")),
        raw(format!("{TELEPHONE}{EMAIL}")),
        http.post(format!("{complaints}?name={NAME}")).body(EMAIL),
        http.post(format!("{url}/api/v1/sessions"))
            .json(&json!({"login": EMAIL, "password": TYPED})),
        http.post(format!("{url}/api/v1/sessions"))
            .json(&json!({"login": "officer", "password": TYPED})),
        http.get(format!("{url}/api/v1/sessions/{NAME}")),
        http.get(format!("{url}/institutions/{NAME}")),
        http.get(format!("{complaints}/{number}"))
            .header("Receipt", TELEPHONE),
        http.get(format!("{url}/api/v1/my/orders"))
            .bearer_auth(TYPED),
        // A form of the pages without its protection.
        form(
            "/complaints/check",
            format!("name={NAME}&telephone={TELEPHONE}"),
        ),
        form("/sign-in", format!("login={EMAIL}&password={TYPED}")),
    ]
}

#[test]
fn a_canary_is_heard_in_every_disguise() {
    for song in [
        format!("x {NAME} y"),
        "name=%E6%85%95%E5%AE%B9%E8%94%B7%E8%96%87".to_owned(),
        "\\u6155\\u5BB9\\u8537\\u8587".to_owned(),
        format!("{:?}", TELEPHONE.as_bytes()),
        EMAIL.to_uppercase(),
        TYPED.to_owned(),
    ] {
        assert_eq!(heard(&format!("before\n{song}\nafter")).len(), 1, "{song}");
    }
    assert_eq!(heard("nothing\nat all"), Vec::<String>::new());
}
