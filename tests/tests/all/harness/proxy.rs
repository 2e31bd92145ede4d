//! The proxy breaks, holds and restores a line.

use std::time::Duration;

use tests::db::block_on;
use tests::proxy::Proxy;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// A server that sends back what it gets.
async fn echo() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let (mut input, mut output) = stream.split();
                tokio::io::copy(&mut input, &mut output).await.is_ok()
            });
        }
    });
    address.to_string()
}

async fn asked(line: &mut TcpStream) -> bool {
    let mut bytes = [0; 4];
    line.write_all(b"ping").await.is_ok()
        && line.read_exact(&mut bytes).await.is_ok()
        && &bytes == b"ping"
}

#[test]
fn a_broken_line_is_cut_and_a_new_one_passes_only_after_the_repair() {
    block_on(async {
        let proxy = Proxy::before(&echo().await).await;
        let mut line = TcpStream::connect(proxy.address()).await.unwrap();
        assert!(asked(&mut line).await);
        proxy.break_off().await;
        assert!(!asked(&mut line).await);
        assert!(TcpStream::connect(proxy.address()).await.is_err());
        proxy.restore().await;
        assert!(!asked(&mut line).await);
        let mut line = TcpStream::connect(proxy.address()).await.unwrap();
        assert!(asked(&mut line).await);
        proxy.cut().await;
        assert!(!asked(&mut line).await);
        assert!(asked(&mut TcpStream::connect(proxy.address()).await.unwrap()).await);
    });
}

#[test]
fn held_bytes_arrive_when_they_are_released() {
    block_on(async {
        let proxy = Proxy::before(&echo().await).await;
        let mut line = TcpStream::connect(proxy.address()).await.unwrap();
        proxy.hold();
        let mut asking = Box::pin(asked(&mut line));
        let short = Duration::from_millis(200);
        assert!(tokio::time::timeout(short, &mut asking).await.is_err());
        proxy.release();
        assert!(asking.await);
    });
}
