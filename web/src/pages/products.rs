//! The panel's first page: the products of the shop. What is looked for stands in the address.
use super::{
    products_figures::Figures,
    products_filters::filters,
    products_table::{Table, missed},
    products_view::views,
};
use crate::{
    api::{self, Listing, listing_of, sort_name, sort_of, stock_name},
    components::{Allowed, Export, PageTitle, button, coming, fetch_booking, later},
    i18n::words,
    session::Session,
};
use leptos::{ev::SubmitEvent, prelude::*};
use leptos_router::{
    NavigateOptions,
    components::A,
    hooks::{use_location, use_navigate, use_query_map},
};
use shared::{product::Sort, user::Role};
use std::time::Duration;

/// The table with its tools.
#[component]
pub fn Products() -> impl IntoView {
    let (w, session) = (words(), Session::of_page());
    let query = use_query_map();
    let listing = Memo::new(move |_| query.with(listing_of));
    // Who may book is about to: the code for it comes as soon as the page is taken over.
    Effect::new(move || {
        if session.may(Role::Clerk) {
            fetch_booking();
        }
    });
    let found = api::loaded::products(listing);
    let figures = Figures::provide();
    view! {
        <PageTitle text=w.products/>
        <div class="heading">
            <h1>{w.products}</h1>
            <div class="actions">
                <Export name="products.csv" path=Signal::derive(move || api::products_path(&listing.get()))/>
                <Allowed role=Role::Manager>
                    <A href="/admin/import" attr:class="button">{w.import}</A>
                    <A href="/admin/products/new" attr:class="button primary">{w.add_product}</A>
                </Allowed>
            </div>
        </div>
        {figures.tiles(listing)}
        <Tools listing/>
        {coming(w.loading, move || async move {
            session.ready().await?;
            Ok(match found.ready().await {
                Ok(page) => view! { <Table page now=listing/> }.into_any(),
                Err(problem) => missed(problem, found),
            })
        })}
    }
}

/// Goes to another part of the list, without a step back for every letter typed.
fn go() -> impl Fn(Listing) + Clone + Send + Sync + 'static {
    let (navigate, here) = (use_navigate(), use_location().pathname);
    move |listing: Listing| {
        // Who has opened another page sees this one until that has come, and wants to get there.
        if here.with_untracked(|here| here.trim_end_matches('/') != "/admin") {
            return;
        }
        let options = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
        navigate(&format!("/admin{}", listing.query()), options);
    }
}

/// Search, order for phones, and what comes when it is wanted: filters, and how the table looks.
#[component]
fn Tools(listing: Memo<Listing>) -> impl IntoView {
    let w = words();
    let (go_find, go_sort, go_archive, go_filter) = (go(), go(), go(), Callback::new(go()));
    let [idle, open, seen] = [(); 3].map(|()| RwSignal::new(false));
    let typed = RwSignal::new(listing.get_untracked().q);
    // The address may change by other ways, too; what is being typed stays.
    Effect::new(move || {
        let q = listing.with(|listing| listing.q.clone());
        if typed.with_untracked(|typed| typed.trim() != q.trim()) {
            typed.set(q);
        }
    });
    let find = move || go_find(Listing { q: typed.get_untracked(), ..listing.get_untracked() });
    let submit = {
        let find = find.clone();
        move |event: SubmitEvent| {
            event.prevent_default();
            find();
        }
    };
    let mut find_soon = debounce(Duration::from_millis(250), move |()| find());
    let orders = [
        (Sort::Name, w.sort_name),
        (Sort::Code, w.sort_code),
        (Sort::Price, w.sort_price),
        (Sort::PriceDown, w.sort_price_down),
        (Sort::Newest, w.sort_newest),
    ];
    let options = orders.map(|(sort, text)| {
        let chosen = move || listing.get().sort.unwrap_or_default() == sort;
        view! { <option value=sort_name(sort) selected=Signal::derive(chosen)>{text}</option> }.into_any()
    });
    let stock = Signal::derive(move || listing.with(|listing| listing.stock.map(stock_name)));
    view! {
        <form class="search" role="search" method="get" action="/admin" on:submit=submit>
            <input
                type="search" id="search" name="q" maxlength="200" autocomplete="off"
                aria-label=w.search_label placeholder=w.search_label
                value=listing.get_untracked().q prop:value=typed
                on:input=move |event| { typed.set(event_target_value(&event)); find_soon(()); }
            />
            <select name="sort" class="narrow-only" aria-label=w.order on:change=move |event| {
                go_sort(Listing { sort: sort_of(&event_target_value(&event)), ..listing.get_untracked() });
            }>
                {options.into_iter().collect_view()}
            </select>
            <label class="switch">
                <input
                    type="checkbox" name="archived" value="true" checked=listing.get_untracked().archived
                    prop:checked=move || listing.get().archived
                    on:change=move |event| go_archive(Listing { archived: event_target_checked(&event), ..listing.get_untracked() })
                />
                {w.archived_ones}
            </label>
            // Without a name it is not sent.
            <input type="hidden" name=Signal::derive(move || stock.get().map(|_| "stock")) value=stock/>
            {button(w.filters, "", None, idle, Callback::new(move |()| open.update(|open| *open = !*open)))}
            {button(w.view, "wide-only", None, idle, Callback::new(move |()| seen.update(|seen| *seen = !*seen)))}
        </form>
        {later(move || open.get(), move || filters(listing, open, go_filter), move || open.set(false))}
        {later(move || seen.get(), move || views(seen), move || seen.set(false))}
    }
}
