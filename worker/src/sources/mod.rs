//! Sources outside the house that are pulled. Nothing they send is trusted.

mod hotline;

pub(crate) use hotline::Page;
pub use hotline::{Feed, SourceFault, check_address};
