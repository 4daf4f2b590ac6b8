//! The pages of Bodega: rendered on the server; the panel is then taken over in the browser.
#![recursion_limit = "512"]
pub mod api;
pub mod app;
mod components;
mod day;
pub mod i18n;
mod pages;
mod session;
pub mod theme;

#[cfg(not(any(erase_components, doc, doctest)))]
compile_error!("the pages need the flags of .cargo/config.toml; RUSTFLAGS in the environment stands in for them");

/// Takes over the panel that the server has rendered; done when it is taken over.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub async fn hydrate() {
    console_error_panic_hook::set_once();
    let panel = || {
        api::transport::provide_document();
        app::Panel()
    };
    leptos::mount::hydrate_from_async(leptos::tachys::dom::body(), panel).await.forget();
}
