//! One product of the shop, with its stock, how it went, and its journal.
use super::{NotFound, id_of_path};
use crate::{
    api::{self, loaded::Loaded},
    components::{
        Chart, Icon, Moment, More, Movements, PageTitle, Paged, Picture, Shape, StockBadge, StockCell, Toasts, coming,
        follow,
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
    let toasts = Toasts::of_page();
    Effect::new(move |before: Option<()>| {
        toasts.refresh.track();
        if before.is_some() {
            spawn_local(look_again(id, toasts));
        }
    });
    coming(words().loading, move || async move {
        let (product, journal) = both(session, product, journal).await?;
        Ok(view! { <Sheet product journal/> }.into_any())
    })
}

/// Somebody comes back to the page: what moved meanwhile is taken over, and what is open stays.
async fn look_again(id: Uuid, toasts: Toasts) {
    // Where the answer does not come, what is there stays.
    if let Ok(page) = api::movements(id, None).await {
        page.items.into_iter().rev().for_each(|movement| toasts.take(movement));
    }
}

async fn both(
    session: Session,
    product: Loaded<Product>,
    journal: Loaded<Page<Movement>>,
) -> api::Result<(Product, Page<Movement>)> {
    session.ready().await?;
    Ok((product.ready().await?, journal.ready().await?))
}

#[component]
fn Sheet(product: Product, journal: Page<Movement>) -> impl IntoView {
    let (w, session, id) = (words(), Session::of_page(), product.id);
    let live = RwSignal::new(product.clone());
    let link = |href: String, content: AnyView| view! { <A href=href attr:class="button">{content}</A> }.into_any();
    let edit = (session.may(Role::Manager) && product.archived_at.is_none()).then(|| {
        let pen = view! { <Icon shape=Shape::Pen/> " " {w.edit} }.into_any();
        link(format!("/admin/products/{id}/edit"), pen)
    });
    let edits = session.may(Role::Owner).then(|| link(format!("/admin/audit?subject_id={id}"), w.edits.into_any()));
    view! {
        <PageTitle text=product.name.clone()/>
        <p><A href="/admin">"← " {w.products}</A></p>
        <div class="heading"><h1>{product.name.clone()}</h1> <div class="actions">{edits} {edit}</div></div>
        <div class="item">
            <Picture image=product.image.clone() name=product.name.clone() large=true/>
            <div>
                <div class="panel-stock"><StockCell product=live/> <StockBadge product=live/></div>
                <Facts product/>
            </div>
        </div>
        <div class="heading">
            <h2>{w.journal}</h2>
            <A href=format!("/admin/journal?product_id={id}")>{w.in_journal}</A>
        </div>
        <History id journal/>
    }
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
    view! {
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
fn History(id: Uuid, journal: Page<Movement>) -> impl IntoView {
    let journal = Paged::new(journal.items, journal.next_cursor);
    follow(journal, Box::new(move |movement| movement.product_id == id));
    let load = move |cursor: String| async move {
        let page = api::movements(id, Some(&cursor)).await?;
        Ok((page.items, page.next_cursor))
    };
    view! {
        <Chart journal/>
        <Movements journal empty=words().journal_empty/>
        <More paged=journal load/>
    }
}
