//! The rows of the list as they are now, without losing what is open, chosen or being typed.
use super::products_row::Row;
use crate::{
    api::{self, Listing, Result},
    components::{Fetch, Paged, Part, Toasts},
};
use leptos::{prelude::*, task::spawn_local};
use std::sync::Arc;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

/// Above so many rows only what moved is asked for.
const MANY: usize = 300;

/// Reads the list again whenever somebody comes back to the page, as a part that comes later.
pub(super) fn refreshing(paged: Paged<Row>, listing: StoredValue<Listing>) -> Fetch {
    Box::pin(refreshing_part(paged, listing))
}

#[wasm_split(desk, fallible)]
#[allow(clippy::unnecessary_wraps, reason = "its code may not come")]
fn refreshing_part(paged: Paged<Row>, listing: StoredValue<Listing>) -> std::result::Result<Part, SplitLoaderError> {
    Ok(Arc::new(move || {
        let toasts = Toasts::of_page();
        Effect::new(move || {
            toasts.refresh.track();
            spawn_local(refresh(paged, listing, toasts));
        });
        ().into_any()
    }))
}

async fn refresh(paged: Paged<Row>, listing: StoredValue<Listing>, toasts: Toasts) {
    // Where the answer does not come, what is there stays.
    if paged.items.try_with_untracked(|rows| rows.len() <= MANY) == Some(true) {
        let _ = reload(paged, listing).await;
    } else if let Ok(page) = api::newest().await {
        page.items.into_iter().rev().for_each(|movement| toasts.take(movement));
    }
}

/// A page at least, and as many rows as there were, in place: those that did not change stay the same, so the page does not jump.
pub(super) async fn reload(paged: Paged<Row>, listing: StoredValue<Listing>) -> Result<()> {
    const PAGE: usize = 25;
    const MOST: usize = 100;
    let Some(before) = paged.items.try_with_untracked(Vec::clone) else { return Ok(()) };
    let wanted = before.len().max(PAGE);
    let (mut rows, mut cursor) = (Vec::<Row>::new(), None);
    loop {
        let Some(listing) = listing.try_get_value() else { return Ok(()) };
        let limit = Some((wanted - rows.len()).min(MOST));
        let page = api::products(&Listing { cursor, limit, ..listing }).await?;
        rows.extend(page.items.into_iter().map(|product| {
            let known = before.iter().find(|row| row.id == product.id && row.version == product.version).cloned();
            known.inspect(|row| row.product.set(product.clone())).unwrap_or_else(|| Row::new(product))
        }));
        cursor = page.next_cursor;
        if cursor.is_none() || rows.len() >= wanted {
            break;
        }
    }
    paged.replace(rows, cursor);
    Ok(())
}
