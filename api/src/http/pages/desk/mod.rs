//! The officers' desk: what waits, complaints, leads, cases, institutions.

mod done;
mod frame;

pub(super) use done::Done;
pub(super) use frame::frame;

use crate::http::access::Routes;

/// Registers the pages.
pub(super) fn register(_routes: &mut Routes) {}
