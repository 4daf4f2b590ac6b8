//! A product of the catalogue, for everybody.
use super::{NotFound, catalog::shop_link, id_of_path};
use crate::{
    api,
    components::{AvailabilityBadge, PageTitle, Picture, Refusal, Told, absolute, facts_of},
    i18n::{lang, words},
};
use leptos::prelude::*;
use serde_json::{Value, json};
use shared::{
    catalog::{Availability, CatalogProduct},
    money,
};

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
    let title = format!("{} · {}", product.name, product.shop);
    let address = absolute(&format!("/products/{}", product.id));
    let facts = facts(&product, &address);
    view! {
        <PageTitle text=title.clone()/>
        <Told title about address kind="product" image=product.image.clone()/>
        <p><a href="/">"← " {w.to_catalog}</a></p>
        <article class="item">
            <Picture image=product.image name=product.name.clone() large=true/>
            <div>
                <h1>{product.name}</h1>
                <p class="hint"><code>{product.code}</code> " · " {shop_link(product.shop, &product.shop_slug)}</p>
                <p class="price">{price} " " <small>"/ " {product.unit}</small></p>
                <p><AvailabilityBadge availability=product.availability/> {quantity}</p>
                <p class="text">{product.description}</p>
            </div>
        </article>
        {facts_of(&facts)}
    }
}

/// What search engines show of a product (schema.org, `Product` and `Offer`).
fn facts(product: &CatalogProduct, address: &str) -> Value {
    let availability = match product.availability {
        Availability::InStock => "https://schema.org/InStock",
        Availability::Few => "https://schema.org/LimitedAvailability",
        Availability::Out => "https://schema.org/OutOfStock",
    };
    let mut facts = json!({
        "@context": "https://schema.org",
        "@type": "Product",
        "name": product.name,
        "sku": product.code,
        "url": address,
        "offers": {
            "@type": "Offer",
            "url": address,
            "price": money::plain(product.price_minor, money::decimals(&product.currency)),
            "priceCurrency": product.currency,
            "availability": availability,
            "seller": { "@type": "Organization", "name": product.shop },
        },
    });
    if !product.description.is_empty() {
        facts["description"] = product.description.as_str().into();
    }
    if let Some(image) = &product.image {
        facts["image"] = absolute(&image.url).into();
    }
    facts
}
