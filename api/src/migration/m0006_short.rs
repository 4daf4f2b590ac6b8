//! What runs short, and the shop at a glance, without reading every product.
use crate::entity::{product, stock_level};
use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        use product::{Column, Entity};
        // With whether it is archived in it, figures over all products of a shop read the index only.
        manager.drop_index(Index::drop().name("products_price").table(Entity).to_owned()).await?;
        let price = Index::create()
            .name("products_price")
            .table(Entity)
            .col(Column::ShopId)
            .col(Column::PriceMinor)
            .col(Column::Id)
            .col(Column::ArchivedAt)
            .take();
        manager.create_index(price).await?;
        // MySQL has no index of some rows only, and one of all quantities would be written by every movement.
        if manager.get_database_backend() == DbBackend::MySql {
            return Ok(());
        }
        let out = Index::create()
            .name("stock_levels_out")
            .table(stock_level::Entity)
            .col(stock_level::Column::ProductId)
            .and_where(Expr::col(stock_level::Column::Quantity).eq(0))
            .take();
        manager.create_index(out).await
    }
}
