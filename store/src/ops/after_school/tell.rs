//! Telling the institution how it stands, where an address is known. The mail is a copy that informs.

use domain::after_school::{Step, Way};
use domain::notice::Template;
use domain::pii::Pii;
use sea_orm::FromQueryResult;
use serde_json::{Value, json};

use super::load::Stored;
use crate::Fault;
use crate::audit::Subject;
use crate::ops::institution::receiver;
use crate::outbox::NewNotice;
use crate::tx::Tx;

/// Tells what a step made of it.
pub(super) async fn tell(tx: &Tx, stored: &Stored, step: Step, after: &Way) -> Result<(), Fault> {
    let ground = match after {
        Way::Exited { exit, .. } => Some(exit.leave.ground),
        Way::Admitted { held } => held.open().last().map(|warning| warning.ground),
        _ => None,
    };
    let correct_by = match after {
        Way::Admitted { held } => held.open().last().map(|warning| warning.correct_by),
        _ => None,
    };
    // Who is let in again after a loss of its licence may be under an old warning: of that it was told.
    let about_warning = step == Step::Warn;
    let words = match step {
        Step::Resume | Step::Suspend | Step::Admit => None,
        _ => after.told().map(|judged| judged.reason.clone()),
    };
    let facts = json!({
        "step": step,
        "words": words,
        "ground": ground.filter(|_| about_warning || step == Step::ApproveExit),
        "article": ground.filter(|_| about_warning || step == Step::ApproveExit).map(|ground| ground.basis().article()),
        "correct_by": correct_by.filter(|_| about_warning),
        "from": after.held().map(|held| held.from),
    });
    let key = format!("after_school_moved:{}:{}", stored.id, stored.version);
    send(tx, stored, Template::AfterSchoolMoved, (facts, key)).await
}

/// Writes the notice with what every one of them says.
pub(super) async fn send(
    tx: &Tx,
    stored: &Stored,
    template: Template,
    (mut facts, dedupe_key): (Value, String),
) -> Result<(), Fault> {
    #[derive(FromQueryResult)]
    struct Row {
        name: String,
    }
    let Some(receiver) = receiver(tx, &stored.institution_id).await? else {
        return Ok(());
    };
    let authority: Option<Row> = tx
        .one(
            "SELECT name FROM authority WHERE id = $1",
            [stored.authority_id.as_str().into()],
        )
        .await?;
    let year = stored.year()?;
    if let Some(facts) = facts.as_object_mut() {
        facts.insert("institution".to_owned(), json!(receiver.name));
        facts.insert("number".to_owned(), json!(stored.number));
        facts.insert("authority".to_owned(), json!(authority.map(|row| row.name)));
        facts.insert("until".to_owned(), json!(year.last_day()));
        facts.insert("on".to_owned(), json!(tx.now().day()));
    }
    tx.notify(NewNotice {
        template,
        language: "zh".to_owned(),
        about: Subject::new("after_school", &stored.id),
        recipient: Pii::new(receiver.address),
        facts,
        dedupe_key,
    })
    .await
}
