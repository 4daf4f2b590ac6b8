//! The secret of the webhook, which is shown once.
use crate::{
    components::{Toasts, select},
    i18n::lang,
};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlDocument;

/// The id of its field.
const FIELD: &str = "webhook-secret";

/// The secret, and the button that copies it.
#[component]
pub fn Secret(secret: String) -> impl IntoView {
    let (n, toasts) = (lang().notices(), Toasts::of_page());
    let press = move |_| toasts.say(if copy() { n.copied } else { n.not_copied }.into());
    view! {
        <section class="tile secret">
            <h2>{n.secret}</h2>
            <p>{n.secret_text}</p>
            <div class="copy">
                <input id=FIELD readonly spellcheck="false" autocomplete="off" aria-label=n.secret value=secret/>
                <button type="button" class="primary" on:click=press>{n.copy}</button>
            </div>
        </section>
    }
}

/// Copies it, in the old way: browsers keep the new one from pages without https, such as those of a shop's own network. Where
/// even that is refused it is selected.
fn copy() -> bool {
    select(FIELD);
    document().dyn_into::<HtmlDocument>().is_ok_and(|document| document.exec_command("copy").unwrap_or_default())
}
