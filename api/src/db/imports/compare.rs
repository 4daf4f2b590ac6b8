//! What a row means for the shop as it is now. All that can be refused is refused here, before anything is written.
use super::Import;
use crate::{
    db::{Transaction, audit, ledger::Change as Booking, now, product_new::New, products},
    entity::{
        product::{ActiveModel, Column, Entity, Model},
        stock_level,
    },
    error::Result,
    sheet::row::Entry,
};
use sea_orm::{ColumnTrait, ConnectionTrait, DbBackend, QueryFilter, QuerySelect, TryIntoModel};
use shared::{
    Rule,
    audit::Change,
    import::{CellError, Stock},
    sheet::Field,
};
use std::collections::HashMap;
use uuid::Uuid;

/// A row and what it means.
pub struct Compared {
    pub entry: Entry,
    pub step: Step,
}

/// What has to be done for a row.
pub enum Step {
    Add(Box<New>),
    Change(Box<Edit>),
    Same,
    Wrong(Vec<CellError>),
}

/// A product to be changed.
pub struct Edit {
    pub old: Model,
    /// The row as it will be, when there is something to change in it.
    pub row: Option<ActiveModel>,
    /// The minimum as it will be, when that changes.
    // Nothing to change is not the same as nothing to watch.
    #[allow(clippy::option_option)]
    pub min: Option<Option<i64>>,
    /// What was counted, when that differs.
    pub count: Option<Booking>,
    /// Out of use or into it, when that changes.
    pub archived: Option<bool>,
    /// What changes in the fields of the product.
    pub changes: Vec<Change>,
    /// What changes beside them.
    pub others: Vec<Change>,
}

/// Until the transaction ends, nobody else edits the products that these rows name.
pub async fn hold(tx: &Transaction, import: &Import, entries: &[Entry]) -> Result<()> {
    // There is one writer.
    if tx.get_database_backend() == DbBackend::Sqlite {
        return Ok(());
    }
    let keys = entries.iter().map(|entry| entry.row.key.as_str());
    let named = Entity::of(import.by.shop).filter(Column::CodeKey.is_in(keys)).select_only().column(Column::Id);
    let ids = named.into_tuple::<Uuid>().all(tx).await?;
    products::hold_all(tx, import.by.shop, &ids).await?;
    Ok(())
}

/// Looks the products of all rows up at once.
pub async fn compare(db: &impl ConnectionTrait, import: &Import, entries: Vec<Entry>) -> Result<Vec<Compared>> {
    let keys = entries.iter().map(|entry| entry.row.key.as_str());
    let select = Entity::of(import.by.shop).filter(Column::CodeKey.is_in(keys));
    let found = select.find_also_related(stock_level::Entity).all(db).await?;
    let mut found: HashMap<_, _> = found.into_iter().map(|(row, level)| (row.code_key.clone(), (row, level))).collect();
    let rows = entries.into_iter().map(|entry| {
        let step = match found.remove(&entry.row.key) {
            Some((old, Some(level))) if entry.errors.is_empty() => edit(import, &entry, old, &level)?,
            Some(_) => Step::Wrong(entry.errors.clone()),
            None => add(import, &entry),
        };
        Ok(Compared { entry, step })
    });
    rows.collect()
}

fn add(import: &Import, entry: &Entry) -> Step {
    let (new, mut errors) = (entry.row.new_product(), entry.errors.clone());
    // The row before that named the same code may be the one that adds it.
    let is_repeated = errors.iter().any(|error| error.rule == Rule::Repeated);
    if new.name.is_empty() && !is_repeated {
        errors.push(import.sheet.error(Field::Name, Rule::Required, None));
    }
    if !errors.is_empty() {
        return Step::Wrong(errors);
    }
    let mut new = New::of(import.by.shop, new);
    new.product.archived_at = (entry.row.archived == Some(true)).then(now);
    Step::Add(Box::new(new))
}

fn edit(import: &Import, entry: &Entry, old: Model, level: &stock_level::Model) -> Result<Step> {
    let said = &entry.row;
    let was_archived = old.archived_at.is_some();
    let min = said.patch.min_quantity.filter(|min| *min != level.min_quantity);
    let row = products::edited(old.clone(), said.patch.clone());
    let after = row.clone().try_into_model()?;
    let before = products::fields(&old, level.min_quantity);
    let changes = audit::changes(&before, &products::fields(&after, min.unwrap_or(level.min_quantity)));
    let counted = said.quantity.filter(|counted| import.query.stock == Stock::Count && *counted != level.quantity);
    let count = counted.map(|counted| Booking::To { counted, seen: level.seq });
    let archived = said.archived.filter(|archived| *archived != was_archived);
    let is_same = changes.is_empty() && count.is_none() && archived.is_none();
    // Who names an archived product has to take it into use; to say that it is archived is no edit of it.
    if was_archived && said.archived != Some(false) && !(is_same && said.archived == Some(true)) {
        return Ok(Step::Wrong(vec![import.sheet.error(Field::Code, Rule::Archived, None)]));
    }
    if is_same {
        return Ok(Step::Same);
    }
    let mut others = Vec::new();
    others.extend(counted.map(|counted| other("quantity", level.quantity.to_string(), counted.to_string())));
    others.extend(archived.map(|archived| other("archived", was_archived.to_string(), archived.to_string())));
    let row = (!changes.is_empty()).then_some(row);
    Ok(Step::Change(Box::new(Edit { old, row, min, count, archived, changes, others })))
}

fn other(field: &str, old: String, new: String) -> Change {
    Change { field: field.into(), old: Some(old), new: Some(new) }
}
