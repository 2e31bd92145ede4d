//! The start check: this program works on a schema that is new enough for it, and that is not
//! reserved for newer programs. A newer step that only adds is accepted.

use sea_orm::{DatabaseConnection, FromQueryResult, Statement};

use crate::Fault;

/// Raised with each change after which older programs can no longer work on the schema.
pub const PROGRAM: i64 = 2;

/// The newest step this program relies on.
const NEEDED: &str = "m0027_due";

#[derive(FromQueryResult)]
struct Step {
    name: String,
    oldest_program: i64,
}

pub(crate) async fn check(database: &DatabaseConnection) -> Result<(), Fault> {
    let every_step = Statement::from_string(
        database.get_database_backend(),
        "SELECT name, oldest_program FROM schema_step ORDER BY name",
    );
    let steps = match Step::find_by_statement(every_step).all(database).await {
        Ok(steps) => steps,
        Err(fault) => match Fault::from(fault) {
            reached @ (Fault::Unreachable | Fault::Busy) => return Err(reached),
            // Without the table there is no schema at all.
            _ => Vec::new(),
        },
    };
    if !steps.iter().any(|step| step.name == NEEDED) {
        return Err(Fault::Schema(format!(
            "the step {NEEDED} is missing; run `hongjian migrate` first"
        )));
    }
    if let Some(ahead) = steps.iter().find(|step| step.oldest_program > PROGRAM) {
        return Err(Fault::Ahead(format!(
            "the step {} needs program {} or newer and this is {PROGRAM}; start the newer program",
            ahead.name, ahead.oldest_program
        )));
    }
    Ok(())
}
