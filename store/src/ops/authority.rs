//! Authorities: the departments that are responsible for places.

use domain::access::{Grant, Scope, permit};
use domain::institution::department::Department;
use domain::refusal::Refusal;
use domain::words::{AuthorityId, District, Instant};
use sea_orm::{ActiveValue::Set, EntityTrait as _, FromQueryResult};
use serde_json::json;

use super::texts;
use crate::Fault;
use crate::audit::{Act, Subject};
use crate::connect::Store;
use crate::repo;
use crate::table::authority;
use crate::tx::Tx;

/// Founds an authority that is responsible for `areas`.
///
/// # Errors
/// [`Fault::Duplicate`] where the name or one of the areas is taken; [`Fault::Input`] for a name that is none.
pub async fn found(
    store: &Store,
    grant: &Grant<permit::ManageRegister>,
    name: &str,
    department: Department,
    areas: &[District],
    now: Instant,
) -> Result<AuthorityId, Fault> {
    let name = &texts::line("name", name, 100)?;
    store
        .run(now, |tx| async move {
            let id = AuthorityId::new(now, tx.store().id_bits(now));
            let row = authority::ActiveModel {
                id: Set(id.to_string()),
                name: Set(name.clone()),
                department: Set(department.code().to_owned()),
                created_at: Set(now.millis()),
            };
            authority::Entity::insert(row)
                .exec_without_returning(tx.rows())
                .await?;
            for area in areas {
                tx.execute(
                    "INSERT INTO authority_area (district, authority_id) VALUES ($1, $2)",
                    [area.code().into(), id.to_string().into()],
                )
                .await?;
            }
            let codes: Vec<&str> = areas.iter().map(|area| area.code()).collect();
            let act = Act::by(
                grant,
                Subject::new("authority", id),
                "found",
                json!({"name": name, "areas": codes}),
            );
            tx.commit(act, id).await
        })
        .await
}

/// Which authority is responsible for which district, read once for a whole write.
pub(super) struct Responsible {
    areas: Vec<Area>,
    first: Option<String>,
}

#[derive(FromQueryResult)]
struct Area {
    district: String,
    id: String,
}

#[derive(FromQueryResult)]
struct First {
    id: String,
}

impl Responsible {
    pub(super) async fn read(tx: &Tx) -> Result<Self, Fault> {
        let areas: Vec<Area> = tx
            .all(
                "SELECT district, authority_id AS id FROM authority_area",
                [],
            )
            .await?;
        let first: Option<First> = tx
            .one(
                "SELECT id FROM authority ORDER BY created_at, id LIMIT 1",
                [],
            )
            .await?;
        Ok(Self {
            areas,
            first: first.map(|row| row.id),
        })
    }

    /// The authority for `district`, where it is one of the scope; `refusal` where it is not.
    pub(super) fn own(
        &self,
        scope: &Scope,
        district: District,
        refusal: Refusal,
    ) -> Result<&str, Fault> {
        // Nobody at all may be responsible: to who asks that is the same.
        self.authority(Some(district))
            .ok()
            .filter(|authority| repo::within(scope, authority).is_ok())
            .ok_or(Fault::Refused(refusal))
    }

    /// The authority for `district`; without a district, the one founded first, which takes what
    /// has no place yet.
    pub(super) fn authority(&self, district: Option<District>) -> Result<&str, Fault> {
        let found = match district {
            Some(district) => self
                .areas
                .iter()
                .find(|area| area.district == district.code())
                .map(|area| area.id.as_str()),
            None => self.first.as_deref(),
        };
        found.ok_or_else(|| {
            Fault::Setting("no authority is responsible for the place; found one first".to_owned())
        })
    }
}
