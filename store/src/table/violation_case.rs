//! A case from filing to closure.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "violation_case")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: String,
    pub(crate) number: String,
    pub(crate) complaint_id: Option<String>,
    pub(crate) institution_id: Option<String>,
    pub(crate) party_name: String,
    pub(crate) authority_id: String,
    pub(crate) officer_first: String,
    pub(crate) officer_second: String,
    pub(crate) state: String,
    pub(crate) facts: String,
    pub(crate) open: bool,
    pub(crate) filed_on: String,
    pub(crate) due_on: String,
    pub(crate) created_at: i64,
    pub(crate) closed_at: Option<i64>,
    pub(crate) version: i64,
    pub(crate) reason: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
