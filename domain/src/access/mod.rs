//! Who may do what: roles, actions, grants and scopes.
//!
//! A use case takes a [`Grant`] of its own action, and only [`decide`] makes one. Buttons and the
//! route table ask the same table by [`may`].

mod actor;
mod decide;
mod grant;
mod role;

pub use actor::{Actor, Certificate};
pub use decide::{Denied, decide, holds, investigates, may, scope};
pub use grant::{Grant, Scope};
pub use role::Role;

/// Makes the list of actions and one marker type for each.
macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident $code:literal,)+) => {
        /// What somebody may do.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Action {
            $($(#[$doc])* $name,)+
        }

        impl Action {
            /// Every action.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// The stable code, as acts keep it.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$name => $code,)+
                }
            }
        }

        /// One type for each action, so that a grant for one is no grant for another.
        pub mod permit {
            $(
                $(#[$doc])*
                #[derive(Debug, Clone, Copy)]
                pub struct $name;

                impl super::Permission for $name {
                    const ACTION: super::Action = super::Action::$name;
                }
            )+
        }
    };
}

/// The type of an action; see [`permit`].
pub trait Permission {
    /// The action it stands for.
    const ACTION: Action;
}

actions! {
    /// Look up what is public.
    LookUp "look_up",
    /// File a complaint.
    FileComplaint "file_complaint",
    /// Follow one's own complaint by number and receipt code.
    FollowComplaint "follow_complaint",
    /// Read complaints, leads and cases of one's authorities.
    ReadDesk "read_desk",
    /// Accept, decline, answer or close a complaint.
    HandleComplaint "handle_complaint",
    /// Judge a lead.
    JudgeLead "judge_lead",
    /// File a case.
    OpenCase "open_case",
    /// Record findings; needs a valid certificate.
    InvestigateCase "investigate_case",
    /// Order correction; needs a valid certificate.
    OrderCorrection "order_correction",
    /// Record the service of a document; needs a valid certificate.
    ServeDocument "serve_document",
    /// Approve the closure of a case, or send it back.
    ApproveClosure "approve_closure",
    /// See what became of notices.
    ReadNotices "read_notices",
    /// Send a notice again.
    RetryNotice "retry_notice",
    /// See background jobs.
    ReadJobs "read_jobs",
    /// Put a dead job back to work.
    RetryJob "retry_job",
    /// Read and verify the audit log.
    ReadAudit "read_audit",
    /// Add, close and reset accounts.
    ManageAccounts "manage_accounts",
    /// Enter authorities, institutions, licences and consents.
    ManageRegister "manage_register",
    /// Keep the records of institutions: change what the authority answers for, judge what others want changed.
    KeepRegister "keep_register",
    /// Report that an entry of the register is wrong, closed or double.
    ReportEntry "report_entry",
    /// Follow one's own report by number and receipt code.
    FollowReport "follow_report",
    /// Judge what the public reports of an entry.
    JudgeReport "judge_report",
    /// Propose to merge two entries of one institution, or to part them again.
    ProposeMerge "propose_merge",
    /// Approve a merge or its end, or refuse it.
    DecideMerge "decide_merge",
    /// Enter which institution came out of which, and undo it.
    KeepLinks "keep_links",
    /// Propose a change of a licence: suspend, resume, revoke, cancel.
    ProposeLicenceChange "propose_licence_change",
    /// Approve a change of a licence, or send it back.
    DecideLicence "decide_licence",
    /// Examine applications for a licence: ask for corrections, accept, visit, propose, issue.
    ExamineApplication "examine_application",
    /// Give the decision on an application more time.
    ExtendApplication "extend_application",
    /// Read what concerns one's own institution.
    ReadOwn "read_own",
    /// Keep the record of one's own institution: change what it answers for, confirm it, agree to what officers want changed.
    KeepOwnRecord "keep_own_record",
    /// Answer an order for one's own institution and add proof.
    AnswerOrder "answer_order",
    /// Apply for a licence of one's own institution, its renewal or its change.
    ApplyForLicence "apply_for_licence",
    /// Enter and change the staff of one's own institution.
    KeepStaff "keep_staff",
    /// Put persons on the bar list, and take them off.
    KeepBars "keep_bars",
    /// Write, file, change and withdraw courses of one's own institution.
    FileCourse "file_course",
    /// Judge the flag of a course: publish it, or not.
    JudgeCourse "judge_course",
    /// Apply for one's own institution to serve schools after lessons, and take that back.
    ApplyAfterSchool "apply_after_school",
    /// Keep the list of schools and of after-school providers: examine, choose, warn, enter agreements and scores, propose exits.
    KeepAfterSchool "keep_after_school",
    /// Approve the choice and the exit of an after-school provider, or send it back.
    DecideAfterSchool "decide_after_school",
    /// Enter unlicensed places, record what becomes of them, and link complaints to them.
    KeepPlaces "keep_places",
    /// Record a check on site of an unlicensed place; needs a valid certificate.
    CheckPlace "check_place",
    /// Overturn what a check on site of an unlicensed place found.
    OverturnPlace "overturn_place",
    /// See and end one's own sessions.
    EndOwnSessions "end_own_sessions",
    /// Say whether and where one's own reminders go.
    SetOwnReminders "set_own_reminders",
    /// Give one's own account another password.
    ChangeOwnPassword "change_own_password",
    /// Work of the system itself: jobs, imports, seeds.
    RunSystem "run_system",
}
