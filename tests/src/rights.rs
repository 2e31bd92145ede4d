//! Whom a route admits, worked out beside the router.

use api::http::access::Access;
use domain::access::{Actor, Role, may};
use domain::words::{AccountId, Instant};

/// Whether a route with this access lets the role in; none is somebody who has not signed in.
#[must_use]
pub fn admits(access: Access, role: Option<Role>) -> bool {
    match (access, role) {
        (Access::Public { .. }, _) | (Access::SignedIn, Some(_)) => true,
        (Access::SignedIn | Access::Needs(_), None) => false,
        (Access::Needs(action), Some(role)) => may(&holder(role), action),
    }
}

fn holder(role: Role) -> Actor {
    Actor::Account {
        id: AccountId::new(Instant::from_millis(0), [0; 10]),
        role,
        name: String::new(),
        authorities: Vec::new(),
        institution: None,
        certificate: None,
    }
}
