//! The same request twice gets the same answer; another request under its key is refused.

use sea_orm::FromQueryResult;
use serde::Serialize;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::Fault;
use crate::tx::Tx;

/// The key a sender gives to a request so that it can be sent again safely: 1 to 128 visible
/// ASCII characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdempotencyKey(String);

impl IdempotencyKey {
    /// Checks the form of a key.
    ///
    /// # Errors
    /// The stable code `idempotency_key_invalid`.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let visible = |sign: u8| sign.is_ascii_graphic();
        if (1..=128).contains(&text.len()) && text.bytes().all(visible) {
            Ok(Self(text.to_owned()))
        } else {
            Err("idempotency_key_invalid")
        }
    }
}

/// The digest of a command, by which a repeated request is told from another one.
pub(super) fn digest(command: &impl Serialize) -> Result<String, Fault> {
    let text = serde_json::to_vec(command)
        .map_err(|_| Fault::Integrity("a command cannot be written as JSON".to_owned()))?;
    Ok(hex::encode(Sha256::digest(text)))
}

impl Tx {
    /// The answer that was given to this key before.
    ///
    /// # Errors
    /// [`Fault::KeyReused`] where it was given to another request.
    pub(super) async fn replayed(
        &self,
        scope: &str,
        key: Option<&IdempotencyKey>,
        request_digest: &str,
    ) -> Result<Option<Value>, Fault> {
        #[derive(FromQueryResult)]
        struct Before {
            request_digest: String,
            answer: String,
        }
        let Some(key) = key else {
            return Ok(None);
        };
        let before: Option<Before> = self
            .one(
                "SELECT request_digest, answer FROM idempotency_key WHERE scope = $1 AND request_key = $2",
                [scope.into(), key.0.as_str().into()],
            )
            .await?;
        match before {
            None => Ok(None),
            Some(before) if before.request_digest != request_digest => Err(Fault::KeyReused),
            Some(before) => serde_json::from_str(&before.answer)
                .map(Some)
                .map_err(|_| Fault::Integrity("a kept answer is not JSON".to_owned())),
        }
    }

    /// Keeps the answer under the key. Two requests that race meet at the primary key: the later
    /// one is undone, done again, and finds the answer of the first.
    pub(super) async fn keep_answer(
        &self,
        scope: &str,
        key: Option<&IdempotencyKey>,
        request_digest: &str,
        answer: &Value,
    ) -> Result<(), Fault> {
        let Some(key) = key else {
            return Ok(());
        };
        self.execute(
            "INSERT INTO idempotency_key (scope, request_key, request_digest, answer, created_at) VALUES ($1, $2, $3, $4, $5)",
            [
                scope.into(),
                key.0.as_str().into(),
                request_digest.into(),
                answer.to_string().into(),
                self.now().millis().into(),
            ],
        )
        .await
        .map_err(|fault| match fault {
            Fault::Duplicate { .. } => Fault::Busy,
            other => other,
        })?;
        Ok(())
    }
}
