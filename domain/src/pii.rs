//! Personal data: held so that it cannot be printed, logged or sent by mistake.

use std::fmt;

/// Why personal data are read. Each reading names one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To seal them for storage.
    Seal,
    /// To show them to the person they are about.
    ShowToHolder,
    /// To show them to the officer who handles the matter.
    ShowToOfficer,
    /// To address a mail.
    SendMail,
    /// To compare them by a blind index.
    Match,
}

/// A value about a person. It has no `Display`, no `Serialize` and no deref; `Debug` masks it.
#[derive(Clone, PartialEq, Eq)]
pub struct Pii<T>(T);

impl<T> Pii<T> {
    /// Holds `value`.
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// The value, for `purpose`.
    pub const fn expose(&self, purpose: Purpose) -> &T {
        let _named = purpose;
        &self.0
    }
}

impl<T> fmt::Debug for Pii<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Pii(masked)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_nothing() {
        let name = Pii::new("万女士".to_owned());
        assert_eq!(
            format!("{name:?} {:?}", Some(&name)),
            "Pii(masked) Some(Pii(masked))"
        );
    }
}
