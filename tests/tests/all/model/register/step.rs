//! The steps of the register.

use domain::application::Kind;
use proptest::prelude::*;

use super::super::step::{Hand, Version, Which, Words, hand, one_of, rarely, version, words};

/// A step on an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Motion {
    /// The one its state asks for.
    Next,
    Submit,
    Withdraw,
    AskCorrection,
    Accept,
    Decline,
    Visit,
    Extend,
    Propose,
    Approve,
    SendBack,
    Issue,
}

/// A step on a licence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Turn {
    /// The one its state asks for.
    Next,
    Suspend,
    Resume,
    Revoke,
    Cancel,
    Approve,
    SendBack,
}

/// What is filled in, with every paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Filled {
    Good,
    /// Complete, and against a condition that binds.
    Poor,
    /// More teachers than people.
    Impossible,
}

/// A step of the register. `good` is what an officer finds: fit premises, a reason to grant, a document to rest on, a
/// length that may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum RegisterStep {
    Begin {
        /// Which of the two institutions.
        at: usize,
        kind: Kind,
        twice: bool,
    },
    Fill {
        which: Which,
        filled: Filled,
        own: bool,
        version: Version,
    },
    Apply {
        which: Which,
        motion: Motion,
        by: Hand,
        own: bool,
        version: Version,
        words: Words,
        good: bool,
        twice: bool,
    },
    Turn {
        which: Which,
        turn: Turn,
        by: Hand,
        version: Version,
        words: Words,
        good: bool,
        twice: bool,
    },
    /// The worker minds the calendar.
    Mind { twice: bool },
}

impl RegisterStep {
    pub(in super::super) const fn is_upkeep(self) -> bool {
        matches!(self, Self::Mind { .. })
    }
}

/// Random steps of the register.
pub(in super::super) fn steps() -> impl Strategy<Value = RegisterStep> {
    let which = || 0..4_usize;
    let mostly = || prop::bool::weighted(0.9);
    let kind = one_of(Kind::ALL);
    let filled = prop_oneof![
        6 => Just(Filled::Good),
        1 => one_of(&[Filled::Poor, Filled::Impossible]),
    ];
    let motion = prop_oneof![
        7 => Just(Motion::Next),
        2 => one_of(&[
            Motion::Submit, Motion::Withdraw, Motion::AskCorrection, Motion::Accept, Motion::Decline, Motion::Visit,
            Motion::Extend, Motion::Propose, Motion::Approve, Motion::SendBack, Motion::Issue,
        ]),
    ];
    let turn = prop_oneof![
        4 => Just(Turn::Next),
        2 => one_of(&[Turn::Suspend, Turn::Resume, Turn::Revoke, Turn::Cancel, Turn::Approve, Turn::SendBack]),
    ];
    let applied = (which(), motion, hand(), mostly(), version());
    prop_oneof![
        3 => (0..2_usize, kind, rarely()).prop_map(|(at, kind, twice)| RegisterStep::Begin { at, kind, twice }),
        4 => (which(), filled, mostly(), version())
            .prop_map(|(which, filled, own, version)| RegisterStep::Fill { which, filled, own, version }),
        14 => (applied, words(), mostly(), rarely()).prop_map(
            |((which, motion, by, own, version), words, good, twice)|
            RegisterStep::Apply { which, motion, by, own, version, words, good, twice }),
        4 => (which(), turn, hand(), version(), words(), mostly(), rarely()).prop_map(
            |(which, turn, by, version, words, good, twice)|
            RegisterStep::Turn { which, turn, by, version, words, good, twice }),
        3 => rarely().prop_map(|twice| RegisterStep::Mind { twice }),
    ]
}
