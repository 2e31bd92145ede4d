//! What screening answers: labels with probability, flag, evidence, articles and reasons.

use serde::{Deserialize, Serialize};

use crate::words::{Article, coded};

coded! {
    /// The labels of the contract.
    LabelCode "label_unknown" {
        /// Subject teaching hidden by another name, place or form.
        SubjectTutoringDisguised "subject_tutoring_disguised" "学科类隐形变异培训" "Subject tutoring in disguise",
        /// Paid subject tutoring by an institution, open about it.
        SubjectTutoring "subject_tutoring" "学科类培训" "Subject tutoring",
        /// An in-service teacher tutors for money, or steers pupils.
        TeacherPaid "teacher_paid" "在职教师有偿补课" "In-service teacher tutoring for money",
        /// No licence or approval.
        Unlicensed "unlicensed" "无证办学" "No licence",
        /// Refunds, fees, runaway.
        FeesRefund "fees_refund" "收费退费" "Fees and refunds",
        /// Danger to children.
        Safety "safety" "安全隐患" "Safety",
        /// Noise to neighbours.
        NoiseNuisance "noise_nuisance" "噪声扰民" "Noise",
        /// A school itself charges.
        SchoolInternalFees "school_internal_fees" "学校收费" "A school's own charges",
        /// A school itself runs make-up lessons.
        SchoolMakeupClass "school_makeup_class" "学校补课" "A school's own make-up lessons",
    }
}

/// A piece of the text that counts as evidence. Places count Unicode scalar values of the field as
/// it was written; the end is exclusive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// `subject` or `body`.
    pub field: String,
    /// First character.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
    /// The piece itself.
    pub text: String,
}

/// One label.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Label {
    /// Which.
    pub code: LabelCode,
    /// How sure, from 0 to 1, by a fixed table from points; not yet calibrated.
    pub probability: f64,
    /// Whether an officer should look.
    pub flag: bool,
    /// The pieces that made it.
    pub evidence: Vec<Span>,
    /// The articles it touches.
    pub articles: Vec<Article>,
    /// Why, in words.
    pub reasons: Vec<String>,
}

/// What the screening of a text found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Screening {
    /// All labels, flagged or not.
    pub labels: Vec<Label>,
    /// Version of rules and lexicon.
    pub rules: String,
    /// Version of the model; `none` without one.
    pub model: String,
}

/// From points to a probability: 50 points and more flag.
pub(super) fn probability(points: u32) -> f64 {
    const TABLE: [(u32, f64); 9] = [
        (100, 0.97),
        (85, 0.93),
        (70, 0.86),
        (60, 0.75),
        (50, 0.62),
        (40, 0.38),
        (30, 0.22),
        (15, 0.10),
        (0, 0.03),
    ];
    TABLE
        .into_iter()
        .find(|(from, _)| points >= *from)
        .map_or(0.03, |(_, probability)| probability)
}

/// From how many points on a label is flagged.
pub(super) const FLAG_POINTS: u32 = 26;
