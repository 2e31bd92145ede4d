//! A licence to run an institution.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "licence")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: String,
    pub(crate) number: String,
    pub(crate) institution_id: String,
    pub(crate) class: String,
    pub(crate) more_classes: i64,
    pub(crate) stages: i64,
    pub(crate) scope: String,
    pub(crate) state: String,
    pub(crate) issued_by: String,
    pub(crate) issued_on: String,
    pub(crate) valid_until: String,
    pub(crate) created_at: i64,
    pub(crate) version: i64,
    pub(crate) ended_on: Option<String>,
    pub(crate) proposal: Option<String>,
    pub(crate) ended_from: Option<String>,
    pub(crate) copy: i64,
    pub(crate) reissued_on: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
