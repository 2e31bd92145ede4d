//! Who acts.

use super::Role;
use crate::words::{AccountId, AuthorityId, Day, InstitutionId};

/// An enforcement certificate (行政执法证).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    /// Its number.
    pub number: String,
    /// Its last day.
    pub valid_until: Day,
}

impl Certificate {
    /// Whether it is valid on `day`.
    #[must_use]
    pub fn is_valid(&self, day: Day) -> bool {
        day <= self.valid_until
    }
}

/// Who acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// Anybody, not signed in.
    Public,
    /// Somebody who signed in.
    Account {
        /// The account.
        id: AccountId,
        /// What its holder is.
        role: Role,
        /// The holder's name, as shown to colleagues.
        name: String,
        /// The authorities the holder works for.
        authorities: Vec<AuthorityId>,
        /// The institution an agent speaks for.
        institution: Option<InstitutionId>,
        /// The holder's enforcement certificate.
        certificate: Option<Certificate>,
    },
    /// A job or a command, by its name.
    System(&'static str),
}

impl Actor {
    /// The role of somebody who signed in.
    #[must_use]
    pub const fn role(&self) -> Option<Role> {
        match self {
            Self::Account { role, .. } => Some(*role),
            Self::Public | Self::System(_) => None,
        }
    }

    /// The account of somebody who signed in.
    #[must_use]
    pub const fn account(&self) -> Option<AccountId> {
        match self {
            Self::Account { id, .. } => Some(*id),
            Self::Public | Self::System(_) => None,
        }
    }

    /// Whether a valid enforcement certificate is held on `day`.
    #[must_use]
    pub fn is_certified(&self, day: Day) -> bool {
        match self {
            Self::Account {
                certificate: Some(certificate),
                ..
            } => certificate.is_valid(day),
            _ => false,
        }
    }
}
