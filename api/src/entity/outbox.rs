//! Events to be told, written in the transaction of what they tell of, and what became of them.
use sea_orm::entity::prelude::*;
use shared::webhook::{Delivery, DeliveryState, Event, Failure};

#[derive(Clone, Debug, DeriveEntityModel)]
#[sea_orm(table_name = "outbox")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub shop_id: Uuid,
    pub event: String,
    /// What is sent, to the letter: it is signed.
    pub body: String,
    pub attempts: i32,
    pub last_status: Option<i16>,
    pub last_failure: Option<String>,
    pub created_at: DateTimeUtc,
    /// Not before then; nothing once it was delivered or given up.
    pub next_attempt_at: Option<DateTimeUtc>,
    pub delivered_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Entity {
    /// The events of a shop.
    pub fn of(shop: Uuid) -> Select<Self> {
        Self::find().filter(Column::ShopId.eq(shop))
    }
}

impl Model {
    fn state(&self) -> DeliveryState {
        match (self.delivered_at, self.next_attempt_at) {
            (Some(_), _) => DeliveryState::Delivered,
            (None, Some(_)) => DeliveryState::Waiting,
            (None, None) => DeliveryState::GivenUp,
        }
    }
}

impl From<Model> for Delivery {
    /// Only we write these rows, so the fallback is never taken.
    fn from(row: Model) -> Self {
        Self {
            id: row.id,
            event: Event::of_name(&row.event).unwrap_or(Event::Ping),
            state: row.state(),
            attempts: row.attempts,
            last_status: row.last_status,
            last_failure: row.last_failure.as_deref().and_then(Failure::of_name),
            created_at: row.created_at,
            delivered_at: row.delivered_at,
            next_attempt_at: row.next_attempt_at,
        }
    }
}
