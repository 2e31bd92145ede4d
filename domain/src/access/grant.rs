//! A right that was checked, and what it reaches.

use std::marker::PhantomData;

use super::{Actor, Permission};
use crate::words::{AuthorityId, InstitutionId};

/// What a right reaches. Reads add it to the query; writes check the record against it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// What is public.
    Public,
    /// The records of one institution.
    Own(InstitutionId),
    /// The records of these authorities.
    Authorities(Vec<AuthorityId>),
    /// Everything.
    Everything,
}

impl Scope {
    /// Whether records of `authority` are within it.
    #[must_use]
    pub fn covers_authority(&self, authority: AuthorityId) -> bool {
        match self {
            Self::Everything => true,
            Self::Authorities(authorities) => authorities.contains(&authority),
            Self::Public | Self::Own(_) => false,
        }
    }

    /// Whether records of `institution` are within it, judged by the institution alone.
    #[must_use]
    pub fn covers_institution(&self, institution: InstitutionId) -> bool {
        match self {
            Self::Everything => true,
            Self::Own(own) => *own == institution,
            Self::Public | Self::Authorities(_) => false,
        }
    }
}

/// The checked right of somebody to do `A`.
#[derive(Debug, Clone)]
pub struct Grant<A: Permission> {
    actor: Actor,
    scope: Scope,
    action: PhantomData<A>,
}

impl<A: Permission> Grant<A> {
    /// Only [`decide`](super::decide) makes a grant.
    pub(super) const fn new(actor: Actor, scope: Scope) -> Self {
        Self {
            actor,
            scope,
            action: PhantomData,
        }
    }

    /// Whose right it is.
    #[must_use]
    pub const fn actor(&self) -> &Actor {
        &self.actor
    }

    /// What it reaches.
    #[must_use]
    pub const fn scope(&self) -> &Scope {
        &self.scope
    }
}
