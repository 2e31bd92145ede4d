//! The pool against a scripted server on loopback: each way a server can let a mail down.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops at the first thing that is not as it should be"
)]

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

use super::*;

/// What the server does at one point of a conversation.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Deed {
    /// Everything well.
    Well,
    /// Accepts the connection and never greets.
    NeverGreets,
    /// Greets with 421.
    GreetsBusy,
    /// Answers RCPT with this.
    AtRcpt(&'static str),
    /// Closes instead of answering DATA.
    CutsAtData,
    /// Reads half of the text and closes.
    CutsInText,
    /// Answers the final dot with this.
    AtDot(&'static str),
    /// Reads the final dot and closes.
    CutsAfterDot,
    /// Reads the final dot and says nothing.
    StallsAfterDot,
    /// Takes the mail and closes at the next command.
    ClosesWhenIdle,
    /// Takes one mail, and answers the final dot of the next with 421.
    BusyAtSecond,
    /// Greets and then says nothing.
    SaysNothing,
}

#[derive(Default)]
struct Seen {
    connections: usize,
    mails: Vec<String>,
    lines: Vec<String>,
}

struct Scripted {
    port: u16,
    seen: Arc<Mutex<Seen>>,
}

/// A server whose connections follow `deeds` in order; the last one repeats.
async fn server(deeds: &'static [Deed]) -> Scripted {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let seen = Arc::new(Mutex::new(Seen::default()));
    let noted = Arc::clone(&seen);
    tokio::spawn(async move {
        let mut count = 0;
        while let Ok((stream, _)) = listener.accept().await {
            let deed = deeds[count.min(deeds.len() - 1)];
            count += 1;
            noted.lock().unwrap().connections = count;
            tokio::spawn(converse(stream, deed, Arc::clone(&noted)));
        }
    });
    Scripted { port, seen }
}

async fn converse(stream: TcpStream, deed: Deed, seen: Arc<Mutex<Seen>>) {
    let _ended = talk(stream, deed, seen).await;
}

async fn talk(stream: TcpStream, deed: Deed, seen: Arc<Mutex<Seen>>) -> std::io::Result<()> {
    let (reader, mut writer) = stream.into_split();
    let mut reader = BufReader::new(reader);
    match deed {
        Deed::NeverGreets => {
            tokio::time::sleep(Duration::from_secs(600)).await;
            return Ok(());
        }
        Deed::GreetsBusy => return writer.write_all(b"421 too busy\r\n").await,
        _ => writer.write_all(b"220 scripted ESMTP\r\n").await?,
    }
    let mut taken = 0;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).await? == 0 {
            return Ok(());
        }
        seen.lock().unwrap().lines.push(line.trim_end().to_owned());
        if taken > 0 && deed == Deed::ClosesWhenIdle {
            return Ok(());
        }
        if deed == Deed::SaysNothing {
            tokio::time::sleep(Duration::from_secs(600)).await;
        }
        let word = line.split([' ', ':', '\r']).next().unwrap_or_default();
        let answer = match (word, deed) {
            ("EHLO", _) => "250-scripted\r\n250 8BITMIME\r\n",
            ("RCPT", Deed::AtRcpt(answer)) => answer,
            ("DATA", Deed::CutsAtData) => return Ok(()),
            ("DATA", _) => {
                writer.write_all(b"354 go on\r\n").await?;
                if deed == Deed::CutsInText {
                    let mut some = [0; 20];
                    reader.read_exact(&mut some).await?;
                    return Ok(());
                }
                let text = text(&mut reader).await?;
                match deed {
                    Deed::CutsAfterDot => return Ok(()),
                    Deed::StallsAfterDot => {
                        tokio::time::sleep(Duration::from_secs(600)).await;
                        return Ok(());
                    }
                    Deed::AtDot(answer) => answer,
                    Deed::BusyAtSecond if taken > 0 => "421 closing\r\n",
                    _ => {
                        taken += 1;
                        seen.lock().unwrap().mails.push(text);
                        "250 2.0.0 queued as 77 for parent@example.cn\r\n"
                    }
                }
            }
            ("QUIT", _) => "221 bye\r\n",
            _ => "250 ok\r\n",
        };
        writer.write_all(answer.as_bytes()).await?;
    }
}

async fn text(reader: &mut (impl AsyncBufReadExt + Unpin)) -> std::io::Result<String> {
    let mut text = String::new();
    loop {
        let before = text.len();
        if reader.read_line(&mut text).await? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        if text.get(before..) == Some(".\r\n") {
            return Ok(text);
        }
    }
}

fn letter(length: usize) -> Letter {
    Letter {
        from: "noreply@hongjian.example".parse().unwrap(),
        to: "parent@example.cn".parse().unwrap(),
        bytes: format!(
            "Subject: x\r\n\r\n{}\r\n",
            "a line of text\r\n".repeat(length)
        )
        .into_bytes(),
    }
}

fn pool(scripted: &Scripted, connections: u32) -> Pool {
    let address = format!("smtp://127.0.0.1:{}", scripted.port);
    let limits = Limits {
        connect: Duration::from_millis(400),
        ..Limits::new(connections, Duration::from_millis(900))
    };
    Pool::new(Server::parse(&address).unwrap(), "hongjian.example", limits).unwrap()
}

async fn outcome(deeds: &'static [Deed]) -> Delivery {
    let scripted = server(deeds).await;
    pool(&scripted, 1).deliver(&letter(3)).await
}

fn later(code: &str) -> Delivery {
    Delivery::Later {
        code: code.to_owned(),
    }
}

fn unreachable(code: &str) -> Delivery {
    Delivery::Unreachable {
        code: code.to_owned(),
    }
}

#[tokio::test]
async fn several_mails_go_over_one_connection_and_the_reply_keeps_no_address() {
    let scripted = server(&[Deed::Well]).await;
    let pool = pool(&scripted, 1);
    for _ in 0..5 {
        let sent = pool.deliver(&letter(3)).await;
        let reply = "250 2.0.0 queued as 77 for".to_owned();
        assert_eq!(sent, Delivery::Sent { reply });
    }
    pool.close().await;
    let seen = scripted.seen.lock().unwrap();
    assert_eq!((seen.connections, seen.mails.len()), (1, 5));
    assert_eq!(seen.lines.first().unwrap(), "EHLO hongjian.example");
    assert_eq!(seen.lines.last().unwrap(), "QUIT");
}

#[tokio::test]
async fn no_more_connections_open_than_allowed() {
    let scripted = server(&[Deed::Well]).await;
    let pool = Arc::new(pool(&scripted, 3));
    let mut sendings = tokio::task::JoinSet::new();
    for _ in 0..30 {
        let pool = Arc::clone(&pool);
        sendings.spawn(async move { pool.deliver(&letter(50)).await });
    }
    while let Some(sent) = sendings.join_next().await {
        assert!(matches!(sent.unwrap(), Delivery::Sent { .. }));
    }
    let seen = scripted.seen.lock().unwrap();
    assert!(seen.connections <= 3, "{} connections", seen.connections);
    assert_eq!(seen.mails.len(), 30);
}

#[tokio::test]
async fn a_break_before_the_text_ended_is_tried_later_and_one_after_it_is_unsure() {
    assert_eq!(outcome(&[Deed::CutsAtData]).await, later("broken"));
    assert_eq!(outcome(&[Deed::CutsAfterDot]).await, Delivery::Unsure);
    assert_eq!(outcome(&[Deed::StallsAfterDot]).await, Delivery::Unsure);
}

#[tokio::test]
async fn a_break_in_the_middle_of_a_long_text_is_tried_later() {
    let scripted = server(&[Deed::CutsInText]).await;
    // Longer than the buffers of the sockets, so that the break is met while writing.
    let delivery = pool(&scripted, 1).deliver(&letter(2_000_000)).await;
    assert_eq!(delivery, later("broken"));
}

#[tokio::test]
async fn replies_of_4xx_are_tried_later_and_of_5xx_refused_wherever_they_come() {
    assert_eq!(
        outcome(&[Deed::AtRcpt("450 greylisted\r\n")]).await,
        later("smtp_450")
    );
    assert_eq!(
        outcome(&[Deed::AtDot("451 not now\r\n")]).await,
        later("smtp_451")
    );
    for answer in [
        Deed::AtRcpt("550 no such mailbox\r\n"),
        Deed::AtDot("550 no such mailbox\r\n"),
    ] {
        let deeds: &'static [Deed] = Box::leak(Box::new([answer]));
        let code = "smtp_550".to_owned();
        assert_eq!(outcome(deeds).await, Delivery::Refused { code });
    }
}

#[tokio::test]
async fn after_a_refusal_the_same_connection_takes_the_next_mail() {
    let scripted = server(&[Deed::AtRcpt("550 no\r\n")]).await;
    let pool = pool(&scripted, 1);
    for _ in 0..3 {
        let code = "smtp_550".to_owned();
        assert_eq!(pool.deliver(&letter(1)).await, Delivery::Refused { code });
    }
    assert_eq!(scripted.seen.lock().unwrap().connections, 1);
}

#[tokio::test]
async fn a_server_that_never_greets_costs_the_time_limit_and_no_more() {
    let begun = Instant::now();
    assert_eq!(
        outcome(&[Deed::NeverGreets]).await,
        unreachable("connect_timeout")
    );
    assert!(begun.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn a_server_that_is_busy_or_absent_is_no_fault_of_the_mail() {
    assert_eq!(outcome(&[Deed::GreetsBusy]).await, unreachable("smtp_421"));
    let gone = server(&[Deed::Well]).await;
    let port = TcpListener::bind("127.0.0.1:0")
        .await
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let absent = Scripted { port, ..gone };
    assert_eq!(
        pool(&absent, 1).deliver(&letter(1)).await,
        unreachable("connect")
    );
}

#[tokio::test]
async fn a_connection_the_server_closed_while_idle_costs_the_next_mail_nothing() {
    let scripted = server(&[Deed::ClosesWhenIdle, Deed::Well]).await;
    let pool = pool(&scripted, 1);
    for _ in 0..2 {
        assert!(matches!(
            pool.deliver(&letter(1)).await,
            Delivery::Sent { .. }
        ));
    }
    let seen = scripted.seen.lock().unwrap();
    assert_eq!((seen.connections, seen.mails.len()), (2, 2));
}

#[tokio::test]
async fn a_text_that_one_connection_gave_back_is_not_unsure_because_the_next_one_says_nothing() {
    let scripted = server(&[Deed::BusyAtSecond, Deed::SaysNothing]).await;
    let address = format!("smtp://127.0.0.1:{}", scripted.port);
    // Time enough to connect, so that it is the conversation that takes too long.
    let limits = Limits {
        connect: Duration::from_secs(20),
        ..Limits::new(1, Duration::from_millis(900))
    };
    let pool = Pool::new(Server::parse(&address).unwrap(), "hongjian.example", limits).unwrap();
    let first = pool.deliver(&letter(1)).await;
    assert!(matches!(first, Delivery::Sent { .. }), "{first:?}");
    assert_eq!(pool.deliver(&letter(1)).await, later("timeout"));
    assert_eq!(scripted.seen.lock().unwrap().connections, 2);
}

#[tokio::test]
async fn a_pool_that_lets_nobody_begin_gives_the_mail_back() {
    let scripted = server(&[Deed::Well]).await;
    let pool = pool(&scripted, 1);
    pool.let_nobody_begin();
    assert_eq!(pool.deliver(&letter(1)).await, later("stopping"));
    assert_eq!(scripted.seen.lock().unwrap().connections, 0);
}

#[tokio::test]
async fn a_server_without_starttls_is_never_given_a_mail_where_tls_is_required() {
    let scripted = server(&[Deed::Well]).await;
    let address = format!("smtp://127.0.0.1:{}?tls=required", scripted.port);
    let limits = Limits::new(1, Duration::from_secs(2));
    let pool = Pool::new(Server::parse(&address).unwrap(), "hongjian.example", limits).unwrap();
    assert_eq!(pool.deliver(&letter(1)).await, unreachable("starttls"));
    assert!(scripted.seen.lock().unwrap().mails.is_empty());
}

#[tokio::test]
async fn lines_that_begin_with_a_dot_arrive_as_they_were_written() {
    let scripted = server(&[Deed::Well]).await;
    let mut dotted = letter(0);
    dotted.bytes = b"Subject: x\r\n\r\n.hidden\r\n.\r\nafter\r\n".to_vec();
    assert!(matches!(
        pool(&scripted, 1).deliver(&dotted).await,
        Delivery::Sent { .. }
    ));
    let seen = scripted.seen.lock().unwrap();
    assert!(
        seen.mails[0].contains("\r\n..hidden\r\n..\r\nafter\r\n"),
        "{:?}",
        seen.mails[0]
    );
}
