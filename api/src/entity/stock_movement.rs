//! The ledger. Rows are added, never changed, never deleted.
use sea_orm::entity::prelude::*;
use shared::movement::{Actor, Kind, Movement};

#[derive(Clone, Debug, DeriveEntityModel)]
#[sea_orm(table_name = "stock_movements")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
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
}

impl Related<super::user::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Actor.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}

impl Entity {
    /// The journal of a product. Whose product it is was settled before.
    pub fn of(product: Uuid) -> Select<Self> {
        Self::find().filter(Column::ProductId.eq(product))
    }
}

impl Model {
    /// The movement with the name of who booked it; a former member has none.
    pub fn by(self, actor: Option<&super::user::Model>) -> Movement {
        let name = actor.filter(|user| user.removed_at.is_none()).map(|user| user.name.clone());
        Movement {
            id: self.id,
            product_id: self.product_id,
            seq: self.seq,
            // The database refuses other names, so this is never the fallback.
            kind: Kind::of_name(&self.kind).unwrap_or(Kind::Adjust),
            delta: self.delta,
            balance_after: self.balance_after,
            note: self.note,
            reference: self.reference,
            actor: Actor { id: self.actor_id, name },
            created_at: self.created_at,
        }
    }
}
