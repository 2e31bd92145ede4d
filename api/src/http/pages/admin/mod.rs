//! The administrator's and auditor's pages, and everybody's own sessions.

use crate::http::access::Routes;

/// Registers the pages.
pub(super) fn register(_routes: &mut Routes) {}
