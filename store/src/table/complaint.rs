//! A complaint as it came in.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "complaint")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: String,
    pub(crate) number: String,
    pub(crate) channel: String,
    pub(crate) source_number: Option<String>,
    pub(crate) authority_id: String,
    pub(crate) institution_id: Option<String>,
    pub(crate) institution_name: String,
    pub(crate) place: String,
    pub(crate) district: Option<String>,
    pub(crate) subject: String,
    pub(crate) body: String,
    pub(crate) happened_on: Option<String>,
    pub(crate) amount_fen: Option<i64>,
    pub(crate) anonymous: bool,
    pub(crate) language: String,
    pub(crate) contact_name_sealed: Option<Vec<u8>>,
    pub(crate) contact_telephone_sealed: Option<Vec<u8>>,
    pub(crate) contact_telephone_index: Option<String>,
    pub(crate) contact_email_sealed: Option<Vec<u8>>,
    pub(crate) state: String,
    pub(crate) facts: String,
    pub(crate) answer: Option<String>,
    pub(crate) open: bool,
    pub(crate) received_at: i64,
    pub(crate) due_on: String,
    pub(crate) version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
