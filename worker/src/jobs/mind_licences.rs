//! Lets applications and after-school providers follow the calendar, reminds institutions whose licence runs out, and ends the
//! licences and the courses whose last day is past, once a day.

use domain::access::{self, Actor, permit};
use store::ops::{after_school, application, course, licence, source};
use store::queue::Claimed;

use super::JobFault;
use crate::runner::House;

pub(super) async fn perform(house: &House, job: &Claimed) -> Result<(), JobFault> {
    let store = &house.store;
    let grant = access::decide::<permit::RunSystem>(&Actor::System("licences"), store.today())
        .map_err(|denied| JobFault::Right(denied.code))?;
    // A renewal that counts as granted comes before the end of the licence that it renews.
    let moved = application::follow(store, &grant, store.now()).await;
    // An application that cannot be read keeps no licence from its last day: the job goes on, and fails in the end.
    let minded = licence::mind(store, &grant, store.now()).await;
    let ended = course::follow(store, &grant, store.now()).await;
    // After the licences: a provider is suspended on the day on which its licence is not in force.
    let followed = after_school::follow(store, &grant, store.now()).await;
    let (moved, minded, ended, followed) = (moved?, minded?, ended?, followed?);
    tracing::info!(
        turned = minded.turned,
        reminded = minded.reminded,
        moved,
        ended,
        providers = followed.moved,
        providers_reminded = followed.reminded,
        "licences, applications, courses and after-school providers were looked at"
    );
    source::finish(store, job, store.now()).await?;
    Ok(())
}
