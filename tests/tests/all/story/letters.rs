//! The mails of the story: whom they reach, what they say, and that their links only show.

use std::time::Duration;

use tests::door::Door;
use tests::mail::Part;
use tests::rows::Rows;
use tests::smtp::{Mail, Smtp};

use super::play::{ANSWER, Played};

/// Checks every mail that one story sends: three to the parent, one to the institution.
pub(super) async fn told(rows: &Rows, server: &Smtp, door: &Door, played: &Played) {
    server.wait_for(4, Duration::from_secs(40)).await;
    rows.until("notice WHERE state = 'sent'", 4).await;
    let mails = server.mails();
    assert_eq!(mails.len(), 4, "the anonymous complaint tells nobody");
    assert!(server.counts().values().all(|count| *count == 1));
    let (number, document) = (played.complaint.as_str(), played.document.as_str());
    let received = to_parent(&mails, played, "收到");
    let accepted = to_parent(&mails, played, "受理");
    let answered = to_parent(&mails, played, "答复");
    for mail in [&received, &accepted, &answered] {
        assert!(words(mail).contains(number), "{}", words(mail));
    }
    assert!(words(&answered).contains(ANSWER));
    let order = addressed(&mails, &played.party.email);
    let order = Part::read(&order.first().expect("the institution is told").raw);
    for part in [words(&order), order.part("text/html").text()] {
        assert!(part.contains(document), "{part}");
        assert!(part.contains("只是告知用的副本，不是文书的送达"), "{part}");
    }
    // The institution stands in the register, so its name may be mailed.
    for mail in addressed(&mails, &played.parent) {
        let said = words(&Part::read(&mail.raw));
        let named = format!("涉及机构：{}", played.party.name);
        assert!(said.contains(&named), "{said}");
    }
    for mail in &mails {
        is_ours(&Part::read(&mail.raw), mail);
    }
    links_only_show(rows, door, &mails).await;
}

fn addressed<'a>(mails: &'a [Mail], address: &str) -> Vec<&'a Mail> {
    mails.iter().filter(|mail| mail.to == [address]).collect()
}

/// The parent's mail whose subject line has this word.
fn to_parent(mails: &[Mail], played: &Played, word: &str) -> Part {
    let found: Vec<Part> = addressed(mails, &played.parent)
        .into_iter()
        .map(|mail| Part::read(&mail.raw))
        .filter(|mail| mail.header("Subject").contains(word))
        .collect();
    assert_eq!(found.len(), 1, "mails with {word}");
    found.into_iter().next().unwrap()
}

fn words(mail: &Part) -> String {
    mail.part("text/plain").text()
}

/// The headers, and both parts in Chinese.
fn is_ours(read: &Part, mail: &Mail) {
    assert_eq!(
        mail.from, "noreply@hongjian.example",
        "the envelope is ours"
    );
    let from = read.header("From");
    assert!(from.ends_with("<noreply@hongjian.example>"), "{from}");
    assert!(from.starts_with("南昌市校外培训监管平台"), "{from}");
    assert_eq!(read.header("To"), mail.to[0]);
    assert_eq!(read.header("Message-ID"), mail.message_id);
    assert!(
        mail.message_id.ends_with("@hongjian.example>"),
        "{}",
        mail.message_id
    );
    assert_eq!(read.header("Auto-Submitted"), "auto-generated");
    assert_eq!(read.header("Content-Language"), "zh-CN");
    assert_eq!(read.header("MIME-Version"), "1.0");
    assert!(!read.header("Date").is_empty());
    assert!(
        read.header("Content-Type")
            .starts_with("multipart/alternative;")
    );
    for kind in ["text/plain", "text/html"] {
        let part = read.part(kind);
        assert!(
            part.header("Content-Type").contains("charset=utf-8"),
            "{kind}"
        );
        assert!(part.text().contains("打开链接不会办理任何事项"), "{kind}");
    }
    assert!(read.part("text/html").text().contains("lang=\"zh-CN\""));
}

/// Every address in a mail is one of our pages without a secret in it, and asking for it changes nothing, by whatever
/// verb a mail scanner asks.
async fn links_only_show(rows: &Rows, door: &Door, mails: &[Mail]) {
    // What the worker still seals is no doing of the links.
    rows.until("act_unsealed", 0).await;
    let before = rows.census().await;
    let mut opened = 0;
    for mail in mails {
        let html = Part::read(&mail.raw).part("text/html").text();
        for after in html.split("href=\"").skip(1) {
            let link = after.split('"').next().unwrap();
            let (_, path) = link
                .strip_prefix("http://")
                .and_then(|rest| rest.split_once('/'))
                .unwrap_or_else(|| panic!("{link} is not ours"));
            assert!(!path.contains('?'), "{link} carries something");
            let path = format!("/{path}");
            for method in [reqwest::Method::GET, reqwest::Method::HEAD] {
                let answer = tests::caller::send(door.public().request(method, &path)).await;
                assert!(answer.status < 400, "{link}: {}", answer.status);
            }
            opened += 1;
        }
    }
    assert!(opened >= mails.len(), "each mail leads to a page");
    assert_eq!(rows.census().await, before);
}
