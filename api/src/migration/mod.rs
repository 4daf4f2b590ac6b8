//! Schema history: add a file, never edit one that has shipped.
use sea_orm_migration::prelude::*;

mod dialect;
mod fence;
mod m0001_people;
mod m0002_stock;
mod m0003_counters;
mod m0004_ledger;
mod m0005_webhooks;
mod m0006_short;
mod m0007_servers;
mod m0008_search;
mod m0009_slugs;

/// All steps, in order.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_people::Migration),
            Box::new(m0002_stock::Migration),
            Box::new(m0003_counters::Migration),
            Box::new(m0004_ledger::Migration),
            Box::new(m0005_webhooks::Migration),
            Box::new(m0006_short::Migration),
            Box::new(m0007_servers::Migration),
            Box::new(m0008_search::Migration),
            Box::new(m0009_slugs::Migration),
        ]
    }
}
