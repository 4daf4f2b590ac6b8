//! What many replicas on a server ask for all the time, without reading whole tables.
use super::dialect::Dialect;
use crate::entity::{product, session, user};
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let dialect = Dialect::of(manager);
        // Sessions that have ended are swept. Without it, that would lock all of them on MySQL.
        let ended = Index::create().name("sessions_end").table(session::Entity).col(session::Column::ExpiresAt).take();
        dialect.create_index(manager, ended).await?;
        // Does any row name this picture?
        let picture =
            Index::create().name("products_image").table(product::Entity).col(product::Column::ImageKey).take();
        dialect.create_index(manager, picture).await?;
        let face = Index::create().name("users_picture").table(user::Entity).col(user::Column::PictureKey).take();
        dialect.create_index(manager, face).await
    }
}
