//! One row of the products' table; on a phone it is a card.
use super::products_figures::Figures;
use crate::{
    api,
    components::{Draft, Icon, Paged, Picture, Problems, Shape, StockBadge, StockCell, Toasts},
    i18n::lang,
    session::Session,
};
use leptos::prelude::*;
use leptos_router::components::A;
use shared::{product::Product, user::Role};
use uuid::Uuid;

/// A product in the list, which changes in place.
#[derive(Clone)]
pub struct Row {
    /// Its id.
    pub id: Uuid,
    /// Which edit of it is shown.
    pub version: i64,
    /// What is known of it now.
    pub product: ArcRwSignal<Product>,
}

impl Row {
    /// As it was read.
    pub fn new(product: Product) -> Self {
        Self { id: product.id, version: product.version, product: ArcRwSignal::new(product) }
    }
}

/// The row.
#[component]
pub fn RowView(
    row: Row,
    paged: Paged<Row>,
    /// Set to the row whose product shall be put away.
    asked: RwSignal<Option<Row>>,
    /// Those that are selected, for who may edit them.
    picked: RwSignal<Vec<Uuid>>,
) -> impl IntoView {
    let (lang, session, id) = (lang(), Session::of_page(), row.id);
    let product = RwSignal::from(row.product.clone());
    let seen = product.get_untracked();
    let pick = session.may(Role::Manager).then(|| {
        let is_picked = move || picked.with(|picked| picked.contains(&id));
        let turned = move |_| picked.update(|picked| toggle(picked, id));
        view! {
            <td role="cell" class="pick">
                <label><input type="checkbox" autocomplete="off" aria-label=lang.select(&seen.name) prop:checked=is_picked on:change=turned/></label>
            </td>
        }
        .into_any()
    });
    view! {
        <tr role="row">
            {pick}
            <td role="cell" class="thumb"><Picture image=seen.image name=seen.name.clone()/></td>
            <td role="cell" class="name">
                <A href=format!("/admin/products/{}", row.id)>{seen.name}</A>
                " " <StockBadge product/>
            </td>
            <td role="cell" class="code"><code>{seen.code}</code></td>
            <td role="cell" class="number">{lang.money(seen.price_minor, &session.currency())}</td>
            <td role="cell" class="quantity"><StockCell product/></td>
            <td role="cell" class="tools"><RowTools row paged asked/></td>
        </tr>
    }
}

fn toggle(picked: &mut Vec<Uuid>, id: Uuid) {
    let before = picked.len();
    picked.retain(|each| *each != id);
    if picked.len() == before {
        picked.push(id);
    }
}

/// What may be done with the product.
#[component]
fn RowTools(row: Row, paged: Paged<Row>, asked: RwSignal<Option<Row>>) -> impl IntoView {
    let (lang, w, toasts, draft) = (lang(), lang().words(), Toasts::of_page(), Draft::new("restore"));
    if !Session::of_page().may(Role::Manager) {
        return ().into_any();
    }
    let figures = Figures::of_page();
    let (id, name) = row.product.with_untracked(|product| (product.id, product.name.clone()));
    if row.product.with_untracked(|product| product.archived_at.is_some()) {
        let restore = move |_| {
            draft.send(api::restore_product(id), move |product| {
                toasts.say(lang.restored(&product.name));
                paged.items.update(|rows| rows.retain(|each| each.id != id));
                figures.refetch();
            });
        };
        return view! {
            <button type="button" on:click=restore disabled=draft.busy>
                <Icon shape=Shape::Back/> " " {w.restore}
            </button>
            <Problems problem=draft.problem/>
        }
        .into_any();
    }
    view! {
        <A href=format!("/admin/products/{id}/edit") attr:class="square" attr:aria-label=lang.edit(&name)>
            <Icon shape=Shape::Pen/>
        </A>
        <button type="button" class="square" aria-label=lang.archive_name(&name) on:click=move |_| asked.set(Some(row.clone()))>
            <Icon shape=Shape::Bin/>
        </button>
    }
    .into_any()
}
