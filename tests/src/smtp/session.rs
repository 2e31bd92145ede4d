//! One connection of the scripted mail server (RFC 5321, without pipelining and without TLS).

use std::io;

use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufStream};
use tokio::net::TcpStream;

use super::{Act, Mail, Shared, Stage, lock};

/// Whether the talk goes on.
enum Next {
    Go,
    Close,
}

struct Session {
    stream: BufStream<TcpStream>,
    state: Shared,
    act: Act,
    from: String,
    to: Vec<String>,
}

/// Talks until the client leaves or the script cuts the line.
pub(super) async fn hold(stream: TcpStream, state: Shared) {
    // A reply of a few bytes must not wait for the client's acknowledgement of the one before.
    let _faster = stream.set_nodelay(true);
    let mut session = Session {
        stream: BufStream::new(stream),
        act: take(&state, true),
        state,
        from: String::new(),
        to: Vec::new(),
    };
    // A client that goes away in the middle is what many of these tests are about.
    let _left = session.talk().await;
}

/// The next act of the script if it is one for a connection, or for a mail; else what is done otherwise.
fn take(state: &Shared, of_connection: bool) -> Act {
    let mut state = lock(state);
    match state.script.front() {
        Some(act) if act.of_connection() == of_connection => {
            state.script.pop_front().unwrap_or(Act::Accept)
        }
        // The script is for the other kind of step: this one goes well.
        Some(_) => Act::Accept,
        None => match state.otherwise {
            Some(act) if act.of_connection() == of_connection => act,
            _ => Act::Accept,
        },
    }
}

impl Session {
    async fn talk(&mut self) -> io::Result<()> {
        if let Next::Close = self.answer(Stage::Greeting, "220 mail.test ESMTP").await? {
            return Ok(());
        }
        let mut line = Vec::new();
        loop {
            line.clear();
            if self.stream.read_until(b'\n', &mut line).await? == 0 {
                return Ok(());
            }
            let said = String::from_utf8_lossy(&line).trim_end().to_owned();
            if let Next::Close = self.respond(&said).await? {
                return Ok(());
            }
        }
    }

    async fn respond(&mut self, said: &str) -> io::Result<Next> {
        let upper = said.to_ascii_uppercase();
        if upper.starts_with("EHLO") || upper.starts_with("HELO") {
            let able = "250-mail.test\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 AUTH PLAIN";
            return self.answer(Stage::Hello, able).await;
        }
        if upper.starts_with("MAIL FROM:") {
            lock(&self.state).attempts += 1;
            self.act = take(&self.state, false);
            self.from = address(said);
            self.to.clear();
            return self.answer(Stage::Sender, "250 sender ok").await;
        }
        if upper.starts_with("RCPT TO:") {
            self.to.push(address(said));
            return self.answer(Stage::Recipient, "250 recipient ok").await;
        }
        if upper == "DATA" {
            return self.data().await;
        }
        if let Some(login) = said.strip_prefix("AUTH PLAIN ") {
            lock(&self.state).logins.push(login.to_owned());
            return self.say("235 welcome").await;
        }
        match upper.as_str() {
            "RSET" | "NOOP" => self.say("250 ok").await,
            "QUIT" => {
                self.say("221 bye").await?;
                Ok(Next::Close)
            }
            _ => self.say("500 unknown command").await,
        }
    }

    async fn data(&mut self) -> io::Result<Next> {
        if let Some(Next::Close) = self.special(Stage::Data).await? {
            return Ok(Next::Close);
        }
        if matches!(self.act, Act::Reply(Stage::Data, _)) {
            return Ok(Next::Go);
        }
        self.say("354 go on").await?;
        let Some(raw) = self.body().await? else {
            return Ok(Next::Close);
        };
        let place = {
            let mut state = lock(&self.state);
            state.mails.push(Mail {
                message_id: message_id(&raw),
                from: self.from.clone(),
                to: self.to.clone(),
                raw,
                answered: false,
            });
            state.mails.len() - 1
        };
        if self.act == Act::CutAfterDot {
            return Ok(Next::Close);
        }
        let told_otherwise = matches!(self.act, Act::Reply(Stage::Body, _));
        let taken = format!("250 {}taken", self.quoted());
        let next = self.answer(Stage::Body, &taken).await?;
        let mut state = lock(&self.state);
        if told_otherwise {
            // The server did not take it: it is no mail that arrived.
            state.mails.remove(place);
        } else if let Some(mail) = state.mails.get_mut(place) {
            mail.answered = true;
        }
        Ok(next)
    }

    /// Head and body without the final dot; none where the line was cut.
    async fn body(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut raw = Vec::new();
        loop {
            let before = raw.len();
            if self.stream.read_until(b'\n', &mut raw).await? == 0 {
                return Ok(None);
            }
            if self.act == Act::CutBeforeDot {
                return Ok(None);
            }
            if raw.get(before..) == Some(b".\r\n") {
                raw.truncate(before);
                return Ok(Some(raw));
            }
            if raw.get(before) == Some(&b'.') {
                raw.remove(before);
            }
        }
    }

    /// Says `good` unless the script has something else for this stage.
    async fn answer(&mut self, stage: Stage, good: &str) -> io::Result<Next> {
        match self.special(stage).await? {
            Some(next) => Ok(next),
            None => self.say(good).await,
        }
    }

    /// What the script has for this stage, done; none where it has nothing that takes the place of the good answer.
    async fn special(&mut self, stage: Stage) -> io::Result<Option<Next>> {
        match self.act {
            Act::Reply(at, code) if at == stage => {
                let of = self.quoted();
                self.say(&format!("{code} {of}as the script says")).await?;
                let closes = code == 421 || stage == Stage::Greeting;
                Ok(Some(if closes { Next::Close } else { Next::Go }))
            }
            Act::Stall(at) if at == stage => {
                std::future::pending::<()>().await;
                Ok(Some(Next::Close))
            }
            Act::Cut(at) if at == stage => Ok(Some(Next::Close)),
            Act::Delay(at, time) if at == stage => {
                tokio::time::sleep(time).await;
                Ok(None)
            }
            _ => Ok(None),
        }
    }

    /// The last recipient, as many servers quote it in their words; nothing before there is one.
    fn quoted(&self) -> String {
        self.to
            .last()
            .map_or_else(String::new, |to| format!("<{to}>: "))
    }

    async fn say(&mut self, words: &str) -> io::Result<Next> {
        self.stream
            .write_all(format!("{words}\r\n").as_bytes())
            .await?;
        self.stream.flush().await?;
        Ok(Next::Go)
    }
}

/// What stands between the angle brackets of `MAIL FROM:<…>`.
fn address(said: &str) -> String {
    said.split_once('<')
        .and_then(|(_, rest)| rest.split_once('>'))
        .map_or_else(String::new, |(address, _)| address.to_owned())
}

/// The Message-ID of the head, which may be folded.
fn message_id(raw: &[u8]) -> String {
    let text = String::from_utf8_lossy(raw);
    let head = text.split("\r\n\r\n").next().unwrap_or_default();
    head.replace("\r\n ", " ")
        .replace("\r\n\t", " ")
        .lines()
        .find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case("message-id")
                .then(|| value.trim().to_owned())
        })
        .unwrap_or_default()
}
