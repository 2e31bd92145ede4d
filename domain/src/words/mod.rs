//! The words of the field: ids, numbers, money, days, places, articles and checked texts.
//!
//! Each is a type of its own with one text form (`Display` and `FromStr` round trip), and each
//! refusal has a stable code.

mod article;
mod coded;
mod fault;
mod fen;
mod id;
mod number;
mod reach;
mod registry;
mod sets;
mod statute;
mod text;
mod time;

pub use article::Article;
pub(crate) use coded::coded;
pub use coded::{Class, District, Stage};
pub use fault::{FieldFault, InputFault};
pub use fen::Fen;
pub use id::{
    AccountId, ActId, AfterSchoolId, ApplicationId, AuthorityId, BarId, CaseId, ComplaintId,
    ConsentId, CourseId, EvidenceId, FindingId, ImportId, InstitutionId, JobId, LeadId, LicenceId,
    LinkId, MergeId, MessageId, NoticeId, OrderId, PlaceId, ReportId, RequestId, ResponseId,
    SchoolId, ScreeningId, ServiceId, SessionId, StaffId, StaffLeadId, TeacherId,
};
pub use number::{
    AfterSchoolNumber, ApplicationNumber, CaseNumber, ComplaintNumber, CourseNumber,
    DocumentNumber, InstitutionNumber, MaterialNumber, PlaceNumber, ReceiptCode, ReportNumber,
    SchoolNumber,
};
pub use reach::{Email, Telephone};
pub use registry::{LicenceNumber, Uscc};
pub use sets::{Classes, Stages};
pub(crate) use statute::STATUTES;
pub use text::{Line, Prose};
pub(crate) use time::serde_as_text;
pub use time::{Day, Instant};
