//! Everything that can go wrong behind the door, with a stable code for each.

use domain::access::Denied;
use domain::refusal::Refusal;
use domain::words::FieldFault;
use sea_orm::sqlx;
use sea_orm::{DbErr, RuntimeErr};

/// Why a use case was not carried out. Nothing of it was written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// The command breaks the form of its fields.
    #[error("{} field(s) are not right", .0.len())]
    Input(Vec<FieldFault>),
    /// There is no such record, or none that the asker may know of.
    #[error("there is no such record")]
    NotFound,
    /// The record has changed since the asker read it.
    #[error("the record has changed since it was read; it is now at version {current}")]
    Stale {
        /// The version that is stored now.
        current: i64,
    },
    /// The law or the procedure refuses the step.
    #[error("the step is refused: {}", .0.code)]
    Refused(Refusal),
    /// The asker has no right to it.
    #[error("the right is missing: {}", .0.code)]
    Denied(Denied),
    /// Login and password do not belong together, or the account is closed.
    #[error("login and password do not fit")]
    SignInRefused,
    /// The idempotency key was used before for another request.
    #[error("the idempotency key was used for another request")]
    KeyReused,
    /// A unique value is taken.
    #[error("the value is taken: {constraint}")]
    Duplicate {
        /// Table and column, or the name of the constraint.
        constraint: String,
    },
    /// A file is longer than allowed.
    #[error("the file is longer than {limit_bytes} bytes")]
    TooLarge {
        /// The limit in bytes.
        limit_bytes: u64,
    },
    /// The content of a file is of no type that is accepted.
    #[error("the content of the file is of no accepted type")]
    MediaType,
    /// The lease of a job or notice has passed to another worker: its result is not taken.
    #[error("the lease has passed to another worker")]
    LeaseLost,
    /// The database was busy or undid the work, even after it was tried again.
    #[error("the database is busy")]
    Busy,
    /// The database cannot be reached.
    #[error("the database cannot be reached")]
    Unreachable,
    /// The schema is not one this program can work on.
    #[error("the schema does not fit this program: {0}")]
    Schema(String),
    /// The schema was made for a newer program, and no step of this one helps.
    #[error("the schema does not fit this program: {0}")]
    Ahead(String),
    /// The database refused a statement.
    #[error("the database refused a statement: {kind} {constraint}")]
    Database {
        /// The kind of fault, without any value of a row.
        kind: &'static str,
        /// The constraint, where one was broken.
        constraint: String,
    },
    /// Stored content contradicts itself.
    #[error("stored content is damaged: {0}")]
    Integrity(String),
    /// The evidence store cannot be used.
    #[error("the evidence store cannot be used: {0}")]
    Evidence(String),
    /// A setting keeps the store from working.
    #[error("{0}")]
    Setting(String),
}

impl Fault {
    /// The stable code of the fault.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Input(_) => "input_invalid",
            Self::NotFound => "not_found",
            Self::Stale { .. } => "version_stale",
            Self::Refused(refusal) => refusal.code,
            Self::Denied(denied) => denied.code,
            Self::SignInRefused => "sign_in_refused",
            Self::KeyReused => "idempotency_key_reused",
            Self::Duplicate { .. } => "duplicate",
            Self::TooLarge { .. } => "file_too_large",
            Self::MediaType => "media_type_refused",
            Self::LeaseLost => "lease_lost",
            Self::Busy => "busy",
            Self::Unreachable => "database_unreachable",
            Self::Schema(_) | Self::Ahead(_) => "schema_unfit",
            Self::Database { .. } => "database_fault",
            Self::Integrity(_) => "integrity",
            Self::Evidence(_) => "evidence_unreachable",
            Self::Setting(_) => "setting_invalid",
        }
    }

    /// Whether the same work may succeed when it is simply done again.
    pub(crate) fn may_retry(&self) -> bool {
        matches!(self, Self::Busy)
    }

    /// Whether a unique constraint over `column` of `table` was broken.
    pub(crate) fn is_duplicate_of(&self, table: &str, column: &str) -> bool {
        let Self::Duplicate { constraint } = self else {
            return false;
        };
        // SQLite names the columns, PostgreSQL the constraint.
        constraint.contains(&format!("{table}.{column}"))
            || constraint.as_str() == format!("{table}_{column}_key")
    }
}

impl From<DbErr> for Fault {
    fn from(fault: DbErr) -> Self {
        match fault {
            DbErr::Conn(RuntimeErr::SqlxError(inner))
            | DbErr::Exec(RuntimeErr::SqlxError(inner))
            | DbErr::Query(RuntimeErr::SqlxError(inner)) => Self::from(inner.as_ref()),
            // No connection came in time: to try again at once would only wait as long once more.
            DbErr::ConnectionAcquire(_) | DbErr::Conn(_) => Self::Unreachable,
            DbErr::RecordNotFound(_) => Self::NotFound,
            _ => Self::Database {
                kind: "unexpected",
                constraint: String::new(),
            },
        }
    }
}

impl From<sqlx::Error> for Fault {
    fn from(fault: sqlx::Error) -> Self {
        Self::from(&fault)
    }
}

impl From<&sqlx::Error> for Fault {
    fn from(fault: &sqlx::Error) -> Self {
        match fault {
            sqlx::Error::Database(inner) => from_database(inner.as_ref()),
            sqlx::Error::Io(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed => Self::Unreachable,
            sqlx::Error::RowNotFound => Self::NotFound,
            sqlx::Error::Decode(_) | sqlx::Error::ColumnDecode { .. } => {
                Self::Integrity("a column holds what its type does not allow".to_owned())
            }
            _ => Self::Database {
                kind: "unexpected",
                constraint: String::new(),
            },
        }
    }
}

/// SQLite's busy and locked codes with their extended forms, and PostgreSQL's serialization
/// failure, deadlock and lock time-out.
const TRY_AGAIN: [&str; 8] = ["5", "6", "261", "262", "517", "40001", "40P01", "55P03"];

/// PostgreSQL's codes for a server that is going down or coming up.
const GOING_DOWN: [&str; 4] = ["57P01", "57P02", "57P03", "53300"];

fn from_database(fault: &dyn sqlx::error::DatabaseError) -> Fault {
    let code = fault.code().unwrap_or_default();
    if TRY_AGAIN.contains(&code.as_ref()) {
        return Fault::Busy;
    }
    if GOING_DOWN.contains(&code.as_ref()) {
        return Fault::Unreachable;
    }
    // SQLite has no constraint name; its message holds table and columns and never a value.
    let constraint = fault.constraint().map_or_else(
        || {
            let message = fault.message();
            match message.split_once("constraint failed: ") {
                Some((_, columns)) => columns.to_owned(),
                None => String::new(),
            }
        },
        str::to_owned,
    );
    match fault.kind() {
        sqlx::error::ErrorKind::UniqueViolation => Fault::Duplicate { constraint },
        sqlx::error::ErrorKind::ForeignKeyViolation => Fault::Database {
            kind: "foreign_key",
            constraint,
        },
        sqlx::error::ErrorKind::NotNullViolation => Fault::Database {
            kind: "not_null",
            constraint,
        },
        sqlx::error::ErrorKind::CheckViolation => Fault::Database {
            kind: "check",
            constraint,
        },
        _ => Fault::Database {
            kind: "refused",
            constraint: code.into_owned(),
        },
    }
}
