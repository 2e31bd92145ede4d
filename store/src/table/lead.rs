//! A sign of a violation that an officer has to judge.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "lead")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: String,
    pub(crate) complaint_id: String,
    pub(crate) label: String,
    pub(crate) probability_milli: i64,
    pub(crate) authority_id: String,
    pub(crate) institution_id: Option<String>,
    pub(crate) state: String,
    pub(crate) facts: String,
    pub(crate) open: bool,
    pub(crate) due_on: String,
    pub(crate) created_at: i64,
    pub(crate) version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
