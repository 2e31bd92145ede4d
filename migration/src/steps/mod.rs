//! The frozen schema steps, oldest first. A step that has been released is never edited:
//! `checksums.txt` beside them is compared by a test.

use sea_orm_migration::prelude::*;

/// One schema step: SQL common to both databases, then what only one of them has.
pub(crate) struct Step {
    /// Unique name; steps run in the order of their names.
    pub(crate) name: &'static str,
    /// The oldest program that can still work on the schema after this step.
    pub(crate) oldest_program: i64,
    /// Statements for both databases; `{text}` and `{bytes}` stand for each one's own type.
    pub(crate) common: &'static str,
    /// Statements for SQLite alone.
    pub(crate) sqlite: &'static str,
    /// Statements for PostgreSQL alone.
    pub(crate) postgres: &'static str,
}

/// Every step this program knows, oldest first.
pub(crate) const ALL: &[Step] = &[
    Step {
        name: "m0001_foundation",
        oldest_program: 1,
        common: include_str!("m0001_foundation.sql"),
        sqlite: include_str!("m0001_foundation.sqlite.sql"),
        postgres: include_str!("m0001_foundation.postgres.sql"),
    },
    // Only columns that an older program neither reads nor has to write.
    Step {
        name: "m0002_basis",
        oldest_program: 1,
        common: include_str!("m0002_basis.sql"),
        sqlite: "",
        postgres: "",
    },
    Step {
        name: "m0003_case_remark",
        oldest_program: 1,
        common: include_str!("m0003_case_remark.sql"),
        sqlite: "",
        postgres: "",
    },
    Step {
        name: "m0004_licence_end",
        oldest_program: 1,
        common: include_str!("m0004_licence_end.sql"),
        sqlite: "",
        postgres: "",
    },
    Step {
        name: "m0005_notice_excused",
        oldest_program: 1,
        common: include_str!("m0005_notice_excused.sql"),
        sqlite: "",
        postgres: "",
    },
    // An older program changes no record of the register, so it has no history to keep.
    Step {
        name: "m0006_register_history",
        oldest_program: 1,
        common: include_str!("m0006_register_history.sql"),
        sqlite: include_str!("m0006_register_history.sqlite.sql"),
        postgres: include_str!("m0006_register_history.postgres.sql"),
    },
    // Tables that an older program does not know.
    Step {
        name: "m0007_application",
        oldest_program: 1,
        common: include_str!("m0007_application.sql"),
        sqlite: "",
        postgres: "",
    },
    // A table, a column and indexes that an older program does not know.
    Step {
        name: "m0008_register_remarks",
        oldest_program: 1,
        common: include_str!("m0008_register_remarks.sql"),
        sqlite: "",
        postgres: "",
    },
    // An older program leaves the form as it is, and enters institutions in the first one: a newer one indexes them again.
    Step {
        name: "m0009_search_form",
        oldest_program: 1,
        common: include_str!("m0009_search_form.sql"),
        sqlite: "",
        postgres: "",
    },
    // Other indexes, and nothing else.
    Step {
        name: "m0010_application_lists",
        oldest_program: 1,
        common: include_str!("m0010_application_lists.sql"),
        sqlite: "",
        postgres: "",
    },
    // An older program shows the institutions of a list before all of them are there: it is entered by a newer one, which
    // works beside an older one only for the minutes of an upgrade.
    Step {
        name: "m0011_register_import",
        oldest_program: 1,
        common: include_str!("m0011_register_import.sql"),
        sqlite: "",
        postgres: "",
    },
    // An older program reads and writes the terms in the tables that go.
    Step {
        name: "m0012_search_postings",
        oldest_program: 2,
        common: "",
        sqlite: include_str!("m0012_search_postings.sqlite.sql"),
        postgres: include_str!("m0012_search_postings.postgres.sql"),
    },
    // Columns that a program of the step before neither reads nor has to write.
    Step {
        name: "m0013_import_desk",
        oldest_program: 2,
        common: include_str!("m0013_import_desk.sql"),
        sqlite: "",
        postgres: "",
    },
    // Tables that an older program does not know. While both run, the past that it keeps of a record says nothing of its
    // identity, and it cannot take back a list that brought one.
    Step {
        name: "m0014_record",
        oldest_program: 2,
        common: include_str!("m0014_record.sql"),
        sqlite: "",
        postgres: "",
    },
    // Tables that a program of the step before does not know. It does not see that somebody works at an institution of a
    // list that is taken back; the database keeps such an institution from being deleted.
    Step {
        name: "m0015_staff",
        oldest_program: 2,
        common: include_str!("m0015_staff.sql"),
        sqlite: "",
        postgres: "",
    },
    // Tables that a program of the steps before does not know.
    Step {
        name: "m0016_course",
        oldest_program: 2,
        common: include_str!("m0016_course.sql"),
        sqlite: "",
        postgres: "",
    },
    // Tables that a program of the steps before does not know. It does not see that a place is joined to an institution of a
    // list that is taken back; the database keeps such an institution from being deleted.
    Step {
        name: "m0017_place",
        oldest_program: 2,
        common: include_str!("m0017_place.sql"),
        sqlite: "",
        postgres: "",
    },
    // Tables and a column that a program of the steps before does not know: while both run, it shows an entry that was merged.
    Step {
        name: "m0018_report",
        oldest_program: 2,
        common: include_str!("m0018_report.sql"),
        sqlite: "",
        postgres: "",
    },
    // Tables that a program of the steps before does not know.
    Step {
        name: "m0019_after_school",
        oldest_program: 2,
        common: include_str!("m0019_after_school.sql"),
        sqlite: "",
        postgres: "",
    },
    // Columns and a table that a program of the steps before neither reads nor has to write. It does not know an application
    // for a replacement, and says so.
    Step {
        name: "m0020_replacement",
        oldest_program: 2,
        common: include_str!("m0020_replacement.sql"),
        sqlite: "",
        postgres: "",
    },
    // A table that a program of the steps before does not know. What it enters and changes is indexed again by the next.
    Step {
        name: "m0021_near",
        oldest_program: 2,
        common: include_str!("m0021_near.sql"),
        sqlite: "",
        postgres: "",
    },
    Step {
        name: "m0022_kept",
        oldest_program: 2,
        common: include_str!("m0022_kept.sql"),
        sqlite: "",
        postgres: "",
    },
    // Columns that a program of the steps before neither reads nor writes.
    Step {
        name: "m0023_published",
        oldest_program: 2,
        common: include_str!("m0023_published.sql"),
        sqlite: "",
        postgres: "",
    },
    // A column that a program of the steps before neither reads nor writes.
    Step {
        name: "m0024_classes",
        oldest_program: 2,
        common: include_str!("m0024_classes.sql"),
        sqlite: "",
        postgres: "",
    },
    // A table that a program of the steps before does not know.
    Step {
        name: "m0025_materials",
        oldest_program: 2,
        common: include_str!("m0025_materials.sql"),
        sqlite: "",
        postgres: "",
    },
    Step {
        name: "m0026_brand",
        oldest_program: 2,
        common: include_str!("m0026_brand.sql"),
        sqlite: "",
        postgres: "",
    },
    Step {
        name: "m0027_due",
        oldest_program: 2,
        common: include_str!("m0027_due.sql"),
        sqlite: "",
        postgres: "",
    },
];

impl Step {
    fn statements(&self, backend: sea_orm::DbBackend) -> String {
        let (text, bytes, own) = match backend {
            sea_orm::DbBackend::Postgres => (r#"TEXT COLLATE "C""#, "BYTEA", self.postgres),
            _ => ("TEXT", "BLOB", self.sqlite),
        };
        let common = self
            .common
            .replace("{text}", text)
            .replace("{bytes}", bytes);
        format!("{common}\n{own}")
    }
}

impl MigrationName for &'static Step {
    fn name(&self) -> &str {
        self.name
    }
}

#[async_trait::async_trait]
impl MigrationTrait for &'static Step {
    /// SQLite would otherwise run a step statement by statement and leave half of it after a crash.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        let backend = connection.get_database_backend();
        connection
            .execute_unprepared(&self.statements(backend))
            .await?;
        let record = sea_orm::Statement::from_sql_and_values(
            backend,
            "INSERT INTO schema_step (name, oldest_program) VALUES ($1, $2)",
            [self.name.into(), self.oldest_program.into()],
        );
        connection.execute_raw(record).await?;
        Ok(())
    }
}
