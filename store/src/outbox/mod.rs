//! Notices by e-mail as rows: made in the transaction that needs them, sent by the worker.
//!
//! `pending → sending → sent | refused | unsure | dead`. The Message-ID is fixed when the row is
//! made and the attempt is written before a socket opens, so that a crash at any instant leaves
//! either a notice not yet sent or one that is `unsure`, never one sent and forgotten.

mod claim;
mod settle;

use domain::notice::Template;
use domain::pii::{Pii, Purpose};
use domain::words::{Email, Instant, NoticeId};
use serde_json::Value;

pub use claim::{Outgoing, claim};
pub use settle::{Outcome, Rendered, Settlement, retry, set_aside, settle, sweep};

use crate::Fault;
use crate::audit::Subject;
use crate::tx::Tx;
use crate::vault::Place;

/// A notice before it is stored.
pub(crate) struct NewNotice {
    pub(crate) template: Template,
    /// `zh` or `en`.
    pub(crate) language: String,
    pub(crate) about: Subject,
    pub(crate) recipient: Pii<Email>,
    /// What the template shows; sealed, since it may name people.
    pub(crate) facts: Value,
    /// Unique for ever: the same step tells the same person once.
    pub(crate) dedupe_key: String,
}

pub(crate) fn recipient_place(id: &str) -> Place<'_> {
    Place {
        table: "notice",
        column: "recipient",
        row: id,
    }
}

pub(super) fn facts_place(id: &str) -> Place<'_> {
    Place {
        table: "notice",
        column: "facts",
        row: id,
    }
}

pub(crate) fn rendered_place(id: &str) -> Place<'_> {
    Place {
        table: "notice",
        column: "rendered",
        row: id,
    }
}

impl Tx {
    /// Adds a notice to this write. A notice with the same dedupe key is left as it is.
    pub(crate) async fn notify(&self, notice: NewNotice) -> Result<(), Fault> {
        let store = self.store();
        let id = NoticeId::new(self.now(), store.id_bits(self.now())).to_string();
        let message_id = format!("<{id}@{}>", store.message_id_host());
        let recipient = store.keys().seal(
            recipient_place(&id),
            notice.recipient.expose(Purpose::Seal).as_str(),
            store.entropy(),
        )?;
        let facts =
            store
                .keys()
                .seal(facts_place(&id), &notice.facts.to_string(), store.entropy())?;
        let now: Instant = self.now();
        self.execute(
            "INSERT INTO notice (id, template, language, subject_kind, subject_id, recipient_sealed, facts_sealed, \
             dedupe_key, legal, state, message_id, attempt, run_at, created_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'pending', $10, 0, $11, $11) \
             ON CONFLICT (dedupe_key) DO NOTHING",
            [
                id.into(),
                notice.template.code().into(),
                notice.language.into(),
                notice.about.kind().into(),
                notice.about.id().into(),
                recipient.into(),
                facts.into(),
                notice.dedupe_key.into(),
                notice.template.legal().into(),
                message_id.into(),
                now.millis().into(),
            ],
        )
        .await?;
        Ok(())
    }
}
