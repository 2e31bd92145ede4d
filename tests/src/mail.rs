//! Reading a mail as a mail program does: its headers unfolded and decoded, its parts decoded.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// One part of a mail, or the whole of it.
#[derive(Debug, Clone)]
pub struct Part {
    headers: Vec<(String, String)>,
    body: String,
}

impl Part {
    /// Reads head and body from their bytes.
    ///
    /// # Panics
    /// Where the bytes are no mail.
    #[must_use]
    pub fn read(raw: &[u8]) -> Self {
        let text = std::str::from_utf8(raw).expect("a mail of ours is UTF-8");
        let (head, body) = text.split_once("\r\n\r\n").expect("a head and a body");
        let head = head.replace("\r\n ", " ").replace("\r\n\t", " ");
        let headers = head
            .split("\r\n")
            .map(|line| line.split_once(':').expect("a header has a colon"))
            .map(|(name, value)| (name.to_owned(), value.trim().to_owned()))
            .collect();
        Self {
            headers,
            body: body.to_owned(),
        }
    }

    /// The only header of this name, decoded; empty where there is none.
    ///
    /// # Panics
    /// Where there are several.
    #[must_use]
    pub fn header(&self, name: &str) -> String {
        let found: Vec<&str> = self
            .headers
            .iter()
            .filter(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
            .collect();
        assert!(found.len() <= 1, "{name} stands {} times", found.len());
        found.first().map_or_else(String::new, |value| words(value))
    }

    /// The names of the headers, in their order.
    #[must_use]
    pub fn names(&self) -> Vec<&str> {
        self.headers.iter().map(|(name, _)| name.as_str()).collect()
    }

    /// The part of this content type.
    ///
    /// # Panics
    /// Where there is no such part.
    #[must_use]
    pub fn part(&self, content_type: &str) -> Self {
        let kind = self.header("Content-Type");
        let (_, boundary) = kind.split_once("boundary=\"").expect("a boundary");
        let line = format!("--{}", boundary.trim_end_matches('"'));
        self.body
            .split(&line)
            .filter(|part| part.contains("\r\n\r\n"))
            .map(|part| Self::read(part.trim_start_matches("\r\n").as_bytes()))
            .find(|part| part.header("Content-Type").starts_with(content_type))
            .unwrap_or_else(|| panic!("no part {content_type} in {kind}"))
    }

    /// The body, decoded.
    ///
    /// # Panics
    /// Where its encoding is none of those of RFC 2045.
    #[must_use]
    pub fn text(&self) -> String {
        let bytes = match self.header("Content-Transfer-Encoding").as_str() {
            "base64" => STANDARD
                .decode(self.body.split_whitespace().collect::<String>())
                .expect("base64"),
            "quoted-printable" => quoted(&self.body.replace("=\r\n", "")),
            "7bit" | "8bit" | "" => self.body.clone().into_bytes(),
            other => panic!("the encoding {other}"),
        };
        String::from_utf8(bytes).expect("a mail of ours is UTF-8")
    }
}

/// Decodes the words of RFC 2047 in a header; the space between two of them belongs to neither.
fn words(value: &str) -> String {
    let mut text = String::new();
    for word in value.split(' ') {
        match word
            .strip_prefix("=?utf-8?b?")
            .and_then(|rest| rest.strip_suffix("?="))
        {
            Some(code) => {
                let bytes = STANDARD.decode(code).expect("base64");
                text.push_str(&String::from_utf8(bytes).expect("UTF-8"));
            }
            None => {
                if !text.is_empty() {
                    text.push(' ');
                }
                text.push_str(word);
            }
        }
    }
    text
}

fn quoted(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        match after.get(..2) {
            Some(code) if *first == b'=' => {
                bytes.extend(hex::decode(code).expect("two hexadecimal digits"));
                rest = &after[2..];
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    bytes
}
