//! A product of the catalogue, for everybody.
use super::{NotFound, id_of_path};
use crate::{
    api,
    components::{AvailabilityBadge, PageTitle, Picture, Refusal},
    i18n::{lang, words},
};
use leptos::prelude::*;
use leptos_meta::{Link, Meta};
use shared::catalog::CatalogProduct;

/// One product as everybody sees it.
#[component]
pub fn CatalogItem() -> impl IntoView {
    let Some(id) = id_of_path() else { return NotFound().into_any() };
    Suspend::new(async move {
        match api::catalog_product(id).await {
            Ok(product) => view! { <Item product/> }.into_any(),
            Err(problem) => view! { <Refusal problem/> }.into_any(),
        }
    })
    .into_any()
}

#[component]
fn Item(product: CatalogProduct) -> impl IntoView {
    let (lang, w) = (lang(), words());
    let price = lang.money(product.price_minor, &product.currency);
    let about: String =
        product.description.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(160).collect();
    let about = if about.is_empty() { format!("{} · {price} · {}", product.name, product.shop) } else { about };
    let quantity = product.quantity.map(|quantity| format!(" {} {}", lang.number(quantity), product.unit));
    view! {
        <PageTitle text=format!("{} · {}", product.name, product.shop)/>
        <Meta name="description" content=about/>
        <Link rel="canonical" href=format!("/products/{}", product.id)/>
        <p><a href="/">"← " {w.to_catalog}</a></p>
        <article class="item">
            <Picture image=product.image name=product.name.clone() large=true/>
            <div>
                <h1>{product.name}</h1>
                <p class="hint"><code>{product.code}</code> " · " {product.shop}</p>
                <p class="price">{price} " " <small>"/ " {product.unit}</small></p>
                <p><AvailabilityBadge availability=product.availability/> {quantity}</p>
                <p class="text">{product.description}</p>
            </div>
        </article>
    }
}
