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

    /// Does not compile where `$kind` has the trait: its item would then be meant in two ways, and neither is chosen.
    macro_rules! never {
        ($kind:ty: $trait:path) => {{
            trait InTwoWays<Way> {
                fn stays_away() {}
            }
            struct WithIt;
            impl<T: ?Sized> InTwoWays<()> for T {}
            impl<T: ?Sized + $trait> InTwoWays<WithIt> for T {}
            <$kind as InTwoWays<_>>::stays_away();
        }};
    }

    macro_rules! never_any {
        ($($kind:ty),+: $traits:tt) => {
            $(never_any!(@ $kind: $traits);)+
        };
        (@ $kind:ty: [$($trait:path),+]) => {
            $(never!($kind: $trait);)+
        };
    }

    /// Judged when this is compiled: none of the ways by which a value slips into a text, a log or an answer exists.
    #[test]
    fn no_way_leads_out_but_expose() {
        never_any!(
            Pii<String>, Pii<crate::words::Email>, Pii<crate::words::Telephone>, Option<Pii<String>>:
            [
                fmt::Display,
                fmt::LowerHex,
                serde::Serialize,
                std::ops::Deref,
                AsRef<str>,
                std::borrow::Borrow<str>,
                Into<String>,
                Iterator
            ]
        );
    }
}
