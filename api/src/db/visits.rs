//! The count of visits, exact over all replicas.
use super::Db;
use crate::{
    entity::counter::{Column, Entity},
    error::Result,
};
use sea_orm::{ColumnTrait, EntityTrait, ExprTrait, QueryFilter};
use shared::Code;

const NAME: &str = "visits";

/// Visits so far.
pub async fn total(db: &Db) -> Result<i64> {
    Ok(Entity::find_by_id(NAME).one(&db.read).await?.ok_or(Code::Internal)?.value)
}

/// Counts `n` more and tells the new total.
pub async fn add(db: &Db, n: i64) -> Result<i64> {
    let tx = db.begin().await?;
    let more = Column::Value.into_expr().add(n);
    Entity::update_many().col_expr(Column::Value, more).filter(Column::Name.eq(NAME)).exec(&tx).await?;
    let total = Entity::find_by_id(NAME).one(&tx).await?.ok_or(Code::Internal)?.value;
    tx.commit().await?;
    Ok(total)
}
