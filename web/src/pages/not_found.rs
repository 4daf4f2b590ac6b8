//! What is shown where there is nothing.
use crate::{api::transport::set_status, components::PageTitle, i18n::words};
use leptos::prelude::*;

/// Nothing is here, and the status says so too.
#[component]
pub fn NotFound() -> impl IntoView {
    let w = words();
    set_status(404);
    view! {
        <PageTitle text=w.not_found/>
        <section class="empty">
            <h1>{w.not_found}</h1>
            <p>{w.not_found_text}</p>
            <p><a class="button" href="/" rel="external">{w.to_catalog}</a></p>
        </section>
    }
}
