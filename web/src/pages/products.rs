//! The panel's first page: the products of the shop. What is looked for stands in the address.
use super::products_row::{Row, RowView};
use crate::{
    api::{self, Listing, sort_name, sort_of},
    components::{Allowed, Confirm, Draft, More, PageTitle, Paged, Toasts, coming, shown},
    i18n::{lang, words},
    session::Session,
};
use leptos::{ev::SubmitEvent, prelude::*};
use leptos_router::{
    NavigateOptions,
    components::A,
    hooks::{use_navigate, use_query_map},
};
use shared::{
    Page,
    product::{Product, Sort},
    user::Role,
};
use std::time::Duration;

/// The table with its tools.
#[component]
pub fn Products() -> impl IntoView {
    let (w, session) = (words(), Session::of_page());
    let query = use_query_map();
    let listing = Memo::new(move |_| {
        query.with(|query| Listing {
            q: query.get("q").unwrap_or_default(),
            sort: query.get("sort").and_then(|name| sort_of(&name)),
            archived: query.get("archived").as_deref() == Some("true"),
            cursor: None,
        })
    });
    let page = api::loaded::products(listing);
    view! {
        <PageTitle text=w.products/>
        <div class="heading">
            <h1>{w.products}</h1>
            <Allowed role=Role::Manager>
                <A href="/admin/products/new" attr:class="button primary">{w.add_product}</A>
            </Allowed>
        </div>
        <Tools listing/>
        {coming(w.loading, move || async move {
            let page = session.ready().await.and(page.ready().await)?;
            Ok(view! { <Table page listing=listing.get_untracked()/> }.into_any())
        })}
    }
}

/// Goes to another part of the list, without a step back for every letter typed.
fn go() -> impl Fn(Listing) + Clone + Send + Sync + 'static {
    let navigate = use_navigate();
    move |listing: Listing| {
        let options = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
        navigate(&format!("/admin{}", listing.query()), options);
    }
}

/// Search, order for phones, and the switch to the archived ones.
#[component]
fn Tools(listing: Memo<Listing>) -> impl IntoView {
    let w = words();
    let (go_find, go_sort, go_archive) = (go(), go(), go());
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
    let mut later = debounce(Duration::from_millis(250), move |()| find());
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
    view! {
        <form class="search" role="search" method="get" action="/admin" on:submit=submit>
            <input
                type="search" name="q" maxlength="200" autocomplete="off"
                aria-label=w.search_label placeholder=w.search_label
                value=listing.get_untracked().q prop:value=typed
                on:input=move |event| { typed.set(event_target_value(&event)); later(()); }
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
        </form>
    }
}

/// The rows found, or why there are none.
#[component]
fn Table(page: Page<Product>, listing: Listing) -> impl IntoView {
    let (lang, w) = (lang(), words());
    let paged = Paged::new(page.items.into_iter().map(Row::new).collect(), page.next_cursor);
    let asked = RwSignal::new(None::<Row>);
    let empty = match (listing.q.trim(), listing.archived) {
        ("", false) => w.products_empty.to_owned(),
        ("", true) => w.archive_empty.to_owned(),
        (q, _) => lang.no_match(q),
    };
    let (again, order) = (StoredValue::new(listing.clone()), listing.sort);
    let load = move |cursor| async move {
        let page = api::products(&Listing { cursor: Some(cursor), ..again.get_value() }).await?;
        Ok((page.items.into_iter().map(Row::new).collect(), page.next_cursor))
    };
    let is_empty = move || paged.items.with(Vec::is_empty);
    view! {
        {shown(is_empty, move || view! { <section class="empty"><p>{empty.clone()}</p></section> }.into_any())}
        <table class="products" role="table" hidden=Signal::derive(is_empty)>
            <Heads order listing/>
            <tbody role="rowgroup">
                <For each=move || paged.items.get() key=|row| row.id let:row>
                    <RowView row paged asked/>
                </For>
            </tbody>
        </table>
        <More paged load/>
        <Archiving paged asked/>
    }
}

/// The heads of the columns; those with an order turn it.
#[component]
fn Heads(order: Option<Sort>, listing: Listing) -> impl IntoView {
    let w = words();
    let order = order.unwrap_or_default();
    let head = move |text, up: Sort, down: Sort, class: &'static str| {
        let (next, state) = match order {
            now if now == up => (down, Some("ascending")),
            now if now == down => (up, Some("descending")),
            _ => (up, None),
        };
        let href = format!("/admin{}", Listing { sort: Some(next), ..listing.clone() }.query());
        view! { <th role="columnheader" scope="col" class=class aria-sort=state><A href=href scroll=false>{text}</A></th> }
    };
    view! {
        <thead role="rowgroup">
            <tr role="row">
                <th role="columnheader" scope="col"><span class="unseen">{w.picture}</span></th>
                {head(w.name, Sort::Name, Sort::NameDown, "")}
                {head(w.code, Sort::Code, Sort::CodeDown, "")}
                {head(w.price, Sort::Price, Sort::PriceDown, "number")}
                <th role="columnheader" scope="col">{w.stock}</th>
                <th role="columnheader" scope="col"><span class="unseen">{w.actions}</span></th>
            </tr>
        </thead>
    }
}

/// Asks before a product is put away.
#[component]
fn Archiving(paged: Paged<Row>, asked: RwSignal<Option<Row>>) -> impl IntoView {
    let (lang, w, toasts, draft) = (lang(), words(), Toasts::of_page(), Draft::new("archive"));
    let name = move || asked.with(|row| row.as_ref().map(|row| row.product.with(|product| product.name.clone())));
    let close = Callback::new(move |()| {
        asked.set(None);
        draft.problem.set(None);
    });
    let confirm = Callback::new(move |()| {
        let Some(row) = asked.get_untracked() else { return };
        let product = row.product.get_untracked();
        draft.send(async move { api::archive_product(&product).await }, move |()| {
            toasts.say(lang.archived(&row.product.with_untracked(|product| product.name.clone())));
            paged.items.update(|rows| rows.retain(|each| each.id != row.id));
            close.run(());
        });
    });
    view! {
        <Confirm
            open=Signal::derive(move || asked.with(Option::is_some)) on_close=close
            title=Signal::derive(move || lang.archive_question(&name().unwrap_or_default()))
            text=w.archive_text action=w.archive draft on_confirm=confirm
        />
    }
}
