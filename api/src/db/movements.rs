//! Taking, bringing, counting, undoing; and the journal of it. All of it is booked by `ledger::book`, which is `book_all` for one.
use super::{
    Db, Transaction,
    audit::By,
    idempotency::{Answer, Key, once},
    ledger::{Change, Entry, book},
    products,
};
use crate::{
    entity::stock_movement::{Column, Entity},
    error::Result,
};
use sea_orm::{ColumnTrait, QueryFilter};
use shared::{
    Code,
    movement::{Kind, Line, Movement, NewMovement},
};
use uuid::Uuid;

const CREATED: u16 = 201;

/// Takes from, brings to or counts one product of a shop.
pub async fn create(db: &Db, by: &By, product: Uuid, new: NewMovement, key: Option<&Key>) -> Result<Answer<Movement>> {
    let line = new.of(product);
    once(db, key, CREATED, async |tx| {
        let product = products::in_use(tx, by.shop, product).await?;
        book(tx, &entry(&line, &product, by)).await
    })
    .await
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
