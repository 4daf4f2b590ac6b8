//! What is to be counted.
use super::{
    State,
    book::{Item, Take},
};
use crate::{
    api::{self, Listing, Result},
    components::{Choice, Draft, Field, Filled, Form},
    i18n::{lang, words},
};
use leptos::prelude::*;
use shared::product::Shortage;

/// The most products of one stock-take: so many fit into what a browser keeps.
const MOST: usize = 5000;

/// The first screen.
#[component]
pub fn Begin(state: State) -> impl IntoView {
    let (w, o, draft) = (words(), lang().counting(), Draft::new("count"));
    let ways = vec![("all", o.everything), ("found", o.found), ("low", w.low), ("scan", o.as_scanned)];
    let submit = move |filled: Filled| {
        let (way, q) = (filled.text("way"), filled.text("q"));
        draft.send(async move { listed(&way, q).await }, move |items| {
            state.set(Some(Take { items, ..Take::default() }));
        });
    };
    view! {
        <p class="text">{o.intro}</p>
        <Form draft submit=o.begin on_submit=submit>
            <Choice name="way" label=o.what options=ways/>
            <Field name="q" label=w.search_label kind="search" optional=true hint=o.found_hint/>
        </Form>
    }
}

/// The products of this way.
async fn listed(way: &str, q: String) -> Result<Vec<Item>> {
    if way == "scan" {
        return Ok(Vec::new());
    }
    let stock = (way == "low").then_some(Shortage::Low);
    let q = if way == "found" { q } else { String::new() };
    let (mut items, mut cursor) = (Vec::new(), None);
    loop {
        let listing = Listing { q: q.clone(), stock, cursor, limit: Some(100), ..Listing::default() };
        let page = api::products(&listing).await?;
        items.extend(page.items.iter().map(Item::of));
        cursor = page.next_cursor;
        if cursor.is_none() || items.len() >= MOST {
            return Ok(items);
        }
    }
}
