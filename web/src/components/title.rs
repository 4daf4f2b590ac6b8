//! The title of a page, in the tab and for search engines.
use leptos::prelude::*;
use leptos_meta::Title;

/// The title of the page.
#[component]
pub fn PageTitle(#[prop(into)] text: String) -> impl IntoView {
    view! { <Title text=text + " · Bodega"/> }
}
