//! The table of products, and its heads.
use super::{
    products_bulk::Bulk,
    products_refresh::refreshing,
    products_row::{Row, RowView},
};
use crate::{
    api::{self, Listing, loaded::Loaded},
    components::{More, Paged, Refusal, Toasts, button, chip, later},
    i18n::{Words, lang, words},
    session::Session,
};
use leptos::prelude::*;
use shared::{
    Page, Problem,
    product::{Product, Shortage, Sort},
    user::Role,
};

/// What a column is called.
type Named = fn(&Words) -> &'static str;

/// Columns that are there for those who want to see them.
const EXTRA: [(&str, Named); 4] = [
    ("extra barcode", |w| w.barcode),
    ("extra number minimum", |w| w.minimum),
    ("extra public", |w| w.public),
    ("extra updated", |w| w.updated),
];

/// The rows found, or why there are none.
#[component]
pub fn Table(
    page: Page<Product>,
    /// What is looked for now: the rows may be of before, but what is pressed meanwhile goes on from here.
    now: Memo<Listing>,
) -> impl IntoView {
    let (lang, w, listing) = (lang(), words(), now.get_untracked());
    let paged = Paged::new(page.items.into_iter().map(Row::new).collect(), page.next_cursor);
    let picked = RwSignal::new(Vec::new());
    let toasts = Toasts::of_page();
    let may_edit = Session::of_page().may(Role::Manager);
    let chips = chips(&listing, now);
    let is_narrowed = !chips.is_empty() || listing.archived || !listing.q.trim().is_empty();
    let empty = match (listing.q.trim(), &listing) {
        ("", Listing { stock: Some(Shortage::Low), archived: false, .. }) if chips.len() == 1 => {
            w.nothing_low.to_owned()
        }
        ("", Listing { stock: Some(Shortage::Out), archived: false, .. }) if chips.len() == 1 => {
            w.nothing_out.to_owned()
        }
        ("", Listing { archived: true, .. }) if chips.is_empty() => w.archive_empty.to_owned(),
        ("", _) if !is_narrowed => w.products_empty.to_owned(),
        ("", _) => w.nothing_matches.to_owned(),
        (q, _) => lang.no_match(q),
    };
    let next = match (is_narrowed, may_edit) {
        (true, _) => Some(view! { <p><a class="button" href="/admin">{w.show_all}</a></p> }.into_any()),
        (false, true) => Some(view! { <p><a class="button primary" href="/admin/products/new">{w.add_product}</a> " " <a class="button" href="/admin/import">{w.import}</a></p> }.into_any()),
        _ => None,
    };
    let (again, order) = (StoredValue::new(listing.clone()), listing.sort.unwrap_or_default());
    let load = move |cursor| async move {
        let page = api::products(&Listing { cursor: Some(cursor), ..again.get_value() }).await?;
        Ok((page.items.into_iter().map(Row::new).collect(), page.next_cursor))
    };
    let is_empty = move || paged.items.with(Vec::is_empty);
    view! {
        <div class="chips">{chips}</div>
        <section class="empty" hidden=Signal::derive(move || !is_empty())><p>{empty}</p> {next}</section>
        {may_edit.then(|| view! { <Bulk paged picked listing=again/> }.into_any())}
        <table class="products" role="table" hidden=Signal::derive(is_empty)>
            <Heads order now may_edit/>
            <tbody role="rowgroup">
                // Edited, a row is another one.
                <For each=move || paged.items.get() key=|row| (row.id, row.version) let:row>
                    <RowView row paged picked/>
                </For>
            </tbody>
        </table>
        <More paged load/>
        {later(move || toasts.refresh.get() > 0, move || refreshing(paged, again), || ())}
    }
}

/// What the list is narrowed down by: each leads to the list without it.
fn chips(listing: &Listing, now: Memo<Listing>) -> Vec<AnyView> {
    let (lang, w) = (lang(), words());
    let mut chips = Vec::new();
    let mut add = |text: String, without: fn(&mut Listing)| chips.push(chip(leads(now, without), text));
    if let Some(stock) = listing.stock {
        add((if stock == Shortage::Low { w.low } else { w.out }).into(), |listing| listing.stock = None);
    }
    if let Some(public) = listing.public {
        add((if public { w.public } else { w.not_public }).into(), |listing| listing.public = None);
    }
    let price = |sign: &str, price| format!("{sign} {}", lang.money(price, &Session::of_page().currency()));
    if let Some(from) = listing.prices[0] {
        add(price("≥", from), |listing| listing.prices[0] = None);
    }
    if let Some(to) = listing.prices[1] {
        add(price("≤", to), |listing| listing.prices[1] = None);
    }
    chips
}

/// The address of the same with a change.
fn leads(now: Memo<Listing>, change: impl Fn(&mut Listing) + Send + Sync + 'static) -> Signal<String> {
    Signal::derive(move || {
        let mut listing = now.get();
        change(&mut listing);
        format!("/admin{}", listing.query())
    })
}

/// Instead of a list that is not to be had, with the way to ask for it again.
pub fn missed(problem: Problem, page: Loaded<Page<Product>>) -> AnyView {
    let again = Callback::new(move |()| page.refetch());
    view! {
        <Refusal problem/>
        <p class="more">{button(words().ask_again, "", None, RwSignal::new(false), again)}</p>
    }
    .into_any()
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
        let href = leads(now, move |listing| listing.sort = Some(next));
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
                {head(w.code, Sort::Code, Sort::CodeDown, "code")}
                {EXTRA.map(|(class, name)| view! { <th role="columnheader" scope="col" class=class>{name(w)}</th> }.into_any()).into_iter().collect_view()}
                {head(w.price, Sort::Price, Sort::PriceDown, "number")}
                <th role="columnheader" scope="col">{w.stock}</th>
                {unseen(w.actions)}
            </tr>
        </thead>
    }
}
