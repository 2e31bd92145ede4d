//! An order to correct.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "correction_order")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: String,
    pub(crate) case_id: String,
    pub(crate) institution_id: Option<String>,
    pub(crate) document_number: String,
    pub(crate) demand: String,
    pub(crate) article: String,
    pub(crate) ordered_on: String,
    pub(crate) due_on: String,
    pub(crate) served_on: Option<String>,
    pub(crate) answered_at: Option<i64>,
    pub(crate) created_at: i64,
    pub(crate) version: i64,
    pub(crate) basis_confirmed: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
