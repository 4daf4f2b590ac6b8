//! Products, what is on hand of them, and the ledger. The checks are the second fence behind the booking function.
use super::dialect::Dialect;
use crate::entity::{product, shop, stock_level, stock_movement, user};
use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_integer_null, boolean, pk_uuid, string_len, string_len_null, uuid, uuid_null},
};
use shared::movement::Kind;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let dialect = Dialect::of(manager);
        dialect.create_table(manager, products(dialect)).await?;
        dialect.create_table(manager, levels(dialect)).await?;
        dialect.create_table(manager, movements(dialect)).await?;
        for index in indexes() {
            dialect.create_index(manager, index).await?;
        }
        Ok(())
    }
}

fn products(dialect: Dialect) -> TableCreateStatement {
    Table::create()
        .table(product::Entity)
        .col(pk_uuid(product::Column::Id))
        .col(uuid(product::Column::ShopId))
        .col(string_len(product::Column::Code, 64))
        .col(dialect.key(product::Column::CodeKey, 255))
        .col(string_len_null(product::Column::Barcode, 64))
        .col(string_len(product::Column::Name, 200))
        .col(dialect.key(product::Column::NameKey, 600))
        .col(dialect.text(product::Column::SearchKey))
        .col(dialect.text(product::Column::Description))
        .col(big_integer(product::Column::PriceMinor).check(Expr::col(product::Column::PriceMinor).gte(0)))
        .col(string_len(product::Column::Unit, 16))
        .col(string_len_null(product::Column::ImageKey, 64))
        .col(boolean(product::Column::IsPublic))
        .col(big_integer(product::Column::Version))
        .col(dialect.moment_null(product::Column::ArchivedAt))
        .col(dialect.moment(product::Column::CreatedAt))
        .col(dialect.moment(product::Column::UpdatedAt))
        .foreign_key(
            ForeignKey::create().from(product::Entity, product::Column::ShopId).to(shop::Entity, shop::Column::Id),
        )
        .take()
}

fn levels(dialect: Dialect) -> TableCreateStatement {
    use stock_level::{Column, Entity};
    Table::create()
        .table(Entity)
        .col(pk_uuid(Column::ProductId))
        .col(big_integer(Column::Quantity).check(Expr::col(Column::Quantity).gte(0)))
        .col(big_integer(Column::Seq))
        .col(big_integer_null(Column::MinQuantity))
        .col(dialect.moment_null(Column::LowSince))
        .col(dialect.moment(Column::UpdatedAt))
        .foreign_key(ForeignKey::create().from(Entity, Column::ProductId).to(product::Entity, product::Column::Id))
        .take()
}

fn movements(dialect: Dialect) -> TableCreateStatement {
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
        .col(dialect.text(Column::Note))
        .col(string_len(Column::Reference, 100))
        .col(uuid_null(Column::ReversesId))
        .col(uuid(Column::ActorId))
        .col(dialect.moment(Column::CreatedAt))
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
