//! An address for the page of each shop.
use super::dialect::Dialect;
use crate::db::key;
use crate::entity::shop::{Column, Entity};
use sea_orm_migration::{prelude::*, schema::string_len_null};
use std::collections::HashSet;
use uuid::Uuid;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let dialect = Dialect::of(manager);
        let column = Table::alter().table(Entity).add_column(string_len_null(Column::Slug, 60)).take();
        dialect.add_column(manager, ("shops", "slug"), column).await?;
        name(manager).await?;
        let index = Index::create().name("shops_slug").table(Entity).col(Column::Slug).unique().take();
        dialect.create_index(manager, index).await
    }
}

/// Of shops with one name the first one gets it; the others stay with their ids until they choose one.
async fn name(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let db = manager.get_connection();
    let all = Query::select().columns([Column::Id, Column::Name]).from(Entity).order_by(Column::Id, Order::Asc).take();
    let mut taken = HashSet::new();
    for row in db.query_all_raw(manager.get_database_backend().build(&all)).await? {
        let (id, name): (Uuid, String) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
        let slug = key::slug(&name);
        if taken.insert(slug.clone()) {
            let named =
                Query::update().table(Entity).value(Column::Slug, slug).and_where(Expr::col(Column::Id).eq(id)).take();
            manager.execute(named).await?;
        }
    }
    Ok(())
}
