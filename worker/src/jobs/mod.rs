//! The work behind each kind of job, one file a kind.

mod index_institutions;
mod keep_house;
mod mind_licences;
mod mind_records;
mod publish_audit_head;
mod pull_hotline;
mod remind_officers;
mod screen_complaint;
mod screen_course;
mod work_on_list;

use store::Fault;
use store::queue::{Claimed, JobKind};

use crate::import::ImportFault;
use crate::runner::House;
use crate::sources::SourceFault;

/// Why a job was not done. It is tried again later.
#[derive(Debug, thiserror::Error)]
pub(crate) enum JobFault {
    /// The store refused.
    #[error(transparent)]
    Store(#[from] Fault),
    /// A list could not be worked on.
    #[error(transparent)]
    Import(#[from] ImportFault),
    /// A source could not be read.
    #[error(transparent)]
    Source(#[from] SourceFault),
    /// The payload is not of the form the kind tells.
    #[error("the payload of the job is not of the agreed form")]
    Payload,
    /// The system's right to do it is missing.
    #[error("the system has no right to do this: {0}")]
    Right(&'static str),
    /// The work stopped in the middle.
    #[error("the work stopped in the middle")]
    Stopped,
    /// Its setting was taken away.
    #[error("the setting this job needs is not there")]
    Setting,
}

impl JobFault {
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::Store(fault) => fault.code(),
            Self::Import(fault) => fault.code(),
            Self::Source(fault) => fault.code(),
            Self::Payload => "payload_invalid",
            Self::Right(code) => code,
            Self::Stopped => "panic",
            Self::Setting => "setting_missing",
        }
    }
}

/// Does one job and ends it, in the same commit as its effect.
pub(crate) async fn perform(house: &House, job: &Claimed) -> Result<(), JobFault> {
    match job.kind {
        JobKind::ScreenComplaint => screen_complaint::perform(house, job).await,
        JobKind::ScreenCourse => screen_course::perform(house, job).await,
        JobKind::PullHotline => pull_hotline::perform(house, job).await,
        JobKind::PublishAuditHead => publish_audit_head::perform(house, job).await,
        JobKind::KeepHouse => keep_house::perform(house, job).await,
        JobKind::MindLicences => mind_licences::perform(house, job).await,
        JobKind::MindRecords => mind_records::perform(house, job).await,
        JobKind::RemindOfficers => remind_officers::perform(house, job).await,
        JobKind::IndexInstitutions => index_institutions::perform(house, job).await,
        JobKind::WorkOnList => work_on_list::perform(house, job).await,
    }
}
