//! What a person has changed in a product, and what somebody else has changed meanwhile.
use crate::{
    api::{self, Result},
    components::Clash,
    i18n::Lang,
};
use shared::{
    Code, Problem,
    product::{NewProduct, Product, ProductPatch},
};

/// How an edit that was overtaken ended.
pub enum Merged {
    /// It is saved; somebody else's change too, where this says so.
    Saved(Box<Product>, bool),
    /// Both have changed the same fields. The product is what the other person has made of it.
    Clashed(Box<Product>, Vec<Clash>),
}

/// How values are written, to be compared and shown.
#[derive(Clone, Copy)]
pub struct Writing {
    /// The language.
    pub lang: Lang,
    /// Decimals of the price.
    pub decimals: u32,
}

/// A product as its form has it.
pub fn form_of(product: &Product) -> NewProduct {
    NewProduct {
        code: product.code.clone(),
        name: product.name.clone(),
        barcode: product.barcode.clone(),
        // As a field of several lines gives it back.
        description: product.description.replace("\r\n", "\n").trim().to_owned(),
        price_minor: product.price_minor,
        unit: product.unit.clone(),
        min_quantity: product.min_quantity,
        is_public: product.is_public,
        opening_quantity: 0,
    }
}

/// What differs, without the fields that were given up.
pub fn changes(new: &NewProduct, old: &NewProduct, given_up: &[&str]) -> ProductPatch {
    let is_kept = |field: &str| !given_up.contains(&field);
    ProductPatch {
        code: (new.code != old.code && is_kept("code")).then(|| new.code.clone()),
        name: (new.name != old.name && is_kept("name")).then(|| new.name.clone()),
        barcode: (new.barcode != old.barcode && is_kept("barcode")).then(|| new.barcode.clone()),
        description: (new.description != old.description && is_kept("description")).then(|| new.description.clone()),
        price_minor: (new.price_minor != old.price_minor && is_kept("price_minor")).then_some(new.price_minor),
        unit: (new.unit != old.unit && is_kept("unit")).then(|| new.unit.clone()),
        min_quantity: (new.min_quantity != old.min_quantity && is_kept("min_quantity")).then_some(new.min_quantity),
        is_public: (new.is_public != old.is_public && is_kept("is_public")).then_some(new.is_public),
    }
}

/// Sends the changes. Where somebody else was faster, it sends them again if the other has changed other fields.
///
/// `seen` is the product as the person saw it last.
pub async fn save(seen: &Product, patch: &ProductPatch, writing: Writing) -> Result<Merged> {
    // Who is overtaken so often should look at the page.
    const TRIES: usize = 3;
    let (mut read, mut is_merged) = (seen.clone(), false);
    for _ in 0..TRIES {
        match api::change_product(&read, patch).await {
            Ok(product) => return Ok(Merged::Saved(Box::new(product), is_merged)),
            Err(problem) if problem.code != Code::Stale => return Err(problem),
            Err(_) => {}
        }
        read = api::product(seen.id).await?;
        is_merged = true;
        let clashes = clashes(&form_of(seen), patch, &form_of(&read), writing);
        if !clashes.is_empty() {
            return Ok(Merged::Clashed(Box::new(read), clashes));
        }
    }
    Err(Problem::from(Code::Stale))
}

/// The fields that both have changed, and not to the same value.
fn clashes(was: &NewProduct, patch: &ProductPatch, theirs: &NewProduct, writing: Writing) -> Vec<Clash> {
    let patch = patch.clone();
    let mine = NewProduct {
        code: patch.code.unwrap_or_else(|| was.code.clone()),
        name: patch.name.unwrap_or_else(|| was.name.clone()),
        barcode: patch.barcode.unwrap_or_else(|| was.barcode.clone()),
        description: patch.description.unwrap_or_else(|| was.description.clone()),
        price_minor: patch.price_minor.unwrap_or(was.price_minor),
        unit: patch.unit.unwrap_or_else(|| was.unit.clone()),
        min_quantity: patch.min_quantity.unwrap_or(was.min_quantity),
        is_public: patch.is_public.unwrap_or(was.is_public),
        opening_quantity: 0,
    };
    let all = texts(was, writing).into_iter().zip(texts(&mine, writing)).zip(texts(theirs, writing));
    all.filter(|(((_, was), (_, mine)), (_, theirs))| mine != was && theirs != was && mine != theirs)
        .map(|(((field, _), (_, mine)), (_, theirs))| Clash { field, mine, theirs })
        .collect()
}

/// The fields in words.
fn texts(product: &NewProduct, writing: Writing) -> [(&'static str, String); 8] {
    let (lang, w) = (writing.lang, writing.lang.words());
    [
        ("name", product.name.clone()),
        ("code", product.code.clone()),
        ("price_minor", lang.amount(product.price_minor, writing.decimals)),
        ("unit", product.unit.clone()),
        ("min_quantity", product.min_quantity.map(|min| lang.number(min)).unwrap_or_default()),
        ("barcode", product.barcode.clone().unwrap_or_default()),
        ("description", product.description.clone()),
        ("is_public", if product.is_public { w.yes } else { w.no }.to_owned()),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    const WRITING: Writing = Writing { lang: Lang::En, decimals: 2 };

    fn tea() -> NewProduct {
        NewProduct { name: "Tea".into(), code: "TEA".into(), price_minor: 495, ..NewProduct::default() }
    }

    #[test]
    fn only_what_a_person_has_changed_is_sent() {
        let new = NewProduct { price_minor: 595, min_quantity: Some(3), ..tea() };
        let all = ProductPatch { price_minor: Some(595), min_quantity: Some(Some(3)), ..ProductPatch::default() };
        assert_eq!(changes(&new, &tea(), &[]), all);
        let rest = ProductPatch { min_quantity: Some(Some(3)), ..ProductPatch::default() };
        assert_eq!(changes(&new, &tea(), &["price_minor"]), rest);
        assert_eq!(changes(&tea(), &tea(), &[]), ProductPatch::default());
    }

    #[test]
    fn two_people_clash_only_where_they_changed_the_same_field_to_different_values() {
        let patch = ProductPatch { price_minor: Some(595), ..ProductPatch::default() };
        let theirs = |new| clashes(&tea(), &patch, &new, WRITING);
        assert_eq!(theirs(NewProduct { min_quantity: Some(3), ..tea() }), []);
        assert_eq!(theirs(NewProduct { price_minor: 595, ..tea() }), []);
        let clash = Clash { field: "price_minor", mine: "5.95".into(), theirs: "6.50".into() };
        assert_eq!(theirs(NewProduct { price_minor: 650, ..tea() }), [clash]);
    }
}
