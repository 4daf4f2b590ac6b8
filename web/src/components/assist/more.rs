//! Lists go on by themselves when their end comes near; the button stays for those who do not scroll.
use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// So many pixels below what is seen.
const NEAR: f64 = 800.0;

/// Watches for as long as the panel is there.
#[component]
pub fn GoOn() -> impl IntoView {
    // Whoever was there before this came does not scroll again.
    request_animation_frame(go_on);
    let scrolled = window_event_listener(ev::scroll, move |_| go_on());
    on_cleanup(move || scrolled.remove());
}

/// Not where it has just failed: then somebody has to want it.
fn go_on() {
    let button = document().query_selector(".more:not(:has([role=alert])) > button:enabled").ok().flatten();
    let height = window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or_default();
    if let Some(button) = button.and_then(|button| button.dyn_into::<HtmlElement>().ok())
        && button.get_bounding_client_rect().top() < height + NEAR
    {
        button.click();
    }
}
