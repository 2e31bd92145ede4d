//! The pool over TLS: both ways, with an authority of the bureau's own, and with a stranger's.

#![allow(
    clippy::unwrap_used,
    reason = "a test stops at the first thing that is not as it should be"
)]

use std::sync::{Arc, Mutex};
use std::time::Duration;

use rcgen::{CertifiedKey, generate_simple_self_signed};
use rustls::ServerConfig;
use rustls::pki_types::PrivateKeyDer;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use super::*;

struct Tls {
    acceptor: TlsAcceptor,
    pem: String,
}

fn certificate() -> Tls {
    let CertifiedKey { cert, signing_key } =
        generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    let key = PrivateKeyDer::try_from(signing_key.serialize_der()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![cert.der().clone()], key)
        .unwrap();
    Tls {
        acceptor: TlsAcceptor::from(Arc::new(config)),
        pem: cert.pem(),
    }
}

type Lines = Arc<Mutex<Vec<String>>>;

async fn server(acceptor: TlsAcceptor, implicit: bool) -> (u16, Lines) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let lines = Lines::default();
    let kept = Arc::clone(&lines);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let (acceptor, kept) = (acceptor.clone(), Arc::clone(&kept));
            tokio::spawn(async move {
                if !implicit {
                    stream.write_all(b"220 scripted\r\n").await?;
                    talk(&mut stream, &kept, "250-scripted\r\n250 STARTTLS\r\n").await?;
                }
                let mut sealed = acceptor.accept(stream).await?;
                if implicit {
                    sealed.write_all(b"220 scripted\r\n").await?;
                }
                talk(
                    &mut sealed,
                    &kept,
                    "250-scripted\r\n250 AUTH PLAIN LOGIN\r\n",
                )
                .await
            });
        }
    });
    (port, lines)
}

/// Talks SMTP until QUIT or until STARTTLS was answered.
async fn talk<S>(stream: &mut S, lines: &Lines, hello: &str) -> std::io::Result<()>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let mut stream = BufReader::new(stream);
    let mut in_text = false;
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await? == 0 {
            return Ok(());
        }
        let line = line.trim_end().to_owned();
        let word = line.split([' ', ':']).next().unwrap_or_default().to_owned();
        lines.lock().unwrap().push(line.clone());
        let answer = match word.as_str() {
            "." => "250 queued\r\n",
            _ if in_text => continue,
            "EHLO" => hello,
            "AUTH" => "235 welcome\r\n",
            "STARTTLS" => "220 go on\r\n",
            "DATA" => "354 go on\r\n",
            "QUIT" => "221 bye\r\n",
            _ => "250 ok\r\n",
        };
        in_text = word == "DATA";
        stream.write_all(answer.as_bytes()).await?;
        if word == "STARTTLS" {
            return Ok(());
        }
    }
}

async fn deliver(address: &str) -> Delivery {
    let limits = Limits::new(1, Duration::from_secs(5));
    let server = Server::parse(address).unwrap();
    let pool = Pool::new(server, "hongjian.example", limits).unwrap();
    let letter = Letter {
        from: "noreply@hongjian.example".parse().unwrap(),
        to: "parent@example.cn".parse().unwrap(),
        bytes: b"Subject: x\r\n\r\ntext\r\n".to_vec(),
    };
    pool.deliver(&letter).await
}

fn sent() -> Delivery {
    Delivery::Sent {
        reply: "250 queued".to_owned(),
    }
}

fn address(scheme: &str, port: u16, query: &str) -> String {
    format!("{scheme}://notice:p%40ss@localhost:{port}?{query}")
}

#[tokio::test]
async fn tls_from_the_first_byte_with_sign_in_and_own_roots() {
    let tls = certificate();
    let place = tempfile::tempdir().unwrap();
    let roots = place.path().join("roots.pem");
    std::fs::write(&roots, &tls.pem).unwrap();
    let (port, lines) = server(tls.acceptor, true).await;
    let query = format!("ca={}", roots.display());
    assert_eq!(deliver(&address("smtps", port, &query)).await, sent());
    let lines = lines.lock().unwrap();
    // The Base64 of NUL notice NUL p@ss, as SASL PLAIN wants it.
    assert!(
        lines.contains(&"AUTH PLAIN AG5vdGljZQBwQHNz".to_owned()),
        "{lines:?}"
    );
}

#[tokio::test]
async fn starttls_comes_before_sign_in_and_mail() {
    let tls = certificate();
    let place = tempfile::tempdir().unwrap();
    let roots = place.path().join("roots.pem");
    std::fs::write(&roots, &tls.pem).unwrap();
    let (port, lines) = server(tls.acceptor, false).await;
    let query = format!("tls=required&ca={}", roots.display());
    assert_eq!(deliver(&address("smtp", port, &query)).await, sent());
    let lines = lines.lock().unwrap();
    let words: Vec<&str> = lines
        .iter()
        .take(5)
        .map(|line| line.split([' ', ':']).next().unwrap())
        .collect();
    assert_eq!(words, ["EHLO", "STARTTLS", "EHLO", "AUTH", "MAIL"]);
}

#[tokio::test]
async fn a_strangers_certificate_gets_no_password_and_no_mail() {
    let tls = certificate();
    let (port, lines) = server(tls.acceptor.clone(), true).await;
    let code = "tls".to_owned();
    let delivery = deliver(&address("smtps", port, "")).await;
    assert_eq!(delivery, Delivery::Unreachable { code });
    assert!(lines.lock().unwrap().is_empty());
    let (port, lines) = server(tls.acceptor, false).await;
    let code = "starttls".to_owned();
    let delivery = deliver(&address("smtp", port, "tls=required")).await;
    assert_eq!(delivery, Delivery::Unreachable { code });
    assert!(
        !lines
            .lock()
            .unwrap()
            .iter()
            .any(|line| line.starts_with("AUTH"))
    );
}

#[test]
fn a_file_of_roots_without_a_certificate_is_refused_at_the_start() {
    let place = tempfile::tempdir().unwrap();
    let empty = place.path().join("empty.pem");
    std::fs::write(&empty, "").unwrap();
    for (scheme, path) in [
        ("smtps", empty.display().to_string()),
        ("smtps", "/no/such/file".to_owned()),
        ("smtp", "/no/such/file".to_owned()),
    ] {
        let address = format!("{scheme}://localhost?tls=required&ca={path}");
        let server = Server::parse(&address).unwrap();
        let limits = Limits::new(1, Duration::from_secs(5));
        assert!(
            Pool::new(server, "hongjian.example", limits).is_err(),
            "{address}"
        );
    }
}
