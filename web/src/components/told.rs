//! What a public page tells search engines and those who are sent its address.
use crate::app::Origin;
use leptos::prelude::*;
use leptos_meta::{Link, Meta};
use serde_json::Value;
use shared::image::Image;

/// The whole address of a path.
pub(crate) fn absolute(path: &str) -> String {
    use_context::<Origin>().map(|origin| origin.0).unwrap_or_default() + path
}

/// Description, the one address of the page, and what is shown of it elsewhere (Open Graph protocol, ogp.me).
#[component]
pub fn Told(
    #[prop(into)] title: String,
    #[prop(into)] about: String,
    /// The one whole address of the page.
    address: String,
    /// Such as `website`.
    kind: &'static str,
    #[prop(optional_no_strip)] image: Option<Image>,
) -> impl IntoView {
    let image = image.map(|image| {
        view! {
            <Meta property="og:image" content=absolute(&image.url)/>
            <Meta property="og:image:alt" content=title.clone()/>
        }
    });
    view! {
        <Meta name="description" content=about.clone()/>
        <Link rel="canonical" href=address.clone()/>
        <Meta property="og:type" content=kind/>
        <Meta property="og:site_name" content="Bodega"/>
        <Meta property="og:title" content=title/>
        <Meta property="og:description" content=about/>
        <Meta property="og:url" content=address/>
        {image}
    }
}

/// The same for programs (schema.org, as JSON-LD). It is data, so nothing in it runs; and no text in it can end it.
pub(crate) fn facts_of(facts: &Value) -> impl IntoView + use<> {
    let text = facts.to_string().replace('<', "\\u003c");
    view! { <script type="application/ld+json" inner_html=text></script> }
}
