//! What keeps the ledger true: its shop in every row, no row ever edited, requests told apart, edits remembered.
use super::{dialect::Dialect, fence};
use crate::entity::{audit_event, idempotency_key, product, stock_level, stock_movement};
use sea_orm_migration::{
    prelude::*,
    schema::{pk_uuid, small_integer, string_len, string_len_null, uuid, uuid_null},
};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    /// A column that was added before the lights went out could not be added again.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let dialect = Dialect::of(manager);
        name_shops(dialect, manager).await?;
        dialect.create_table(manager, keys(dialect)).await?;
        dialect.create_table(manager, events(dialect)).await?;
        for index in indexes() {
            dialect.create_index(manager, index).await?;
        }
        fence::put(manager).await
    }
}

/// The journal of a whole shop must not read the movements of all the others.
async fn name_shops(dialect: Dialect, manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    use stock_movement::{Column, Entity};
    let column = Table::alter().table(Entity).add_column(uuid_null(Column::ShopId)).take();
    dialect.add_column(manager, ("stock_movements", "shop_id"), column).await?;
    let shop = Query::select()
        .column(product::Column::ShopId)
        .from(product::Entity)
        .and_where(Expr::col((product::Entity, product::Column::Id)).equals((Entity, Column::ProductId)))
        .take();
    manager.execute(Query::update().table(Entity).value(Column::ShopId, shop).take()).await
}

fn keys(dialect: Dialect) -> TableCreateStatement {
    use idempotency_key::{Column, Entity};
    Table::create()
        .table(Entity)
        .col(uuid(Column::UserId))
        .col(string_len(Column::Key, 255))
        .col(string_len(Column::RequestHash, 64))
        .col(small_integer(Column::Status))
        .col(dialect.text(Column::Body))
        .col(dialect.moment(Column::CreatedAt))
        .primary_key(Index::create().col(Column::UserId).col(Column::Key))
        .take()
}

fn events(dialect: Dialect) -> TableCreateStatement {
    use audit_event::{Column, Entity};
    Table::create()
        .table(Entity)
        .col(pk_uuid(Column::Id))
        .col(uuid(Column::ShopId))
        .col(uuid(Column::ActorId))
        .col(string_len(Column::Action, 16))
        .col(string_len(Column::Subject, 16))
        .col(uuid(Column::SubjectId))
        .col(string_len(Column::SubjectName, 200))
        .col(dialect.text(Column::Changes))
        .col(string_len_null(Column::RequestId, 64))
        .col(dialect.moment(Column::CreatedAt))
        .take()
}

fn indexes() -> Vec<IndexCreateStatement> {
    use audit_event::Column as Event;
    use stock_movement::{Column as Moved, Entity as Movements};
    let journal = |name: &str, column: Moved| {
        Index::create().name(name).table(Movements).col(Moved::ShopId).col(column).col(Moved::Id).take()
    };
    let shop = Index::create().name("stock_movements_shop").table(Movements).col(Moved::ShopId).col(Moved::Id).take();
    let low =
        Index::create().name("stock_levels_low").table(stock_level::Entity).col(stock_level::Column::LowSince).take();
    let old = Index::create()
        .name("idempotency_keys_age")
        .table(idempotency_key::Entity)
        .col(idempotency_key::Column::CreatedAt)
        .take();
    let event = |name: &str, columns: &[audit_event::Column]| {
        let mut index = Index::create().name(name).table(audit_event::Entity).take();
        for column in columns {
            index.col(*column);
        }
        index
    };
    vec![
        shop,
        journal("stock_movements_kind", Moved::Kind),
        journal("stock_movements_actor", Moved::ActorId),
        low,
        old,
        event("audit_events_shop", &[Event::ShopId, Event::Id]),
        event("audit_events_subject", &[Event::ShopId, Event::SubjectId, Event::Id]),
    ]
}
