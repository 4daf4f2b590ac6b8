//! Edits: who, when, what, from what to what. Rows are added; a removed person's data are erased from them.
use sea_orm::entity::prelude::*;
use shared::audit::{Action, AuditEvent, Subject};
use shared::movement::Actor;

#[derive(Clone, Debug, DeriveEntityModel)]
#[sea_orm(table_name = "audit_events")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub shop_id: Uuid,
    pub actor_id: Uuid,
    pub action: String,
    pub subject: String,
    pub subject_id: Uuid,
    pub subject_name: String,
    /// A JSON list of changes.
    pub changes: String,
    pub request_id: Option<String>,
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
    /// The audit trail of a shop.
    pub fn of(shop: Uuid) -> Select<Self> {
        Self::find().filter(Column::ShopId.eq(shop))
    }
}

impl Model {
    /// The edit, with the name of who did it. Only we write these rows, so the fallbacks are never taken.
    pub fn by(self, actor: Option<String>) -> AuditEvent {
        AuditEvent {
            id: self.id,
            action: Action::of_name(&self.action).unwrap_or(Action::Update),
            subject: Subject::of_name(&self.subject).unwrap_or(Subject::Shop),
            subject_id: self.subject_id,
            subject_name: self.subject_name,
            changes: serde_json::from_str(&self.changes).unwrap_or_default(),
            actor: Actor { id: self.actor_id, name: actor },
            request_id: self.request_id,
            created_at: self.created_at,
        }
    }
}
