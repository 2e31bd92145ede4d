//! A violation found in a case, with its article.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "finding")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: String,
    pub(crate) case_id: String,
    pub(crate) violation: String,
    pub(crate) article: String,
    pub(crate) facts: String,
    pub(crate) found_on: String,
    pub(crate) recorded_by: String,
    pub(crate) created_at: i64,
    pub(crate) acted_on: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
