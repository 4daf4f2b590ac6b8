//! Taking, bringing, counting, undoing; and the journal of it. All of it is booked by `ledger::book`, which is `book_all` for one.
use super::{
    Db, Transaction,
    audit::By,
    group::Write,
    idempotency::{Answer, Key, once},
    ledger::{Change, Entry, Refusable, book, book_all},
    products,
};
use crate::{
    entity::{
        product::Model,
        stock_movement::{Column, Entity},
    },
    error::Result,
};
use futures::future::BoxFuture;
use sea_orm::{ColumnTrait, QueryFilter};
use shared::{
    Code,
    movement::{Kind, Line, Movement, NewMovement},
};
use std::collections::HashMap;
use uuid::Uuid;

const CREATED: u16 = 201;

/// Takes from, brings to or counts one product of a shop.
pub async fn create(db: &Db, by: &By, product: Uuid, new: NewMovement, key: Option<&Key>) -> Result<Answer<Movement>> {
    let one = Take::of(by.clone(), product, new);
    once(db, key, CREATED, async |tx| Ok(take_all(tx, &[&one]).await?.pop().ok_or(Code::Internal)??)).await
}

/// What somebody takes, brings or counts while others do so, too.
pub struct Take {
    by: By,
    line: Line,
}

impl Take {
    /// Of one product.
    pub fn of(by: By, product: Uuid, new: NewMovement) -> Self {
        Self { by, line: new.of(product) }
    }

    /// The entry that is asked for, if there is such a product to be had.
    fn entry<'a>(&'a self, found: &'a HashMap<Uuid, Model>) -> Refusable<Entry<'a>> {
        let product = found.get(&self.line.product_id).filter(|product| product.shop_id == self.by.shop);
        match product.ok_or(Code::NotFound)? {
            product if product.archived_at.is_some() => Err(Code::Archived.into()),
            product => Ok(entry(&self.line, product, &self.by)),
        }
    }
}

impl Write for Take {
    type Done = Movement;

    fn all<'a>(tx: &'a Transaction, jobs: &'a [&'a Self]) -> BoxFuture<'a, Result<Vec<Refusable<Movement>>>> {
        Box::pin(take_all(tx, jobs))
    }
}

/// Books each that can be booked, in their order.
async fn take_all(tx: &Transaction, takes: &[&Take]) -> Result<Vec<Refusable<Movement>>> {
    let ids: Vec<Uuid> = takes.iter().map(|take| take.line.product_id).collect();
    let found = products::find_each(tx, &ids).await?;
    let entries: Vec<Refusable<_>> = takes.iter().map(|take| take.entry(&found)).collect();
    let sound: Vec<_> = entries.iter().filter_map(|entry| entry.as_ref().ok().copied()).collect();
    let mut booked = book_all(tx, &sound).await?.into_iter();
    // Each that is sound has its answer, in the same order.
    Ok(entries
        .into_iter()
        .map(|entry| entry.and_then(|_| booked.next().unwrap_or_else(|| Err(Code::Internal.into()))))
        .collect())
}

/// The entry that a line asks for.
pub(super) fn entry<'a>(line: &'a Line, product: &'a crate::entity::product::Model, by: &'a By) -> Entry<'a> {
    let change = match line.seen_seq {
        Some(seen) => Change::To { counted: line.quantity, seen },
        None => Change::By(line.kind.delta(line.quantity)),
    };
    Entry { note: &line.note, reference: &line.reference, ..Entry::new(product, by, line.kind, change) }
}

/// Undoes a movement by another one; nothing is edited.
pub async fn reverse(db: &Db, by: &By, id: Uuid, key: Option<&Key>) -> Result<Answer<Movement>> {
    once(db, key, CREATED, async |tx| reversal(tx, by, id).await).await
}

async fn reversal(tx: &Transaction, by: &By, id: Uuid) -> Result<Movement> {
    let wrong = Entity::of(by.shop).filter(Column::Id.eq(id)).one(tx).await?.ok_or(Code::NotFound)?;
    if wrong.kind == Kind::Reversal.name() || wrong.delta == 0 {
        return Err(Code::NotReversible.into());
    }
    let product = products::in_use(tx, by.shop, wrong.product_id).await?;
    // Asked before booking, so that what was undone long ago is not refused for want of stock.
    if Entity::of(by.shop).filter(Column::ReversesId.eq(id)).one(tx).await?.is_some() {
        return Err(Code::AlreadyReversed.into());
    }
    let undone = Entry::new(&product, by, Kind::Reversal, Change::By(-wrong.delta));
    book(tx, &Entry { reverses: Some(id), reference: &wrong.reference, ..undone }).await
}
