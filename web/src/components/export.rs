//! A list as a file for other programs. What fetches it is no part of the page; it comes when it is wanted.
use super::{Draft, Problems, button};
use crate::{
    api::{self, Result},
    day,
    i18n::words,
};
use leptos::prelude::*;
use shared::Code;
use std::{future::Future, pin::Pin};
use wasm_split_helpers::{SplitLoaderError, wasm_split};

type Saving = Pin<Box<dyn Future<Output = Result<()>>>>;

#[wasm_split(transfer, fallible)]
#[allow(clippy::unnecessary_wraps, reason = "its code may not come")]
fn save_table(path: String, name: &'static str) -> std::result::Result<Saving, SplitLoaderError> {
    Ok(Box::pin(async move {
        day::save(name, &api::table(&path).await?);
        Ok(())
    }))
}

/// The button. A link cannot say that it wants a table, so the page asks for it.
#[component]
pub fn Export(
    /// Name of the file.
    name: &'static str,
    /// The list at the API.
    path: Signal<String>,
) -> impl IntoView {
    let draft = Draft::new("export");
    let press = Callback::new(move |()| {
        let path = path.get_untracked();
        draft.send(async move { save_table(path, name).await.map_err(|_| Code::BadGateway)?.await }, |()| ());
    });
    view! {
        {button(words().download_csv, "", None, draft.busy, press)}
        <Problems problem=draft.problem/>
    }
}
