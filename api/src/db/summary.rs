//! The shop at a glance: one pass over its products, and as much of an index as moved within a day.
use super::{Db, journal, now};
use crate::{
    entity::{product, shop, stock_level, stock_movement},
    error::Result,
};
use chrono::{Duration, SubsecRound, Timelike};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, ExprTrait, FromQueryResult, JoinType, QueryFilter,
    QuerySelect, RelationTrait,
    sea_query::{CaseStatement, SimpleExpr},
};
use shared::{Code, Time, summary::Summary};
use uuid::Uuid;

/// Prices and quantities are cut in two here: their product may have 80 bits, that of two halves has 40, and so 8 million
/// products can be added up in 63.
const HALF: i32 = 20;
const LOW_HALF: i64 = (1 << HALF) - 1;

/// Sums are nothing where there are no products.
#[derive(FromQueryResult)]
struct Row {
    products: Option<i64>,
    archived: Option<i64>,
    low: Option<i64>,
    out: Option<i64>,
    high_high: Option<i64>,
    high_low: Option<i64>,
    low_high: Option<i64>,
    low_low: Option<i64>,
}

/// The summary of a shop.
pub async fn get(db: &Db, shop: Uuid) -> Result<Summary> {
    let currency = shop::Entity::find_by_id(shop).one(&db.read).await?.ok_or(Code::NotFound)?.currency;
    let row = sums(&db.read, shop).await?;
    let since = day_ago();
    let n = Option::unwrap_or_default;
    Ok(Summary {
        products: n(row.products),
        archived: n(row.archived),
        low: n(row.low),
        out: n(row.out),
        value_minor: value(n(row.high_high), [n(row.high_low), n(row.low_high)], n(row.low_low)),
        currency,
        moved_24h: moved(db, shop, since).await?,
        moved_since: since,
    })
}

/// How much was booked since then. By the time in the ids: they stand in an index.
pub async fn moved(db: &Db, shop: Uuid, since: Time) -> Result<i64> {
    use stock_movement::{Column, Entity};
    let moved = Entity::of(shop).filter(Column::Id.gte(journal::first_id(since)));
    let count = moved.select_only().column_as(Column::Id.count(), "moved").into_tuple::<i64>().one(&db.read).await?;
    Ok(count.unwrap_or_default())
}

/// A day ago, on the minute: the moment stands in an address that people pass on.
fn day_ago() -> Time {
    let ago = (now() - Duration::hours(24)).trunc_subsecs(0);
    ago - Duration::seconds(ago.second().into())
}

async fn sums(db: &impl ConnectionTrait, shop: Uuid) -> Result<Row> {
    use product::Column::{ArchivedAt, PriceMinor};
    use stock_level::Column::{LowSince, Quantity};
    let used = || ArchivedAt.is_null();
    let count = |what: SimpleExpr| sum(db, CaseStatement::new().case(what, 1).finally(0).into());
    let worth = |price: SimpleExpr, quantity: SimpleExpr| {
        sum(db, CaseStatement::new().case(used(), price.mul(quantity)).finally(0).into())
    };
    let (price, quantity) = (halves(PriceMinor.into_expr()), halves(Quantity.into_expr()));
    let row = product::Entity::of(shop)
        .join(JoinType::InnerJoin, product::Relation::Level.def())
        .select_only()
        .column_as(count(used()), "products")
        .column_as(count(ArchivedAt.is_not_null()), "archived")
        .column_as(count(used().and(LowSince.is_not_null())), "low")
        .column_as(count(used().and(Quantity.eq(0))), "out")
        .column_as(worth(price.0.clone(), quantity.0.clone()), "high_high")
        .column_as(worth(price.0, quantity.1.clone()), "high_low")
        .column_as(worth(price.1.clone(), quantity.0), "low_high")
        .column_as(worth(price.1, quantity.1), "low_low");
    Ok(row.into_model::<Row>().one(db).await?.ok_or(Code::NotFound)?)
}

/// A sum as a whole number; servers answer with a decimal otherwise.
fn sum(db: &impl ConnectionTrait, what: SimpleExpr) -> SimpleExpr {
    let whole = if db.get_database_backend() == DbBackend::MySql { "SIGNED" } else { "BIGINT" };
    what.sum().cast_as(whole)
}

/// The upper and the lower half of a number. By bits: a division means something else on each database.
fn halves(number: SimpleExpr) -> (SimpleExpr, SimpleExpr) {
    (number.clone().right_shift(HALF), number.bit_and(LOW_HALF))
}

/// Puts the halves together again; what is more than fits is the most that fits.
fn value(high: i64, middle: [i64; 2], low: i64) -> i64 {
    let middle: i128 = middle.into_iter().map(i128::from).sum();
    let value = (i128::from(high) << (2 * HALF)) + (middle << HALF) + i128::from(low);
    i64::try_from(value).unwrap_or(i64::MAX)
}
