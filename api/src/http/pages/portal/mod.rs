//! The public portal: looking institutions up, complaining, following.

use crate::http::access::Routes;

/// Registers the pages.
pub(super) fn register(_routes: &mut Routes) {}
