//! The products of a shop.
use super::{
    Db, Transaction,
    audit::{self, By, Edited, Fields},
    grams, levels, now,
    product_listed::Listed,
    product_scope::{name_of, scope, short},
    search::{Keys, Search},
};
use crate::{
    entity::{
        product::{ActiveModel, Column, Entity, Model},
        stock_level,
    },
    error::{OnUnique, Result},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder, QuerySelect, Select,
};
use shared::{
    Code, FieldError, Page, Problem, Rule,
    audit::{Action, Subject},
    page::clamp,
    product::{Product, ProductPatch, ProductQuery},
};
use std::collections::HashMap;
use uuid::Uuid;

/// The products that are looked for, a page of them.
pub async fn list(db: &Db, shop: Uuid, query: &ProductQuery) -> Result<Page<Product>> {
    page(db, shop, query, clamp(query.limit)).await
}

/// The same with as many products a page as our own code wants.
pub(super) async fn page(db: &Db, shop: Uuid, query: &ProductQuery, limit: u64) -> Result<Page<Product>> {
    let short = query.stock.map(|stock| short(db, stock));
    let list = name_of(query);
    let search = Search::new((&list, shop), scope(shop, query), query.q.as_deref(), query.sort)
        .at(query.cursor.as_deref(), limit)
        .among(short);
    let total = if query.include_total { Some(search.count(db).await?) } else { None };
    let rows = Listed::of(search.window(db).await?).all(&db.read).await?;
    let page = search.page(&db.cursors, rows, Listed::keys, |row| Some(row.product));
    Ok(Page { total, ..page })
}

/// One product.
pub async fn get(db: &impl ConnectionTrait, shop: Uuid, id: Uuid) -> Result<Product> {
    let row = Entity::of(shop).filter(Column::Id.eq(id)).find_also_related(stock_level::Entity).one(db).await?;
    let (row, level) = row.ok_or(Code::NotFound)?;
    Ok(row.with(&level.ok_or(Code::NotFound)?))
}

/// Edits a product that is at this version still.
pub async fn update(db: &Db, by: &By, id: Uuid, version: Option<i64>, patch: ProductPatch) -> Result<Product> {
    let tx = db.begin().await?;
    let old = hold_in_use(&tx, by.shop, id, version).await?;
    change(&tx, by, old, patch).await?;
    let product = get(&tx, by.shop, id).await?;
    tx.commit().await?;
    Ok(product)
}

/// Edits a product within a transaction.
pub async fn change(tx: &Transaction, by: &By, old: Model, patch: ProductPatch) -> Result<Model> {
    let min = levels::level(tx, old.id).await?.min_quantity;
    let new_min = patch.min_quantity.unwrap_or(min);
    let (before, found_by) = (fields(&old, min), old.search_key.clone());
    let row = edited(old, patch).update(tx).await.on_unique(code_taken)?;
    if row.search_key != found_by {
        grams::put(tx, [(row.id, &*row.search_key)]).await?;
    }
    if new_min != min {
        levels::watch(tx, &row, new_min).await?;
    }
    let changes = audit::changes(&before, &fields(&row, new_min));
    audit::record(tx, by, Action::Update, edited_product(&row), changes).await?;
    Ok(row)
}

/// The row of a product once it is edited.
pub(super) fn edited(old: Model, patch: ProductPatch) -> ActiveModel {
    let code = patch.code.unwrap_or(old.code.clone());
    let name = patch.name.unwrap_or(old.name.clone());
    let barcode = patch.barcode.map_or(old.barcode.clone(), filled);
    let keys = Keys::of(&code, &name, barcode.as_deref());
    let mut row = bumped(&old);
    row.code = Set(code.trim().into());
    row.code_key = Set(keys.code);
    row.barcode = Set(barcode);
    row.name = Set(name.trim().into());
    row.name_key = Set(keys.name);
    row.search_key = Set(keys.search);
    row.description = Set(patch.description.unwrap_or(old.description).trim().into());
    row.price_minor = Set(patch.price_minor.unwrap_or(old.price_minor));
    row.unit = Set(patch.unit.unwrap_or(old.unit).trim().into());
    row.is_public = Set(patch.is_public.unwrap_or(old.is_public));
    row
}

/// Takes a product out of use; its journal stays.
pub async fn archive(db: &Db, by: &By, id: Uuid, version: Option<i64>) -> Result<()> {
    let tx = db.begin().await?;
    let old = hold_in_use(&tx, by.shop, id, version).await?;
    set_archived(&tx, by, old, true).await?;
    Ok(tx.commit().await?)
}

/// Takes a product into use again; nothing changes for one that is.
pub async fn restore(db: &Db, by: &By, id: Uuid) -> Result<Product> {
    let tx = db.begin().await?;
    let old = hold(&tx, by.shop, id).await?;
    set_archived(&tx, by, old, false).await?;
    let product = get(&tx, by.shop, id).await?;
    tx.commit().await?;
    Ok(product)
}

/// Takes a product out of use or into it; nothing happens to one that is there already.
pub async fn set_archived(tx: &Transaction, by: &By, old: Model, archived: bool) -> Result<Model> {
    if old.archived_at.is_some() == archived {
        return Ok(old);
    }
    let mut row = bumped(&old);
    row.archived_at = Set(archived.then(now));
    let row = row.update(tx).await?;
    let action = if archived { Action::Archive } else { Action::Restore };
    audit::record(tx, by, action, edited_product(&row), Vec::new()).await?;
    Ok(row)
}

/// Gives a product its picture, or none; also tells the key of the one before.
pub async fn set_image(db: &Db, by: &By, id: Uuid, key: Option<String>) -> Result<(Product, Option<String>)> {
    let tx = db.begin().await?;
    let old = hold_in_use(&tx, by.shop, id, None).await?;
    let mut row = bumped(&old);
    row.image_key = Set(key.clone());
    row.update(&tx).await?;
    let changes = audit::changes(&vec![("image", old.image_key.clone())], &vec![("image", key)]);
    audit::record(&tx, by, Action::Update, edited_product(&old), changes).await?;
    let product = get(&tx, by.shop, id).await?;
    tx.commit().await?;
    Ok((product, old.image_key))
}

/// What the audit trail says of a product.
pub(super) fn fields(row: &Model, min: Option<i64>) -> Fields {
    vec![
        ("code", Some(row.code.clone())),
        ("name", Some(row.name.clone())),
        ("barcode", row.barcode.clone()),
        ("description", Some(row.description.clone())),
        ("price_minor", Some(row.price_minor.to_string())),
        ("unit", Some(row.unit.clone())),
        ("min_quantity", min.map(|min| min.to_string())),
        ("is_public", Some(row.is_public.to_string())),
    ]
}

pub(super) fn edited_product(row: &Model) -> Edited<'_> {
    Edited { subject: Subject::Product, id: row.id, name: &row.name }
}

/// Refuses what is not there or archived.
pub(super) async fn in_use(db: &impl ConnectionTrait, shop: Uuid, id: Uuid) -> Result<Model> {
    used(find(db, shop, id).await?)
}

/// The same for an edit, also refusing what is not at the version that was read. Until the transaction ends, nobody else edits
/// the product.
async fn hold_in_use(tx: &Transaction, shop: Uuid, id: Uuid, version: Option<i64>) -> Result<Model> {
    let row = hold(tx, shop, id).await?;
    if version.is_some_and(|version| version != row.version) {
        return Err(Code::Stale.into());
    }
    used(row)
}

fn used(row: Model) -> Result<Model> {
    if row.archived_at.is_some() { Err(Code::Archived.into()) } else { Ok(row) }
}

/// The rows of those of these products that are of this shop.
pub(super) async fn find_all(db: &impl ConnectionTrait, shop: Uuid, ids: &[Uuid]) -> Result<HashMap<Uuid, Model>> {
    Ok(of_shop(shop, these(ids).all(db).await?))
}

/// The rows of these products, of whatever shop they are.
pub(super) async fn find_each(db: &impl ConnectionTrait, ids: &[Uuid]) -> Result<HashMap<Uuid, Model>> {
    Ok(these(ids).all(db).await?.into_iter().map(|row| (row.id, row)).collect())
}

/// The same for edits: until the transaction ends, nobody else edits them. They are taken in one order, so that no two who do
/// so ever wait for each other.
pub(super) async fn hold_all(tx: &Transaction, shop: Uuid, ids: &[Uuid]) -> Result<HashMap<Uuid, Model>> {
    levels::hold(tx, ids).await?;
    Ok(of_shop(shop, these(ids).order_by_asc(Column::Id).lock_exclusive().all(tx).await?))
}

/// The shop is asked for afterwards: with it, SQLite reads all products of the shop.
fn these(ids: &[Uuid]) -> Select<Entity> {
    Entity::find().filter(Column::Id.is_in(ids.iter().copied()))
}

fn of_shop(shop: Uuid, rows: Vec<Model>) -> HashMap<Uuid, Model> {
    rows.into_iter().filter(|row| row.shop_id == shop).map(|row| (row.id, row)).collect()
}

async fn hold(tx: &Transaction, shop: Uuid, id: Uuid) -> Result<Model> {
    Ok(hold_all(tx, shop, &[id]).await?.remove(&id).ok_or(Code::NotFound)?)
}

/// The row of a product of this shop.
pub(super) async fn find(db: &impl ConnectionTrait, shop: Uuid, id: Uuid) -> Result<Model> {
    Ok(Entity::of(shop).filter(Column::Id.eq(id)).one(db).await?.ok_or(Code::NotFound)?)
}

fn bumped(old: &Model) -> ActiveModel {
    let version = old.version + 1;
    let mut row = old.clone().into_active_model();
    row.version = Set(version);
    row.updated_at = Set(now());
    row
}

pub(super) fn filled(text: Option<String>) -> Option<String> {
    text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

pub(super) fn code_taken() -> Problem {
    let field = FieldError { field: "code".into(), rule: Rule::Taken, limit: None };
    Problem { fields: vec![field], ..Code::CodeTaken.into() }
}
