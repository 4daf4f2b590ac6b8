//! The quantity of a product, with the buttons that change it where it stands.
use super::{
    Toasts,
    booking::{Way, booking},
    element, later, shown,
};
use crate::{
    i18n::{Lang, lang},
    session::Session,
};
use leptos::{ev::KeyboardEvent, prelude::*};
use shared::{movement::Movement, product::Product, user::Role};
use web_sys::HtmlElement;

/// The quantity; for those who may book with minus and plus, and itself a button to count.
#[component]
pub fn StockCell(product: RwSignal<Product>) -> impl IntoView {
    let (lang, session, toasts) = (lang(), Session::of_page(), Toasts::of_page());
    let (open, busy) = (RwSignal::new(None::<Way>), RwSignal::new(false));
    let may = move || session.may(Role::Clerk) && product.with(|product| product.archived_at.is_none());
    let id = product.with_untracked(|product| product.id);
    Effect::new(move || toasts.moved.with(|moved| moved.iter().for_each(|movement| take_over(product, movement))));
    let close = move || {
        busy.set(false);
        let way = open.get_untracked();
        open.set(None);
        focus(way, &id.to_string());
    };
    let on_close = Callback::new(move |()| close());
    let form = move || booking(product, open, busy, on_close);
    let escape = move |event: KeyboardEvent| {
        if event.key() == "Escape" && open.get_untracked().is_some() && !busy.get_untracked() {
            close();
        }
    };
    let step =
        move |way: Way, class: &'static str, name: fn(Lang, &str) -> String, content: fn(&Product, Lang) -> String| {
            // Who speaks to the page says what is seen, so that is part of the name (WCAG 2.5.3); a sign is not said.
            let label = move || {
                product.with(|product| {
                    let (name, seen) = (name(lang, &product.name), content(product, lang));
                    if way == Way::Count { format!("{name}, {seen}") } else { name }
                })
            };
            let turn = move |_| {
                if !busy.get_untracked() {
                    open.update(|open| *open = if *open == Some(way) { None } else { Some(way) });
                }
            };
            let text = move || product.with(|product| content(product, lang));
            view! {
                <button
                    type="button" class=class id=id_of(way, &id.to_string()) aria-label=Signal::derive(label)
                    aria-expanded=Signal::derive(move || (open.get() == Some(way)).to_string()) on:click=turn
                >
                    {Signal::derive(text)}
                </button>
            }
            .into_any()
        };
    view! {
        <div class="stock" on:keydown=escape>
            {shown(may, move || step(Way::Out, "step", Lang::take, |_, _| "−".into()))}
            {shown(may, move || step(Way::Count, "amount", Lang::count, amount))}
            {shown(move || !may(), move || {
                view! { <span class="amount">{Signal::derive(move || product.with(|product| amount(product, lang)))}</span> }.into_any()
            })}
            {shown(may, move || step(Way::In, "step", Lang::bring, |_, _| "+".into()))}
            {later(move || open.with(Option::is_some), form, move || open.set(None))}
        </div>
    }
}

fn amount(product: &Product, lang: Lang) -> String {
    format!("{} {}", lang.number(product.quantity), product.unit)
}

/// What a movement leaves behind, unless newer is known.
fn take_over(product: RwSignal<Product>, movement: &Movement) {
    let is_newer = |product: &Product| product.id == movement.product_id && product.seq < movement.seq;
    if product.with_untracked(is_newer) {
        product.update(|product| {
            product.quantity = movement.balance_after;
            product.seq = movement.seq;
        });
    }
}

fn id_of(way: Way, id: &str) -> String {
    let name = match way {
        Way::Out => "out",
        Way::In => "in",
        Way::Count => "count",
    };
    format!("{name}-{id}")
}

/// Back to the button that opened the form.
fn focus(way: Option<Way>, id: &str) {
    if let Some(button) = way.and_then(|way| element::<HtmlElement>(&id_of(way, id))) {
        // A button that cannot take the focus leaves it where it is.
        let _ = button.focus();
    }
}
