//! One change to many products: all of them or none.
use super::{Db, Transaction, audit::By, products};
use crate::{entity::product::Model, error::Result};
use shared::{
    Code, FieldError, Problem, Rule,
    product::ProductPatch,
    product_bulk::{BulkDone, ProductBulk, ProductSet},
};
use std::collections::HashMap;
use uuid::Uuid;

/// Changes them all.
///
/// # Errors
/// Names every product that is not there or is archived, not just the first.
pub async fn update(db: &Db, by: &By, bulk: ProductBulk) -> Result<BulkDone> {
    let tx = db.begin().await?;
    let found = products::hold_all(&tx, by.shop, &bulk.ids).await?;
    check(&bulk, &found)?;
    let mut rows: Vec<Model> = found.into_values().collect();
    // In one order, so that no two changes ever wait for each other.
    rows.sort_by_key(|row| row.id);
    let changed = rows.len() as u64;
    for row in rows {
        change(&tx, by, row, &bulk.set).await?;
    }
    tx.commit().await?;
    Ok(BulkDone { changed })
}

async fn change(tx: &Transaction, by: &By, mut row: Model, set: &ProductSet) -> Result<()> {
    let patch = set.patch();
    if set.archived == Some(false) {
        row = products::set_archived(tx, by, row, false).await?;
    }
    if patch != ProductPatch::default() {
        row = products::change(tx, by, row, patch).await?;
    }
    if set.archived == Some(true) {
        products::set_archived(tx, by, row, true).await?;
    }
    Ok(())
}

/// What is archived is not edited; it may be taken into use again, or stay where it is.
fn check(bulk: &ProductBulk, found: &HashMap<Uuid, Model>) -> Result<()> {
    let is_edit = bulk.set.patch() != ProductPatch::default();
    let wrong = |id: &Uuid| match found.get(id) {
        None => Some(Rule::NotFound),
        Some(row) if row.archived_at.is_some() && is_edit && bulk.set.archived != Some(false) => Some(Rule::Archived),
        Some(_) => None,
    };
    let wrong: Vec<_> = bulk.ids.iter().enumerate().filter_map(|(at, id)| Some((at, wrong(id)?))).collect();
    if wrong.is_empty() {
        return Ok(());
    }
    let code = if wrong.iter().any(|(_, rule)| *rule == Rule::NotFound) { Code::Invalid } else { Code::Archived };
    let field = |(at, rule)| FieldError { field: format!("ids[{at}]"), rule, limit: None };
    Err(Problem { fields: wrong.into_iter().map(field).collect(), ..code.into() }.into())
}
