//! An institution of the register, or one known to it.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "institution")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: String,
    pub(crate) seq: i64,
    pub(crate) number: String,
    pub(crate) name: String,
    pub(crate) brand: String,
    pub(crate) uscc: Option<String>,
    pub(crate) legal_form: String,
    pub(crate) class: String,
    pub(crate) more_classes: i64,
    pub(crate) stages: i64,
    pub(crate) district: String,
    pub(crate) authority_id: String,
    pub(crate) address: String,
    pub(crate) telephone: String,
    pub(crate) email_sealed: Option<Vec<u8>>,
    pub(crate) status: String,
    pub(crate) licence_id: Option<String>,
    pub(crate) founded_on: Option<String>,
    pub(crate) created_at: i64,
    pub(crate) updated_at: i64,
    pub(crate) version: i64,
    pub(crate) index_form: i64,
    pub(crate) name_plain: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
