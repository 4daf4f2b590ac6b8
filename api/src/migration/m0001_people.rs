//! Shops, their people, and where those are signed in.
use super::dialect::Dialect;
use crate::entity::{session, shop, user};
use sea_orm_migration::{
    prelude::*,
    schema::{boolean, pk_uuid, string_len, string_len_null, uuid},
};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let dialect = Dialect::of(manager);
        dialect.create_table(manager, shops(dialect)).await?;
        dialect.create_table(manager, users(dialect)).await?;
        dialect.create_table(manager, sessions(dialect)).await?;
        let email = Index::create().unique().name("users_email").table(user::Entity).col(user::Column::EmailKey).take();
        dialect.create_index(manager, email).await?;
        let team = Index::create().name("users_shop").table(user::Entity).col(user::Column::ShopId).take();
        dialect.create_index(manager, team).await?;
        let person = Index::create().name("sessions_user").table(session::Entity).col(session::Column::UserId).take();
        dialect.create_index(manager, person).await
    }
}

fn shops(dialect: Dialect) -> TableCreateStatement {
    Table::create()
        .table(shop::Entity)
        .col(pk_uuid(shop::Column::Id))
        .col(string_len(shop::Column::Name, 100))
        .col(string_len(shop::Column::Currency, 3))
        .col(boolean(shop::Column::ShowsQuantity))
        .col(dialect.moment(shop::Column::CreatedAt))
        .take()
}

fn users(dialect: Dialect) -> TableCreateStatement {
    Table::create()
        .table(user::Entity)
        .col(pk_uuid(user::Column::Id))
        .col(uuid(user::Column::ShopId))
        .col(string_len(user::Column::Email, 254))
        .col(dialect.key(user::Column::EmailKey, 254))
        .col(string_len(user::Column::Name, 100))
        .col(string_len(user::Column::PasswordHash, 100))
        .col(string_len(user::Column::Role, 16))
        .col(string_len_null(user::Column::PictureKey, 64))
        .col(boolean(user::Column::IsActive))
        .col(dialect.moment_null(user::Column::RemovedAt))
        .col(dialect.moment(user::Column::CreatedAt))
        .foreign_key(ForeignKey::create().from(user::Entity, user::Column::ShopId).to(shop::Entity, shop::Column::Id))
        .take()
}

fn sessions(dialect: Dialect) -> TableCreateStatement {
    Table::create()
        .table(session::Entity)
        .col(pk_uuid(session::Column::Id))
        .col(uuid(session::Column::UserId))
        .col(string_len(session::Column::UserAgent, 200))
        .col(dialect.moment(session::Column::CreatedAt))
        .col(dialect.moment(session::Column::LastSeenAt))
        .col(dialect.moment(session::Column::ExpiresAt))
        .foreign_key(
            ForeignKey::create().from(session::Entity, session::Column::UserId).to(user::Entity, user::Column::Id),
        )
        .take()
}
