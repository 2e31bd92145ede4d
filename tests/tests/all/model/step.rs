//! The steps of a random run: small words with numbers that the run turns into records by their place.

use domain::case::ServiceWay;
use proptest::prelude::*;

use super::register::{self, RegisterStep};

/// Which record: the number is taken modulo how many there are, so that it means something in every run and still
/// shrinks to the first.
pub(super) type Which = usize;

/// Whom a complaint is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum About {
    /// An institution of the register with an address.
    Known,
    /// One without.
    Silent,
    /// A name that is not in the register.
    Named,
    /// A number that is not in the register.
    Unknown,
}

/// Who takes a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hand {
    /// Whoever may, as far as anybody may.
    Proper,
    First,
    Second,
    Lead,
    /// An officer of another authority.
    Outsider,
}

/// The version a command says it has read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Version {
    Read,
    Stale,
    Ahead,
}

/// The words a command carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Words {
    Good,
    Empty,
    Long,
    Control,
}

/// A step on a complaint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Handling {
    /// The one its state asks for.
    Next,
    Accept,
    Decline,
    Answer,
    Close,
}

/// A step on a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Move {
    /// The one its state asks for.
    Next,
    Find,
    Order,
    /// A later last day for the correction.
    Change,
    Serve,
    Propose,
    Approve,
    Return,
}

/// How a claimed job ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum JobEnd {
    /// Recorded, with a flag that makes a lead or without.
    Recorded {
        flag: bool,
    },
    Failed,
    /// The worker dies: nothing is written, the lease runs out.
    Lost,
}

/// What becomes of a notice that was claimed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Post {
    Sent,
    Deferred,
    Refused,
    Unsure,
    Dead,
    /// The worker dies.
    Lost,
}

/// A filing, as far as it differs from others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Filing {
    pub(super) text: u8,
    pub(super) about: About,
    pub(super) email: bool,
    pub(super) key: Option<u8>,
    pub(super) source: Option<u8>,
}

/// One step on a case with all that it may carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct CaseStep {
    pub(super) what: Move,
    pub(super) by: Hand,
    pub(super) version: Version,
    pub(super) words: Words,
    /// Days from today: of the finding or of the service.
    pub(super) day: i64,
    /// Days from today until the order's last day.
    pub(super) due: i64,
    pub(super) way: ServiceWay,
    pub(super) receiver: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    File {
        filing: Filing,
        twice: bool,
    },
    Handle {
        which: Which,
        what: Handling,
        by: Hand,
        version: Version,
        words: Words,
        twice: bool,
    },
    Withdraw {
        which: Which,
        wrong_receipt: bool,
        twice: bool,
    },
    Judge {
        which: Which,
        confirm: bool,
        reason: Words,
        by: Hand,
        version: Version,
    },
    Open {
        which: Which,
        first: Hand,
        second: Hand,
        reason: Words,
        twice: bool,
    },
    Case {
        which: Which,
        step: CaseStep,
        twice: bool,
    },
    Answer {
        which: Which,
        own: bool,
        text: u8,
        words: Words,
        key: Option<u8>,
        twice: bool,
    },
    Proof {
        which: Which,
        own: bool,
        content: u8,
    },
    Consent,
    Register(RegisterStep),
    ClaimJob {
        owner: u8,
    },
    EndJob {
        which: Which,
        end: JobEnd,
    },
    SweepJobs,
    RetryJob {
        which: Which,
    },
    ClaimNotices {
        owner: u8,
        max: u32,
    },
    Post {
        outcomes: [Post; 3],
    },
    SweepNotices,
    RetryNotice {
        which: Which,
    },
    SetNoticeAside {
        which: Which,
    },
    Clock {
        millis: i64,
    },
    Seal,
}

impl Step {
    pub(super) fn is_of_machines(&self) -> bool {
        matches!(
            self,
            Self::ClaimJob { .. }
                | Self::EndJob { .. }
                | Self::SweepJobs
                | Self::RetryJob { .. }
                | Self::ClaimNotices { .. }
                | Self::Post { .. }
                | Self::SweepNotices
                | Self::RetryNotice { .. }
                | Self::SetNoticeAside { .. }
                | Self::Clock { .. }
                | Self::Seal
        )
    }

    /// Whether the step either leaves an act or writes nothing at all. The others are upkeep.
    pub(super) fn writes_with_an_act(&self) -> bool {
        match self {
            Self::RetryJob { .. }
            | Self::RetryNotice { .. }
            | Self::SetNoticeAside { .. }
            | Self::Clock { .. } => true,
            Self::EndJob { end, .. } => matches!(end, JobEnd::Recorded { .. }),
            Self::Register(step) => !step.is_upkeep(),
            _ => !self.is_of_machines(),
        }
    }
}

const SECOND: i64 = 1_000;
const DAY: i64 = 24 * 60 * 60 * SECOND;

pub(super) fn one_of<T: Clone + std::fmt::Debug + 'static>(
    values: &[T],
) -> impl Strategy<Value = T> + use<T> {
    prop::sample::select(values.to_vec())
}

pub(super) fn hand() -> impl Strategy<Value = Hand> {
    prop_oneof![
        6 => Just(Hand::Proper),
        1 => one_of(&[Hand::First, Hand::Second, Hand::Lead, Hand::Outsider]),
    ]
}

pub(super) fn version() -> impl Strategy<Value = Version> {
    prop_oneof![
        8 => Just(Version::Read),
        1 => one_of(&[Version::Stale, Version::Ahead]),
    ]
}

pub(super) fn words() -> impl Strategy<Value = Words> {
    prop_oneof![
        8 => Just(Words::Good),
        1 => one_of(&[Words::Empty, Words::Long, Words::Control]),
    ]
}

pub(super) fn rarely() -> impl Strategy<Value = bool> {
    prop::bool::weighted(0.15)
}

fn filing() -> impl Strategy<Value = Filing> {
    let about = prop_oneof![
        4 => Just(About::Known),
        1 => one_of(&[About::Silent, About::Named, About::Unknown]),
    ];
    let few = || prop::option::weighted(0.3, 0..3_u8);
    (0..2_u8, about, prop::bool::weighted(0.7), few(), few()).prop_map(
        |(text, about, email, key, source)| Filing {
            text,
            about,
            email,
            key,
            source,
        },
    )
}

fn case_step() -> impl Strategy<Value = CaseStep> {
    let what = prop_oneof![
        5 => Just(Move::Next),
        3 => one_of(&[Move::Find, Move::Order, Move::Change, Move::Serve, Move::Propose, Move::Approve, Move::Return]),
    ];
    let day = prop_oneof![6 => Just(0_i64), 1 => one_of(&[-1, 1, -30])];
    let due = prop_oneof![6 => one_of(&[15_i64, 20]), 1 => one_of(&[0, 180, 181])];
    let way = prop_oneof![
        8 => Just(ServiceWay::InPerson),
        1 => one_of(&[ServiceWay::Electronic, ServiceWay::PublicNotice]),
    ];
    let carried = (day, due, way, prop::bool::weighted(0.9));
    (what, hand(), version(), words(), carried).prop_map(
        |(what, by, version, words, (day, due, way, receiver))| CaseStep {
            what,
            by,
            version,
            words,
            day,
            due,
            way,
            receiver,
        },
    )
}

fn of_people() -> impl Strategy<Value = Step> {
    let which = || 0..8_usize;
    let handling = prop_oneof![
        5 => Just(Handling::Next),
        2 => one_of(&[Handling::Accept, Handling::Decline, Handling::Answer, Handling::Close]),
    ];
    let key = prop::option::weighted(0.5, 0..2_u8);
    prop_oneof![
        5 => (filing(), rarely()).prop_map(|(filing, twice)| Step::File { filing, twice }),
        7 => (which(), handling, hand(), version(), words(), rarely())
            .prop_map(|(which, what, by, version, words, twice)| Step::Handle { which, what, by, version, words, twice }),
        1 => (which(), prop::bool::weighted(0.4), any::<bool>())
            .prop_map(|(which, wrong_receipt, twice)| Step::Withdraw { which, wrong_receipt, twice }),
        3 => (which(), any::<bool>(), words(), hand(), version())
            .prop_map(|(which, confirm, reason, by, version)| Step::Judge { which, confirm, reason, by, version }),
        4 => (which(), hand(), hand(), words(), rarely())
            .prop_map(|(which, first, second, reason, twice)| Step::Open { which, first, second, reason, twice }),
        16 => (0..4_usize, case_step(), rarely()).prop_map(|(which, step, twice)| Step::Case { which, step, twice }),
        3 => (0..4_usize, prop::bool::weighted(0.8), 0..2_u8, words(), key, rarely())
            .prop_map(|(which, own, text, words, key, twice)| Step::Answer { which, own, text, words, key, twice }),
        1 => (0..4_usize, prop::bool::weighted(0.8), 0..3_u8).prop_map(|(which, own, content)| Step::Proof { which, own, content }),
        1 => Just(Step::Consent),
        26 => register::steps().prop_map(Step::Register),
    ]
}

fn of_machines() -> impl Strategy<Value = Step> {
    let post = || {
        prop_oneof![
            3 => Just(Post::Sent),
            2 => one_of(&[Post::Deferred, Post::Refused, Post::Unsure, Post::Dead, Post::Lost]),
        ]
    };
    let end = prop_oneof![
        4 => any::<bool>().prop_map(|flag| JobEnd::Recorded { flag }),
        1 => one_of(&[JobEnd::Failed, JobEnd::Lost]),
    ];
    let jump = one_of(&[
        SECOND,
        61 * SECOND,
        3_600 * SECOND,
        DAY,
        9 * DAY,
        16 * DAY,
        40 * DAY,
        -300 * SECOND,
    ]);
    prop_oneof![
        4 => (0..2_u8).prop_map(|owner| Step::ClaimJob { owner }),
        4 => (0..4_usize, end).prop_map(|(which, end)| Step::EndJob { which, end }),
        1 => Just(Step::SweepJobs),
        1 => (0..4_usize).prop_map(|which| Step::RetryJob { which }),
        3 => (0..2_u8, 1..4_u32).prop_map(|(owner, max)| Step::ClaimNotices { owner, max }),
        3 => [post(), post(), post()].prop_map(|outcomes| Step::Post { outcomes }),
        1 => Just(Step::SweepNotices),
        2 => (0..4_usize).prop_map(|which| Step::RetryNotice { which }),
        1 => (0..4_usize).prop_map(|which| Step::SetNoticeAside { which }),
        4 => jump.prop_map(|millis| Step::Clock { millis }),
        1 => Just(Step::Seal),
    ]
}

/// A run of up to `most` steps.
pub(super) fn runs(most: usize) -> impl Strategy<Value = Vec<Step>> {
    prop::collection::vec(prop_oneof![3 => of_people(), 2 => of_machines()], 1..=most)
}
