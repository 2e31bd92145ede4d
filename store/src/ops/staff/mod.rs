//! Staff of institutions: who is entered, changed and leaves; the bar list; the lists of in-service teachers; and the leads
//! that come of a number that is met twice.

mod bar;
mod enter;
mod lead;
mod member;
mod met;
mod pupils;
mod teachers;

pub(crate) use bar::bar_place;
pub use bar::{BarEvent, NewBar, bar, lift};
pub(crate) use enter::identity_place;
pub use enter::{Entered, enter, enter_list};
pub use lead::judge;
pub use member::{StaffEvent, step};
pub use met::{ListFault, ListSaid, check_list};
pub use pupils::state_pupils;
pub(crate) use teachers::teacher_place;
pub use teachers::{Listed, NewList, enter_teachers};

use domain::access::Scope;
use domain::pii::{Pii, Purpose};
use domain::staff::IdentityNumber;
use domain::words::InstitutionId;

use crate::Fault;
use crate::connect::Store;
use crate::vault::Place;

/// The column by whose blind index numbers of identity cards meet, wherever they lie.
const IDENTITY: &str = "identity";

/// The blind index of a number.
fn index_of(store: &Store, identity: &Pii<IdentityNumber>) -> String {
    let number = identity.expose(Purpose::Match).as_str();
    store.keys().blind_index(IDENTITY, number)
}

/// A value of a row, sealed in its place.
fn sealed(store: &Store, place: Place<'_>, plain: &str) -> Result<Vec<u8>, Fault> {
    store.keys().seal(place, plain, store.entropy())
}

/// Refuses, as if it were not there, an institution outside the scope.
fn within(scope: &Scope, institution: InstitutionId) -> Result<(), Fault> {
    if scope.covers_institution(institution) {
        Ok(())
    } else {
        Err(Fault::NotFound)
    }
}
