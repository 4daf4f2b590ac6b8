//! Counters; the visits start at nought.
use super::dialect::Dialect;
use crate::entity::counter;
use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, string_len},
};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let dialect = Dialect::of(manager);
        let table = Table::create()
            .table(counter::Entity)
            .col(string_len(counter::Column::Name, 32).primary_key())
            .col(big_integer(counter::Column::Value))
            .take();
        dialect.create_table(manager, table).await?;
        let visits = Query::insert()
            .into_table(counter::Entity)
            .columns([counter::Column::Name, counter::Column::Value])
            .values_panic(["visits".into(), 0.into()])
            .on_conflict(OnConflict::column(counter::Column::Name).do_nothing_on([counter::Column::Name]).to_owned())
            .take();
        manager.execute(visits).await
    }
}
