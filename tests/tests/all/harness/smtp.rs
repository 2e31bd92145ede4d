//! The scripted mail server does to a real client what its script says.

use std::time::Duration;

use lettre::message::Mailbox;
use lettre::transport::smtp::client::AsyncSmtpConnection;
use lettre::transport::smtp::extension::ClientId;
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};
use tests::db::block_on;
use tests::smtp::{Act, Smtp, Stage};

fn mail(id: &str) -> Message {
    let address = |text: &str| text.parse::<Mailbox>().unwrap();
    Message::builder()
        .from(address("洪鉴 <noreply@hongjian.example>"))
        .to(address("parent@example.cn"))
        .message_id(Some(format!("<{id}@hongjian.example>")))
        .subject("收到您的投诉")
        .body("第一行\r\n.以点开头\r\n".to_owned())
        .unwrap()
}

fn client(server: &Smtp) -> AsyncSmtpTransport<Tokio1Executor> {
    let address = server.address();
    AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(address.ip().to_string())
        .port(address.port())
        .build()
}

#[test]
fn an_accepted_mail_is_kept_as_it_came() {
    block_on(async {
        let server = Smtp::start().await;
        client(&server).send(mail("one")).await.unwrap();
        let mails = server.mails();
        assert_eq!(mails.len(), 1);
        assert_eq!(mails[0].message_id, "<one@hongjian.example>");
        assert_eq!(mails[0].from, "noreply@hongjian.example");
        assert_eq!(mails[0].to, ["parent@example.cn"]);
        assert!(mails[0].answered);
        let raw = String::from_utf8(mails[0].raw.clone()).unwrap();
        let (head, body) = raw.split_once("\r\n\r\n").unwrap();
        assert!(head.contains("To: parent@example.cn\r\n"), "{head}");
        let encoded = head.contains("base64");
        assert!(
            encoded || body.contains(".以点开头") || body.contains("=E4=BB=A5"),
            "{raw}"
        );
    });
}

#[test]
fn each_reply_of_the_script_reaches_the_client_once() {
    block_on(async {
        let server = Smtp::start().await;
        server.script([
            Act::Reply(Stage::Sender, 450),
            Act::Reply(Stage::Recipient, 550),
            Act::Reply(Stage::Data, 451),
            Act::Reply(Stage::Body, 554),
        ]);
        for code in [450, 550, 451, 554] {
            let fault = client(&server).send(mail("refused")).await.unwrap_err();
            let status = fault.status().unwrap();
            assert_eq!(u16::from(status), code);
            assert_eq!(fault.is_permanent(), code >= 500);
        }
        assert!(server.mails().is_empty());
        client(&server).send(mail("taken")).await.unwrap();
        assert_eq!(server.attempts(), 5);
        assert_eq!(server.mails().len(), 1);
    });
}

#[test]
fn a_busy_server_closes_the_line_after_421() {
    block_on(async {
        let server = Smtp::start().await;
        server.otherwise(Act::Reply(Stage::Greeting, 421));
        let fault = client(&server).send(mail("early")).await.unwrap_err();
        assert_eq!(fault.status().map(u16::from), Some(421));
        assert_eq!(server.attempts(), 0);
    });
}

#[test]
fn a_cut_before_the_final_dot_leaves_no_mail_and_one_after_it_leaves_one_unanswered() {
    block_on(async {
        let server = Smtp::start().await;
        server.script([Act::CutBeforeDot, Act::CutAfterDot]);
        assert!(client(&server).send(mail("before")).await.is_err());
        assert!(server.mails().is_empty());
        assert!(client(&server).send(mail("after")).await.is_err());
        let mails = server.mails();
        assert_eq!(mails.len(), 1);
        assert_eq!(mails[0].message_id, "<after@hongjian.example>");
        assert!(!mails[0].answered);
    });
}

#[test]
fn a_stalled_stage_never_answers_and_a_delayed_one_late() {
    block_on(async {
        let server = Smtp::start().await;
        let short = Duration::from_millis(300);
        for stage in [Stage::Greeting, Stage::Hello, Stage::Sender, Stage::Body] {
            server.script([Act::Stall(stage)]);
            let sending =
                tokio::time::timeout(short, async { client(&server).send(mail("stalled")).await });
            assert!(sending.await.is_err(), "{stage:?} was answered");
        }
        server.script([Act::Delay(Stage::Recipient, short)]);
        let client = client(&server);
        let mut sending = Box::pin(client.send(mail("late")));
        assert!(tokio::time::timeout(short / 2, &mut sending).await.is_err());
        sending.await.unwrap();
    });
}

#[test]
fn a_server_that_was_down_comes_back_on_its_port() {
    block_on(async {
        let server = Smtp::start().await;
        let before = server.address();
        server.down().await;
        assert!(client(&server).send(mail("down")).await.is_err());
        server.up().await;
        assert_eq!(server.address(), before);
        client(&server).send(mail("up")).await.unwrap();
        server.wait_for(1, Duration::from_secs(1)).await;
    });
}

#[test]
fn the_client_with_a_line_of_its_own_is_served_without_delay() {
    block_on(async {
        let server = Smtp::start().await;
        let stream = tokio::net::TcpStream::connect(server.address())
            .await
            .unwrap();
        stream.set_nodelay(true).unwrap();
        let hello = ClientId::Domain("client.test".to_owned());
        let mut line = AsyncSmtpConnection::connect_with_transport(Box::new(stream), &hello)
            .await
            .unwrap();
        for number in 0..200 {
            let mail = mail(&number.to_string());
            line.send(mail.envelope(), &mail.formatted()).await.unwrap();
        }
        assert_eq!(server.counts().len(), 200);
        assert_eq!(server.connections(), 1);
    });
}
