//! The pages of Bodega: rendered on the server; the panel is then taken over in the browser.
#![recursion_limit = "512"]
pub mod api;
pub mod app;
mod components;
pub mod i18n;
mod pages;
mod session;

#[cfg(not(any(erase_components, doc, doctest)))]
compile_error!("the pages need the flags of .cargo/config.toml; RUSTFLAGS in the environment stands in for them");

/// Takes over the panel that the server has rendered.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_body(|| {
        api::transport::provide_document();
        app::Panel()
    });
}
