//! The address of a mail server, and what protects the way to it.

use std::net::IpAddr;
use std::path::{Path, PathBuf};

/// How the way to the server is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encryption {
    /// TLS from the first byte (`smtps://`, RFC 8314).
    Implicit,
    /// Plain until STARTTLS, which must be offered (`smtp://…?tls=required`).
    StartTls,
    /// None: to this machine, or where the address says `tls=none`.
    Plain,
}

/// User and password for the server.
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials {
    pub(crate) user: String,
    pub(crate) password: String,
}

impl std::fmt::Debug for Credentials {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Credentials(…)")
    }
}

/// A mail server: `smtps://user:password@host:465`, `smtp://host:587?tls=required`,
/// `smtp://127.0.0.1:2525`. User and password are percent-encoded. `ca=/path/to/roots.pem` adds
/// the roots of a bureau's own authority. The default ports are 465, 587 (STARTTLS) and 25.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Server {
    pub(crate) host: String,
    pub(crate) port: u16,
    pub(crate) encryption: Encryption,
    pub(crate) credentials: Option<Credentials>,
    pub(crate) roots: Option<PathBuf>,
}

/// What is wrong with the address of a mail server. The address itself is never repeated: it may
/// hold a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ServerFault {
    /// It begins with neither `smtp://` nor `smtps://`.
    #[error("it begins with neither smtp:// nor smtps://")]
    Scheme,
    /// The host is missing.
    #[error("the host is missing")]
    Host,
    /// The port is not a number from 1 to 65535.
    #[error("the port is not a number from 1 to 65535")]
    Port,
    /// User and password need each other, and `%` is followed by two hexadecimal digits.
    #[error("user and password need each other, percent-encoded")]
    Credentials,
    /// A parameter is none of `tls=required`, `tls=none` and `ca=FILE`.
    #[error("the parameters are tls=required, tls=none and ca=FILE")]
    Parameter,
    /// A way without TLS leads off this machine, and nobody said it may.
    #[error(
        "without TLS only to this machine; say tls=required, or tls=none where the way is safe by itself"
    )]
    Unprotected,
    /// A password would go over a way without TLS off this machine.
    #[error("a password is never sent without TLS off this machine")]
    PasswordUnprotected,
}

impl Server {
    /// Reads an address.
    ///
    /// # Errors
    /// [`ServerFault`] names what is wrong.
    pub fn parse(address: &str) -> Result<Self, ServerFault> {
        let (implicit, rest) = if let Some(rest) = address.strip_prefix("smtps://") {
            (true, rest)
        } else if let Some(rest) = address.strip_prefix("smtp://") {
            (false, rest)
        } else {
            return Err(ServerFault::Scheme);
        };
        let (place, query) = rest.split_once('?').unwrap_or((rest, ""));
        let place = place.trim_end_matches('/');
        let (credentials, place) = match place.rsplit_once('@') {
            Some((user, place)) => (Some(credentials(user)?), place),
            None => (None, place),
        };
        let (host, port) = host_and_port(place)?;
        let (tls, roots) = parameters(query)?;
        let here = is_here(&host);
        let encryption = match (implicit, tls) {
            (true, Some(Tls::None)) => return Err(ServerFault::Parameter),
            (true, _) => Encryption::Implicit,
            (false, Some(Tls::Required)) => Encryption::StartTls,
            (false, Some(Tls::None)) => Encryption::Plain,
            (false, None) if here => Encryption::Plain,
            (false, None) => return Err(ServerFault::Unprotected),
        };
        if credentials.is_some() && encryption == Encryption::Plain && !here {
            return Err(ServerFault::PasswordUnprotected);
        }
        let usual = match encryption {
            Encryption::Implicit => 465,
            Encryption::StartTls => 587,
            Encryption::Plain => 25,
        };
        Ok(Self {
            host,
            port: port.unwrap_or(usual),
            encryption,
            credentials,
            roots,
        })
    }

    /// How the way to the server is protected.
    #[must_use]
    pub const fn encryption(&self) -> Encryption {
        self.encryption
    }

    /// The file with the roots of a bureau's own authority.
    #[must_use]
    pub fn roots(&self) -> Option<&Path> {
        self.roots.as_deref()
    }
}

#[derive(Clone, Copy)]
enum Tls {
    Required,
    None,
}

fn parameters(query: &str) -> Result<(Option<Tls>, Option<PathBuf>), ServerFault> {
    let (mut tls, mut roots) = (None, None);
    for parameter in query.split('&').filter(|part| !part.is_empty()) {
        match parameter.split_once('=') {
            Some(("tls", "required")) => tls = Some(Tls::Required),
            Some(("tls", "none")) => tls = Some(Tls::None),
            Some(("ca", path)) if !path.is_empty() => {
                let path = decoded(path).ok_or(ServerFault::Parameter)?;
                roots = Some(PathBuf::from(path));
            }
            _ => return Err(ServerFault::Parameter),
        }
    }
    Ok((tls, roots))
}

fn credentials(text: &str) -> Result<Credentials, ServerFault> {
    let (user, password) = text.split_once(':').ok_or(ServerFault::Credentials)?;
    let user = decoded(user).ok_or(ServerFault::Credentials)?;
    let password = decoded(password).ok_or(ServerFault::Credentials)?;
    if user.is_empty() || password.is_empty() {
        return Err(ServerFault::Credentials);
    }
    Ok(Credentials { user, password })
}

fn host_and_port(place: &str) -> Result<(String, Option<u16>), ServerFault> {
    let (host, port) = if let Some(rest) = place.strip_prefix('[') {
        let (host, after) = rest.split_once(']').ok_or(ServerFault::Host)?;
        match after.strip_prefix(':') {
            Some(port) => (host, Some(port)),
            None if after.is_empty() => (host, None),
            None => return Err(ServerFault::Host),
        }
    } else {
        match place.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (place, None),
        }
    };
    let plain = |letter: char| letter.is_ascii_alphanumeric() || ".-:_".contains(letter);
    if host.is_empty() || !host.chars().all(plain) {
        return Err(ServerFault::Host);
    }
    let port = match port {
        None => None,
        Some(text) => match text.parse::<u16>() {
            Ok(0) | Err(_) => return Err(ServerFault::Port),
            Ok(port) => Some(port),
        },
    };
    Ok((host.to_owned(), port))
}

fn is_here(host: &str) -> bool {
    host == "localhost"
        || host
            .parse::<IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

/// Percent-decoding; none where a `%` is followed by anything but two hexadecimal digits.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let high = char::from(rest.next()?).to_digit(16)?;
            let low = char::from(rest.next()?).to_digit(16)?;
            bytes.push(u8::try_from(high * 16 + low).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    reason = "a test stops at the first thing that is not as it should be"
)]
mod tests {
    use super::*;

    fn fault(address: &str) -> ServerFault {
        Server::parse(address).unwrap_err()
    }

    #[test]
    fn addresses_say_how_the_way_is_protected() {
        let server =
            Server::parse("smtps://notice%40bureau:p%3Ass%2Fword@mail.example.cn").unwrap();
        assert_eq!(
            (server.encryption, server.port),
            (Encryption::Implicit, 465)
        );
        let credentials = server.credentials.unwrap();
        assert_eq!(credentials.user, "notice@bureau");
        assert_eq!(credentials.password, "p:ss/word");
        let server =
            Server::parse("smtp://mail.example.cn?tls=required&ca=/etc/roots.pem").unwrap();
        assert_eq!(
            (server.encryption, server.port),
            (Encryption::StartTls, 587)
        );
        assert_eq!(server.roots().unwrap(), Path::new("/etc/roots.pem"));
        let server = Server::parse("smtp://10.1.2.3:2525/?tls=none").unwrap();
        assert_eq!((server.encryption, server.port), (Encryption::Plain, 2525));
        let server = Server::parse("smtp://[::1]:26").unwrap();
        assert_eq!((server.host.as_str(), server.port), ("::1", 26));
    }

    #[test]
    fn nothing_goes_unprotected_off_this_machine_by_mistake() {
        assert_eq!(fault("smtp://mail.example.cn"), ServerFault::Unprotected);
        assert_eq!(
            fault("smtp://user:secret@mail.example.cn?tls=none"),
            ServerFault::PasswordUnprotected
        );
        assert_eq!(Server::parse("smtp://127.0.0.1").unwrap().port, 25);
    }

    #[test]
    fn a_bad_address_is_refused_without_repeating_it() {
        for (address, expected) in [
            ("mail.example.cn", ServerFault::Scheme),
            ("smtps://", ServerFault::Host),
            ("smtps://user:secret@", ServerFault::Host),
            ("smtps://mail.example.cn:0", ServerFault::Port),
            ("smtps://mail.example.cn:70000", ServerFault::Port),
            ("smtps://user@mail.example.cn", ServerFault::Credentials),
            ("smtps://user:%zz@mail.example.cn", ServerFault::Credentials),
            ("smtps://mail.example.cn?tls=none", ServerFault::Parameter),
            ("smtp://mail.example.cn?tls=maybe", ServerFault::Parameter),
            (
                "smtps://mail.example.cn\r\nRCPT TO:<x@y>",
                ServerFault::Host,
            ),
        ] {
            assert_eq!(fault(address), expected, "{address}");
        }
        let fault = fault("smtp://user:geheim@mail.example.cn?tls=none");
        assert!(!format!("{fault} {fault:?}").contains("geheim"));
        let server = Server::parse("smtps://user:geheim@mail.example.cn").unwrap();
        assert!(!format!("{server:?}").contains("geheim"));
    }
}
