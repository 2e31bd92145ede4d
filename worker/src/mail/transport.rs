//! The two ways a mail leaves the house, and what became of it.

use domain::pii::Purpose;
use store::outbox::{Outgoing, Rendered};

use super::message::Headers;
use super::{Folder, Language, Pool, Sender};

/// What became of one try at one mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Delivery {
    /// The server has taken it.
    Sent {
        /// The server's words, without addresses.
        reply: String,
    },
    /// Not taken now; nothing of it was kept. Worth another try.
    Later {
        /// A stable code, such as `smtp_451`, `broken` or `timeout`.
        code: String,
    },
    /// The server cannot be used at all: every other mail would fare the same.
    Unreachable {
        /// A stable code, such as `connect`, `tls` or `smtp_535`.
        code: String,
    },
    /// The server will not take it.
    Refused {
        /// A stable code, such as `smtp_550`.
        code: String,
    },
    /// The whole text went out and no answer came back.
    Unsure,
}

/// The way mails go.
#[derive(Debug)]
pub enum Transport {
    /// As `.eml` files into a folder: development and demo.
    Folder(Folder),
    /// To a mail server.
    Smtp(Box<Pool>),
}

impl Transport {
    /// Sends one notice, already put into words.
    pub async fn deliver(&self, sender: &Sender, notice: &Outgoing, words: &Rendered) -> Delivery {
        let id = notice.id.to_string();
        let headers = Headers {
            notice: &id,
            message_id: &notice.message_id,
            written_at: notice.created_at,
            language: Language::from_code(&notice.language),
        };
        let recipient = notice.recipient.expose(Purpose::SendMail);
        let letter = match sender.letter(recipient.as_str(), &headers, words) {
            Ok(letter) => letter,
            Err(fault) => {
                return Delivery::Refused {
                    code: fault.code().to_owned(),
                };
            }
        };
        match self {
            Self::Folder(folder) => folder.write(&id, letter.bytes).await,
            Self::Smtp(pool) => pool.deliver(&letter).await,
        }
    }

    /// Takes leave of the server.
    pub async fn close(&self) {
        if let Self::Smtp(pool) = self {
            pool.close().await;
        }
    }
}
