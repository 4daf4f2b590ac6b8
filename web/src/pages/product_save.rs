//! Adds or edits a product, then sends its picture.
use super::product_merge::{self, Merged, Writing, changes, form_of};
use crate::{
    api::{self, Upload},
    components::{Clashes, Filled, Sent, send_picture},
};
use leptos::prelude::*;
use shared::{
    Problem,
    product::{NewProduct, Product, ProductPatch},
};
use uuid::Uuid;

/// What the form knows besides what is filled in.
#[derive(Clone, Copy)]
pub struct Known {
    /// The product as the form was opened with it, or as it was added: what differs is what the person has changed.
    opened: StoredValue<Option<Product>>,
    /// The same as the person has seen it last.
    seen: StoredValue<Option<Product>>,
    /// The name under which it is added, from the first time it is sent.
    key: StoredValue<Option<Uuid>>,
    /// Fields that somebody else has changed, too.
    pub clashes: Clashes,
    writing: Writing,
    /// How far the picture is.
    pub upload: Upload,
}

/// It is saved.
pub struct Saved {
    /// As it is now.
    pub product: Product,
    /// Somebody else's change was kept.
    pub is_merged: bool,
    /// What became of the picture.
    pub picture: Sent,
}

impl Known {
    /// Nothing was sent yet.
    pub fn new(product: Option<Product>, clashes: Clashes, writing: Writing, upload: Upload) -> Self {
        let (opened, seen) = (StoredValue::new(product.clone()), StoredValue::new(product));
        Self { opened, seen, key: StoredValue::new(None), clashes, writing, upload }
    }

    /// The product's, once it is there.
    pub fn id(self) -> Option<Uuid> {
        self.seen.with_value(|product| product.as_ref().map(|product| product.id))
    }
}

/// Saves. Nothing comes back where somebody else has changed the same fields.
pub async fn save(
    known: Known,
    new: NewProduct,
    given_up: Vec<&'static str>,
    filled: Filled,
) -> Result<Option<Saved>, Problem> {
    let Some((product, is_merged)) = (match known.opened.get_value() {
        Some(opened) => edit(known, &opened, &new, &given_up).await?,
        None => Some((add(known, &new).await?, false)),
    }) else {
        return Ok(None);
    };
    known.seen.try_set_value(Some(product.clone()));
    let path = api::product_picture(product.id);
    let picture = match send_picture(path, product.image.as_ref(), &filled, known.upload).await? {
        // One that was there and could not be kept cannot be put back.
        Sent::Changed(None) if product.image.is_some() => Sent::Nothing,
        sent => sent,
    };
    Ok(Some(Saved { product, is_merged, picture }))
}

async fn add(known: Known, new: &NewProduct) -> Result<Product, Problem> {
    let key = known.key.get_value().or_else(api::fresh_key);
    known.key.set_value(key);
    let product = api::add_product(new, key).await?;
    known.opened.try_set_value(Some(product.clone()));
    Ok(product)
}

async fn edit(
    known: Known,
    opened: &Product,
    new: &NewProduct,
    given_up: &[&'static str],
) -> Result<Option<(Product, bool)>, Problem> {
    let patch = changes(new, &form_of(opened), given_up);
    let seen = known.seen.get_value().unwrap_or_else(|| opened.clone());
    if patch == ProductPatch::default() {
        return Ok(Some((seen, false)));
    }
    match product_merge::save(&seen, &patch, known.writing).await? {
        Merged::Saved(product, is_merged) => Ok(Some((*product, is_merged))),
        Merged::Clashed(theirs, clashes) => {
            known.seen.try_set_value(Some(*theirs));
            // What both had changed before still wants to be chosen.
            known.clashes.0.try_update(|all| {
                all.retain(|clash| clashes.iter().all(|new| new.field != clash.field));
                all.extend(clashes);
            });
            Ok(None)
        }
    }
}
