//! From words to a mail: headers that servers and people can rely on.

use std::time::{Duration, UNIX_EPOCH};

use domain::words::Instant;
use lettre::Address;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message, MultiPart, SinglePart};
use store::outbox::Rendered;

use super::Language;

/// Who writes: our own address and name, the same in From and in the envelope.
#[derive(Debug, Clone)]
pub struct Sender {
    mailbox: Mailbox,
}

/// Why no mail could be made. Holds no address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SenderFault {
    /// Our own address is not an address.
    #[error("the address in From is not a mail address")]
    From,
    /// The recipient's address cannot be used in SMTP.
    #[error("the recipient's address cannot be used in SMTP")]
    Recipient,
    /// The mail could not be put together.
    #[error("the mail could not be put together")]
    Message,
}

impl SenderFault {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::From => "sender_invalid",
            Self::Recipient => "recipient_invalid",
            Self::Message => "mail_invalid",
        }
    }
}

/// A mail ready to go: its envelope and its bytes with CRLF line ends.
#[derive(Debug, Clone)]
pub(crate) struct Letter {
    pub(crate) from: Address,
    pub(crate) to: Address,
    pub(crate) bytes: Vec<u8>,
}

/// What a mail bears besides its words.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Headers<'a> {
    /// Text of the notice's id; parts of the mail are parted by it.
    pub(crate) notice: &'a str,
    /// With angle brackets, fixed when the notice was made.
    pub(crate) message_id: &'a str,
    /// When the notice was made: a second attempt is the same mail.
    pub(crate) written_at: Instant,
    /// Language of the words.
    pub(crate) language: Language,
}

impl Sender {
    /// A sender with this address and name.
    ///
    /// # Errors
    /// [`SenderFault::From`].
    pub fn new(address: &str, name: &str) -> Result<Self, SenderFault> {
        let address: Address = address.parse().map_err(|_| SenderFault::From)?;
        let name = one_line(name);
        let name = (!name.is_empty()).then_some(name);
        Ok(Self {
            mailbox: Mailbox::new(name, address),
        })
    }

    /// The part after the `@` of our address; with it we greet mail servers.
    #[must_use]
    pub fn host(&self) -> &str {
        self.mailbox.email.domain()
    }

    /// Our name.
    #[must_use]
    pub fn name(&self) -> &str {
        self.mailbox.name.as_deref().unwrap_or_default()
    }

    pub(crate) fn letter(
        &self,
        to: &str,
        headers: &Headers<'_>,
        words: &Rendered,
    ) -> Result<Letter, SenderFault> {
        let to: Address = to.parse().map_err(|_| SenderFault::Recipient)?;
        let millis = u64::try_from(headers.written_at.millis()).unwrap_or_default();
        let message = Message::builder()
            .date(UNIX_EPOCH + Duration::from_millis(millis))
            .from(self.mailbox.clone())
            .to(Mailbox::new(None, to.clone()))
            .subject(one_line(&words.subject))
            .message_id(Some(one_line(headers.message_id)))
            // RFC 3834: no out-of-office reply is wanted, and none is sent by those who heed it.
            .raw_header(header("Auto-Submitted", "auto-generated"))
            .raw_header(header("X-Auto-Response-Suppress", "All"))
            .raw_header(header("Content-Language", headers.language.tag()))
            .multipart(
                MultiPart::alternative()
                    // A boundary of our own, so that the same notice gives the same bytes.
                    .boundary(format!("=_{}", headers.notice))
                    .singlepart(SinglePart::plain(words.text.clone()))
                    .singlepart(SinglePart::html(words.html.clone())),
            )
            .map_err(|_| SenderFault::Message)?;
        Ok(Letter {
            from: self.mailbox.email.clone(),
            to,
            bytes: message.formatted(),
        })
    }
}

fn header(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

/// A header is one line: anything that would end it, hide in it or turn its order becomes a space.
fn one_line(text: &str) -> String {
    text.chars()
        .map(|letter| {
            let turns = matches!(
                letter,
                '\u{200E}' | '\u{200F}' | '\u{2028}' | '\u{2029}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}'
            );
            if letter.is_control() || turns { ' ' } else { letter }
        })
        .collect::<String>()
        .trim()
        .to_owned()
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    reason = "a test stops at the first thing that is not as it should be"
)]
mod tests {
    use super::*;

    fn words(subject: &str) -> Rendered {
        Rendered {
            subject: subject.to_owned(),
            text: "您好：\n\n.\n已收到。\n".to_owned(),
            html: "<p>您好</p>".to_owned(),
        }
    }

    fn letter(subject: &str) -> Letter {
        let sender = Sender::new("noreply@hongjian.example", "南昌市校外培训监管平台").unwrap();
        let headers = Headers {
            notice: "ntc_0190",
            message_id: "<ntc_0190@hongjian.example>",
            written_at: Instant::from_millis(1_795_487_723_004),
            language: Language::Zh,
        };
        sender
            .letter("parent@example.cn", &headers, &words(subject))
            .unwrap()
    }

    fn headers(letter: &Letter) -> String {
        let text = String::from_utf8(letter.bytes.clone()).unwrap();
        text.split_once("\r\n\r\n").unwrap().0.to_owned()
    }

    #[test]
    fn headers_are_complete_and_the_same_each_time() {
        let letter = letter("已收到您的投诉举报（TS1234567897）");
        assert_eq!(
            letter.bytes,
            self::letter("已收到您的投诉举报（TS1234567897）").bytes
        );
        insta::assert_snapshot!(headers(&letter));
    }

    #[test]
    fn no_field_can_add_a_header_a_recipient_or_a_line() {
        for attack in [
            "x\r\nBcc: victim@example.cn",
            "x\nBcc: victim@example.cn",
            "x\rBcc: victim@example.cn",
            "x\u{2028}Bcc: victim@example.cn",
            "x\0\u{85}Bcc: victim@example.cn",
            "x\r\n\r\n<html>",
        ] {
            let letter = letter(attack);
            let headers = headers(&letter);
            assert!(
                headers.contains("Content-Type: multipart/alternative"),
                "{attack:?}"
            );
            let names: Vec<&str> = headers
                .split("\r\n")
                .filter(|line| !line.starts_with(' '))
                .map(|line| line.split_once(':').unwrap().0)
                .collect();
            assert!(!names.contains(&"Bcc"), "{headers}");
            assert_eq!(names.iter().filter(|name| **name == "Subject").count(), 1);
            assert_eq!(letter.to.to_string(), "parent@example.cn");
        }
    }

    #[test]
    fn addresses_with_line_ends_are_no_addresses() {
        let sender = Sender::new("noreply@hongjian.example", "x").unwrap();
        let headers = Headers {
            notice: "ntc_1",
            message_id: "<ntc_1@hongjian.example>",
            written_at: Instant::from_millis(0),
            language: Language::En,
        };
        for to in [
            "a@b.cn\r\nRCPT TO:<c@d.cn>",
            "a@b.cn>",
            "",
            "a b@c.cn",
            "<a@b.cn>",
        ] {
            let refused = sender.letter(to, &headers, &words("x"));
            assert_eq!(
                refused.map(|_| ()).unwrap_err(),
                SenderFault::Recipient,
                "{to:?}"
            );
        }
        assert!(Sender::new("a@b.cn\r\nX: y", "x").is_err());
    }

    #[test]
    fn every_line_is_short_and_ascii() {
        let letter = letter(&"很长的主题".repeat(40));
        let text = String::from_utf8(letter.bytes).unwrap();
        assert!(text.is_ascii());
        assert!(
            text.split("\r\n")
                .all(|line| line.len() <= 998 && !line.contains('\n'))
        );
        let longest = text.split("\r\n").map(str::len).max().unwrap();
        assert!(longest <= 120, "{longest}");
    }

    #[test]
    fn the_name_of_the_sender_keeps_no_line_end() {
        let sender = Sender::new("noreply@hongjian.example", "平台\r\nBcc: x@y.cn").unwrap();
        assert_eq!(sender.name(), "平台  Bcc: x@y.cn");
    }
}
