//! Shops.
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, DeriveEntityModel)]
#[sea_orm(table_name = "shops")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub name: String,
    pub slug: Option<String>,
    pub currency: String,
    pub shows_quantity: bool,
    pub created_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    /// The last part of its page's address. One that was opened by a version that knew of none goes by its id.
    pub fn slug(&self) -> String {
        self.slug.clone().unwrap_or_else(|| self.id.to_string())
    }
}

impl From<Model> for shared::shop::Shop {
    fn from(row: Model) -> Self {
        Self {
            id: row.id,
            slug: row.slug(),
            name: row.name,
            currency: row.currency,
            shows_quantity: row.shows_quantity,
        }
    }
}
