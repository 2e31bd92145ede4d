//! One conversation with a mail server. The commands are given one by one instead of through
//! lettre's `send`, so that a break before the end of the text (the server has nothing) is told
//! apart from one after it (the server may have taken it).

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{
    AsyncSmtpConnection, AsyncTokioStream, Certificate, CertificateStore, TlsParameters,
};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt, Rset};
use lettre::transport::smtp::extension::{ClientId, Extension, MailParameter};
use lettre::transport::smtp::response::{Response, Severity};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use super::message::Letter;
use super::{Encryption, Server};

/// What one try at one mail came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Try {
    /// Taken; the server's words.
    Taken(String),
    /// Refused with this reply code.
    Code(u16),
    /// The connection broke, or the server spoke no SMTP, before the text had ended.
    Broken,
    /// The connection broke after the text had ended.
    Lost,
    /// The server cannot take this address or text at all.
    Unfit(&'static str),
}

/// Why no conversation could be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Closed {
    /// A stable code, such as `connect` or `smtp_421`.
    pub(crate) code: String,
}

impl Closed {
    pub(crate) fn new(code: &str) -> Self {
        Self {
            code: code.to_owned(),
        }
    }

    fn of(step: &str, fault: &Error) -> Self {
        Self {
            code: match fault.status() {
                Some(status) => format!("smtp_{}", u16::from(status)),
                None => step.to_owned(),
            },
        }
    }
}

/// What protects the way, made once.
pub(crate) enum Protection {
    Implicit(Box<(TlsConnector, ServerName<'static>)>),
    StartTls(TlsParameters),
    Plain,
}

impl Protection {
    /// The error says which part of the settings cannot be used.
    pub(crate) fn of(server: &Server) -> Result<Self, &'static str> {
        match server.encryption {
            Encryption::Plain => Ok(Self::Plain),
            Encryption::StartTls => starttls(server).map(Self::StartTls),
            Encryption::Implicit => implicit(server).map(|parts| Self::Implicit(Box::new(parts))),
        }
    }
}

fn starttls(server: &Server) -> Result<TlsParameters, &'static str> {
    let mut builder = TlsParameters::builder(server.host.clone())
        .certificate_store(CertificateStore::WebpkiRoots);
    if let Some(path) = &server.roots {
        let pem = std::fs::read(path).map_err(|_| "the file of ca= cannot be read")?;
        let root =
            Certificate::from_pem(&pem).map_err(|_| "the file of ca= holds no certificate")?;
        builder = builder.add_root_certificate(root);
    }
    builder.build().map_err(|_| "TLS cannot be set up")
}

fn implicit(server: &Server) -> Result<(TlsConnector, ServerName<'static>), &'static str> {
    let mut roots = RootCertStore::empty();
    roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    if let Some(path) = &server.roots {
        let own = CertificateDer::pem_file_iter(path)
            .map_err(|_| "the file of ca= cannot be read")?
            .collect::<Result<Vec<_>, _>>()
            .map_err(|_| "the file of ca= holds no certificate")?;
        let (added, _) = roots.add_parsable_certificates(own);
        if added == 0 {
            return Err("the file of ca= holds no certificate");
        }
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|_| "TLS cannot be set up")?
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name =
        ServerName::try_from(server.host.clone()).map_err(|_| "the host has no valid name")?;
    Ok((TlsConnector::from(Arc::new(config)), name))
}

/// A TLS stream that lettre's connection runs over.
struct Sealed(TlsStream<TcpStream>);

impl fmt::Debug for Sealed {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Sealed(…)")
    }
}

impl AsyncRead for Sealed {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_read(context, buffer)
    }
}

impl AsyncWrite for Sealed {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(context)
    }
}

impl AsyncTokioStream for Sealed {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        self.0.get_ref().0.peer_addr()
    }
}

/// An open conversation.
pub(crate) struct Session {
    connection: AsyncSmtpConnection,
    /// Mails taken over this connection.
    pub(crate) taken: u32,
}

impl Session {
    /// Connects, greets, protects the way and signs in. The caller sets the time limit.
    pub(crate) async fn open(
        server: &Server,
        protection: &Protection,
        hello: &ClientId,
    ) -> Result<Self, Closed> {
        let stream = TcpStream::connect((server.host.as_str(), server.port))
            .await
            .map_err(|_| Closed::new("connect"))?;
        // Without this the final dot waits for the server's delayed acknowledgement: 22 mails a
        // second instead of 1,600.
        stream
            .set_nodelay(true)
            .map_err(|_| Closed::new("connect"))?;
        let stream: Box<dyn AsyncTokioStream> = match protection {
            Protection::Implicit(parts) => {
                let (connector, name) = parts.as_ref();
                let sealed = connector
                    .connect(name.clone(), stream)
                    .await
                    .map_err(|_| Closed::new("tls"))?;
                Box::new(Sealed(sealed))
            }
            Protection::StartTls(_) | Protection::Plain => Box::new(stream),
        };
        let mut connection = AsyncSmtpConnection::connect_with_transport(stream, hello)
            .await
            .map_err(|fault| Closed::of("greeting", &fault))?;
        if let Protection::StartTls(parameters) = protection {
            connection
                .starttls(parameters.clone(), hello)
                .await
                .map_err(|fault| Closed::of("starttls", &fault))?;
        }
        if let Some(credentials) = &server.credentials {
            let credentials =
                Credentials::new(credentials.user.clone(), credentials.password.clone());
            connection
                .auth(&[Mechanism::Plain, Mechanism::Login], &credentials)
                .await
                .map_err(|fault| Closed::of("sign_in", &fault))?;
        }
        Ok(Self {
            connection,
            taken: 0,
        })
    }

    /// Gives one mail to the server. `ended` turns true once the whole text has been written and
    /// only the final dot and the answer are missing: from then on nobody knows whether it was taken.
    pub(crate) async fn give(&mut self, letter: &Letter, ended: &AtomicBool) -> Try {
        let mut parameters = Vec::new();
        let ascii = |address: &lettre::Address| AsRef::<str>::as_ref(address).is_ascii();
        if !ascii(&letter.from) || !ascii(&letter.to) {
            if !self.offers(Extension::SmtpUtfEight) {
                return Try::Unfit("smtputf8_missing");
            }
            parameters.push(MailParameter::SmtpUtfEight);
        }
        let from = Mail::new(Some(letter.from.clone()), parameters);
        if let Err(fault) = self.connection.command(from).await {
            return before(&fault);
        }
        let to = Rcpt::new(letter.to.clone(), Vec::new());
        if let Err(fault) = self.connection.command(to).await {
            return before(&fault);
        }
        if let Err(fault) = self.connection.command(Data).await {
            return before(&fault);
        }
        let text = Text {
            part: Some(&letter.bytes),
            ended,
        };
        match self.connection.message_iter(text).await {
            Ok(reply) if reply.code().severity == Severity::PositiveCompletion => {
                self.taken += 1;
                Try::Taken(words(&reply))
            }
            Ok(_) => Try::Lost,
            Err(fault) => match fault.status() {
                Some(status) => Try::Code(u16::from(status)),
                None if ended.load(Ordering::SeqCst) => Try::Lost,
                None => Try::Broken,
            },
        }
    }

    /// Makes the connection ready for another mail after a refusal; false where it is not.
    pub(crate) async fn start_over(&mut self) -> bool {
        self.connection.command(Rset).await.is_ok()
    }

    /// Takes leave of the server, within a second.
    pub(crate) async fn leave(mut self) {
        // A server that does not answer QUIT is simply left.
        let _unanswered =
            tokio::time::timeout(Duration::from_secs(1), self.connection.quit()).await;
    }

    fn offers(&self, extension: Extension) -> bool {
        self.connection.server_info().supports_feature(extension)
    }
}

/// The text of a mail as lettre reads it: one part, and after it the note that it has ended.
struct Text<'a> {
    part: Option<&'a [u8]>,
    ended: &'a AtomicBool,
}

impl<'a> Iterator for Text<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<Self::Item> {
        let part = self.part.take();
        if part.is_none() {
            // lettre asks for the next part once the one before has been written and flushed.
            self.ended.store(true, Ordering::SeqCst);
        }
        part
    }
}

fn before(fault: &Error) -> Try {
    match fault.status() {
        Some(status) => Try::Code(u16::from(status)),
        None => Try::Broken,
    }
}

/// The server's words on one line, without addresses and not longer than 200 characters.
fn words(reply: &Response) -> String {
    let code = u16::from(reply.code());
    let text = reply
        .message()
        .flat_map(str::split_whitespace)
        .filter(|word| !word.contains('@'))
        .collect::<Vec<_>>()
        .join(" ");
    format!("{code} {text}")
        .chars()
        .filter(|letter| !letter.is_control())
        .take(200)
        .collect()
}
