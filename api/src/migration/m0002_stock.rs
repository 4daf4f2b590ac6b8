//! Products, what is on hand of them, and the ledger. The checks are the second fence behind the booking function.
use crate::entity::{product, shop, stock_level, stock_movement, user};
use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, big_integer_null, boolean, pk_uuid, string_len, string_len_null, text, timestamp_with_time_zone,
        timestamp_with_time_zone_null, uuid, uuid_null,
    },
};
use shared::movement::Kind;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(products()).await?;
        manager.create_table(levels()).await?;
        manager.create_table(movements()).await?;
        for index in indexes() {
            manager.create_index(index).await?;
        }
        Ok(())
    }
}

fn products() -> TableCreateStatement {
    Table::create()
        .table(product::Entity)
        .col(pk_uuid(product::Column::Id))
        .col(uuid(product::Column::ShopId))
        .col(string_len(product::Column::Code, 64))
        .col(string_len(product::Column::CodeKey, 255))
        .col(string_len_null(product::Column::Barcode, 64))
        .col(string_len(product::Column::Name, 200))
        .col(string_len(product::Column::NameKey, 600))
        .col(text(product::Column::SearchKey))
        .col(text(product::Column::Description))
        .col(big_integer(product::Column::PriceMinor).check(Expr::col(product::Column::PriceMinor).gte(0)))
        .col(string_len(product::Column::Unit, 16))
        .col(string_len_null(product::Column::ImageKey, 64))
        .col(boolean(product::Column::IsPublic))
        .col(big_integer(product::Column::Version))
        .col(timestamp_with_time_zone_null(product::Column::ArchivedAt))
        .col(timestamp_with_time_zone(product::Column::CreatedAt))
        .col(timestamp_with_time_zone(product::Column::UpdatedAt))
        .foreign_key(
            ForeignKey::create().from(product::Entity, product::Column::ShopId).to(shop::Entity, shop::Column::Id),
        )
        .take()
}

fn levels() -> TableCreateStatement {
    use stock_level::{Column, Entity};
    Table::create()
        .table(Entity)
        .col(pk_uuid(Column::ProductId))
        .col(big_integer(Column::Quantity).check(Expr::col(Column::Quantity).gte(0)))
        .col(big_integer(Column::Seq))
        .col(big_integer_null(Column::MinQuantity))
        .col(timestamp_with_time_zone_null(Column::LowSince))
        .col(timestamp_with_time_zone(Column::UpdatedAt))
        .foreign_key(ForeignKey::create().from(Entity, Column::ProductId).to(product::Entity, product::Column::Id))
        .take()
}

fn movements() -> TableCreateStatement {
    use stock_movement::{Column, Entity};
    let kinds = Kind::ALL.iter().map(|kind| kind.name());
    Table::create()
        .table(Entity)
        .col(pk_uuid(Column::Id))
        .col(uuid(Column::ProductId))
        .col(big_integer(Column::Seq))
        .col(string_len(Column::Kind, 16).check(Expr::col(Column::Kind).is_in(kinds)))
        .col(big_integer(Column::Delta))
        .col(big_integer(Column::BalanceAfter).check(Expr::col(Column::BalanceAfter).gte(0)))
        .col(text(Column::Note))
        .col(string_len(Column::Reference, 100))
        .col(uuid_null(Column::ReversesId))
        .col(uuid(Column::ActorId))
        .col(timestamp_with_time_zone(Column::CreatedAt))
        .foreign_key(ForeignKey::create().from(Entity, Column::ProductId).to(product::Entity, product::Column::Id))
        .foreign_key(ForeignKey::create().from(Entity, Column::ActorId).to(user::Entity, user::Column::Id))
        .take()
}

fn indexes() -> Vec<IndexCreateStatement> {
    use product::Column;
    let products = |name: &str, columns: &[Column]| {
        let mut index = Index::create().name(name).table(product::Entity).take();
        for column in columns {
            index.col(*column);
        }
        index
    };
    let moved = |name: &str, columns: &[stock_movement::Column]| {
        let mut index = Index::create().unique().name(name).table(stock_movement::Entity).take();
        for column in columns {
            index.col(*column);
        }
        index
    };
    vec![
        products("products_code", &[Column::ShopId, Column::CodeKey]).unique().take(),
        products("products_name", &[Column::ShopId, Column::NameKey, Column::Id]),
        products("products_price", &[Column::ShopId, Column::PriceMinor, Column::Id]),
        products("products_catalog", &[Column::IsPublic, Column::NameKey, Column::Id]),
        moved("stock_movements_seq", &[stock_movement::Column::ProductId, stock_movement::Column::Seq]),
        moved("stock_movements_reverses", &[stock_movement::Column::ReversesId]),
    ]
}
