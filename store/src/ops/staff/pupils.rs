//! How many pupils an institution says it has.

use domain::access::{Grant, permit};
use domain::staff::Pupils;
use domain::words::{Instant, InstitutionId};
use serde_json::json;

use super::within;
use crate::Fault;
use crate::audit::{Act, Subject};
use crate::connect::Store;
use crate::ops::institution::{self, Of};

/// States the number of pupils of an institution, as of today.
///
/// # Errors
/// [`Fault::NotFound`] for another institution; [`Fault::Refused`] for an entry that was merged into another one.
pub async fn state_pupils(
    store: &Store,
    grant: &Grant<permit::KeepStaff>,
    institution: InstitutionId,
    pupils: Pupils,
    now: Instant,
) -> Result<(), Fault> {
    within(grant.scope(), institution)?;
    store
        .run(now, |tx| async move {
            institution::standing(&tx, Of::Id(institution)).await?;
            tx.execute(
                "INSERT INTO staff_pupils (institution_id, pupils, preschool_pupils, stated_on, updated_at, version) \
                 VALUES ($1, $2, $3, $4, $5, 1) ON CONFLICT (institution_id) DO UPDATE SET pupils = $2, preschool_pupils = $3, \
                 stated_on = $4, updated_at = $5, version = staff_pupils.version + 1",
                [
                    institution.to_string().into(),
                    pupils.all.into(),
                    pupils.preschool.into(),
                    now.day().to_string().into(),
                    now.millis().into(),
                ],
            )
            .await?;
            let subject = Subject::new("institution", institution);
            let change = json!({"pupils": pupils.all, "preschool_pupils": pupils.preschool});
            tx.commit(Act::by(grant, subject, "state_pupils", change), ())
                .await
        })
        .await
}
