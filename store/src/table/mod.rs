//! The tables as sea-orm sees them. They are private: nobody writes a row but by a use case.

pub(crate) mod account;
pub(crate) mod authority;
pub(crate) mod complaint;
pub(crate) mod correction_order;
pub(crate) mod correction_response;
pub(crate) mod document_service;
pub(crate) mod evidence_file;
pub(crate) mod finding;
pub(crate) mod institution;
pub(crate) mod lead;
pub(crate) mod licence;
pub(crate) mod violation_case;
