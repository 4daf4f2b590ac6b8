//! Which products of a shop a list is about.
use super::Db;
use crate::entity::{product::Column, stock_level};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbBackend, ExprTrait,
    sea_query::{Expr, Query, SelectStatement},
};
use shared::{
    Ids, Time,
    product::{ProductQuery, Shortage},
};
use uuid::Uuid;

/// Which list it is: a cursor of one is worth nothing in another.
pub(super) fn name_of(query: &ProductQuery) -> String {
    let ProductQuery { archived, stock, public, price_min, price_max, ids, .. } = query;
    let ids = ids.as_ref().map(Ids::text);
    format!("products {archived} {stock:?} {public:?} {price_min:?} {price_max:?} {ids:?}")
}

/// What all of the list meet.
pub(super) fn scope(shop: Uuid, query: &ProductQuery) -> Condition {
    let archived = if query.archived { Column::ArchivedAt.is_not_null() } else { Column::ArchivedAt.is_null() };
    Condition::all()
        .add(Column::ShopId.eq(shop))
        .add(archived)
        .add_option(query.public.map(|public| Column::IsPublic.eq(public)))
        .add_option(query.price_min.map(|price| Column::PriceMinor.gte(price)))
        .add_option(query.price_max.map(|price| Column::PriceMinor.lte(price)))
        .add_option(query.ids.as_ref().map(|ids| Column::Id.is_in(ids.0.iter().copied())))
}

/// The products of all shops that run short.
pub(super) fn short(db: &Db, stock: Shortage) -> SelectStatement {
    use stock_level::Column;
    let is_short = match stock {
        // Any moment there is: asked for "not null", SQLite would not use the index.
        Shortage::Low => Column::LowSince.gt(Time::UNIX_EPOCH),
        // MySQL has no index of some rows only, but one of a column that says so.
        Shortage::Out if db.read.get_database_backend() == DbBackend::MySql => Expr::col("is_out").eq(1),
        // Written out: an index of those rows only is of use where the nought is known beforehand.
        Shortage::Out => Expr::col(Column::Quantity).eq(Expr::Constant(0_i64.into())),
    };
    Query::select().column(Column::ProductId).from(stock_level::Entity).and_where(is_short).take()
}
