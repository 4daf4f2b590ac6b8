//! The public catalogue, of all shops or of one: search, order, cards or rows, more.
use super::NotFound;
use crate::{
    api::{self, Shelf, sort_name},
    components::{AvailabilityBadge, PageTitle, Picture, Refusal, Told, absolute},
    i18n::{lang, shelf_words, words},
};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use shared::{
    Code, Page,
    catalog::{CatalogProduct, CatalogShop},
    product::Sort,
};

/// Everything that the shops show.
#[component]
pub fn Catalog() -> impl IntoView {
    let shelf = use_query_map().with_untracked(|query| Shelf::of(query, None));
    view! { <Shown shelf shop=None/> }
}

/// What one shop shows.
#[component]
pub fn ShopPage() -> impl IntoView {
    let slug = use_params_map().with_untracked(|params| params.get("slug")).unwrap_or_default();
    let shelf = use_query_map().with_untracked(|query| Shelf::of(query, Some(slug.clone())));
    Suspend::new(async move {
        match api::catalog_shop(&slug).await {
            Ok(shop) => view! { <Shown shelf shop=Some(shop)/> }.into_any(),
            Err(problem) if problem.code == Code::NotFound => NotFound().into_any(),
            Err(problem) => view! { <Refusal problem/> }.into_any(),
        }
    })
}

#[component]
fn Shown(shelf: Shelf, shop: Option<CatalogShop>) -> impl IntoView {
    let (w, s) = (words(), shelf_words());
    let name = shop.as_ref().map_or_else(|| w.catalog.to_owned(), |shop| shop.name.clone());
    let about =
        shop.as_ref().map_or_else(|| w.catalog_description.to_owned(), |shop| lang().shop_description(&shop.name));
    let title = if shelf.q.is_empty() { name.clone() } else { format!("{} · {name}", shelf.q) };
    let found = {
        let shelf = shelf.clone();
        Suspend::new(async move {
            match api::catalog(&shelf).await {
                Ok(page) => view! { <Goods page shelf/> }.into_any(),
                Err(problem) => view! { <Refusal problem/> }.into_any(),
            }
        })
    };
    let back = shop.map(|_| view! { <p><a href="/">"← " {s.all_shops}</a></p> });
    view! {
        <PageTitle text=title.clone()/>
        <Told title about address=absolute(&shelf.canonical()) kind="website"/>
        {back}
        <h1>{name}</h1>
        <Tools shelf/>
        {found}
    }
}

/// Search, order, and the choice between cards and rows: a plain form and plain links.
#[component]
fn Tools(shelf: Shelf) -> impl IntoView {
    let (w, s) = (words(), shelf_words());
    let chosen = shelf.sort.unwrap_or_default();
    let orders = [
        (Sort::Name, w.sort_name),
        (Sort::Price, w.sort_price),
        (Sort::PriceDown, w.sort_price_down),
        (Sort::Newest, w.sort_newest),
    ];
    let orders =
        orders.map(|(sort, text)| view! { <option value=sort_name(sort) selected=chosen == sort>{text}</option> });
    let view = shelf.is_list.then(|| view! { <input type="hidden" name="view" value="list"/> });
    let ways = [(false, s.cards), (true, s.rows)].map(|(is_list, text)| {
        let current = (shelf.is_list == is_list).then_some("true");
        view! { <a href=Shelf { is_list, ..shelf.clone() }.address() aria-current=current>{text}</a> }
    });
    view! {
        <form class="search" role="search" method="get" action=shelf.place()>
            <input type="search" name="q" value=shelf.q.clone() maxlength="200" aria-label=w.search_label placeholder=w.search_label/>
            <select name="sort" aria-label=w.order>{orders.into_iter().collect_view()}</select>
            {view}
            <button type="submit" class="primary">{w.search}</button>
        </form>
        <nav class="ways" aria-label=s.ways>{ways.into_iter().collect_view()}</nav>
    }
}

#[component]
fn Goods(page: Page<CatalogProduct>, shelf: Shelf) -> impl IntoView {
    let w = words();
    if page.items.is_empty() {
        let is_search = !shelf.q.is_empty();
        let text = if is_search { lang().no_match(&shelf.q) } else { w.catalog_empty.to_owned() };
        let all = is_search.then(|| view! { <p><a class="button" href=shelf.place()>{w.show_all}</a></p> });
        return view! { <section class="empty"><p>{text}</p> {all}</section> }.into_any();
    }
    let next = page.next_cursor.map(|cursor| {
        let href = Shelf { cursor: Some(cursor), ..shelf.clone() }.address();
        view! { <p class="more"><a class="button" rel="next" href=href>{w.more}</a></p> }
    });
    let is_one_shop = shelf.shop.is_some();
    let cards = page.items.into_iter().map(|product| view! { <Card product is_one_shop/> }).collect_view();
    let class = if shelf.is_list { "cards rows" } else { "cards" };
    view! { <ul class=class>{cards}</ul> {next} }.into_any()
}

#[component]
fn Card(product: CatalogProduct, is_one_shop: bool) -> impl IntoView {
    let price = lang().money(product.price_minor, &product.currency);
    let shop = (!is_one_shop).then(|| view! { " · " {shop_link(product.shop, &product.shop_slug)} });
    view! {
        <li class="card">
            <Picture image=product.image name=product.name.clone()/>
            <h2><a href=format!("/products/{}", product.id)>{product.name}</a></h2>
            <p class="hint"><code>{product.code}</code> {shop}</p>
            <p class="price">{price} " " <small>"/ " {product.unit.clone()}</small></p>
            <p>
                <AvailabilityBadge availability=product.availability/>
                {product.quantity.map(|quantity| format!(" {} {}", lang().number(quantity), product.unit))}
            </p>
        </li>
    }
}

/// The way to a shop's page.
pub(super) fn shop_link(name: String, slug: &str) -> impl IntoView + use<> {
    view! { <a class="shop" href=format!("/shops/{}", api::encode(slug))>{name}</a> }
}
