//! The ledger. Rows are added, never changed, never deleted.
use sea_orm::entity::prelude::*;
use shared::movement::{Actor, Kind, Movement};

#[derive(Clone, Debug, DeriveEntityModel)]
#[sea_orm(table_name = "stock_movements")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub shop_id: Uuid,
    pub product_id: Uuid,
    pub seq: i64,
    pub kind: String,
    pub delta: i64,
    pub balance_after: i64,
    pub note: String,
    pub reference: String,
    pub reverses_id: Option<Uuid>,
    pub actor_id: Uuid,
    pub created_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::user::Entity", from = "Column::ActorId", to = "super::user::Column::Id")]
    Actor,
    #[sea_orm(belongs_to = "super::product::Entity", from = "Column::ProductId", to = "super::product::Column::Id")]
    Product,
}

impl Related<super::user::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Actor.def()
    }
}

impl Related<super::product::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Product.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}

impl Entity {
    /// The journal of a shop.
    pub fn of(shop: Uuid) -> Select<Self> {
        Self::find().filter(Column::ShopId.eq(shop))
    }
}

impl Model {
    /// The movement, with what it moved and the name of who booked it.
    pub fn of(self, product: &super::product::Model, actor: Option<String>) -> Movement {
        Movement {
            id: self.id,
            product_id: self.product_id,
            product_code: product.code.clone(),
            product_name: product.name.clone(),
            seq: self.seq,
            // The database refuses other names, so this is never the fallback.
            kind: Kind::of_name(&self.kind).unwrap_or(Kind::Adjust),
            delta: self.delta,
            balance_after: self.balance_after,
            note: self.note,
            reference: self.reference,
            reverses_id: self.reverses_id,
            reversed_by: None,
            actor: Actor { id: self.actor_id, name: actor },
            created_at: self.created_at,
        }
    }
}
