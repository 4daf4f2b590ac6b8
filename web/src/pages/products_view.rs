//! How the table looks: which columns, and how much room. It stands in a cookie, so the server writes the page that way.
use crate::{
    components::{Fetch, Part, button, live},
    i18n::lang,
};
use leptos::{ev::Event, prelude::*};
use std::sync::Arc;
use wasm_bindgen::JsCast;
use wasm_split_helpers::{SplitLoaderError, wasm_split};
use web_sys::HtmlDocument;

/// Where it stands on the document; the style sheet reads it there.
const ATTRIBUTE: &str = "data-view";

/// The choices, while they are open, as a part that comes later.
pub(super) fn views(open: RwSignal<bool>) -> Fetch {
    Box::pin(views_part(open))
}

#[wasm_split(desk, fallible)]
#[allow(clippy::unnecessary_wraps, reason = "its code may not come")]
fn views_part(open: RwSignal<bool>) -> Result<Part, SplitLoaderError> {
    Ok(Arc::new(move || live(move || open.get().then(|| view! { <Views open/> }.into_any())).into_any()))
}

#[component]
fn Views(open: RwSignal<bool>) -> impl IntoView {
    let (w, o) = (lang().words(), lang().desk());
    // A word hides what is there otherwise, or shows what is not.
    let columns = [
        ("no-code", w.code, false),
        ("no-price", w.price, false),
        ("barcode", w.barcode, true),
        ("minimum", w.minimum, true),
        ("public", w.is_public, true),
        ("updated", w.updated, true),
        ("compact", o.compact, true),
    ];
    let chosen = RwSignal::new(chosen());
    let boxes = columns.map(|(word, name, shows)| {
        let is_ticked = move || chosen.with(|chosen| chosen.iter().any(|each| each == word)) == shows;
        let turned = move |event: Event| {
            chosen.update(|chosen| {
                chosen.retain(|each| each != word);
                if event_target_checked(&event) == shows {
                    chosen.push(word.to_owned());
                }
            });
            keep(&chosen.get_untracked().join(" "));
        };
        view! { <label class="switch"><input type="checkbox" prop:checked=is_ticked on:change=turned/> {name}</label> }
            .into_any()
    });
    let close = Callback::new(move |()| open.set(false));
    view! {
        <fieldset class="tile popover views">
            <legend class="unseen">{w.view}</legend>
            {boxes.into_iter().collect_view()}
            {button(o.done, "", None, RwSignal::new(false), close)}
        </fieldset>
    }
}

fn chosen() -> Vec<String> {
    let text = document().document_element().and_then(|root| root.get_attribute(ATTRIBUTE)).unwrap_or_default();
    text.split_whitespace().map(str::to_owned).collect()
}

/// For this page, and for a year of others.
fn keep(words: &str) {
    // Where the browser keeps no cookies the choice holds until the page is left.
    let root = document().document_element();
    let _ = root.map(|root| root.set_attribute(ATTRIBUTE, words));
    let cookies = document().dyn_into::<HtmlDocument>().ok();
    let value = words.replace(' ', ".");
    let _ =
        cookies.map(|document| document.set_cookie(&format!("view={value}; Path=/; Max-Age=31536000; SameSite=Lax")));
}
