//! Putting a product away. It can be taken back, so nobody is asked before.
use super::{products_figures::Figures, products_row::Row};
use crate::{
    api::{self, Result},
    components::{Paged, Toasts, Undo},
    i18n::Lang,
};
use leptos::prelude::*;
use std::{future::Future, pin::Pin};
use wasm_split_helpers::{SplitLoaderError, wasm_split};

type Archiving = Pin<Box<dyn Future<Output = Result<()>>>>;

/// Puts it away as it was read, and offers the way back.
#[wasm_split(desk, fallible)]
#[allow(clippy::unnecessary_wraps, reason = "its code may not come")]
pub(super) fn archiving(
    row: Row,
    paged: Paged<Row>,
    lang: Lang,
    toasts: Toasts,
    figures: Figures,
) -> std::result::Result<Archiving, SplitLoaderError> {
    Ok(Box::pin(async move {
        let product = row.product.get_untracked();
        api::archive_product(&product).await?;
        toasts.offer(lang.archived(&product.name), Undo::of_archiving(product.id, lang, toasts));
        paged.items.try_update(|rows| rows.retain(|each| each.id != row.id));
        figures.refetch();
        Ok(())
    }))
}
