//! The JSON door: `/api/v1`. A handler parses, takes its grant, makes a command, calls the use case and presents the
//! answer; it knows no table and decides no law.

pub mod checks;
pub mod complaints;
pub mod institutions;
pub mod law;
pub mod operations;
pub mod sessions;
pub mod shown;

use super::access::Routes;

/// Registers every route of the JSON door.
pub(super) fn register(routes: &mut Routes) {
    complaints::register(routes);
    institutions::register(routes);
    law::register(routes);
    operations::register(routes);
    sessions::register(routes);
}
