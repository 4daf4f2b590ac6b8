//! Events that wait to be told. They are written in the transaction of what they tell of, so neither is without the other.
use super::{Db, Transaction, now};
use crate::{
    entity::{
        outbox::{ActiveModel, Column, Entity, Model},
        product, shop, stock_level, webhook,
    },
    error::{Error, Result},
};
use chrono::Duration;
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{NotSet, Set},
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect, Select,
    sea_query::Expr,
};
use serde::Serialize;
use shared::{
    Code, Time,
    webhook::{Event, Failure},
};
use uuid::Uuid;

/// How long an event is kept once it was delivered or given up.
const KEPT: Duration = Duration::days(30);

/// What is sent.
#[derive(Serialize)]
struct Body<T> {
    r#type: Event,
    timestamp: Time,
    shop: Shop,
    data: T,
}

#[derive(Serialize)]
struct Shop {
    id: Uuid,
    name: String,
}

#[derive(Serialize)]
struct Episode<'a> {
    product: Product<'a>,
    quantity: i64,
    min_quantity: Option<i64>,
    low_since: Time,
    movement_id: Option<Uuid>,
}

#[derive(Serialize)]
struct Product<'a> {
    id: Uuid,
    code: &'a str,
    name: &'a str,
    unit: &'a str,
}

#[derive(Serialize)]
struct Nothing {}

/// An event that is ours to send now.
pub struct Letter {
    /// The event.
    pub row: Model,
    /// Where to, and the id that its secret is made from; nothing once the webhook was removed.
    pub to: Option<webhook::Model>,
}

/// A product has become low by this movement, or by another minimum. Nothing happens where nobody wants to know.
pub async fn low(
    tx: &Transaction,
    product: &product::Model,
    level: &stock_level::Model,
    movement: Option<Uuid>,
) -> Result<()> {
    let Some(low_since) = level.low_since else { return Ok(()) };
    let data = Episode {
        product: Product { id: product.id, code: &product.code, name: &product.name, unit: &product.unit },
        quantity: level.quantity,
        min_quantity: level.min_quantity,
        low_since,
        movement_id: movement,
    };
    add(tx, product.shop_id, Event::LowStock, data).await?;
    Ok(())
}

/// An event that says nothing.
///
/// # Errors
/// `not_found` when the shop has no webhook.
pub async fn ping(db: &Db, shop: Uuid) -> Result<Model> {
    let tx = db.begin().await?;
    let row = add(&tx, shop, Event::Ping, Nothing {}).await?.ok_or(Code::NotFound)?;
    tx.commit().await?;
    Ok(row)
}

async fn add(tx: &Transaction, shop: Uuid, event: Event, data: impl Serialize) -> Result<Option<Model>> {
    let webhook = webhook::Entity::find_by_id(shop).find_also_related(shop::Entity).one(tx).await?;
    let Some((_, Some(shop))) = webhook else { return Ok(None) };
    let at = now();
    let body = Body { r#type: event, timestamp: at, shop: Shop { id: shop.id, name: shop.name }, data };
    let row = ActiveModel {
        id: Set(Uuid::now_v7()),
        shop_id: Set(body.shop.id),
        event: Set(event.name().into()),
        body: Set(serde_json::to_string(&body).map_err(|error| Error::Task(error.to_string()))?),
        attempts: Set(0),
        created_at: Set(at),
        next_attempt_at: Set(Some(at)),
        last_status: NotSet,
        last_failure: NotSet,
        delivered_at: NotSet,
    };
    Ok(Some(row.insert(tx).await?))
}

/// Events that wait, but none of these shops, which have enough on the way.
fn waiting(busy: &[Uuid]) -> Select<Entity> {
    Entity::find().filter(Column::NextAttemptAt.is_not_null()).filter(Column::ShopId.is_not_in(busy.iter().copied()))
}

/// Events whose time has come, the longest overdue first.
pub async fn due(db: &Db, busy: &[Uuid], limit: u64) -> Result<Vec<Model>> {
    let rows = waiting(busy).filter(Column::NextAttemptAt.lte(now())).order_by_asc(Column::NextAttemptAt);
    Ok(rows.limit(limit).all(&db.read).await?)
}

/// When the next event is due.
pub async fn next(db: &Db, busy: &[Uuid]) -> Result<Option<Time>> {
    let first = waiting(busy).order_by_asc(Column::NextAttemptAt).limit(1).one(&db.read).await?;
    Ok(first.and_then(|row| row.next_attempt_at))
}

/// Takes an event to send it, unless somebody else did: whoever counts the attempt has it until the lease ends. When they die
/// meanwhile, it is due again then.
pub async fn claim(db: &Db, row: Model, lease: Duration) -> Result<Option<Letter>> {
    let (at, attempts) = (now(), row.attempts + 1);
    let tx = db.begin().await?;
    let claimed = Entity::update_many()
        .col_expr(Column::Attempts, Expr::value(attempts))
        .col_expr(Column::NextAttemptAt, Expr::value(at + lease))
        .filter(Column::Id.eq(row.id))
        .filter(Column::Attempts.eq(row.attempts))
        .filter(Column::NextAttemptAt.lte(at))
        .exec(&tx)
        .await?;
    let to = webhook::Entity::find_by_id(row.shop_id).one(&tx).await?;
    tx.commit().await?;
    Ok((claimed.rows_affected == 1).then_some(Letter { row: Model { attempts, ..row }, to }))
}

/// What came of an attempt.
#[derive(Clone, Copy)]
pub struct Outcome {
    /// The status of the answer.
    pub status: Option<u16>,
    /// Why it failed.
    pub failure: Option<Failure>,
    /// When to try again.
    pub next: Option<Time>,
}

/// Writes down what came of an attempt; not if the lease had ended and somebody else is at it by now.
pub async fn settle(db: &Db, row: &Model, outcome: Outcome) -> Result<()> {
    let delivered = outcome.failure.is_none().then(now);
    let tx = db.begin().await?;
    Entity::update_many()
        .col_expr(Column::LastStatus, Expr::value(outcome.status.and_then(|status| i16::try_from(status).ok())))
        .col_expr(Column::LastFailure, Expr::value(outcome.failure.map(Failure::name)))
        .col_expr(Column::NextAttemptAt, Expr::value(outcome.next))
        .col_expr(Column::DeliveredAt, Expr::value(delivered))
        .filter(Column::Id.eq(row.id))
        .filter(Column::Attempts.eq(row.attempts))
        .exec(&tx)
        .await?;
    Ok(tx.commit().await?)
}

/// Gives up what still waits for the webhook of this shop.
pub async fn give_up(tx: &impl ConnectionTrait, shop: Uuid) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::NextAttemptAt, Expr::value(None::<Time>))
        .col_expr(Column::LastFailure, Expr::value(Failure::Removed.name()))
        .filter(Column::ShopId.eq(shop))
        .filter(Column::NextAttemptAt.is_not_null())
        .exec(tx)
        .await?;
    Ok(())
}

/// Forgets events that were delivered or given up long ago; tells how many.
pub async fn sweep(db: &Db) -> Result<u64> {
    let old = Column::CreatedAt.lt(now() - KEPT).and(Column::NextAttemptAt.is_null());
    db.delete(Entity::delete_many().filter(old)).await
}
