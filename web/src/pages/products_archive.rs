//! The question before a product is put away.
use super::{products_figures::Figures, products_row::Row};
use crate::{
    api,
    components::{Confirm, Draft, Fetch, Paged, Part, Toasts},
    i18n::{lang, words},
};
use leptos::prelude::*;
use std::sync::Arc;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

/// The question, as a part that comes later.
pub(super) fn archiving(paged: Paged<Row>, asked: RwSignal<Option<Row>>) -> Fetch {
    Box::pin(archiving_part(paged, asked))
}

#[wasm_split(desk, fallible)]
#[allow(clippy::unnecessary_wraps, reason = "its code may not come")]
fn archiving_part(paged: Paged<Row>, asked: RwSignal<Option<Row>>) -> Result<Part, SplitLoaderError> {
    Ok(Arc::new(move || view! { <Archiving paged asked/> }.into_any()))
}

/// Asks before a product is put away.
#[component]
fn Archiving(paged: Paged<Row>, asked: RwSignal<Option<Row>>) -> impl IntoView {
    let (lang, w, toasts, draft) = (lang(), words(), Toasts::of_page(), Draft::new("archive"));
    let figures = Figures::of_page();
    let name = move || asked.with(|row| row.as_ref().map(|row| row.product.with(|product| product.name.clone())));
    let close = Callback::new(move |()| {
        asked.set(None);
        draft.problem.set(None);
    });
    let confirm = Callback::new(move |()| {
        let Some(row) = asked.get_untracked() else { return };
        let product = row.product.get_untracked();
        draft.send(async move { api::archive_product(&product).await }, move |()| {
            toasts.say(lang.archived(&row.product.with_untracked(|product| product.name.clone())));
            paged.items.update(|rows| rows.retain(|each| each.id != row.id));
            figures.refetch();
            close.run(());
        });
    });
    view! {
        <Confirm
            open=Signal::derive(move || asked.with(Option::is_some)) on_close=close
            title=Signal::derive(move || lang.archive_question(&name().unwrap_or_default()))
            text=w.archive_text action=w.archive draft on_confirm=confirm
        />
    }
}
