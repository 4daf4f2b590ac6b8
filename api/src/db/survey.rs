//! What all shops have together, for the metrics. One pass over the products; whoever asks decides how often that is worth it.
use super::Db;
use crate::{entity::outbox, error::Result};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, FromQueryResult, QueryFilter, QuerySelect, Statement,
};
use shared::Time;

/// The products of all shops with one currency.
#[derive(Debug, FromQueryResult)]
pub struct Stock {
    /// ISO 4217.
    pub currency: String,
    /// More on hand than the minimum.
    pub enough: i64,
    /// At or below the minimum, but not out.
    pub low: i64,
    /// Nothing on hand.
    pub out: i64,
    /// Put away.
    pub archived: i64,
    /// Quantity times price of what is not put away, in the currency's smallest unit; for a chart, so not to the last cent.
    pub value_minor: f64,
}

/// The stock of all shops, by currency.
pub async fn stock(db: &Db) -> Result<Vec<Stock>> {
    let backend = db.read.get_database_backend();
    let real = match backend {
        DbBackend::Postgres => "DOUBLE PRECISION",
        DbBackend::Sqlite => "REAL",
        _ => "DOUBLE",
    };
    let count = |condition: &str| format!("COUNT(CASE WHEN {condition} THEN 1 END)");
    let sql = format!(
        "SELECT s.currency, {} AS enough, {} AS low, {} AS \"out\", {} AS archived, \
            CAST(COALESCE(SUM(CASE WHEN p.archived_at IS NULL THEN CAST(l.quantity AS {real}) * p.price_minor END), 0) AS {real}) \
            AS value_minor \
        FROM products p JOIN shops s ON s.id = p.shop_id JOIN stock_levels l ON l.product_id = p.id GROUP BY s.currency",
        count("p.archived_at IS NULL AND l.quantity > 0 AND l.low_since IS NULL"),
        count("p.archived_at IS NULL AND l.quantity > 0 AND l.low_since IS NOT NULL"),
        count("p.archived_at IS NULL AND l.quantity = 0"),
        count("p.archived_at IS NOT NULL"),
    );
    let sql = if backend == DbBackend::MySql { sql.replace('"', "`") } else { sql };
    Ok(Stock::find_by_statement(Statement::from_string(backend, sql)).all(&db.read).await?)
}

/// Events for webhooks that wait.
#[derive(Debug, FromQueryResult)]
pub struct Backlog {
    /// How many.
    pub waiting: i64,
    /// When the first of them is due, or was.
    pub due: Option<Time>,
}

/// The events that wait, in all shops.
pub async fn backlog(db: &Db) -> Result<Backlog> {
    use outbox::{Column, Entity};
    let rows = Entity::find().filter(Column::NextAttemptAt.is_not_null()).select_only();
    let rows = rows.column_as(Column::Id.count(), "waiting").column_as(Column::NextAttemptAt.min(), "due");
    Ok(rows.into_model().one(&db.read).await?.unwrap_or(Backlog { waiting: 0, due: None }))
}
