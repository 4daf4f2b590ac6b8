//! Writing what the rows mean. New products go in together; every quantity is booked by the ledger.
use super::{
    Import,
    compare::{Compared, Edit, Step},
};
use crate::{
    db::{
        Transaction, audit, grams,
        ledger::{self, Entry},
        levels,
        product_new::{self, New},
        products,
    },
    error::{OnUnique, Result},
};
use sea_orm::ActiveModelTrait;
use shared::{audit::Action, movement::Kind};

/// Does what the rows of a batch need.
pub async fn write(tx: &Transaction, import: &Import, rows: Vec<Compared>) -> Result<()> {
    let (mut new, mut edits) = (Vec::new(), Vec::new());
    for row in rows {
        match row.step {
            Step::Add(one) => new.push(*one),
            Step::Change(one) => edits.push(*one),
            Step::Same | Step::Wrong(_) => {}
        }
    }
    if !new.is_empty() {
        add(tx, import, &new).await?;
    }
    for edit in &edits {
        change(tx, import, edit).await?;
    }
    let edited = edits
        .iter()
        .map(|edit| (&import.by, Action::Update, products::edited_product(&edit.old), edit.changes.clone()));
    audit::record_all(tx, edited).await
}

async fn add(tx: &Transaction, import: &Import, new: &[New]) -> Result<()> {
    let all: Vec<_> = new.iter().map(|one| (&import.by, one)).collect();
    product_new::insert_all(tx, &reference(import), &all).await?;
    let archived = new.iter().filter(|one| one.product.archived_at.is_some());
    let archived =
        archived.map(|one| (&import.by, Action::Archive, products::edited_product(&one.product), Vec::new()));
    audit::record_all(tx, archived).await
}

async fn change(tx: &Transaction, import: &Import, edit: &Edit) -> Result<()> {
    if edit.archived == Some(false) {
        products::set_archived(tx, &import.by, edit.old.clone(), false).await?;
    }
    let product = match &edit.row {
        Some(row) => &row.clone().update(tx).await.on_unique(products::code_taken)?,
        None => &edit.old,
    };
    if product.search_key != edit.old.search_key {
        grams::put(tx, [(product.id, &*product.search_key)]).await?;
    }
    if let Some(min) = edit.min {
        levels::watch(tx, product, min).await?;
    }
    if let Some(count) = edit.count {
        let entry = Entry::new(product, &import.by, Kind::Count, count);
        ledger::book(tx, &Entry { reference: &reference(import), ..entry }).await?;
    }
    if edit.archived == Some(true) {
        products::set_archived(tx, &import.by, edit.old.clone(), true).await?;
    }
    Ok(())
}

/// What its movements carry.
fn reference(import: &Import) -> String {
    format!("import {}", import.id)
}
