//! Where a stock-take is kept: in this browser, for this person. It outlives the page, the network and the battery.
use super::book::Take;
use crate::{api::transport::read, session::Session};
use leptos::prelude::*;
use web_sys::Storage;

fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

/// Under which name.
pub fn name() -> String {
    Session::of_page().with(|me| format!("count.{}.{}", me.shop.id, me.user.id))
}

/// What is kept, if anything.
pub fn load(name: &str) -> Option<Take> {
    read(&storage()?.get_item(name).ok()??).ok()
}

/// Keeps it; tells whether it could be. Nothing is kept of nothing.
pub fn keep(name: &str, take: Option<&Take>) -> bool {
    let Some(storage) = storage() else { return false };
    match take {
        Some(take) => serde_json::to_string(take).is_ok_and(|text| storage.set_item(name, &text).is_ok()),
        None => storage.remove_item(name).is_ok(),
    }
}
