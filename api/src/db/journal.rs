//! The journal of a shop, or of one product: what moved, newest first.
use super::{Db, products};
use crate::{
    entity::{
        product,
        stock_movement::{Column, Entity, Model},
        user,
    },
    error::Result,
};
use chrono::Duration;
use sea_orm::{ColumnTrait, Condition, EntityTrait, Order, QueryFilter, QueryOrder, QuerySelect, Select};
use serde::{Deserialize, Serialize};
use shared::{
    Page, Time,
    journal::{JournalQuery, MovementQuery},
    movement::Movement,
    page::clamp,
};
use std::collections::HashMap;
use uuid::Uuid;

/// Where a page ends. Within a product the number is the order; across products it is the id, which begins with the time.
#[derive(Serialize, Deserialize)]
enum At {
    Seq(i64),
    Id(Uuid),
}

/// The journal of one product.
pub async fn of_product(db: &Db, shop: Uuid, product: Uuid, query: &MovementQuery) -> Result<Page<Movement>> {
    products::find(&db.read, shop, product).await?;
    let MovementQuery { cursor, limit } = query.clone();
    list(db, shop, &JournalQuery { product_id: Some(product), cursor, limit, ..JournalQuery::default() }).await
}

/// The movements that are asked for.
pub async fn list(db: &Db, shop: Uuid, query: &JournalQuery) -> Result<Page<Movement>> {
    page(db, shop, query, clamp(query.limit)).await
}

/// The same with as many movements a page as our own code wants.
pub(super) async fn page(db: &Db, shop: Uuid, query: &JournalQuery, limit: u64) -> Result<Page<Movement>> {
    let context = ("movements", shop, query.product_id, query.kind, query.actor_id, query.from, query.to);
    let by_seq = query.product_id.is_some();
    let at = query.cursor.as_ref().map(|cursor| db.cursors.open(&context, cursor)).transpose()?;
    let select = filtered(shop, query).filter(span(query, at.as_ref()));
    let order = if by_seq { Column::Seq } else { Column::Id };
    let mut rows = select.order_by(order, Order::Desc).limit(limit + 1).all(&db.read).await?;
    let end = |last: &Model| if by_seq { At::Seq(last.seq) } else { At::Id(last.id) };
    let next_cursor = db.cursors.cut(&context, &mut rows, limit, end);
    Ok(Page { items: told(db, shop, rows).await?, next_cursor, total: None })
}

/// The newest movements of a shop with ids from this one on, oldest first; at most so many.
pub async fn latest(db: &Db, shop: Uuid, from: Uuid, most: u64) -> Result<Vec<Movement>> {
    let select = Entity::of(shop).filter(Column::Id.gte(from)).order_by(Column::Id, Order::Desc).limit(most);
    let mut movements = told(db, shop, select.all(&db.read).await?).await?;
    movements.reverse();
    Ok(movements)
}

fn filtered(shop: Uuid, query: &JournalQuery) -> Select<Entity> {
    let mut select = Entity::of(shop);
    if let Some(product) = query.product_id {
        select = select.filter(Column::ProductId.eq(product));
    }
    if let Some(kind) = query.kind {
        select = select.filter(Column::Kind.eq(kind.name()));
    }
    if let Some(actor) = query.actor_id {
        select = select.filter(Column::ActorId.eq(actor));
    }
    if let Some(from) = query.from {
        select = select.filter(Column::CreatedAt.gte(from));
    }
    if let Some(to) = query.to {
        select = select.filter(Column::CreatedAt.lt(to));
    }
    select
}

/// The part of the index to read: behind the last row of the page before and, across products, within the span of time.
fn span(query: &JournalQuery, at: Option<&At>) -> Condition {
    let (seq, last) = match at {
        Some(At::Seq(seq)) => (Some(*seq), None),
        Some(At::Id(id)) => (None, Some(*id)),
        None => (None, None),
    };
    let (spare, of_all) = (Duration::minutes(1), query.product_id.is_none());
    let from = query.from.filter(|_| of_all).map(|from| first_id(from - spare));
    let to = query.to.filter(|_| of_all).map(|to| first_id(to + spare));
    // One end only: given two, SQLite takes the first and reads all that lies between them, page after page.
    let end = [to, last].into_iter().flatten().min();
    Condition::all()
        .add_option(seq.map(|seq| Column::Seq.lt(seq)))
        .add_option(end.map(|end| Column::Id.lt(end)))
        .add_option(from.map(|from| Column::Id.gte(from)))
}

/// The lowest id of a moment (RFC 9562, 5.7): with it a span of time is a span of the index. Ids are made a moment apart from
/// the time in their row, on clocks that may differ; hence the minute to spare.
pub fn first_id(time: Time) -> Uuid {
    let ms = u128::try_from(time.timestamp_millis()).unwrap_or_default();
    Uuid::from_u128(ms << 80)
}

/// Rows with what they moved, who booked them, and what undid them.
async fn told(db: &Db, shop: Uuid, rows: Vec<Model>) -> Result<Vec<Movement>> {
    let ids = |of: fn(&Model) -> Uuid| rows.iter().map(of).collect::<Vec<_>>();
    let products = products::find_all(&db.read, shop, &ids(|row| row.product_id)).await?;
    let actors = user::Entity::find().filter(user::Column::Id.is_in(ids(|row| row.actor_id))).all(&db.read).await?;
    let actors: HashMap<_, _> = actors.into_iter().map(|actor| (actor.id, actor.shown())).collect();
    // By the ids alone: asked for the shop as well, SQLite reads all that the shop ever moved.
    let undone = Entity::find().filter(Column::ReversesId.is_in(ids(|row| row.id))).all(&db.read).await?;
    let undone: HashMap<_, _> = undone.into_iter().map(|row| (row.reverses_id, row.id)).collect();
    let movement = |row: Model| {
        let reversed_by = undone.get(&Some(row.id)).copied();
        let actor = actors.get(&row.actor_id).cloned().flatten();
        let product: &product::Model = products.get(&row.product_id)?;
        Some(Movement { reversed_by, ..row.of(product, actor) })
    };
    Ok(rows.into_iter().filter_map(movement).collect())
}
