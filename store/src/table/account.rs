//! An account of an officer or an agent.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "account")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: String,
    pub(crate) login: String,
    pub(crate) role: String,
    pub(crate) person_name: String,
    pub(crate) password_hash: String,
    pub(crate) authorities: String,
    pub(crate) institution_id: Option<String>,
    pub(crate) certificate_number: Option<String>,
    pub(crate) certificate_valid_until: Option<String>,
    pub(crate) disabled_at: Option<i64>,
    pub(crate) created_at: i64,
    pub(crate) version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
