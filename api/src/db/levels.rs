//! What is on hand of products: one row each, which is locked before it moves.
use super::{
    Transaction,
    ledger::{Entry, Refusable, delta, refusal, row},
    now, outbox,
};
use crate::{
    entity::{product, stock_level, stock_movement},
    error::Result,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, ExprTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect, Select, UpdateMany,
    sea_query::{CaseStatement, Expr, Func, OnConflict, SimpleExpr},
};
use shared::{Code, Time, validate::MAX_NUMBER};
use std::collections::{BTreeSet, HashMap};
use stock_level::Column;
use uuid::Uuid;

/// Levels that nobody else can change until the transaction ends.
pub(super) struct Levels {
    held: HashMap<Uuid, stock_level::Model>,
    moved: BTreeSet<Uuid>,
}

impl Levels {
    /// Those of the products that something is booked of.
    pub async fn hold(tx: &Transaction, entries: &[Entry<'_>]) -> Result<Self> {
        let ids: BTreeSet<Uuid> = entries.iter().map(|entry| entry.product.id).collect();
        let held = locked(ids).all(tx).await?.into_iter().map(|level| (level.product_id, level)).collect();
        Ok(Self { held, moved: BTreeSet::new() })
    }

    /// Moves a level, and tells the row that the ledger must get.
    pub fn shift(&mut self, entry: &Entry<'_>) -> Refusable<(stock_level::Model, stock_movement::Model)> {
        let level = self.held.get_mut(&entry.product.id).ok_or(Code::NotFound)?;
        let (at, delta) = (now(), delta(entry, level)?);
        let after = level.quantity + delta;
        if !(0..=MAX_NUMBER).contains(&after) {
            return Err(refusal(entry, delta, level));
        }
        level.quantity = after;
        level.seq += 1;
        level.low_since = level.min_quantity.filter(|min| after <= *min).map(|_| level.low_since.unwrap_or(at));
        level.updated_at = at;
        self.moved.insert(level.product_id);
        Ok((level.clone(), row(entry, level, delta, at)))
    }

    /// Writes down those that moved.
    pub async fn write(mut self, tx: &Transaction) -> Result<()> {
        let moved: Vec<_> = self.moved.iter().filter_map(|id| self.held.remove(id)).collect();
        if moved.is_empty() {
            return Ok(());
        }
        // The rows are there: it is the one way to change many rows in many ways that all databases have.
        let there = OnConflict::column(Column::ProductId)
            .update_columns([Column::Quantity, Column::Seq, Column::LowSince, Column::UpdatedAt])
            .to_owned();
        let moved = moved.into_iter().map(IntoActiveModel::into_active_model);
        let rows = stock_level::Entity::insert_many::<stock_level::ActiveModel, _>(moved).on_conflict(there);
        rows.exec_without_returning(tx).await?;
        Ok(())
    }
}

/// Sets the minimum at which a product is low, or none.
pub async fn watch(tx: &Transaction, product: &product::Model, min: Option<i64>) -> Result<()> {
    let at = now();
    let level = stock_level::Entity::update_many()
        .col_expr(Column::LowSince, low_since(Column::Quantity.into_expr(), Expr::value(min), at))
        .col_expr(Column::MinQuantity, Expr::value(min))
        .filter(Column::ProductId.eq(product.id));
    let level = changed(tx, level, product.id).await?.ok_or(Code::NotFound)?;
    if level.low_since == Some(at) {
        outbox::low(tx, product, &level, None).await?;
    }
    Ok(())
}

/// Changes a level and tells how it is then, if it was changed. MySQL does not tell what it changed, but nobody else can change
/// it until the transaction ends, so it can be read.
async fn changed(
    tx: &Transaction,
    update: UpdateMany<stock_level::Entity>,
    product: Uuid,
) -> Result<Option<stock_level::Model>> {
    if tx.support_returning() {
        return Ok(update.exec_with_returning(tx).await?.pop());
    }
    match update.exec(tx).await?.rows_affected {
        0 => Ok(None),
        _ => Ok(Some(level(tx, product).await?)),
    }
}

/// Keeps others from booking these products until the transaction ends; where there is one writer, nobody could. Whoever edits
/// products begins here: a booking locks a level first and then, with its row of the ledger, the product that the row names.
/// In the other order the two could wait for each other.
pub(super) async fn hold(tx: &Transaction, products: &[Uuid]) -> Result<()> {
    if tx.get_database_backend() == DbBackend::Sqlite {
        return Ok(());
    }
    locked(products.iter().copied()).all(tx).await?;
    Ok(())
}

/// In one order, so that no two who do so ever wait for each other.
fn locked(products: impl IntoIterator<Item = Uuid>) -> Select<stock_level::Entity> {
    let levels = stock_level::Entity::find().filter(Column::ProductId.is_in(products));
    levels.order_by_asc(Column::ProductId).lock_exclusive()
}

/// What is on hand of a product.
pub async fn level(tx: &Transaction, product: Uuid) -> Result<stock_level::Model> {
    Ok(stock_level::Entity::find_by_id(product).one(tx).await?.ok_or(Code::NotFound)?)
}

/// Low begins when the quantity reaches the minimum, and ends when it is above it again.
pub(super) fn low_since(quantity: SimpleExpr, min: SimpleExpr, at: Time) -> SimpleExpr {
    let since = Func::coalesce([Column::LowSince.into_expr(), Expr::value(at)]);
    let nothing = Expr::value(None::<Time>);
    CaseStatement::new().case(min.clone().is_not_null().and(quantity.lte(min)), since).finally(nothing).into()
}
