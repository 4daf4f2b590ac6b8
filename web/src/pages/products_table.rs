//! The table of products, and its heads.
use super::{
    products_archive::archiving,
    products_bulk::Bulk,
    products_refresh::refreshing,
    products_row::{Row, RowView},
};
use crate::{
    api::{self, Listing},
    components::{More, Paged, Toasts, chip, later, shown},
    i18n::{lang, words},
    session::Session,
};
use leptos::prelude::*;
use shared::{
    Page,
    product::{Product, Shortage, Sort},
    user::Role,
};

/// The rows found, or why there are none.
#[component]
pub fn Table(
    page: Page<Product>,
    /// What is looked for now: the rows may be of before, but what is pressed meanwhile goes on from here.
    now: Memo<Listing>,
) -> impl IntoView {
    let (lang, w, listing) = (lang(), words(), now.get_untracked());
    let paged = Paged::new(page.items.into_iter().map(Row::new).collect(), page.next_cursor);
    let (asked, picked) = (RwSignal::new(None::<Row>), RwSignal::new(Vec::new()));
    let toasts = Toasts::of_page();
    let may_edit = Session::of_page().may(Role::Manager);
    let shortage = listing.stock.map(|stock| if stock == Shortage::Low { w.low } else { w.out });
    let empty = match (listing.q.trim(), listing.stock, listing.archived) {
        ("", Some(Shortage::Low), false) => w.nothing_low.to_owned(),
        ("", Some(Shortage::Out), false) => w.nothing_out.to_owned(),
        ("", None, false) => w.products_empty.to_owned(),
        // Those in use may run short all the same.
        ("", _, true) => shortage.map_or_else(|| w.archive_empty.to_owned(), |shortage| lang.no_match(shortage)),
        (q, ..) => lang.no_match(q),
    };
    let narrowed = shortage.map(|shortage| chip(leads(now, None), shortage.to_owned()));
    let (again, order) = (StoredValue::new(listing.clone()), listing.sort.unwrap_or_default());
    let load = move |cursor| async move {
        let page = api::products(&Listing { cursor: Some(cursor), ..again.get_value() }).await?;
        Ok((page.items.into_iter().map(Row::new).collect(), page.next_cursor))
    };
    let is_empty = move || paged.items.with(Vec::is_empty);
    view! {
        {narrowed}
        {shown(is_empty, move || view! { <section class="empty"><p>{empty.clone()}</p></section> }.into_any())}
        {may_edit.then(|| view! { <Bulk paged picked listing=again/> }.into_any())}
        <table class="products" role="table" hidden=Signal::derive(is_empty)>
            <Heads order now may_edit/>
            <tbody role="rowgroup">
                // Edited, a row is another one.
                <For each=move || paged.items.get() key=|row| (row.id, row.version) let:row>
                    <RowView row paged asked picked/>
                </For>
            </tbody>
        </table>
        <More paged load/>
        {later(move || toasts.refresh.get() > 0, move || refreshing(paged, again), || ())}
        {later(move || asked.with(Option::is_some), move || archiving(paged, asked), move || asked.set(None))}
    }
}

/// The address of the same in this order, or without its restriction to what runs short.
fn leads(now: Memo<Listing>, order: Option<Sort>) -> Signal<String> {
    Signal::derive(move || {
        let mut listing = now.get();
        match order {
            Some(_) => listing.sort = order,
            None => listing.stock = None,
        }
        format!("/admin{}", listing.query())
    })
}

/// The heads of the columns; those with an order turn it.
#[component]
fn Heads(order: Sort, now: Memo<Listing>, may_edit: bool) -> impl IntoView {
    let w = words();
    let head = move |text, up: Sort, down: Sort, class: &'static str| {
        let (next, state) = match order {
            now if now == up => (down, Some("ascending")),
            now if now == down => (up, Some("descending")),
            _ => (up, None),
        };
        let href = leads(now, Some(next));
        view! { <th role="columnheader" scope="col" class=class aria-sort=state><a href=href data-noscroll="true">{text}</a></th> }
    };
    let unseen =
        |text| view! { <th role="columnheader" scope="col"><span class="unseen">{text}</span></th> }.into_any();
    view! {
        <thead role="rowgroup">
            <tr role="row">
                {may_edit.then(|| unseen(w.selection))}
                {unseen(w.picture)}
                {head(w.name, Sort::Name, Sort::NameDown, "")}
                {head(w.code, Sort::Code, Sort::CodeDown, "")}
                {head(w.price, Sort::Price, Sort::PriceDown, "number")}
                <th role="columnheader" scope="col">{w.stock}</th>
                {unseen(w.actions)}
            </tr>
        </thead>
    }
}
