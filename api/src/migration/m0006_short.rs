//! What runs short, and the shop at a glance, without reading every product.
use super::dialect::Dialect;
use crate::entity::{product, stock_level};
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        use product::{Column, Entity};
        let dialect = Dialect::of(manager);
        // With whether it is archived in it, figures over all products of a shop read the index only.
        dialect.drop_index(manager, "products_price", Entity).await?;
        let price = Index::create()
            .name("products_price")
            .table(Entity)
            .col(Column::ShopId)
            .col(Column::PriceMinor)
            .col(Column::Id)
            .col(Column::ArchivedAt)
            .take();
        dialect.create_index(manager, price).await?;
        // MySQL has no index of some rows only, and one of all quantities would be written by every movement.
        if dialect.is_mysql() {
            return Ok(());
        }
        let out = Index::create()
            .name("stock_levels_out")
            .table(stock_level::Entity)
            .col(stock_level::Column::ProductId)
            .and_where(Expr::col(stock_level::Column::Quantity).eq(0))
            .take();
        dialect.create_index(manager, out).await
    }
}
