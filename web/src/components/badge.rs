//! How much there is, as a word with a mark: never by colour alone.
use super::live;
use crate::i18n::lang;
use leptos::prelude::*;
use shared::{catalog::Availability, product::Product};

/// What the public is told.
#[component]
pub fn AvailabilityBadge(availability: Availability) -> impl IntoView {
    let (class, mark) = match availability {
        Availability::InStock => ("badge good", "✓"),
        Availability::Few => ("badge low", "!"),
        Availability::Out => ("badge out", "✕"),
    };
    view! { <span class=class><span aria-hidden="true">{mark}</span> " " {lang().availability(availability)}</span> }
}

/// What the shop is told, where it matters: low, out, archived.
#[component]
pub fn StockBadge(#[prop(into)] product: Signal<Product>) -> impl IntoView {
    let words = lang().words();
    live(move || {
        let (class, mark, text) = product.with(|product| match product.quantity {
            _ if product.archived_at.is_some() => Some(("badge", "▪", words.archived)),
            ..=0 => Some(("badge out", "✕", words.out)),
            few if product.min_quantity.is_some_and(|min| few <= min) => Some(("badge low", "!", words.low)),
            _ => None,
        })?;
        Some(view! { <span class=class><span aria-hidden="true">{mark}</span> " " {text}</span> }.into_any())
    })
}
