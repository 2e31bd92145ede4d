//! Background work as rows: made in the transaction that needs it, claimed by compare-and-set.
//!
//! A job is `ready`, `running` under a lease, `done`, or `dead` after its last attempt. Attempts
//! are counted at the claim, so a job that kills its worker cannot run for ever.

mod claim;
mod upkeep;

use domain::words::{Instant, JobId};
use serde_json::Value;

pub use claim::{Claimed, claim, prolong};
pub use upkeep::{Tally, fail, give_back, retry, schedule, sweep, tally};

use crate::Fault;
use crate::tx::Tx;

/// How often a job is tried before a person has to look at it.
pub const ATTEMPTS_MAX: i64 = 8;

/// The kinds of work this program knows. A row of another kind belongs to a newer program: it is
/// left ready, and counted in [`Tally::unknown`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum JobKind {
    /// Screens the text of one complaint; payload `{"complaint": "cmp_…"}`.
    ScreenComplaint,
    /// Screens the text of an edition of a course; payload `{"course": "crs_…", "edition": 1}`.
    ScreenCourse,
    /// Pulls the next pages of the hotline's feed; payload `{}`.
    PullHotline,
    /// Publishes the head of the audit chain of a day; payload `{"day": "YYYY-MM-DD"}`.
    PublishAuditHead,
    /// Takes away what nobody needs any more; payload `{"day": "YYYY-MM-DD"}`.
    KeepHouse,
    /// Reminds of licences that run out, and ends those that did; payload `{"day": "YYYY-MM-DD"}`.
    MindLicences,
    /// Asks institutions whether their record is right, twice a year; payload `{"day": "YYYY-MM-DD"}`.
    MindRecords,
    /// Tells officers what is due, on working days; payload `{"day": "YYYY-MM-DD"}`.
    RemindOfficers,
    /// Indexes again what lies in the search index in an older form; payload `{"day": "YYYY-MM-DD"}`.
    IndexInstitutions,
    /// Checks, enters or takes back a list of institutions, as its state asks; payload `{"list": "imp_…"}`.
    WorkOnList,
}

impl JobKind {
    /// Every kind.
    pub const ALL: [Self; 10] = [
        Self::ScreenComplaint,
        Self::ScreenCourse,
        Self::PullHotline,
        Self::PublishAuditHead,
        Self::KeepHouse,
        Self::MindLicences,
        Self::MindRecords,
        Self::RemindOfficers,
        Self::IndexInstitutions,
        Self::WorkOnList,
    ];

    /// The stable code in the database and in metrics.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::ScreenComplaint => "screen_complaint",
            Self::ScreenCourse => "screen_course",
            Self::PullHotline => "pull_hotline",
            Self::PublishAuditHead => "publish_audit_head",
            Self::KeepHouse => "keep_house",
            Self::MindLicences => "mind_licences",
            Self::MindRecords => "mind_records",
            Self::RemindOfficers => "remind_officers",
            Self::IndexInstitutions => "index_institutions",
            Self::WorkOnList => "work_on_list",
        }
    }

    /// Whether it may take long: its lease is prolonged while it goes on, and a worker that stops leaves it to another,
    /// which goes on where it was.
    #[must_use]
    pub const fn is_long(self) -> bool {
        matches!(self, Self::WorkOnList | Self::IndexInstitutions)
    }

    /// The kind with this code, if this program knows it.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// A job before it is stored.
#[derive(Debug, Clone)]
pub(crate) struct NewJob {
    pub(crate) kind: JobKind,
    /// Unique for ever: the same key makes one job however often it is asked for.
    pub(crate) key: String,
    pub(crate) payload: Value,
    pub(crate) run_at: Instant,
}

impl Tx {
    /// Adds a job to this write. A job with the same key is left as it is.
    pub(crate) async fn enqueue(&self, job: NewJob) -> Result<(), Fault> {
        let id = JobId::new(self.now(), self.store().id_bits(self.now()));
        self.execute(
            "INSERT INTO job (id, kind, job_key, payload, state, attempt, run_at, created_at) \
             VALUES ($1, $2, $3, $4, 'ready', 0, $5, $6) ON CONFLICT (job_key) DO NOTHING",
            [
                id.to_string().into(),
                job.kind.code().into(),
                job.key.into(),
                job.payload.to_string().into(),
                job.run_at.millis().into(),
                self.now().millis().into(),
            ],
        )
        .await?;
        Ok(())
    }

    /// Ends a job together with its effect. Where the lease has passed to another worker the whole
    /// write is undone, so that the effect happens once.
    pub(crate) async fn finish(&self, job: &Claimed) -> Result<(), Fault> {
        let done = self
            .execute(
                "UPDATE job SET state = 'done', finished_at = $1, lease_owner = NULL, lease_until = NULL, \
                 last_error_code = NULL WHERE id = $2 AND state = 'running' AND lease_owner = $3 AND attempt = $4",
                [
                    self.now().millis().into(),
                    job.id.to_string().into(),
                    job.owner.clone().into(),
                    job.attempt.into(),
                ],
            )
            .await?;
        if done.rows_affected() == 1 {
            Ok(())
        } else {
            Err(Fault::LeaseLost)
        }
    }
}
