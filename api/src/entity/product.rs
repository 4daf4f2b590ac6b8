//! Products, without their quantity: that is in `stock_level`, so that a sale does not rewrite this wide row.
use sea_orm::{Condition, entity::prelude::*};
use shared::image::Image;

#[derive(Clone, Debug, DeriveEntityModel)]
#[sea_orm(table_name = "products")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub shop_id: Uuid,
    pub code: String,
    pub code_key: String,
    pub barcode: Option<String>,
    pub name: String,
    pub name_key: String,
    pub search_key: String,
    pub description: String,
    pub price_minor: i64,
    pub unit: String,
    pub image_key: Option<String>,
    pub is_public: bool,
    pub version: i64,
    pub archived_at: Option<DateTimeUtc>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::shop::Entity", from = "Column::ShopId", to = "super::shop::Column::Id")]
    Shop,
    #[sea_orm(has_one = "super::stock_level::Entity")]
    Level,
}

impl Related<super::shop::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Shop.def()
    }
}

impl Related<super::stock_level::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Level.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}

impl Entity {
    /// The products of a shop.
    pub fn of(shop: Uuid) -> Select<Self> {
        Self::find().filter(Column::ShopId.eq(shop))
    }

    /// What everybody may see: public and in use, of all shops.
    pub fn is_public() -> Condition {
        Condition::all().add(Column::IsPublic.eq(true)).add(Column::ArchivedAt.is_null())
    }
}

impl Model {
    /// The product as its shop sees it.
    pub fn with(self, level: &super::stock_level::Model) -> shared::product::Product {
        shared::product::Product {
            id: self.id,
            code: self.code,
            barcode: self.barcode,
            name: self.name,
            description: self.description,
            price_minor: self.price_minor,
            unit: self.unit,
            image: self.image_key.as_deref().map(Image::of_key),
            is_public: self.is_public,
            quantity: level.quantity,
            min_quantity: level.min_quantity,
            low_since: level.low_since,
            version: self.version,
            seq: level.seq,
            archived_at: self.archived_at,
            created_at: self.created_at,
            updated_at: self.updated_at,
        }
    }
}
