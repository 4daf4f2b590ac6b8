//! The ledger. `book_all` is the only way in, for what is there from the start `open_all`: level and ledger change together or
//! not at all.
use super::{Transaction, audit::By, levels::Levels, now, outbox};
use crate::{
    entity::{product, stock_level, stock_movement},
    error::{OnUnique, Result},
};
use sea_orm::{EntityTrait, IntoActiveModel};
use shared::{
    Code, FieldError, Problem, Rule, Time,
    movement::{Kind, Movement},
    validate::MAX_NUMBER,
};
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
    /// By whom.
    pub by: &'a By,
    /// At which quantity it is low, if anybody watches.
    pub min: Option<i64>,
    /// What is on hand.
    pub quantity: i64,
}

/// Opens the levels of new products, at least one, with what is on hand. Nobody knows of them before the transaction ends, so
/// level and ledger are written as a booking would leave them. One that is low from the start has not become low. Tells the
/// levels.
pub async fn open_all(tx: &Transaction, reference: &str, new: &[Opening<'_>]) -> Result<Vec<stock_level::Model>> {
    let at = now();
    let (mut levels, mut rows) = (Vec::with_capacity(new.len()), Vec::new());
    for Opening { product, by, min, quantity } in new.iter().copied() {
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
        levels.push(level);
    }
    let begin = levels.iter().cloned().map(IntoActiveModel::into_active_model);
    stock_level::Entity::insert_many::<stock_level::ActiveModel, _>(begin).exec_without_returning(tx).await?;
    write(tx, rows).await?;
    Ok(levels)
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
/// not, the others are booked all the same; who wants all or none lets go of the transaction.
///
/// The levels are locked from the first statement on until the transaction ends, so there is no moment in which two takers see
/// the same last piece. Levels and ledger are written at once, however many movements there are.
///
/// # Errors
/// Of a movement: `insufficient_stock` when less than nothing would be left, `stock_changed` when it moved since it was
/// counted; both name the field and what there is. Of all: `already_reversed`.
pub async fn book_all(tx: &Transaction, entries: &[Entry<'_>]) -> Result<Vec<Refusable<Movement>>> {
    if entries.is_empty() {
        return Ok(Vec::new());
    }
    let (mut told, mut rows, mut low) = (Vec::with_capacity(entries.len()), Vec::new(), Vec::new());
    let mut levels = Levels::hold(tx, entries).await?;
    for entry in entries {
        told.push(levels.shift(entry).map(|(level, row)| {
            if level.low_since == Some(row.created_at) {
                low.push((entry.product, level, row.id));
            }
            rows.push(row.clone());
            row.of(entry.product, entry.by.name.clone())
        }));
    }
    levels.write(tx).await?;
    write(tx, rows).await?;
    for (product, level, movement) in &low {
        outbox::low(tx, product, level, Some(*movement)).await?;
    }
    Ok(told)
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

/// By how much.
pub(super) fn delta(entry: &Entry<'_>, level: &stock_level::Model) -> Refusable<i64> {
    match entry.change {
        Change::By(delta) => Ok(delta),
        Change::To { counted, seen } => {
            let delta = counted - level.quantity;
            if level.seq == seen { Ok(delta) } else { Err(refusal(entry, delta, level)) }
        }
    }
}

pub(super) fn refusal(entry: &Entry<'_>, delta: i64, level: &stock_level::Model) -> Problem {
    let (code, field, rule, limit) = match entry.change {
        Change::To { .. } => (Code::StockChanged, "seen_seq", Rule::Changed, level.quantity),
        Change::By(_) if delta < 0 => (Code::InsufficientStock, "quantity", Rule::NotEnough, level.quantity),
        Change::By(_) => (Code::Invalid, "quantity", Rule::TooBig, MAX_NUMBER),
    };
    let field = FieldError { field: field.into(), rule, limit: Some(limit) };
    Problem { fields: vec![field], ..code.into() }
}

/// The row of the ledger for a level that has moved.
pub(super) fn row(entry: &Entry, level: &stock_level::Model, delta: i64, at: Time) -> stock_movement::Model {
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
