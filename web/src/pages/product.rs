//! One product of the shop, with its stock and its journal.
use super::{NotFound, id_of_path};
use crate::{
    api::{self, loaded::Loaded},
    components::{Icon, Moment, More, PageTitle, Paged, Picture, Shape, StockBadge, StockCell, coming, shown},
    i18n::{lang, words},
    session::Session,
};
use leptos::prelude::*;
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

#[component]
fn Sheet(product: Product, journal: Page<Movement>) -> impl IntoView {
    let (w, session) = (words(), Session::of_page());
    let live = RwSignal::new(product.clone());
    let journal = Paged::new(journal.items, journal.next_cursor);
    let booked = Callback::new(move |movement: Movement| journal.items.update(|all| all.insert(0, movement)));
    let may_edit = session.may(Role::Manager) && product.archived_at.is_none();
    let edit = may_edit.then(|| {
        view! {
            <A href=format!("/admin/products/{}/edit", product.id) attr:class="button"><Icon shape=Shape::Pen/> " " {w.edit}</A>
        }
        .into_any()
    });
    let id = product.id;
    view! {
        <PageTitle text=product.name.clone()/>
        <p><A href="/admin">"← " {w.products}</A></p>
        <div class="heading"><h1>{product.name.clone()}</h1> {edit}</div>
        <div class="item">
            <Picture image=product.image.clone() name=product.name.clone() large=true/>
            <div>
                <div class="panel-stock"><StockCell product=live on_booked=booked/> <StockBadge product=live/></div>
                <Facts product/>
            </div>
        </div>
        <h2>{w.journal}</h2>
        <Journal id journal/>
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

#[component]
fn Journal(id: Uuid, journal: Paged<Movement>) -> impl IntoView {
    let w = words();
    let load = move |cursor: String| async move {
        let page = api::movements(id, &cursor).await?;
        Ok((page.items, page.next_cursor))
    };
    view! {
        {shown(move || journal.items.with(Vec::is_empty), move || view! { <p class="empty">{w.journal_empty}</p> }.into_any())}
        <div class="scroll" tabindex="0" role="group" aria-label=w.journal hidden=Signal::derive(move || journal.items.with(Vec::is_empty))>
            <table>
                <thead>
                    <tr>
                        <th scope="col">{w.when}</th>
                        <th scope="col">{w.reason}</th>
                        <th scope="col" class="number">{w.change}</th>
                        <th scope="col" class="number">{w.balance}</th>
                        <th scope="col">{w.who}</th>
                        <th scope="col">{w.note}</th>
                    </tr>
                </thead>
                <tbody>
                    <For each=move || journal.items.get() key=|movement| movement.id let:movement>
                        <Line movement/>
                    </For>
                </tbody>
            </table>
        </div>
        <More paged=journal load/>
    }
}

#[component]
fn Line(movement: Movement) -> impl IntoView {
    let (lang, w) = (lang(), words());
    let note = [movement.reference, movement.note].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>();
    view! {
        <tr>
            <td><Moment time=movement.created_at/></td>
            <td>{lang.kind(movement.kind)}</td>
            <td class=if movement.delta < 0 { "number minus" } else { "number plus" }>{lang.signed(movement.delta)}</td>
            <td class="number">{lang.number(movement.balance_after)}</td>
            <td>{movement.actor.name.unwrap_or_else(|| w.former_member.into())}</td>
            <td class="note">{(!note.is_empty()).then(|| note.join(" · "))}</td>
        </tr>
    }
}
