//! Staff of institutions (从业人员): who teaches, by which proof, and whether the law lets them.
//!
//! What an institution says of a person is judged and never acted upon by itself: a person of the bar list is refused when
//! an institution enters them, and every other match is a lead that an officer judges.

pub mod lead;
pub mod listed;
mod member;
mod number;
mod rule;
#[cfg(test)]
mod rule_tests;
mod words;

pub use member::{Draft, Member, NewMember, Pupils, left_on};
pub use number::IdentityNumber;
pub use rule::{BARRED, Finding, Known, Rule, Team, judge, team};
pub use words::{Certificate, Engagement, EntryCheck, Post};
