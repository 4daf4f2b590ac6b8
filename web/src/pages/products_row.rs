//! One row of the products' table; on a phone it is a card.
use super::{products_archive::archiving, products_figures::Figures};
use crate::{
    api,
    components::{Draft, Icon, Moment, Paged, Picture, Problems, Shape, StockBadge, StockCell, Toasts},
    i18n::{lang, words},
    session::Session,
};
use leptos::{ev::MouseEvent, prelude::*};
use leptos_router::components::A;
use shared::{Code, product::Product, user::Role};
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
    /// Those that are selected, for who may edit them.
    picked: RwSignal<Vec<Uuid>>,
) -> impl IntoView {
    let (lang, session, id) = (lang(), Session::of_page(), row.id);
    let product = RwSignal::from(row.product.clone());
    let seen = product.get_untracked();
    let pick = session.may(Role::Manager).then(|| {
        let is_picked = move || picked.with(|picked| picked.contains(&id));
        // Held down, the key takes all rows up to the one that was picked before along.
        let is_range = StoredValue::new(false);
        let clicked = move |event: MouseEvent| is_range.set_value(event.shift_key());
        let turned = move |event| pick(paged, picked, id, event_target_checked(&event), is_range.get_value());
        view! {
            <td role="cell" class="pick">
                <label><input type="checkbox" autocomplete="off" aria-label=lang.select(&seen.name) prop:checked=is_picked on:click=clicked on:change=turned/></label>
            </td>
        }
        .into_any()
    });
    let extra = extra(&seen);
    view! {
        <tr role="row">
            {pick}
            <td role="cell" class="thumb"><Picture image=seen.image name=seen.name.clone()/></td>
            <td role="cell" class="name">
                <A href=format!("/admin/products/{}", row.id)>{seen.name}</A>
                " " <StockBadge product/>
            </td>
            <td role="cell" class="code"><code>{seen.code}</code></td>
            {extra}
            <td role="cell" class="number">{lang.money(seen.price_minor, &session.currency())}</td>
            <td role="cell" class="quantity"><StockCell product/></td>
            <td role="cell" class="tools"><RowTools row paged/></td>
        </tr>
    }
}

/// Picks a product or not, or all from the one that was picked before. The one picked last stands at the end.
fn pick(paged: Paged<Row>, picked: RwSignal<Vec<Uuid>>, id: Uuid, is_on: bool, is_range: bool) {
    let ids: Vec<Uuid> = paged.items.with_untracked(|rows| rows.iter().map(|row| row.id).collect());
    let place = |id: &Uuid| ids.iter().position(|each| each == id);
    picked.update(|picked| {
        let ends = (is_range.then(|| picked.last().and_then(place)).flatten(), place(&id));
        let turned = match ends {
            (Some(from), Some(to)) => &ids[from.min(to)..=from.max(to)],
            _ => &[id],
        };
        picked.retain(|each| !turned.contains(each) && *each != id);
        if is_on {
            picked.extend(turned.iter().filter(|each| **each != id));
            picked.push(id);
        }
    });
}

/// What only those see who want to.
fn extra(product: &Product) -> AnyView {
    let (lang, w) = (lang(), words());
    let minimum = product.min_quantity.map(|min| lang.number(min));
    view! {
        <td role="cell" class="extra barcode">{product.barcode.clone()}</td>
        <td role="cell" class="extra number minimum">{minimum}</td>
        <td role="cell" class="extra public">{if product.is_public { w.yes } else { w.no }}</td>
        <td role="cell" class="extra updated"><Moment time=product.updated_at/></td>
    }
    .into_any()
}

/// What may be done with the product.
#[component]
fn RowTools(row: Row, paged: Paged<Row>) -> impl IntoView {
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
    let away = move |_| {
        let row = row.clone();
        draft.send(
            async move { archiving(row, paged, lang, toasts, figures).await.map_err(|_| Code::BadGateway)?.await },
            |()| (),
        );
    };
    view! {
        <A href=format!("/admin/products/{id}/edit") attr:class="square" attr:aria-label=lang.edit(&name)>
            <Icon shape=Shape::Pen/>
        </A>
        <button type="button" class="square" aria-label=lang.archive_name(&name) disabled=draft.busy on:click=away>
            <Icon shape=Shape::Bin/>
        </button>
        <Problems problem=draft.problem/>
    }
    .into_any()
}
