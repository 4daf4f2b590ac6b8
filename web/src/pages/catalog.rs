//! The public catalogue: search box, cards, more.
use crate::{
    api::{self, Listing},
    components::{AvailabilityBadge, PageTitle, Picture, Refusal},
    i18n::{lang, words},
};
use leptos::prelude::*;
use leptos_meta::{Link, Meta};
use leptos_router::hooks::use_query_map;
use shared::{Page, catalog::CatalogProduct};

/// Everything that the shops show.
#[component]
pub fn Catalog() -> impl IntoView {
    let w = words();
    let listing = use_query_map().with_untracked(|query| Listing {
        q: query.get("q").unwrap_or_default(),
        cursor: query.get("cursor"),
        ..Listing::default()
    });
    let title = if listing.q.is_empty() { w.catalog.to_owned() } else { format!("{} · {}", listing.q, w.catalog) };
    let q = listing.q.clone();
    let found = Suspend::new(async move {
        match api::catalog(&listing).await {
            Ok(page) => view! { <Cards page listing/> }.into_any(),
            Err(problem) => view! { <Refusal problem/> }.into_any(),
        }
    });
    view! {
        <PageTitle text=title/>
        <Meta name="description" content=w.catalog_description/>
        <Link rel="canonical" href=format!("/{}", api::query(&[("q", Some(q.as_str()).filter(|q| !q.is_empty()))]))/>
        <h1>{w.catalog}</h1>
        <form class="search" role="search" method="get" action="/">
            <input type="search" name="q" value=q maxlength="200" aria-label=w.search_label placeholder=w.search_label/>
            <button type="submit" class="primary">{w.search}</button>
        </form>
        {found}
    }
}

#[component]
fn Cards(page: Page<CatalogProduct>, listing: Listing) -> impl IntoView {
    let w = words();
    if page.items.is_empty() {
        let is_search = !listing.q.trim().is_empty();
        let text = if is_search { lang().no_match(listing.q.trim()) } else { w.catalog_empty.to_owned() };
        let all = is_search.then(|| view! { <p><a class="button" href="/">{w.show_all}</a></p> });
        return view! { <section class="empty"><p>{text}</p> {all}</section> }.into_any();
    }
    let next = page.next_cursor.map(|cursor| {
        let href = format!("/{}", Listing { cursor: Some(cursor), ..listing }.query());
        view! { <p class="more"><a class="button" rel="next" href=href>{w.more}</a></p> }
    });
    let cards = page.items.into_iter().map(|product| view! { <Card product/> }).collect_view();
    view! { <ul class="cards">{cards}</ul> {next} }.into_any()
}

#[component]
fn Card(product: CatalogProduct) -> impl IntoView {
    let price = lang().money(product.price_minor, &product.currency);
    view! {
        <li class="card">
            <Picture image=product.image name=product.name.clone()/>
            <h2><a href=format!("/products/{}", product.id)>{product.name}</a></h2>
            <p class="hint"><code>{product.code}</code> " · " {product.shop}</p>
            <p class="price">{price} " " <small>"/ " {product.unit.clone()}</small></p>
            <p>
                <AvailabilityBadge availability=product.availability/>
                {product.quantity.map(|quantity| format!(" {} {}", lang().number(quantity), product.unit))}
            </p>
        </li>
    }
}
