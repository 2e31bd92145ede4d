//! The institution's desk.

use crate::http::access::Routes;

/// Registers the pages.
pub(super) fn register(_routes: &mut Routes) {}
