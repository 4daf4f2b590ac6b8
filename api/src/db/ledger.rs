//! The ledger. `book` is the only way in: level and ledger change together or not at all.
use super::{audit::By, now, outbox};
use crate::{
    entity::{product, stock_level, stock_movement},
    error::{Error, OnUnique, Result},
};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::Set,
    ColumnTrait, DatabaseTransaction, EntityTrait, ExprTrait, QueryFilter,
    sea_query::{CaseStatement, Expr, Func, SimpleExpr},
};
use shared::{
    Code, FieldError, Problem, Rule, Time,
    movement::{Kind, Movement},
    validate::MAX_NUMBER,
};
use stock_level::Column;
use uuid::Uuid;

/// A movement about to be booked.
#[derive(Clone, Copy)]
pub struct Entry<'a> {
    /// Of what.
    pub product: &'a product::Model,
    /// By whom.
    pub by: &'a By,
    /// Why.
    pub kind: Kind,
    /// How much.
    pub change: Change,
    /// In the person's own words.
    pub note: &'a str,
    /// Number of a paper.
    pub reference: &'a str,
    /// The movement it undoes.
    pub reverses: Option<Uuid>,
}

/// What a movement does to the quantity.
#[derive(Clone, Copy)]
pub enum Change {
    /// So much more, or less.
    By(i64),
    /// This is what was counted, if nothing moved since the movement of this number.
    To {
        /// What there is.
        counted: i64,
        /// The number of the last movement that the person saw.
        seen: i64,
    },
}

impl<'a> Entry<'a> {
    /// A movement without words.
    pub fn new(product: &'a product::Model, by: &'a By, kind: Kind, change: Change) -> Self {
        Self { product, by, kind, change, note: "", reference: "", reverses: None }
    }
}

/// Opens the level of a new product, with nothing on hand: it is low from the start if anybody watches.
pub async fn open(tx: &DatabaseTransaction, product: Uuid, min: Option<i64>) -> Result<()> {
    open_all(tx, [(product, min)]).await
}

/// Opens the levels of new products with their minimums; at least one.
pub async fn open_all(tx: &DatabaseTransaction, products: impl IntoIterator<Item = (Uuid, Option<i64>)>) -> Result<()> {
    let at = now();
    let levels = products.into_iter().map(|(product, min)| stock_level::ActiveModel {
        product_id: Set(product),
        quantity: Set(0),
        seq: Set(0),
        min_quantity: Set(min),
        low_since: Set(min.map(|_| at)),
        updated_at: Set(at),
    });
    stock_level::Entity::insert_many(levels).exec_without_returning(tx).await?;
    Ok(())
}

/// Books one movement inside the caller's transaction.
///
/// One guarded statement decides, so there is no moment in which two takers see the same last piece. The row stays locked
/// until the transaction ends; reading it back is therefore safe.
///
/// # Errors
/// `insufficient_stock` when less than nothing would be left, `stock_changed` when it moved since it was counted,
/// `already_reversed`; each names the field and what there is.
pub async fn book(tx: &DatabaseTransaction, entry: &Entry<'_>) -> Result<Movement> {
    let (at, delta) = (now(), delta(tx, entry).await?);
    let after = Column::Quantity.into_expr().add(delta);
    let mut update = stock_level::Entity::update_many()
        .col_expr(Column::LowSince, low_since(after.clone(), Column::MinQuantity.into_expr(), at))
        .col_expr(Column::Quantity, after.clone())
        .col_expr(Column::Seq, Column::Seq.into_expr().add(1))
        .col_expr(Column::UpdatedAt, Expr::value(at))
        .filter(Column::ProductId.eq(entry.product.id))
        .filter(after.clone().gte(0))
        .filter(after.lte(MAX_NUMBER));
    if let Change::To { seen, .. } = entry.change {
        update = update.filter(Column::Seq.eq(seen));
    }
    let booked = update.exec(tx).await?.rows_affected == 1;
    let level = level(tx, entry.product.id).await?;
    if !booked {
        return Err(refusal(entry, delta, &level));
    }
    let row = record(entry, &level, delta, at).insert(tx).await;
    // Of what a movement must be the only one of, a reversal alone has anything to do with whoever asks.
    let row = if entry.reverses.is_some() { row.on_unique(|| Code::AlreadyReversed.into())? } else { row? };
    if level.low_since == Some(at) {
        outbox::low(tx, entry.product, &level, Some(row.id)).await?;
    }
    Ok(row.of(entry.product, entry.by.name.clone()))
}

/// Sets the minimum at which a product is low, or none.
pub async fn watch(tx: &DatabaseTransaction, product: &product::Model, min: Option<i64>) -> Result<()> {
    let at = now();
    stock_level::Entity::update_many()
        .col_expr(Column::LowSince, low_since(Column::Quantity.into_expr(), Expr::value(min), at))
        .col_expr(Column::MinQuantity, Expr::value(min))
        .filter(Column::ProductId.eq(product.id))
        .exec(tx)
        .await?;
    let level = level(tx, product.id).await?;
    if level.low_since == Some(at) {
        outbox::low(tx, product, &level, None).await?;
    }
    Ok(())
}

/// What is on hand of a product.
pub async fn level(tx: &DatabaseTransaction, product: Uuid) -> Result<stock_level::Model> {
    Ok(stock_level::Entity::find_by_id(product).one(tx).await?.ok_or(Code::NotFound)?)
}

/// By how much. What was on hand at the number that was seen does not change any more: the guard asks for that number again.
async fn delta(tx: &DatabaseTransaction, entry: &Entry<'_>) -> Result<i64> {
    match entry.change {
        Change::By(delta) => Ok(delta),
        Change::To { counted, seen } => {
            let level = level(tx, entry.product.id).await?;
            let delta = counted - level.quantity;
            if level.seq == seen { Ok(delta) } else { Err(refusal(entry, delta, &level)) }
        }
    }
}

fn refusal(entry: &Entry, delta: i64, level: &stock_level::Model) -> Error {
    let (code, field, rule, limit) = match entry.change {
        Change::To { .. } => (Code::StockChanged, "seen_seq", Rule::Changed, level.quantity),
        Change::By(_) if delta < 0 => (Code::InsufficientStock, "quantity", Rule::NotEnough, level.quantity),
        Change::By(_) => (Code::Invalid, "quantity", Rule::TooBig, MAX_NUMBER),
    };
    let field = FieldError { field: field.into(), rule, limit: Some(limit) };
    Problem { fields: vec![field], ..code.into() }.into()
}

fn record(entry: &Entry, level: &stock_level::Model, delta: i64, at: Time) -> stock_movement::ActiveModel {
    stock_movement::ActiveModel {
        id: Set(Uuid::now_v7()),
        shop_id: Set(entry.product.shop_id),
        product_id: Set(entry.product.id),
        seq: Set(level.seq),
        kind: Set(entry.kind.name().into()),
        delta: Set(delta),
        balance_after: Set(level.quantity),
        note: Set(entry.note.trim().into()),
        reference: Set(entry.reference.trim().into()),
        reverses_id: Set(entry.reverses),
        actor_id: Set(entry.by.user),
        created_at: Set(at),
    }
}

/// Low begins when the quantity reaches the minimum, and ends when it is above it again.
pub(super) fn low_since(quantity: SimpleExpr, min: SimpleExpr, at: Time) -> SimpleExpr {
    let since = Func::coalesce([Column::LowSince.into_expr(), Expr::value(at)]);
    let nothing = Expr::value(None::<Time>);
    CaseStatement::new().case(min.clone().is_not_null().and(quantity.lte(min)), since).finally(nothing).into()
}
