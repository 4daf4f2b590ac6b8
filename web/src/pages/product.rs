//! One product of the shop, with its stock, how it went, and its journal.
use super::{NotFound, id_of_path, product_edits::Edits};
use crate::{
    api::{self, loaded::Loaded},
    components::{
        Chart, Icon, Moment, More, Movements, PageTitle, Paged, Picture, Shape, StockBadge, StockCell, Toasts, Undo,
        button, coming, follow, live,
    },
    i18n::{lang, words},
    session::Session,
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::components::A;
use shared::{Page, movement::Movement, product::Product, user::Role};
use uuid::Uuid;

/// Facts, stock, journal.
#[component]
pub fn ProductPage() -> impl IntoView {
    let Some(id) = id_of_path() else { return NotFound().into_any() };
    let session = Session::of_page();
    let (product, journal) = (api::loaded::product(id), api::loaded::movements(id));
    coming(words().loading, move || async move {
        let (product, journal) = both(session, product, journal).await?;
        Ok(view! { <Sheet product journal/> }.into_any())
    })
}

async fn both(
    session: Session,
    product: Loaded<Product>,
    journal: Loaded<Page<Movement>>,
) -> api::Result<(Product, Page<Movement>)> {
    session.ready().await?;
    Ok((product.ready().await?, journal.ready().await?))
}

/// Somebody comes back to the page, or something of it was undone: what is new is taken over, and what is open stays.
async fn look_again(shown: RwSignal<Product>, toasts: Toasts) {
    let Some(id) = shown.try_with_untracked(|product| product.id) else { return };
    // Where no answer comes, what is there stays.
    if let Ok(page) = api::movements(id, None).await {
        page.items.into_iter().rev().for_each(|movement| toasts.take(movement));
    }
    if let Ok(now) = api::product(id).await
        && shown.try_with_untracked(|product| product.seq <= now.seq) == Some(true)
    {
        shown.try_set(now);
    }
}

#[component]
fn Sheet(product: Product, journal: Page<Movement>) -> impl IntoView {
    let (w, id, toasts) = (words(), product.id, Toasts::of_page());
    let shown = RwSignal::new(product);
    Effect::new(move |before: Option<()>| {
        toasts.refresh.track();
        if before.is_some() {
            spawn_local(look_again(shown, toasts));
        }
    });
    // What is booked changes neither.
    let about = Memo::new(move |_| shown.with(|product| Product { quantity: 0, seq: 0, ..product.clone() }));
    let name = Signal::derive(move || about.with(|product| product.name.clone()));
    view! {
        <PageTitle text=name.get_untracked()/>
        <p><A href="/admin">"← " {w.products}</A></p>
        <div class="heading"><h1>{name}</h1> {live(move || Some(view! { <Tools product=about.get()/> }.into_any()))}</div>
        <div class="item">
            {live(move || about.with(|product| Some(view! { <Picture image=product.image.clone() name=product.name.clone() large=true/> }.into_any())))}
            <div>
                <div class="panel-stock"><StockCell product=shown/> <StockBadge product=shown/></div>
                {live(move || Some(view! { <Facts product=about.get()/> }.into_any()))}
            </div>
        </div>
        <div class="heading">
            <h2>{w.journal}</h2>
            <A href=format!("/admin/journal?product_id={id}")>{w.in_journal}</A>
        </div>
        <History id journal minimum=Signal::derive(move || about.with(|product| product.min_quantity))/>
        {Session::of_page().may(Role::Owner).then(|| view! { <Edits of=id/> })}
    }
}

/// What may be done with it.
#[component]
fn Tools(product: Product) -> impl IntoView {
    let (lang, w, toasts, id) = (lang(), words(), Toasts::of_page(), product.id);
    let restore = Callback::new(move |()| Undo::of_archiving(id, lang, toasts).run());
    let link = |href: String, content: AnyView| view! { <A href=href attr:class="button">{content}</A> }.into_any();
    let own = match (Session::of_page().may(Role::Manager), product.archived_at.is_some()) {
        (false, _) => None,
        (true, true) => Some(button(w.restore, "", None, RwSignal::new(false), restore)),
        (true, false) => {
            let pen = view! { <Icon shape=Shape::Pen/> " " {w.edit} }.into_any();
            Some(link(format!("/admin/products/{id}/edit"), pen))
        }
    };
    let other =
        own.is_some().then(|| link(format!("/admin/products/new?from={id}"), lang.product().duplicate.into_any()));
    view! { <div class="actions">{other} {own}</div> }
}

#[component]
fn Facts(product: Product) -> impl IntoView {
    let (lang, w) = (lang(), words());
    let price = lang.money(product.price_minor, &Session::of_page().currency());
    let minimum = product.min_quantity.map_or_else(|| "–".to_owned(), |min| lang.number(min));
    let public = if product.is_public && product.archived_at.is_none() {
        view! { <a href=format!("/products/{}", product.id) rel="external">{w.see_public}</a> }.into_any()
    } else {
        w.no.into_any()
    };
    let put_away = product.archived_at.is_some().then(|| view! { <p><span class="badge">{w.archived}</span></p> });
    view! {
        {put_away}
        <dl class="facts">
            <dt>{w.code}</dt> <dd><code>{product.code}</code></dd>
            <dt>{w.price}</dt> <dd>{price} " / " {product.unit}</dd>
            <dt>{w.barcode}</dt> <dd>{product.barcode.unwrap_or_else(|| "–".into())}</dd>
            <dt>{w.minimum}</dt> <dd>{minimum}</dd>
            <dt>{w.is_public}</dt> <dd>{public}</dd>
            <dt>{w.updated}</dt> <dd><Moment time=product.updated_at/></dd>
        </dl>
        <p class="text">{Some(product.description).filter(|text| !text.is_empty())}</p>
    }
}

/// What moved, as a line and as a table.
#[component]
fn History(id: Uuid, journal: Page<Movement>, minimum: Signal<Option<i64>>) -> impl IntoView {
    let journal = Paged::new(journal.items, journal.next_cursor);
    follow(journal, Box::new(move |movement| movement.product_id == id));
    let load = move |cursor: String| async move {
        let page = api::movements(id, Some(&cursor)).await?;
        Ok((page.items, page.next_cursor))
    };
    view! {
        <Chart journal minimum/>
        <Movements journal empty=words().journal_empty/>
        <More paged=journal load/>
    }
}
