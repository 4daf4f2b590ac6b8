//! Adding products: one, those of a sheet, or those that many people add at the same moment.
use super::{
    Db, Transaction,
    audit::{self, By},
    grams,
    group::Write,
    idempotency::{Answer, Key, once},
    ledger::{self, Opening, Refusable},
    now,
    products::{code_taken, edited_product, fields, filled},
    search::Keys,
};
use crate::{
    entity::product::{ActiveModel, Entity, Model},
    error::{OnUnique, Result},
};
use futures::future::BoxFuture;
use sea_orm::{EntityTrait, IntoActiveModel};
use shared::{
    Code,
    audit::Action,
    product::{NewProduct, Product},
};
use uuid::Uuid;

/// A product to be added.
pub struct New {
    /// Its row.
    pub product: Model,
    /// At which quantity it is low, if anybody watches.
    pub min: Option<i64>,
    /// What is on hand at the start.
    pub opening: i64,
}

impl New {
    /// A product of this shop.
    pub fn of(shop: Uuid, new: NewProduct) -> Self {
        let barcode = filled(new.barcode);
        let keys = Keys::of(&new.code, &new.name, barcode.as_deref());
        let at = now();
        let product = Model {
            id: Uuid::now_v7(),
            shop_id: shop,
            code: new.code.trim().into(),
            code_key: keys.code,
            barcode,
            name: new.name.trim().into(),
            name_key: keys.name,
            search_key: keys.search,
            description: new.description.trim().into(),
            price_minor: new.price_minor,
            unit: new.unit.trim().into(),
            image_key: None,
            is_public: new.is_public,
            version: 1,
            archived_at: None,
            created_at: at,
            updated_at: at,
        };
        Self { product, min: new.min_quantity, opening: new.opening_quantity }
    }
}

/// Adds a product; what is on hand at the start is booked like everything else.
pub async fn create(db: &Db, by: &By, new: NewProduct, key: Option<&Key>) -> Result<Answer<Product>> {
    let new = New::of(by.shop, new);
    once(db, key, 201, async |tx| Ok(insert_all(tx, "", &[(by, &new)]).await?.pop().ok_or(Code::Internal)?)).await
}

/// Adds products, at least one, within a transaction. Their opening movements carry the reference.
///
/// # Errors
/// `code_taken` for all of them when one has a code that is taken.
pub async fn insert_all(tx: &Transaction, reference: &str, new: &[(&By, &New)]) -> Result<Vec<Product>> {
    let rows = new.iter().map(|(_, one)| one.product.clone().into_active_model());
    let added = Entity::insert_many::<ActiveModel, _>(rows).exec_without_returning(tx);
    added.await.on_unique(code_taken)?;
    grams::put(tx, new.iter().map(|(_, one)| (one.product.id, &*one.product.search_key))).await?;
    let openings: Vec<_> = new
        .iter()
        .map(|(by, one)| Opening { product: &one.product, by, min: one.min, quantity: one.opening })
        .collect();
    let levels = ledger::open_all(tx, reference, &openings).await?;
    let created = new.iter().map(|(by, one)| {
        (*by, Action::Create, edited_product(&one.product), audit::filled(&fields(&one.product, one.min)))
    });
    audit::record_all(tx, created).await?;
    Ok(new.iter().zip(&levels).map(|((_, one), level)| one.product.clone().with(level)).collect())
}

/// A product that somebody adds while others add theirs.
pub struct Add {
    by: By,
    new: New,
}

impl Add {
    /// What somebody wants to be added.
    pub fn of(by: By, new: NewProduct) -> Self {
        Self { new: New::of(by.shop, new), by }
    }
}

impl Write for Add {
    type Done = Product;

    fn all<'a>(tx: &'a Transaction, jobs: &'a [&'a Self]) -> BoxFuture<'a, Result<Vec<Refusable<Product>>>> {
        Box::pin(async move {
            let new: Vec<_> = jobs.iter().map(|job| (&job.by, &job.new)).collect();
            Ok(insert_all(tx, "", &new).await?.into_iter().map(Ok).collect())
        })
    }
}
