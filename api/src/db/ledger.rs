//! The ledger. `book_all` is the only way in, for what is there from the start `open_all`: level and ledger change together or
//! not at all.
use super::{Transaction, audit::By, now, outbox};
use crate::{
    entity::{product, stock_level, stock_movement},
    error::{Error, OnUnique, Result},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, ExprTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect, UpdateMany,
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

/// A movement that was booked, or why it could not be.
pub type Refusable<T> = std::result::Result<T, Problem>;

impl<'a> Entry<'a> {
    /// A movement without words.
    pub fn new(product: &'a product::Model, by: &'a By, kind: Kind, change: Change) -> Self {
        Self { product, by, kind, change, note: "", reference: "", reverses: None }
    }
}

/// A new product, as its stock begins.
#[derive(Clone, Copy)]
pub struct Opening<'a> {
    /// Which one.
    pub product: &'a product::Model,
    /// At which quantity it is low, if anybody watches.
    pub min: Option<i64>,
    /// What is on hand.
    pub quantity: i64,
}

/// Opens the levels of new products, at least one, with what is on hand. Nobody knows of them before the transaction ends, so
/// level and ledger are written as a booking would leave them. One that is low from the start has not become low.
pub async fn open_all(tx: &Transaction, by: &By, reference: &str, new: &[Opening<'_>]) -> Result<()> {
    let at = now();
    let (mut levels, mut rows) = (Vec::with_capacity(new.len()), Vec::new());
    for Opening { product, min, quantity } in new.iter().copied() {
        let level = stock_level::Model {
            product_id: product.id,
            quantity,
            seq: i64::from(quantity > 0),
            min_quantity: min,
            low_since: min.filter(|min| quantity <= *min).map(|_| at),
            updated_at: at,
        };
        if quantity > 0 {
            let entry = Entry { reference, ..Entry::new(product, by, Kind::Opening, Change::By(quantity)) };
            rows.push(row(&entry, &level, quantity, at));
        }
        levels.push(level.into_active_model());
    }
    stock_level::Entity::insert_many::<stock_level::ActiveModel, _>(levels).exec_without_returning(tx).await?;
    write(tx, rows).await
}

/// Books one movement inside the caller's transaction.
///
/// # Errors
/// What `book_all` tells of it.
pub async fn book(tx: &Transaction, entry: &Entry<'_>) -> Result<Movement> {
    let mut booked = book_all(tx, std::slice::from_ref(entry)).await?;
    // One comes back for each that goes in.
    Ok(booked.pop().ok_or(Code::Internal)??)
}

/// Books movements inside the caller's transaction, in this order, and tells of each whether it could be. With one that could
/// not, the caller lets go of the transaction.
///
/// One guarded statement for each decides, so there is no moment in which two takers see the same last piece. A level stays
/// locked from there until the transaction ends. The ledger gets all rows at once.
///
/// # Errors
/// Of a movement: `insufficient_stock` when less than nothing would be left, `stock_changed` when it moved since it was
/// counted; both name the field and what there is. Of all: `already_reversed`.
pub async fn book_all(tx: &Transaction, entries: &[Entry<'_>]) -> Result<Vec<Refusable<Movement>>> {
    let (mut told, mut rows, mut low) = (Vec::with_capacity(entries.len()), Vec::new(), Vec::new());
    for entry in entries {
        match shift(tx, entry).await {
            Ok((level, row)) => {
                if level.low_since == Some(row.created_at) {
                    low.push((entry.product, level, row.id));
                }
                told.push(Ok(row.clone().of(entry.product, entry.by.name.clone())));
                rows.push(row);
            }
            Err(Error::Refused(problem)) => told.push(Err(problem)),
            Err(fault) => return Err(fault),
        }
    }
    write(tx, rows).await?;
    for (product, level, movement) in &low {
        outbox::low(tx, product, level, Some(*movement)).await?;
    }
    Ok(told)
}

/// Moves the level, and tells the row that the ledger must get.
async fn shift(tx: &Transaction, entry: &Entry<'_>) -> Result<(stock_level::Model, stock_movement::Model)> {
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
    match changed(tx, update, entry.product.id).await? {
        Some(level) => {
            let row = row(entry, &level, delta, at);
            Ok((level, row))
        }
        None => Err(refusal(entry, delta, &level(tx, entry.product.id).await?)),
    }
}

/// Adds rows to the ledger.
async fn write(tx: &Transaction, rows: Vec<stock_movement::Model>) -> Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let reverses = rows.iter().any(|row| row.reverses_id.is_some());
    let rows = rows.into_iter().map(IntoActiveModel::into_active_model);
    let written =
        stock_movement::Entity::insert_many::<stock_movement::ActiveModel, _>(rows).exec_without_returning(tx);
    // Of what a movement must be the only one of, a reversal alone has anything to do with whoever asks.
    if reverses {
        written.await.on_unique(|| Code::AlreadyReversed.into())?
    } else {
        written.await?
    };
    Ok(())
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
    let levels = stock_level::Entity::find().filter(Column::ProductId.is_in(products.iter().copied()));
    levels.order_by_asc(Column::ProductId).lock_exclusive().all(tx).await?;
    Ok(())
}

/// What is on hand of a product.
pub async fn level(tx: &Transaction, product: Uuid) -> Result<stock_level::Model> {
    Ok(stock_level::Entity::find_by_id(product).one(tx).await?.ok_or(Code::NotFound)?)
}

/// By how much. What was on hand at the number that was seen does not change any more: the guard asks for that number again.
async fn delta(tx: &Transaction, entry: &Entry<'_>) -> Result<i64> {
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

fn row(entry: &Entry, level: &stock_level::Model, delta: i64, at: Time) -> stock_movement::Model {
    stock_movement::Model {
        id: Uuid::now_v7(),
        shop_id: entry.product.shop_id,
        product_id: entry.product.id,
        seq: level.seq,
        kind: entry.kind.name().into(),
        delta,
        balance_after: level.quantity,
        note: entry.note.trim().into(),
        reference: entry.reference.trim().into(),
        reverses_id: entry.reverses,
        actor_id: entry.by.user,
        created_at: at,
    }
}

/// Low begins when the quantity reaches the minimum, and ends when it is above it again.
pub(super) fn low_since(quantity: SimpleExpr, min: SimpleExpr, at: Time) -> SimpleExpr {
    let since = Func::coalesce([Column::LowSince.into_expr(), Expr::value(at)]);
    let nothing = Expr::value(None::<Time>);
    CaseStatement::new().case(min.clone().is_not_null().and(quantity.lte(min)), since).finally(nothing).into()
}
