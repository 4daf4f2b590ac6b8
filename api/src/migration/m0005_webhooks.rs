//! Webhooks, and the events that wait to be told to them.
use super::dialect::Dialect;
use crate::entity::{outbox, shop, webhook};
use sea_orm_migration::{
    prelude::*,
    schema::{integer, pk_uuid, small_integer_null, string_len, string_len_null, uuid, uuid_uniq},
};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let dialect = Dialect::of(manager);
        dialect.create_table(manager, webhooks(dialect)).await?;
        dialect.create_table(manager, events(dialect)).await?;
        for index in indexes() {
            dialect.create_index(manager, index).await?;
        }
        Ok(())
    }
}

fn webhooks(dialect: Dialect) -> TableCreateStatement {
    use webhook::{Column, Entity};
    Table::create()
        .table(Entity)
        .col(pk_uuid(Column::ShopId))
        .col(uuid_uniq(Column::Id))
        .col(dialect.text(Column::Url))
        .col(dialect.moment(Column::CreatedAt))
        .foreign_key(ForeignKey::create().from(Entity, Column::ShopId).to(shop::Entity, shop::Column::Id))
        .take()
}

fn events(dialect: Dialect) -> TableCreateStatement {
    use outbox::{Column, Entity};
    Table::create()
        .table(Entity)
        .col(pk_uuid(Column::Id))
        .col(uuid(Column::ShopId))
        .col(string_len(Column::Event, 32))
        .col(dialect.text(Column::Body))
        .col(integer(Column::Attempts))
        .col(small_integer_null(Column::LastStatus))
        .col(string_len_null(Column::LastFailure, 16))
        .col(dialect.moment(Column::CreatedAt))
        .col(dialect.moment_null(Column::NextAttemptAt))
        .col(dialect.moment_null(Column::DeliveredAt))
        .foreign_key(ForeignKey::create().from(Entity, Column::ShopId).to(shop::Entity, shop::Column::Id))
        .take()
}

fn indexes() -> Vec<IndexCreateStatement> {
    use outbox::Column;
    let index = |name: &str, columns: &[Column]| {
        let mut index = Index::create().name(name).table(outbox::Entity).take();
        for column in columns {
            index.col(*column);
        }
        index
    };
    vec![
        index("outbox_shop", &[Column::ShopId, Column::Id]),
        index("outbox_due", &[Column::NextAttemptAt]),
        index("outbox_age", &[Column::CreatedAt]),
    ]
}
