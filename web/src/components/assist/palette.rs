//! One field that leads to products, pages and actions (ARIA Authoring Practices, combobox with a listbox).
use super::{
    Front,
    places::{Place, places},
};
use crate::{
    api::{self, Listing, transport::redirect},
    components::{Dialog, element, guarded, shown},
    i18n::{Lang, lang},
};
use leptos::{ev, prelude::*, task::spawn_local};
use leptos_router::hooks::use_location;
use std::time::Duration;
use web_sys::Element;

/// Products that are shown.
const MOST: usize = 8;

/// The field and what it finds, in front of the page.
#[component]
pub fn Palette(front: RwSignal<Option<Front>>) -> impl IntoView {
    let open = Signal::derive(move || front.get() == Some(Front::Palette));
    let close = Callback::new(move |()| front.set(None));
    view! {
        <Dialog open on_close=close title=lang().assist().palette>
            <Finder close/>
        </Dialog>
    }
}

#[component]
fn Finder(close: Callback<()>) -> impl IntoView {
    let (lang, here, inside) = (lang(), use_location(), guarded());
    let o = lang.assist();
    let (typed, found, at) = (RwSignal::new(String::new()), RwSignal::new(Vec::<Place>::new()), RwSignal::new(0));
    let back = here.pathname.get_untracked() + &here.search.with_untracked(|search| prefixed(search));
    let lines = Memo::new(move |_| {
        let mut all = found.get();
        all.extend(places(&typed.get(), &back));
        all
    });
    let mut look = debounce(Duration::from_millis(150), move |q: String| spawn_local(products(lang, q, typed, found)));
    let input = move |event| {
        typed.set(event_target_value(&event));
        at.set(0);
        look(typed.get_untracked());
    };
    let go = Callback::new(move |place: Place| {
        close.run(());
        if place.is_outside { redirect(&place.href) } else { inside.run(place.href) }
    });
    let pressed = move |event: ev::KeyboardEvent| {
        let last = lines.with_untracked(Vec::len).saturating_sub(1);
        let now = at.get_untracked();
        match event.key().as_str() {
            "ArrowDown" => at.set(if now >= last { 0 } else { now + 1 }),
            "ArrowUp" => at.set(if now == 0 { last } else { now - 1 }),
            "Enter" => {
                if let Some(place) = lines.with_untracked(|lines| lines.get(now).cloned()) {
                    go.run(place);
                }
            }
            _ => return,
        }
        event.prevent_default();
        into_view(at.get_untracked());
    };
    view! {
        <input
            type="search" role="combobox" autofocus autocomplete="off" maxlength="200" class="palette" aria-label=o.palette placeholder=o.palette_hint
            aria-expanded="true" aria-autocomplete="list" aria-controls="palette-lines" aria-activedescendant=Signal::derive(move || line_id(at.get()))
            on:input=input on:keydown=pressed
        />
        <ul id="palette-lines" class="lines" role="listbox" aria-label=o.palette>
            {move || lines.get().into_iter().enumerate().map(|(number, place)| line(number, place, at, go)).collect_view()}
        </ul>
        {shown(move || lines.with(Vec::is_empty), move || view! { <p class="hint" role="status">{o.nothing_found}</p> }.into_any())}
    }
}

/// What was looked for, if that is still wanted when the answer is there.
async fn products(lang: Lang, q: String, typed: RwSignal<String>, found: RwSignal<Vec<Place>>) {
    let listing = Listing { q: q.clone(), limit: Some(MOST), ..Listing::default() };
    // Who cannot be told of products still has the pages.
    let page = if q.trim().is_empty() { None } else { api::products(&listing).await.ok() };
    if typed.try_with_untracked(|typed| *typed == q) == Some(true) {
        let products = page.map(|page| page.items).unwrap_or_default().into_iter();
        let place = |product: shared::product::Product| Place {
            about: format!("{} · {} {}", product.code, lang.number(product.quantity), product.unit),
            href: format!("/admin/products/{}", product.id),
            name: product.name,
            is_outside: false,
        };
        found.set(products.map(place).collect());
    }
}

fn line(number: usize, place: Place, at: RwSignal<usize>, go: Callback<Place>) -> AnyView {
    let (name, about) = (place.name.clone(), place.about.clone());
    let selected = Signal::derive(move || (at.get() == number).to_string());
    view! {
        <li id=line_id(number) role="option" aria-selected=selected on:mousemove=move |_| at.set(number) on:click=move |_| go.run(place.clone())>
            <span>{name}</span> " " <small>{about}</small>
        </li>
    }
    .into_any()
}

fn line_id(number: usize) -> String {
    format!("palette-{number}")
}

fn into_view(number: usize) {
    request_animation_frame(move || {
        if let Some(line) = element::<Element>(&line_id(number)) {
            line.scroll_into_view_with_bool(false);
        }
    });
}

fn prefixed(search: &str) -> String {
    if search.is_empty() { String::new() } else { format!("?{}", search.trim_start_matches('?')) }
}
