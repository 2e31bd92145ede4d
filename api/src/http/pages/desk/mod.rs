//! The officers' desk: what waits, complaints, leads, cases, institutions.

use crate::http::access::Routes;

/// Registers the pages.
pub(super) fn register(_routes: &mut Routes) {}
