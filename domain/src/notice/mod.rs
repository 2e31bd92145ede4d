//! Notices by e-mail: which texts there are, and what becomes of one.
//!
//! A mail informs. It serves a document only where a signed consent to electronic service is on
//! record (Administrative Penalty Law, article 61).

mod state;

pub use state::{ATTEMPTS_MAX, Event, Instead, State, retry_at};

use crate::words::coded;

coded! {
    /// Which text a notice has.
    Template "template_unknown" {
        /// To the complainant: the complaint has come in.
        ComplaintReceived "complaint_received" "投诉已收到" "Complaint received",
        /// To the complainant: it will be dealt with.
        ComplaintAccepted "complaint_accepted" "投诉已受理" "Complaint accepted",
        /// To the complainant: the answer, or why it is not dealt with.
        ComplaintAnswered "complaint_answered" "投诉已答复" "Complaint answered",
        /// To the institution: an order to correct has been made.
        CorrectionOrdered "correction_ordered" "责令改正通知" "Order to correct",
        /// To the institution: the last day of an order has been moved.
        CorrectionDueChanged "correction_due_changed" "变更改正期限" "New last day for correction",
        /// To the institution: its licence runs out soon.
        LicenceExpiring "licence_expiring" "许可证即将到期" "Licence runs out soon",
        /// To the institution: the state of its licence has changed.
        LicenceChanged "licence_changed" "许可证状态变动" "State of the licence changed",
        /// To the institution: its application for a licence has moved on.
        ApplicationMoved "application_moved" "许可申请办理进展" "Progress of an application",
        /// To the institution: a change of its record was asked for or decided.
        RecordMoved "record_moved" "登记信息更正" "Change of the record",
        /// To the reporter: the report has come in.
        ReportReceived "report_received" "纠错已收到" "Report received",
        /// To the reporter: what became of it.
        ReportAnswered "report_answered" "纠错已答复" "Report answered",
        /// To the institution: it is asked whether its record is right.
        RecordConfirm "record_confirm" "请核对登记信息" "Please confirm the record",
        /// To an officer: what is due and what is late, once a working day.
        OfficerDigest "officer_digest" "到期事项提醒" "What is due",
        /// To the institution: it is admitted to after-school service, warned, suspended, or out.
        AfterSchoolMoved "after_school_moved" "课后服务准入办理进展" "Progress of an after-school provider",
        /// To the institution: its admission ends soon.
        AfterSchoolEnding "after_school_ending" "课后服务准入即将到期" "After-school admission ends soon",
    }
}

impl Template {
    /// Whether the notice must arrive: one that is unsure is then sent again under the same
    /// Message-ID. A courtesy is not, since a second copy would confuse more than it helps.
    #[must_use]
    pub const fn legal(self) -> bool {
        matches!(
            self,
            Self::CorrectionOrdered
                | Self::CorrectionDueChanged
                | Self::LicenceChanged
                | Self::ApplicationMoved
                | Self::AfterSchoolMoved
        )
    }
}
